use expect_test::{Expect, expect};

use super::*;
use crate::{
    fixture::Fixture,
    rules::{Fixes, check},
    workspace::DocPath,
};

const TEXT: &str = "# [PROJECT] Constitution\r
<!-- TIER: Heavy -->\r
<!-- SECTION:A:BEGIN -->\r
😀 <!-- NEEDS_VALIDATION: Branch  strategy -->\r
<!-- SECTION:A:END -->\r
<!-- SECTION:B:BEGIN -->\r
text\r
<!-- SECTION:B:END -->\r
## C\r
<!-- NEEDS_VALIDATION: Releases -->\r
";

fn document(text: &str) -> (Fixture, std::sync::Arc<Document>) {
    let fixture = Fixture::parse(&format!("//- /{PLACE}\n{text}"));
    let snapshot = fixture.snapshot();
    let document = snapshot.document(&DocPath::new(format!("/{PLACE}"))).cloned();
    (fixture, document.expect("the constitution"))
}

fn marked(text: &str, which: Which<'_>, expect: Expect) {
    let (fixture, document) = document(text);
    let shown = match mark(&document, which) {
        Ok(edits) => fixture.apply(&edits).into_values().collect::<String>().replace('\r', "␍"),
        Err(problem) => format!("refused: {problem}"),
    };
    expect.assert_eq(&shown);
}

#[test]
fn a_report_names_every_place() {
    expect![[r#"
        [X] Constitution not validated

        Tier: Heavy (blocks every command)
        Unvalidated sections: 2 of 3

        To be validated:
          memory/constitution.md:4: Branch strategy
          memory/constitution.md:10: Releases

        To be filled in:
          memory/constitution.md:1: [PROJECT]
    "#]]
    .assert_eq(&report(&document(TEXT).1));
    expect![[r#"
        [Y] Constitution validated

        Tier: Medium
        Sections: 1
    "#]]
    .assert_eq(&report(
        &document("<!-- SECTION:A:BEGIN -->\n`<!-- NEEDS_VALIDATION: x -->`\n<!-- SECTION:A:END -->\n").1,
    ));
    let long = report(&document(&"<!-- NEEDS_VALIDATION: é -->\n".repeat(60)).1);
    assert!(long.ends_with("  memory/constitution.md:50: é\n  and 10 more\n"), "{long}");
}

#[test]
fn one_marker_or_all_go() {
    let text = "# A\r\n<!-- NEEDS_VALIDATION: Name -->\r\nB <!-- NEEDS_VALIDATION: 😀 b -->\r\n";
    marked(
        text,
        Which::Named("name"),
        expect![[r#"
        # A␍
        B <!-- NEEDS_VALIDATION: 😀 b -->␍
    "#]],
    );
    marked(
        text,
        Which::All,
        expect![[r#"
        # A␍
        B ␍
    "#]],
    );
    marked(text, Which::Named("other"), expect!["refused: no such part of the constitution needs validation"]);
    marked("# A\n", Which::All, expect!["refused: no such part of the constitution needs validation"]);
    marked(
        "<!-- NEEDS_VALIDATION: a -->\n<!-- NEEDS_VALIDATION: a -->\n",
        Which::Named("a"),
        expect!["refused: 2 markers say the same: use the quick fix on one of them"],
    );
    marked(
        "# [NAME]\n<!-- NEEDS_VALIDATION: a -->\n",
        Which::All,
        expect!["refused: `[NAME]` has not been filled in: write the real value first"],
    );
}

#[test]
fn a_new_constitution_wants_nothing_but_validation() {
    for (tier, sections) in [(Tier::Light, 2), (Tier::Medium, 5), (Tier::Heavy, 7)] {
        let fixture = Fixture::parse(&format!("//- /{PLACE}\n{}", template(tier)));
        let snapshot = fixture.snapshot();
        let path = DocPath::new(format!("/{PLACE}"));
        let document = snapshot.document(&path).expect("the constitution");
        let standing = standing(document);
        assert_eq!((standing.tier, standing.unvalidated.len(), standing.sections), (tier, sections, sections));
        let found = check(&snapshot, &path, Fixes::Skipped);
        let codes: Vec<_> = found.iter().map(|found| found.code).collect();
        assert_eq!(codes, vec!["needs-validation"; sections], "{found:#?}");
        let edits = mark(document, Which::All).expect("nothing holds it up");
        let validated = fixture.apply(&edits).into_values().collect::<String>();
        let settled = Fixture::parse(&format!("//- /{PLACE}\n{validated}")).snapshot();
        assert_eq!(check(&settled, &path, Fixes::Skipped), [], "{validated}");
        assert!(validated.lines().all(|line| line.chars().count() <= 140), "{tier:?} has a long line");
    }
}
