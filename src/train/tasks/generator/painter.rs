//! What learns to paint: a generator alone, or one with something beside it that says in which style.

use super::discriminator::Told;
use crate::nn::{CODE_SIZE, Generator};
use burn::{module::Module, tensor::Tensor};

/// A network that paints, with all of it that learns.
pub trait Painter: Module + Send + Sync {
    /// The generator.
    fn generator(&self) -> &Generator;

    /// The style codes with which crops are painted that shall look like paintings with the normalised codes `codes`
    /// `[N, CODE_SIZE]`, untracked, of the groups `labels`; `selves` `[N, 1]` is 1 for crops that are their own style, 0 for
    /// others.
    fn styles(&self, codes: Tensor<2>, selves: Tensor<2>, labels: &[usize]) -> Tensor<2>;

    /// What discriminators are told of crops with these codes and labels, of which the first is number `item` of a run.
    fn told(&self, codes: &Tensor<2>, labels: &[usize], item: u64) -> Told;

    /// How many numbers that is of each, and of how many labels.
    fn told_numbers(&self) -> (usize, usize);
}

impl Painter for Generator {
    fn generator(&self) -> &Generator {
        self
    }

    fn styles(&self, codes: Tensor<2>, _: Tensor<2>, _: &[usize]) -> Tensor<2> {
        codes.autodiff()
    }

    fn told(&self, codes: &Tensor<2>, _: &[usize], _: u64) -> Told {
        Told::codes(codes.clone())
    }

    fn told_numbers(&self) -> (usize, usize) {
        (CODE_SIZE, 0)
    }
}
