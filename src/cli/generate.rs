//! `impasto generate`

use super::{End, interrupted, numbers::truncation, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    evaluate::COPY,
    picture::grid,
    session::{Dreams, Noise, data_folder, find_model, save_dream, save_walk},
    train::DreamConfig,
};
use serde_json::json;
use std::path::PathBuf;

/// Dreams beside each other on a sheet, each with what it repeats most.
const COLUMNS: usize = 4;

#[derive(clap::Args)]
pub struct Args {
    /// A model: a name or hash of `impasto models list`, or a file
    model: String,
    /// How many pictures
    #[arg(short = 'n', long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// Seed of the noise; the same one gives the same pictures
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// How strange they may be, from 0 (all the same) over 1 to 1.5
    #[arg(long, default_value_t = 1.0, value_parser = truncation)]
    truncation: f32,
    /// Folder for the pictures
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Also a sheet of all, each beside the picture that it repeats most
    #[arg(long)]
    sheet: bool,
    /// Instead the way from the dream of one seed to that of another, as pictures, an animated PNG and a GIF
    #[arg(long, num_args = 2, value_names = ["SEED", "SEED"])]
    between: Vec<u64>,
    /// Pictures on that way
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(2..=1000))]
    frames: u32,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<End> {
    let model = find_model(&args.model, &data_folder())?;
    let dreams = Dreams::open(&model, Compute::open(args.device)?)?;
    std::fs::create_dir_all(&args.output).map_err(Error::io("create", &args.output))?;
    if let [from, to] = args.between[..] {
        return between(args, &dreams, from, to);
    }
    let (mut tiles, mut copies, mut done) = (Vec::new(), 0, 0);
    for i in 0..args.count {
        if interrupted() {
            return Ok(End::Interrupted);
        }
        let dream = dreams.dream(&Noise::new(args.seed, i.into()), args.truncation)?;
        let file = args.output.join(format!("{:04}.png", i + 1));
        save_dream(&dream, &file, &dreams.hash)?;
        let nearest = dreams.nearest(&dream);
        let copy = nearest.is_some_and(|nearest| nearest.score >= COPY);
        copies += usize::from(copy);
        done += 1;
        if args.json {
            let score = nearest.map(|nearest| nearest.score);
            report::json(&json!({
                "file": file.to_string_lossy(), "nearest": nearest.map(|nearest| nearest.original),
                "copy_score": score, "copy": copy,
            }));
        }
        tiles.push(dream);
        if let Some(nearest) = nearest {
            tiles.push(dreams.original(nearest.original));
        }
    }
    if args.sheet {
        let each = if dreams.remembered() > 0 { 2 } else { 1 };
        if let Some(sheet) = grid(&tiles, each * COLUMNS) {
            save_dream(&sheet, &args.output.join("sheet.png"), &dreams.hash)?;
        }
    }
    warn(&dreams, copies, done);
    Ok(End::Done)
}

/// Says plainly what repeats what was learnt from.
fn warn(dreams: &Dreams, copies: usize, done: usize) {
    let learnt: usize = dreams.card.data.iter().map(|data| data.count).sum();
    if copies > 0 {
        report::say(&format!(
            "{copies} of {done} repeat a picture that was learnt from (copy score {COPY} or more); look at them beside it with --sheet"
        ));
    }
    if (1..DreamConfig::ENOUGH).contains(&learnt) {
        report::say(&format!(
            "it learnt from {learnt} pictures only; expect variations and collages of them"
        ));
    }
}

fn between(args: &Args, dreams: &Dreams, from: u64, to: u64) -> Result<End> {
    let (from, to) = (Noise::new(from, 0), Noise::new(to, 0));
    let mut frames = Vec::new();
    for i in 0..args.frames {
        let share = i as f32 / (args.frames - 1) as f32;
        let dream = dreams.dream(&from.towards(&to, share), args.truncation)?;
        frames.push(dream);
    }
    save_walk(&frames, &args.output, &dreams.hash)?;
    Ok(End::Done)
}
