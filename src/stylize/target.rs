//! What a picture of one size is painted towards.

use super::{canvas::Margin, controls::Controls, critic::PatchCritic};
use crate::{
    compute::to_tensor,
    loss,
    nn::{FeatureNet, Layer, Statistics},
    picture::{Picture, fit_long_side, resize},
};
use burn::tensor::{Device, Tensor};

/// Relative strength of the terms at weight 1, tuned by eye and by distance (docs/quality.md).
const CONTENT: f32 = 0.1;
const SMOOTHNESS: f32 = 0.2;
const COLOUR_NOISE: f32 = 2.0;
const ADVERSARIAL: f32 = 0.05;

/// Layer on which content is compared.
const CONTENT_LAYER: Layer = Layer::Relu4_1;

/// Sources of one octave as the network sees them.
#[derive(Clone)]
pub struct Target {
    margin: Margin,
    /// Levels that the picture is large enough for.
    levels: Vec<Layer>,
    content: Option<(Layer, Tensor<4>)>,
    /// Statistics of each painting, by level.
    styles: Vec<Vec<Statistics>>,
    /// The paintings themselves, `[1, 3, H, W]` each.
    paintings: Vec<Tensor<4>>,
}

/// The terms of a loss, each as it enters the sum, `[1]`, and where the sum grows.
#[derive(Clone)]
pub struct Terms {
    pub content: Tensor<1>,
    pub style: Tensor<1>,
    pub smoothness: Tensor<1>,
    pub adversarial: Tensor<1>,
    /// The gradient of the sum with respect to the picture, `[1, 3, H, W]`.
    pub gradient: Tensor<4>,
}

impl Terms {
    /// Content, style, smoothness and the discriminator's opinion.
    pub fn each(&self) -> [Tensor<1>; 4] {
        let Self {
            content,
            style,
            smoothness,
            adversarial,
            ..
        } = self.clone();
        [content, style, smoothness, adversarial]
    }

    pub fn total(&self) -> Tensor<1> {
        let sum = self.content.clone() + self.style.clone() + self.smoothness.clone();
        sum + self.adversarial.clone()
    }
}

impl Target {
    /// Looks at the photograph at `width` x `height` and at the paintings with their long sides
    /// `style_scale` times that of the result.
    pub fn new(
        net: &FeatureNet,
        photograph: &Picture,
        paintings: &[Picture],
        (width, height): (usize, usize),
        style_scale: f32,
        device: &Device,
    ) -> Self {
        let levels: Vec<Layer> = Layer::ALL
            .into_iter()
            .filter(|layer| layer.fits(width, height))
            .collect();
        let margin = Margin::new(width, height, device);
        let content = levels
            .iter()
            .copied()
            .rfind(|&layer| layer <= CONTENT_LAYER)
            .map(|layer| {
                let small = resize(photograph, width, height);
                let picture = to_tensor(&small.matte(), width, height, device);
                let mut maps = margin.maps(net, picture, layer);
                (layer, maps.swap_remove(layer.index()))
            });
        let long = (width.max(height) as f32 * style_scale).round().max(1.0) as usize;
        let seen = paintings
            .iter()
            .map(|painting| style_statistics(net, painting, long, &levels, device));
        let (styles, paintings) = seen.unzip();
        Self {
            margin,
            levels,
            content,
            styles,
            paintings,
        }
    }

    /// The paintings at this octave's scale, `[1, 3, H, W]` each.
    pub fn paintings(&self) -> &[Tensor<4>] {
        &self.paintings
    }

    /// Mixes the paintings in the shares of `controls`.
    pub fn mixed_style(&self, controls: &Controls) -> Vec<Statistics> {
        (0..self.levels.len())
            .filter_map(|level| {
                let parts: Vec<_> = self
                    .styles
                    .iter()
                    .enumerate()
                    .filter_map(|(i, levels)| {
                        let share = controls.mix.get(i).copied().unwrap_or(1.0);
                        levels.get(level).map(|s| (s.clone(), share))
                    })
                    .collect();
                Statistics::mix(&parts)
            })
            .collect()
    }

