//! A command that declares its states gets its place in the workflow file.

use text_size::{TextRange, TextSize};

use super::{RefactorKind, Refactoring, Selection};
use crate::{
    model::{
        Kind,
        invocation::Invocation,
        machine::{Machine, Step},
    },
    syntax::yaml::{self, Entry, Node},
    text::lines::{line_end, line_start, whole_lines},
    workspace::{Document, Edit},
};

/// Offered in a command that the workflow file does not have and that says from which states to which it leads.
///
/// The entry has the form, indentation and quotes of the last one, and its agents: somebody has to do the work.
pub(super) fn add_to_workflow(selection: &Selection<'_>) -> Option<Refactoring> {
    let Selection { snapshot, document, .. } = *selection;
    let index = snapshot.index();
    let name =
        document.names.iter().find_map(|name| Invocation::of_file(name)).filter(|name| !name.namespace().is_empty());
    let name = name.filter(|_| document.kind == Kind::Command)?;
    let command = name.to_string();
    let machine = index.machine.as_deref().filter(|machine| !machine.incomplete && !machine.legacy)?;
    let file = snapshot.document(index.workflow.as_ref()?)?;
    if machine.step_of(&name).is_some() || machine.step(name.name()).is_some() {
        return None;
    }
    let (from, to) = declared(document, machine, &name)?;
    let step = Written { name: name.name(), command: &command, from, to };
    let (at, workflow) = workflow_entry(file, machine.steps.last()?, &step)?;
    let (below, transitions) = transition_entries(file, &step)?;
    // What is written must be read as what is meant.
    let mut text = file.text().to_owned();
    let (first, second) =
        if at < below { ((below, &transitions), (at, &workflow)) } else { ((at, &workflow), (below, &transitions)) };
    text.insert_str(usize::from(first.0), first.1);
    text.insert_str(usize::from(second.0), second.1);
    let read = Machine::read(&yaml::parse(&text, TextRange::up_to(TextSize::of(&*text))));
    let known = read.step_of(&name)?;
    let same = known.input_states.iter().map(|state| state.text.as_str()).eq(step.from.iter().copied());
    let count = machine.transitions.len() + step.from.len();
    if !same || read.incomplete || read.transitions.len() != count || read.steps.len() != machine.steps.len() + 1 {
        return None;
    }
    let edits = [(at, workflow), (below, transitions)];
    let edits = edits.map(|(at, text)| Edit::replace(&file.path, TextRange::empty(at), text));
    let title = format!("Add `{command}` to `{}`", file.name());
    Some(Refactoring { title, kind: RefactorKind::Rewrite, edits: edits.into() })
}

struct Written<'a> {
    name: &'a str,
    command: &'a str,
    from: Vec<&'a str>,
    to: &'a str,
}

/// The states that a command says it leads from and to, in the workflow's spelling.
fn declared<'a>(document: &Document, machine: &'a Machine, command: &Invocation) -> Option<(Vec<&'a str>, &'a str)> {
    let text = document.text();
    let mut declarations = document.facts().references.declarations.iter();
    let own = declarations.find(|it| Invocation::parse(&text[it.command]) == *command)?;
    let state = |range: TextRange| machine.state(&text[range]).map(|state| state.name.text.as_str());
    let from: Vec<_> = own.inputs.iter().map(|range| state(*range)).collect::<Option<_>>()?;
    Some((from, state(own.output?)?)).filter(|(from, _)| !from.is_empty())
}

/// The entry under `workflows`, and where it goes.
fn workflow_entry(file: &Document, last: &Step, step: &Written<'_>) -> Option<(TextSize, String)> {
    let text = file.text();
    let entries = file.facts().yaml.root.as_ref()?.get("workflows")?.entries();
    let entry: &Entry = entries.last()?;
    let key = entry.value.entries().first()?;
    let outer = indent(text, entry.key.range.start())?;
    let inner = indent(text, key.key.range.start())?;
    let quote = quote_of(text, last.command.as_ref()?.range.start());
    let word = |text: &str| format!("{quote}{text}{quote}");
    let list = |words: &[&str]| format!("[{}]", words.iter().map(|text| word(text)).collect::<Vec<_>>().join(", "));
    let agents: Vec<_> = last.agents.iter().map(|agent| agent.text.as_str()).collect();
    let lines = [
        format!("{outer}{}:", step.name),
        format!("{inner}command: {}", word(step.command)),
        format!("{inner}agents: {}", list(&agents)),
        format!("{inner}input_states: {}", list(&step.from)),
        format!("{inner}output_state: {}", word(step.to)),
    ];
    Some(below(text, entry.range(), &lines))
}

/// The entries under `transitions`, one for each state that the command starts from, and where they go.
fn transition_entries(file: &Document, step: &Written<'_>) -> Option<(TextSize, String)> {
    let text = file.text();
    let item: &Node = file.facts().yaml.root.as_ref()?.get("transitions")?.items().last()?;
    let start = line_start(text, item.range.start());
    let dash = &text[TextRange::new(start, item.range.start())];
    let outer = dash.strip_suffix("- ").filter(|indent| indent.trim().is_empty())?;
    let quote = quote_of(text, item.get("to")?.content_range().start());
    let several = step.from.len() > 1;
    let lines: Vec<_> = { step.from.iter().enumerate() }
        .flat_map(|(number, from)| {
            let name = if several { format!("{}_{}", step.name, number + 1) } else { step.name.to_owned() };
            [
                format!("{outer}- name: {quote}{name}{quote}"),
                format!("{outer}  from: {quote}{from}{quote}"),
                format!("{outer}  to: {quote}{}{quote}", step.to),
                format!("{outer}  via: {quote}{}{quote}", step.name),
            ]
        })
        .collect();
    Some(below(text, item.range, &lines))
}

/// Lines that go below the line that a node ends on.
fn below(text: &str, node: TextRange, lines: &[String]) -> (TextSize, String) {
    let last = TextRange::empty(node.end().max(node.start()));
    let at = whole_lines(text, last).end();
    let end = line_end(text);
    let joined = lines.join(end);
    let open = !text[..usize::from(at)].ends_with('\n');
    (at, if open { format!("{end}{joined}") } else { format!("{joined}{end}") })
}

/// The blanks before a key that is the first on its line.
fn indent(text: &str, key: TextSize) -> Option<&str> {
    Some(&text[TextRange::new(line_start(text, key), key)]).filter(|indent| indent.trim().is_empty())
}

/// The quotes in which a word is written.
fn quote_of(text: &str, word: TextSize) -> &str {
    let before = &text[..usize::from(word)];
    match before.chars().next_back() {
        Some('"' | '\'') => &before[before.len() - 1..],
        _ => "",
    }
}
