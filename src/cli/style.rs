//! `impasto style list`

use super::{End, report};
use crate::{error::Result, session::shelf};
use serde_json::json;
use std::io::Write;

#[derive(clap::Subcommand)]
pub enum Command {
    /// List the styles that ship with Impasto
    List {
        /// Print JSON lines
        #[arg(long)]
        json: bool,
    },
}

pub fn run(command: &Command) -> Result<End> {
    let Command::List { json } = command;
    let mut out = std::io::stdout().lock();
    for style in shelf() {
        let about = &style.about;
        if *json {
            report::json(&json!({
                "name": style.name,
                "title": {"en": about.title.en, "zh": about.title.zh},
                "sentence": {"en": about.sentence.en, "zh": about.sentence.zh},
                "licence": about.licence,
            }));
        } else {
            // A reader that has gone away is not an error.
            let _ = writeln!(out, "{:15} {}", style.name, about.sentence.en);
        }
    }
    Ok(End::Done)
}
