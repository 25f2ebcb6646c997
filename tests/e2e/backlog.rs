//! The real Backlog.md: tasks that it has created, driven through the workflow, and still read by it.

use crate::{
    client::{Client, Manners, uri},
    execute::edited,
    presets,
    stage::{execute, sent, told},
};
use serde_json::{Value, json};
use std::{
    env, fs,
    os::unix::fs::PermissionsExt,
    path::PathBuf,
    process::{Command, Stdio},
};

/// Every command of the workflow, with the state that it leads to.
const WAY: [(&str, &str); 7] = [
    ("assess", "Assessed"),
    ("specify", "Specified"),
    ("research", "Researched"),
    ("plan", "Planned"),
    ("implement", "In Implementation"),
    ("validate", "Validated"),
    ("operate", "Deployed"),
];
const TITLE: &str = "Grüße 😀 \"x\" $(touch pwned) --yes";
const BODY: &str = "\nMine: größe <!-- kept --> 😀\n";
const OWN_KEY: &str = "my_key: kept # 漢字\n";

/// A project of Backlog.md with one task, and an agent that records its arguments.
struct Board {
    folder: tempfile::TempDir,
    root: PathBuf,
    task: PathBuf,
    id: String,
}

impl Board {
    fn new() -> Board {
        let folder = tempfile::tempdir().unwrap();
        let mut board = Board {
            root: folder.path().canonicalize().unwrap().join("project"),
            folder,
            task: PathBuf::new(),
            id: String::new(),
        };
        for folder in ["project", "bin", "home", "state"] {
            fs::create_dir(board.place(folder)).unwrap();
        }
        let agent = board.place("bin/claude");
        fs::write(&agent, "#!/bin/sh\nprintf '%s\\0' \"$@\" >> \"$RECORDED\"\n").unwrap();
        fs::set_permissions(&agent, fs::Permissions::from_mode(0o755)).unwrap();
        board.say("git", &["init", "--quiet", "."]);
        board.backlog(&["init", "demo", "--defaults", "--integration-mode", "none", "--auto-open-browser", "false"]);
        board.backlog(&["config", "set", "remoteOperations", "false"]);
        board.backlog(&["task", "create", TITLE, "--labels", "ui,api", "--status", "In Progress"]);
        let mut tasks = fs::read_dir(board.root.join("backlog/tasks")).unwrap().map(|entry| entry.unwrap().path());
        board.task = tasks.next().unwrap();
        let text = board.text();
        board.id =
            text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().trim_matches(['\'', '"']).to_owned();
        // What Backlog.md does not know, and a comment that it does not write.
        let text = text.replacen("---\n", &format!("---\n{OWN_KEY}"), 1);
        fs::write(&board.task, format!("{}\n{BODY}", text.trim_end())).unwrap();
        fs::create_dir(board.root.join("memory")).unwrap();
        fs::write(board.root.join("memory/constitution.md"), "<!-- TIER: Heavy -->\n# Constitution\n").unwrap();
        board
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.task).unwrap()
    }

    fn environment(&self) -> [(&'static str, String); 5] {
        let tools = env::var("FLOWSPEC_BACKLOG")
            .expect("FLOWSPEC_BACKLOG is the folder of `backlog`: `cargo xtask test` sets it");
        let path = format!("{}:{tools}:{}", self.place("bin").display(), env::var("PATH").unwrap());
        let place = |name| self.place(name).to_str().unwrap().to_owned();
        [
            ("PATH", path),
            ("HOME", place("home")),
            ("XDG_STATE_HOME", place("state")),
            ("RECORDED", place("recorded")),
            ("NO_COLOR", "1".to_owned()),
        ]
    }

    /// What a program prints that must succeed.
    fn say(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.root).envs(self.environment()).stdin(Stdio::null());
        let output = command.output().unwrap();
        let all = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{program} {arguments:?}: {all}");
        all
    }

    fn backlog(&self, arguments: &[&str]) -> String {
        self.say("backlog", arguments)
    }

    /// What Backlog.md reads: the title, the status and the labels, in order.
    fn read(&self) -> (String, String, Vec<String>) {
        let said = self.backlog(&["task", &self.id, "--plain"]);
        let after =
            |key: &str| said.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_else(|| panic!("{key}: {said}"));
        let labels = after("Labels: ").split(", ").map(str::to_owned).collect();
        let status = after("Status: ").trim_start_matches(|char: char| !char.is_ascii_alphabetic()).to_owned();
        (after(&format!("Task {} - ", self.id)).to_owned(), status, labels)
    }

    fn as_read(&self, labels: &[&str]) -> (String, String, Vec<String>) {
        (TITLE.to_owned(), "In Progress".to_owned(), labels.iter().map(|&label| label.to_owned()).collect())
    }

    /// The arguments that the agent was started with, each time.
    fn recorded(&self) -> Vec<String> {
        let recorded = fs::read_to_string(self.place("recorded")).unwrap_or_default();
        recorded.split_terminator('\0').map(str::to_owned).collect()
    }

    fn told(&self, commands: &[&str]) -> Vec<String> {
        commands.iter().flat_map(|command| ["-p".to_owned(), format!("/flow:{command} {}", self.id)]).collect()
    }

    fn client(&self, settings: Value) -> Client {
        let environment = self.environment();
        let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let mut client = Client::spawn_in(Manners::Polite, &environment);
        client.settings = settings.clone();
        client.initialize_with(json!({
            "capabilities": presets::vscode(), "initializationOptions": settings,
            "rootUri": uri(&self.root), "workspaceFolders": [{ "uri": uri(&self.root), "name": "root" }],
        }));
        client
    }

    fn run(&self, client: &mut Client, command: &str) -> String {
        let call = json!([{ "command": command, "task": self.id }]);
        let answer = execute(client, "flowspec.run", call);
        assert_eq!(answer["outcome"], "succeeded", "{answer}");
        told(client)
    }
}

