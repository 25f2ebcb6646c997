//! A key whose value is of the wrong type, or none of the allowed ones.

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::{KINDS, is_of_other_agent};
use crate::{
    model::{
        backlog::{Backlog, is_date},
        keys::{FrontMatterKey, KeyValue, key_of},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{
        nearest::nearest,
        yaml::{self, Node},
    },
    text::list,
    workspace::{Document, ProjectPath},
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-bad-value"), Severity::Warning)
    .summary("a value of the wrong type, or none of the allowed ones")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check).in_copies().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let front_matter = context.facts().front_matter.as_ref().filter(|_| !is_of_other_agent(context.document));
    let Some(front_matter) = front_matter else { return };
    let broken: FxHashSet<TextRange> = front_matter.broken.iter().map(|broken| broken.key).collect();
    let (kind, file) = (context.document.kind, context.document.name());
    for entry in &front_matter.entries {
        let Some(key) = entry.name().and_then(|name| key_of(kind, file, name)) else { continue };
        // Of a value that is not YAML nothing is known.
        if broken.contains(&entry.key.range) {
            continue;
        }
        if is_hole(&entry.value, context.text) {
            continue;
        }
        let backlog = context.snapshot.backlog();
        let Some(message) = message(key, &entry.value, backlog) else { continue };
        let is_borne = key.value == KeyValue::Hint && bears_lists(context.document);
        let message = if is_borne { message.replace(COPILOT, "") } else { message };
        let mut finding = sink.report(entry.value.range, message);
        if is_borne {
            finding.severity(Severity::Hint);
        }
        finding.fixes(|| fixes(context, key, &entry.value));
    }
}

/// What a list in place of a string means to Copilot CLI.
const COPILOT: &str = ", and Copilot CLI does not load the file";

/// Whether a document is for Claude Code alone, which makes a string of a list.
fn bears_lists(document: &Document) -> bool {
    let is_command = |name: &ProjectPath| name.starts_with(".claude/commands") || name.starts_with("templates");
    document.names.iter().all(is_command)
}

/// Whether a value is the hole of a template, `{{NAME}}`, which is a mapping to YAML.
fn is_hole(value: &Node, text: &str) -> bool {
    let source = text.get(std::ops::Range::<usize>::from(value.range)).unwrap_or_default();
    source.starts_with("{{") && source.ends_with("}}") && !source.contains(':')
}

/// What is wrong with a value.
fn message(key: &FrontMatterKey, value: &Node, backlog: &Backlog) -> Option<String> {
    let (name, kind) = (key.name, value.kind());
    if matches!(kind, yaml::NodeKind::Null | yaml::NodeKind::Alias) {
        return None;
    }
    let one_of = |words: &[String]| {
        let written = value.as_str().map(str::trim).filter(|written| !written.is_empty());
        let is = |word: &String| written.is_none_or(|written| word.eq_ignore_ascii_case(written));
        let names = words.iter().map(String::as_str);
        (!words.iter().any(is)).then(|| format!("`{name}` must be one of {}", list(names, "or")))
    };
    let expected = |what: &str| Some(format!("`{name}` must be {what}, but this is {kind}"));
    match key.value {
        KeyValue::Any => None,
        KeyValue::Hint if kind == yaml::NodeKind::Sequence => {
            Some(format!("`{name}` must be a string, but this is a list{COPILOT}: put it in quotes"))
        }
        KeyValue::Hint => None,
        KeyValue::Text if kind == yaml::NodeKind::String => None,
        KeyValue::Text => expected("a string"),
        KeyValue::Bool if kind == yaml::NodeKind::Bool => None,
        KeyValue::Bool => expected("`true` or `false`"),
        KeyValue::OneOf(words) if value.as_str().is_some_and(|scalar| words.contains(&scalar)) => None,
        KeyValue::OneOf(words) => Some(format!("`{name}` must be one of {}", list(words.iter().copied(), "or"))),
        KeyValue::List if matches!(kind, yaml::NodeKind::Sequence | yaml::NodeKind::String) => None,
        KeyValue::List => expected("a list or a string with commas"),
        KeyValue::Sequence | KeyValue::Mappings if kind == yaml::NodeKind::Sequence => None,
        KeyValue::Sequence => {
            Some(format!("`{name}` must be a list, but this is {kind}, which Backlog.md reads as an empty list"))
        }
        KeyValue::Date if value.as_str().is_some_and(|text| text.is_empty() || is_date(text)) => None,
        KeyValue::Date => Some(format!("`{name}` is not a date: write it as `2026-01-31`")),
        KeyValue::Number if value.as_str().is_some_and(is_number) => None,
        KeyValue::Number => Some(format!("`{name}` is not a number, which Backlog.md reads as `NaN`: write a number")),
        KeyValue::Decimal if value.as_str().is_some_and(is_number) => None,
        KeyValue::Decimal => expected("a number"),
        KeyValue::Priority => one_of(&backlog.priorities),
        KeyValue::TaskType => one_of(&backlog.types),
        KeyValue::Mappings => expected("a list of mappings"),
        KeyValue::Mapping if kind == yaml::NodeKind::Mapping => None,
        KeyValue::Mapping => expected("a mapping"),
    }
}

