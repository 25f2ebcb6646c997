//! The other places in a document that speak of the same thing.

use text_size::TextSize;

use super::symbol::{Access, Occurrence, occurrences_of_in, symbol_at};
use crate::workspace::{DocPath, Snapshot};

/// The places in a document that speak of what stands at `offset`, in order; in a copy too.
pub fn highlights(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Vec<Occurrence> {
    let Some((document, found)) = snapshot.document(path).zip(symbol_at(snapshot, path, offset)) else {
        return Vec::new();
    };
    let mut all = occurrences_of_in(snapshot, &found.symbol, document);
    all.retain(|it| it.access != Access::File);
    all
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::highlights;
    use crate::fixture::Fixture;

    #[test]
    fn what_is_read_and_what_is_written() {
        let fixture = Fixture::parse(
            "
//- /.claude/commands/flow/plan.md
**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.

😀 Then the label is workflow:Plan$0ned.
",
        );
        let snapshot = fixture.snapshot();
        let (name, offset) = fixture.cursor.expect("a cursor");
        let found = highlights(&snapshot, &snapshot.path(&name), offset);
        let shown = found.iter().map(|it| format!("{:?} {:?}\n", it.range, it.access));
        expect![[r#"
            97..104 Write
            140..147 Read
        "#]]
        .assert_eq(&shown.collect::<String>());
    }
}
