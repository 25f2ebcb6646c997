//! `flowspec-lsp run`: a workflow command, from the questions to the books.

use std::{
    env,
    fmt::Display,
    io::{self, BufRead, IsTerminal, Write},
    time::Duration,
};

use anyhow::Context;
use tokio_util::sync::CancellationToken;

use super::{
    args::RunArgs,
    files,
    output::{Output, Palette},
    preflight::{exit_code, human, request},
    project,
};
use crate::{
    text::plain,
    workflow::{
        after::{self, FollowUp},
        agent::{self, CommandLine, Order},
        preflight::{Outcome, Reason, Request, Verdict, Why, is_yes, preflight, tasks_named},
        run::{Ended, How, Job, Lock, own_program},
    },
    workspace::{Edit, Snapshot, program},
};

const DECLINED: u8 = 1;
const COULD_NOT: u8 = 2;
const UNANSWERED: u8 = 3;
const FAILED: u8 = 4;
const BOOKS_NOT_KEPT: u8 = 5;
const CANCELLED: u8 = 130;

/// How long flowspec may take to emit an event, its hooks included.
const EVENT_TIMEOUT: Duration = Duration::from_secs(600);

/// Runs a workflow command by an agent.
pub(super) fn run(args: &RunArgs, palette: Palette) -> anyhow::Result<Output> {
    let project = project::read(&args.step.project)?;
    let dialogue = Dialogue::new(args.yes, palette);
    let verdict = dialogue.settle(&project, request(&args.step, args.yes))?;
    if verdict.outcome > Outcome::Warn {
        let notes = human(&verdict, palette);
        return Ok(Output { notes, code: exit_code(verdict.outcome), ..Output::default() });
    }
    dialogue.tell(human(&verdict, palette))?;
    let order = Order::of(&verdict)
        .with_context(|| format!("`{}` is not a slash command: an agent cannot run it", plain(&verdict.command)))?;
    let path = env::var_os("PATH");
    let setting = args.agent.as_ref().map(|agent| agent.0.as_slice());
    let line = match agent::command_line(&order, setting, path.as_deref(), &[project.root()]) {
        Ok(line) => line,
        Err(error) => {
            let prompt = palette.quoted(&plain(order.prompt()));
            let notes = format!("{}: {error}\n  prompt: {prompt}\n", palette.bad("error"));
            return Ok(Output { notes, code: COULD_NOT, ..Output::default() });
        }
    };
    dialogue.tell(format_args!("{line}\n  in {}", plain(project.root().as_str())))?;
    if let Some(interpreter) = agent::interpreter(&line.program, path.as_deref(), &[project.root()]) {
        let interpreter = interpreter.to_string_lossy();
        dialogue.tell(format_args!("  interpreted by a program of the project: {}", plain(&interpreter)))?;
    }
    dialogue.tell("")?;
    match dialogue.confirm("Run this? [y/N]: ")? {
        Some(true) => {}
        Some(false) => return Ok(Output { notes: "nothing was run\n".into(), code: DECLINED, ..Output::default() }),
        None => {
            let notes = format!("{} answer with --yes\n", palette.strong("not yet:"));
            return Ok(Output { notes, code: UNANSWERED, ..Output::default() });
        }
    }
    let subject = match verdict.subject() {
        Some((path, _)) => path.to_string(),
        None => format!("{} {}", project.root(), verdict.command),
    };
    let Ok(_lock) = Lock::take(&subject, &[project.root()]) else {
        let on = verdict.subject().map_or_else(|| "it".to_owned(), |(_, id)| plain(id).into_owned());
        let notes = format!("{}: another run on {on} is under way: wait for it, or end it\n", palette.bad("error"));
        return Ok(Output { notes, code: COULD_NOT, ..Output::default() });
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let run = Running { args, project: &project, verdict: &verdict, palette };
    let output = runtime.block_on(run.run(&line));
    // The process ends soon; giving back every document first would only take time.
    std::mem::forget(project);
    output
}

/// A command that may run.
struct Running<'a> {
    args: &'a RunArgs,
    project: &'a Snapshot,
    verdict: &'a Verdict,
    palette: Palette,
}

