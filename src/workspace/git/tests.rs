//! Real repositories.

use super::*;

fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = real(folder.path()).unwrap();
    (folder, path)
}

fn git(root: &Utf8Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(root).args(identity).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
        command.env_remove(name);
    }
    assert!(command.status().unwrap().success(), "git {arguments:?}");
}

/// A repository with one committed task.
fn repository(root: &Utf8Path, init: &[&str]) -> DocPath {
    git(root, &[&["init", "-q"], init].concat());
    let task = DocPath::new(root.join("task-1 - A.md"));
    std::fs::write(&*task, "committed\n").unwrap();
    git(root, &["add", "."]);
    git(root, &["commit", "-q", "-m", "task"]);
    task
}

fn within(root: &Utf8Path, folder: &Utf8Path, seconds: u64, tasks: &[DocPath]) -> FxHashMap<DocPath, Arc<str>> {
    let folders = [folder.to_owned()];
    let asker = Asker { folders: &folders, deadline: Instant::now() + Duration::from_secs(seconds) };
    let commit = asker.commit(root, tasks.to_vec(), None);
    commit.into_iter().flat_map(|commit| commit.texts).filter_map(|(path, text)| Some((path, text?))).collect()
}

/// The committed texts of tasks of the project at `root`, which lies in the open `folder`.
fn committed(root: &Utf8Path, folder: &Utf8Path, tasks: &[DocPath]) -> FxHashMap<DocPath, Arc<str>> {
    within(root, folder, 60, tasks)
}

#[cfg(unix)]
fn pipe(path: &Utf8Path) {
    let path = std::ffi::CString::new(path.as_str()).unwrap();
    // SAFETY: the path is a NUL-terminated string that lives until the call returns.
    assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn texts_of_the_last_commit() {
    let (_keep, root) = folder();
    git(&root, &["init", "-q"]);
    let tasks: Vec<_> = (0..300).map(|number| DocPath::new(root.join(format!("task-{number} - Ä b.md")))).collect();
    for (number, task) in tasks.iter().enumerate() {
        std::fs::write(&**task, format!("{number}\nHEAD:x missing\n").repeat(500)).unwrap();
    }
    assert!(committed(&root, &root, &tasks).is_empty(), "no commit yet");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "tasks"]);
    std::fs::write(&*tasks[7], "edited").unwrap();
    let mut asked = tasks.clone();
    asked.insert(3, DocPath::new(root.join("never committed.md")));
    let texts = committed(&root, &root, &asked);
    assert_eq!(texts.len(), tasks.len());
    for (number, task) in tasks.iter().enumerate() {
        assert_eq!(*texts[task], *format!("{number}\nHEAD:x missing\n").repeat(500));
    }
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn a_scan_asks_for_tasks_that_carry_a_state() {
    let (_keep, root) = folder();
    git(&root, &["init", "-q"]);
    std::fs::create_dir_all(root.join("backlog/tasks")).unwrap();
    let task = |number: u32, label: &str| {
        let path = DocPath::new(root.join(format!("backlog/tasks/task-{number} - A.md")));
        std::fs::write(&*path, format!("---\nid: task-{number}\nlabels: ['{label}']\n---\n")).unwrap();
        path
    };
    let (moving, plain) = (task(1, "workflow:Planned"), task(2, "backend"));
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "tasks"]);
    task(1, "workflow:Deployed");
    let mut world = crate::workspace::World::default();
    world.load(crate::workspace::scan::scan(&root, &Default::default()));
    let snapshot = &world.projects()[0];
    assert_eq!(snapshot.committed(&moving), Some("---\nid: task-1\nlabels: ['workflow:Planned']\n---\n"));
    assert_eq!(snapshot.committed(&plain), None);
}

#[test]
fn without_a_repository_there_is_nothing() {
    let (_keep, root) = folder();
    let task = [DocPath::new(root.join("task-1 - A.md"))];
    assert!(committed(&root, &root, &task).is_empty());
    std::fs::create_dir(root.join(".git")).unwrap();
    assert!(committed(&root, &root, &task).is_empty());
    assert!(committed(&root, &root, &[]).is_empty());
}