/// Whether a text is a number to Backlog.md, which is JavaScript.
fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn fixes(context: &Context<'_>, key: &FrontMatterKey, value: &Node) -> impl Iterator<Item = Fix> {
    let list = (key.value == KeyValue::Hint).then(|| yaml::quote(&context.text[value.range]));
    instead(key, value, context.snapshot.backlog()).into_iter().chain(list).map(|text| {
        let title = format!("Change to `{text}`");
        Fix::new(title, vec![Edit::replace(&context.document.path, value.range, text)])
    })
}

/// What could stand in place of a wrong value, best first.
fn instead(key: &FrontMatterKey, value: &Node, backlog: &Backlog) -> Vec<String> {
    let near = |words: &[String]| {
        let near = nearest(value.as_str()?, words.iter().map(String::as_str))?;
        Some(near.to_owned())
    };
    let scalar = value.as_str();
    match key.value {
        KeyValue::Text => scalar.map(yaml::quote).into_iter().collect(),
        KeyValue::Bool => {
            let word = scalar.map(str::to_ascii_lowercase).filter(|word| matches!(word.as_str(), "true" | "false"));
            word.map_or_else(|| vec!["true".into(), "false".into()], |word| vec![word])
        }
        KeyValue::OneOf(words) => {
            let near = scalar.and_then(|scalar| nearest(scalar, words.iter().copied()));
            let rest = words.iter().copied().filter(|word| Some(*word) != near);
            near.into_iter().chain(rest).map(str::to_owned).collect()
        }
        KeyValue::Sequence => {
            let items: Vec<_> = scalar.into_iter().flat_map(|scalar| scalar.split(',')).map(str::trim).collect();
            let list = items.iter().map(|item| item_of(item)).collect::<Vec<_>>().join(", ");
            if items.is_empty() { Vec::new() } else { vec![format!("[{list}]")] }
        }
        KeyValue::Priority => near(&backlog.priorities).into_iter().collect(),
        KeyValue::TaskType => near(&backlog.types).into_iter().collect(),
        KeyValue::Date | KeyValue::Number | KeyValue::Hint => Vec::new(),
        KeyValue::Any | KeyValue::List | KeyValue::Mappings | KeyValue::Mapping | KeyValue::Decimal => Vec::new(),
    }
}

