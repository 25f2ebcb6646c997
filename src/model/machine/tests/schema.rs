//! Keys, types and files of another kind.

use super::*;

#[test]
fn keys() {
    changed(
        "    command: /flow:assess\n",
        "",
        expect![[r#"
            4:3 "assess" Schema: this workflow has no `command`
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agent: workflow-assessor",
        expect![[r#"
            6:5 "agent" Schema: unknown key `agent` in this workflow: did you mean `agents`?
                write agents
        "#]],
    );
    changed(
        "transitions:",
        "transition:",
        expect![[r#"
            15:1 "transition" Schema: unknown key `transition` in this workflow file: did you mean `transitions`?
                write transitions
        "#]],
    );
    changed(
        ", via: manual",
        "",
        expect![[r#"
            18:13 "finish" Schema: this transition has no `via`
        "#]],
    );
    changed(
        "to: Done, ",
        "",
        expect![[r#"
            18:13 "finish" Schema: this transition has no `to`
        "#]],
    );
    check(
        "version: \"2.0\"\n",
        expect![[r#"
            1:1 "version" Schema: this workflow file has no `states`, no `workflows` and no `transitions`
        "#]],
    );
    check(
        "- a\n",
        expect![[r#"
            1:1 "" Schema: the file must be a mapping, not a list
        "#]],
    );
    check("", expect![[""]]);
    check("# nothing yet\n", expect![[""]]);
}

#[test]
fn types() {
    changed(
        "version: \"2.0\"",
        "version: 2.0",
        expect![[r#"
            1:10 "2.0" Schema: `version` must be a string, but `2.0` is a number: put it in quotes
                write "2.0"
        "#]],
    );
    changed(
        "version: \"2.0\"",
        "version: v2",
        expect![[r#"
            1:10 "v2" Schema: `version` must be a version such as `"2.0"`, not `v2`
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents: workflow-assessor",
        expect![[r#"
            6:13 "workflow-assessor" Schema: `agents` must be a list, not `workflow-assessor`
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents: []",
        expect![[r#"
            6:5 "agents" Schema: `agents` must not be empty
        "#]],
    );
    changed(
        "agents: [workflow-assessor]",
        "agents:",
        expect![[r#"
            6:5 "agents" Schema: `agents` must be a list, but it has no value
        "#]],
    );
    changed(
        "Assessed, Specified, Done]",
        "Assessed, Specified, Done, On, {title: x}]",
        expect![[r#"
            2:46 "On" Schema: each item of `states` must be a string, but `On` is a boolean: put it in quotes
                write "On"
            2:46 "On" StateUnreachable: `On` cannot be reached from `To Do`: add a transition to it
            2:51 "title" Schema: this state has no `name`
        "#]],
    );
    changed(
        "optional: true",
        "optional: maybe",
        expect![[r#"
            14:15 "maybe" Schema: `optional` must be `true` or `false`, not `maybe`
        "#]],
    );
    changed(
        "optional: true",
        "execution_mode: paralel",
        expect![[r#"
            14:21 "paralel" Schema: `execution_mode` must be `sequential` or `parallel`, not `paralel`
                write parallel
        "#]],
    );
    changed(
        "/flow:assess",
        "flow assess",
        expect![[r#"
            5:14 "flow assess" Schema: `command` must be a command such as `/flow:plan`, not `flow assess`
        "#]],
    );
    changed(
        "  assess:\n",
        "  Assess It:\n",
        expect![[r#"
            4:3 "Assess It" Schema: a name must be small letters, digits, `_` and `-` only, not `Assess It`
            16:55 "assess" ViaUndefined: `assess` is neither a workflow of this file nor `manual`, `rework` or `rollback`: did you mean `Assess It`?
                write Assess It
        "#]],
    );
    changed(
        "identity: \"@pm\"",
        "identity: pm",
        expect![[r#"
            11:36 "pm" Schema: `identity` must be an identity such as `@sre-agent`, not `pm`
        "#]],
    );
    changed(
        "state_count: 4",
        "state_count: four",
        expect![[r#"
            21:16 "four" Schema: `state_count` must be a whole number, not `four`
        "#]],
    );
    changed(
        "output_state: Assessed",
        "output_state: [Assessed]",
        expect![[r#"
            8:5 "output_state" Schema: `output_state` must be a string, not a list
        "#]],
    );
    changed(
        "validation: NONE",
        "validation: NON",
        expect![[r#"
            16:75 "NON" Schema: `validation` must be `NONE`, `PULL_REQUEST` or `KEYWORD["WORD"]`, not `NON`
        "#]],
    );
    changed(
        "validation: NONE",
        "output_artifacts: [{ type: prd, paht: x }, y]",
        expect![[r#"
            16:95 "paht" Schema: unknown key `paht` in this artifact: did you mean `path`?
                write path
            16:106 "y" Schema: each item of `output_artifacts` must be a mapping, not `y`
        "#]],
    );
}

#[test]
fn a_legacy_file_is_one_hint() {
    let text = "version: \"1.0\"\ntransitions:\n  - name: assess\n    from: To Do\n    to: Assessed\n    validation: NONE\n  - {name: x, from: [Assessed, Planned], to: to do}\n";
    check(
        text,
        expect![[r#"
            1:11 "1.0" Legacy: a version 1.0 workflow file without `states` and `workflows`, the states are taken from its transitions
        "#]],
    );
    let machine = read(text).0;
    assert!(machine.legacy);
    assert_eq!(names(&machine), ["To Do", "Assessed", "Planned"]);
}

#[test]
fn an_unread_file_is_not_judged() {
    let (machine, findings) = read("version: \"2.0\"\nstates: [To Do, Done]\nworkflows:\n  x: y: z\n");
    assert!(machine.incomplete && findings.is_empty());
    assert_eq!(names(&machine), ["To Do", "Done"]);
}
