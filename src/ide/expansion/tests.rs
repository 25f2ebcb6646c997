//! Where findings of partials are shown, and where words come from.

use std::{fmt::Write, sync::Arc};

use expect_test::{Expect, expect};
use text_size::TextSize;

use super::Shown;
use crate::{
    fixture::Fixture,
    model::Kind,
    rules::{Fixes, check as found_in},
    workspace::{DocPath, Document, expand},
};

const PLAN: &str = "/.claude/commands/flow/plan.md";

/// The expansion of the fixture's `/flow:plan`, of which `edit` makes what is shown.
fn shown(fixture: &str, edit: impl Fn(&str) -> String) -> Shown {
    let snapshot = Fixture::parse(fixture).snapshot();
    let command = snapshot.document(&DocPath::new(PLAN)).unwrap().clone();
    let text = edit(&expand(&snapshot, &command).text);
    let document = Document::new(DocPath::new("flowspec-expansion:/plan.md"), Kind::Other, Vec::new(), &*text);
    Shown::new(snapshot, &command, Arc::new(document))
}

/// Each finding as the words at fault, with what is there where it leads to.
fn findings(shown: &Shown) -> String {
    let snapshot = &shown.snapshot;
    let found = |path: DocPath| {
        let found = found_in(snapshot, &path, Fixes::Wanted).into();
        (path, found)
    };
    let mut lines = String::new();
    for found in shown.findings(&shown.sources().into_iter().map(found).collect()) {
        let text = shown.document.text();
        let line = text[..usize::from(found.range.start())].matches('\n').count() + 1;
        writeln!(lines, "{line}: {:?} {} {}", &text[found.range], found.severity.name(), found.code).unwrap();
        let cause = &found.related[0];
        let source = snapshot.document(&cause.path).unwrap();
        writeln!(lines, "   {} {:?}", cause.message, &source.text()[cause.range]).unwrap();
    }
    lines
}

#[track_caller]
fn check(fixture: &str, expect: Expect) {
    check_stale(fixture, str::to_owned, expect);
}

#[track_caller]
fn check_stale(fixture: &str, edit: impl Fn(&str) -> String, expect: Expect) {
    expect.assert_eq(&findings(&shown(fixture, edit)));
}

#[test]
fn a_mistake_is_shown_wherever_its_partial_is_put_in() {
    check(
        "
//- /.claude/commands/flow/plan.md
---
description: Plan.
---
😀 {{INCLUDE:.claude/partials/a.md}}\r
/flow:specfy\r
{{INCLUDE:.claude/partials/b.md}}
//- /.claude/commands/flow/specify.md
---
description: Specify.
---
//- /.claude/partials/a.md
\r
😀\r
then /flow:plam\r
//- /.claude/partials/b.md
{{INCLUDE:.claude/partials/a.md}} {{INCLUDE:.claude/partials/gone.md}}
",
        expect![[r#"
            6: "/flow:plam" warning command-unknown
               the cause is here, in `.claude/partials/a.md` "/flow:plam"
            8: "/flow:specfy" warning command-unknown
               the cause is here, in `.claude/commands/flow/plan.md` "/flow:specfy"
            11: "/flow:plam" warning command-unknown
               the cause is here, in `.claude/partials/a.md` "/flow:plam"
            12: ".claude/partials/gone.md" error include-missing
               the cause is here, in `.claude/partials/b.md` ".claude/partials/gone.md"
        "#]],
    );
}

const STALE: &str = "
//- /.claude/commands/flow/plan.md
---
description: Plan.
---
/flow:plam
middle
/flow:plam
//- /.claude/commands/flow/specify.md
";

#[test]
fn what_is_shown_may_be_older() {
    check_stale(
        STALE,
        |text| text.replace("middle", "another 😀"),
        expect![[r#"
        4: "/flow:plam" warning command-unknown
           the cause is here, in `.claude/commands/flow/plan.md` "/flow:plam"
        6: "/flow:plam" warning command-unknown
           the cause is here, in `.claude/commands/flow/plan.md` "/flow:plam"
    "#]],
    );
    check_stale(
        STALE,
        |text| text.replacen("plam", "pln", 1),
        expect![[r#"
        6: "/flow:plam" warning command-unknown
           the cause is here, in `.claude/commands/flow/plan.md` "/flow:plam"
    "#]],
    );
    check_stale(STALE, |_| String::new(), expect![[""]]);
}

#[test]
fn a_mistake_that_is_repeated_without_end_is_not_shown_without_end() {
    let include = "{{INCLUDE:a.md}}\n";
    let (tens, thousands) = (include.repeat(60), "{{INCLUDE:b.md}}\n".repeat(60));
    let fixture =
        format!("//- {PLAN}\n---\ndescription: Plan.\n---\n{thousands}\n//- /b.md\n{tens}\n//- /a.md\n/flow:plam\n");
    let findings = findings(&shown(&fixture, str::to_owned));
    assert_eq!(findings.lines().count(), 2 * super::MOST);
}

#[test]
fn words_come_from_their_partial() {
    let shown = shown(
        "
//- /.claude/commands/flow/plan.md
---
description: Plan.
---
{{INCLUDE:a.md}} end
//- /a.md
one\r
😀 /flow:plan\r
",
        |text| text.replace("one", "other"),
    );
    let at = |word: &str| TextSize::new(shown.document.text().find(word).unwrap() as u32);
    let origin = |word: &str| shown.origin(at(word)).map(|origin| (origin.path.to_string(), u32::from(origin.offset)));
    assert_eq!(origin("desc"), Some((PLAN.into(), 4)));
    assert_eq!(origin("ther"), None);
    assert_eq!(origin("😀"), Some(("/a.md".into(), 5)));
    assert_eq!(origin(" end"), Some((PLAN.into(), 43)));
    let word = text_size::TextRange::at(TextSize::new(10), TextSize::new(10));
    let range = shown.range_at(at("/flow"), word).unwrap();
    assert_eq!(&shown.document.text()[range], "/flow:plan");
    assert_eq!(shown.range_at(at(" end"), word), None);
}
