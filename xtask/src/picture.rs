//! The README's picture: the terminal output of `check` on the example, as SVG.

use std::{
    fs,
    process::{Command, ExitCode},
};

use anyhow::{Result, ensure};

use crate::root;

/// How much of the output is shown.
const LINES: usize = 46;

/// Draws it.
pub fn draw() -> Result<ExitCode> {
    let arguments = ["check", "examples/parcel-tracker"];
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--"])
        .args(arguments)
        .args(["--color", "always"])
        .current_dir(root())
        .env("COLUMNS", "110")
        .output()?;
    ensure!(output.status.code() == Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let shown = shorten(&text);
    let screen = format!("\x1b[1;32m$\x1b[0m \x1b[1mflowspec-lsp {}\x1b[0m\n{shown}", arguments.join(" "));
    let svg = anstyle_svg::Term::new().min_width_px(900).render_svg(&screen);
    let path = root().join("docs/check.svg");
    fs::write(&path, svg)?;
    println!("{}", path.display());
    Ok(ExitCode::SUCCESS)
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
