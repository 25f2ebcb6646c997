//! A label of a task that names no story of the spec.

use rustc_hash::FxHashMap;
use text_size::TextRange;

use super::{TASKS, folder, own, said};
use crate::{
    rules::{Check, Context, Rule, Severity, Sink},
    text::list,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("story-unknown"), Severity::Warning)
    .summary("a label such as `[US3]` for a story that `spec.md` does not have")
    .checks(&[Check::new(&[TASKS], check)]);

/// What projects use for tasks of no story.
const INERT: [&str; 2] = ["0", "9"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(spec) = said(context, folder(context).and_then(|folder| folder.spec.as_ref())) else { return };
    if spec.stories.is_empty() {
        return;
    }
    let mut unknown: Vec<(&str, Vec<TextRange>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for (story, range) in own(context).tasks.iter().flat_map(|task| &task.stories) {
        if INERT.contains(&&**story) || spec.stories.iter().any(|known| is(&known.number, story)) {
            continue;
        }
        let at = *places.entry(story).or_insert_with(|| {
            unknown.push((story, Vec::new()));
            unknown.len() - 1
        });
        unknown[at].1.push(*range);
    }
    let stories: Vec<_> = spec.stories.iter().map(|story| format!("US{}", story.number)).collect();
    for (story, ranges) in unknown {
        let Some((first, others)) = ranges.split_first() else { continue };
        let has = match stories.len() {
            1..=6 => format!("it has {}", list(stories.iter().map(String::as_str), "and")),
            many => format!("it has {many} stories"),
        };
        let mut finding = sink.report(*first, format!("`spec.md` has no story `US{story}`: {has}"));
        for other in others.iter().take(MOST_RELATED) {
            finding.related(&context.document.path, *other, "used here too");
        }
    }
}

/// How many other places one finding names.
const MOST_RELATED: usize = 10;

/// Whether a label means a story: `US2` is also any of `2a` and `2b`.
fn is(number: &str, label: &str) -> bool {
    number == label || number.trim_end_matches(|c: char| c.is_ascii_lowercase()) == label
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SPEC: &str = "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n### User Story 1 - A (Priority: P1)\n### User Story 2b - B\n";

    #[test]
    fn a_label_without_a_story_is_reported_once() {
        check(
            "story-unknown",
            &format!(
                "{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 [US1] 😀 a\n- [ ] T002 [P] [US1,US4] b\n- [ ] T003 [US4] c\n"
            ),
            expect![[r#"
                specs/001-a/tasks.md
                  - [ ] T002 [P] [US1,US4] b
                //                    ^^^ warning story-unknown: `spec.md` has no story `US4`: it has `US1` and `US2b`
                //  specs/001-a/tasks.md:3:13: used here too
            "#]],
        );
    }

    #[test]
    fn known_stories_and_labels_of_a_project_are_ignored() {
        check_silent(
            "story-unknown",
            &format!("{SPEC}//- /specs/001-a/tasks.md\n- [ ] T001 [US2] a\n- [ ] T002 [US0] [US9] [FOUNDATION] b\n"),
        );
        check_silent(
            "story-unknown",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n## Stories\n//- /specs/001-a/tasks.md\n- [ ] T001 [US4] a\n",
        );
    }
}
