//! `impasto train school`

use super::{
    super::End,
    drive::{Defaults, RunArgs, absolute, all_absolute, train},
};
use crate::{
    error::Result,
    loss::Adversarial,
    train::{Freedom, SchoolConfig, SchoolTask},
};
use clap::ValueEnum;
use std::path::PathBuf;

const DEFAULTS: Defaults = SchoolConfig::RUN;

#[derive(clap::Args)]
pub struct Args {
    /// Folders or packs of paintings of one school
    #[arg(long, required = true, num_args = 1.., value_name = "DIR|PACK")]
    paintings: Vec<PathBuf>,
    /// Folders or packs of photographs to learn on [default: the ones that ship, and the paintings]
    #[arg(long, num_args = 1.., value_name = "DIR|PACK")]
    contents: Vec<PathBuf>,
    #[command(flatten)]
    run: RunArgs,
    /// Begin with this model instead of the newest that ships
    #[arg(long, value_name = "FILE")]
    start: Option<PathBuf>,
    /// Which layers learn: all, the last ones only, or by the number of paintings
    #[arg(long, value_enum, default_value_t = FreedomWord::Auto)]
    layers: FreedomWord,
    /// How far the style of a crop goes from the school's towards its painting's, 0 to 1
    #[arg(long, default_value_t = 0.5, value_parser = share)]
    spread: f32,
    /// The adversarial loss: lsgan, bce, bce-saturating, hinge or relativistic
    #[arg(long, default_value = "hinge")]
    adversarial: Adversarial,
    /// Scales at which a discriminator looks at pixels; 0 is none
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(0..=6))]
    scales: u8,
    /// Leave out the discriminator that sees the encoder's maps
    #[arg(long)]
    no_projected: bool,
    /// Also turn crops, which suits abstract schools; otherwise they are only mirrored
    #[arg(long)]
    turned: bool,
    /// Learning rate
    #[arg(long, default_value_t = 3e-4)]
    rate: f64,
    /// Crops of a step
    #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=64))]
    batch: u8,
    /// Side of a crop in pixels, a multiple of 16
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(32..=512))]
    side: u16,
    /// A weight of the losses, as in controls.toml: style=1.2
    #[arg(long = "weight", value_name = "NAME=X")]
    weights: Vec<String>,
}

/// Which layers learn, as a word.
#[derive(Clone, Copy, ValueEnum)]
pub enum FreedomWord {
    Auto,
    All,
    Few,
}

impl From<FreedomWord> for Freedom {
    fn from(word: FreedomWord) -> Self {
        match word {
            FreedomWord::Auto => Self::Auto,
            FreedomWord::All => Self::All,
            FreedomWord::Few => Self::Few,
        }
    }
}

/// A number from 0 to 1.
pub fn share(text: &str) -> Result<f32, String> {
    let share = text.parse().ok().filter(|s| (0.0..=1.0).contains(s));
    share.ok_or_else(|| format!("'{text}' is no share; give a number from 0 to 1"))
}

pub fn run(args: &Args) -> Result<End> {
    let task = SchoolConfig {
        start: args.start.as_deref().map(absolute),
        freedom: args.layers.into(),
        spread: args.spread,
        adversarial: args.adversarial,
        scales: args.scales.into(),
        projected: !args.no_projected,
        turned: args.turned,
        rate: args.rate,
        batch: args.batch.into(),
        side: args.side.into(),
        ..SchoolConfig::new(all_absolute(&args.paintings), all_absolute(&args.contents))
    };
    train::<SchoolTask>(&args.run, &DEFAULTS, &args.weights, task)
}
