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

#[test]
fn events_and_types_in_a_plugin() {
    let hooks =
        |text: &str| format!("//- /.claude-plugin/plugin.json\n{{\"name\": \"a\"}}\n//- /hooks/hooks.json\n{text}");
    check(
        &hooks("{ \"hooks\": { \"Stop\": [{\"a\": \"\\\"{\"}], \"PreTo$0\" } }"),
        expect![[r#"
        for `PreTo`
        - PreToolUse  before a tool is used
        - PostToolUse  after a tool was used
        - PostToolUseFailure  after a tool has failed
        - PostToolBatch  after all tools of a turn were used
        - PermissionRequest  when a permission is asked for
        - PermissionDenied  when a permission was denied
        - UserPromptSubmit  before a prompt is read
        - UserPromptExpansion  when a command is expanded
        - SessionStart  when a session begins or is resumed
        - SessionEnd  when a session ends
        - Setup  when a project is set up or maintained
        - Stop  when the agent has finished
        - and 16 more
        { "hooks": { "Stop": [{"a": "\"{"}], "PreToolUse" } }"#]],
    );
    check(
        &hooks("{\n  \"hooks\": {\n    \"Stop\": [{ \"hooks\": [{ \"type\": \"$0"),
        expect![[r#"
        for ``
        - command
        - prompt
        - agent
        - http
        - mcp_tool
            "Stop": [{ "hooks": [{ "type": "command"#]],
    );
    check(&hooks("{ \"$0\" }"), expect!["nothing"]);
    check(&hooks("{ \"hooks\": { \"Stop\": [{ \"matcher\": \"$0\""), expect!["nothing"]);
    check(
        "//- /.claude-plugin/plugin.json\n{ \"hooks\": { \"hooks\": { \"$0\" } } }",
        expect![[r#"
        for ``
        - PreToolUse  before a tool is used
        - PostToolUse  after a tool was used
        - PostToolUseFailure  after a tool has failed
        - PostToolBatch  after all tools of a turn were used
        - PermissionRequest  when a permission is asked for
        - PermissionDenied  when a permission was denied
        - UserPromptSubmit  before a prompt is read
        - UserPromptExpansion  when a command is expanded
        - SessionStart  when a session begins or is resumed
        - SessionEnd  when a session ends
        - Setup  when a project is set up or maintained
        - Stop  when the agent has finished
        - and 16 more
        { "hooks": { "hooks": { "PreToolUse" } } }"#]],
    );
}
