//! What the tool that reads a prompt fills in: `$ARGUMENTS`, `{{args}}`, `${input:name}`, `@docs/style.md`.

use super::{Completions, Cursor, Item, ItemKind};
use crate::{
    model::prompt_reader::prompt_forms,
    syntax::prompt::PromptForm::{self, Args, Arguments, BracedFile, File, Position, Variable},
};

/// The placeholders of each form, with what is filled in.
const PLACEHOLDERS: [(PromptForm, &str, &str); 9] = [
    (Arguments, "$ARGUMENTS", "all arguments"),
    (Position, "$1", "the first argument"),
    (Position, "$2", "the second argument"),
    (Args, "{{args}}", "all arguments"),
    (Variable, "${input:name}", "asks for a value"),
    (Variable, "${selection}", "the selected text"),
    (Variable, "${file}", "the path of the open file"),
    (Variable, "${fileBasename}", "the name of the open file"),
    (Variable, "${workspaceFolder}", "the path of the workspace"),
];

pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let forms = prompt_forms(cursor.document.kind, cursor.document.name());
    if forms.is_empty() {
        return None;
    }
    placeholders(cursor, forms).or_else(|| files(cursor, forms))
}

fn placeholders(cursor: &Cursor<'_>, forms: &[PromptForm]) -> Option<Completions> {
    let start = cursor.before.rfind(['$', '{'])?;
    let before = &cursor.before[..start];
    // Both braces, and the dollar before one, belong to what is written.
    let start = if before.ends_with(['$', '{']) { start - 1 } else { start };
    let written = &cursor.before[start..];
    let fits = |placeholder: &str| placeholder.get(..written.len()).is_some_and(|it| it.eq_ignore_ascii_case(written));
    let known = PLACEHOLDERS.iter().filter(|(form, text, _)| forms.contains(form) && fits(text));
    let items: Vec<_> = known
        .map(|(_, text, detail)| {
            let item = Item::new(ItemKind::Value, *text).detail(*detail);
            // A snippet marks the name that is to be chosen.
            if *text == "${input:name}" { item.snippet("\\${input:${1:name}\\}") } else { item }
        })
        .collect();
    let rest = cursor.after.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'}').count();
    (!items.is_empty()).then(|| cursor.items(written.len(), rest, items))
}

/// The files of the project, after `@` or `@{`. In code a bare `@` is no reference.
fn files(cursor: &Cursor<'_>, forms: &[PromptForm]) -> Option<Completions> {
    let at = cursor.before.rfind('@')?;
    let is_free = cursor.before[..at].chars().next_back().is_none_or(|char| char.is_whitespace() || char == '(');
    let written = &cursor.before[at + 1..];
    let (written, closing) = match written.strip_prefix('{') {
        Some(path) if forms.contains(&BracedFile) => (path, "}"),
        None if forms.contains(&File) && is_free && !is_code(cursor) => (written, ""),
        _ => return None,
    };
    let ends = |char: char| char.is_whitespace() || "{}()\"'`,;".contains(char);
    if written.contains(ends) {
        return None;
    }
    let rest = cursor.after.find(ends).unwrap_or(cursor.after.len());
    let missing = if cursor.after[rest..].starts_with(closing) { "" } else { closing };
    let own = |file: &str| cursor.document.names.iter().any(|name| name == file);
    let files = cursor.snapshot.files().iter().map(|file| file.as_str()).filter(|file| !own(file));
    let items = files.map(|file| Item::new(ItemKind::File, file).text(format!("{file}{missing}")));
    Some(cursor.items(written.len(), rest, items.collect()))
}

fn is_code(cursor: &Cursor<'_>) -> bool {
    cursor.fence().is_some() || cursor.before.matches('`').count() % 2 == 1
}
