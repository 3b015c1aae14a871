//! How schools learn, whatever they learn from: what the settings of one school and of several domains have in common.

use super::{super::generator::Crops, learning::Plan, networks::Figure, validation::Looks};
use crate::{data::TURNS, loss::Adversarial, optim::Schedule};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// With fewer pictures only the last layers learn, [`Freedom::Few`].
pub const MANY: usize = 50;
const WARM_UP: usize = 100;

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

/// How schools learn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Teaching {
    /// Model to begin with, instead of the newest generator that ships.
    pub start: Option<PathBuf>,
    /// Which layers learn.
    pub freedom: Freedom,
    /// How far the style of each crop goes from the learnt one towards that of its picture.
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
    /// Side at which pictures of the validation are painted; squares of half of it are compared with those of the school.
    pub measured_side: usize,
}

impl Teaching {
    /// What suits most folders, with crops of which the style is wanted and pictures that are measured of these sides.
    pub(in super::super) fn new(style_side: usize, measured_side: usize) -> Self {
        Self {
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
            style_side,
            measured_side,
        }
    }

    /// Of which networks `schools` schools are made.
    pub(in super::super) fn figure(&self, schools: usize) -> Figure {
        Figure {
            schools,
            spread: self.spread,
            adversarial: self.adversarial,
            scales: self.scales,
            projected: self.projected,
        }
    }

    /// How `schools` schools learn, of which `painted` pictures are painted to be measured, each for so many squares.
    pub(in super::super) fn plan(&self, schools: usize, painted: usize, of_result: u64) -> Plan {
        Plan {
            figure: self.figure(schools),
            crops: self.crops(),
            looks: Looks {
                painted,
                shown: 6,
                side: self.measured_side,
                square: self.measured_side / 2,
                of_result,
            },
            start: self.start.clone(),
            freedom: self.freedom,
            label_smoothing: self.label_smoothing,
        }
    }

    /// How crops are drawn. Pictures of a school are seen at their own size and up to twice as small, since strokes belong to it;
    /// one crop in eight is one of its own pictures, which shall stay as it is.
    pub(in super::super) fn crops(&self) -> Crops {
        Crops {
            batch: self.batch,
            side: self.side,
            style_side: self.style_side,
            own_share: 0.0,
            content_scales: [0.75, 2.0],
            style_scales: [1.0, 2.0],
            recoloured: 0.0,
            turns: if self.turned { TURNS } else { 2 },
            selves: 0.0,
            paintings: 0.125,
        }
    }

    /// The settings that belong to a run from its first step on, by name.
    pub(in super::super) fn fixed(&self) -> Map<String, Value> {
        let settings = json!({
            "batch": self.batch,
            "side": self.side,
            "style_side": self.style_side,
            "scales": self.scales,
            "projected": self.projected,
            "adversarial": self.adversarial.to_string(),
            "spread": self.spread,
            "freedom": self.freedom,
            "turned": self.turned,
        });
        settings.as_object().cloned().unwrap_or_default()
    }

    /// The learning rate over the steps.
    pub(in super::super) fn schedule(&self) -> Schedule {
        Schedule {
            rate: self.rate,
            warm_up: WARM_UP,
            cooldown: self.cooldown,
        }
    }
}
