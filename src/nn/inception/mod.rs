//! Inception-v3 (Szegedy et al., CVPR 2016) as the Frechet distance knows it: the network of 2015 in the layout that pytorch-fid made
//! of it, with the weights of a file that the artist has.
//!
//! It is not torchvision's: other weights, 1008 classes, average pools of its mixed blocks that leave padding out, and a maximum pool
//! in the last one (pytorch-fid, `inception.py`). Numbers with other weights are other numbers, so such files are refused.

mod blueprint;

use super::Weights;
use crate::error::{Error, Result};
use blueprint::{Conv, Pool, blueprint};
use burn::{
    nn::{
        PaddingConfig2d,
        pool::{AvgPool2d, AvgPool2dConfig, MaxPool2d, MaxPool2dConfig},
    },
    tensor::{Device, Tensor, TensorData, activation::relu, module::conv2d, ops::ConvOptions},
};
use std::path::Path;

/// Numbers of a picture.
pub const INCEPTION_FEATURES: usize = 2048;
/// Side at which pictures are seen.
pub const INCEPTION_SIDE: usize = 299;
/// Of batch normalisation.
const EPSILON: f32 = 1e-3;
const CLASSES: usize = 1008;
const REMEDY: &str = "use pt_inception-2015-12-05-6726825d.pth, which pytorch-fid releases";

/// A branch with its weights.
#[derive(Debug)]
struct Learnt {
    pool: Option<PoolLayer>,
    convs: Vec<Folded>,
    split: Vec<Folded>,
}

/// A convolution with its batch normalisation inside, which only scales and shifts when it is frozen; then ReLU.
#[derive(Debug)]
struct Folded {
    weight: Tensor<4>,
    bias: Tensor<1>,
    options: ConvOptions<2>,
}

#[derive(Debug)]
enum PoolLayer {
    Maximum(MaxPool2d),
    Average(AvgPool2d),
}

/// The network, frozen.
#[derive(Debug)]
pub struct Inception {
    blocks: Vec<Vec<Learnt>>,
}

impl Inception {
    /// Smallest side of pictures: of less nothing is left at the end.
    pub const LEAST_SIDE: usize = 75;

    /// Reads pytorch-fid's file, a `.pth` or the same tensors as `.safetensors`.
    ///
    /// # Errors
    /// If it cannot be read or is another network's, among them torchvision's Inception and TorchScript archives.
    pub fn open(path: &Path, device: &Device) -> Result<Self> {
        let weights = Weights::open(path, |name| {
            let own = name.starts_with("Conv2d_") || name.starts_with("Mixed_");
            // How many batches it has learnt from is a whole number, and nothing is made of it.
            (own && !name.ends_with("num_batches_tracked")) || name == "fc.bias"
        })?;
        if weights.names().next().is_none() {
            return Err(Error::weights(
                path,
                "it does not hold Inception-v3",
                REMEDY,
            ));
        }
        let classes = weights.find("fc.bias").map(|bias| bias.values.len());
        if classes == Some(1000) {
            let reason = "it is torchvision's Inception, by whose weights a distance is another number than FID";
            return Err(Error::weights(path, reason, REMEDY));
        }
        weights.get("fc.bias", &[CLASSES])?;
        Self::from_weights(&weights, device)
    }

    /// Of pytorch-fid's tensors.
    ///
    /// # Errors
    /// If one is missing or has another shape.
    pub fn from_weights(weights: &Weights, device: &Device) -> Result<Self> {
        let mut channels = 3;
        let mut blocks = Vec::new();
        for (prefix, branches) in blueprint() {
            let from = channels;
            channels = 0;
            let mut block = Vec::with_capacity(branches.len());
            for branch in branches {
                let mut width = from;
                let mut convs = Vec::with_capacity(branch.convs.len());
                for conv in &branch.convs {
                    convs.push(Folded::read(weights, prefix, conv, width, device)?);
                    width = conv.to;
                }
                let split = branch.split.iter();
                let split = split.map(|conv| Folded::read(weights, prefix, conv, width, device));
                channels += match branch.split.as_slice() {
                    [] => width,
                    split => split.iter().map(|conv| conv.to).sum(),
                };
                block.push(Learnt {
                    pool: branch.pool.map(layer),
                    convs,
                    split: split.collect::<Result<_>>()?,
                });
            }
            blocks.push(block);
        }
        Ok(Self { blocks })
    }

