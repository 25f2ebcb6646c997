//! A file that a command, a skill or the instructions of Claude Code tell an agent to read, and that is not there.

use camino::Utf8Path;
use text_size::{TextRange, TextSize};

use crate::{
    model::{Kind, SpecKitKind, prompt_reader::prompt_forms},
    rules::{Check, Context, Edit, Fix, Sink},
    syntax::{
        at_path,
        nearest::REACH,
        prompt::{self, PromptForm},
    },
    workspace::{ProjectPath, Resolved, link},
};

pub(in crate::rules) const CHECK: Check =
    Check::new(&[Kind::Command, Kind::Skill, Kind::Instructions, Kind::SpecKit(SpecKitKind::Prompt)], check);

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    // What lies among templates is for another project.
    if document.is_template() || document.is_deprecated_alias() {
        return;
    }
    let mut found = Vec::new();
    pulled_in(context, &mut found);
    if document.kind == Kind::Skill {
        own_files(context, &mut found);
    }
    found.sort_by_key(|range| range.start());
    for range in found {
        let path = &context.text[range];
        if is_missing(context, path) {
            let near = near(context, path, sink);
            let advice =
                near.as_ref().map_or("create it or fix the path".to_owned(), |near| format!("did you mean `{near}`?"));
            let fix = near.map(|near| {
                let edit = Edit::replace(&document.path, range, &near);
                Fix::new(format!("Change to `{near}`"), vec![edit])
            });
            sink.report(range, format!("`{path}` does not exist: {advice}")).fixes(|| fix);
        }
    }
}

/// The paths after `@` that mean files to the tool that reads them: `@docs/style.md`, or `@{docs/style.md}`.
fn pulled_in(context: &Context<'_>, found: &mut Vec<TextRange>) {
    let facts = context.facts();
    let forms = prompt_forms(context.document.kind, context.document.name());
    let is_meant = |path: &str| link::read(path).is_some() && names_a_place(context, path);
    if forms.contains(&PromptForm::File) {
        let paths = at_path::parse(context.text, facts.body, &facts.fences, &facts.markdown);
        found.extend(paths.into_iter().filter(|range| is_meant(&context.text[*range])));
    }
    if forms.contains(&PromptForm::BracedFile) {
        let parts = prompt::parse(context.text, facts.body.into(), &[PromptForm::BracedFile]);
        let is_meant = |path: &str| at_path::is_file(path) && is_meant(path);
        found.extend(parts.into_iter().map(|part| part.range).filter(|range| is_meant(&context.text[*range])));
    }
}

/// The paths in inline code that begin with one of the folders which a skill has for its own files.
fn own_files(context: &Context<'_>, found: &mut Vec<TextRange>) {
    const FOLDERS: [&str; 3] = ["references/", "scripts/", "assets/"];
    let is_meant = |path: &str| at_path::is_file(path) && link::read(path).is_some();
    for span in &context.facts().markdown.spans {
        let code = &context.text[*span];
        let path = code.trim_matches('`');
        let below = path.strip_prefix("./").unwrap_or(path);
        if FOLDERS.iter().any(|folder| below.starts_with(folder)) && is_meant(path) && is_read(context, *span) {
            let ticks = TextSize::new((code.len() - code.trim_start_matches('`').len()) as u32);
            found.push(TextRange::at(span.start() + ticks, TextSize::of(path)));
        }
    }
}

/// Whether the last verb of a line before `span` tells to read or run it, rather than to make it.
fn is_read(context: &Context<'_>, span: TextRange) -> bool {
    const READING: [&str; 10] = ["read", "see", "load", "run", "follow", "consult", "open", "use", "check", "execute"];
    const MAKING: [&str; 8] = ["create", "write", "save", "generate", "add", "make", "put", "output"];
    let before = &context.text[..usize::from(span.start())];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let is_one = |word: &str, of: &[&str]| of.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut verbs =
        line.rsplit(|c: char| !c.is_alphanumeric()).filter(|word| is_one(word, &READING) || is_one(word, &MAKING));
    verbs.next().is_some_and(|verb| is_one(verb, &READING))
}

