//! A project with a task in progress, and programs that stand in for agents, Backlog.md and flowspec.

use crate::{
    client::{Client, Manners, PATIENCE, folder, uri},
    presets,
};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf, time::Instant};

pub const TASK: &str = "backlog/tasks/task-12 - A.md";
pub const TEXT: &str = "---\nid: task-12\ntitle: 'x \"y\" $(touch pwned) --yes'\nstatus: In Progress\nlabels: [ui, workflow:Planned] # 😀\n---\n";
pub const RECORD: &str = "printf '%s\\0' \"$@\" > \"$RECORDED\"\necho working";
/// Says that it runs, with a grandchild that leaves its process group, and does not end.
pub const HANG: &str = "setsid sleep 600 &\necho $! > pids\necho $$ >> pids\nmv pids \"$RECORDED\"\necho ready\nwait";

pub struct Stage {
    _project: tempfile::TempDir,
    pub root: PathBuf,
    _programs: tempfile::TempDir,
    pub programs: PathBuf,
    /// Where the server keeps its logs.
    pub state: PathBuf,
}

impl Stage {
    pub fn new(tier: &str, programs: &[(&str, &str)]) -> Stage {
        let constitution = format!("<!-- TIER: {tier} -->\n<!-- NEEDS_VALIDATION: Team size -->\n");
        let (project, root) = folder(&[(TASK, TEXT), ("memory/constitution.md", &constitution)]);
        let (programs_folder, path) = folder(&[]);
        for (name, script) in programs {
            let program = path.join(name);
            fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let state = path.join("state");
        Stage { _project: project, root, _programs: programs_folder, programs: path, state }
    }

    pub fn client(&self, manners: Manners, capabilities: Value, settings: Value) -> Client {
        let path = format!("{}:/usr/bin:/bin", self.programs.display());
        let recorded = self.programs.join("recorded");
        let environment = [
            ("PATH", path.as_str()),
            ("RECORDED", recorded.to_str().unwrap()),
            ("XDG_STATE_HOME", self.state.to_str().unwrap()),
        ];
        let mut client = Client::spawn_in(manners, &environment);
        client.settings = settings.clone();
        client.answers.insert("window/showMessageRequest".into(), json!({ "title": "Yes" }));
        client.initialize_with(json!({
            "capabilities": capabilities, "initializationOptions": settings,
            "rootUri": uri(&self.root), "workspaceFolders": [{ "uri": uri(&self.root), "name": "root" }],
        }));
        client
    }

    pub fn editor(&self) -> Client {
        self.client(Manners::Polite, presets::vscode(), Value::Null)
    }

    /// Opens the task in the editor.
    pub fn open(&self, client: &mut Client) {
        let task = self.root.join(TASK);
        client.open(&uri(&task), "markdown", &fs::read_to_string(task).unwrap());
    }

    pub fn recorded(&self) -> Option<String> {
        fs::read_to_string(self.programs.join("recorded")).ok()
    }

    /// The processes of the agent that hangs, once it runs.
    pub fn pids(&self) -> Vec<String> {
        wait("the agent to run", || self.recorded());
        self.recorded().unwrap().lines().map(str::to_owned).collect()
    }

    pub fn all_end(&self, pids: &[String]) {
        assert_eq!(pids.len(), 2);
        wait("all processes to end", || (!pids.iter().any(|pid| lives(pid))).then_some(()));
        assert_eq!(fs::read_to_string(self.root.join(TASK)).unwrap(), TEXT);
    }
}

/// Waits for what another process does, of whose end nobody else hears.
pub fn wait<T>(what: &str, look: impl Fn() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "waited in vain for {what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

pub fn lives(pid: &str) -> bool {
    let status = fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
    status.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

pub fn ask(client: &mut Client, command: &str, arguments: Value) -> i64 {
    client.ask("workspace/executeCommand", json!({ "command": command, "arguments": arguments }))
}

pub fn execute(client: &mut Client, command: &str, arguments: Value) -> Value {
    let id = ask(client, command, arguments);
    let answer = client.answer(id);
    assert!(answer.get("error").is_none(), "{answer}");
    answer["result"].clone()
}

pub fn implement() -> Value {
    json!([{ "command": "/flow:implement", "task": "task-12" }])
}

pub fn sent<'a>(client: &'a Client, method: &str) -> Vec<&'a Value> {
    client.seen.iter().filter(|message| message["method"] == method).map(|message| &message["params"]).collect()
}

pub fn told(client: &mut Client) -> String {
    client.notification("window/showMessage", |_| true)["message"].as_str().unwrap().to_owned()
}
