//! What discriminator and generator want of each other (Goodfellow et al., "Generative Adversarial
//! Nets", 2014), in the forms of the literature. `real` and `fake` are logits of any shape; means
//! are over all of them.

use burn::tensor::{Tensor, activation::relu};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The form of the adversarial loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adversarial {
    /// Least squares (Mao et al., ICCV 2017, eq. 9 with a = 0, b = c = 1).
    #[default]
    Lsgan,
    /// Cross-entropy, the generator maximises `log D` (Goodfellow et al. 2014, section 3).
    Bce,
    /// Cross-entropy, the generator minimises `log (1 - D)`: the minimax game itself (eq. 1).
    BceSaturating,
    /// Hinge (Lim and Ye, "Geometric GAN", 2017; Miyato et al. 2018, eqs. 16 and 17).
    Hinge,
    /// Relativistic average with cross-entropy (Jolicoeur-Martineau, ICLR 2019, section 4).
    Relativistic,
}

impl Adversarial {
    /// All forms with their names on the command line.
    pub const NAMES: [(&str, Self); 5] = [
        ("lsgan", Self::Lsgan),
        ("bce", Self::Bce),
        ("bce-saturating", Self::BceSaturating),
        ("hinge", Self::Hinge),
        ("relativistic", Self::Relativistic),
    ];

    /// What the discriminator minimises, `[1]`. Where there are labels, real ones are
    /// `1 - smoothing` (one-sided label smoothing, Salimans et al. 2016); the hinge has none.
    pub fn discriminator(self, real: Tensor<4>, fake: Tensor<4>, smoothing: f32) -> Tensor<1> {
        let label = 1.0 - smoothing;
        match self {
            Self::Lsgan => {
                let squares = (real - label).square().mean() + fake.square().mean();
                squares.mul_scalar(0.5)
            }
            Self::Bce | Self::BceSaturating => {
                cross_entropy(real, label).mean() + cross_entropy(fake, 0.0).mean()
            }
            Self::Hinge => relu(real.neg() + 1.0).mean() + relu(fake + 1.0).mean(),
            Self::Relativistic => {
                let (above, below) = relative(real, fake);
                cross_entropy(above, label).mean() + cross_entropy(below, 0.0).mean()
            }
        }
    }

    /// What the generator minimises, `[1]`; only [`Adversarial::Relativistic`] looks at `real`.
    pub fn generator(self, real: Option<Tensor<4>>, fake: Tensor<4>) -> Tensor<1> {
        match self {
            Self::Lsgan => (fake - 1.0).square().mean().mul_scalar(0.5),
            Self::Bce => cross_entropy(fake, 1.0).mean(),
            Self::BceSaturating => softplus(fake).mean().neg(),
            Self::Hinge => fake.mean().neg(),
            Self::Relativistic => {
                let real = real.unwrap_or_else(|| fake.zeros_like());
                let (above, below) = relative(real, fake);
                cross_entropy(above, 0.0).mean() + cross_entropy(below, 1.0).mean()
            }
        }
    }

    /// [`Adversarial::discriminator`], mean over the scales of which there are logits each.
    pub fn discriminator_at_scales(
        self,
        reals: &[Tensor<4>],
        fakes: &[Tensor<4>],
        smoothing: f32,
    ) -> Tensor<1> {
        let scales = reals.iter().zip(fakes);
        mean(scales.map(|(real, fake)| self.discriminator(real.clone(), fake.clone(), smoothing)))
    }

    /// [`Adversarial::generator`], mean over the scales of which there are logits each.
    pub fn generator_at_scales(
        self,
        reals: Option<Vec<Tensor<4>>>,
        fakes: Vec<Tensor<4>>,
    ) -> Tensor<1> {
        let mut reals = reals.into_iter().flatten();
        let scales = fakes.into_iter();
        mean(scales.map(|fake| self.generator(reals.next(), fake)))
    }

