//! Mean and second moment of a feature map: all that the style losses look at.

use burn::tensor::{Tensor, module::conv2d, ops::ConvOptions};

/// First and second moments of feature maps over their cells, one set a picture.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// Mean of each channel, `[N, C, 1]`.
    pub mean: Tensor<3>,
    /// Gram matrices `F F^T / cells`, `[N, C, C]` (Gatys et al. 2016, eq. 3, as a mean over cells).
    pub gram: Tensor<3>,
}

impl Statistics {
    /// Statistics of the maps `[N, C, H, W]`.
    pub fn of(maps: Tensor<4>) -> Self {
        let [n, channels, height, width] = maps.dims();
        let cells = height * width;
        let flat = maps.reshape([n, channels, cells]);
        Self {
            mean: flat.clone().mean_dim(2),
            gram: flat
                .clone()
                .matmul(flat.transpose())
                .div_scalar(cells as f32),
        }
    }

    /// The same as a part of a graph in which they do not change.
    #[must_use]
    pub fn constant(&self) -> Self {
        Self {
            mean: self.mean.clone().autodiff(),
            gram: self.gram.clone().autodiff(),
        }
    }

    /// The value of a loss at the statistics of maps `[N, C, H, W]`, and its gradient with respect to
    /// the maps.
    ///
    /// A loss `L` of Gram matrix `G` and mean `m` of `n` cells has the gradient
    /// `((dL/dG + dL/dG^T) F + dL/dm) / n` at the map `F`: a 1x1 convolution. Leaving it to automatic
    /// differentiation costs the CPU backend ten times as much at 16 channels.
    pub fn slope(maps: Tensor<4>, loss: impl FnOnce(Self) -> Tensor<1>) -> (Tensor<1>, Tensor<4>) {
        let [n, channels, height, width] = maps.dims();
        let cells = (height * width) as f32;
        // Cut out of larger maps, they are not contiguous: copied once, not by every use.
        let maps = maps.reshape([n, channels, height * width]);
        let maps = maps.reshape([n, channels, height, width]);
        let seen = Self::of(maps.clone());
        let leaf = Self {
            mean: seen.mean.autodiff().require_grad(),
            gram: seen.gram.autodiff().require_grad(),
        };
        let value = loss(leaf.clone());
        let gradients = value.backward();
        let mean = leaf.mean.grad(&gradients).map(|mean| mean / cells);
        let slope = leaf.gram.grad(&gradients).map(|gram| {
            let weights = (gram.clone() + gram.transpose()) / cells;
            // Every picture has weights of its own.
            let one = |i: usize| {
                let weight = weights.clone().narrow(0, i, 1);
                let weight = weight.reshape([channels, channels, 1, 1]);
                let options = ConvOptions::new([1, 1], [0, 0], [1, 1], 1);
                conv2d(maps.clone().narrow(0, i, 1), weight, None, options)
            };
            if n == 1 {
                one(0)
            } else {
                Tensor::cat((0..n).map(one).collect(), 0)
            }
        });
        let mean = mean.map(|mean| mean.reshape([n, channels, 1, 1]));
        let slope = match (slope, mean) {
            (Some(slope), Some(mean)) => slope + mean,
            (Some(slope), None) => slope,
            (None, Some(mean)) => maps.zeros_like() + mean,
            (None, None) => maps.zeros_like(),
        };
        (value.inner(), slope)
    }

    /// Statistics of `weight * F + offset` (`weight` is `[K, C]`, `offset` `[K, 1]`), computed from
    /// those of `F`, which costs nothing compared with projecting the map itself.
    pub fn project(&self, weight: &Tensor<2>, offset: &Tensor<2>) -> Self {
        let weight = weight.clone().unsqueeze::<3>();
        let offset = offset.clone().unsqueeze::<3>();
        let gram = weight
            .clone()
            .matmul(self.gram.clone())
            .matmul(weight.clone().transpose());
        let shift = weight.matmul(self.mean.clone());
        let cross = shift.clone().matmul(offset.clone().transpose());
        let constant = offset.clone().matmul(offset.clone().transpose());
        Self {
            gram: gram + cross.clone() + cross.transpose() + constant,
            mean: shift + offset,
        }
    }

    /// Covariances `[N, C, C]`.
    pub fn covariance(&self) -> Tensor<3> {
        self.gram.clone() - self.mean.clone().matmul(self.mean.clone().transpose())
    }

    /// Variance of each channel, `[N, C, 1]`; rounding can leave it slightly below zero.
    pub fn variance(&self) -> Tensor<3> {
        let [_, channels, _] = self.mean.dims();
        let eye = Tensor::<2>::eye(channels, &self.gram.device()).unsqueeze::<3>();
        let power = (self.gram.clone() * eye).sum_dim(2);
        power - self.mean.clone().square()
    }

    /// Weighted mean of several styles' statistics; the weights are normalised to sum 1. `None` if
    /// there is no style or no weight.
    ///
    /// Mixing moments is mixing the distributions of features, as if the paintings hung side by
    /// side with areas in proportion to their weights.
    pub fn mix(styles: &[(Statistics, f32)]) -> Option<Statistics> {
        let total: f32 = styles.iter().map(|(_, weight)| weight).sum();
        let mut parts = styles
            .iter()
            .filter(|_| total > 0.0)
            .map(|(s, weight)| Statistics {
                mean: s.mean.clone().mul_scalar(weight / total),
                gram: s.gram.clone().mul_scalar(weight / total),
            });
        let first = parts.next()?;
        Some(parts.fold(first, |sum, part| Statistics {
            mean: sum.mean + part.mean,
            gram: sum.gram + part.gram,
        }))
    }
}
