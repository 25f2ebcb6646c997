//! An include whose target does not exist.

use std::ops::Bound;

use camino::Utf8Path;
use text_size::TextRange;

use super::target::{Target, live, target};
use crate::{
    model::Kind,
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::nearest::{REACH, around},
};

pub(super) static RULE: Rule = Rule::new(page!("include-missing"), Severity::Error)
    .summary("the target of an include does not exist")
    .fix(FixKind::Offered)
    .checks(&[Check::new(Kind::PROMPTS, check)]);

/// How many files are suggested.
const MAX_SUGGESTED: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for include in live(context) {
        let path = &context.text[include.path];
        let folder = match target(context, path) {
            Target::Missing => false,
            Target::Folder => true,
            _ => continue,
        };
        let near = suggestions(context, sink, Utf8Path::new(path));
        let is_missing = if folder { "is a folder" } else { "does not exist" };
        let advice = match near.first() {
            Some(near) => format!("did you mean `{near}`?"),
            None if folder => "name a file in it".to_owned(),
            None => "create it or fix the path (paths are relative to the project root)".to_owned(),
        };
        let mut finding = sink.report(include.path, format!("`{path}` {is_missing}: {advice}"));
        finding.fixes(|| {
            let change = near.into_iter().map(|near| change(context, include.path, near));
            change.chain((!folder).then(|| creation(context, path)))
        });
    }
}

fn change(context: &Context<'_>, path: TextRange, near: &Utf8Path) -> Fix {
    Fix::new(format!("Change to `{near}`"), vec![Edit::replace(&context.document.path, path, near.as_str())])
}

fn creation(context: &Context<'_>, path: &str) -> Fix {
    let create = Edit::Create { path: context.snapshot.path(Utf8Path::new(path)), text: String::new() };
    Fix::new(format!("Create `{path}`"), vec![create])
}

/// The files that were probably meant, best first: partials of the same name elsewhere, else the one with the closest path among the
/// partials and the files of the same folder, else the partial with the closest name.
fn suggestions<'a>(context: &Context<'a>, sink: &mut Sink<'_>, path: &Utf8Path) -> Vec<&'a Utf8Path> {
    let Some(name) = path.file_name() else { return Vec::new() };
    let named = &context.index.partials_named;
    if let Some(same) = named.get(name) {
        let own = context.document.name();
        let mut same: Vec<_> = same.iter().map(|partial| &**partial).collect();
        same.sort_by_key(|partial| std::cmp::Reverse((shared_parts(partial, path), shared_parts(partial, own))));
        same.truncate(MAX_SUGGESTED);
        return same;
    }
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty());
    let files = context.snapshot.files().around(path.as_str(), REACH);
    let beside = files.filter(|file| folder.is_some_and(|folder| file.starts_with(folder)));
    let beside = beside.filter(|file| file.extension() == path.extension());
    let candidates = partials_around(context, path).into_iter().chain(beside);
    let near = sink.nearest(path.as_str(), candidates.map(Utf8Path::as_str)).map(Utf8Path::new);
    let by_name = |sink: &mut Sink<'_>| Some(&**named.get(sink.nearest(name, around(name, named))?)?.first()?);
    near.or_else(|| by_name(sink)).into_iter().collect()
}

/// The partials to compare a path with; see [`around`].
fn partials_around<'a>(context: &Context<'a>, path: &Utf8Path) -> Vec<&'a Utf8Path> {
    let partials = &context.index.partials;
    let reach = if partials.len() <= 2 * REACH { usize::MAX } else { REACH };
    let before = partials.range::<Utf8Path, _>((Bound::Unbounded, Bound::Excluded(path))).rev().take(reach);
    let mut near: Vec<_> = before.map(|partial| &**partial).collect();
    near.reverse();
    let after = partials.range::<Utf8Path, _>((Bound::Included(path), Bound::Unbounded)).take(reach);
    near.extend(after.map(|partial| &**partial));
    near
}

/// How many folders two paths share, from the end and from the start.
fn shared_parts(a: &Utf8Path, b: &Utf8Path) -> usize {
    let from_start = a.components().zip(b.components()).take_while(|(a, b)| a == b).count();
    from_start + a.components().rev().zip(b.components().rev()).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn names_the_nearest_file() {
        let fixture = "
//- /.claude/commands/flow/plan.md
See {{INCLUDE:.claude/partials/chek.md}} 😀 and <<INCLUDE:docs/none.md>>.
//- /.claude/partials/check.md
";
        check(
            "include-missing",
            fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  See {{INCLUDE:.claude/partials/chek.md}} 😀 and <<INCLUDE:docs/none.md>>.
                //              ^^^^^^^^^^^^^^^^^^^^^^^^ error include-missing: `.claude/partials/chek.md` does not exist: did you mean `.claude/partials/check.md`?
                  See {{INCLUDE:.claude/partials/chek.md}} 😀 and <<INCLUDE:docs/none.md>>.
                //                                                         ^^^^^^^^^^^^ error include-missing: `docs/none.md` does not exist: create it or fix the path (paths are relative to the project root)
            "#]],
        );
        check_fixes(
            "include-missing",
            fixture,
            expect![[r#"
            * Change to `.claude/partials/check.md`
            //- /.claude/commands/flow/plan.md
            See {{INCLUDE:.claude/partials/check.md}} 😀 and <<INCLUDE:docs/none.md>>.
            * Create `.claude/partials/chek.md`
            //- /.claude/partials/chek.md

        "#]],
        );
    }

    #[test]
    fn knows_where_partials_of_that_name_are() {
        check(
            "include-missing",
            "
//- /.claude/commands/flow/plan.md
{{INCLUDE:_rules.md}} {{INCLUDE:.claude/commands/flow}} {{INCLUDE:partials/_ruls.md}}
//- /.claude/commands/flow/_rules.md
//- /.claude/commands/spec/_rules.md
",
            expect![[r#"
                .claude/commands/flow/plan.md
                  {{INCLUDE:_rules.md}} {{INCLUDE:.claude/commands/flow}} {{INCLUDE:partials/_ruls.md}}
                //          ^^^^^^^^^ error include-missing: `_rules.md` does not exist: did you mean `.claude/commands/flow/_rules.md`?
                  {{INCLUDE:_rules.md}} {{INCLUDE:.claude/commands/flow}} {{INCLUDE:partials/_ruls.md}}
                //                                ^^^^^^^^^^^^^^^^^^^^^ error include-missing: `.claude/commands/flow` is a folder: did you mean `.claude/commands/flow/_rules.md`?
                  {{INCLUDE:_rules.md}} {{INCLUDE:.claude/commands/flow}} {{INCLUDE:partials/_ruls.md}}
                //                                                                  ^^^^^^^^^^^^^^^^^ error include-missing: `partials/_ruls.md` does not exist: did you mean `.claude/commands/flow/_rules.md`?
            "#]],
        );
    }

    #[test]
    fn documentation_is_silent() {
        check_silent(
            "include-missing",
            "Write `\\{\\{INCLUDE:path\\}\\}` or {{INCLUDE:...}}.\n\n```text\n{{INCLUDE:gone.md}}\n```\n",
        );
    }
}
