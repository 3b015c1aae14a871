//! What the command line says: sentences and a progress bar on stderr, JSON lines on stdout.

use super::errors::sentence;
use crate::error::Error;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::io::Write;

/// Prints a sentence about what failed.
pub fn error(message: &str) {
    let _ = writeln!(std::io::stderr(), "impasto: {message}");
}

/// Prints what failed, with the flags that help.
pub fn failed(error: &Error) {
    self::error(&sentence(error));
}

/// Prints a sentence about what is done, or what is unusual about it.
pub fn say(message: &str) {
    let _ = writeln!(std::io::stderr(), "impasto: {message}.");
}

/// Prints one JSON line; a reader that has gone away is not an error.
pub fn json(value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(value) {
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{line}").and_then(|()| out.flush());
    }
}

/// A bar with step, losses and remaining time; hidden if stderr is no terminal or `quiet`.
pub fn bar(steps: usize, quiet: bool) -> ProgressBar {
    let bar = if quiet {
        ProgressBar::hidden()
    } else {
        ProgressBar::new(steps as u64)
    };
    let template = "{prefix} {wide_bar} step {pos}/{len}  {msg}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━━─"));
    }
    bar
}
