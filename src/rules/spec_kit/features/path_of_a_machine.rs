//! An absolute path to a file of the project, which only one machine has.

use camino::Utf8Path;
use rustc_hash::FxHashMap;

use super::{ALL, own};
use crate::{
    model::spec_kit::MachinePath,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    workspace::link,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("path-of-a-machine"), Severity::Warning)
    .summary("an absolute path to a file that this repository has")
    .fix(FixKind::Offered)
    .checks(&[Check::new(ALL, check)]);

/// How many other places one finding names.
const MOST_RELATED: usize = 20;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    // A path is one finding, however often it is written.
    let mut order: Vec<(&str, Vec<&MachinePath>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for path in &own(context).machine_paths {
        let at = match places.get(&*path.path) {
            Some(at) => *at,
            None => {
                let Some(tail) = tail(context, path) else { continue };
                order.push((tail, Vec::new()));
                places.insert(&path.path, order.len() - 1);
                order.len() - 1
            }
        };
        order[at].1.push(path);
    }
    for (tail, paths) in order {
        let Some((first, others)) = paths.split_first() else { continue };
        let written = relative(context, first, tail);
        let message = format!("this path exists only on one machine: use `{written}`");
        let mut finding = sink.report(first.range, message);
        for other in others.iter().take(MOST_RELATED) {
            finding.related(&context.document.path, other.range, "and here");
        }
        finding.fixes(|| {
            let edit =
                |path: &&MachinePath| Edit::replace(&context.document.path, path.range, relative(context, path, tail));
            [Fix::new(format!("Change to `{written}`"), paths.iter().map(edit).collect())]
        });
    }
}

/// The longest end of a path that the project has.
fn tail<'a>(context: &Context<'_>, path: &'a MachinePath) -> Option<&'a str> {
    /// No path is deeper; without a limit a long one would be looked up again and again.
    const DEEPEST: usize = 40;
    let files = context.snapshot.files();
    let starts = path.path.match_indices('/').map(|(at, _)| &path.path[at + 1..]);
    // The first two are the folder of all homes and a home.
    let mut tails = starts.skip(2).take(DEEPEST).map(|tail| tail.trim_end_matches('/'));
    tails.find(|tail| {
        !tail.is_empty() && (files.file(Utf8Path::new(tail)).is_some() || files.is_folder(Utf8Path::new(tail)))
    })
}

/// The path to write: in a link from the folder of the document, elsewhere from the root of the project.
fn relative(context: &Context<'_>, path: &MachinePath, tail: &str) -> String {
    let links = &context.facts.markdown.links;
    let after = links.partition_point(|link| link.range.start() <= path.range.start());
    let in_link = links[..after].iter().rev().take(2).any(|link| link.destination_range.contains_range(path.range));
    match in_link {
        true => link::way(link::folder(context.snapshot, context.document), Utf8Path::new(tail)).into_string(),
        false => tail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const PLAN: &str =
        "//- /.specify/feature.json\n{}\n//- /src/a.ts\n//- /specs/001-a/spec.md\n//- /specs/001-a/plan.md\n";

    #[test]
    fn a_path_to_a_file_of_the_project_is_reported() {
        let fixture = format!(
            "{PLAN}😀 [spec](/home/me/app/specs/001-a/spec.md) `/Users/me/app/src/a.ts:3` C:\\Users\\me\\app\\src [x](/Users/me/app/src/a.ts)\n"
        );
        check(
            "path-of-a-machine",
            &fixture,
            expect![[r#"
                specs/001-a/plan.md
                  😀 [spec](/home/me/app/specs/001-a/spec.md) `/Users/me/app/src/a.ts:3` C:\Users\me\app\src [x](/Users/me/app/src/a.ts)
                //         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning path-of-a-machine: this path exists only on one machine: use `spec.md`
                  😀 [spec](/home/me/app/specs/001-a/spec.md) `/Users/me/app/src/a.ts:3` C:\Users\me\app\src [x](/Users/me/app/src/a.ts)
                //                                            ^^^^^^^^^^^^^^^^^^^^^^ warning path-of-a-machine: this path exists only on one machine: use `src/a.ts`
                //  specs/001-a/plan.md:1:95: and here
                  😀 [spec](/home/me/app/specs/001-a/spec.md) `/Users/me/app/src/a.ts:3` C:\Users\me\app\src [x](/Users/me/app/src/a.ts)
                //                                                                      ^^^^^^^^^^^^^^^^^^^ warning path-of-a-machine: this path exists only on one machine: use `src`
            "#]],
        );
        check_fixes(
            "path-of-a-machine",
            &fixture,
            expect![[r#"
                * Change to `spec.md`
                //- /specs/001-a/plan.md
                😀 [spec](spec.md) `/Users/me/app/src/a.ts:3` C:\Users\me\app\src [x](/Users/me/app/src/a.ts)
            "#]],
        );
        check_silent("link-broken", &fixture);
    }

    #[test]
    fn paths_of_elsewhere_are_ignored() {
        check_silent(
            "path-of-a-machine",
            &format!("{PLAN}/home/me/app/other.ts /home/me https://x.org/home/me/app/src/a.ts\n"),
        );
    }
}
