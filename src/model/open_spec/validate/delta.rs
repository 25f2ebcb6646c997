//! What is wrong in a delta.

use rustc_hash::FxHashMap;
use text_size::TextSize;

use super::{
    OpenSpecCheck, OpenSpecFinding, OpenSpecFix, first_line, line_rest, quoted, requirement,
    scenario::{self, OddScenarios},
    sorted,
};
use crate::model::open_spec::{Delta, DeltaOperation, SpecName, delta::UnpairedRename};
use crate::text::lines::line_end;

/// What `openspec validate` says about a delta without its spec, in the order of the text.
///
/// Every error of these stops `openspec archive`, unless it is told `--no-validate`.
pub fn delta_findings(delta: &Delta, text: &str) -> Vec<OpenSpecFinding> {
    let mut findings = refused(delta, text);
    // Without any section one finding speaks for all requirements.
    if !delta.sections.is_empty() {
        findings.extend(delta.outside.iter().map(outside));
    }
    requirements(delta, text, &mut findings);
    sorted(findings)
}

/// Those of the findings that a merge refuses as well: about names and pairs, and that there is nothing to apply.
pub(crate) fn refused(delta: &Delta, text: &str) -> Vec<OpenSpecFinding> {
    let end = line_end(text);
    let mut findings: Vec<_> = delta.unpaired().map(|half| unpaired(half, text, end)).collect();
    if delta.is_empty() && findings.is_empty() {
        findings.push(empty(delta, text, end));
    }
    duplicates(delta, &mut findings);
    conflicts(delta, &mut findings);
    sorted(findings)
}

fn unpaired(half: &UnpairedRename, text: &str, end: &str) -> OpenSpecFinding {
    let name = quoted(&half.name.text);
    if !half.is_from {
        let message = format!("`TO:` without a `FROM:`: add the old name of {name}");
        return OpenSpecFinding::error(OpenSpecCheck::RenameUnpaired, half.line, message);
    }
    let name_start = half.name.range.start() - half.line.start();
    let (before, after) = text[half.line].split_at(usize::from(name_start));
    let (before, after) = (before.replacen("FROM:", "TO:", 1), &after[half.name.text.len()..]);
    let fix = OpenSpecFix::insert("Insert the `TO:`", half.line.end(), format!("{end}{before}New name{after}"));
    let message = format!("`FROM:` without a `TO:`: add the new name of {name}");
    OpenSpecFinding::error(OpenSpecCheck::RenameUnpaired, half.line, message).fix(fix)
}

fn empty(delta: &Delta, text: &str, end: &str) -> OpenSpecFinding {
    let check = OpenSpecCheck::DeltaEmpty;
    let skeleton = requirement::skeleton(end);
    if let Some(section) = delta.sections.first() {
        let message = "this section has no requirement, so the delta changes nothing: add one";
        let at = section.title.end() + TextSize::of(line_rest(text, section.title.end()));
        let fix = OpenSpecFix::insert("Insert a requirement", at, format!("{end}{end}{skeleton}"));
        let fix = (section.operation == DeltaOperation::Added).then_some(fix);
        return OpenSpecFinding::error(check, section.title, message).fix(fix);
    }
    if let Some(first) = delta.outside.first() {
        let message = "the delta has no section, so its requirements are ignored: put them below \
                       `## ADDED Requirements`, `## MODIFIED Requirements` or another one";
        return OpenSpecFinding::error(check, first.range, message);
    }
    let message = "the delta has no section, so it changes nothing: add `## ADDED Requirements` or another one";
    let before = if text.trim_end().is_empty() { String::new() } else { end.repeat(2) };
    let section = format!("{before}## ADDED Requirements{end}{end}{skeleton}");
    let fix = OpenSpecFix::insert("Insert `## ADDED Requirements`", TextSize::of(text.trim_end()), section);
    OpenSpecFinding::error(check, first_line(text), message).fix(fix)
}

/// That a requirement is ignored.
pub(crate) fn outside(name: &SpecName) -> OpenSpecFinding {
    let message = format!(
        "{} is in no section of the delta, so it is ignored: move it below `## ADDED Requirements` or another one",
        quoted(&name.text)
    );
    OpenSpecFinding::warning(OpenSpecCheck::DeltaMisplaced, name.range, message)
}

/// Adds the names that are twice in a section.
fn duplicates(delta: &Delta, findings: &mut Vec<OpenSpecFinding>) {
    let mut check = |section: &str, names: &mut dyn Iterator<Item = &SpecName>| {
        let mut seen: FxHashMap<&str, &SpecName> = FxHashMap::default();
        for name in names {
            if let Some(first) = seen.get(name.key()) {
                let message = format!("{} is twice in {section}: remove one of them", quoted(&name.text));
                findings.push(duplicate(name, message).related(first.range, "first listed here"));
            } else {
                seen.insert(name.key(), name);
            }
        }
    };
    for operation in [DeltaOperation::Added, DeltaOperation::Modified] {
        check(&format!("`{}`", operation.word()), &mut delta.blocks(operation).map(|block| &block.name));
    }
    check("`REMOVED`", &mut delta.removed().map(|entry| &entry.name));
    check("`FROM:` of `RENAMED`", &mut delta.renamed().map(|pair| &pair.from));
    check("`TO:` of `RENAMED`", &mut delta.renamed().map(|pair| &pair.to));
}

