//! A sentence that declares the states of a command becomes a table.

use text_size::TextRange;

use super::{RefactorKind, Refactoring, Selection, changed};
use crate::{
    syntax::reference::StateDeclaration,
    text::lines::{line_end, whole_lines},
    workspace::{Document, Edit},
};

/// Offered on a sentence that has its lines for itself.
pub(super) fn sentence_to_table(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { document, range, .. } = *selection;
    let text = document.text();
    let declarations = &document.facts().references.declarations;
    let at = declarations.iter().position(|it| !it.row && it.range.contains_range(range))?;
    let sentence = declarations.get(at)?;
    let lines = whole_lines(text, sentence.range);
    let before = &text[TextRange::new(lines.start(), sentence.range.start())];
    let after = &text[TextRange::new(sentence.range.end(), lines.end())];
    let alone =
        before.trim_matches(['*', ' ']).is_empty() && after.trim_matches(['.', '*', ' ', '\n', '\r']).is_empty();
    if !alone || before.starts_with("    ") {
        return None;
    }
    let states: Vec<_> = sentence.inputs.iter().map(|state| format!("workflow:{}", &text[*state])).collect();
    let none = sentence.or_none.then(|| "(no workflow label)".to_owned());
    let inputs = states.into_iter().chain(none).collect::<Vec<_>>().join(", ");
    let output = format!("workflow:{}", &text[sentence.output?]);
    let end = line_end(text);
    let blank = |rest: &str| if rest.trim_matches([' ', '\t', '\r']).is_empty() { "" } else { end };
    let line_before = text[..usize::from(lines.start())].lines().next_back().unwrap_or_default();
    let line_after = text[usize::from(lines.end())..].lines().next().unwrap_or_default();
    let command = &text[sentence.command];
    let table = format!(
        "{}| Command | Input states | Output state |{end}|---|---|---|{end}| {command} | {inputs} | {output} |{end}{}",
        blank(line_before),
        blank(line_after),
    );
    let after = changed(document, lines, &table);
    let row = after.facts().references.declarations.get(at).filter(|row| row.row)?;
    let same = says(document, sentence) == says(&after, row);
    let edits = vec![Edit::replace(&document.path, lines, table)];
    let title = "Turn the sentence into a table".to_owned();
    same.then_some(Refactoring { title, kind: RefactorKind::Rewrite, edits })
}

/// What a declaration says: command, states, and whether a task without a state will do.
fn says<'a>(document: &'a Document, declaration: &StateDeclaration) -> (&'a str, Vec<&'a str>, bool, Option<&'a str>) {
    let words = |range: &TextRange| document.text().get(std::ops::Range::<usize>::from(*range)).unwrap_or_default();
    let inputs = declaration.inputs.iter().map(words).collect();
    (words(&declaration.command), inputs, declaration.or_none, declaration.output.as_ref().map(words))
}
