//! Impasto's own perceptual network: a compact student of VGG-19, shaped for the machine it runs
//! on.
//!
//! ```text
//! sRGB 0..1 -> (x - 0.45) / 0.25
//!   conv 3->16                    relu1_1  size 1
//!   pool, conv 16->32, 32->32     relu2_1  1/2
//!   pool, conv 32->64, 64->96     relu3_1  1/4
//!   pool, conv 96->128, 128->128  relu4_1  1/8
//!   pool, conv 128->128           relu5_1  1/16
//! ```
//!
//! All convolutions are 3x3 with zero padding, all pools 2x2 averages (smoother gradients than the
//! maximum, and cheaper). There is one convolution at full size only: with few channels those are
//! bound by memory, and two of them took half the time of the prototype. The two fine levels have
//! plain ReLUs; the deep ones leaky ReLUs of slope 0.1, without which more than half of the
//! channels of relu5_1 died in training (at full size a leaky ReLU costs a third of a step).
//!
//! Beside its maps the network knows, per level, a linear map from them into the space of the
//! teacher's maps, up to a rotation, which no Gram distance sees. Styles are compared there.

use super::generator::conv3;
use super::part::Part;
use super::relu::{leaky, relu, steepness};
use super::traits::Padding;
use super::{Layer, Statistics, Weights, conv3x3};
use crate::error::Result;
use burn::{
    module::Module,
    nn::conv::Conv2d,
    tensor::{
        Device, Tensor,
        module::{conv_transpose2d, conv2d},
        ops::{ConvOptions, ConvTransposeOptions},
    },
};

/// Output channels of the convolutions of each level; the last of a level is its map.
pub const WIDTHS: [&[usize]; 5] = [&[16], &[32, 32], &[64, 96], &[128, 128], &[128]];

/// What brings pictures in 0..1 to mean 0 and deviation 1, roughly.
const MEAN: f32 = 0.45;
const DEVIATION: f32 = 0.25;

/// First level (from 0) with leaky ReLUs.
const LEAKY_FROM: usize = 2;

/// The kernel of a 2x2 average pool of `x` `[N, C, H, W]` as a depthwise convolution: there and back
/// five times as fast on the CPU backend as its pooling.
fn quarters(x: &Tensor<4>) -> (Tensor<4>, usize) {
    let [_, channels, ..] = x.dims();
    let kernel = Tensor::full([channels, 1, 2, 2], 0.25, &x.device());
    (kernel, channels)
}

/// 2x2 average pool of `[N, C, H, W]`, an odd last row or column left out.
pub fn average_pool(x: Tensor<4>) -> Tensor<4> {
    let (kernel, channels) = quarters(&x);
    let options = ConvOptions::new([2, 2], [0, 0], [1, 1], channels);
    conv2d(x, kernel, None, options)
}

/// The slope of a loss before an average pool of maps of `height` x `width`, from that behind it.
fn average_pool_back(slope: Tensor<4>, (height, width): (usize, usize)) -> Tensor<4> {
    let (kernel, channels) = quarters(&slope);
    let odd = [height % 2, width % 2];
    let options = ConvTransposeOptions::new([2, 2], [0, 0], odd, [1, 1], channels);
    conv_transpose2d(slope, kernel, None, options)
}

/// The convolutions of the student, without what it knows about its teacher.
#[derive(Module, Debug)]
pub struct Trunk {
    levels: Vec<Vec<Conv2d>>,
}

impl Trunk {
    /// A trunk with He-initialised weights, to be trained.
    pub fn new(device: &Device) -> Self {
        let mut channels = 3;
        let levels = WIDTHS.map(|widths| {
            let convs = widths
                .iter()
                .map(|&width| conv3(std::mem::replace(&mut channels, width), width, 1.0, device));
            convs.collect()
        });
        Self {
            levels: levels.into(),
        }
    }