fn duplicate(name: &SpecName, message: String) -> OpenSpecFinding {
    OpenSpecFinding::error(OpenSpecCheck::DeltaDuplicate, name.range, message)
}

/// Adds the names that are in two sections which exclude each other.
fn conflicts(delta: &Delta, findings: &mut Vec<OpenSpecFinding>) {
    let [added, modified] = [DeltaOperation::Added, DeltaOperation::Modified]
        .map(|operation| first_of_each(delta.blocks(operation).map(|block| &block.name)));
    let removed = first_of_each(delta.removed().map(|entry| &entry.name));
    for (one, names, other, others) in [
        ("MODIFIED", &modified, "REMOVED", &removed),
        ("MODIFIED", &modified, "ADDED", &added),
        ("ADDED", &added, "REMOVED", &removed),
    ] {
        for (key, name) in names {
            let Some(same) = others.get(key) else { continue };
            let (first, second) = if name.range.start() < same.range.start() { (name, same) } else { (same, name) };
            let message =
                format!("{} is in both `{one}` and `{other}`: remove it from one of them", quoted(&second.text));
            findings.push(duplicate(second, message).related(first.range, "also listed here"));
        }
    }
    let mut folded: FxHashMap<String, &SpecName> = FxHashMap::default();
    for entry in delta.removed() {
        folded.entry(entry.name.folded()).or_insert(&entry.name);
    }
    for pair in delta.renamed() {
        let to = quoted(&pair.to.text);
        if let Some(name) = modified.get(pair.from.key()) {
            let message = format!("{} is renamed to {to}: use the new name here", quoted(&name.text));
            let is_free = [&added, &modified, &removed].iter().all(|names| !names.contains_key(pair.to.key()));
            let fix = is_free.then(|| OpenSpecFix::change(name.range, &pair.to.text));
            findings.push(duplicate(name, message).related(pair.from.range, "renamed here").fix(fix));
        }
        if let Some(name) = added.get(pair.to.key()) {
            let message = format!("{to} is already the new name of {}: rename or remove it", quoted(&pair.from.text));
            findings.push(duplicate(name, message).related(pair.to.range, "renamed here"));
        }
        if let Some(name) = folded.get(&pair.from.folded()) {
            let message =
                format!("{} is in both `REMOVED` and `RENAMED`: remove it from one of them", quoted(&name.text));
            findings.push(duplicate(name, message).related(pair.from.range, "renamed here"));
        }
    }
}

/// The first place of each name.
fn first_of_each<'a>(names: impl Iterator<Item = &'a SpecName>) -> FxHashMap<&'a str, &'a SpecName> {
    let mut first = FxHashMap::default();
    for name in names {
        first.entry(name.key()).or_insert(name);
    }
    first
}

/// Adds what is wrong with the requirements of `ADDED` and `MODIFIED`.
fn requirements(delta: &Delta, text: &str, findings: &mut Vec<OpenSpecFinding>) {
    let end = line_end(text);
    let is_whole = |operation| matches!(operation, DeltaOperation::Added | DeltaOperation::Modified);
    let blocks = || {
        let sections = delta.sections.iter().filter(move |section| is_whole(section.operation));
        sections.flat_map(|section| &section.blocks)
    };
    let all = delta.sections.iter().flat_map(|section| &section.blocks).map(|block| block.heading.start());
    let mut starts: Vec<_> = all.chain(delta.outside.iter().map(|name| name.range.start())).collect();
    starts.extend(delta.sections.iter().map(|section| section.title.start()));
    starts.sort_unstable();
    let odd = OddScenarios(&delta.odd_scenarios);
    for block in blocks() {
        findings.extend(requirement::text(block, end));
        let next = starts.get(starts.partition_point(|other| *other <= block.heading.start()));
        let next = next.copied().unwrap_or(TextSize::of(text));
        if block.counted_scenarios() == 0 {
            let name: (&str, _) = (&block.name.text, requirement::words(block));
            let meant = odd.between(block.heading.end(), next);
            findings.push(requirement::without_scenario(name, (block.own.end(), Some(block), meant), end));
        }
    }
    let ignored = delta.sections.iter().filter(|section| !is_whole(section.operation));
    odd.report(&ignored.map(|section| section.body).collect::<Vec<_>>(), findings);
    scenario::incomplete(blocks(), findings);
}
