//! Reading `requirements.md` and `bugfix.md`, line by line.

use super::{KiroCriterion, KiroRequirement, KiroRequirements};
use crate::model::kiro::lines::{LinePiece, prose_lines};

/// What a heading of a requirement begins with.
const REQUIREMENT: &[&str] = &["requirement", "要件", "要求", "需求", "요구사항"];

/// What a heading or a label over criteria has in it, in lower case.
const CRITERIA: &[&str] = &["acceptance", "criteria", "受け入れ", "受入", "验收", "驗收", "인수"];

/// What the idea of a spec of cc-sdd stands below before its requirements are generated.
const DESCRIPTION: &[&str] = &["project description", "プロジェクト説明", "プロジェクト概要"];

pub(super) fn read(text: &str) -> KiroRequirements {
    let headings = || prose_lines(text).filter_map(LinePiece::heading);
    let is_worded = headings().any(|(level, heading)| requirement(level, heading, true).is_some())
        || prose_lines(text).any(|line| bold_requirement(line).is_some());
    let mut reader = Reader { is_worded, ..Reader::default() };
    let mut title = None;
    for line in prose_lines(text) {
        if let Some((level, heading)) = line.heading() {
            title = title.or_else(|| (!heading.text.is_empty()).then(|| heading.range()));
            reader.heading(level, heading);
        } else {
            reader.line(line);
        }
    }
    reader.end_section();
    let mut read = reader.read;
    if read.requirements.is_empty() && read.criteria.is_empty() && reader.has_substance {
        read.unreadable = title.or_else(|| prose_lines(text).map(|line| line.trim().range()).find(|it| !it.is_empty()));
    }
    read
}

#[derive(Default)]
struct Reader {
    read: KiroRequirements,
    /// Whether headings of requirements begin with a word; else the number alone is enough.
    is_worded: bool,
    /// The level of the heading of the requirement that is being read.
    level: Option<usize>,
    /// Whether the lines are below a heading or label over criteria.
    in_criteria: bool,
    /// The numbered items of this requirement, each with whether it is below such a label.
    items: Vec<(KiroCriterion, bool)>,
    /// The bulleted items, likewise.
    bullets: Vec<(KiroCriterion, bool)>,
    /// How many lists there were, and the indentation of the one that is being read.
    lists: u32,
    list_indent: Option<usize>,
    after_blank: bool,
    in_description: bool,
    /// Whether the file has sentences or lists beside its introduction.
    has_substance: bool,
}

impl Reader {
    fn heading(&mut self, level: usize, heading: LinePiece<'_>) {
        self.list_indent = None;
        let lower = heading.text.to_lowercase();
        self.in_description = DESCRIPTION.iter().any(|start| lower.starts_with(start));
        if let Some(it) = requirement(level, heading, self.is_worded) {
            self.begin(level, it);
        } else if let Some(part) = heading.strip_word(REQUIREMENT).and_then(|rest| clause(rest.trim())) {
            self.read.criteria.push(part);
        } else if self.level.is_some_and(|of| level > of) {
            self.in_criteria = is_label(heading.text);
        } else {
            self.end_section();
        }
    }

    fn begin(&mut self, level: usize, requirement: KiroRequirement) {
        self.end_section();
        self.level = Some(level);
        self.read.requirements.push(requirement);
    }

    /// Takes the criteria of the requirement that ends here.
    fn end_section(&mut self) {
        let (items, bullets) = (std::mem::take(&mut self.items), std::mem::take(&mut self.bullets));
        if let Some(last) = self.read.requirements.last_mut().filter(|_| self.level.is_some() && items.is_empty()) {
            last.bullets = u32::try_from(bullets.len()).unwrap_or(u32::MAX);
        }
        let items = if items.is_empty() { bullets } else { items };
        let has_label = items.iter().any(|(_, below)| *below);
        let items = items.into_iter().filter(|(_, below)| *below || !has_label);
        let items = items.zip(1..).map(|((item, _), position)| {
            let number = if item.is_bulleted() { position } else { item.number };
            KiroCriterion { number, position, ..item }
        });
        self.read.criteria.extend(items);
        (self.level, self.in_criteria, self.list_indent) = (None, false, None);
    }

