//! A picture from nothing but noise: a generator of the DCGAN family (Radford et al., ICLR 2016), as lean as FastGAN (Liu et
//! al., ICLR 2021).
//!
//! ```text
//! z: 128 numbers of power 1
//! linear                      4x4, 192 maps ─────────────┐ excitation
//! x2, conv 3x3                8x8, 160 maps ───────────┐ │
//! x2, conv 3x3              16x16,  96 maps            │ │
//! x2, conv 3x3              32x32,  48 maps            │ │
//! x2, conv 3x3              64x64,  24 maps ◄──────────│─┘
//! x2, conv 3x3            128x128,  24 maps ◄──────────┘   only for 128 pixels
//! conv 3x3, tanh               3 maps
//! ```
//!
//! Every map is divided by the power of its cell over channels (Karras et al., ICLR 2018) and leaky; what is seen at 4x4 and 8x8
//! says how much each channel counts at 64 and 128 (skip-layer excitation). No normalisation over a batch: a sample depends on its
//! own noise alone. 80 (180) million multiply-adds a picture.
//!
//! Dreams [through Instant](through) stop at an eighth of the side, where the decoder of a generator goes on.

mod through;

use super::{
    Generator, Traits,
    conv3x3::convolve,
    generator::conv3,
    init::he_normal,
    parameters::{named_parameters, pack_parameters, unpack_parameters},
    part::{ANY, Part},
    projected::doubled,
    relu::leaky,
    traits::Padding,
};
use crate::{
    error::Result,
    nn::{Weights, frozen_with, init::blank},
};
use burn::{
    module::{Module, Param},
    nn::{Initializer, Linear, LinearConfig, conv::Conv2d},
    tensor::{
        Device, Tensor, TensorData,
        activation::{sigmoid, tanh},
        module::conv2d,
        ops::ConvOptions,
    },
};
use through::Through;

/// Numbers of a noise.
pub const NOISE: usize = 128;
/// Side of the first maps.
const FIRST: usize = 4;
/// Pixels of a cell of the maps that Instant's decoder begins with.
const STRIDE: usize = super::STRIDE;
/// Maps from 4x4 on.
const WIDTHS: [usize; 6] = [192, 160, 96, 48, 24, 24];
/// Blocks between the maps that excite and those that are excited.
const SKIP: usize = 4;
/// Prefix of its tensors in files.
const PREFIX: &str = "dream.";

/// Sides of pictures that can be dreamt.
pub const DREAM_SIDES: [usize; 2] = [64, 128];
/// Sides of pictures that can be dreamt through Instant.
pub const THROUGH_SIDES: [usize; 3] = [64, 128, 256];

/// Small maps that say how much each channel of large ones counts.
#[derive(Module, Debug)]
struct Excitation {
    shrink: Conv2d,
    channels: Conv2d,
}

impl Excitation {
    fn new(from: usize, to: usize, device: &Device) -> Self {
        let shrink = he(from, to, FIRST, device);
        Self {
            shrink,
            channels: he(to, to, 1, device),
        }
    }

    /// Shares `[N, C, 1, 1]` by what is seen in `[N, C, H, W]`.
    fn shares(&self, x: Tensor<4>) -> Tensor<4> {
        let [_, _, height, width] = x.dims();
        // Means of cells, so that 4x4 are left.
        let x = match height / FIRST {
            1 => x,
            _ => super::encoder::average_pool(x),
        };
        debug_assert_eq!(height, width, "pictures are squares");
        sigmoid(plain(&self.channels, leaky(plain(&self.shrink, x))))
    }
}

/// A convolution without padding.
fn he(from: usize, to: usize, side: usize, device: &Device) -> Conv2d {
    let mut conv = conv3(from, to, 1.0, device);
    let fan_in = from * side * side;
    conv.weight = he_normal(
        [to, from, side, side],
        fan_in,
        std::f64::consts::SQRT_2,
        device,
    );
    conv
}

fn plain(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    let bias = conv.bias.as_ref().map(Param::val);
    conv2d(
        x,
        conv.weight.val(),
        bias,
        ConvOptions::new([1, 1], [0, 0], [1, 1], 1),
    )
}

fn padded(conv: &Conv2d, x: Tensor<4>) -> Tensor<4> {
    convolve(conv, x, Padding::Zeros)
}

/// Cells of power 1 over their channels.
fn normalised(x: Tensor<4>) -> Tensor<4> {
    let power = x.clone().square().mean_dim(1) + 1e-6;
    x / power.sqrt()
}

/// The generator.
#[derive(Module, Debug)]
pub struct DreamNet {
    first: Linear,
    blocks: Vec<Conv2d>,
    excitations: Vec<Excitation>,
    /// To colours, unless it is through Instant.
    last: Option<Conv2d>,
    through: Option<Through>,
}

