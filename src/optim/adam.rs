//! Adam over the parameters of a module, with a state that is saved and restored exactly.
//!
//! burn's `ModuleOptimizer` restores its state onto the default device, which is a GPU whenever
//! GPU support is compiled in and so fails on machines without one; this drives burn's bare
//! [`Adam`] instead.

use burn::{
    module::{Module, ModuleMapper, ModuleVisitor, Param},
    optim::{Adam, AdamState, AdaptiveMomentumState, GradientsParams, Optimizer},
    tensor::{Device, Tensor, TensorData},
};

/// The state of one parameter, flattened.
type State = Option<AdamState<1>>;

/// Adam (Kingma and Ba 2015) for all float parameters of a module, in the order of their visit.
#[derive(Clone)]
pub struct ModuleAdam {
    adam: Adam,
    states: Vec<State>,
}

impl ModuleAdam {
    /// Starts without momentum.
    pub fn new(adam: Adam) -> Self {
        Self {
            adam,
            states: Vec::new(),
        }
    }

    /// One step down `grads` with rate `lr`.
    pub fn step<M: Module>(&mut self, lr: f64, module: M, grads: GradientsParams) -> M {
        let mut mapper = Stepper {
            adam: &self.adam,
            states: &mut self.states,
            grads,
            lr,
            next: 0,
        };
        module.map(&mut mapper)
    }

    /// First and second moments of each parameter and the number of steps.
    pub fn to_data(&self) -> (Vec<[TensorData; 2]>, usize) {
        let moments = self.states.iter().flatten().map(|state| {
            let m = &state.momentum;
            [m.moment_1.to_data(), m.moment_2.to_data()]
        });
        let time = self.states.iter().flatten().map(|s| s.momentum.time).max();
        (moments.collect(), time.unwrap_or(0))
    }

    /// Restores what [`ModuleAdam::to_data`] gave.
    pub fn restore(&mut self, moments: Vec<[TensorData; 2]>, time: usize, device: &Device) {
        self.states = moments
            .into_iter()
            .map(|[first, second]| {
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
            self.lr,
            tensor.inner().reshape([count]),
            grad.reshape([count]),
            self.states[index].take(),
        );
        self.states[index] = state;
        let updated = updated.reshape(shape).autodiff().require_grad();
        Param::from_mapped_value(id, updated, mapper)
    }
}

/// The mean of what several graphs say about the parameters of `module`.
pub fn mean_gradients<M: Module>(module: &M, shares: Vec<GradientsParams>) -> GradientsParams {
    struct Mean(Vec<GradientsParams>, GradientsParams);
    impl ModuleVisitor for Mean {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let count = self.0.len() as f32;
            let shares = self.0.iter_mut();
            let sum = shares
                .filter_map(|grads| grads.remove::<D>(param.id))
                .reduce(|sum, grad| sum + grad);
            if let Some(sum) = sum {
                self.1.register(param.id, sum.div_scalar(count));
            }
        }
    }
    let mut mean = Mean(shares, GradientsParams::new());
    module.visit(&mut mean);
    mean.1
}

/// Scales all gradients down together where their norm exceeds `most` (Pascanu et al. 2013);
/// returns them and the norm they had.
pub fn clip_norm<M: Module>(
    grads: GradientsParams,
    module: &M,
    most: f32,
) -> (GradientsParams, f32) {
    struct Power<'a>(&'a GradientsParams, f64);
    impl ModuleVisitor for Power<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.0.get::<D>(param.id) {
                self.1 += f64::from(grad.square().sum().into_scalar::<f32>());
            }
        }
    }
    struct Scale<'a>(&'a mut GradientsParams, f32);
    impl ModuleVisitor for Scale<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.0.remove::<D>(param.id) {
                self.0.register(param.id, grad.mul_scalar(self.1));
            }
        }
    }
    let mut power = Power(&grads, 0.0);
    module.visit(&mut power);
    let norm = power.1.sqrt() as f32;
    let mut grads = grads;
    if norm > most {
        module.visit(&mut Scale(&mut grads, most / norm));
    }
    (grads, norm)
}

/// `average` moved towards `module` by the share `1 - keep`: exponential moving average of weights
/// (Yazici et al., "The unusual effectiveness of averaging in GAN training", 2019).
pub fn towards<M: Module>(average: M, module: &M, keep: f32) -> M {
    struct Values(Vec<Tensor<1>>);
    impl ModuleVisitor for Values {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            let value = param.val().inner();
            let count = value.shape().num_elements();
            self.0.push(value.reshape([count]));
        }
    }
    struct Move(std::vec::IntoIter<Tensor<1>>, f32);
    impl ModuleMapper for Move {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, tensor, mapper) = param.consume();
            let tensor = match self.0.next() {
                Some(value) => {
                    let value = value.reshape(tensor.shape());
                    tensor.mul_scalar(self.1) + value.mul_scalar(1.0 - self.1)
                }
                None => tensor,
            };
            Param::from_mapped_value(id, tensor, mapper)
        }
    }
    let mut values = Values(Vec::new());
    module.visit(&mut values);
    average.map(&mut Move(values.0.into_iter(), keep))
}
