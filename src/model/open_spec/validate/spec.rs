//! What is wrong in a spec.

use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use super::{
    OpenSpecCheck, OpenSpecFinding, OpenSpecFix, first_line, line_rest, purpose, quoted, requirement,
    scenario::{self, OddScenarios},
    sorted,
};
use crate::model::open_spec::{
    CapabilitySpec, RequirementBlock,
    lines::{SpecLine, SpecLines, pattern},
    spec::{ValidatedRequirement, ValidatedSection},
};
use crate::text::lines::line_end;

/// What `openspec validate` says about a spec, in the order of the text. The program stops at a missing section; this goes on.
pub fn spec_findings(spec: &CapabilitySpec, text: &str) -> Vec<OpenSpecFinding> {
    let end = line_end(text);
    let mut findings = Vec::new();
    findings.extend(purpose::check(spec, text));
    match &spec.validated {
        None if spec.delta_headings.is_empty() => findings.push(without_requirements(spec, text, end)),
        // The heading of a delta is what should be that of the section.
        None => {}
        Some(section) if section.items.is_empty() => findings.push(empty_section(section, text, end)),
        Some(section) => requirements(spec, section, text, &mut findings),
    }
    // Without the section one finding speaks for all requirements.
    let is_section_missing = spec.validated.is_none() && spec.delta_headings.is_empty();
    let hidden = hidden(spec, text).into_iter();
    findings.extend(hidden.filter(|finding| !is_section_missing || finding.check != OpenSpecCheck::RequirementOutside));
    findings.extend(spec.blocks().iter().filter_map(|block| requirement::text(block, end)));
    scenario::incomplete(spec.blocks().iter(), &mut findings);
    sorted(findings)
}

fn without_requirements(spec: &CapabilitySpec, text: &str, end: &str) -> OpenSpecFinding {
    let check = OpenSpecCheck::SpecSectionMissing;
    let title = "Insert `## Requirements`";
    if let (Some(first), Some(last)) = (spec.outside.first(), spec.outside.last()) {
        let message = "the spec has no `## Requirements`, so its requirements are ignored: insert it above them";
        let lines = SpecLines::new(text);
        let from = lines.lines().partition_point(|line| line.range().end() < first.range.start());
        let to = lines.lines().partition_point(|line| line.range().start() <= last.range.start());
        let mut between = lines.lines()[from..to].iter().filter_map(SpecLine::heading);
        let is_one_section = between.all(|heading| heading.level > 2);
        let fix = OpenSpecFix::insert(title, lines.start(from), format!("## Requirements{end}{end}"));
        let range = if first.range.is_empty() { lines.lines()[from].range() } else { first.range };
        return OpenSpecFinding::error(check, range, message).fix(is_one_section.then_some(fix));
    }
    let before = if text.trim_end().is_empty() { String::new() } else { end.repeat(2) };
    let section = format!("{before}## Requirements{end}{end}{}", requirement::skeleton(end));
    let fix = OpenSpecFix::insert(title, TextSize::of(text.trim_end()), section);
    let message = "the spec has no `## Requirements`: add it with a requirement";
    OpenSpecFinding::error(check, first_line(text), message).fix(fix)
}

fn empty_section(section: &ValidatedSection, text: &str, end: &str) -> OpenSpecFinding {
    let at = section.heading.end() + TextSize::of(line_rest(text, section.heading.end()));
    let fix = OpenSpecFix::insert("Insert a requirement", at, format!("{end}{end}{}", requirement::skeleton(end)));
    let message = "this section has no requirement: add one with a heading `### Requirement: NAME`";
    OpenSpecFinding::error(OpenSpecCheck::SpecSectionMissing, section.heading, message).fix(fix)
}

/// Adds what is wrong with the scenarios of the requirements.
fn requirements(spec: &CapabilitySpec, section: &ValidatedSection, text: &str, findings: &mut Vec<OpenSpecFinding>) {
    let end = line_end(text);
    let blocks: FxHashMap<TextSize, &RequirementBlock> =
        spec.blocks().iter().map(|block| (block.heading.start(), block)).collect();
    let odd = OddScenarios(&spec.odd_scenarios);
    let is_odd = |item: &ValidatedRequirement| {
        spec.odd_scenarios.binary_search_by_key(&item.range.start(), |odd| odd.marks.start()).is_ok()
    };
    let mut starts: Vec<_> = section.items.iter().filter(|item| !is_odd(item)).map(|item| item.range.start()).collect();
    starts.extend(spec.outside.iter().map(|name| name.range.start()));
    starts.extend(blocks.keys());
    starts.sort_unstable();
    for item in &section.items {
        let start = item.range.start();
        if item.title.is_empty() && !item.has_text {
            let message = "this requirement has neither a name nor a text: add both or remove the heading";
            findings.push(OpenSpecFinding::error(OpenSpecCheck::RequirementEmpty, item.range, message));
        }
        if item.scenarios > 0 {
            continue;
        }
        let next = starts.get(starts.partition_point(|other| *other <= start));
        let next = next.copied().unwrap_or(TextSize::of(text));
        let from = if is_odd(item) { start } else { item.title.end() };
        let meant = odd.between(from, next.max(item.title.end()));
        let block = blocks.get(&start).copied();
        let name = match block {
            Some(block) => (&*block.name.text, requirement::words(block)),
            None if item.title.is_empty() => ("requirement", item.range),
            None => (&text[item.title], item.title),
        };
        findings.push(requirement::without_scenario(name, (item.range.end(), block, meant), end));
    }
    odd.report(&[], findings);
}

/// What hides requirements from the program, because of which it does not merge into the spec: a wrong place or a name that is there
/// already.
pub(crate) fn hidden(spec: &CapabilitySpec, text: &str) -> Vec<OpenSpecFinding> {
    let mut findings = Vec::new();
    for heading in &spec.delta_headings {
        let message = format!(
            "{} belongs in the delta of a change: rename it to `## Requirements`, or move the section there",
            quoted(&text[*heading])
        );
        // It is used in place of the section that the spec does not have.
        let is_only = spec.validated.is_none() && spec.delta_headings.len() == 1;
        let fix = is_only.then(|| OpenSpecFix::change(*heading, "Requirements"));
        findings.push(OpenSpecFinding::error(OpenSpecCheck::DeltaMisplaced, *heading, message).fix(fix));
    }
    for name in &spec.outside {
        let message = format!("{} is outside `## Requirements`, so it is ignored: move it there", quoted(&name.text));
        findings.push(OpenSpecFinding::error(OpenSpecCheck::RequirementOutside, name.range, message));
    }
    let mut seen: FxHashMap<&str, TextRange> = FxHashMap::default();
    for block in spec.blocks() {
        let range = requirement::words(block);
        // Without a space after its `#` the program does not see the heading here.
        let is_heading = pattern::heading(&text[block.heading]).is_some();
        let is_outside =
            spec.outside.binary_search_by_key(&block.name.range.start(), |name| name.range.start()).is_ok();
        if !is_heading || is_outside {
            continue;
        }
        match seen.get(&*block.name.text) {
            Some(first) => {
                let message =
                    format!("duplicate requirement {}: rename or remove one of them", quoted(&block.name.text));
                let finding = OpenSpecFinding::error(OpenSpecCheck::RequirementDuplicate, range, message);
                findings.push(finding.related(*first, "first defined here"));
            }
            None => drop(seen.insert(&block.name.text, range)),
        }
    }
    findings
}
