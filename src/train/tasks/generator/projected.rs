//! The projected discriminator while it learns: heads on the frozen encoder's maps, which are there anyway for the losses of
//! style and content, so that it costs a sixth of what judging pixels does.

use super::{
    config::DiscriminatorLosses,
    discriminator::{Told, against, restore_singular, save_singular},
};
use crate::{
    error::Result,
    loss::Adversarial,
    nn::{FeatureProjection, ProjectedHeads, SeenMaps, Singular},
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
    /// An untrained one, told of so many labels (0 is none), on `device`, which must not track gradients itself.
    pub fn new(form: Adversarial, labels: usize, device: &Device) -> Self {
        let heads = ProjectedHeads::new(labels, &device.clone().autodiff());
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

    /// What it makes of the maps of real and painted pictures, untracked, and where its loss grows. It listens to labels only.
    pub fn losses(
        &self,
        real: &[Tensor<4>],
        fake: &[Tensor<4>],
        told: &Told,
        smoothing: f32,
    ) -> (DiscriminatorLosses, GradientsParams) {
        let (net, singular) = (self.learner.replica(), &self.singular[0]);
        let look = |maps: &[Tensor<4>]| {
            let projected = self.projection.apply(maps).into_iter();
            net.look(projected.map(Tensor::autodiff).collect(), singular)
        };
        let judge = |seen: &SeenMaps, told: &Tensor<2>| {
            net.judge(seen, Some(&told.clone().autodiff()), singular)
        };
        let (real, fake) = (look(real), look(fake));
        let wrong = told.wrong.as_ref().filter(|_| net.are_told());
        let wrong = wrong.map(|wrong| judge(&real, wrong));
        let (real, fake) = (judge(&real, &told.right), judge(&fake, &told.right));
        let (losses, loss) = against(self.form, real, fake, wrong, smoothing);
        (losses, GradientsParams::from_grads(loss.backward(), &net))
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
        told: &Tensor<2>,
        real: impl FnOnce() -> Vec<Tensor<4>>,
    ) -> (f32, Vec<Option<Tensor<4>>>) {
        let (net, singular) = (self.learner.net.valid(), &self.singular[0]);
        let real = (self.form == Adversarial::Relativistic).then(|| {
            let seen = net.look(self.projection.apply(&real()), singular);
            let logits = net.judge(&seen, Some(told), singular);
            logits.into_iter().map(Tensor::autodiff).collect()
        });
        let leaves = maps.iter().map(|map| map.clone().autodiff().require_grad());
        let leaves: Vec<_> = leaves.collect();
        let fake = net.look(self.projection.apply(&leaves), singular);
        let fake = net.judge(&fake, Some(&told.clone().autodiff()), singular);
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
