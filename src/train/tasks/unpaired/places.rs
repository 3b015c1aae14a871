//! Places of pictures that shall stay what they are, as the frozen encoder sees them.

use crate::{
    data::random,
    loss::{contrast, slope},
    nn::Layer,
};
use burn::tensor::{Device, Tensor, TensorData};
use rand::seq::index::sample;

/// The levels that are compared: what is there, not how it is painted.
const LEVELS: [Layer; 2] = [Layer::Relu3_1, Layer::Relu4_1];
/// Most places of a level.
const MOST: usize = 64;
/// Random stream.
const STREAM: u64 = 42;

/// Places drawn at random, a function of (seed, item).
pub struct Places {
    key: (u64, u64),
}

impl Places {
    /// Those of a step.
    pub fn of(key: (u64, u64)) -> Self {
        Self { key }
    }

    /// The [`contrast`] of maps of what was made to those of what it was made from, mean over levels; `weight` times its slopes are
    /// added to `slopes`.
    pub fn contrast(
        &self,
        made: &[Tensor<4>],
        from: &[Tensor<4>],
        weight: f32,
        slopes: &mut [Option<Tensor<4>>],
    ) -> f32 {
        let share = 1.0 / LEVELS.len() as f32;
        let mut total = 0.0;
        for layer in LEVELS {
            let level = layer.index();
            let [_, _, height, width] = made[level].dims();
            let chosen = self.chosen(level as u64, height * width, &made[level].device());
            let from = at(from[level].clone(), &chosen).autodiff();
            let (value, own) = slope(made[level].clone(), |map| {
                contrast(at(map, &chosen.clone().autodiff()), from).mul_scalar(share * weight)
            });
            total += value.into_scalar::<f32>() / weight.max(1e-12);
            slopes[level] = Some(match slopes[level].take() {
                Some(before) => before + own,
                None => own,
            });
        }
        total
    }

    /// A matrix `[cells, places]` that picks places out of the cells of a map.
    fn chosen(&self, level: u64, cells: usize, device: &Device) -> Tensor<2> {
        let (seed, item) = self.key;
        let mut rng = random(seed, STREAM, item * LEVELS.len() as u64 + level);
        let places = sample(&mut rng, cells, MOST.min(cells)).into_vec();
        let mut values = vec![0.0f32; cells * places.len()];
        for (i, place) in places.iter().enumerate() {
            values[place * places.len() + i] = 1.0;
        }
        Tensor::from_data(TensorData::new(values, [cells, places.len()]), device)
    }
}

/// Features `[N, P, C]` of the chosen places of a map `[N, C, H, W]`.
fn at(map: Tensor<4>, chosen: &Tensor<2>) -> Tensor<3> {
    let [n, channels, height, width] = map.dims();
    let cells = map.reshape([n, channels, height * width]);
    let [_, places] = chosen.dims();
    let chosen = chosen.clone().reshape([1, height * width, places]);
    cells.matmul(chosen.repeat_dim(0, n)).swap_dims(1, 2)
}
