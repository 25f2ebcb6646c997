//! Real folders, as they come.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use expect_test::{Expect, expect};
use tempfile::TempDir;

use super::{MAX_SIZE, scan};
use crate::workspace::{Settings, settings::Globs};

/// A folder on disk, gone when it is dropped.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text.as_bytes()));
        folder
    }

    fn path(&self) -> Utf8PathBuf {
        Utf8Path::from_path(self.0.path()).unwrap().canonicalize_utf8().unwrap()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    #[cfg(unix)]
    fn link(&self, name: &str, target: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    /// What a scan reads: projects, their documents with all names, and why one is not readable.
    fn check(&self, expect: Expect) {
        self.check_with(&Settings::default(), expect);
    }

    fn check_with(&self, settings: &Settings, expect: Expect) {
        let mut shown = String::new();
        for base in scan(&self.path(), settings) {
            let root = base.root.strip_prefix(self.path()).unwrap();
            writeln!(shown, "project /{root}").unwrap();
            let mut documents: Vec<_> = base.documents.values().collect();
            documents.sort_by_key(|document| document.path.clone());
            for document in documents {
                let names: Vec<_> = document.names.iter().map(|name| name.as_str()).collect();
                let note = document.unreadable.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
                writeln!(shown, "  {:?} {}{note}", document.kind, names.join(" = ")).unwrap();
            }
        }
        expect.assert_eq(&shown);
    }
}

#[test]
fn hidden_folders_are_read_and_ignored_ones_are_not() {
    let folder = Folder::new(&[
        (".gitignore", "out/\n"),
        (".claude/commands/flow/plan.md", ""),
        ("out/.claude/commands/flow/plan.md", ""),
        (".git/hooks/skills/x/SKILL.md", ""),
        ("node_modules/x/skills/y/SKILL.md", ""),
        ("README.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Command .claude/commands/flow/plan.md
    "#]]);
}

#[cfg(unix)]
#[test]
fn of_many_links_to_one_folder_the_first_ones_count() {
    let folder = Folder::new(&[("templates/commands/flow/plan.md", ""), ("templates/commands/flow/tasks.md", "")]);
    (0..100).for_each(|at| folder.link(&format!("links/{at:03}"), "../templates/commands/flow"));
    folder.link(".claude/commands/flow", "../../templates/commands/flow");
    let bases = scan(&folder.path(), &Settings::default());
    let names: Vec<_> = bases[0].documents.values().map(|document| &document.names).collect();
    assert_eq!(names.iter().map(|names| names.len()).collect::<Vec<_>>(), [33, 33]);
    assert!(names.iter().all(|names| names[1].starts_with(".claude") && names[32].starts_with("links/030")));
}

#[cfg(unix)]
#[test]
fn links_are_further_names_of_one_document() {
    let folder = Folder::new(&[("templates/commands/flow/plan.md", "{{INCLUDE:shared.md}}"), ("docs/shared.md", "")]);
    folder.link(".claude/commands/flow", "../../templates/commands/flow");
    folder.link(".github/prompts/flow.plan.prompt.md", "../../templates/commands/flow/plan.md");
    folder.link("shared.md", "docs/shared.md");
    folder.link(".claude/commands/gone.md", "nowhere.md");
    folder.link(".claude/commands/outside.md", "/etc/hostname");
    folder.link(".claude/commands/loop", "..");
    folder.link(".claude/commands/a.md", "b.md");
    folder.link(".claude/commands/b.md", "a.md");
    folder.check(expect![[r#"
        project /
          Partial docs/shared.md = shared.md
          Command templates/commands/flow/plan.md = .claude/commands/flow/plan.md = .github/prompts/flow.plan.prompt.md
    "#]]);
}

#[test]
fn a_file_that_git_wrote_for_a_link_is_one() {
    let folder = Folder::new(&[
        ("templates/commands/flow/plan.md", ""),
        (".claude/commands/flow/plan.md", "../../../templates/commands/flow/plan.md"),
        (".claude/commands/arch", "../../templates/commands/flow"),
        (".github/prompts/old.prompt.md", "../../templates/commands/old.md"),
        (".claude/commands/flow/short.md", "see docs/README.md"),
    ]);
    folder.check(expect![[r#"
        project /
          Command .claude/commands/flow/short.md
          Command templates/commands/flow/plan.md = .claude/commands/arch/plan.md = .claude/commands/flow/plan.md
    "#]]);
}

#[test]
fn projects_lie_side_by_side_and_inside_each_other() {
    let folder = Folder::new(&[
        ("one/.claude/commands/flow/a.md", ""),
        ("one/memory/constitution.md", ""),
        ("one/.flowspec/memory/constitution.md", ""),
        ("one/templates/.claude/commands/x/b.md", ""),
        ("one/sub/flowspec_workflow.yml", ""),
        ("one/sub/memory/flowspec_workflow.yml", ""),
        ("two/backlog/config.yml", "backlog_directory: todo"),
        ("two/todo/tasks/task-1 - A.md", ""),
        ("two/backlog/tasks/task-1 - A.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
        project /one
          Command .claude/commands/flow/a.md
          Constitution .flowspec/memory/constitution.md
          Constitution memory/constitution.md
        project /one/sub
          Workflow flowspec_workflow.yml
          Workflow memory/flowspec_workflow.yml
        project /two
          Task todo/tasks/task-1 - A.md
    "#]]);
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = Folder::new(&[(".claude/commands/a.md", ""), (".claude/commands/nul.md", "a\0b")]);
    folder.write(".claude/commands/latin.md", b"caf\xe9");
    let huge = std::fs::File::create(folder.path().join(".claude/commands/huge.md")).unwrap();
    huge.set_len(MAX_SIZE + 1).unwrap();
    folder.check(expect![[r#"
        project /
          Command .claude/commands/a.md
          Command .claude/commands/huge.md (it is larger than 10 MB)
          Command .claude/commands/latin.md (it is not UTF-8 (byte 3))
          Command .claude/commands/nul.md
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_document_is_not_waited_for() {
    let folder = Folder::new(&[(".claude/commands/a.md", "{{INCLUDE:pipe.md}}")]);
    for name in ["pipe.md", ".claude/commands/pipe.md"] {
        let path = std::ffi::CString::new(folder.path().join(name).as_str()).unwrap();
        // SAFETY: the path is a NUL-terminated string that lives until the call returns.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
    }
    folder.check(expect![[r#"
        project /
          Command .claude/commands/a.md
    "#]]);
}

#[test]
fn what_documents_refer_to_is_read_too() {
    let folder = Folder::new(&[
        (".claude/commands/flow/plan.md", "{{INCLUDE:docs/a.md}} [b](../../../docs/b.md#top) [c](../../../docs/c.md)"),
        ("docs/a.md", "{{INCLUDE:docs/deeper.md}}"),
        ("docs/deeper.md", ""),
        ("docs/b.md", "# Top"),
        ("docs/c.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Command .claude/commands/flow/plan.md
          Partial docs/a.md
          Other docs/b.md
          Partial docs/deeper.md
    "#]]);
}

#[test]
fn settings_name_other_places_and_what_is_not_read() {
    let folder = Folder::new(&[
        ("flowspec-lsp.toml", "exclude = [\"vendor\"]\n[documents]\ncommand = [\"prompts/**/*.md\"]\n"),
        ("prompts/flow/plan.md", ""),
        (".claude/commands/flow/plan.md", ""),
        ("vendor/prompts/x.md", ""),
        ("vendor/skills/x/SKILL.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Settings flowspec-lsp.toml
          Command prompts/flow/plan.md
    "#]]);
    let client = Settings { exclude: Globs::new(vec!["prompts/flow".into()]), ..Settings::default() };
    folder.check_with(
        &client,
        expect![[r#"
        project /
          Settings flowspec-lsp.toml
    "#]],
    );
}
