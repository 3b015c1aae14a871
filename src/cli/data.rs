//! `impasto data scan` and `impasto data pack`

use super::{End, limits, report};
use crate::{
    data::{Part, contact_sheet, divided, pack, scan, shown},
    error::{Error, Result},
    fault::SettingFault,
    picture::{ExportOptions, Stamp, export},
};
use std::{io::Write, path::PathBuf};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Say what is in folders of pictures, and what is wrong with it
    Scan(Scan),
    /// Draw all pictures of folders on one sheet
    Sheet(Sheet),
    /// Say which pictures will be trained on, which choose the best weights, and which are looked at once, at the end
    Split(SplitArgs),
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
pub struct Sheet {
    /// Folders of pictures
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// The picture to write
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Side of the squares in which pictures stand
    #[arg(long, value_name = "PIXELS", default_value_t = 160, value_parser = clap::value_parser!(u16).range(32..=1024))]
    side: u16,
    /// Pictures in a row
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=200))]
    columns: u16,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
}

#[derive(clap::Args)]
pub struct SplitArgs {
    /// Folders of pictures
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// As the folder of a school or of dreams is divided, which is small
    #[arg(long)]
    few: bool,
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
        Command::Sheet(args) => return sheet(args),
        Command::Split(args) => return split(args),
        Command::Pack(args) => {
            let side = args.side.into();
            let limits = limits(args.memory, rayon::current_num_threads());
            let written = pack(&args.folders, &args.output, 128, side, args.quality, limits)?;
            report::json(&written);
        }
    }
    Ok(End::Done)
}

fn sheet(args: &Sheet) -> Result<End> {
    let limits = limits(args.memory, rayon::current_num_threads());
    let (side, columns) = (args.side.into(), args.columns.into());
    let (sheet, seen) = contact_sheet(&args.folders, side, columns, limits);
    let nothing = || SettingFault::NoPicturesIn(args.folders.first().cloned().unwrap_or_default());
    let sheet = sheet.ok_or_else(nothing)?;
    export(
        &sheet,
        &args.output,
        &ExportOptions::default(),
        &Stamp::default(),
    )?;
    report::say(&format!(
        "{} pictures on {}",
        seen.pictures.len(),
        args.output.display()
    ));
    Ok(said(&seen.unreadable))
}

fn split(args: &SplitArgs) -> Result<End> {
    let limits = limits(args.memory, rayon::current_num_threads());
    let seen = divided(&args.folders, args.few, limits);
    let parts = [
        (Part::Train, "train"),
        (Part::Validation, "validation"),
        (Part::Test, "test"),
    ];
    let of = |part: Part| -> Vec<String> {
        let pictures = seen.pictures.iter().filter(|(_, of)| *of == part);
        let names = pictures.map(|(path, _)| shown(path, &args.folders).display().to_string());
        names.collect()
    };
    if args.json {
        let parts = parts.map(|(part, name)| (name.to_owned(), of(part).into()));
        report::json(&serde_json::Value::Object(parts.into_iter().collect()));
    } else {
        let mut out = std::io::stdout().lock();
        for (part, name) in parts {
            for picture in of(part) {
                let _ = writeln!(out, "{name}\t{picture}");
            }
        }
        for (part, name) in parts {
            let _ = writeln!(out, "{name}: {}", of(part).len());
        }
    }
    Ok(said(&seen.unreadable))
}

/// Files that are no pictures are named, and are no reason to stop.
fn said(unreadable: &[Error]) -> End {
    unreadable.iter().for_each(report::failed);
    match unreadable {
        [] => End::Done,
        _ => End::Failed,
    }
}
