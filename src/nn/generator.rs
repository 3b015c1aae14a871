//! The generator of Instant: a photograph and a style code in, a painting out, in one pass.
//!
//! ```text
//! encode                                      decode, every layer modulated by the style code
//! sRGB 0..1 -> (x - 0.5) / 0.25
//! space to depth 4: 48 maps at 1/4
//! conv 48->48, IN, relu  = fine ───────────────────────┐
//! conv stride 2, 48->96, IN, relu                      │
//! residual block 96      = coarse ─► AdaIN + grain     │
//!                                    residual block 96 │
//!                                    conv 96->192, shuffle 2: 48 maps at 1/4, AdaIN, relu
//!                                    + AdaIN(fine) + grain
//!                                    residual block 48
//!                                    conv 48->48, shuffle 2: 12 maps at 1/2, AdaIN, relu
//!                                    conv 12->12, shuffle 2: 3 maps at 1, + colour, sigmoid
//! ```
//!
//! All convolutions are 3x3 with zero padding. IN is instance normalisation (Ulyanov et al. 2016),
//! AdaIN the same with scale and shift from a small MLP of the style code (Huang and Belongie,
//! ICCV 2017; the MLP as in MUNIT, Huang et al. 2018). Grain is noise with a strength a channel,
//! also chosen by the style (as in StyleGAN, Karras et al. 2019): flat areas have nothing that a
//! convolution could turn into strokes. 13,900 multiply-adds a pixel; shape and channels follow
//! what is fast on burn-flex: nothing is computed at full size, and most of the work is done at 1/8.
//!
//! The sub-pixels of a shuffle start alike (ICNR, Aitken et al. 2017), and the picture is reached in
//! two shuffles with a convolution between them, against grids of 4 pixels.

use super::init::he_normal;
use super::norms::{Modulation, Norms};
use super::relu::relu;
use super::rows::convolve;
use super::{CODE_SIZE, Weights, frozen_with, parameters};
use crate::error::Result;
use burn::{
    module::{Module, Param},
    nn::{
        Initializer, Linear, LinearConfig, PaddingConfig2d,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor, TensorData, activation::sigmoid, ops::PadMode},
};

/// Maps at 1/4, 1/8 and 1/2 of the picture's size.
const FINE: usize = 48;
const COARSE: usize = 96;
const LAST: usize = 12;
/// Width of the MLP that reads the style code.
const HIDDEN: usize = 256;
/// Sides of what the network computes on are multiples of this.
pub const STRIDE: usize = 8;

/// Pixels that the network sees round the one that it paints: two convolutions at 1/4 and 1/8 each before
/// the code, and behind it three at 1/8, three at 1/4 and one at 1/2, make 62.
pub const REACH: usize = 64;

/// What [`Generator::encode`] sees of photographs: all that depends on the photograph alone.
#[derive(Clone, Debug)]
pub struct ContentCode {
    /// `[N, 48, H/4, W/4]`, of mean 0 and deviation 1 in every channel before the ReLU.
    pub fine: Tensor<4>,
    /// `[N, 96, H/8, W/8]`, of mean 0 and deviation 1 in every channel.
    pub coarse: Tensor<4>,
    /// Height and width of the photographs, of which sides above are rounded up.
    pub size: [usize; 2],
    /// Where each of the `N` lies.
    pub places: Vec<Place>,
}

/// Where a picture of a batch lies: grain is a function of it, so that a picture in tiles has the
/// grain of the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which picture it is, or is a part of.
    pub picture: u64,
    /// Where its upper left corner is in that picture, in units of [`STRIDE`] pixels.
    pub corner: [i64; 2],
}

