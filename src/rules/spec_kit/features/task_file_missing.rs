//! A ticked task that made a file which is not there.

use camino::Utf8Path;

use super::{TASKS, own, task_files::files};
use crate::{
    rules::{Check, Context, Rule, Severity, Sink},
    workspace::{ProjectPath, Resolved},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("task-file-missing"), Severity::Hint)
    .summary("a ticked task of the current feature names a file to create that is not there")
    .checks(&[Check::new(&[TASKS], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let index = &context.index.spec_kit;
    let setup =
        index.current.as_ref().and_then(|path| context.snapshot.document(path)?.facts().meaning.spec_kit()?.setup());
    let Some((current, _)) = setup.and_then(|setup| setup.feature.as_ref()) else { return };
    let own_folder = context.document.spec_kit().and_then(|place| place.feature);
    // What older features made may have moved since.
    if own_folder != Some(super::super::projects::below_root(context, current)) {
        return;
    }
    for task in own(context).tasks.iter().filter(|task| task.is_done() && !task.struck) {
        let text = &context.text[task.text];
        if !makes(text) {
            continue;
        }
        let Some((file, range)) = files(context.text, task.text).into_iter().next() else { continue };
        if is_missing(context, own_folder.unwrap_or_default(), file) {
            sink.report(range, format!("this task is done, but `{file}` does not exist: create it, or fix the path"));
        }
    }
}

/// Whether a task begins with a verb that makes a file.
fn makes(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let gone = ["remove", "delete", "rename", "move", "skipped", "n/a", "deferred"];
    let lower = text.to_lowercase();
    ["create", "write", "add", "implement"].contains(&&*word) && !gone.iter().any(|word| lower.contains(word))
}

fn is_missing(context: &Context<'_>, feature: &str, file: &str) -> bool {
    let files = context.snapshot.files();
    let is_absent =
        |path: &Utf8Path| matches!(context.snapshot.resolve(path), Resolved::Missing) && !files.is_ignored(path);
    let name = Utf8Path::new(file).file_name().unwrap_or_default();
    // A file of this name elsewhere may be the one.
    is_absent(Utf8Path::new(file))
        && is_absent(&ProjectPath::new(feature).join(file))
        && files.named(name).next().is_none()
        && file.contains('/')
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const TASKS: &str = "//- /src/b.ts\n//- /specs/001-a/tasks.md\n- [x] T001 Create 😀 in src/a.ts\n- [x] T002 Add `src/b.ts`\n- [ ] T003 Write src/c.ts\n- [x] T004 Remove src/d.ts\n- [x] T005 Create `lib/b.ts`\n- [x] T006 Add ../other/e.ts\n";

    #[test]
    fn a_file_of_the_current_feature_that_is_missing_is_reported() {
        let fixture = format!("//- /.specify/feature.json\n{{\"feature_directory\": \"specs/001-a\"}}\n{TASKS}");
        check(
            "task-file-missing",
            &fixture,
            expect![[r#"
            specs/001-a/tasks.md
              - [x] T001 Create 😀 in src/a.ts
            //                       ^^^^^^^^ hint task-file-missing: this task is done, but `src/a.ts` does not exist: create it, or fix the path
        "#]],
        );
    }

    #[test]
    fn other_features_are_ignored() {
        check_silent(
            "task-file-missing",
            &format!("//- /.specify/feature.json\n{{\"feature_directory\": \"specs/002-b\"}}\n{TASKS}"),
        );
        check_silent("task-file-missing", &format!("//- /.specify/init-options.json\n{{}}\n{TASKS}"));
    }
}
