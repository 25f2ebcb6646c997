//! What a file of Spec Kit is, by its path.

use camino::Utf8Path;

use super::SpecKitKind;

/// What a file of a Spec Kit project is, by its path alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpecKitPlace<'a> {
    pub kind: SpecKitKind,
    /// The folder of its feature, relative to the root of the project: `specs/001-login`.
    pub feature: Option<&'a str>,
}

impl<'a> SpecKitPlace<'a> {
    /// The place of a path relative to the root of a project, with `/`; `None` for a file that Spec Kit does not know.
    pub fn of(path: &'a Utf8Path) -> Option<Self> {
        let path = path.as_str();
        let place = |kind| Some(SpecKitPlace { kind, feature: None });
        match path {
            "memory/constitution.md" => return place(SpecKitKind::Constitution),
            "extension.yml" => return place(SpecKitKind::Extension),
            "preset.yml" => return place(SpecKitKind::Preset),
            _ => {}
        }
        if let Some(below) = path.strip_prefix(".specify/") {
            return match below.strip_prefix("specs/") {
                Some(_) => in_feature(path, ".specify/specs/".len()),
                None => below_specify(below).and_then(place),
            };
        }
        if path.starts_with("specs/") {
            return in_feature(path, "specs/".len());
        }
        is_prompt(path).then_some(SpecKitPlace { kind: SpecKitKind::Prompt, feature: None })
    }

    /// Whether flowspec has the same file for a constitution of its own.
    pub fn is_shared(&self) -> bool {
        self.kind == SpecKitKind::Constitution
    }
}

/// Whether a path is that of a spec by which a project is known that is older than `.specify/`: `specs/001-login/spec.md`.
pub fn is_old_feature(path: &Utf8Path) -> bool {
    let folder = path.as_str().strip_prefix("specs/").and_then(|rest| rest.strip_suffix("/spec.md"));
    folder.is_some_and(|folder| {
        let digits = folder.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 3 && folder[digits..].starts_with('-') && !folder.contains('/')
    })
}

/// A file of a feature, whose folder begins at `start` of its path.
fn in_feature(path: &str, start: usize) -> Option<SpecKitPlace<'_>> {
    let (folder, file) = path.get(start..)?.split_once('/')?;
    if folder.is_empty() || folder.starts_with('.') || !file.ends_with(".md") {
        return None;
    }
    let kind = match file {
        "spec.md" => SpecKitKind::Spec,
        "plan.md" => SpecKitKind::Plan,
        "tasks.md" => SpecKitKind::Tasks,
        _ if file.strip_prefix("checklists/").is_some_and(|name| !name.contains('/')) => SpecKitKind::Checklist,
        _ => SpecKitKind::Artifact,
    };
    Some(SpecKitPlace { kind, feature: path.get(..start + folder.len()) })
}

fn below_specify(path: &str) -> Option<SpecKitKind> {
    match path {
        "memory/constitution.md" => return Some(SpecKitKind::Constitution),
        "memory/.constitution-template.json" | "feature.json" | "integration.json" | "init-options.json" => {
            return Some(SpecKitKind::Setup);
        }
        "extensions.yml" => return Some(SpecKitKind::Hooks),
        _ => {}
    }
    let (folder, rest) = path.split_once('/')?;
    let (_, file) = rest.split_once('/')?;
    match (folder, file) {
        ("extensions", "extension.yml") => Some(SpecKitKind::Extension),
        ("presets", "preset.yml") => Some(SpecKitKind::Preset),
        ("workflows", "workflow.yml") => Some(SpecKitKind::Workflow),
        _ => None,
    }
}

/// Whether it is a command in TOML or a YAML recipe.
fn is_prompt(path: &str) -> bool {
    let named = |folder: &str, ending: &str| {
        let file = path.strip_prefix(folder).and_then(|file| file.strip_suffix(ending));
        file.is_some_and(|name| name.starts_with("speckit.") && !name.contains('/'))
    };
    named(".gemini/commands/", ".toml")
        || named(".tabnine/agent/commands/", ".toml")
        || named(".goose/recipes/", ".yaml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_path_says() {
        let described = |path: &str| {
            let place = SpecKitPlace::of(Utf8Path::new(path))?;
            Some(format!("{:?} {}", place.kind, place.feature.unwrap_or("-")))
        };
        for (path, expected) in [
            ("specs/001-login/spec.md", Some("Spec specs/001-login")),
            (".specify/specs/50-x/plan.md", Some("Plan .specify/specs/50-x")),
            ("specs/_01_demo/tasks.md", Some("Tasks specs/_01_demo")),
            ("specs/001-login/checklists/ux.md", Some("Checklist specs/001-login")),
            ("specs/001-login/checklists/old/ux.md", Some("Artifact specs/001-login")),
            ("specs/001-login/contracts/api.md", Some("Artifact specs/001-login")),
            ("specs/001-login/contracts/api.yaml", None),
            ("specs/README.md", None),
            ("specs/.old/spec.md", None),
            (".specify/memory/constitution.md", Some("Constitution -")),
            (".specify/memory/.constitution-template.json", Some("Setup -")),
            (".specify/feature.json", Some("Setup -")),
            (".specify/extensions.yml", Some("Hooks -")),
            (".specify/extensions/git/extension.yml", Some("Extension -")),
            (".specify/extensions/git/commands/extension.yml", None),
            (".specify/presets/mine/preset.yml", Some("Preset -")),
            (".specify/workflows/speckit/workflow.yml", Some("Workflow -")),
            (".specify/templates/spec-template.md", None),
            (".gemini/commands/speckit.plan.toml", Some("Prompt -")),
            (".goose/recipes/speckit.plan.yaml", Some("Prompt -")),
            (".gemini/commands/mine.toml", None),
            ("docs/specs/001-login/spec.md", None),
        ] {
            assert_eq!(described(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn features_of_old_projects_have_numbers() {
        for (path, expected) in [
            ("specs/001-login/spec.md", true),
            ("specs/1-login/spec.md", false),
            ("specs/login/spec.md", false),
            ("specs/001-login/plan.md", false),
        ] {
            assert_eq!(is_old_feature(Utf8Path::new(path)), expected, "{path}");
        }
    }
}
