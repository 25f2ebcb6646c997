//! What is shown, and for which words.

use expect_test::{Expect, expect};

use super::hover;
use crate::{fixture::Fixture, workspace::DocPath};

#[track_caller]
pub(super) fn check(fixture: &str, expect: Expect) {
    let fixture = Fixture::parse(fixture);
    let (name, offset) = fixture.cursor.clone().expect("a cursor");
    let path = DocPath::new(camino::Utf8Path::new("/").join(&name));
    let shown = hover(&fixture.snapshot(), &path, offset).map_or("nothing".to_owned(), |hover| {
        format!("for `{}`\n\n{}", fixture.files[&name][hover.range].trim_end(), hover.contents.markdown())
    });
    expect.assert_eq(&shown.replace('\r', "␍"));
}

#[test]
fn a_command_of_a_tool_is_called_as_its_file_is() {
    check(
        "//- /.claude/agents/a.md\nRun $speckit-pl$0an.\n//- /.claude/commands/speckit.plan.md\n---\ndescription: Plan it\n---\n",
        expect![[r#"
            for `$speckit-plan`

            **/speckit.plan**

            Plan it

            - in `.claude/commands/speckit.plan.md`"#]],
    );
}

const PROJECT: &str = "
//- /.claude/partials/_check.md
# Check

Read `memory/constitution.md`.
//- /.claude/skills/test-first/SKILL.md
---
name: test-first
description: Write the *test* first
---
//- /.claude/agents/qa.md
---
name: quality-guardian
description: Tests as attackers would
tools: Read, Grep
---
//- /.claude/commands/flow/specify.md
---
description: Say what is [wanted](command:evil)
---
{{INCLUDE:.claude/partials/_check.md}}
//- /.claude/commands/flow/old.md
---
description: Old
deprecated: true
replacement: /flow:specify
---
//- /.flowspec/hooks/hooks.yaml
hooks:
  - name: notify
    events:
      - type: plan.*
    script: notify.sh
//- /docs/rules.md
# Rules
## Words
Say it plainly.
//- /.claude/partials/_rules.md
### Rule: EXEC-002 Test first

Write the test before the code.

### Rule: EXEC-003 Next
//- /backlog/tasks/task-2 - Two.md
---
id: task-2
title: Second <b>
status: To Do
labels: ['workflow:Planned']
---
//- /backlog/tasks/task-10 - Ten.md
---
id: task-10
title: Tenth
status: In Progress
labels: ['workflow:Specified']
dependencies: [task-2]
---
//- /backlog/completed/task-1 - One.md
---
id: task-1
title: First
labels: ['workflow:Planned']
---
";

fn command(text: &str) -> String {
    format!("{PROJECT}//- /.claude/commands/flow/plan.md\n{text}")
}

#[test]
fn a_command() {
    check(
        &command("😀 Run /flow:spe$0cify now\r\n"),
        expect![[r#"
        for `/flow:specify`

        **/flow:specify** · `Assessed` → `Specified`

        Say what is \[wanted\](command:evil)

        - agent `product-requirements-manager`
        - in `.claude/commands/flow/specify.md`"#]],
    );
    check(
        &command("Run `/flow.impl$0ement`"),
        expect![[r#"
        for `/flow.implement`

        **/flow:implement** · `Planned` → `In Implementation`

        - agents `frontend-engineer`, `backend-engineer`, `ai-ml-engineer`, `frontend-code-reviewer`, `backend-code-reviewer`
        - 1 task waits for it: `task-2`"#]],
    );
    check(
        &command("Run /flow:o$0ld"),
        expect![[r#"
        for `/flow:old`

        **/flow:old**

        Old

        - deprecated: use `/flow:specify`
        - in `.claude/commands/flow/old.md`"#]],
    );
    check(&command("Run /flow:no$0ne"), expect!["nothing"]);
}

#[test]
fn a_state() {
    check(
        &command("Output state will be `workflow:Pla$0nned`."),
        expect![[r#"
        for `workflow:Planned`

        **Planned**

        - from `Specified`, `Researched` by `/flow:plan`
        - from `In Implementation` by `rework`
        - to `In Implementation` by `/flow:implement`
        - 1 task: `task-2`"#]],
    );
    check(
        &command("It is `workflow:To $0Do`."),
        expect![[r#"
        for `workflow:To Do`

        **To Do** · where every task begins

        - to `Assessed` by `/flow:assess`
        - no task is in it"#]],
    );
    check(&command("It is `workflow:Now$0here`."), expect!["nothing"]);
}

#[test]
fn an_include() {
    check(
        &command("{{INCLUDE:.claude/par$0tials/_check.md}}"),
        expect![[r#"
        for `{{INCLUDE:.claude/partials/_check.md}}`

        **.claude/partials/\_check.md** · 3 lines, 40 bytes

        2 documents include it: `.claude/commands/flow/plan.md`, `.claude/commands/flow/specify.md`

        ```markdown
        # Check

        Read `memory/constitution.md`.
        ```"#]],
    );
    check(
        &command("See [rules](../../../docs/ru$0les.md)"),
        expect![[r#"
        for `[rules](../../../docs/rules.md)`

        **docs/rules.md**"#]],
    );
    check(
        &command("See [words](../../../docs/rules.md#wo$0rds)"),
        expect![[r#"
        for `[words](../../../docs/rules.md#words)`

        **Words**

        in `docs/rules.md`

        ```markdown
        Say it plainly.
        ```"#]],
    );
    check(&command("{{INCLUDE:go$0ne.md}}"), expect!["nothing"]);
}

#[test]
fn a_task() {
    check(
        &command("See task-01$00."),
        expect![[r#"
        for `task-010`

        **task-10** · Tenth

        - status `In Progress`
        - state `Specified`
        - after `task-2`
        - in `backlog/tasks/task-10 - Ten.md`"#]],
    );
    check(
        &command("---\nx: y\n---\nSee task-$02."),
        expect![[r#"
        for `task-2`

        **task-2** · Second \<b\>

        - status `To Do`
        - state `Planned`
        - in `backlog/tasks/task-2 - Two.md`"#]],
    );
}

#[test]
fn agents_and_skills() {
    check(
        &command("---\nhandoffs:\n  - agent: quality-guar$0dian\n---\n"),
        expect![[r#"
        for `quality-guardian`

        **quality-guardian**

        Tests as attackers would

        - tools `Read`, `Grep`
        - in `.claude/agents/qa.md`"#]],
    );
    check(
        &command("{{INVOKE_SKILL:test-f$0irst}}"),
        expect![[r#"
        for `{{INVOKE_SKILL:test-first}}`

        **test-first** · a skill

        Write the \*test\* first

        - in `.claude/skills/test-first/SKILL.md`"#]],
    );
}

#[test]
fn rule_ids_and_events() {
    check(
        &command("As EXEC-0$002 says"),
        expect![[r#"
        for `EXEC-002`

        **EXEC-002** · Test first

        in `.claude/partials/_rules.md`

        ```markdown
        Write the test before the code.
        ```"#]],
    );
    check(
        &command("```bash\nflowspec hooks emit plan.cre$0ated\n```\n"),
        expect![[r#"
        for `plan.created`

        **plan.created** · an event

        - after `/flow:plan`
        - the hook `notify` listens"#]],
    );
}

#[test]
fn keys_of_front_matter() {
    check(
        &command("---\nlo$0op: inner\n---\n"),
        expect![[r#"
        for `loop`

        **loop** · `inner`, `outer`, `both`, `setup`, `utility`

        The loop of the workflow that it belongs to"#]],
    );
    check(
        &command("---\ntoo$0ls:\n  - Read\n---\n"),
        expect![[r#"
        for `tools`

        **tools** · a list, or a string with commas

        The tools that it may use"#]],
    );
    check(
        "//- /backlog/tasks/task-3 - A.md\n---\nid: task-3\nlab$0els: []\n---\n",
        expect![[r#"
        for `labels`

        **labels** · a list

        Its labels; the one that starts with `workflow:` is its workflow state"#]],
    );
    check(&command("---\nunk$0nown: 1\n---\n"), expect!["nothing"]);
}

#[test]
fn markers() {
    let constitution = |text: &str| format!("//- /memory/constitution.md\n{text}");
    check(
        &constitution("<!-- TIER: He$0avy - x -->\n<!-- NEEDS_VALIDATION: a -->\n"),
        expect![[r#"
        for `<!-- TIER: Heavy - x -->`

        **Heavy**: while something is unvalidated, a workflow command does not start

        1 comment unvalidated"#]],
    );
    check(
        &constitution("<!-- TIER: Heavy -->\n<!-- NEEDS_VAL$0IDATION: a -->\n<!-- NEEDS_VALIDATION: b -->\n"),
        expect![[r#"
            for `<!-- NEEDS_VALIDATION: a -->`

            **NEEDS\_VALIDATION**: somebody has to look at this and take the comment away; until then a workflow command does not start (**Heavy**)

            2 comments unvalidated"#]],
    );
    check(
        &constitution("<!-- SECTION:NA$0ME:BEGIN -->\na\nb\n<!-- SECTION:NAME:END -->\n"),
        expect![[r#"
        for `<!-- SECTION:NAME:BEGIN -->`

        **NAME** · a section of 2 lines"#]],
    );
    check(
        "//- /backlog/tasks/task-3 - A.md\n---\nid: task-3\n---\n<!-- AC:BE$0GIN -->\n- [x] #1 a\n- [ ] #2 b\n<!-- AC:END -->\n",
        expect![[r#"
            for `<!-- AC:BEGIN -->`

            **AC** · 1 of 2 acceptance criteria checked"#]],
    );
    check(&constitution("`<!-- TIER: He$0avy -->`\n"), expect!["nothing"]);
}

#[test]
fn a_workflow_file() {
    let workflow = "
//- /flowspec_workflow.yml
version: \"2.0\"
states: [\"To Do\", \"Pla$0nned\", \"Done\"]
workflows:
  plan:
    command: \"/flow:plan\"
    agents: [\"quality-guardian\"]
    input_states: [\"To Do\"]
    output_state: \"Planned\"
transitions:
  - { name: plan, from: \"To Do\", to: \"Planned\", via: \"plan\", output_artifacts: [{ type: adr, path: \"./docs/adr/{NNN}.md\" }] }
  - { name: finish, from: \"Planned\", to: \"Done\", via: \"manual\" }
";
    check(
        workflow,
        expect![[r#"
        for `Planned`

        **Planned**

        - from `To Do` by `/flow:plan`
        - to `Done` by `manual`
        - no task is in it"#]],
    );
    let at = |text: &str| workflow.replacen("$0", "", 1).replacen(text, &format!("$0{text}"), 1);
    check(
        &at("plan\", output"),
        expect![[r#"
        for `plan`

        **/flow:plan** · `To Do` → `Planned`

        - agent `quality-guardian`"#]],
    );
    check(
        &at("./docs"),
        expect![[r#"
        for `./docs/adr/{NNN}.md`

        **docs/adr/{NNN}.md** · an artifact

        - made by `plan`
        - no such file is there"#]],
    );
}

#[test]
fn a_line_of_a_copy() {
    let copy = |body: &str| {
        format!("{PROJECT}//- /.github/agents/flow-specify.agent.md\n---\nname: flow-specify\n---\n{body}")
    };
    check(
        &copy("\n# Ch$0eck\n\nRead `memory/constitution.md`.\n"),
        expect![[r#"
        for `# Check`

        from `.claude/partials/_check.md`, line 1"#]],
    );
    check(
        &copy("Drifted\n\nRead `memory$0/constitution.md`.\n"),
        expect![[r#"
        for `Read `memory/constitution.md`.`

        from `.claude/partials/_check.md`, line 3"#]],
    );
    check(&copy("Drif$0ted\n\nRead `memory/constitution.md`.\n"), expect!["nothing"]);
}

#[test]
fn ordinary_text() {
    check(&command("# A hea$0ding"), expect![["nothing"]]);
    check(&command("An ordinary $0 sentence, and/or a path src/flow:plan"), expect![["nothing"]]);
    check(
        "//- /docs/a.md\nRun /flow:pl$0an\n//- /.claude/commands/flow/plan.md\n[a](../../../docs/a.md)\n",
        expect![["nothing"]],
    );
}

#[test]
fn a_rule_in_the_settings_has_its_page() {
    let fixture = Fixture::parse("//- /flowspec-lsp.toml\n[[overrides]]\nrules = { copy$0-drift = \"off\" }\n");
    let (name, offset) = fixture.cursor.clone().unwrap();
    let path = DocPath::new(camino::Utf8Path::new("/").join(&name));
    let hover = hover(&fixture.snapshot(), &path, offset).unwrap();
    assert_eq!(&fixture.files[&name][hover.range], "copy-drift");
    assert_eq!(hover.contents.markdown(), crate::rules::rule("copy-drift").unwrap().read().trim());
    check("//- /flowspec-lsp.toml\n[rules]\nno$0thing = \"off\"\n", expect!["nothing"]);
}

#[test]
fn keys_of_the_yaml_files_of_openspec() {
    check(
        "//- /openspec/config.yaml\noperations:\n  archive:\n    guid$0ance: [a]\n",
        expect![[r#"
        for `guidance`

        **guidance** · a list

        What agents are told"#]],
    );
    check(
        "//- /openspec/config.yaml\nreferences:\n  - id: é\n    re$0mote: x\n",
        expect![[r#"
        for `remote`

        **remote** · a string

        The repository to clone the store from"#]],
    );
    check(
        "//- /openspec/changes/a/.openspec.yaml\nskip_s$0pecs: true\n",
        expect![[r#"
        for `skip_specs`

        **skip\_specs** · `true`, `false`

        Whether the change has no spec deltas because it changes no behavior"#]],
    );
    check(
        "//- /openspec/schemas/short/schema.yaml\nver$0sion: 1\n",
        expect![[r#"
        for `version`

        **version** · a whole number

        The version of the schema"#]],
    );
}
