//! The outline of a document: what a reader looks for in it, nested as it is written.

mod hooks;
mod markdown;
mod open_spec;
mod workflow;
mod yaml;

pub use markdown::{OutlineHeading, headings};

use text_size::TextRange;

use crate::{model::Kind, workspace::Document};

/// Symbols nest this deep at most, whatever a text does: deeper ones stay on the last level. Clients and encoders recurse.
const MAX_DEPTH: usize = 32;

/// Something in the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineSymbol {
    /// What it is called, never empty.
    pub name: String,
    /// What a reader wants to know besides; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub range: TextRange,
    /// Its name, inside of [`OutlineSymbol::range`].
    pub name_range: TextRange,
    /// What is in it, by position.
    pub children: Vec<OutlineSymbol>,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SymbolKind {
    /// The front matter of a Markdown document.
    FrontMatter,
    /// A key of YAML.
    Key,
    /// A heading with its section.
    Heading,
    /// What a pair of SECTION or AC markers holds.
    Section,
    /// A TIER or NEEDS_VALIDATION marker.
    Marker,
    /// An acceptance criterion.
    Criterion,
    /// A state.
    State,
    /// A workflow.
    Workflow,
    /// A transition.
    Transition,
    /// A hook.
    Hook,
    /// An artifact of a schema.
    Artifact,
}

/// The outline of a document.
pub fn outline(document: &Document) -> Vec<OutlineSymbol> {
    let symbols = match document.kind {
        Kind::Workflow => workflow::symbols(document),
        Kind::Hooks => hooks::symbols(document),
        Kind::OpenSpec(_) if document.kind.is_yaml() => open_spec::symbols(document),
        _ if document.kind.is_markdown() => markdown::symbols(document),
        _ => Vec::new(),
    };
    nested(symbols)
}

impl OutlineSymbol {
    fn new(kind: SymbolKind, name: impl Into<String>, range: TextRange, name_range: TextRange) -> OutlineSymbol {
        let name: String = name.into();
        let name = if name.trim().is_empty() { "(no name)".to_owned() } else { name };
        let range = range.cover(name_range);
        OutlineSymbol { name, detail: String::new(), kind, range, name_range, children: Vec::new() }
    }

    fn detail(self, detail: impl Into<String>) -> OutlineSymbol {
        OutlineSymbol { detail: detail.into(), ..self }
    }
}

/// Puts each symbol into the innermost one that holds all of it.
fn nested(mut flat: Vec<OutlineSymbol>) -> Vec<OutlineSymbol> {
    flat.sort_by_key(|symbol| (symbol.range.start(), std::cmp::Reverse(symbol.range.end())));
    let mut roots = Vec::new();
    let mut open: Vec<OutlineSymbol> = Vec::new();
    for symbol in flat {
        while let Some(done) = open.pop_if(|outer| !outer.range.contains_range(symbol.range)) {
            attach(done, &mut open, &mut roots);
        }
        if open.len() + 1 >= MAX_DEPTH {
            attach(symbol, &mut open, &mut roots);
        } else {
            open.push(symbol);
        }
    }
    while let Some(done) = open.pop() {
        attach(done, &mut open, &mut roots);
    }
    roots
}

fn attach(symbol: OutlineSymbol, open: &mut [OutlineSymbol], roots: &mut Vec<OutlineSymbol>) {
    match open.last_mut() {
        Some(outer) => outer.children.push(symbol),
        None => roots.push(symbol),
    }
}

#[cfg(test)]
mod tests;