    /// The 2048 means of the last maps, `[N, 2048]`, of pictures `[N, 3, H, W]`, sRGB 0..1, sides of [`Inception::LEAST_SIDE`] or more;
    /// [`INCEPTION_SIDE`] is what it has learnt.
    pub fn features(&self, pictures: Tensor<4>) -> Tensor<2> {
        debug_assert!(pictures.dims()[2].min(pictures.dims()[3]) >= Self::LEAST_SIDE);
        let mut x = pictures.mul_scalar(2.0) - 1.0;
        for block in &self.blocks {
            let parts = block.iter().flat_map(|branch| branch.forward(x.clone()));
            x = Tensor::cat(parts.collect(), 1);
        }
        let [n, channels, ..] = x.dims();
        x.mean_dim(3).mean_dim(2).reshape([n, channels])
    }
}

impl Learnt {
    fn forward(&self, mut x: Tensor<4>) -> Vec<Tensor<4>> {
        match &self.pool {
            Some(PoolLayer::Maximum(pool)) => x = pool.forward(x),
            Some(PoolLayer::Average(pool)) => x = pool.forward(x),
            None => {}
        }
        for conv in &self.convs {
            x = conv.forward(x);
        }
        match self.split.as_slice() {
            [] => vec![x],
            split => split.iter().map(|conv| conv.forward(x.clone())).collect(),
        }
    }
}

fn layer(pool: Pool) -> PoolLayer {
    let maximum = || MaxPool2dConfig::new([3, 3]);
    let around = PaddingConfig2d::Explicit(1, 1, 1, 1);
    match pool {
        Pool::Halving => PoolLayer::Maximum(maximum().with_strides([2, 2]).init()),
        Pool::Maximum => {
            PoolLayer::Maximum(maximum().with_strides([1, 1]).with_padding(around).init())
        }
        Pool::Average => PoolLayer::Average(
            AvgPool2dConfig::new([3, 3])
                .with_strides([1, 1])
                .with_padding(around)
                .with_count_include_pad(false)
                .init(),
        ),
    }
}

