//! One step on a batch, whose halves are computed at once.
//!
//! Each half has a graph of its own, and gradients are means over the halves, as they are means over the
//! crops of one. The halves are the same on every device and with any number of cores.

use super::{
    batch::{Batch, Crops, Item, Model},
    config::{DiscriminatorLosses, Lambdas, Losses},
    discriminator::{Adversary, Evidence},
    networks::Networks,
    objective::{Goal, Manner},
    painter::Painter,
    projected::Projected,
};
use crate::{
    compute::at_once,
    data::stacked,
    nn::{FeatureNet, FeatureProjection, Norms},
    train::{seen::Seen, task::Moment, terms::Terms},
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use std::{collections::HashMap, ops::Range, sync::Arc};

/// Steps over which the adversarial loss comes in, and their largest share of all steps.
const RAMP: f32 = 500.0;
const RAMP_SHARE: f32 = 0.2;

/// Name of the weight of the loss against the discriminator that sees maps.
pub const PROJECTED: &str = "projected";

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
    pub crops: Crops,
    /// How much less than 1 the labels of real crops are.
    pub label_smoothing: f32,
    pub seed: u64,
    pub net: &'a FeatureNet,
    pub device: &'a Device,
    pub moment: &'a Moment<'a>,
}

/// A share of a batch, painted.
struct Painted<'a, P> {
    goal: Goal,
    /// What painted it, with leaves of its own.
    generator: P,
    /// `[N, 3, side, side]`, tracked.
    pictures: Tensor<4>,
    seen: Seen<'a>,
    evidence: Evidence,
    /// Examples that were first looked at.
    new: Vec<(u64, Arc<Known>)>,
}

