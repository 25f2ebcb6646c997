//! An event that flowspec does not know.

use text_size::TextRange;

use crate::{
    model::{Kind, event},
    rules::{
        Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink,
        common::references::{INSTRUCTIONS, severity},
    },
    syntax::{reference::ReferenceKind, yaml::Node},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("event-unknown"), Severity::Warning)
    .summary("an event that flowspec does not know")
    .fix(FixKind::Offered)
    .checks(&[Check::new(INSTRUCTIONS, check).local(), Check::new(&[Kind::Hooks], check_hooks).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for reference in context.facts().references.references.iter().filter(|it| it.kind == ReferenceKind::Event) {
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        if !event::is_known(&context.text[reference.range]) {
            report(context, &context.text[reference.range], reference.range, "flowspec knows no event", severity, sink);
        }
    }
}

fn check_hooks(context: &Context<'_>, sink: &mut Sink<'_>) {
    let hooks = context.facts().yaml.root.as_ref().and_then(|root| root.get("hooks")).map_or(&[][..], Node::items);
    let events = hooks.iter().filter_map(|hook| hook.get("events")).flat_map(Node::items);
    for node in events.filter_map(|event| event.get("type").filter(|node| node.is_string())) {
        let Some(pattern) = node.as_str().filter(|pattern| !event::listens(pattern)) else { continue };
        let what =
            if pattern.contains(['*', '?']) { "flowspec knows no event that fits" } else { "flowspec knows no event" };
        report(context, pattern, node.content_range(), what, Severity::Warning, sink);
    }
}

fn report(context: &Context<'_>, name: &str, range: TextRange, what: &str, severity: Severity, sink: &mut Sink<'_>) {
    let near = event::nearest(name);
    let advice = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
    let message = format!("{what} `{name}`{advice}");
    sink.report(range, message).severity(severity).fixes(|| near.map(|near| fix(context, range, near)));
}

fn fix(context: &Context<'_>, range: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, range, near)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn emitted() {
        let fixture =
            "Plän 😀 `flowspec hooks emit plan.create`\n\n```bash\nflowspec hooks emit deploy.done --json\n```\n";
        check(
            "event-unknown",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              Plän 😀 `flowspec hooks emit plan.create`
            //                            ^^^^^^^^^^^ warning event-unknown: flowspec knows no event `plan.create`: did you mean `plan.created`?
              flowspec hooks emit deploy.done --json
            //                    ^^^^^^^^^^^ hint event-unknown: flowspec knows no event `deploy.done`
        "#]],
        );
        check_fixes(
            "event-unknown",
            fixture,
            expect![[r#"
            * Change to `plan.created`
            //- /.claude/commands/flow/plan.md
            Plän 😀 `flowspec hooks emit plan.created`

            ```bash
            flowspec hooks emit deploy.done --json
            ```
        "#]],
        );
    }

    #[test]
    fn listened_to() {
        check(
            "event-unknown",
            "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - name: é\n    events:\n      - type: 'plan.create'\n      - type: plans.*\n      - type: '*'\n      - type: task.ac_*\n",
            expect![[r#"
                .flowspec/hooks/hooks.yaml
                        - type: 'plan.create'
                //               ^^^^^^^^^^^ warning event-unknown: flowspec knows no event `plan.create`: did you mean `plan.created`?
                        - type: plans.*
                //              ^^^^^^^ warning event-unknown: flowspec knows no event that fits `plans.*`
            "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent(
            "event-unknown",
            "`flowspec hooks emit spec.created` `flowspec hooks emit TYPE` `flowspec hooks emit <type>` `hooks emit x.y`\n",
        );
        check_silent(
            "event-unknown",
            "//- /.flowspec/hooks/hooks.yaml\nhooks:\n  - events: [a]\n  - events:\n      - type: 3\n",
        );
    }
}
