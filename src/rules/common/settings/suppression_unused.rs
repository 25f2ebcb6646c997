//! `flowspec-ignore` comments: they take findings away, and one that takes none away is itself a hint.

use rustc_hash::FxHashMap;
use text_size::TextRange;

use crate::{
    rules::{Context, Diagnostic, Edit, Fix, FixKind, Fixes, Rule, Severity, Sink, Tag},
    syntax::marker::MarkerKind,
    text::lines::with_line,
};

/// A suppression that suppresses nothing. It has no check, because only all other findings tell.
pub(super) static RULE: Rule = Rule::new(page!("suppression-unused"), Severity::Hint)
    .summary("a flowspec-ignore comment that suppresses nothing")
    .fix(FixKind::Always)
    .tag(Tag::Unnecessary);

/// A code that a comment names.
struct Named {
    code: TextRange,
    comment: TextRange,
    used: bool,
}

/// Removes what the document's comments suppress and reports the codes that suppress nothing.
pub(in crate::rules) fn apply(context: &Context<'_>, fixes: Fixes, found: &mut Vec<Diagnostic>) {
    let lines = &context.facts().lines;
    let mut named = Vec::new();
    // By code and line, the whole file without a line. Of two comments that say the same, the second suppresses nothing.
    let mut suppressed = FxHashMap::default();
    for marker in &context.facts().markers {
        let (codes, line) = match &marker.kind {
            MarkerKind::Ignore { codes } => (codes, Some(lines.line(marker.range.end()) + 1)),
            MarkerKind::IgnoreFile { codes } => (codes, None),
            _ => continue,
        };
        for &code in codes {
            suppressed.entry((&context.text[code], line)).or_insert(named.len());
            named.push(Named { code, comment: marker.range, used: false });
        }
    }
    if named.is_empty() {
        return;
    }
    found.retain(|diagnostic| {
        let line = lines.line(diagnostic.range.start());
        let hits = [Some(line), None].map(|line| suppressed.get(&(diagnostic.code, line)));
        hits.into_iter().flatten().for_each(|&at| named[at].used = true);
        hits == [None, None]
    });
    for codes in named.chunk_by(|one, other| one.comment == other.comment) {
        // Taking away one of several codes would leave the list's blanks behind, so only a comment that is useless as a whole goes.
        let useless = codes.iter().all(|it| !it.used);
        for &Named { code, comment, .. } in codes.iter().filter(|it| !it.used) {
            let message = format!("`{}` suppresses nothing here: remove it", &context.text[code]);
            let mut sink = Sink::new(&RULE, fixes, found);
            sink.report(code, message).fixes(|| useless.then(|| fix(context, comment)));
        }
    }
}

fn fix(context: &Context<'_>, comment: TextRange) -> Fix {
    let edit = Edit::replace(&context.document.path, with_line(context.text, comment), "");
    Fix::always("Remove the comment", vec![edit])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_all, check_fixes};

    #[test]
    fn the_next_line_and_the_whole_file() {
        check_all(
            "
//- /.claude/commands/flow/plan.md
---
description: é
---
<!-- flowspec-ignore include-missing link-broken -->
😀 {{INCLUDE:a.md}} [b](b.md) {{INCLUDE:/c.md}}

{{INCLUDE:d.md}}
//- /.claude/commands/flow/specify.md
---
description: é
---
<!-- flowspec-ignore-file include-missing -->
😀 {{INCLUDE:a.md}}

{{INCLUDE:d.md}} {{INCLUDE:/c.md}}",
            expect![[r#"
                .claude/commands/flow/plan.md
                  😀 {{INCLUDE:a.md}} [b](b.md) {{INCLUDE:/c.md}}
                //                                       ^^^^^ error include-outside: `/c.md` is absolute: write it from the root of the project
                  {{INCLUDE:d.md}}
                //          ^^^^ error include-missing: `d.md` does not exist: create it or fix the path (paths are relative to the project root)
                .claude/commands/flow/specify.md
                  {{INCLUDE:d.md}} {{INCLUDE:/c.md}}
                //                           ^^^^^ error include-outside: `/c.md` is absolute: write it from the root of the project
            "#]],
        );
    }

    #[test]
    fn yaml_and_front_matter() {
        check_all(
            "
//- /.flowspec/hooks/hooks.yaml
version: \"1.0\"
hooks:
  - name: a
    events:
      # flowspec-ignore event-unknown
      - type: plan.create
      - type: plan.creat
    script: a.sh
//- /backlog/tasks/task-1 - A.md
---
id: task-1
title: é
status: To Do
# flowspec-ignore task-state-unknown
labels: ['workflow:Nowhere'] # flowspec-ignore task-dependency-unknown
dependencies: [task-2]
---
//- /backlog/tasks/task-3 - A.md
---
# flowspec-ignore-file task-state-unknown task-status-unknown
id: task-3
title: é
status: To Do
labels: ['workflow:Nowhere']
---
",
            expect![[r#"
                .flowspec/hooks/hooks.yaml
                        - type: plan.creat
                //              ^^^^^^^^^^ warning event-unknown: flowspec knows no event `plan.creat`: did you mean `plan.created`?
                backlog/tasks/task-3 - A.md
                  # flowspec-ignore-file task-state-unknown task-status-unknown
                //                                          ^^^^^^^^^^^^^^^^^^^ hint suppression-unused: `task-status-unknown` suppresses nothing here: remove it
            "#]],
        );
    }

    #[test]
    fn a_comment_above_dashes_leaves_an_empty_line() {
        check_fixes(
            "suppression-unused",
            "//- /.claude/commands/flow/plan.md\n<!-- flowspec-ignore placeholder -->\n---\na: b: c\n---\n",
            expect![[r#"
                * Remove the comment (always right)
                //- /.claude/commands/flow/plan.md

                ---
                a: b: c
                ---
            "#]],
        );
    }

    #[test]
    fn what_is_useless_goes() {
        let fixture = "
//- /backlog/tasks/task-1 - A.md
---
id: task-1
# flowspec-ignore task-state-unknown
title: é
status: To Do
---
<!-- flowspec-ignore placeholder -->
😀 <!-- flowspec-ignore link-broken no-such-code -->
";
        check(
            "suppression-unused",
            fixture,
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  # flowspec-ignore task-state-unknown
                //                  ^^^^^^^^^^^^^^^^^^ hint suppression-unused: `task-state-unknown` suppresses nothing here: remove it
                  <!-- flowspec-ignore placeholder -->
                //                     ^^^^^^^^^^^ hint suppression-unused: `placeholder` suppresses nothing here: remove it
                  😀 <!-- flowspec-ignore link-broken no-such-code -->
                //                       ^^^^^^^^^^^ hint suppression-unused: `link-broken` suppresses nothing here: remove it
                  😀 <!-- flowspec-ignore link-broken no-such-code -->
                //                                   ^^^^^^^^^^^^ hint suppression-unused: `no-such-code` suppresses nothing here: remove it
            "#]],
        );
        check_fixes(
            "suppression-unused",
            fixture,
            expect![[r#"
                * Remove the comment (always right)
                //- /backlog/tasks/task-1 - A.md
                ---
                id: task-1
                title: é
                status: To Do
                ---
                <!-- flowspec-ignore placeholder -->
                😀 <!-- flowspec-ignore link-broken no-such-code -->
            "#]],
        );
    }
}
