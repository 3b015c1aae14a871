//! A discriminator that learns while a picture is painted to tell its patches from the paintings', and
//! tells the pixels how to look more like them (Li and Wand, ECCV 2016, trained such a one for
//! generators; here it is for one picture).

use crate::{
    loss::Adversarial,
    nn::{CODE_SIZE, Discriminator, Singular},
    optim::{DISCRIMINATOR_RATE, Learner},
};
use burn::{
    module::Module,
    optim::GradientsParams,
    tensor::{Device, Tensor},
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Side of the patches that it learns from.
const PATCH: usize = 96;
/// Patches of each kind a step.
const PATCHES: usize = 2;
/// Least side of a picture in which it sees something.
const LEAST: usize = 16;
const SMOOTHING: f32 = 0.1;
const FORM: Adversarial = Adversarial::Lsgan;

/// The discriminator of one run.
#[derive(Clone)]
pub struct PatchDiscriminator {
    learner: Learner<Discriminator>,
    singular: Singular,
    seed: u64,
    steps: u64,
}

impl PatchDiscriminator {
    /// An untrained one; `seed` chooses its weights and its patches.
    pub fn new(seed: u64, device: &Device) -> Self {
        crate::nn::seed(seed);
        let discriminator = Discriminator::new(CODE_SIZE, &device.clone().autodiff());
        Self {
            singular: Singular::new(&discriminator),
            learner: Learner::discriminator(discriminator),
            seed,
            steps: 0,
        }
    }

    /// Whether it sees anything in `picture` `[1, 3, H, W]`.
    pub fn sees(picture: &Tensor<4>) -> bool {
        let [_, _, height, width] = picture.dims();
        height.min(width) >= LEAST
    }

    /// One step on patches of the `paintings`, each as often as its share of `mix` says, and of
    /// `picture`, `[1, 3, H, W]` each.
    pub fn learn(&mut self, paintings: &[Tensor<4>], mix: &[f32], picture: &Tensor<4>) {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed.wrapping_add(self.steps));
        self.steps += 1;
        let seen = paintings.iter().enumerate().filter(|(_, p)| Self::sees(p));
        let shares: Vec<_> = seen
            .map(|(i, painting)| (painting, mix.get(i).copied().unwrap_or(1.0)))
            .collect();
        let total: f32 = shares.iter().map(|(_, share)| share).sum();
        if total <= 0.0 {
            return;
        }
        let sides = shares.iter().map(|(painting, _)| least(painting));
        let side = sides.fold(least(picture), usize::min).min(PATCH);
        let (mut real, mut fake) = (Vec::new(), Vec::new());
        for _ in 0..PATCHES {
            let mut left = rng.random::<f32>() * total;
            let chosen = shares.iter().find(|(_, share)| {
                left -= share;
                left < 0.0
            });
            let painting = chosen.map_or(picture, |(painting, _)| painting);
            real.push(patch(painting, side, &mut rng));
            fake.push(patch(picture, side, &mut rng));
        }
        self.singular.follow(&self.learner.net);
        let all = Tensor::cat([real, fake].concat(), 0).autodiff();
        let logits = self.logits(&self.learner.net, all);
        let real = logits.clone().narrow(0, 0, PATCHES);
        let fake = logits.narrow(0, PATCHES, PATCHES);
        let loss = FORM.discriminator(real, fake, SMOOTHING);
        let grads = GradientsParams::from_grads(loss.backward(), &self.learner.net);
        self.learner.step(DISCRIMINATOR_RATE, vec![grads]);
    }

    /// What the pixels of `picture` `[1, 3, H, W]`, tracked, minimise, `[1]`.
    pub fn judge(&self, picture: Tensor<4>) -> Tensor<1> {
        FORM.generator(None, self.logits(&self.learner.net.valid(), picture))
    }

    fn logits(&self, net: &Discriminator, pictures: Tensor<4>) -> Tensor<4> {
        // There is one style only, so the code that tells styles apart is left out.
        let [n, ..] = pictures.dims();
        let codes = Tensor::zeros([n, CODE_SIZE], &pictures.device());
        let seen = net.look(pictures, &self.singular);
        net.judge(&seen, codes, &self.singular)
    }
}

/// The shorter side of a picture `[1, 3, H, W]`.
fn least(picture: &Tensor<4>) -> usize {
    let [_, _, height, width] = picture.dims();
    height.min(width)
}

fn patch(picture: &Tensor<4>, side: usize, rng: &mut ChaCha8Rng) -> Tensor<4> {
    let [_, _, height, width] = picture.dims();
    let (top, left) = (
        rng.random_range(0..=height - side),
        rng.random_range(0..=width - side),
    );
    picture.clone().narrow(2, top, side).narrow(3, left, side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Distribution, TensorData};

    #[test]
    fn it_learns_to_tell_stripes_from_noise_and_small_pictures_are_left_alone() {
        let device = Device::flex();
        let stripes: Vec<f32> = (0..3 * 48 * 48)
            .map(|i| f32::from(u8::from(i % 48 / 6 % 2 == 0)))
            .collect();
        let painting = Tensor::<4>::from_data(TensorData::new(stripes, [1, 3, 48, 48]), &device);
        let noise = Tensor::random([1, 3, 48, 48], Distribution::Uniform(0.0, 1.0), &device);
        let mut discriminator = PatchDiscriminator::new(3, &device);
        let gap = |discriminator: &PatchDiscriminator| -> f32 {
            let judge = |picture: &Tensor<4>| discriminator.judge(picture.clone());
            (judge(&noise) - judge(&painting)).into_scalar()
        };
        let before = gap(&discriminator);
        for _ in 0..12 {
            discriminator.learn(std::slice::from_ref(&painting), &[1.0], &noise);
        }
        assert!(
            gap(&discriminator) > before + 0.05,
            "{before} {}",
            gap(&discriminator)
        );
        let tiny = Tensor::zeros([1, 3, 5, 17], &device);
        assert!(!PatchDiscriminator::sees(&tiny));
        // Nothing to learn from.
        discriminator.learn(&[tiny], &[1.0], &noise);
    }
}
