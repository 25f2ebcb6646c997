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

/// A path that the project has below another root, wherever the document has it.
struct Repeated<'a> {
    /// What it is relative to the root of the project.
    tail: &'a str,
    places: Vec<&'a MachinePath>,
}

impl<'a> Repeated<'a> {
    /// The folder in which the machine has the project.
    fn root(&self) -> &'a str {
        let path = self.places.first().map_or("", |first| first.path.trim_end_matches('/'));
        path.strip_suffix(self.tail).unwrap_or(path)
    }
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let paths = repeated(context);
    let mut by_root: FxHashMap<&str, Vec<&Repeated<'_>>> = FxHashMap::default();
    paths.iter().for_each(|path| by_root.entry(path.root()).or_default().push(path));
    for path in &paths {
        let Some((first, again)) = path.places.split_first() else { continue };
        let written = relative(context, first, path.tail);
        // The first path of a machine speaks for all of them; for the others a hint is enough.
        let all = by_root.remove(path.root());
        let is_first = all.is_some();
        let same: Vec<_> = all.into_iter().flatten().skip(1).collect();
        let message = match same.len() {
            0 => format!("this path exists only on one machine: use `{written}`"),
            1 => format!("this path and another one exist only on one machine: use `{written}`"),
            more => format!("this path and {more} others exist only on one machine: use `{written}`"),
        };
        let mut finding = sink.report(first.range, message);
        if !is_first {
            finding.severity(Severity::Hint);
        }
        let others = same.iter().filter_map(|other| other.places.first());
        for other in again.iter().chain(others).take(MOST_RELATED) {
            finding.related(&context.document.path, other.range, "and here");
        }
        let edits = |path: &Repeated<'_>| {
            let places = path.places.iter();
            let edit =
                |it: &&MachinePath| Edit::replace(&context.document.path, it.range, relative(context, it, path.tail));
            places.map(edit).collect::<Vec<_>>()
        };
        finding.fixes(|| {
            let title = match same.len() {
                0 => format!("Change to `{written}`"),
                more => format!("Change {} paths to relative ones", more + 1),
            };
            [Fix::new(title, same.iter().fold(edits(path), |all, other| [all, edits(other)].concat()))]
        });
    }
}

/// The paths of the document that the project has, each once, in the order of their first places.
fn repeated<'a>(context: &Context<'a>) -> Vec<Repeated<'a>> {
    let mut paths: Vec<Repeated<'a>> = Vec::new();
    let mut at: FxHashMap<&str, usize> = FxHashMap::default();
    for path in &own(context).machine_paths {
        if let Some(known) = at.get(&*path.path).and_then(|at| paths.get_mut(*at)) {
            known.places.push(path);
        } else if let Some(tail) = tail(context, path) {
            at.insert(&path.path, paths.len());
            paths.push(Repeated { tail, places: vec![path] });
        }
    }
    paths
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
    let links = &context.facts().markdown.links;
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
    fn the_first_path_speaks_for_all_of_its_machine() {
        let fixture = format!("{PLAN}/home/me/app/src/a.ts\n/home/me/app/specs/001-a/spec.md\n/home/you/src/a.ts\n");
        check(
            "path-of-a-machine",
            &fixture,
            expect![[r#"
            specs/001-a/plan.md
              /home/me/app/src/a.ts
            //^^^^^^^^^^^^^^^^^^^^^ warning path-of-a-machine: this path and another one exist only on one machine: use `src/a.ts`
            //  specs/001-a/plan.md:2:1: and here
              /home/me/app/specs/001-a/spec.md
            //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint path-of-a-machine: this path exists only on one machine: use `specs/001-a/spec.md`
              /home/you/src/a.ts
            //^^^^^^^^^^^^^^^^^^ warning path-of-a-machine: this path exists only on one machine: use `src/a.ts`
        "#]],
        );
        check_fixes(
            "path-of-a-machine",
            &fixture,
            expect![[r#"
            * Change 2 paths to relative ones
            //- /specs/001-a/plan.md
            src/a.ts
            specs/001-a/spec.md
            /home/you/src/a.ts
        "#]],
        );
    }

    #[test]
    fn paths_of_elsewhere_are_ignored() {
        check_silent(
            "path-of-a-machine",
            &format!("{PLAN}/home/me/app/other.ts /home/me https://x.org/home/me/app/src/a.ts\n"),
        );
    }
}
