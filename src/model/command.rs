//! What a command is called, from the names of its file.

use camino::Utf8Path;

/// The name of a command: `/ns:stem`, or `/stem` without a namespace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandName {
    /// The namespace; empty for a command without one.
    pub namespace: String,
    /// The command's own name.
    pub stem: String,
}

impl CommandName {
    /// The name that a file in one of the places of commands gives, by its path relative to the project.
    ///
    /// `.claude/commands/flow/plan.md` and `templates/commands/flow/plan.md` give `/flow:plan`, and so does `.github/prompts/flow.plan.prompt.md`.
    pub fn of_file(path: &Utf8Path) -> Option<Self> {
        let file = path.file_name()?;
        if let Some(stem) = file.strip_suffix(".prompt.md") {
            return Some(match stem.split_once('.') {
                Some((namespace, stem)) => CommandName { namespace: namespace.into(), stem: stem.into() },
                None => CommandName { namespace: String::new(), stem: stem.into() },
            });
        }
        let stem = file.strip_suffix(".md")?;
        let folder = path.parent()?.file_name().filter(|folder| *folder != "commands").unwrap_or("");
        Some(CommandName { namespace: folder.into(), stem: stem.into() })
    }

    /// `ns:stem`, without the slash.
    pub fn key(&self) -> String {
        if self.namespace.is_empty() { self.stem.clone() } else { format!("{}:{}", self.namespace, self.stem) }
    }
}

/// The stem of an expanded copy's file, `flow-plan` of `flow-plan.agent.md`.
pub fn copy_stem(path: &Utf8Path) -> Option<&str> {
    path.file_name()?.strip_suffix(".agent.md")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        for (path, name) in [
            (".claude/commands/flow/plan.md", "flow:plan"),
            ("templates/commands/flow/security_fix.md", "flow:security_fix"),
            (".claude/commands/release.md", "release"),
            (".github/prompts/flow.plan.prompt.md", "flow:plan"),
            (".github/prompts/review.prompt.md", "review"),
        ] {
            assert_eq!(
                CommandName::of_file(Utf8Path::new(path)).map(|name| name.key()).as_deref(),
                Some(name),
                "{path}"
            );
        }
    }
}