impl Folded {
    fn read(
        weights: &Weights,
        prefix: &str,
        conv: &Conv,
        from: usize,
        device: &Device,
    ) -> Result<Self> {
        let Conv {
            name,
            to,
            kernel: [height, width],
            stride,
            padded,
        } = *conv;
        let name = format!("{prefix}{name}");
        let of = |part: &str| weights.get(&format!("{name}.bn.{part}"), &[to]);
        let (scale, shift) = (of("weight")?, of("bias")?);
        let (mean, variance) = (of("running_mean")?, of("running_var")?);
        let shape = [to, from, height, width];
        let weight = weights.get(&format!("{name}.conv.weight"), &shape)?;
        let mut values = weight.values.clone();
        let mut bias = Vec::with_capacity(to);
        let size = from * height * width;
        for (i, kernel) in values.chunks_exact_mut(size).enumerate() {
            let factor = scale.values[i] / (variance.values[i].max(0.0) + EPSILON).sqrt();
            kernel.iter_mut().for_each(|value| *value *= factor);
            bias.push(shift.values[i] - mean.values[i] * factor);
        }
        let padding = if padded {
            [height / 2, width / 2]
        } else {
            [0, 0]
        };
        Ok(Self {
            weight: Tensor::from_data(TensorData::new(values, shape), device),
            bias: Tensor::from_data(TensorData::new(bias, [to]), device),
            options: ConvOptions::new([stride, stride], padding, [1, 1], 1),
        })
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let (weight, bias) = (self.weight.clone(), self.bias.clone());
        relu(conv2d(x, weight, Some(bias), self.options.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::formula;
    use std::collections::BTreeMap;

    /// Numbers of PyTorch, made by tests/fixtures/make_inception.py.
    const REFERENCE: &str = include_str!("../../../tests/fixtures/inception.json");

    /// The script's weights.
    fn by_formula() -> Weights {
        let mut shapes = BTreeMap::new();
        let mut from = 3;
        for (prefix, branches) in blueprint() {
            let mut all = 0;
            for branch in &branches {
                let mut width = from;
                for (i, conv) in branch.convs.iter().chain(&branch.split).enumerate() {
                    let name = format!("{prefix}{}", conv.name);
                    let [height, across] = conv.kernel;
                    let shape = vec![conv.to, width, height, across];
                    shapes.insert(format!("{name}.conv.weight"), shape);
                    for part in ["weight", "bias", "running_mean", "running_var"] {
                        shapes.insert(format!("{name}.bn.{part}"), vec![conv.to]);
                    }
                    if i < branch.convs.len() {
                        width = conv.to;
                    }
                }
                all += match branch.split.as_slice() {
                    [] => width,
                    split => split.iter().map(|conv| conv.to).sum(),
                };
            }
            from = all;
        }
        let tensors = shapes.into_iter().zip(1..).map(|((name, shape), salt)| {
            let mut values = formula(shape.iter().product(), salt);
            let inputs: usize = shape[1..].iter().product();
            let scale = (6.0 / inputs as f64).sqrt() as f32;
            values.iter_mut().for_each(|value| match shape.len() {
                4 => *value *= scale,
                _ if name.ends_with("running_var") || name.ends_with("bn.weight") => {
                    *value = 1.0 + *value / 2.0;
                }
                _ => *value /= 4.0,
            });
            (name, TensorData::new(values, shape))
        });
        Weights::from_tensors(tensors.collect(), "formula")
    }

    #[test]
    fn features_are_those_of_pytorch() {
        let device = Device::flex();
        let reference: serde_json::Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let wanted: Vec<f64> =
            serde_json::from_value(reference["inception"]["features"].clone()).expect("numbers");
        let net = Inception::from_weights(&by_formula(), &device).expect("the network");
        let values = formula(3 * 80 * 91, 1001);
        let values: Vec<f32> = values.iter().map(|v| (v + 1.0) / 2.0).collect();
        let picture = Tensor::from_data(TensorData::new(values, [1, 3, 80, 91]), &device);
        let found: Vec<f32> = net.features(picture).into_data().iter().collect();
        assert_eq!(found.len(), INCEPTION_FEATURES);
        for (found, wanted) in found.iter().step_by(41).zip(&wanted) {
            let apart = (f64::from(*found) - wanted).abs();
            assert!(apart < 1e-3 * wanted.max(1.0), "{found} {wanted}");
        }
        let norm: f64 = found.iter().map(|v| f64::from(*v).powi(2)).sum();
        let wanted = reference["inception"]["norm"].as_f64().expect("a number");
        assert!((norm.sqrt() / wanted - 1.0).abs() < 1e-4);
    }

    #[test]
    fn files_of_other_networks_are_refused_by_name() {
        let folder = tempfile::tempdir().expect("folder");
        let device = Device::flex();
        let said = |path: &Path| {
            Inception::open(path, &device)
                .expect_err("refused")
                .to_string()
        };
        let write = |name: &str, tensors: &[(String, TensorData)]| {
            let path = folder.path().join(name);
            let bytes = crate::nn::to_safetensors(tensors, Default::default()).expect("bytes");
            std::fs::write(&path, bytes).expect("written");
            path
        };
        let tensor = |name: &str, size: usize| {
            (name.to_owned(), TensorData::new(vec![0.5f32; size], [size]))
        };
        let torchvision = write("torchvision.safetensors", &[tensor("fc.bias", 1000)]);
        assert!(said(&torchvision).contains("torchvision's"));
        let cut = write("cut.safetensors", &[tensor("fc.bias", CLASSES)]);
        assert!(said(&cut).contains("Conv2d_1a_3x3"), "{}", said(&cut));
        let other = write("other.safetensors", &[tensor("features.0.bias", 64)]);
        assert!(said(&other).contains("does not hold Inception"));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/torchscript.pt");
        assert!(said(&script).contains("TorchScript"), "{}", said(&script));
    }
}
