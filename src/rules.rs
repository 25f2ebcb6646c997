//! The rules: one file each, with its checks, its fixes and its tests. This file is the registry.
//!
//! Diagnostics are a function of a [`Snapshot`] and nothing else, so that the command line and the server always agree.

/// The code of a rule and its page, `docs/rules/CODE.md`.
macro_rules! page {
    ($code:literal) => {
        ($code, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rules/", $code, ".md")))
    };
}

pub mod analysis;
mod common;
pub mod diagnostic;
pub mod earlier;
mod flowspec;
mod kiro;
mod open_spec;
#[cfg(test)]
mod pages;
mod severity;
mod spec_kit;
mod specs;

pub use analysis::Analysis;
pub use diagnostic::{Diagnostic, Fix, Related, Severity, Tag};

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use text_size::TextRange;

use crate::{
    model::Kind,
    syntax::nearest::nearest,
    workspace::{DocPath, Document, Edit, Facts, Index, Level, Snapshot, copies},
};

/// Every group of rules, in the order of `docs/rules.md`.
pub static GROUPS: &[RuleGroup] = &[
    RuleGroup { title: "Includes", rules: flowspec::includes::RULES },
    RuleGroup { title: "Front matter", rules: common::front_matter::RULES },
    RuleGroup {
        title: "References",
        rules: &[
            &common::references::command_unknown::RULE,
            &common::references::command_deprecated::RULE,
            &flowspec::references::command_mismatch::RULE,
            &flowspec::references::cli_subcommand_unknown::RULE,
            &flowspec::references::label_overwrite::RULE,
            &flowspec::references::event_unknown::RULE,
            &common::references::handoff_unknown_agent::RULE,
            &common::references::skill_unknown::RULE,
            &flowspec::references::rule_id_unknown::RULE,
            &common::references::link_broken::RULE,
            &specs::FILE_REFERENCE_MISSING,
        ],
    },
    RuleGroup { title: "States", rules: flowspec::states::RULES },
    RuleGroup { title: "Workflow file", rules: flowspec::workflow::RULES },
    RuleGroup { title: "Constitution", rules: flowspec::constitution::RULES },
    RuleGroup { title: "Markdown", rules: common::markdown::RULES },
    RuleGroup { title: "Tasks", rules: flowspec::tasks::RULES },
    RuleGroup { title: "OpenSpec specs and deltas", rules: open_spec::DELTAS },
    RuleGroup { title: "OpenSpec changes", rules: open_spec::CHANGES },
    RuleGroup { title: "OpenSpec project", rules: open_spec::PROJECT },
    RuleGroup { title: "Hooks", rules: flowspec::hooks::RULES },
    RuleGroup { title: "Specs", rules: specs::RULES },
    RuleGroup { title: "Spec Kit features", rules: spec_kit::features::RULES },
    RuleGroup { title: "Spec Kit projects", rules: spec_kit::projects::RULES },
    RuleGroup { title: "Kiro", rules: kiro::RULES },
    RuleGroup { title: "Settings", rules: common::settings::RULES },
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

/// A rule: what it is called and which checks report for it.
#[derive(Debug)]
pub struct Rule {
    /// Its final name: in settings, suppressions, SARIF and as its page's file name.
    pub code: &'static str,
    /// The severity of its findings where nothing else is set.
    pub severity: Severity,
    /// Whether nothing is reported until the settings give it a severity.
    pub off: bool,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Whether it offers a fix.
    pub fix: FixKind,
    /// How editors may show its findings.
    pub tag: Option<Tag>,
    /// Its page, Markdown.
    pub page: &'static str,
    /// What reports its findings.
    pub checks: &'static [Check],
}

/// One way to find what a rule is about: where it looks, and how.
#[derive(Debug)]
pub struct Check {
    /// The documents it looks at.
    pub kinds: &'static [Kind],
    /// Whether it also looks at an expanded copy whose source is known; most findings belong to the source.
    pub in_copies: bool,
    /// Whether it also looks at what is only kept for its history.
    pub in_history: bool,
    local: bool,
    /// Finds.
    pub run: fn(&Context<'_>, &mut Sink<'_>),
}

impl Check {
    const fn new(kinds: &'static [Kind], run: fn(&Context<'_>, &mut Sink<'_>)) -> Check {
        Check { kinds, in_copies: false, in_history: false, local: false, run }
    }

    const fn in_copies(self) -> Check {
        Check { in_copies: true, ..self }
    }

    const fn in_history(self) -> Check {
        Check { in_history: true, ..self }
    }

    /// Promises that it looks at nothing but the document: at its text, names and kind, and at the settings of the project and of its
    /// board, which decide the kinds. The tests hold every fixture against it. Fixes may look further.
    const fn local(self) -> Check {
        Check { local: true, ..self }
    }

    /// Whether what it finds in a document of this kind depends on that document and the settings alone, and not on other documents.
    pub fn is_local(&self, kind: Kind) -> bool {
        // Whether a copy has a source depends on other documents.
        self.local && (self.in_copies || kind != Kind::Copy)
    }
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
    const fn new((code, page): (&'static str, &'static str), severity: Severity) -> Rule {
        Rule { code, severity, off: false, summary: "", fix: FixKind::None, tag: None, page, checks: &[] }
    }

    const fn off(self) -> Rule {
        Rule { off: true, ..self }
    }

    /// The name in settings of what its findings are where nothing else is set.
    pub fn severity_name(&self) -> &'static str {
        if self.off { Level::Off.name() } else { self.severity.name() }
    }

    const fn summary(self, summary: &'static str) -> Rule {
        Rule { summary, ..self }
    }

    const fn fix(self, fix: FixKind) -> Rule {
        Rule { fix, ..self }
    }

    const fn tag(self, tag: Tag) -> Rule {
        Rule { tag: Some(tag), ..self }
    }

    const fn checks(self, checks: &'static [Check]) -> Rule {
        Rule { checks, ..self }
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
    snapshot.document(path).map(|document| check_and_guess(snapshot, document, fixes).0).unwrap_or_default()
}

/// The same, and whether a finding depends on which names there are in the project: the nearest one was looked for.
fn check_and_guess(snapshot: &Snapshot, document: &Document, fixes: Fixes) -> (Vec<Diagnostic>, bool) {
    let index = snapshot.index();
    let context = Context { snapshot, document, text: document.text(), index: &index };
    let sourced_copy = copies::is_sourced(snapshot, &index, document);
    let is_history = document.is_history();
    let (mut found, mut guesses) = (Vec::new(), false);
    for (rule, check) in checks(document.kind).iter().take_while(|_| !snapshot.is_cancelled()) {
        let is_on = !rule.off || snapshot.settings().level(rule.code, &document.names).is_some();
        if is_on && (check.in_copies || !sourced_copy) && (check.in_history || !is_history) {
            let mut sink = Sink::new(rule, fixes, &mut found);
            (check.run)(&context, &mut sink);
            guesses |= sink.advice.asked;
        }
    }
    if !is_history {
        common::settings::suppression_unused::apply(&context, fixes, &mut found);
    }
    severity::apply(&context, &mut found);
    found.sort();
    found.dedup();
    (found, guesses)
}

/// The checks that look at documents of a kind, each with its rule, in the order of the rules.
fn checks(kind: Kind) -> &'static [(&'static Rule, &'static Check)] {
    type Checks = Vec<(&'static Rule, &'static Check)>;
    static BY_KIND: LazyLock<FxHashMap<Kind, Checks>> = LazyLock::new(|| {
        let mut by_kind: FxHashMap<Kind, Checks> = FxHashMap::default();
        for (rule, check) in rules().flat_map(|rule| rule.checks.iter().map(move |check| (rule, check))) {
            check.kinds.iter().for_each(|kind| by_kind.entry(*kind).or_default().push((rule, check)));
        }
        by_kind
    });
    BY_KIND.get(&kind).map_or(&[], Vec::as_slice)
}

/// Whether the fixes of findings are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixes {
    /// They are not: for publishing.
    Skipped,
    /// They are: for `--fix`.
    Wanted,
    /// Those of findings that touch this range, and those that are always right: for code actions.
    Near(TextRange),
}

