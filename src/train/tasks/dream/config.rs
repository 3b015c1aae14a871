//! How a training of dreams is set up.

use crate::{
    loss::Adversarial,
    nn::DREAM_SIDES,
    train::{config::RunDefaults, controls::WeightSpec},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of what the generator hears of its two discriminators.
pub const WEIGHTS: &[WeightSpec] = &[
    WeightSpec {
        name: super::PROJECTED,
        default: 1.0,
    },
    WeightSpec {
        name: "adversarial",
        default: 0.5,
    },
];

/// How a training of dreams is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DreamConfig {
    /// Folders of pictures.
    pub pictures: Vec<PathBuf>,
    /// Side of what is dreamt, one of [`DREAM_SIDES`], or of [`THROUGH_SIDES`](crate::nn::THROUGH_SIDES).
    pub side: usize,
    /// Whether the decoder of Instant paints what is dreamt, so that only layouts must be learnt.
    #[serde(default)]
    pub through_instant: bool,
    /// Form of the adversarial loss of both discriminators.
    pub adversarial: Adversarial,
    /// How much less than 1 the labels of real pictures are.
    pub label_smoothing: f32,
    /// Whether pictures may be mirrored.
    pub mirrored: bool,
    /// Pictures of a step.
    pub batch: usize,
    /// Rate of Adam.
    pub rate: f64,
    /// Dreams that are compared with the pictures at a look.
    pub measured: usize,
}

impl DreamConfig {
    /// How long most folders take.
    pub const RUN: RunDefaults = RunDefaults {
        steps: 5_000,
        validate_every: 250,
        patience: Some(10),
    };

    /// The same [alone](Self::alone).
    pub const RUN_ALONE: RunDefaults = RunDefaults {
        steps: 25_000,
        validate_every: 500,
        ..Self::RUN
    };

    /// With fewer pictures most of what is dreamt repeats them.
    pub const ENOUGH: usize = 100;

    /// What suits most folders: Instant's decoder paints.
    pub fn new(pictures: Vec<PathBuf>) -> Self {
        Self {
            pictures,
            side: 128,
            through_instant: true,
            adversarial: Adversarial::Hinge,
            label_smoothing: 0.1,
            mirrored: true,
            batch: 8,
            rate: 2e-4,
            measured: 256,
        }
    }

    /// A network of its own that makes pictures from first to last.
    pub fn alone(pictures: Vec<PathBuf>) -> Self {
        Self {
            side: DREAM_SIDES[0],
            through_instant: false,
            batch: 16,
            ..Self::new(pictures)
        }
    }

    /// How long most folders take.
    pub fn run(&self) -> RunDefaults {
        match self.through_instant {
            true => Self::RUN,
            false => Self::RUN_ALONE,
        }
    }
}
