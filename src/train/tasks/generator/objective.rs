//! Content and style losses of painted crops, as the frozen encoder sees them.

use super::config::{Lambdas, Losses};
use crate::{
    loss::{self, Directions, lightness, saturating_style, shapes_of_each},
    nn::{FeatureNet, Layer, Statistics, style_code},
    train::seen::Seen,
};
use burn::tensor::{Tensor, TensorData};
use std::sync::Arc;

/// Longest period of a grid that is looked for.
const GRID: usize = 16;
/// Rims up to this are left to the stroke.
const TOLERANCE: f32 = 0.15;

/// Layers on which content is compared, with their shares.
const CONTENT: [(Layer, f32); 2] = [(Layer::Relu4_1, 1.0), (Layer::Relu3_1, 0.5)];

/// What is seen of a crop of a painting whose style is wanted.
#[derive(Clone)]
pub struct Manner {
    /// Style code, not normalised, `[1, CODE_SIZE]`.
    code: Tensor<2>,
    /// Statistics by level, in the space in which styles are compared.
    levels: Vec<Statistics>,
    /// Statistics of its colours.
    colours: Statistics,
    /// Directions of its strokes.
    strokes: Vec<Tensor<2>>,
}

impl Manner {
    /// Looks at a crop `[1, 3, style_side, style_side]`.
    pub fn of(net: &FeatureNet, style: Tensor<4>) -> Self {
        let maps = net.maps(style.clone(), Layer::Relu5_1);
        let plain: Vec<Statistics> = maps.into_iter().map(Statistics::of).collect();
        let levels = Layer::ALL.into_iter().zip(plain.iter().cloned());
        Self {
            code: style_code(&plain),
            levels: levels
                .map(|(layer, seen)| net.project(layer, seen))
                .collect(),
            colours: Statistics::of(style.clone()),
            strokes: Directions::of(lightness(style)),
        }
    }
}

impl Manner {
    /// Style code, not normalised, `[1, CODE_SIZE]`.
    pub fn code(&self) -> Tensor<2> {
        self.code.clone()
    }
}

/// What crops are painted towards.
pub struct Goal {
    /// Statistics of the paintings by level, in the space in which styles are compared.
    styles: Vec<Statistics>,
    /// Their style codes, not normalised, `[N, CODE_SIZE]`.
    pub codes: Tensor<2>,
    /// Maps of the photographs at the layers of content.
    contents: Vec<Tensor<4>>,
    /// The photographs and their lightness.
    photographs: Tensor<4>,
    lightness: Tensor<4>,
    colours: Statistics,
    directions: Directions,
    /// How much more each photograph's shapes count, and whether it is its own style, `[N]` each.
    shares: Tensor<1>,
    selves: Tensor<1>,
}

/// Several statistics as those of a batch.
fn joined(all: Vec<&Statistics>) -> Statistics {
    Statistics {
        mean: Tensor::cat(all.iter().map(|one| one.mean.clone()).collect(), 0),
        gram: Tensor::cat(all.iter().map(|one| one.gram.clone()).collect(), 0),
    }
}

/// Adds a slope to those that are there.
fn add(there: &mut Option<Tensor<4>>, slope: Tensor<4>) {
    *there = Some(match there.take() {
        Some(before) => before + slope,
        None => slope,
    });
}

/// Levels at which crops of `side` pixels have statistics.
fn levels(side: usize) -> impl Iterator<Item = Layer> {
    Layer::ALL.into_iter().filter(move |l| l.fits(side, side))
}

impl Goal {
    /// `photographs` `[N, 3, side, side]` shall be painted in as many `manners`, each as freely as its number of
    /// [`FREEDOM`](crate::nn::FREEDOM) says; `selves` is 1 for those that are their own style, 0 for others.
    pub fn new(
        net: &FeatureNet,
        photographs: Tensor<4>,
        manners: &[Arc<Manner>],
        freedoms: &[f32],
        selves: Vec<f32>,
    ) -> Self {
        let [n, _, side, _] = photographs.dims();
        let device = photographs.device();
        let row = |values: Vec<f32>| Tensor::from_data(TensorData::new(values, [n]), &device);
        let bright = lightness(photographs.clone());
        let scales = manners.iter().map(|manner| manner.strokes.len()).min();
        let strokes = (0..scales.unwrap_or(0)).map(|scale| {
            let each = manners.iter().map(|manner| manner.strokes[scale].clone());
            Tensor::cat(each.collect(), 0)
        });
        let level = |layer: Layer| {
            let each = manners.iter().map(|manner| &manner.levels[layer.index()]);
            joined(each.collect())
        };
        let maps = net.maps(photographs.clone(), Layer::Relu4_1);
        Self {
            codes: Tensor::cat(
                manners.iter().map(|manner| manner.code.clone()).collect(),
                0,
            ),
            styles: levels(side).map(level).collect(),
            contents: CONTENT
                .iter()
                .map(|(layer, _)| maps[layer.index()].clone())
                .collect(),
            colours: joined(manners.iter().map(|manner| &manner.colours).collect()),
            directions: Directions::wanted(bright.clone(), strokes.collect()),
            lightness: bright,
            photographs,
            shares: row(freedoms.iter().map(|freedom| (-freedom).exp2()).collect()),
            selves: row(selves),
        }
    }