#[cfg(unix)]
#[test]
fn a_program_that_hangs_is_ended() {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "sleep 600 & sleep 600"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let started = std::time::Instant::now();
    let deadline = Instant::now() + Duration::from_millis(50);
    let error = ask(command, "x\n".repeat(1 << 20), deadline).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_starts_nothing() {
    let (_keep, root) = folder();
    git(&root, &["init", "-q"]);
    let task = DocPath::new(root.join("task-1 - A.md"));
    std::fs::write(&*task, "text\n").unwrap();
    std::fs::write(root.join(".gitattributes"), "* filter=evil diff=evil\n").unwrap();
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "task"]);
    let witness = root.join("witness");
    let evil = format!("touch '{witness}'");
    for key in ["filter.evil.smudge", "diff.evil.textconv", "core.fsmonitor", "core.pager", "core.sshCommand"] {
        git(&root, &["config", key, &evil]);
    }
    git(&root, &["config", "alias.cat-file", &format!("!{evil}")]);
    let missing = DocPath::new(root.join("missing.md"));
    assert_eq!(committed(&root, &root, &[missing, task]).len(), 1);
    assert!(!witness.exists());
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn ids_of_sha_256_and_references_in_tables() {
    for init in ["--object-format=sha256", "--ref-format=reftable"] {
        let (_keep, root) = folder();
        // An old git does not know them.
        if !Command::new("git").current_dir(&root).args(["init", "-q", init]).status().unwrap().success() {
            continue;
        }
        let task = repository(&root, &[]);
        assert_eq!(committed(&root, &root, std::slice::from_ref(&task)).len(), 1, "{init}");
    }
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn packed_references_are_read() {
    let (_keep, root) = folder();
    let task = repository(&root, &[]);
    git(&root, &["pack-refs", "--all"]);
    git(&root, &["gc", "-q"]);
    assert_eq!(committed(&root, &root, &[task]).len(), 1);
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn a_worktree_is_read_although_its_repository_is_elsewhere() {
    let (_main, main) = folder();
    repository(&main, &[]);
    let (_other, other) = folder();
    let root = other.join("worktree");
    git(&main, &["worktree", "add", "-q", "-b", "other", root.as_str()]);
    let task = DocPath::new(root.join("task-1 - A.md"));
    assert_eq!(committed(&root, &root, std::slice::from_ref(&task)).len(), 1);
    git(&root, &["rm", "-q", task.file_name().unwrap()]);
    git(&root, &["commit", "-q", "-m", "removed"]);
    assert!(committed(&root, &root, &[task]).is_empty());
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn a_submodule_is_read_in_its_open_superproject() {
    let (_keep, outer) = folder();
    let root = outer.join("module");
    std::fs::create_dir(&root).unwrap();
    let task = repository(&root, &["--separate-git-dir", outer.join("modules").as_str()]);
    assert!(root.join(".git").is_file());
    assert_eq!(committed(&root, &outer, std::slice::from_ref(&task)).len(), 1);
    assert!(committed(&root, &root, &[task]).is_empty());
}

#[cfg(unix)]
#[test]
fn a_repository_elsewhere_is_refused() {
    use std::os::unix::fs::symlink;
    let (_secret, secret) = folder();
    repository(&secret, &[]);
    let objects = secret.join(".git/objects");
    let head = std::fs::read_to_string(secret.join(".git/refs/heads").join("main"))
        .or_else(|_| std::fs::read_to_string(secret.join(".git/refs/heads/master")));
    let head = head.unwrap();
    let own = |root: &Utf8Path| {
        git(root, &["init", "-q"]);
        std::fs::write(root.join(".git/HEAD"), &head).unwrap();
    };
    type Make<'a> = &'a dyn Fn(&Utf8Path);
    let cases: &[(&str, Make<'_>)] = &[
        ("a file", &|root| std::fs::write(root.join(".git"), format!("gitdir: {secret}/.git\n")).unwrap()),
        ("a link", &|root| symlink(secret.join(".git"), root.join(".git")).unwrap()),
        ("a common folder", &|root| {
            own(root);
            std::fs::write(root.join(".git/commondir"), format!("{secret}/.git\n")).unwrap();
        }),
        ("a false worktree", &|root| {
            std::fs::create_dir_all(root.join("worktrees/x")).unwrap();
            std::fs::write(root.join(".git"), "gitdir: worktrees/x\n").unwrap();
            std::fs::write(root.join("worktrees/x/gitdir"), format!("{root}/.git\n")).unwrap();
            std::fs::write(root.join("worktrees/x/commondir"), format!("{secret}/.git\n")).unwrap();
            std::fs::write(root.join("worktrees/x/HEAD"), &head).unwrap();
        }),
        ("alternates", &|root| {
            own(root);
            std::fs::write(root.join(".git/objects/info/alternates"), format!("{objects}\n")).unwrap();
        }),
        ("objects", &|root| {
            own(root);
            std::fs::remove_dir_all(root.join(".git/objects")).unwrap();
            symlink(&objects, root.join(".git/objects")).unwrap();
        }),
        ("some objects", &|root| {
            own(root);
            for entry in objects.read_dir_utf8().unwrap().map(Result::unwrap) {
                let link = root.join(".git/objects").join(entry.file_name());
                if !link.exists() {
                    symlink(entry.path(), link).unwrap();
                }
            }
        }),
    ];
    for (case, make) in cases {
        let (_keep, root) = folder();
        make(&root);
        let task = DocPath::new(root.join("task-1 - A.md"));
        assert!(committed(&root, &root, &[task]).is_empty(), "{case}");
    }
}

#[cfg(unix)]
#[test]
fn a_configuration_that_never_ends_is_not_read() {
    let (_keep, root) = folder();
    let task = repository(&root, &[]);
    std::fs::remove_file(root.join(".git/config")).unwrap();
    pipe(&root.join(".git/config"));
    assert_eq!(committed(&root, &root, &[task]).len(), 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_repository_is_not_waited_for() {
    for place in [".git", ".git/HEAD", ".git/commondir", ".git/objects/pack/pack-1.pack"] {
        let (_keep, root) = folder();
        let task = repository(&root, &[]);
        let place = root.join(place);
        drop(std::fs::remove_file(&place));
        drop(std::fs::remove_dir_all(&place));
        pipe(&place);
        assert!(committed(&root, &root, &[task]).is_empty(), "{place}");
    }
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn a_repository_further_up_is_not_asked() {
    let (_keep, above) = folder();
    // Git's own list of folders where it must stop is separated by colons.
    let root = above.join(if cfg!(windows) { "a" } else { "a:b" });
    std::fs::create_dir(&root).unwrap();
    let task = DocPath::new(root.join("task-1 - A.md"));
    std::fs::write(&*task, "committed\n").unwrap();
    repository(&above, &[]);
    std::fs::create_dir(root.join(".git")).unwrap();
    assert!(committed(&root, &root, std::slice::from_ref(&task)).is_empty());
    std::fs::write(root.join(".git/HEAD"), "ref: refs/heads/main\n").unwrap();
    assert!(committed(&root, &root, &[task]).is_empty());
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn one_deadline_holds_for_all_projects() {
    let (_keep, root) = folder();
    let task = repository(&root, &[]);
    assert!(within(&root, &root, 0, &[task]).is_empty());
}

#[test]
#[cfg_attr(windows, ignore = "Wine has no git")]
fn git_is_asked_once_for_a_commit() {
    let (_keep, root) = folder();
    git(&root, &["init", "-q"]);
    std::fs::create_dir_all(root.join("backlog/tasks")).unwrap();
    let path = DocPath::new(root.join("backlog/tasks/task-1 - A.md"));
    let write = |state: &str| {
        let text = format!("---\nid: task-1\nlabels: ['workflow:{state}']\n---\n");
        std::fs::write(&*path, text).unwrap();
    };
    let scanner = crate::workspace::scan::Scanner::default();
    let committed = || {
        let bases = scanner.scan(std::slice::from_ref(&root), &Default::default());
        bases[0].committed.get(&path).map(|text| text.contains("Planned"))
    };
    write("Planned");
    git(&root, &["add", "."]);
    git(&root, &["commit", "-q", "-m", "planned"]);
    write("Deployed");
    assert_eq!(committed(), Some(true));
    let (objects, away) = (root.join(".git/objects"), root.join(".git/away"));
    std::fs::rename(&objects, &away).unwrap();
    assert_eq!(committed(), Some(true), "known without git");
    std::fs::rename(&away, &objects).unwrap();
    git(&root, &["commit", "-q", "--amend", "-a", "-m", "deployed"]);
    assert_eq!(committed(), Some(false), "the commit is another one");
}
