//! Directives, skills, commands and states in prompts.

use super::*;

#[test]
fn include_paths() {
    check(
        &command("{{INCLUDE:$0"),
        expect![[r#"
        for ``
        - .claude/partials/_often.md  included 2 times
        - .claude/partials/_check.md
        - docs/readme.md
        {{INCLUDE:.claude/partials/_often.md}}"#]],
    );
    check(
        &command("😀 <<INCLUDE:.claude/$0 and\r\n"),
        expect![[r#"
        for `.claude/`
        - .claude/partials/_often.md  included 2 times
        - .claude/partials/_check.md
        - docs/readme.md
        😀 <<INCLUDE:.claude/partials/_often.md>> and␍"#]],
    );
    check_taken(
        &command("{{INCLUDE:.cla$0ude/x.md}} and {{INCLUDE:b.md}}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}} and {{INCLUDE:b.md}}"],
    );
    check_taken(
        &command("{{INCLUDE:a$0 text {{INCLUDE:b.md}}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}} text {{INCLUDE:b.md}}"],
    );
    check_taken(
        &command("{{INCLUDE:a$0}"),
        ".claude/partials/_check.md",
        expect!["{{INCLUDE:.claude/partials/_check.md}}"],
    );
    check_taken(
        &command("😀{{$0}}"),
        "INCLUDE:.claude/partials/_often.md",
        expect!["😀{{INCLUDE:.claude/partials/_often.md}}"],
    );
    check_taken(
        &command("{{INC$0\n"),
        "INCLUDE:.claude/partials/_often.md",
        expect!["{{INCLUDE:.claude/partials/_often.md}}"],
    );
}

#[test]
fn no_includes_where_none_are_expanded() {
    for text in [
        "```text\n{{$0\n```\n",
        "a { b$0",
        "{$0",
        "\\{\\{INCLUDE:$0",
        "{{INCLUDE:a.md}} $0",
        "{{ x $0",
        "List<<$0Vec 1>",
    ] {
        check_silent(&command(text));
    }
    check_silent(&task("---\nid: task-7\n---\n{{INCLUDE:$0"));
}

#[test]
fn skills() {
    check(
        &command("{{INVOKE_SKILL:t$0dd and"),
        expect![[r#"
            for `tdd`
            - test-first
            {{INVOKE_SKILL:test-first}} and"#]],
    );
    check_taken(&command("{{INVOKE_SKILL:$0}}"), "test-first", expect!["{{INVOKE_SKILL:test-first}}"]);
}

#[test]
fn commands() {
    check(
        &command("Run `/$0` now"),
        expect![[r#"
        for `/`
        - /flow:assess  To Do → Assessed
        - /flow:implement  Planned → In Implementation
        - /flow:operate  Validated → Deployed
        - /flow:plan  Specified, Researched → Planned
        - /flow:research  Specified → Researched
        - /flow:specify  Assessed → Specified
        - /flow:validate  In Implementation → Validated
        - /flow:old (deprecated)
        Run `/flow:assess` now"#]],
    );
    check(
        &command("é😀 /flow:sp$0ecify."),
        expect![[r#"
        for `/flow:specify`
        - /flow:specify  Assessed → Specified
        é😀 /flow:specify."#]],
    );
    check(
        &command("Run /flow.plan, then /flow.spe$0"),
        expect![[r#"
        for `/flow.spe`
        - /flow.specify  Assessed → Specified
        Run /flow.plan, then /flow.specify"#]],
    );
    check_taken(&command("Run /flow.plan, then /sp$0"), "/flow.specify", expect!["Run /flow.plan, then /flow.specify"]);
    check_taken(&command("/fl$0ow:old and\r\n"), "/flow:specify", expect!["/flow:specify and␍"]);
    check_taken(
        &command("```bash\nclaude -p \"/flow:$0\"\n```\n"),
        "/flow:plan",
        expect![[r#"claude -p "/flow:plan""#]],
    );
}

#[test]
fn no_commands_in_paths() {
    for text in [
        "src/$0",
        "and/$0or",
        "./$0",
        "~/$0",
        "/usr/$0",
        "http:/$0",
        "http://$0",
        "```sh\nls /$0\n```\n",
        "a $0/ b",
        "/xyzzy$0",
        "</$0",
    ] {
        check_silent(&command(text));
    }
}

#[test]
fn states_in_sentences_and_tables() {
    check(
        &command("Output state will be `workflow:$0`."),
        expect![[r#"
        for ``
        - To Do
        - Assessed  after /flow:assess
        - Specified  after /flow:specify
        - Researched  after /flow:research
        - Planned  after /flow:plan
        - In Implementation  after /flow:implement
        - Validated  after /flow:validate
        - Deployed  after /flow:operate
        - Done
        Output state will be `workflow:To Do`."#]],
    );
    check_taken(
        &command("| /flow:plan | workflow:Spec$0ified, workflow:Assessed | x |"),
        "Researched",
        expect!["| /flow:plan | workflow:Researched, workflow:Assessed | x |"],
    );
    check_taken(&command("It is workflow:In$0 Implementation now"), "Planned", expect!["It is workflow:Planned now"]);
    check_taken(
        &command("It is workflow:In Im$0 now"),
        "In Implementation",
        expect!["It is workflow:In Implementation now"],
    );
    check_taken(&command("`workflow:In$0 Implementation`"), "Planned", expect!["`workflow:Planned`"]);
    check_taken(&command("It is workflow:Pl$0an\r\n"), "Planned", expect!["It is workflow:Planned␍"]);
    check_taken(
        &command("```bash\nbacklog task edit 1 -l \"workflow:$0\"\n```\n"),
        "Planned",
        expect![[r#"backlog task edit 1 -l "workflow:Planned""#]],
    );
    for text in [
        "a workflow: $0",
        "Before this workflow:$0",
        "sub-workflow:$0",
        "my/workflow:$0",
        "workflow:Planned and $0",
        "${workflow:$0}",
    ] {
        check_silent(&command(text));
    }
}

#[test]
fn whole_labels_in_declarations() {
    check_taken(
        &command("**For /flow:plan**: Required input state is `$0"),
        "workflow:Specified",
        expect!["**For /flow:plan**: Required input state is `workflow:Specified"],
    );
    check_taken(
        &command("Output state will be `work$0`.\r\n"),
        "workflow:Planned",
        expect!["Output state will be `workflow:Planned`.␍"],
    );
    check_taken(
        &command("| /flow:plan | `$0` |"),
        "workflow:Specified",
        expect!["| /flow:plan | `workflow:Specified` |"],
    );
    check_silent(&command("An ordinary `$0` and `state`"));
    check_silent(&command("| a | `$0` |"));
}

#[test]
fn commands_of_a_dialect_that_the_project_does_not_use() {
    let commands = |mark: &str| {
        let (_, found) = completed(&format!(
            "//- /{mark}\nx\n//- /.claude/commands/opsx/apply.md\n---\ndescription: Apply.\n---\nRun /$0\n"
        ));
        found.expect("completions").items.into_iter().map(|item| item.label).collect::<Vec<_>>()
    };
    assert_eq!(commands("openspec/specs/a/spec.md"), ["/opsx:apply"]);
    assert_eq!(commands("notes.md").len(), 8);
}

#[test]
fn commands_of_tools_as_their_files_are_called() {
    check(
        "
//- /.claude/agents/a.md
Run /$0
//- /.claude/commands/speckit.plan.md
//- /.claude/commands/opsx/apply.md
//- /.gemini/commands/opsx/archive.toml
//- /.continue/prompts/opsx-propose.prompt
//- /.claude/skills/speckit-tasks/SKILL.md
//- /.specify/memory/constitution.md
",
        expect![[r#"
            for `/`
            - /opsx:apply
            - /opsx:archive
            - /opsx-propose
            - /speckit.plan
            - /speckit-tasks
            Run /opsx:apply"#]],
    );
}

#[test]
fn what_the_reader_of_a_prompt_fills_in() {
    let in_file = |name: &str, text: &str| format!("//- /docs/a.md\n//- /docs/b.txt\n//- /{name}\n{text}");
    let claude = |text: &str| in_file(".claude/commands/a.md", text);
    check(
        &claude("é $$0 x"),
        expect![[r#"
        for `$`
        - $ARGUMENTS  all arguments
        - $1  the first argument
        - $2  the second argument
        é $ARGUMENTS x"#]],
    );
    check_taken(&claude("$arg$0UMENTS and"), "$ARGUMENTS", expect!["$ARGUMENTS and"]);
    check(
        &claude("Follow @docs/$0 now"),
        expect![[r#"
        for `docs/`
        - docs/a.md
        - docs/b.txt
        Follow @docs/a.md now"#]],
    );
    check(&claude("`@docs/$0"), expect!["nothing"]);
    check(&claude("me@$0"), expect!["nothing"]);
    check(
        &in_file(".gemini/commands/a.toml", "prompt = \"{{$0\""),
        expect![[r#"
        for `{{`
        - {{args}}  all arguments
        prompt = "{{args}}""#]],
    );
    check(
        &in_file(".gemini/commands/a.toml", "prompt = \"@{do$0\""),
        expect![[r#"
        for `do`
        - docs/a.md
        - docs/b.txt
        prompt = "@{docs/a.md}""#]],
    );
    check(&in_file(".gemini/commands/a.toml", "prompt = \"$$0\""), expect!["nothing"]);
    check(
        &in_file(".github/prompts/a.prompt.md", "${in$0"),
        expect![[r#"
        for `${in`
        - ${input:name}  asks for a value
        ${input:name}"#]],
    );
    check(&in_file(".cursor/commands/a.md", "$$0"), expect!["nothing"]);
}
