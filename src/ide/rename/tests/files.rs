//! Included files, and what the client renames.

use super::*;

#[test]
fn an_included_file() {
    let fixture = "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/$0a.md}} <<INCLUDE:./.claude/partials/a.md>>
```
{{INCLUDE:.claude/partials/a.md}}
```
[😀](../../partials/a.md#x) [b](<../../partials/a.md>)
//- /.claude/partials/a.md
[own](../commands/flow/plan.md) [b](b.md)
//- /.claude/partials/b.md
[a]: a.md

[a]
";
    check(
        fixture,
        ".claude/partials/new/c d.md",
        expect![[r#"
        refused: `.claude/partials/new/c d.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        fixture,
        ".claude/partials/new/c.md",
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/new/c.md}} <<INCLUDE:./.claude/partials/new/c.md>>
        ```
        {{INCLUDE:.claude/partials/new/c.md}}
        ```
        [😀](../../partials/new/c.md#x) [b](<../../partials/new/c.md>)
        //- /.claude/partials/b.md
        [a]: new/c.md

        [a]
        //- /.claude/partials/new/c.md
        [own](../../commands/flow/plan.md) [b](../b.md)
    "#]],
    );
    check(
        fixture,
        ".claude/partials/b.md",
        expect![[r#"
        refused: `.claude/partials/b.md` exists already
    "#]],
    );
    check(
        fixture,
        "../a.md",
        expect![[r#"
        refused: `../a.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        fixture,
        "/a.md",
        expect![[r#"
        refused: `/a.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        fixture,
        "a",
        expect![[r#"
        refused: `a` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        fixture,
        "path/to/a.md",
        expect![[r#"
        refused: `path/to/a.md` cannot be included: write the path of a file from the root of the project, without `..` and spaces
    "#]],
    );
    check(
        &fixture.replace("$0", "").replace("own](..", "own](..$0"),
        "x.md",
        expect![[r#"
            refused: a file is renamed from an include or a `#[[file:…]]` of it, or in the file explorer, and links to it follow
        "#]],
    );
}

#[test]
fn files_and_folders_that_the_client_renames() {
    let fixture = "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /flow:plan
//- /.claude/partials/flow/a.md
[b](b.md) [top](../flows.md)
//- /.claude/partials/flow/b.md
see {{INCLUDE:.claude/partials/flow/a.md}}
//- /.claude/partials/flows.md
//- /.flowspec/hooks/hooks.yaml
hooks:
  - {name: a, events: [{type: plan.created}], script: \"a.sh\"}
//- /.flowspec/hooks/a.sh
";
    check_moved(
        fixture,
        &[(".claude/partials/flow", ".claude/partials/shared/flow")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/shared/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /flow:plan
        //- /.claude/partials/flow/a.md
        [b](b.md) [top](../../flows.md)
        //- /.claude/partials/flow/b.md
        see {{INCLUDE:.claude/partials/shared/flow/a.md}}
    "#]],
    );
    check_moved(
        fixture,
        &[(".flowspec/hooks/a.sh", ".flowspec/hooks/on/it's.sh")],
        expect![[r#"
        //- /.flowspec/hooks/hooks.yaml
        hooks:
          - {name: a, events: [{type: plan.created}], script: "on/it's.sh"}
    "#]],
    );
    check_moved(
        fixture,
        &[(".claude/commands/flow", ".claude/commands/work")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        {{INCLUDE:.claude/partials/flow/a.md}} {{INCLUDE:.claude/partials/flows.md}} /work:plan
    "#]],
    );
    check_moved(fixture, &[("gone.md", "here.md")], expect![[""]]);
}

/// A command and a partial with links, and the copy that repeats them.
const LINKING: &str = "
//- /docs/guide.md
//- /.claude/commands/flow/plan.md
---
description: See [it](plan.md)
---

See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).\r
{{INCLUDE:.claude/partials/a.md}}
//- /.claude/partials/a.md
[the guide](../../docs/guide.md#one) \r
//- /.github/agents/flow-plan.agent.md
---
name: flow-plan
description: See [it](plan.md)
---

See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).\r
[the guide](../../docs/guide.md#one)\r
";

#[test]
fn a_copy_repeats_the_links_of_what_is_moved() {
    check_moved(
        LINKING,
        &[("docs/guide.md", "docs/all/guide.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../docs/all/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        [the guide](../../docs/all/guide.md#one)␍
    "#]],
    );
    check_moved(
        LINKING,
        &[(".claude/partials/a.md", ".claude/partials/flow/a.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        {{INCLUDE:.claude/partials/flow/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../../docs/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        [the guide](../../../docs/guide.md#one)␍
    "#]],
    );
    check_moved(
        LINKING,
        &[(".claude/commands/flow/plan.md", ".claude/commands/plan.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../docs/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../docs/guide.md).␍
        [the guide](../../docs/guide.md#one)␍
    "#]],
    );
}

#[test]
fn a_copy_that_says_something_else_has_links_of_its_own() {
    let drifted = LINKING.replace("#one)\r", "#two)\r");
    check_moved(
        &drifted,
        &[("docs/guide.md", "docs/all/guide.md")],
        expect![[r#"
        //- /.claude/commands/flow/plan.md
        ---
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/all/guide.md).␍
        {{INCLUDE:.claude/partials/a.md}}
        //- /.claude/partials/a.md
        [the guide](../../docs/all/guide.md#one) ␍
        //- /.github/agents/flow-plan.agent.md
        ---
        name: flow-plan
        description: See [it](plan.md)
        ---

        See [it](plan.md) and 😀 [the guide](../../../docs/guide.md).␍
        [the guide](../../docs/all/guide.md#two)␍
    "#]],
    );
}
