//! An import of instructions on a level that is not loaded.

use crate::{
    model::Kind,
    rules::{Check, Context, Severity, Sink},
    syntax::at_path,
    workspace::{Document, imports::MAX_IMPORTS},
};

pub(in crate::rules) const CHECK: Check = Check::new(&[Kind::Instructions], check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (snapshot, document) = (context.snapshot, context.document);
    if context.facts().summary.imports.is_empty() {
        return;
    }
    let levels = snapshot.import_levels();
    if levels.level(&document.path) != Some(MAX_IMPORTS) {
        return;
    }
    let way = levels.way(&document.path);
    for range in imports(document) {
        let Some(target) = snapshot.imported(document, &context.text[range]) else { continue };
        // What a shorter way leads to is loaded.
        if levels.level(&target.path).is_none_or(|level| level <= MAX_IMPORTS) {
            continue;
        }
        let top = way.first().map_or("", |top| snapshot.relative(top).as_str());
        let message = format!(
            "this import is nested {} levels deep (from `{top}`), and only {MAX_IMPORTS} are loaded: import it from a higher level",
            MAX_IMPORTS + 1,
        );
        let mut finding = sink.report(range, message);
        finding.severity(Severity::Warning);
        for pair in way.windows(2) {
            let Some(importer) = snapshot.document(&pair[0]) else { continue };
            let text = importer.text();
            let leads_there = |path: &str| snapshot.imported(importer, path).is_some_and(|it| it.path == pair[1]);
            if let Some(range) = imports(importer).into_iter().find(|range| leads_there(&text[*range])) {
                finding.related(&pair[0], range, format!("`{}` is imported here", snapshot.relative(&pair[1])));
            }
        }
    }
}

/// The paths of the imports of a document.
fn imports(document: &Document) -> Vec<text_size::TextRange> {
    let facts = document.facts();
    at_path::parse(document.text(), facts.body, &facts.fences, &facts.markdown)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    /// Instructions and so many files below them, one importing the other.
    fn nested(levels: usize, more: &str) -> String {
        let mut fixture = format!("//- /CLAUDE.md\n😀 @docs/1.md {more}");
        for level in 1..levels {
            write!(fixture, "\n//- /docs/{level}.md\né @{}.md", level + 1).unwrap();
        }
        write!(fixture, "\n//- /docs/{levels}.md\n@gone.md\n").unwrap();
        fixture
    }

    #[test]
    fn the_import_that_crosses_the_limit_is_reported() {
        check(
            "include-too-deep",
            &nested(8, ""),
            expect![[r#"
            docs/5.md
              é @6.md
            //   ^^^^ warning include-too-deep: this import is nested 6 levels deep (from `CLAUDE.md`), and only 5 are loaded: import it from a higher level
            //  CLAUDE.md:1:4: `docs/1.md` is imported here
            //  docs/1.md:1:4: `docs/2.md` is imported here
            //  docs/2.md:1:4: `docs/3.md` is imported here
            //  docs/3.md:1:4: `docs/4.md` is imported here
            //  docs/4.md:1:4: `docs/5.md` is imported here
        "#]],
        );
    }

    #[test]
    fn five_levels_and_shorter_ways_are_ignored() {
        check_silent("include-too-deep", &nested(5, ""));
        check_silent("include-too-deep", &nested(6, "@docs/3.md"));
        // Back to the first file is no level of its own.
        check_silent("include-too-deep", &format!("{}//- /x.md\n", nested(5, "").replace("@gone.md", "@../CLAUDE.md")));
        // What is in code is not imported.
        check_silent("include-too-deep", &nested(8, "").replace("é @6.md", "`@6.md`\n\n~~~\n@6.md\n~~~"));
    }
}
