//! The choices of a recipe that have a word each.

use crate::loss::StyleLoss;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What paints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// One pass of the generator.
    Instant,
    /// Optimisation of the pixels.
    #[default]
    Refine,
}

/// Where the colours come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// The painting.
    #[default]
    Style,
    /// The painting is first matched to the photograph's mean and covariance.
    Content,
    /// Only lightness is painted; hue and chroma stay the photograph's.
    Luma,
}

/// What is moved, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptimizerKind {
    /// Adam.
    #[default]
    Adam,
    /// L-BFGS, one evaluation a step.
    Lbfgs,
    /// The decoder that painted what it starts from is moved instead of pixels, by Adam.
    Decoder,
}

impl OptimizerKind {
    /// Steps of a draft, of a picture of normal quality and of a fine one: a step of a decoder is at one size and moves all.
    pub fn usual_steps(self) -> [usize; 3] {
        match self {
            Self::Adam | Self::Lbfgs => [120, 300, 600],
            Self::Decoder => [40, 80, 160],
        }
    }

    /// The distance between styles that is made small where nobody chose one: a decoder goes on with what it has learnt with.
    pub fn usual_style_loss(self) -> StyleLoss {
        match self {
            Self::Adam | Self::Lbfgs => StyleLoss::Gram,
            Self::Decoder => StyleLoss::Learnt,
        }
    }
}

macro_rules! words {
    ($kind:ident, $what:literal, $($word:literal => $value:ident),+) => {
        impl FromStr for $kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$value),)+
                    _ => Err(format!(concat!("'{}' is not ", $what, "; use ", $("'", $word, "' "),+), text)),
                }
            }
        }
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$value => $word,)+ })
            }
        }
    };
}
words!(Engine, "an engine", "instant" => Instant, "refine" => Refine);
words!(Colour, "a colour mode", "style" => Style, "content" => Content, "luma" => Luma);
words!(OptimizerKind, "an optimizer", "adam" => Adam, "lbfgs" => Lbfgs, "decoder" => Decoder);
words!(StyleLoss, "a style loss", "gram" => Gram, "gatys" => Gatys, "moments" => Moments, "learnt" => Learnt, "wasserstein" => Wasserstein);
