//! What edits cost that change what a document tells others, and what files cost that other programs write.

use std::{
    fmt, fs,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use serde_json::json;

use super::{milliseconds, percentile};
use crate::server::{Server, uri};

/// A task, to be edited.
const TASK: &str = "---
id: task-90001
title: Measured
status: To Do
labels: ['workflow:Planned']
dependencies: []
---
# Heading

Prose

- [ ] #1 A criterion
";

/// What is measured, how often it was done.
pub struct Row {
    name: &'static str,
    /// From the edit to its diagnostics, sorted; none for what has none of its own.
    times: Vec<Duration>,
    /// Processor time of the server until it was at rest, each time.
    processor: Option<Duration>,
}

impl Row {
    pub const HEAD: &str = "change                                         p50 ms    p99 ms    processor ms";
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |percent| match self.times.is_empty() {
            true => "–".to_owned(),
            false => format!("{:.2}", milliseconds(percentile(&self.times, percent))),
        };
        let processor = self.processor.map_or("–".to_owned(), |time| format!("{:.2}", milliseconds(time)));
        write!(f, "{:<42} {:>10} {:>9} {processor:>15}", self.name, time(50), time(99))
    }
}

/// Edits a task, and then writes it, `count` times each. `tasks` more are made before.
pub fn measure(program: &Path, folder: &Path, tasks: usize, count: usize) -> Result<Vec<Row>> {
    let board = folder.join("backlog/tasks");
    fs::create_dir_all(&board)?;
    for number in 0..tasks {
        let text = TASK.replace("90001", &(100_000 + number).to_string());
        fs::write(board.join(format!("task-{} - Measured.md", 100_000 + number)), text)?;
    }
    let file = board.join("task-90001 - Measured.md");
    fs::write(&file, TASK)?;
    // A link to its heading.
    fs::write(
        board.join("task-90002 - Link.md"),
        "---\nid: task-90002\n---\n[x](<task-90001 - Measured.md#heading>)\n",
    )?;
    let mut server = Server::start(program, folder)?;
    let task = uri(&file)?;
    server.open(&task, TASK)?;
    server.published(&task, 1)?;
    server.settle(Duration::from_secs(1));

    let mut version = 1;
    let mut rows = Vec::new();
    for (name, word, texts) in [
        ("a letter in prose", "Prose", ["Prosa", "Prose"]),
        ("a letter of a task's id", "task-90001", ["task-90002", "task-90001"]),
        ("a label of a task", "Planned", ["Validat", "Planned"]),
        ("a check box", "[ ]", ["[x]", "[ ]"]),
        ("a heading that another document links to", "Heading", ["Headinx", "Heading"]),
    ] {
        let at = TASK.find(word).context("the task has no such word")?;
        let line = TASK[..at].matches('\n').count();
        let column = at - TASK[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let before = server.processor_time();
        let mut times = Vec::new();
        for round in 0..count {
            version += 1;
            let start = Instant::now();
            server.edit(&task, version, line, column..column + word.len(), texts[round % 2])?;
            let last = server.published(&task, version)?.pop().context("nothing published")?;
            times.push(last.at - start);
            // The rest is published now.
            server.settle(Duration::from_millis(10));
        }
        if count % 2 == 1 {
            version += 1;
            server.edit(&task, version, line, column..column + word.len(), word)?;
        }
        times.sort();
        rows.push(Row { name, times, processor: each(before, server.processor_time(), count) });
    }
    for (name, other) in
        [("a file event: prose of a task", "Prosa"), ("a file event: the state of a task", "Validated")]
    {
        let word = if other == "Prosa" { "Prose" } else { "Planned" };
        let written = board.join("task-90003 - Written.md");
        let texts = [TASK.replace(word, other), TASK.to_owned()].map(|text| text.replace("90001", "90003"));
        fs::write(&written, &texts[1])?;
        let event = |kind: u8| -> Result<_> { Ok(json!({ "changes": [{ "uri": uri(&written)?, "type": kind }] })) };
        server.notify("workspace/didChangeWatchedFiles", event(1)?)?;
        server.settle(Duration::from_secs(1));
        let before = server.processor_time();
        for round in 0..count {
            fs::write(&written, &texts[round % 2])?;
            server.notify("workspace/didChangeWatchedFiles", event(2)?)?;
            server.settle(Duration::from_millis(20));
        }
        rows.push(Row { name, times: Vec::new(), processor: each(before, server.processor_time(), count) });
    }
    server.stop()?;
    Ok(rows)
}

/// The processor time of each of `count` changes.
fn each(before: Option<Duration>, after: Option<Duration>, count: usize) -> Option<Duration> {
    after?.checked_sub(before?)?.checked_div(u32::try_from(count).ok()?)
}
