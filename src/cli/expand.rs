//! `flowspec-lsp expand`: commands with their includes resolved, and the copies that Copilot reads.

use std::{fmt::Write, sync::Arc};

use anyhow::{Context, bail};
use camino::Utf8Path;
use text_size::TextRange;

use super::{
    args::ExpandArgs,
    files,
    output::{Output, Palette, unless_terminal},
    paths::relative,
    project,
};
use crate::{
    model::{Kind, open_spec::MergeOutcome},
    text::{Encoding, plain, plain_line},
    workspace::{
        Document, Index, Resolved, Snapshot,
        copies::{NoCopy, command_of, copies, new_copy, regenerated},
        expand::{Directive, MAX_BYTES, MAX_DEPTH, NotExpanded, expand},
        path::real,
    },
};

/// Prints, compares or writes.
pub(super) fn run(args: &ExpandArgs, palette: Palette) -> anyhow::Result<Output> {
    let folder = std::env::current_dir().context("there is no working folder")?;
    let folder = real(folder)?;
    let project = project::read(args.file.as_deref().unwrap_or(&args.project))?;
    let file = args.file.as_deref().map(|file| document(&project, file)).transpose()?;
    let output = match &file {
        Some(file) if project.merge_target(file).is_some() => {
            merge(&Shown { project: &project, folder: &folder }, file, args)
        }
        Some(file) if !args.check && !args.write => {
            print(&Shown { project: &project, folder: &folder }, file, args.body)
        }
        _ => regenerate(&Shown { project: &project, folder: &folder }, file.as_deref(), args.write, palette),
    };
    // The process ends soon; giving back every document first would only take time.
    std::mem::forget(project);
    output
}

/// A project, and how its paths are shown: from the working folder.
#[derive(Clone, Copy)]
struct Shown<'a> {
    project: &'a Snapshot,
    folder: &'a Utf8Path,
}

impl Shown<'_> {
    fn path(self, path: &Utf8Path) -> String {
        plain_line(relative(path, self.folder).as_str()).into_owned()
    }
}

/// The document that a path on the command line means.
fn document(project: &Snapshot, file: &Utf8Path) -> anyhow::Result<Arc<Document>> {
    let real = real(file).with_context(|| format!("`{file}` cannot be read"))?;
    let Resolved::File(real) = project.resolve(project.relative(&real)) else {
        bail!("`{file}` is not a file: name a command, or use --check or --write with --project for all copies");
    };
    let is_meant = |document: &&Arc<Document>| document.kind.is_prompt() || project.merge_target(document).is_some();
    let Some(document) = project.document(&project.path(&real)).filter(is_meant) else {
        bail!(
            "`{file}` is neither a command nor a partial, nor a delta of OpenSpec: `documents` in flowspec-lsp.toml can say that it is a command"
        );
    };
    match &document.unreadable {
        Some(reason) => bail!("`{file}` cannot be read: {reason}"),
        None => Ok(Arc::clone(document)),
    }
}

fn print(shown: &Shown<'_>, document: &Document, body: bool) -> anyhow::Result<Output> {
    let expansion = expand(shown.project, document);
    if let (Some(stop), Some(directive)) = (expansion.stopped, &expansion.stopped_at) {
        bail!("{}", plain(&stopped(*shown, stop, directive)));
    }
    let text = if body { expansion.copy_body() } else { expansion.text };
    Ok(Output::text(unless_terminal(&text).into_owned()))
}

