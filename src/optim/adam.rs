//! Adam over the parameters of a module, with a state that is saved and restored exactly.
//!
//! burn's `ModuleOptimizer` restores its state onto the default device, which is a GPU whenever
//! GPU support is compiled in and so fails on machines without one; this drives burn's bare
//! [`Adam`] instead.

use burn::{
    module::{Module, ModuleMapper, Param},
    optim::{Adam, AdamConfig, AdamState, AdaptiveMomentumState, GradientsParams, Optimizer},
    tensor::{Device, Tensor, TensorData},
};

/// The state of one parameter, flattened.
type State = Option<AdamState<1>>;

/// Adam (Kingma and Ba 2015) for all float parameters of a module, in the order of their visit.
#[derive(Clone)]
pub struct ModuleAdam {
    adam: Adam,
    states: Vec<State>,
    /// Shares of the rate by parameter; those that are not there have the whole of it.
    shares: Vec<f64>,
}

impl ModuleAdam {
    /// Adam with these decays of its first and second moments, which starts without any.
    pub fn new(beta_1: f32, beta_2: f32) -> Self {
        let adam = AdamConfig::new().with_beta_1(beta_1).with_beta_2(beta_2);
        Self {
            adam: adam.with_epsilon(1e-8).build(),
            states: Vec::new(),
            shares: Vec::new(),
        }
    }

    /// With a share of the rate for each parameter, in the order of their visit; one with 0 never moves.
    #[must_use]
    pub fn with_shares(self, shares: Vec<f64>) -> Self {
        Self { shares, ..self }
    }

    /// Whether parameter `index` learns at all.
    pub fn moves(&self, index: usize) -> bool {
        self.shares.get(index).is_none_or(|share| *share > 0.0)
    }

    /// With the decays of the paper, 0.9 and 0.999.
    pub fn plain() -> Self {
        Self::new(0.9, 0.999)
    }

    /// For two networks that learn against each other, 0.5 and 0.99: little momentum, since the other keeps
    /// moving (Radford et al. 2016).
    pub fn adversarial() -> Self {
        Self::new(0.5, 0.99)
    }

    /// One step down `grads` with rate `lr`.
    pub fn step<M: Module>(&mut self, lr: f64, module: M, grads: GradientsParams) -> M {
        let mut mapper = Stepper {
            adam: &self.adam,
            states: &mut self.states,
            shares: &self.shares,
            grads,
            lr,
            next: 0,
        };
        module.map(&mut mapper)
    }

    /// First and second moments of each parameter that has moved, and the number of steps.
    pub fn to_data(&self) -> (Vec<Option<[TensorData; 2]>>, usize) {
        let moments = self.states.iter().map(|state| {
            let m = &state.as_ref()?.momentum;
            Some([m.moment_1.to_data(), m.moment_2.to_data()])
        });
        let time = self.states.iter().flatten().map(|s| s.momentum.time).max();
        (moments.collect(), time.unwrap_or(0))
    }

    /// Restores what [`ModuleAdam::to_data`] gave.
    pub fn restore(&mut self, moments: Vec<Option<[TensorData; 2]>>, time: usize, device: &Device) {
        self.states = moments
            .into_iter()
            .map(|moments| {
                let [first, second] = moments?;
                Some(AdamState::new(AdaptiveMomentumState::new(
                    time,
                    Tensor::from_data(first, device),
                    Tensor::from_data(second, device),
                )))
            })
            .collect();
    }
}

struct Stepper<'a> {
    adam: &'a Adam,
    states: &'a mut Vec<State>,
    shares: &'a [f64],
    grads: GradientsParams,
    lr: f64,
    next: usize,
}

impl ModuleMapper for Stepper<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let index = self.next;
        self.next += 1;
        if self.states.len() <= index {
            self.states.push(None);
        }
        let (id, tensor, mapper) = param.consume();
        let Some(grad) = self.grads.remove::<D>(id) else {
            return Param::from_mapped_value(id, tensor, mapper);
        };
        let shape = tensor.shape();
        let count = shape.num_elements();
        let (updated, state) = self.adam.step(
            self.lr * self.shares.get(index).copied().unwrap_or(1.0),
            tensor.inner().reshape([count]),
            grad.reshape([count]),
            self.states[index].take(),
        );
        self.states[index] = state;
        let updated = updated.reshape(shape).autodiff().require_grad();
        Param::from_mapped_value(id, updated, mapper)
    }
}
