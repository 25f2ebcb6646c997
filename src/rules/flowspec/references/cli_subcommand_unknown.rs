//! A subcommand that `flowspec` or `backlog` does not have.

use text_size::TextRange;

use crate::{
    model::cli,
    rules::{Check, Context, Rule, Severity, Sink, common::references::INSTRUCTIONS},
    syntax::{nearest::nearest, reference::ReferenceKind},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("cli-subcommand-unknown"), Severity::Hint)
    .summary("a subcommand that `flowspec` or `backlog` does not have")
    .checks(&[Check::new(INSTRUCTIONS, check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let text = context.text;
    for reference in &context.facts().references.references {
        let ReferenceKind::Cli { program, words } = &reference.kind else { continue };
        if reference.fenced && !context.document.kind.is_prompt() {
            continue;
        }
        let named: Vec<&str> = words.iter().map(|&word| &text[word]).collect();
        let program = &text[*program];
        let Some((at, commands)) = cli::unknown(program, &named) else { continue };
        let (Some(first), Some(wrong)) = (words.first(), words.get(at)) else { continue };
        let called = &text[TextRange::new(first.start(), wrong.end())];
        let near = nearest(named[at], commands.iter().map(|command| command.name));
        let advice = near.map_or("correct the call or remove it".to_owned(), |near| format!("did you mean `{near}`?"));
        sink.report(*wrong, format!("`{program}` has no subcommand `{called}`: {advice}"));
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_silent};

    #[test]
    fn unknown() {
        check(
            "cli-subcommand-unknown",
            "Plän 😀 `flowspec constitution show`, `flowspec hooks enable x` and `backlog tsk list`.\n\n```bash\nbacklog task lst --plain\n```\n",
            expect![[r#"
                .claude/commands/flow/plan.md
                  Plän 😀 `flowspec constitution show`, `flowspec hooks enable x` and `backlog tsk list`.
                //                              ^^^^ hint cli-subcommand-unknown: `flowspec` has no subcommand `constitution show`: correct the call or remove it
                  Plän 😀 `flowspec constitution show`, `flowspec hooks enable x` and `backlog tsk list`.
                //                                                     ^^^^^^ hint cli-subcommand-unknown: `flowspec` has no subcommand `hooks enable`: correct the call or remove it
                  Plän 😀 `flowspec constitution show`, `flowspec hooks enable x` and `backlog tsk list`.
                //                                                                            ^^^ hint cli-subcommand-unknown: `backlog` has no subcommand `tsk`: did you mean `task`?
                  backlog task lst --plain
                //             ^^^ hint cli-subcommand-unknown: `backlog` has no subcommand `task lst`: did you mean `list`?
            "#]],
        );
    }

    #[test]
    fn silent() {
        check_silent(
            "cli-subcommand-unknown",
            "The flowspec command is fine. `backlog task edit task-1 -s Done`, `backlog task 12`, `flowspec hooks emit x.y`, `backlog.md`\n\n\
             ```bash\nbacklog search \"login\"\nflowspec init --here\necho flowspec is nice\n```\n",
        );
        check_silent(
            "cli-subcommand-unknown",
            "//- /memory/constitution.md\n```bash\nflowspec constitution show\n```\n",
        );
    }
}
