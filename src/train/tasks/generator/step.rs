//! One step on a batch, whose halves are computed at once.
//!
//! Each half has a graph of its own, and gradients are means over the halves, as they are means over the
//! crops of one. The halves are the same on every device and with any number of cores.

use super::{
    batch::{Batch, Item, Model},
    config::{DiscriminatorLosses, GeneratorConfig, Lambdas, Losses},
    discriminator::Evidence,
    networks::Networks,
    objective::{Goal, Manner},
};
use crate::{
    compute::at_once,
    data::stacked,
    nn::{FeatureNet, Generator, Norms, replica},
    train::{task::Moment, terms::Terms},
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use std::{collections::HashMap, ops::Range, sync::Arc};

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
    pub config: &'a GeneratorConfig,
    pub seed: u64,
    pub net: &'a FeatureNet,
    pub device: &'a Device,
    pub moment: &'a Moment<'a>,
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
    /// A step of the discriminator, if there is one, and one of the generator; their losses. What is not a number stops
    /// whoever would learn from it.
    pub fn take(&self, networks: &mut Networks, bank: &mut Bank, batch: &Batch) -> Terms {
        if let Some(adversary) = &mut networks.adversary {
            adversary.follow();
        }
        let smoothing = self.config.label_smoothing;
        let halves = shares(self.config.batch);
        let known = &*bank;
        let first = at_once(self.device, halves, |share| {
            let painted = self.paint(networks, known, batch, share);
            let adversary = networks.adversary.as_ref();
            let judged = adversary.map(|own| own.losses(&painted.evidence, smoothing));
            (painted, judged)
        });
        let (mut painted, judged): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        bank.0.retain(|id, _| *id >= batch.oldest);
        bank.0
            .extend(painted.iter_mut().flat_map(|share| share.new.drain(..)));
        let judged: Option<(Vec<_>, Vec<_>)> = judged.into_iter().collect();
        let mut against = None;
        if let (Some(adversary), Some((losses, grads))) = (&mut networks.adversary, judged) {
            let mut mean = DiscriminatorLosses::mean(&losses);
            mean.gradient = adversary.learn(grads);
            against = Some(mean);
        }
        let second = at_once(self.device, painted, |painted| {
            self.losses(networks, painted)
        });
        let (losses, grads): (Vec<_>, Vec<_>) = second.into_iter().unzip();
        let (losses, adversarial): (Vec<_>, Vec<_>) = losses.into_iter().unzip();
        let losses = Losses {
            gradient: networks.generator.step(self.moment.rate, grads),
            ..Losses::mean(&losses)
        };
        networks.follow(self.moment.step + 1);
        let mut terms = losses.terms();
        if let Some(against) = &mut against {
            against.generator = adversarial.iter().sum::<f32>() / adversarial.len() as f32;
            against.add_to(&mut terms);
        }
        terms
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
    fn paint(
        &self,
        networks: &Networks,
        bank: &Bank,
        batch: &Batch,
        share: Range<usize>,
    ) -> Painted {
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
        let heard = f32::from(u8::from(networks.generator.net.traits().freedom));
        let freedoms: Vec<f32> = items.iter().map(|item| item.freedom * heard).collect();
        let own = |item: &&Item| f32::from(u8::from(matches!(item.model, Model::Own(_))));
        let manners: Vec<_> = known
            .iter()
            .map(|known| Arc::clone(&known.manner))
            .collect();
        let selves = items.iter().map(own).collect();
        let goal = Goal::new(self.net, contents.clone(), &manners, &freedoms, selves);
        let codes = networks.normalise(goal.codes.clone());
        let grain = self.seed.wrapping_add(item << 8);
        let generator = replica(&networks.generator.net);
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
            key: (self.seed, item),
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
    fn losses(&self, networks: &Networks, painted: Painted) -> ((Losses, f32), GradientsParams) {
        let lambdas = Lambdas::of(self.moment.controls);
        let (values, mut slope) = painted.goal.losses(self.net, &painted.pictures, &lambdas);
        let mut adversarial = 0.0;
        if let Some(adversary) = &networks.adversary {
            let loss = adversary.judge(painted.pictures, &painted.evidence);
            adversarial = loss.clone().into_scalar();
            let ramp = RAMP.min(RAMP_SHARE * self.moment.steps as f32).max(1.0);
            let weight = lambdas.adversarial * (self.moment.step as f32 / ramp).min(1.0);
            slope = slope + loss.mul_scalar(weight);
        }
        let grads = GradientsParams::from_grads(slope.backward(), &painted.generator);
        ((values.read(), adversarial), grads)
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
