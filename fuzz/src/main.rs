//! A fuzzer of the engine: mutated documents through reading, rules with fixes, and every request.
//!
//! An input is made from the seed and its number alone, so that each can be run again by itself.

#[path = "../../tests/fixture/mod.rs"]
#[expect(dead_code, reason = "the checks of single rules are not used here")]
mod fixture;
mod input;
mod probe;
mod requests;
mod seeds;
mod shrink;

use std::{
    cell::RefCell,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};
use clap::Parser;

use input::Case;
use probe::{Depth, Probe};

/// Only a hang takes longer than this; it is tried twice, because the machine may be busy.
const TOO_LONG: Duration = Duration::from_secs(5);

/// Runs mutated documents through the whole engine.
#[derive(Parser)]
#[command(name = "cargo xtask fuzz")]
struct Options {
    /// How long to run.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// What the inputs are made from.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The number of the first input.
    #[arg(long, default_value_t = 0)]
    first: u64,
    /// Stop after this many inputs.
    #[arg(long)]
    inputs: Option<u64>,
    /// Run the input of a file that an earlier run has written.
    #[arg(long)]
    replay: Option<PathBuf>,
    /// Where the inputs that fail are written.
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/fuzz"))]
    failures: PathBuf,
}

fn main() -> Result<ExitCode> {
    let options = Options::parse();
    std::panic::set_hook(Box::new(|panic| {
        LAST_PANIC.set(panic.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line())));
    }));
    match &options.replay {
        Some(file) => replay(file),
        None => run(&options),
    }
}

fn run(options: &Options) -> Result<ExitCode> {
    let seeds = seeds::seeds()?;
    println!("seed {}, {} projects to start from", options.seed, seeds.len());
    let mut probes: Vec<Probe> = seeds.iter().map(Probe::new).collect();
    let end = Duration::from_secs(options.seconds);
    let (begin, mut shown) = (Instant::now(), 0);
    let (mut done, mut failures) = (0, 0);
    while begin.elapsed() < end && options.inputs.is_none_or(|most| done < most) {
        let number = options.first + done;
        let depth = Depth::of(number);
        let (project, opened) = input::input(&seeds, options.seed, number);
        if let Err(failure) = outcome(|| probes[project].run(&opened, depth)) {
            failures += 1;
            // A panic may have left the project half changed.
            probes[project] = Probe::new(&seeds[project]);
            let case = Case { files: seeds[project].clone(), opened, depth, failure };
            report(case, number, options)?;
        }
        done += 1;
        if begin.elapsed().as_secs() / 30 > shown {
            shown += 1;
            progress(done, failures, begin);
        }
    }
    progress(done, failures, begin);
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn progress(done: u64, failures: u64, begin: Instant) {
    let rate = done as f64 / begin.elapsed().as_secs_f64();
    println!("{done} inputs, {rate:.0} per second, {failures} failed");
}

/// Shrinks an input that fails, and writes it down with the command that runs it again.
fn report(case: Case, number: u64, options: &Options) -> Result<()> {
    println!("input {number} failed: {}", case.failure);
    let small = shrink::shrink(case, |case| outcome(|| Probe::new(&case.files).run(&case.opened, case.depth)).err());
    fs::create_dir_all(&options.failures)?;
    let file = options.failures.join(format!("seed-{}-input-{number}.json", options.seed));
    fs::write(&file, serde_json::to_string_pretty(&small)?)?;
    println!("  shrunk to {} bytes: {}", small.size(), small.failure);
    println!("  run again: cargo xtask fuzz --seed {} --first {number} --inputs 1", options.seed);
    println!("  shrunk:    cargo xtask fuzz --replay {}", file.display());
    Ok(())
}

fn replay(file: &PathBuf) -> Result<ExitCode> {
    let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let case: Case = serde_json::from_str(&text)?;
    match outcome(|| Probe::new(&case.files).run(&case.opened, case.depth)) {
        Ok(()) => println!("nothing fails"),
        Err(failure) => {
            println!("{failure}");
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs something that must neither fail nor panic nor hang.
fn outcome(mut run: impl FnMut() -> Result<(), String>) -> Result<(), String> {
    for attempt in [1, 2] {
        let begin = Instant::now();
        match catch_unwind(AssertUnwindSafe(&mut run)) {
            Ok(result) => result?,
            Err(panic) => {
                let said = panic.downcast_ref::<&str>().copied().map(str::to_owned);
                let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
                return Err(format!("panic{}: {said}", LAST_PANIC.take()));
            }
        }
        if begin.elapsed() < TOO_LONG {
            return Ok(());
        }
        println!("attempt {attempt} took {:.1} s", begin.elapsed().as_secs_f64());
    }
    Err(format!("it takes longer than {} s", TOO_LONG.as_secs()))
}
