//! How far a finished picture is from its photograph and from its style, whatever painted it.

use super::target::Target;
use crate::{
    compute::{Compute, to_tensor},
    error::{Error, Result, catch_panic},
    nn::FeatureNet,
    picture::{Picture, fit_long_side, resize},
};

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
    let long = painted.long_side().min(SIDE);
    let (width, height) = fit_long_side(painted.width, painted.height, long);
    let measure = || {
        let (pictures, shares): (Vec<_>, Vec<_>) = paintings.iter().cloned().unzip();
        let size = (width, height);
        let device = &compute.device;
        let target = Target::new(net, photograph, &pictures, size, style_scale, device);
        let small = resize(painted, width, height);
        let pixels = to_tensor(&small.matte(), width, height, device);
        let (content, style) = target.distances(net, pixels, &shares);
        Distances {
            content,
            style: (!pictures.is_empty()).then_some(style),
        }
    };
    catch_panic(measure).map_err(Error::Compute)
}
