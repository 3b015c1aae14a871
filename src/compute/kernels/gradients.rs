//! The operations and their gradients as burn's automatic differentiation calls them.

use super::{
    Kernels, Window, convolution,
    maps::Primitive,
    normalisation::{self, Moments},
    rectifier,
};
use burn::backend::{
    Autodiff, Flex,
    autodiff::{
        checkpoint::{base::Checkpointer, strategy::CheckpointStrategy},
        grads::Gradients,
        ops::{Backward, Ops, OpsKind},
    },
    tensor::FloatTensor,
};

impl Kernels for Flex {
    fn convolved(x: Primitive, weight: Primitive, bias: Primitive, window: Window) -> Primitive {
        convolution::forward(&x, &weight, &bias, window)
    }

    fn normalised(x: Primitive, scale: Primitive, shift: Primitive) -> Primitive {
        normalisation::forward(&x, &scale, &shift).0
    }

    fn rectified(x: Primitive, flat: f32) -> Primitive {
        rectifier::forward(x, flat)
    }
}

#[derive(Debug)]
struct Convolution;

impl Backward<Flex, 3> for Convolution {
    type State = (Primitive, Primitive, Window);

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let slope = grads.consume::<Flex>(&ops.node);
        let (x, weight, window) = ops.state;
        let wanted = [0, 1, 2].map(|i| ops.parents[i].is_some());
        let slopes = convolution::backward((&x, &weight), &slope, window, wanted);
        for (node, slope) in ops.parents.into_iter().zip(slopes) {
            if let (Some(node), Some(slope)) = (node, slope) {
                grads.register::<Flex>(node.id, slope);
            }
        }
    }
}

#[derive(Debug)]
struct Normalisation;

impl Backward<Flex, 3> for Normalisation {
    type State = (Primitive, Primitive, Moments);

    fn backward(self, ops: Ops<Self::State, 3>, grads: &mut Gradients, _: &mut Checkpointer) {
        let slope = grads.consume::<Flex>(&ops.node);
        let (x, scale, moments) = ops.state;
        let slopes = normalisation::backward(&x, &scale, &moments, slope);
        for (node, slope) in ops.parents.into_iter().zip(slopes) {
            if let Some(node) = node {
                grads.register::<Flex>(node.id, slope);
            }
        }
    }
}

#[derive(Debug)]
struct Rectifier;

impl Backward<Flex, 1> for Rectifier {
    type State = (Primitive, f32);

    fn backward(self, ops: Ops<Self::State, 1>, grads: &mut Gradients, _: &mut Checkpointer) {
        let slope = grads.consume::<Flex>(&ops.node);
        let (out, flat) = ops.state;
        let [node] = ops.parents;
        if let Some(node) = node {
            grads.register::<Flex>(node.id, rectifier::backward(&out, slope, flat));
        }
    }
}

impl<C: CheckpointStrategy> Kernels for Autodiff<Flex, C> {
    fn convolved(
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        window: Window,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), weight.node(), bias.node()];
        let [x, weight, bias] = [x, weight, bias].map(|tensor| tensor.into_primitive());
        let out = convolution::forward(&x, &weight, &bias, window);
        match Convolution.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish((x, weight, window), out),
            OpsKind::UnTracked(prep) => prep.finish(out),
        }
    }

    fn normalised(
        x: FloatTensor<Self>,
        scale: FloatTensor<Self>,
        shift: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let nodes = [x.node(), scale.node(), shift.node()];
        let [x, scale, shift] = [x, scale, shift].map(|tensor| tensor.into_primitive());
        let (out, moments) = normalisation::forward(&x, &scale, &shift);
        match Normalisation.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish((x, scale, moments), out),
            OpsKind::UnTracked(prep) => prep.finish(out),
        }
    }

    fn rectified(x: FloatTensor<Self>, flat: f32) -> FloatTensor<Self> {
        let node = x.node();
        let out = rectifier::forward(x.into_primitive(), flat);
        match Rectifier.prepare::<C>([node]).compute_bound().stateful() {
            OpsKind::Tracked(prep) => prep.finish((out.clone(), flat), out),
            OpsKind::UnTracked(prep) => prep.finish(out),
        }
    }
}
