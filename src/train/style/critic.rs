//! The discriminator while it learns beside the generator.
//!
//! It sees three kinds of crops with style codes: of a painting with the code of another crop of it
//! (real), painted by the generator with the code it was given (fake), and of a painting with the
//! code of another painting (fake too, at half weight), without which it could ignore the code
//! (Reed et al., "Generative adversarial text to image synthesis", 2016). Brightness and contrast of
//! what it sees are changed at random, so that it judges strokes rather than exposure.

use super::config::CriticOpinion;
use crate::{
    error::Result,
    loss::Adversarial,
    nn::{Discriminator, Singular, Weights},
    stylize::{ModuleAdam, clip_norm},
    train::{
        checkpoint::{self, Named},
        crops::generator as random,
    },
};
use burn::{
    module::Module,
    optim::{AdamConfig, GradientsParams},
    tensor::{Device, Tensor, TensorData},
};
use rand::RngExt;

/// Weight of crops with the code of another painting.
const WRONG: f32 = 0.5;
const RATE: f64 = 4e-4;
const CLIP: f32 = 10.0;
const PREFIX: &str = "critic.";
/// Random stream of augmentation.
const AUGMENT: u64 = 11;

/// Adam for both players: little momentum, since the other keeps moving (Radford et al. 2016).
pub fn adam() -> ModuleAdam {
    let config = AdamConfig::new().with_beta_1(0.5).with_beta_2(0.99);
    ModuleAdam::new(config.with_epsilon(1e-8).build())
}

/// Discriminator and its optimiser.
pub struct Critic {
    pub form: Adversarial,
    discriminator: Discriminator,
    singular: Singular,
    adam: ModuleAdam,
}

/// Crops of one step, `[N, 3, side, side]`, with normalised codes `[N, CODE_SIZE]`, none tracked.
pub struct Evidence {
    pub reals: Tensor<4>,
    pub fakes: Tensor<4>,
    pub codes: Tensor<2>,
    /// Numbers the random choices of the step.
    pub key: (u64, u64),
}

impl Critic {
    /// An untrained critic on `device`, which must not track gradients itself.
    pub fn new(form: Adversarial, device: &Device) -> Self {
        let discriminator = Discriminator::new(&device.clone().autodiff());
        Self {
            form,
            singular: Singular::new(&discriminator),
            discriminator,
            adam: adam(),
        }
    }

    /// One step of the discriminator; what it thought before it. `None` if its gradient was not a
    /// number, and nothing was learnt.
    pub fn learn(&mut self, evidence: &Evidence, smoothing: f32) -> Option<CriticOpinion> {
        self.singular.follow(&self.discriminator);
        let (net, singular) = (&self.discriminator, &self.singular);
        let (seed, step) = evidence.key;
        let [n, ..] = evidence.reals.dims();
        let real = augmented(evidence.reals.clone(), seed, 2 * step);
        let fake = augmented(evidence.fakes.clone(), seed, 2 * step + 1);
        let features = net.features(Tensor::cat(vec![real, fake], 0).autodiff(), singular);
        let codes = evidence.codes.clone().autodiff();
        let real = features.clone().narrow(0, 0, n);
        let fake = net.judge(features.narrow(0, n, n), codes.clone(), singular);
        let wrong = (n > 1).then(|| {
            let others = Tensor::cat(
                vec![
                    codes.clone().narrow(0, 1, n - 1),
                    codes.clone().narrow(0, 0, 1),
                ],
                0,
            );
            net.judge(real.clone(), others, singular)
        });
        let real = net.judge(real, codes, singular);
        let mut loss = self
            .form
            .discriminator(real.clone(), fake.clone(), smoothing);
        if let Some(wrong) = wrong {
            let against = self.form.discriminator(real.clone(), wrong, smoothing);
            loss = (loss + against.mul_scalar(WRONG)).div_scalar(1.0 + WRONG);
        }
        let threshold = self.form.threshold();
        let share =
            |right: Tensor<4, burn::tensor::Bool>| -> f32 { right.float().mean().into_scalar() };
        let mut opinion = CriticOpinion {
            loss: loss.clone().into_scalar(),
            real: share(real.inner().greater_elem(threshold)),
            fake: share(fake.inner().lower_elem(threshold)),
            generator: 0.0,
            gradient: 0.0,
        };
        let grads = GradientsParams::from_grads(loss.backward(), net);
        let (grads, gradient) = clip_norm(grads, net, CLIP);
        if !(opinion.loss + gradient).is_finite() {
            return None;
        }
        opinion.gradient = gradient;
        self.discriminator = self.adam.step(RATE, self.discriminator.clone(), grads);
        Some(opinion)
    }

    /// What the generator minimises for `painted` (tracked), `[1]`.
    pub fn judge(&self, painted: Tensor<4>, evidence: &Evidence) -> Tensor<1> {
        let net = self.discriminator.valid();
        let (seed, step) = evidence.key;
        let look = |pictures: Tensor<4>, codes: Tensor<2>| {
            net.judge(
                net.features(pictures, &self.singular),
                codes,
                &self.singular,
            )
        };
        let real = (self.form == Adversarial::Relativistic).then(|| {
            let seen = augmented(evidence.reals.clone(), seed, 2 * step);
            look(seen, evidence.codes.clone()).autodiff()
        });
        let seen = augmented(painted, seed, 2 * step + 1);
        self.form
            .generator(real, look(seen, evidence.codes.clone().autodiff()))
    }

    /// Adds all that the critic is to `tensors`; returns the steps it has done.
    pub fn pack(&self, tensors: &mut Named) -> usize {
        let time = checkpoint::pack(PREFIX, &self.discriminator, &self.adam, tensors);
        for (i, data) in self.singular.to_data().into_iter().enumerate() {
            tensors.push((format!("{PREFIX}singular.{i}"), data));
        }
        time
    }

    /// Reads what [`Critic::pack`] wrote.
    ///
    /// # Errors
    /// If a tensor is missing or of another shape.
    pub fn unpack(
        form: Adversarial,
        weights: &Weights,
        time: usize,
        device: &Device,
    ) -> Result<Self> {
        let mut critic = Self::new(form, device);
        critic.discriminator = checkpoint::unpack(
            PREFIX,
            weights,
            critic.discriminator,
            &mut critic.adam,
            time,
            device,
        )?;
        let left = critic.singular.to_data().into_iter().enumerate();
        let left = left.map(|(i, data)| {
            let name = format!("{PREFIX}singular.{i}");
            Ok(weights.get(&name, &data.shape().to_vec())?.values.clone())
        });
        critic.singular.restore(left.collect::<Result<_>>()?);
        Ok(critic)
    }
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