    /// Reads a frozen trunk: `levelL.I.weight` and `.bias`, as [`Trunk::named`] names them.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let mut channels = 3;
        let mut levels = Vec::new();
        for (level, widths) in WIDTHS.iter().enumerate() {
            let mut convs = Vec::new();
            for (i, &width) in widths.iter().enumerate() {
                let name = format!("level{}.{i}", level + 1);
                convs.push(weights.conv(&name, [channels, width], 3, 1, device)?);
                channels = width;
            }
            levels.push(convs);
        }
        Ok(Self { levels }.no_grad())
    }

    /// Maps of the levels up to `deepest` for sRGB pictures `[N, 3, H, W]` in 0..1.
    ///
    /// `H` and `W` must be at least `deepest.stride()`.
    pub fn maps(&self, pictures: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        let trace = self.trace(pictures, deepest).into_iter();
        trace.filter_map(|mut level| level.pop()).collect()
    }

    /// The same, with what every convolution of a level gave; the last of a level is its map.
    fn trace(&self, pictures: Tensor<4>, deepest: Layer) -> Vec<Vec<Tensor<4>>> {
        let mut x = (pictures - MEAN) / DEVIATION;
        let mut trace = Vec::with_capacity(5);
        for (index, convs) in self.levels[..=deepest.index()].iter().enumerate() {
            if index > 0 {
                x = average_pool(x);
            }
            let activate = if index < LEAKY_FROM { relu } else { leaky };
            let mut level = Vec::with_capacity(convs.len());
            for conv in convs {
                x = activate(conv3x3::convolve(conv, x, Padding::Zeros));
                level.push(x.clone());
            }
            trace.push(level);
        }
        trace
    }

    /// From the slopes of a loss with respect to the maps of a `trace` to that with respect to the
    /// pictures: the figure, read upwards.
    ///
    /// Automatic differentiation gives the same; since the weights do not learn, this can leave out what it
    /// keeps for them.
    fn gradient(
        &self,
        trace: &[Vec<Tensor<4>>],
        mut slopes: Vec<Option<Tensor<4>>>,
    ) -> Option<Tensor<4>> {
        slopes.resize(trace.len(), None);
        let mut slope: Option<Tensor<4>> = None;
        for (index, (convs, outputs)) in self.levels.iter().zip(trace).enumerate().rev() {
            slope = match (slope, slopes[index].take()) {
                (Some(below), Some(here)) => Some(below + here),
                (below, here) => below.or(here),
            };
            let Some(mut x) = slope else { continue };
            for (conv, output) in convs.iter().zip(outputs).rev() {
                let flat = if index < LEAKY_FROM { 0.0 } else { 0.1 };
                x = x * steepness(output.clone(), flat);
                let options = ConvTransposeOptions::new([1, 1], [1, 1], [0, 0], [1, 1], 1);
                x = conv_transpose2d(x, conv.weight.val(), None, options);
            }
            slope = Some(
                match index.checked_sub(1).and_then(|above| trace[above].last()) {
                    Some(above) => {
                        let [_, _, height, width] = above.dims();
                        average_pool_back(x, (height, width))
                    }
                    None => x.div_scalar(DEVIATION),
                },
            );
        }
        slope
    }

    /// Names and weights of the convolutions, `levelL.I.weight` and `.bias`.
    pub fn named(&self) -> impl Iterator<Item = (String, &Conv2d)> {
        self.levels.iter().enumerate().flat_map(|(level, convs)| {
            let name = move |i| format!("level{}.{i}", level + 1);
            convs
                .iter()
                .enumerate()
                .map(move |(i, conv)| (name(i), conv))
        })
    }
}

/// Linear map of a level's channels into the teacher's space (up to a rotation).
#[derive(Debug, Clone)]
pub struct Projection {
    /// `[K, C]`.
    pub weight: Tensor<2>,
    /// `[K, 1]`.
    pub offset: Tensor<2>,
}

/// The frozen student: trunk and projections.
#[derive(Debug)]
pub struct Encoder {
    trunk: Trunk,
    projections: Vec<Projection>,
}

impl Encoder {
    /// The tensors that [`Encoder::from_weights`] reads.
    pub(super) fn figure() -> Vec<Part> {
        let mut parts = Vec::new();
        let mut part = |name: String, shape: &[usize]| {
            parts.push(Part {
                name,
                shape: shape.to_vec(),
                optional: false,
            });
        };
        let mut from = 3;
        for (level, widths) in WIDTHS.iter().enumerate() {
            for (i, &to) in widths.iter().enumerate() {
                let name = format!("level{}.{i}", level + 1);
                part(format!("{name}.weight"), &[to, from, 3, 3]);
                part(format!("{name}.bias"), &[to]);
                from = to;
            }
            let name = format!("projection{}", level + 1);
            part(format!("{name}.weight"), &[from + 1, from]);
            part(format!("{name}.offset"), &[from + 1, 1]);
        }
        parts
    }

    /// Reads the network from the weights that `impasto train export` writes.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let projections = WIDTHS.iter().enumerate().map(|(level, widths)| {
            let channels = widths[widths.len() - 1];
            let name = |part| format!("projection{}.{part}", level + 1);
            Ok(Projection {
                weight: weights.tensor(&name("weight"), [channels + 1, channels], device)?,
                offset: weights.tensor(&name("offset"), [channels + 1, 1], device)?,
            })
        });
        Ok(Self {
            projections: projections.collect::<Result<_>>()?,
            trunk: Trunk::from_weights(weights, device)?,
        })
    }

    /// See [`Trunk::maps`].
    pub fn maps(&self, pictures: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        self.trunk.maps(pictures, deepest)
    }

    /// The same for one picture, with the way back to it, see [`Pullback`](super::Pullback).
    pub fn maps_with_pullback(
        &self,
        picture: Tensor<4>,
        deepest: Layer,
    ) -> (Vec<Tensor<4>>, super::Pullback<'_>) {
        let (shape, device) = (picture.dims(), picture.device());
        let trace = self.trunk.trace(picture, deepest);
        let maps = trace.iter().filter_map(|level| level.last().cloned());
        let maps = maps.collect();
        let back = move |slopes| {
            let slope = self.trunk.gradient(&trace, slopes);
            // A loss that looks at no level.
            slope.unwrap_or_else(|| Tensor::zeros(shape, &device))
        };
        (maps, Box::new(back))
    }

    /// Statistics of a level's map, brought into the teacher's space.
    pub fn project(&self, layer: Layer, statistics: &Statistics) -> Statistics {
        let Projection { weight, offset } = &self.projections[layer.index()];
        statistics.project(weight, offset)
    }
}
