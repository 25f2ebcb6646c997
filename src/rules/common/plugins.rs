//! Plugins of Claude Code: what Claude Code does not take, and files that they name and that do not exist.

use camino::Utf8Path;

use crate::{
    model::{Kind, plugin::PluginKind},
    rules::{Check, Context, Edit, Fix, Severity, Sink},
    workspace::{ProjectPath, Resolved},
};

const BOTH: &[Kind] = &[Kind::Plugin(PluginKind::Manifest), Kind::Plugin(PluginKind::Hooks)];

pub(in crate::rules) const HOOKS: Check = Check::new(&[Kind::Plugin(PluginKind::Hooks)], shape).local();

pub(in crate::rules) const MANIFEST: Check = Check::new(&[Kind::Plugin(PluginKind::Manifest)], shape).local();

pub(in crate::rules) const FILES: Check = Check::new(BOTH, files);

fn shape(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in context.facts().meaning.plugin().map(|plugin| &*plugin.problems).unwrap_or_default() {
        sink.report(problem.range, problem.message.as_str()).severity(Severity::Error).fixes(|| {
            let right = problem.replacement.as_deref()?;
            let title = if right.is_empty() { "Remove the comma".to_owned() } else { format!("Change to `{right}`") };
            Some(Fix::new(title, vec![Edit::replace(&context.document.path, problem.range, right)]))
        });
    }
}

