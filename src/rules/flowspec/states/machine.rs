//! The state machine that texts are held against.

use text_size::{TextRange, TextSize};

use crate::{
    model::{
        Kind,
        machine::{Machine, Step, Word},
    },
    rules::{Context, Finding},
    syntax::reference::StateDeclaration,
};

/// Where states are spoken of; in tasks they are labels, which have rules of their own.
pub(super) const KINDS: &[Kind] =
    &[Kind::Command, Kind::Partial, Kind::Copy, Kind::Skill, Kind::Agent, Kind::Constitution];

/// The machine of the project, unless nobody can tell what it is.
pub(super) fn machine<'a>(context: &Context<'a>) -> Option<&'a Machine> {
    context.index.machine.as_deref().filter(|machine| !machine.incomplete)
}

/// What the text says about the states of commands, beside what the workflow says of them.
///
/// A declaration with a state that the workflow does not have is left to the rule about exactly that.
pub(super) fn declared<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a StateDeclaration, &'a Step)> + use<'a> {
    let (machine, text) = (machine(context), context.text);
    let declarations = context.facts().references.declarations.iter();
    declarations.filter_map(move |declaration| {
        let machine = machine?;
        let step = machine.step_by_command(&text[declaration.command])?;
        let unknown = |state: &TextRange| is_label(text, *state) && machine.state(&text[*state]).is_none();
        let mut states = declaration.inputs.iter().chain(&declaration.output);
        (!states.any(unknown)).then_some((declaration, step))
    })
}

/// Whether `workflow:` stands before the name of a state.
pub(super) fn is_label(text: &str, name: TextRange) -> bool {
    text[..name.start().into()].ends_with("workflow:")
}

/// Shows the place in the workflow file; the built-in workflow has none.
pub(super) fn related(context: &Context<'_>, words: &[Word], message: &str, finding: &mut Finding<'_>) {
    let range = words.iter().map(|word| word.range).reduce(TextRange::cover);
    if let (Some(path), Some(range)) = (&context.index.workflow, range.filter(|range| range.end() > TextSize::new(0))) {
        finding.related(path, range, message);
    }
}

/// `` `Specified` or `Researched` ``.
pub(super) fn either<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}
