//! The subcommands of the programs that prompts call: `flowspec` and `backlog`.

mod flags;

pub use flags::{Flag, FlagValue, flags};

/// A program or a subcommand, and what it takes.
#[derive(Debug, Clone, Copy)]
pub struct ProgramCommand {
    /// The word that calls it.
    pub name: &'static str,
    /// What may come next.
    pub next: Next,
}

/// What may come after a command.
#[derive(Debug, Clone, Copy)]
pub enum Next {
    /// Anything: arguments, or subcommands that we do not know all of.
    Anything,
    /// One of these and no argument.
    OneOf(&'static [ProgramCommand]),
    /// One of these, or the id of a task.
    OneOfOrId(&'static [ProgramCommand]),
}

use Next::{Anything, OneOf, OneOfOrId};

const fn leaf(name: &'static str) -> ProgramCommand {
    ProgramCommand { name, next: Anything }
}

const fn group(name: &'static str, commands: &'static [ProgramCommand]) -> ProgramCommand {
    ProgramCommand { name, next: OneOf(commands) }
}

/// Both programs. That of Backlog.md is complete as of 1.52, with the aliases and what earlier versions had; that of flowspec
/// knows the subcommands of the groups that are closed.
pub static PROGRAMS: &[ProgramCommand] = &[group("backlog", BACKLOG), group("flowspec", FLOWSPEC)];

const BACKLOG: &[ProgramCommand] = &[
    leaf("init"),
    ProgramCommand { name: "task", next: OneOfOrId(TASK) },
    ProgramCommand { name: "tasks", next: OneOfOrId(TASK) },
    leaf("search"),
    ProgramCommand { name: "draft", next: OneOfOrId(DRAFT) },
    group("milestone", MILESTONE),
    group("milestones", MILESTONE),
    group("board", &[leaf("view"), leaf("export")]),
    group("doc", &[leaf("create"), leaf("update"), leaf("list"), leaf("search"), leaf("view"), leaf("help")]),
    group("decision", &[leaf("create"), leaf("list"), leaf("help")]),
    leaf("agents"),
    group("config", &[leaf("get"), leaf("set"), leaf("list"), leaf("help")]),
    leaf("doctor"),
    leaf("cleanup"),
    leaf("browser"),
    leaf("overview"),
    leaf("completion"),
    leaf("instructions"),
    group("mcp", &[leaf("start"), leaf("help")]),
    leaf("sequence"),
    leaf("help"),
];

const TASK: &[ProgramCommand] = &[
    leaf("create"),
    leaf("list"),
    leaf("edit"),
    leaf("view"),
    leaf("archive"),
    leaf("complete"),
    leaf("demote"),
    leaf("help"),
];

const DRAFT: &[ProgramCommand] =
    &[leaf("list"), leaf("create"), leaf("edit"), leaf("archive"), leaf("promote"), leaf("view"), leaf("help")];

const MILESTONE: &[ProgramCommand] =
    &[leaf("list"), leaf("add"), leaf("rename"), leaf("remove"), leaf("archive"), leaf("help")];

const FLOWSPEC: &[ProgramCommand] = &[
    leaf("init"),
    leaf("check"),
    leaf("version"),
    leaf("doctor"),
    leaf("status"),
    leaf("upgrade"),
    leaf("upgrade-tools"),
    leaf("upgrade-repo"),
    leaf("dev-setup"),
    leaf("migrate-commands"),
    leaf("gate"),
    leaf("quality"),
    leaf("tasks"),
    leaf("backlog"),
    leaf("ac-coverage"),
    leaf("skills"),
    leaf("memory"),
    leaf("telemetry"),
    leaf("logging"),
    group("hooks", &[leaf("emit"), leaf("validate"), leaf("list"), leaf("audit"), leaf("test")]),
    leaf("vscode"),
    group("workflow", &[leaf("validate")]),
    group("config", &[leaf("validation")]),
    group("security", &[leaf("scan"), leaf("triage"), leaf("fix"), leaf("audit")]),
    group("constitution", &[leaf("validate"), leaf("version"), leaf("diff"), leaf("merge")]),
];

/// How many of `words` are understood when they follow `program`, and the commands that could stand where the first other word
/// stands. `None` when nothing is wrong with them.
pub fn unknown(program: &str, words: &[&str]) -> Option<(usize, &'static [ProgramCommand])> {
    let mut next = PROGRAMS.iter().find(|command| command.name == program)?.next;
    for (at, word) in words.iter().enumerate() {
        let (commands, or_id) = match next {
            Anything => return None,
            OneOf(commands) => (commands, false),
            OneOfOrId(commands) => (commands, true),
        };
        match commands.iter().find(|command| command.name == *word) {
            Some(command) => next = command.next,
            None if or_id && word.split('-').any(|part| matches!(part, "id" | "ids" | "task")) => return None,
            None => return Some((at, commands)),
        }
    }
    None
}

/// What may come after these subcommand words; `None` when they are not known.
pub fn next(program: &str, words: &[&str]) -> Option<Next> {
    let program = PROGRAMS.iter().find(|command| command.name == program)?;
    words.iter().try_fold(program.next, |next, word| {
        let (OneOf(commands) | OneOfOrId(commands)) = next else { return None };
        commands.iter().find(|command| command.name == *word).map(|command| command.next)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there() {
        for (call, at) in [
            ("backlog task edit", None),
            ("backlog task list", None),
            ("backlog task task-id", None),
            ("backlog task delete", Some(1)),
            ("backlog serve", Some(0)),
            ("backlog search login", None),
            ("flowspec init my-project", None),
            ("flowspec hooks emit", None),
            ("flowspec constitution show", Some(1)),
            ("flowspec constitution validate", None),
            ("specify anything", None),
            ("backlog", None),
        ] {
            let mut words = call.split(' ');
            let program = words.next().unwrap_or_default();
            let words: Vec<_> = words.collect();
            assert_eq!(unknown(program, &words).map(|(at, _)| at), at, "{call}");
        }
    }
}
