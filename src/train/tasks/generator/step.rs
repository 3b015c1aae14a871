//! One step on a batch, whose halves are computed at once.
//!
//! Each half has a graph of its own, and gradients are means over the halves, as they are means over the
//! crops of one. The halves are the same on every device and with any number of cores.

use super::{
    config::{CriticOpinion, StyleConfig, StyleLosses},
    data::{Batch, Item, Model, stacked},
    discriminator::Evidence,
    objective::{Goal, Manner},
    state::State,
};
use crate::{
    compute::at_once,
    nn::{FeatureNet, Generator, Norms, replica},
    optim::{clip_norm, mean_gradients},
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use std::{collections::HashMap, ops::Range, sync::Arc};

/// Largest norm of the generator's gradient.
const CLIP: f32 = 1.0;
/// Steps over which the adversarial loss comes in, and their largest share of all steps.
const RAMP: f32 = 500.0;
const RAMP_SHARE: f32 = 0.2;

/// What was seen of the examples that a run chooses from.
#[derive(Default)]
pub struct Bank(HashMap<u64, Arc<Known>>);

/// What is known of an example: its style, and another crop of it, `[3, side, side]`.
struct Known {
    manner: Arc<Manner>,
    real: Vec<f32>,
}

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
    /// Examples that were first looked at.
    new: Vec<(u64, Arc<Known>)>,
}

impl Step<'_> {
    /// A step of the discriminator, if there is one; what the generator lost and where its loss grows.
    /// `None` if a loss or gradient was not a number.
    pub fn take(
        &self,
        state: &mut State,
        bank: &mut Bank,
        batch: &Batch,
    ) -> Option<(StyleLosses, Option<CriticOpinion>, GradientsParams)> {
        if let Some(critic) = &mut state.critic {
            critic.follow();
        }
        let smoothing = self.config.label_smoothing;
        let halves = shares(self.config.batch);
        let known = &*bank;
        let first = at_once(self.device, halves, |share| {
            let painted = self.paint(state, known, batch, share);
            let critic = state.critic.as_ref();
            let thought = critic.map(|critic| critic.think(&painted.evidence, smoothing));
            (painted, thought)
        });
        let (mut painted, thoughts): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        bank.0.retain(|id, _| *id >= batch.oldest);
        bank.0
            .extend(painted.iter_mut().flat_map(|share| share.new.drain(..)));
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

    /// What is known of what `item` is to be painted like.
    fn known(&self, bank: &Bank, item: &Item) -> Option<Arc<Known>> {
        let example = match &item.model {
            Model::Own(example) | Model::Banked(_, Some(example)) => example,
            Model::Banked(id, None) => return bank.0.get(id).cloned(),
        };
        let style = stacked(
            std::iter::once(&example.style),
            self.config.style_side,
            self.device,
        );
        Some(Arc::new(Known {
            manner: Arc::new(Manner::of(self.net, style)),
            real: example.real.clone(),
        }))
    }

    /// Paints the photographs of a share in the styles of its paintings.
    fn paint(&self, state: &State, bank: &Bank, batch: &Batch, share: Range<usize>) -> Painted {
        let (config, device) = (self.config, self.device);
        let item = (batch.step * config.batch + share.start) as u64;
        let items = &batch.items[share];
        // What was drawn is in the bank or came along.
        let pairs = items
            .iter()
            .filter_map(|item| Some((item, self.known(bank, item)?)));
        let (items, known): (Vec<&Item>, Vec<Arc<Known>>) = pairs.unzip();
        let contents = items.iter().map(|item| &item.content);
        let contents = stacked(contents, config.side, device);
        // Who cannot hear of freedom is asked for none.
        let heard = f32::from(u8::from(state.generator.traits().freedom));
        let freedoms: Vec<f32> = items.iter().map(|item| item.freedom * heard).collect();
        let own = |item: &&Item| f32::from(u8::from(matches!(item.model, Model::Own(_))));
        let manners: Vec<_> = known
            .iter()
            .map(|known| Arc::clone(&known.manner))
            .collect();
        let selves = items.iter().map(own).collect();
        let goal = Goal::new(self.net, contents.clone(), &manners, &freedoms, selves);
        let codes = state.space.normalise(goal.codes.clone());
        let grain = config.seed.wrapping_add(item << 8);
        let generator = replica(&state.generator);
        let (photographs, styles) = (contents.autodiff(), codes.clone().autodiff());
        let content = generator.encode(photographs);
        let freedoms = TensorData::new(freedoms, [items.len(), 1]);
        let freedoms = Tensor::from_data(freedoms, device).autodiff();
        let modulation = generator.modulate_freely(styles, freedoms);
        let norms = &mut Norms::Own;
        let pictures = generator.decode_modulated(&content, modulation, grain, norms);
        let evidence = Evidence {
            reals: stacked(known.iter().map(|known| &known.real), config.side, device),
            fakes: pictures.clone().inner(),
            codes,
            key: (config.seed, item),
        };
        let new = items.iter().zip(known);
        let new = new.filter_map(|(item, known)| match item.model {
            Model::Banked(id, Some(_)) => Some((id, known)),
            Model::Banked(_, None) | Model::Own(_) => None,
        });
        Painted {
            goal,
            generator,
            pictures,
            evidence,
            new: new.collect(),
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
