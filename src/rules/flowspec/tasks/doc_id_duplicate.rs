//! Two documents, or two decisions, of Backlog.md with one id.

use crate::{
    model::{Kind, backlog::BacklogKind, task::id_key},
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("doc-id-duplicate"), Severity::Warning)
    .summary("two documents or decisions of Backlog.md have the same id")
    .checks(&[Check::new(KINDS, check)]);

/// What Backlog.md finds by an id besides tasks.
pub(super) const KINDS: &[Kind] = &[Kind::Backlog(BacklogKind::Document), Kind::Backlog(BacklogKind::Decision)];

/// How many of the other files are shown.
const MOST: usize = 5;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(id) = context.facts().front_matter.as_ref().and_then(|it| it.get("id")) else { return };
    let Some(written) = id.value.as_str() else { return };
    let Some(same) = context.index.notes.get(&(context.document.kind, id_key(written))) else { return };
    if same.len() < 2 {
        return;
    }
    let mut finding =
        sink.report(id.value.content_range(), format!("duplicate id `{written}`: give each file an id of its own"));
    for other in same.iter().filter(|other| **other != context.document.path).take(MOST) {
        let document = context.snapshot.document(other);
        let front_matter = document.and_then(|document| document.facts().front_matter.as_ref());
        if let Some(other_id) = front_matter.and_then(|it| it.get("id")) {
            finding.related(other, other_id.value.content_range(), "the other one is here");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn note(name: &str, id: &str) -> String {
        format!("//- /backlog/{name}\n---\ntitle: 😀\nid: {id}\n---\n")
    }

    #[test]
    fn both_show_each_other() {
        check(
            "doc-id-duplicate",
            &(note("docs/doc-1 - A.md", "doc-1") + &note("docs/deep/doc-01 - B.md", "'DOC-01'")),
            expect![[r#"
                backlog/docs/deep/doc-01 - B.md
                  id: 'DOC-01'
                //     ^^^^^^ warning doc-id-duplicate: duplicate id `DOC-01`: give each file an id of its own
                //  backlog/docs/doc-1 - A.md:3:5: the other one is here
                backlog/docs/doc-1 - A.md
                  id: doc-1
                //    ^^^^^ warning doc-id-duplicate: duplicate id `doc-1`: give each file an id of its own
                //  backlog/docs/deep/doc-01 - B.md:3:6: the other one is here
            "#]],
        );
    }

    #[test]
    fn a_decision_and_a_document_may_share_an_id() {
        check_silent("doc-id-duplicate", &(note("docs/a.md", "a-1") + &note("decisions/decision-1.md", "a-1")));
    }
}
