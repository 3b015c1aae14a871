//! Pictures that the student paints while it learns, for it to learn from.
//!
//! Refine moves pixels until the student sees the style it was given; wherever the student is wrong
//! about its teacher, the pixels move into that error. Photographs and paintings do not show such
//! errors, the student's own unfinished paintings do, so some of its lessons are those.

use super::{
    crops::{CROP, crop},
    student::Student,
};
use crate::{
    data::{Stored, stacked},
    loss::{content, relative_gram, total_variation},
    nn::{Layer, Statistics},
};
use burn::{
    module::Module,
    optim::{AdamConfig, Optimizer},
    tensor::{Device, Tensor},
};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Pictures painted at a time.
pub const TOGETHER: usize = 4;
/// Rate of Adam on pixels in 0..1.
const RATE: f64 = 0.02;

/// Paints [`TOGETHER`] crops, each towards the style of another, as Refine does but for few steps;
/// returns them in 8 bits, `[3, side, side]` each, so that a checkpoint keeps exactly what was
/// learnt from.
///
/// `first` is the number of the first crop of `pictures` to use, in the random stream `stream`.
pub fn paint(
    student: &Student,
    pictures: &[Stored],
    (seed, stream, first): (u64, u64, u64),
    rng: &mut ChaCha8Rng,
    device: &Device,
) -> Vec<Vec<u8>> {
    let student = student.clone().valid();
    let batch = |first: u64| {
        let crops = (0..TOGETHER).map(|i| crop(pictures, (seed, stream, first + i as u64)));
        let crops: Vec<Vec<f32>> = crops.collect();
        stacked(crops.iter(), CROP, device)
    };
    let photographs = batch(first);
    let styles: Vec<Statistics> = see(&student, batch(first + TOGETHER as u64))
        .into_iter()
        .map(|(_, statistics)| statistics)
        .collect();
    let wanted = see(&student, photographs.clone())
        .swap_remove(Layer::Relu4_1.index())
        .0;
    let content_weight = 0.1 * 10f32.powf(rng.random_range(-0.5..0.5));
    let smoothness = 0.2 * 10f32.powf(rng.random_range(-1.0..1.0));
    let adam = AdamConfig::new()
        .with_beta_2(0.99)
        .with_epsilon(1e-8)
        .build();
    let mut state = None;
    let mut pixels = photographs;
    for _ in 0..rng.random_range(10..50) {
        let tracked = pixels.clone().autodiff().require_grad();
        let seen = see(&student, tracked.clone());
        let map = seen[Layer::Relu4_1.index()].0.clone();
        let mut loss = content(map, wanted.clone()).mul_scalar(content_weight)
            + total_variation(tracked.clone()).mul_scalar(smoothness);
        for ((_, painted), style) in seen.iter().zip(&styles) {
            loss = loss + relative_gram(painted, style).mul_scalar(0.2);
        }
        // A mean over the pictures, so each moves as it would alone, but for Adam's scale.
        let Some(gradient) = tracked.grad(&loss.backward()) else {
            break;
        };
        let (moved, next) = adam.step(RATE, pixels, gradient, state);
        (pixels, state) = (moved.clamp(0.0, 1.0), next);
    }
    (0..TOGETHER)
        .map(|i| {
            let one = pixels.clone().narrow(0, i, 1).into_data();
            one.iter::<f32>()
                .map(|v| (v * 255.0).round() as u8)
                .collect()
        })
        .collect()
}

/// Maps of the student and their statistics in the teacher's space, by level.
fn see(student: &Student, pictures: Tensor<4>) -> Vec<(Tensor<4>, Statistics)> {
    let maps = student.trunk.maps(pictures, Layer::Relu5_1);
    maps.into_iter()
        .enumerate()
        .map(|(level, map)| {
            let (weight, offset) = student.head(level);
            (map.clone(), Statistics::of(map).project(&weight, &offset))
        })
        .collect()
}
