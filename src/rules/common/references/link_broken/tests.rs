use camino::Utf8Path;
use expect_test::expect;

use crate::{
    fixture::{Fixture, check, check_fixes, check_silent},
    rules::{self, Fixes},
};

#[test]
fn links_in_a_feature_are_read_as_an_agent_reads_them() {
    let fixture = "
//- /.specify/feature.json
{}
//- /docs/a.md
//- /specs/001-a/spec.md
[a](docs/a.md) [b](/home/me/app/docs/gone.md)
//- /specs/002-b/spec.md
//- /specs/002-b/checklists/requirements.md
[spec](spec.md) [other](../../001-a/gone.md)
";
    check(
        "link-broken",
        fixture,
        expect![[r#"
            specs/001-a/spec.md
              [a](docs/a.md) [b](/home/me/app/docs/gone.md)
            //    ^^^^^^^^^ hint link-broken: `docs/a.md` exists from the root of the project only: did you mean `../../docs/a.md`?
            specs/002-b/checklists/requirements.md
              [spec](spec.md) [other](../../001-a/gone.md)
            //       ^^^^^^^ warning link-broken: `spec.md` does not exist: did you mean `../spec.md`?
              [spec](spec.md) [other](../../001-a/gone.md)
            //                        ^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../001-a/gone.md` does not exist: correct the path
        "#]],
    );
    check_fixes(
        "link-broken",
        fixture,
        expect![[r#"
            * Change to `../../docs/a.md`
            //- /specs/001-a/spec.md
            [a](../../docs/a.md) [b](/home/me/app/docs/gone.md)
        "#]],
    );
    check_fixes(
        "link-broken",
        &fixture.replace("[a](docs/a.md)", ""),
        expect![[r#"
            * Change to `../spec.md`
            //- /specs/002-b/checklists/requirements.md
            [spec](../spec.md) [other](../../001-a/gone.md)
        "#]],
    );
}

#[test]
fn files() {
    let fixture = "
//- /.claude/commands/flow/plan.md
Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
//- /docs/style.md
# Tone
";
    check(
        "link-broken",
        fixture,
        expect![[r#"
                .claude/commands/flow/plan.md
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //               ^^^^^^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../docs/style.md` does not exist: did you mean `../../../docs/style.md`?
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //                                                 ^^^^^^^ warning link-broken: `pic.png` does not exist: correct the path
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //                                                                 ^^^^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/stile.md` does not exist: correct the path
            "#]],
    );
    check_fixes(
        "link-broken",
        fixture,
        expect![[r#"
            * Change to `../../../docs/style.md`
            //- /.claude/commands/flow/plan.md
            Plän 😀 [style](../../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
        "#]],
    );
    check_fixes(
        "link-broken",
        &fixture.replace("../../docs/style.md#tone", "../../../docs/stlye.md"),
        expect![[r#"
                * Change to `../../../docs/style.md`
                //- /.claude/commands/flow/plan.md
                Plän 😀 [style](../../../docs/style.md) and ![](pic.png), [[x]](../../../docs/stile.md)
            "#]],
    );
}

#[test]
fn links_in_templates_and_from_the_root_are_hints() {
    check(
        "link-broken",
        "
//- /.claude/commands/flow/plan.md
# Plan
[a](gone.md) [b](docs/b.md)
//- /templates/commands/own.md
[a](gone.md)
//- /docs/b.md
",
        expect![[r#"
                .claude/commands/flow/plan.md
                  [a](gone.md) [b](docs/b.md)
                //    ^^^^^^^ warning link-broken: `gone.md` does not exist: correct the path
                  [a](gone.md) [b](docs/b.md)
                //                 ^^^^^^^^^ hint link-broken: `docs/b.md` exists from the root of the project only: did you mean `../../../docs/b.md`?
                templates/commands/own.md
                  [a](gone.md)
                //    ^^^^^^^ hint link-broken: `gone.md` does not exist: correct the path
            "#]],
    );
}

#[test]
fn one_folder_too_far() {
    let fixture = "
//- /.github/agents/sec.agent.md
Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
//- /docs/a.md
";
    check(
        "link-broken",
        fixture,
        expect![[r#"
                .github/agents/sec.agent.md
                  Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
                //         ^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/a.md` points outside the project: did you mean `../../docs/a.md`?
                  Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
                //                                 ^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/b.md` points outside the project: correct the path
            "#]],
    );
    check_fixes(
        "link-broken",
        fixture,
        expect![[r#"
            * Change to `../../docs/a.md`
            //- /.github/agents/sec.agent.md
            Plän [a](../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
        "#]],
    );
}

#[test]
fn headings() {
    let fixture = "
//- /memory/constitution.md
# Plän it
[a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
//- /docs/a.md
# One
<a name=\"html\"></a>
//- /docs/x.rs
";
    check(
        "link-broken",
        fixture,
        expect![[r#"
                memory/constitution.md
                  [a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
                //    ^^^^^^^^ warning link-broken: this document has no heading `#plan-it`: did you mean `#plän-it`?
                  [a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
                //                                ^^^^^^^^^^^^^^^^ warning link-broken: `docs/a.md` has no heading `#won`: correct it or add the heading
            "#]],
    );
    check_fixes(
        "link-broken",
        fixture,
        expect![[r#"
            * Change to `#plän-it`
            //- /memory/constitution.md
            # Plän it
            [a](#plän-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
        "#]],
    );
}

#[test]
fn a_document_full_of_unknown_headings_gets_its_share_of_advice() {
    let all = |count: usize| (0..count).map(|at| format!("# Heading {at}\n[a](#heading-{at}x)\n")).collect::<String>();
    let advised = |count: usize| {
        let snapshot = Fixture::parse(&format!("//- /memory/constitution.md\n{}", all(count))).snapshot();
        let path = snapshot.path(Utf8Path::new("memory/constitution.md"));
        let found = rules::check(&snapshot, &path, Fixes::Skipped);
        let broken = found.iter().filter(|found| found.code == "link-broken");
        let (with, without) = broken.partition::<Vec<_>, _>(|found| found.message.contains("did you mean"));
        (with.len(), without.len())
    };
    assert_eq!(advised(100), (100, 0));
    assert_eq!(advised(400), (49, 351));
}

#[test]
fn silent() {
    check_silent(
        "link-broken",
        "
//- /.claude/commands/flow/plan.md
[a](https://example.org) [b](path/to/x.md) [c](./{x}.md) [d](../../../..) [e](/docs/a.md) [f](url) [g](../../../docs)
`[h](gone.md)` <!-- [i](gone.md) --> [j](../../../docs/a.md?x#a) [k](#top) [l](../../../../outside.md) [m](mailto:x@y.z)

```md
[n](gone.md)
```
//- /docs/a.md
# A
[o](gone.md)
",
    );
    check_silent("link-broken", "//- /.claude/partials/a.md\n[a](#in-the-includer)\n");
}

#[test]
fn a_message_does_not_depend_on_whether_fixes_are_wanted() {
    let files: String = (0..200).map(|n| format!("//- /docs/page-{n:03}.txt\n")).collect();
    let links: String = (0..400).map(|n| format!("[x](../../../docs/pages{n:03}.md)\n")).collect();
    let document = format!("//- /.claude/commands/flow/plan.md\n# Plan\n{links}[x](#plam)\n");
    let snapshot = Fixture::parse(&format!("{document}{files}")).snapshot();
    let path = &snapshot.documents()[0].path;
    for fixes in [Fixes::Skipped, Fixes::Wanted] {
        let found = rules::check(&snapshot, path, fixes);
        let last = found.iter().rfind(|found| found.code == "link-broken").unwrap();
        assert!(last.message.ends_with("did you mean `#plan`?"), "{fixes:?}: {}", last.message);
    }
}

#[test]
fn in_the_archive_it_is_a_hint() {
    check(
        "link-broken",
        "//- /backlog/archive/tasks/task-1 - A.md\n---\nid: task-1\n---\n😀 [x](gone.md)\n",
        expect![[r#"
            backlog/archive/tasks/task-1 - A.md
              😀 [x](gone.md)
            //      ^^^^^^^ hint link-broken: `gone.md` does not exist: correct the path
        "#]],
    );
}

#[test]
fn a_fence_on_one_line_hides_nothing_behind_it() {
    let text = "A: ```` ```x``` ```` and:\n\n```x```\n\n[x](gone.md)\n";
    check(
        "link-broken",
        text,
        expect![[r#"
        .claude/commands/flow/plan.md
          [x](gone.md)
        //    ^^^^^^^ warning link-broken: `gone.md` does not exist: correct the path
    "#]],
    );
    check_silent("fence-unclosed", text);
}
