//! `impasto style ...`: the styles that ship, and styles as numbers.

use super::{End, limits, numbers::scale, plan::weighted, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    fault::SettingFault,
    nn::NetSpec,
    picture::Picture,
    session::{Near, Painters, Painting, nearest, read_code, shelf, write_code},
    stylize::{Instant, Style},
};
use serde_json::json;
use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// List the styles that ship with Impasto
    List {
        /// Print JSON lines
        #[arg(long)]
        json: bool,
    },
    /// Write the style of paintings as numbers, for stylize --style-code
    Encode {
        /// Paintings or names of the shelf, mixed by their weights
        #[arg(required = true, value_name = "PICTURE[@WEIGHT]")]
        pictures: Vec<String>,
        /// Size of the strokes: the painting is looked at this much larger
        #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = scale)]
        style_scale: f32,
        #[command(flatten)]
        write: Target,
    },
    /// Mix style codes
    Mix {
        /// Style codes with their weights
        #[arg(required = true, value_name = "CODE[@WEIGHT]")]
        codes: Vec<String>,
        #[command(flatten)]
        write: Target,
    },
    /// Write a style from nothing, drawn from the distribution of paintings
    Sample {
        /// Which one
        #[arg(long)]
        seed: u64,
        #[command(flatten)]
        write: Target,
    },
    /// Learn to paint one painting better than its style code alone says
    Tune(super::tune::Args),
    /// Say which styles of the shelf a picture is like, and which would suit it
    Nearest {
        /// A photograph or a painting
        picture: String,
        /// Where to compute: auto, cpu or gpu
        #[arg(long, default_value = "auto")]
        device: DeviceChoice,
        /// Print JSON lines, the styles that suit best first
        #[arg(long)]
        json: bool,
    },
}

/// Where a style code goes.
#[derive(clap::Args)]
pub struct Target {
    /// The file to write
    #[arg(short, long, value_name = "CODE")]
    output: PathBuf,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
}

pub fn run(command: &Command) -> Result<End> {
    match command {
        Command::List { json } => list(*json),
        Command::Encode {
            pictures,
            style_scale,
            write,
        } => {
            let instant = open(write.device)?.1;
            let encode = |path: &str| {
                let picture = read(path)?;
                Painting::parse(path).style(&picture, *style_scale, &instant)
            };
            save(write, mixed(pictures, encode)?)?;
        }
        Command::Mix { codes, write } => {
            let code = |path: &str| Ok(read_code(Path::new(path))?.0);
            save(write, mixed(codes, code)?)?;
        }
        Command::Sample { seed, write } => {
            save(write, open(write.device)?.1.random_style(*seed)?)?;
        }
        Command::Tune(args) => return super::tune::run(args),
        Command::Nearest {
            picture,
            device,
            json,
        } => say_nearest(picture, *device, *json)?,
    }
    Ok(End::Done)
}

fn open(device: DeviceChoice) -> Result<(Painters, Arc<Instant>)> {
    let mut painters = Painters::open(Compute::open(device)?, &NetSpec::BuiltIn, true)?;
    match painters.instant.take() {
        Some(instant) => Ok((painters, instant)),
        None => Err(Error::Compute("the generator was not loaded".to_owned())),
    }
}

/// Reads a painting, and says what is to be said of its file.
fn read(painting: &str) -> Result<Picture> {
    let (picture, _) = Painting::parse(painting).read(limits(None, 1))?;
    for warning in &picture.warnings {
        report::say(&format!("{painting}: {warning}"));
    }
    Ok(picture)
}

/// The mixture of `TEXT@WEIGHT`s, each read by `style`.
fn mixed(texts: &[String], style: impl Fn(&str) -> Result<Style>) -> Result<Style> {
    let styles = texts.iter().map(|text| {
        let (path, weight) = weighted(text)?;
        Ok((style(path)?, weight))
    });
    Style::mix(&styles.collect::<Result<Vec<_>>>()?).ok_or_else(|| SettingFault::NoShare.into())
}

fn save(write: &Target, style: Style) -> Result<()> {
    write_code(&write.output, &style)?;
    report::say(&format!("wrote {}", write.output.display()));
    Ok(())
}

fn say_nearest(picture: &str, device: DeviceChoice, json: bool) -> Result<()> {
    let (painters, instant) = open(device)?;
    let picture = read(picture)?;
    let mut near = nearest(&picture, &instant, &painters.net, &painters.compute)?;
    near.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    if json {
        for Near {
            name,
            unlike,
            strain,
        } in &near
        {
            report::json(&json!({"name": name, "unlike": unlike, "strain": strain}));
        }
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    // A reader that has gone away is not an error.
    let mut tell = |what: &str, near: &[Near], value: fn(&Near) -> f32| {
        let _ = writeln!(out, "{what}");
        for style in near.iter().take(5) {
            let _ = writeln!(out, "  {:15} {:.2}", style.name, value(style));
        }
    };
    tell("would suit it:", &near, |style| style.strain);
    near.sort_by(|a, b| a.unlike.total_cmp(&b.unlike));
    tell("is most like:", &near, |style| style.unlike);
    Ok(())
}

fn list(json: bool) {
    let mut out = std::io::stdout().lock();
    for style in shelf() {
        let about = &style.about;
        if json {
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
}
