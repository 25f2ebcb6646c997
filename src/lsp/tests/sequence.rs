//! Whatever happens, in whatever order: what the client knows is what a server would tell that starts now.

use super::server::{Event, Folder, Server};
use crate::lsp::to_proto;
use camino::Utf8Path;
use proptest::{prelude::*, test_runner::RngSeed};
use std::{fs, sync::OnceLock};

/// What is opened, edited, written, renamed and deleted.
const FILES: [&str; 22] = [
    ".claude/commands/flow/plan.md",
    ".claude/commands/flow/implement.md",
    ".claude/partials/a.md",
    ".claude/partials/b.md",
    ".claude/agents/tester.md",
    ".claude/skills/review/SKILL.md",
    ".github/agents/flow-plan.agent.md",
    "docs/x.md",
    "docs/y.md",
    "docs/deep/z.md",
    "README.md",
    "memory/constitution.md",
    "backlog/tasks/task-1 - A.md",
    "backlog/tasks/task-2 - B.md",
    "flowspec_workflow.yml",
    "memory/flowspec_workflow.yml",
    ".flowspec/hooks/hooks.yaml",
    "flowspec-lsp.toml",
    ".gitignore",
    "out/ignored.md",
    "docs/picture.png",
    "inner/.claude/commands/flow/plan.md",
];

const FOLDERS: [&str; 6] = ["docs", "docs/deep", ".claude/partials", "backlog", "inner", "out"];