/// Whether what follows an `@` is a path and no package or address: it has the extension of a text, or begins with a folder that is there.
/// A command that looks at any project names files without a folder that may be there, such as `@package.json`.
fn names_a_place(context: &Context<'_>, path: &str) -> bool {
    const TEXTS: [&str; 8] = ["md", "mdc", "txt", "json", "yml", "yaml", "toml", "sh"];
    let Some((first, _)) = path.split_once('/') else {
        return context.document.kind == Kind::Instructions && path.ends_with(".md");
    };
    let is_text = Utf8Path::new(path).extension().is_some_and(|extension| TEXTS.contains(&extension));
    let is_there = || matches!(context.snapshot.resolve(Utf8Path::new(first)), Resolved::Folder(_));
    is_text || first.starts_with('.') || is_there()
}

/// Whether a path leads nowhere, neither from the project nor from the folder of the document.
fn is_missing(context: &Context<'_>, path: &str) -> bool {
    let files = context.snapshot.files();
    let folder = link::folder(context.snapshot, context.document);
    let from_root = Utf8Path::new(path.strip_prefix("./").unwrap_or(path));
    let (in_project, in_folder) = (context.snapshot.resolve(from_root), files.resolve_in(folder, path));
    // A command runs at the root. What is outside of the project cannot be known, nor what git ignores.
    let (first, second) = match context.document.kind {
        Kind::Command | Kind::SpecKit(_) => (in_project, in_folder),
        _ => (in_folder, in_project),
    };
    matches!(first, Resolved::Missing)
        && matches!(second, Resolved::Missing | Resolved::Outside)
        && !files.is_ignored(from_root)
        && !files.is_ignored(&folder.join(path))
}