fn files(context: &Context<'_>, sink: &mut Sink<'_>) {
    let paths = context.facts().meaning.plugin().map(|plugin| &*plugin.paths).unwrap_or_default();
    let Some(folder) = context.document.name().parent().and_then(Utf8Path::parent) else { return };
    let files = context.snapshot.files();
    for range in paths {
        let path = &context.text[*range];
        let Some(inside) = ProjectPath::written_in(folder, path) else { continue };
        // What git ignores is built when it is wanted.
        let is_missing = matches!(context.snapshot.resolve(&inside), Resolved::Missing) && !files.is_ignored(&inside);
        if is_missing {
            let message = format!("`{path}` does not exist in the plugin: create it or fix the path");
            sink.report(*range, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    /// A plugin with these hooks.
    fn plugin(hooks: &str) -> String {
        format!(
            "//- /tools/.claude-plugin/plugin.json\n{{\"name\": \"tools\"}}\n//- /tools/hooks/a.sh\n//- /tools/hooks/hooks.json\n{hooks}"
        )
    }

    #[test]
    fn hooks_that_claude_code_does_not_take_are_reported() {
        let hooks = plugin(
            r#"{
  "hooks": {
    "PreToolUze": [{ "matcher": "é", "hooks": [{ "type": "command", "command": "date" }] }],
    "Stop": [{ "type": "command", "command": "date" }],
    "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
    "SessionEnd": {}
  }
}
"#,
        );
        check(
            "hooks-schema",
            &hooks,
            expect![[r#"
            tools/hooks/hooks.json
                  "PreToolUze": [{ "matcher": "é", "hooks": [{ "type": "command", "command": "date" }] }],
            //     ^^^^^^^^^^ error hooks-schema: unknown event `PreToolUze`: did you mean `PreToolUse`?
                  "Stop": [{ "type": "command", "command": "date" }],
            //                ^^^^ error hooks-schema: this matcher has no `hooks`: add a list of them
                  "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
            //                                 ^^^^^^^^ error hooks-schema: `matcher` must be a string, but this is a list
                  "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
            //                                                        ^^^^^^^ error hooks-schema: this hook has no `type`: add `"type": "command"`
                  "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
            //                                                                                       ^^^^^^ error hooks-schema: unknown type `comand`: did you mean `command`?
                  "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
            //                                                                                                             ^^^^^^ error hooks-schema: a hook of the type `prompt` needs `prompt`: add it
                  "SessionEnd": {}
            //                  ^^ error hooks-schema: `SessionEnd` must be a list, but this is a mapping
        "#]],
        );
        check_fixes(
            "hooks-schema",
            &hooks,
            expect![[r#"
            * Change to `PreToolUse`
            //- /tools/hooks/hooks.json
            {
              "hooks": {
                "PreToolUse": [{ "matcher": "é", "hooks": [{ "type": "command", "command": "date" }] }],
                "Stop": [{ "type": "command", "command": "date" }],
                "PostToolUse": [{ "matcher": ["Edit"], "hooks": [{ "command": "date" }, { "type": "comand" }, { "type": "prompt" }] }],
                "SessionEnd": {}
              }
            }
        "#]],
        );
        check(
            "hooks-schema",
            &plugin(r#"{ "Stop": [] }"#),
            expect![[r#"
            tools/hooks/hooks.json
              { "Stop": [] }
            //   ^^^^ error hooks-schema: the events must be inside `hooks`
        "#]],
        );
        check(
            "hooks-schema",
            &plugin(r#"{ "hooks": {}, }"#),
            expect![[r#"
            tools/hooks/hooks.json
              { "hooks": {}, }
            //             ^ error hooks-schema: not valid JSON: a comma before the closing bracket
        "#]],
        );
    }

    #[test]
    fn hooks_that_are_fine_are_ignored() {
        let hooks = r#"{
  "description": "Formats 😀.",
  "hooks": {
    "PostToolUse": [{ "matcher": "Edit|Write", "hooks": [{ "type": "command", "command": "${CLAUDE_PLUGIN_ROOT}/hooks/a.sh", "timeout": 10 }] }],
    "EventOfTomorrow": [{ "hooks": [{ "type": "kind-of-tomorrow" }] }],
    "Stop": [{ "hooks": [{ "type": "http", "url": "http://localhost" }] }]
  }
}
"#;
        check_silent("hooks-schema", &plugin(hooks));
        check_silent("file-reference-missing", &plugin(hooks));
        check_silent("hooks-schema", "//- /hooks/hooks.json\n{}\n");
    }

    #[test]
    fn scripts_that_do_not_exist_are_reported() {
        let hook = |command: &str| {
            plugin(&format!(
                r#"{{ "hooks": {{ "Stop": [{{ "hooks": [{{ "type": "command", "command": "{command}" }}] }}] }} }}"#
            ))
        };
        check(
            "file-reference-missing",
            &hook("é bash \\\"${CLAUDE_PLUGIN_ROOT}/hooks/b.sh\\\" ${CLAUDE_PLUGIN_ROOT}/hooks/a.sh"),
            expect![[r#"
                tools/hooks/hooks.json
                  { "hooks": { "Stop": [{ "hooks": [{ "type": "command", "command": "é bash \"${CLAUDE_PLUGIN_ROOT}/hooks/b.sh\" ${CLAUDE_PLUGIN_ROOT}/hooks/a.sh" }] }] } }
                //                                                                                                  ^^^^^^^^^^ warning file-reference-missing: `hooks/b.sh` does not exist in the plugin: create it or fix the path
            "#]],
        );
        for command in
            ["${CLAUDE_PLUGIN_ROOT}/hooks/$NAME.sh", "$CLAUDE_PROJECT_DIR/gone.sh", "${CLAUDE_PLUGIN_ROOT}/hooks"]
        {
            check_silent("file-reference-missing", &hook(command));
        }
    }

    #[test]
    fn manifests_are_checked() {
        let manifest = r#"//- /.claude-plugin/plugin.json
{ "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
//- /agents/a.md
"#;
        check(
            "manifest-schema",
            manifest,
            expect![[r#"
            .claude-plugin/plugin.json
              { "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
            //           ^^^^^^^^ error manifest-schema: `name` must be a name without spaces, not `my tools`
              { "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
            //                       ^^^^^^^^^^ error manifest-schema: unknown key `descripton` in this manifest: did you mean `description`?
              { "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
            //                                                                    ^^^^^^^^^^ error manifest-schema: a path in a manifest begins with `./`: write `./extra/a.md`
              { "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
            //                                                                                                          ^^^^^ error manifest-schema: unknown event `Stopp`: did you mean `Stop`?
        "#]],
        );
        check(
            "file-reference-missing",
            manifest,
            expect![[r#"
            .claude-plugin/plugin.json
              { "name": "my tools", "descripton": "é", "commands": ["./gone.md", "extra/a.md", "./agents"], "hooks": { "Stopp": [] } }
            //                                                         ^^^^^^^ warning file-reference-missing: `gone.md` does not exist in the plugin: create it or fix the path
        "#]],
        );
        check_silent(
            "manifest-schema",
            "//- /.claude-plugin/plugin.json\n{ \"name\": \"tools\", \"mcpServers\": {}, \"x\": 1 }\n",
        );
    }
}
