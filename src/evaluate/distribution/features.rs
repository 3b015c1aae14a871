//! Features of pictures, with which collections are compared: those of a file of Inception that the artist has, and of the encoder that
//! ships where there is none.
//!
//! Of the encoder's three deepest levels the mean and the logarithm of the deviation of every channel, each relative to its
//! distribution over photographs and paintings. It is a network of textures: it knows strokes and colours, not objects, and numbers by
//! it (KID-impasto) cannot be compared with those by Inception.

use super::Rows;
use crate::{
    error::Result,
    nn::{
        FeatureNet, INCEPTION_FEATURES, INCEPTION_SIDE, Inception, Layer, NetSpec, Statistics,
        WIDTHS, Weights, means_and_spreads,
    },
};
use burn::tensor::{Device, Tensor, TensorData};
use std::path::Path;

/// The levels that are seen.
const LEVELS: [Layer; 3] = [Layer::Relu3_1, Layer::Relu4_1, Layer::Relu5_1];
/// Numbers of a picture.
pub const FEATURES: usize = {
    let (mut sum, mut level) = (0, 2);
    while level < WIDTHS.len() {
        sum += 2 * WIDTHS[level][WIDTHS[level].len() - 1];
        level += 1;
    }
    sum
};
/// Farther out, in deviations, everything is alike: the cubic kernel would see nothing but one odd picture.
const FARTHEST: f32 = 5.0;

const BUILT_IN: &[u8] = include_bytes!("../../../assets/models/features.safetensors");

/// The distribution that features are relative to.
#[derive(Clone, Debug)]
pub struct FeatureSpace {
    mean: Vec<f32>,
    deviation: Vec<f32>,
}

impl FeatureSpace {
    /// That of the encoder that ships.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn built_in() -> Result<Self> {
        let weights = Weights::from_safetensors(BUILT_IN, "the built-in features")?;
        Ok(Self {
            mean: weights.get("mean", &[FEATURES])?.values.clone(),
            deviation: weights.get("deviation", &[FEATURES])?.values.clone(),
        })
    }

    /// The distribution of what [`FeatureSpace::raw`] has seen of many pictures.
    pub fn of(raw: &Rows) -> Self {
        let count = raw.len().max(1) as f64;
        let moment = |i: usize, of: &dyn Fn(f64) -> f64| {
            let values = raw.values.iter().skip(i).step_by(raw.size);
            values.map(|v| of(f64::from(*v))).sum::<f64>() / count
        };
        let mean: Vec<f64> = (0..raw.size).map(|i| moment(i, &|v| v)).collect();
        let deviation = (0..raw.size).map(|i| {
            let variance = moment(i, &|v| (v - mean[i]).powi(2));
            variance.sqrt().max(1e-2) as f32
        });
        Self {
            deviation: deviation.collect(),
            mean: mean.iter().map(|v| *v as f32).collect(),
        }
    }

    /// Mean and deviation as the tensors of a file.
    pub fn tensors(&self) -> Vec<(String, TensorData)> {
        [("mean", &self.mean), ("deviation", &self.deviation)]
            .map(|(name, values)| {
                (
                    name.to_owned(),
                    TensorData::new(values.clone(), [values.len()]),
                )
            })
            .into()
    }

    /// What `net` sees of pictures `[N, 3, H, W]`, sRGB 0..1.
    pub fn raw(net: &FeatureNet, pictures: Tensor<4>) -> Rows {
        let maps = net.maps(pictures, LEVELS[2]);
        let statistics = LEVELS.map(|layer| Statistics::of(maps[layer.index()].clone()));
        let all = means_and_spreads(&statistics);
        let [_, size] = all.dims();
        Rows {
            size,
            values: all.into_data().iter().collect(),
        }
    }

    /// The same relative to this distribution.
    pub fn features(&self, net: &FeatureNet, pictures: Tensor<4>) -> Rows {
        let mut rows = Self::raw(net, pictures);
        for row in rows.values.chunks_exact_mut(rows.size) {
            let scale = self.mean.iter().zip(&self.deviation);
            for (value, (mean, deviation)) in row.iter_mut().zip(scale) {
                *value = ((*value - mean) / deviation).clamp(-FARTHEST, FARTHEST);
            }
        }
        rows
    }
}

/// What looks at the pictures of a collection.
#[derive(Debug)]
pub enum Eye {
    /// The encoder that ships.
    BuiltIn(Box<FeatureNet>, FeatureSpace),
    /// Inception, by whose features KID and FID are meant.
    Inception(Box<Inception>),
}

impl Eye {
    /// Inception with the weights of `file`, as [`Inception::open`], or the encoder that ships.
    ///
    /// # Errors
    /// If the file cannot be used.
    pub fn open(file: Option<&Path>, device: &Device) -> Result<Self> {
        Ok(match file {
            Some(file) => Self::Inception(Box::new(Inception::open(file, device)?)),
            None => Self::BuiltIn(
                Box::new(FeatureNet::open(&NetSpec::BuiltIn, device)?),
                FeatureSpace::built_in()?,
            ),
        })
    }

    /// What its numbers are called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BuiltIn(..) => "impasto",
            Self::Inception(_) => "inception",
        }
    }

    /// Numbers of a picture.
    pub fn size(&self) -> usize {
        match self {
            Self::BuiltIn(..) => FEATURES,
            Self::Inception(_) => INCEPTION_FEATURES,
        }
    }

    /// Side at which squares are seen best.
    pub fn side(&self) -> usize {
        match self {
            Self::BuiltIn(..) => 256,
            Self::Inception(_) => INCEPTION_SIDE,
        }
    }

    /// Smallest side of squares.
    pub fn least_side(&self) -> usize {
        match self {
            Self::BuiltIn(..) => 32,
            Self::Inception(_) => Inception::LEAST_SIDE,
        }
    }

    /// Features of pictures `[N, 3, H, W]`, sRGB 0..1, sides of [`Eye::least_side`] or more.
    pub fn features(&self, pictures: Tensor<4>) -> Rows {
        match self {
            Self::BuiltIn(net, space) => space.features(net, pictures),
            Self::Inception(net) => {
                let all = net.features(pictures);
                let [_, size] = all.dims();
                Rows {
                    size,
                    values: all.into_data().iter().collect(),
                }
            }
        }
    }
}
