//! A network while it learns: weights, optimiser, and how far one step may go.

use super::{ModuleAdam, clip_each, clip_norm, mean_gradients};
use crate::nn::replica_of;
use burn::{module::Module, optim::GradientsParams};

/// Rate of a discriminator, which learns twice to four times as fast as what it judges (Heusel et al. 2017).
pub const DISCRIMINATOR_RATE: f64 = 4e-4;

/// How gradients are limited.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clip {
    /// All parameters together have at most this norm.
    Together(f32),
    /// Each has at most this norm.
    Each(f32),
}

/// A network while it learns.
#[derive(Clone)]
pub struct Learner<M> {
    /// The network, whose parameters are tracked.
    pub net: M,
    /// Its optimiser.
    pub adam: ModuleAdam,
    clip: Clip,
}

impl<M: Module> Learner<M> {
    /// `net`, which must be on a device that tracks gradients, before its first step.
    pub fn new(net: M, adam: ModuleAdam, clip: Clip) -> Self {
        Self { net, adam, clip }
    }

    /// A discriminator: [`ModuleAdam::adversarial`], its gradient limited to a norm of 10.
    pub fn discriminator(net: M) -> Self {
        Self::new(net, ModuleAdam::adversarial(), Clip::Together(10.0))
    }

    /// A copy of the network with leaves of its own, for a graph that another thread need not wait for; what does not
    /// learn is not tracked.
    pub fn replica(&self) -> M {
        replica_of(&self.net, |index| self.adam.moves(index))
    }

    /// One step down the mean of `shares`, each the gradients of one graph; the norm of their mean before it was
    /// limited. Nothing is learnt from what is not a number.
    pub fn step(&mut self, rate: f64, shares: Vec<GradientsParams>) -> f32 {
        let grads = mean_gradients(&self.net, shares);
        let (grads, norm) = match self.clip {
            Clip::Together(most) => clip_norm(grads, &self.net, most),
            Clip::Each(most) => {
                let (grads, norm) = clip_norm(grads, &self.net, f32::INFINITY);
                (clip_each(grads, &self.net, most), norm)
            }
        };
        if norm.is_finite() {
            self.net = self.adam.step(rate, self.net.clone(), grads);
        }
        norm
    }
}
