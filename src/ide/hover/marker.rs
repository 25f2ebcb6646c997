//! A marker of a constitution: its tier, and what it holds up.

use text_size::TextSize;

use super::{Hover, count};
use crate::{
    ide::markup::{Line, Markup},
    model::{
        Kind,
        constitution::{Tier, tier, unvalidated},
    },
    syntax::marker::MarkerKind,
    workspace::{Document, Snapshot},
};

/// The TIER or NEEDS_VALIDATION comment at `offset`.
pub(super) fn at(snapshot: &Snapshot, document: &Document, offset: TextSize) -> Option<Hover> {
    if document.kind != Kind::Constitution {
        return None;
    }
    let (text, markers) = (document.text(), &document.facts().markers);
    let marker = markers.iter().find(|marker| marker.range.contains_inclusive(offset))?;
    let waiting = unvalidated(markers).count();
    let holds = tier(text, markers);
    let line = match marker.kind {
        MarkerKind::Tier { value, .. } => {
            let own = Tier::named(&text[value])?;
            Line::new()
                .strong(own.name())
                .text(format!(": while something is unvalidated, a workflow command {}", own.effect()))
        }
        MarkerKind::NeedsValidation { .. } => {
            let line =
                Line::new().strong("NEEDS_VALIDATION").text(": somebody has to look at this and take the comment away");
            line.text(format!("; until then a workflow command {} (", holds.effect())).strong(holds.name()).text(")")
        }
        _ => return None,
    };
    let left = match waiting {
        0 => "nothing is unvalidated".to_owned(),
        waiting => format!("{} unvalidated", count(waiting, "comment")),
    };
    let template = snapshot.index().constitution.as_ref() != Some(&document.path);
    let left =
        if template { format!("{left}; this constitution is a template or not the one that holds") } else { left };
    Some(Hover { range: marker.range, contents: Markup::new().line(line).line(Line::new().text(left)) })
}
