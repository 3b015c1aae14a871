//! Cycle consistency (Zhu et al., "Unpaired image-to-image translation using cycle-consistent adversarial networks", ICCV 2017, eq. 2), of
//! pictures at half size: strokes belong to one side only, and need not come back where they were.

use crate::nn::average_pool;
use burn::tensor::Tensor;

/// Mean absolute difference of two pictures `[N, C, H, W]` at half their size, `[1]`.
pub fn halves_apart(back: Tensor<4>, from: Tensor<4>) -> Tensor<1> {
    (average_pool(back) - average_pool(from)).abs().mean()
}
