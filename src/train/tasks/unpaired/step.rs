//! One step: each way is translated and judged at the same time as the other.

use super::{super::generator::PROJECTED, history::History, places::Places};
use crate::{
    compute::at_once,
    data::stacked,
    loss::{halves_apart, identity, lattice, lightness},
    nn::{FeatureNet, FeatureProjection},
    train::{
        seen::Seen,
        task::Moment,
        tasks::{
            generator::{DiscriminatorLosses, Evidence, Painter as _, Told, code_of},
            school::{Begun, School},
        },
        terms::Terms,
    },
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor},
};

/// What the identity's weight has fallen to at the end of the run.
const LEAST: f32 = 0.1;

/// The crops of a step, `[3, side, side]` each, as many of both sides.
pub struct Batch {
    pub step: usize,
    pub sides: [Vec<Vec<f32>>; 2],
}

/// One way of the two: its networks, and what it has made before.
pub struct Way {
    pub begun: Begun,
    pub history: History,
}

/// What steps need and do not change.
pub struct Step<'a> {
    pub side: usize,
    pub label_smoothing: f32,
    pub seed: u64,
    pub net: &'a FeatureNet,
    pub device: &'a Device,
    pub moment: &'a Moment<'a>,
}

/// Crops of one side, translated to the other and back. Tracked where not said otherwise.
struct Translated {
    way: usize,
    own: School,
    /// The network of the way back.
    other: Option<School>,
    /// Untracked: what is translated, and what it shall be like.
    from: Tensor<4>,
    to: Tensor<4>,
    there: Tensor<4>,
    back: Option<Tensor<4>>,
    /// What is there already, translated.
    same: Tensor<4>,
    evidence: Evidence,
}

/// What a way has lost, and the gradients of its network and of that of the way back.
struct Lost {
    terms: Vec<(&'static str, f32)>,
    judged: [f32; 2],
    own: GradientsParams,
    other: Option<GradientsParams>,
}

impl Step<'_> {
    /// A step of all discriminators and one of each generator; their losses.
    pub fn take(&self, ways: &mut [Way], batch: &Batch) -> Terms {
        for way in ways.iter_mut() {
            let networks = &mut way.begun.networks;
            networks.adversary.iter_mut().for_each(|own| own.follow());
            networks.projected.iter_mut().for_each(|own| own.follow());
        }
        let each = |ways: &[Way]| (0..ways.len()).collect::<Vec<usize>>();
        let (known, all) = (&*ways, each(ways));
        let mut translated = at_once(self.device, all, |way| self.translate(known, batch, way));
        for (way, made) in ways.iter_mut().zip(&mut translated) {
            let (seed, item) = made.evidence.key;
            made.evidence.fakes = way.history.exchanged(&made.evidence.fakes, seed, item);
        }
        let (known, made) = (&*ways, &translated);
        let judged = at_once(self.device, each(known), |way| {
            self.judged(&known[way], &made[way].evidence)
        });
        let mut against = Vec::new();
        for (way, [pixels, maps]) in ways.iter_mut().zip(judged) {
            let networks = &mut way.begun.networks;
            let pixels = pixels.zip(networks.adversary.as_mut());
            let pixels =
                pixels.map(|((losses, grads), own)| learnt(losses, own.learn(vec![grads])));
            let maps = maps.zip(networks.projected.as_mut());
            let maps = maps.map(|((losses, grads), own)| learnt(losses, own.learn(vec![grads])));
            against.push([pixels, maps]);
        }
        let known = &*ways;
        let lost = at_once(self.device, translated, |made| self.losses(known, made));
        self.learn(ways, lost, against)
    }

    /// A step of each generator down what both ways have lost; all losses by name.
    fn learn(
        &self,
        ways: &mut [Way],
        lost: Vec<Lost>,
        against: Vec<[Option<DiscriminatorLosses>; 2]>,
    ) -> Terms {
        let mut terms = Terms::default();
        let share = 1.0 / lost.len().max(1) as f32;
        let mut grads: Vec<Vec<GradientsParams>> = ways.iter().map(|_| Vec::new()).collect();
        let last = ways.len() - 1;
        for (way, (lost, against)) in lost.into_iter().zip(against).enumerate() {
            for (name, value) in lost.terms {
                terms.set(name, terms.get(name).unwrap_or(0.0) + share * value);
            }
            let named = [
                ["discriminator", "projected"],
                ["discriminator_back", "projected_back"],
            ];
            for (i, losses) in against.into_iter().enumerate() {
                if let Some(mut losses) = losses {
                    losses.generator = lost.judged[i];
                    losses.add_to(named[way][i], &mut terms);
                }
            }
            grads[way].push(lost.own);
            grads[last - way].extend(lost.other);
        }
        let mut norm = 0.0;
        for (way, grads) in ways.iter_mut().zip(grads) {
            let networks = &mut way.begun.networks;
            norm += share * networks.generator.step(self.moment.rate, grads);
            networks.follow(self.moment.step + 1);
        }
        terms.set("gradient", norm);
        terms
    }

