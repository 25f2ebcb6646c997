//! An include whose target does not exist.

use camino::Utf8Path;

use crate::{
    rules::{Context, Edit, FixKind, Rule, Severity, Sink},
    syntax::{include::IncludeKind, nearest::nearest},
    workspace::{Kind, Resolved},
};

pub(super) static RULE: Rule = Rule {
    code: "include-missing",
    severity: Severity::Error,
    summary: "the target of an include does not exist",
    fix: FixKind::Offered,
    tag: None,
    kinds: &[Kind::Command, Kind::Partial, Kind::Copy, Kind::Skill, Kind::Agent],
    in_copies: false,
    page: include_str!("../../../docs/rules/include-missing.md"),
    check,
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let snapshot = context.snapshot;
    for include in
        context.facts.includes.iter().filter(|include| include.kind == IncludeKind::Directive && !include.fenced)
    {
        let path = &context.text[include.path];
        let missing = snapshot.resolve(Utf8Path::new(path)) == Resolved::Missing;
        if !missing || snapshot.files().differing_in_case(Utf8Path::new(path)).is_some() {
            continue;
        }
        let candidates = snapshot.files().iter().filter(|file| file.extension() == Some("md")).map(Utf8Path::as_str);
        let nearest = nearest(path, candidates);
        let advice =
            nearest.map_or("create it or correct the path".to_owned(), |near| format!("did you mean `{near}`?"));
        let wants_fixes = sink.wants_fixes();
        let diagnostic = sink.report(include.path, format!("`{path}` does not exist: {advice}"));
        if wants_fixes {
            if let Some(near) = nearest {
                let edit = Edit::replace(&context.document.path, include.path, near);
                diagnostic.fix(format!("Include `{near}`"), vec![edit]);
            }
            let create = Edit::Create { path: snapshot.root().join(path), text: String::new() };
            diagnostic.fix(format!("Create `{path}`"), vec![create]);
        }
    }
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
            //                                                         ^^^^^^^^^^^^ error include-missing: `docs/none.md` does not exist: create it or correct the path
        "#]],
        );
        check_fixes(
            "include-missing",
            fixture,
            expect![[r#"
            * Include `.claude/partials/check.md`
            //- /.claude/commands/flow/plan.md
            See {{INCLUDE:.claude/partials/check.md}} 😀 and <<INCLUDE:docs/none.md>>.
            * Create `.claude/partials/chek.md`
            //- /.claude/partials/chek.md

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