/// An item of a list in brackets, quoted where it must be.
fn item_of(item: &str) -> String {
    let plain =
        item.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/' | b' '));
    if plain && !item.is_empty() && !item.starts_with('-') { item.to_owned() } else { yaml::quote(item) }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn types() {
        check(
            "frontmatter-bad-value",
            "---\ndescription: [Plän, it]\ndeprecated: \"yes\"\nscripts: run.sh\ntools: {a: b}\nhandoffs: x\nloop: 3\n---\n",
            expect![[r#"
                .claude/commands/flow/plan.md
                  description: [Plän, it]
                //             ^^^^^^^^^^ warning frontmatter-bad-value: `description` must be a string, but this is a list
                  deprecated: "yes"
                //            ^^^^^ warning frontmatter-bad-value: `deprecated` must be `true` or `false`, but this is a string
                  scripts: run.sh
                //         ^^^^^^ warning frontmatter-bad-value: `scripts` must be a mapping, but this is a string
                  tools: {a: b}
                //       ^^^^^^ warning frontmatter-bad-value: `tools` must be a list or a string with commas, but this is a mapping
                  handoffs: x
                //          ^ warning frontmatter-bad-value: `handoffs` must be a list of mappings, but this is a string
                  loop: 3
                //      ^ warning frontmatter-bad-value: `loop` must be one of `inner`, `outer`, `both`, `setup` or `utility`
            "#]],
        );
    }

    #[test]
    fn words() {
        check_fixes(
            "frontmatter-bad-value",
            "---\nloop: Outer\n---\n",
            expect![[r#"
            * Change to `outer`
            //- /.claude/commands/flow/plan.md
            ---
            loop: outer
            ---
            * Change to `inner`
            //- /.claude/commands/flow/plan.md
            ---
            loop: inner
            ---
            * Change to `both`
            //- /.claude/commands/flow/plan.md
            ---
            loop: both
            ---
            * Change to `setup`
            //- /.claude/commands/flow/plan.md
            ---
            loop: setup
            ---
            * Change to `utility`
            //- /.claude/commands/flow/plan.md
            ---
            loop: utility
            ---
        "#]],
        );
        check_fixes(
            "frontmatter-bad-value",
            "---\ndeprecated: 'True'\n---\n",
            expect![[r#"
            * Change to `true`
            //- /.claude/commands/flow/plan.md
            ---
            deprecated: true
            ---
        "#]],
        );
        check_fixes(
            "frontmatter-bad-value",
            "---\nname: on\n---\n",
            expect![[r#"
            * Change to `"on"`
            //- /.claude/commands/flow/plan.md
            ---
            name: "on"
            ---
        "#]],
        );
    }

    #[test]
    fn backlog_takes_only_lists() {
        let fixture = "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nassignee: '@me'\nlabels: backend, workflow:Planned\n---\n";
        check(
            "frontmatter-bad-value",
            fixture,
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  labels: backend, workflow:Planned
                //        ^^^^^^^^^^^^^^^^^^^^^^^^^ warning frontmatter-bad-value: `labels` must be a list, but this is a string, which Backlog.md reads as an empty list
            "#]],
        );
        check_fixes(
            "frontmatter-bad-value",
            fixture,
            expect![[r#"
            * Change to `[backend, "workflow:Planned"]`
            //- /backlog/tasks/task-1 - A.md
            ---
            id: task-1
            assignee: '@me'
            labels: [backend, "workflow:Planned"]
            ---
        "#]],
        );
    }

    #[test]
    fn words_of_the_board_dates_and_numbers() {
        let fixture = "//- /backlog/config.yml\ntypes: [Bug, Chore]\n//- /backlog/tasks/task-1 - 😀.md\n---\nid: task-1\ntype: bgu\npriority: urgent\ncreated_date: 'gestern'\nordinal: first\n---\n";
        check(
            "frontmatter-bad-value",
            fixture,
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                  type: bgu
                //      ^^^ warning frontmatter-bad-value: `type` must be one of `Bug` or `Chore`
                  priority: urgent
                //          ^^^^^^ warning frontmatter-bad-value: `priority` must be one of `high`, `medium` or `low`
                  created_date: 'gestern'
                //              ^^^^^^^^^ warning frontmatter-bad-value: `created_date` is not a date: write it as `2026-01-31`
                  ordinal: first
                //         ^^^^^ warning frontmatter-bad-value: `ordinal` is not a number, which Backlog.md reads as `NaN`: write a number
            "#]],
        );
        check_fixes(
            "frontmatter-bad-value",
            fixture,
            expect![[r#"
                * Change to `Bug`
                //- /backlog/tasks/task-1 - 😀.md
                ---
                id: task-1
                type: Bug
                priority: urgent
                created_date: 'gestern'
                ordinal: first
                ---
            "#]],
        );
        check_silent(
            "frontmatter-bad-value",
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ntype: BUG\npriority: High\ncreated_date: 2025-06-03 10:00\nordinal: 1e3\nupdated_date: ''\n---\n",
        );
    }

    #[test]
    fn an_argument_hint_that_is_a_list_is_reported() {
        let keys = "---\nargument-hint: [féature]\n---\n";
        check(
            "frontmatter-bad-value",
            &format!("//- /.claude/commands/a.md\n{keys}//- /.github/prompts/a.prompt.md\n{keys}"),
            expect![[r#"
                .claude/commands/a.md
                  argument-hint: [féature]
                //               ^^^^^^^^^ hint frontmatter-bad-value: `argument-hint` must be a string, but this is a list: put it in quotes
                .github/prompts/a.prompt.md
                  argument-hint: [féature]
                //               ^^^^^^^^^ warning frontmatter-bad-value: `argument-hint` must be a string, but this is a list, and Copilot CLI does not load the file: put it in quotes
            "#]],
        );
        check_fixes(
            "frontmatter-bad-value",
            keys,
            expect![[r#"
                * Change to `"[féature]"`
                //- /.claude/commands/flow/plan.md
                ---
                argument-hint: "[féature]"
                ---
            "#]],
        );
    }

    #[test]
    fn holes_of_templates_are_ignored() {
        check_silent("frontmatter-bad-value", "---\nname: {{NAME}}\ndescription: {{ WHAT }}\ntools: {{TOOLS}}\n---\n");
    }

    #[test]
    fn silent() {
        check_silent(
            "frontmatter-bad-value",
            "---\ndescription: Plan.\nloop: both\ndeprecated: true\nremoval_date: 2026-01-01\nallowed-tools: Read, Write\n\
             argument-hint: '[feature]'\ntools:\nmodel: sonnet\nour-own: 3\nscripts:\n  sh: a.sh\n---\n",
        );
        check_silent("frontmatter-bad-value", "---\nloop: a: b\n---\n");
        check_silent("frontmatter-bad-value", "//- /docs/a.md\n---\nloop: x\n---\n");
    }

    #[test]
    fn an_agent_of_opencode_has_keys_of_its_own() {
        let agent = |keys: &str| format!("//- /.opencode/agents/qa/review.md\n---\ndescription: Reviews.\n{keys}---\n");
        check(
            "frontmatter-bad-value",
            &agent("mode: sub\ntemperature: hot\ntools: Read, Write\nhidden: 1\n"),
            expect![[r#"
                .opencode/agents/qa/review.md
                  mode: sub
                //      ^^^ warning frontmatter-bad-value: `mode` must be one of `primary`, `subagent` or `all`
                  temperature: hot
                //             ^^^ warning frontmatter-bad-value: `temperature` must be a number, but this is a string
                  tools: Read, Write
                //       ^^^^^^^^^^^ warning frontmatter-bad-value: `tools` must be a mapping, but this is a string
                  hidden: 1
                //        ^ warning frontmatter-bad-value: `hidden` must be `true` or `false`, but this is a number
            "#]],
        );
        check_silent(
            "frontmatter-bad-value",
            &agent("mode: subagent\ntemperature: 0.1\ntools:\n  write: false\npermission:\n  bash: ask\nsteps: 5\n"),
        );
        check_silent("agent-name-missing", &agent(""));
        check_silent("agent-key-ignored", &agent("allowed-tools: Read\n"));
    }
}
