//! What an editor can ask for, one file a feature: over a snapshot, in byte ranges and words of an editor, without its protocol.

pub mod completion;
pub mod definition;
pub mod document_link;
pub mod expansion;
pub mod folding;
pub mod graph;
pub mod highlight;
pub mod hover;
pub mod include_hierarchy;
pub mod inlay_hints;
#[cfg(test)]
mod kiro_fixture;
pub mod linked_editing;
pub mod markup;
pub mod outline;
pub mod refactor;
pub mod references;
pub mod rename;
pub mod selection;
pub mod semantic_tokens;
pub mod symbol;
pub mod workspace_symbols;