/// The file that was meant, written as `path` is: the only one of this name, or one with a similar path.
fn near(context: &Context<'_>, path: &str, sink: &mut Sink<'_>) -> Option<String> {
    let files = context.snapshot.files();
    let folder = match context.document.kind {
        Kind::Skill | Kind::Instructions => link::folder(context.snapshot, context.document),
        _ => Utf8Path::new(""),
    };
    let named: Vec<_> = files.named(Utf8Path::new(path).file_name()?).take(2).collect();
    let wanted = ProjectPath::written_in(folder, path)?;
    let near = match named[..] {
        [only] => only,
        _ => {
            let around = files.around(wanted.as_str(), REACH).map(Utf8Path::as_str);
            let near = Utf8Path::new(sink.nearest(wanted.as_str(), around)?);
            // A long way that both have in common makes nothing of their names alike.
            sink.nearest(wanted.file_name()?, near.file_name())?;
            near
        }
    };
    Some(link::way(folder, near).into_string())
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::fixture::{check, check_fixes, check_silent};

    #[test]
    fn files_that_a_command_pulls_in() {
        let fixture = "
//- /.claude/commands/dev/test.md
---
description: See @docs/gone.md.
---
Plän 😀 @docs/stlye.md, @.claude/agents/a.md and (@./CLAUDE.md).
//- /docs/style.md
//- /.claude/agents/a.md
";
        check(
            "file-reference-missing",
            fixture,
            expect![[r#"
                .claude/commands/dev/test.md
                  Plän 😀 @docs/stlye.md, @.claude/agents/a.md and (@./CLAUDE.md).
                //        ^^^^^^^^^^^^^ warning file-reference-missing: `docs/stlye.md` does not exist: did you mean `docs/style.md`?
                  Plän 😀 @docs/stlye.md, @.claude/agents/a.md and (@./CLAUDE.md).
                //                                                  ^^^^^^^^^^^ warning file-reference-missing: `./CLAUDE.md` does not exist: create it or fix the path
            "#]],
        );
        check_fixes(
            "file-reference-missing",
            fixture,
            expect![[r#"
            * Change to `docs/style.md`
            //- /.claude/commands/dev/test.md
            ---
            description: See @docs/gone.md.
            ---
            Plän 😀 @docs/style.md, @.claude/agents/a.md and (@./CLAUDE.md).
        "#]],
        );
    }

    #[test]
    fn each_tool_has_its_own_way_to_pull_in_a_file() {
        check(
            "file-reference-missing",
            "
//- /.gemini/commands/a.toml
prompt = \"\"\"
é @docs/gone.md @{docs/gone.md} @{docs/a.md} @{src} @{docs/{{args}}.md}
\"\"\"
//- /.qwen/commands/a.md
@docs/gone.md @{docs/b.md}
//- /.opencode/command/a.md
@docs/gone.md @{docs/gone.md}
//- /.cursor/commands/a.md
@docs/gone.md @{docs/gone.md}
//- /.windsurf/workflows/a.md
@docs/gone.md @{docs/gone.md}
//- /.codex/prompts/a.md
@docs/gone.md @{docs/gone.md}
//- /docs/a.md
",
            expect![[r#"
                .gemini/commands/a.toml
                  é @docs/gone.md @{docs/gone.md} @{docs/a.md} @{src} @{docs/{{args}}.md}
                //                  ^^^^^^^^^^^^ warning file-reference-missing: `docs/gone.md` does not exist: create it or fix the path
                .opencode/command/a.md
                  @docs/gone.md @{docs/gone.md}
                // ^^^^^^^^^^^^ warning file-reference-missing: `docs/gone.md` does not exist: create it or fix the path
                .qwen/commands/a.md
                  @docs/gone.md @{docs/b.md}
                //                ^^^^^^^^^ warning file-reference-missing: `docs/b.md` does not exist: did you mean `docs/a.md`?
            "#]],
        );
    }

    #[test]
    fn files_that_a_skill_names() {
        check(
            "file-reference-missing",
            "
//- /.claude/skills/weather/SKILL.md
Read `references/gone.md` and `references/a.md`, run `./scripts/x.py`. Create `assets/new.md` with `scripts/<name>.py`.
//- /.claude/skills/weather/references/a.md
//- /.claude/skills/weather/tools/x.py
",
            expect![[r#"
                .claude/skills/weather/SKILL.md
                  Read `references/gone.md` and `references/a.md`, run `./scripts/x.py`. Create `assets/new.md` with `scripts/<name>.py`.
                //      ^^^^^^^^^^^^^^^^^^ warning file-reference-missing: `references/gone.md` does not exist: create it or fix the path
                  Read `references/gone.md` and `references/a.md`, run `./scripts/x.py`. Create `assets/new.md` with `scripts/<name>.py`.
                //                                                      ^^^^^^^^^^^^^^ warning file-reference-missing: `./scripts/x.py` does not exist: did you mean `tools/x.py`?
            "#]],
        );
    }

    #[test]
    fn files_that_instructions_import_import_others() {
        check(
            "file-reference-missing",
            "
//- /CLAUDE.md
@docs/a.md and @docs/gone.md, not @team/x.ts
//- /docs/a.md
@b.md @docs/b.md @lost.md
//- /docs/b.md
Nothing.
//- /docs/c.md
@nobody-imports-this.md
//- /src/AGENTS.md
@../docs/a.md @../docs/c.mdc
",
            expect![[r#"
                CLAUDE.md
                  @docs/a.md and @docs/gone.md, not @team/x.ts
                //                ^^^^^^^^^^^^ warning file-reference-missing: `docs/gone.md` does not exist: create it or fix the path
                docs/a.md
                  @b.md @docs/b.md @lost.md
                //                  ^^^^^^^ warning file-reference-missing: `lost.md` does not exist: create it or fix the path
                src/AGENTS.md
                  @../docs/a.md @../docs/c.mdc
                //               ^^^^^^^^^^^^^ warning file-reference-missing: `../docs/c.mdc` does not exist: did you mean `../docs/c.md`?
            "#]],
        );
    }

    #[test]
    fn what_is_no_file_of_the_project_is_ignored() {
        check_silent(
            "file-reference-missing",
            "
//- /.claude/commands/dev/test.md
@reviewer me@example.md @org/package.js @types/node @docs/*.md @docs/{name}.md @~/x.md @/etc/x.md @$1 @path/to/x.md @https://x.md
`@docs/gone.md` @../outside/x.md @v1.2 @example.com @docs/NNN-a.md @package.json @AGENTS.md

```
@docs/gone.md
```
//- /templates/commands/test.md
@docs/gone.md
//- /.github/prompts/test.prompt.md
@docs/gone.md
//- /README.md
@docs/gone.md
//- /.github/copilot-instructions.md
@docs/gone.md
//- /.windsurf/rules/a.md
@docs/gone.md
//- /CLAUDE.md
<!-- @docs/gone.md -->
",
        );
    }
}
