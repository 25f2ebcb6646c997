//! A hook of an extension whose command is not installed.

use rustc_hash::FxHashMap;

use super::HOOKS;
use crate::{
    model::{
        invocation::Invocation,
        namespace::SPECKIT,
        spec_kit::{HookCall, SpecKitMeaning},
    },
    rules::{Check, Context, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("hook-command-missing"), Severity::Warning)
    .summary("a hook of `extensions.yml` calls a command that is not installed")
    .checks(&[Check::new(&[HOOKS], check)]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.facts().yaml.problems {
        let message =
            format!("not valid YAML: {}; no hook runs until this is fixed, not even a mandatory one", problem.message);
        sink.report(problem.range, message).severity(Severity::Error);
    }
    let Some(SpecKitMeaning::Hooks(calls, _)) = context.facts().meaning.spec_kit() else { return };
    // Where no command is installed, they are somewhere else.
    if !context.facts().yaml.problems.is_empty() || !context.index.namespaces.contains(SPECKIT.name) {
        return;
    }
    let mut order: Vec<(&str, Vec<&HookCall>)> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for call in calls.iter().filter(|call| call.enabled && is_missing(context, &call.command)) {
        let at = *places.entry(&call.command).or_insert_with(|| {
            order.push((&call.command, Vec::new()));
            order.len() - 1
        });
        order[at].1.push(call);
    }
    for (command, calls) in order {
        let mandatory = if calls.iter().any(|call| call.mandatory) { ", and the hook is mandatory" } else { "" };
        let message = format!(
            "the command `{command}` is not installed{mandatory}: install its extension again, or remove the hook"
        );
        let mut finding = sink.report(calls[0].range, message);
        for call in calls.iter().skip(1).take(10) {
            finding.related(&context.document.path, call.range, format!("`{}` calls it too", call.event));
        }
    }
}

/// Whether no integration has installed a command of Spec Kit.
fn is_missing(context: &Context<'_>, command: &str) -> bool {
    let called = Invocation::parse(command);
    called.namespace() == SPECKIT.name && !context.index.commands.contains_key(&called)
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    const SKILL: &str = "//- /.claude/skills/speckit-git-commit/SKILL.md\n---\nname: speckit-git-commit\ndescription: C.\n---\n//- /.claude/skills/speckit-plan/SKILL.md\n---\nname: speckit-plan\ndescription: P.\n---\n//- /.specify/extensions.yml\n";

    #[test]
    fn commands_that_are_not_installed_are_reported_once() {
        check(
            "hook-command-missing",
            &format!(
                "{SKILL}hooks:\n  after_plan:\n  - command: speckit.git.commit\n  - command: speckit.git.push # 😀\n    optional: false\n  after_tasks:\n  - command: speckit.git.push\n  - command: speckit.gone\n    enabled: false\n  - command: other.tool\n"
            ),
            expect![[r#"
                .specify/extensions.yml
                    - command: speckit.git.push # 😀
                //             ^^^^^^^^^^^^^^^^ warning hook-command-missing: the command `speckit.git.push` is not installed, and the hook is mandatory: install its extension again, or remove the hook
                //  .specify/extensions.yml:7:14: `after_tasks` calls it too
            "#]],
        );
    }

    #[test]
    fn what_is_no_yaml_is_an_error() {
        check(
            "hook-command-missing",
            &format!("{SKILL}hooks:\n  after_plan:\n  - extension: git\n   command: x\n"),
            expect![[r#"
                .specify/extensions.yml
                     command: x
                //   ^ error hook-command-missing: not valid YAML: expected a key with the indentation of the keys above; no hook runs until this is fixed, not even a mandatory one
            "#]],
        );
    }

    #[test]
    fn commands_of_an_agent_that_keeps_them_elsewhere_are_ignored() {
        check_silent(
            "hook-command-missing",
            "//- /.specify/extensions.yml\nhooks:\n  after_plan:\n  - command: speckit.git.push\n",
        );
    }
}
