//! Style and content distance, as a network sees them.

use crate::{
    loss::{relative_gram, shapes},
    nn::{FeatureNet, Layer, Statistics},
};
use burn::tensor::Tensor;

/// A level's error counts at most this much, so that a flat painting does not decide the mean.
const WORST: f32 = 4.0;
/// Levels at which shapes are compared.
const CONTENT: [Layer; 2] = [Layer::Relu3_1, Layer::Relu4_1];

/// How far a picture is from its painting and from its photograph; lower is nearer.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// Relative squared error of the Gram matrices by level, finest first, each at most 4.
    pub levels: Vec<f32>,
    /// 1 - cosine of the instance-normalised maps, mean over relu3_1 and relu4_1.
    pub content: f32,
}

impl Score {
    /// Mean of the levels.
    pub fn style(&self) -> f32 {
        self.levels.iter().sum::<f32>() / self.levels.len().max(1) as f32
    }
}

/// What a network sees of a photograph and of a painting.
pub struct Seen {
    /// At the layers of content.
    photograph: [Tensor<4>; CONTENT.len()],
    painting: Vec<Statistics>,
}

impl Seen {
    /// Looks at a photograph and a painting, pictures `[1, 3, H, W]` of any two sizes from 16 px.
    pub fn of(net: &FeatureNet, photograph: Tensor<4>, painting: Tensor<4>) -> Self {
        let painting = net.maps(painting, Layer::Relu5_1);
        Self::at(net, photograph, painting.into_iter().map(Statistics::of))
    }

    /// [`Seen::of`] where the statistics of the painting's maps are known, before projection.
    pub fn at(
        net: &FeatureNet,
        photograph: Tensor<4>,
        painting: impl IntoIterator<Item = Statistics>,
    ) -> Self {
        let painting = Layer::ALL.into_iter().zip(painting);
        let maps = net.maps(photograph, Layer::Relu4_1);
        Self {
            photograph: CONTENT.map(|layer| maps[layer.index()].clone()),
            painting: painting
                .map(|(layer, seen)| net.project(layer, seen))
                .collect(),
        }
    }

    /// How far `result` `[1, 3, H, W]`, of the photograph's size, is from both.
    pub fn score(&self, net: &FeatureNet, result: Tensor<4>) -> Score {
        let maps = net.maps(result, Layer::Relu5_1);
        let content = CONTENT
            .into_iter()
            .zip(&self.photograph)
            .map(|(layer, own)| {
                let painted = maps[layer.index()].clone();
                // Squared differences of normalised maps are twice 1 - cosine.
                shapes(painted, own.clone()).into_scalar::<f32>() / 2.0
            });
        let content = content.sum::<f32>() / CONTENT.len() as f32;
        let levels = Layer::ALL.into_iter().zip(maps).zip(&self.painting);
        let levels = levels.map(|((layer, map), target)| {
            let seen = net.project(layer, Statistics::of(map));
            relative_gram(&seen, target).into_scalar::<f32>().min(WORST)
        });
        Score {
            levels: levels.collect(),
            content,
        }
    }
}
