//! Documents and decisions that Backlog.md cannot find.

use text_size::TextRange;

use super::doc_id_duplicate::KINDS;
use crate::{
    model::{
        Kind,
        backlog::{BacklogKind, BacklogReading, reading},
    },
    rules::{Check, Context, Rule, Severity, Sink},
    text::lines::start_of_text,
};

pub(super) static RULE: Rule = Rule::new(page!("doc-id-missing"), Severity::Warning)
    .summary("a document or decision of Backlog.md without an id")
    .checks(&[Check::new(KINDS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let name = context.document.path.file_name().unwrap_or_default();
    let (what, is_read) = match context.document.kind {
        Kind::Backlog(BacklogKind::Decision) => ("decision", name.starts_with("decision-")),
        _ => ("document", true),
    };
    if !is_read
        || name.eq_ignore_ascii_case("readme.md")
        || context.document.unreadable.is_some()
        || reading(context.text) != BacklogReading::WithoutId
    {
        return;
    }
    let first_line = context.facts().lines.line_range(context.text, 0);
    let start = start_of_text(context.text).min(first_line.end());
    let id = context.facts().front_matter.as_ref().and_then(|it| it.get("id")).map(|entry| entry.key.range);
    let message = format!("this {what} has no `id`, so Backlog.md cannot open it: add front matter with an `id`");
    let mut finding = sink.report(id.unwrap_or(TextRange::new(start, first_line.end())), message);
    if is_elsewhere(context, name) {
        finding.severity(Severity::Hint);
    }
}

/// Whether it is Markdown that was never meant for Backlog.md: it has neither front matter nor the name of a document, and no other
/// document has an id.
fn is_elsewhere(context: &Context<'_>, name: &str) -> bool {
    let kind = context.document.kind;
    let mut ids = context.index.notes.range((kind, String::new())..);
    let has_ids = ids.next().is_some_and(|((other, _), _)| *other == kind);
    context.facts().front_matter.is_none() && !name.starts_with("doc-") && !name.starts_with("decision-") && !has_ids
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn documents_and_decisions_without_an_id_are_reported() {
        check(
            "doc-id-missing",
            "//- /backlog/docs/é.md\n# 😀\n//- /backlog/decisions/decision-1 - A.md\n---\ntitle: A\nid:\n---\n",
            expect![[r#"
                backlog/decisions/decision-1 - A.md
                  id:
                //^^ warning doc-id-missing: this decision has no `id`, so Backlog.md cannot open it: add front matter with an `id`
                backlog/docs/é.md
                  # 😀
                //^^^ hint doc-id-missing: this document has no `id`, so Backlog.md cannot open it: add front matter with an `id`
            "#]],
        );
    }

    #[test]
    fn markdown_in_a_folder_without_documents_is_a_hint() {
        let plain = "//- /backlog/docs/notes.md\n# A\n";
        check(
            "doc-id-missing",
            &format!(
                "{plain}//- /backlog/docs/deep/doc-1 - B.md\n# B\n//- /backlog/decisions/decision-1 - A.md\n---\nid: decision-1\n---\n"
            ),
            expect![[r#"
                backlog/docs/deep/doc-1 - B.md
                  # B
                //^^^ warning doc-id-missing: this document has no `id`, so Backlog.md cannot open it: add front matter with an `id`
                backlog/docs/notes.md
                  # A
                //^^^ hint doc-id-missing: this document has no `id`, so Backlog.md cannot open it: add front matter with an `id`
            "#]],
        );
        check(
            "doc-id-missing",
            &format!("{plain}//- /backlog/docs/doc-1 - B.md\n---\nid: doc-1\n---\n"),
            expect![[r#"
            backlog/docs/notes.md
              # A
            //^^^ warning doc-id-missing: this document has no `id`, so Backlog.md cannot open it: add front matter with an `id`
        "#]],
        );
    }

    #[test]
    fn other_files_are_ignored() {
        check_silent("doc-id-missing", "//- /backlog/docs/README.md\n# A\n");
        check_silent("doc-id-missing", "//- /backlog/decisions/notes.md\n# A\n");
        check_silent("doc-id-missing", "//- /backlog/docs/a.md\n---\nid: doc-1\n---\n");
        check_silent("doc-id-missing", "//- /backlog/docs/a.md\n---\ntitle: a: b\n---\n");
    }
}
