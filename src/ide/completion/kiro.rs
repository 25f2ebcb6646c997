//! Numbers in `_Requirements: …_`, `**Validates: Requirements …**` and `_Depends: …_` of a spec of Kiro.

use super::{Completions, Cursor, Item, ItemKind};
use crate::{
    model::{Kind, KiroKind, kiro::CriterionNumber},
    workspace::SpecNumbers,
};

pub(super) fn complete(cursor: &Cursor<'_>) -> Option<Completions> {
    let is_referring = matches!(cursor.document.kind, Kind::Kiro(KiroKind::Tasks | KiroKind::Design));
    if !is_referring || cursor.fence().is_some() {
        return None;
    }
    let lower = cursor.before.to_ascii_lowercase();
    let list = |key: &str| {
        let at = lower.rfind(key)? + key.len();
        let list = cursor
            .before
            .get(at..)?
            .strip_prefix([':', '：'])
            .or_else(|| cursor.before.get(at..)?.strip_prefix("_:"))?;
        (!list.contains(['*', '`'])).then_some(list.trim_start_matches(['_', '*']))
    };
    let first = |keys: &[&str]| keys.iter().find_map(|key| list(key));
    let is_in_tasks = cursor.document.kind == Kind::Kiro(KiroKind::Tasks);
    let of_tasks = || first(&["depends", "依存関係", "依存"]).filter(|_| is_in_tasks);
    let (list, is_tasks) = match (first(&["requirements", "validates", "要件", "検証対象", "検証"]), of_tasks())
    {
        (Some(list), _) => (list, false),
        (None, Some(list)) => (list, true),
        (None, None) => return None,
    };
    // `_Requirements: 1.1_` is closed, and nothing can be added after the mark.
    if list.contains('_') {
        return None;
    }
    let spec = cursor.document.kiro()?.spec?;
    let numbers = SpecNumbers::of(cursor.snapshot, spec)?;
    let item = list.rsplit([',', '、', '，']).next().unwrap_or(list).trim_start();
    let word = item.rsplit(' ').next().unwrap_or(item);
    let lead = item.strip_suffix(word).unwrap_or(item).trim().to_ascii_lowercase();
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_number || !matches!(&*lead, "" | "requirement" | "requirements" | "要件" | "task" | "tasks" | "タスク")
    {
        return None;
    }
    let is_word = |char: char| char.is_ascii_digit() || char == '.';
    let rest = cursor.after.find(|char| !is_word(char)).unwrap_or(cursor.after.len());
    let written: Vec<&str> = list.split([',', '、', '，']).map(str::trim).collect();
    let earlier = written.get(..written.len().saturating_sub(1)).unwrap_or_default();
    let mut items = if is_tasks { tasks(cursor, &numbers) } else { requirements(&numbers) };
    items.retain(|item| !earlier.contains(&&*item.label));
    Some(cursor.items(word.len(), rest, items))
}

/// Each requirement before its criteria.
fn requirements(numbers: &SpecNumbers<'_>) -> Vec<Item> {
    let requirements = numbers.requirements().map(|it| CriterionNumber::of_requirement(it.number));
    let mut found: Vec<_> = requirements.chain(numbers.criteria().map(|(_, it)| numbers.called(it))).collect();
    found.sort_unstable();
    found.dedup();
    let item = |number: CriterionNumber| {
        Item::new(ItemKind::Requirement, number.to_string()).detail(numbers.words(number).unwrap_or_default())
    };
    found.into_iter().map(item).collect()
}

/// The tasks but the one of the cursor and its parts.
fn tasks(cursor: &Cursor<'_>, numbers: &SpecNumbers<'_>) -> Vec<Item> {
    let Some((document, read)) = numbers.tasks() else { return Vec::new() };
    let at = cursor.range(0, 0).start();
    let own = read.tasks.iter().rev().find(|task| task.range.start() <= at).and_then(|task| task.number.as_deref());
    let others = read.tasks.iter().filter_map(|task| Some((task, task.number.as_deref()?)));
    let others = others.filter(|(_, number)| own != Some(*number));
    let item = |(task, number): (&crate::model::kiro::tasks::KiroTask, &str)| {
        Item::new(ItemKind::Task, number).detail(&document.text()[task.title])
    };
    others.map(item).collect()
}
