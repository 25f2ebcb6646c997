//! `feature.json` that names a folder which is gone.

use camino::Utf8Path;

use super::{SETUP, below_root};
use crate::{
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::Resolved,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("feature-json-stale"), Severity::Warning)
    .summary("`feature.json` names a folder that does not exist")
    .checks(&[Check::new(&[SETUP], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.document.path.file_name() != Some("feature.json") {
        return;
    }
    let setup = context.facts().meaning.spec_kit().and_then(|meaning| meaning.setup());
    let Some((folder, range)) = setup.and_then(|setup| setup.feature.as_ref()) else { return };
    let path = Utf8Path::new(below_root(context, folder));
    // Nothing outside of the project is looked at.
    if path.is_absolute() || path.as_str().contains(':') || path.starts_with("..") {
        return;
    }
    if context.snapshot.resolve(path) == Resolved::Missing && !context.snapshot.files().is_ignored(path) {
        sink.report(
            *range,
            format!("the folder `{path}` does not exist: name the feature that you work on, or delete this file"),
        );
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    fn fixture(folder: &str) -> String {
        format!("//- /.specify/feature.json\n{{\"feature_directory\": \"{folder}\"}}\n//- /specs/001-a/spec.md\n# A\n")
    }

    #[test]
    fn a_folder_that_is_gone_is_reported() {
        check(
            "feature-json-stale",
            &fixture("specs/002-😀"),
            expect![[r#"
            .specify/feature.json
              {"feature_directory": "specs/002-😀"}
            //                       ^^^^^^^^^^^ warning feature-json-stale: the folder `specs/002-😀` does not exist: name the feature that you work on, or delete this file
        "#]],
        );
    }

    #[test]
    fn folders_that_are_there_or_outside_are_ignored() {
        for folder in ["specs/001-a", "./specs/001-a/", "/specs/001-a", "C:/x", ""] {
            check_silent("feature-json-stale", &fixture(folder));
        }
    }
}
