//! `spec.json` says what cannot be.

use text_size::TextRange;

use crate::{
    model::{
        Kind, KiroKind,
        kiro::{
            KiroMeaning,
            spec_state::{KiroSpecState, StageApproval},
        },
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("spec-phase"), Severity::Warning)
    .summary("`spec.json` contradicts itself or the files of its spec")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Kiro(KiroKind::SpecState)], check)]);

/// A document of a spec: its name, the phase that its making begins, what was said about it, and whether it is there.
struct Stage<'a> {
    name: &'static str,
    phase: &'static str,
    approval: &'a StageApproval,
    is_there: bool,
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(KiroMeaning::State(state)) = context.facts().meaning.kiro() else { return };
    if let Some(problem) = &state.problem {
        sink.report(problem.range, problem.message.as_str());
        return;
    }
    let Some(spec) = context.index.kiro.spec_of(context.document) else { return };
    let has_requirements = spec.requirements.is_some() || spec.bugfix.is_some();
    let stages = [
        Stage {
            name: "requirements",
            phase: "requirements-generated",
            approval: &state.requirements,
            is_there: has_requirements,
        },
        Stage { name: "design", phase: "design-generated", approval: &state.design, is_there: spec.design.is_some() },
        Stage { name: "tasks", phase: "tasks-generated", approval: &state.tasks, is_there: spec.tasks.is_some() },
    ];
    let mut last: Option<&Stage<'_>> = None;
    for stage in &stages {
        check_stage(context, stage, last, sink);
        last = Some(stage);
    }
    check_phase(context, state, &stages, sink);
}

fn check_stage(context: &Context<'_>, stage: &Stage<'_>, last: Option<&Stage<'_>>, sink: &mut Sink<'_>) {
    let Stage { name, approval, .. } = stage;
    let StageApproval { generated, approved } = approval;
    if generated.is_set && !stage.is_there {
        let message =
            format!("`{name}` is said to be generated, but `{name}.md` does not exist: generate it, or write `false`");
        let mut finding = sink.report(generated.range, message);
        let ranges = [Some(generated.range), approved.is_set.then_some(approved.range)];
        finding.fixes(|| change(context, ranges.into_iter().flatten(), "false"));
    }
    if approved.is_set && !generated.is_set {
        let message = format!("`{name}` is approved, but not generated: review it again once it is generated");
        let mut finding = sink.report(approved.range, message);
        finding.fixes(|| change(context, [approved.range], "false"));
    }
    if let Some(last) = last.filter(|last| generated.is_set && !last.approval.approved.is_set) {
        let message = format!(
            "`{name}` was generated before `{}` was approved: review and approve `{}.md`",
            last.name, last.name
        );
        let mut finding = sink.report(generated.range, message);
        let flag = last.approval.approved;
        if !flag.range.is_empty() {
            finding.related(&context.document.path, flag.range, "this is not approved");
            if last.approval.generated.is_set {
                finding.fixes(|| change(context, [flag.range], "true"));
            }
        }
    }
}

/// What is said of later phases comes from no command.
fn check_phase(context: &Context<'_>, state: &KiroSpecState, stages: &[Stage<'_>], sink: &mut Sink<'_>) {
    let Some(phase) = &state.phase else { return };
    let is_ahead = |stage: &&Stage<'_>| !stage.is_there && !stage.approval.generated.is_set;
    let at = stages.iter().position(|stage| stage.phase == phase.text);
    let reached = match (at, phase.text.as_str()) {
        (Some(at), _) => &stages[..=at],
        (None, "initialized") => &[],
        _ => return,
    };
    if let Some(missing) = reached.iter().find(is_ahead) {
        let message = format!("the phase is `{}`, but `{}.md` does not exist: fix the phase", phase.text, missing.name);
        let mut finding = sink.report(phase.range, message);
        let before =
            stages.iter().take_while(|stage| !is_ahead(stage)).last().map_or("initialized", |stage| stage.phase);
        finding.fixes(|| change(context, [phase.range], before));
        return;
    }
    let later = stages.iter().rfind(|stage| stage.is_there && stage.approval.generated.is_set);
    if let Some(later) = later.filter(|later| !reached.iter().any(|stage| stage.name == later.name)) {
        let message = format!("the phase is `{}`, but `{}.md` is generated: fix the phase", phase.text, later.name);
        let mut finding = sink.report(phase.range, message);
        finding.fixes(|| change(context, [phase.range], later.phase));
    }
}

