//! What learns to paint: a generator alone, or one with something beside it that says in which style.

use crate::nn::Generator;
use burn::{module::Module, tensor::Tensor};

/// A network that paints, with all of it that learns.
pub trait Painter: Module + Send + Sync {
    /// Whether discriminators are told the style code of what they see.
    const CONDITIONAL: bool;

    /// The generator.
    fn generator(&self) -> &Generator;

    /// The style codes with which crops are painted that shall look like paintings with the normalised codes `codes`
    /// `[N, CODE_SIZE]`, untracked; `selves` `[N, 1]` is 1 for crops that are their own style, 0 for others.
    fn styles(&self, codes: Tensor<2>, selves: Tensor<2>) -> Tensor<2>;
}

impl Painter for Generator {
    const CONDITIONAL: bool = true;

    fn generator(&self) -> &Generator {
        self
    }

    fn styles(&self, codes: Tensor<2>, _: Tensor<2>) -> Tensor<2> {
        codes.autodiff()
    }
}
