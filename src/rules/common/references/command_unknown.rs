//! A command that the project does not have, in a namespace that it has.

use super::{INSTRUCTIONS, close, severity};
use rustc_hash::FxHashMap;
use text_size::{TextRange, TextSize};

use crate::{
    model::invocation::{Invocation, Joint, Spelling},
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
    syntax::{nearest::around, reference::ReferenceKind},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-unknown"), Severity::Warning)
    .summary("a command that the project does not have")
    .fix(FixKind::Offered)
    .checks(&[Check::new(INSTRUCTIONS, check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let text = context.text;
    // A document that names an unknown command names it again and again, and the comparison with all others is what costs.
    let mut known: FxHashMap<(&str, &str, &str), Vec<Better>> = FxHashMap::default();
    for reference in &context.facts().references.references {
        let ReferenceKind::Command { namespace, name } = reference.kind else { continue };
        let Some(severity) = severity(context, reference, Severity::Warning) else { continue };
        let (namespace, name) = (&text[namespace], &text[name]);
        let command = Invocation::new(namespace, name);
        let after = &text[usize::from(reference.range.end())..];
        if !context.index.namespaces.contains(namespace)
            || exists(context, &command, &text[reference.range])
            || is_pattern(after)
        {
            continue;
        }
        let argument = argument(after);
        let better = known
            .entry((namespace, name, argument))
            .or_insert_with(|| better(context, sink, namespace, name, argument));
        let spelling = command.spelling_of(&text[reference.range]).unwrap_or(Spelling::COLON);
        let written = |key: &str| Invocation::parse(key).spelled(spelling);
        let meant = meant(name, namespace, better);
        // Extensions add commands to the namespace of a tool, and what a dash joins need not be a command.
        if meant.is_none() && command.is_closed() && spelling.joint != Joint::Colon && !command.is_listed() {
            continue;
        }
        let advice = meant.map_or("fix the name or create the command".to_owned(), |key| {
            format!("did you mean `{}`?", written(&key))
        });
        let message = format!("the project has no command `{}`: {advice}", &text[reference.range]);
        let fixes = || better.iter().map(|it| fix(context, reference.range, it.more, &written(&it.key)));
        sink.report(reference.range, message).severity(severity).fixes(fixes);
    }
}

fn fix(context: &Context<'_>, range: TextRange, more: TextSize, name: &str) -> Fix {
    let range = TextRange::new(range.start(), range.end() + more);
    Fix::new(format!("Change to `{name}`"), vec![Edit::replace(&context.document.path, range, name)])
}

/// Whether there is such a command, be it under its old name.
fn exists(context: &Context<'_>, command: &Invocation, written: &str) -> bool {
    let commands = &context.index.commands;
    let deprecated = || Invocation::new(command.namespace(), &format!("_DEPRECATED_{}", command.name()));
    commands.contains_key(&context.index.command_named(written))
        || commands.contains_key(command)
        || commands.contains_key(&deprecated())
}

/// Whether a family of commands is meant, as by `/speckit.git.*`.
fn is_pattern(after: &str) -> bool {
    after.strip_prefix('.').is_some_and(|rest| rest.starts_with(['*', '{', '<']) && !rest.starts_with("**"))
}

/// What could be meant.
struct Better {
    /// How many bytes after the reference belong to it: the argument, when it is part of the name.
    more: TextSize,
    /// The key of the command.
    key: String,
}

/// What could be meant, best first.
///
/// `/flow:security scan` may mean `/flow:security_scan` or `/sec:scan`; a command may have moved to another namespace; or its name is
/// only close.
fn better(context: &Context<'_>, sink: &mut Sink<'_>, namespace: &str, name: &str, argument: &str) -> Vec<Better> {
    let commands = &context.index.commands;
    let mut better: Vec<Better> = Vec::new();
    let mut add = |more: TextSize, key: String| {
        if better.len() < 3 && better.iter().all(|known| known.key != key) {
            better.push(Better { more, key });
        }
    };
    let none = TextSize::new(0);
    let of_stem = |stem: &str| {
        let keys = context.index.namespaces.iter().map(|namespace| format!("{namespace}:{stem}"));
        let mut keys: Vec<_> = keys.filter(|key| commands.contains_key(key.as_str())).collect();
        keys.sort_unstable();
        keys
    };
    if !argument.is_empty() {
        let whole = TextSize::of(' ') + TextSize::of(argument);
        for key in ["_", "-"].map(|joint| format!("{namespace}:{name}{joint}{argument}")) {
            if commands.contains_key(key.as_str()) {
                add(whole, key);
            }
        }
        // The word after the name of a group that is abbreviated elsewhere: `/flow:security scan` is `/sec:scan`.
        let kin =
            |key: &String| key.split(':').next().is_some_and(|other| !other.is_empty() && name.starts_with(other));
        of_stem(argument).into_iter().filter(kin).for_each(|key| add(whole, key));
    }
    // Likewise `/flow:security_scan`.
    if let Some((group, last)) = name.rsplit_once('_') {
        let kin =
            |key: &String| key.split(':').next().is_some_and(|other| !other.is_empty() && group.starts_with(other));
        of_stem(last).into_iter().filter(kin).for_each(|key| add(none, key));
    }
    of_stem(name).into_iter().for_each(|key| add(none, key));
    // `semantic/semantic-tree-view.md` is `/semantic:semantic-tree-view`.
    for key in ["-", "_", "."].map(|joint| format!("{namespace}:{namespace}{joint}{name}")) {
        if commands.contains_key(key.as_str()) {
            add(none, key);
        }
    }
    let prefix = format!("{namespace}:");
    let near = around(&format!("{prefix}{name}"), commands).into_iter();
    let stems: Vec<_> =
        near.filter_map(|key| key.strip_prefix(&prefix)).filter(|stem| !stem.starts_with('_')).collect();
    close(&mut sink.advice, name, &stems).into_iter().for_each(|stem| add(none, format!("{namespace}:{stem}")));
    better
}

/// The word right after a command, as long as nothing else is in it.
fn argument(after: &str) -> &str {
    let Some(rest) = after.strip_prefix(' ') else { return "" };
    let length = rest.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'-').count();
    &rest[..length]
}

/// The one that was probably meant: the first, unless the name is the beginning of several.
fn meant(name: &str, namespace: &str, better: &[Better]) -> Option<String> {
    let begins = |key: &str| key.strip_prefix(namespace).is_some_and(|rest| rest.starts_with(&format!(":{name}")));
    let first = better.first()?;
    let alike = better.iter().filter(|better| begins(&better.key)).count();
    let ambiguous = first.more == TextSize::new(0) && begins(&first.key) && alike > 1;
    (!ambiguous).then(|| first.key.clone())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const PROJECT: &str = "
//- /.claude/commands/flow/implement.md
//- /.claude/commands/flow/security_scan.md
//- /.claude/commands/flow/_DEPRECATED_design.md
//- /.claude/commands/sec/triage.md
";

    #[test]
    fn unknown() {
        let fixture = format!(
            "//- /.claude/commands/flow/plan.md\nPlän 😀, then /flow:implment or `/flow.implemen`.\nRun /flow:security scan, /flow:triage, /flow:zzz.\n\n\
             ```bash\nclaude -p \"/flow:implment\"\n```\n{}",
            PROJECT.trim_start()
        );
        check(
            "command-unknown",
            &fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  Plän 😀, then /flow:implment or `/flow.implemen`.
                //             ^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow:implment`: did you mean `/flow:implement`?
                  Plän 😀, then /flow:implment or `/flow.implemen`.
                //                                ^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow.implemen`: did you mean `/flow.implement`?
                  Run /flow:security scan, /flow:triage, /flow:zzz.
                //    ^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow:security`: did you mean `/flow:security_scan`?
                  Run /flow:security scan, /flow:triage, /flow:zzz.
                //                         ^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow:triage`: did you mean `/sec:triage`?
                  Run /flow:security scan, /flow:triage, /flow:zzz.
                //                                       ^^^^^^^^^ warning command-unknown: the project has no command `/flow:zzz`: fix the name or create the command
                  claude -p "/flow:implment"
                //           ^^^^^^^^^^^^^^ hint command-unknown: the project has no command `/flow:implment`: did you mean `/flow:implement`?
            "#]],
        );
        check_fixes(
            "command-unknown",
            &fixture,
            expect![[r#"
            * Change to `/flow:implement`
            //- /.claude/commands/flow/plan.md
            Plän 😀, then /flow:implement or `/flow.implemen`.
            Run /flow:security scan, /flow:triage, /flow:zzz.

            ```bash
            claude -p "/flow:implment"
            ```
        "#]],
        );
        check_fixes(
            "command-unknown",
            &fixture.replace("/flow:implment or `/flow.implemen`", ""),
            expect![[r#"
                * Change to `/flow:security_scan`
                //- /.claude/commands/flow/plan.md
                Plän 😀, then .
                Run /flow:security_scan, /flow:triage, /flow:zzz.

                ```bash
                claude -p "/flow:implment"
                ```
            "#]],
        );
    }

    const SPEC_KIT: &str = "
//- /.claude/commands/speckit.plan.md
//- /.claude/commands/speckit.git.commit.md
//- /.claude/skills/speckit-tasks/SKILL.md
//- /.claude/skills/openspec-helper/SKILL.md
";

    #[test]
    fn spellings_of_a_closed_namespace() {
        check(
            "command-unknown",
            &format!(
                "//- /.claude/agents/a.md\nRun `/speckit.paln`, `/speckit-paln`, `$speckit-tsaks` or /speckit-implement.\n{}",
                SPEC_KIT.trim_start()
            ),
            expect![[r#"
                .claude/agents/a.md
                  Run `/speckit.paln`, `/speckit-paln`, `$speckit-tsaks` or /speckit-implement.
                //     ^^^^^^^^^^^^^ warning command-unknown: the project has no command `/speckit.paln`: did you mean `/speckit.plan`?
                  Run `/speckit.paln`, `/speckit-paln`, `$speckit-tsaks` or /speckit-implement.
                //                      ^^^^^^^^^^^^^ warning command-unknown: the project has no command `/speckit-paln`: did you mean `/speckit-plan`?
                  Run `/speckit.paln`, `/speckit-paln`, `$speckit-tsaks` or /speckit-implement.
                //                                       ^^^^^^^^^^^^^^ warning command-unknown: the project has no command `$speckit-tsaks`: did you mean `$speckit-tasks`?
                  Run `/speckit.paln`, `/speckit-paln`, `$speckit-tsaks` or /speckit-implement.
                //                                                          ^^^^^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/speckit-implement`: fix the name or create the command
            "#]],
        );
    }

    #[test]
    fn words_that_only_look_like_a_command_of_a_closed_namespace_are_ignored() {
        check_silent(
            "command-unknown",
            &format!(
                "//- /.claude/agents/a.md\n/speckit.plan /speckit-plan $speckit-plan @speckit-plan /skill:speckit-plan /speckit:tasks\n\
                 /speckit.git.commit /speckit-git-commit /speckit.git.* /speckit-{{a,b}} /speckit-homepage /foo-bar /usr/bin\n\
                 docs/speckit-homepage /speckit.plan.md /openspec:apply /openspec-apply-change\n{}",
                SPEC_KIT.trim_start()
            ),
        );
    }

    #[test]
    fn a_group_of_its_own() {
        let fixture = format!(
            "//- /.claude/commands/flow/plan.md\nRun `/flow:security triage --all` or /flow:security_triage.\n{}",
            PROJECT.trim_start()
        );
        check(
            "command-unknown",
            &fixture,
            expect![[r#"
            .claude/commands/flow/plan.md
              Run `/flow:security triage --all` or /flow:security_triage.
            //     ^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow:security`: did you mean `/sec:triage`?
              Run `/flow:security triage --all` or /flow:security_triage.
            //                                     ^^^^^^^^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/flow:security_triage`: did you mean `/sec:triage`?
        "#]],
        );
    }

    #[test]
    fn a_file_that_repeats_the_namespace_is_proposed() {
        check(
            "command-unknown",
            "//- /.claude/commands/semantic/view.md\nPlän: `/semantic:tree-view`.\n//- /.claude/commands/semantic/semantic-tree-view.md\nA.\n",
            expect![[r#"
                .claude/commands/semantic/view.md
                  Plän: `/semantic:tree-view`.
                //       ^^^^^^^^^^^^^^^^^^^ warning command-unknown: the project has no command `/semantic:tree-view`: did you mean `/semantic:semantic-tree-view`?
            "#]],
        );
    }

    #[test]
    fn silent() {
        let fixture = |path: &str, text: &str| format!("//- {path}\n{text}\n{}", PROJECT.trim_start());
        let command = ".claude/commands/flow/plan.md";
        check_silent(
            "command-unknown",
            &fixture(
                command,
                "/flow:plan /flow:implement /flow.implement /jp:gone /flow:design /flow:<name> a/flow:gone /flow:security_*",
            ),
        );
        check_silent("command-unknown", &fixture("README.md", "/flow:gone"));
        check_silent("command-unknown", &fixture(".claude/commands/flow/all.md", "/flow.gone.* and /flow:gone.{a,b}"));
        check_silent("command-unknown", &fixture("backlog/tasks/task-1 - A.md", "Make /flow:gone"));
        check_silent("command-unknown", &fixture("memory/constitution.md", "```\n/flow:gone\n```"));
    }
}
