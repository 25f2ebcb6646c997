//! What the workflow says, in the form in which a text says something else.

use text_size::{TextRange, TextSize};

use super::machine::is_label;
use crate::{
    model::machine::Step,
    rules::{Context, Edit},
    syntax::reference::StateDeclaration,
};

/// How a list of states is written.
struct Form<'a> {
    prefix: &'static str,
    /// Whether each state is inline code of its own.
    ticks: bool,
    /// Whether the whole list is one piece of inline code.
    outer_ticks: bool,
    separator: &'a str,
}

/// Writes the workflow's input states in place of the declared ones, and the verb that goes with them.
pub(super) fn inputs(context: &Context<'_>, declaration: &StateDeclaration, step: &Step) -> Vec<Edit> {
    let (text, path) = (context.text, &context.document.path);
    let form = form(text, declaration);
    let tick = if form.ticks { "`" } else { "" };
    let states: Vec<_> =
        step.input_states.iter().map(|state| format!("{tick}{}{}{tick}", form.prefix, state.text)).collect();
    let mut list = states.join(form.separator);
    if form.outer_ticks {
        list = format!("`{list}`");
    }
    if declaration.or_none && step.accepts(None) {
        list.push_str(if declaration.row { ", (no workflow label)" } else { " or no workflow label" });
    }
    let before = text[..declaration.inputs_range.start().into()].trim_end();
    let (wrong, right) = if states.len() > 1 { ("state is", "states are") } else { ("states are", "state is") };
    let verb = before.strip_suffix(wrong).filter(|_| !declaration.row);
    let verb = verb.map(|before| Edit::replace(path, TextRange::at(TextSize::of(before), TextSize::of(wrong)), right));
    verb.into_iter().chain([Edit::replace(path, declaration.inputs_range, list)]).collect()
}

fn form<'a>(text: &'a str, declaration: &StateDeclaration) -> Form<'a> {
    let default = if declaration.row { ", " } else { " OR " };
    let inputs = &declaration.inputs;
    let Some(first) = inputs.first().or(declaration.output.as_ref()) else {
        return Form { prefix: "workflow:", ticks: !declaration.row, outer_ticks: false, separator: default };
    };
    let prefix = if is_label(text, *first) { "workflow:" } else { "" };
    let before = &text[..usize::from(first.start()) - prefix.len()];
    let opened = before.ends_with('`');
    let closed = text[first.end().into()..].starts_with('`');
    let between = inputs.first().zip(inputs.get(1)).map(|(one, other)| {
        let between = &text[usize::from(one.end())..usize::from(other.start())];
        between.strip_suffix(prefix).unwrap_or(between).trim_matches('`')
    });
    let separator = between.filter(|between| matches!(between.trim(), "," | "or" | "OR")).unwrap_or(default);
    Form { prefix, ticks: opened && closed, outer_ticks: opened && !closed, separator }
}
