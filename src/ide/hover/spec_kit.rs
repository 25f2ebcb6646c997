//! A task, a requirement, a story or an item of a checklist of Spec Kit.

use super::{count, declared, listed, shortened};
use crate::{
    ide::{
        markup::{Line, Markup},
        symbol::{SpecKitName, SpecKitSort},
    },
    model::spec_kit::{BoxState, FeatureText, SpecTask},
    workspace::{DocPath, Document, Snapshot},
};

/// What a name stands for, in words; `None` when the feature does not define it.
pub(super) fn about(snapshot: &Snapshot, name: &SpecKitName) -> Option<Markup> {
    let index = snapshot.index();
    let feature = index.spec_kit.features.get(&name.feature)?;
    let tasks = feature.tasks.as_ref().and_then(|path| read(snapshot, path));
    match &name.sort {
        SpecKitSort::Task => task(tasks?, name),
        SpecKitSort::Requirement => requirement(read(snapshot, feature.spec.as_ref()?)?, tasks, name),
        SpecKitSort::Story => story(read(snapshot, feature.spec.as_ref()?)?, tasks, name),
        SpecKitSort::Item(path) => item(read(snapshot, path)?, name),
    }
}

/// A document with what it says.
type FeatureFile<'a> = (&'a Document, &'a FeatureText);

fn read<'a>(snapshot: &'a Snapshot, path: &DocPath) -> Option<FeatureFile<'a>> {
    Some((snapshot.document(path)?, snapshot.feature_text(path)?))
}

fn title(name: &SpecKitName, what: &str) -> Line {
    Line::new().strong(&name.id).text(what).code(&name.feature)
}

fn task((document, text): FeatureFile<'_>, name: &SpecKitName) -> Option<Markup> {
    let task = text.tasks.iter().filter(|task| task.id == name.id).min_by_key(|task| task.repeated)?;
    let state = match task.state {
        Some(state) => format!(" · {}", word(state)),
        None => String::new(),
    };
    let stories: Vec<_> = task.stories.iter().map(|(story, _)| format!("US{story}")).collect();
    let stories = if stories.is_empty() { Line::new() } else { listed(Line::new().text("for "), &stories) };
    let markup = Markup::new().line(title(name, " · a task of ").text(state));
    Some(markup.line(Line::new().text(shortened(&document.text()[task.text]))).line(stories))
}

fn requirement(
    (document, text): FeatureFile<'_>,
    tasks: Option<FeatureFile<'_>>,
    name: &SpecKitName,
) -> Option<Markup> {
    let found = text.requirements.iter().find(|it| it.id == name.id)?;
    let citing = tasks.into_iter().flat_map(|(_, tasks)| {
        let cited = tasks.citations.iter().filter(|citation| citation.id == name.id || citation.longest() == name.id);
        cited.filter_map(|citation| tasks.tasks.iter().find(|task| task.line.contains_range(citation.range)))
    });
    let mut ids: Vec<_> = citing.map(|task| task.id.clone()).collect();
    ids.dedup();
    let cited = if ids.is_empty() { Line::new() } else { listed(Line::new().text("tasks: "), &ids) };
    let markup = Markup::new().line(title(name, " · a requirement of "));
    Some(markup.line(Line::new().text(shortened(&document.text()[found.text]))).line(cited))
}

fn story((document, text): FeatureFile<'_>, tasks: Option<FeatureFile<'_>>, name: &SpecKitName) -> Option<Markup> {
    let found = text.stories.iter().find(|story| story.number == name.id)?;
    let heading = document.text()[found.range].trim_start_matches(['#', ' ']).trim_end();
    let is_own = |task: &&SpecTask| !task.repeated && task.stories.iter().any(|(story, _)| *story == name.id);
    let own: Vec<_> = tasks.into_iter().flat_map(|(_, tasks)| tasks.tasks.iter().filter(is_own)).collect();
    let done = own.iter().filter(|task| task.is_done()).count();
    let progress =
        if own.is_empty() { "no task".to_owned() } else { format!("{done} of {} done", count(own.len(), "task")) };
    let markup = Markup::new().line(Line::new().strong(shortened(heading)));
    Some(markup.line(declared(document.name()).text(format!(" · {progress}"))))
}

fn item((document, text): FeatureFile<'_>, name: &SpecKitName) -> Option<Markup> {
    let whole = document.text();
    let mut known = text.boxes.iter().filter_map(|it| Some((it, it.item_id(whole)?)));
    let (found, id) = known.find(|(_, id)| whole[*id] == name.id)?;
    let said = whole[found.text].split_once(&whole[id]).map_or("", |(_, said)| said.trim());
    let line = Line::new().strong(&name.id).text(" · ").text(word(found.state)).text(" · in ").code(document.name());
    Some(Markup::new().line(line).line(Line::new().text(shortened(said))))
}

fn word(state: BoxState) -> &'static str {
    match state {
        BoxState::Done => "done",
        BoxState::Open | BoxState::Other => "open",
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::ide::hover::tests::check;

    const PROJECT: &str = "
//- /.specify/x.md
//- /specs/001-a/spec.md
### User Story 1 - Sign in 😀 (Priority: P1)
- **FR-001**: System MUST x
//- /specs/001-a/tasks.md
- [x] T001 [US1] Write é for FR-001
- [ ] T002 [US1] Test T001
//- /specs/001-a/checklists/ux.md
- [ ] CHK001 Is it clear?
//- /specs/001-a/plan.md
";

    #[test]
    fn a_task_and_a_requirement_where_they_are_named() {
        check(
            &format!("{PROJECT}T$0001 and FR-001\n"),
            expect![[r#"
            for `T001`

            **T001** · a task of `specs/001-a` · done

            Write é for FR-001

            for `US1`"#]],
        );
        check(
            &format!("{PROJECT}T001 and FR-$0001\n"),
            expect![[r#"
            for `FR-001`

            **FR-001** · a requirement of `specs/001-a`

            System MUST x

            tasks: `T001`"#]],
        );
        check(&format!("{PROJECT}T$0009\n"), expect!["nothing"]);
    }

    #[test]
    fn a_story_and_an_item() {
        check(
            &PROJECT.replacen("[US1] Test", "[US$01] Test", 1),
            expect![[r#"
            for `US1`

            **User Story 1 - Sign in 😀 (Priority: P1)**

            in `specs/001-a/spec.md` · 1 of 2 tasks done"#]],
        );
        check(
            &PROJECT.replacen("CHK001", "CHK$0001", 1),
            expect![[r#"
            for `CHK001`

            **CHK001** · open · in `specs/001-a/checklists/ux.md`

            Is it clear?"#]],
        );
    }
}