impl Running<'_> {
    async fn run(&self, line: &CommandLine) -> anyhow::Result<Output> {
        let cancel = CancellationToken::new();
        signals(&cancel)?;
        let timeout = Duration::from_secs(self.args.timeout);
        let supervisor = own_program()?;
        let job = Job { supervisor: &supervisor, line, folder: self.project.root(), timeout };
        let ended = job.run(&cancel).await.with_context(|| format!("`{}` does not start", line.program.display()))?;
        if !ended.how.is_success() {
            let code = if ended.how == How::Cancelled { CANCELLED } else { FAILED };
            return Ok(Output { notes: self.failed(ended), code, ..Output::default() });
        }
        let mut output = Output::text(format!(
            "{} {} in {:.0} s\n",
            self.palette.good("succeeded:"),
            plain(&self.verdict.command),
            ended.duration.as_secs_f64()
        ));
        self.keep_books(&mut output, &cancel).await?;
        Ok(output)
    }

    fn failed(&self, ended: Ended) -> String {
        let how = match ended.how {
            How::Exited(status) => format!("the agent ended with {status}"),
            How::Cancelled => "cancelled".to_owned(),
            How::TimedOut => format!("the agent took longer than {} s, which --timeout changes", self.args.timeout),
        };
        let unchanged = match &self.verdict.task {
            Some(task) => format!("; {} is as it was", plain(&task.id)),
            None => String::new(),
        };
        format!("{} {how}{unchanged}\n", self.palette.bad("not done:"))
    }

    async fn keep_books(&self, output: &mut Output, cancel: &CancellationToken) -> anyhow::Result<()> {
        // The agent may have changed anything.
        let what = after::description(self.verdict);
        let project = match project::read(&self.args.step.project) {
            Ok(project) => project,
            Err(error) => {
                let what = what.as_deref().unwrap_or(&self.verdict.command);
                let notes = format!("{} {}: {error:#}\n", self.palette.bad("not moved:"), plain(what));
                output.notes.push_str(&notes);
                output.code = BOOKS_NOT_KEPT;
                return Ok(());
            }
        };
        let moved = after::step(&project, self.verdict).map_err(|trouble| trouble.to_string()).and_then(|step| {
            if let FollowUp::Edit(edit) = &step {
                write(&project, edit)?;
            }
            Ok(step)
        });
        if let Some(told) = after::changes(self.project, &project, self.verdict) {
            output.text.push_str(&format!("{}\n", plain(&told)));
        }
        match (moved, what) {
            (Ok(FollowUp::None), _) | (Ok(_), None) => {}
            (Ok(FollowUp::Taken), Some(what)) => {
                output.text.push_str(&format!("already moved by the agent: {}\n", plain(&what)));
                return Ok(());
            }
            (Ok(FollowUp::Edit(_)), Some(what)) => {
                output.text.push_str(&format!("{} {}\n", self.palette.good("moved:"), plain(&what)));
            }
            (Err(trouble), what) => {
                let what = what.unwrap_or_default();
                let what = plain(&what);
                output.notes.push_str(&format!("{} {what}: {trouble}\n", self.palette.bad("not moved:")));
                output.code = BOOKS_NOT_KEPT;
                return Ok(());
            }
        }
        let flowspec = program::find("flowspec", env::var_os("PATH").as_deref(), &[project.root()]);
        let event = after::event(&project, self.verdict).zip(flowspec);
        if let Some((event, program)) = event {
            let line = after::emit(program, event, after::id_of(self.verdict));
            let job = Job { supervisor: &own_program()?, line: &line, folder: project.root(), timeout: EVENT_TIMEOUT };
            match job.run(cancel).await {
                Ok(ended) if ended.how.is_success() => output.text.push_str(&format!("emitted: {event}\n")),
                _ => output.notes.push_str(&format!("{} {event}: {line} failed\n", self.palette.bad("not emitted:"))),
            }
        }
        Ok(())
    }
}

/// Writes an edit of a file, all of it or nothing.
fn write(project: &Snapshot, edit: &Edit) -> Result<(), String> {
    let Edit::Replace { path, range, text } = edit else { return Ok(()) };
    let document = project.document(path).ok_or("the task is gone")?;
    let mut after = document.text().to_owned();
    after.replace_range(std::ops::Range::<usize>::from(*range), text);
    files::replace(path, document.text(), &after).map_err(|refusal| refusal.to_string())
}

