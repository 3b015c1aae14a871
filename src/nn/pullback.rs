//! The way back from slopes at the maps of a network to the slope at its picture.

use burn::tensor::Tensor;

/// From the slopes of a loss with respect to the maps of a network, finest first, to the slope with
/// respect to the picture: a vector-Jacobian product. Maps that the loss does not look at have none.
pub type Pullback<'a> = Box<dyn FnOnce(Vec<Option<Tensor<4>>>) -> Tensor<4> + Send + 'a>;

/// A [`Pullback`] by automatic differentiation.
pub fn descended(
    picture: &Tensor<4>,
    maps: Vec<Tensor<4>>,
    slopes: Vec<Option<Tensor<4>>>,
) -> Tensor<4> {
    let pairs = maps.into_iter().zip(slopes);
    let sum = pairs.filter_map(|(map, slope)| Some((map * slope?.autodiff()).sum()));
    sum.reduce(|a, b| a + b)
        .and_then(|sum| picture.grad(&sum.backward()))
        .unwrap_or_else(|| picture.clone().inner().zeros_like())
}
