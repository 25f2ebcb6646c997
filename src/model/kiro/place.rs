//! What a file of Kiro is, by its path.

use camino::Utf8Path;

use super::KiroKind;
use crate::model::{invocation::Invocation, namespace::KIRO};

/// What a file below `.kiro/` is, by its path alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KiroPlace<'a> {
    pub kind: KiroKind,
    /// The folder of its spec, relative to `.kiro/specs/`.
    pub spec: Option<&'a str>,
}

impl<'a> KiroPlace<'a> {
    /// The place of a path relative to the root of a project, with `/`; `None` for a file that Kiro does not know, for the templates of
    /// cc-sdd, and for a command that another tool has among the prompts.
    pub fn of(path: &'a Utf8Path) -> Option<Self> {
        let (folder, file) = path.as_str().strip_prefix(".kiro/")?.split_once('/')?;
        let alone = |kind| Some(KiroPlace { kind, spec: None });
        let is_direct = !file.contains('/');
        match folder {
            "specs" => of_spec(file),
            "steering" if is_direct && file.ends_with(".md") => alone(KiroKind::Steering),
            "hooks" if is_direct && (file.ends_with(".json") || file.ends_with(OLD_HOOK)) => alone(KiroKind::Hooks),
            "prompts" if is_direct && file.ends_with(".md") && !is_command(path) => alone(KiroKind::Note),
            _ => None,
        }
    }
}

/// How the names of hooks in the format of Kiro 0.x end.
pub const OLD_HOOK: &str = ".kiro.hook";

/// Whether a prompt is the command of a tool.
fn is_command(path: &Utf8Path) -> bool {
    Invocation::of_file(path).is_some_and(|command| command.is_closed() && command.namespace() != KIRO.name)
}

/// A file of a spec, by its path below `specs/`.
fn of_spec(path: &str) -> Option<KiroPlace<'_>> {
    let (spec, file) = path.rsplit_once('/')?;
    if spec.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    let kind = match file {
        "requirements.md" => KiroKind::Requirements,
        "bugfix.md" => KiroKind::Bugfix,
        "design.md" => KiroKind::Design,
        "tasks.md" => KiroKind::Tasks,
        "spec.json" => KiroKind::SpecState,
        _ if file.ends_with(".md") => KiroKind::Note,
        _ => return None,
    };
    Some(KiroPlace { kind, spec: Some(spec) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_path_says() {
        let described = |path: &str| {
            let place = KiroPlace::of(Utf8Path::new(path))?;
            Some(format!("{:?} {}", place.kind, place.spec.unwrap_or("-")))
        };
        for (path, expected) in [
            (".kiro/specs/login/requirements.md", Some("Requirements login")),
            (".kiro/specs/login/bugfix.md", Some("Bugfix login")),
            (".kiro/specs/login/design.md", Some("Design login")),
            (".kiro/specs/login/tasks.md", Some("Tasks login")),
            (".kiro/specs/login/spec.json", Some("SpecState login")),
            (".kiro/specs/login/research.md", Some("Note login")),
            (".kiro/specs/login/design/api.md", Some("Note login/design")),
            (".kiro/specs/web/login/tasks.md", Some("Tasks web/login")),
            (".kiro/specs/login/.config.kiro", None),
            (".kiro/specs/.old/login/tasks.md", None),
            (".kiro/specs/tasks.md", None),
            (".kiro/steering/product.md", Some("Steering -")),
            (".kiro/steering/old/product.md", None),
            (".kiro/hooks/lint.json", Some("Hooks -")),
            (".kiro/hooks/lint.kiro.hook", Some("Hooks -")),
            (".kiro/hooks/lint.sh", None),
            (".kiro/prompts/review.md", Some("Note -")),
            (".kiro/prompts/kiro-review.md", Some("Note -")),
            (".kiro/prompts/opsx-apply.prompt.md", None),
            (".kiro/settings/templates/specs/tasks.md", None),
            (".kiro/settings/rules/ears-format.md", None),
            (".kiro/agents/a.json", None),
            ("docs/.kiro/specs/login/tasks.md", None),
        ] {
            assert_eq!(described(path).as_deref(), expected, "{path}");
        }
    }
}
