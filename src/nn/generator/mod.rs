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

mod layers;
mod weights;

pub(super) use layers::{conv3, like};

use super::{
    conv3x3::convolve,
    grain::noise_maps,
    modulation::{Numbers, StyleMlp},
    norms::Norms,
    relu::relu,
    shuffle::{blurred, shuffle, space_to_depth},
    traits::Traits,
};
use burn::{
    module::Module,
    nn::conv::Conv2d,
    tensor::{Device, Tensor, activation::sigmoid, ops::PadMode},
};
use layers::{Residual, conv3_up};

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

impl ContentCode {
    /// The same as a part of a graph in which it does not change.
    #[must_use]
    pub fn constant(self) -> Self {
        Self {
            fine: self.fine.autodiff(),
            coarse: self.coarse.autodiff(),
            ..self
        }
    }
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

    /// [`Generator::encode`], then [`Generator::decode`].
    pub fn forward(&self, photographs: Tensor<4>, styles: Tensor<2>, seed: u64) -> Tensor<4> {
        self.decode(&self.encode(photographs), styles, seed)
    }
}

#[cfg(test)]
mod tests;