/// Prints the spec that `openspec archive` would write, or says why it would refuse.
fn merge(shown: &Shown<'_>, delta: &Document, args: &ExpandArgs) -> anyhow::Result<Output> {
    if args.check || args.write || args.body {
        bail!("a delta has no copies, and its spec has no front matter: leave `--check`, `--write` and `--body` out");
    }
    let project = shown.project;
    let Some((merged, (_, change, spec))) = project.merged(delta).zip(project.merge_target(delta)) else {
        bail!("`{}` is not a delta", shown.path(&delta.path));
    };
    let mut notes = String::new();
    let lines = &delta.facts().lines;
    let mut say = |kind: &str, range: TextRange, message: &str| {
        let place = lines.position(delta.text(), range.start(), Encoding::Utf32);
        let path = shown.path(&delta.path);
        let _ = writeln!(notes, "{kind}: {path}:{}:{}: {}", place.line + 1, place.character + 1, plain(message));
    };
    merged.warnings.iter().for_each(|it| say("warning", it.range, &it.message));
    merged.refusals.iter().for_each(|it| say("error", it.range, &it.message));
    let (text, code) = match &merged.outcome {
        MergeOutcome::Written(text) => (unless_terminal(text).into_owned(), 0),
        MergeOutcome::Unchanged => (spec.map_or_else(String::new, |spec| unless_terminal(spec.text()).into_owned()), 0),
        MergeOutcome::Refused => (String::new(), 1),
        MergeOutcome::Retired => {
            let _ = writeln!(
                notes,
                "note: `openspec archive {}` deletes this spec: its last requirement goes",
                plain(change)
            );
            (String::new(), 0)
        }
    };
    Ok(Output { text, notes, code })
}

/// Compares copies with their commands, and writes those that differ if `write`.
fn regenerate(shown: &Shown<'_>, of: Option<&Document>, write: bool, palette: Palette) -> anyhow::Result<Output> {
    let project = shown.project;
    let index = project.index();
    let pairs = match of {
        Some(copy) if command_of(project, &index, copy).is_some() => {
            let command = command_of(project, &index, copy).and_then(|command| project.document(&command.path));
            { command }.into_iter().filter_map(|command| Some((project.document(&copy.path)?, command))).collect()
        }
        Some(copy) if copy.kind == Kind::Copy => {
            bail!(
                "`{}` is the copy of a command that does not exist: restore the command or delete the copy",
                shown.path(&copy.path)
            )
        }
        Some(command) => copies(project, &index, Some(&command.path)),
        None => copies(project, &index, None),
    };
    let mut report = Report { shown: *shown, write, palette, output: Output::default(), same: 0 };
    if write {
        files::remove_stale(project.documents().into_iter().map(|document| &*document.path));
    }
    let signals = write.then(files::Signals::hold);
    let caught = || signals.as_ref().and_then(files::Signals::caught);
    for (at, (copy, command)) in pairs.iter().enumerate() {
        if let Some(code) = caught() {
            report.interrupted(pairs.len() - at, code);
            return Ok(report.output);
        }
        report.copy(command, copy);
    }
    if let Some(command) = of.filter(|_| pairs.is_empty()) {
        report.missing(&index, command);
    } else if report.output.text.is_empty() && report.output.code == 0 {
        report.output.text = match report.same {
            0 => "there is no copy of a command in this project\n".to_owned(),
            1 => "the copy is what its command expands to\n".to_owned(),
            same => format!("all {same} copies are what their commands expand to\n"),
        };
    }
    Ok(report.output)
}

struct Report<'a> {
    shown: Shown<'a>,
    write: bool,
    palette: Palette,
    output: Output,
    /// How many copies are as they should be.
    same: usize,
}

