//! Networks and their weights. Knows tensors and weight files, nothing of dialogs or commands.

mod conv3x3;
mod discriminator;
mod dream;
mod encoder;
mod feature_net;
mod generator;
mod grain;
mod hash;
mod inception;
mod init;
mod layer;
mod lpips;
mod model;
mod modulation;
mod multi_scale;
mod norms;
mod parameters;
mod part;
mod projected;
mod pullback;
mod relu;
mod school;
mod shipped;
mod shuffle;
mod spectral;
mod statistics;
mod style_code;
mod traits;
mod tuning;
mod vgg;
mod weights;

pub use discriminator::{Discriminator, Seen};
pub use dream::{DREAM_SIDES, DreamNet, NOISE, THROUGH_SIDES};
pub use encoder::{Encoder, Projection, Trunk, WIDTHS, average_pool};
pub use feature_net::{FeatureNet, NetSpec};
pub use generator::{ContentCode, Generator, Place, REACH, STRIDE};
pub use hash::hash_file;
pub use inception::{INCEPTION_FEATURES, INCEPTION_SIDE, Inception};
pub use init::{he_normal, seed};
pub use layer::Layer;
pub use lpips::{Lpips, unit_cells};
pub use model::{
    Card, MOST_DOMAINS, Model, ModelInfo, ModelKind, SCHOOL_PAINTINGS, SCHOOL_PHOTOGRAPHS,
    THUMBNAILS, TrainedOn,
};
pub use modulation::MODULATION_SIZE;
pub use multi_scale::MultiScale;
pub use norms::{Moments, Norms};
pub(crate) use parameters::{
    frozen_with, named_parameters, names_in, pack_parameters, parameters, replica_of,
    unpack_parameters, with_parameters,
};
pub use projected::{FeatureProjection, ProjectedHeads, SeenMaps};
pub use pullback::Pullback;
pub(crate) use relu::relu;
pub use school::{Palette, by_school, pack_by_school};
pub use shipped::Shipped;
pub use spectral::{Singular, Spectral};
pub use statistics::Statistics;
pub use style_code::{
    AXES, CODE_LAYER, CODE_LEVELS, CODE_SIZE, CodeSpace, means_and_spreads, style_code,
};
pub use traits::{FREEDOM, Grain, Padding, Traits};
pub use tuning::Tuning;
pub use vgg::Vgg19;
pub use weights::{Weight, Weights, to_safetensors};
