//! Fakes of before, so that a discriminator does not forget what it has seen through (Shrivastava et al., CVPR 2017; as in CycleGAN).

use crate::{
    data::random,
    error::Result,
    train::checkpoint_contents::{CheckpointContents, Saved},
};
use burn::tensor::{Device, Tensor};
use rand::RngExt;

/// Most fakes that are kept.
const MOST: usize = 50;
/// Random stream.
const STREAM: u64 = 41;

/// Crops that were translated in earlier steps, `[1, 3, side, side]` each, untracked.
#[derive(Default)]
pub struct History(Vec<Tensor<4>>);

impl History {
    /// What a discriminator is shown in place of the new fakes `[N, 3, side, side]`: half of them as they are, and half exchanged
    /// for one of before. A function of (seed, item) and of what was shown.
    pub fn exchanged(&mut self, fakes: &Tensor<4>, seed: u64, item: u64) -> Tensor<4> {
        let [n, ..] = fakes.dims();
        let mut rng = random(seed, STREAM, item);
        let shown = (0..n).map(|i| {
            let new = fakes.clone().narrow(0, i, 1);
            if self.0.len() < MOST {
                self.0.push(new.clone());
                return new;
            }
            match rng.random_bool(0.5) {
                true => std::mem::replace(&mut self.0[rng.random_range(0..MOST)], new),
                false => new,
            }
        });
        let shown: Vec<_> = shown.collect();
        Tensor::cat(shown, 0)
    }

    /// Adds them to a checkpoint.
    pub fn save(&self, name: &str, to: &mut CheckpointContents) {
        if !self.0.is_empty() {
            to.tensor(name, Tensor::cat(self.0.clone(), 0).into_data());
        }
    }

    /// Those of a checkpoint, of crops of `side` pixels.
    ///
    /// # Errors
    /// If they are of another size.
    pub fn restored(name: &str, side: usize, saved: &Saved, device: &Device) -> Result<Self> {
        let found = saved.weights.find(name);
        let count = found.map_or(0, |found| found.shape.first().copied().unwrap_or(0));
        if count == 0 {
            return Ok(Self::default());
        }
        let all: Tensor<4> = saved.weights.tensor(name, [count, 3, side, side], device)?;
        Ok(Self(
            (0..count).map(|i| all.clone().narrow(0, i, 1)).collect(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_are_kept_and_half_of_what_is_shown_is_of_before() {
        let device = Device::flex();
        let mut history = History::default();
        let mut before = 0;
        for step in 0..400u64 {
            let new = Tensor::full([1, 3, 1, 1], step as f32, &device);
            let shown: f32 = history.exchanged(&new, 1, step).max().into_scalar();
            before += usize::from(shown as u64 != step);
        }
        assert_eq!(history.0.len(), MOST);
        assert!((140..210).contains(&before), "{before}");
    }
}