/// A convolution 3x3 with He initialisation (He et al. 2015) times `gain`.
fn conv3(from: usize, to: usize, gain: f64, device: &Device) -> Conv2d {
    let mut conv: Conv2d = Conv2dConfig::new([from, to], [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .with_initializer(Initializer::Zeros)
        .init(device);
    let gain = gain * std::f64::consts::SQRT_2;
    conv.weight = he_normal([to, from, 3, 3], 9 * from, gain, device);
    conv.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
    conv
}

/// A convolution 3x3 to `to` maps of twice the size, to be followed by [`shuffle`]: the four
/// sub-pixels of a cell start alike (ICNR).
fn conv3_up(from: usize, to: usize, gain: f64, device: &Device) -> Conv2d {
    let mut conv = conv3(from, 4 * to, gain, device);
    let one = conv3(from, to, gain, device).weight.val().inner();
    let alike: Tensor<5> = one.unsqueeze_dim::<5>(1).repeat_dim(1, 4);
    let weight = alike.reshape([4 * to, from, 3, 3]);
    conv.weight = Param::from_tensor(like(weight, device));
    conv
}

/// `tensor` tracked if `device` is.
fn like<const D: usize>(tensor: Tensor<D>, device: &Device) -> Tensor<D> {
    if device.is_autodiff() {
        tensor.autodiff()
    } else {
        tensor
    }
}

/// `[N, 4 C, H, W]` to `[N, C, 2 H, 2 W]` (Shi et al., "sub-pixel convolution", CVPR 2016).
fn shuffle(x: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let to = channels / 4;
    x.reshape([n, to, 2, 2, height, width])
        .permute([0, 1, 4, 2, 5, 3])
        .reshape([n, to, 2 * height, 2 * width])
}

/// `[N, C, H, W]` to `[N, 16 C, H/4, W/4]`.
fn space_to_depth(x: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    x.reshape([n, channels, height / 4, 4, width / 4, 4])
        .permute([0, 1, 3, 5, 2, 4])
        .reshape([n, 16 * channels, height / 4, width / 4])
}

/// Two convolutions round which the input passes (He et al. 2016), without a last ReLU.
#[derive(Module, Debug)]
struct Residual {
    first: Conv2d,
    second: Conv2d,
}

impl Residual {
    fn new(channels: usize, device: &Device) -> Self {
        Self {
            first: conv3(channels, channels, 1.0, device),
            second: conv3(channels, channels, 1.0, device),
        }
    }

    /// `stride` is that of the maps `x`; `style` is asked for each convolution.
    fn forward(
        &self,
        x: Tensor<4>,
        stride: usize,
        norms: &mut Norms,
        mut style: impl FnMut() -> Option<Modulation>,
    ) -> Tensor<4> {
        let inside = norms.apply(convolve(&self.first, x.clone()), stride, style());
        x + norms.apply(convolve(&self.second, relu(inside)), stride, style())
    }
}

/// The small network that turns a style code into scales, shifts, grain and colour.
#[derive(Module, Debug)]
struct StyleMlp {
    first: Linear,
    second: Linear,
    heads: Linear,
}

/// Channels of the modulated layers, in the order in which the decoder asks for them.
const MODULATED: [usize; 8] = [COARSE, COARSE, COARSE, FINE, FINE, FINE, FINE, LAST];
/// Numbers beside scales and shifts: grain at 1/8 and 1/4, colour.
const BESIDE: usize = COARSE + FINE + 3;
const HEADS: usize = {
    let (mut sum, mut i) = (BESIDE, 0);
    while i < MODULATED.len() {
        sum += 2 * MODULATED[i];
        i += 1;
    }
    sum
};

impl StyleMlp {
    fn new(device: &Device) -> Self {
        let linear = |from, to, gain| {
            let mut linear: Linear = LinearConfig::new(from, to)
                .with_initializer(Initializer::Zeros)
                .init(device);
            linear.weight = he_normal([from, to], from, gain, device);
            linear.bias = Some(Param::from_tensor(Tensor::zeros([to], device)));
            linear
        };
        Self {
            first: linear(CODE_SIZE, HIDDEN, std::f64::consts::SQRT_2),
            second: linear(HIDDEN, HIDDEN, std::f64::consts::SQRT_2),
            heads: linear(HIDDEN, HEADS, 0.3),
        }
    }

    /// Numbers of the heads `[N, HEADS]`.
    fn forward(&self, code: Tensor<2>) -> Tensor<2> {
        let hidden = relu(self.first.forward(code));
        let hidden = relu(self.second.forward(hidden));
        self.heads.forward(hidden)
    }
}

/// What the style says, [`HEADS`] numbers a picture, handed out layer by layer.
struct Numbers {
    all: Tensor<2>,
    next: usize,
}

impl Numbers {
    /// The next `count` numbers, `[N, count, 1, 1]`.
    fn take(&mut self, count: usize) -> Tensor<4> {
        let [n, _] = self.all.dims();
        let numbers = self.all.clone().narrow(1, self.next, count);
        self.next += count;
        numbers.reshape([n, count, 1, 1])
    }

    fn modulation(&mut self, channels: usize) -> Modulation {
        Modulation {
            scale: self.take(channels),
            shift: self.take(channels),
        }
    }
}

/// The generator: content encoder, decoder and the MLP of the style code.
#[derive(Module, Debug)]
pub struct Generator {
    early: Conv2d,
    down: Conv2d,
    shapes: Residual,
    style: StyleMlp,
    coarse: Residual,
    up: Conv2d,
    fine: Residual,
    half: Conv2d,
    full: Conv2d,
}

impl Generator {
    /// An untrained generator: He initialisation, a small last layer and weak heads of the MLP, so
    /// that training starts near a flat grey in every style.
    pub fn new(device: &Device) -> Self {
        let mut down = conv3(FINE, COARSE, 1.0, device);
        down.stride = [2, 2];
        Self {
            early: conv3(3 * 16, FINE, 1.0, device),
            down,
            shapes: Residual::new(COARSE, device),
            style: StyleMlp::new(device),
            coarse: Residual::new(COARSE, device),
            up: conv3_up(COARSE, FINE, 1.0, device),
            fine: Residual::new(FINE, device),
            half: conv3_up(FINE, LAST, 1.0, device),
            full: conv3_up(LAST, 3, 0.3, device),
        }
    }

    /// Looks at sRGB photographs `[N, 3, H, W]` in 0..1 of any size.
    pub fn encode(&self, photographs: Tensor<4>) -> ContentCode {
        let [n, ..] = photographs.dims();
        let place = |picture| Place {
            picture,
            ..Place::default()
        };
        let places = (0..n as u64).map(place).collect();
        self.encode_at(photographs, places, &mut Norms::Own)
    }

    /// [`Generator::encode`] of photographs, or parts of them, that lie at `places`, normalised by
    /// `norms`.
    pub fn encode_at(
        &self,
        photographs: Tensor<4>,
        places: Vec<Place>,
        norms: &mut Norms,
    ) -> ContentCode {
        let [_, _, height, width] = photographs.dims();
        let fine = self.encode_fine(photographs, norms);
        let x = relu(norms.apply(self.down.forward(fine.clone()), 8, None));
        let coarse = self.shapes.forward(x, 8, norms, || None);
        ContentCode {
            coarse: norms.apply(coarse, 8, None),
            fine,
            size: [height, width],
            places,
        }
    }

    /// [`ContentCode::fine`] alone, a quarter of the work.
    pub fn encode_fine(&self, photographs: Tensor<4>, norms: &mut Norms) -> Tensor<4> {
        let [_, _, height, width] = photographs.dims();
        let missing = |side: usize| side.next_multiple_of(STRIDE) - side;
        let mut x = (photographs - 0.5) / 0.25;
        if missing(height) + missing(width) > 0 {
            x = x.pad((0, missing(width), 0, missing(height)), PadMode::Edge);
        }
        relu(norms.apply(convolve(&self.early, space_to_depth(x)), 4, None))
    }

    /// Paints: sRGB `[N, 3, H, W]` in 0..1 from what was seen of `N` photographs and `N` style codes
    /// `[N, CODE_SIZE]`, normalised ([`CodeSpace::normalise`](super::CodeSpace::normalise)).
    ///
    /// `seed` chooses the grain; painting again with the same one gives the same strokes.
    pub fn decode(&self, content: &ContentCode, styles: Tensor<2>, seed: u64) -> Tensor<4> {
        self.decode_modulated(content, self.modulate(styles), seed, &mut Norms::Own)
    }

    /// What normalised style codes `[N, CODE_SIZE]` do to the decoder: scales and shifts of its
    /// layers, grain and colour, `[N, K]`. Between two of them lie the paintings between two styles.
    pub fn modulate(&self, styles: Tensor<2>) -> Tensor<2> {
        self.style.forward(styles)
    }

    /// [`Generator::decode`] with numbers that [`Generator::modulate`] gave, or that lie between
    /// such, normalised by `norms`.
    pub fn decode_modulated(
        &self,
        content: &ContentCode,
        modulation: Tensor<2>,
        seed: u64,
        norms: &mut Norms,
    ) -> Tensor<4> {
        let mut style = Numbers {
            all: modulation,
            next: 0,
        };
        let x = style.modulation(COARSE).of(content.coarse.clone());
        let x = grained(x, style.take(COARSE), &content.places, 1, seed);
        let x = self
            .coarse
            .forward(x, 8, norms, || Some(style.modulation(COARSE)));
        let x = shuffle(convolve(&self.up, x));
        let x = relu(norms.apply(x, 4, Some(style.modulation(FINE))));
        let x = x + style.modulation(FINE).of(content.fine.clone());
        let x = grained(x, style.take(FINE), &content.places, 2, seed ^ 1);
        let x = self
            .fine
            .forward(x, 4, norms, || Some(style.modulation(FINE)));
        let x = shuffle(convolve(&self.half, x));
        let x = relu(norms.apply(x, 2, Some(style.modulation(LAST))));
        let x = shuffle(convolve(&self.full, x)) + style.take(3);
        debug_assert_eq!(style.next, HEADS, "every number is used");
        let [height, width] = content.size;
        sigmoid(x).narrow(2, 0, height).narrow(3, 0, width)
    }

    /// Reads a frozen generator: `generator.I` in the order of burn's visit, as
    /// [`Generator::pack`] names them.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let generator = Self::new(device);
        let shapes = parameters(&generator).into_iter().enumerate();
        let values = shapes.map(|(i, data)| {
            let shape = data.shape().to_vec();
            let weight = weights.get(&format!("generator.{i}"), &shape)?;
            Ok(TensorData::new(weight.values.clone(), shape))
        });
        let values = values.collect::<Result<_>>()?;
        Ok(frozen_with(generator, values))
    }

    /// Adds the weights to the tensors of a file.
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        for (i, data) in parameters(self).into_iter().enumerate() {
            tensors.push((format!("generator.{i}"), data));
        }
    }

    /// [`Generator::encode`], then [`Generator::decode`].
    pub fn forward(&self, photographs: Tensor<4>, styles: Tensor<2>, seed: u64) -> Tensor<4> {
        self.decode(&self.encode(photographs), styles, seed)
    }
}

