//! A sentence about the states of another command than the file's.

use text_size::TextRange;

use crate::{
    model::{
        Kind,
        invocation::{Invocation, Spelling},
    },
    rules::{Check, Context, Edit, Fix, FixKind, Rule, Severity, Sink},
};

pub(in crate::rules) static RULE: Rule = Rule::new(page!("command-mismatch"), Severity::Warning)
    .summary("a sentence \"For /flow:…\" about another command than the file's")
    .fix(FixKind::Offered)
    .checks(&[Check::new(&[Kind::Command], check).local()]);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let sentences = || context.facts().references.declarations.iter().filter(|declaration| !declaration.row);
    if sentences().next().is_none() {
        return;
    }
    let names: Vec<_> = context.document.names.iter().filter_map(|name| Invocation::of_file(name)).collect();
    // The alias of an old name is about that name.
    let own = |declared: &str| {
        let declared = Invocation::parse(declared);
        names.iter().any(|name| *name == declared || name.is_alias_of(&declared))
    };
    let Some(name) = names.first() else { return };
    // A file that also has its own sentence speaks of the others on purpose.
    if sentences().any(|declaration| own(&context.text[declaration.command])) {
        return;
    }
    for declaration in sentences() {
        let declared = &context.text[declaration.command];
        let spelling = Invocation::parse(declared).spelling_of(declared);
        let right = name.spelled(spelling.unwrap_or(Spelling::COLON));
        let message = format!(
            "this sentence is about `{declared}`, but the file defines `{right}`: fix the name or move the sentence"
        );
        sink.report(declaration.command, message).fixes(|| [fix(context, declaration.command, &right)]);
    }
}

fn fix(context: &Context<'_>, command: TextRange, right: &str) -> Fix {
    Fix::new(format!("Change to `{right}`"), vec![Edit::replace(&context.document.path, command, right)])
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    const REST: &str =
        ": Required input state is `workflow:Planned`. Output state will be `workflow:In Implementation`.\n";

    #[test]
    fn another_command() {
        let fixture = format!("Plän 😀\n**For /flow:implement**{REST}");
        check(
            "command-mismatch",
            &fixture,
            expect![[r#"
                .claude/commands/flow/plan.md
                  **For /flow:implement**: Required input state is `workflow:Planned`. Output state will be `workflow:In Implementation`.
                //      ^^^^^^^^^^^^^^^ warning command-mismatch: this sentence is about `/flow:implement`, but the file defines `/flow:plan`: fix the name or move the sentence
            "#]],
        );
        check_fixes(
            "command-mismatch",
            &fixture,
            expect![[r#"
            * Change to `/flow:plan`
            //- /.claude/commands/flow/plan.md
            Plän 😀
            **For /flow:plan**: Required input state is `workflow:Planned`. Output state will be `workflow:In Implementation`.
        "#]],
        );
    }

    #[test]
    fn the_alias_of_an_old_command_may_speak_of_it() {
        let alias = "//- /.claude/commands/flow/_DEPRECATED_operate.md\n**For /flow:operate**";
        check_silent("command-mismatch", &format!("{alias}{REST}"));
    }

    #[test]
    fn silent() {
        check_silent("command-mismatch", &format!("**For /flow:plan**{REST}"));
        check_silent("command-mismatch", &format!("**For /flow:plan**{REST}**For /flow:implement**{REST}"));
        check_silent(
            "command-mismatch",
            "| Command | Input State | Output State |\n|---|---|---|\n| /flow:implement | workflow:Planned | workflow:Validated |\n",
        );
        check_silent(
            "command-mismatch",
            &format!("//- /.claude/commands/flow/_states.md\n**For /flow:implement**{REST}"),
        );
        check_silent("command-mismatch", &format!("```\n**For /flow:implement**{REST}```\n"));
    }
}
