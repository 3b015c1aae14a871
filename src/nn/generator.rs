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
//!                                    conv 96->192, shuffle 2 (blur): 48 maps at 1/4, AdaIN, relu
//!                                    + AdaIN(fine) + grain
//!                                    residual block 48
//!                                    conv 48->48, shuffle 2 (blur): 12 maps at 1/2, AdaIN, relu
//!                                    conv 12->12, shuffle 2: 3 maps at 1, + colour, sigmoid
//! ```
//!
//! All convolutions are 3x3; padding, blur, grain and whether the MLP reads more than the code are
//! [`Traits`]. IN is instance normalisation (Ulyanov et al. 2016),
//! AdaIN the same with scale and shift from a small MLP of the style code (Huang and Belongie,
//! ICCV 2017; the MLP as in MUNIT, Huang et al. 2018). Grain is noise with a strength a channel,
//! also chosen by the style (as in StyleGAN, Karras et al. 2019): flat areas have nothing that a
//! convolution could turn into strokes. 13,900 multiply-adds a pixel; shape and channels follow
//! what is fast on burn-flex: nothing is computed at full size, and most of the work is done at 1/8.
//!
//! The sub-pixels of a shuffle start alike (ICNR, Aitken et al. 2017), and the picture is reached in
//! two shuffles with a convolution between them, against grids of 4 pixels.

use super::grain::noise_maps;
use super::init::he_normal;
use super::modulation::{Numbers, StyleMlp};
use super::norms::{Modulation, Norms};
use super::relu::relu;
use super::rows::convolve;
use super::shuffle::{blurred, shuffle, space_to_depth};
use super::traits::{NOTE, Padding, Traits};
use super::{Weights, frozen_with, parameters};
use crate::error::Result;
use burn::{
    module::{Module, Param},
    nn::{
        Initializer, PaddingConfig2d,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor, TensorData, activation::sigmoid, ops::PadMode},
};

/// Maps at 1/4, 1/8 and 1/2 of the picture's size.
pub(super) const FINE: usize = 48;
pub(super) const COARSE: usize = 96;
pub(super) const LAST: usize = 12;
/// Sides of what the network computes on are multiples of this.
pub const STRIDE: usize = 8;

/// Pixels that the network sees round the one that it paints: two convolutions at 1/4 and 1/8 each before
/// the code, and behind it three at 1/8, three at 1/4 and one at 1/2, make 62; blurs at 1/4 and 1/2 make it 68.
pub const REACH: usize = 72;

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
pub(super) fn like<const D: usize>(tensor: Tensor<D>, device: &Device) -> Tensor<D> {
    if device.is_autodiff() {
        tensor.autodiff()
    } else {
        tensor
    }
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
        padding: Padding,
        stride: usize,
        norms: &mut Norms,
        mut style: impl FnMut() -> Option<Modulation>,
    ) -> Tensor<4> {
        let inside = convolve(&self.first, x.clone(), padding);
        let inside = relu(norms.apply(inside, stride, style()));
        let inside = convolve(&self.second, inside, padding);
        x + norms.apply(inside, stride, style())
    }
}

/// The generator: content encoder, decoder and the MLP of the style code.
#[derive(Module, Debug)]
pub struct Generator {
    #[module(skip)]
    traits: Traits,
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
    pub fn new(traits: Traits, device: &Device) -> Self {
        let mut down = conv3(FINE, COARSE, 1.0, device);
        down.stride = [2, 2];
        Self {
            traits,
            early: conv3(3 * 16, FINE, 1.0, device),
            down,
            shapes: Residual::new(COARSE, device),
            style: StyleMlp::new(traits.freedom, device),
            coarse: Residual::new(COARSE, device),
            up: conv3_up(COARSE, FINE, 1.0, device),
            fine: Residual::new(FINE, device),
            half: conv3_up(FINE, LAST, 1.0, device),
            full: conv3_up(LAST, 3, 0.3, device),
        }
    }

