//! An expanded copy that is not what its command expands to.

use std::borrow::Cow;

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::{
        copies::{has_body, is_copy, with_line_ends_of},
        expand::{Expansion, MAX_BYTES, NotExpanded, expand, trim_blank_lines},
    },
};

pub(super) static RULE: Rule = Rule::new(page!("copy-drift"), Severity::Warning)
    .summary("an expanded copy differs from what its command expands to")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Copy], check).in_copies()]);

/// The longest text of a fix. An expansion can be many times as long as all files that it is made of, and `check` holds the fixes of
/// many copies at once; `expand --write` regenerates longer ones.
const MAX_FIX: usize = 1024 * 1024;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (snapshot, copy) = (context.snapshot, context.document);
    let source = context.index.sources.get(&copy.path).and_then(|source| snapshot.document(source));
    let Some(source) = source.filter(|source| has_body(source) && has_body(copy)) else { return };
    let expansion = expand(snapshot, source);
    if expansion.stopped == Some(NotExpanded::TooLong) {
        let (name, most) = (source.name(), MAX_BYTES / 1024 / 1024);
        let message = format!("this is not compared with `{name}`, which expands to more than {most} MB: include less");
        sink.report(line_in_copy(context, ""), message);
        return;
    }
    if !is_copy(copy, &expansion) {
        return;
    }
    // What else stops an expansion is reported where it happens, and nobody can say what the copy should be.
    if !matches!(expansion.stopped, None | Some(NotExpanded::Missing | NotExpanded::Outside)) {
        return;
    }
    let body = &context.text[usize::from(context.facts().body)..];
    let wanted = trim_blank_lines(&expansion.text[usize::from(expansion.body)..]);
    let written = if body.contains('\r') { Cow::Owned(body.replace('\r', "")) } else { Cow::Borrowed(body) };
    let written = trim_blank_lines(&written);
    if written == wanted {
        return;
    }
    let same = common_prefix(written, wanted);
    // Where one merely goes on after the other has ended, the first line that is more is the one to see.
    let extra = same == wanted.len() && written[same..].starts_with('\n');
    let lacks = same == written.len() && wanted[same..].starts_with('\n');
    let name = source.name();
    let mut finding = sink.report(
        line_in_copy(context, &written[..same + usize::from(extra)]),
        format!("this is not what `{name}` expands to: regenerate the copy, or move the change into the command"),
    );
    let offset = TextSize::of(&expansion.text[..expansion.text.len() - after(&expansion, wanted)]);
    let offset = offset + TextSize::new((same + usize::from(lacks)) as u32);
    if let Some((path, at)) = expansion.origin(snapshot, offset)
        && let Some(origin) = snapshot.document(&path)
    {
        let lines = &origin.facts().lines;
        finding.related(&path, lines.line_range(origin.text(), lines.line(at)), "the first line that differs");
    }
    finding.fixes(|| fix(context, name, expansion));
}

fn fix(context: &Context<'_>, source: &Utf8Path, expansion: Expansion) -> Option<Fix> {
    let (range, text) = difference(context, expansion)?;
    let edit = Edit::replace(&context.document.path, range, text);
    Some(Fix::new(format!("Regenerate from `{source}`"), vec![edit]))
}

/// The part of the copy that has to change, and its new text; `None` when that is too long for a finding to carry.
fn difference(context: &Context<'_>, expansion: Expansion) -> Option<(TextRange, String)> {
    let wanted = with_line_ends_of(context.text, expansion.copy_body());
    let (from, written) = (context.facts().body, &context.text[usize::from(context.facts().body)..]);
    let same = common_prefix(written, &wanted);
    let (written, wanted) = (&written[same..], &wanted[same..]);
    let end = common_suffix(written, wanted);
    let changed = TextSize::of(&written[..written.len() - end]);
    let text = &wanted[..wanted.len() - end];
    (text.len() <= MAX_FIX).then(|| (TextRange::at(from + TextSize::new(same as u32), changed), text.to_owned()))
}

