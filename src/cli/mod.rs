//! The command line: one file a command. Exit status: 0 all done, 1 some or all failed, 2 wrong
//! usage, 130 interrupted.

mod crash;
mod data;
mod devices;
mod end;
mod errors;
mod evaluate;
mod evaluate_art;
mod evaluate_distribution;
mod evaluate_lpips;
mod evaluate_prefer;
mod features;
mod generate;
mod models;
mod numbers;
mod plan;
mod progress;
mod report;
mod style;
mod stylize;
mod train;
mod tune;

use crate::{error::Result, picture::exit_now};
use clap::{Parser, Subcommand};
use end::{End, INTERRUPTED, KEEPS, interrupted, keeps, limits};
use std::{ffi::OsString, path::PathBuf, process::ExitCode, sync::atomic::Ordering};

#[derive(Parser)]
#[command(
    name = "impasto",
    version,
    about,
    args_conflicts_with_subcommands = true
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Pictures to open in the window
    files: Vec<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Paint photographs in the style of paintings
    Stylize(Box<stylize::Args>),
    /// Write a network's feature maps of a picture
    Features(features::Args),
    /// List the devices that can compute
    Devices(devices::Args),
    /// Dream up pictures with a model of `impasto train dream`
    Generate(generate::Args),
    /// Styles that ship with Impasto, and styles as numbers
    #[command(subcommand)]
    Style(style::Command),
    /// Models that ship, and your own
    #[command(subcommand)]
    Models(models::Command),
    /// Measure painted pictures
    #[command(subcommand)]
    Evaluate(evaluate::Command),
    /// Look at data sets and pack them
    #[command(subcommand)]
    Data(data::Command),
    /// Train networks
    #[command(subcommand)]
    Train(train::Command),
}

/// Runs the program with `args` (the first is its name). Without a command `window` is opened with
/// the files that are named.
pub fn run(
    args: impl IntoIterator<Item = OsString>,
    window: impl FnOnce(Vec<PathBuf>) -> Result<()>,
) -> ExitCode {
    crash::hear();
    crash::guard(|| run_caught(args, window)).unwrap_or_else(|sentence| {
        report::error(&sentence);
        exit(End::Failed)
    })
}

fn run_caught(
    args: impl IntoIterator<Item = OsString>,
    window: impl FnOnce(Vec<PathBuf>) -> Result<()>,
) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(e) => {
            // A closed pipe while printing help is nobody's problem.
            let _ = e.print();
            return ExitCode::from(if e.use_stderr() { 2 } else { 0 });
        }
    };
    let Some(command) = cli.command else {
        if let Some(missing) = cli.files.iter().find(|file| !file.exists()) {
            report::error(&format!(
                "'{}' is neither a command nor a file; see impasto --help.",
                missing.display()
            ));
            return ExitCode::from(2);
        }
        return exit(window(cli.files).map_or_else(
            |e| {
                report::failed(&e);
                End::Failed
            },
            |()| End::Done,
        ));
    };
    // What has nothing to keep ends at once, and all the rest by a second Ctrl+C, which does not wait for the step
    // to end.
    let handler = || {
        if INTERRUPTED.swap(true, Ordering::Relaxed) || !KEEPS.load(Ordering::Relaxed) {
            exit_now(130);
        }
    };
    if ctrlc::set_handler(handler).is_err() {
        report::say("Ctrl+C will end the program without saving");
    }
    let end: Result<End> = match command {
        Command::Stylize(args) => return exit(stylize::run(&args)),
        Command::Features(args) => features::run(&args),
        Command::Devices(args) => devices::run(&args),
        Command::Generate(args) => generate::run(&args),
        Command::Style(command) => style::run(&command),
        Command::Models(command) => models::run(&command),
        Command::Evaluate(command) => evaluate::run(&command),
        Command::Data(command) => data::run(&command),
        Command::Train(command) => train::run(&command),
    };
    exit(end.unwrap_or_else(|e| {
        report::failed(&e);
        End::Failed
    }))
}

fn exit(end: End) -> ExitCode {
    ExitCode::from(match end {
        End::Done => 0,
        End::Failed => 1,
        End::Interrupted => 130,
    })
}