impl Fixes {
    /// Whether those of a finding are.
    fn are_wanted(self, rule: &Rule, range: TextRange) -> bool {
        match self {
            Fixes::Skipped => false,
            Fixes::Wanted => true,
            Fixes::Near(near) => rule.fix == FixKind::Always || near.intersect(range).is_some(),
        }
    }
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
    /// Who defines what in the project.
    pub index: &'a Index,
}

impl<'a> Context<'a> {
    /// What the text says.
    pub fn facts(&self) -> &'a Facts {
        self.document.facts()
    }
}

/// Where a check reports.
pub struct Sink<'a> {
    rule: &'static Rule,
    fixes: Fixes,
    found: &'a mut Vec<Diagnostic>,
    advice: Advice,
    /// That of fixes is counted apart: what a message says must not depend on whether fixes are wanted.
    fix_advice: Advice,
}

impl<'a> Sink<'a> {
    fn new(rule: &'static Rule, fixes: Fixes, found: &'a mut Vec<Diagnostic>) -> Self {
        let advice = || Advice { comparisons: MOST_COMPARISONS, asked: false };
        Sink { rule, fixes, found, advice: advice(), fix_advice: advice() }
    }

    /// Reports a finding with the rule's own severity; what is returned can be given more.
    pub fn report(&mut self, range: TextRange, message: impl Into<String>) -> Finding<'_> {
        self.found.push(Diagnostic::new(self.rule, range, message.into()));
        let last = self.found.len() - 1;
        let wants_fixes = self.fixes.are_wanted(self.rule, range);
        Finding { diagnostic: &mut self.found[last], wants_fixes, advice: &mut self.fix_advice }
    }

    /// See [`Advice::nearest`].
    pub fn nearest<'c>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        self.advice.nearest(word, candidates)
    }
}

