//! A projected discriminator (Sauer et al., "Projected GANs converge faster", NeurIPS 2021): it sees the maps of the frozen
//! encoder instead of pixels, mixed at random, so that no level can be left out.
//!
//! ```text
//! relu2_1   relu3_1   relu4_1   relu5_1     of the encoder, each of power 1
//!    │         │         │         │
//!   1x1       1x1       1x1       1x1       fixed random, to 32 maps
//!    │         │         │       3x3        fixed random, 32 -> 32
//!    │         │    + ◄─ x2 ───────┤
//!    │         │    3x3            │
//!    │    + ◄─ x2 ─┤               │
//!    │    3x3      │               │
//!    + ◄─ x2 ──────┤               │
//!    │         │         │         │
//!   head      head      head      head      3x3 with stride 2, 48 maps h, down to the size of relu5_1,
//!                                           then 3x3 48->1  +  <h, embedding(label)>  = one logit a cell
//! ```
//!
//! Without the fixed 3x3 at half size, which would cost more than all else here, 0.04 M multiply-adds a cell of relu2_1 remain.
//! The embedding (Miyato and Koyama, ICLR 2018) is there only where there are labels. Weights of the heads are normalised spectrally, as those of [`Discriminator`](super::Discriminator).

use super::{
    Layer, WIDTHS,
    discriminator::conv,
    init::{he_normal, seeded},
    relu::leaky,
    spectral::{Singular, Spectral, largest, matrix, normalised},
};
use burn::{
    module::Module,
    nn::{Initializer, Linear, LinearConfig, conv::Conv2d},
    tensor::{Device, Tensor, module::conv2d, ops::ConvOptions},
};

/// The levels that are seen, finest first.
const LEVELS: [Layer; 4] = [
    Layer::Relu2_1,
    Layer::Relu3_1,
    Layer::Relu4_1,
    Layer::Relu5_1,
];
/// Root mean square of their maps over photographs and paintings, measured.
const POWERS: [f32; LEVELS.len()] = [1.465, 0.836, 1.305, 2.612];
/// Maps of a projected level, and of the heads.
const CHANNELS: usize = 32;
const HEAD: usize = 48;
/// Seed of the fixed weights: two runs see alike.
const SEED: u64 = 2021;

/// The fixed random projections.
#[derive(Debug)]
pub struct FeatureProjection {
    /// 1x1, a level.
    mix: Vec<Tensor<4>>,
    /// 3x3, all levels but the finest.
    merge: Vec<Tensor<4>>,
}

impl FeatureProjection {
    /// The deepest level of the encoder that is looked at.
    pub const DEEPEST: Layer = LEVELS[LEVELS.len() - 1];
    /// Sides of pictures are multiples of this.
    pub const STRIDE: usize = 16;

    /// Those of every run.
    pub fn new(device: &Device) -> Self {
        let kernel = |from: usize, side: usize, gain: f64| {
            let fan_in = from * side * side;
            let kernel = he_normal([CHANNELS, from, side, side], fan_in, gain, device);
            kernel.val()
        };
        seeded(SEED, || Self {
            mix: LEVELS
                .iter()
                .map(|layer| {
                    let widths = WIDTHS[layer.index()];
                    kernel(widths[widths.len() - 1], 1, 1.0)
                })
                .collect(),
            // Of two sums of power 1 each one of power 1.
            merge: (1..LEVELS.len())
                .map(|_| kernel(CHANNELS, 3, std::f64::consts::FRAC_1_SQRT_2))
                .collect(),
        })
    }

    /// Projects the maps of the encoder, all levels from the finest on, `[N, C, H, W]` each; finest first, 32 maps each.
    pub fn apply(&self, maps: &[Tensor<4>]) -> Vec<Tensor<4>> {
        let mut projected: Vec<Tensor<4>> = Vec::with_capacity(LEVELS.len());
        for (i, layer) in LEVELS.iter().enumerate().rev() {
            let map = maps[layer.index()].clone().div_scalar(POWERS[i]);
            let mut x = fixed(map, &self.mix[i], 0);
            if let Some(below) = projected.last() {
                x = x + doubled(below.clone());
            }
            if let Some(merge) = i.checked_sub(1).map(|i| &self.merge[i]) {
                x = fixed(x, merge, 1);
            }
            projected.push(x);
        }
        projected.reverse();
        projected
    }
}

/// A convolution with a kernel that does not learn.
fn fixed(x: Tensor<4>, kernel: &Tensor<4>, padding: usize) -> Tensor<4> {
    let kernel = match x.device().is_autodiff() {
        true => kernel.clone().autodiff(),
        false => kernel.clone(),
    };
    let options = ConvOptions::new([1, 1], [padding, padding], [1, 1], 1);
    conv2d(x, kernel, None, options)
}

