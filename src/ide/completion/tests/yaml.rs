//! Workflow and hooks files.

use super::*;

#[test]
fn keys_of_a_workflow_file() {
    check(
        &workflow("    $0\n"),
        expect![[r#"
        for ``
        - description
        - execution_mode
        - agents
        - optional
        - creates_backlog_tasks
        - requires_backlog_tasks
        - requires_human_approval
        - builds_constitution
            description: "#]],
    );
    check(
        &workflow("    op$0: true\n"),
        expect![[r#"
        for `op`
        - description
        - execution_mode
        - agents
        - optional
        - creates_backlog_tasks
        - requires_backlog_tasks
        - requires_human_approval
        - builds_constitution
            description: true"#]],
    );
    check(
        &workflow("transitions:\n  - name: a\n    $0\n"),
        expect![[r#"
        for ``
        - from
        - to
        - via
        - description
        - input_artifacts
        - output_artifacts
        - validation
            from: "#]],
    );
    check(
        &workflow("$0\n"),
        expect![[r#"
        for ``
        - description
        - roles
        - transitions
        - agent_loops
        - custom_workflows
        - metadata
        description: "#]],
    );
    check_taken(&workflow("transitions:\n  - { na$0 }\n"), "name", expect!["  - { name: }"]);
}

#[test]
fn values_of_a_workflow_file() {
    check(
        &workflow("transitions:\n  - from: $0\n"),
        expect![[r#"
        for ``
        - To Do
        - Planned  after /flow:plan
        - In Work
          - from: To Do"#]],
    );
    check_taken(
        &workflow("transitions:\n  - { from: \"In$0 Work\", to: x }\n"),
        "Planned",
        expect![[r#"  - { from: "Planned", to: x }"#]],
    );
    check_taken(&workflow("transitions:\n  - from: [\"$0\n"), "In Work", expect![[r#"  - from: ["In Work""#]]);
    check(
        &workflow("transitions:\n  - via: $0\n"),
        expect![[r#"
        for ``
        - plan  /flow:plan
        - manual  a step that people take
        - rework  a step that people take
        - rollback  a step that people take
          - via: plan"#]],
    );
    check(
        &workflow("    agents: [$0]\n"),
        expect![[r#"
            for ``
            - quality-guardian
            - workflow-assessor  an agent of flowspec
            - product-requirements-manager  an agent of flowspec
            - researcher  an agent of flowspec
            - business-validator  an agent of flowspec
            - software-architect  an agent of flowspec
            - platform-engineer  an agent of flowspec
            - frontend-engineer  an agent of flowspec
            - backend-engineer  an agent of flowspec
            - ai-ml-engineer  an agent of flowspec
            - frontend-code-reviewer  an agent of flowspec
            - backend-code-reviewer  an agent of flowspec
            - and 8 more
                agents: [quality-guardian]"#]],
    );
    check(
        &workflow("    execution_mode: $0\n"),
        expect![[r#"
        for ``
        - sequential
        - parallel
            execution_mode: sequential"#]],
    );
    let role = |text: &str| workflow(&format!("roles:\n  definitions:\n    flow:\n{text}"));
    check(
        &role("      commands: [$0]\n"),
        expect![[r#"
        for ``
        - plan  To Do → Planned
        - specify
        - old (deprecated)
              commands: [plan]"#]],
    );
    check_taken(
        &role("      agents:\n        - $0\n"),
        "@quality-guardian",
        expect![[r#"        - "@quality-guardian""#]],
    );
    check_taken(&workflow("    optional: $0\n"), "true", expect!["    optional: true"]);
    check_taken(&workflow("  x:\n    command: $0\n"), "/flow:specify", expect!["    command: /flow:specify"]);
    check_taken(
        &workflow("transitions:\n  - validation: $0\n"),
        "KEYWORD[\"APPROVED\"]",
        expect![[r#"  - validation: 'KEYWORD["APPROVED"]'"#]],
    );
    check_taken(&workflow("transitions:\n  - validation: \"$0\"\n"), "NONE", expect![[r#"  - validation: "NONE""#]]);
    check_silent(&workflow("    description: \"a $0\"\n"));
    check_silent(&workflow("# $0\n"));
}

#[test]
fn a_hooks_file() {
    check(
        &hooks("    events:\n      - type: \"$0\"\n"),
        expect![[r#"
        for ``
        - workflow.assessed  after /flow:assess
        - spec.created  after /flow:specify
        - spec.updated
        - research.completed  after /flow:research
        - plan.created  after /flow:plan
        - plan.updated
        - adr.created
        - implement.started
        - implement.completed  after /flow:implement
        - validate.started
        - validate.completed  after /flow:validate
        - deploy.started
        - and 14 more
              - type: "workflow.assessed""#]],
    );
    check(
        &hooks("    $0\n"),
        expect![[r#"
        for ``
        - description
        - events
        - script
        - command
        - webhook
        - timeout
        - fail_mode
        - enabled
        - working_directory
        - shell
        - env
        - retry
            description: "#]],
    );
    check(
        &hooks("    script: $0\n"),
        expect![[r#"
        for ``
        - run.sh
            script: run.sh"#]],
    );
    check(
        &hooks("    fail_mode: $0\n"),
        expect![[r#"
        for ``
        - continue
        - stop
            fail_mode: continue"#]],
    );
    check_silent(&hooks("    command: /$0\n"));
}
