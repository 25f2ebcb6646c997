//! On the tasks of a feature of Spec Kit: how far they are, and the command that goes on.

use std::collections::BTreeMap;

use text_size::TextRange;

use super::{Act, Place};
use crate::model::{SpecKitKind, spec_kit::FeatureText};

/// How far the tasks are, with the stories that are done; where that is said, and what goes on.
pub(super) fn progress(place: &Place<'_>) -> Option<(TextRange, String, Act)> {
    let here = place.document.spec_kit().filter(|here| here.kind == SpecKitKind::Tasks)?;
    let feature = place.index.spec_kit.features.get(here.feature?)?;
    let text = place.document.facts().meaning.spec_kit()?.feature()?;
    let (all, done) = text.progress();
    if all == 0 {
        return None;
    }
    let stories = stories_done(text);
    let stories = if stories.is_empty() { String::new() } else { format!(" · {} done", stories.join(", ")) };
    let command = place.snapshot.feature_state(feature)?.next_commands().into_iter().next()?;
    let command = place.snapshot.feature_command(command);
    let title = format!("{done} of {all} tasks{stories} · ▶ Run {command}");
    let task = Some(place.document.path.clone());
    Some((text.title, title, Act::run(command, task)))
}

/// The stories of which every task is ticked, in order.
fn stories_done(text: &FeatureText) -> Vec<String> {
    let mut stories: BTreeMap<(usize, &str), bool> = BTreeMap::new();
    for task in text.tasks.iter().filter(|task| !task.repeated && task.state.is_some()) {
        for (story, _) in &task.stories {
            let done = stories.entry((story.len(), story)).or_insert(true);
            *done &= task.is_done();
        }
    }
    stories.into_iter().filter(|(_, done)| *done).map(|((_, story), _)| format!("US{story}")).collect()
}

#[cfg(test)]
mod tests {
    use crate::{fixture::Fixture, workflow::offers::lens::lenses};

    #[test]
    fn the_tasks_of_a_feature_say_how_far_they_are() {
        let told = |tasks: &str| {
            let snapshot = Fixture::parse(&format!(
                "//- /.specify/x.md\n//- /.claude/skills/speckit-plan/SKILL.md\n//- /specs/001-a/tasks.md\n{tasks}"
            ))
            .snapshot();
            let path = snapshot.path("specs/001-a/tasks.md".as_ref());
            lenses(&snapshot, &path).into_iter().map(|lens| lens.title).collect::<Vec<_>>()
        };
        let tasks = "# Tasks: é\n- [x] T001 [US1] a\n- [x] T002 [US1] b\n- [ ] T003 [US2] c\n";
        assert_eq!(told(tasks), ["2 of 3 tasks · US1 done · ▶ Run /speckit-implement"]);
        assert_eq!(told("# Tasks\n- [ ] T001 a\n"), ["0 of 1 tasks · ▶ Run /speckit-implement"]);
        assert_eq!(told("# Tasks\n"), [""; 0]);
    }
}
