//! What a delta is merged into: the spec, or what the program begins a new one with.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use super::{MergeWarning, MergeWarningKind};
use crate::model::open_spec::{
    CapabilitySpec, Delta,
    validate::{PLACEHOLDER_END, PLACEHOLDER_START, hidden, short_purpose, utf16_length},
};

/// A spec to merge into.
pub(super) struct MergeTarget<'a> {
    text: Cow<'a, str>,
    /// For a spec that is new: the purpose of the delta, in `text` and in the delta.
    purpose: Option<(TextRange, TextRange)>,
    is_new: bool,
}

impl<'a> MergeTarget<'a> {
    /// The spec as it is.
    pub(super) fn existing(text: &'a str) -> Self {
        MergeTarget { text: Cow::Borrowed(text), purpose: None, is_new: false }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn is_new(&self) -> bool {
        self.is_new
    }

    /// The bytes in the delta of a part of `text`, when it was taken from there.
    pub(super) fn in_delta(&self, range: TextRange) -> Option<TextRange> {
        let (here, there) = self.purpose?;
        here.contains_range(range).then(|| range - here.start() + there.start())
    }
}

/// The beginning of a new spec. It has the purpose of the delta, unless this would hide or break what follows.
pub(super) fn new_target(
    capability: &str,
    change: &str,
    delta: &str,
    plan: &Delta,
    warnings: &mut Vec<MergeWarning>,
) -> MergeTarget<'static> {
    let title = format!("# {capability} Specification\n\n## Purpose\n");
    let begun = |purpose: &str| format!("{title}{purpose}\n\n## Requirements\n");
    let mut warn = |range, message| warnings.push(MergeWarning { kind: MergeWarningKind::Purpose, range, message });
    if let Some(purpose) = plan.purpose {
        let text = begun(&delta[purpose.body]);
        if let Some(length) = readable_purpose(&text) {
            if let Some(message) = short_purpose(length) {
                warn(purpose.body, message);
            }
            let here = TextRange::at(TextSize::of(&title), purpose.body.len());
            return MergeTarget { text: Cow::Owned(text), purpose: Some((here, purpose.body)), is_new: true };
        }
        let message = "this purpose would make the new spec unreadable, so it gets a placeholder: remove comments, \
                       headings and open code blocks";
        warn(purpose.body, message.to_owned());
    }
    let text = begun(&format!("{PLACEHOLDER_START}{change}{PLACEHOLDER_END}"));
    MergeTarget { text: Cow::Owned(text), purpose: None, is_new: true }
}

/// The length of the purpose of a new spec, when its sections are seen.
fn readable_purpose(text: &str) -> Option<usize> {
    let spec = CapabilitySpec::read(text);
    if text.contains("<!--") || spec.validated.is_none() || !hidden(&spec, text).is_empty() {
        return None;
    }
    let purpose = spec.purpose.filter(|purpose| !purpose.body.is_empty())?;
    Some(utf16_length(&text[purpose.body]))
}
