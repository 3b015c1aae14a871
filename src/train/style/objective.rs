//! Content and style losses of painted crops, as the frozen encoder sees them.

use super::config::{Lambdas, StyleLosses};
use crate::{
    loss::{self, grid, saturating_style, shapes, total_variation},
    nn::{FeatureNet, Layer, Statistics, style_code},
};
use burn::tensor::Tensor;

/// Layers on which content is compared, with their shares.
const CONTENT: [(Layer, f32); 2] = [(Layer::Relu4_1, 1.0), (Layer::Relu3_1, 0.5)];

/// What crops are painted towards.
pub struct Goal {
    /// Statistics of the style crops by level, in the space in which styles are compared.
    pub styles: Vec<Statistics>,
    /// Style codes of the style crops, not normalised, `[N, CODE_SIZE]`.
    pub codes: Tensor<2>,
    /// Maps of the photographs at the layers of content.
    contents: Vec<Tensor<4>>,
}

/// Levels at which crops of `side` pixels have statistics.
fn levels(side: usize) -> impl Iterator<Item = Layer> {
    Layer::ALL.into_iter().filter(move |l| l.fits(side, side))
}

impl Goal {
    /// Looks at `N` photographs and `N` paintings, `[N, 3, side, side]` each, of one side or of two.
    pub fn new(net: &FeatureNet, contents: Tensor<4>, styles: Tensor<4>) -> Self {
        let [n, _, side, _] = contents.dims();
        let (maps, painted) = if contents.dims() == styles.dims() {
            let both = net.maps(Tensor::cat(vec![contents, styles], 0), Layer::Relu5_1);
            let part = |from| {
                let maps = both.iter().cloned();
                maps.map(|map| map.narrow(0, from, n)).collect::<Vec<_>>()
            };
            (part(0), part(n))
        } else {
            (
                net.maps(contents, Layer::Relu4_1),
                net.maps(styles, Layer::Relu5_1),
            )
        };
        let plain: Vec<Statistics> = painted.into_iter().map(Statistics::of).collect();
        Self {
            codes: style_code(&plain),
            styles: levels(side)
                .zip(plain)
                .map(|(layer, statistics)| net.project(layer, statistics))
                .collect(),
            contents: CONTENT
                .iter()
                .map(|(layer, _)| maps[layer.index()].clone())
                .collect(),
        }
    }

    /// The losses of `painted` `[N, 3, side, side]`, tracked, and a scalar whose gradient is that of
    /// their weighted sum.
    pub fn losses(
        &self,
        net: &FeatureNet,
        painted: &Tensor<4>,
        lambdas: &Lambdas,
    ) -> (Values, Tensor<1>) {
        let [_, _, side, _] = painted.dims();
        let (maps, back) = net.maps_with_pullback(painted.clone().inner(), Layer::Relu5_1);
        let mut slopes: Vec<Option<Tensor<4>>> = vec![None; maps.len()];
        let share = 1.0 / self.styles.len() as f32;
        let mut style = Tensor::<1>::zeros([1], &maps[0].device());
        for (layer, target) in levels(side).zip(&self.styles) {
            let map = maps[layer.index()].clone();
            let (value, slope) = Statistics::slope(map, |painted| {
                let target = Statistics {
                    mean: target.mean.clone().autodiff(),
                    gram: target.gram.clone().autodiff(),
                };
                let distance = saturating_style(&net.project(layer, painted), &target);
                distance.mul_scalar(share * lambdas.style)
            });
            style = style + value.div_scalar(lambdas.style.max(1e-12));
            slopes[layer.index()] = Some(slope);
        }
        let mut content = style.zeros_like();
        for (&(layer, share), photograph) in CONTENT.iter().zip(&self.contents) {
            let (value, slope) = loss::slope(maps[layer.index()].clone(), |map| {
                shapes(map, photograph.clone().autodiff()).mul_scalar(share)
            });
            content = content + value;
            let slope = slope.mul_scalar(lambdas.content);
            let there = &mut slopes[layer.index()];
            *there = Some(there.take().map_or(slope.clone(), |style| style + slope));
        }
        let smoothness = total_variation(painted.clone());
        let grid = grid(painted.clone());
        // A scalar whose gradient with respect to the crops is what came back through the encoder.
        let seen = (painted.clone() * back(slopes).autodiff()).sum();
        let slope = seen
            + smoothness.clone().mul_scalar(lambdas.smoothness)
            + grid.clone().mul_scalar(lambdas.grid);
        let values = Values([style, content, smoothness.inner(), grid.inner()]);
        (values, slope)
    }
}

/// Losses that still lie on the device: style, content, smoothness, grid.
pub struct Values([Tensor<1>; 4]);

impl Values {
    /// Reads all in one go.
    pub fn read(self) -> StyleLosses {
        let values: Vec<f32> = Tensor::cat(self.0.to_vec(), 0).into_data().iter().collect();
        StyleLosses {
            style: values[0],
            content: values[1],
            smoothness: values[2],
            grid: values[3],
            gradient: 0.0,
        }
    }
}
