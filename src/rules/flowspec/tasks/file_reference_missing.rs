//! A file that a task refers to and that is not there.

use camino::Utf8Path;

use super::active_task;
use crate::{
    model::Kind,
    rules::{Check, Context, Sink},
    syntax::at_path::is_file,
    workspace::{Resolved, link},
};

pub(in crate::rules) const CHECK: Check = Check::new(&[Kind::Task], check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(front_matter) = context.facts().front_matter.as_ref().filter(|_| active_task(context).is_some()) else {
        return;
    };
    let files = context.snapshot.files();
    let lists = ["references", "documentation"].into_iter().filter_map(|key| front_matter.get(key));
    for item in lists.flat_map(|entry| entry.value.items()) {
        // What has no folder may be anything: an id, a host, a title.
        let Some(path) = item.as_str().filter(|path| path.contains('/') && is_file(path)) else { continue };
        let from_root = Utf8Path::new(path.strip_prefix("./").unwrap_or(path));
        let folder = link::folder(context.snapshot, context.document);
        let is_gone = |resolved| matches!(resolved, Resolved::Missing);
        let is_missing = is_gone(context.snapshot.resolve(from_root)) && !files.is_ignored(from_root);
        if link::read(path).is_none()
            || !is_missing
            || !matches!(files.resolve_in(folder, path), Resolved::Missing | Resolved::Outside)
        {
            continue;
        }
        let named: Vec<_> = files.named(from_root.file_name().unwrap_or_default()).take(2).collect();
        let advice = match named[..] {
            [only] => format!("did you mean `{only}`?"),
            _ => "fix the path, or remove it".to_owned(),
        };
        sink.report(item.content_range(), format!("`{path}` does not exist: {advice}"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn files_of_references_and_documentation() {
        check(
            "file-reference-missing",
            "
//- /backlog/tasks/task-1 - A.md
---
id: task-1
title: Ä
references: ['docs/gone.md', docs/a.md, https://example.org/x.md]
documentation:
  - src/a.md
---
//- /docs/a.md
",
            expect![[r#"
                backlog/tasks/task-1 - A.md
                  references: ['docs/gone.md', docs/a.md, https://example.org/x.md]
                //              ^^^^^^^^^^^^ warning file-reference-missing: `docs/gone.md` does not exist: fix the path, or remove it
                    - src/a.md
                //    ^^^^^^^^ warning file-reference-missing: `src/a.md` does not exist: did you mean `docs/a.md`?
            "#]],
        );
    }

    #[test]
    fn words_addresses_and_old_tasks_are_ignored() {
        check_silent(
            "file-reference-missing",
            "
//- /backlog/tasks/task-1 - A.md
---
id: task-1
references: [README.md, 'PR #12', /etc/x.md, path/to/x.md, ../../outside/x.md, a/b]
documentation: doc-1
---
//- /backlog/completed/task-2 - B.md
---
id: task-2
references: [docs/gone.md]
---
",
        );
    }
}
