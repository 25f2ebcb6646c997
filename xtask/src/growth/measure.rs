//! The processor time of `check`, of key presses and of requests.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::generators::Case;
use crate::server::{Server, uri};

/// How often a key is pressed and a request is sent.
const TIMES: u32 = 5;

/// A server that used no processor for this long rests.
const REST: Duration = Duration::from_millis(40);

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// `check --format json` of the workspace.
    Check,
    /// A key press at the end of the first file, with all that it leads to.
    Key,
    /// A request about the first file, at the case's place.
    Request(&'static str),
}

impl Measure {
    /// As the table calls it.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Check => "`check`",
            Measure::Key => "key press",
            Measure::Request(method) => method,
        }
    }
}

/// Processor time in milliseconds.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Of all repetitions.
    pub total: f64,
    times: u32,
}

impl Sample {
    /// Of one repetition.
    pub fn each(self) -> f64 {
        self.total / f64::from(self.times)
    }
}

/// Writes the case into a folder and measures.
pub fn measure(program: &Path, case: &Case, measures: &[Measure]) -> Result<Vec<Sample>> {
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path().canonicalize()?;
    for (name, text) in &case.files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a file has a folder")?)?;
        fs::write(path, text)?;
    }
    for (name, target) in &case.links {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("a link has a folder")?)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(target, path)?;
    }
    let mut session = None;
    let mut samples = Vec::new();
    for measure in measures {
        samples.push(match measure {
            Measure::Check => check(program, &folder)?,
            Measure::Key | Measure::Request(_) => {
                let session = match &mut session {
                    Some(session) => session,
                    none => none.insert(Session::start(program, &folder, case)?),
                };
                match measure {
                    Measure::Request(method) => session.request(method, case.at)?,
                    _ => session.keys()?,
                }
            }
        });
    }
    if let Some(session) = session {
        session.server.stop()?;
    }
    Ok(samples)
}

fn check(program: &Path, folder: &Path) -> Result<Sample> {
    let before = spent("self", 13)?;
    let mut check = Command::new(program);
    let status = check.args(["check", "--format", "json"]).current_dir(folder).stdout(Stdio::null()).status()?;
    ensure!(matches!(status.code(), Some(0 | 1)), "check ended with {status}");
    Ok(Sample { total: spent("self", 13)? - before, times: 1 })
}

struct Session {
    server: Server,
    uri: String,
    lines: usize,
    version: i64,
}

impl Session {
    fn start(program: &Path, folder: &Path, case: &Case) -> Result<Session> {
        let (name, text) = case.files.first().context("a case has a file")?;
        let mut server = Server::start(program, folder)?;
        let uri = uri(&folder.join(name))?;
        server.open(&uri, text)?;
        server.published(&uri, 1)?;
        let mut session = Session { server, uri, lines: text.lines().count(), version: 1 };
        session.rest()?;
        Ok(session)
    }

    fn keys(&mut self) -> Result<Sample> {
        let before = self.spent()?;
        for column in 0..TIMES {
            self.version += 1;
            self.server.edit(&self.uri, self.version, self.lines, column as usize..column as usize, "x")?;
            self.server.published(&self.uri, self.version)?;
            self.rest()?;
        }
        Ok(Sample { total: self.spent()? - before, times: TIMES })
    }

    fn request(&mut self, method: &str, (line, character): (usize, usize)) -> Result<Sample> {
        let at = json!({ "line": line, "character": character });
        let mut params = json!({ "textDocument": { "uri": self.uri } });
        let more = match method {
            "textDocument/selectionRange" => ("positions", json!([at])),
            "textDocument/codeAction" => ("range", json!({ "start": at, "end": at })),
            _ => ("position", at),
        };
        params[more.0] = more.1;
        match method {
            "textDocument/codeAction" => params["context"] = json!({ "diagnostics": [] }),
            "textDocument/references" => params["context"] = json!({ "includeDeclaration": true }),
            _ => {}
        }
        let before = self.spent()?;
        for _ in 0..TIMES {
            let (_, answer) = self.server.request(method, params.clone())?;
            ensure!(answer["error"] == Value::Null, "{method}: {}", answer["error"]);
        }
        self.rest()?;
        Ok(Sample { total: self.spent()? - before, times: TIMES })
    }

    fn spent(&self) -> Result<f64> {
        spent(&self.server.id().to_string(), 11)
    }

    /// Waits until the server does nothing.
    fn rest(&mut self) -> Result<()> {
        let mut before = self.spent()?;
        loop {
            self.server.settle(REST);
            let now = self.spent()?;
            if now == before {
                return Ok(());
            }
            before = now;
        }
    }
}

/// The processor time of a process in milliseconds, from two neighbouring fields of its `stat` after the name.
fn spent(process: &str, field: usize) -> Result<f64> {
    /// Hundredths of a second on every Linux that runs this.
    const TICK: f64 = 10.0;
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).context("processor times are read from /proc")?;
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: Vec<f64> = fields.skip(field).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() * TICK)
}
