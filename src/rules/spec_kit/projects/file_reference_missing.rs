//! A path in an installed command of Spec Kit that is not there.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use super::{COMMANDS, command_of};
use crate::{
    rules::{Check, Context, Sink},
    workspace::Resolved,
};

pub(in crate::rules) const CHECK: Check = Check::new(COMMANDS, check).in_copies();

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    const FOLDER: &str = ".specify";
    if context.document.is_template() || command_of(context.document).is_none() {
        return;
    }
    let is_part = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    let mut seen = rustc_hash::FxHashSet::default();
    let mut after = 0;
    for at in memchr::memmem::find_iter(context.text.as_bytes(), FOLDER) {
        let begins = context.text[..at].chars().next_back().is_none_or(|c| !is_part(c) && !"}>$*".contains(c));
        if at < after || !begins {
            continue;
        }
        let rest = &context.text[at..];
        let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
        after = at + length;
        let path = rest[..length].trim_end_matches(['.', '-', '/']);
        let goes_on = rest[length..].starts_with(['<', '{', '*', '$', '[']);
        // What else a command names, it makes, or looks whether it is there.
        let is_needed = path.starts_with(".specify/scripts/") && Utf8Path::new(path).extension().is_some();
        let is_doubled = path.starts_with(".specify.specify/");
        let is_missing = || {
            context.snapshot.resolve(Utf8Path::new(path)) == Resolved::Missing
                && !context.snapshot.files().is_ignored(Utf8Path::new(path))
        };
        if goes_on || !(is_needed || is_doubled) || !seen.insert(path) || !is_missing() {
            continue;
        }
        let range = TextRange::at(TextSize::new(at as u32), TextSize::of(path));
        let advice = match path.strip_prefix(".specify.specify/") {
            Some(rest) => format!("did you mean `.specify/{rest}`?"),
            None if is_core(path) => "run `specify integration upgrade`".to_owned(),
            None => "create it or fix the path".to_owned(),
        };
        sink.report(range, format!("`{path}` does not exist: {advice}"));
    }
}

/// Whether a path is one of the scripts that Spec Kit comes with.
fn is_core(path: &str) -> bool {
    ["bash/", "powershell/", "python/"].iter().any(|folder| path.starts_with(&format!(".specify/scripts/{folder}")))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn scripts_and_doubled_folders_are_reported() {
        check(
            "file-reference-missing",
            "//- /.claude/commands/speckit.plan.md\n---\ndescription: P.\n---\n😀 `.specify.specify/memory/constitution.md`, `.specify/scripts/bash/setup-plan.sh --json`.\n",
            expect![[r#"
                .claude/commands/speckit.plan.md
                  😀 `.specify.specify/memory/constitution.md`, `.specify/scripts/bash/setup-plan.sh --json`.
                //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning file-reference-missing: `.specify.specify/memory/constitution.md` does not exist: did you mean `.specify/memory/constitution.md`?
                  😀 `.specify.specify/memory/constitution.md`, `.specify/scripts/bash/setup-plan.sh --json`.
                //                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning file-reference-missing: `.specify/scripts/bash/setup-plan.sh` does not exist: run `specify integration upgrade`
            "#]],
        );
    }

    #[test]
    fn what_is_there_or_may_be_made_is_ignored() {
        check_silent(
            "file-reference-missing",
            "//- /.specify/scripts/bash/a.sh\n//- /.claude/commands/speckit.plan.md\n---\ndescription: P.\n---\n.specify/scripts/bash/a.sh .specify/extensions.yml .specify/scripts/*.sh x/.specify/scripts/b.sh\n//- /.claude/commands/own.md\n---\ndescription: O.\n---\n.specify/scripts/bash/gone.sh\n",
        );
    }
}