impl DreamNet {
    /// An untrained one for pictures of `side` pixels, one of [`DREAM_SIDES`].
    pub fn new(side: usize, device: &Device) -> Self {
        let blocks = (side / FIRST).max(1 << SKIP).ilog2() as usize;
        let (first, made) = Self::layout(blocks, device);
        let excited = |i: usize| Excitation::new(WIDTHS[i], WIDTHS[i + SKIP], device);
        Self {
            first,
            blocks: made,
            excitations: (0..=blocks - SKIP).map(excited).collect(),
            last: Some(conv3(WIDTHS[blocks], 3, 0.3, device)),
            through: None,
        }
    }

    /// One that dreams through the decoder of `painter`, of pictures of `side` pixels, one of [`THROUGH_SIDES`]; which styles it
    /// paints in is to be [said](Self::in_styles).
    pub fn through(side: usize, painter: Generator, device: &Device) -> Self {
        let blocks = (side / STRIDE / FIRST).max(2).ilog2() as usize;
        let (first, made) = Self::layout(blocks, device);
        Self {
            first,
            blocks: made,
            excitations: Vec::new(),
            last: None,
            through: Some(Through::new(WIDTHS[blocks], painter, device)),
        }
    }

    /// The first layers: from noise to so many doublings of the first maps.
    fn layout(blocks: usize, device: &Device) -> (Linear, Vec<Conv2d>) {
        let to = FIRST * FIRST * WIDTHS[0];
        let config = LinearConfig::new(NOISE, to);
        let mut first: Linear = config.with_initializer(Initializer::Zeros).init(device);
        first.weight = he_normal([NOISE, to], NOISE, 1.0, device);
        first.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
        let block = |i: usize| conv3(WIDTHS[i], WIDTHS[i + 1], 1.0, device);
        (first, (0..blocks).map(block).collect())
    }

    /// Side of its pictures in pixels.
    pub fn side(&self) -> usize {
        let stride = self.through.as_ref().map_or(1, |_| STRIDE);
        (FIRST << self.blocks.len()) * stride
    }

    /// The same, through Instant in the styles of pictures with these normalised codes `[N, CODE_SIZE]`: what is dreamt is painted in
    /// styles of their distribution.
    #[must_use]
    pub fn in_styles(mut self, codes: Tensor<2>) -> Self {
        self.through = self.through.map(|through| through.in_styles(codes));
        self
    }

    /// How fast each parameter learns, in the order of their visit: Instant's decoder slowly, since it paints already, and its encoder and
    /// the styles of the pictures not at all.
    pub fn shares(&self) -> Vec<f64> {
        let named = named_parameters(self).into_iter();
        named.map(|(name, _)| through::share(&name)).collect()
    }

    /// Weights of the first layer, a row for each number of a noise: what becomes of noise before anything is bent.
    pub fn first_weights(&self) -> Vec<f32> {
        self.first.weight.val().into_data().iter::<f32>().collect()
    }

    /// Pictures `[N, 3, side, side]`, sRGB 0..1, of noise `[N, NOISE]` of power 1. Less power gives more common pictures.
    pub fn forward(&self, noise: Tensor<2>) -> Tensor<4> {
        let [n, _] = noise.dims();
        let x = self.first.forward(noise.clone());
        let mut x = leaky(normalised(x.reshape([n, WIDTHS[0], FIRST, FIRST])));
        let mut shares = Vec::with_capacity(self.excitations.len());
        for (i, block) in self.blocks.iter().enumerate() {
            if let Some(excitation) = self.excitations.get(i) {
                shares.push(excitation.shares(x.clone()));
            }
            x = leaky(normalised(padded(block, doubled(x))));
            if let Some(shares) = (i + 1).checked_sub(SKIP).and_then(|i| shares.get(i)) {
                x = x * shares.clone();
            }
        }
        if let Some(through) = &self.through {
            return through.paint(x, noise);
        }
        let x = self.last.as_ref().map_or(x.clone(), |last| padded(last, x));
        tanh(x).mul_scalar(0.5) + 0.5
    }

    /// Noise of power 1 from any numbers `[N, NOISE]`.
    pub fn noise(numbers: Tensor<2>) -> Tensor<2> {
        let power = numbers.clone().square().mean_dim(1) + 1e-12;
        numbers / power.sqrt()
    }

