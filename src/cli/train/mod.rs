//! `impasto train distill`, `impasto train style`, `impasto train school`, `impasto train domains`, `impasto train unpaired`,
//! `impasto train dream`, `impasto train resume`, `impasto train search` and `impasto train export`

mod distill;
mod domains;
mod dream;
mod drive;
mod final_model;
mod resume;
mod school;
mod search;
mod style;
mod teaching;
mod unpaired;

pub use drive::weights_of;

use super::{End, report};
use crate::{
    compute::Compute,
    error::Result,
    train::{
        TaskKind, back_beside, export_domains, export_dream, export_encoder, export_generator,
        export_school, export_unpaired, task_of,
    },
};
use std::path::PathBuf;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Distil the compact encoder from networks of the VGG-19 family
    Distill(distill::Args),
    /// Train the generator that paints any photograph in any style at once
    Style(Box<style::Args>),
    /// Train a generator that paints photographs as one school of painters did, from a folder of their paintings
    School(Box<school::Args>),
    /// Train one generator that turns any picture into one of several domains, a folder each
    Domains(Box<domains::Args>),
    /// Train a translation of one kind of pictures into another, and back, from two folders without pairs
    Unpaired(Box<unpaired::Args>),
    /// Train a generator that dreams up pictures like those of a folder
    Dream(dream::Args),
    /// Go on with a run as it was set up
    Resume(resume::Args),
    /// Find the settings that suit a folder: all are tried for a little, the better half for longer, the best one to its end
    Search(search::Args),
    /// Write the weights of a run in half precision
    Export(Export),
}

#[derive(clap::Args)]
pub struct Export {
    /// Folder of the run
    run: PathBuf,
    /// The file to write; the way back of a translation is written beside it, NAME-back
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// The weights of a style run that were best on validation pictures, instead of the last
    #[arg(long)]
    best: bool,
    /// The last weights of a run of a school, of domains, a translation or dreams, instead of those that were best on validation pictures
    #[arg(long, conflicts_with = "best")]
    last: bool,
    /// Also the discriminator of a style run, so that another run can go on with both
    #[arg(long, alias = "critic")]
    discriminator: bool,
}

pub fn run(command: &Command) -> Result<End> {
    match command {
        Command::Distill(args) => distill::run(args),
        Command::Style(args) => style::run(args),
        Command::School(args) => school::run(args),
        Command::Domains(args) => domains::run(args),
        Command::Unpaired(args) => unpaired::run(args),
        Command::Dream(args) => dream::run(args),
        Command::Resume(args) => resume::run(args),
        Command::Search(args) => search::run(args),
        Command::Export(args) => export(args),
    }
}

fn export(args: &Export) -> Result<End> {
    let device = Compute::cpu("").device;
    let (run, output) = (&args.run, &args.output);
    let name = output.file_stem().unwrap_or_default().to_string_lossy();
    let last = args.last;
    let curve = match task_of(run)? {
        TaskKind::Encoder => export_encoder(run, output, &device)?,
        TaskKind::Generator => {
            export_generator(run, output, args.best, args.discriminator, &device)?
        }
        TaskKind::School => export_school(run, output, &name, last, &device)?,
        TaskKind::Domains => export_domains(run, output, &name, last, &device)?,
        TaskKind::Unpaired => {
            export_unpaired(run, [output, &back_beside(output)], &name, last, &device)?
        }
        TaskKind::Dream => export_dream(run, output, &name, last, &device)?,
    };
    if let Some(measured) = curve.last() {
        report::json(measured);
    }
    Ok(End::Done)
}
