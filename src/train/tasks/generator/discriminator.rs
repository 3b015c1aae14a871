//! The discriminator while it learns beside the generator.
//!
//! It sees three kinds of crops with style codes: of a painting with the code of another crop of it
//! (real), painted by the generator with the code it was given (fake), and of a painting with the
//! code of another painting (fake too, at half weight), without which it could ignore the code
//! (Reed et al., "Generative adversarial text to image synthesis", 2016). Brightness and contrast of
//! what it sees are changed at random, so that it judges strokes rather than exposure. At several
//! scales (`--scales`) it is several discriminators, and all of this is the mean over them.

use super::config::DiscriminatorLosses;
use crate::{
    data::random,
    error::Result,
    fault::TrainingFault,
    loss::Adversarial,
    nn::{CODE_SIZE, MultiScale, Seen, Singular, Weights, with_parameters},
    optim::{DISCRIMINATOR_RATE, Learner},
    train::{
        checkpoint::{self, Named},
        checkpoint_contents::{CheckpointContents, Saved},
    },
};
use burn::{
    module::Module,
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use rand::RngExt;

/// Weight of crops with the code of another painting.
const WRONG: f32 = 0.5;
/// Name in checkpoints.
const NAME: &str = "discriminator";
/// Prefix of its weights in exported files, and name of its note there.
const PREFIX: &str = "critic.";
const NOTE: &str = "critic";
/// Most scales of one that can be read.
const MOST_SCALES: usize = 6;
/// Random stream of augmentation.
const AUGMENT: u64 = 11;

/// A discriminator at several scales while it learns.
pub struct Adversary {
    pub form: Adversarial,
    learner: Learner<MultiScale>,
    /// Of each scale.
    singular: Vec<Singular>,
}

/// Crops of a share of a step, `[N, 3, side, side]`, none tracked.
pub struct Evidence {
    pub reals: Tensor<4>,
    pub fakes: Tensor<4>,
    pub told: Told,
    /// Numbers the random choices of the share.
    pub key: (u64, u64),
}

/// What discriminators are told of crops: conditions, normalised style codes or labels, `[N, numbers]`, untracked.
#[derive(Clone)]
pub struct Told {
    /// As they are.
    pub right: Tensor<2>,
    /// Of others: shown with real crops they have to be told apart. None if there is nothing to tell.
    pub wrong: Option<Tensor<2>>,
}

impl Told {
    /// The same of `count` crops, about which there is nothing to tell.
    pub fn nothing(count: usize, device: &Device) -> Self {
        Self {
            right: Tensor::zeros([count, CODE_SIZE], device),
            wrong: None,
        }
    }

    /// Style codes, and as wrong ones each that of the next crop.
    pub fn codes(codes: Tensor<2>) -> Self {
        let [n, _] = codes.dims();
        let wrong = (n > 1).then(|| {
            let first = codes.clone().narrow(0, 0, 1);
            Tensor::cat(vec![codes.clone().narrow(0, 1, n - 1), first], 0)
        });
        Self {
            right: codes,
            wrong,
        }
    }
}

impl Adversary {
    /// An untrained one at `scales` scales, told so many numbers, on `device`, which must not track gradients itself.
    pub fn new(form: Adversarial, scales: usize, told: usize, device: &Device) -> Self {
        let discriminator = MultiScale::new(scales, told, &device.clone().autodiff());
        Self {
            form,
            singular: discriminator.singular(),
            learner: Learner::discriminator(discriminator),
        }
    }

    /// At how many scales it looks.
    pub fn scales(&self) -> usize {
        self.singular.len()
    }

    /// Looks at how large its weights have become, before each of its steps.
    pub fn follow(&mut self) {
        self.learner.net.follow(&mut self.singular);
    }

    /// What it makes of `evidence`, and where its loss grows.
    pub fn losses(
        &self,
        evidence: &Evidence,
        smoothing: f32,
    ) -> (DiscriminatorLosses, GradientsParams) {
        let (net, singular) = (&self.learner.replica(), &self.singular);
        let (seed, item) = evidence.key;
        let [n, ..] = evidence.reals.dims();
        let real = augmented(evidence.reals.clone(), seed, 2 * item);
        let fake = augmented(evidence.fakes.clone(), seed, 2 * item + 1);
        let seen = net.look(Tensor::cat(vec![real, fake], 0).autodiff(), singular);
        let part = |from| -> Vec<Seen> { seen.iter().map(|scale| scale.part(from, n)).collect() };
        let (real, fake) = (part(0), part(n));
        let judge =
            |seen: &[Seen], told: &Tensor<2>| net.judge(seen, &told.clone().autodiff(), singular);
        let Told { right, wrong } = &evidence.told;
        let fake = judge(&fake, right);
        let wrong = wrong.as_ref().map(|wrong| judge(&real, wrong));
        let real = judge(&real, right);
        let (losses, loss) = against(self.form, real, fake, wrong, smoothing);
        (losses, GradientsParams::from_grads(loss.backward(), net))
    }

    /// One step down the mean of `shares`; its norm. Nothing is learnt from what is not a number.
    pub fn learn(&mut self, shares: Vec<GradientsParams>) -> f32 {
        self.learner.step(DISCRIMINATOR_RATE, shares)
    }

    /// What the generator minimises for `painted` (tracked), `[1]`.
    pub fn judge(&self, painted: Tensor<4>, evidence: &Evidence) -> Tensor<1> {
        let net = self.learner.net.valid();
        let (seed, item) = evidence.key;
        let look = |pictures: Tensor<4>, told: Tensor<2>| {
            let seen = net.look(pictures, &self.singular);
            net.judge(&seen, &told, &self.singular)
        };
        let real = (self.form == Adversarial::Relativistic).then(|| {
            let seen = augmented(evidence.reals.clone(), seed, 2 * item);
            let logits = look(seen, evidence.told.right.clone());
            logits.into_iter().map(Tensor::autodiff).collect()
        });
        let seen = augmented(painted, seed, 2 * item + 1);
        let fake = look(seen, evidence.told.right.clone().autodiff());
        self.form.generator_at_scales(real, fake)
    }

    /// Adds all that it is to a checkpoint.
    pub fn save(&self, to: &mut CheckpointContents) {
        to.learner(NAME, &self.learner);
        save_singular(NAME, &self.singular, to);
    }

    /// Adds only the weights to the tensors of a file, of whose notes the one that is returned must be one.
    pub fn pack_weights(&self, tensors: &mut Named) -> (String, String) {
        checkpoint::pack_values(PREFIX, &self.learner.net, tensors);
        let note = serde_json::to_string(&(self.form, self.scales()));
        (NOTE.to_owned(), note.unwrap_or_default())
    }

    /// Reads what [`Adversary::pack_weights`] wrote, if it is there.
    ///
    /// # Errors
    /// If the note cannot be understood, or a tensor is missing or of another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Option<Self>> {
        let Some(note) = weights.note(NOTE) else {
            return Ok(None);
        };
        let known: Option<(Adversarial, usize)> = serde_json::from_str(note).ok();
        let Some((form, scales)) = known.filter(|(_, scales)| (1..=MOST_SCALES).contains(scales))
        else {
            return Err(TrainingFault::UnknownDiscriminator(note.to_owned()).into());
        };
        let mut adversary = Self::new(form, scales, CODE_SIZE, device);
        let net = adversary.learner.net;
        let values = checkpoint::values(PREFIX, weights, &net)?;
        adversary.learner.net = with_parameters(net, values);
        adversary.singular = adversary.learner.net.singular();
        Ok(Some(adversary))
    }

    /// Takes back what [`Adversary::save`] added.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn restore(&mut self, saved: &Saved, device: &Device) -> Result<()> {
        saved.learner(NAME, &mut self.learner, device)?;
        restore_singular(NAME, &mut self.singular, saved)
    }
}