    /// How it differs from other generators.
    pub fn traits(&self) -> Traits {
        self.traits
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
        let padding = self.traits.padding;
        let fine = self.encode_fine(photographs, norms);
        let x = convolve(&self.down, fine.clone(), padding);
        let x = relu(norms.apply(x, 8, None));
        let coarse = self.shapes.forward(x, padding, 8, norms, || None);
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
        let fine = convolve(&self.early, space_to_depth(x), self.traits.padding);
        relu(norms.apply(fine, 4, None))
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
        self.style.forward(styles, None)
    }

    /// [`Generator::modulate`] with the freedom of each style, `[N, 1]` in [`FREEDOM`](super::FREEDOM), which a generator
    /// without that trait does not hear.
    pub fn modulate_freely(&self, styles: Tensor<2>, freedom: Tensor<2>) -> Tensor<2> {
        self.style.forward(styles, Some(freedom))
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
        let mut style = Numbers::new(modulation);
        let padding = self.traits.padding;
        let enlarged = |x, conv| {
            let x = shuffle(convolve(conv, x, padding));
            if self.traits.blurred_shuffles {
                blurred(x)
            } else {
                x
            }
        };
        let grained = |x: Tensor<4>, strength: Tensor<4>, cells, seed| {
            let [_, _, height, width] = x.dims();
            let (size, places) = ([height, width], &content.places);
            let grain = self.traits.grain;
            x.clone() + strength * noise_maps(grain, places, size, cells, seed, &x.device())
        };
        let x = style.modulation(COARSE).of(content.coarse.clone());
        let x = grained(x, style.take(COARSE), 1, seed);
        let modulation = || Some(style.modulation(COARSE));
        let x = self.coarse.forward(x, padding, 8, norms, modulation);
        let x = enlarged(x, &self.up);
        let x = relu(norms.apply(x, 4, Some(style.modulation(FINE))));
        let x = x + style.modulation(FINE).of(content.fine.clone());
        let x = grained(x, style.take(FINE), 2, seed ^ 1);
        let modulation = || Some(style.modulation(FINE));
        let x = self.fine.forward(x, padding, 4, norms, modulation);
        let x = enlarged(x, &self.half);
        let x = relu(norms.apply(x, 2, Some(style.modulation(LAST))));
        let x = shuffle(convolve(&self.full, x, padding)) + style.take(3);
        debug_assert!(style.all_taken(), "every number is used");
        let [height, width] = content.size;
        sigmoid(x).narrow(2, 0, height).narrow(3, 0, width)
    }

