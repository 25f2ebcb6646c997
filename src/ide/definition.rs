//! Where a word comes from.

use text_size::{TextRange, TextSize};

use super::symbol::{Access, Occurrence, Symbol, declarations, symbol_at};
use crate::workspace::{DocPath, Snapshot};

/// The places that a word leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinitionSite {
    /// The words that lead there.
    pub origin: TextRange,
    /// Where they lead, the place that counts first; never empty.
    pub targets: Vec<Occurrence>,
}

/// Where the word at `offset` of a document comes from; `None` when nothing says.
///
/// The words that declare a symbol go before the file that they stand in.
pub fn definition(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<DefinitionSite> {
    let found = symbol_at(snapshot, path, offset)?;
    let mut targets = declarations(snapshot, &found.symbol);
    if targets.iter().any(|target| target.access == Access::Declaration) {
        targets.retain(|target| target.access == Access::Declaration);
    }
    match found.symbol {
        // Of several workflow files only the first one holds.
        Symbol::State(_) | Symbol::Workflow(_) => keep_first_document(&mut targets),
        Symbol::Command(_) => keep_commands(&mut targets),
        _ => {}
    }
    (!targets.is_empty()).then_some(DefinitionSite { origin: found.reach, targets })
}

fn keep_first_document(targets: &mut Vec<Occurrence>) {
    if let Some(first) = targets.first().map(|target| target.path.clone()) {
        targets.retain(|target| target.path == first);
    }
}

/// A prompt for Copilot only points to its command, when there is one.
fn keep_commands(targets: &mut Vec<Occurrence>) {
    let is_command = |target: &Occurrence| !target.path.as_str().ends_with(".prompt.md");
    if targets.iter().any(is_command) {
        targets.retain(is_command);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::{Expect, expect};

    use super::definition;
    use crate::fixture::Fixture;

    #[track_caller]
    fn check(fixture: &str, expect: Expect) {
        expect.assert_eq(&found(fixture));
    }

    fn found(fixture: &str) -> String {
        let fixture = Fixture::parse(fixture);
        let snapshot = fixture.snapshot();
        let (name, offset) = fixture.cursor.expect("a cursor");
        let mut shown = String::new();
        if let Some(found) = definition(&snapshot, &snapshot.path(&name), offset) {
            writeln!(shown, "{}", &fixture.files[&name][found.origin]).unwrap();
            for target in found.targets {
                let name = snapshot.relative(&target.path);
                writeln!(shown, "> {name} {:?} {}", target.range, &fixture.files[name][target.range]).unwrap();
            }
        }
        shown
    }

    #[test]
    fn the_words_that_declare_go_before_their_file() {
        check(
            "
//- /.claude/commands/flow/plan.md
😀 Ask @plan$0ner
//- /.claude/agents/planner.md
---
name: planner
---
",
            expect![[r#"
                @planner
                > .claude/agents/planner.md 10..17 planner
            "#]],
        );
    }

    #[test]
    fn every_spelling_of_a_command_leads_to_its_file() {
        for written in
            ["/speckit.pl$0an", "/speckit-pl$0an", "$speckit-pl$0an", "@speckit-pl$0an", "/skill:speckit-pl$0an"]
        {
            let origin = written.replace("$0", "");
            let fixture = |file: &str| format!("//- /.claude/agents/a.md\nRun `{written}`.\n//- /{file}\nPlan.\n");
            for file in [".claude/commands/speckit.plan.md", ".claude/skills/speckit-plan/SKILL.md"] {
                assert_eq!(found(&fixture(file)), format!("{origin}\n> {file} 0..0 \n"), "{written}");
            }
        }
    }

    #[test]
    fn words_with_a_dash_are_no_commands() {
        for written in ["/fl$0ow-plan", "$fl$0ow-plan", "/kiro-no$0tes", "docs/speckit-pl$0an", "/speckit-pl$0an.md"] {
            check(
                &format!(
                    "//- /.claude/agents/a.md\nSee {written}.\n//- /.claude/commands/flow/plan.md\nPlan.\n//- /.claude/commands/speckit.plan.md\nPlan.\n"
                ),
                expect![[""]],
            );
        }
    }

    #[test]
    fn the_workflow_file_that_holds() {
        check(
            "
//- /flowspec_workflow.yml
states: [To Do, Planned]
//- /memory/flowspec_workflow.yml
states: [To Do, Planned]
//- /backlog/tasks/task-1 - A.md
---
labels: ['work$0flow:Planned']
---
",
            expect![[r#"
                workflow:Planned
                > flowspec_workflow.yml 16..23 Planned
            "#]],
        );
    }

    #[test]
    fn a_command_and_not_the_prompt_that_points_to_it() {
        check(
            "
//- /.github/prompts/flow.plan.prompt.md
//- /templates/commands/flow/plan.md
//- /.claude/partials/a.md
`/flow.pla$0n`
",
            expect![[r#"
                /flow.plan
                > templates/commands/flow/plan.md 0..0 
            "#]],
        );
        check(
            "
//- /.github/prompts/flow.plan.prompt.md
//- /.claude/partials/a.md
`/flow.pla$0n`
",
            expect![[r#"
                /flow.plan
                > .github/prompts/flow.plan.prompt.md 0..0 
            "#]],
        );
    }

    #[test]
    fn the_states_of_flowspec_itself_come_from_nowhere() {
        check("`workflow:Pla$0nned`", expect![[""]]);
    }

    const OPENSPEC: &str = "
//- /openspec/specs/till/spec.md
# till Specification
## Requirements
### Requirement: Round 😀
#### Scenario: Half
- x
//- /openspec/changes/a/proposal.md
## Capabilities
### Modified Capabilities
- `till`: é
//- /openspec/changes/a/specs/till/spec.md
## MODIFIED Requirements
### Requirement: Round 😀
#### Scenario: Half
- y
## RENAMED Requirements
- FROM: `### Requirement: Round 😀`
- TO: `### Requirement: Square`
//- /openspec/changes/b/specs/till/spec.md
## REMOVED Requirements
- `### Requirement: Square`
//- /openspec/changes/archive/2026-01-02-start/specs/till/spec.md
## ADDED Requirements
### Requirement: Round 😀
### Requirement: Gone
";

    #[test]
    fn a_requirement_comes_from_the_spec_or_from_the_change_that_brings_it() {
        let at = |part: &str, before: &str| {
            let at = OPENSPEC.find(part).unwrap();
            let (head, tail) = OPENSPEC.split_at(at);
            format!("{head}{}", tail.replacen(before, &format!("{before}$0"), 1))
        };
        check(
            &at("## MODIFIED", "Requirement: Ro"),
            expect![[r#"
            ### Requirement: Round 😀
            > openspec/specs/till/spec.md 54..64 Round 😀
        "#]],
        );
        check(
            &at("## MODIFIED", "Scenario: Ha"),
            expect![[r#"
            #### Scenario: Half
            > openspec/specs/till/spec.md 80..84 Half
        "#]],
        );
        check(
            &at("- FROM", "Requirement: Ro"),
            expect![[r#"
            Round 😀
            > openspec/specs/till/spec.md 54..64 Round 😀
        "#]],
        );
        check(
            &at("## REMOVED", "Requirement: Sq"),
            expect![[r#"
            - `### Requirement: Square`
            > openspec/changes/a/specs/till/spec.md 163..169 Square
        "#]],
        );
        check(
            &at("## ADDED", "Requirement: Ro"),
            expect![[r#"
            ### Requirement: Round 😀
            > openspec/specs/till/spec.md 54..64 Round 😀
        "#]],
        );
        check(&at("## ADDED", "Requirement: Go"), expect![[""]]);
        check(
            &at("- `till", "- `ti"),
            expect![[r#"
            till
            > openspec/specs/till/spec.md 0..0 
        "#]],
        );
    }
}
