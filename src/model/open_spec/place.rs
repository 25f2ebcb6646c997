//! What a file of OpenSpec is, by its path.

use camino::Utf8Path;

use super::OpenSpecKind;

/// What a file below `openspec/` is, by its path alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenSpecPlace<'a> {
    pub kind: OpenSpecKind,
    /// The change that it belongs to, by the name of its folder; that of an archived one begins with a date.
    pub change: Option<&'a str>,
    /// Whether the change is archived.
    pub archived: bool,
    /// The path of its capability below `specs/`. `None` for a file below `specs/` that the program does not read as a delta.
    pub capability: Option<&'a str>,
}

impl<'a> OpenSpecPlace<'a> {
    /// The place of a path relative to the root of a project, with `/`; `None` for a file that OpenSpec does not know.
    pub fn of(path: &'a Utf8Path) -> Option<Self> {
        let path = path.as_str().strip_prefix("openspec/")?;
        let place = |kind| OpenSpecPlace { kind, change: None, archived: false, capability: None };
        if let Some(spec) = path.strip_prefix("specs/") {
            let capability = capability(spec)?;
            return Some(OpenSpecPlace { capability: Some(capability), ..place(OpenSpecKind::Spec) });
        }
        if let Some(change) = path.strip_prefix("changes/") {
            return of_change(change);
        }
        match path {
            "config.yaml" | "config.yml" => Some(place(OpenSpecKind::Config)),
            "project.md" => Some(place(OpenSpecKind::Project)),
            _ => {
                let (schema, "schema.yaml") = path.strip_prefix("schemas/")?.split_once('/')? else { return None };
                (!schema.starts_with('.')).then_some(place(OpenSpecKind::Schema))
            }
        }
    }

    /// The folder of its change, relative to the root of the project.
    pub fn folder(&self) -> Option<String> {
        let archive = if self.archived { "archive/" } else { "" };
        Some(format!("openspec/changes/{archive}{}", self.change?))
    }
}

/// A file of a change, by its path below `changes/`.
fn of_change(path: &str) -> Option<OpenSpecPlace<'_>> {
    let (path, archived) = match path.strip_prefix("archive/") {
        Some(path) => (path, true),
        None => (path, false),
    };
    let (change, file) = path.split_once('/')?;
    if change.is_empty() || change.starts_with('.') {
        return None;
    }
    let kind = match file {
        "proposal.md" => OpenSpecKind::Proposal,
        "design.md" => OpenSpecKind::Design,
        "tasks.md" => OpenSpecKind::Tasks,
        ".openspec.yaml" => OpenSpecKind::Metadata,
        _ if !file.ends_with(".md") => return None,
        _ if !file.starts_with("specs/") => {
            let hidden = file.split('/').any(|part| part.starts_with('.'));
            let kind = OpenSpecKind::Artifact;
            let artifact = OpenSpecPlace { kind, change: Some(change), archived, capability: None };
            return (!hidden).then_some(artifact);
        }
        _ => {
            let below = &file["specs/".len()..];
            let hidden = below.split('/').any(|part| part.starts_with('.'));
            let delta = OpenSpecPlace {
                kind: OpenSpecKind::Delta,
                change: Some(change),
                archived,
                capability: capability(below),
            };
            return (!hidden).then_some(delta);
        }
    };
    Some(OpenSpecPlace { kind, change: Some(change), archived, capability: None })
}

/// The capability of a `spec.md` by its path below `specs/`.
fn capability(path: &str) -> Option<&str> {
    let capability = path.strip_suffix("/spec.md")?;
    let shown = capability.split('/').all(|part| !part.is_empty() && !part.starts_with('.'));
    shown.then_some(capability)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_path_says() {
        let described = |path: &str| {
            let place = OpenSpecPlace::of(Utf8Path::new(path))?;
            let archived = if place.archived { "archived " } else { "" };
            let (change, capability) = (place.change.unwrap_or("-"), place.capability.unwrap_or("-"));
            Some(format!("{archived}{:?} {change} {capability}", place.kind))
        };
        for (path, expected) in [
            ("openspec/specs/auth/spec.md", Some("Spec - auth")),
            ("openspec/specs/area/new/spec.md", Some("Spec - area/new")),
            ("openspec/specs/spec.md", None),
            ("openspec/specs/.old/spec.md", None),
            ("openspec/specs/auth/design.md", None),
            ("openspec/changes/login/proposal.md", Some("Proposal login -")),
            ("openspec/changes/login/tasks.md", Some("Tasks login -")),
            ("openspec/changes/login/design.md", Some("Design login -")),
            ("openspec/changes/login/.openspec.yaml", Some("Metadata login -")),
            ("openspec/changes/login/notes/a.md", Some("Artifact login -")),
            ("openspec/changes/login/notes/.a.md", None),
            ("openspec/changes/login/notes.txt", None),
            ("openspec/changes/login/specs/auth/spec.md", Some("Delta login auth")),
            ("openspec/changes/login/specs/auth.md", Some("Delta login -")),
            ("openspec/changes/login/specs/spec.md", Some("Delta login -")),
            ("openspec/changes/login/specs/auth/notes.md", Some("Delta login -")),
            ("openspec/changes/login/specs/.auth/spec.md", None),
            ("openspec/changes/proposal.md", None),
            ("openspec/changes/archive/2026-01-02-login/tasks.md", Some("archived Tasks 2026-01-02-login -")),
            (
                "openspec/changes/archive/2026-01-02-login/specs/a/b/spec.md",
                Some("archived Delta 2026-01-02-login a/b"),
            ),
            ("openspec/config.yaml", Some("Config - -")),
            ("openspec/project.md", Some("Project - -")),
            ("openspec/schemas/short/schema.yaml", Some("Schema - -")),
            ("openspec/schemas/short/templates/plan.md", None),
            ("docs/openspec/config.yaml", None),
        ] {
            assert_eq!(described(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn a_change_has_a_folder() {
        let folder = |path: &str| OpenSpecPlace::of(Utf8Path::new(path)).and_then(|place| place.folder());
        assert_eq!(folder("openspec/changes/a/specs/b/spec.md").as_deref(), Some("openspec/changes/a"));
        let archived = "openspec/changes/archive/2026-01-02-a/tasks.md";
        assert_eq!(folder(archived).as_deref(), Some("openspec/changes/archive/2026-01-02-a"));
        assert_eq!(folder("openspec/specs/b/spec.md"), None);
    }
}