/// How many bytes of the expansion are left where `wanted`, a part of it, starts.
fn after(expansion: &Expansion, wanted: &str) -> usize {
    let blank = expansion.text.len() - expansion.text.trim_end().len();
    wanted.len() + if wanted.is_empty() { 0 } else { blank }
}

/// The length of what two texts have in common at their start, whole characters only.
fn common_prefix(a: &str, b: &str) -> usize {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    (0..=same).rev().find(|at| a.is_char_boundary(*at)).unwrap_or(0)
}

/// The length of what two texts have in common at their end, whole characters only.
fn common_suffix(a: &str, b: &str) -> usize {
    let same = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    (0..=same).rev().find(|end| a.is_char_boundary(a.len() - end)).unwrap_or(0)
}

/// The line of the copy that comes after as many lines as `same` has, counted from where its body really starts.
fn line_in_copy(context: &Context<'_>, same: &str) -> TextRange {
    let (text, lines) = (context.text, &context.facts().lines);
    let body = usize::from(context.facts().body);
    let first = body + (text[body..].len() - text[body..].trim_start().len());
    let newlines = memchr::memchr_iter(b'\n', same.as_bytes()).count();
    let start = match newlines.checked_sub(1) {
        None => first,
        Some(last) => {
            memchr::memchr_iter(b'\n', &text.as_bytes()[first..]).nth(last).map_or(first, |at| first + at + 1)
        }
    };
    lines.line_range(text, lines.line(TextSize::new(start as u32)))
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;
    use expect_test::expect;

    use crate::{
        fixture::{Fixture, check, check_fixes, check_silent},
        rules::{self, Edit, Fixes},
    };

    const FIXTURE: &str = "
//- /.claude/commands/flow/plan.md
---
description: Plan
---

# Plan
{{INCLUDE:.claude/partials/check.md}}
//- /.claude/partials/check.md
é one
two
//- /.github/agents/flow-plan.agent.md
---\r
name: flow-plan\r
---\r
# Plan\r
é one\r
😀\r
";

    #[test]
    fn the_first_line_that_differs() {
        check(
            "copy-drift",
            FIXTURE,
            expect![[r#"
            .github/agents/flow-plan.agent.md
              😀
            //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
            //  .claude/partials/check.md:2:1: the first line that differs
        "#]],
        );
        check_fixes(
            "copy-drift",
            FIXTURE,
            expect![[r#"
                * Regenerate from `.claude/commands/flow/plan.md`
                //- /.github/agents/flow-plan.agent.md
                ---␍
                name: flow-plan␍
                ---␍
                # Plan␍
                é one␍
                two␍
            "#]],
        );
    }

    /// The texts of the fixes for the copy.
    fn fixes(fixture: &str) -> Vec<String> {
        let snapshot = Fixture::parse(fixture).snapshot();
        let path = snapshot.path(Utf8Path::new(".github/agents/flow-plan.agent.md"));
        let found = rules::check(&snapshot, &path, Fixes::Wanted);
        let drift = found.iter().filter(|found| found.code == "copy-drift");
        let edits = drift.flat_map(|found| &found.fixes).flat_map(|fix| &fix.edits);
        let texts = edits.filter_map(|edit| match edit {
            Edit::Replace { text, .. } => Some(text.clone()),
            _ => None,
        });
        texts.collect()
    }

    #[test]
    fn a_fix_carries_what_differs_and_no_more() {
        assert_eq!(fixes(FIXTURE), ["two"]);
        let long = |words: usize| FIXTURE.replace("two\n", &format!("{}\n", "word ".repeat(words)));
        assert_eq!(fixes(&long(200_000)).len(), 1);
        assert_eq!(fixes(&long(220_000)), [""; 0]);
    }

    #[test]
    fn a_command_that_is_too_long_to_compare() {
        let include = "{{INCLUDE:big.md}}\n".repeat(9);
        let big = "x".repeat(1 << 20);
        check(
            "copy-drift",
            &format!(
                "//- /.claude/commands/flow/plan.md\n---\ndescription: x\n---\n{include}//- /big.md\n{big}\n//- /.github/agents/flow-plan.agent.md\n---\nname: flow-plan\n---\né\n"
            ),
            expect![[r#"
                .github/agents/flow-plan.agent.md
                  é
                //^ warning copy-drift: this is not compared with `.claude/commands/flow/plan.md`, which expands to more than 8 MB: include less
            "#]],
        );
    }

    #[test]
    fn a_copy_that_ends_early_or_late() {
        for (source, copy, expect) in [
            (
                "a\nb\n",
                "a\n",
                expect![[r#"
                .github/agents/flow.plan.agent.md
                  a
                //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
                //  .claude/commands/flow/plan.md:5:1: the first line that differs
            "#]],
            ),
            (
                "a\n",
                "a\nb\n",
                expect![[r#"
                    .github/agents/flow.plan.agent.md
                      b
                    //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
                    //  .claude/commands/flow/plan.md:4:1: the first line that differs
                "#]],
            ),
            (
                "a\né\n",
                "a\nè\n",
                expect![[r#"
                    .github/agents/flow.plan.agent.md
                      è
                    //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
                    //  .claude/commands/flow/plan.md:5:1: the first line that differs
                "#]],
            ),
            (
                "a\n",
                "",
                expect![[r#"
                .github/agents/flow.plan.agent.md

                //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
                //  .claude/commands/flow/plan.md:4:1: the first line that differs
            "#]],
            ),
            (
                "",
                "a\n",
                expect![[r#"
                .github/agents/flow.plan.agent.md
                  a
                //^ warning copy-drift: this is not what `.claude/commands/flow/plan.md` expands to: regenerate the copy, or move the change into the command
                //  .claude/commands/flow/plan.md:4:1: the first line that differs
            "#]],
            ),
        ] {
            let fixture = format!(
                "//- /.claude/commands/flow/plan.md\n---\nloop: inner\n---\n{source}//- /.github/agents/flow.plan.agent.md\n{copy}"
            );
            check("copy-drift", &fixture, expect);
        }
    }

    #[test]
    fn an_agent_that_was_written_by_hand_is_ignored() {
        let command =
            "//- /.claude/commands/flow/plan.md\n---\ndescription: Plan.\n---\n# Plan\n\nWrite the plan.\nThen stop.\n";
        let agent =
            "//- /.github/agents/flow.plan.agent.md\n---\ndescription: Plan.\n---\n# Planning 😀\n\nAnother text.\n";
        check_silent("copy-drift", &format!("{command}{agent}"));
    }

    #[test]
    fn what_cannot_be_compared_is_silent() {
        check_silent(
            "copy-drift",
            "
//- /.claude/commands/flow/plan.md
---
description: Plan
---

{{INCLUDE:a.md}}

//- /a.md
a
//- /.github/agents/flow-plan.agent.md
a
//- /.claude/commands/flow/assess.md
{{INCLUDE:b.md}}
//- /b.md
{{INCLUDE:b.md}}
//- /.github/agents/flow-assess.agent.md
b
//- /.github/agents/flow-other.agent.md
x
//- /.claude/commands/flow/operate.md
---
never closed
//- /.github/agents/flow-operate.agent.md
x
//- /.github/prompts/kit.tasks.prompt.md
---
agent: kit.tasks
---
//- /.github/agents/kit.tasks.agent.md
x
",
        );
        // Spec Kit installs each for an agent of its own.
        check_silent(
            "copy-drift",
            "
//- /.claude/commands/speckit.plan.md
x $ARGUMENTS
//- /.github/agents/speckit.plan.agent.md
x
",
        );
    }
}
