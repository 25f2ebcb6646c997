//! A relative link to a file or a heading that is not there.

use camino::Utf8Path;

use crate::{
    model::Kind,
    rules::{Advice, Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{markdown::MarkdownLink, nearest::REACH},
    workspace::{Document, ProjectPath, Resolved, link as target, link::Destination},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("link-broken"), Severity::Warning)
    .summary("a relative link to a file or heading that does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::MARKDOWN, check).in_copies()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for link in &context.facts.markdown.links {
        // What its author put into a block is an example, also where CommonMark ends the block early.
        if context.facts.fences.at(link.range.start()).is_some() {
            continue;
        }
        let Some(destination) = target::read(&link.destination) else { continue };
        if destination.path.is_empty() {
            check_anchor(context, link, &destination.anchor, context.document, sink);
            continue;
        }
        match target::resolve(context.snapshot, context.document, &destination.path) {
            Resolved::Missing => report_missing(context, link, &destination, "does not exist", sink),
            // Nothing outside is ever looked at, but one `..` too many on the way to a folder of the project is plain to see.
            Resolved::Outside if goes_too_far(context, &destination.path) => {
                report_missing(context, link, &destination, "leads out of the project", sink);
            }
            Resolved::File(real) if !destination.anchor.is_empty() => {
                let target = context.snapshot.document(&context.snapshot.path(&real));
                if let Some(target) = target.filter(|target| target.kind.is_markdown() && target.unreadable.is_none()) {
                    check_anchor(context, link, &destination.anchor, target, sink);
                }
            }
            _ => {}
        }
    }
}

/// Whether a path leaves the project and goes on as if it had not.
fn goes_too_far(context: &Context<'_>, path: &str) -> bool {
    let below = below(path);
    let first = below.components().next().map(|first| context.snapshot.resolve(Utf8Path::new(first.as_str())));
    path.starts_with("../")
        && ProjectPath::written_in(target::folder(context.snapshot, context.document), path).is_none()
        && below.components().nth(1).is_some()
        && matches!(first, Some(Resolved::Folder(_)))
}

/// Whether an absolute path is below the home folder of somebody.
fn is_of_a_machine(path: &str) -> bool {
    path.starts_with("/home/") || path.starts_with("/Users/")
}

/// A path without the `..` that it starts with.
fn below(path: &str) -> &Utf8Path {
    let mut path = Utf8Path::new(path);
    while let Ok(rest) = path.strip_prefix("..") {
        path = rest;
    }
    path
}

fn report_missing(
    context: &Context<'_>,
    link: &MarkdownLink,
    destination: &Destination,
    what: &str,
    sink: &mut Sink<'_>,
) {
    let files = context.snapshot.files();
    // What only one machine has is a finding of its own where this project has it, too, and nobody knows about the rest.
    if context.document.spec_kit().is_some() && is_of_a_machine(&destination.path) {
        return;
    }
    let folder = target::folder(context.snapshot, context.document);
    let path = destination.path.trim_start_matches('/');
    // Nobody knows what is in a folder that git ignores, or where an absolute path would be served from.
    if destination.path.starts_with('/') && !path.contains('.') || files.is_ignored(&folder.join(path)) {
        return;
    }
    let mut better: Vec<_> = match files.file(below(path)) {
        Some(file) => vec![file],
        None => files.named(Utf8Path::new(path).file_name().unwrap_or_default()).take(4).collect(),
    };
    // In a feature the one next to the folder of checklists is meant.
    let feature = context.document.spec_kit().and_then(|place| place.feature).map(Utf8Path::new);
    if let Some(own) = feature.and_then(|feature| files.file(&feature.join(below(path)))) {
        better = vec![own];
    }
    if better.len() > 3 {
        // A name that is everywhere says nothing.
        better.clear();
    }
    let advice = match better[..] {
        [only] => format!(": did you mean `{}`?", target::way(folder, only)),
        _ => ": correct the path".to_owned(),
    };
    // Agents of Spec Kit look from the root of the project.
    let from_root = context.document.spec_kit().is_some()
        && matches!(context.snapshot.resolve(Utf8Path::new(path)), Resolved::File(_) | Resolved::Folder(_));
    let what = if from_root { "exists from the root of the project only" } else { what };
    let mut finding = sink.report(link.destination_range, format!("`{}` {what}{advice}", destination.path));
    if from_root {
        finding.severity(Severity::Hint);
    }
    finding.advised_fixes(|advice| file_fixes(context, link, path, better, advice));
}

