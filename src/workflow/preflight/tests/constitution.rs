//! Step 0.5, row by row.

use super::{Expected, go_on, preflight_of, seen};
use crate::workflow::preflight::{Outcome, Why, is_yes};

/// The texts of flowspec's commands, for two markers.
const LIGHT: &str = r#"⚠️ Constitution has 2 unvalidated sections:
  - Team size
  - Größe 😀

Consider running /spec:constitution to customize your constitution.

Proceeding with command..."#;
const MEDIUM: &str = r#"⚠️ Constitution Validation Recommended

Your constitution has 2 unvalidated sections:
  - Team size
  - Größe 😀

Medium tier projects should validate their constitution before workflow commands.

Options:
  1. Continue anyway (y/N)
  2. Run /spec:constitution to customize
  3. Run flowspec constitution validate to check status

Continue without validation? [y/N]:"#;
const HEAVY: &str = r#"[X] Constitution Validation Required

Your constitution has 2 unvalidated sections:
  - Team size
  - Größe 😀

Heavy tier constitutions require full validation before workflow commands.

To resolve:
  1. Run /spec:constitution to customize your constitution
  2. Run flowspec constitution validate to verify
  3. Remove all NEEDS_VALIDATION markers

Or use --skip-validation to bypass (not recommended).

Command blocked until constitution is validated."#;
const MISSING: &str = r#"⚠️ No constitution found

To create one:
  1. Run: flowspec init --here
  2. Then: Run /spec:constitution to customize

Proceeding without constitution..."#;

const MARKERS: &str = "<!-- NEEDS_VALIDATION: Team size -->\n<!-- NEEDS_VALIDATION: Größe\n   😀 -->\n";

fn project(tier: &str, markers: &str) -> String {
    format!(
        "//- /memory/constitution.md\n# C\n{tier}\n{markers}//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nstatus: In Progress\nlabels: [workflow:Planned]\n---\n"
    )
}

#[test]
fn the_table_of_tiers() {
    let (warn, ask, block) = (Outcome::Warn, Outcome::Ask, Outcome::Block);
    let skipped = "⚠️ Skipping constitution validation (--skip-validation)";
    let validated = "[Y] Constitution validated";
    let rows: &[(&str, &str, &str, Expected)] = &[
        ("<!-- TIER: Light -->", "", "", (Outcome::Proceed, validated)),
        ("<!-- TIER: Light -->", MARKERS, "", (warn, LIGHT)),
        ("<!-- TIER: Medium -->", "", "", (Outcome::Proceed, validated)),
        ("<!-- TIER: Medium -->", MARKERS, "", (ask, MEDIUM)),
        ("<!-- TIER: Heavy -->", "", "", (Outcome::Proceed, validated)),
        ("<!-- TIER: Heavy -->", MARKERS, "", (block, HEAVY)),
        ("<!-- TIER: Light -->", MARKERS, "--skip-validation", (warn, skipped)),
        ("<!-- TIER: Medium -->", MARKERS, "--skip-validation", (warn, skipped)),
        ("<!-- TIER: Heavy -->", MARKERS, "--skip-validation", (warn, skipped)),
        ("<!-- TIER: Heavy -->", "", "--skip-validation", (warn, skipped)),
        // As shipped, without a tier, and with one that `grep` does not find.
        ("<!-- TIER: Heavy - Full controls -->", MARKERS, "", (block, HEAVY)),
        ("", MARKERS, "", (ask, MEDIUM)),
        ("<!-- TIER: heavy -->", MARKERS, "", (ask, MEDIUM)),
        // Documentation.
        (
            "<!-- TIER: Heavy -->",
            "`<!-- NEEDS_VALIDATION: x -->`\n\n```\n<!-- NEEDS_VALIDATION: x -->\n```\n",
            "",
            (Outcome::Proceed, validated),
        ),
    ];
    for (tier, markers, arguments, expected) in rows {
        let verdict = preflight_of(&project(tier, markers), "/flow:implement", arguments);
        let said: Vec<Expected<'_>> = verdict.reasons.iter().map(|reason| (reason.outcome, &*reason.message)).collect();
        assert_eq!(said, [*expected], "{tier} {markers} {arguments}");
        assert_eq!(verdict.outcome, expected.0, "{tier}");
        assert_eq!(verdict.prompt, "/flow:implement");
    }
}

#[test]
fn without_a_constitution() {
    let task =
        "//- /backlog/tasks/task-1 - A.md\n---\nid: task-1\nstatus: In Progress\nlabels: [workflow:Planned]\n---\n";
    let verdict = preflight_of(task, "/flow:implement", "");
    assert_eq!(seen(&verdict), [(Outcome::Warn, MISSING)]);
    // A template is none.
    let template = format!("//- /templates/constitutions/heavy.md\n<!-- TIER: Heavy -->\n{MARKERS}{task}");
    assert_eq!(preflight_of(&template, "/flow:implement", "").reasons[0].why, Why::ConstitutionMissing);
}

#[test]
fn the_question_of_the_medium_tier() {
    let project = project("<!-- TIER: Medium -->", MARKERS);
    for answer in ["y", "Y", "yes", " YES \n"] {
        let verdict = go_on(&project, "/flow:implement", is_yes(answer));
        assert_eq!(seen(&verdict), [(Outcome::Warn, format!("{MEDIUM} y").as_str())], "{answer:?}");
    }
    for answer in ["", "n", "no", "\n", "ye", "yess", "sure"] {
        let verdict = go_on(&project, "/flow:implement", is_yes(answer));
        let cancelled = "Command cancelled. Run /spec:constitution to customize your constitution.";
        assert_eq!(seen(&verdict), [(Outcome::Block, cancelled)], "{answer:?}");
    }
    // No answer opens what is blocked.
    let heavy = project.replace("Medium", "Heavy");
    assert_eq!(seen(&go_on(&heavy, "/flow:implement", true)), [(Outcome::Block, HEAVY)]);
}
