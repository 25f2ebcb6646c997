//! Real folders, as they come.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use expect_test::{Expect, expect};
use tempfile::TempDir;

use super::*;
use crate::workspace::{path::real, settings::Globs};

/// A folder on disk, gone when it is dropped.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(TempDir::new().unwrap());
        files.iter().for_each(|(name, text)| folder.write(name, text.as_bytes()));
        folder
    }

    fn path(&self) -> Utf8PathBuf {
        real(self.0.path()).unwrap()
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

    #[cfg(unix)]
    fn pipe(&self, name: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let path = std::ffi::CString::new(path.as_str()).unwrap();
        // SAFETY: the path is a NUL-terminated string that lives until the call returns.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
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
                // The number of an error differs from system to system.
                let reason = document.unreadable.as_deref().map(|reason| reason.split(" (os error").next().unwrap());
                let note = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
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
    folder.link(".claude/commands/loop", "..");
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
        ("two/backlog/config.yml", ""),
        ("two/backlog.config.yml", "project_name: Two\nbacklog_directory: todo"),
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
          Backlog(Config) backlog.config.yml
          Backlog(Config) backlog/config.yml
          Task todo/tasks/task-1 - A.md
    "#]]);
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = Folder::new(&[(".claude/commands/a.md", ""), (".claude/commands/zero.md", "a\0b")]);
    folder.write(".claude/commands/latin.md", b"caf\xe9");
    let huge = std::fs::File::create(folder.path().join(".claude/commands/huge.md")).unwrap();
    huge.set_len(MAX_SIZE + 1).unwrap();
    folder.check(expect![[r#"
        project /
          Command .claude/commands/a.md
          Command .claude/commands/huge.md (it is larger than 10 MB)
          Command .claude/commands/latin.md (it is not UTF-8 (byte 3))
          Command .claude/commands/zero.md
    "#]]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_document_is_not_waited_for() {
    let folder = Folder::new(&[(".claude/commands/a.md", "{{INCLUDE:pipe.md}}")]);
    folder.pipe("pipe.md");
    folder.pipe(".claude/commands/pipe.md");
    folder.check(expect![[r#"
        project /
          Command .claude/commands/a.md
          Command .claude/commands/pipe.md (it is not a regular file)
          Partial pipe.md (it is not a regular file)
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

#[test]
fn a_folder_in_the_place_of_a_document_is_reported() {
    let folder = Folder::new(&[("memory/constitution.md/a.md", ""), ("docs/b.md/c.md", "")]);
    folder.check(expect![[r#"
        project /
          Constitution memory/constitution.md (it is a folder)
    "#]]);
}

#[cfg(unix)]
#[test]
fn links_that_cannot_be_followed_are_reported_in_the_place_of_documents() {
    let outside = Folder::new(&[("secret.md", "secret"), ("memory/constitution.md", "secret")]);
    let outside = outside.path();
    let folder = Folder::new(&[(".git/HEAD", ""), ("flowspec-lsp.toml", ""), ("docs/README.md", "")]);
    folder.link(".claude/commands/outside.md", outside.join("secret.md").as_str());
    folder.link("docs/outside.md", outside.join("secret.md").as_str());
    folder.link("memory", outside.join("memory").as_str());
    folder.link("docs/outside", outside.join("memory").as_str());
    folder.link(".claude/commands/a.md", "b.md");
    folder.link(".claude/commands/b.md", "a.md");
    folder.link(".claude/commands/gone.md", "nowhere.md");
    folder.link(".claude/commands/gone-too.md", "/nowhere.md");
    folder.link(".claude/commands/inside.md", folder.path().join("docs/README.md").as_str());
    folder.check(expect![[r#"
        project /
          Command .claude/commands/a.md (it cannot be opened: Too many levels of symbolic links)
          Command .claude/commands/b.md (it cannot be opened: Too many levels of symbolic links)
          Command .claude/commands/outside.md (it is a link out of the project)
          Command docs/README.md = .claude/commands/inside.md
          Settings flowspec-lsp.toml
          Folder memory (it is a link out of the project)
    "#]]);
}

#[cfg(unix)]
#[test]
fn settings_from_outside_do_not_count() {
    let task = "project_name: A\nbacklog_directory: todo";
    let outside =
        Folder::new(&[("a.toml", "exclude = [\"*\"]"), ("flowspec-lsp.toml", "exclude = [\"*\"]"), ("a.yml", task)]);
    let outside = outside.path();
    for (name, target) in [("flowspec-lsp.toml", "a.toml"), (".flowspec", ""), ("backlog.config.yml", "a.yml")] {
        let folder = Folder::new(&[(".claude/commands/a.md", ""), ("todo/tasks/task-1 - A.md", "")]);
        folder.link(name, outside.join(target).as_str());
        let base = scan(&folder.path(), &Settings::default()).remove(0);
        let mut shown: Vec<_> =
            base.documents.values().map(|it| (it.name().as_str(), it.unreadable.as_deref())).collect();
        shown.sort_unstable();
        let mut expected = [(".claude/commands/a.md", None), (name, Some("it is a link out of the project"))];
        expected.sort_unstable();
        assert_eq!(shown, expected);
    }
}

/// What is called as a dialect's folder is a part of a project, unless it has that folder itself.
#[test]
fn a_project_may_be_called_openspec() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        ("examples/openspec/openspec/specs/till/spec.md", ""),
        ("openspec/.claude/commands/a.md", ""),
        ("openspec/specs/till/spec.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          OpenSpec(Spec) openspec/specs/till/spec.md
        project /examples/openspec
          OpenSpec(Spec) openspec/specs/till/spec.md
    "#]]);
    let root = |file: &str| {
        project_root(&folder.path().join(file)).map(|root| root.strip_prefix(folder.path()).unwrap().to_owned())
    };
    assert_eq!(root("examples/openspec/openspec/specs/till/spec.md"), Some("examples/openspec".into()));
    assert_eq!(root("openspec/specs/till/spec.md"), Some("".into()));
}

#[test]
fn a_folder_of_a_dialect_is_read_although_git_ignores_it() {
    let folder = Folder::new(&[
        (".gitignore", ".claude/\n/backlog\n.*\n!.gitignore\nout/\nsettings.local.json\n.claude/cache/\nnotes.md\n"),
        (".claude/commands/flow/plan.md", ""),
        (".claude/cache/skills/x/SKILL.md", ""),
        (".claude/skills/x/SKILL.md", ""),
        (".claude/commands/notes.md", ""),
        (".github/prompts/a.prompt.md", ""),
        (".other/skills/x/SKILL.md", ""),
        ("backlog/tasks/task-1 - A.md", ""),
        ("out/.claude/skills/x/SKILL.md", ""),
        ("sub/.claude/commands/b.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Command .claude/commands/flow/plan.md
          Skill .claude/skills/x/SKILL.md
          Command .github/prompts/a.prompt.md
          Task backlog/tasks/task-1 - A.md
        project /sub
          Command .claude/commands/b.md
    "#]]);
    let base = scan(&folder.path(), &Settings::default()).remove(0);
    for (file, ignored) in [
        (".claude/commands/new.md", false),
        (".claude/cache/new.md", true),
        (".claude/commands/notes.md", true),
        ("out/.claude/commands/new.md", true),
        ("backlog/tasks/new.md", false),
    ] {
        assert_eq!(base.files.is_ignored(Utf8Path::new(file)), ignored, "{file}");
    }
}

#[test]
fn a_checkout_among_hidden_files_is_another_project() {
    let folder = Folder::new(&[
        (".git/HEAD", ""),
        (".claude/worktrees/x/.git", "gitdir: ../../../.git/worktrees/x"),
        (".claude/worktrees/x/.claude/skills/a/SKILL.md", ""),
        (".claude/skills/a/SKILL.md", ""),
        (".worktrees/x/.git", "gitdir: ../../.git/worktrees/x"),
        (".worktrees/x/.claude/skills/a/SKILL.md", ""),
        ("vendor/y/.git", "gitdir: ../../.git/modules/y"),
        ("vendor/y/.claude/skills/a/SKILL.md", ""),
        ("openspec/.git", "gitdir: ../.git/modules/openspec"),
        ("openspec/skills/a/SKILL.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Skill .claude/skills/a/SKILL.md
          Skill openspec/skills/a/SKILL.md
        project /vendor/y
          Skill .claude/skills/a/SKILL.md
    "#]]);
    for (file, root) in [
        (".claude/worktrees/x/.claude/skills/a/SKILL.md", ".claude/worktrees/x"),
        (".claude/skills/a/SKILL.md", ""),
        (".worktrees/x/a.md", ".worktrees/x"),
        ("vendor/y/a.md", "vendor/y"),
        ("openspec/skills/a/SKILL.md", ""),
    ] {
        let root = if root.is_empty() { folder.path() } else { folder.path().join(root) };
        assert_eq!(project_root(&folder.path().join(file)), Some(&*root), "{file}");
    }
    folder.write(".gitignore", b"openspec\n");
    folder.check(expect![[r#"
        project /
          Skill .claude/skills/a/SKILL.md
        project /vendor/y
          Skill .claude/skills/a/SKILL.md
    "#]]);
}

#[test]
fn the_pointer_to_the_current_feature_is_read_although_git_ignores_it() {
    let folder = Folder::new(&[
        (".specify/.gitignore", "feature.json\nother.json\n"),
        (".specify/feature.json", "{}"),
        (".specify/other.json", "{}"),
    ]);
    let base = scan(&folder.path(), &Settings::default()).remove(0);
    for (file, is_read) in [(".specify/feature.json", true), (".specify/other.json", false)] {
        assert_eq!(base.files.file(Utf8Path::new(file)).is_some(), is_read, "{file}");
    }
}

#[test]
fn ignore_rules_hold_as_in_git() {
    let folder = Folder::new(&[
        (".git/info/exclude", "excluded/\n"),
        (".gitignore", "\u{feff}skills/*/\n!skills/kept/\n/top/\n[\n"),
        (".ignore", "!skills/wanted/\n"),
        ("excluded/skills/a/SKILL.md", ""),
        ("skills/a/SKILL.md", ""),
        ("skills/kept/SKILL.md", ""),
        ("skills/wanted/SKILL.md", ""),
        ("top/partials/a.md", ""),
        ("sub/top/partials/a.md", ""),
        ("sub/.gitignore", "!skills/a/\n"),
        ("sub/skills/a/SKILL.md", ""),
        ("other/.git/HEAD", ""),
        ("other/skills/a/SKILL.md", ""),
    ]);
    folder.check(expect![[r#"
        project /
          Skill skills/kept/SKILL.md
          Skill skills/wanted/SKILL.md
          Skill sub/skills/a/SKILL.md
          Partial sub/top/partials/a.md
        project /other
          Skill skills/a/SKILL.md
    "#]]);
}

#[test]
fn an_ignore_file_above_the_folder_does_not_count() {
    let folder = Folder::new(&[(".gitignore", "*.md\n"), ("project/.claude/commands/a.md", "")]);
    let bases = scan(&folder.path().join("project"), &Settings::default());
    assert_eq!(bases[0].documents.len(), 1);
}

#[cfg(unix)]
#[test]
fn an_ignore_file_that_is_none_is_reported_and_not_read() {
    for name in [".gitignore", ".ignore", "docs/.gitignore", ".git/info/exclude"] {
        let target = |target: &str| {
            let folder = Folder::new(&[(".claude/commands/a.md", ""), (".git/HEAD", ""), ("docs/a.md", "")]);
            match target {
                "pipe" => folder.pipe(name),
                "folder" => folder.write(&format!("{name}/x"), b""),
                "large" => {
                    folder.write(name, b"");
                    std::fs::File::create(folder.path().join(name)).unwrap().set_len(5 << 30).unwrap();
                }
                target => folder.link(name, target),
            }
            let base = scan(&folder.path(), &Settings::default()).remove(0);
            assert_eq!(base.documents.len(), 2, "{name} {target}");
            let mut documents = base.documents.values();
            let reason = documents.find(|document| document.name() == name).unwrap().unreadable.clone().unwrap();
            format!("{target}: {reason}")
        };
        let targets = ["/dev/zero", "/dev/stdin", "/etc/hostname", "/nowhere", "pipe", "folder", "large"].map(target);
        let link = "it is a link, which git does not follow";
        let expected = [
            format!("/dev/zero: {link}"),
            format!("/dev/stdin: {link}"),
            format!("/etc/hostname: {link}"),
            format!("/nowhere: {link}"),
            "pipe: it is not a regular file".to_owned(),
            "folder: it is a folder".to_owned(),
            "large: it is larger than 256 KB".to_owned(),
        ];
        assert_eq!(targets, expected, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_listed_is_reported() {
    let folder = Folder::new(&[(".claude/commands/a.md", "")]);
    // A path that is too long for the system cannot be opened, even by root.
    let long = "x".repeat(250);
    let mut dir = cap_std::fs::Dir::open_ambient_dir(folder.path(), cap_std::ambient_authority()).unwrap();
    for _ in 0..20 {
        dir.create_dir(&long).unwrap();
        dir = dir.open_dir(&long).unwrap();
    }
    let base = scan(&folder.path(), &Settings::default()).remove(0);
    let found = base.documents.values().find(|document| document.kind == Kind::Folder).unwrap();
    let reason = found.unreadable.as_deref().unwrap();
    assert!(reason.starts_with("it cannot be listed: File name too long"), "{reason}");
}

#[cfg(unix)]
#[test]
fn what_changes_between_the_walk_and_the_read_does_not_lead_out() {
    let outside = Folder::new(&[("memory/constitution.md", "secret"), ("memory/more.md", "secret")]);
    let folder = Folder::new(&[("memory/constitution.md", ""), (".claude/commands/a.md", "")]);
    let root = Root::open(&folder.path()).unwrap();
    let entries = walk(&root);
    std::fs::remove_dir_all(folder.path().join("memory")).unwrap();
    folder.link("memory", outside.path().join("memory").as_str());
    std::fs::remove_file(folder.path().join(".claude/commands/a.md")).unwrap();
    folder.link(".claude/commands/a.md", outside.path().join("memory/more.md").as_str());
    let base = project(&root, "", &entries.iter().collect::<Vec<_>>(), &Settings::default(), None);
    assert_eq!(base.documents.len(), 2);
    for document in base.documents.values() {
        assert_eq!((document.text(), document.unreadable.as_deref()), ("", Some("it is a link out of the project")));
    }
    assert!(root.list(Utf8Path::new("memory")).is_err());
}

#[cfg(unix)]
#[test]
fn a_project_that_becomes_a_link_is_not_read() {
    let outside = Folder::new(&[(".claude/commands/secret.md", "secret")]);
    let folder = Folder::new(&[("nested/.claude/commands/a.md", "")]);
    let root = Root::open(&folder.path()).unwrap();
    let entries = walk(&root);
    std::fs::remove_dir_all(folder.path().join("nested")).unwrap();
    folder.link("nested", outside.path().as_str());
    let base = project(&root, "nested", &entries.iter().collect::<Vec<_>>(), &Settings::default(), None);
    assert!(base.documents.values().all(|document| document.kind == Kind::Folder));
}

#[test]
fn only_what_does_not_exist_is_absent() {
    use std::io::{Error, ErrorKind};
    for (kind, absent) in [
        (ErrorKind::NotFound, true),
        (ErrorKind::NotADirectory, true),
        (ErrorKind::PermissionDenied, false),
        (ErrorKind::TooManyLinks, false),
        (ErrorKind::InvalidFilename, false),
        (ErrorKind::Other, false),
    ] {
        assert_eq!(matches!(ReadError::from(Error::from(kind)), ReadError::Gone), absent, "{kind}");
    }
    #[cfg(unix)]
    for (code, reason) in [
        (libc::EACCES, "it cannot be opened: Permission denied"),
        (libc::EIO, "it cannot be opened: Input/output error"),
        (libc::ELOOP, "it cannot be opened: Too many levels of symbolic links"),
        (libc::ENOENT, "it does not exist"),
        (libc::ENOTDIR, "it does not exist"),
    ] {
        let error = ReadError::from(Error::from_raw_os_error(code)).to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

#[test]
fn the_project_of_an_open_file_is_handed_over_before_the_others_are_read() {
    let folder = Folder::new(&[("a/.git/HEAD", ""), ("b/.git/HEAD", ""), ("b/.claude/commands/x.md", "")]);
    let early = std::cell::RefCell::new(Vec::new());
    let open = || vec![DocPath::new(folder.path().join("b/.claude/commands/x.md"))];
    let take = |base: Base| early.borrow_mut().push((base.root.clone(), base.documents.len()));
    let all = Scanner::packing().scan_from(&[folder.path()], &Settings::default(), &open, &take);
    assert_eq!(early.into_inner(), [(folder.path().join("b"), 1)]);
    let roots: BTreeSet<_> = all.into_iter().map(|base| base.root).collect();
    assert_eq!(roots, BTreeSet::from(["", "a", "b"].map(|name| folder.path().join(name).components().collect())));
}

#[test]
fn a_project_that_is_alone_is_not_handed_over_twice() {
    let folder = Folder::new(&[(".claude/commands/x.md", "")]);
    let open = || vec![DocPath::new(folder.path().join(".claude/commands/x.md"))];
    let early = std::cell::Cell::new(0);
    Scanner::packing().scan_from(&[folder.path()], &Settings::default(), &open, &|_| early.set(early.get() + 1));
    assert_eq!(early.get(), 0);
}