/// What is written: words of every family of rules.
const SNIPPETS: [&str; 44] = [
    "",
    "\n",
    "😀 é\r\n",
    "```\n",
    "---\n",
    "---\ndescription: Plan.\n---\n",
    "{{INCLUDE:.claude/partials/a.md}}\n",
    "{{INCLUDE:.claude/partials/b.md}}",
    "{{INCLUDE:.claude/commands/flow/plan.md}}\n",
    "{{INCLUDE:docs/x.md}}\n",
    "{{INCLUDE:docs/y.md}}\n",
    "{{INCLUDE:docs/deep/z.md}}\n",
    "{{INCLUDE:README.md}}\n",
    "{{INCLUDE:out/ignored.md}}\n",
    "{{INCLUDE:docs/Picture.png}}\n{{INCLUDE:docs/picture.png}}\n",
    "{{INCLUDE:memory/constitution.md}}\n",
    "# Heading\n",
    "## Other\n",
    "<a id=\"set\"></a>\n",
    "[a](../docs/x.md#heading) [b](docs/y.md#other)\n",
    "[c](x.md#set) [d](y.md#heading) [e](../../../docs/x.md#other)\n",
    "[f](deep/z.md#heading) [g](/README.md#other) [h](../../../README.md#set)\n",
    "[i](docs/picture.png) [j](../docs/picture.png) [k](../../../docs/picture.png) [l](docs/)\n",
    "[m](../../../out/ignored.md#heading) [n](docs%2Fx.md#heading)\n",
    "See /flow:plan, /flow:implement and /flow:gone. See a.md and b.md.\n",
    "**For /flow:plan**: Required input state is `workflow:Specified`. Output state will be `workflow:Planned`.\n",
    "---\nid: task-1\ntitle: A\nstatus: To Do\nlabels: ['workflow:Planned']\n---\n",
    "---\nid: task-2\ntitle: B\nstatus: Done\nlabels: ['workflow:Deployed']\ndependencies: [task-1]\n---\n",
    "---\nid: task-1\ntitle: C\nstatus: In Progress\nlabels: ['workflow:Specified', 'workflow:Nowhere']\n---\n- [ ] #1 x\n",
    "---\nname: tester\ndescription: Tests.\n---\n",
    "---\nname: flow-plan\ndescription: Plan.\ntarget: chat\nhandoffs:\n  - agent: tester\n---\n# Heading\n",
    "---\ndescription: Old.\ndeprecated: true\nreplacement: /flow:implement\n---\n",
    "version: \"2.0\"\nstates: [To Do, Planned, Deployed]\nworkflows:\n  plan:\n    command: /flow:plan\n    input_states: [To Do]\n    output_state: Planned\n    agents: [tester]\n",
    "transitions:\n  - { name: a, from: To Do, to: Planned, via: plan }\n  - { name: b, from: Planned, to: Deployed, via: manual }\n",
    "hooks:\n  - name: a\n    events: [task.completed, nothing.ever]\n    script: ../x.sh\n",
    "<!-- TIER: Heavy -->\n<!-- NEEDS_VALIDATION: x -->\n",
    "<!-- SECTION:X:BEGIN -->\n",
    "<!-- flowspec-ignore link-broken -->\n",
    "### Rule: EXEC-001\nEXEC-001 and EXEC-002\n",
    "exclude = [\"docs/deep\"]\n[rules]\nlink-broken = \"error\"\n",
    "[documents]\nspec = [\"docs/*.md\"]\n",
    "out/\n",
    "docs/y.md\n*.png\n",
    "../docs/x.md",
];

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
    let file = || 0..FILES.len();
    let snippet = || 0..SNIPPETS.len();
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
        1 => (0..FOLDERS.len()).prop_map(Step::DeleteFolder),
        1 => (0..FOLDERS.len(), 0..FOLDERS.len()).prop_map(|(from, to)| Step::RenameFolder(from, to)),
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
        texts in prop::collection::vec(prop::collection::vec(0..SNIPPETS.len(), 0..4), FILES.len()),
        steps in steps(),
    ) {
        let texts: Vec<_> = texts.iter().map(|text| concat(text)).collect();
        // Not every file is there at the start.
        let files: Vec<_> = FILES.into_iter().zip(texts.iter().map(String::as_str)).filter(|(_, text)| !text.is_empty()).collect();
        let folder = Folder::new(&files);
        copy(repository(), &folder.root);
        folder.git(&["add", "-A"]);
        folder.git(&["commit", "-q", "--allow-empty", "-m", "a"]);
        let outside = Folder::new(&[(FILES[0], SNIPPETS[12]), (FILES[1], "")]);
        let mut server = Server::start(&folder);
        server.settle();
        for (step, settle, look) in steps {
            take(&mut server, &folder, &outside, &step);
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

fn concat(snippets: &[usize]) -> String {
    snippets.iter().map(|snippet| SNIPPETS[*snippet]).collect()
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

fn take(server: &mut Server, folder: &Folder, outside: &Folder, step: &Step) {
    let on_disk = |name: &str| fs::read_to_string(folder.root.join(name)).unwrap_or_default();
    match step {
        Step::Open(file) => {
            let name = FILES[*file];
            if !server.open.contains_key(name) {
                server.open(name, &on_disk(name));
            }
        }
        Step::OpenAgain(file) => {
            let name = FILES[*file];
            let plain = to_proto::file_uri(&folder.root.join(name));
            let last = plain.as_ref().len() - 4;
            let letter = plain.as_ref().as_bytes()[last];
            let uri = format!("{}%{letter:02X}{}", &plain.as_ref()[..last], &plain.as_ref()[last + 1..]);
            server.open_as(name, uri.into(), 1, &on_disk(name));
        }
        Step::Type(file, at, gone, by) => {
            let name = FILES[*file];
            if !server.open.contains_key(name) {
                server.open(name, &on_disk(name));
            }
            let length = server.open[name].2.chars().count();
            server.edit(name, length * at / 1000, *gone, SNIPPETS[*by]);
        }
        Step::Replace(file, text) => server.edit(FILES[*file], 0, usize::MAX / 2, &concat(text)),
        Step::Close(file) => server.close(FILES[*file]),
        Step::Save(file) => {
            if let Some((_, _, text)) = server.open.get(FILES[*file]).cloned() {
                server.write(FILES[*file], &text);
            }
        }
        Step::Write(file, text) => {
            // An editor tells of the folders, too.
            let name = Utf8Path::new(FILES[*file]);
            let new: Vec<_> = name.ancestors().skip(1).filter(|part| !folder.root.join(part).exists()).collect();
            server.write(name.as_str(), &concat(text));
            new.into_iter().for_each(|part| server.happened(part.as_str(), Event::Created));
        }
        Step::Delete(file) => {
            if fs::remove_file(folder.root.join(FILES[*file])).is_ok() {
                server.happened(FILES[*file], Event::Deleted);
            }
        }
        Step::Rename(from, to) => rename(server, folder, FILES[*from], FILES[*to]),
        Step::DeleteFolder(which) => {
            // Of what was in it nothing is said.
            if fs::remove_dir_all(folder.root.join(FOLDERS[*which])).is_ok() {
                server.happened(FOLDERS[*which], Event::Deleted);
            }
        }
        Step::RenameFolder(from, to) => rename(server, folder, FOLDERS[*from], FOLDERS[*to]),
        Step::Commit { amend } => {
            folder.git(&["add", "-A"]);
            let amended: &[&str] = if *amend { &["--amend"] } else { &[] };
            folder.git(&[&["commit", "-q", "--allow-empty", "-m", "a"], amended].concat());
            server.happened(".git/index", Event::Changed);
            server.happened(".git/COMMIT_EDITMSG", Event::Changed);
            server.happened(".git/logs/HEAD", Event::Changed);
        }
        Step::Outside(snippet) => {
            let name = outside.root.join(FILES[snippet % 2]).into_string();
            if !server.open.contains_key(&name) {
                server.open(&name, SNIPPETS[*snippet]);
            } else if snippet % 3 == 0 {
                server.type_at_start(&name, SNIPPETS[*snippet]);
            } else {
                server.close(&name);
            }
        }
        Step::Untitled(snippet) => {
            let name = "untitled:Untitled-1";
            if server.open.contains_key(name) {
                server.close(name);
            } else {
                server.open_as(name, name.into(), 1, SNIPPETS[*snippet]);
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
