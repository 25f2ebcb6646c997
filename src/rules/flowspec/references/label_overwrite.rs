//! `backlog task edit … -l "workflow:…"`, which throws the task's other labels away.

use text_size::TextRange;

use crate::{
    model::{machine::same_name, task::STATE_PREFIX},
    rules::{
        Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink,
        common::references::{INSTRUCTIONS, severity},
    },
    syntax::reference::ReferenceKind,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("label-overwrite"), Severity::Warning)
    .summary("`backlog task edit … -l` that throws the other labels away")
    .fix(FixKind::Offered)
    .checks(&[Check::new(INSTRUCTIONS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for reference in &context.facts().references.references {
        let ReferenceKind::LabelOverwrite { state } = reference.kind else { continue };
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        let written = &context.text[reference.range];
        let flag = written.split([' ', '=']).next().unwrap_or("-l");
        let message = format!("`{flag}` replaces every label of the task: use `--remove-label` and `--add-label`");
        let fixes = || [fix(context, reference.range, &written[flag.len()..], &context.text[state])];
        sink.report(reference.range, message).severity(severity).fixes(fixes);
    }
}

fn fix(context: &Context<'_>, range: TextRange, labels: &str, state: &str) -> Fix {
    let added = labels.trim_start_matches([' ', '=']);
    let removed: String = states_before(context, state)
        .iter()
        .map(|state| format!("--remove-label \"{STATE_PREFIX}{state}\" "))
        .collect();
    let edit = Edit::replace(&context.document.path, range, format!("{removed}--add-label {added}"));
    Fix::new("Change only the workflow label", vec![edit])
}

/// The states that a task can leave for `state`: as the document says, else as the machine says.
fn states_before(context: &Context<'_>, state: &str) -> Vec<String> {
    let text = context.text;
    let declared = context
        .facts()
        .references
        .declarations
        .iter()
        .find(|declaration| declaration.output.is_some_and(|output| same_name(&text[output], state)));
    let mut states: Vec<String> = match declared {
        Some(declaration) => declaration.inputs.iter().map(|&input| text[input].to_owned()).collect(),
        None => {
            let workflows = context.index.machine.iter().flat_map(|machine| &machine.steps);
            workflows
                .filter(|step| step.output_state.as_ref().is_some_and(|output| same_name(&output.text, state)))
                .flat_map(|step| &step.input_states)
                .map(|input| input.text.clone())
                .collect()
        }
    };
    states.dedup();
    states.retain(|before| !same_name(before, state));
    states
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn as_the_machine_says() {
        let fixture = "Plän 😀: `backlog task edit task-1 -l \"workflow:Planned\"`\n\n```bash\nbacklog task edit <id> --label workflow:Planned -s Done\n```\n";
        check(
            "label-overwrite",
            fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              Plän 😀: `backlog task edit task-1 -l "workflow:Planned"`
            //                                  ^^^^^^^^^^^^^^^^^^^^^ warning label-overwrite: `-l` replaces every label of the task: use `--remove-label` and `--add-label`
              backlog task edit <id> --label workflow:Planned -s Done
            //                       ^^^^^^^^^^^^^^^^^^^^^^^^ hint label-overwrite: `--label` replaces every label of the task: use `--remove-label` and `--add-label`
        "#]],
        );
        check_fixes(
            "label-overwrite",
            fixture,
            expect![[r#"
            * Change only the workflow label
            //- /.claude/commands/flow/plan.md
            Plän 😀: `backlog task edit task-1 --remove-label "workflow:Specified" --remove-label "workflow:Researched" --add-label "workflow:Planned"`

            ```bash
            backlog task edit <id> --label workflow:Planned -s Done
            ```
        "#]],
        );
    }

    #[test]
    fn as_the_document_says() {
        check_fixes(
            "label-overwrite",
            "**For /flow:plan**: Required input state is `workflow:Ready`. Output state will be `workflow:Planned`.\n\
             `backlog task edit 1 --labels=\"api,workflow:Planned\"`\n",
            expect![[r#"
                * Change only the workflow label
                //- /.claude/commands/flow/plan.md
                **For /flow:plan**: Required input state is `workflow:Ready`. Output state will be `workflow:Planned`.
                `backlog task edit 1 --remove-label "workflow:Ready" --add-label "api,workflow:Planned"`
            "#]],
        );
        check_fixes(
            "label-overwrite",
            "`backlog task edit 1 -l workflow:Unheard`\n",
            expect![[r#"
            * Change only the workflow label
            //- /.claude/commands/flow/plan.md
            `backlog task edit 1 --add-label workflow:Unheard`
        "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent(
            "label-overwrite",
            "`backlog task edit 1 --add-label workflow:Planned` `backlog task list -l workflow:Planned` `backlog task edit 1 -l api`\n\
             backlog task edit 1 -l workflow:Planned\n",
        );
        check_silent(
            "label-overwrite",
            "//- /memory/constitution.md\n```bash\nbacklog task edit 1 -l workflow:Planned\n```\n",
        );
    }
}
