//! The picture being painted: padding round it, resizing between octaves.

use crate::{
    compute::{to_picture, to_tensor},
    nn::{FeatureNet, Layer},
    picture,
};
use burn::tensor::{Device, Int, Tensor, TensorData};

/// Pixels mirrored round the picture before a network sees it, and cut off its maps again.
///
/// Zero padding inside the network gives cells near the border other statistics than the rest,
/// which the optimiser answers with coloured fringes; behind a margin it cannot.
pub(super) const MARGIN: usize = 16;

/// The pixel of a row of `side` that is seen at `i` when the row is mirrored at its ends.
pub(super) fn mirrored(i: i64, side: usize) -> usize {
    let period = (2 * side).saturating_sub(2).max(1) as i64;
    let i = i.rem_euclid(period);
    i.min(period - i).min(side as i64 - 1) as usize
}

/// Row and column numbers that mirror a picture at its borders.
#[derive(Clone, Debug)]
pub struct Margin {
    rows: Tensor<1, Int>,
    columns: Tensor<1, Int>,
    width: usize,
    height: usize,
}

impl Margin {
    /// For pictures of `width` x `height`.
    pub fn new(width: usize, height: usize, device: &Device) -> Self {
        let numbers = |side: usize| {
            let index: Vec<i64> = (-(MARGIN as i64)..(side + MARGIN) as i64)
                .map(|i| mirrored(i, side) as i64)
                .collect();
            let count = index.len();
            Tensor::from_data(TensorData::new(index, [count]), device)
        };
        Self {
            rows: numbers(height),
            columns: numbers(width),
            width,
            height,
        }
    }

    /// `picture` `[1, C, H, W]` with the margin, `[1, C, H + 32, W + 32]`.
    pub fn around(&self, picture: Tensor<4>) -> Tensor<4> {
        picture
            .select(2, self.rows.clone())
            .select(3, self.columns.clone())
    }

    /// What [`Margin::around`] was given.
    pub fn without(&self, padded: Tensor<4>) -> Tensor<4> {
        padded
            .narrow(2, MARGIN, self.height)
            .narrow(3, MARGIN, self.width)
    }

    /// Maps of `picture` `[1, 3, H, W]` up to `deepest`, without the margin.
    pub fn maps(&self, net: &FeatureNet, picture: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        let maps = net.maps(self.around(picture), deepest);
        let cut = |(layer, map): (Layer, Tensor<4>)| {
            let stride = layer.stride();
            let (margin, rows, columns) = (
                MARGIN / stride,
                (self.height / stride).max(1),
                (self.width / stride).max(1),
            );
            map.narrow(2, margin, rows).narrow(3, margin, columns)
        };
        Layer::ALL.into_iter().zip(maps).map(cut).collect()
    }
}

/// `tensor` `[1, 3, H, W]` at another size; values may be of any range.
pub fn resized(tensor: Tensor<4>, width: usize, height: usize, device: &Device) -> Tensor<4> {
    let from = to_picture(tensor);
    let rgb = picture::resize_values(&from.rgb, (from.width, from.height), (width, height));
    to_tensor(&rgb, width, height, device)
}
