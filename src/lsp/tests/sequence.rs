//! Whatever happens, in whatever order: what the client knows is what a server would tell that starts now.

mod cast;

use self::cast::{CASTS, Cast};
use super::server::{Event, Folder, Server};
use crate::lsp::to_proto;
use camino::Utf8Path;
use proptest::{prelude::*, test_runner::RngSeed};
use std::{fs, sync::OnceLock};

#[derive(Debug, Clone)]
enum Step {
    /// Opens a file with the text on disk.
    Open(usize),
    /// Opens it by another URI, perhaps while it is open.
    OpenAgain(usize),
    /// In which file, where (of 1000), how many characters go, and what comes.
    Type(usize, usize, usize, usize),
    /// Replaces the whole text of an open file.
    Replace(usize, Vec<usize>),
    Close(usize),
    Save(usize),
    Write(usize, Vec<usize>),
    Delete(usize),
    Rename(usize, usize),
    DeleteFolder(usize),
    RenameFolder(usize, usize),
    Commit {
        amend: bool,
    },
    /// Opens, edits or closes a file of a project outside of the workspace folder.
    Outside(usize),
    Untitled(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let file = || 0..64usize;
    let snippet = || 0..64usize;
    let text = || prop::collection::vec(snippet(), 0..4);
    prop_oneof![
        3 => file().prop_map(Step::Open),
        1 => file().prop_map(Step::OpenAgain),
        8 => (file(), 0..=1000usize, 0..20usize, snippet()).prop_map(|(file, at, gone, by)| Step::Type(file, at, gone, by)),
        4 => (file(), text()).prop_map(|(file, text)| Step::Replace(file, text)),
        3 => file().prop_map(Step::Close),
        2 => file().prop_map(Step::Save),
        5 => (file(), text()).prop_map(|(file, text)| Step::Write(file, text)),
        2 => file().prop_map(Step::Delete),
        2 => (file(), file()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => (0..16usize).prop_map(Step::DeleteFolder),
        1 => (0..16usize, 0..16usize).prop_map(|(from, to)| Step::RenameFolder(from, to)),
        2 => any::<bool>().prop_map(|amend| Step::Commit { amend }),
        1 => snippet().prop_map(Step::Outside),
        1 => snippet().prop_map(Step::Untitled),
    ]
}

/// Steps, each with whether the server has come to rest before the next one, and whether it is looked at then.
fn steps() -> impl Strategy<Value = Vec<(Step, bool, bool)>> {
    prop::collection::vec((step(), prop::bool::weighted(0.7), prop::bool::weighted(0.25)), 1..25)
}

/// The same 200 sequences every time, so that a build never fails by chance; others with `PROPTEST_CASES`.
fn config() -> ProptestConfig {
    let config = ProptestConfig { failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return config;
    }
    // Under Wine each takes a second and more.
    let cases = if cfg!(windows) { 10 } else { 200 };
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1), ..config }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_client_knows_what_a_fresh_server_would_tell(
        cast in 0..CASTS.len(),
        texts in prop::collection::vec(prop::collection::vec(0..64usize, 0..4), 64),
        steps in steps(),
    ) {
        let cast = CASTS[cast];
        let texts: Vec<_> = texts.iter().map(|text| cast.text(text)).collect();
        // Not every file is there at the start.
        let files: Vec<_> = cast.files().zip(texts.iter().map(String::as_str)).filter(|(_, text)| !text.is_empty()).collect();
        let folder = Folder::new(&files);
        copy(repository(), &folder.root);
        folder.git(&["add", "-A"]);
        folder.git(&["commit", "-q", "--allow-empty", "-m", "a"]);
        let outside = Folder::new(&[(cast.file(0), cast.snippet(12)), (cast.file(1), "")]);
        let mut server = Server::start(&folder);
        server.settle();
        for (step, settle, look) in steps {
            take(&mut server, cast, (&folder, &outside), &step);
            if settle {
                server.settle();
            }
            if look {
                server.settle();
                prop_assert_eq!(&server.told, &server.fresh(&folder));
            }
        }
        server.settle();
        for (name, (_, _, text)) in &server.open {
            let held = server.text(name);
            prop_assert_eq!(held.as_ref(), Some(text));
        }
        prop_assert_eq!(&server.told, &server.fresh(&folder));
    }
}

