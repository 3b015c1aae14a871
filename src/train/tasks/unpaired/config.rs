//! How an unpaired training is set up.

use super::super::{
    generator::{Crops, PROJECTED},
    school::{Figure, Looks},
};
use crate::{
    data::TURNS,
    loss::Adversarial,
    train::{
        config::RunDefaults,
        controls::{WeightSpec, weight},
    },
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of the terms, as they are in a new run.
pub const WEIGHTS: &[WeightSpec] = &[
    weight("adversarial", 1.0),
    weight(PROJECTED, 0.5),
    // There and back again is where one began; of two directions only.
    weight("cycle", 10.0),
    // What is there already stays as it is; falls to a tenth over the run.
    weight("identity", 5.0),
    // Places stay what they are; of one direction only.
    weight("contrast", 1.0),
    weight("lattice", 5.0),
];

/// How an unpaired training is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnpairedConfig {
    /// Folders of what is turned into the other.
    pub from: Vec<PathBuf>,
    /// Folders of what it becomes.
    pub to: Vec<PathBuf>,
    /// Model to begin with, instead of the newest generator that ships.
    pub start: Option<PathBuf>,
    /// Whether only the one direction learns, with patchwise contrast instead of the way back.
    pub one_sided: bool,
    /// How far the style of each crop goes from the learnt one towards that of a picture of its side.
    pub spread: f32,
    /// Form of the adversarial loss of all discriminators.
    pub adversarial: Adversarial,
    /// Scales at which discriminators of pixels look; 0 is none.
    pub scales: usize,
    /// Whether discriminators see the encoder's maps.
    pub projected: bool,
    /// How much less than 1 the labels of real crops are.
    pub label_smoothing: f32,
    /// Whether crops are turned all eight ways round, and not only mirrored.
    pub turned: bool,
    /// Rate of Adam.
    pub rate: f64,
    /// Share of the steps over which the rate falls to zero at the end.
    pub cooldown: f64,
    /// Crops of each side in a step.
    pub batch: usize,
    /// Side of a crop in pixels.
    pub side: usize,
    /// Side at which pictures of the validation are translated.
    pub measured_side: usize,
}

impl UnpairedConfig {
    /// How long most folders take.
    pub const RUN: RunDefaults = RunDefaults {
        steps: 24_000,
        validate_every: 500,
        patience: Some(10),
    };

    /// With fewer pictures of a side the other side's shapes are learnt by heart.
    pub const ENOUGH: usize = 100;

    /// What suits most folders.
    pub fn new(from: Vec<PathBuf>, to: Vec<PathBuf>) -> Self {
        Self {
            from,
            to,
            start: None,
            one_sided: false,
            spread: 0.5,
            adversarial: Adversarial::Lsgan,
            scales: 2,
            projected: true,
            label_smoothing: 0.1,
            turned: false,
            rate: 2e-4,
            cooldown: 0.3,
            batch: 2,
            side: 128,
            measured_side: 256,
        }
    }

    /// Of which networks each direction is made.
    pub(super) fn figure(&self) -> Figure {
        Figure {
            schools: 1,
            spread: self.spread,
            adversarial: self.adversarial,
            scales: self.scales,
            projected: self.projected,
        }
    }

    /// What is translated to be measured, each way.
    pub(super) fn looks(&self) -> Looks {
        Looks {
            painted: 24,
            shown: 6,
            side: self.measured_side,
            square: self.measured_side / 2,
            of_result: 4,
        }
    }

    /// How crops of both sides are drawn: at their own size and up to twice as small.
    pub(super) fn crops(&self) -> Crops {
        Crops {
            batch: self.batch,
            side: self.side,
            style_side: self.side,
            own_share: 0.0,
            content_scales: [1.0, 2.0],
            style_scales: [1.0, 2.0],
            recoloured: 0.0,
            turns: if self.turned { TURNS } else { 2 },
            selves: 0.0,
            paintings: 0.0,
        }
    }
}
