//! Patchwise contrast (Park et al., "Contrastive learning for unpaired image-to-image translation", ECCV 2020, eq. 3): each place of what
//! was made is nearer to the same place of what it was made from than to any other place of that.

use burn::tensor::{Tensor, activation::log_softmax};

/// How sharply places are told apart.
const TEMPERATURE: f32 = 0.07;

/// Cross-entropy of finding the own place among `P`, of features `[N, P, C]` of places of what was made and, untracked, of the same
/// places of what it was made from; mean over places and pictures, `[1]`. 0 if all are found, `log P` by guessing.
pub fn contrast(made: Tensor<3>, from: Tensor<3>) -> Tensor<1> {
    let [n, places, _] = made.dims();
    let logits = unit(made).matmul(unit(from).swap_dims(1, 2));
    let likely = log_softmax(logits.div_scalar(TEMPERATURE), 2);
    let own = Tensor::<2>::eye(places, &likely.device()).reshape([1, places, places]);
    (likely * own).sum().div_scalar(-((n * places) as f32))
}

/// Features of length 1.
fn unit(features: Tensor<3>) -> Tensor<3> {
    let length = features.clone().square().sum_dim(2).sqrt();
    features / (length + 1e-7)
}
