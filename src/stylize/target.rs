//! What a picture of one size is painted towards.

use super::{canvas::Margin, controls::Controls, discriminator::PatchDiscriminator};
use crate::{
    compute::{at_once, both, to_tensor},
    loss,
    nn::{FeatureNet, Layer, Statistics},
    picture::{Picture, detail, fit_long_side, resize},
};
use burn::tensor::{Device, Tensor, TensorData};

/// How a picture is held to its photograph and kept calm, by what is moved: the terms' strength at weight 1.
#[derive(Debug)]
pub struct Aim {
    /// Layers on which content is compared, and how much each counts; of pictures too small for one the deepest above it.
    content: &'static [(Layer, f32)],
    /// The distance of two maps.
    distance: fn(Tensor<4>, Tensor<4>) -> Tensor<1>,
    smoothness: f32,
    colour_noise: f32,
    detail: f32,
}

impl Aim {
    /// For pixels, tuned by eye and by distance (docs/quality.md).
    pub const PIXELS: Self = Self {
        content: &[(Layer::Relu4_1, 0.1)],
        distance: loss::content,
        smoothness: 0.2,
        colour_noise: 2.0,
        detail: 0.1,
    };
    /// For a decoder: what it has learnt with (`train style`), relative to the weight of style there; shapes
    /// count a little more, since what is fitted to one picture smears small ones.
    pub const DECODER: Self = Self {
        content: &[(Layer::Relu3_1, 0.07), (Layer::Relu4_1, 0.14)],
        distance: loss::shapes,
        smoothness: 0.01,
        colour_noise: 0.0,
        // Held to more, it draws fine lines as photographs have them.
        detail: 0.02,
    };
}

const ADVERSARIAL: f32 = 0.05;

/// Sources of one octave as the network sees them.
#[derive(Clone)]
pub struct Target {
    margin: Margin,
    /// Levels that the picture is large enough for.
    levels: Vec<Layer>,
    aim: &'static Aim,
    /// Layers on which content is compared, with their weights and the photograph's maps.
    content: Vec<(Layer, f32, Tensor<4>)>,
    /// What is to be recognised of the photograph.
    edges: loss::Edges,
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
    pub detail: Tensor<1>,
    /// The gradient of the sum with respect to the picture, `[1, 3, H, W]`.
    pub gradient: Tensor<4>,
}

impl Terms {
    /// Content, style, smoothness, the discriminator's opinion and details.
    pub fn each(&self) -> [Tensor<1>; 5] {
        let Self {
            content,
            style,
            smoothness,
            adversarial,
            detail,
            ..
        } = self.clone();
        [content, style, smoothness, adversarial, detail]
    }