impl Report<'_> {
    fn copy(&mut self, command: &Document, copy: &Document) {
        let (name, source) = (self.shown.path(&copy.path), self.shown.path(&command.path));
        let text = match regenerated(self.shown.project, command, copy) {
            Ok(text) if text == copy.text() => {
                self.same += 1;
                return;
            }
            Ok(text) => text,
            Err(no_copy) => return self.failed(&quoted(&name), &explain(self.shown, command, &no_copy)),
        };
        if !self.write {
            let line = 1 + copy.text().lines().zip(text.lines()).take_while(|(one, other)| one == other).count();
            let differs = self.palette.bad("differs");
            self.say(1, &format!("{differs} {name}:{line}: not what {source} expands to\n"));
            return;
        }
        match files::replace(&copy.path, copy.text(), &text) {
            Ok(()) => self.say(0, &format!("{} {name} from {source}\n", self.palette.good("wrote"))),
            Err(error) => self.failed(&quoted(&name), &error.to_string()),
        }
    }

    /// Speaks of, or writes, the copy that a command does not have yet.
    fn missing(&mut self, index: &Index, command: &Document) {
        let (project, source) = (self.shown.project, self.shown.path(&command.path));
        let (path, text) = match new_copy(project, index, command) {
            Ok((path, text)) => (project.root().join(path), text),
            Err(no_copy) => {
                return self.failed(&format!("a copy of `{source}`"), &explain(self.shown, command, &no_copy));
            }
        };
        let name = self.shown.path(&path);
        if !self.write {
            self.say(1, &format!("{} {name}: {source} has no copy\n", self.palette.bad("missing")));
            return;
        }
        match files::create(project.root(), project.relative(&path), &text) {
            Ok(()) => self.say(0, &format!("{} {name} from {source}\n", self.palette.good("wrote"))),
            Err(error) => self.failed(&quoted(&name), &error.to_string()),
        }
    }

    fn interrupted(&mut self, left: usize, code: u8) {
        let copies = if left == 1 { "1 copy is".to_owned() } else { format!("{left} copies are") };
        let error = self.palette.bad("error");
        let _ = writeln!(self.output.notes, "{error}: interrupted: {copies} not written");
        self.output.code = code;
    }

    fn say(&mut self, code: u8, text: &str) {
        self.output.text.push_str(text);
        self.output.code = self.output.code.max(code);
    }

    fn failed(&mut self, what: &str, why: &str) {
        let done = if self.write { "is not written" } else { "cannot be compared" };
        let error = self.palette.bad("error");
        // Writing to a string cannot fail.
        let _ = writeln!(self.output.notes, "{error}: {what} {done}: {}", plain(why));
        self.output.code = 2;
    }
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

fn explain(shown: Shown<'_>, command: &Document, no_copy: &NoCopy) -> String {
    match no_copy {
        NoCopy::Stopped(stop, directive) => stopped(shown, *stop, directive),
        NoCopy::OpenFrontMatter(path) => {
            format!("the front matter of `{}` never ends: close it with `---`", shown.path(path))
        }
        NoCopy::NotACommand => {
            format!(
                "`{}` is not a command in a namespace, as .claude/commands/flow/plan.md is",
                shown.path(&command.path)
            )
        }
    }
}

/// Why and where an expansion stopped.
fn stopped(shown: Shown<'_>, stop: NotExpanded, directive: &Directive) -> String {
    let project = shown.project;
    let Some(file) = directive.files.last().and_then(|path| project.document(path)) else { return String::new() };
    let place = file.facts().lines.position(file.text(), directive.path.start(), Encoding::Utf32);
    let path = &file.text()[directive.path];
    let why = match stop {
        NotExpanded::Missing => format!("`{path}` does not exist: create it or correct the path"),
        NotExpanded::Outside => format!("`{path}` leads out of the project: includes start at its root"),
        NotExpanded::Unread => format!("`{path}` cannot be read: it is too large, or no text"),
        NotExpanded::Cycle => format!("`{path}` includes itself: {}", chain(project, directive)),
        NotExpanded::TooDeep => format!("`{path}` is more than {MAX_DEPTH} levels deep: include it further up"),
        NotExpanded::TooLong => format!("with `{path}` it is more than {} MB: include less", MAX_BYTES / 1024 / 1024),
    };
    format!("{}:{}:{}: {why}", shown.path(&file.path), place.line + 1, place.character + 1)
}

/// The circle, from the file that is included again to itself.
fn chain(project: &Snapshot, directive: &Directive) -> String {
    let target = directive.files.last().and_then(|path| project.document(path));
    let target = target.and_then(|file| project.included(&file.text()[directive.path]));
    let Some(target) = target else { return String::new() };
    let circle = directive.files.iter().skip_while(|path| **path != target.path).chain([&target.path]);
    let names: Vec<_> = circle.map(|path| project.relative(path).as_str()).collect();
    names.join(" → ")
}
