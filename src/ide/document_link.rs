//! The words of a document that lead to a file.

use rustc_hash::FxHashMap;
use text_size::TextRange;

use super::symbol::{Access, Occurrence, Sort, Symbol, declarations, occurrences_in};
use crate::workspace::{DocPath, Document, Snapshot};

/// Words that lead to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLink {
    /// The path as it is written, without its anchor.
    pub range: TextRange,
    /// The file, which exists.
    pub target: DocPath,
    /// The heading in it that is meant.
    pub heading: Option<TextRange>,
    /// What following it does.
    pub tooltip: String,
}

/// The includes, relative links, scripts of hooks and artifact paths of a document that lead to a file that is there, in order. The
/// path of an artifact does when only one file fits it.
pub fn document_links(snapshot: &Snapshot, document: &Document) -> Vec<DocumentLink> {
    let found = occurrences_in(snapshot, document, &[Sort::File, Sort::Heading, Sort::Artifact]);
    // What is spoken of more than once is looked up once.
    let mut targets: FxHashMap<Symbol, Option<Target>> = FxHashMap::default();
    let used = found.into_iter().filter(|found| !found.access.declares());
    used.take_while(|_| !snapshot.is_cancelled())
        .filter_map(|Occurrence { range, symbol, .. }| {
            let Target { path, heading, tooltip } =
                targets.entry(symbol).or_insert_with_key(|symbol| target(snapshot, symbol)).clone()?;
            Some(DocumentLink { range, target: path, heading, tooltip })
        })
        .collect()
}

#[derive(Clone)]
struct Target {
    path: DocPath,
    heading: Option<TextRange>,
    tooltip: String,
}

fn target(snapshot: &Snapshot, symbol: &Symbol) -> Option<Target> {
    let found = match symbol {
        Symbol::Heading { .. } => declarations(snapshot, symbol).into_iter().next()?,
        Symbol::File(path) => {
            let tooltip = format!("Open `{}`", snapshot.relative(path));
            return Some(Target { path: path.clone(), heading: None, tooltip });
        }
        _ => match &declarations(snapshot, symbol)[..] {
            [only] => only.clone(),
            _ => return None,
        },
    };
    let Occurrence { path, range, access, .. } = found;
    let heading = (access == Access::Declaration).then_some(range);
    let file = snapshot.relative(&path);
    let tooltip = match heading.and_then(|at| snapshot.document(&path)?.text().get(std::ops::Range::from(at))) {
        Some(heading) => format!("Open `{file}` at “{heading}”"),
        None => format!("Open `{file}`"),
    };
    Some(Target { path, heading, tooltip })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::document_links;
    use crate::fixture::Fixture;

    #[track_caller]
    fn check(name: &str, fixture: &str, expect: Expect) {
        let snapshot = Fixture::parse(fixture).snapshot();
        let document = snapshot.document(&snapshot.path(name.into())).expect("a document");
        let found = document_links(&snapshot, document);
        let shown = found.iter().map(|link| {
            format!("{:?} {} -> {}: {}\n", link.range, &document.text()[link.range], link.target, link.tooltip)
        });
        expect.assert_eq(&shown.collect::<String>());
    }

    #[test]
    fn includes_and_links_to_what_is_there() {
        check(
            ".claude/commands/flow/plan.md",
            "
//- /.claude/commands/flow/plan.md
# Here
😀 {{INCLUDE:.claude/partials/a.md}} {{INCLUDE:gone.md}} [a](../../partials/a.md#one) [b](gone.md) [c](#here)
[d](https://example.org/a.md) ![e](../../../e.png)
//- /.claude/partials/a.md
# One
//- /e.png
",
            expect![[r#"
                22..43 .claude/partials/a.md -> /.claude/partials/a.md: Open `.claude/partials/a.md`
                70..89 ../../partials/a.md -> /.claude/partials/a.md: Open `.claude/partials/a.md`
                90..93 one -> /.claude/partials/a.md: Open `.claude/partials/a.md` at “One”
                113..117 here -> /.claude/commands/flow/plan.md: Open `.claude/commands/flow/plan.md` at “Here”
                154..168 ../../../e.png -> /e.png: Open `e.png`
            "#]],
        );
    }

    #[test]
    fn artifacts_that_one_file_fits() {
        check(
            "flowspec_workflow.yml",
            r#"
//- /flowspec_workflow.yml
transitions:
  - name: a
    from: "To Do"
    to: Done
    input_artifacts:
      - {type: a, path: "./docs/{feature}.md"}
      - {type: b, path: "./adr/*.md"}
      - {type: c, path: "./gone.md"}
    output_artifacts:
      - {type: d, path: docs/x.md}
//- /docs/x.md
//- /adr/1.md
//- /adr/2.md
"#,
            expect![[r#"
                102..121 ./docs/{feature}.md -> /docs/x.md: Open `docs/x.md`
                245..254 docs/x.md -> /docs/x.md: Open `docs/x.md`
            "#]],
        );
    }
}
