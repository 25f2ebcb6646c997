//! The real OpenSpec: it says the same about random specs and deltas, writes the same bytes, and says the same of changes.
//!
//! `FLOWSPEC_OPENSPEC_CASES` is how many cases each test tries.

#[path = "openspec/generate.rs"]
mod generate;
#[path = "openspec/status.rs"]
mod status;

use std::{
    collections::BTreeMap,
    env,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use flowspec_lsp::model::open_spec::{
    CapabilitySpec, Delta, MergeOutcome, MergeRefusalKind, MergeWarning, MergeWarningKind, Merged, OpenSpecCheck,
    OpenSpecFinding, OpenSpecLevel, delta_findings, merge, spec_findings,
};
use generate::Dice;
use serde_json::{Value, json};

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn findings_of_a_spec_are_those_of_openspec() {
    let texts: Vec<_> = dice().map(|mut dice| generate::spec(&mut dice)).collect();
    let answers = ask(texts.iter().map(|text| json!({"kind": "spec", "text": text})).collect());
    for (text, answer) in texts.iter().zip(&answers) {
        compare_spec(text, answer);
    }
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn findings_of_a_delta_are_those_of_openspec() {
    let texts: Vec<_> = dice()
        .map(|mut dice| {
            let spec = generate::spec(&mut dice);
            generate::delta(&mut dice, &spec)
        })
        .collect();
    let answers = ask(texts.iter().map(|text| json!({"kind": "delta", "text": text})).collect());
    for (text, answer) in texts.iter().zip(&answers) {
        compare_delta(text, answer);
    }
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn merged_specs_are_those_of_openspec() {
    let cases: Vec<_> = dice().map(|mut dice| Case::new(&mut dice)).collect();
    let answers = ask(cases.iter().map(|case| case.question("merge")).collect());
    let mut outcomes: BTreeMap<String, usize> = BTreeMap::new();
    for (case, answer) in cases.iter().zip(&answers) {
        let merged = case.merged();
        assert_eq!(outcome(&merged), answer_outcome(answer), "{}\nours: {merged:#?}\ntheirs: {answer:#}", case.shown());
        if let Some(reason) = answer["reason"].as_str() {
            let has_kind = merged.refusals.iter().any(|refusal| refusal.kind == kind(reason));
            assert!(has_kind, "{}\nours: {merged:#?}\ntheirs: {reason}", case.shown());
        } else {
            let theirs = answer["warnings"].as_array().map_or(0, Vec::len);
            assert_eq!(case.warnings(&merged), theirs, "{}\nours: {merged:#?}\ntheirs: {answer:#}", case.shown());
        }
        case.check_pieces(&merged);
        *outcomes.entry(answer["outcome"].to_string()).or_default() += 1;
    }
    assert_eq!(outcomes.len(), 4, "every outcome is tried: {outcomes:?}");
}

#[test]
#[ignore = "needs OpenSpec: `cargo xtask test` installs it and runs this"]
fn archived_specs_are_those_of_openspec() {
    // Reading and moving the files of a whole change takes longer.
    let cases: Vec<_> = dice().step_by(4).map(|mut dice| Case::new(&mut dice)).collect();
    let answers = ask(cases.iter().map(|case| case.question("archive")).collect());
    for (case, answer) in cases.iter().zip(&answers) {
        let merged = case.merged();
        let findings = delta_findings(&Delta::read(&case.delta), &case.delta);
        let mut ours = outcome(&merged);
        if findings.iter().any(|finding| finding.level == OpenSpecLevel::Error) {
            ours = ("refused".to_owned(), None);
        }
        assert_eq!(ours, answer_outcome(answer), "{}\nours: {merged:#?}\ntheirs: {answer:#}", case.shown());
    }
}

/// A random state for each case, always the same.
fn dice() -> impl Iterator<Item = Dice> {
    let cases = env::var("FLOWSPEC_OPENSPEC_CASES").map_or(400, |cases| cases.parse().unwrap());
    (0..cases).map(Dice::new)
}

/// The answers of the program.
fn ask(questions: Vec<Value>) -> Vec<Value> {
    let bin = env::var("FLOWSPEC_OPENSPEC")
        .expect("FLOWSPEC_OPENSPEC is the folder of `openspec`: `cargo xtask test` sets it");
    let package = Path::new(&bin).parent().unwrap().join("@fission-ai/openspec");
    let scratch = tempfile::tempdir().unwrap();
    let mut judge = Command::new("node")
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/openspec/judge.mjs"))
        .args([&package, &scratch.path().canonicalize().unwrap()])
        .envs([("OPENSPEC_TELEMETRY", "0"), ("CI", "1"), ("HOME", scratch.path().to_str().unwrap())])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = judge.stdin.take().unwrap();
    let count = questions.len();
    let writer = std::thread::spawn(move || {
        for question in questions {
            writeln!(input, "{question}").unwrap();
        }
    });
    let output = judge.wait_with_output().unwrap();
    writer.join().unwrap();
    let answers: Vec<Value> =
        String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(output.status.success());
    assert_eq!(answers.len(), count);
    answers
}

/// What the first reason of the program is about.
fn kind(reason: &str) -> MergeRefusalKind {
    let has = |words: &str| reason.contains(words);
    match () {
        () if has("structurally invalid") => MergeRefusalKind::Spec,
        () if has("validation failed") || has("no operations") || has("header mismatch") => MergeRefusalKind::Delta,
        () if has("current spec contains scenario") => MergeRefusalKind::DropsScenario,
        () if has("already exists") => MergeRefusalKind::AddedExists,
        () if has("not found") || has("target spec does not exist") => MergeRefusalKind::TargetMissing,
        () if has("\"level\"") => MergeRefusalKind::Result,
        () => panic!("{reason}"),
    }
}

/// How often each check is reported, with the lines where the program names them.
type Counts = BTreeMap<OpenSpecCheck, Vec<Option<u64>>>;

fn compare_spec(text: &str, answer: &Value) {
    let spec = CapabilitySpec::read(text);
    let findings = spec_findings(&spec, text);
    let is_hint = |finding: &OpenSpecFinding| finding.check == OpenSpecCheck::ScenarioIncomplete;
    let shown = || format!("{text}\n---\n{text:?}\nours: {findings:#?}\ntheirs: {answer:#}");
    let issues = answer["issues"].as_array().unwrap();
    let message = |issue: &Value| issue["message"].as_str().unwrap().to_owned();
    if issues.iter().any(|issue| message(issue).contains("Missing required sections")) {
        // The program says nothing else. A section of a delta is there instead of the missing one.
        let is_missing = |finding: &OpenSpecFinding| {
            [OpenSpecCheck::SpecSectionMissing, OpenSpecCheck::DeltaMisplaced].contains(&finding.check)
        };
        assert!(findings.iter().any(is_missing), "{}", shown());
        return;
    }
    let check = |issue: &Value| {
        let (message, is_error) = (message(issue), issue["level"] == "ERROR");
        let has = |words: &str| message.contains(words);
        Some(match () {
            () if issue["level"] == "INFO" => return None,
            () if has("must have at least one scenario") && !is_error => return None,
            () if has("must have at least one scenario") => OpenSpecCheck::RequirementNoScenario,
            () if has("must have at least one requirement") => OpenSpecCheck::SpecSectionMissing,
            () if has("text cannot be empty") || has("must contain SHALL") => OpenSpecCheck::RequirementEmpty,
            () if has("should contain SHALL") => OpenSpecCheck::RequirementNoKeyword,
            () if has("contains delta header") => OpenSpecCheck::DeltaMisplaced,
            () if has("appears outside") => OpenSpecCheck::RequirementOutside,
            () if has("duplicates the requirement") => OpenSpecCheck::RequirementDuplicate,
            () if has("Purpose section is") => OpenSpecCheck::PurposePlaceholder,
            () => panic!("{message}"),
        })
    };
    let mut theirs = Counts::default();
    for issue in issues {
        if let Some(check) = check(issue) {
            theirs.entry(check).or_default().push(issue["line"].as_u64());
        }
    }
    let mut ours = counts(text, findings.iter().filter(|finding| !is_hint(finding)));
    // A scenario at a wrong level is the cause of what the program says about requirements.
    let levels = ours.remove(&OpenSpecCheck::ScenarioLevel).unwrap_or_default();
    let level_errors = findings
        .iter()
        .any(|finding| finding.check == OpenSpecCheck::ScenarioLevel && finding.level == OpenSpecLevel::Error);
    if !levels.is_empty() {
        let without = theirs.remove(&OpenSpecCheck::RequirementNoScenario).is_some();
        let reported = ours.remove(&OpenSpecCheck::RequirementNoScenario).is_some() || level_errors;
        assert_eq!(without, reported, "{}", shown());
    }
    // What is below the heading of a delta is part of that finding.
    if ours.contains_key(&OpenSpecCheck::DeltaMisplaced) {
        ours.remove(&OpenSpecCheck::RequirementOutside);
        theirs.remove(&OpenSpecCheck::RequirementOutside);
    }
    assert!(same(&ours, &theirs), "{}\n{ours:?}\n{theirs:?}", shown());
}

fn compare_delta(text: &str, answer: &Value) {
    let delta = Delta::read(text);
    let findings = delta_findings(&delta, text);
    let shown = || format!("{text}\n---\n{text:?}\nours: {findings:#?}\ntheirs: {answer:#}");
    let check = |issue: &Value| {
        let message = issue["message"].as_str().unwrap();
        let has = |words: &str| message.contains(words);
        Some(match () {
            () if issue["level"] == "INFO" || has("Change must have at least one delta") => return None,
            () if has("has no matching") => OpenSpecCheck::RenameUnpaired,
            () if has("which is not a delta section") => OpenSpecCheck::DeltaMisplaced,
            () if has("must include at least one scenario") => OpenSpecCheck::RequirementNoScenario,
            () if has("is missing requirement text") || has("must contain SHALL") => OpenSpecCheck::RequirementEmpty,
            () if has("should contain SHALL") => OpenSpecCheck::RequirementNoKeyword,
            () if has("No delta sections found") || has("were found, but no requirement") => OpenSpecCheck::DeltaEmpty,
            () if has("Duplicate") || has("present in both") || has("old name") || has("collides") => {
                OpenSpecCheck::DeltaDuplicate
            }
            () => panic!("{message}"),
        })
    };
    let mut theirs = Counts::default();
    for issue in answer["issues"].as_array().unwrap() {
        if let Some(check) = check(issue) {
            theirs.entry(check).or_default().push(issue["line"].as_u64());
        }
    }
    let is_hint = |finding: &OpenSpecFinding| finding.check == OpenSpecCheck::ScenarioIncomplete;
    let mut ours = counts(text, findings.iter().filter(|finding| !is_hint(finding)));
    let levels = ours.remove(&OpenSpecCheck::ScenarioLevel).unwrap_or_default();
    let is_level_error = |finding: &OpenSpecFinding| {
        finding.check == OpenSpecCheck::ScenarioLevel && finding.level == OpenSpecLevel::Error
    };
    if !levels.is_empty() {
        let without = theirs.remove(&OpenSpecCheck::RequirementNoScenario).is_some();
        let reported = ours.remove(&OpenSpecCheck::RequirementNoScenario).is_some();
        assert_eq!(without, reported || findings.iter().any(is_level_error), "{}", shown());
    }
    // One finding speaks for all requirements of a delta without sections, and half a pair for its empty section.
    if delta.sections.is_empty() {
        theirs.remove(&OpenSpecCheck::DeltaMisplaced);
    }
    if ours.contains_key(&OpenSpecCheck::RenameUnpaired) {
        theirs.remove(&OpenSpecCheck::DeltaEmpty);
    }
    assert!(same(&ours, &theirs), "{}\n{ours:?}\n{theirs:?}", shown());
}

/// How often each check is reported, and in which lines as the program counts them.
fn counts<'a>(text: &str, findings: impl Iterator<Item = &'a OpenSpecFinding>) -> Counts {
    let mut counts = Counts::default();
    for finding in findings {
        let before = text[..usize::from(finding.range.start())].replace("\r\n", "\n").replace('\r', "\n");
        counts.entry(finding.check).or_default().push(Some(before.matches('\n').count() as u64 + 1));
    }
    counts
}

/// Whether both report the same, and in the same lines where the program names one.
fn same(ours: &Counts, theirs: &Counts) -> bool {
    ours.keys().eq(theirs.keys())
        && ours.values().zip(theirs.values()).all(|(ours, theirs)| {
            ours.len() == theirs.len() && theirs.iter().all(|line| line.is_none() || ours.contains(line))
        })
}

struct Case {
    capability: &'static str,
    spec: Option<String>,
    delta: String,
    retire: bool,
}

impl Case {
    fn new(dice: &mut Dice) -> Case {
        let spec = generate::spec(dice);
        let delta = generate::delta(dice, &spec);
        Case {
            capability: dice.pick(&["auth", "area/new"]),
            spec: (!dice.one_in(6)).then_some(spec),
            delta,
            retire: dice.one_in(2),
        }
    }

    fn merged(&self) -> Merged {
        merge(self.capability, "add-login", self.spec.as_deref(), &self.delta, self.retire)
    }

    fn question(&self, kind: &str) -> Value {
        let Case { capability, spec, delta, retire } = self;
        json!({
            "kind": kind, "capability": capability, "change": "add-login", "spec": spec, "delta": delta, "retire": retire,
        })
    }

    fn shown(&self) -> String {
        let Case { spec, delta, .. } = self;
        format!("--- spec\n{}\n--- delta\n{delta}\n---\n{spec:?}\n{delta:?}", spec.as_deref().unwrap_or("(none)"))
    }

    /// How many warnings the program prints for ours. It prints one for all removals from a spec that does not exist.
    fn warnings(&self, merged: &Merged) -> usize {
        let is_removal = |warning: &&MergeWarning| warning.kind == MergeWarningKind::RemovedMissing;
        let removals = merged.warnings.iter().filter(is_removal).count();
        let printed = if self.spec.is_none() { removals.min(1) } else { removals };
        merged.warnings.len() - removals + printed
    }

    /// Pieces are in order, leave no gap and are what they say.
    fn check_pieces(&self, merged: &Merged) {
        let MergeOutcome::Written(text) = &merged.outcome else {
            assert_eq!(merged.pieces, []);
            return;
        };
        let starts = merged.pieces.iter().map(|piece| usize::from(piece.start));
        let ends = starts.clone().skip(1).chain([text.len()]);
        assert_eq!(starts.clone().next(), Some(0));
        for (piece, (start, end)) in merged.pieces.iter().zip(starts.zip(ends)) {
            use flowspec_lsp::model::open_spec::PieceSource::{Delta, Generated, Spec};
            assert!(start < end);
            let source = match piece.source {
                Spec => self.spec.as_deref().unwrap(),
                Delta => &self.delta,
                Generated => continue,
            };
            assert_eq!(&source[piece.range], &text[start..end], "{}", self.shown());
        }
    }
}

fn outcome(merged: &Merged) -> (String, Option<String>) {
    match &merged.outcome {
        MergeOutcome::Unchanged => ("unchanged".to_owned(), None),
        MergeOutcome::Written(text) => ("written".to_owned(), Some(text.clone())),
        MergeOutcome::Retired => ("retired".to_owned(), None),
        MergeOutcome::Refused => ("refused".to_owned(), None),
    }
}

fn answer_outcome(answer: &Value) -> (String, Option<String>) {
    (answer["outcome"].as_str().unwrap().to_owned(), answer["text"].as_str().map(str::to_owned))
}
