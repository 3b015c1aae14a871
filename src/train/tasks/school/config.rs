//! How a training of one school is set up.

use super::{
    super::generator::{Crops, PROJECTED},
    learning::Plan,
    networks::Figure,
    validation::Looks,
};
use crate::{
    loss::Adversarial,
    train::{
        config::RunDefaults,
        controls::{WeightSpec, weight},
    },
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of the terms, as they are in a new run: those of the generator, with more of a discriminator that knows only this
/// school, and less of the shapes.
pub const WEIGHTS: &[WeightSpec] = &[
    weight("style", 1.0),
    weight("content", 0.18),
    weight("smoothness", 0.02),
    weight("grid", 50.0),
    weight("adversarial", 0.5),
    weight(PROJECTED, 0.5),
    weight("halo", 0.15),
    weight("palette", 0.25),
    weight("lattice", 5.0),
    weight("direction", 0.5),
    weight("identity", 2.0),
];

/// With fewer paintings only the last layers learn, [`Freedom::Few`].
pub const MANY: usize = 50;

/// Which layers learn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Freedom {
    /// All from fifty paintings on, with fewer the last ones.
    #[default]
    Auto,
    /// All; the encoder of the photograph at a tenth of the rate.
    All,
    /// The code, what the style says to the decoder, and the last two convolutions ("FreezeG", Lee et al. 2020; Mo et al.,
    /// "Freeze the discriminator", 2020, froze the other player).
    Few,
}

impl Freedom {
    /// Whether only the last layers learn from so many pictures.
    pub(super) fn few(self, pictures: usize) -> bool {
        match self {
            Self::Auto => pictures < MANY,
            Self::All => false,
            Self::Few => true,
        }
    }
}

/// How a training of one school is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolConfig {
    /// Folders of its paintings.
    pub paintings: Vec<PathBuf>,
    /// Folders of photographs; without any, the photographs that ship and the paintings themselves.
    pub contents: Vec<PathBuf>,
    /// Model to begin with, instead of the newest generator that ships.
    pub start: Option<PathBuf>,
    /// Which layers learn.
    pub freedom: Freedom,
    /// How far the style of each crop goes from the learnt one towards that of its painting.
    pub spread: f32,
    /// Form of the adversarial loss of both discriminators.
    pub adversarial: Adversarial,
    /// Scales at which the discriminator of pixels looks; 0 is none.
    pub scales: usize,
    /// Whether a discriminator sees the encoder's maps.
    pub projected: bool,
    /// How much less than 1 the labels of real crops are.
    pub label_smoothing: f32,
    /// Whether crops are turned all eight ways round, and not only mirrored.
    pub turned: bool,
    /// Rate of Adam.
    pub rate: f64,
    /// Share of the steps over which the rate falls to zero at the end.
    pub cooldown: f64,
    /// Crops of a step.
    pub batch: usize,
    /// Side of a crop in pixels.
    pub side: usize,
    /// Side of the crops of paintings whose style is wanted.
    pub style_side: usize,
    /// Side at which photographs of the validation are painted; squares of half of it are compared with paintings.
    pub measured_side: usize,
}

impl SchoolConfig {
    /// How long most schools take.
    pub const RUN: RunDefaults = RunDefaults {
        steps: 12_000,
        validate_every: 500,
        patience: Some(8),
    };

    /// What suits most schools.
    pub fn new(paintings: Vec<PathBuf>, contents: Vec<PathBuf>) -> Self {
        Self {
            paintings,
            contents,
            start: None,
            freedom: Freedom::Auto,
            spread: 0.5,
            adversarial: Adversarial::Hinge,
            scales: 1,
            projected: true,
            label_smoothing: 0.1,
            turned: false,
            rate: 3e-4,
            cooldown: 0.3,
            batch: 4,
            side: 128,
            style_side: 256,
            measured_side: 512,
        }
    }

    /// How it learns.
    pub(super) fn plan(&self) -> Plan {
        Plan {
            figure: self.figure(),
            crops: self.crops(),
            looks: self.looks(),
            start: self.start.clone(),
            freedom: self.freedom,
            label_smoothing: self.label_smoothing,
        }
    }

    /// What is painted to be measured.
    fn looks(&self) -> Looks {
        Looks {
            painted: 24,
            shown: 6,
            side: self.measured_side,
            square: self.measured_side / 2,
            of_result: 4,
        }
    }

    /// Of which networks it is made.
    pub(super) fn figure(&self) -> Figure {
        Figure {
            schools: 1,
            spread: self.spread,
            adversarial: self.adversarial,
            scales: self.scales,
            projected: self.projected,
        }
    }

    /// How its crops are drawn. Paintings are seen at their own size and up to twice as small, since strokes belong to a school;
    /// one crop in eight is a painting, which shall stay as it is.
    fn crops(&self) -> Crops {
        Crops {
            batch: self.batch,
            side: self.side,
            style_side: self.style_side,
            own_share: 0.0,
            content_scales: [0.75, 2.0],
            style_scales: [1.0, 2.0],
            turns: if self.turned { crate::data::TURNS } else { 2 },
            selves: 0.0,
            paintings: 0.125,
        }
    }
}
