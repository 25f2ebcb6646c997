//! Step 0.5: is the constitution validated, as far as its tier demands?

use super::{Outcome, Reason, Why, text};
use crate::{
    model::{
        Kind,
        constitution::{Tier, tier, unvalidated},
    },
    workspace::{Index, Snapshot},
};

/// What the constitution says of running a command; `go_on` is the answer to the question of the Medium tier.
pub(super) fn check(snapshot: &Snapshot, index: &Index, skip: bool, go_on: Option<bool>) -> Option<Reason> {
    if skip {
        return Some(Reason::warn(text::VALIDATION_SKIPPED.to_owned(), Why::ValidationSkipped));
    }
    let document = index.constitution.as_ref().and_then(|path| snapshot.document(path)).map(|document| &**document);
    // A folder that cannot be read may hold a constitution that goes before the one that was found; none goes before the shallowest.
    let shallowest = document.is_some_and(|document| document.name().components().count() <= 2);
    let folder = snapshot.unread_folder(Kind::Constitution).filter(|_| !shallowest);
    let unread = folder.or(document).and_then(|it| Some((it, it.unreadable.as_ref()?)));
    if let Some((document, reason)) = unread {
        let path = document.name().to_string();
        let message = text::constitution_unreadable(&path, reason);
        return Some(Reason::cannot_tell(message, Why::ConstitutionUnreadable { path }));
    }
    let Some(document) = document else {
        return Some(Reason::warn(text::CONSTITUTION_MISSING.to_owned(), Why::ConstitutionMissing));
    };
    let (source, markers) = (document.text(), &document.facts().markers);
    let sections: Vec<_> = unvalidated(markers).map(|(_, text)| one_line(&source[text])).collect();
    if sections.is_empty() {
        return Some(Reason::proceed(text::CONSTITUTION_VALIDATED.to_owned(), Why::ConstitutionValidated));
    }
    let tier = tier(source, markers);
    let message = match tier {
        Tier::Light => text::constitution_light(&sections),
        Tier::Medium => text::constitution_medium(&sections, go_on == Some(true)),
        Tier::Heavy => text::constitution_heavy(&sections),
    };
    let why = Why::ConstitutionUnvalidated { tier: tier.name(), sections };
    Some(match (tier, go_on) {
        (Tier::Light, _) | (Tier::Medium, Some(true)) => Reason::warn(message, why),
        (Tier::Medium, None) => Reason::ask(message, why),
        (Tier::Medium, Some(false)) => Reason::block(text::COMMAND_CANCELLED.to_owned(), Why::ConstitutionDeclined),
        (Tier::Heavy, _) => Reason::block(message, why),
    })
}

/// Whether a run asks whether to go on with this constitution.
pub(in crate::workflow) fn asks(snapshot: &Snapshot, index: &Index) -> bool {
    check(snapshot, index, false, None).is_some_and(|reason| reason.outcome == Outcome::Ask)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
