//! The network of one school: the generator, and the style code that it learns.

use super::super::generator::Painter;
use crate::{
    nn::{CODE_SIZE, CodeSpace, Generator, Traits, named_parameters},
    optim::ModuleAdam,
};
use burn::{
    module::{Module, Param},
    tensor::{Device, Tensor},
};

/// Rate of the learnt code, and of what sees the photograph, as shares of the generator's.
const CODE_SHARE: f64 = 3.0;
const ENCODER_SHARE: f64 = 0.1;

/// A generator that paints in one school.
#[derive(Module, Debug)]
pub struct School {
    generator: Generator,
    /// The learnt code, normalised, `[1, CODE_SIZE]`.
    code: Param<Tensor<2>>,
    /// The mean code of the school's paintings, `[1, CODE_SIZE]`, which never moves.
    centre: Param<Tensor<2>>,
    #[module(skip)]
    spread: f32,
}

impl School {
    /// With a generator's figure, and the codes at the middle of all styles.
    pub fn new(traits: Traits, spread: f32, device: &Device) -> Self {
        let code = || Param::from_tensor(Tensor::zeros([1, CODE_SIZE], device));
        Self {
            generator: Generator::new(traits, device),
            code: code(),
            centre: code(),
            spread,
        }
    }

    /// The same with the mean code of its paintings, from which the learnt one begins. `code` is tracked if the network is.
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

    /// The learnt code, normalised, `[1, CODE_SIZE]`, untracked.
    pub fn code(&self) -> Tensor<2> {
        let code = self.code.val();
        let code = match code.device().is_autodiff() {
            true => code.inner(),
            false => code,
        };
        CodeSpace::bounded(code)
    }

    /// The codes with which it paints what is near to paintings of these normalised codes `[N, CODE_SIZE]`, untracked.
    pub fn styles_near(&self, paintings: Tensor<2>) -> Tensor<2> {
        let centre = self.centre.val();
        let centre = match centre.device().is_autodiff() {
            true => centre.inner(),
            false => centre,
        };
        let away = (paintings - centre).mul_scalar(self.spread);
        CodeSpace::bounded(self.code() + away)
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

impl Painter for School {
    const CONDITIONAL: bool = false;

    fn generator(&self) -> &Generator {
        &self.generator
    }

    fn styles(&self, codes: Tensor<2>, selves: Tensor<2>) -> Tensor<2> {
        let (codes, selves) = (codes.autodiff(), selves.autodiff());
        let away = (codes.clone() - self.centre.val()).mul_scalar(self.spread);
        let wanted = CodeSpace::bounded(self.code.val() + away);
        wanted.clone() + (codes - wanted) * selves
    }
}
