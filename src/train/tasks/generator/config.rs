//! How a training of the generator is set up, and what it loses.

use super::batch::Crops;
use crate::{
    data::TURNS,
    error::Result,
    fault::TrainingFault,
    loss::Adversarial,
    nn::{MultiScale, Traits},
    train::{
        controls::{TrainControls, WeightSpec},
        terms::Terms,
    },
};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Declares [`Lambdas`] and all that is told of them, so that no term is forgotten anywhere.
macro_rules! lambdas {
    ($($(#[doc = $doc:literal])+ $name:ident = $default:expr;)+) => {
        /// Weights of the terms of the generator's loss.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct Lambdas {
            $($(#[doc = $doc])+ pub $name: f32,)+
        }

        impl Lambdas {
            /// All of them, and what they are in a new run.
            pub const SPECS: &[WeightSpec] = &[
                $(WeightSpec { name: stringify!($name), default: $default },)+
            ];

            /// Those in force.
            pub fn of(controls: &TrainControls) -> Self {
                Self::from(|name| controls.weight(name))
            }

            /// What `weight` says of each name.
            pub fn from(weight: impl Fn(&str) -> f32) -> Self {
                Self { $($name: weight(stringify!($name)),)+ }
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
    /// The adversarial loss, against the discriminator.
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

/// How a training of the generator is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GeneratorConfig {
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
    /// Share of the other crops of paintings that are shown in other colours, so that more palettes are learnt than there are.
    #[serde(default)]
    pub recoloured: f64,
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
    /// Traits of the generator.
    pub traits: Traits,
    /// Folder of another run, or exported model, whose generator this one begins with.
    pub start: Option<PathBuf>,
}

impl GeneratorConfig {
    /// How its crops are drawn.
    pub fn crops(&self) -> Crops {
        Crops {
            batch: self.batch,
            side: self.side,
            style_side: self.style_side,
            own_share: self.own_share,
            content_scales: [0.5, 2.0],
            style_scales: [0.5, 4.0],
            recoloured: self.recoloured,
            turns: TURNS,
            selves: 0.06,
            paintings: 0.0,
        }
    }
}

/// Declares [`Losses`], so that no term is forgotten anywhere.
macro_rules! losses {
    ($($name:ident),+) => {
        /// Values of the terms before their weights, and the norm of the generator's gradient.
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        #[allow(missing_docs, reason = "the names are the documentation")]
        pub struct Losses {
            $(pub $name: f32,)+
        }

        impl Losses {
            /// The mean of several.
            pub fn mean(all: &[Self]) -> Self {
                Self { $($name: mean(all.iter().map(|losses| losses.$name)),)+ }
            }

            /// By their names.
            pub fn terms(&self) -> Terms {
                [$((stringify!($name), self.$name),)+].into_iter().collect()
            }
        }
    };
}

losses!(
    style, content, smoothness, grid, halo, palette, lattice, direction, identity, gradient
);

/// What the discriminator makes of the crops of a step.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DiscriminatorLosses {
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

impl DiscriminatorLosses {
    /// The mean of several.
    pub fn mean(all: &[Self]) -> Self {
        let of = |part: fn(&Self) -> f32| mean(all.iter().map(part));
        Self {
            loss: of(|o| o.loss),
            real: of(|o| o.real),
            fake: of(|o| o.fake),
            generator: of(|o| o.generator),
            gradient: of(|o| o.gradient),
        }
    }

    /// Adds them by their names, as those of the network `name`.
    pub fn add_to(&self, name: &str, terms: &mut Terms) {
        for (own, value) in [
            ("loss", self.loss),
            ("real", self.real),
            ("fake", self.fake),
            ("generator", self.generator),
            ("gradient", self.gradient),
        ] {
            terms.set(format!("{name}.{own}"), value);
        }
    }
}

/// 0 where there is none.
fn mean(values: impl ExactSizeIterator<Item = f32>) -> f32 {
    let count = values.len().max(1) as f32;
    values.sum::<f32>() / count
}

/// A form of the adversarial loss in settings and checkpoints.
pub fn form_name(form: Option<Adversarial>) -> String {
    form.map_or_else(|| "none".to_owned(), |form| form.to_string())
}

/// Whether crops of `side` pixels have something to show to a discriminator at so many scales.
///
/// # Errors
/// If they do not.
pub fn check_scales(side: usize, scales: usize) -> Result<()> {
    let most = MultiScale::most(side);
    if scales > most {
        return Err(TrainingFault::TooManyScales { side, scales, most }.into());
    }
    Ok(())
}
