//! `#[[file:…]]` with a file that is not there.

use camino::Utf8Path;

use crate::{
    model::{
        Kind,
        kiro::file_reference::{FileReference, file_references},
    },
    rules::{Advice, Check, Context, Edit, Fix, Sink},
    syntax::nearest::REACH,
    workspace::{ProjectPath, Resolved, link},
};

pub(in crate::rules) const CHECK: Check = Check::new(Kind::PULLING, check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let files = context.snapshot.files();
    let folder = link::folder(context.snapshot, context.document);
    for reference in file_references(context.text) {
        // In code it is an example.
        let in_code = context.facts().markdown.in_code(reference.range.start())
            || context.facts().fences.at(reference.range.start()).is_some();
        let written = path(context, &reference);
        if in_code || is_placeholder(written) {
            continue;
        }
        let relative = Utf8Path::new(written);
        let found = [context.snapshot.resolve(relative), files.resolve_in(folder, written)];
        let is_there = |resolved: &Resolved| !matches!(resolved, Resolved::Missing);
        // What is outside of the project cannot be known, nor what git ignores.
        if found.iter().any(|it| matches!(it, Resolved::File(_) | Resolved::Folder(_)))
            || found.iter().all(is_there)
            || files.is_ignored(relative)
            || files.is_ignored(&folder.join(written))
        {
            continue;
        }
        let own = context.snapshot.relative(&context.document.path);
        let named = files.named(relative.file_name().unwrap_or_default()).filter(|it| *it != own);
        let named: Vec<_> = named.take(2).collect();
        let advice = match named[..] {
            [only] => format!("did you mean `{only}`?"),
            _ => "create it or fix the path (paths are relative to the project root)".to_owned(),
        };
        let mut finding = sink.report(reference.path, format!("`{written}` does not exist: {advice}"));
        finding.advised_fixes(|advice| fix(context, &reference, &named, advice));
    }
}

/// The path without what names a part of the file.
fn path<'a>(context: &Context<'a>, reference: &FileReference) -> &'a str {
    &context.text[reference.file(context.text)]
}

/// Whether a path stands for another one: `relative/path`, `<file>`, `...`.
fn is_placeholder(path: &str) -> bool {
    let is_word = !path.contains(['/', '.']);
    let marked = path.contains(['<', '>', '{', '}', '$', '*', '|', '…', ':', '\\']) || path.contains("...");
    let stands_in = ["path/to/", "relative/path", "relative_path", "your-"].iter().any(|word| path.contains(word));
    is_word || marked || stands_in || path.starts_with(['/', '~'])
}

fn fix(context: &Context<'_>, reference: &FileReference, named: &[&Utf8Path], advice: &mut Advice) -> Option<Fix> {
    let near = match named {
        [only] => Some(*only),
        _ => {
            let wanted = ProjectPath::written(Utf8Path::new(path(context, reference)))?;
            let around = context.snapshot.files().around(wanted.as_str(), REACH).map(Utf8Path::as_str);
            advice.nearest(wanted.as_str(), around).map(Utf8Path::new)
        }
    }?;
    let edit = Edit::replace(&context.document.path, reference.path, near.as_str());
    Some(Fix::new(format!("Change to `{near}`"), vec![edit]))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const FILES: &str = "//- /.kiro/specs/bikes/design/api.md\n//- /docs/style.md\n";

    #[test]
    fn files_that_are_not_there_are_reported() {
        let fixture =
            format!("{FILES}//- /.kiro/steering/tech.md\nPlän 😀 #[[file:doc/style.md]], #[[file:docs/stlye.md]]\n");
        check(
            "file-reference-missing",
            &fixture,
            expect![[r#"
            .kiro/steering/tech.md
              Plän 😀 #[[file:doc/style.md]], #[[file:docs/stlye.md]]
            //               ^^^^^^^^^^^^ warning file-reference-missing: `doc/style.md` does not exist: did you mean `docs/style.md`?
              Plän 😀 #[[file:doc/style.md]], #[[file:docs/stlye.md]]
            //                                       ^^^^^^^^^^^^^ warning file-reference-missing: `docs/stlye.md` does not exist: create it or fix the path (paths are relative to the project root)
        "#]],
        );
        check_fixes(
            "file-reference-missing",
            &fixture,
            expect![[r#"
            * Change to `docs/style.md`
            //- /.kiro/steering/tech.md
            Plän 😀 #[[file:docs/style.md]], #[[file:docs/stlye.md]]
        "#]],
        );
        check_fixes(
            "file-reference-missing",
            &fixture.replace("doc/style.md", "docs/styles.md"),
            expect![[r#"
            * Change to `docs/style.md`
            //- /.kiro/steering/tech.md
            Plän 😀 #[[file:docs/style.md]], #[[file:docs/stlye.md]]
        "#]],
        );
    }

    #[test]
    fn a_file_is_not_proposed_to_itself() {
        check(
            "file-reference-missing",
            "//- /.kiro/steering/api.md\n#[[file:docs/api.md]]\n",
            expect![[r#"
                .kiro/steering/api.md
                  #[[file:docs/api.md]]
                //        ^^^^^^^^^^^ warning file-reference-missing: `docs/api.md` does not exist: create it or fix the path (paths are relative to the project root)
            "#]],
        );
    }

    #[test]
    fn paths_from_the_root_and_from_the_folder_of_the_file_are_ignored() {
        check_silent(
            "file-reference-missing",
            &format!(
                "{FILES}//- /.kiro/specs/bikes/design.md\n#[[file:docs/style.md]] #[[file:design/api.md]] #[[file:../../../docs/style.md#tone]]\n"
            ),
        );
    }

    #[test]
    fn placeholders_and_examples_are_ignored() {
        check_silent(
            "file-reference-missing",
            "//- /.kiro/steering/tech.md\n#[[file:relative_path]] #[[file:<name>.md]] #[[file:path/to/x.md]] `#[[file:gone.md]]` #[[file:../../../x.md]]\n```\n#[[file:gone.md]]\n```\n",
        );
    }
}
