//! A rule in the settings: its page.

use text_size::TextSize;

use super::Hover;
use crate::{
    ide::markup::Markup,
    model::Kind,
    rules,
    workspace::{Document, settings},
};

/// The code at `offset` of a settings file.
pub(super) fn at(document: &Document, offset: TextSize) -> Option<Hover> {
    if document.kind != Kind::Settings {
        return None;
    }
    let codes = settings::read(document.text()).codes;
    let (range, code) = codes.into_iter().find(|(range, _)| range.contains_inclusive(offset))?;
    Some(Hover { range, contents: about(&code)? })
}

/// The page of a rule.
pub(in crate::ide) fn about(code: &str) -> Option<Markup> {
    Some(Markup::new().page(&rules::rule(code)?.read()))
}
