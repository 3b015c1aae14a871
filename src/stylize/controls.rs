//! Everything that a slider can change while a picture is being painted.

use crate::{loss::StyleLoss, nn::Layer};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Weights of the losses. 1 is the tuned default, 0 switches a term off, all are multipliers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Controls {
    /// How much of the photograph's shapes is kept.
    pub content: f32,
    /// How strongly the painting's style is imposed.
    pub style: f32,
    /// How much details of the photograph (faces, lettering, thin lines) are kept; recipes that do not say it did not.
    #[serde(default)]
    pub protect: f32,
    /// How much neighbouring pixels are held together.
    pub smoothness: f32,
    /// How much a discriminator that learns meanwhile is listened to; 0 does without one.
    #[serde(default)]
    pub adversarial: f32,
    /// Weight of each style layer.
    pub layers: LayerWeights,
    /// Which distance between styles is minimised.
    #[serde(default)]
    pub style_loss: StyleLoss,
    /// Share of each painting, in the order of the recipe's styles; missing ones count 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mix: Vec<f32>,
}

impl Default for Controls {
    fn default() -> Self {
        Self {
            content: 1.0,
            style: 1.0,
            protect: 1.0,
            smoothness: 1.0,
            adversarial: 0.0,
            layers: LayerWeights::default(),
            style_loss: StyleLoss::default(),
            mix: Vec::new(),
        }
    }
}

impl Controls {
    /// Every number with its name.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, f32)> {
        let weights = [
            ("content weight", self.content),
            ("style weight", self.style),
            ("protection of details", self.protect),
            ("smoothness", self.smoothness),
            ("adversarial weight", self.adversarial),
        ];
        let layers = self.layers.0.map(|w| ("style layer weight", w));
        let shares = self.mix.clone().into_iter();
        let shares = shares.map(|w| ("weight of a style", w));
        weights.into_iter().chain(layers).chain(shares)
    }
}

/// A weight for each of the five style layers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LayerWeights(pub [f32; 5]);

impl Default for LayerWeights {
    fn default() -> Self {
        Self([1.0; 5])
    }
}

impl LayerWeights {
    /// The weight of `layer`.
    pub fn of(&self, layer: Layer) -> f32 {
        self.0[layer.index()]
    }
}

impl FromStr for LayerWeights {
    type Err = String;

    /// `relu1_1=1,relu2_1=0.5`; layers that are not named are switched off.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut weights = [0.0; 5];
        for part in text.split(',') {
            let (layer, weight) = part
                .split_once('=')
                .ok_or_else(|| format!("'{part}' is not LAYER=WEIGHT"))?;
            let layer: Layer = layer.parse()?;
            let weight: f32 = weight
                .trim()
                .parse()
                .map_err(|_| format!("'{weight}' is not a number"))?;
            if !weight.is_finite() || weight < 0.0 {
                return Err(format!("the weight of {layer} must be 0 or more"));
            }
            weights[layer.index()] = weight;
        }
        Ok(Self(weights))
    }
}

impl fmt::Display for LayerWeights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, layer) in Layer::ALL.into_iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            write!(f, "{comma}{layer}={}", self.of(layer))?;
        }
        Ok(())
    }
}
