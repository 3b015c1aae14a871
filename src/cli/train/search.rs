//! `impasto train search`

use super::{
    super::{End, interrupted, report},
    drive::{absolute, duration},
};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    train::search::{Axis, Climbed, Search, Trial, climb},
};
use serde_json::json;
use std::{
    io::Write,
    path::PathBuf,
    time::{Duration, Instant},
};

#[derive(clap::Args)]
pub struct Args {
    /// The settings that all trials have in common: settings.toml of a run, or as the window writes it
    #[arg(value_name = "SETTINGS.toml")]
    settings: PathBuf,
    /// A setting and what is tried of it, by its name there or weight.NAME of a loss: rate=1e-4,3e-4 weight.style=1,2; all
    /// combinations are tried
    #[arg(long, required = true, num_args = 1.., value_name = "NAME=X,X")]
    over: Vec<String>,
    /// Folder of the search, a run each in it; the same search goes on where it was
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Steps of the best one; the others are given up earlier [default: those in the settings]
    #[arg(long)]
    steps: Option<usize>,
    /// Stop after this time; the same command goes on: 90s, 9m or 2h
    #[arg(long = "for", value_parser = duration, value_name = "TIME")]
    time: Option<Duration>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<End> {
    let started = Instant::now();
    let axis = |text: &String| {
        Axis::parse(text).ok_or_else(|| {
            Error::Usage(format!(
                "'{text}' says nothing to try; write NAME=X,X with what is to be tried of it."
            ))
        })
    };
    let axes = args.over.iter().map(axis).collect::<Result<_>>()?;
    let mut search = Search::open(&absolute(&args.output), &args.settings, axes, args.steps)?;
    let compute = Compute::open(args.device)?;
    let over = || interrupted() || args.time.is_some_and(|time| started.elapsed() >= time);
    let mut end = End::Done;
    while let Some((trial, steps)) = search.next() {
        let mut run = search.run(trial, &compute)?;
        let bar = report::bar(steps, args.json);
        bar.set_prefix(format!("trial {}", trial + 1));
        let folder = run.config().folder.clone();
        let climbed = climb(&mut run, steps, &over, &mut |run| {
            for event in run.events() {
                if let Err(e) = event.log(&folder) {
                    report::failed(&e);
                }
            }
            bar.set_position(run.steps_done() as u64);
        })?;
        bar.finish_and_clear();
        let score = match climbed {
            Climbed::To(score) => score,
            Climbed::Stopped => {
                end = if interrupted() {
                    End::Interrupted
                } else {
                    End::Done
                };
                break;
            }
        };
        search.tell(trial, score)?;
        if args.json {
            report::json(
                &json!({ "event": "trial", "trial": trial + 1, "steps": steps, "score": score }),
            );
        }
    }
    let table = search.table();
    if args.json {
        report::json(&json!({ "event": "search", "share": search.share(), "trials": table }));
    } else {
        print(&table, search.share());
    }
    if search.next().is_some() {
        report::say("the search is not over; the same command goes on with it");
    } else if let Some(best) = table.first() {
        report::say(&format!(
            "the best run is {0}; `impasto train export {0} -o MODEL.safetensors` writes its model",
            best.run.display()
        ));
    }
    Ok(end)
}

/// The table, the best trial first.
fn print(table: &[Trial], share: f64) {
    let mut out = std::io::stdout().lock();
    // A reader that has gone away is not an error.
    let _ = writeln!(out, "  steps     score  settings");
    for trial in table {
        let settings = trial.settings.iter();
        let settings: Vec<_> = settings
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let score = match trial.score {
            Some(score) => format!("{score:.4}"),
            None => "-".to_owned(),
        };
        let _ = writeln!(out, "{:7}  {score:>8}  {}", trial.steps, settings.join(" "));
    }
    let _ = writeln!(
        out,
        "{:.0} % of the steps that all to their end would take",
        100.0 * share
    );
}
