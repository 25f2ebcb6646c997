//! A document in the tree of a plan that is not there.

use super::{PLAN, own};
use crate::{
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::{ProjectPath, Resolved},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("plan-tree-missing"), Severity::Hint)
    .summary("a document that the tree of `plan.md` lists and that is not there")
    .checks(&[Check::new(&[PLAN], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(folder) = context.document.spec_kit().and_then(|place| place.feature) else { return };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    for entry in own(context).tree.iter().filter(|entry| name(&entry.root) == name(folder)) {
        // The tasks are written after the plan.
        if entry.path == "tasks.md" || entry.path.starts_with("checklists/") {
            continue;
        }
        let path = ProjectPath::new(folder).join(&entry.path);
        if context.snapshot.resolve(&path) == Resolved::Missing && !context.snapshot.files().is_ignored(&path) {
            let message = format!("`{}` does not exist: create it, or say that it is not needed", entry.path);
            sink.report(entry.range, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn a_document_that_is_missing_is_reported() {
        check(
            "plan-tree-missing",
            "
//- /.specify/feature.json
{}
//- /specs/001-a/plan.md
```text
specs/001-a/
├── plan.md
├── research.md   # 😀
├── data-model.md # N/A
├── contracts/
│   └── api.md
└── tasks.md
```
//- /specs/001-a/contracts/other.md
",
            expect![[r#"
                specs/001-a/plan.md
                  ├── research.md   # 😀
                //    ^^^^^^^^^^^ hint plan-tree-missing: `research.md` does not exist: create it, or say that it is not needed
                  │   └── api.md
                //        ^^^^^^ hint plan-tree-missing: `contracts/api.md` does not exist: create it, or say that it is not needed
            "#]],
        );
    }

    #[test]
    fn trees_of_other_folders_are_ignored() {
        check_silent(
            "plan-tree-missing",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/plan.md\n```\nspecs/[###-feature]/\n└── a.md\n```\n```\nspecs/002-b/\n└── a.md\n```\n```\ndocs/\n└── a.md\n```\n",
        );
    }
}
