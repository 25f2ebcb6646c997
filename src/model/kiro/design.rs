//! `design.md`: properties, and the criteria that they validate.

use text_size::TextRange;

use super::{
    RequirementReference,
    lines::{LinePiece, prose_lines},
    number,
    tasks::{AnnotationKey, annotation},
};

/// What a design says that other files of its spec are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KiroDesign {
    /// In source order.
    pub properties: Vec<KiroProperty>,
    /// What `**Validates: Requirements 1.2, 3.4**` names.
    pub references: Vec<RequirementReference>,
}

/// A heading such as `### Property 1: Photos stay`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KiroProperty {
    pub number: u32,
    /// The number as written.
    pub number_range: TextRange,
    /// The heading without its `#`.
    pub range: TextRange,
}

impl KiroDesign {
    pub fn read(text: &str) -> KiroDesign {
        let mut design = KiroDesign::default();
        for line in prose_lines(text) {
            if let Some((_, heading)) = line.heading() {
                let digits = heading.strip_word(&["property ", "プロパティ"]).map(LinePiece::trim);
                if let Some((number, rest)) = digits.and_then(|digits| digits.number())
                    && let Some(digits) = digits
                {
                    let number_range = digits.first(rest.start - digits.start).range();
                    design.properties.push(KiroProperty { number, number_range, range: heading.range() });
                }
            } else if let Some((AnnotationKey::Requirements, list)) = annotation(line)
                && (line.text.to_ascii_lowercase().contains("validates") || line.text.contains("検証"))
            {
                design.references.extend(number::references(list));
            }
        }
        design
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_and_what_they_validate() {
        let text = "### Property 1: Phötos\n*For all* x\n**Validates: Requirements 3.3, 1.2**\nRequirements: 9.9\n## Properties\n";
        let design = KiroDesign::read(text);
        let properties: Vec<_> = design.properties.iter().map(|it| (&text[it.number_range], &text[it.range])).collect();
        assert_eq!(properties, [("1", "Property 1: Phötos")]);
        let references: Vec<_> = design.references.iter().map(|it| &text[it.range]).collect();
        assert_eq!(references, ["3.3", "1.2"]);
    }

    #[test]
    fn properties_in_japanese() {
        let text = "### プロパティ反映\n### プロパティ1: 検出\n**検証: 要件 1.1, 1.2**\n### プロパティ 2：変換\n**検証対象: 要件 3.3**\n- 検証: 3, 4\n";
        let design = KiroDesign::read(text);
        let properties: Vec<_> = design.properties.iter().map(|it| (&text[it.number_range], &text[it.range])).collect();
        assert_eq!(properties, [("1", "プロパティ1: 検出"), ("2", "プロパティ 2：変換")]);
        let references: Vec<_> = design.references.iter().map(|it| &text[it.range]).collect();
        assert_eq!(references, ["1.1", "1.2", "3.3"]);
    }
}
