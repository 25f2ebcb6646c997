//! A steering file that is not loaded when it was meant to be.

use super::paths::unmatched_globs;
use crate::{
    model::{
        Kind, KiroKind,
        kiro::steering::{SteeringFinding, findings, patterns},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(super) static RULE: Rule = Rule::new(page!("steering-inclusion"), Severity::Warning)
    .summary("a steering file that is loaded always or never, against what it says")
    .fix(FixKind::Offered)
    .checks(&[Check::new(STEERING, check), Check::new(STEERING, check_patterns)]);

const STEERING: &[Kind] = &[Kind::Kiro(KiroKind::Steering)];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(front_matter) = &context.facts().front_matter else { return };
    // What is not YAML is reported as that.
    if !front_matter.problems.is_empty() {
        return;
    }
    for SteeringFinding { range, message, fix: (title, edits) } in findings(front_matter) {
        let mut finding = sink.report(range, message);
        finding.fixes(|| {
            let edits: Vec<_> =
                edits.into_iter().map(|(range, text)| Edit::replace(&context.document.path, range, text)).collect();
            (!edits.is_empty()).then(|| Fix::new(title, edits))
        });
    }
}

fn check_patterns(context: &Context<'_>, sink: &mut Sink<'_>) {
    let patterns = context.facts().front_matter.as_ref().map(patterns).unwrap_or_default();
    for pattern in unmatched_globs(context.snapshot, &patterns) {
        let message = format!("`{}` matches no file: fix the pattern", pattern.text);
        sink.report(pattern.range, message).severity(Severity::Hint);
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::fixture::{check, check_fixes, check_silent};

    fn fixture(front_matter: &str) -> String {
        format!("//- /src/app.ts\n//- /.kiro/steering/a.md\n---\n{front_matter}\n---\n# Ä\n")
    }

    #[track_caller]
    fn check_with_fix(front_matter: &str, findings: Expect, fixes: Expect) {
        check("steering-inclusion", &fixture(front_matter), findings);
        check_fixes("steering-inclusion", &fixture(front_matter), fixes);
    }

    #[test]
    fn a_key_that_kiro_does_not_read_is_reported() {
        check_with_fix(
            "include: always",
            expect![[r#"
            .kiro/steering/a.md
              include: always
            //^^^^^^^ warning steering-inclusion: Kiro does not read the key `include`, so the file is always loaded: did you mean `inclusion`?
        "#]],
            expect![[r#"
            * Change to `inclusion`
            //- /.kiro/steering/a.md
            ---
            inclusion: always
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "include: conditional\npattern: \"src/**/*\"",
            expect![[r#"
            .kiro/steering/a.md
              include: conditional
            //^^^^^^^ warning steering-inclusion: Kiro does not read the key `include`, so the file is always loaded: did you mean `inclusion`?
        "#]],
            expect![[r#"
            * Change to `inclusion`
            //- /.kiro/steering/a.md
            ---
            inclusion: fileMatch
            fileMatchPattern: "src/**/*"
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "globs: [\"src/**/*.ts\"]\ntitle: Ä 😀",
            expect![[r#"
            .kiro/steering/a.md
              globs: ["src/**/*.ts"]
            //^^^^^ warning steering-inclusion: Kiro does not read the key `globs`, so the file is always loaded: did you mean `fileMatchPattern`?
        "#]],
            expect![[r#"
            * Change to `fileMatchPattern`
            //- /.kiro/steering/a.md
            ---
            inclusion: fileMatch
            fileMatchPattern: ["src/**/*.ts"]
            title: Ä 😀
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "title: Ä",
            expect![[r#"
            .kiro/steering/a.md
              title: Ä
            //^^^^^ warning steering-inclusion: the front matter has no `inclusion`, so the file is always loaded: add `inclusion`
        "#]],
            expect![[r#"
            * Insert `inclusion: always`
            //- /.kiro/steering/a.md
            ---
            inclusion: always
            title: Ä
            ---
            # Ä
        "#]],
        );
    }

    #[test]
    fn a_value_that_kiro_does_not_know_is_reported() {
        check_with_fix(
            "inclusion: \"filematch\"\nfileMatchPattern: src/*",
            expect![[r#"
            .kiro/steering/a.md
              inclusion: "filematch"
            //            ^^^^^^^^^ warning steering-inclusion: unknown `inclusion` `filematch`, so the file is always loaded: did you mean `fileMatch`?
        "#]],
            expect![[r#"
            * Change to `fileMatch`
            //- /.kiro/steering/a.md
            ---
            inclusion: "fileMatch"
            fileMatchPattern: src/*
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "inclusion: sometimes",
            expect![[r#"
            .kiro/steering/a.md
              inclusion: sometimes
            //           ^^^^^^^^^ warning steering-inclusion: unknown `inclusion` `sometimes`, so the file is always loaded: use `always`, `fileMatch`, `manual` or `auto`
        "#]],
            expect![""],
        );
        check_with_fix(
            "inclusion:",
            expect![[r#"
            .kiro/steering/a.md
              inclusion:
            //^^^^^^^^^ warning steering-inclusion: `inclusion` has no value, so the file is always loaded: use `always`, `fileMatch`, `manual` or `auto`
        "#]],
            expect![""],
        );
    }

    #[test]
    fn file_match_without_one_glob_is_reported() {
        check_with_fix(
            "inclusion: fileMatch",
            expect![[r#"
            .kiro/steering/a.md
              inclusion: fileMatch
            //           ^^^^^^^^^ warning steering-inclusion: `fileMatch` without `fileMatchPattern`, so the file is never loaded: add a glob of the files that it is about
        "#]],
            expect![""],
        );
        check_with_fix(
            "inclusion: fileMatch\npatterns: src/*",
            expect![[r#"
            .kiro/steering/a.md
              patterns: src/*
            //^^^^^^^^ warning steering-inclusion: Kiro does not read the key `patterns`, so the file is never loaded: did you mean `fileMatchPattern`?
        "#]],
            expect![[r#"
            * Change to `fileMatchPattern`
            //- /.kiro/steering/a.md
            ---
            inclusion: fileMatch
            fileMatchPattern: src/*
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "inclusion: fileMatch\nfileMatchPattern: 'src/*.ts, **/*.{a,ts}'",
            expect![[r#"
                .kiro/steering/a.md
                  fileMatchPattern: 'src/*.ts, **/*.{a,ts}'
                //                   ^^^^^^^^^^^^^^^^^^^^^ warning steering-inclusion: one string with commas is one glob that matches nothing: write a list, `["src/*.ts", "**/*.{a,ts}"]`
            "#]],
            expect![[r#"
            * Change to a list
            //- /.kiro/steering/a.md
            ---
            inclusion: fileMatch
            fileMatchPattern: ["src/*.ts", "**/*.{a,ts}"]
            ---
            # Ä
        "#]],
        );
        check_with_fix(
            "inclusion: fileMatch\nfileMatchPattern: []",
            expect![[r#"
            .kiro/steering/a.md
              fileMatchPattern: []
            //^^^^^^^^^^^^^^^^ warning steering-inclusion: `fileMatchPattern` is empty, so the file is never loaded: add a glob of the files that it is about
        "#]],
            expect![""],
        );
        check_with_fix(
            "inclusion: fileMatch\nfileMatchPattern: ['src/**', '**/*.rs']",
            expect![[r#"
            .kiro/steering/a.md
              fileMatchPattern: ['src/**', '**/*.rs']
            //                              ^^^^^^^ hint steering-inclusion: `**/*.rs` matches no file: fix the pattern
        "#]],
            expect![""],
        );
    }

    #[test]
    fn auto_without_a_description_is_reported() {
        check_with_fix(
            "inclusion: auto\nname: a",
            expect![[r#"
            .kiro/steering/a.md
              inclusion: auto
            //           ^^^^ warning steering-inclusion: `auto` without `description`: add it, agents choose the file by it
        "#]],
            expect![""],
        );
    }

    #[test]
    fn what_is_loaded_as_it_says_is_ignored() {
        for good in [
            "inclusion: always",
            "inclusion: manual",
            "inclusion: 'fileMatch'\nfileMatchPattern: src/**/*.{ts,tsx}",
            "inclusion: fileMatch\nfileMatchPattern:\n  - '*.ts'",
            "inclusion: auto\nname: a\ndescription: b",
        ] {
            check_silent("steering-inclusion", &fixture(good));
        }
        // No front matter is the default.
        check_silent("steering-inclusion", "//- /.kiro/steering/a.md\n# A\n\n---\ninclude: x\n---\n");
    }
}
