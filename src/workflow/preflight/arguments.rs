//! The arguments of a command: flags for the checks, ids of tasks, and the prompt that becomes of the rest.

use super::{
    Verdict,
    item::{in_words, is_word},
};
use crate::model::task::{id_key, id_of_file};

/// Leaves out whether the constitution is validated.
pub const SKIP_VALIDATION: &str = "--skip-validation";
/// Leaves out the state of the task.
pub const SKIP_STATE_CHECK: &str = "--skip-state-check";

/// The flags that are meant for the checks and not for the command.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// [`SKIP_VALIDATION`].
    pub(super) skip_validation: bool,
    /// [`SKIP_STATE_CHECK`].
    pub(super) skip_state_check: bool,
}

/// Takes the flags out. Everything else stays as it was written, but for blanks around a flag and at both ends.
pub(super) fn without_flags(arguments: &str) -> (String, Flags) {
    let mut flags = Flags::default();
    let mut rest = String::with_capacity(arguments.len());
    // A flag goes with the blanks in front of it.
    for word in arguments.split_inclusive(char::is_whitespace) {
        match word.trim_end() {
            SKIP_VALIDATION => flags.skip_validation = true,
            SKIP_STATE_CHECK => flags.skip_state_check = true,
            _ => rest.push_str(word),
        }
    }
    (rest.trim().to_owned(), flags)
}

/// The ids of tasks among the words, as written, each once.
pub(super) fn task_ids<'a>(arguments: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut ids: Vec<&str> = Vec::new();
    for word in arguments.split_whitespace() {
        let word = word.trim_matches(|char: char| !char.is_alphanumeric());
        let is_id = id_of_file(word) == Some(word)
            && word.rsplit_once('-').is_some_and(|(own, _)| own.eq_ignore_ascii_case(prefix));
        if is_id && !ids.iter().any(|id| id_key(id) == id_key(word)) {
            ids.push(word);
        }
        if ids.len() == MOST_IDS {
            break;
        }
    }
    ids
}

/// Nobody chooses from more.
const MOST_IDS: usize = 20;

/// What an agent would be told.
pub(super) fn prompt(verdict: &Verdict, task_was_named: bool) -> String {
    let id = verdict.task.as_ref().map(|task| task.id.as_str()).filter(|id| id_of_file(id) == Some(id));
    let prefix = id.and_then(|id| id.rsplit_once('-')).map_or("", |(prefix, _)| prefix);
    let in_arguments = |id: &str| task_ids(&verdict.arguments, prefix).iter().any(|named| id_key(named) == id_key(id));
    let missing = id.filter(|id| task_was_named && !in_arguments(id)).or_else(|| {
        let item = verdict.item.as_ref().filter(|item| item.is_prompted())?;
        let name = Some(item.id.as_str()).filter(|name| is_word(name))?;
        // Commands of cc-sdd ask for nothing: what they are about is their first argument.
        let is_needed = task_was_named || item.noun == "spec";
        (is_needed && !in_words(&verdict.arguments).any(|word| word == name)).then_some(name)
    });
    let parts = [Some(verdict.command.as_str()), missing, Some(verdict.arguments.as_str())];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_taken_out() {
        let both = Flags { skip_validation: true, skip_state_check: true };
        let validation = Flags { skip_validation: true, ..Flags::default() };
        for (arguments, rest, flags) in [
            ("", "", Flags::default()),
            ("--skip-validation", "", validation),
            ("  auth --skip-validation  now ", "auth  now", validation),
            ("--skip-validation --skip-state-check a  \"b c\"", "a  \"b c\"", both),
            ("a\n--skip-validation\nb", "a\nb", validation),
            ("--skip-validation --skip-validation x", "x", validation),
            (
                "--skip-validations --skip-state-check=yes",
                "--skip-validations --skip-state-check=yes",
                Flags::default(),
            ),
            ("größe 😀 --skip-validation", "größe 😀", validation),
        ] {
            assert_eq!(without_flags(arguments), (rest.to_owned(), flags), "{arguments:?}");
        }
    }

    #[test]
    fn ids_among_words() {
        for (arguments, prefix, ids) in [
            ("", "task", &[][..]),
            ("task-12", "task", &["task-12"]),
            ("do (TASK-12.01), then task-12.1 and task-7.", "task", &["TASK-12.01", "task-7"]),
            ("sub-task-12 task-x a/task-1 step-3", "task", &[]),
            ("back-3", "BACK", &["back-3"]),
        ] {
            assert_eq!(task_ids(arguments, prefix), ids, "{arguments:?}");
        }
    }
}
