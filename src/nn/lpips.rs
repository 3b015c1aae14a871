//! Perceptual distance of two pictures (Zhang et al., "The unreasonable effectiveness of deep features as a perceptual metric", CVPR
//! 2018; version 0.1): weighted squared differences of normalised maps, with weights of files that the artist has.

use super::Weights;
use crate::error::{Error, Result};
use burn::{
    nn::pool::{MaxPool2d, MaxPool2dConfig},
    tensor::{Device, Tensor, TensorData, activation::relu, module::conv2d, ops::ConvOptions},
};
use std::path::Path;

/// Of what a network has learnt, mean and deviation, for pictures in -1..1.
const SHIFT: [f32; 3] = [-0.030, -0.088, -0.188];
const SCALE: [f32; 3] = [0.458, 0.448, 0.450];
const HEADS: &str = "give the linear weights of LPIPS 0.1 for the same network (alex.pth or vgg.pth of its repository)";
const BACKBONES: &str =
    "give torchvision's AlexNet or VGG-16 (alexnet-owt-*.pth, vgg16-397923af.pth)";

/// A convolution: its number in torchvision's `features`, its width, the sides of its kernel, stride, padding.
type Conv = (usize, usize, usize, usize, usize);

/// What a network is: pools between levels, and the convolutions of each level, after the last of which maps are compared.
struct Blueprint {
    name: &'static str,
    pool: usize,
    /// Levels before which is a pool.
    pooled: [bool; 5],
    levels: [&'static [Conv]; 5],
}

const ALEX: Blueprint = Blueprint {
    name: "LPIPS (AlexNet)",
    pool: 3,
    pooled: [false, true, true, false, false],
    levels: [
        &[(0, 64, 11, 4, 2)],
        &[(3, 192, 5, 1, 2)],
        &[(6, 384, 3, 1, 1)],
        &[(8, 256, 3, 1, 1)],
        &[(10, 256, 3, 1, 1)],
    ],
};

const VGG: Blueprint = Blueprint {
    name: "LPIPS (VGG-16)",
    pool: 2,
    pooled: [false, true, true, true, true],
    levels: [
        &[(0, 64, 3, 1, 1), (2, 64, 3, 1, 1)],
        &[(5, 128, 3, 1, 1), (7, 128, 3, 1, 1)],
        &[(10, 256, 3, 1, 1), (12, 256, 3, 1, 1), (14, 256, 3, 1, 1)],
        &[(17, 512, 3, 1, 1), (19, 512, 3, 1, 1), (21, 512, 3, 1, 1)],
        &[(24, 512, 3, 1, 1), (26, 512, 3, 1, 1), (28, 512, 3, 1, 1)],
    ],
};

/// A network and what its maps count, frozen.
#[derive(Debug)]
pub struct Lpips {
    /// What its numbers are called.
    pub name: &'static str,
    levels: Vec<Level>,
    shift: Tensor<4>,
    scale: Tensor<4>,
}

#[derive(Debug)]
struct Level {
    pool: Option<MaxPool2d>,
    convs: Vec<(Tensor<4>, Tensor<1>, ConvOptions<2>)>,
    /// What each channel counts, `[1, C, 1, 1]`.
    counts: Tensor<4>,
}

impl Lpips {
    /// Smallest side of pictures.
    pub const LEAST_SIDE: usize = 64;

