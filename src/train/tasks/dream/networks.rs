//! The networks of the task.

use super::{
    super::generator::{Adversary, Projected},
    config::DreamConfig,
};
use crate::{
    error::Result,
    nn::{CODE_SIZE, DreamNet, frozen_with, parameters},
    optim::{Clip, Learner, ModuleAdam, keeps, towards},
    train::checkpoint_contents::{CheckpointContents, Saved},
};
use burn::tensor::Device;

/// Share of the past in the averaged weights.
const AVERAGE: f32 = 0.995;
/// Largest norm of the generator's gradient.
const CLIP: f32 = 10.0;
/// Names in checkpoints.
const GENERATOR: &str = "generator";
const AVERAGED: &str = "average";

/// All that learns, and what comes of it.
pub struct Networks {
    pub generator: Learner<DreamNet>,
    /// Moving average of the generator's weights: what is measured and kept.
    pub average: DreamNet,
    pub adversary: Adversary,
    pub projected: Projected,
}

impl Networks {
    /// Untrained ones.
    pub fn new(config: &DreamConfig, seed: u64, device: &Device) -> Self {
        crate::nn::seed(seed);
        let generator = DreamNet::new(config.side, &device.clone().autodiff());
        let average = DreamNet::new(config.side, device);
        let average = frozen_with(average, parameters(&generator));
        Self {
            // No momentum, since both players keep moving (as FastGAN and projected GANs).
            generator: Learner::new(generator, ModuleAdam::new(0.0, 0.99), Clip::Together(CLIP)),
            average,
            adversary: Adversary::new(config.adversarial, 1, CODE_SIZE, device),
            projected: Projected::new(config.adversarial, 0, device),
        }
    }

    /// Moves the average after a step, with which `step` are done.
    pub fn follow(&mut self, step: usize) {
        let average = self.average.clone();
        self.average = towards(average, &self.generator.net, keeps(AVERAGE, step));
    }

    /// Adds them to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        to.learner(GENERATOR, &self.generator);
        to.network(AVERAGED, &self.average);
        self.adversary.save(to);
        self.projected.save(to);
    }

    /// Takes back what [`Networks::save`] added.
    ///
    /// # Errors
    /// If something is missing or of another shape.
    pub fn restore(&mut self, saved: &Saved, device: &Device) -> Result<()> {
        saved.learner(GENERATOR, &mut self.generator, device)?;
        self.average = saved.network(AVERAGED, self.average.clone())?;
        self.adversary.restore(saved, device)?;
        self.projected.restore(saved, device)
    }
}

/// The averaged generator of a checkpoint.
///
/// # Errors
/// If it is of another task, or something is missing.
pub fn average_of(saved: &Saved, device: &Device) -> Result<DreamNet> {
    let side = saved
        .setting("side")?
        .parse()
        .unwrap_or(crate::nn::DREAM_SIDES[0]);
    saved.network(AVERAGED, DreamNet::new(side, device))
}
