//! Two features with one number.

use super::{CHECKLIST, PLAN, SPEC, TASKS, own};
use crate::{
    rules::{Check, Context, Rule, Severity, Sink},
    text::list,
    workspace::index::SpecKitIndex,
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("feature-number-duplicate"), Severity::Warning)
    .summary("two features have the same number")
    .checks(&[Check::new(&[SPEC, PLAN, TASKS, CHECKLIST], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let features = &context.index.spec_kit.features;
    let Some(own_folder) = context.document.spec_kit().and_then(|place| place.feature) else { return };
    let Some(number) = SpecKitIndex::number(own_folder) else { return };
    if features.get(own_folder).and_then(|feature| feature.home()) != Some(&context.document.path) {
        return;
    }
    let parent = |folder: &str| folder.rsplit_once('/').map_or(0, |(parent, _)| parent.len());
    let beside = &own_folder[..parent(own_folder)];
    // Those with one number begin alike, so that they are next to each other.
    let start = format!("{beside}/{number}-");
    let same: Vec<&str> = features
        .range(start.clone()..)
        .map(|(folder, _)| folder.as_str())
        .take_while(|folder| folder.starts_with(&start))
        .collect();
    if same.len() < 2 || same[0] == own_folder {
        return;
    }
    let numbers = features
        .keys()
        .filter(|folder| folder.starts_with(beside))
        .filter_map(|folder| SpecKitIndex::number(folder)?.parse::<u64>().ok());
    let width = number.len();
    let next = numbers.max().unwrap_or(0) + 1;
    let others = same.iter().filter(|folder| **folder != own_folder).take(3);
    let others: Vec<_> = others.map(|folder| &folder[beside.len() + 1..]).collect();
    let message = format!(
        "number {number} is used by {} too: the next free one is {next:0width$}",
        list(others.iter().copied(), "and")
    );
    sink.report(own(context).title, message);
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn the_later_feature_is_reported() {
        check(
            "feature-number-duplicate",
            "//- /.specify/feature.json\n{}\n//- /specs/001-a/spec.md\n# A\n//- /specs/001-b/spec.md\n\n# 😀 B\n//- /specs/001-b/plan.md\n# P\n//- /specs/007-c/tasks.md\n# C\n",
            expect![[r#"
                specs/001-b/spec.md
                  # 😀 B
                //^^^^^ warning feature-number-duplicate: number 001 is used by `001-a` too: the next free one is 008
            "#]],
        );
    }

    #[test]
    fn folders_without_a_number_are_ignored() {
        check_silent(
            "feature-number-duplicate",
            "//- /.specify/feature.json\n{}\n//- /specs/20260102-101112-a/spec.md\n# A\n//- /specs/20260102-101112-b/spec.md\n# B\n//- /specs/001-c/notes.md\n# C\n//- /specs/001-d/spec.md\n# D\n",
        );
    }
}