/// The file without its label of the workflow, and with `label` there.
fn with_label(text: &str, label: &str) -> String {
    let (before, rest) = text.split_once("  - api\n").unwrap();
    let rest = rest.split_once('\n').filter(|(line, _)| line.contains("workflow:")).map_or(rest, |(_, rest)| rest);
    format!("{before}  - api\n  - {label}\n{rest}")
}

#[test]
#[ignore = "needs Backlog.md: `cargo xtask test` installs it and runs this"]
fn backlog_reads_a_task_that_went_through_all_commands() {
    let board = Board::new();
    let text = board.text();
    for (at, (command, state)) in WAY.into_iter().enumerate() {
        let command = format!("/flow:{command}");
        let said = board.say(env!("CARGO_BIN_EXE_flowspec-lsp"), &["run", &command, "--task", &board.id, "--yes"]);
        assert!(said.contains("\nmoved: "), "{said}");
        let label = format!("workflow:{state}");
        assert_eq!(board.text(), with_label(&text, &label));
        assert_eq!(board.read(), board.as_read(&["ui", "api", &label]));
        let commands = WAY.map(|(command, _)| command);
        assert_eq!(board.recorded(), board.told(&commands[..=at]));
    }
    assert!(board.text().contains(OWN_KEY) && board.text().ends_with(BODY));
    assert!(!board.root.join("pwned").exists());
    let list = board.backlog(&["task", "list", "--plain"]);
    assert!(list.contains(TITLE), "{list}");
}

#[test]
#[ignore = "needs Backlog.md: `cargo xtask test` installs it and runs this"]
fn backlog_reads_a_task_that_an_editor_moved() {
    let board = Board::new();
    let mut client = board.client(json!({ "trust": true }));
    let (task, before) = (uri(&board.task), board.text());
    client.open(&task, "markdown", &before);
    for (at, (command, state)) in WAY.into_iter().take(2).enumerate() {
        let text = board.text();
        board.run(&mut client, &format!("/flow:{command}"));
        // The server writes nothing; the editor does, when the user saves.
        assert_eq!(board.text(), text);
        let params = sent(&client, "workspace/applyEdit")[at].clone();
        let (moved, version) = edited(&params, &task, &text);
        let label = format!("workflow:{state}");
        assert_eq!((moved.as_str(), version), (with_label(&before, &label).as_str(), json!(at + 1)));
        fs::write(&board.task, &moved).unwrap();
        client.change(&task, i32::try_from(at).unwrap() + 2, json!([{ "text": moved }]));
        client.notify("textDocument/didSave", json!({ "textDocument": { "uri": task } }));
        assert_eq!(board.read(), board.as_read(&["ui", "api", &label]));
    }
    assert_eq!(board.recorded(), board.told(&["assess", "specify"]));
}

#[test]
#[ignore = "needs Backlog.md: `cargo xtask test` installs it and runs this"]
fn backlog_moves_the_task_itself_when_the_settings_say_so() {
    let board = Board::new();
    let mut client = board.client(json!({ "trust": true, "books": "backlog" }));
    board.run(&mut client, "/flow:assess");
    assert_eq!(board.read(), board.as_read(&["ui", "api", "workflow:Assessed"]));
    // The server has seen what Backlog.md has written.
    board.run(&mut client, "/flow:specify");
    assert_eq!(board.read(), board.as_read(&["ui", "api", "workflow:Specified"]));
    assert_eq!(sent(&client, "workspace/applyEdit").len(), 0);
    assert_eq!(board.recorded(), board.told(&["assess", "specify"]));
    // As docs/running.md says: what Backlog.md does not know is gone, and the text is as it was.
    assert!(!board.text().contains("my_key") && !board.text().contains("漢字"), "{}", board.text());
    assert!(board.text().contains("updated_date:") && board.text().ends_with(BODY), "{}", board.text());
    // A task that is open is edited by the editor, and not under its feet.
    let text = board.text();
    client.open(&uri(&board.task), "markdown", &text);
    board.run(&mut client, "/flow:plan");
    assert_eq!((sent(&client, "workspace/applyEdit").len(), board.text()), (1, text));
}
