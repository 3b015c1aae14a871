//! What the encoder sees of pictures that a generator has made.

use crate::nn::{FeatureNet, FeatureProjection, Pullback};
use burn::tensor::Tensor;

/// The encoder's maps of made pictures, as deep as any loss looks, with the way back to the pictures: seen once a step,
/// by the discriminator of maps and by all losses.
pub struct Seen<'a> {
    /// Finest first.
    pub maps: Vec<Tensor<4>>,
    back: Pullback<'a>,
}

impl<'a> Seen<'a> {
    /// Looks at `pictures` `[N, 3, H, W]`, sides at least 16.
    pub fn of(net: &'a FeatureNet, pictures: Tensor<4>) -> Self {
        let (maps, back) = net.maps_with_pullback(pictures, FeatureProjection::DEEPEST);
        Self { maps, back }
    }

    /// From slopes at the maps, finest first, none where nothing grows, to the slope at the pictures.
    pub fn back(self, slopes: Vec<Option<Tensor<4>>>) -> Tensor<4> {
        (self.back)(slopes)
    }
}
