//! One step: both discriminators, then the generator, each half of the batch on a thread of its own.

use super::{
    super::generator::{DiscriminatorLosses, Evidence, Told},
    PROJECTED,
    networks::Networks,
};
use crate::{
    compute::at_once,
    data::{random, stacked},
    nn::{DreamNet, FeatureNet, FeatureProjection, NOISE},
    train::{augment::augmented, seen::Seen, task::Moment, terms::Terms},
};
use burn::{
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use rand::RngExt;
use std::ops::Range;

/// Random stream of noise.
const STREAM: u64 = 31;

/// The real pictures of a step, `[3, side, side]` each.
pub struct Batch {
    pub step: usize,
    pub reals: Vec<Vec<f32>>,
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

/// Noise `[N, NOISE]` of power 1 for the samples `items`, each a function of (seed, stream, item).
pub fn noise(seed: u64, stream: u64, items: Range<u64>, device: &Device) -> Tensor<2> {
    let count = (items.end - items.start) as usize;
    let values = items.flat_map(|item| {
        let mut rng = random(seed, stream, item);
        (0..NOISE).map(move |_| {
            // Box and Muller 1958.
            let (u, v): (f64, f64) = (rng.random(), rng.random());
            ((-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
        })
    });
    let data = TensorData::new(values.collect::<Vec<f32>>(), [count, NOISE]);
    DreamNet::noise(Tensor::from_data(data, device))
}

/// A share of a batch, dreamt.
struct Dreamt<'a> {
    generator: DreamNet,
    /// As discriminators get them: tracked.
    pictures: Tensor<4>,
    seen: Seen<'a>,
    evidence: Evidence,
}

impl Step<'_> {
    /// A step of the discriminators and one of the generator; their losses.
    pub fn take(&self, networks: &mut Networks, batch: &Batch) -> Terms {
        networks.adversary.follow();
        networks.projected.follow();
        let count = batch.reals.len();
        let half = if count >= 2 { count / 2 } else { count };
        let shares: Vec<Range<usize>> = [0..half, half..count]
            .into_iter()
            .filter(|share| !share.is_empty())
            .collect();
        let first = at_once(self.device, shares, |share| {
            let dreamt = self.dream(networks, batch, share);
            let judged = self.judged(networks, &dreamt.evidence, &dreamt.seen.maps);
            (dreamt, judged)
        });
        let (dreamt, judged): (Vec<_>, Vec<_>) = first.into_iter().unzip();
        let (pixels, maps): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
        let mut against = learnt(pixels, |grads| networks.adversary.learn(grads));
        let mut projected = learnt(maps, |grads| networks.projected.learn(grads));
        let second = at_once(self.device, dreamt, |dreamt| self.losses(networks, dreamt));
        let shares = second.len() as f32;
        let (losses, grads): (Vec<_>, Vec<_>) = second.into_iter().unzip();
        let gradient = networks.generator.step(self.moment.rate, grads);
        networks.follow(self.moment.step + 1);
        against.generator = losses.iter().map(|(pixels, _)| pixels).sum::<f32>() / shares;
        projected.generator = losses.iter().map(|(_, maps)| maps).sum::<f32>() / shares;
        let mut terms: Terms = [("gradient", gradient)].into_iter().collect();
        projected.add_to(PROJECTED, &mut terms);
        against.add_to("discriminator", &mut terms);
        terms
    }

    fn dream(&self, networks: &Networks, batch: &Batch, share: Range<usize>) -> Dreamt<'_> {
        let item = |i: usize| (batch.step * batch.reals.len() + i) as u64;
        let items = item(share.start)..item(share.end);
        let key = (self.seed.wrapping_add(self.moment.rolled_back), items.start);
        let generator = networks.generator.replica();
        let noise = noise(key.0, STREAM, items, self.device);
        let pictures = generator.forward(noise.autodiff());
        let reals = stacked(batch.reals[share].iter(), self.side, self.device);
        let [n, ..] = reals.dims();
        let pictures = augmented(pictures, key.0, 2 * key.1);
        let fakes = pictures.clone().inner();
        let seen = Seen::of(self.net, fakes.clone());
        let evidence = Evidence {
            reals: augmented(reals, key.0, 2 * key.1 + 1),
            fakes,
            told: Told::nothing(n, self.device),
            key,
        };
        Dreamt {
            generator,
            pictures,
            seen,
            evidence,
        }
    }

    fn maps(&self, pictures: Tensor<4>) -> Vec<Tensor<4>> {
        self.net.maps(pictures, FeatureProjection::DEEPEST)
    }

    /// What the discriminators make of a share, of whose dreams the encoder makes `fake`, and where their losses grow.
    fn judged(
        &self,
        networks: &Networks,
        evidence: &Evidence,
        fake: &[Tensor<4>],
    ) -> (Judged, Judged) {
        let smoothing = self.label_smoothing;
        let real = self.maps(evidence.reals.clone());
        let projected = &networks.projected;
        (
            networks.adversary.losses(evidence, smoothing),
            projected.losses(&real, fake, &evidence.told, smoothing),
        )
    }

    /// What the discriminators make the generator lose, and where the weighted sum grows.
    fn losses(&self, networks: &Networks, dreamt: Dreamt<'_>) -> ((f32, f32), GradientsParams) {
        let Dreamt {
            generator,
            pictures,
            seen,
            evidence,
        } = dreamt;
        let controls = self.moment.controls;
        let real = || self.maps(evidence.reals.clone());
        let told = &evidence.told.right;
        let (by_maps, slopes) = networks.projected.judge(&seen.maps, told, real);
        let slope = seen.back(slopes).mul_scalar(controls.weight(PROJECTED));
        let sum = (pictures.clone() * slope.autodiff()).sum();
        let loss = networks.adversary.judge(pictures, &evidence);
        let by_pixels = loss.clone().into_scalar();
        let sum = sum + loss.mul_scalar(controls.weight("adversarial"));
        let grads = GradientsParams::from_grads(sum.backward(), &generator);
        ((by_pixels, by_maps), grads)
    }
}

/// What a discriminator lost on a share, and where that grows.
type Judged = (DiscriminatorLosses, GradientsParams);

/// A step of a discriminator down what it lost on all shares, and the mean of that.
fn learnt(
    shares: Vec<Judged>,
    learn: impl FnOnce(Vec<GradientsParams>) -> f32,
) -> DiscriminatorLosses {
    let (losses, grads): (Vec<_>, Vec<_>) = shares.into_iter().unzip();
    let mut mean = DiscriminatorLosses::mean(&losses);
    mean.gradient = learn(grads);
    mean
}
