//! The pictures of the documentation: the terminal output of `check` on the examples, flowspec's own state machine, a delta with its
//! merged spec, and what Neovim and Helix showed in their tests.

use std::{
    fs,
    process::{Command, ExitCode},
};

use anstyle::RgbColor as Rgb;
use anstyle_svg::{Palette, Term};
use anyhow::{Context, Result, ensure};

use crate::{root, tools};

/// How much of the output is shown.
const LINES: usize = 46;

/// How many characters of a line there are beside another.
const COLUMN: usize = 56;

const FOREGROUND: Rgb = Rgb(0xd5, 0xd9, 0xe0);
const BACKGROUND: Rgb = Rgb(0x1b, 0x1f, 0x27);

/// Softer than a terminal's own colours: first the eight dark ones, then the bright ones.
const PALETTE: Palette = Palette([
    Rgb(0x1b, 0x1f, 0x27),
    Rgb(0xe0, 0x6c, 0x75),
    Rgb(0x98, 0xc3, 0x79),
    Rgb(0xe5, 0xc0, 0x7b),
    Rgb(0x61, 0xaf, 0xef),
    Rgb(0xc6, 0x78, 0xdd),
    Rgb(0x56, 0xb6, 0xc2),
    Rgb(0xd5, 0xd9, 0xe0),
    Rgb(0x7f, 0x84, 0x8e),
    Rgb(0xf4, 0x7a, 0x82),
    Rgb(0xb3, 0xdb, 0x8c),
    Rgb(0xf0, 0xcf, 0x8e),
    Rgb(0x74, 0xb8, 0xf4),
    Rgb(0xd6, 0x8f, 0xea),
    Rgb(0x74, 0xcb, 0xd6),
    Rgb(0xff, 0xff, 0xff),
]);

/// Draws them.
pub fn draw() -> Result<ExitCode> {
    check("examples/parcel-tracker", "docs/check.svg")?;
    check("examples/openspec", "docs/openspec-check.svg")?;
    check("examples/kiro", "docs/kiro-check.svg")?;
    merged()?;
    states()?;
    items("examples/openspec", "docs/openspec-states.svg")?;
    items("examples/kiro", "docs/kiro-states.svg")?;
    screen("neovim", Rgb(0x14, 0x16, 0x1b))?;
    screen("helix", Rgb(0x3b, 0x22, 0x4c))?;
    Ok(ExitCode::SUCCESS)
}

/// The machine of a project without a workflow file.
fn states() -> Result<()> {
    let project = root().join("target/pictures/project");
    fs::create_dir_all(project.join(".claude"))?;
    let output = flowspec_lsp().args(["graph", "states", "--project"]).arg(project).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    write("docs/states.svg", &String::from_utf8(output.stdout)?)
}

/// The changes or specs of an example by their states.
fn items(example: &str, picture: &str) -> Result<()> {
    let example = root().join(example);
    let output = flowspec_lsp().args(["graph", "states", "--project"]).arg(example).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    write(picture, &String::from_utf8(output.stdout)?)
}

fn check(example: &str, picture: &str) -> Result<()> {
    let output = flowspec_lsp().args(["check", example, "--color", "always"]).env("COLUMNS", "110").output()?;
    ensure!(output.status.code() == Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let screen = format!("\x1b[1;32m$\x1b[0m \x1b[1mflowspec-lsp check {example}\x1b[0m\n{}", shorten(&text));
    write(picture, &term(BACKGROUND).min_width_px(900).render_svg(&screen))
}

/// A delta, and beside it what `expand` makes of it; what the change brings is green.
fn merged() -> Result<()> {
    let project = "examples/openspec/openspec";
    let delta = format!("{project}/changes/accept-bank-transfer/specs/invoicing/spec.md");
    let output = flowspec_lsp().args(["expand", &delta]).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let merged = String::from_utf8(output.stdout)?;
    let today = fs::read_to_string(root().join(project).join("specs/invoicing/spec.md"))?;
    let written = fs::read_to_string(root().join(&delta))?;
    let short = |line: &str| match line.char_indices().nth(COLUMN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    let mut left = written.lines();
    let mut screen = format!(
        "\x1b[1;32m$\x1b[0m \x1b[1mflowspec-lsp expand {delta}\x1b[0m\n\n\x1b[2m{:<width$}   the spec after the change\x1b[0m\n\n",
        "the delta",
        width = COLUMN + 1,
    );
    for line in merged.lines().take(LINES) {
        let color = if today.lines().any(|known| known == line) { "" } else { "\x1b[32m" };
        let left = short(left.next().unwrap_or_default());
        screen += &format!("{left:<width$} \x1b[2m│\x1b[0m {color}{}\x1b[0m\n", short(line), width = COLUMN + 1);
    }
    write("docs/openspec-merged.svg", &term(BACKGROUND).render_svg(&screen))
}

/// What a test left of an editor in a terminal, on the background that the editor has.
fn screen(name: &str, background: Rgb) -> Result<()> {
    let left = tools::pictures()?.join(name).with_extension("ansi");
    let screen =
        fs::read_to_string(&left).with_context(|| format!("{}: `cargo xtask test {name}` makes it", left.display()))?;
    write(&format!("docs/{name}.svg"), &term(background).render_svg(&screen))
}

fn term(background: Rgb) -> Term {
    Term::new().palette(PALETTE).fg_color(FOREGROUND.into()).bg_color(background.into())
}

/// The program, in the project's root.
fn flowspec_lsp() -> Command {
    let mut command = Command::new("cargo");
    command.args(["run", "--quiet", "--"]).current_dir(root());
    command
}

fn write(name: &str, svg: &str) -> Result<()> {
    let path = root().join(name);
    fs::write(&path, svg)?;
    println!("{}", path.display());
    Ok(())
}

/// The first findings and the summary line.
fn shorten(text: &str) -> String {
    let lines: Vec<_> = text.lines().collect();
    if lines.len() <= LINES {
        return text.to_owned();
    }
    let (summary, findings) = lines.split_last().expect("there are lines");
    // A finding ends at an empty line.
    let end = findings[..LINES].iter().rposition(|line| line.trim().is_empty()).unwrap_or(LINES);
    let dots = "\x1b[2m…\x1b[0m";
    format!("{}\n{dots}\n\n{summary}", findings[..=end].join("\n"))
}
