//! `flowspec-lsp completions` and `man`: what shells and `man` know of the command line.

use clap::CommandFactory;

use super::{args::Args, output::Output};

const NAME: &str = env!("CARGO_PKG_NAME");

/// The completions of a shell.
pub(super) fn completions(shell: clap_complete::Shell) -> Output {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), NAME, &mut text);
    Output::text(String::from_utf8_lossy(&text).into_owned())
}

/// The manual page, with a section for each command.
pub(super) fn manual() -> anyhow::Result<Output> {
    let mut text = Vec::new();
    let mut command = Args::command().name(NAME);
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut text)?;
    for command in command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help") {
        let page = clap_mangen::Man::new(command.clone().bin_name(format!("{NAME} {}", command.get_name())));
        text.extend_from_slice(
            format!(".SH \"{} {}\"\n", NAME.to_uppercase(), command.get_name().to_uppercase()).as_bytes(),
        );
        page.render_description_section(&mut text)?;
        page.render_synopsis_section(&mut text)?;
        page.render_options_section(&mut text)?;
    }
    Ok(Output::text(String::from_utf8_lossy(&text).into_owned()))
}
