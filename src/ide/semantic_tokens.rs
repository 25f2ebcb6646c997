//! The words of a document that mean something to flowspec: directives, markers, references and states.
//!
//! They come from facts. The block tree knows no words, and what is in a fenced block is documentation, except for the events that
//! its shell commands send.

use text_size::TextRange;

use super::symbol::{Access, Sort, SpecKitSort, Symbol, occurrences_in};
use crate::{
    model::prompt_reader::prompt_forms,
    syntax::{
        at_path,
        marker::{Marker, MarkerKind},
        prompt::{self, PromptForm},
    },
    workspace::{Document, KiroName, Snapshot},
};

/// A word on one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub range: TextRange,
    /// What it is.
    pub kind: TokenKind,
    /// Whether it is declared here.
    pub declared: bool,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `{{INCLUDE:` and `}}`.
    Directive,
    /// The path of a directive or an artifact, and of a file that is put into a prompt.
    Path,
    /// `$ARGUMENTS` and what else a tool replaces in a prompt.
    Placeholder,
    /// A command in a prompt, of which a tool writes the output there.
    Shell,
    /// `TIER`, `NEEDS_VALIDATION`, `SECTION`, `BEGIN`, `flowspec-ignore`.
    Marker,
    /// The name of a section.
    Section,
    /// A tier.
    Tier,
    /// A command.
    Command,
    /// A workflow of the workflow file.
    Workflow,
    /// A workflow state.
    State,
    /// An agent.
    Agent,
    /// A skill.
    Skill,
    /// A rule id.
    RuleId,
    /// An event.
    Event,
    /// The id or the number of a task, or the id of an item of a checklist.
    Task,
    /// The id or the number of a requirement, a criterion or a property.
    Requirement,
    /// The number of a story.
    Story,
}

/// The sorts of symbols that have a [`kind`] of their own.
const SORTS: [Sort; 11] = [
    Sort::Command,
    Sort::State,
    Sort::Workflow,
    Sort::Artifact,
    Sort::Agent,
    Sort::Skill,
    Sort::RuleId,
    Sort::Event,
    Sort::Task,
    Sort::SpecKit,
    Sort::Kiro,
];

/// The words of a document in order; they do not overlap.
pub fn tokens(snapshot: &Snapshot, document: &Document) -> Vec<Token> {
    let (text, facts) = (document.text(), document.facts());
    let mut tokens = Vec::new();
    let mut add = |range: TextRange, kind: TokenKind, declared: bool| tokens.push(Token { range, kind, declared });
    for include in facts.includes.iter().filter(|include| include.is_live()) {
        add(TextRange::new(include.range.start(), include.path.start()), TokenKind::Directive, false);
        add(include.path, TokenKind::Path, false);
        add(TextRange::new(include.path.end(), include.range.end()), TokenKind::Directive, false);
    }
    facts.markers.iter().for_each(|marker| words_of(text, marker, &mut add));
    filled_in(document, &mut add);
    for found in occurrences_in(snapshot, document, &SORTS) {
        let Some(kind) = kind(&found.symbol).filter(|_| found.access != Access::File) else { continue };
        // A criterion with a bullet has no number to mark.
        let is_of_kiro = matches!(found.symbol, Symbol::Kiro(_));
        if is_of_kiro && !text[found.range].starts_with(|first: char| first.is_ascii_digit()) {
            continue;
        }
        if kind == TokenKind::Event || facts.fences.at(found.range.start()).is_none() {
            add(found.range, kind, found.access == Access::Declaration);
        }
    }
    let mut lines: Vec<Token> = tokens.into_iter().flat_map(|token| on_lines(document, token)).collect();
    lines.sort_by_key(|token| (token.range.start(), std::cmp::Reverse(token.range.end())));
    let mut end = None;
    lines.retain(|token| {
        let free = end.is_none_or(|end| token.range.start() >= end);
        if free {
            end = Some(token.range.end());
        }
        free
    });
    lines
}