    pub fn total(&self) -> Tensor<1> {
        let sum = self.content.clone() + self.style.clone() + self.smoothness.clone();
        sum + self.adversarial.clone() + self.detail.clone()
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
        aim: &'static Aim,
        device: &Device,
    ) -> Self {
        let levels: Vec<Layer> = Layer::ALL
            .into_iter()
            .filter(|layer| layer.fits(width, height))
            .collect();
        let margin = Margin::new(width, height, device);
        let small = resize(photograph, width, height);
        let picture = to_tensor(&small.matte(), width, height, device);
        let wanted = TensorData::new(detail(&small), [1, 1, height, width]);
        let edges = loss::Edges::of(&picture, &Tensor::from_data(wanted, device));
        let fitting = |wanted: Layer| levels.iter().copied().rfind(|&layer| layer <= wanted);
        let compared = aim.content.iter();
        let compared = compared.filter_map(|&(layer, weight)| Some((fitting(layer)?, weight)));
        let compared: Vec<(Layer, f32)> = compared.collect();
        let deepest = compared.iter().map(|(layer, _)| *layer).max();
        let maps = deepest.map_or_else(Vec::new, |deepest| margin.maps(net, picture, deepest));
        let content = compared.into_iter();
        let content = content.map(|(layer, weight)| (layer, weight, maps[layer.index()].clone()));
        let content = content.collect();
        let long = (width.max(height) as f32 * style_scale).round().max(1.0) as usize;
        let seen = paintings
            .iter()
            .map(|painting| style_statistics(net, painting, long, &levels, device));
        let (styles, paintings) = seen.unzip();
        Self {
            margin,
            levels,
            aim,
            content,
            edges,
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
        let content = self.content.iter().map(|(layer, weight, photograph)| {
            let distance = (self.aim.distance)(maps[layer.index()].clone(), photograph.clone());
            weight * distance.into_scalar::<f32>()
        });
        let content: f32 = content.sum();
        let levels = self.levels.iter().zip(maps);
        let style = levels.zip(self.mixed_style(&controls));
        let style = style.map(|((&layer, map), target)| {
            let painted = net.project(layer, Statistics::of(map));
            let distance = controls.style_loss.distance(&painted, &target);
            distance.into_scalar::<f32>() / 5.0
        });
        (content, style.sum())
    }

    /// The loss of `picture` `[1, 3, H, W]` under `controls` and in the eyes of `discriminator`; terms of
    /// weight 0 are not computed.
    pub fn terms(
        &self,
        net: &FeatureNet,
        picture: Tensor<4>,
        style: &[Statistics],
        controls: &Controls,
        discriminator: Option<&PatchDiscriminator>,
    ) -> Terms {
        let (seen, pixels) = both(
            &picture.device(),
            || self.seen(net, picture.clone(), style, controls),
            || self.of_pixels(&picture, controls, discriminator),
        );
        let ([content, style], seen) = seen;
        let ([smoothness, adversarial, detail], pixels) = pixels;
        Terms {
            content,
            style,
            smoothness,
            adversarial,
            detail,
            gradient: seen + pixels,
        }
    }

    /// Content and style of `picture` as the network sees them, and where their sum grows.
    fn seen(
        &self,
        net: &FeatureNet,
        picture: Tensor<4>,
        style: &[Statistics],
        controls: &Controls,
    ) -> ([Tensor<1>; 2], Tensor<4>) {
        let device = picture.device();
        let looked_at = self.content.iter().filter(|_| controls.content > 0.0);
        let looked_at: Vec<_> = looked_at.collect();
        let levels = self.levels.iter().zip(style);
        let weighed = levels.map(|(&layer, target)| {
            let weight = controls.style * controls.layers.of(layer);
            (layer, target, weight)
        });
        let weighed: Vec<_> = weighed.filter(|(_, _, weight)| *weight > 0.0).collect();
        let styled = weighed.iter().map(|(layer, ..)| *layer).max();
        let zero = || Tensor::<1>::zeros([1], &device);
        let compared = looked_at.iter().map(|(layer, ..)| *layer).max();
        let Some(deepest) = compared.max(styled) else {
            return ([zero(), zero()], picture.zeros_like());
        };
        let (maps, back) = self.margin.maps_with_pullback(net, picture, deepest);
        let slopes = at_once(&device, weighed, |(layer, target, weight)| {
            let map = maps[layer.index()].clone();
            let slope = Statistics::slope(map, |painted| {
                let painted = net.project(layer, painted);
                let distance = controls.style_loss.distance(&painted, target);
                distance.mul_scalar(weight / 5.0)
            });
            (layer, slope)
        });
        let mut towards: Vec<Option<Tensor<4>>> = vec![None; maps.len()];
        let (mut content, mut styled) = (zero(), zero());
        for (layer, (value, slope)) in slopes {
            styled = styled + value;
            towards[layer.index()] = Some(slope);
        }
        for (layer, weight, photograph) in looked_at {
            let weight = weight * controls.content;
            let distance = |map| {
                let photograph = photograph.clone().autodiff();
                (self.aim.distance)(map, photograph).mul_scalar(weight)
            };
            let (value, slope) = loss::slope(maps[layer.index()].clone(), distance);
            content = content + value;
            let styles = towards[layer.index()].take();
            towards[layer.index()] = Some(styles.map_or(slope.clone(), |own| own + slope));
        }
        ([content, styled], back(towards))
    }

    /// Smoothness of `picture`, what `discriminator` thinks of it and its details, and where their sum grows.
    fn of_pixels(
        &self,
        picture: &Tensor<4>,
        controls: &Controls,
        discriminator: Option<&PatchDiscriminator>,
    ) -> ([Tensor<1>; 3], Tensor<4>) {
        let mut gradient = picture.zeros_like();
        let mut term = |weight: f32, loss: &dyn Fn(Tensor<4>) -> Tensor<1>| {
            if weight <= 0.0 {
                return Tensor::zeros([1], &picture.device());
            }
            let weighted = |pixels| loss(pixels).mul_scalar(weight);
            let (value, slope) = loss::slope(picture.clone(), weighted);
            gradient = gradient.clone() + slope;
            value
        };
        let Aim {
            smoothness,
            colour_noise,
            detail,
            ..
        } = *self.aim;
        let smoothness = term(controls.smoothness, &|pixels| {
            loss::total_variation(pixels.clone()).mul_scalar(smoothness)
                + loss::colour_noise(pixels).mul_scalar(colour_noise)
        });
        let adversarial = match discriminator {
            Some(discriminator) => term(ADVERSARIAL * controls.adversarial, &|p| {
                discriminator.judge(p)
            }),
            None => Tensor::zeros([1], &picture.device()),
        };
        let detail = term(detail * controls.protect, &|p| self.edges.distance(p));
        ([smoothness, adversarial, detail], gradient)
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
