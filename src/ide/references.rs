//! Everywhere that a thing is spoken of.

use text_size::TextSize;

use super::symbol::{Access, Copies, Occurrence, occurrences, symbol_at};
use crate::workspace::{DocPath, Snapshot};

/// Every place that speaks of what stands at `offset` of a document, in order; `None` when nothing of ours stands there.
///
/// What an expanded copy repeats counts only where it was written. A file is a declaration, unless words in it declare the same.
pub fn references(
    snapshot: &Snapshot,
    path: &DocPath,
    offset: TextSize,
    include_declaration: bool,
) -> Option<Vec<Occurrence>> {
    let found = symbol_at(snapshot, path, offset)?;
    let all = occurrences(snapshot, &found.symbol, Copies::Skipped);
    let declares =
        |it: &Occurrence| all.iter().any(|other| other.path == it.path && other.access == Access::Declaration);
    let wanted = all.iter().filter(|it| match it.access {
        Access::File => include_declaration && !declares(it),
        Access::Declaration => include_declaration,
        Access::Write | Access::Read => true,
    });
    Some(wanted.cloned().collect())
}

#[cfg(test)]
mod tests {
    use super::references;
    use crate::fixture::Fixture;

    #[test]
    fn declarations_are_there_when_they_are_wanted() {
        let fixture = Fixture::parse(
            "
//- /.claude/commands/flow/plan.md
Ask @plan$0ner, not @nobody
//- /.claude/agents/planner.md
---
name: planner
---
",
        );
        let snapshot = fixture.snapshot();
        let (name, offset) = fixture.cursor.expect("a cursor");
        let found = |include_declaration| {
            let found = references(&snapshot, &snapshot.path(&name), offset, include_declaration).unwrap_or_default();
            found.iter().map(|it| format!("{}:{}", it.path, u32::from(it.range.start()))).collect::<Vec<_>>()
        };
        assert_eq!(found(false), ["/.claude/commands/flow/plan.md:5"]);
        assert_eq!(found(true), ["/.claude/agents/planner.md:10", "/.claude/commands/flow/plan.md:5"]);
        assert_eq!(references(&snapshot, &snapshot.path(&name), 1.into(), true), None);
    }
}
