//! `impasto train unpaired`

use super::{
    super::End,
    drive::{RunArgs, absolute, all_absolute, train},
    teaching::share,
};
use crate::{
    error::Result,
    loss::Adversarial,
    train::{UnpairedConfig, UnpairedTask},
};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of what is turned into the other
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    from: Vec<PathBuf>,
    /// Folders or packs of what it becomes
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    to: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    /// Learn the one direction only, at half the cost: places are told apart instead of being brought back
    #[arg(long)]
    one_sided: bool,
    /// Begin with this model instead of the newest that ships
    #[arg(long, value_name = "FILE")]
    start: Option<PathBuf>,
    /// How far the style of a crop goes from the learnt one towards that of a picture of its side, 0 to 1
    #[arg(long, default_value_t = 0.5, value_parser = share)]
    spread: f32,
    /// The adversarial loss: lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "lsgan")]
    adversarial: Adversarial,
    /// Scales at which discriminators look at pixels; 0 is none
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=6))]
    scales: u8,
    /// Leave out the discriminators that see the encoder's maps
    #[arg(long)]
    no_projected: bool,
    /// Also turn crops, which suits abstract pictures; otherwise they are only mirrored
    #[arg(long)]
    turned: bool,
    /// Learning rate
    #[arg(long, default_value_t = 2e-4)]
    rate: f64,
    /// Crops of each side in a step
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    batch: u8,
    /// Side of a crop in pixels, a multiple of 16
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(32..=512))]
    side: u16,
    /// A weight of the losses, as in controls.toml: cycle=5
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
}

pub fn run(args: &Args) -> Result<End> {
    let task = UnpairedConfig {
        start: args.start.as_deref().map(absolute),
        one_sided: args.one_sided,
        spread: args.spread,
        adversarial: args.adversarial,
        scales: args.scales.into(),
        projected: !args.no_projected,
        turned: args.turned,
        rate: args.rate,
        batch: args.batch.into(),
        side: args.side.into(),
        ..UnpairedConfig::new(all_absolute(&args.from), all_absolute(&args.to))
    };
    train::<UnpairedTask>(&args.run, &UnpairedConfig::RUN, &args.weights, task)
}
