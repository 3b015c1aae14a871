//! The projected discriminator while it learns: heads on the frozen encoder's maps, which are there anyway for the losses of
//! style and content, so that it costs a sixth of what judging pixels does.

use super::{
    config::DiscriminatorLosses,
    discriminator::{restore_singular, save_singular, share_above},
};
use crate::{
    error::Result,
    loss::Adversarial,
    nn::{FeatureProjection, ProjectedHeads, Singular},
    optim::{DISCRIMINATOR_RATE, Learner},
    train::checkpoint_contents::{CheckpointContents, Saved},
};
use burn::{
    module::Module,
    optim::GradientsParams,
    tensor::{Device, Tensor},
};

/// Name in checkpoints.
const NAME: &str = "projected";

/// A projected discriminator while it learns.
pub struct Projected {
    form: Adversarial,
    projection: FeatureProjection,
    learner: Learner<ProjectedHeads>,
    singular: [Singular; 1],
}

impl Projected {
    /// An untrained one on `device`, which must not track gradients itself.
    pub fn new(form: Adversarial, device: &Device) -> Self {
        let heads = ProjectedHeads::new(&device.clone().autodiff());
        Self {
            form,
            projection: FeatureProjection::new(device),
            singular: [Singular::new(&heads)],
            learner: Learner::discriminator(heads),
        }
    }

    /// Looks at how large its weights have become, before each of its steps.
    pub fn follow(&mut self) {
        self.singular[0].follow(&self.learner.net);
    }

    /// What it makes of the maps of real and painted pictures, untracked, and where its loss grows.
    pub fn losses(
        &self,
        real: &[Tensor<4>],
        fake: &[Tensor<4>],
        smoothing: f32,
    ) -> (DiscriminatorLosses, GradientsParams) {
        let net = self.learner.replica();
        let judge = |maps: &[Tensor<4>]| {
            let projected = self.projection.apply(maps).into_iter();
            net.judge(projected.map(Tensor::autodiff).collect(), &self.singular[0])
        };
        let (real, fake) = (judge(real), judge(fake));
        let loss = self.form.discriminator_at_scales(&real, &fake, smoothing);
        let losses = DiscriminatorLosses {
            loss: loss.clone().into_scalar(),
            real: share_above(self.form, real),
            fake: 1.0 - share_above(self.form, fake),
            ..DiscriminatorLosses::default()
        };
        let grads = GradientsParams::from_grads(loss.backward(), &net);
        (losses, grads)
    }

    /// One step down the mean of `shares`; its norm. Nothing is learnt from what is not a number.
    pub fn learn(&mut self, shares: Vec<GradientsParams>) -> f32 {
        self.learner.step(DISCRIMINATOR_RATE, shares)
    }

    /// What the generator minimises for painted pictures with these maps, untracked, and its slope at each of them; `real` are the
    /// maps of real ones, which only [`Adversarial::Relativistic`] looks at.
    pub fn judge(
        &self,
        maps: &[Tensor<4>],
        real: impl FnOnce() -> Vec<Tensor<4>>,
    ) -> (f32, Vec<Option<Tensor<4>>>) {
        let net = self.learner.net.valid();
        let real = (self.form == Adversarial::Relativistic).then(|| {
            let logits = net.judge(self.projection.apply(&real()), &self.singular[0]);
            logits.into_iter().map(Tensor::autodiff).collect()
        });
        let leaves = maps.iter().map(|map| map.clone().autodiff().require_grad());
        let leaves: Vec<_> = leaves.collect();
        let fake = net.judge(self.projection.apply(&leaves), &self.singular[0]);
        let loss = self.form.generator_at_scales(real, fake);
        let grads = loss.backward();
        let slopes = leaves.iter().map(|leaf| leaf.grad(&grads)).collect();
        (loss.into_scalar(), slopes)
    }

    /// Adds all that it is to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        to.learner(NAME, &self.learner);
        save_singular(NAME, &self.singular, to);
    }

    /// Takes back what [`Projected::save`] added.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn restore(&mut self, saved: &Saved, device: &Device) -> Result<()> {
        saved.learner(NAME, &mut self.learner, device)?;
        restore_singular(NAME, &mut self.singular, saved)
    }
}
