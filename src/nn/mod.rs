//! Networks and their weights. Knows tensors and weight files, nothing of dialogs or commands.

mod discriminator;
mod encoder;
mod generator;
mod grain;
mod init;
mod layer;
mod model;
mod modulation;
mod multi_scale;
mod norms;
mod parameters;
mod part;
mod relu;
mod rows;
mod shuffle;
mod statistics;
mod style_code;
mod traits;
mod vgg;
mod weights;

pub use discriminator::{Discriminator, Seen, Singular};
pub use encoder::{Encoder, Projection, Trunk, WIDTHS};
pub use generator::{ContentCode, Generator, Place, REACH, STRIDE};
pub use init::seed;
pub use layer::Layer;
pub use model::{Card, Model, ModelInfo, ModelKind, TrainedOn};
pub use multi_scale::MultiScale;
pub use norms::{Moments, Norms};
pub(crate) use parameters::{
    frozen_with, named_parameters, names_in, pack_parameters, parameters, replica,
    unpack_parameters, with_parameters,
};
pub(crate) use relu::relu;
pub use statistics::Statistics;
pub use style_code::{AXES, CODE_LAYER, CODE_LEVELS, CODE_SIZE, CodeSpace, style_code};
pub use traits::{FREEDOM, Grain, Padding, Traits};
pub use vgg::Vgg19;
pub use weights::{Weight, Weights, to_safetensors};

use crate::{
    compute::Forecast,
    error::{Error, Result},
};
use burn::tensor::{Device, Tensor};
use std::path::{Path, PathBuf};

/// The weights that ship, made by `impasto train distill` and `export`.
static BUILT_IN: &[u8] = include_bytes!("../../assets/models/encoder.safetensors");

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
    /// blake3 hash of the weights.
    pub hash: String,
}

#[derive(Debug)]
enum Kind {
    Encoder(Encoder),
    Vgg19(Box<Vgg19>),
}

/// From the slopes of a loss with respect to the maps of a network, finest first, to the slope with
/// respect to the picture: a vector-Jacobian product. Maps that the loss does not look at have none.
pub type Pullback<'a> = Box<dyn FnOnce(Vec<Option<Tensor<4>>>) -> Tensor<4> + 'a>;

/// A [`Pullback`] by automatic differentiation.
fn descended(
    picture: &Tensor<4>,
    maps: Vec<Tensor<4>>,
    slopes: Vec<Option<Tensor<4>>>,
) -> Tensor<4> {
    let pairs = maps.into_iter().zip(slopes);
    let sum = pairs.filter_map(|(map, slope)| Some((map * slope?.autodiff()).sum()));
    sum.reduce(|a, b| a + b)
        .and_then(|sum| picture.grad(&sum.backward()))
        .unwrap_or_else(|| picture.clone().inner().zeros_like())
}

impl FeatureNet {
    /// Loads the network onto `device`.
    ///
    /// # Errors
    /// If the file of weights cannot be used.
    pub fn open(spec: &NetSpec, device: &Device) -> Result<Self> {
        match spec {
            NetSpec::BuiltIn => {
                let weights = Weights::from_safetensors(BUILT_IN, "the built-in encoder")?;
                Ok(Self {
                    kind: Kind::Encoder(Encoder::from_weights(&weights, device)?),
                    name: "impasto-encoder".to_owned(),
                    hash: Self::built_in_hash(),
                })
            }
            NetSpec::File(path) => Ok(Self {
                kind: Kind::Vgg19(Box::new(Vgg19::open(path, device)?)),
                name: "vgg19".to_owned(),
                hash: hash_file(path)?,
            }),
        }
    }

    /// blake3 hash of the weights that ship.
    pub fn built_in_hash() -> String {
        blake3::hash(BUILT_IN).to_string()
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

/// blake3 hash of a file's content, in hexadecimal.
///
/// # Errors
/// If the file cannot be read.
pub fn hash_file(path: &Path) -> Result<String> {
    let mut hasher = blake3::Hasher::new();
    std::fs::File::open(path)
        .and_then(|file| hasher.update_reader(file).map(|_| ()))
        .map_err(Error::io("read", path))?;
    Ok(hasher.finalize().to_string())
}
