//! The graph of includes, one step at a time: who includes a document, and what it includes.

use text_size::{TextRange, TextSize};

use super::symbol::{Access, Sort, Symbol, declarations, occurrences_in, symbol_at};
use crate::{
    model::Kind,
    workspace::{DocPath, Document, Snapshot},
};

/// A step of the graph: the other document, and where the includes stand that make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncludeStep {
    /// The document that includes, or that is included.
    pub path: DocPath,
    /// The directives, in the document that includes; never empty.
    pub includes: Vec<TextRange>,
}

/// The document that a cursor at `offset` means: the target of an include, the file of a command, else the document itself.
pub fn document_at(snapshot: &Snapshot, path: &DocPath, offset: TextSize) -> Option<DocPath> {
    let meant = symbol_at(snapshot, path, offset).and_then(|found| match found.symbol {
        Symbol::File(target) => Some(target),
        Symbol::Command(_) => declarations(snapshot, &found.symbol).into_iter().map(|it| it.path).next(),
        _ => None,
    });
    let of_graph = |path: &DocPath| {
        let document = snapshot.document(path);
        document.is_some_and(|document| document.kind.is_markdown() && document.kind != Kind::Other)
    };
    meant.into_iter().chain([path.clone()]).find(of_graph)
}

/// Who includes a document, sorted by path. Examples in fenced blocks are no includes.
pub fn includers(snapshot: &Snapshot, path: &DocPath) -> Vec<IncludeStep> {
    let index = snapshot.index();
    let includers = index.includers.get(path).map_or(&[][..], |includers| includers);
    let documents = includers.iter().filter_map(|includer| snapshot.document(includer));
    let steps = documents.map(|document| IncludeStep {
        path: document.path.clone(),
        includes: live(snapshot, document).filter(|(target, _)| target == path).map(|(_, range)| range).collect(),
    });
    steps.filter(|step| !step.includes.is_empty()).collect()
}

/// What a document includes, in the order of the first directive of each.
pub fn included(snapshot: &Snapshot, path: &DocPath) -> Vec<IncludeStep> {
    let mut steps: Vec<IncludeStep> = Vec::new();
    let Some(document) = snapshot.document(path) else { return steps };
    for (target, range) in live(snapshot, document) {
        match steps.iter_mut().find(|step| step.path == target) {
            Some(step) => step.includes.push(range),
            None => steps.push(IncludeStep { path: target, includes: vec![range] }),
        }
    }
    steps
}

/// The directives that the expander expands and where they lead, in order.
fn live(snapshot: &Snapshot, document: &Document) -> impl Iterator<Item = (DocPath, TextRange)> {
    let includes = &document.facts().includes;
    let is_live = |reach: TextRange| {
        let at = includes.binary_search_by_key(&reach.start(), |include| include.range.start());
        at.is_ok_and(|at| includes[at].is_live())
    };
    let files = occurrences_in(snapshot, document, &[Sort::File]).into_iter();
    let live = files.filter_map(move |it| match it.symbol {
        Symbol::File(target) if it.access == Access::Read && is_live(it.reach) => Some((target, it.reach)),
        _ => None,
    });
    live.collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::{document_at, included, includers};
    use crate::{fixture::Fixture, workspace::DocPath};

    const CIRCLE: &str = "
//- /.claude/commands/flow/plan.md
{{INCLUDE:.claude/partials/a.md}} 😀 <<INCLUDE:.claude/partials/b.md>>
{{INCLUDE:.claude/partials/a.md}} /flow:plan
```
{{INCLUDE:.claude/partials/c.md}}
```
//- /.claude/partials/a.md
{{INCLUDE:.claude/partials/b.md}}
//- /.claude/partials/b.md
{{INCLUDE:.claude/partials/a.md}} {{INCLUDE:gone.md}}
//- /.claude/partials/c.md
alone
";

    #[test]
    fn one_step_each_way_also_in_a_circle() {
        let snapshot = Fixture::parse(CIRCLE).snapshot();
        let path = |name: &str| DocPath::new(name);
        let shown = |steps: Vec<super::IncludeStep>| {
            let steps = steps.iter().map(|step| format!("{} {:?}", snapshot.relative(&step.path), step.includes));
            steps.collect::<Vec<_>>()
        };
        let (plan, a, b, c) = (
            path("/.claude/commands/flow/plan.md"),
            path("/.claude/partials/a.md"),
            path("/.claude/partials/b.md"),
            path("/.claude/partials/c.md"),
        );
        assert_eq!(
            shown(included(&snapshot, &plan)),
            [".claude/partials/a.md [0..33, 73..106]", ".claude/partials/b.md [39..72]"]
        );
        assert_eq!(shown(included(&snapshot, &a)), [".claude/partials/b.md [0..33]"]);
        assert_eq!(shown(included(&snapshot, &b)), [".claude/partials/a.md [0..33]"]);
        assert_eq!(
            shown(includers(&snapshot, &a)),
            [".claude/commands/flow/plan.md [0..33, 73..106]", ".claude/partials/b.md [0..33]"]
        );
        assert!(includers(&snapshot, &c).is_empty());
        assert!(included(&snapshot, &path("/gone.md")).is_empty());
        assert_eq!(document_at(&snapshot, &plan, 12.into()), Some(a.clone()));
        assert_eq!(document_at(&snapshot, &plan, 35.into()), Some(plan.clone()));
        assert_eq!(document_at(&snapshot, &b, 110.into()), Some(b));
    }
}
