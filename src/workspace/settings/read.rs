//! Reading a settings file value by value, so that each mistake costs only itself.

use std::ops::Range;

use text_size::{TextRange, TextSize};
use toml::{
    Spanned,
    de::{DeString, DeTable, DeValue},
};

use super::{Globs, Level, Override, Settings, globs};
use crate::{
    model::Kind,
    syntax::{Problem, nearest::nearest},
    text::list,
};

/// What a settings file says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// What is understood.
    pub settings: Settings,
    /// What is not, sorted.
    pub problems: Vec<Problem>,
    /// Where rules are named, and their names: whether there are such rules is for the rules to say.
    pub codes: Vec<(TextRange, String)>,
}

type Key<'a> = Spanned<DeString<'a>>;
type Value<'a> = Spanned<DeValue<'a>>;

/// Reads a settings file.
pub fn read(text: &str) -> Read {
    let mut read = Read::default();
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let range = error.span().unwrap_or_default();
        read.problem(range, format!("this is not TOML: {}", error.message().replace('\n', ", ")));
    }
    read.top(table.get_ref());
    let end = TextSize::of(text);
    for problem in &mut read.problems {
        problem.range = TextRange::new(problem.range.start().min(end), problem.range.end().min(end));
    }
    read.problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
    // What is not TOML comes first, and is not taken for a setting, too.
    read.problems.dedup_by_key(|problem| problem.range);
    read
}

impl Read {
    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match &**key.get_ref() {
                "exclude" => self.settings.exclude = self.globs(value),
                "documents" => self.documents(value),
                "rules" => self.settings.rules = self.rules(value),
                "overrides" => self.overrides(value),
                "inlayHints" => self.inlay_hints(value),
                "agent" | "trust" | "books" => self.only_of_the_editor(key),
                _ => self.unknown(key, "setting", &["exclude", "documents", "rules", "overrides", "inlayHints"]),
            }
        }
    }

    /// A project can come from anybody, so it has no say in what runs.
    fn only_of_the_editor(&mut self, key: &Key<'_>) {
        let name = key.get_ref();
        let message = format!("`{name}` counts only in the editor's settings: a project must not say what runs");
        self.problem(key.span(), message);
    }

    fn documents(&mut self, value: &Value<'_>) {
        let kinds: Vec<_> = Kind::SETTABLE.iter().map(|kind| kind.name()).collect();
        for (key, value) in self.table(value).into_iter().flatten() {
            match Kind::SETTABLE.iter().find(|kind| kind.name() == *key.get_ref()) {
                Some(kind) => {
                    let globs = self.globs(value);
                    self.settings.documents.insert(*kind, globs);
                }
                None => self.unknown(key, "kind of document", &kinds),
            }
        }
    }

    fn rules(&mut self, value: &Value<'_>) -> super::Rules {
        let mut rules = super::Rules::default();
        for (key, value) in self.table(value).into_iter().flatten() {
            self.codes.push((range(key.span()), key.get_ref().to_string()));
            if let Some(level) = self.level(value) {
                rules.insert(key.get_ref().to_string(), level);
            }
        }
        rules
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Level> {
        let names = Level::ALL.map(Level::name);
        let expected = || format!("use {}", list(names, "or"));
        let Some(name) = value.get_ref().as_str() else {
            self.problem(value.span(), format!("this is no severity: {}", expected()));
            return None;
        };
        let level = Level::ALL.into_iter().find(|level| level.name() == name);
        if level.is_none() {
            let advice = nearest(name, names).map_or_else(expected, |near| format!("did you mean `{near}`?"));
            self.problem(value.span(), format!("unknown severity `{name}`: {advice}"));
        }
        level
    }

    fn inlay_hints(&mut self, value: &Value<'_>) {
        for (key, value) in self.table(value).into_iter().flatten() {
            let on = value.get_ref().as_bool();
            let hints = &mut self.settings.inlay_hints;
            match &**key.get_ref() {
                "taskStates" => hints.task_states = on,
                "tiers" => hints.tiers = on,
                "commandStates" => hints.command_states = on,
                "criteria" => hints.criteria = on,
                _ => {
                    self.unknown(key, "inlay hint", &["taskStates", "tiers", "commandStates", "criteria"]);
                    continue;
                }
            }
            if on.is_none() {
                self.wrong_type(value, "`true` or `false`");
            }
        }
    }

    fn overrides(&mut self, value: &Value<'_>) {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of tables, `[[overrides]]`");
            return;
        };
        for entry in list.iter() {
            let Some(table) = self.table(entry) else { continue };
            let mut it = Override::default();
            for (key, value) in table {
                match &**key.get_ref() {
                    "files" => it.files = self.globs(value),
                    "rules" => it.rules = self.rules(value),
                    _ => self.unknown(key, "setting here", &["files", "rules"]),
                }
            }
            if !table.keys().any(|key| key.get_ref() == "files") {
                self.problem(entry.span(), "`files` is missing: which files are these severities for?".to_owned());
            }
            self.settings.overrides.push(it);
        }
    }

    fn globs(&mut self, value: &Value<'_>) -> Globs {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(value, "a list of globs, as in `[\"docs/**\"]`");
            return Globs::default();
        };
        let mut patterns = Vec::new();
        for item in list.iter() {
            match item.get_ref().as_str().map(|pattern| (pattern, globs::problem(pattern))) {
                None => self.wrong_type(item, "a glob in quotes"),
                Some((_, Some(problem))) => self.problem(item.span(), problem),
                Some((pattern, None)) => patterns.push(pattern.to_owned()),
            }
        }
        Globs::new(patterns)
    }

    fn table<'a, 'b>(&mut self, value: &'a Value<'b>) -> Option<&'a DeTable<'b>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(value, "a table");
        }
        table
    }

    fn wrong_type(&mut self, value: &Value<'_>, expected: &str) {
        let is = match value.get_ref() {
            DeValue::String(_) => "text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.problem(value.span(), format!("this is {is}, but must be {expected}"));
    }

    fn unknown(&mut self, key: &Key<'_>, what: &str, known: &[&str]) {
        let name = key.get_ref();
        let advice = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use {}", list(known.iter().copied(), "or")),
        };
        self.problem(key.span(), format!("there is no {what} `{name}`: {advice}"));
    }

    fn problem(&mut self, at: Range<usize>, message: String) {
        self.problems.push(Problem { range: range(at), message });
    }
}

fn range(bytes: Range<usize>) -> TextRange {
    let size = |offset| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    TextRange::new(size(bytes.start.min(bytes.end)), size(bytes.end))
}
