//! States: in the workflow files, sentences, tables and labels.

use text_size::{TextRange, TextSize};

use super::{RenameRefusal, replace_all};
use crate::{
    ide::symbol::{Occurrence, Symbol},
    model::machine::{INITIAL_STATE, same_name},
    syntax::{
        fence::Fences,
        markdown::Markdown,
        reference::{self, ReferenceKind, References},
    },
    workspace::{Document, Edit, Snapshot},
};

pub(super) fn check(snapshot: &Snapshot, name: &str) -> Result<(), RenameRefusal> {
    if same_name(name, INITIAL_STATE) {
        let reason = format!("`{INITIAL_STATE}` is where every task begins: flowspec knows it by this name");
        return Err(RenameRefusal::Thing(reason));
    }
    let machine = snapshot.index().machine.clone();
    if machine.is_some_and(|machine| machine.is_seed() && machine.state(name).is_some()) {
        let reason = "this project has no workflow file, and flowspec's own states cannot be renamed";
        return Err(RenameRefusal::Thing(reason.to_owned()));
    }
    Ok(())
}

pub(super) fn rename(snapshot: &Snapshot, name: &str, new: &str) -> Result<Vec<Edit>, RenameRefusal> {
    if !is_name(new) {
        let reason = "a state is called by up to four words, each with a capital letter first, then letters, digits, `-` and `_`";
        return Err(RenameRefusal::Name(format!("`{new}` is not a valid state name: {reason}")));
    }
    let machine = snapshot.index().machine.clone();
    if let Some(taken) = machine.as_ref().and_then(|machine| machine.state(new)).filter(|_| !same_name(name, new)) {
        return Err(RenameRefusal::Name(format!("there is a state `{}` already", taken.name.text)));
    }
    replace_all(snapshot, &Symbol::State(name.to_owned()), |found, _| {
        let document = snapshot.document(&found.path);
        match document.filter(|document| new.contains(' ') && !is_told(document, found, new)) {
            None => Ok(new.to_owned()),
            Some(document) => {
                let line = document.facts().lines.line(found.range.start()) + 1;
                let place = format!("`{}`, line {line}", document.name());
                Err(RenameRefusal::Name(format!(
                    "`{new}` could not be told from the words after it in {place}: put the label into backticks first"
                )))
            }
        }
    })
}

fn read(text: &str) -> References {
    let whole = TextRange::up_to(TextSize::of(text));
    reference::parse_range(text, whole, &Fences::default(), &Markdown::default(), &[])
}

/// Whether sentences, tables and labels can name a state so.
fn is_name(name: &str) -> bool {
    let sentence = format!("For /a:b: Required input state is `workflow:{name}`.");
    let found = read(&sentence);
    let is = |range: &TextRange| sentence.get(std::ops::Range::from(*range)) == Some(name);
    let label = found.references.iter().any(|it| matches!(&it.kind, ReferenceKind::State { name } if is(name)));
    label && matches!(&found.declarations[..], [only] if matches!(&only.inputs[..], [input] if is(input)))
}

/// Whether a label in prose would still be read to its end: without quotes nobody can tell two words from a new sentence.
fn is_told(document: &Document, found: &Occurrence, new: &str) -> bool {
    let (text, lines) = (document.text(), &document.facts().lines);
    let is_label = text[..usize::from(found.range.start())].ends_with("workflow:");
    if !is_label || document.kind.is_yaml() || found.range.start() < document.facts().body {
        return true;
    }
    let line = lines.line_range(text, lines.line(found.range.start()));
    let before = &text[TextRange::new(line.start(), found.range.start())];
    let after = &text[TextRange::new(found.range.end(), line.end().max(found.range.end()))];
    let changed = format!("{before}{new}{after}");
    let wanted = TextRange::at(TextSize::of(before), TextSize::of(new));
    read(&changed).references.iter().any(|it| it.kind == ReferenceKind::State { name: wanted })
}
