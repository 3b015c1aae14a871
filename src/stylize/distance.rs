//! How far a finished picture is from its photograph and from its style, whatever painted it.

use super::target::{Aim, Target};
use crate::{
    compute::{Compute, to_tensor},
    error::{Error, Result, catch_panic},
    nn::FeatureNet,
    picture::{Picture, fit_long_side, resize},
};
use burn::tensor::{Tensor, module::adaptive_avg_pool2d};

/// Long side at which pictures are compared: larger ones take long, and Refine is tuned for about this.
const SIDE: usize = 512;

/// Distances as they stand in Refine's loss at weight 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Distances {
    /// To the photograph.
    pub content: f32,
    /// To the mixed paintings, if there are any.
    pub style: Option<f32>,
}

/// Distances of `painted` to `photograph` and to the mixture of `paintings`, of which the long side is
/// `style_scale` times that of the picture; at no more than 512 px.
///
/// # Errors
/// If the device fails.
pub fn distances(
    net: &FeatureNet,
    photograph: &Picture,
    paintings: &[(Picture, f32)],
    painted: &Picture,
    style_scale: f32,
    compute: &Compute,
) -> Result<Distances> {
    let (width, height) = compared_at(painted.width, painted.height);
    let pixels = || {
        let small = resize(painted, width, height);
        to_tensor(&small.matte(), width, height, &compute.device)
    };
    let pixels = catch_panic(pixels).map_err(Error::Compute)?;
    between(net, photograph, paintings, pixels, style_scale, compute)
}

/// [`distances`] of a picture `[1, 3, H, W]`, sRGB 0..1, that lies on the device and stays there.
///
/// # Errors
/// If the device fails.
pub fn distances_live(
    net: &FeatureNet,
    photograph: &Picture,
    paintings: &[(Picture, f32)],
    painted: Tensor<4>,
    style_scale: f32,
    compute: &Compute,
) -> Result<Distances> {
    let shrink = || {
        let [_, _, height, width] = painted.dims();
        let (w, h) = compared_at(width, height);
        if (w, h) == (width, height) {
            painted
        } else {
            adaptive_avg_pool2d(painted, [h, w])
        }
    };
    let pixels = catch_panic(shrink).map_err(Error::Compute)?;
    between(net, photograph, paintings, pixels, style_scale, compute)
}

fn compared_at(width: usize, height: usize) -> (usize, usize) {
    fit_long_side(width, height, width.max(height).min(SIDE))
}

fn between(
    net: &FeatureNet,
    photograph: &Picture,
    paintings: &[(Picture, f32)],
    pixels: Tensor<4>,
    style_scale: f32,
    compute: &Compute,
) -> Result<Distances> {
    let measure = || {
        let [_, _, height, width] = pixels.dims();
        let (pictures, shares): (Vec<_>, Vec<_>) = paintings.iter().cloned().unzip();
        let size = (width, height);
        let device = &compute.device;
        let target = Target::new(
            net,
            photograph,
            &pictures,
            size,
            style_scale,
            &Aim::PIXELS,
            device,
        );
        let (content, style) = target.distances(net, pixels, &shares);
        Distances {
            content,
            style: (!pictures.is_empty()).then_some(style),
        }
    };
    catch_panic(measure).map_err(Error::Compute)
}
