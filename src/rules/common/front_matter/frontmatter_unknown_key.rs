//! A key that no tool reads and that is close to one that tools do read.

use rustc_hash::FxHashSet;
use text_size::TextRange;

use super::{KINDS, is_of_other_agent};

use crate::{
    model::keys::{key_of, keys},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{nearest::nearest, yaml::Entry},
};

/// Tools add keys faster than we learn of them, so a key that is close to none is none of our business.
pub(super) static RULE: Rule = Rule::new(page!("frontmatter-unknown-key"), Severity::Hint)
    .summary("a key that no tool reads, close to one that tools read")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check).in_copies().local()]);

/// A known key may be this much longer or shorter: `user` is not short for `user-invocable`.
const MOST: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let front_matter = context.facts().front_matter.as_ref().filter(|_| !is_of_other_agent(context.document));
    let Some(front_matter) = front_matter else { return };
    let (kind, file) = (context.document.kind, context.document.name());
    let present: FxHashSet<&str> = front_matter.entries.iter().filter_map(Entry::name).collect();
    let absent: Vec<&str> = keys(kind, file).map(|key| key.name).filter(|key| !present.contains(key)).collect();
    for entry in &front_matter.entries {
        // By custom `x-…` is nobody's but the author's.
        let unknown = |name: &&str| key_of(kind, file, name).is_none() && !name.starts_with("x-");
        let Some(name) = entry.name().filter(unknown) else { continue };
        let candidates = absent.iter().copied().filter(|key| key.len().abs_diff(name.len()) <= MOST);
        let Some(near) = nearest(name, candidates) else { continue };
        let message = format!("no tool reads the key `{name}`: did you mean `{near}`?");
        sink.report(entry.key.range, message).fixes(|| [fix(context, entry.key.range, near)]);
    }
}

fn fix(context: &Context<'_>, key: TextRange, near: &str) -> Fix {
    Fix::new(format!("Rename to `{near}`"), vec![Edit::replace(&context.document.path, key, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn a_slip_of_the_pen() {
        let fixture = "---\ndescription: Plän.\nallowed_tools: Read\ndescripton: x\nargumenthint: x\n---\n";
        check(
            "frontmatter-unknown-key",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              allowed_tools: Read
            //^^^^^^^^^^^^^ hint frontmatter-unknown-key: no tool reads the key `allowed_tools`: did you mean `allowed-tools`?
              argumenthint: x
            //^^^^^^^^^^^^ hint frontmatter-unknown-key: no tool reads the key `argumenthint`: did you mean `argument-hint`?
        "#]],
        );
        check_fixes(
            "frontmatter-unknown-key",
            fixture,
            expect![[r#"
            * Rename to `allowed-tools`
            //- /.claude/commands/flow/plan.md
            ---
            description: Plän.
            allowed-tools: Read
            descripton: x
            argumenthint: x
            ---
        "#]],
        );
    }

    #[test]
    fn by_kind() {
        check(
            "frontmatter-unknown-key",
            "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nlable: x\ndependancies: []\n---\n",
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  lable: x
                //^^^^^ hint frontmatter-unknown-key: no tool reads the key `lable`: did you mean `labels`?
                  dependancies: []
                //^^^^^^^^^^^^ hint frontmatter-unknown-key: no tool reads the key `dependancies`: did you mean `dependencies`?
            "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent(
            "frontmatter-unknown-key",
            "---\ndescription: Plan.\nour-team: x\nuser: x\nx-color: y\ntool: a\ntools: b\napplyTo: '**'\n---\n",
        );
    }
}
