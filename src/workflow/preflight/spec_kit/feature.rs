//! Which feature a command is about.

use super::{
    super::{Context, ItemRef, Reason, Why},
    text,
};
use crate::{
    model::spec_kit::{FeatureCommand, FeatureState},
    workspace::{CurrentFeature, FeatureSource, Snapshot},
};

/// The current feature.
pub(super) struct FoundFeature {
    /// Its folder, relative to the root of the project.
    pub(super) folder: String,
    /// Its folder as the scripts print it.
    pub(super) shown: String,
    /// What names it.
    pub(super) source: FeatureSource,
    /// It, when it has a file.
    pub(super) item: Option<ItemRef>,
}

/// The feature that the scripts of Spec Kit work on.
pub(super) fn find(context: &Context<'_>, command: FeatureCommand) -> Result<FoundFeature, Reason> {
    let Context { snapshot, request, .. } = *context;
    let current = snapshot.current_feature(request.feature_directory.as_deref());
    let named = request.task.as_deref().map(str::trim).filter(|name| !name.is_empty());
    if let Some(named) = named {
        is_current(snapshot, named, &current)?;
    }
    let (written, folder, source) = match current {
        CurrentFeature::Known { written, folder, source } => (written, folder, source),
        CurrentFeature::NoFile => return Err(Reason::block(text::unknown(snapshot, true), Why::FeatureUnknown)),
        CurrentFeature::NoKey => return Err(Reason::block(text::unknown(snapshot, false), Why::FeatureUnknown)),
    };
    let Some(folder) = folder else {
        return Err(Reason::cannot_tell(text::outside(&written), Why::FeatureOutside));
    };
    let shown = if written.starts_with('/') {
        written
    } else {
        format!("{}/{written}", snapshot.root().as_str().trim_end_matches('/'))
    };
    let item = reference(snapshot, &folder, command);
    Ok(FoundFeature { folder, shown, source, item })
}

/// Whether the named feature is the one that the scripts take.
fn is_current(snapshot: &Snapshot, named: &str, current: &CurrentFeature) -> Result<(), Reason> {
    let current = match current {
        CurrentFeature::Known { folder, .. } => folder.clone(),
        CurrentFeature::NoFile | CurrentFeature::NoKey => None,
    };
    let known = snapshot.feature_named(named);
    if known.is_some() && known == current {
        return Ok(());
    }
    let message = match &known {
        Some(known) => text::not_current(known, current.as_deref()),
        None => text::no_feature(named),
    };
    Err(Reason::cannot_tell(message, Why::FeatureNotCurrent { current }))
}

fn reference(snapshot: &Snapshot, folder: &str, command: FeatureCommand) -> Option<ItemRef> {
    let index = snapshot.index();
    let home = index.spec_kit.features.get(folder)?.home()?.clone();
    let feature = snapshot.feature(folder)?;
    let from = feature.states.first().and_then(|state| FeatureState::named(state));
    let to = command.leads_to().filter(|to| from.is_none_or(|from| *to > from));
    Some(ItemRef {
        noun: ItemRef::FEATURE,
        id: feature.id,
        title: feature.title,
        path: snapshot.relative(&home).to_owned(),
        document: home,
        folder: snapshot.path(folder.as_ref()),
        from: from.map(|state| state.name().to_owned()),
        to: to.map(|state| state.name().to_owned()),
    })
}
