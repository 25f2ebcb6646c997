//! The rules: one file each, with its check, its fix and its tests. This file is the registry.
//!
//! Diagnostics are a function of a [`Snapshot`] and nothing else, so that the command line and the server always agree.

pub mod analysis;
mod constitution;
pub mod diagnostic;
mod front_matter;
mod hooks;
mod includes;
mod markdown;
#[cfg(test)]
mod pages;
mod references;
mod sections;
mod settings;
mod severity;
mod states;
mod tasks;
mod workflow;

pub use analysis::Analysis;
pub use diagnostic::{Diagnostic, Fix, Related, Severity, Tag};

use text_size::TextRange;

use crate::{
    model::Kind,
    syntax::nearest::nearest,
    workspace::{DocPath, Document, Edit, Facts, Index, Snapshot},
};

/// Every group of rules, in the order of `docs/rules.md`.
pub static GROUPS: &[RuleGroup] = &[
    RuleGroup { title: "Includes", rules: includes::RULES },
    RuleGroup { title: "Front matter", rules: front_matter::RULES },
    RuleGroup { title: "References", rules: references::RULES },
    RuleGroup { title: "States", rules: states::RULES },
    RuleGroup { title: "Workflow file", rules: workflow::RULES },
    RuleGroup { title: "Constitution", rules: constitution::RULES },
    RuleGroup { title: "Markdown", rules: markdown::RULES },
    RuleGroup { title: "Tasks", rules: tasks::RULES },
    RuleGroup { title: "Hooks", rules: hooks::RULES },
    RuleGroup { title: "Settings", rules: settings::RULES },
];

/// Rules about one subject.
#[derive(Debug)]
pub struct RuleGroup {
    /// The heading it stands under in `docs/rules.md`.
    pub title: &'static str,
    /// Its rules.
    pub rules: &'static [&'static Rule],
}

/// Every rule, group by group.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    GROUPS.iter().flat_map(|group| group.rules.iter().copied())
}

/// The rule with this code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// A rule: what it is called, when it looks and what it finds.
#[derive(Debug)]
pub struct Rule {
    /// Its final name: in settings, suppressions, SARIF and as its page's file name.
    pub code: &'static str,
    /// The severity of its findings where nothing else is set.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Whether it offers a fix.
    pub fix: FixKind,
    /// How editors may show its findings.
    pub tag: Option<Tag>,
    /// The documents it looks at.
    pub kinds: &'static [Kind],
    /// Whether it also looks at an expanded copy whose source is known; most findings belong to the source.
    pub in_copies: bool,
    /// Its page, Markdown.
    pub page: &'static str,
    /// Finds.
    pub check: fn(&Context<'_>, &mut Sink<'_>),
}

/// Whether a rule offers a fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixKind {
    /// None.
    None,
    /// One or more to choose from.
    Offered,
    /// One that is always right, which `--fix` and `source.fixAll` run.
    Always,
}

impl Rule {
    /// A rule of a table: one that needs no file of its own.
    const fn new(
        code: &'static str,
        severity: Severity,
        fix: FixKind,
        summary: &'static str,
        page: &'static str,
        kinds: &'static [Kind],
        check: fn(&Context<'_>, &mut Sink<'_>),
    ) -> Rule {
        Rule { code, severity, summary, fix, tag: None, kinds, in_copies: false, page, check }
    }

    /// Its page as people read it: the files of an example are named as anybody would.
    pub fn read(&self) -> String {
        let lines = self.page.lines().map(|line| match line.strip_prefix("//- /") {
            Some(file) => format!("-- {file} --\n"),
            None if line == "~~~fixture" => "~~~text\n".to_owned(),
            None => format!("{line}\n"),
        });
        lines.collect()
    }
}

/// What is wrong with a name that no rule has; `None` for that of a rule.
pub fn unknown(code: &str) -> Option<String> {
    if rule(code).is_some() {
        return None;
    }
    let advice = match nearest(code, rules().map(|rule| rule.code)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`flowspec-lsp rules` lists them".to_owned(),
    };
    Some(format!("there is no rule `{code}`: {advice}"))
}

/// Every finding of one document, sorted, with suppressions and settings applied. Fixes are worked out only when they are wanted.
pub fn check(snapshot: &Snapshot, path: &DocPath, fixes: Fixes) -> Vec<Diagnostic> {
    let Some(document) = snapshot.document(path) else { return Vec::new() };
    let index = snapshot.index();
    let context = Context { snapshot, document, text: document.text(), facts: document.facts(), index: &index };
    let sourced_copy = index.sources.contains_key(path);
    let mut found = Vec::new();
    for rule in rules().take_while(|_| !snapshot.is_cancelled()) {
        if rule.kinds.contains(&document.kind) && (rule.in_copies || !sourced_copy) {
            (rule.check)(&context, &mut Sink::new(rule, fixes, &mut found));
        }
    }
    settings::suppression_unused::apply(&context, fixes, &mut found);
    severity::apply(&context, &mut found);
    found.sort();
    found.dedup();
    found
}

/// Whether the fixes of findings are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixes {
    /// They are not: for publishing.
    Skipped,
    /// They are: for code actions and `--fix`.
    Wanted,
}

/// What a rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The project.
    pub snapshot: &'a Snapshot,
    /// The document that is checked.
    pub document: &'a Document,
    /// Its text.
    pub text: &'a str,
    /// What the text says.
    pub facts: &'a Facts,
    /// Who defines what in the project.
    pub index: &'a Index,
}

/// Where a rule reports.
pub struct Sink<'a> {
    rule: &'static Rule,
    fixes: Fixes,
    found: &'a mut Vec<Diagnostic>,
    /// The comparisons that are left for [`Sink::nearest`].
    comparisons: usize,
}

/// The candidates that one rule compares with the words of one document. A document that is wrong in thousands of places is not
/// repaired by advice for each, and comparing everything with everything would cost the square of its size at every key press.
const MOST_COMPARISONS: usize = 20_000;

impl<'a> Sink<'a> {
    fn new(rule: &'static Rule, fixes: Fixes, found: &'a mut Vec<Diagnostic>) -> Self {
        Sink { rule, fixes, found, comparisons: MOST_COMPARISONS }
    }

    /// Reports a finding with the rule's own severity; the returned diagnostic can be given more.
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.rule, range, message.into()));
        let last = self.found.len() - 1;
        &mut self.found[last]
    }

    /// The candidate that a word was probably meant to be; `None` when the document has had its share of advice.
    pub fn nearest<'c>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        let most = self.comparisons;
        let counted = candidates.into_iter().take(most).inspect(|_| self.comparisons -= 1);
        let near = nearest(word, counted);
        near.filter(|_| self.comparisons > 0)
    }

    /// Whether fixes are wanted; working them out can cost more than the check itself.
    pub fn wants_fixes(&self) -> bool {
        self.fixes == Fixes::Wanted
    }
}
