//! Reading the tree of a file of hooks.

use text_size::TextRange;

use super::{KiroHook, KiroHooks, TRIGGERS, Trigger, UNDOCUMENTED, regex_syntax};
use crate::{
    model::{Misfit, machine::Word},
    syntax::{
        nearest::nearest,
        yaml::{Node, NodeKind},
    },
};

pub(super) fn read(root: &Node) -> KiroHooks {
    let mut reader = Reader::default();
    match root.get("hooks") {
        Some(hooks) => reader.new_format(root, hooks),
        None if root.get("when").is_some() || root.get("then").is_some() => reader.old_format(root),
        None => reader.problem(at(root), "this file has no `hooks`: add a list of them"),
    }
    reader.read.problems.sort_by_key(|problem| problem.range.start());
    reader.read
}

#[derive(Default)]
struct Reader {
    read: KiroHooks,
}

impl Reader {
    fn problem(&mut self, range: TextRange, message: impl Into<String>) {
        self.read.problems.push(Misfit { range, message: message.into(), replacement: None });
    }

    fn old_format(&mut self, hook: &Node) {
        self.read.is_old = true;
        let name = self.required(hook, "name", "hook");
        let when = self.part(hook, "when");
        let trigger = when.and_then(|when| self.required(when, "type", "trigger"));
        if let Some(trigger) = &trigger {
            self.trigger(trigger, |it| it.old, |it| it.new);
        }
        if let Some(then) = self.part(hook, "then") {
            self.action(then, &[("askAgent", "prompt", "agent"), ("runCommand", "command", "command")]);
        }
        let about_files = trigger.as_ref().is_some_and(|it| it.text.starts_with("file"));
        let patterns = when.and_then(|when| when.get("patterns"));
        if let (true, Some(when), None) = (about_files, when, patterns) {
            self.problem(at(when), "this trigger has no `patterns`: add globs of the files that it is about");
        }
        let paths = patterns.map_or(&[][..], Node::items).iter().filter_map(word).collect();
        self.read.hooks.push(KiroHook { name, trigger, paths });
    }

    fn new_format(&mut self, root: &Node, hooks: &Node) {
        if let Some(version) = root.get("version").filter(|version| version.as_str() != Some("v1")) {
            let replacement = Some(if version.is_string() { "v1" } else { "\"v1\"" }.to_owned());
            let message = "the `version` must be `v1`".to_owned();
            self.read.problems.push(Misfit { range: version.content_range(), message, replacement });
        }
        let Some(items) = hooks.as_sequence() else {
            return self.problem(hooks.content_range(), format!("`hooks` must be a list, not {}", hooks.kind()));
        };
        for hook in items {
            if hook.kind() != NodeKind::Mapping {
                self.problem(hook.content_range(), format!("a hook must be an object, not {}", hook.kind()));
                continue;
            }
            let name = self.required(hook, "name", "hook");
            let trigger = self.required(hook, "trigger", "hook");
            if let Some(trigger) = trigger.as_ref().filter(|it| it.text != UNDOCUMENTED) {
                self.trigger(trigger, |it| it.new, |it| it.old);
            }
            if let Some(action) = self.part(hook, "action") {
                self.action(action, &[("agent", "prompt", "askAgent"), ("command", "command", "runCommand")]);
            }
            let matcher = hook.get("matcher").and_then(word);
            let about_files = trigger.as_ref().is_some_and(|it| it.text.starts_with("PostFile"));
            let is_valid = matcher.as_ref().is_none_or(|matcher| self.matcher(matcher, about_files));
            let paths = matcher.into_iter().filter(|_| is_valid && about_files).collect();
            self.read.hooks.push(KiroHook { name, trigger, paths });
        }
    }

