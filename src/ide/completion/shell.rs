//! Subcommands, flags and arguments of `backlog` and `flowspec`, in shell blocks and in inline code.

use super::{Completions, Cursor, Item, ItemKind, event, state, task};
use crate::{
    ide::completion::front_matter,
    model::cli::{self, Flag, FlagValue, Next},
};

/// How many lines that end in a backslash can belong to one call.
const MAX_LINES: usize = 50;

/// Whether an info string is that of a shell.
pub(super) fn is_shell(info: &str) -> bool {
    matches!(
        info.split([' ', ',', '{']).next().unwrap_or_default(),
        "bash" | "sh" | "shell" | "zsh" | "console" | "shell-session"
    )
}

/// A call that is being written.
pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let call = call(cursor)?;
    let mut tokens = call.split([' ', '\t', '\r', '\n']).filter(|token| !matches!(*token, "" | "\\"));
    let program = tokens.next()?;
    if !matches!(program, "backlog" | "flowspec") || !call.contains([' ', '\t']) {
        return None;
    }
    let mut tokens: Vec<&str> = tokens.collect();
    let written = if call.ends_with([' ', '\t']) { "" } else { tokens.pop()? };
    let words = words(program, &tokens);
    let flags = cli::flags(program, &words);
    let argument =
        tokens.last().and_then(|last| flags.iter().find(|flag| flag.name == *last || flag.short == Some(*last)));
    let value = argument.and_then(|flag| flag.value);
    let open = written.starts_with(['"', '\'']);
    let bare = written.trim_start_matches(['"', '\'']);
    let items = match value {
        Some(value) => values(cursor, value, open),
        None if open => return None,
        None if written.starts_with('-') => flags.iter().flat_map(flag_items).collect(),
        None => subcommands(cursor, program, &words, &tokens),
    };
    let end = |char: char| char.is_whitespace() || "`\"'|;&)".contains(char);
    let rest = cursor.after.find(end).unwrap_or(cursor.after.len());
    (!items.is_empty()).then(|| cursor.items(bare.len(), rest, items))
}

/// The call that the cursor is in, up to the cursor.
fn call<'a>(cursor: &Cursor<'a>) -> Option<&'a str> {
    let before = cursor.before;
    let ticks = before.matches('`').count();
    let inline = || before.rfind('`').map(|tick| &before[tick + 1..]).filter(|_| ticks % 2 == 1);
    let text = match cursor.fence() {
        None => inline()?,
        Some(info) if is_shell(info) => {
            let start = cursor.offset - before.len();
            let mut from = start;
            // The lines before, as long as each ends in a backslash.
            for line in cursor.text[..start].split_inclusive('\n').rev().take(MAX_LINES) {
                if !line.trim_end().ends_with('\\') {
                    break;
                }
                from -= line.len();
            }
            &cursor.text[from..cursor.offset]
        }
        Some(_) if ticks % 2 == 1 => inline()?,
        Some("") => before,
        Some(_) => return None,
    };
    let start = ["&&", "||", ";", "|", "$("].iter().filter_map(|end| Some(text.rfind(end)? + end.len())).max();
    let call = text[start.unwrap_or(0)..].trim_start();
    let call = call.strip_prefix(['$', '%', '>']).map_or(call, str::trim_start);
    (!call.starts_with('#')).then_some(call)
}

/// The subcommand words of a call.
fn words<'a>(program: &str, tokens: &[&'a str]) -> Vec<&'a str> {
    let mut words: Vec<&str> = Vec::new();
    for token in tokens {
        words.push(token);
        if cli::next(program, &words).is_none() {
            words.pop();
            break;
        }
    }
    words
}

fn flag_items(flag: &Flag) -> impl Iterator<Item = Item> + use<> {
    let flag = *flag;
    let item = move |name: &str| Item::new(ItemKind::Flag, name).detail(flag.summary);
    [Some(flag.name), flag.short].into_iter().flatten().map(item)
}

/// What can follow the words of a call.
fn subcommands(cursor: &Cursor<'_>, program: &str, words: &[&str], tokens: &[&str]) -> Vec<Item> {
    let Some(next) = cli::next(program, words) else { return Vec::new() };
    let named = |commands: &[cli::ProgramCommand]| -> Vec<Item> {
        let names = commands.iter().map(|command| command.name).filter(|name| *name != "help");
        names.map(|name| Item::new(ItemKind::Subcommand, name)).collect()
    };
    // Behind the subcommand only its first argument has a meaning that is known.
    if tokens.len() > words.len() {
        return Vec::new();
    }
    match (next, words) {
        (Next::OneOf(commands), _) => named(commands),
        (Next::OneOfOrId(commands), _) => named(commands).into_iter().chain(task::items(cursor)).collect(),
        (Next::Anything, ["task" | "tasks" | "draft", verb]) if !matches!(*verb, "create" | "list") => {
            task::items(cursor)
        }
        (Next::Anything, ["hooks", "emit"]) => event::items(cursor),
        (Next::Anything, _) => Vec::new(),
    }
}

/// What can follow a flag.
fn values(cursor: &Cursor<'_>, value: FlagValue, quoted: bool) -> Vec<Item> {
    let words = |words: Vec<Item>| -> Vec<Item> {
        let quote = |item: Item| match item.text.contains(' ') && !quoted {
            true => Item { text: format!("\"{}\"", item.text), ..item },
            false => item,
        };
        words.into_iter().map(quote).collect()
    };
    match value {
        FlagValue::Any => Vec::new(),
        FlagValue::Status => words(front_matter::statuses(cursor)),
        FlagValue::Labels => words(cursor.index.machine.as_deref().map(state::labels).unwrap_or_default()),
        FlagValue::Task => task::items(cursor),
        FlagValue::OneOf(list) => list.iter().map(|word| Item::new(ItemKind::Value, *word)).collect(),
    }
}
