//! `impasto train dream`

use super::{
    super::End,
    drive::{Defaults, RunArgs, all_absolute, train},
};
use crate::{
    error::Result,
    loss::Adversarial,
    train::{DreamConfig, DreamTask},
};
use std::path::PathBuf;

const DEFAULTS: Defaults = DreamConfig::RUN;

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of pictures
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    pictures: Vec<PathBuf>,
    /// Side of what is dreamt in pixels; 256 only through Instant
    #[arg(long, default_value = "64", value_parser = ["64", "128", "256"])]
    size: String,
    /// Let Instant's decoder paint what is dreamt, so that only layouts must be learnt
    #[arg(long)]
    through_instant: bool,
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
    /// Pictures of a step
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u8).range(2..=128))]
    batch: u8,
    /// A weight of the losses, as in controls.toml: adversarial=0.3
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
}

pub fn run(args: &Args) -> Result<End> {
    let side = args.size.parse().unwrap_or(crate::nn::DREAM_SIDES[0]);
    let task = DreamConfig {
        through_instant: args.through_instant,
        adversarial: args.adversarial,
        mirrored: !args.no_mirror,
        rate: args.rate,
        batch: args.batch.into(),
        ..DreamConfig::new(all_absolute(&args.pictures), side)
    };
    train::<DreamTask>(&args.run, &DEFAULTS, &args.weights, task)
}