/// Cancels when the user presses Ctrl-C, or on another signal to end.
#[cfg(unix)]
fn signals(cancel: &CancellationToken) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup(), SignalKind::quit()] {
        // From here on, and not from when the task first runs: the agent may be there before.
        let mut signal = signal(kind)?;
        let cancel = cancel.clone();
        tokio::spawn(async move {
            signal.recv().await;
            cancel.cancel();
        });
    }
    Ok(())
}

/// Cancels when the user presses Ctrl-C.
#[cfg(not(unix))]
fn signals(cancel: &CancellationToken) -> io::Result<()> {
    let cancel = cancel.clone();
    tokio::spawn(async move {
        // An error is that nobody can press it.
        if tokio::signal::ctrl_c().await.is_ok() {
            cancel.cancel();
        }
    });
    Ok(())
}

/// Questions and answers on the terminal, if there is one.
struct Dialogue {
    yes: bool,
    terminal: bool,
    palette: Palette,
}

impl Dialogue {
    fn new(yes: bool, palette: Palette) -> Self {
        Self { yes, terminal: io::stdin().is_terminal() && io::stderr().is_terminal(), palette }
    }

    /// The verdict once everything is answered that can be.
    fn settle(&self, project: &Snapshot, mut request: Request) -> io::Result<Verdict> {
        loop {
            let verdict = preflight(project, &request);
            let asked = verdict.reasons.iter().find(|reason| reason.outcome == Outcome::Ask);
            let Some(asked) = asked.filter(|_| verdict.outcome == Outcome::Ask && self.terminal) else {
                return Ok(verdict);
            };
            if !self.answer(project, &mut request, asked)? {
                return Ok(verdict);
            }
        }
    }

    /// Asks for what a reason wants; whether there was an answer that goes on.
    fn answer(&self, project: &Snapshot, request: &mut Request, asked: &Reason) -> io::Result<bool> {
        match &asked.why {
            Why::SeveralTasks { tasks } => {
                self.tell(&asked.message)?;
                let answer = self.ask("The task, by its id or its file: ")?;
                // It means what it means behind `--task`.
                let named = tasks_named(project, answer.trim_start_matches("./"));
                let mut meant = tasks.iter().filter(|task| named.iter().any(|it| it.path == task.document));
                match (meant.next(), meant.next()) {
                    (Some(task), None) => request.task = Some(task.path.to_string()),
                    (None, _) => return self.tell(format!("none of them is `{answer}`")).map(|()| false),
                    _ => return self.tell(format!("several of them are `{answer}`: name the file")).map(|()| false),
                }
                Ok(true)
            }
            Why::SeveralChanges { changes } => {
                self.tell(&asked.message)?;
                let answer = self.ask("The change, by its name: ")?;
                if !changes.iter().any(|change| change.id == answer) {
                    return self.tell(format!("none of them is `{answer}`")).map(|()| false);
                }
                request.task = Some(answer);
                Ok(true)
            }
            Why::SeveralSpecs { specs } => {
                self.tell(&asked.message)?;
                let answer = self.ask("The spec, by its name: ")?;
                if !specs.iter().any(|spec| spec.id == answer) {
                    return self.tell(format!("none of them is `{answer}`")).map(|()| false);
                }
                request.task = Some(answer);
                Ok(true)
            }
            Why::KeywordNeeded { .. } => {
                self.tell(&asked.message)?;
                let answer = self.ask("> ")?;
                let given = !answer.is_empty();
                request.answers.keyword = Some(answer);
                Ok(given)
            }
            _ => {
                request.answers.go_on = Some(is_yes(&self.ask(&format!("{} ", asked.message))?));
                Ok(true)
            }
        }
    }

    /// A yes-or-no question; `None` without anybody to ask.
    fn confirm(&self, question: &str) -> io::Result<Option<bool>> {
        match (self.yes, self.terminal) {
            (true, _) => Ok(Some(true)),
            (false, true) => Ok(Some(is_yes(&self.ask(question)?))),
            (false, false) => Ok(None),
        }
    }

    fn ask(&self, question: &str) -> io::Result<String> {
        let mut stderr = io::stderr().lock();
        write!(stderr, "{}", self.palette.strong(&plain(question)))?;
        stderr.flush()?;
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer)?;
        Ok(answer.trim().to_owned())
    }

    fn tell(&self, text: impl Display) -> io::Result<()> {
        writeln!(io::stderr().lock(), "{text}")
    }
}
