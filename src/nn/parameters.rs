//! The numbers of a module: as a list in the order in which burn visits them, and with the names that
//! they have in files, which are their places in the network: `coarse.first.weight`.

use super::Weights;
use crate::error::Result;
use burn::{
    module::{Module, ModuleMapper, ModuleVisitor, Param},
    tensor::{Tensor, TensorData},
};

/// The values of all float parameters, in the order of their visit.
pub fn parameters<M: Module>(module: &M) -> Vec<TensorData> {
    let named = named_parameters(module).into_iter();
    named.map(|(_, data)| data).collect()
}

/// The same, each with its name: the fields that lead to it, with dots between.
pub fn named_parameters<M: Module>(module: &M) -> Vec<(String, TensorData)> {
    #[derive(Default)]
    struct Collect {
        path: Vec<String>,
        found: Vec<(String, TensorData)>,
    }
    impl ModuleVisitor for Collect {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.path.push(name.to_owned());
        }
        fn exit_module(&mut self, _: &str, _: &str) {
            self.path.pop();
        }
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            self.found
                .push((self.path.join("."), param.val().to_data()));
        }
    }
    let mut collect = Collect::default();
    module.visit(&mut collect);
    collect.found
}

/// Adds the values of `module` to the tensors of a file, their names beginning with `prefix`.
pub fn pack_parameters<M: Module>(
    prefix: &str,
    module: &M,
    tensors: &mut Vec<(String, TensorData)>,
) {
    let named = named_parameters(module).into_iter();
    tensors.extend(named.map(|(name, data)| (format!("{prefix}{name}"), data)));
}

/// Reads what [`pack_parameters`] wrote, in the order of `module`'s parameters and with their shapes.
///
/// # Errors
/// If a tensor is missing or of another shape.
pub fn unpack_parameters<M: Module>(
    weights: &Weights,
    prefix: &str,
    module: &M,
) -> Result<Vec<TensorData>> {
    let own = named_parameters(module).into_iter();
    let (names, shapes): (Vec<_>, Vec<_>) = own
        .map(|(name, data)| (name, data.shape().to_vec()))
        .unzip();
    let names = names_in(weights, prefix, &names).into_iter();
    names
        .zip(shapes)
        .map(|(name, shape)| {
            let weight = weights.get(&name, &shape)?;
            Ok(TensorData::new(weight.values.clone(), shape))
        })
        .collect()
}

/// How tensors that belong to parameters of these `names` are called in a file. Files of before numbered them
/// in the order of their visit.
pub fn names_in(weights: &Weights, prefix: &str, names: &[String]) -> Vec<String> {
    let numbered = weights.find(&format!("{prefix}0")).is_some();
    let name = |(i, name): (usize, &String)| match numbered {
        true => format!("{prefix}{i}"),
        false => format!("{prefix}{name}"),
    };
    names.iter().enumerate().map(name).collect()
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
/// with it makes a graph that another thread need not wait for. Only the parameters that `learns` names, in the order of
/// their visit, are tracked.
pub fn replica_of<M: Module>(module: &M, learns: impl Fn(usize) -> bool) -> M {
    struct Leaves<F>(F, usize);
    impl<F: Fn(usize) -> bool> ModuleMapper for Leaves<F> {
        fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
            let (id, tensor, mapper) = param.consume();
            let leaf = tensor.inner().autodiff();
            let leaf = if (self.0)(self.1) {
                leaf.require_grad()
            } else {
                leaf
            };
            self.1 += 1;
            Param::from_mapped_value(id, leaf, mapper)
        }
    }
    module.clone().map(&mut Leaves(learns, 0))
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
