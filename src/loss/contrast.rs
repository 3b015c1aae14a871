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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{formula::formula, loss::halves_apart};
    use burn::tensor::{Device, TensorData};
    use serde_json::Value;

    /// Numbers of PyTorch, made by tests/fixtures/make_unpaired.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/unpaired.json");

    fn leaf<const D: usize>(shape: [usize; D], salt: u32) -> Tensor<D> {
        let data = TensorData::new(formula(shape.iter().product(), salt), shape);
        Tensor::from_data(data, &Device::flex()).autodiff()
    }

    fn agrees<const D: usize>(loss: Tensor<1>, at: Tensor<D>, wanted: &Value) {
        let value: f64 = loss.clone().into_scalar::<f32>().into();
        let expected = wanted["loss"].as_f64().expect("a number");
        assert!(
            (value - expected).abs() < 1e-5 * expected.max(1.0),
            "{value} {expected}"
        );
        let slope = at.grad(&loss.backward()).expect("a slope").into_data();
        let wanted: Vec<f64> = serde_json::from_value(wanted["slope"].clone()).expect("numbers");
        assert_eq!(slope.num_elements(), wanted.len());
        for (found, wanted) in slope.iter::<f32>().zip(wanted) {
            assert!((f64::from(found) - wanted).abs() < 1e-4, "{found} {wanted}");
        }
    }

    #[test]
    fn contrast_and_cycle_and_their_slopes_are_those_of_pytorch() {
        let reference: Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let made = leaf([2, 5, 7], 1).require_grad();
        agrees(
            contrast(made.clone(), leaf([2, 5, 7], 2)),
            made,
            &reference["contrast"],
        );
        let back = leaf([2, 3, 6, 8], 3).require_grad();
        let loss = halves_apart(back.clone(), leaf([2, 3, 6, 8], 4));
        agrees(loss, back, &reference["cycle"]);
    }
}