    /// Distances of `picture` `[1, 3, H, W]` to the photograph and to the paintings in `shares`, as
    /// they stand in the loss at weight 1.
    pub fn distances(&self, net: &FeatureNet, picture: Tensor<4>, shares: &[f32]) -> (f32, f32) {
        let controls = Controls {
            mix: shares.to_vec(),
            ..Controls::default()
        };
        let Some(&deepest) = self.levels.last() else {
            return (0.0, 0.0);
        };
        let maps = self.margin.maps(net, picture, deepest);
        let content = self.content.as_ref().map_or(0.0, |(layer, photograph)| {
            let map = maps[layer.index()].clone();
            CONTENT * loss::content(map, photograph.clone()).into_scalar::<f32>()
        });
        let levels = self.levels.iter().zip(maps);
        let style = levels.zip(self.mixed_style(&controls));
        let style = style.map(|((&layer, map), target)| {
            let painted = net.project(layer, Statistics::of(map));
            let distance = controls.style_loss.distance(&painted, &target);
            distance.into_scalar::<f32>() / 5.0
        });
        (content, style.sum())
    }

    /// The loss of `picture` `[1, 3, H, W]` under `controls` and in the eyes of `critic`; terms of
    /// weight 0 are not computed.
    pub fn terms(
        &self,
        net: &FeatureNet,
        picture: Tensor<4>,
        style: &[Statistics],
        controls: &Controls,
        critic: Option<&PatchCritic>,
    ) -> Terms {
        let picture = picture.autodiff().require_grad();
        let zero = || Tensor::<1>::zeros([1], &picture.device());
        let content = self.content.as_ref().filter(|_| controls.content > 0.0);
        let weights: Vec<f32> = self
            .levels
            .iter()
            .zip(style)
            .map(|(&layer, _)| controls.style * controls.layers.of(layer))
            .collect();
        let styled = weights.iter().rposition(|&w| w > 0.0);
        let deepest = content
            .map(|(layer, _)| *layer)
            .max(styled.map(|i| self.levels[i]));
        let maps = deepest.map_or_else(Vec::new, |deepest| {
            self.margin.maps(net, picture.clone(), deepest)
        });
        let content = content.map_or_else(zero, |(layer, photograph)| {
            let map = maps[layer.index()].clone();
            let distance = loss::content(map, photograph.clone().autodiff());
            distance.mul_scalar(CONTENT * controls.content)
        });
        // Also at weight 0, so that the picture is always part of the graph.
        let variation = loss::total_variation(picture.clone()).mul_scalar(SMOOTHNESS)
            + loss::colour_noise(picture.clone()).mul_scalar(COLOUR_NOISE);
        let smoothness = variation.mul_scalar(controls.smoothness);
        let adversarial = critic.filter(|_| controls.adversarial > 0.0);
        let adversarial = adversarial.map_or_else(zero, |critic| {
            let opinion = critic.judge(picture.clone());
            opinion.mul_scalar(ADVERSARIAL * controls.adversarial)
        });
        let mut slope = content.clone() + smoothness.clone() + adversarial.clone();
        let mut styled = zero().inner();
        for ((&layer, target), &weight) in self.levels.iter().zip(style).zip(&weights) {
            if weight > 0.0 {
                let map = maps[layer.index()].clone();
                let (value, with_gradient) = Statistics::descend(map, |painted| {
                    let painted = net.project(layer, painted);
                    let distance = controls.style_loss.distance(&painted, target);
                    distance.mul_scalar(weight / 5.0)
                });
                styled = styled + value;
                slope = slope + with_gradient;
            }
        }
        let gradient = picture
            .grad(&slope.backward())
            .unwrap_or_else(|| picture.inner().zeros_like());
        Terms {
            content: content.inner(),
            style: styled,
            smoothness: smoothness.inner(),
            adversarial: adversarial.inner(),
            gradient,
        }
    }
}

/// Statistics of a painting at long side `long`, for each of `levels`, and its pixels.
fn style_statistics(
    net: &FeatureNet,
    painting: &Picture,
    long: usize,
    levels: &[Layer],
    device: &Device,
) -> (Vec<Statistics>, Tensor<4>) {
    let (width, height) = fit_long_side(painting.width, painting.height, long);
    let small = resize(painting, width, height);
    let picture = to_tensor(&small.matte(), width, height, device);
    let Some(&deepest) = levels.last() else {
        return (Vec::new(), picture);
    };
    let maps = Margin::new(width, height, device).maps(net, picture.clone(), deepest);
    let levels = levels.iter().zip(maps);
    let statistics = levels.map(|(&layer, map)| net.project(layer, Statistics::of(map)));
    (statistics.collect(), picture)
}
