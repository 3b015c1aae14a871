//! Moving averages of weights.

use burn::{
    module::{Module, ModuleMapper, ModuleVisitor, Param},
    tensor::Tensor,
};

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

/// Share of the past to keep when the average moves after `step` steps, at most `most`; early, when weights change
/// fast, it forgets faster.
pub fn keeps(most: f32, step: usize) -> f32 {
    let step = step as f32;
    most.min((1.0 + step) / (10.0 + step))
}
