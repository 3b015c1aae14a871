//! How the pixels move: Adam with moments that survive a change of size, or L-BFGS.

use super::{canvas::resized, recipe::OptimizerKind};
use burn::{
    module::{Module, Param},
    optim::{
        Adam, AdamConfig, AdamState, AdaptiveMomentumState, GradientsParams, LBFGS, LBFGSConfig,
        Optimizer,
    },
    tensor::{Device, Tensor},
};

/// Learning rate of Adam on pixels in 0..1.
const RATE: f64 = 0.02;
/// Pairs of differences that L-BFGS keeps.
const HISTORY: usize = 10;

/// The pixels as a module, which is what L-BFGS optimises.
#[derive(Module, Debug)]
struct Pixels {
    values: Param<Tensor<4>>,
}

/// Optimiser of the pixels.
#[derive(Clone)]
pub enum PixelOptimizer {
    /// Adam (Kingma and Ba 2015), betas 0.9 and 0.99.
    Adam(Adam, Box<Option<AdamState<4>>>),
    /// L-BFGS without line search: one evaluation a step.
    Lbfgs(Box<LBFGS>),
}

impl PixelOptimizer {
    /// A fresh optimiser.
    pub fn new(kind: OptimizerKind) -> Self {
        match kind {
            // What moves a decoder moves no pixels.
            OptimizerKind::Adam | OptimizerKind::Decoder => {
                let config = AdamConfig::new()
                    .with_beta_1(0.9)
                    .with_beta_2(0.99)
                    .with_epsilon(1e-8);
                Self::Adam(config.build(), Box::default())
            }
            OptimizerKind::Lbfgs => Self::Lbfgs(Box::new(lbfgs())),
        }
    }

    /// One step of `picture` `[1, 3, H, W]`; `loss` gives the value and the gradient at a picture.
    pub fn step(
        &mut self,
        picture: Tensor<4>,
        mut loss: impl FnMut(Tensor<4>) -> (Tensor<1>, Tensor<4>),
    ) -> Tensor<4> {
        match self {
            Self::Adam(adam, state) => {
                let (_, gradient) = loss(picture.clone());
                let (moved, next) = adam.step(RATE, picture, gradient, state.take());
                **state = next;
                moved
            }
            Self::Lbfgs(lbfgs) => {
                let pixels = Pixels {
                    values: Param::from_tensor(picture.autodiff()),
                };
                let (moved, _) = lbfgs.step(1.0, pixels, |pixels: Pixels| {
                    let (value, gradient) = loss(pixels.values.val().inner());
                    let mut gradients = GradientsParams::new();
                    gradients.register(pixels.values.id, gradient);
                    (f64::from(value.into_scalar::<f32>()), gradients)
                });
                moved.values.val().inner()
            }
        }
    }

    /// The loss is another one from now on: what was learnt of its curvature is void.
    pub fn loss_changed(&mut self) {
        if let Self::Lbfgs(old) = self {
            **old = lbfgs();
        }
    }

    /// The picture has another size from now on. Adam's moments are resized with it, so that its
    /// rate needs no new warm-up; curvature is forgotten.
    pub fn resize(&mut self, width: usize, height: usize, device: &Device) {
        self.loss_changed();
        if let Self::Adam(_, state) = self {
            **state = state.take().map(|AdamState { momentum }| {
                let first = resized(momentum.moment_1, width, height, device);
                // A filter with negative lobes must not make a second moment negative.
                let second = resized(momentum.moment_2, width, height, device).clamp_min(0.0);
                AdamState::new(AdaptiveMomentumState::new(momentum.time, first, second))
            });
        }
    }
}

fn lbfgs() -> LBFGS {
    LBFGSConfig::new()
        .with_history_size(HISTORY)
        .with_max_iter(1)
        .with_max_eval(Some(1))
        .init()
}
