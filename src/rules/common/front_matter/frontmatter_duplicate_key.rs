//! A key that stands twice in one mapping.

use rustc_hash::FxHashMap;

use super::WITH_STEERING;
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::yaml::{Entry, Value},
    text::lines::whole_lines,
};

pub(super) static RULE: Rule = Rule::new(page!("frontmatter-duplicate-key"), Severity::Warning)
    .summary("a key that stands twice in the front matter")
    .fix(FixKind::Offered)
    .checks(&[Check::new(WITH_STEERING, check).in_copies().local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if let Some(front_matter) = &context.facts().front_matter {
        duplicates(context, &front_matter.entries, sink);
    }
}

fn duplicates(context: &Context<'_>, entries: &[Entry], sink: &mut Sink<'_>) {
    let mut seen: FxHashMap<&str, &Entry> = FxHashMap::default();
    for entry in entries {
        match &entry.value.value {
            Value::Mapping(entries) => duplicates(context, entries, sink),
            Value::Sequence(items) => items.iter().for_each(|item| duplicates(context, item.entries(), sink)),
            _ => {}
        }
        let Some(name) = entry.name() else { continue };
        if let Some(first) = seen.get(name) {
            report(context, name, first, entry, sink);
        } else {
            seen.insert(name, entry);
        }
    }
}

fn report(context: &Context<'_>, name: &str, first: &Entry, second: &Entry, sink: &mut Sink<'_>) {
    let path = &context.document.path;
    let is_task = context.document.kind == Kind::Task;
    let consequence = if is_task { "; Backlog.md will not list this task" } else { "" };
    let message = format!("duplicate key `{name}`: remove one of them{consequence}");
    let mut finding = sink.report(second.key.range, message);
    if is_task {
        finding.severity(Severity::Error);
    }
    finding.related(path, first.key.range, "first defined here").fixes(|| fixes(context, first, second));
}

fn fixes(context: &Context<'_>, first: &Entry, second: &Entry) -> Vec<Fix> {
    let fix = |(title, entry): (&str, &Entry)| {
        let lines = whole_lines(context.text, entry.range());
        let inside = context.facts().front_matter.as_ref().is_some_and(|it| it.content.contains_range(lines));
        let alone = context.text[lines].trim_start().starts_with(&context.text[entry.key.range]);
        // An entry of `{ … }` shares its line with others.
        (inside && alone).then(|| Fix::new(title, vec![Edit::replace(&context.document.path, lines, "")]))
    };
    [("Remove this one", second), ("Remove the first one", first)].into_iter().filter_map(fix).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn twice() {
        let fixture = "---\ndescription: Plän.\ntools:\n  - a\n  - b\n\"tools\": c\n---\n";
        check(
            "frontmatter-duplicate-key",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              "tools": c
            //^^^^^^^ warning frontmatter-duplicate-key: duplicate key `tools`: remove one of them
            //  .claude/commands/flow/plan.md:3:1: first defined here
        "#]],
        );
        check_fixes(
            "frontmatter-duplicate-key",
            fixture,
            expect![[r#"
            * Remove this one
            //- /.claude/commands/flow/plan.md
            ---
            description: Plän.
            tools:
              - a
              - b
            ---
            * Remove the first one
            //- /.claude/commands/flow/plan.md
            ---
            description: Plän.
            "tools": c
            ---
        "#]],
        );
    }

    #[test]
    fn nested() {
        check(
            "frontmatter-duplicate-key",
            "---\nhandoffs:\n  - label: é\n    agent: b\n    label: c\n  - label: a\n---\n",
            expect![[r#"
                .claude/commands/flow/plan.md
                      label: c
                //    ^^^^^ warning frontmatter-duplicate-key: duplicate key `label`: remove one of them
                //  .claude/commands/flow/plan.md:3:5: first defined here
            "#]],
        );
        check_fixes("frontmatter-duplicate-key", "---\nscripts: {sh: a, sh: b}\n---\n", expect![[""]]);
    }

    #[test]
    fn silent() {
        check_silent("frontmatter-duplicate-key", "---\nname: a\nhandoffs:\n  - name: a\n  - name: a\n---\nname: a\n");
    }
}