/// What the tool that reads the document fills in. It does so in code, too.
fn filled_in(document: &Document, add: &mut impl FnMut(TextRange, TokenKind, bool)) {
    let (text, facts) = (document.text(), document.facts());
    let forms = prompt_forms(document.kind, document.name());
    for part in prompt::parse(text, facts.body.into(), forms) {
        let kind = match part.form {
            PromptForm::Arguments | PromptForm::Position | PromptForm::Args | PromptForm::Variable => {
                TokenKind::Placeholder
            }
            PromptForm::File | PromptForm::BracedFile => TokenKind::Path,
            PromptForm::Shell | PromptForm::BracedShell => TokenKind::Shell,
        };
        add(part.range, kind, false);
    }
    if forms.contains(&PromptForm::File) {
        let paths = at_path::parse(text, facts.body, &facts.fences, &facts.markdown);
        paths.into_iter().for_each(|path| add(path, TokenKind::Path, false));
    }
}

fn kind(symbol: &Symbol) -> Option<TokenKind> {
    Some(match symbol {
        Symbol::Command(_) => TokenKind::Command,
        Symbol::State(_) => TokenKind::State,
        Symbol::Workflow(_) => TokenKind::Workflow,
        Symbol::Artifact(_) => TokenKind::Path,
        Symbol::Agent(_) => TokenKind::Agent,
        Symbol::Skill(_) => TokenKind::Skill,
        Symbol::RuleId(_) => TokenKind::RuleId,
        Symbol::Event(_) => TokenKind::Event,
        Symbol::Task(_) | Symbol::Kiro(KiroName::Task { .. }) => TokenKind::Task,
        Symbol::Kiro(_) => TokenKind::Requirement,
        Symbol::SpecKit(name) => match name.sort {
            SpecKitSort::Task | SpecKitSort::Item(_) => TokenKind::Task,
            SpecKitSort::Requirement => TokenKind::Requirement,
            SpecKitSort::Story => TokenKind::Story,
        },
        Symbol::File(_) | Symbol::Heading { .. } | Symbol::Section { .. } | Symbol::OpenSpec(_) => return None,
    })
}

/// The words of a marker: what it is, and what it says where that is a name.
fn words_of(text: &str, marker: &Marker, add: &mut impl FnMut(TextRange, TokenKind, bool)) {
    let keyword = word(text, marker.range);
    let edge = |name: TextRange| word(text, TextRange::new(name.end(), marker.range.end()));
    match &marker.kind {
        MarkerKind::Tier { value, .. } => {
            add(keyword, TokenKind::Marker, false);
            add(*value, TokenKind::Tier, false);
        }
        MarkerKind::Begin { name } | MarkerKind::End { name } => {
            add(keyword, TokenKind::Marker, false);
            if *name != keyword {
                add(*name, TokenKind::Section, matches!(marker.kind, MarkerKind::Begin { .. }));
            }
            add(edge(*name), TokenKind::Marker, false);
        }
        MarkerKind::NeedsValidation { .. } | MarkerKind::Ignore { .. } | MarkerKind::IgnoreFile { .. } => {
            add(keyword, TokenKind::Marker, false);
        }
        MarkerKind::Malformed { .. } => {}
    }
}

/// The first word in a part of a text.
fn word(text: &str, part: TextRange) -> TextRange {
    let source = &text[part];
    let letter = |c: char| c.is_ascii_alphabetic();
    let from = source.find(letter).unwrap_or(source.len());
    let rest = &source[from..];
    let length = rest.find(|c: char| !letter(c) && !matches!(c, '_' | '-')).unwrap_or(rest.len());
    let size = |bytes: usize| text_size::TextSize::new(bytes as u32);
    TextRange::at(part.start() + size(from), size(length))
}

/// A token for each line of one, without the blanks around.
fn on_lines(document: &Document, token: Token) -> impl Iterator<Item = Token> {
    let (text, lines) = (document.text(), &document.facts().lines);
    let (first, last) = (lines.line(token.range.start()), lines.line(token.range.end()));
    (first..=last).filter_map(move |line| {
        let part = lines.line_range(text, line).intersect(token.range)?;
        let written = text[part].trim();
        let blanks = text[part].len() - text[part].trim_start().len();
        let start = part.start() + text_size::TextSize::new(blanks as u32);
        let range = TextRange::at(start, text_size::TextSize::of(written));
        (!range.is_empty()).then_some(Token { range, ..token })
    })
}

#[cfg(test)]
mod tests;