/// Every cell four times.
pub(super) fn doubled(x: Tensor<4>) -> Tensor<4> {
    let [n, channels, height, width] = x.dims();
    let cells: Tensor<6> = x.reshape([n, channels, height, 1, width, 1]);
    let cells = cells.repeat_dim(3, 2).repeat_dim(5, 2);
    cells.reshape([n, channels, 2 * height, 2 * width])
}

/// The heads, which learn.
#[derive(Module, Debug)]
pub struct ProjectedHeads {
    levels: Vec<Vec<Conv2d>>,
    /// Embeddings of labels, one a level; none if there are no labels.
    embeddings: Vec<Linear>,
}

/// What the heads see of pictures, whatever label they are asked about: one a level.
pub struct SeenMaps(Vec<Tensor<4>>);

impl ProjectedHeads {
    /// Untrained ones with He-initialised weights, of so many labels; 0 is none.
    pub fn new(labels: usize, device: &Device) -> Self {
        let deepest = LEVELS.len() - 1;
        let head = |i: usize| -> Vec<Conv2d> {
            let inner = (0..(deepest - i).max(1)).map(|k| {
                let from = if k == 0 { CHANNELS } else { HEAD };
                let stride = if i == deepest { 1 } else { 2 };
                conv(from, HEAD, 3, stride, device)
            });
            let inner: Vec<_> = inner.collect();
            inner
                .into_iter()
                .chain([conv(HEAD, 1, 3, 1, device)])
                .collect()
        };
        let embedding = |_| {
            let config = LinearConfig::new(labels, HEAD).with_bias(false);
            let mut linear = config.with_initializer(Initializer::Zeros).init(device);
            linear.weight = he_normal([labels, HEAD], labels, 1.0, device);
            linear
        };
        let embedded = if labels > 0 { LEVELS.len() } else { 0 };
        Self {
            levels: (0..LEVELS.len()).map(head).collect(),
            embeddings: (0..embedded).map(embedding).collect(),
        }
    }

    /// Whether they are asked about labels.
    pub fn are_told(&self) -> bool {
        !self.embeddings.is_empty()
    }

    /// Looks at what [`FeatureProjection::apply`] gave.
    pub fn look(&self, projected: Vec<Tensor<4>>, singular: &Singular) -> SeenMaps {
        let mut vectors = singular.vectors().iter();
        let levels = self.levels.iter().zip(projected);
        let seen = levels.map(|(convs, mut x)| {
            for (i, (conv, vectors)) in convs.iter().zip(&mut vectors).enumerate() {
                if i + 1 < convs.len() {
                    x = leaky(normalised(conv, vectors, x));
                }
            }
            x
        });
        SeenMaps(seen.collect())
    }

    /// Logits `[N, 1, H/16, W/16]` of each level: positive where it looks real and, if there are labels, as `told`
    /// `[N, labels]` says.
    pub fn judge(
        &self,
        seen: &SeenMaps,
        told: Option<&Tensor<2>>,
        singular: &Singular,
    ) -> Vec<Tensor<4>> {
        let all = singular.vectors();
        let (heads, embedded) = all.split_at(all.len() - self.embeddings.len());
        let mut end = 0;
        let levels = self.levels.iter().zip(&seen.0).enumerate();
        let logits = levels.map(|(level, (convs, x))| {
            end += convs.len();
            let logits = normalised(&convs[convs.len() - 1], &heads[end - 1], x.clone());
            let (Some(embedding), Some(told)) = (self.embeddings.get(level), told) else {
                return logits;
            };
            let weight = embedding.weight.val();
            let sigma = largest(weight.clone(), &embedded[level]);
            let direction = told.clone().matmul(weight / sigma);
            let [n, width] = direction.dims();
            let alike = (x.clone() * direction.reshape([n, width, 1, 1])).sum_dim(1);
            logits + alike.div_scalar((width as f32).sqrt())
        });
        logits.collect()
    }
}