/// To compare with files takes too long for a keystroke, so the message names none of the files that only have a similar path.
fn file_fixes(
    context: &Context<'_>,
    link: &MarkdownLink,
    path: &str,
    better: Vec<&Utf8Path>,
    advice: &mut Advice,
) -> Vec<Fix> {
    let folder = target::folder(context.snapshot, context.document);
    let wanted = ProjectPath::written_in(folder, path).unwrap_or_default();
    let around = context.snapshot.files().around(wanted.as_str(), REACH).map(Utf8Path::as_str);
    let near = if better.is_empty() { advice.nearest(wanted.as_str(), around) } else { None };
    let anchor = link.destination.find('#').map_or("", |at| &link.destination[at..]);
    let fix = |file| {
        let way = target::way(folder, file);
        let text = format!("{}{anchor}", way.as_str().replace(' ', "%20"));
        let edit = Edit::replace(&context.document.path, link.destination_range, text);
        Fix::new(format!("Link to `{way}`"), vec![edit])
    };
    better.into_iter().chain(near.map(Utf8Path::new)).map(fix).collect()
}

fn check_anchor(context: &Context<'_>, link: &MarkdownLink, anchor: &str, target: &Document, sink: &mut Sink<'_>) {
    if target::has_anchor(target, anchor) {
        return;
    }
    let own = target.path == context.document.path;
    let place = if own { "this document".to_owned() } else { format!("`{}`", target.name()) };
    let near = sink.nearest(anchor, target.facts().anchors().names());
    let advice = near.map_or("correct it or add the heading".to_owned(), |near| format!("did you mean `#{near}`?"));
    let mut finding = sink.report(link.destination_range, format!("{place} has no heading `#{anchor}`: {advice}"));
    finding.fixes(|| near.map(|near| anchor_fix(context, link, near)));
}