/// A repository without a commit, to be copied: to make one takes longer than all the rest.
fn repository() -> &'static Utf8Path {
    static REPOSITORY: OnceLock<Folder> = OnceLock::new();
    let made = || {
        let folder = Folder::new(&[]);
        folder.git(&["init", "-q", "--template="]);
        folder
    };
    &REPOSITORY.get_or_init(made).root
}

fn copy(from: &Utf8Path, to: &Utf8Path) {
    fs::create_dir_all(to).unwrap();
    for entry in from.read_dir_utf8().unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn take(server: &mut Server, cast: &Cast, (folder, outside): (&Folder, &Folder), step: &Step) {
    let on_disk = |name: &str| fs::read_to_string(folder.root.join(name)).unwrap_or_default();
    match step {
        Step::Open(file) => {
            let name = cast.file(*file);
            if !server.open.contains_key(name) {
                server.open(name, &on_disk(name));
            }
        }
        Step::OpenAgain(file) => {
            let name = cast.file(*file);
            let plain = to_proto::file_uri(&folder.root.join(name));
            let last = plain.as_ref().len() - 4;
            let letter = plain.as_ref().as_bytes()[last];
            let uri = format!("{}%{letter:02X}{}", &plain.as_ref()[..last], &plain.as_ref()[last + 1..]);
            server.open_as(name, uri.into(), 1, &on_disk(name));
        }
        Step::Type(file, at, gone, by) => {
            let name = cast.file(*file);
            if !server.open.contains_key(name) {
                server.open(name, &on_disk(name));
            }
            let length = server.open[name].2.chars().count();
            server.edit(name, length * at / 1000, *gone, cast.snippet(*by));
        }
        Step::Replace(file, text) => server.edit(cast.file(*file), 0, usize::MAX / 2, &cast.text(text)),
        Step::Close(file) => server.close(cast.file(*file)),
        Step::Save(file) => {
            if let Some((_, _, text)) = server.open.get(cast.file(*file)).cloned() {
                server.write(cast.file(*file), &text);
            }
        }
        Step::Write(file, text) => {
            // An editor tells of the folders, too.
            let name = Utf8Path::new(cast.file(*file));
            let new: Vec<_> = name.ancestors().skip(1).filter(|part| !folder.root.join(part).exists()).collect();
            server.write(name.as_str(), &cast.text(text));
            new.into_iter().for_each(|part| server.happened(part.as_str(), Event::Created));
        }
        Step::Delete(file) => {
            if fs::remove_file(folder.root.join(cast.file(*file))).is_ok() {
                server.happened(cast.file(*file), Event::Deleted);
            }
        }
        Step::Rename(from, to) => rename(server, folder, cast.file(*from), cast.file(*to)),
        Step::DeleteFolder(which) => {
            // Of what was in it nothing is said.
            if fs::remove_dir_all(folder.root.join(cast.folder(*which))).is_ok() {
                server.happened(cast.folder(*which), Event::Deleted);
            }
        }
        Step::RenameFolder(from, to) => rename(server, folder, cast.folder(*from), cast.folder(*to)),
        Step::Commit { amend } => {
            folder.git(&["add", "-A"]);
            let amended: &[&str] = if *amend { &["--amend"] } else { &[] };
            folder.git(&[&["commit", "-q", "--allow-empty", "-m", "a"], amended].concat());
            server.happened(".git/index", Event::Changed);
            server.happened(".git/COMMIT_EDITMSG", Event::Changed);
            server.happened(".git/logs/HEAD", Event::Changed);
        }
        Step::Outside(snippet) => {
            let name = outside.root.join(cast.file(snippet % 2)).into_string();
            if !server.open.contains_key(&name) {
                server.open(&name, cast.snippet(*snippet));
            } else if snippet % 3 == 0 {
                server.type_at_start(&name, cast.snippet(*snippet));
            } else {
                server.close(&name);
            }
        }
        Step::Untitled(snippet) => {
            let name = "untitled:Untitled-1";
            if server.open.contains_key(name) {
                server.close(name);
            } else {
                server.open_as(name, name.into(), 1, cast.snippet(*snippet));
            }
        }
    }
}

fn rename(server: &mut Server, folder: &Folder, from: &str, to: &str) {
    let (old, new) = (folder.root.join(from), folder.root.join(to));
    if new.exists() || !new.parent().is_some_and(Utf8Path::is_dir) || fs::rename(old, new).is_err() {
        return;
    }
    server.happened(from, Event::Deleted);
    server.happened(to, Event::Created);
}