    fn translate(&self, ways: &[Way], batch: &Batch, way: usize) -> Translated {
        let crops = |side: usize| stacked(batch.sides[side].iter(), self.side, self.device);
        let (from, to) = (crops(way), crops(1 - way));
        let [n, ..] = from.dims();
        let item = (batch.step * 2 + way) as u64;
        let key = (self.seed.wrapping_add(self.moment.rolled_back), item);
        let networks = &ways[way].begun.networks;
        let codes = |crops: &Tensor<4>| networks.normalise(code_of(self.net, crops.clone()));
        let none = || Tensor::zeros([n, 1], self.device);
        let labels = vec![0; n];
        let paint = |painter: &School, crops: Tensor<4>, like: &Tensor<4>, grain: u64| {
            let styles = painter.styles(codes(like), none(), &labels);
            painter
                .generator()
                .forward(crops, styles, key.0 ^ (grain << 48 | item))
        };
        let own = networks.generator.replica();
        let there = paint(&own, from.clone().autodiff(), &to, 1);
        let same = paint(&own, to.clone().autodiff(), &to, 2);
        let other = (ways.len() > 1).then(|| ways[1 - way].begun.networks.generator.replica());
        let back = other
            .as_ref()
            .map(|other| paint(other, there.clone(), &from, 3));
        Translated {
            way,
            evidence: Evidence {
                reals: to.clone(),
                fakes: there.clone().inner(),
                told: Told::nothing(n, self.device),
                key,
            },
            own,
            other,
            from,
            to,
            there,
            back,
            same,
        }
    }

    fn maps(&self, pictures: Tensor<4>) -> Vec<Tensor<4>> {
        self.net.maps(pictures, FeatureProjection::DEEPEST)
    }

    /// What the discriminators of a way make of what it shows them, and where their losses grow.
    fn judged(&self, way: &Way, evidence: &Evidence) -> [Option<Judged>; 2] {
        let (networks, smoothing) = (&way.begun.networks, self.label_smoothing);
        let pixels = networks.adversary.as_ref();
        let maps = networks.projected.as_ref().map(|projected| {
            let real = self.maps(evidence.reals.clone());
            let fake = self.maps(evidence.fakes.clone());
            projected.losses(&real, &fake, &evidence.told, smoothing)
        });
        [pixels.map(|own| own.losses(evidence, smoothing)), maps]
    }

    /// What a way has lost, and where that grows.
    fn losses(&self, ways: &[Way], made: Translated) -> Lost {
        let (networks, controls) = (&ways[made.way].begun.networks, self.moment.controls);
        let weight = |name: &str| controls.weight(name);
        let (mut terms, mut judged) = (Vec::new(), [0.0; 2]);
        let seen = Seen::of(self.net, made.there.clone().inner());
        let mut slopes: Vec<Option<Tensor<4>>> = vec![None; seen.maps.len()];
        if let Some(projected) = &networks.projected {
            let real = || self.maps(made.evidence.reals.clone());
            let told = &made.evidence.told.right;
            let (loss, all) = projected.judge(&seen.maps, told, real);
            judged[1] = loss;
            for (to, slope) in slopes.iter_mut().zip(all) {
                *to = slope.map(|slope| slope.mul_scalar(weight(PROJECTED)));
            }
        }
        if made.back.is_none() {
            let places = Places::of(made.evidence.key);
            let from = self.maps(made.from.clone());
            let loss = places.contrast(&seen.maps, &from, weight("contrast"), &mut slopes);
            terms.push(("contrast", loss));
        }
        let slope = seen.back(slopes).autodiff();
        let mut sum = (made.there.clone() * slope).sum();
        let mut add = |name: &'static str, weight: f32, loss: Tensor<1>| {
            terms.push((name, loss.clone().into_scalar()));
            sum = sum.clone() + loss.mul_scalar(weight);
        };
        if let Some(back) = made.back {
            let loss = halves_apart(back, made.from.autodiff());
            add("cycle", weight("cycle"), loss);
        }
        let [n, ..] = made.same.dims();
        let all = Tensor::ones([n], self.device).autodiff();
        let done = self.moment.step as f32 / self.moment.steps.max(1) as f32;
        let falling = 1.0 - (1.0 - LEAST) * done.min(1.0);
        let loss = identity(made.same, made.to.autodiff(), all);
        add("identity", falling * weight("identity"), loss);
        let loss = lattice(&lightness(made.there.clone()));
        add("lattice", weight("lattice"), loss);
        if let Some(adversary) = &networks.adversary {
            let loss = adversary.judge(made.there, &made.evidence);
            judged[0] = loss.clone().into_scalar();
            sum = sum + loss.mul_scalar(weight("adversarial"));
        }
        let mut grads = sum.backward();
        Lost {
            terms,
            judged,
            own: GradientsParams::from_module(&mut grads, &made.own),
            other: made
                .other
                .map(|other| GradientsParams::from_module(&mut grads, &other)),
        }
    }
}

/// What a discriminator lost, and where that grows.
type Judged = (DiscriminatorLosses, GradientsParams);

fn learnt(losses: DiscriminatorLosses, gradient: f32) -> DiscriminatorLosses {
    DiscriminatorLosses { gradient, ..losses }
}
