//! Front matter that is not YAML.

use super::WITH_STEERING;
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use crate::{
    model::{
        Kind,
        backlog::{BacklogKind, BacklogReading, quotes_value, reading},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{
        front_matter::{Broken, FrontMatter},
        yaml,
    },
    text::lines::start_of_text,
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-invalid-yaml"), Severity::Error)
    .summary("front matter that is not valid YAML")
    .fix(FixKind::Always)
    .checks(&[Check::new(WITH_STEERING, check).in_copies().local(), Check::new(NOTES, check).local()]);

/// What Backlog.md reads besides tasks.
const NOTES: &[Kind] = &[
    Kind::Backlog(BacklogKind::Document),
    Kind::Backlog(BacklogKind::Decision),
    Kind::Backlog(BacklogKind::Milestone),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let thing = match context.document.kind {
        Kind::Task => Some("task"),
        Kind::Backlog(BacklogKind::Decision) => Some("decision"),
        Kind::Backlog(BacklogKind::Milestone) => Some("milestone"),
        Kind::Backlog(_) => Some("document"),
        _ => None,
    };
    // Backlog.md puts some values in quotes itself, and reads some of what is not YAML.
    let (severity, consequence) = match thing.map(|thing| (thing, reading(context.text))) {
        None => (Severity::Error, String::new()),
        Some((thing, BacklogReading::LeftOut)) => (Severity::Error, format!("; Backlog.md will not list this {thing}")),
        Some(_) => (Severity::Warning, String::new()),
    };
    let Some(front_matter) = &context.facts().front_matter else {
        if let Some(opener) = unclosed(context.text) {
            let message = format!("this front matter is never closed: add a `---` line after it{consequence}");
            sink.report(opener, message).severity(severity);
        }
        return;
    };
    if severity == Severity::Error && thing.is_some() {
        foreign_tags(context, front_matter, &consequence, sink);
    }
    let broken: FxHashMap<TextRange, &Broken> = front_matter.broken.iter().map(|it| (it.problem, it)).collect();
    for problem in &front_matter.problems {
        let broken = broken.get(&problem.range);
        let is_quoted = |it: &&Broken| quotes_value(&context.text[it.key], &context.text[it.value]);
        if thing.is_some() && broken.is_some_and(is_quoted) {
            continue;
        }
        let mut finding = sink.report(problem.range, format!("{}{consequence}", problem.message));
        finding.severity(severity).fixes(|| broken.and_then(|broken| fix(context, broken)));
    }
}

/// Values that begin with `!`, which makes a tag of their first word.
fn foreign_tags(context: &Context<'_>, front_matter: &FrontMatter, consequence: &str, sink: &mut Sink<'_>) {
    for range in yaml::parse(context.text, front_matter.content).foreign_tags {
        let tag = &context.text[range];
        let message = format!("`{tag}` is an unknown tag: put the whole value in quotes{consequence}");
        let end = line_end_at(context.text, range.end());
        sink.report(range, message).fixes(|| {
            let value = TextRange::new(range.start(), end);
            let edit = Edit::replace(&context.document.path, value, yaml::quote(&context.text[value]));
            [Fix::new("Put the value in quotes", vec![edit])]
        });
    }
}

/// The end of the text on the line of an offset, spaces at its end left out.
fn line_end_at(text: &str, offset: TextSize) -> TextSize {
    let rest = &text[usize::from(offset)..];
    offset + TextSize::of(rest.lines().next().unwrap_or_default().trim_end())
}

fn fix(context: &Context<'_>, broken: &Broken) -> Option<Fix> {
    let range = broken.quotable?;
    let raw = &context.text[range];
    let edits = vec![Edit::replace(&context.document.path, range, yaml::quote(raw))];
    let title = format!("Put the value of `{}` in quotes", &context.text[broken.key]);
    Some(if keeps_its_text(raw, range, broken) { Fix::always(title, edits) } else { Fix::new(title, edits) })
}

/// Whether the quoted value is certainly the text that was meant: no comment goes into it, and nothing of it was meant as YAML.
fn keeps_its_text(raw: &str, range: TextRange, broken: &Broken) -> bool {
    range == broken.value
        && !raw.contains(" #")
        && !raw.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '-'])
}