impl Step<'_> {
    /// A step of the discriminators, if there are some, and one of the generator; their losses. What is not a number stops
    /// whoever would learn from it.
    pub fn take<P: Painter>(
        &self,
        networks: &mut Networks<P>,
        bank: &mut Bank,
        batch: &Batch,
    ) -> Terms {
        if let Some(adversary) = &mut networks.adversary {
            adversary.follow();
        }
        if let Some(projected) = &mut networks.projected {
            projected.follow();
        }
        let halves = shares(self.crops.batch);
        let known = &*bank;
        let first = at_once(self.device, halves, |share| {
            let painted = self.paint(networks, known, batch, share);
            let judged = self.judged(networks, &painted);
            (painted, judged)
        });
        let (mut painted, judged): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        bank.0.retain(|id, _| *id >= batch.oldest);
        bank.0
            .extend(painted.iter_mut().flat_map(|share| share.new.drain(..)));
        let (pixels, maps): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
        let mut against = learnt(pixels, networks.adversary.as_mut(), Adversary::learn);
        let mut projected = learnt(maps, networks.projected.as_mut(), Projected::learn);
        let second = at_once(self.device, painted, |painted| {
            self.losses(networks, painted)
        });
        let (losses, grads): (Vec<_>, Vec<_>) = second.into_iter().unzip();
        let count = losses.len() as f32;
        let mean = |of: fn(&(Losses, [f32; 2])) -> f32| losses.iter().map(of).sum::<f32>() / count;
        let adversarial = [mean(|(_, both)| both[0]), mean(|(_, both)| both[1])];
        let losses: Vec<Losses> = losses.iter().map(|(losses, _)| *losses).collect();
        let losses = Losses {
            gradient: networks.generator.step(self.moment.rate, grads),
            ..Losses::mean(&losses)
        };
        networks.follow(self.moment.step + 1);
        let mut terms = losses.terms();
        let both = [
            ("discriminator", &mut against),
            ("projected", &mut projected),
        ];
        for ((name, against), generator) in both.into_iter().zip(adversarial) {
            if let Some(against) = against {
                against.generator = generator;
                against.add_to(name, &mut terms);
            }
        }
        terms
    }

    /// What the discriminators make of a share, and where their losses grow.
    fn judged<P: Painter>(
        &self,
        networks: &Networks<P>,
        painted: &Painted<'_, P>,
    ) -> (Option<Judged>, Option<Judged>) {
        let evidence = &painted.evidence;
        let smoothing = self.label_smoothing;
        let adversary = networks.adversary.as_ref();
        let projected = networks.projected.as_ref().map(|projected| {
            let real = self.maps(evidence.reals.clone());
            projected.losses(&real, &painted.seen.maps, &evidence.told, smoothing)
        });
        let pixels = adversary.map(|own| own.losses(evidence, smoothing));
        (pixels, projected)
    }

    /// The encoder's maps of pictures, as the projected discriminator sees them.
    fn maps(&self, pictures: Tensor<4>) -> Vec<Tensor<4>> {
        self.net.maps(pictures, FeatureProjection::DEEPEST)
    }

    /// What is known of what `item` is to be painted like.
    fn known(&self, bank: &Bank, item: &Item) -> Option<Arc<Known>> {
        let example = match &item.model {
            Model::Own(example) | Model::Banked(_, Some(example)) => example,
            Model::Banked(id, None) => return bank.0.get(id).cloned(),
        };
        let style = stacked(
            std::iter::once(&example.style),
            self.crops.style_side,
            self.device,
        );
        Some(Arc::new(Known {
            manner: Arc::new(Manner::of(self.net, style)),
            real: example.real.clone(),
        }))
    }

    /// Paints the photographs of a share in the styles of its paintings.
    fn paint<P: Painter>(
        &self,
        networks: &Networks<P>,
        bank: &Bank,
        batch: &Batch,
        share: Range<usize>,
    ) -> Painted<'_, P> {
        let (crops, device) = (self.crops, self.device);
        let item = (batch.step * crops.batch + share.start) as u64;
        let items = &batch.items[share];
        // What was drawn is in the bank or came along.
        let pairs = items
            .iter()
            .filter_map(|item| Some((item, self.known(bank, item)?)));
        let (items, known): (Vec<&Item>, Vec<Arc<Known>>) = pairs.unzip();
        let contents = items.iter().map(|item| &item.content);
        let contents = stacked(contents, crops.side, device);
        // Who cannot hear of freedom is asked for none.
        let heard = f32::from(u8::from(
            networks.generator.net.generator().traits().freedom,
        ));
        let freedoms: Vec<f32> = items.iter().map(|item| item.freedom * heard).collect();
        let own = |item: &&Item| f32::from(u8::from(matches!(item.model, Model::Own(_))));
        let manners: Vec<_> = known
            .iter()
            .map(|known| Arc::clone(&known.manner))
            .collect();
        let selves: Vec<f32> = items.iter().map(own).collect();
        let column = |values: Vec<f32>| {
            Tensor::<2>::from_data(TensorData::new(values, [items.len(), 1]), device)
        };
        let own = column(selves.clone());
        let goal = Goal::new(self.net, contents.clone(), &manners, &freedoms, selves);
        let codes = networks.normalise(goal.codes.clone());
        let grain = self.seed.wrapping_add(item << 8);
        let painter = networks.generator.replica();
        let generator = painter.generator();
        let content = generator.encode(contents.autodiff());
        let labels: Vec<usize> = items.iter().map(|item| item.label).collect();
        let styles = painter.styles(codes.clone(), own, &labels);
        let modulation = generator.modulate_freely(styles, column(freedoms).autodiff());
        let norms = &mut Norms::Own;
        let pictures = generator.decode_modulated(&content, modulation, grain, norms);
        let fakes = pictures.clone().inner();
        let seen = Seen::of(self.net, fakes.clone());
        let evidence = Evidence {
            reals: stacked(known.iter().map(|known| &known.real), crops.side, device),
            fakes,
            told: painter.told(&codes, &labels, item),
            key: (self.seed, item),
        };
        let new = items.iter().zip(known);
        let new = new.filter_map(|(item, known)| match item.model {
            Model::Banked(id, Some(_)) => Some((id, known)),
            Model::Banked(_, None) | Model::Own(_) => None,
        });
        Painted {
            goal,
            generator: painter,
            pictures,
            seen,
            evidence,
            new: new.collect(),
        }
    }

    /// What a share lost, with the parts of both discriminators, and where the sum grows.
    fn losses<P: Painter>(
        &self,
        networks: &Networks<P>,
        painted: Painted<'_, P>,
    ) -> ((Losses, [f32; 2]), GradientsParams) {
        let lambdas = Lambdas::of(self.moment.controls);
        let ramp = RAMP.min(RAMP_SHARE * self.moment.steps as f32).max(1.0);
        let ramp = (self.moment.step as f32 / ramp).min(1.0);
        let (mut adversarial, mut by_maps) = (0.0, 0.0);
        let judged = |maps: &[Tensor<4>]| {
            let Some(projected) = &networks.projected else {
                return Vec::new();
            };
            let real = || self.maps(painted.evidence.reals.clone());
            let (loss, slopes) = projected.judge(maps, &painted.evidence.told.right, real);
            by_maps = loss;
            let weight = ramp * self.moment.controls.weight(PROJECTED);
            let weighed = slopes
                .into_iter()
                .map(|slope| Some(slope?.mul_scalar(weight)));
            weighed.collect()
        };
        let (goal, seen) = (&painted.goal, painted.seen);
        let (values, mut slope) = goal.losses(self.net, &painted.pictures, seen, &lambdas, judged);
        if let Some(adversary) = &networks.adversary {
            let loss = adversary.judge(painted.pictures, &painted.evidence);
            adversarial = loss.clone().into_scalar();
            slope = slope + loss.mul_scalar(lambdas.adversarial * ramp);
        }
        let grads = GradientsParams::from_grads(slope.backward(), &painted.generator);
        ((values.read(), [adversarial, by_maps]), grads)
    }
}

/// What a discriminator lost on a share, and where that grows.
type Judged = (DiscriminatorLosses, GradientsParams);

/// A step of a discriminator down what it lost on all shares, if there is one, and the mean of that.
fn learnt<D>(
    shares: Vec<Option<Judged>>,
    own: Option<&mut D>,
    learn: impl FnOnce(&mut D, Vec<GradientsParams>) -> f32,
) -> Option<DiscriminatorLosses> {
    let judged: Option<(Vec<_>, Vec<_>)> = shares.into_iter().collect();
    let (losses, grads) = judged?;
    let mut mean = DiscriminatorLosses::mean(&losses);
    mean.gradient = learn(own?, grads);
    Some(mean)
}

/// The halves of a batch of `count`. Two crops at least are in each, so that the discriminator can be shown the
/// code of another painting; what cannot be halved so is one share.
fn shares(count: usize) -> Vec<Range<usize>> {
    let divided = count >= 4 && count.is_multiple_of(2);
    let first = if divided { count / 2 } else { count };
    let shares = [0..first, first..count].into_iter();
    shares.filter(|share| !share.is_empty()).collect()
}