    /// Reads a network, AlexNet or VGG-16 in torchvision's layout (`features.0.weight` ...), and the linear weights that belong to
    /// it (`lin0.model.1.weight` ...), each a `.pth` or `.safetensors` file.
    ///
    /// # Errors
    /// If one cannot be read, is another network, or they do not belong together.
    pub fn open(network: &Path, heads: &Path, device: &Device) -> Result<Self> {
        let features = Weights::open(network, |name| name.starts_with("features."))?;
        let first = features.find("features.0.weight").map(|w| w.shape.clone());
        let blueprint = match first.as_deref() {
            Some([64, 3, 11, 11]) => ALEX,
            // VGG-19 has a fourth convolution in its third level, and so another one in the 17th place's stead.
            Some([64, 3, 3, 3]) if features.find("features.17.weight").is_some() => VGG,
            Some([64, 3, 3, 3]) => {
                let reason = "it is a VGG, but not VGG-16";
                return Err(Error::weights(network, reason, BACKBONES));
            }
            _ => {
                let reason = "it holds no network that LPIPS knows";
                return Err(Error::weights(network, reason, BACKBONES));
            }
        };
        let counts = Weights::open(heads, |name| name.starts_with("lin"))?;
        if counts.names().next().is_none() {
            let reason = "it holds no linear weights of LPIPS";
            return Err(Error::weights(heads, reason, HEADS));
        }
        Self::of(&blueprint, &features, &counts, device)
    }

    fn of(
        blueprint: &Blueprint,
        features: &Weights,
        counts: &Weights,
        device: &Device,
    ) -> Result<Self> {
        let mut from = 3;
        let mut levels = Vec::with_capacity(blueprint.levels.len());
        for (i, convs) in blueprint.levels.iter().enumerate() {
            let mut read = Vec::with_capacity(convs.len());
            for &(number, to, side, stride, padding) in *convs {
                let name = format!("features.{number}");
                let shape = [to, from, side, side];
                let weight = features.tensor(&format!("{name}.weight"), shape, device)?;
                let bias = features.tensor(&format!("{name}.bias"), [to], device)?;
                let options = ConvOptions::new([stride; 2], [padding; 2], [1, 1], 1);
                read.push((weight, bias, options));
                from = to;
            }
            let pool = MaxPool2dConfig::new([blueprint.pool; 2]).with_strides([2, 2]);
            levels.push(Level {
                pool: blueprint.pooled[i].then(|| pool.init()),
                convs: read,
                counts: counts.tensor(
                    &format!("lin{i}.model.1.weight"),
                    [1, from, 1, 1],
                    device,
                )?,
            });
        }
        let constant = |values: [f32; 3]| {
            Tensor::from_data(TensorData::new(values.to_vec(), [1, 3, 1, 1]), device)
        };
        Ok(Self {
            name: blueprint.name,
            levels,
            shift: constant(SHIFT),
            scale: constant(SCALE),
        })
    }

