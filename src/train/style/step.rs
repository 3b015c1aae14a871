//! One step on a batch, whose halves are computed at once.
//!
//! Each half has a graph of its own, and gradients are means over the halves, as they are means over the
//! crops of one. The halves are the same on every device and with any number of cores.

use super::{
    config::{CriticOpinion, StyleConfig, StyleLosses},
    critic::Evidence,
    data::{Batch, crops},
    objective::Goal,
    state::State,
};
use crate::{
    compute::at_once,
    nn::{FeatureNet, Generator, replica},
    stylize::{clip_norm, mean_gradients},
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor},
};
use std::ops::Range;

/// Largest norm of the generator's gradient.
const CLIP: f32 = 1.0;
/// Steps over which the adversarial loss comes in, and their largest share of all steps.
const RAMP: f32 = 2000.0;
const RAMP_SHARE: f32 = 0.2;

/// What steps need and do not change.
pub struct Step<'a> {
    pub config: &'a StyleConfig,
    pub net: &'a FeatureNet,
    pub device: &'a Device,
}

/// A share of a batch, painted.
struct Painted {
    goal: Goal,
    /// What painted it, with leaves of its own.
    generator: Generator,
    /// `[N, 3, side, side]`, tracked.
    pictures: Tensor<4>,
    evidence: Evidence,
}

impl Step<'_> {
    /// A step of the discriminator, if there is one; what the generator lost and where its loss grows.
    /// `None` if a loss or gradient was not a number.
    pub fn take(
        &self,
        state: &mut State,
        batch: &Batch,
    ) -> Option<(StyleLosses, Option<CriticOpinion>, GradientsParams)> {
        if let Some(critic) = &mut state.critic {
            critic.follow();
        }
        let smoothing = self.config.label_smoothing;
        let halves = shares(self.config.batch);
        let first = at_once(self.device, halves, |share| {
            let painted = self.paint(state, batch, share);
            let critic = state.critic.as_ref();
            let thought = critic.map(|critic| critic.think(&painted.evidence, smoothing));
            (painted, thought)
        });
        let (painted, thoughts): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        let thoughts: Option<(Vec<_>, Vec<_>)> = thoughts.into_iter().collect();
        let mut opinion = None;
        if let (Some(critic), Some((opinions, grads))) = (&mut state.critic, thoughts) {
            let mut mean = CriticOpinion::mean(&opinions);
            mean.gradient = critic.learn(grads);
            if !(mean.loss + mean.gradient).is_finite() {
                return None;
            }
            opinion = Some(mean);
        }
        let second = at_once(self.device, painted, |painted| self.losses(state, painted));
        let (losses, grads): (Vec<_>, Vec<_>) = second.into_iter().unzip();
        let (losses, wishes): (Vec<_>, Vec<_>) = losses.into_iter().unzip();
        if let Some(opinion) = &mut opinion {
            opinion.generator = wishes.iter().sum::<f32>() / wishes.len() as f32;
        }
        let grads = mean_gradients(&state.generator, grads);
        let (grads, gradient) = clip_norm(grads, &state.generator, CLIP);
        let losses = StyleLosses {
            gradient,
            ..StyleLosses::mean(&losses)
        };
        let finite = (losses.style + losses.content + gradient).is_finite();
        finite.then_some((losses, opinion, grads))
    }

    /// Paints the photographs of a share in the styles of its paintings.
    fn paint(&self, state: &State, batch: &Batch, share: Range<usize>) -> Painted {
        let (config, device) = (self.config, self.device);
        let item = (batch.step * config.batch + share.start) as u64;
        let contents = crops(&batch.contents, config.side, share.clone(), device);
        let styles = crops(&batch.styles, config.style_side, share.clone(), device);
        let goal = Goal::new(self.net, contents.clone(), styles);
        let codes = state.space.normalise(goal.codes.clone());
        let grain = config.seed.wrapping_add(item << 8);
        let generator = replica(&state.generator);
        let (photographs, styles) = (contents.autodiff(), codes.clone().autodiff());
        let pictures = generator.forward(photographs, styles, grain);
        let evidence = Evidence {
            reals: crops(&batch.reals, config.side, share, device),
            fakes: pictures.clone().inner(),
            codes,
            key: (config.seed, item),
        };
        Painted {
            goal,
            generator,
            pictures,
            evidence,
        }
    }

    /// What a share lost, with the discriminator's part, and where the sum grows.
    fn losses(&self, state: &State, painted: Painted) -> ((StyleLosses, f32), GradientsParams) {
        let lambdas = state.notes.lambdas();
        let (values, mut slope) = painted.goal.losses(self.net, &painted.pictures, &lambdas);
        let mut wished = 0.0;
        if let Some(critic) = &state.critic {
            let wish = critic.judge(painted.pictures, &painted.evidence);
            wished = wish.clone().into_scalar();
            let ramp = RAMP.min(RAMP_SHARE * self.config.steps as f32).max(1.0);
            let weight = lambdas.adversarial * (state.notes.step as f32 / ramp).min(1.0);
            slope = slope + wish.mul_scalar(weight);
        }
        let grads = GradientsParams::from_grads(slope.backward(), &painted.generator);
        ((values.read(), wished), grads)
    }
}

/// The halves of a batch of `count`. Two crops at least are in each, so that the discriminator can be shown the
/// code of another painting; what cannot be halved so is one share.
fn shares(count: usize) -> Vec<Range<usize>> {
    let divided = count >= 4 && count.is_multiple_of(2);
    let first = if divided { count / 2 } else { count };
    let shares = [0..first, first..count].into_iter();
    shares.filter(|share| !share.is_empty()).collect()
}
