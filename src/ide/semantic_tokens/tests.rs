use expect_test::{Expect, expect};

use super::*;
use crate::fixture::Fixture;

const PROJECT: &str = "
//- /.specify/x.md
//- /.claude/agents/qa.md
---
name: qa
---
//- /.claude/skills/tdd/SKILL.md
---
name: tdd
---
//- /backlog/tasks/task-12 - A.md
---
id: task-12
---
";

#[track_caller]
fn check(name: &str, text: &str, expect: Expect) {
    let fixture = Fixture::parse(&format!("{}//- /{name}\n{text}", PROJECT.trim_start()));
    let (snapshot, _) = fixture.opened();
    let document = snapshot.document(&snapshot.path(name.into())).unwrap();
    let shown: String = tokens(&snapshot, document)
        .into_iter()
        .map(|token| {
            let declared = if token.declared { " declared" } else { "" };
            format!("{:?}{declared} {:?}\n", token.kind, &document.text()[token.range])
        })
        .collect();
    expect.assert_eq(&shown);
}

const PLAN: &str = ".claude/commands/flow/plan.md";

#[test]
fn directives() {
    check(
        PLAN,
        "😀 {{INCLUDE:a.md}} <<INCLUDE:é.md>> {{INCLUDE:...}} \\{\\{INCLUDE:a.md\\}\\}\n",
        expect![[r#"
        Directive "{{INCLUDE:"
        Path "a.md"
        Directive "}}"
        Directive "<<INCLUDE:"
        Path "é.md"
        Directive ">>"
    "#]],
    );
}

#[test]
fn markers() {
    check(
        "memory/constitution.md",
        "<!-- TIER: Heavy - all -->\n<!-- NEEDS_VALIDATION: what\nelse -->\n<!-- SECTION:A_B:BEGIN -->\n<!-- SECTION:A_B:END -->\n<!-- AC:BEGIN -->\n<!-- flowspec-ignore placeholder -->\n<!-- plain -->\n",
        expect![[r#"
            Marker "TIER"
            Tier "Heavy"
            Marker "NEEDS_VALIDATION"
            Marker "SECTION"
            Section declared "A_B"
            Marker "BEGIN"
            Marker "SECTION"
            Section "A_B"
            Marker "END"
            Marker "AC"
            Marker "BEGIN"
            Marker "flowspec-ignore"
        "#]],
    );
}

#[test]
fn references() {
    check(
        PLAN,
        "Run `/flow:plan` or /flow.gone, workflow:In Implementation, {{INVOKE_SKILL:tdd}}, EXEC-001 and task-12.\n### Rule: EXEC-001\n@qa, qa\n",
        expect![[r#"
            Command "/flow:plan"
            Command "/flow.gone"
            State "In Implementation"
            Skill "tdd"
            RuleId "EXEC-001"
            Task "task-12"
            RuleId declared "EXEC-001"
            Agent "qa"
        "#]],
    );
}

#[test]
fn front_matter() {
    check(
        PLAN,
        "---\ndescription: go on with /flow:plan\nhandoffs:\n  - label: x\n    agent: 'qa'\n---\n",
        expect![[r#"
            Command "/flow:plan"
            Agent "qa"
        "#]],
    );
    check(
        "backlog/tasks/task-13 - B.md",
        "---\r\nid: task-13\r\nlabels: [x, 'workflow:Planned']\r\ndependencies:\r\n  - task-12\r\n---\r\n",
        expect![[r#"
            Task declared "task-13"
            State "Planned"
            Task "task-12"
        "#]],
    );
}

#[test]
fn documentation_in_blocks_is_silent_but_for_events() {
    check(
        PLAN,
        "```bash\n{{INCLUDE:a.md}}\n/flow:plan EXEC-001 task-12 workflow:Planned\nflowspec hooks emit plan.created\n<!-- TIER: Heavy -->\n```\n",
        expect![[r#"
            Event "plan.created"
        "#]],
    );
}

#[test]
fn workflow() {
    check(
        "flowspec_workflow.yml",
        "# flowspec-ignore workflow-cycle\nstates: [To Do, Planned]\nworkflows:\n  plan:\n    command: /flow:plan\n    agents: [qa]\n    input_states: ['To Do']\n    output_state: Planned\ntransitions:\n  - from: To Do\n    to: Planned\n    via: plan\n    output_artifacts:\n      - path: ./docs/plan.md\n",
        expect![[r#"
            Marker "flowspec-ignore"
            State declared "To Do"
            State declared "Planned"
            Workflow declared "plan"
            Command "/flow:plan"
            Agent "qa"
            State "To Do"
            State "Planned"
            State "To Do"
            State "Planned"
            Workflow "plan"
            Path "./docs/plan.md"
        "#]],
    );
}

#[test]
fn hooks() {
    check(
        ".flowspec/hooks/hooks.yaml",
        "hooks:\n  - name: a\n    events:\n      - type: task.*\n    script: a.sh\n",
        expect![[r#"
            Event declared "task.*"
        "#]],
    );
}

#[test]
fn a_word_on_two_lines_is_two_tokens() {
    check(
        "flowspec_workflow.yml",
        "states:\n  - In\n    Review 😀\n  - \"é\n\n    b\"\n",
        expect![[r#"
        State declared "In"
        State declared "Review 😀"
        State declared "é"
        State declared "b"
    "#]],
    );
}

#[test]
fn ids_of_spec_kit() {
    check(
        "specs/001-a/tasks.md",
        "- [ ] T001 [P] [US1] Do FR-001\n```\nT001\n```\n- T001 before T002\n",
        expect![[r#"
            Task declared "T001"
            Story "US1"
            Requirement "FR-001"
            Task "T001"
            Task "T002"
        "#]],
    );
    check(
        "specs/001-a/spec.md",
        "### User Story 1 - A\n- **FR-001**: B, as SC-001\n",
        expect![[r#"
            Story declared "1"
            Requirement declared "FR-001"
            Requirement "SC-001"
        "#]],
    );
    check(
        "specs/001-a/checklists/ux.md",
        "- [ ] CHK001 as FR-001 says\n",
        expect![[r#"
            Task declared "CHK001"
            Requirement "FR-001"
        "#]],
    );
}

#[test]
fn what_the_reader_of_a_prompt_fills_in() {
    let text =
        "é $ARGUMENTS {{args}} ${input:name} @docs/a.md @{docs/a.md} !{date}\n\n```sh\necho $1\n```\n\n!`git status`\n";
    check(
        ".claude/commands/a.md",
        text,
        expect![[r#"
        Placeholder "$ARGUMENTS"
        Path "docs/a.md"
        Placeholder "$1"
        Shell "git status"
    "#]],
    );
    check(
        ".gemini/commands/a.toml",
        text,
        expect![[r#"
        Placeholder "{{args}}"
        Path "docs/a.md"
        Shell "date"
    "#]],
    );
    check(
        ".github/prompts/a.prompt.md",
        text,
        expect![[r#"
        Placeholder "${input:name}"
    "#]],
    );
    check(".cursor/commands/a.md", text, expect![""]);
}

#[test]
fn numbers_of_a_spec_of_kiro() {
    const REQUIREMENTS: &str = "### Requirement 2: Größe 😀\n1. WHEN a\n### Requirement 3\n- WHEN b\n";
    check(
        ".kiro/specs/bikes/requirements.md",
        REQUIREMENTS,
        expect![[r#"
        Requirement declared "2"
        Requirement declared "1"
        Requirement declared "3"
    "#]],
    );
    let tasks = format!(
        "- [ ] 1. A\n  - [ ] 1.1 B 😀\n    - _Requirements: 2.1, 3.1, 9_\n    - _Depends: 1_\n```\n- [ ] 2. C\n```\n\
         //- /.kiro/specs/bikes/requirements.md\n{REQUIREMENTS}"
    );
    check(
        ".kiro/specs/bikes/tasks.md",
        &tasks,
        expect![[r#"
        Task declared "1"
        Task declared "1.1"
        Requirement "2.1"
        Requirement "3.1"
        Task "1"
    "#]],
    );
    check(
        ".kiro/specs/bikes/design.md",
        "### Property 1: a\n**Validates: Requirements 2.1**\n",
        expect![[r#"
        Requirement declared "1"
    "#]],
    );
}