/// A finding that was just reported.
pub struct Finding<'a> {
    diagnostic: &'a mut Diagnostic,
    wants_fixes: bool,
    advice: &'a mut Advice,
}

impl Finding<'_> {
    /// Sets another severity than the rule's own.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.diagnostic.severity = severity;
        self
    }

    /// Adds a place that explains it.
    pub fn related(&mut self, path: &DocPath, range: TextRange, message: impl Into<String>) -> &mut Self {
        self.diagnostic.related.push(Related::new(path, range, message));
        self
    }

    /// Adds its fixes, best first. They are worked out only when they are wanted, for that can cost more than the check itself.
    pub fn fixes<F: IntoIterator<Item = Fix>>(&mut self, fixes: impl FnOnce() -> F) {
        self.advised_fixes(|_| fixes());
    }

    /// Adds fixes that are found by comparing names.
    pub fn advised_fixes<F: IntoIterator<Item = Fix>>(&mut self, fixes: impl FnOnce(&mut Advice) -> F) {
        if self.wants_fixes {
            self.diagnostic.fixes.extend(fixes(self.advice));
        }
    }
}

/// Finds the names that were meant. A document that is wrong in thousands of places is not repaired by advice for each, and comparing
/// everything with everything would cost the square of its size at every key press.
pub struct Advice {
    comparisons: usize,
    asked: bool,
}

/// The candidates that one check compares with the words of one document.
const MOST_COMPARISONS: usize = 20_000;

impl Advice {
    /// The candidate that a word was probably meant to be; `None` when the document has had its share of advice.
    pub fn nearest<'c>(&mut self, word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        self.asked = true;
        let most = self.comparisons;
        let counted = candidates.into_iter().take(most).inspect(|_| self.comparisons -= 1);
        let near = nearest(word, counted);
        near.filter(|_| self.comparisons > 0)
    }
}

#[cfg(test)]
mod tests {
    use text_size::TextRange;

    use super::*;
    use crate::fixture::Fixture;

    #[test]
    fn fixes_are_worked_out_near_a_range_and_where_they_are_always_right() {
        let fixture = "
//- /.claude/commands/a.md
---
description: A.
---
[x](B.md) [y](docs/b.md) {{include:b.md}}
//- /.claude/commands/b.md
---
description: B.
---
";
        let snapshot = Fixture::parse(fixture).snapshot();
        let path = DocPath::new("/.claude/commands/a.md");
        let fixed = |fixes| -> Vec<_> {
            let found = check(&snapshot, &path, fixes);
            found.iter().map(|found| (found.code, found.range, !found.fixes.is_empty())).collect()
        };
        let all = fixed(Fixes::Wanted);
        assert_eq!(
            all.iter().map(|(code, ..)| *code).collect::<Vec<_>>(),
            ["link-broken", "link-broken", "include-malformed"]
        );
        assert!(all.iter().all(|(.., has_fixes)| *has_fixes));
        let near = fixed(Fixes::Near(TextRange::empty(all[1].1.start())));
        assert_eq!(near.iter().map(|(.., has_fixes)| *has_fixes).collect::<Vec<_>>(), [false, true, true]);
        assert!(fixed(Fixes::Skipped).iter().all(|(.., has_fixes)| !has_fixes));
    }
}