/// The `---` of a first line that is followed by a key and never closed.
fn unclosed(text: &str) -> Option<TextRange> {
    let start = start_of_text(text);
    let mut lines = text[usize::from(start)..].lines();
    let opener = lines.next().filter(|line| line.trim_end() == "---")?;
    let second = lines.next()?;
    let (key, rest) = second.split_once(':')?;
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_key && (rest.is_empty() || rest.starts_with([' ', '\t'])))
        .then(|| TextRange::at(start, TextSize::of(opener.trim_end())))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_all, check_fixes, check_silent};

    #[test]
    fn a_tag_that_backlog_does_not_know_is_reported() {
        let fixture =
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ntitle: !important 😀 do\nlabels:\n  - !!str a\n---\n";
        check(
            "frontmatter-invalid-yaml",
            fixture,
            expect![[r#"
            backlog/tasks/task-1 - A.md
              title: !important 😀 do
            //       ^^^^^^^^^^ error frontmatter-invalid-yaml: `!important` is an unknown tag: put the whole value in quotes; Backlog.md will not list this task
        "#]],
        );
        check_fixes(
            "frontmatter-invalid-yaml",
            fixture,
            expect![[r#"
            * Put the value in quotes
            //- /backlog/tasks/task-1 - A.md
            ---
            id: task-1
            title: "!important 😀 do"
            labels:
              - !!str a
            ---
        "#]],
        );
        check_silent("frontmatter-invalid-yaml", "---\ndescription: !important do\n---\n");
    }

    #[test]
    fn points_at_the_colon_and_quotes_the_value() {
        let fixture = "---\ndescription: Plän 😀 it: design, then \"tasks\".\nloop: outer\n---\nText\n";
        check(
            "frontmatter-invalid-yaml",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              description: Plän 😀 it: design, then "tasks".
            //                      ^ error frontmatter-invalid-yaml: `: ` inside an unquoted value: put the value in quotes
        "#]],
        );
        check_fixes(
            "frontmatter-invalid-yaml",
            fixture,
            expect![[r#"
            * Put the value of `description` in quotes (always right)
            //- /.claude/commands/flow/plan.md
            ---
            description: 'Plän 😀 it: design, then "tasks".'
            loop: outer
            ---
            Text
        "#]],
        );
    }

    #[test]
    fn one_bad_key_costs_only_itself() {
        let fixture = "---\r\ndescription: a: b\r\nloop: midle\r\nname: @x\r\n---\r\nText\r\n";
        check_all(
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  description: a: b
                //              ^ error frontmatter-invalid-yaml: `: ` inside an unquoted value: put the value in quotes
                  loop: midle
                //      ^^^^^ warning frontmatter-bad-value: `loop` must be one of `inner`, `outer`, `both`, `setup` or `utility`
                  name: @x
                //      ^ error frontmatter-invalid-yaml: a value cannot start with `@`: put it in quotes
            "#]],
        );
    }

    #[test]
    fn a_task_disappears() {
        check(
            "frontmatter-invalid-yaml",
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\ntitle: Fix: the login: page\nstatus: To Do\n---\n",
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  title: Fix: the login: page
                //          ^ error frontmatter-invalid-yaml: `: ` inside an unquoted value: put the value in quotes; Backlog.md will not list this task
            "#]],
        );
    }

    #[test]
    fn what_backlog_md_reads_is_not_called_lost() {
        let task = |keys: &str| format!("//- /backlog/tasks/task-1 - 😀.md\n---\nid: task-1\n{keys}---\n");
        check_silent("frontmatter-invalid-yaml", &task("assignee: @mé\nreporter: [@you, @me]\n"));
        check(
            "frontmatter-invalid-yaml",
            &task("title: é\n\tstatus: To Do\nassignee: @me\n"),
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                  title: é
                //       ^ warning frontmatter-invalid-yaml: a tab indents a line below this value: use spaces
            "#]],
        );
        check(
            "frontmatter-invalid-yaml",
            &task("assignee:\n  - @me\n"),
            expect![[r#"
                backlog/tasks/task-1 - 😀.md
                    - @me
                //    ^ error frontmatter-invalid-yaml: a value cannot start with `@`: put it in quotes; Backlog.md will not list this task
            "#]],
        );
        check(
            "frontmatter-invalid-yaml",
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nstatus: To Do\n",
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  ---
                //^^^ warning frontmatter-invalid-yaml: this front matter is never closed: add a `---` line after it
            "#]],
        );
        check(
            "frontmatter-invalid-yaml",
            "//- /.backlog/decisions/decision-1 - A.md\n---\nid: decision-1\ntitle: A: b\n---\n",
            expect![[r#"
                .backlog/decisions/decision-1 - A.md
                  title: A: b
                //        ^ error frontmatter-invalid-yaml: `: ` inside an unquoted value: put the value in quotes; Backlog.md will not list this decision
            "#]],
        );
    }

    #[test]
    fn a_guess_is_only_offered() {
        check_fixes(
            "frontmatter-invalid-yaml",
            "---\ndescription: a: b # or c\n---\n",
            expect![[r#"
            * Put the value of `description` in quotes
            //- /.claude/commands/flow/plan.md
            ---
            description: "a: b # or c"
            ---
        "#]],
        );
        check_fixes(
            "frontmatter-invalid-yaml",
            "---\ndescription: \"a\" b\n---\n",
            expect![[r#"
            * Put the value of `description` in quotes
            //- /.claude/commands/flow/plan.md
            ---
            description: '"a" b'
            ---
        "#]],
        );
    }

    #[test]
    fn never_closed() {
        check(
            "frontmatter-invalid-yaml",
            "---\ndescription: Plan it.\n\nText\n",
            expect![[r#"
            .claude/commands/flow/plan.md
              ---
            //^^^ error frontmatter-invalid-yaml: this front matter is never closed: add a `---` line after it
        "#]],
        );
        check_silent("frontmatter-invalid-yaml", "---\n\nA line above: text\n");
        check_silent("frontmatter-invalid-yaml", "//- /docs/a.md\n---\na: b: c\n---\n");
        check_silent("frontmatter-invalid-yaml", "---\ndescription: 'a: b'\n---\nText: more: text\n");
    }
}
