//! Instance normalisation (Ulyanov et al. 2016), and where its means and deviations come from.
//!
//! A picture that is painted in tiles must be normalised as if it were painted whole: its statistics
//! are gathered once, over windows cut from all over it, and given to every tile.

use crate::compute::kernels::{self, QUIET};
use burn::tensor::{Tensor, module::layer_norm};

/// Scale and shift of a layer's channels, `[N, C, 1, 1]` each; scales are relative to 1.
pub(super) struct Modulation {
    pub scale: Tensor<4>,
    pub shift: Tensor<4>,
}

impl Modulation {
    /// `x` `[N, C, H, W]`, scaled and shifted.
    pub fn of(self, x: Tensor<4>) -> Tensor<4> {
        x * (self.scale + 1.0) + self.shift
    }
}

/// Mean and inverse deviation of a layer's channels, `[1, C, 1, 1]` each.
#[derive(Clone, Debug)]
pub struct Moments {
    mean: Tensor<4>,
    rate: Tensor<4>,
}

/// Where the means and deviations of the layers come from, in the order of the layers.
#[derive(Debug)]
pub enum Norms<'a> {
    /// From every picture for itself.
    Own,
    /// From all pictures of a batch together, windows of one and the same, without this many pixels
    /// at their borders; kept.
    Gather(usize, Vec<Moments>),
    /// Those that were gathered and are left to be used.
    Given(&'a [Moments]),
}

impl Norms<'_> {
    /// What was gathered.
    pub fn gathered(self) -> Vec<Moments> {
        match self {
            Self::Gather(_, moments) => moments,
            Self::Own | Self::Given(_) => Vec::new(),
        }
    }

    /// `x` `[N, C, H, W]` at 1/`stride` of the picture's size, every channel of mean 0 and deviation
    /// 1, then, with AdaIN, as the style wants it.
    pub(super) fn apply(
        &mut self,
        x: Tensor<4>,
        stride: usize,
        style: Option<Modulation>,
    ) -> Tensor<4> {
        let moments = match self {
            Self::Own => return own(x, style),
            Self::Gather(margin, kept) => {
                let moments = Moments::of(x.clone(), *margin / stride);
                kept.push(moments.clone());
                moments
            }
            Self::Given(left) => match left.split_first() {
                Some((first, rest)) => {
                    *left = rest;
                    first.clone()
                }
                // Asked by a network of more layers than were gathered from.
                None => return own(x, style),
            },
        };
        let Moments { mean, rate } = moments;
        // Both scales and both shifts in one: large maps are slow to read and write.
        let (scale, shift) = match style {
            None => (rate.clone(), mean * rate.neg()),
            Some(Modulation { scale, shift }) => {
                let scale = rate * (scale + 1.0);
                (scale.clone(), shift - mean * scale)
            }
        };
        x * scale + shift
    }
}

impl Moments {
    /// Of the channels of all pictures together, without `margin` cells at their borders.
    fn of(x: Tensor<4>, margin: usize) -> Self {
        let [n, channels, height, width] = x.dims();
        let (rows, columns) = (height - 2 * margin, width - 2 * margin);
        let inner = x.narrow(2, margin, rows).narrow(3, margin, columns);
        let flat = inner.reshape([n, channels, rows * columns]);
        let mean = flat.clone().mean_dim(2).mean_dim(0);
        let variance = (flat - mean.clone()).square().mean_dim(2).mean_dim(0);
        Self {
            mean: mean.reshape([1, channels, 1, 1]),
            rate: (variance + QUIET)
                .sqrt()
                .recip()
                .reshape([1, channels, 1, 1]),
        }
    }
}

fn own(x: Tensor<4>, style: Option<Modulation>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    if kernels::learn_here(&[x.device()]) {
        let row = |t: Tensor<4>| t.reshape([n, channels]);
        let (scale, shift) = match style {
            None => (Tensor::ones([n, channels], &x.device()), None),
            Some(Modulation { scale, shift }) => (row(scale) + 1.0, Some(row(shift))),
        };
        let shift = shift.unwrap_or_else(|| Tensor::zeros([n, channels], &x.device()));
        return kernels::normalised(x, scale, shift);
    }
    let flat = x.reshape([n, channels, height * width]);
    let ones = Tensor::ones([height * width], &flat.device());
    let normal = layer_norm(flat, ones, None, f64::from(QUIET));
    let normal = match style {
        None => normal,
        Some(Modulation { scale, shift }) => {
            let row = |t: Tensor<4>| t.reshape([n, channels, 1]);
            normal * (row(scale) + 1.0) + row(shift)
        }
    };
    normal.reshape([n, channels, height, width])
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, Distribution};

    #[test]
    fn what_is_gathered_normalises_as_the_picture_itself_does() {
        let device = Device::flex();
        let x = Tensor::<4>::random([1, 6, 16, 24], Distribution::Normal(3.0, 2.0), &device);
        let style = || {
            let row = |from: f32| Tensor::full([1, 6, 1, 1], from, &device);
            let (scale, shift) = (row(0.5), row(-0.3));
            Some(Modulation { scale, shift })
        };
        let own = Norms::Own.apply(x.clone(), 4, style());
        let mut gather = Norms::Gather(0, Vec::new());
        let gathered = gather.apply(x.clone(), 4, style());
        let moments = gather.gathered();
        let given = Norms::Given(&moments).apply(x, 4, style());
        let far = |a: &Tensor<4>, b: &Tensor<4>| -> f32 {
            (a.clone() - b.clone()).abs().max().into_scalar()
        };
        assert!(far(&own, &gathered) < 1e-4, "{}", far(&own, &gathered));
        assert_eq!(far(&gathered, &given), 0.0);
    }
}
