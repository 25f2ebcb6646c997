//! What was meant to be an include and is read by no tool.

use text_size::{TextRange, TextSize};

use super::target::{Target, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::include::{Include, IncludeKind, Malformed},
};

pub(super) static RULE: Rule = Rule::new(page!("include-malformed"), Severity::Warning)
    .summary("an include is written in a way that no tool reads")
    .fix(FixKind::Always)
    .checks(&[Check::new(Kind::PROMPTS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for include in &context.facts().includes {
        let IncludeKind::Malformed(reason) = include.kind else { continue };
        let path = &context.text[include.path];
        let exists = matches!(target(context, path), Target::File(_));
        // Template languages have includes of their own; a Markdown file is ours.
        if include.fenced || include.in_code || !(exists || path.ends_with(".md")) {
            continue;
        }
        let why = match reason {
            Malformed::MissingColon => "the colon after `INCLUDE` is missing",
            Malformed::Case => "`INCLUDE` must be in capitals",
            Malformed::Unclosed => "the closing brackets are missing",
            Malformed::Blanks => "there must be no blanks inside the brackets",
        };
        let (range, right) = corrected(context.text, include);
        let mut finding = sink.report(include.range, format!("{why}: write `{right}`"));
        finding.fixes(|| [fix(context, range, right, exists && reason != Malformed::Unclosed)]);
    }
}

fn fix(context: &Context<'_>, range: TextRange, right: String, always: bool) -> Fix {
    let title = format!("Change to `{right}`");
    let edits = vec![Edit::replace(&context.document.path, range, right)];
    if always { Fix::always(title, edits) } else { Fix::new(title, edits) }
}

/// The right spelling, and the bytes that it replaces.
fn corrected(text: &str, include: &Include) -> (TextRange, String) {
    let path = &text[include.path];
    let angles = text[include.range].starts_with('<');
    let right = if angles { format!("<<INCLUDE:{path}>>") } else { format!("{{{{INCLUDE:{path}}}}}") };
    // One of two closing brackets may be there.
    let rest = &text[usize::from(include.range.end())..];
    let unclosed = include.kind == IncludeKind::Malformed(Malformed::Unclosed);
    let half_closed = unclosed && rest.starts_with(if angles { '>' } else { '}' });
    let end = include.range.end() + TextSize::new(u32::from(half_closed));
    (TextRange::new(include.range.start(), end), right)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn every_way_to_miss() {
        check(
            "include-malformed",
            "
//- /.claude/commands/flow/plan.md
é {{INCLUDE a.md}} {{include:a.md}}\r
{{INCLUDE: a.md}} <<INCLUDE:gone.md\r
",
            expect![[r#"
                .claude/commands/flow/plan.md
                  é {{INCLUDE a.md}} {{include:a.md}}
                //  ^^^^^^^^^^^^^^^^ warning include-malformed: the colon after `INCLUDE` is missing: write `{{INCLUDE:a.md}}`
                  é {{INCLUDE a.md}} {{include:a.md}}
                //                   ^^^^^^^^^^^^^^^^ warning include-malformed: `INCLUDE` must be in capitals: write `{{INCLUDE:a.md}}`
                  {{INCLUDE: a.md}} <<INCLUDE:gone.md
                //^^^^^^^^^^^^^^^^^ warning include-malformed: there must be no blanks inside the brackets: write `{{INCLUDE:a.md}}`
                  {{INCLUDE: a.md}} <<INCLUDE:gone.md
                //                  ^^^^^^^^^^^^^^^^^ warning include-malformed: the closing brackets are missing: write `<<INCLUDE:gone.md>>`
            "#]],
        );
    }

    #[test]
    fn fixes() {
        let partial = "//- /a.md\n";
        for (text, expect) in [
            (
                "<<include:a.md>> x\n",
                expect![[r#"
                * Change to `<<INCLUDE:a.md>>` (always right)
                //- /.claude/commands/flow/plan.md
                <<INCLUDE:a.md>> x
            "#]],
            ),
            (
                "{{INCLUDE:a.md} x\n",
                expect![[r#"
                * Change to `{{INCLUDE:a.md}}`
                //- /.claude/commands/flow/plan.md
                {{INCLUDE:a.md}} x
            "#]],
            ),
            (
                "{{Include gone.md}} x\n",
                expect![[r#"
                * Change to `{{INCLUDE:gone.md}}`
                //- /.claude/commands/flow/plan.md
                {{INCLUDE:gone.md}} x
            "#]],
            ),
        ] {
            check_fixes("include-malformed", &format!("//- /.claude/commands/flow/plan.md\n{text}{partial}"), expect);
        }
    }

    #[test]
    fn look_alikes_are_silent() {
        check_silent(
            "include-malformed",
            "{{include:header.html}} {{INCLUDE}} `{{INCLUDE a.md}}` {{INCLUDE:a.md}}\n```\n{{INCLUDE a.md}}\n```\n",
        );
    }
}