fn change(context: &Context<'_>, ranges: impl IntoIterator<Item = TextRange>, text: &str) -> Option<Fix> {
    let edits = ranges.into_iter().map(|range| Edit::replace(&context.document.path, range, text)).collect();
    Some(Fix::new(format!("Change to `{text}`"), edits))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    /// `flags` are generated and approved of requirements, design and tasks, as `+` and `-`.
    fn fixture(files: &[&str], phase: &str, flags: &str) -> String {
        let mut fixture = String::new();
        for file in files {
            writeln!(fixture, "//- /.kiro/specs/ä/{file}.md").unwrap();
        }
        writeln!(fixture, "//- /.kiro/specs/ä/spec.json\n{{\n  \"phase\": \"{phase}\",\n  \"approvals\": {{").unwrap();
        let flags: Vec<_> = flags.chars().map(|flag| flag == '+').collect();
        for (at, name) in ["requirements", "design", "tasks"].into_iter().enumerate() {
            let comma = if at < 2 { "," } else { "" };
            let (generated, approved) = (flags[2 * at], flags[2 * at + 1]);
            writeln!(fixture, "    \"{name}\": {{\"generated\": {generated}, \"approved\": {approved}}}{comma}")
                .unwrap();
        }
        fixture + "  }\n}\n"
    }

    #[test]
    fn steps_in_the_wrong_order_are_reported() {
        let all = ["requirements", "design", "tasks"];
        let fixture = fixture(&all, "tasks-generated", "+++-+-");
        check(
            "spec-phase",
            &fixture,
            expect![[r#"
            .kiro/specs/ä/spec.json
                  "tasks": {"generated": true, "approved": false}
            //                           ^^^^ warning spec-phase: `tasks` was generated before `design` was approved: review and approve `design.md`
            //  .kiro/specs/ä/spec.json:5:47: this is not approved
        "#]],
        );
        check_fixes(
            "spec-phase",
            &fixture,
            expect![[r#"
            * Change to `true`
            //- /.kiro/specs/ä/spec.json
            {
              "phase": "tasks-generated",
              "approvals": {
                "requirements": {"generated": true, "approved": true},
                "design": {"generated": true, "approved": true},
                "tasks": {"generated": true, "approved": false}
              }
            }
        "#]],
        );
        check(
            "spec-phase",
            &self::fixture(&all[..1], "requirements-generated", "++-+--"),
            expect![[r#"
            .kiro/specs/ä/spec.json
                  "design": {"generated": false, "approved": true},
            //                                               ^^^^ warning spec-phase: `design` is approved, but not generated: review it again once it is generated
        "#]],
        );
    }

    #[test]
    fn files_that_do_not_exist_are_reported() {
        let early = fixture(&["requirements"], "design-generated", "++----");
        check(
            "spec-phase",
            &early,
            expect![[r#"
            .kiro/specs/ä/spec.json
                "phase": "design-generated",
            //            ^^^^^^^^^^^^^^^^ warning spec-phase: the phase is `design-generated`, but `design.md` does not exist: fix the phase
        "#]],
        );
        check_fixes(
            "spec-phase",
            &early,
            expect![[r#"
            * Change to `requirements-generated`
            //- /.kiro/specs/ä/spec.json
            {
              "phase": "requirements-generated",
              "approvals": {
                "requirements": {"generated": true, "approved": true},
                "design": {"generated": false, "approved": false},
                "tasks": {"generated": false, "approved": false}
              }
            }
        "#]],
        );
        let gone = fixture(&["requirements"], "requirements-generated", "+++---");
        check(
            "spec-phase",
            &gone,
            expect![[r#"
            .kiro/specs/ä/spec.json
                  "design": {"generated": true, "approved": false},
            //                            ^^^^ warning spec-phase: `design` is said to be generated, but `design.md` does not exist: generate it, or write `false`
        "#]],
        );
        check_fixes(
            "spec-phase",
            &gone,
            expect![[r#"
            * Change to `false`
            //- /.kiro/specs/ä/spec.json
            {
              "phase": "requirements-generated",
              "approvals": {
                "requirements": {"generated": true, "approved": true},
                "design": {"generated": false, "approved": false},
                "tasks": {"generated": false, "approved": false}
              }
            }
        "#]],
        );
        check(
            "spec-phase",
            &fixture(&["requirements", "design"], "requirements-generated", "+++---"),
            expect![[r#"
            .kiro/specs/ä/spec.json
                "phase": "requirements-generated",
            //            ^^^^^^^^^^^^^^^^^^^^^^ warning spec-phase: the phase is `requirements-generated`, but `design.md` is generated: fix the phase
        "#]],
        );
    }

    #[test]
    fn what_is_not_json_is_reported() {
        check(
            "spec-phase",
            "//- /.kiro/specs/ä/spec.json\n{\"phase\": \"initialized\",}\n",
            expect![[r#"
            .kiro/specs/ä/spec.json
              {"phase": "initialized",}
            //                       ^ warning spec-phase: not valid JSON: a comma before the closing bracket
        "#]],
        );
    }

    #[test]
    fn what_the_commands_write_is_ignored() {
        check_silent("spec-phase", &fixture(&["requirements"], "initialized", "------"));
        check_silent("spec-phase", &fixture(&["requirements"], "requirements-generated", "+-----"));
        check_silent("spec-phase", &fixture(&["requirements", "design"], "design-generated", "+++---"));
        check_silent("spec-phase", &fixture(&["requirements", "design", "tasks"], "tasks-generated", "+++++-"));
        // No command writes later phases.
        check_silent("spec-phase", &fixture(&["requirements", "design", "tasks"], "implemented", "++++++"));
        check_silent("spec-phase", "//- /.kiro/specs/ä/spec.json\n{\"name\": \"x\"}\n");
    }
}
