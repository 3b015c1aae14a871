//! Style codes of crops, before they are normalised.

use super::batch::{Draw, Example};
use crate::{
    data::stacked,
    nn::{CODE_LAYER, FeatureNet, Statistics, style_code},
};
use burn::tensor::{Device, Tensor};

/// So many crops are looked at in one piece of work.
pub const PIECE: u64 = 8;

/// The style codes of pictures `[N, 3, H, W]`, `[N, CODE_SIZE]`.
pub fn code_of(net: &FeatureNet, pictures: Tensor<4>) -> Tensor<2> {
    let maps = net.maps(pictures, CODE_LAYER);
    let statistics: Vec<Statistics> = maps.into_iter().map(Statistics::of).collect();
    style_code(&statistics)
}

/// The label of number `i` of the crops that [`look_ahead`] looks at, of so many.
pub fn label_ahead(i: usize, labels: usize) -> usize {
    ((u64::MAX - i as u64) % labels.max(1) as u64) as usize
}

/// Goes on with the codes of the first `count` crops of paintings, which no step sees, by a piece.
pub fn look_ahead(
    codes: &mut Vec<Tensor<2>>,
    count: u64,
    draw: Draw<'_>,
    net: &FeatureNet,
    device: &Device,
) {
    let done = codes.len() as u64;
    for i in done..(done + PIECE).min(count) {
        // Numbers that no run reaches.
        let example = Example::draw(draw, u64::MAX - i);
        let style = stacked(
            std::iter::once(&example.style),
            draw.crops.style_side,
            device,
        );
        codes.push(code_of(net, style));
    }
}
