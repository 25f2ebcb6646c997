//! Arguments to one call to an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    flowspec_lsp::cli::main()
}