impl Spectral for ProjectedHeads {
    fn weights(&self) -> Vec<Tensor<2>> {
        let convs = self.levels.iter().flatten();
        let weights = convs.map(|conv| matrix(conv.weight.val().inner()));
        let embeddings = self.embeddings.iter();
        weights
            .chain(embeddings.map(|embedding| embedding.weight.val().inner()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        formula::formula,
        loss::Adversarial,
        nn::{FeatureNet, NetSpec, parameters, with_parameters},
    };
    use burn::{
        optim::GradientsParams,
        tensor::{Distribution, TensorData},
    };
    use serde_json::Value;

    #[test]
    fn all_levels_judge_and_projections_are_the_same_each_time() {
        let device = Device::flex();
        let net = FeatureNet::open(&NetSpec::BuiltIn, &device).expect("the encoder");
        let pictures = Tensor::random([2, 3, 64, 96], Distribution::Uniform(0.0, 1.0), &device);
        let maps = net.maps(pictures, FeatureProjection::DEEPEST);
        let projected = FeatureProjection::new(&device).apply(&maps);
        crate::nn::seed(5);
        let again = FeatureProjection::new(&device).apply(&maps);
        for (a, b) in projected.iter().zip(&again) {
            let most: f32 = (a.clone() - b.clone()).abs().max().into_scalar();
            assert_eq!(most, 0.0);
        }
        let heads = ProjectedHeads::new(0, &device);
        let singular = Singular::new(&heads);
        let seen = heads.look(projected.clone(), &singular);
        let logits = heads.judge(&seen, None, &singular);
        assert_eq!(logits.len(), 4);
        assert!(logits.iter().all(|logits| logits.dims() == [2, 1, 4, 6]));
        // With labels it matters at every level which one they are asked about.
        let heads = ProjectedHeads::new(3, &device);
        let singular = Singular::new(&heads);
        let seen = heads.look(projected, &singular);
        let logits = |label: usize| {
            let row = std::array::from_fn(|i| if i == label { 7.0f32 } else { 0.0 });
            let told = Tensor::<2>::from_data([row, row] as [[f32; 3]; 2], &device);
            heads.judge(&seen, Some(&told), &singular)
        };
        for (a, b) in logits(0).into_iter().zip(logits(2)) {
            assert!((a - b).abs().max().into_scalar::<f32>() > 1e-3);
        }
    }

    /// Numbers of PyTorch, made by tests/fixtures/make_projected.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/projected.json");

    fn close(found: impl Iterator<Item = f32>, wanted: &Value, what: &str) {
        let wanted: Vec<f64> = serde_json::from_value(wanted.clone()).expect("numbers");
        let found: Vec<f32> = found.collect();
        assert_eq!(found.len(), wanted.len(), "{what}");
        let scale = wanted.iter().fold(0.0f64, |most, w| most.max(w.abs()));
        for (a, b) in found.into_iter().zip(wanted) {
            let error = (f64::from(a) - b).abs();
            assert!(error < 2e-3 * scale, "{what}: {a} {b} of {scale}");
        }
    }

    #[test]
    fn heads_that_are_told_labels_judge_and_are_differentiated_as_in_pytorch() {
        let reference: Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let device = Device::flex().autodiff();
        let tensor = |shape: Vec<usize>, salt: u32| {
            TensorData::new(formula(shape.iter().product(), salt), shape)
        };
        let net = ProjectedHeads::new(3, &device);
        let values = parameters(&net).into_iter().enumerate();
        let values = values.map(|(i, data)| tensor(data.shape().to_vec(), 1 + i as u32));
        let net = with_parameters(net.clone(), values.collect());
        let mut singular = Singular::new(&net);
        (0..400).for_each(|_| singular.follow(&net));
        let maps = |salt: u32| -> Vec<Tensor<4>> {
            let map = |i: u32| tensor(vec![2, CHANNELS, 16 >> i, 16 >> i], salt + i);
            let levels = 0..LEVELS.len() as u32;
            levels.map(|i| Tensor::from_data(map(i), &device)).collect()
        };
        let told = Tensor::from_data([[0.0, 0.0, 11.3f32], [11.3, 0.0, 0.0]], &device);
        let judge = |maps: &[Tensor<4>]| {
            let seen = net.look(maps.to_vec(), &singular);
            net.judge(&seen, Some(&told), &singular)
        };
        let fake = maps(301).into_iter().map(Tensor::require_grad);
        let fake: Vec<_> = fake.collect();
        let logits = judge(&fake);
        for (i, logits) in logits.iter().enumerate() {
            close(logits.to_data().iter(), &reference["logits"][i], "logits");
        }
        let form = Adversarial::Hinge;
        let wish = form.generator_at_scales(None, logits);
        let wanted = &reference["generator"];
        close(
            [wish.clone().into_scalar()].into_iter(),
            &wanted["loss"],
            "wish",
        );
        let grads = wish.backward();
        for (i, map) in fake.iter().enumerate() {
            let slope = map.grad(&grads).expect("a slope").into_data();
            close(
                slope.iter().step_by(53),
                &wanted["maps"][i],
                "slope of maps",
            );
        }
        // A graph serves one backward pass.
        let loss = form.discriminator_at_scales(&judge(&maps(201)), &judge(&fake), 0.0);
        let wanted = &reference["discriminator"];
        close(
            [loss.clone().into_scalar()].into_iter(),
            &wanted["loss"],
            "loss",
        );
        let grads = GradientsParams::from_grads(loss.backward(), &net);
        for (i, embedding) in net.embeddings.iter().enumerate() {
            let slope = grads.get::<2>(embedding.weight.id).expect("a slope");
            let slope = slope.into_data();
            close(
                slope.iter().step_by(7),
                &wanted["embeddings"][i],
                "slope of embeddings",
            );
        }
    }

    #[test]
    fn doubling_repeats_cells() {
        let x = Tensor::<4>::from_data([[[[1.0, 2.0]]]], &Device::flex());
        let values: Vec<f32> = doubled(x).into_data().iter().collect();
        assert_eq!(values, [1.0, 1.0, 2.0, 2.0, 1.0, 1.0, 2.0, 2.0]);
    }
}
