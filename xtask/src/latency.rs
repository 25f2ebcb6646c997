//! How long the server takes from a key press to the diagnostics that an editor shows, and to answer what an editor asks.

mod changes;
mod requests;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    root,
    server::{Server, uri},
};

/// What is measured.
#[derive(clap::Args)]
pub struct Options {
    /// The workspace; it is copied, not changed.
    #[arg(default_value = "examples/parcel-tracker")]
    workspace: PathBuf,
    /// A document of the workspace to type in, in place of one that is made of its commands; only key presses are measured then.
    #[arg(long)]
    file: Option<PathBuf>,
    /// The line of that document to type at the end of, from 1; the one in the middle by default.
    #[arg(long, requires = "file")]
    line: Option<usize>,
    /// Lines of the document, made of the workspace's commands.
    #[arg(long, default_value_t = 2001)]
    lines: usize,
    /// Key presses, edits in the burst, and requests of each kind.
    #[arg(long, default_value_t = 200)]
    edits: usize,
    /// Tasks that are added to the workspace before changes are measured.
    #[arg(long, default_value_t = 0)]
    tasks: usize,
    /// How many copies of the workspace are in it.
    #[arg(long, default_value_t = 0)]
    copies: usize,
    /// The server, when it is not to be the release build of these sources.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Measures the release build, or another program.
pub fn run(options: &Options) -> Result<ExitCode> {
    let program = options.program.clone().map_or_else(release, Ok)?;
    let scratch = tempfile::tempdir()?;
    let folder = scratch.path().canonicalize()?.join("workspace");
    let files = copy(&options.workspace, &folder)
        .with_context(|| format!("{} cannot be copied", options.workspace.display()))?;
    for copied in 0..options.copies {
        copy(&options.workspace, &folder.join(format!("copy{copied}")))?;
    }
    let (file, text) = match &options.file {
        Some(file) => (folder.join(file), fs::read_to_string(folder.join(file))?),
        None => made(&folder, options.lines)?,
    };
    let lines = text.lines().count();
    let line = options.line.map_or(lines / 2, |line| line.saturating_sub(1));

    let report = measure(&program.canonicalize()?, &folder, &file, &text, line, options.edits)?;
    println!("workspace    {files} files; the document {lines} lines, {} findings", report.findings);
    println!("cold start   {:.1} ms to its first diagnostics", milliseconds(report.cold));
    let [p50, p95, p99] = [50, 95, 99].map(|percent| milliseconds(percentile(&report.times, percent)));
    println!("key press    p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms of {}", options.edits);
    println!(
        "burst        {} edits in {:.1} ms, {} publishes",
        options.edits,
        milliseconds(report.burst),
        report.publishes
    );
    if let Some(memory) = report.memory {
        println!("memory       {:.1} MB resident", memory as f64 / 1024.0 / 1024.0);
    }
    // What is asked is made for a document of commands.
    if options.file.is_some() {
        return Ok(ExitCode::SUCCESS);
    }
    let rows = requests::measure(&program.canonicalize()?, &folder, &file, &text, options.edits)?;
    println!("\n{}", requests::Row::HEAD);
    rows.iter().for_each(|row| println!("{row}"));
    let rows = changes::measure(&program.canonicalize()?, &folder, options.tasks, options.edits)?;
    println!("\n{}", changes::Row::HEAD);
    rows.iter().for_each(|row| println!("{row}"));
    Ok(ExitCode::SUCCESS)
}

/// Writes a document with so many lines.
fn made(folder: &Path, lines: usize) -> Result<(PathBuf, String)> {
    let commands = ["templates/commands", ".claude/commands"].map(|it| folder.join(it));
    let commands = commands.iter().find(|it| it.is_dir()).context("the workspace has no commands")?;
    let text = document(commands, lines)?;
    let file = commands.join("measured.md");
    fs::write(&file, &text)?;
    Ok((file, text))
}

/// Builds the server as users get it.
pub fn release() -> Result<PathBuf> {
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--quiet", "--locked"]).current_dir(root());
    ensure!(build.status()?.success(), "the release build failed");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    Ok(target.join("release").join(format!("flowspec-lsp{}", std::env::consts::EXE_SUFFIX)))
}

struct Report {
    findings: usize,
    cold: Duration,
    /// Of each key press, sorted.
    times: Vec<Duration>,
    burst: Duration,
    publishes: usize,
    memory: Option<u64>,
}

fn measure(program: &Path, folder: &Path, file: &Path, text: &str, line: usize, edits: usize) -> Result<Report> {
    let uri = uri(file)?;
    let mut server = Server::start(program, folder)?;
    server.open(&uri, text)?;
    let first = server.published(&uri, 1)?.pop().context("nothing published")?;
    let cold = first.at - server.started;
    server.settle(Duration::from_secs(1));

    let mut column = text.lines().nth(line).map_or(0, |line| line.encode_utf16().count());
    let mut version = 1;
    let mut press = |server: &mut Server| {
        version += 1;
        column += 1;
        server.edit(&uri, version, line, column - 1..column - 1, "x").map(|()| version)
    };
    let mut times = Vec::new();
    let mut findings = first.count;
    for _ in 0..edits {
        let before = Instant::now();
        let version = press(&mut server)?;
        let last = server.published(&uri, version)?.pop().context("nothing published")?;
        times.push(last.at - before);
        findings = last.count;
        // As a fast typist: the server is idle between two keys.
        std::thread::sleep(Duration::from_millis(10));
    }
    times.sort();
    let before = Instant::now();
    let mut last = 1;
    for _ in 0..edits {
        last = press(&mut server)?;
    }
    let seen = server.published(&uri, last)?;
    let ordered = seen.is_sorted_by_key(|published| published.version);
    ensure!(ordered, "an older version was published after a newer one");
    let burst = seen.last().context("nothing published")?.at - before;
    let memory = server.memory();
    server.stop()?;
    Ok(Report { findings, cold, times, burst, publishes: seen.len(), memory })
}

/// The commands, one after the other and again from the first, up to this many lines. Only the first keeps its front matter.
fn document(commands: &Path, lines: usize) -> Result<String> {
    let mut sources = Vec::new();
    markdown(commands, &mut sources)?;
    sources.sort();
    let texts = sources.iter().map(fs::read_to_string).collect::<Result<Vec<_>, _>>()?;
    let mut body: Vec<&str> = texts.first().context("no commands")?.lines().collect();
    for text in texts.iter().skip(1).chain(texts.iter().cycle()) {
        if body.len() >= lines {
            break;
        }
        let text = text.strip_prefix("---\n").and_then(|it| Some(it.split_once("\n---\n")?.1)).unwrap_or(text);
        body.extend(text.lines());
    }
    body.truncate(lines);
    Ok(body.join("\n"))
}

fn markdown(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            markdown(&entry.path(), found)?;
        } else if entry.file_type()?.is_file() && entry.path().extension().is_some_and(|it| it == "md") {
            found.push(entry.path());
        }
    }
    Ok(())
}

/// Copies a folder, its links as links, and counts the files.
fn copy(from: &Path, to: &Path) -> Result<usize> {
    let mut files = 0;
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, target) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() && entry.file_name() != ".git" {
            files += copy(&entry.path(), &target)?;
        } else if kind.is_file() {
            fs::write(&target, fs::read(entry.path())?)?;
            files += 1;
        } else if kind.is_symlink() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(fs::read_link(entry.path())?, &target)?;
        }
    }
    Ok(files)
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted.get((sorted.len() * percent / 100).min(last)).copied().unwrap_or_default()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
