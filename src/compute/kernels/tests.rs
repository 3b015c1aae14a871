use super::*;
use burn::tensor::{
    Distribution,
    module::{conv2d, layer_norm},
    ops::{ConvOptions, PadMode},
};

fn random<const D: usize>(shape: [usize; D]) -> Tensor<D> {
    let values = Tensor::random(shape, Distribution::Normal(0.0, 1.0), &Device::flex());
    values.autodiff().require_grad()
}

/// What an operation gives, and the slopes of a random sum of it with respect to what it was given.
fn seen<const D: usize>(out: Tensor<D>, wish: &Tensor<D>, leaves: &[&dyn Slope]) -> Vec<Vec<f32>> {
    let grads = (out.clone() * wish.clone()).sum().backward();
    let mut all = vec![out.into_data().iter::<f32>().collect()];
    all.extend(leaves.iter().map(|leaf| leaf.slope(&grads)));
    all
}

trait Slope {
    fn slope(&self, grads: &burn::tensor::Gradients) -> Vec<f32>;
}

impl<const D: usize> Slope for Tensor<D> {
    fn slope(&self, grads: &burn::tensor::Gradients) -> Vec<f32> {
        let slope = self.grad(grads).expect("a slope");
        slope.into_data().iter::<f32>().collect()
    }
}

fn alike(found: Vec<Vec<f32>>, wanted: Vec<Vec<f32>>) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.into_iter().zip(wanted) {
        assert_eq!(found.len(), wanted.len());
        let most = wanted.iter().fold(1.0f32, |most, w| most.max(w.abs()));
        for (found, wanted) in found.into_iter().zip(wanted) {
            assert!(
                (found - wanted).abs() < 2e-5 * most,
                "{found} {wanted} of {most}"
            );
        }
    }
}

#[test]
fn convolutions_are_the_backends_with_all_slopes() {
    for (kernel, stride) in [(3, 1), (3, 2), (4, 2)] {
        for border in [Border::Zeros, Border::Replicate] {
            for [n, from, to, height, width] in
                // The last one is more than a strip.
                [
                    [2, 5, 7, 6, 10],
                    [1, 3, 2, 2, 2],
                    [3, 16, 24, 32, 24],
                    [2, 32, 4, 65, 64],
                ]
            {
                let (x, weight) = (
                    random([n, from, height, width]),
                    random([to, from, kernel, kernel]),
                );
                let bias = random([to]);
                let window = Window { stride, border };
                let found = convolved(x.clone(), weight.clone(), bias.clone(), window);
                let mode = match border {
                    Border::Zeros => PadMode::Constant(0.0),
                    Border::Replicate => PadMode::Edge,
                };
                let round = x.clone().pad((1, 1, 1, 1), mode);
                let options = ConvOptions::new([stride, stride], [0, 0], [1, 1], 1);
                let wanted = conv2d(round, weight.clone(), Some(bias.clone()), options);
                assert_eq!(found.dims(), wanted.dims());
                let wish = random(found.dims()).inner().autodiff();
                let leaves: [&dyn Slope; 3] = [&x, &weight, &bias];
                alike(seen(found, &wish, &leaves), seen(wanted, &wish, &leaves));
            }
        }
    }
}

#[test]
fn normalisation_is_the_definition_with_all_slopes() {
    for [n, channels, height, width] in [[2, 3, 5, 7], [1, 2, 1, 2], [2, 48, 32, 32]] {
        let x = random([n, channels, height, width]);
        let (scale, shift) = (random([n, channels]), random([n, channels]));
        let found = normalised(x.clone(), scale.clone(), shift.clone());
        let flat = x.clone().reshape([n, channels, height * width]);
        let ones = Tensor::ones([height * width], &flat.device());
        let row = |t: &Tensor<2>| t.clone().reshape([n, channels, 1]);
        let wanted = layer_norm(flat, ones, None, f64::from(QUIET)) * row(&scale) + row(&shift);
        let wanted = wanted.reshape([n, channels, height, width]);
        let wish = random(found.dims()).inner().autodiff();
        let leaves: [&dyn Slope; 3] = [&x, &scale, &shift];
        alike(seen(found, &wish, &leaves), seen(wanted, &wish, &leaves));
    }
}

#[test]
fn what_is_not_in_order_in_memory_and_what_is_not_tracked_are_taken_too() {
    let x = random([4, 6, 5, 3]);
    let weight = random([2, 3, 3, 3]).inner();
    let window = Window {
        stride: 1,
        border: Border::Zeros,
    };
    let bias = Tensor::zeros([2], &Device::flex());
    let turned = || x.clone().permute([3, 2, 0, 1]).narrow(1, 1, 3);
    let found = convolved(turned(), weight.clone(), bias, window);
    let options = ConvOptions::new([1, 1], [1, 1], [1, 1], 1);
    let wanted = conv2d(turned(), weight.autodiff(), None, options);
    let wish = random(found.dims()).inner().autodiff();
    alike(seen(found, &wish, &[&x]), seen(wanted, &wish, &[&x]));
}

#[test]
fn the_same_bytes_on_one_thread_as_on_many() {
    let inputs = [random([4, 32, 64, 64]), random([32, 32, 3, 3])];
    let bias = random([32]);
    let window = Window {
        stride: 1,
        border: Border::Replicate,
    };
    let wish = random([4, 32, 64, 64]).inner().autodiff();
    let all = || {
        let [x, weight] = inputs
            .each_ref()
            .map(|t| t.clone().inner().autodiff().require_grad());
        let bias = bias.clone().inner().autodiff().require_grad();
        let out = convolved(x.clone(), weight.clone(), bias.clone(), window);
        let (scale, shift) = (random([4, 32]) * 0.0 + 1.0, random([4, 32]) * 0.0);
        let out = rectified(normalised(out, scale, shift), 0.1);
        seen(out, &wish, &[&x, &weight, &bias])
    };
    let threads = |count| rayon::ThreadPoolBuilder::new().num_threads(count).build();
    let one = threads(1).expect("a thread").install(all);
    let many = threads(5).expect("threads").install(all);
    assert!(one == many);
}
