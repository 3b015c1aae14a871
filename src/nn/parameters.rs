//! The numbers of a module as a list, in the order in which burn visits them: what checkpoints and
//! model files hold.

use burn::{
    module::{Module, ModuleMapper, ModuleVisitor, Param},
    tensor::{Tensor, TensorData},
};

/// The values of all float parameters, in the order of their visit.
pub fn parameters<M: Module>(module: &M) -> Vec<TensorData> {
    struct Collect(Vec<TensorData>);
    impl ModuleVisitor for Collect {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            self.0.push(param.val().to_data());
        }
    }
    let mut collect = Collect(Vec::new());
    module.visit(&mut collect);
    collect.0
}

/// `module` with the values that [`parameters`] gave, to be trained; the shapes must be its own.
pub fn with_parameters<M: Module>(module: M, values: Vec<TensorData>) -> M {
    replaced(module, values, true)
}

/// `module` with the values that [`parameters`] gave, frozen; the shapes must be its own.
pub fn frozen_with<M: Module>(module: M, values: Vec<TensorData>) -> M {
    replaced(module, values, false)
}

/// A copy of a module that is being trained, with the same weights as leaves of their own: what is computed
/// with it makes a graph that another thread need not wait for.
pub fn replica<M: Module>(module: &M) -> M {
    struct Leaves;
    impl ModuleMapper for Leaves {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, tensor, mapper) = param.consume();
            let leaf = tensor.inner().autodiff().require_grad();
            Param::from_mapped_value(id, leaf, mapper)
        }
    }
    module.clone().map(&mut Leaves)
}

fn replaced<M: Module>(module: M, values: Vec<TensorData>, tracked: bool) -> M {
    struct Replace(std::vec::IntoIter<TensorData>, bool);
    impl ModuleMapper for Replace {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, tensor, mapper) = param.consume();
            let tensor = match self.0.next() {
                None => tensor,
                Some(data) => {
                    let value = Tensor::from_data(data, &tensor.device());
                    if self.1 { value.require_grad() } else { value }
                }
            };
            Param::from_mapped_value(id, tensor, mapper)
        }
    }
    module.map(&mut Replace(values.into_iter(), tracked))
}
