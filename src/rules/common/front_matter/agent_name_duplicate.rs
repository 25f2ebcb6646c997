//! Two agents of one layout with one name.

use super::name_of;
use crate::{
    model::Kind,
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::Index,
};

pub(super) static RULE: Rule = Rule::new(page!("agent-name-duplicate"), Severity::Warning)
    .summary("two agents in one place have the same `name`")
    .checks(&[Check::new(&[Kind::Agent, Kind::Copy], check).in_copies()]);

/// How many of the other agents are shown.
const MOST: usize = 5;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(name) = context.facts().front_matter.as_ref().and_then(name_of) else { return };
    let Some(written) = name.value.as_str() else { return };
    let Some(layout) = Index::layout(context.document) else { return };
    let same = context.index.agents_by_layout.get(&(layout.to_owned(), written.to_owned()));
    let Some(same) = same.filter(|same| same.len() > 1) else { return };
    let message = format!("another agent has the name `{written}`, and only one of them is loaded: rename one");
    let mut finding = sink.report(name.value.content_range(), message);
    for other in same.iter().filter(|other| **other != context.document.path).take(MOST) {
        let document = context.snapshot.document(other);
        let front_matter = document.and_then(|document| document.facts().front_matter.as_ref());
        if let Some(name) = front_matter.and_then(name_of) {
            finding.related(other, name.value.content_range(), "the other agent is here");
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn agent(file: &str, name: &str) -> String {
        format!("//- /{file}\n---\ndescription: 😀\nname: {name}\n---\n")
    }

    #[test]
    fn both_show_each_other() {
        check(
            "agent-name-duplicate",
            &(agent(".claude/agents/a.md", "réviewer") + &agent(".claude/agents/deep/b.md", "'réviewer'")),
            expect![[r#"
                .claude/agents/a.md
                  name: réviewer
                //      ^^^^^^^^ warning agent-name-duplicate: another agent has the name `réviewer`, and only one of them is loaded: rename one
                //  .claude/agents/deep/b.md:3:8: the other agent is here
                .claude/agents/deep/b.md
                  name: 'réviewer'
                //       ^^^^^^^^ warning agent-name-duplicate: another agent has the name `réviewer`, and only one of them is loaded: rename one
                //  .claude/agents/a.md:3:7: the other agent is here
            "#]],
        );
    }

    #[test]
    fn agents_of_two_layouts_may_share_a_name() {
        check_silent(
            "agent-name-duplicate",
            &(agent(".claude/agents/a.md", "a")
                + &agent(".github/agents/a.agent.md", "a")
                + &agent(".agents/a.md", "a")),
        );
    }
}