    /// Reads a frozen generator, as [`DreamNet::pack`] names its weights; through Instant with such traits.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, traits: Traits, device: &Device) -> Result<Self> {
        let blocks = |i: &usize| {
            weights
                .find(&format!("{PREFIX}blocks.{i}.weight"))
                .is_some()
        };
        let blocks = (0..WIDTHS.len()).take_while(blocks).count();
        let net = match weights.find(&format!("{PREFIX}{}", through::MARK)) {
            None => blank(|| Self::new((FIRST << blocks).min(DREAM_SIDES[1]), device)),
            Some(_) => blank(|| {
                let side = (FIRST << blocks) * STRIDE;
                Self::through(
                    side.min(THROUGH_SIDES[2]),
                    Generator::new(traits, device),
                    device,
                )
            }),
        };
        let values = unpack_parameters(weights, PREFIX, &net)?;
        Ok(frozen_with(net, values))
    }

    /// Adds the weights to the tensors of a file.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        pack_parameters(PREFIX, self, tensors);
    }

    /// The tensors of which [`DreamNet::pack`] makes a file: of large pictures, and of those through Instant. What not all of them have may
    /// be missing.
    pub(super) fn figure(traits: Traits) -> Vec<Part> {
        let device = Device::flex();
        let plain = |side| named_parameters(&blank(|| Self::new(side, &device)));
        let through = |side| {
            let painter = || Generator::new(traits, &device);
            named_parameters(&blank(|| Self::through(side, painter(), &device)))
        };
        let small = [plain(DREAM_SIDES[0]), through(THROUGH_SIDES[0])];
        let has = |net: &[(String, TensorData)], name: &str| net.iter().any(|(own, _)| own == name);
        let mut all = plain(DREAM_SIDES[1]);
        let more = through(THROUGH_SIDES[2]).into_iter();
        let more: Vec<_> = more.filter(|(name, _)| !has(&all, name)).collect();
        all.extend(more);
        let part = |(name, data): (String, TensorData)| {
            let mut shape = data.shape().to_vec();
            if through::READS_LAYOUT.contains(&name.as_str()) {
                // As many maps as a layout of its size has.
                shape[1] = ANY;
            }
            Part {
                optional: !small.iter().all(|net| has(net, &name)),
                name: format!("{PREFIX}{name}"),
                shape,
            }
        };
        all.into_iter().map(part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Distribution;

    #[test]
    fn noise_becomes_pictures_of_both_sizes_that_depend_on_it_alone() {
        let device = Device::flex();
        for side in DREAM_SIDES {
            let net = DreamNet::new(side, &device);
            assert_eq!(net.side(), side);
            let numbers = Tensor::random([3, NOISE], Distribution::Normal(0.0, 2.0), &device);
            let noise = DreamNet::noise(numbers);
            let pictures = net.forward(noise.clone());
            assert_eq!(pictures.dims(), [3, 3, side, side]);
            let alone = net.forward(noise.narrow(0, 1, 1));
            let difference = pictures.clone().narrow(0, 1, 1) - alone;
            assert!(difference.abs().max().into_scalar::<f32>() < 1e-5);
            let (least, most): (f32, f32) = (
                pictures.clone().min().into_scalar(),
                pictures.max().into_scalar(),
            );
            assert!(
                least > 0.0 && most < 1.0 && most - least > 0.05,
                "{least} {most}"
            );
        }
    }

    #[test]
    fn dreams_through_instant_are_painted_in_the_pictures_styles_and_come_back_from_their_file() {
        let device = Device::flex();
        let random = |shape| Tensor::random(shape, Distribution::Normal(0.0, 1.0), &device);
        let noise = DreamNet::noise(random([2, NOISE]));
        for side in THROUGH_SIDES {
            let painter = Generator::new(Traits::default(), &device);
            let net = DreamNet::through(side, painter, &device);
            let net = net.in_styles(random([5, crate::nn::CODE_SIZE]));
            assert_eq!(net.side(), side);
            let pictures = net.forward(noise.clone());
            assert_eq!(pictures.dims(), [2, 3, side, side]);
            // What learns, and what does not.
            let names = named_parameters(&net);
            let share = |name: &str| {
                let at = names.iter().position(|(own, _)| own.starts_with(name));
                net.shares()[at.expect(name)]
            };
            assert_eq!(share("blocks.0"), 1.0);
            assert_eq!(share("through.coarse"), 1.0);
            assert_eq!(share("through.painter.up"), 0.1);
            assert_eq!(share("through.painter.early"), 0.0);
            assert_eq!(share("through.axes"), 0.0);
            let mut tensors = Vec::new();
            net.pack(&mut tensors);
            let weights = Weights::from_tensors(tensors, "dream");
            let again = DreamNet::from_weights(&weights, Traits::default(), &device).expect("read");
            let most = (pictures - again.forward(noise.clone())).abs().max();
            assert!(most.into_scalar::<f32>() < 1e-5);
            for part in DreamNet::figure(Traits::default()) {
                let found = weights.find(&part.name);
                assert!(part.optional || found.is_some(), "{}", part.name);
                let fits = |found: &crate::nn::Weight| {
                    let mut sides = found.shape.iter().zip(&part.shape);
                    sides.all(|(found, wanted)| *wanted == ANY || found == wanted)
                };
                assert!(found.is_none_or(fits), "{}", part.name);
            }
        }
    }
}
