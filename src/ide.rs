//! What an editor can ask for, one file a feature: over a snapshot, in byte ranges and words of an editor, without its protocol.

pub mod folding;
pub mod outline;
pub mod selection;
pub mod symbol;