    /// The losses of `painted` `[N, 3, side, side]`, tracked, of which the encoder has `seen` this; and a scalar whose gradient is
    /// that of their weighted sum. `judged` says what else grows at the maps, finest first.
    pub fn losses(
        &self,
        net: &FeatureNet,
        painted: &Tensor<4>,
        seen: Seen<'_>,
        lambdas: &Lambdas,
        judged: impl FnOnce(&[Tensor<4>]) -> Vec<Option<Tensor<4>>>,
    ) -> (Values, Tensor<1>) {
        let [_, _, side, _] = painted.dims();
        let maps = &seen.maps;
        let mut slopes = judged(maps);
        slopes.resize(maps.len(), None);
        let share = 1.0 / self.styles.len() as f32;
        let mut style = Tensor::<1>::zeros([1], &maps[0].device());
        for (layer, target) in levels(side).zip(&self.styles) {
            let map = maps[layer.index()].clone();
            let (value, slope) = Statistics::slope(map, |painted| {
                let distance = saturating_style(&net.project(layer, painted), &target.constant());
                distance.mul_scalar(share * lambdas.style)
            });
            style = style + value.div_scalar(lambdas.style.max(1e-12));
            add(&mut slopes[layer.index()], slope);
        }
        let mut content = style.zeros_like();
        for (&(layer, share), photograph) in CONTENT.iter().zip(&self.contents) {
            let mut alone = None;
            let (_, slope) = loss::slope(maps[layer.index()].clone(), |map| {
                let each = shapes_of_each(map, photograph.clone().autodiff());
                alone = Some(each.clone().inner().mean());
                (each * self.shares.clone().autodiff())
                    .mean()
                    .mul_scalar(share)
            });
            let alone: Tensor<1> = alone.unwrap_or_else(|| content.zeros_like());
            content = content + alone.mul_scalar(share);
            let slope = slope.mul_scalar(lambdas.content);
            add(&mut slopes[layer.index()], slope);
        }
        let (pixels, slope) = self.pixels(painted.clone().inner(), lambdas);
        // A scalar whose gradient with respect to the crops is what came back through the encoder.
        let slope = (painted.clone() * (seen.back(slopes) + slope).autodiff()).sum();
        let mut values = vec![style, content];
        values.extend(pixels);
        (Values(values), slope)
    }

    /// The losses of the pixels `[N, 3, side, side]` and the slope of their weighted sum; what weighs nothing is not looked at.
    fn pixels(&self, painted: Tensor<4>, lambdas: &Lambdas) -> (Vec<Tensor<1>>, Tensor<4>) {
        let like = |tensor: &Tensor<4>| tensor.clone().autodiff();
        let (photograph, bright) = (like(&self.photographs), like(&self.lightness));
        let mut values = Vec::new();
        let (_, slope) = loss::slope(painted.clone(), |painted| {
            let mut total = painted.clone().narrow(0, 0, 1).sum().mul_scalar(0.0);
            let light = lightness(painted.clone());
            let mut add = |weight: f32, loss: &dyn Fn() -> Tensor<1>| {
                let value = if weight > 0.0 {
                    let value = loss();
                    total = total.clone() + value.clone().mul_scalar(weight);
                    value.inner()
                } else {
                    total.clone().inner().zeros_like()
                };
                values.push(value);
            };
            add(lambdas.smoothness, &|| {
                loss::total_variation(painted.clone())
            });
            add(lambdas.grid, &|| loss::grid(painted.clone(), GRID));
            add(lambdas.halo, &|| loss::halo(&light, &bright, TOLERANCE));
            add(lambdas.lattice, &|| loss::lattice(&light));
            add(lambdas.direction, &|| self.directions.distance(&light));
            add(lambdas.identity, &|| {
                loss::identity(
                    painted.clone(),
                    photograph.clone(),
                    self.selves.clone().autodiff(),
                )
            });
            total
        });
        if lambdas.palette > 0.0 {
            let (value, colours) = Statistics::slope(painted, |painted| {
                loss::palette(&painted, &self.colours.constant()).mul_scalar(lambdas.palette)
            });
            values.push(value.div_scalar(lambdas.palette));
            (values, slope + colours)
        } else {
            values.push(painted.narrow(0, 0, 1).sum().mul_scalar(0.0));
            (values, slope)
        }
    }
}

/// Losses that still lie on the device: style, content, smoothness, grid, halo, lattice, direction, identity, palette.
pub struct Values(Vec<Tensor<1>>);

impl Values {
    /// Reads all in one go.
    pub fn read(self) -> Losses {
        let values: Vec<f32> = Tensor::cat(self.0, 0).into_data().iter().collect();
        Losses {
            style: values[0],
            content: values[1],
            smoothness: values[2],
            grid: values[3],
            halo: values[4],
            lattice: values[5],
            direction: values[6],
            identity: values[7],
            palette: values[8],
            gradient: 0.0,
        }
    }
}