    /// Reads a frozen generator: `generator.I` in the order of burn's visit, as
    /// [`Generator::pack`] names them.
    ///
    /// # Errors
    /// If a tensor is missing or has another shape, or the file's traits are not known.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let generator = Self::new(weights.traits()?, device);
        let shapes = parameters(&generator).into_iter().enumerate();
        let values = shapes.map(|(i, data)| {
            let shape = data.shape().to_vec();
            let weight = weights.get(&format!("generator.{i}"), &shape)?;
            Ok(TensorData::new(weight.values.clone(), shape))
        });
        let values = values.collect::<Result<_>>()?;
        Ok(frozen_with(generator, values))
    }

    /// Adds the weights to the tensors of a file, of whose notes the traits must be one ([`Generator::note`]).
    pub fn pack(&self, tensors: &mut Vec<(String, TensorData)>) {
        for (i, data) in parameters(self).into_iter().enumerate() {
            tensors.push((format!("generator.{i}"), data));
        }
    }

    /// Name and text of the note that a file of these weights must have.
    pub fn note(&self) -> (String, String) {
        (NOTE.to_owned(), self.traits.note())
    }

    /// The weights as those of a generator of other traits; a number that it does not read yet does nothing at first.
    pub(crate) fn parameters_for(&self, traits: Traits) -> Vec<TensorData> {
        let mut values = parameters(self);
        if let Some(first) = values.get_mut(StyleMlp::FIRST) {
            *first = self.style.first_for(traits.freedom);
        }
        values
    }

    /// [`Generator::encode`], then [`Generator::decode`].
    pub fn forward(&self, photographs: Tensor<4>, styles: Tensor<2>, seed: u64) -> Tensor<4> {
        self.decode(&self.encode(photographs), styles, seed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::CODE_SIZE;
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
        let generator = Generator::new(Traits::default(), &device);
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
    fn nothing_is_seen_beyond_the_reach() {
        let device = Device::flex();
        let side = 64 + 2 * REACH;
        let photograph = random([1, 3, 40 + side, 24 + side], &device);
        for traits in [Traits::default(), Traits::LEARNT] {
            let generator = Generator::new(traits, &device);
            let modulation = generator.modulate(random([1, CODE_SIZE], &device));
            let place = |corner| vec![Place { picture: 0, corner }];
            let mut gather = [Norms::Gather(0, Vec::new()), Norms::Gather(0, Vec::new())];
            let [encoder, decoder] = &mut gather;
            let code = generator.encode_at(photograph.clone(), place([0, 0]), encoder);
            let whole = generator.decode_modulated(&code, modulation.clone(), 7, decoder);
            let [encoder, decoder] = gather.map(Norms::gathered);
            let part = |x: Tensor<4>, margin: usize, side| {
                x.narrow(2, 40 + margin, side).narrow(3, 24 + margin, side)
            };
            let tile = part(photograph.clone(), 0, side);
            let norms = &mut Norms::Given(&encoder);
            let code = generator.encode_at(tile, place([5, 3]), norms);
            let norms = &mut Norms::Given(&decoder);
            let tile = generator.decode_modulated(&code, modulation, 7, norms);
            let inner = tile.narrow(2, REACH, 64).narrow(3, REACH, 64);
            assert!(spread(inner, part(whole, REACH, 64)) < 1e-4, "{traits}");
        }
    }

    #[test]
    fn freedom_is_heard_only_by_who_learns_it() {
        let device = Device::flex();
        let plain = Generator::new(Traits::default(), &device);
        let values = plain.parameters_for(Traits::LEARNT);
        let free = frozen_with(Generator::new(Traits::LEARNT, &device), values.clone());
        let (styles, freedom) = (random([2, CODE_SIZE], &device), random([2, 1], &device));
        let far = |a: Tensor<2>, b: Tensor<2>| -> f32 { (a - b).abs().max().into_scalar() };
        let wanted = plain.modulate(styles.clone());
        // It begins with a weight of zero.
        for found in [
            plain.modulate_freely(styles.clone(), freedom.clone()),
            free.modulate(styles.clone()),
            free.modulate_freely(styles.clone(), freedom.clone()),
        ] {
            assert!(far(found, wanted.clone()) < 1e-5);
        }
        let mut values = values;
        let first = &mut values[StyleMlp::FIRST];
        let shape = first.shape().to_vec();
        let learnt: Vec<f32> = first.iter::<f32>().map(|v| v + 0.1).collect();
        *first = TensorData::new(learnt, shape);
        let free = frozen_with(Generator::new(Traits::LEARNT, &device), values);
        let heard = free.modulate_freely(styles.clone(), freedom);
        assert!(far(heard, free.modulate(styles)) > 1e-3);
        let shapes = |values: Vec<TensorData>| -> Vec<_> {
            values.iter().map(|data| data.shape().to_vec()).collect()
        };
        let back = free.parameters_for(Traits::default());
        assert_eq!(shapes(back), shapes(parameters(&plain)));
    }

    #[test]
    fn pictures_of_a_batch_do_not_see_each_other() {
        let device = Device::flex();
        let generator = Generator::new(Traits::default(), &device);
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
        let generator = Generator::new(Traits::default(), &device);
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
}
