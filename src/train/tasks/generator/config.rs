//! What a run of training is made of, and what it reports.

use super::controls::Change;
use crate::{data::Split, loss::Adversarial, nn::Traits};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Declares [`Lambdas`] and what stands for some of them, so that no term is forgotten anywhere.
macro_rules! lambdas {
    ($($(#[doc = $doc:literal])+ $name:ident = $default:expr;)+) => {
        /// Weights of the terms of the generator's loss; all can change while a run goes on. Terms that were not there yet
        /// when a run was saved weigh nothing in it.
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub struct Lambdas {
            $($(#[doc = $doc])+ #[serde(default)] pub $name: f32,)+
        }

        impl Default for Lambdas {
            fn default() -> Self {
                Self { $($name: $default,)+ }
            }
        }

        /// Some of the weights, as they stand in a file or on the command line.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct SomeLambdas {
            $($(#[doc = $doc])+ pub $name: Option<f32>,)+
        }

        impl SomeLambdas {
            /// `now` with these weights instead.
            pub fn over(&self, now: Lambdas) -> Lambdas {
                Lambdas { $($name: self.$name.unwrap_or(now.$name),)+ }
            }

            /// One of them that cannot be a weight.
            pub fn wrong(&self) -> Option<f32> {
                let all = [$(self.$name,)+];
                all.into_iter().flatten().find(|weight| !Lambdas::allows(*weight))
            }
        }
    };
}

lambdas! {
    /// Style: mean over levels of [`saturating_style`](crate::loss::saturating_style).
    style = 1.0;
    /// Content: [`shapes`](crate::loss::shapes) at relu4_1 and half of that at relu3_1, of crops of freedom 0.
    content = 0.22;
    /// Total variation.
    smoothness = 0.02;
    /// Patterns that repeat every 4, 8 and 16 pixels, [`grid`](crate::loss::grid).
    grid = 50.0;
    /// The discriminator's opinion.
    adversarial = 0.6;
    /// Rims round shapes, [`halo`](crate::loss::halo).
    halo = 0.1;
    /// The painting's colours, [`palette`](crate::loss::palette).
    palette = 0.25;
    /// Squares of 4 and 8 pixels, [`lattice`](crate::loss::lattice).
    lattice = 5.0;
    /// Directions of strokes, [`Directions`](crate::loss::Directions).
    direction = 0.5;
    /// A photograph in its own style is itself, [`identity`](crate::loss::identity).
    identity = 4.0;
}

impl Lambdas {
    /// Whether `weight` can be one: from 0 to 10,000.
    pub fn allows(weight: f32) -> bool {
        (0.0..=10_000.0).contains(&weight)
    }
}

/// What a run is made of.
#[derive(Clone, Debug)]
pub struct StyleConfig {
    /// Folders of photographs.
    pub contents: Vec<PathBuf>,
    /// Folders of photographs that are only measured on, instead of the validation pictures among `contents`.
    pub validation: Vec<PathBuf>,
    /// Folders of paintings.
    pub styles: Vec<PathBuf>,
    /// Folders of the paintings that ship, which are seen more often than others, and never measured on.
    pub own_styles: Vec<PathBuf>,
    /// Share of crops that are to look like one of those.
    pub own_share: f64,
    /// Folder of the run.
    pub run: PathBuf,
    /// Steps of the whole run.
    pub steps: usize,
    /// Share of the steps over which the rate falls to zero at the end.
    pub cooldown: f64,
    /// Rate of Adam.
    pub rate: f64,
    /// Form of the adversarial loss, if there is a discriminator.
    pub adversarial: Option<Adversarial>,
    /// Scales at which the discriminator looks, [`MultiScale`](crate::nn::MultiScale).
    pub scales: usize,
    /// How much less than 1 the labels of real crops are.
    pub label_smoothing: f32,
    /// Crops of a step.
    pub batch: usize,
    /// Side of a crop in pixels.
    pub side: usize,
    /// Side of the crops of paintings whose style is wanted; a larger one has more of a painting's
    /// palette and of its large strokes in it. What the discriminator sees is `side` wide.
    pub style_side: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Traits of the generator.
    pub traits: Traits,
    /// Go on from the run's checkpoint.
    pub resume: bool,
    /// Folder of another run, or exported model, whose generator this one begins with.
    pub start: Option<PathBuf>,
    /// Steps between examinations.
    pub examine_every: usize,
    /// Steps between checkpoints.
    pub save_every: usize,
}

/// Values of the terms before their weights, and the norm of the generator's gradient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub struct StyleLosses {
    pub style: f32,
    pub content: f32,
    pub smoothness: f32,
    pub grid: f32,
    pub halo: f32,
    pub palette: f32,
    pub lattice: f32,
    pub direction: f32,
    pub identity: f32,
    pub gradient: f32,
}

impl StyleLosses {
    /// The mean of several.
    pub(super) fn mean(all: &[Self]) -> Self {
        let of = |part: fn(&Self) -> f32| mean(all.iter().map(part));
        Self {
            style: of(|l| l.style),
            content: of(|l| l.content),
            smoothness: of(|l| l.smoothness),
            grid: of(|l| l.grid),
            halo: of(|l| l.halo),
            palette: of(|l| l.palette),
            lattice: of(|l| l.lattice),
            direction: of(|l| l.direction),
            identity: of(|l| l.identity),
            gradient: of(|l| l.gradient),
        }
    }
}

/// What the discriminator thinks of the crops of a step, and its own loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CriticOpinion {
    /// Its loss.
    pub loss: f32,
    /// Share of patches of paintings that it takes for paintings.
    pub real: f32,
    /// Share of painted patches that it sees through.
    pub fake: f32,
    /// The generator's adversarial loss.
    pub generator: f32,
    /// Norm of its gradient.
    pub gradient: f32,
}

impl CriticOpinion {
    /// The mean of several.
    pub(super) fn mean(all: &[Self]) -> Self {
        let of = |part: fn(&Self) -> f32| mean(all.iter().map(part));
        Self {
            loss: of(|o| o.loss),
            real: of(|o| o.real),
            fake: of(|o| o.fake),
            generator: of(|o| o.generator),
            gradient: of(|o| o.gradient),
        }
    }
}

/// 0 of nothing.
fn mean(values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = values.len().max(1) as f32;
    values.sum::<f32>() / count
}

/// Quality on pictures that are not trained on, of the averaged weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleMeasured {
    /// Steps done.
    pub step: usize,
    /// Relative Gram error, each at most 4, mean over levels and pairs.
    pub style: f32,
    /// The same error by level, finest first.
    pub levels: Vec<f32>,
    /// 1 - cosine of the instance-normalised maps, mean over relu3_1, relu4_1 and pairs.
    pub content: f32,
    /// Style and content together, by which the best weights are chosen.
    pub score: f32,
}

/// What came of a run that did all its steps; `summary.json` in its folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleSummary {
    /// Steps done.
    pub steps: usize,
    /// Seed of every random choice.
    pub seed: u64,
    /// Photographs.
    pub contents: Split,
    /// Paintings.
    pub styles: Split,
    /// Form of the adversarial loss, and at how many scales.
    pub adversarial: Option<(Adversarial, usize)>,
    /// The weights of the losses, each with the step from which on it acted.
    pub weights: Vec<Change>,
    /// The best measurement on validation pictures.
    pub best: StyleMeasured,
    /// The weights of that step, measured on pictures that nothing was ever chosen by; none where the
    /// folders are too small to keep some.
    pub test: Option<StyleMeasured>,
}

/// What a run reports.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StyleEvent {
    /// Pictures were read.
    Started {
        /// Photographs trained on.
        contents: usize,
        /// Paintings trained on.
        styles: usize,
        /// First step of this session.
        step: usize,
    },
    /// Steps were done; losses are means since the last report.
    Steps {
        /// Steps done.
        step: usize,
        /// Losses of the generator.
        losses: StyleLosses,
        /// What the discriminator thinks, if there is one.
        #[serde(skip_serializing_if = "Option::is_none")]
        critic: Option<CriticOpinion>,
        /// Rate of Adam.
        rate: f64,
        /// Steps a second in this session.
        speed: f64,
    },
    /// Weights of the losses act from now on; also the first ones of a run.
    Weighed(Change),
    /// The generator was examined on validation pictures.
    Measured(StyleMeasured),
    /// The run is over; what came of it.
    Finished(StyleSummary),
    /// A sheet of painted pictures was written.
    Preview {
        /// The file.
        path: PathBuf,
    },
    /// The state was saved.
    Saved {
        /// Steps done.
        step: usize,
    },
    /// A loss was not a number; the run went back to its last checkpoint and draws other crops.
    RolledBack {
        /// The step that failed.
        from: usize,
        /// The step of the checkpoint.
        to: usize,
    },
}