    /// The distance of two pictures `[1, 3, H, W]`, sRGB 0..1, of one size of at least [`Lpips::LEAST_SIDE`]; 0 is the same.
    pub fn distance(&self, a: Tensor<4>, b: Tensor<4>) -> f32 {
        let seen =
            |x: Tensor<4>| (x.mul_scalar(2.0) - 1.0 - self.shift.clone()) / self.scale.clone();
        let (mut a, mut b) = (seen(a), seen(b));
        let mut sum = 0.0;
        for level in &self.levels {
            (a, b) = (level.forward(a), level.forward(b));
            let apart = (unit_cells(a.clone()) - unit_cells(b.clone())).square();
            let weighed = (apart * level.counts.clone()).sum_dim(1);
            sum += weighed.mean().into_scalar::<f32>();
        }
        sum
    }
}

impl Level {
    fn forward(&self, mut x: Tensor<4>) -> Tensor<4> {
        if let Some(pool) = &self.pool {
            x = pool.forward(x);
        }
        for (weight, bias, options) in &self.convs {
            let bias = Some(bias.clone());
            x = relu(conv2d(x, weight.clone(), bias, options.clone()));
        }
        x
    }
}

/// Maps whose cells have length 1 over their channels.
pub fn unit_cells(maps: Tensor<4>) -> Tensor<4> {
    let length = maps.clone().square().sum_dim(1).sqrt();
    maps / (length + 1e-10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formula::formula;
    use std::collections::BTreeMap;

    /// Numbers of PyTorch, made by tests/fixtures/make_inception.py.
    const REFERENCE: &str = include_str!("../../tests/fixtures/inception.json");

    fn by_formula(shapes: BTreeMap<String, Vec<usize>>) -> Vec<(String, TensorData)> {
        let tensors = shapes.into_iter().zip(1..).map(|((name, shape), salt)| {
            let mut values = formula(shape.iter().product(), salt);
            let inputs: usize = shape[1..].iter().product();
            let scale = if shape.len() > 1 {
                (6.0 / inputs as f64).sqrt() as f32
            } else {
                0.25
            };
            values.iter_mut().for_each(|value| *value *= scale);
            if name.starts_with("lin") {
                values.iter_mut().for_each(|value| *value = value.abs());
            }
            (name, TensorData::new(values, shape))
        });
        tensors.collect()
    }

    /// The script's weights: of the network, and of what its maps count.
    fn files(blueprint: &Blueprint) -> [Vec<(String, TensorData)>; 2] {
        let (mut features, mut heads, mut from) = (BTreeMap::new(), BTreeMap::new(), 3);
        for (i, convs) in blueprint.levels.iter().enumerate() {
            for &(number, to, side, ..) in *convs {
                let name = format!("features.{number}");
                features.insert(format!("{name}.weight"), vec![to, from, side, side]);
                features.insert(format!("{name}.bias"), vec![to]);
                from = to;
            }
            heads.insert(format!("lin{i}.model.1.weight"), vec![1, from, 1, 1]);
        }
        [by_formula(features), by_formula(heads)]
    }

    fn written(folder: &Path, name: &str, tensors: &[(String, TensorData)]) -> std::path::PathBuf {
        let path = folder.join(name);
        let bytes = crate::nn::to_safetensors(tensors, Default::default()).expect("bytes");
        std::fs::write(&path, bytes).expect("written");
        path
    }

    #[test]
    fn distances_are_those_of_pytorch_and_networks_are_told_by_their_weights() {
        let folder = tempfile::tempdir().expect("folder");
        let device = Device::flex();
        let reference: serde_json::Value = serde_json::from_str(REFERENCE).expect("a fixture");
        let picture = |salt| {
            let values = formula(3 * 64 * 71, salt).into_iter();
            let values: Vec<f32> = values.map(|v| (v + 1.0) / 2.0).collect();
            Tensor::<4>::from_data(TensorData::new(values, [1, 3, 64, 71]), &device)
        };
        let a = picture(1002);
        let b = a.clone().mul_scalar(0.7) + picture(1003).mul_scalar(0.3);
        let mut heads = Vec::new();
        for (name, blueprint) in [("vgg16", VGG), ("alexnet", ALEX)] {
            let [network, own] = files(&blueprint);
            let network = written(folder.path(), name, &network);
            let own = written(folder.path(), &format!("{name}_heads"), &own);
            let lpips = Lpips::open(&network, &own, &device).expect("both");
            assert_eq!(lpips.name, blueprint.name);
            let found = f64::from(lpips.distance(a.clone(), b.clone()));
            let wanted = reference[name]["distance"].as_f64().expect("a number");
            assert!(
                (found / wanted - 1.0).abs() < 1e-3,
                "{name}: {found} {wanted}"
            );
            assert_eq!(lpips.distance(a.clone(), a.clone()), 0.0);
            heads.push(own);
        }
        let said = |network: &Path, heads: &Path| {
            let refused = Lpips::open(network, heads, &device);
            refused.expect_err("refused").to_string()
        };
        let alexnet = folder.path().join("alexnet");
        // Heads of the other network, none, and another network.
        assert!(said(&alexnet, &heads[0]).contains("lin1"));
        assert!(said(&alexnet, &alexnet).contains("no linear weights"));
        assert!(said(&heads[0], &heads[0]).contains("no network that LPIPS knows"));
        let mut other = files(&VGG)[0].clone();
        other.retain(|(name, _)| !name.starts_with("features.17."));
        let other = written(folder.path(), "vgg19", &other);
        assert!(said(&other, &heads[0]).contains("not VGG-16"));
    }
}
