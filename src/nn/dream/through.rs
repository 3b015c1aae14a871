//! Dreams through Instant: what a photograph would look like to Instant's decoder is made of noise, and the decoder paints it. Strokes and
//! colours are right from the first step on, so that only the layout must be learnt.

use super::{NOISE, padded};
use crate::nn::{
    CODE_SIZE, ContentCode, Generator, Norms, Place,
    generator::{COARSE, FINE, conv3},
    relu::relu,
    shuffle::shuffle,
};
use burn::{
    module::{Module, Param},
    nn::conv::Conv2d,
    tensor::{Device, Tensor},
};

/// A tensor that only those through Instant have.
pub const MARK: &str = READS_LAYOUT[0];
/// The tensors whose width depends on the side of the pictures.
pub const READS_LAYOUT: [&str; 2] = ["through.coarse.weight", "through.fine.weight"];
/// Share of the rate with which the decoder learns.
const SLOWLY: f64 = 0.1;
/// What of it never learns: the encoder of photographs, which is not used, and the styles.
const STILL: [&str; 5] = [
    "painter.early.",
    "painter.down.",
    "painter.shapes.",
    "middle",
    "axes",
];
/// Seed of the grain, the same for all: a dream depends on its noise alone.
const GRAIN: u64 = 0;

/// From the layout's maps to a picture.
#[derive(Module, Debug)]
pub struct Through {
    coarse: Conv2d,
    fine: Conv2d,
    painter: Generator,
    /// The middle of the normalised style codes of the pictures, `[1, CODE_SIZE]`.
    middle: Param<Tensor<2>>,
    /// What each number of the noise adds, `[NOISE, CODE_SIZE]`: noise of power 1 becomes codes of the pictures' mean and covariance.
    axes: Param<Tensor<2>>,
}

/// How fast the parameter of this name learns.
pub fn share(name: &str) -> f64 {
    match name.strip_prefix("through.") {
        Some(name) if STILL.iter().any(|still| name.starts_with(still)) => 0.0,
        Some(name) if name.starts_with("painter.") => SLOWLY,
        _ => 1.0,
    }
}

impl Through {
    /// Of layouts of `width` maps.
    pub fn new(width: usize, painter: Generator, device: &Device) -> Self {
        Self {
            coarse: conv3(width, COARSE, 1.0, device),
            fine: conv3(width, 4 * FINE, 1.0, device),
            painter,
            middle: Param::from_tensor(Tensor::zeros([1, CODE_SIZE], device)),
            axes: Param::from_tensor(Tensor::zeros([NOISE, CODE_SIZE], device)),
        }
    }

    /// With the codes `[N, CODE_SIZE]` of pictures, of which the first [`NOISE`] are used.
    pub fn in_styles(self, codes: Tensor<2>) -> Self {
        let [count, _] = codes.dims();
        let count = count.min(NOISE);
        let codes = codes.narrow(0, 0, count);
        let middle = codes.clone().mean_dim(0);
        let apart = (codes - middle.clone()).div_scalar((count as f32).sqrt());
        let rest = Tensor::zeros([NOISE - count, CODE_SIZE], &middle.device());
        let axes = match count == NOISE {
            true => apart,
            false => Tensor::cat(vec![apart, rest], 0),
        };
        let (own_middle, own_axes) = (self.middle.clone(), self.axes.clone());
        Self {
            middle: own_middle.map(|_| middle),
            axes: own_axes.map(|_| axes),
            ..self
        }
    }

    /// Paints layouts `[N, C, H/8, W/8]` in the styles that `noise` `[N, NOISE]` chooses, `[N, 3, H, W]`.
    pub fn paint(&self, layout: Tensor<4>, noise: Tensor<2>) -> Tensor<4> {
        let [n, _, height, width] = layout.dims();
        let norms = &mut Norms::Own;
        let coarse = norms.apply(padded(&self.coarse, layout.clone()), 8, None);
        let fine = relu(norms.apply(shuffle(padded(&self.fine, layout)), 4, None));
        let content = ContentCode {
            fine,
            coarse,
            size: [8 * height, 8 * width],
            places: vec![Place::default(); n],
        };
        let codes = self.middle.val() + noise.matmul(self.axes.val());
        self.painter.decode(&content, codes, GRAIN)
    }
}
