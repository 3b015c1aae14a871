//! `impasto data scan` and `impasto data pack`

use super::{End, limits, report};
use crate::{
    data::{pack, scan},
    error::Result,
};
use std::{io::Write, path::PathBuf};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Say what is in folders of pictures, and what is wrong with it
    Scan(Scan),
    /// Write the pictures of folders into one compact file to train on
    Pack(Pack),
}

#[derive(clap::Args)]
pub struct Scan {
    /// Folders of pictures; a sources.tsv in one tells licences and sources
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
pub struct Pack {
    /// Folders of pictures
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The file to write
    #[arg(short, long, value_name = "PACK")]
    output: PathBuf,
    /// Longest short side; larger pictures are scaled down
    #[arg(long, default_value_t = 288, value_parser = clap::value_parser!(u16).range(128..))]
    side: u16,
    /// JPEG quality, 1 to 100
    #[arg(long, default_value_t = 85, value_parser = clap::value_parser!(u8).range(1..=100))]
    quality: u8,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
}

pub fn run(command: &Command) -> Result<End> {
    match command {
        Command::Scan(args) => {
            let found = scan(
                &args.folders,
                limits(args.memory, rayon::current_num_threads()),
            );
            if args.json {
                report::json(&found);
                return Ok(End::Done);
            }
            let mut out = std::io::stdout().lock();
            // A reader that has gone away is not an error.
            let _ = writeln!(out, "{} files, {} without fault", found.files, found.usable);
            for finding in &found.findings {
                let (path, detail) = (finding.path.display(), &finding.detail);
                let _ = writeln!(out, "{:?}\t{path}\t{detail}", finding.fault);
            }
            for (fault, count) in &found.counts {
                let _ = writeln!(out, "{fault:?}: {count}");
            }
            for (licence, count) in &found.licences {
                let _ = writeln!(out, "licence {licence}: {count}");
            }
            for (source, count) in &found.sources {
                let _ = writeln!(out, "source {source}: {count}");
            }
        }
        Command::Pack(args) => {
            let side = args.side.into();
            let limits = limits(args.memory, rayon::current_num_threads());
            let written = pack(&args.folders, &args.output, 128, side, args.quality, limits)?;
            report::json(&written);
        }
    }
    Ok(End::Done)
}
