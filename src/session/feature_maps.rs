//! A network's maps of a picture, for looking into it from outside.

use crate::{
    compute::{Compute, to_tensor},
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    nn::{FeatureNet, Layer, NetSpec, to_safetensors},
    picture::{self, DecodeLimits},
};
use std::{collections::HashMap, path::Path};

/// The maps of `layers` that a network has of the picture at `path`, taken at its own size: a safetensors file, tensors
/// `[1, C, H, W]` by the names of the layers.
///
/// # Errors
/// If the picture or the weights cannot be read, the picture is too small for the deepest layer, or the device fails.
pub fn feature_maps(
    path: &Path,
    net: &NetSpec,
    layers: &[Layer],
    limits: DecodeLimits,
    compute: &Compute,
) -> Result<Vec<u8>> {
    let net = FeatureNet::open(net, &compute.device)?;
    let picture = picture::load(path, limits)?;
    let (width, height) = (picture.width, picture.height);
    let deepest = layers.iter().copied().max().unwrap_or(Layer::Relu5_1);
    if width.min(height) < deepest.stride() {
        return Err(SettingFault::TooSmall {
            width,
            height,
            layer: deepest.to_string(),
            side: deepest.stride(),
        }
        .into());
    }
    let maps = catch_panic(|| {
        let pixels = to_tensor(&picture.matte(), width, height, &compute.device);
        let maps = net.maps(pixels, deepest);
        let wanted = layers.iter().map(|layer| {
            let data = maps[layer.index()].to_data();
            (layer.name().to_owned(), data)
        });
        wanted.collect::<HashMap<_, _>>()
    })
    .map_err(Error::Compute)?;
    let tensors: Vec<_> = maps.into_iter().collect();
    to_safetensors(&tensors, HashMap::new())
}
