//! The network that sees: the compact encoder that ships, or a VGG-19.

use super::{
    Encoder, Layer, ModelKind, Shipped, Statistics, Vgg19,
    hash::hash_file,
    pullback::{Pullback, descended},
};
use crate::{compute::Forecast, error::Result};
use burn::tensor::{Device, Tensor};
use std::path::PathBuf;

/// Which feature network is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NetSpec {
    /// Impasto's own compact encoder.
    #[default]
    BuiltIn,
    /// The original VGG-19 from a file.
    File(PathBuf),
}

impl NetSpec {
    /// `builtin` or a path, as on the command line.
    pub fn parse(text: &str) -> Self {
        match text {
            "builtin" => Self::BuiltIn,
            path => Self::File(path.into()),
        }
    }

    /// Memory of one optimisation step on the CPU backend.
    ///
    /// Measured were 790 and 4150 bytes a pixel of the picture and, however small it is, 150 and
    /// 205 MB for the program with the network; here is room to spare.
    pub fn forecast(&self) -> Forecast {
        let (bytes_per_pixel, resting_bytes) = match self {
            Self::BuiltIn => (1000, 180 << 20),
            Self::File(_) => (5200, 260 << 20),
        };
        Forecast {
            resting_bytes,
            bytes_per_pixel,
        }
    }
}

/// A frozen network whose maps tell content and style.
#[derive(Debug)]
pub struct FeatureNet {
    kind: Kind,
    /// Short name for people and recipes.
    pub name: String,
    /// Hash of the encoder that ships ([`ModelInfo::hash`](super::ModelInfo::hash)), or of the file of a VGG-19.
    pub hash: String,
}

#[derive(Debug)]
enum Kind {
    Encoder(Encoder),
    Vgg19(Box<Vgg19>),
}

impl FeatureNet {
    /// Loads the network onto `device`.
    ///
    /// # Errors
    /// If the file of weights cannot be used.
    pub fn open(spec: &NetSpec, device: &Device) -> Result<Self> {
        match spec {
            NetSpec::BuiltIn => {
                let model = Shipped::newest(ModelKind::Encoder)?.open()?;
                Ok(Self {
                    kind: Kind::Encoder(Encoder::from_weights(model.weights(), device)?),
                    name: model.info.name,
                    hash: model.info.hash,
                })
            }
            NetSpec::File(path) => Ok(Self {
                kind: Kind::Vgg19(Box::new(Vgg19::open(path, device)?)),
                name: "vgg19".to_owned(),
                hash: hash_file(path)?,
            }),
        }
    }

    /// Hash of the encoder that ships.
    pub fn built_in_hash() -> String {
        let newest = Shipped::newest(ModelKind::Encoder);
        newest.map_or_else(|_| String::new(), |encoder| encoder.info.hash.clone())
    }

    /// Whether `hash` is one of the encoder that ships: recipes and style codes of before have another than those of today.
    pub fn is_built_in(hash: &str) -> bool {
        Shipped::newest(ModelKind::Encoder).is_ok_and(|encoder| encoder.info.is(hash))
    }

    /// Maps of the levels up to `deepest` for sRGB pictures `[N, 3, H, W]` in 0..1, finest first.
    ///
    /// `H` and `W` must be at least `deepest.stride()`.
    pub fn maps(&self, pictures: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        match &self.kind {
            Kind::Encoder(encoder) => encoder.maps(pictures, deepest),
            Kind::Vgg19(vgg) => vgg.maps(pictures, deepest),
        }
    }

    /// [`FeatureNet::maps`] of one picture, with the way back to it.
    pub fn maps_with_pullback(
        &self,
        picture: Tensor<4>,
        deepest: Layer,
    ) -> (Vec<Tensor<4>>, Pullback<'_>) {
        match &self.kind {
            Kind::Encoder(encoder) => encoder.maps_with_pullback(picture, deepest),
            Kind::Vgg19(vgg) => {
                let picture = picture.autodiff().require_grad();
                let tracked = vgg.maps(picture.clone(), deepest);
                let maps = tracked.iter().map(|map| map.clone().inner()).collect();
                (
                    maps,
                    Box::new(move |slopes| descended(&picture, tracked, slopes)),
                )
            }
        }
    }

    /// Statistics of a level's map, brought into the space in which styles are compared.
    pub fn project(&self, layer: Layer, statistics: Statistics) -> Statistics {
        match &self.kind {
            Kind::Encoder(encoder) => encoder.project(layer, &statistics),
            Kind::Vgg19(_) => statistics,
        }
    }
}