/// What a discriminator loses by its logits of real and painted crops, and of real ones about which it was told wrong; by value and as
/// what its gradients come of.
pub fn against(
    form: Adversarial,
    real: Vec<Tensor<4>>,
    fake: Vec<Tensor<4>>,
    wrong: Option<Vec<Tensor<4>>>,
    smoothing: f32,
) -> (DiscriminatorLosses, Tensor<1>) {
    let mut loss = form.discriminator_at_scales(&real, &fake, smoothing);
    if let Some(wrong) = wrong {
        let against = form.discriminator_at_scales(&real, &wrong, smoothing);
        loss = (loss + against.mul_scalar(WRONG)).div_scalar(1.0 + WRONG);
    }
    let losses = DiscriminatorLosses {
        loss: loss.clone().into_scalar(),
        real: share_above(form, real),
        fake: 1.0 - share_above(form, fake),
        ..DiscriminatorLosses::default()
    };
    (losses, loss)
}

/// The share of all logits above the one where real begins, mean over scales.
fn share_above(form: Adversarial, logits: Vec<Tensor<4>>) -> f32 {
    let shares = logits.into_iter().map(|scale| {
        let above = scale.inner().greater_elem(form.threshold());
        above.float().mean()
    });
    Tensor::cat(shares.collect(), 0).mean().into_scalar()
}

/// Adds what spectral normalisation of the network `name` remembers.
pub fn save_singular(name: &str, all: &[Singular], to: &mut CheckpointContents) {
    let vectors = all.iter().flat_map(Singular::to_data);
    for (i, data) in vectors.enumerate() {
        to.tensor(&format!("{name}.singular.{i}"), data);
    }
}

/// Takes back what [`save_singular`] added.
///
/// # Errors
/// If a tensor is missing or of another shape.
pub fn restore_singular(name: &str, all: &mut [Singular], saved: &Saved) -> Result<()> {
    let prefix = saved.prefix(name);
    let mut next = 0;
    for singular in all {
        let vectors = singular.to_data().into_iter().map(|data| {
            let name = format!("{prefix}singular.{next}");
            next += 1;
            let weight = saved.weights.get(&name, &data.shape().to_vec())?;
            Ok(weight.values.clone())
        });
        singular.restore(vectors.collect::<Result<_>>()?);
    }
    Ok(())
}

/// `pictures` with brightness and contrast changed, each in its own way.
fn augmented(pictures: Tensor<4>, seed: u64, item: u64) -> Tensor<4> {
    let [n, ..] = pictures.dims();
    let mut rng = random(seed, AUGMENT, item);
    let mut numbers = |range: std::ops::Range<f32>| {
        let values: Vec<f32> = (0..n).map(|_| rng.random_range(range.clone())).collect();
        Tensor::<4>::from_data(TensorData::new(values, [n, 1, 1, 1]), &pictures.device())
    };
    let (contrast, brightness) = (numbers(0.8..1.2), numbers(-0.1..0.1));
    (pictures - 0.5) * contrast + brightness + 0.5
}