fn anchor_fix(context: &Context<'_>, link: &MarkdownLink, near: &str) -> Fix {
    let path = link.destination.split('#').next().unwrap_or_default();
    let edit = Edit::replace(&context.document.path, link.destination_range, format!("{path}#{near}"));
    Fix::new(format!("Link to `#{near}`"), vec![edit])
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;
    use expect_test::expect;

    use crate::{
        fixture::{Fixture, check, check_fixes, check_silent},
        rules::{self, Fixes},
    };

    #[test]
    fn links_in_a_feature_are_read_as_an_agent_reads_them() {
        let fixture = "
//- /.specify/feature.json
{}
//- /docs/a.md
//- /specs/001-a/spec.md
[a](docs/a.md) [b](/home/me/app/docs/gone.md)
//- /specs/002-b/spec.md
//- /specs/002-b/checklists/requirements.md
[spec](spec.md) [other](../../001-a/gone.md)
";
        check(
            "link-broken",
            fixture,
            expect![[r#"
            specs/001-a/spec.md
              [a](docs/a.md) [b](/home/me/app/docs/gone.md)
            //    ^^^^^^^^^ hint link-broken: `docs/a.md` exists from the root of the project only: did you mean `../../docs/a.md`?
            specs/002-b/checklists/requirements.md
              [spec](spec.md) [other](../../001-a/gone.md)
            //       ^^^^^^^ warning link-broken: `spec.md` does not exist: did you mean `../spec.md`?
              [spec](spec.md) [other](../../001-a/gone.md)
            //                        ^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../001-a/gone.md` does not exist: correct the path
        "#]],
        );
        check_fixes(
            "link-broken",
            fixture,
            expect![[r#"
            * Link to `../../docs/a.md`
            //- /specs/001-a/spec.md
            [a](../../docs/a.md) [b](/home/me/app/docs/gone.md)
        "#]],
        );
        check_fixes(
            "link-broken",
            &fixture.replace("[a](docs/a.md)", ""),
            expect![[r#"
            * Link to `../spec.md`
            //- /specs/002-b/checklists/requirements.md
            [spec](../spec.md) [other](../../001-a/gone.md)
        "#]],
        );
    }

    #[test]
    fn files() {
        let fixture = "
//- /.claude/commands/flow/plan.md
Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
//- /docs/style.md
# Tone
";
        check(
            "link-broken",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //               ^^^^^^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../docs/style.md` does not exist: did you mean `../../../docs/style.md`?
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //                                                 ^^^^^^^ warning link-broken: `pic.png` does not exist: correct the path
                  Plän 😀 [style](../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
                //                                                                 ^^^^^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/stile.md` does not exist: correct the path
            "#]],
        );
        check_fixes(
            "link-broken",
            fixture,
            expect![[r#"
            * Link to `../../../docs/style.md`
            //- /.claude/commands/flow/plan.md
            Plän 😀 [style](../../../docs/style.md#tone) and ![](pic.png), [[x]](../../../docs/stile.md)
        "#]],
        );
        check_fixes(
            "link-broken",
            &fixture.replace("../../docs/style.md#tone", "../../../docs/stlye.md"),
            expect![[r#"
                * Link to `../../../docs/style.md`
                //- /.claude/commands/flow/plan.md
                Plän 😀 [style](../../../docs/style.md) and ![](pic.png), [[x]](../../../docs/stile.md)
            "#]],
        );
    }

    #[test]
    fn one_folder_too_far() {
        let fixture = "
//- /.github/agents/sec.agent.md
Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
//- /docs/a.md
";
        check(
            "link-broken",
            fixture,
            expect![[r#"
                .github/agents/sec.agent.md
                  Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
                //         ^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/a.md` leads out of the project: did you mean `../../docs/a.md`?
                  Plän [a](../../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
                //                                 ^^^^^^^^^^^^^^^^^^ warning link-broken: `../../../docs/b.md` leads out of the project: correct the path
            "#]],
        );
        check_fixes(
            "link-broken",
            fixture,
            expect![[r#"
            * Link to `../../docs/a.md`
            //- /.github/agents/sec.agent.md
            Plän [a](../../docs/a.md) [b](../../../docs/b.md) [c](../../../other/a.md)
        "#]],
        );
    }

    #[test]
    fn headings() {
        let fixture = "
//- /memory/constitution.md
# Plän it
[a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
//- /docs/a.md
# One
<a name=\"html\"></a>
//- /docs/x.rs
";
        check(
            "link-broken",
            fixture,
            expect![[r#"
                memory/constitution.md
                  [a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
                //    ^^^^^^^^ warning link-broken: this document has no heading `#plan-it`: did you mean `#plän-it`?
                  [a](#plan-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
                //                                ^^^^^^^^^^^^^^^^ warning link-broken: `docs/a.md` has no heading `#won`: correct it or add the heading
            "#]],
        );
        check_fixes(
            "link-broken",
            fixture,
            expect![[r#"
            * Link to `#plän-it`
            //- /memory/constitution.md
            # Plän it
            [a](#plän-it) [b](#plän-it) [c](../docs/a.md#won) [d](../docs/a.md#one) [e](../docs/a.md#html) [f](../docs/x.rs#L3)
        "#]],
        );
    }

    #[test]
    fn a_document_full_of_unknown_headings_gets_its_share_of_advice() {
        let all =
            |count: usize| (0..count).map(|at| format!("# Heading {at}\n[a](#heading-{at}x)\n")).collect::<String>();
        let advised = |count: usize| {
            let snapshot = Fixture::parse(&format!("//- /memory/constitution.md\n{}", all(count))).snapshot();
            let path = snapshot.path(Utf8Path::new("memory/constitution.md"));
            let found = rules::check(&snapshot, &path, Fixes::Skipped);
            let broken = found.iter().filter(|found| found.code == "link-broken");
            let (with, without) = broken.partition::<Vec<_>, _>(|found| found.message.contains("did you mean"));
            (with.len(), without.len())
        };
        assert_eq!(advised(100), (100, 0));
        assert_eq!(advised(400), (49, 351));
    }

    #[test]
    fn silent() {
        check_silent(
            "link-broken",
            "
//- /.claude/commands/flow/plan.md
[a](https://example.org) [b](path/to/x.md) [c](./{x}.md) [d](../../../..) [e](/docs/a.md) [f](url) [g](../../../docs)
`[h](gone.md)` <!-- [i](gone.md) --> [j](../../../docs/a.md?x#a) [k](#top) [l](../../../../outside.md) [m](mailto:x@y.z)

```md
[n](gone.md)
```
//- /docs/a.md
# A
[o](gone.md)
",
        );
        check_silent("link-broken", "//- /.claude/partials/a.md\n[a](#in-the-includer)\n");
    }

    #[test]
    fn a_message_does_not_depend_on_whether_fixes_are_wanted() {
        let files: String = (0..200).map(|n| format!("//- /docs/page-{n:03}.txt\n")).collect();
        let links: String = (0..400).map(|n| format!("[x](../../../docs/pages{n:03}.md)\n")).collect();
        let document = format!("//- /.claude/commands/flow/plan.md\n# Plan\n{links}[x](#plam)\n");
        let snapshot = Fixture::parse(&format!("{document}{files}")).snapshot();
        let path = &snapshot.documents()[0].path;
        for fixes in [Fixes::Skipped, Fixes::Wanted] {
            let found = rules::check(&snapshot, path, fixes);
            let last = found.iter().rfind(|found| found.code == "link-broken").unwrap();
            assert!(last.message.ends_with("did you mean `#plan`?"), "{fixes:?}: {}", last.message);
        }
    }
}