    fn line(&mut self, line: LinePiece<'_>) {
        let (indent, content) = (line.indent(), line.trim());
        if content.text.is_empty() {
            self.after_blank = true;
            return;
        }
        let after_blank = std::mem::take(&mut self.after_blank);
        if let Some(it) = bold_requirement(line) {
            return self.begin(6, it);
        }
        if let Some(clause) = clause(content) {
            self.read.criteria.push(clause);
            return;
        }
        let bullet = content.bullet();
        let numbered = content.numbered();
        self.has_substance |= !self.in_description
            && (bullet.is_some()
                || numbered.is_some()
                || content.text.contains("SHALL")
                || content.text.contains("MUST"));
        let Some(requirement) = self.read.requirements.last().filter(|_| self.level.is_some()) else { return };
        let requirement = requirement.number;
        if let Some((number, digits, text)) = numbered {
            let of_list = *self.list_indent.get_or_insert_with(|| {
                self.lists += 1;
                indent
            });
            if indent <= of_list + 1 {
                let (number_range, text) = (digits.range(), text.range());
                let list = Some(self.lists);
                let item = KiroCriterion { requirement, number, position: 0, number_range, text, list };
                self.items.push((item, self.in_criteria));
            }
        } else if let Some(text) = bullet {
            if indent <= 1 && self.list_indent.is_none() {
                let (number_range, text) = (text.first(0).range(), text.range());
                // Bullets are no numbered list, and no clauses either.
                let list = Some(0);
                let item = KiroCriterion { requirement, number: 0, position: 0, number_range, text, list };
                self.bullets.push((item, self.in_criteria));
            }
        } else if is_label(content.text) && content.text.starts_with(['*', '_']) {
            (self.in_criteria, self.list_indent) = (true, None);
        } else if after_blank && indent == 0 {
            self.list_indent = None;
        }
    }
}

fn is_label(text: &str) -> bool {
    /// No label is longer; what is longer is a sentence.
    const LONGEST: usize = 80;
    let lower = text.to_lowercase();
    text.len() <= LONGEST && CRITERIA.iter().any(|label| lower.contains(label))
}

/// The requirement that a heading begins.
fn requirement(level: usize, heading: LinePiece<'_>, is_worded: bool) -> Option<KiroRequirement> {
    if !(2..=4).contains(&level) {
        return None;
    }
    let start = heading.trim_start_matches(|char| matches!(char, '*' | '_'));
    let digits = match start.strip_word(REQUIREMENT) {
        Some(rest) => rest.trim_start_matches(|char| char.is_whitespace() || matches!(char, '#' | '　')),
        None if is_worded || level != 3 => return None,
        None => start,
    };
    let (number, rest) = digits.number()?;
    let ends = rest.text.chars().next().is_none_or(|next| next.is_whitespace() || ":：.．)）-–—*_、　".contains(next));
    // `1.1 Title` is a section of something else.
    let is_part = rest.strip(".").is_some_and(|rest| rest.number().is_some());
    if !ends || is_part {
        return None;
    }
    let title = rest.trim_start_matches(|char| char.is_whitespace() || ":：.．)）-–—*_、　".contains(char));
    let title = title.first(title.text.trim_end_matches(['*', '_']).len());
    let number_range = digits.first(digits.text.len() - rest.text.len()).range();
    Some(KiroRequirement { number, number_range, range: heading.range(), title: title.range(), bullets: 0 })
}

/// A requirement that is a line in bold type instead of a heading.
pub(super) fn bold_requirement(line: LinePiece<'_>) -> Option<KiroRequirement> {
    let line = line.trim();
    let start = line.strip("**")?;
    start.strip_word(REQUIREMENT)?;
    let end = start.text.find("**")?;
    requirement(2, start.first(end), true)
}

/// A criterion that is written with its whole number: `1.2 WHEN …`, `- **1.2** …`.
fn clause(content: LinePiece<'_>) -> Option<KiroCriterion> {
    let item = content.bullet().unwrap_or(content);
    let start = item.trim_start_matches(|char| matches!(char, '*' | '_'));
    let (requirement, rest) = start.number()?;
    let digits = rest.strip(".")?;
    let (number, rest) = digits.number()?;
    let text = rest.trim_start_matches(|char| matches!(char, '*' | '_' | ':' | '：' | '.' | ')'));
    let ends = rest.text.is_empty() || text.text.is_empty() || text.text.starts_with(char::is_whitespace);
    let number_range = digits.first(digits.text.len() - rest.text.len()).range();
    let clause =
        KiroCriterion { requirement, number, position: number, number_range, text: text.trim().range(), list: None };
    (ends && !text.trim().text.is_empty()).then_some(clause)
}