    /// The logit above which a discriminator trained with this loss says "real".
    pub fn threshold(self) -> f32 {
        if self == Self::Lsgan { 0.5 } else { 0.0 }
    }
}

impl fmt::Display for Adversarial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::NAMES.iter().find(|(_, form)| form == self);
        f.write_str(name.map_or("", |(name, _)| name))
    }
}

impl FromStr for Adversarial {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::NAMES
            .into_iter()
            .find(|(name, _)| *name == text)
            .map(|(_, form)| form)
            .ok_or_else(|| {
                format!(
                    "'{text}' is not an adversarial loss; use lsgan, bce, bce-saturating, hinge or \
                     relativistic"
                )
            })
    }
}

/// The mean of losses `[1]`, of which there is at least one.
fn mean(losses: impl Iterator<Item = Tensor<1>>) -> Tensor<1> {
    Tensor::cat(losses.collect(), 0).mean()
}

/// How much more real the real ones are than the mean fake, and the fake ones than the mean real.
fn relative(real: Tensor<4>, fake: Tensor<4>) -> (Tensor<4>, Tensor<4>) {
    let mean = |x: &Tensor<4>| x.clone().mean().reshape([1, 1, 1, 1]);
    let (mean_real, mean_fake) = (mean(&real), mean(&fake));
    (real - mean_fake, fake - mean_real)
}

/// Binary cross-entropy of logits with one label for all.
fn cross_entropy(logits: Tensor<4>, label: f32) -> Tensor<4> {
    softplus(logits.clone()) - logits.mul_scalar(label)
}

/// `log (1 + e^x)`, without overflow.
fn softplus(x: Tensor<4>) -> Tensor<4> {
    relu(x.clone()) + x.abs().neg().exp().log1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::{Device, TensorData};
    use serde_json::Value;

    /// Numbers of PyTorch's own losses, made by tests/fixtures/make_adversarial.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/adversarial.json");

    fn numbers(value: &Value) -> Vec<f32> {
        let list = value.as_array().expect("a list");
        list.iter()
            .map(|v| v.as_f64().expect("a number") as f32)
            .collect()
    }

    fn leaf(value: &Value) -> Tensor<4> {
        let data = TensorData::new(numbers(value), [1, 1, 2, 4]);
        Tensor::from_data(data, &Device::flex())
            .autodiff()
            .require_grad()
    }

    fn close(found: &[f32], wanted: &[f32], what: &str) {
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-5 * b.abs().max(1.0), "{what}: {a} {b}");
        }
    }

    #[test]
    fn values_and_gradients_are_those_of_pytorch() {
        let reference: Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let smoothing = reference["smoothing"].as_f64().expect("a number") as f32;
        for (name, form) in Adversarial::NAMES {
            for player in ["discriminator", "generator"] {
                let (real, fake) = (leaf(&reference["real"]), leaf(&reference["fake"]));
                let loss = if player == "discriminator" {
                    form.discriminator(real.clone(), fake.clone(), smoothing)
                } else {
                    form.generator(Some(real.clone()), fake.clone())
                };
                let wanted = &reference["forms"][name][player];
                let what = format!("{player} of {name}");
                let value: f32 = loss.clone().into_scalar();
                close(
                    &[value],
                    &[wanted["loss"].as_f64().expect("a number") as f32],
                    &what,
                );
                let gradients = loss.backward();
                for (leaf, side) in [(real, "real"), (fake, "fake")] {
                    let found: Vec<f32> = leaf
                        .grad(&gradients)
                        .map_or_else(|| vec![0.0; 8], |g| g.into_data().iter().collect());
                    close(&found, &numbers(&wanted[side]), &format!("{what}, {side}"));
                }
            }
        }
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for (name, form) in Adversarial::NAMES {
            assert_eq!(name.parse(), Ok(form));
            assert_eq!(form.to_string(), name);
        }
        assert!("gan".parse::<Adversarial>().is_err());
    }
}