/// Adds noise of the `strength` `[N, C, 1, 1]` of each channel to maps of `cells` cells every
/// [`STRIDE`] pixels.
fn grained(
    x: Tensor<4>,
    strength: Tensor<4>,
    places: &[Place],
    cells: i64,
    seed: u64,
) -> Tensor<4> {
    let [n, _, height, width] = x.dims();
    let mut values = Vec::with_capacity(n * height * width);
    for place in places {
        let seed = seed.wrapping_add(place.picture << 40);
        let [top, left] = place.corner.map(|corner| corner * cells);
        for y in 0..height as i64 {
            let row = (0..width as i64).map(|x| noise(seed, (top + y) as u64, (left + x) as u64));
            values.extend(row);
        }
    }
    let noise = Tensor::from_data(TensorData::new(values, [n, 1, height, width]), &x.device());
    x + strength * noise
}

/// A number of mean 0 and deviation 1 that looks random, for each place: a hash (splitmix64, Steele
/// et al. 2014), so that a picture in tiles has the grain of the whole. The sum of four uniform
/// numbers is close to a normal one.
fn noise(seed: u64, y: u64, x: u64) -> f32 {
    let mut z = seed
        .wrapping_add(y << 20)
        .wrapping_add(x)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^= z >> 31;
    let sum: u64 = (0..4).map(|i| (z >> (16 * i)) & 0xFFFF).sum();
    (sum as f32 / 65536.0 - 2.0) * 3f32.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Distribution;

    fn random<const D: usize>(shape: [usize; D], device: &Device) -> Tensor<D> {
        Tensor::random(shape, Distribution::Uniform(0.0, 1.0), device)
    }

    fn spread(a: Tensor<4>, b: Tensor<4>) -> f32 {
        (a - b).abs().max().into_scalar()
    }

    #[test]
    fn any_size_is_painted_at_its_size_in_range() {
        let device = Device::flex();
        let generator = Generator::new(&device);
        for (height, width) in [(64, 48), (1, 1), (37, 50), (8, 3)] {
            let photograph = random([1, 3, height, width], &device);
            let painted = generator.forward(photograph, random([1, CODE_SIZE], &device), 7);
            assert_eq!(painted.dims(), [1, 3, height, width]);
            let least: f32 = painted.clone().min().into_scalar();
            let most: f32 = painted.max().into_scalar();
            assert!(least >= 0.0 && most <= 1.0, "{least} {most}");
        }
    }

    #[test]
    fn pictures_of_a_batch_do_not_see_each_other() {
        let device = Device::flex();
        let generator = Generator::new(&device);
        let (photographs, styles) = (
            random([2, 3, 32, 40], &device),
            random([2, CODE_SIZE], &device),
        );
        let both = generator.forward(photographs.clone(), styles.clone(), 7);
        let first = generator.forward(photographs.narrow(0, 0, 1), styles.narrow(0, 0, 1), 7);
        assert!(spread(both.narrow(0, 0, 1), first) < 1e-5);
    }

    #[test]
    fn styles_and_grain_change_the_painting() {
        let device = Device::flex();
        let generator = Generator::new(&device);
        let content = generator.encode(random([1, 3, 32, 32], &device));
        let styles = random([1, CODE_SIZE], &device);
        let painted = generator.decode(&content, styles.clone(), 7);
        let again = generator.decode(&content, styles.clone(), 7);
        assert_eq!(spread(painted.clone(), again), 0.0);
        let other = generator.decode(&content, styles.clone() * -1.0, 7);
        assert!(spread(painted.clone(), other) > 1e-3);
        assert!(spread(painted, generator.decode(&content, styles, 8)) > 1e-4);
    }

    #[test]
    fn shuffle_undoes_space_to_depth_and_starts_smooth() {
        let device = Device::flex();
        let x = random([1, 16, 3, 5], &device);
        let up = shuffle(x.clone());
        assert_eq!(up.dims(), [1, 4, 6, 10]);
        // The sub-pixel (y, x) of a cell is channel 4 c + 2 y + x.
        let corner = up.narrow(2, 3, 1).narrow(3, 4, 1).narrow(1, 2, 1);
        let source = x.narrow(1, 4 * 2 + 2, 1).narrow(2, 1, 1).narrow(3, 2, 1);
        assert_eq!(spread(corner, source), 0.0);
        // ICNR: the four sub-pixels of every cell are the same.
        let conv = conv3_up(4, 2, 1.0, &device);
        let up = shuffle(conv.forward(random([1, 4, 5, 5], &device)));
        let cells = up.reshape([1, 2, 5, 2, 5, 2]);
        let first = cells.clone().narrow(3, 0, 1).narrow(5, 0, 1);
        let difference: f32 = (cells - first).abs().max().into_scalar();
        assert!(difference < 1e-5, "{difference}");
    }

    #[test]
    fn noise_has_mean_0_and_deviation_1() {
        let values: Vec<f32> = (0..64)
            .flat_map(|y| (0..64).map(move |x| noise(3, y, x)))
            .collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let power = values.iter().map(|v| v * v).sum::<f32>() / values.len() as f32;
        assert!(
            mean.abs() < 0.05 && (power - 1.0).abs() < 0.06,
            "{mean} {power}"
        );
        let beside: f32 = values.windows(2).map(|w| w[0] * w[1]).sum::<f32>() / 4095.0;
        assert!(beside.abs() < 0.05, "{beside}");
    }
}
