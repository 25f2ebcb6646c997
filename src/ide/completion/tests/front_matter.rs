//! Keys and values of front matter, states in labels among them.

use super::*;

#[test]
fn states_in_labels() {
    check_taken(
        &front_matter("labels: [a, workflow:$0]\n---\n"),
        "In Implementation",
        expect!["labels: [a, workflow:In Implementation]"],
    );
    check_taken(
        &front_matter("labels:\n  - workflow:In$0 Work # now\n---\n"),
        "Planned",
        expect!["  - workflow:Planned # now"],
    );
    check_taken(&front_matter("labels:\n  - 'workflow:$0'\r\n---\n"), "Planned", expect!["  - 'workflow:Planned'␍"]);
    check_taken(&front_matter("labels:\n  - workflow:$0\n"), "Planned", expect!["  - workflow:Planned"]);
    check(
        &front_matter("labels:\n  - $0\n---\n"),
        expect![[r#"
        for ``
        - workflow:To Do
        - workflow:Assessed  after /flow:assess
        - workflow:Specified  after /flow:specify
        - workflow:Researched  after /flow:research
        - workflow:Planned  after /flow:plan
        - workflow:In Implementation  after /flow:implement
        - workflow:Validated  after /flow:validate
        - workflow:Deployed  after /flow:operate
        - workflow:Done
        - web
          - workflow:To Do"#]],
    );
    check_taken(&front_matter("labels:\n  -$0\n---\n"), "workflow:Planned", expect!["  - workflow:Planned"]);
}

#[test]
fn keys_of_front_matter() {
    check(
        &front_matter("sta$0\n---\n"),
        expect![[r#"
        for `sta`
        - title  The task in one line
        - status  Backlog.md's column, one of those in `backlog/config.yml`
        - assignee  Who works on it
        - reporter  Who asked for it
        - created_date  When it was made
        - updated_date  When it was last changed
        - completed_date  When it was done
        - due_date  When it is due
        - labels  Its labels; the one that starts with `workflow:` is its workflow state
        - milestone  The milestone that it belongs to
        - dependencies  The tasks that come first
        - references  Files and addresses to look at
        - and 9 more
        title: "#]],
    );
    check_taken(&front_matter("pri$0ority: high\n---\n"), "priority", expect!["priority: high"]);
    check_taken(&front_matter("$0\n---\n"), "labels", expect!["labels: "]);
    check_taken(&command("---\ndescription: \"open\n$0\n---\ntext\n"), "loop", expect!["loop: "]);
    check_taken(&command("---\nlo$0"), "loop", expect!["loop: "]);
    check(
        &command("---\nhandoffs:\n  - label: Go\n    $0\n---\n"),
        expect![[r#"
        for ``
        - agent  The agent that goes on
        - prompt  What it is told
        - send  Whether the prompt is sent at once
            agent: "#]],
    );
}

#[test]
fn values_of_front_matter() {
    check(
        &front_matter("status: $0\n---\n"),
        expect![[r#"
        for ``
        - To Do
        - In Progress
        - Done
        status: To Do"#]],
    );
    check_taken(&front_matter("status:$0\n---\n"), "In Progress", expect!["status: In Progress"]);
    check_taken(&front_matter("status: \"To$0 Do\"\n---\n"), "Done", expect![[r#"status: "Done""#]]);
    check(
        &front_matter("dependencies: [task-2, $0]\n---\n"),
        expect![[r#"
            for ``
            - task-10  Tenth
            - task-1  First
            dependencies: [task-2, task-10]"#]],
    );
    check(
        &command("---\nloop: $0\n---\n"),
        expect![[r#"
        for ``
        - inner
        - outer
        - both
        - setup
        - utility
        loop: inner"#]],
    );
    check(&command("---\nmodel: $0\n---\n"), expect![["nothing"]]);
    check(
        &format!("{PROJECT}//- /.claude/agents/b.md\n---\nmodel: $0\n---\n"),
        expect![[r#"
        for ``
        - sonnet
        model: sonnet"#]],
    );
    check_taken(&command("---\ntools: [Read, Wr$0]\n---\n"), "Write", expect!["tools: [Read, Write]"]);
    check_taken(
        &command("---\nhandoffs:\n  - agent: q$0\n---\n"),
        "quality-guardian",
        expect!["  - agent: quality-guardian"],
    );
    check_taken(&command("---\nreplacement: $0\n---\n"), "/flow:specify", expect!["replacement: /flow:specify"]);
    check_taken(&command("---\ndeprecated: $0\n---\n"), "true", expect!["deprecated: true"]);
    check_taken(&command("---\nskills:\n  - $0\n---\n"), "test-first", expect!["  - test-first"]);
    check_silent(&front_matter("title: A $0 b\n---\n"));
    check_silent(&front_matter("description: |\n  text $0\n---\n"));
}

#[test]
fn keys_of_an_agent_of_opencode() {
    let agent = |text: &str| format!("//- /.opencode/agent/review.md\n---\n{text}");
    check(
        &agent("mode: $0\n---\n"),
        expect![[r#"
        for ``
        - primary
        - subagent
        - all
        mode: primary"#]],
    );
    check_taken(&agent("perm$0\n---\n"), "permission", expect!["permission: "]);
}
