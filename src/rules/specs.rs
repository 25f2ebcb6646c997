//! The rules that several dialects have. What each of them finds is in its own folder.

use super::{FixKind, Rule, Severity, common, flowspec, kiro, open_spec, spec_kit};

/// The rules of this group, in the order of `docs/rules.md`.
pub(super) static RULES: &[&Rule] = &[
    &Rule::new(page!("requirement-duplicate"), Severity::Warning)
        .summary("two requirements of a spec have the same name or number")
        .fix(FixKind::Offered)
        .checks(&[
            spec_kit::features::requirement_duplicate::CHECK,
            open_spec::DUPLICATE,
            kiro::requirement_duplicate::CHECK,
        ]),
    &Rule::new(page!("requirement-without-task"), Severity::Hint)
        .summary("a requirement that no task refers to")
        .checks(&[spec_kit::features::requirement_without_task::CHECK, kiro::requirement_without_task::CHECK]),
    &Rule::new(page!("task-id-duplicate"), Severity::Warning)
        .summary("two tasks of a spec have the same id")
        .fix(FixKind::Offered)
        .checks(&[spec_kit::features::task_id_duplicate::CHECK, kiro::task_id_duplicate::CHECK]),
    &Rule::new(page!("task-reference-unknown"), Severity::Warning)
        .summary("a task id that nothing defines")
        .fix(FixKind::Offered)
        .checks(&[spec_kit::features::task_reference_unknown::CHECK, kiro::task_reference_unknown::CHECK]),
];

/// A path that an agent is told to read, and that is not there.
pub(super) static FILE_REFERENCE_MISSING: Rule = Rule::new(page!("file-reference-missing"), Severity::Warning)
    .summary("an agent is told to read a file that does not exist")
    .fix(FixKind::Offered)
    .checks(&[
        common::references::file_reference_missing::CHECK,
        common::plugins::FILES,
        spec_kit::projects::file_reference_missing::CHECK,
        kiro::file_reference_missing::CHECK,
        flowspec::tasks::file_reference_missing::CHECK,
    ]);
