//! In the files of OpenSpec.

use expect_test::expect;

use super::*;
use crate::workflow::offers::lens::outlook;

const SPEC: &str = "# Auth
## Purpose
Somebody who has an account can sign in to it.
## Requirements
### Requirement: Sign in 😀
The system SHALL ask for a password.
#### Scenario: A
- **WHEN** a
### Requirement: Sign out
The system SHALL end the session.
#### Scenario: A
- **WHEN** a
";
const DELTA: &str = "## MODIFIED Requirements
### Requirement: Sign in 😀
The system SHALL ask for a token.
#### Scenario: A
- **WHEN** a
## REMOVED Requirements
### Requirement: Sign out
";

/// A project with one spec and two changes of it, and `at` is where the cursor is.
fn project(at: &str, tasks: &str) -> String {
    let files = [
        ("openspec/specs/auth/spec.md", SPEC),
        ("openspec/changes/add-auth/specs/auth/spec.md", DELTA),
        ("openspec/changes/add-auth/proposal.md", "# Add auth\n"),
        ("openspec/changes/add-auth/tasks.md", tasks),
        ("openspec/changes/more-auth/specs/auth/spec.md", DELTA),
        ("openspec/changes/more-auth/proposal.md", "# More\n"),
        ("openspec/changes/archive/2026-01-31-old/specs/auth/spec.md", DELTA),
        (".claude/commands/opsx/apply.md", "# A\n"),
        (".github/prompts/opsx-archive.prompt.md", "# A\n"),
        ("memory/constitution.md", "<!-- NEEDS_VALIDATION: a -->\n"),
    ];
    let file = |(path, text): (&str, &str)| {
        let cursor = if path == at { "$0" } else { "" };
        format!("//- /{path}\n{cursor}{text}")
    };
    files.into_iter().map(file).collect()
}

#[test]
fn above_a_requirement_what_open_changes_make_of_it() {
    check_lenses(
        &project("openspec/specs/auth/spec.md", "- [ ] A\n"),
        expect![[r####"
        "### Requirement: Sign in 😀" MODIFIED by add-auth = place openspec/changes/add-auth/specs/auth/spec.md Sign in 😀
        "### Requirement: Sign in 😀" MODIFIED by more-auth = place openspec/changes/more-auth/specs/auth/spec.md Sign in 😀
        "### Requirement: Sign out" REMOVED by add-auth = place openspec/changes/add-auth/specs/auth/spec.md Sign out
        "### Requirement: Sign out" REMOVED by more-auth = place openspec/changes/more-auth/specs/auth/spec.md Sign out
    "####]],
    );
}

#[test]
fn above_a_change_how_far_it_is() {
    let tasks = |text: &str| project("openspec/changes/add-auth/tasks.md", text);
    check_lenses(
        &tasks("# Tasks\n- [ ] 1.1 A\n"),
        expect![[r##"
        "# Tasks" 0 of 1 task · Planned = place openspec/changes/add-auth/tasks.md of the first open task
        "# Tasks" ▶ Run /opsx:apply (Planned → Complete) = run /opsx:apply openspec/changes/add-auth/tasks.md
    "##]],
    );
    check_lenses(
        &tasks("# Tasks\n- [x] 1.1 A\n- [ ] 1.2 B\n"),
        expect![[r##"
        "# Tasks" 1 of 2 tasks · Applying = place openspec/changes/add-auth/tasks.md of the first open task
        "# Tasks" ▶ Run /opsx:apply (Applying → Complete) = run /opsx:apply openspec/changes/add-auth/tasks.md
    "##]],
    );
    check_lenses(
        &tasks("- [x] 1.1 A\n"),
        expect![[r#"
        "- [x] 1.1 A" 1 of 1 task · Complete = place openspec/changes/add-auth/tasks.md of the first open task
        "- [x] 1.1 A" ▶ Run /opsx-archive (Complete → Archived) = run /opsx-archive openspec/changes/add-auth/tasks.md
    "#]],
    );
    // The tasks have it already.
    check_lenses(&project("openspec/changes/add-auth/proposal.md", "- [ ] A\n"), expect![[""]]);
    check_lenses(
        &project("openspec/changes/more-auth/proposal.md", "- [ ] A\n"),
        expect![[r##"
        "# More" Planning = place openspec/changes/more-auth/proposal.md of the first open task
    "##]],
    );
}

#[test]
fn above_a_delta_what_it_leads_to() {
    check_lenses(
        &project("openspec/changes/add-auth/specs/auth/spec.md", "- [ ] A\n"),
        expect![[r###"
        "## MODIFIED Requirements" Show the merged spec = expand openspec/changes/add-auth/specs/auth/spec.md
    "###]],
    );
    check_lenses(&project("openspec/changes/archive/2026-01-31-old/specs/auth/spec.md", "- [ ] A\n"), expect![[""]]);
}

#[test]
fn in_a_change_the_commands_that_lead_on() {
    let at = |path: &str| project(path, "- [ ] 1.1 A\n");
    check_asking(
        &at("openspec/changes/add-auth/specs/auth/spec.md"),
        false,
        expect![[r#"
        Run /opsx:apply on add-auth (Planned → Complete) = run /opsx:apply openspec/changes/add-auth/specs/auth/spec.md
    "#]],
    );
    check_asking(&at("openspec/specs/auth/spec.md"), false, expect![[""]]);
}

#[test]
fn lenses_are_old_when_what_they_show_has_changed() {
    let outlook_of = |fixture: &str| outlook(&cursor(fixture).0);
    let before = project("openspec/specs/auth/spec.md", "- [ ] A\n");
    for (from, to, is_old) in [
        ("- [ ] A\n", "- [x] A\n", true),
        ("## MODIFIED", "## ADDED", true),
        ("opsx-archive.prompt", "opsx-sync.prompt", true),
        ("SHALL ask for a token", "SHALL want a token", false),
        ("SHALL end the session", "SHALL forget the session", false),
    ] {
        let now = before.replace(from, to);
        assert_ne!(now, before);
        assert_eq!(outlook_of(&before) != outlook_of(&now), is_old, "{from}");
    }
}

#[test]
fn a_place_is_found_by_its_name() {
    let (snapshot, ..) = cursor(&project("openspec/specs/auth/spec.md", "# 😀\n- [x] A\n- [ ] B\n"));
    let shown = |path: &str, name: Option<&str>| {
        let document = snapshot.document(&snapshot.path(path.as_ref())).unwrap();
        crate::workflow::offers::place_of(document, name).map(|range| document.text()[range].to_owned())
    };
    let delta = "openspec/changes/add-auth/specs/auth/spec.md";
    assert_eq!(shown(delta, Some("Sign in 😀")).as_deref(), Some("Sign in 😀"));
    assert_eq!(shown(delta, Some("Sign up")), None);
    assert_eq!(shown("openspec/specs/auth/spec.md", Some("Sign out")).as_deref(), Some("Sign out"));
    assert_eq!(shown("openspec/changes/add-auth/tasks.md", None).as_deref(), Some("- [ ] B"));
    assert_eq!(shown("openspec/changes/add-auth/proposal.md", None), None);
}
