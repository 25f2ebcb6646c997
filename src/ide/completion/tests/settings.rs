//! The settings file.

use super::*;

fn settings(text: &str) -> String {
    format!("//- /flowspec-lsp.toml\n{text}")
}

#[test]
fn settings_and_tables_that_are_not_there_yet() {
    check(
        &settings("exclude = []\n$0\n[rules]\n"),
        expect![[r#"
        for ``
        - documents  Globs, relative to the project, that replace the default places of a kind of document
        - inlayHints  What an editor shows beside words
        - overrides  Severities for some files only; later ones win
        [documents]"#]],
    );
    check(
        &settings("[$0\n[rules]\n"),
        expect![[r#"
        for ``
        - documents  Globs, relative to the project, that replace the default places of a kind of document
        - inlayHints  What an editor shows beside words
        [documents]"#]],
    );
    check(
        &settings("[[$0]]\n"),
        expect![[r#"
        for ``
        - overrides  Severities for some files only; later ones win
        [[overrides]]"#]],
    );
    check(
        &settings("[documents]\nco$0\n"),
        expect![[r#"
            for `co`
            - agent
            - command
            - constitution
            - copy
            - hooks
            - partial
            - skill
            - spec
            - task
            - workflow
            agent = "#]],
    );
    check(
        &settings("[inlayHints]\ntiers = false\n$0\n"),
        expect![[r#"
        for ``
        - commandStates  The states that a command leads from and to, after its name
        - criteria  The words of a criterion after its number in the tasks and the design of a spec of Kiro
        - taskStates  The state of a task after its id
        commandStates = "#]],
    );
    check(
        &settings("[inlayHints]\ntiers =$0\n"),
        expect![[r#"
        for ``
        - true
        - false
        tiers = true"#]],
    );
    check(
        &settings("[[overrides]]\nfiles = []\n$0\n"),
        expect![[r#"
        for ``
        - rules  The severity of each rule by its code, or `off`. `flowspec-lsp rules` lists the codes
        rules = "#]],
    );
    check_taken(&settings("$0\n"), "overrides", expect!["[[overrides]]"]);
}

#[test]
fn codes_of_rules_with_what_they_find() {
    check(
        &settings("[rules]\ninclude-missing = \"off\"\nincl$0\n"),
        expect![[r#"
            for `incl`
            - include-outside  an include points out of the project
            - include-cycle  partials include each other in a cycle
            - include-too-deep  includes are nested more than 10 levels deep, or imports more than 5
            - include-in-fence  an include in a fenced block is not expanded
            - include-fragile  the expander and Markdown disagree whether an include is in a block
            - include-malformed  an include is written in a way that no tool reads
            - include-case  an include is written in another case than its file
            - include-unexpanded  Claude Code does not expand the includes of a command
            - partial-unused  nothing includes this partial
            - copy-drift  an expanded copy differs from what its command expands to
            - copy-orphan  the command of an expanded copy is gone
            - frontmatter-invalid-yaml  front matter that is not valid YAML
            - and 147 more
            include-outside = "#]],
    );
    check_taken(
        &settings("[rules]\nincl$0ude-mising = \"off\"\n"),
        "include-missing",
        expect![[r#"include-missing = "off""#]],
    );
    check_taken(&settings("rules.$0\n"), "copy-drift", expect!["rules.copy-drift = "]);
    check_taken(&settings("[rules]\n\"copy$0\n"), "copy-drift", expect![[r#""copy-drift""#]]);
    check_taken(
        &settings("[[overrides]]\nrules = { copy-drift = \"off\", $0 }\n"),
        "copy-orphan",
        expect![[r#"rules = { copy-drift = "off", copy-orphan =  }"#]],
    );
}

#[test]
fn severities_with_the_rules_own() {
    check(
        &settings("[rules]\ninclude-missing = $0\n"),
        expect![[r#"
        for ``
        - off  Not reported
        - hint  Reported as a hint
        - info  Reported as information
        - warning  Reported as a warning
        - error  Reported as an error, the default
        include-missing = "off""#]],
    );
    check_taken(&settings("[rules]\ninclude-missing =$0\n"), "off", expect![[r#"include-missing = "off""#]]);
    check_taken(&settings("[rules]\ninclude-missing = \"$0\n"), "off", expect![[r#"include-missing = "off""#]]);
    check_taken(
        &settings("[[overrides]]\nfiles = [\"a\"]\nrules.copy-drift = \"w$0\"\n"),
        "warning",
        expect![[r#"rules.copy-drift = "warning""#]],
    );
}

#[test]
fn a_rule_is_taken_with_a_choice_of_severities() {
    let found = completed(&settings("[rules]\n$0\n")).1.unwrap();
    assert_eq!(found.items.len(), crate::rules::rules().count());
    let snippets = found.items.iter().filter(|item| item.label == "copy-drift").map(|item| item.snippet.as_deref());
    assert_eq!(snippets.collect::<Vec<_>>(), [Some("copy-drift = \"${1|off,hint,info,warning,error|}\"")]);
}

#[test]
fn globs_and_other_toml_get_nothing() {
    for text in [
        settings("exclude = [\"$0\"]\n"),
        settings("# $0\n"),
        settings("[rules] $0\n"),
        settings("[documents]\nnone = $0\n"),
        // An editor sees two lines, TOML one.
        settings("[rules]\ny = \"\r$0"),
    ] {
        check_silent(&text);
    }
    check_silent("//- /docs/flowspec-lsp.toml\n[rules]\n$0\n");
}
