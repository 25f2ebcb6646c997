//! Arguments to one call to an exit code.

use std::process::ExitCode;

/// musl's own allocator lets several threads wait for each other.
#[cfg(target_env = "musl")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    flowspec_lsp::cli::main()
}
