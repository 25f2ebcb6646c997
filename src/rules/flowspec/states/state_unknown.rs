//! A label with a state that the workflow does not have.

use super::machine::{KINDS, machine};
use crate::{
    model::machine::Machine,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::reference::ReferenceKind,
};
use text_size::TextRange;

pub(super) static RULE: Rule = Rule::new(page!("state-unknown"), Severity::Warning)
    .summary("a `workflow:…` label names a state that the workflow does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(KINDS, check)]);

/// Looking for what was meant costs time with every state; nobody reads more advice than this.
const MOST_ADVICE: usize = 50;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(machine) = machine(context) else { return };
    let kind = context.document.kind;
    let states = context.facts().references.references.iter().filter_map(|reference| match reference.kind {
        ReferenceKind::State { name } if kind.is_prompt() || !reference.fenced => Some((name, reference.fenced)),
        _ => None,
    });
    let unknown = states.filter(|(name, _)| {
        let name = &context.text[*name];
        machine.state(name).is_none() && !is_placeholder(name)
    });
    for (at, (range, fenced)) in unknown.enumerate() {
        if at == 0 && !concerns(context, machine) {
            return;
        }
        let name = &context.text[range];
        let near = (at < MOST_ADVICE).then(|| machine.nearest_state(name)).flatten();
        let whose = if machine.is_seed() { "built-in workflow" } else { "workflow" };
        let advice = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct it or add it to the workflow file".to_owned(),
        };
        let mut finding = sink.report(range, format!("the {whose} has no state `{name}`: {advice}"));
        if fenced {
            finding.severity(Severity::Hint);
        }
        finding.fixes(|| near.map(|near| fix(context, range, near)));
    }
}

/// Whether a name stands for whatever state is meant, as in "replace `workflow:Current` by `workflow:Next`".
fn is_placeholder(name: &str) -> bool {
    const STAND_INS: [&str; 10] =
        ["current", "next", "previous", "new", "old", "target", "state", "name", "label", "some"];
    let words = name.split([' ', '-', '_']).filter(|word| !word.is_empty());
    let is_stand_in = |word: &str| {
        let word = word.to_lowercase();
        let base = word.strip_suffix("state").or_else(|| word.strip_suffix("name")).unwrap_or(&word);
        base.is_empty() || STAND_INS.contains(&base)
    };
    name.len() == 1 || words.clone().all(is_stand_in) || name.starts_with("Your") || name.starts_with("YOUR")
}

fn fix(context: &Context<'_>, range: TextRange, near: &str) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, range, near)])
}

/// Whether the project has to do with the machine at all: without a workflow file, only who uses its commands does.
fn concerns(context: &Context<'_>, machine: &Machine) -> bool {
    let refers = || {
        context.facts().references.references.iter().any(|reference| match reference.kind {
            ReferenceKind::Command { namespace, .. } => machine.has_namespace(&context.text[namespace]),
            _ => false,
        })
    };
    let has = || context.index.namespaces.iter().any(|namespace| machine.has_namespace(namespace));
    !machine.is_seed() || has() || refers()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn names_the_nearest_state() {
        let fixture = "é😀 set `workflow:Planed`, not `workflow:Ready`.\r\n\r\n```sh\r\nbacklog task edit 1 --add-label \"workflow:Specifed\"\r\n```\r\n";
        check(
            "state-unknown",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              é😀 set `workflow:Planed`, not `workflow:Ready`.
            //                 ^^^^^^ warning state-unknown: the built-in workflow has no state `Planed`: did you mean `Planned`?
              é😀 set `workflow:Planed`, not `workflow:Ready`.
            //                                        ^^^^^ warning state-unknown: the built-in workflow has no state `Ready`: correct it or add it to the workflow file
              backlog task edit 1 --add-label "workflow:Specifed"
            //                                          ^^^^^^^^ hint state-unknown: the built-in workflow has no state `Specifed`: did you mean `Specified`?
        "#]],
        );
        check_fixes(
            "state-unknown",
            fixture,
            expect![[r#"
            * Change to `Planned`
            //- /.claude/commands/flow/plan.md
            é😀 set `workflow:Planned`, not `workflow:Ready`.␍
            ␍
            ```sh␍
            backlog task edit 1 --add-label "workflow:Specifed"␍
            ```␍
        "#]],
        );
    }

    #[test]
    fn the_workflow_file_replaces_the_table() {
        let fixture = "
//- /flowspec_workflow.yml
version: \"2.0\"
states: [To Do, Triaged, Done]
//- /.claude/commands/x/y.md
From `workflow:Triaged` to `workflow:Planned`.
";
        check(
            "state-unknown",
            fixture,
            expect![[r#"
            .claude/commands/x/y.md
              From `workflow:Triaged` to `workflow:Planned`.
            //                                     ^^^^^^^ warning state-unknown: the workflow has no state `Planned`: correct it or add it to the workflow file
        "#]],
        );
    }

    #[test]
    fn tables_and_constitutions() {
        let fixture = "
//- /.claude/commands/flow/plan.md
Plan.
//- /memory/constitution.md
| Command | State |
|---|---|
| /flow:plan | workflow:Plannd |

```text
workflow:Plannd
```
";
        check(
            "state-unknown",
            fixture,
            expect![[r#"
            memory/constitution.md
              | /flow:plan | workflow:Plannd |
            //                        ^^^^^^ warning state-unknown: the built-in workflow has no state `Plannd`: did you mean `Planned`?
        "#]],
        );
    }

    #[test]
    fn names_that_are_none() {
        check_silent(
            "state-unknown",
            "`workflow:planned`, workflow:Planned, `workflow:In Implementation`, workflow: Foo, workflow-artifacts, `workflow:STATE`, workflow:<State>, my-workflow:Foo, GitHub workflow:build",
        );
    }

    #[test]
    fn who_does_not_use_the_commands() {
        check_silent("state-unknown", "//- /.claude/commands/ci/run.md\nThe label `workflow:Nightly`.\n");
    }

    #[test]
    fn placeholders_are_ignored() {
        let words = ["Current", "Next", "CurrentState", "New State", "X", "State-Name", "YourState", "Previous"];
        for word in words {
            check_silent("state-unknown", &format!("Replace `workflow:{word}` in /flow:plan.\n"));
        }
    }

    #[test]
    fn who_cannot_tell() {
        let fixture =
            "//- /flowspec_workflow.yml\nstates: [To Do\n//- /.claude/commands/flow/run.md\n`workflow:Nightly`\n";
        check_silent("state-unknown", fixture);
    }
}
