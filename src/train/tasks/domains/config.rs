//! How a training of several domains is set up.

use super::super::{
    generator::{Crops, PROJECTED},
    school::{Figure, Freedom, Looks, Plan},
};
use crate::{
    data::TURNS,
    loss::Adversarial,
    train::controls::{WeightSpec, weight},
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Weights of the terms, as they are in a new run: those of a school, with more of the discriminators, since only they tell domains
/// apart by more than statistics.
pub const WEIGHTS: &[WeightSpec] = &[
    weight("style", 1.0),
    weight("content", 0.2),
    weight("smoothness", 0.02),
    weight("grid", 50.0),
    weight("adversarial", 0.5),
    weight(PROJECTED, 0.7),
    weight("halo", 0.2),
    weight("palette", 0.5),
    weight("lattice", 5.0),
    weight("direction", 0.5),
    weight("identity", 2.0),
];

/// What a model learns to turn pictures into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Domain {
    /// By which it is asked for.
    pub name: String,
    /// Folders of its pictures.
    pub folders: Vec<PathBuf>,
}

/// How a training of several domains is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainsConfig {
    /// Folders of pictures that are painted too, beside those of all domains.
    pub contents: Vec<PathBuf>,
    /// Model to begin with, instead of the newest generator that ships.
    pub start: Option<PathBuf>,
    /// Which layers learn.
    pub freedom: Freedom,
    /// How far the style of each crop goes from its domain's towards that of its picture.
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
    /// Side of the crops of pictures whose style is wanted.
    pub style_side: usize,
    /// Side at which pictures of the validation are painted.
    pub measured_side: usize,
    /// The domains, at least two, by label.
    pub domains: Vec<Domain>,
}

impl DomainsConfig {
    /// What suits most domains.
    pub fn new(domains: Vec<Domain>) -> Self {
        Self {
            contents: Vec::new(),
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
            style_side: 192,
            measured_side: 256,
            domains,
        }
    }

    /// Their names, by label.
    pub fn names(&self) -> Vec<String> {
        self.domains
            .iter()
            .map(|domain| domain.name.clone())
            .collect()
    }

    /// Of which networks it is made.
    pub(super) fn figure(&self) -> Figure {
        Figure {
            schools: self.domains.len(),
            spread: self.spread,
            adversarial: self.adversarial,
            scales: self.scales,
            projected: self.projected,
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

    /// What is painted to be measured: about sixty results in all.
    fn looks(&self) -> Looks {
        Looks {
            painted: 60_usize.div_ceil(self.domains.len().max(1)).min(24),
            shown: 6,
            side: self.measured_side,
            square: self.measured_side / 2,
            of_result: 2,
        }
    }

    /// How its crops are drawn. Pictures of domains are seen at their own size and up to twice as small, since strokes belong to a
    /// domain; one crop in eight is one of the domain itself, which shall stay as it is.
    pub(super) fn crops(&self) -> Crops {
        Crops {
            batch: self.batch,
            side: self.side,
            style_side: self.style_side,
            own_share: 0.0,
            content_scales: [0.75, 2.0],
            style_scales: [1.0, 2.0],
            turns: if self.turned { TURNS } else { 2 },
            selves: 0.0,
            paintings: 0.125,
        }
    }
}
