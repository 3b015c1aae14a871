//! `impasto train dream`

use super::{
    super::End,
    drive::{RunArgs, all_absolute, train},
};
use crate::{
    error::{Error, Result},
    loss::Adversarial,
    nn::DREAM_SIDES,
    train::{DreamConfig, DreamTask},
};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of pictures
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    pictures: Vec<PathBuf>,
    /// Side of what is dreamt in pixels: 64, 128 or 256 (128, or 64 alone)
    #[arg(long, value_parser = ["64", "128", "256"])]
    size: Option<String>,
    /// Learn to make pictures from first to last, up to 128 pixels, without Instant's decoder, which paints what is dreamt otherwise
    #[arg(long)]
    alone: bool,
    #[command(flatten)]
    run: RunArgs,
    /// The adversarial loss: lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "hinge")]
    adversarial: Adversarial,
    /// Pictures may not be mirrored, as with writing or faces of one side
    #[arg(long)]
    no_mirror: bool,
    /// Learning rate
    #[arg(long, default_value_t = 2e-4)]
    rate: f64,
    /// Pictures of a step (8, or 16 alone)
    #[arg(long, value_parser = clap::value_parser!(u8).range(2..=128))]
    batch: Option<u8>,
    /// A weight of the losses, as in controls.toml: adversarial=0.3
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
}

pub fn run(args: &Args) -> Result<End> {
    let pictures = all_absolute(&args.pictures);
    let usual = match args.alone {
        true => DreamConfig::alone(pictures),
        false => DreamConfig::new(pictures),
    };
    let side = args.size.as_ref().and_then(|size| size.parse().ok());
    let most = DREAM_SIDES[DREAM_SIDES.len() - 1];
    if args.alone && side.is_some_and(|side| side > most) {
        return Err(Error::Usage(format!(
            "alone a network dreams pictures of {most} pixels at most; leave out --alone, or choose a smaller --size"
        )));
    }
    let task = DreamConfig {
        side: side.unwrap_or(usual.side),
        adversarial: args.adversarial,
        mirrored: !args.no_mirror,
        rate: args.rate,
        batch: args.batch.map_or(usual.batch, usize::from),
        ..usual
    };
    train::<DreamTask>(&args.run, &task.run(), &args.weights, task)
}
