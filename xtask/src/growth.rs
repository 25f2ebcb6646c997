//! Whether costs grow in proportion to their cause: generated workspaces of doubling size, measured in processor time.

mod generators;
mod measure;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Result;

use crate::latency::release;
use generators::{GENERATORS, Generator};
use measure::{Measure, Sample};

/// Twice the input may cost this many times the processor time; noise included.
const LIMIT: f64 = 2.3;

/// Less processor time than this, in milliseconds, is too close to the clock's resolution to tell growth.
const NOISE: f64 = 100.0;

/// Beyond this many milliseconds a larger input is not tried.
const ENOUGH: f64 = 20_000.0;

/// How often what seems to grow is measured again.
const RETRIES: usize = 3;

/// What is measured.
#[derive(clap::Args)]
pub struct Options {
    /// Only the workspaces whose name contains one of these words.
    only: Vec<String>,
    /// The server, when it is not to be the release build of these sources.
    #[arg(long)]
    program: Option<PathBuf>,
}

/// Prints a table; fails when something grows faster than its input.
pub fn run(options: &Options) -> Result<ExitCode> {
    let program = options.program.clone().map_or_else(release, Ok)?.canonicalize()?;
    println!("| of n | measured | n | n, ms | 2n | 4n | 8n | last doubling |\n|---|---|---|---|---|---|---|---|");
    let wanted = |name: &str| options.only.is_empty() || options.only.iter().any(|word| name.contains(word));
    let mut grows = false;
    for generator in GENERATORS.iter().filter(|generator| wanted(generator.name)) {
        let all = series(generator, &program).unwrap_or_else(|error| {
            println!("| {} | {error:#} | {} | – | – | – | – | **failed** |", generator.name, generator.from);
            grows = true;
            Vec::new()
        });
        for (measure, series) in all {
            let growth = growth(&series);
            let too_much = growth.is_some_and(|growth| growth > LIMIT);
            grows |= too_much;
            let times: Vec<String> = series.iter().map(|sample| format!("{:.1}", sample.each())).collect();
            let missing = vec!["–"; 4 - times.len()].join(" | ");
            let times =
                if missing.is_empty() { times.join(" | ") } else { format!("{} | {missing}", times.join(" | ")) };
            let growth = match growth {
                Some(growth) if too_much => format!("**× {growth:.1}**"),
                Some(growth) => format!("× {growth:.1}"),
                None => "–".to_owned(),
            };
            println!("| {} | {} | {} | {times} | {growth} |", generator.name, measure.name(), generator.from);
        }
    }
    Ok(if grows { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The samples of each measure, from the smallest size.
fn series(generator: &Generator, program: &Path) -> Result<Vec<(Measure, Vec<Sample>)>> {
    let mut all: Vec<(Measure, Vec<Sample>)> =
        generator.measures.iter().map(|measure| (*measure, Vec::new())).collect();
    for doubling in 0..4 {
        let measures: Vec<Measure> = all.iter().filter(|(_, series)| may_go_on(series)).map(|(it, _)| *it).collect();
        let case = generator.case(generator.from << doubling);
        let samples = measure::measure(program, &case, &measures)?;
        for (measure, sample) in measures.into_iter().zip(samples) {
            all.iter_mut().filter(|(own, _)| *own == measure).for_each(|(_, series)| series.push(sample));
        }
    }
    // A busy machine makes some of them slower, and never faster.
    let doubtful = |series: &[Sample]| growth(series).is_some_and(|growth| growth > LIMIT);
    for (measure, series) in &mut all {
        for _ in 0..RETRIES {
            if !doubtful(series) {
                break;
            }
            for (doubling, sample) in series.iter_mut().enumerate().skip(2) {
                let again = measure::measure(program, &generator.case(generator.from << doubling), &[*measure])?;
                again.iter().for_each(|again| sample.total = sample.total.min(again.total));
            }
        }
    }
    Ok(all)
}

fn may_go_on(series: &[Sample]) -> bool {
    series.last().is_none_or(|last| last.total < ENOUGH)
}

/// What the last doubling cost; `None` where it cost too little to tell.
fn growth(series: &[Sample]) -> Option<f64> {
    let [.., before, last] = series else { return None };
    (last.total >= NOISE).then(|| last.total / before.total.max(1.0))
}
