//! Augmentation that gradients pass through, of what a discriminator sees of real and made pictures alike (Zhao et al.,
//! "Differentiable augmentation for data-efficient GAN training", NeurIPS 2020): with few pictures it would know them by heart.

use crate::data::random;
use burn::tensor::{Device, Tensor, TensorData, ops::PadMode};
use rand::RngExt;

/// Random stream.
const STREAM: u64 = 30;
/// How far brightness, saturation and contrast may go.
const BRIGHTNESS: std::ops::Range<f32> = -0.25..0.25;
const SATURATION: std::ops::Range<f32> = 0.0..2.0;
const CONTRAST: std::ops::Range<f32> = 0.5..1.5;
/// Largest shift, and side of what is cut out, as shares of the side.
const SHIFT: f32 = 0.125;
const CUT: f32 = 0.5;

/// `pictures` `[N, 3, H, W]`, each with other colours, shifted and with a square cut out in its own way, a function of (seed, item).
pub fn augmented(pictures: Tensor<4>, seed: u64, item: u64) -> Tensor<4> {
    let [n, _, height, width] = pictures.dims();
    let device = pictures.device();
    let mut rng = random(seed, STREAM, item);
    let mut numbers = |range: std::ops::Range<f32>| {
        let values: Vec<f32> = (0..n).map(|_| rng.random_range(range.clone())).collect();
        constant(values, [n, 1, 1, 1], &device)
    };
    let (brightness, saturation, contrast) =
        (numbers(BRIGHTNESS), numbers(SATURATION), numbers(CONTRAST));
    let x = pictures + brightness;
    let grey = x.clone().mean_dim(1);
    let x = (x - grey.clone()) * saturation + grey;
    let middle = x.clone().mean_dim(3).mean_dim(2).mean_dim(1);
    let x = (x - middle.clone()) * contrast + middle;
    let most = |side: usize| (side as f32 * SHIFT).round() as usize;
    let (down, right) = (most(height), most(width));
    let x = x.pad((right, right, down, down), PadMode::Constant(0.0));
    let mut mask = vec![1.0; n * height * width];
    let shifted = (0..n).map(|i| {
        let (top, left) = (
            rng.random_range(0..=2 * down),
            rng.random_range(0..=2 * right),
        );
        let (y, x0) = (rng.random_range(0..height), rng.random_range(0..width));
        let half = |side: usize| (side as f32 * CUT / 2.0) as usize;
        for row in y.saturating_sub(half(height))..(y + half(height)).min(height) {
            let at = (i * height + row) * width;
            let cut = at + x0.saturating_sub(half(width))..at + (x0 + half(width)).min(width);
            mask[cut].fill(0.0);
        }
        let one = x.clone().narrow(0, i, 1);
        one.narrow(2, top, height).narrow(3, left, width)
    });
    let shifted: Vec<_> = shifted.collect();
    Tensor::cat(shifted, 0) * constant(mask, [n, 1, height, width], &device)
}

fn constant(values: Vec<f32>, shape: [usize; 4], device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(values, shape), device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_function_of_its_seed_and_passes_gradients_on() {
        let device = Device::flex().autodiff();
        let picture = || {
            let values: Vec<f32> = (0..2 * 3 * 16 * 16)
                .map(|i| (i % 97) as f32 / 97.0)
                .collect();
            constant(values, [2, 3, 16, 16], &device).require_grad()
        };
        let values =
            |item| -> Vec<f32> { augmented(picture(), 3, item).into_data().iter().collect() };
        assert_eq!(values(1), values(1));
        assert_ne!(values(1), values(2));
        let leaf = picture();
        let made = augmented(leaf.clone(), 3, 1);
        let grads = made.clone().sum().backward();
        let slope = leaf.grad(&grads).expect("a slope").into_data();
        // Through the mean colour every pixel has its part.
        let moved = slope.iter::<f32>().filter(|v| v.abs() > 1e-6).count();
        let all = slope.num_elements();
        assert!(moved > all / 3, "{moved}");
        // Some is cut out and some shifted out; the rest is seen.
        let seen = made.into_data().iter::<f32>().filter(|v| *v != 0.0).count();
        assert!(seen > all / 3 && seen < all, "{seen}");
    }
}
