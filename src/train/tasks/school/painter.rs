//! The network of one school, or of several: the generator, and the style code that it learns of each.

use super::super::generator::{Painter, Told};
use crate::{
    data::random,
    nn::{CODE_SIZE, CodeSpace, Generator, Traits, named_parameters},
    optim::ModuleAdam,
};
use burn::{
    module::{Module, Param},
    tensor::{Device, Tensor, TensorData},
};
use rand::RngExt;

/// Rate of the learnt code, and of what sees the photograph, as shares of the generator's.
const CODE_SHARE: f64 = 3.0;
const ENCODER_SHARE: f64 = 0.1;
/// How loud labels are told: as loud as what an embedding of norm 1 is compared with, the features of a discriminator.
const LOUD: f32 = 11.3;
/// Random stream of wrong labels.
const STREAM: u64 = 45;

/// A generator that paints in `K` schools, which have labels from 0 on.
#[derive(Module, Debug)]
pub struct School {
    generator: Generator,
    /// The learnt codes, normalised, `[K, CODE_SIZE]`.
    code: Param<Tensor<2>>,
    /// The mean codes of the schools' paintings, `[K, CODE_SIZE]`, which never move.
    centre: Param<Tensor<2>>,
    #[module(skip)]
    spread: f32,
}

impl School {
    /// With a generator's figure, and the codes at the middle of all styles.
    pub fn new(traits: Traits, schools: usize, spread: f32, device: &Device) -> Self {
        let code = || Param::from_tensor(Tensor::zeros([schools, CODE_SIZE], device));
        Self {
            generator: Generator::new(traits, device),
            code: code(),
            centre: code(),
            spread,
        }
    }

    /// The same with the mean codes of the paintings `[K, CODE_SIZE]`, from which the learnt ones begin.
    #[must_use]
    pub fn centred(self, code: &Tensor<2>) -> Self {
        let begin = |old: Tensor<2>| match old.device().is_autodiff() {
            true => code.clone().autodiff().require_grad(),
            false => code.clone(),
        };
        Self {
            code: self.code.map(begin),
            centre: self.centre.map(begin),
            ..self
        }
    }

    /// How many schools it knows.
    pub fn schools(&self) -> usize {
        let [schools, _] = self.code.val().dims();
        schools
    }

    /// The learnt codes, normalised, `[K, CODE_SIZE]`, untracked.
    pub fn codes(&self) -> Tensor<2> {
        CodeSpace::bounded(untracked(self.code.val()))
    }

    /// The mean codes of the paintings, normalised, `[K, CODE_SIZE]`, untracked.
    pub fn centres(&self) -> Tensor<2> {
        untracked(self.centre.val())
    }

    /// The codes with which it paints what is near to paintings of the school `label` with these normalised codes
    /// `[N, CODE_SIZE]`, untracked.
    pub fn styles_near(&self, paintings: Tensor<2>, label: usize) -> Tensor<2> {
        let centre = self.centres().narrow(0, label, 1);
        let away = (paintings - centre).mul_scalar(self.spread);
        CodeSpace::bounded(self.codes().narrow(0, label, 1) + away)
    }

    /// Labels as one 1 among zeros each, `[N, K]`.
    fn one_hot(&self, labels: &[usize], device: &Device) -> Tensor<2> {
        let schools = self.schools();
        let row = |label: &usize| {
            let label = *label;
            (0..schools).map(move |school| f32::from(u8::from(school == label)))
        };
        let values: Vec<f32> = labels.iter().flat_map(row).collect();
        Tensor::from_data(TensorData::new(values, [labels.len(), schools]), device)
    }

    /// Adam with the rates of its parts; with `few` only the code, the heads of the style and the last two convolutions learn.
    pub fn adam(&self, few: bool) -> ModuleAdam {
        const ENCODER: [&str; 3] = ["generator.early.", "generator.down.", "generator.shapes."];
        const LAST: [&str; 3] = [
            "generator.style.heads.",
            "generator.half.",
            "generator.full.",
        ];
        let of = |name: &str, parts: &[&str]| parts.iter().any(|part| name.starts_with(part));
        let share = |(name, _): &(String, _)| match name.as_str() {
            "centre" => 0.0,
            "code" => CODE_SHARE,
            name if of(name, &LAST) => 1.0,
            _ if few => 0.0,
            name if of(name, &ENCODER) => ENCODER_SHARE,
            _ => 1.0,
        };
        let shares = named_parameters(self).iter().map(share).collect();
        ModuleAdam::adversarial().with_shares(shares)
    }
}

/// The same without what it was computed from.
fn untracked(tensor: Tensor<2>) -> Tensor<2> {
    match tensor.device().is_autodiff() {
        true => tensor.inner(),
        false => tensor,
    }
}

impl Painter for School {
    fn generator(&self) -> &Generator {
        &self.generator
    }

    fn styles(&self, codes: Tensor<2>, selves: Tensor<2>, labels: &[usize]) -> Tensor<2> {
        let which = self.one_hot(labels, &codes.device()).autodiff();
        let (codes, selves) = (codes.autodiff(), selves.autodiff());
        let centres = which.clone().matmul(self.centre.val());
        let away = (codes.clone() - centres).mul_scalar(self.spread);
        let wanted = CodeSpace::bounded(which.matmul(self.code.val()) + away);
        wanted.clone() + (codes - wanted) * selves
    }

    /// Of one school there is nothing to tell, of several which one it is.
    fn told(&self, codes: &Tensor<2>, labels: &[usize], item: u64) -> Told {
        let (device, schools) = (codes.device(), self.schools());
        if schools < 2 {
            return Told::nothing(labels.len(), &device);
        }
        // Any other one: if some were wrong more often than others, that alone would tell.
        let other = |(i, label): (usize, &usize)| {
            let mut rng = random(0, STREAM, item + i as u64);
            (label + rng.random_range(1..schools)) % schools
        };
        let others: Vec<usize> = labels.iter().enumerate().map(other).collect();
        let told = |labels: &[usize]| self.one_hot(labels, &device).mul_scalar(LOUD);
        Told {
            right: told(labels),
            wrong: Some(told(&others)),
        }
    }

    fn told_numbers(&self) -> (usize, usize) {
        match self.schools() {
            0 | 1 => (CODE_SIZE, 0),
            schools => (schools, schools),
        }
    }
}
