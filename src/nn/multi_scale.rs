//! The same discriminator at several scales (pix2pixHD, Wang et al., CVPR 2018): each has weights of its
//! own and sees the picture half as large as the one before it.
//!
//! ```text
//! picture ───────────► discriminator: patches of 38 pixels, the surface of a stroke
//!    └ halved ───────► discriminator: patches of 76 pixels, the stroke
//!         └ halved ──► discriminator: patches of 152 pixels, how strokes lie together
//! ```

use super::discriminator::{Discriminator, Seen};
use super::encoder::average_pool;
use super::spectral::Singular;
use burn::{
    module::Module,
    tensor::{Device, Tensor},
};

/// Least side of a picture in which the coarsest discriminator sees something.
const LEAST: usize = 16;

/// Discriminators of a picture and of it halved again and again, conditioned alike.
#[derive(Module, Debug)]
pub struct MultiScale {
    scales: Vec<Discriminator>,
}

impl MultiScale {
    /// Untrained discriminators of `scales` scales, at least one, asked with conditions of `told` numbers.
    pub fn new(scales: usize, told: usize, device: &Device) -> Self {
        Self {
            scales: (0..scales.max(1))
                .map(|_| Discriminator::new(told, device))
                .collect(),
        }
    }

    /// Most scales at which something is seen in pictures with a shorter side of `side` pixels.
    pub fn most(side: usize) -> usize {
        (side / LEAST).max(1).ilog2() as usize + 1
    }

    /// Close to the singular vectors of each scale.
    pub fn singular(&self) -> Vec<Singular> {
        self.scales.iter().map(Singular::new).collect()
    }

    /// One step of power iteration of what [`MultiScale::singular`] gave.
    pub fn follow(&self, singular: &mut [Singular]) {
        for (singular, scale) in singular.iter_mut().zip(&self.scales) {
            singular.follow(scale);
        }
    }

    /// Looks at sRGB pictures `[N, 3, H, W]` in 0..1, finest scale first: features and logits of
    /// `[H/8, W/8]`, `[H/16, W/16]` and so on.
    pub fn look(&self, mut pictures: Tensor<4>, singular: &[Singular]) -> Vec<Seen> {
        let scales = self.scales.iter().zip(singular).enumerate();
        scales
            .map(|(halvings, (scale, singular))| {
                if halvings > 0 {
                    pictures = average_pool(pictures.clone());
                }
                scale.look(pictures.clone(), singular)
            })
            .collect()
    }

    /// Logits of what each scale has seen, with conditions `[N, told]`.
    pub fn judge(&self, seen: &[Seen], told: &Tensor<2>, singular: &[Singular]) -> Vec<Tensor<4>> {
        let scales = self.scales.iter().zip(seen).zip(singular);
        scales
            .map(|((scale, seen), singular)| scale.judge(seen, told.clone(), singular))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formula::formula,
        loss::Adversarial,
        nn::{CODE_SIZE, parameters, with_parameters},
    };
    use burn::{optim::GradientsParams, tensor::TensorData};
    use serde_json::Value;

    /// Numbers of PyTorch, made by tests/fixtures/make_multi_scale.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/multi_scale.json");

    fn close(found: &[f32], wanted: &Value, what: &str) {
        let wanted: Vec<f64> = serde_json::from_value(wanted.clone()).expect("numbers");
        assert_eq!(found.len(), wanted.len(), "{what}");
        let scale = wanted.iter().fold(0.0f64, |most, w| most.max(w.abs()));
        for (a, b) in found.iter().zip(wanted) {
            let error = (f64::from(*a) - b).abs();
            assert!(error < 2e-3 * scale, "{what}: {a} {b} of {scale}");
        }
    }

    #[test]
    fn two_scales_judge_and_are_differentiated_as_in_pytorch() {
        let reference: Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let device = Device::flex().autodiff();
        let net = MultiScale::new(2, CODE_SIZE, &device);
        let values = parameters(&net).into_iter().enumerate().map(|(i, data)| {
            let shape = data.shape().to_vec();
            TensorData::new(formula(shape.iter().product(), i as u32 + 1), shape)
        });
        let net = with_parameters(net.clone(), values.collect());
        let mut singular = net.singular();
        (0..400).for_each(|_| net.follow(&mut singular));
        let picture = |salt| {
            let values = formula(2 * 3 * 32 * 40, salt);
            let values: Vec<f32> = values.into_iter().map(|v| 0.5 + 0.5 * v).collect();
            Tensor::<4>::from_data(TensorData::new(values, [2, 3, 32, 40]), &device)
        };
        let codes = TensorData::new(formula(2 * CODE_SIZE, 103), [2, CODE_SIZE]);
        let codes = Tensor::<2>::from_data(codes, &device);
        let (real, fake) = (picture(101), picture(102).require_grad());
        let look = |pictures| net.judge(&net.look(pictures, &singular), &codes, &singular);
        let fakes = look(fake.clone());
        for (i, logits) in fakes.iter().enumerate() {
            let found: Vec<f32> = logits.to_data().iter().collect();
            close(&found, &reference["logits"][i], "logits");
        }

        let form = Adversarial::Lsgan;
        let wish = form.generator_at_scales(None, fakes);
        close(
            &[wish.clone().into_scalar()],
            &reference["generator"]["loss"],
            "wish",
        );
        let slope: Vec<f32> = fake
            .grad(&wish.backward())
            .expect("a gradient")
            .into_data()
            .iter()
            .step_by(97)
            .collect();
        close(
            &slope,
            &reference["generator"]["picture"],
            "gradient of pixels",
        );

        // A graph serves one backward pass.
        let loss = form.discriminator_at_scales(&look(real), &look(fake), 0.1);
        close(
            &[loss.clone().into_scalar()],
            &reference["discriminator"]["loss"],
            "loss",
        );
        let grads = GradientsParams::from_grads(loss.backward(), &net);
        for (scale, wanted) in net.scales.iter().zip(
            reference["discriminator"]["weights"]
                .as_array()
                .expect("a list"),
        ) {
            let slope = grads.get::<4>(scale.first()).expect("a gradient");
            let slope: Vec<f32> = slope.into_data().iter().step_by(61).collect();
            close(&slope, wanted, "gradient of weights");
        }
    }

    #[test]
    fn as_many_scales_as_see_something() {
        for (side, most) in [(8, 1), (16, 1), (32, 2), (64, 3), (128, 4), (256, 5)] {
            assert_eq!(MultiScale::most(side), most);
        }
        let device = Device::flex();
        let net = MultiScale::new(3, CODE_SIZE, &device);
        let singular = net.singular();
        let seen = net.look(Tensor::zeros([1, 3, 64, 80], &device), &singular);
        let logits = net.judge(&seen, &Tensor::zeros([1, CODE_SIZE], &device), &singular);
        let sizes: Vec<[usize; 4]> = logits.iter().map(|map| map.dims()).collect();
        assert_eq!(sizes, [[1, 1, 8, 10], [1, 1, 4, 5], [1, 1, 2, 2]]);
    }
}
