//! Rules about what every dialect has.

pub(super) mod front_matter;
pub(super) mod markdown;
pub(super) mod plugins;
pub(super) mod references;
pub(super) mod settings;
