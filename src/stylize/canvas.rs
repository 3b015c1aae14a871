//! The picture being painted: padding round it, resizing between octaves.

use crate::{
    compute::{to_picture, to_tensor},
    nn::{FeatureNet, Layer, Pullback},
    picture::{self, mirrored},
};
use burn::tensor::{Device, IndexingUpdateOp, Int, Tensor, TensorData, ops::PadMode};

/// Pixels mirrored round the picture before a network sees it, and cut off its maps again.
///
/// Zero padding inside the network gives cells near the border other statistics than the rest,
/// which the optimiser answers with coloured fringes; behind a margin it cannot.
pub(super) const MARGIN: usize = 16;

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

    /// Maps of `picture` `[1, 3, H, W]` up to `deepest`, without the margin.
    pub fn maps(&self, net: &FeatureNet, picture: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        let maps = net.maps(self.around(picture), deepest);
        self.without_margin(maps)
    }

    /// The same, with the way back from slopes of a loss with respect to these maps.
    pub fn maps_with_pullback<'a>(
        &'a self,
        net: &'a FeatureNet,
        picture: Tensor<4>,
        deepest: Layer,
    ) -> (Vec<Tensor<4>>, Pullback<'a>) {
        let (padded, back) = net.maps_with_pullback(self.around(picture), deepest);
        let sizes: Vec<[usize; 4]> = padded.iter().map(|map| map.dims()).collect();
        let maps = self.without_margin(padded);
        let back = move |slopes: Vec<Option<Tensor<4>>>| {
            let places = Layer::ALL.into_iter().zip(sizes);
            let slopes = slopes.into_iter().zip(places);
            let padded = slopes.map(|(slope, (layer, [_, _, height, width]))| {
                let slope = slope?;
                let [_, _, rows, columns] = slope.dims();
                let margin = MARGIN / layer.stride();
                let (below, right) = (height - margin - rows, width - margin - columns);
                let sides = [(0, 0), (0, 0), (margin, below), (margin, right)];
                Some(slope.pad(sides, PadMode::Constant(0.0)))
            });
            self.folded(back(padded.collect()))
        };
        (maps, Box::new(back))
    }

    fn without_margin(&self, maps: Vec<Tensor<4>>) -> Vec<Tensor<4>> {
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

    /// The slope with respect to a picture, from that with respect to the picture with its margin:
    /// every pixel's, and those of its reflections.
    fn folded(&self, slope: Tensor<4>) -> Tensor<4> {
        let rows = fold(slope, 2, self.height, &self.rows);
        fold(rows, 3, self.width, &self.columns)
    }
}

/// Adds along `dim` what is outside `side` pixels to those that are seen there, whose numbers `seen` are.
fn fold(slope: Tensor<4>, dim: usize, side: usize, seen: &Tensor<1, Int>) -> Tensor<4> {
    let mut shape = slope.dims();
    shape[dim] = side;
    if side < 2 * MARGIN + 3 {
        // Reflections of reflections.
        let sum = Tensor::zeros(shape, &slope.device());
        return sum.select_assign(dim, seen.clone(), slope, IndexingUpdateOp::Add);
    }
    let part = |from, count| slope.clone().narrow(dim, from, count);
    let inside = |from, count| part(MARGIN + from, count);
    // Neither the first pixel nor the last has a reflection.
    let first = inside(1, MARGIN) + part(0, MARGIN).flip([dim]);
    let last = inside(side - 1 - MARGIN, MARGIN) + part(MARGIN + side, MARGIN).flip([dim]);
    let parts = vec![
        inside(0, 1),
        first,
        inside(1 + MARGIN, side - 2 - 2 * MARGIN),
        last,
        inside(side - 1, 1),
    ];
    Tensor::cat(parts, dim)
}

/// `tensor` `[1, 3, H, W]` at another size; values may be of any range.
pub fn resized(tensor: Tensor<4>, width: usize, height: usize, device: &Device) -> Tensor<4> {
    let from = to_picture(tensor);
    let rgb = picture::resize_values(&from.rgb, (from.width, from.height), (width, height));
    to_tensor(&rgb, width, height, device)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::NetSpec;
    use burn::tensor::Distribution;

    /// The way back is what automatic differentiation finds, for odd sizes and for pictures smaller
    /// than their margin.
    #[test]
    fn the_pullback_is_the_gradient() {
        let device = Device::flex();
        let net = FeatureNet::open(&NetSpec::BuiltIn, &device).expect("the encoder");
        for (width, height, deepest) in [(50, 37, Layer::Relu5_1), (3, 9, Layer::Relu2_1)] {
            let margin = Margin::new(width, height, &device);
            let unit = Distribution::Uniform(0.0, 1.0);
            let picture = Tensor::<4>::random([1, 3, height, width], unit, &device);
            let tracked = picture.clone().autodiff().require_grad();
            let wanted = margin.maps(&net, tracked.clone(), deepest);
            let (maps, back) = margin.maps_with_pullback(&net, picture, deepest);
            assert_eq!(maps.len(), wanted.len());
            // A loss that looks at every level but the second, each cell in its own way.
            let slopes: Vec<_> = maps.iter().map(|map| map.clone().sin()).collect();
            let pairs = wanted.into_iter().zip(&slopes).enumerate();
            let terms = pairs.filter(|(level, _)| *level != 1);
            let terms = terms.map(|(_, (map, slope))| (map * slope.clone().autodiff()).sum());
            let loss = terms.reduce(|a, b| a + b).expect("levels");
            let wanted = tracked.grad(&loss.backward()).expect("a gradient");
            let slopes = slopes.into_iter().enumerate();
            let found = back(slopes.map(|(i, s)| (i != 1).then_some(s)).collect());
            let far: f32 = (wanted.clone() - found).abs().max().into_scalar();
            let scale: f32 = wanted.abs().max().into_scalar();
            assert!(far < 1e-4 * scale, "{far} of {scale}");
        }
    }
}
