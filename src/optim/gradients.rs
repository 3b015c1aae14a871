//! What is done with gradients before a step: means of several graphs, and limits.

use burn::{
    grad_clipping::GradientClipping,
    module::{Module, ModuleVisitor, Param},
    optim::GradientsParams,
    tensor::Tensor,
};

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
    let mut shares = shares;
    if shares.len() == 1 {
        return shares.swap_remove(0);
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

/// `grads` of `module`, each parameter's of its own norm of at most `most`.
pub fn clip_each<M: Module>(mut grads: GradientsParams, module: &M, most: f32) -> GradientsParams {
    struct Clip<'a>(&'a mut GradientsParams, GradientClipping);
    impl ModuleVisitor for Clip<'_> {
        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if let Some(grad) = self.0.remove::<D>(param.id) {
                self.0.register(param.id, self.1.clip_gradient(grad));
            }
        }
    }
    module.visit(&mut Clip(&mut grads, GradientClipping::Norm(most)));
    grads
}