    /// Checks a regular expression, and says whether it is one.
    fn matcher(&mut self, matcher: &Word, about_files: bool) -> bool {
        // For the names of tools, `*` is widely used for all.
        if !about_files && matcher.text == "*" {
            return true;
        }
        let Some(problem) = regex_syntax::problem(&matcher.text) else { return true };
        let advice = if about_files { ", and not a glob" } else { "" };
        let message = format!("`matcher` must be a regular expression{advice}: {problem} in `{}`", matcher.text);
        self.problem(matcher.range, message);
        false
    }

    /// Checks the name of a trigger against those of a format; a name of the other format is known, too.
    fn trigger(&mut self, trigger: &Word, name: fn(&Trigger) -> &'static str, other: fn(&Trigger) -> &'static str) {
        let names = || TRIGGERS.iter().map(name).filter(|name| !name.is_empty());
        let written = trigger.text.as_str();
        if names().any(|name| name == written) {
            return;
        }
        let is_meant = |it: &&Trigger| {
            let mut spellings = [other(it)].into_iter().chain(it.others.iter().copied());
            spellings.any(|spelling| spelling.eq_ignore_ascii_case(written))
        };
        let same = TRIGGERS.iter().find(is_meant).map(name).filter(|name| !name.is_empty());
        let meant = same.or_else(|| nearest(written, names()));
        let advice = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("use `{}`", names().collect::<Vec<_>>().join("`, `")),
        };
        let message = format!("unknown trigger `{written}`: {advice}");
        self.read.problems.push(Misfit { range: trigger.range, message, replacement: meant.map(str::to_owned) });
    }

    /// Checks what a hook does. Each type of action needs a key of its own and may be called otherwise in the other format.
    fn action(&mut self, action: &Node, types: &[(&'static str, &'static str, &'static str)]) {
        let Some(written) = self.required(action, "type", "action") else { return };
        if let Some((_, key, _)) = types.iter().find(|(name, ..)| *name == written.text) {
            self.required(action, key, "action");
            return;
        }
        let same = types.iter().find(|(.., other)| *other == written.text).map(|(name, ..)| *name);
        let meant = same.or_else(|| nearest(&written.text, types.iter().map(|(name, ..)| *name)));
        let names: Vec<_> = types.iter().map(|(name, ..)| format!("`{name}`")).collect();
        let message = format!("unknown action `{}`: use {}", written.text, names.join(" or "));
        self.read.problems.push(Misfit { range: written.range, message, replacement: meant.map(str::to_owned) });
    }

    /// The mapping of a key that must be there.
    fn part<'a>(&mut self, node: &'a Node, key: &str) -> Option<&'a Node> {
        match node.get(key) {
            Some(part) if part.kind() == NodeKind::Mapping => Some(part),
            Some(other) => {
                self.problem(other.content_range(), format!("`{key}` must be an object, not {}", other.kind()));
                None
            }
            None => {
                self.problem(at(node), format!("this hook has no `{key}`"));
                None
            }
        }
    }

    /// The text of a key that must be there.
    fn required(&mut self, node: &Node, key: &str, what: &str) -> Option<Word> {
        let found = node.get(key);
        let text = found.and_then(word);
        if text.is_none() {
            let range = found.map_or_else(|| at(node), |found| found.range);
            let wrong = if found.is_some() {
                format!("`{key}` must be a string that is not empty")
            } else {
                format!("this {what} has no `{key}`")
            };
            self.problem(range, wrong);
        }
        text
    }
}

/// A string that is not empty.
fn word(node: &Node) -> Option<Word> {
    let text = node.as_str().filter(|text| node.is_string() && !text.trim().is_empty())?;
    Some(Word { text: text.to_owned(), range: node.content_range() })
}

/// What names a mapping best: its name, else its first key, else its bracket.
fn at(node: &Node) -> TextRange {
    let name = node.get("name").filter(|name| name.is_string()).map(Node::content_range);
    let first = || node.entries().first().map(|entry| entry.key.content_range());
    name.or_else(first).unwrap_or_else(|| TextRange::empty(node.range.start()))
}
