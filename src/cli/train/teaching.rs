//! How schools learn: options of one school and of several domains.

use super::drive::absolute;
use crate::{
    loss::Adversarial,
    train::{Freedom, Teaching},
};
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct TeachingArgs {
    /// Begin with this model instead of the newest that ships
    #[arg(long, value_name = "FILE")]
    start: Option<PathBuf>,
    /// Which layers learn: all, the last ones only, or by the number of pictures
    #[arg(long, value_enum, default_value_t = FreedomWord::Auto)]
    layers: FreedomWord,
    /// How far the style of a crop goes from the learnt one towards its picture's, 0 to 1
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
    /// Also turn crops, which suits abstract pictures; otherwise they are only mirrored
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
    pub weights: Vec<String>,
}

impl TeachingArgs {
    /// What is asked for, beside what suits the task.
    pub fn of(&self, usual: Teaching) -> Teaching {
        Teaching {
            start: self.start.as_deref().map(absolute),
            freedom: self.layers.into(),
            spread: self.spread,
            adversarial: self.adversarial,
            scales: self.scales.into(),
            projected: !self.no_projected,
            turned: self.turned,
            rate: self.rate,
            batch: self.batch.into(),
            side: self.side.into(),
            ..usual
        }
    }
}

/// Which layers learn, as a word.
#[derive(Clone, Copy, ValueEnum)]
enum FreedomWord {
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
