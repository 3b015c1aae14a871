//! The student while it learns: the trunk, and per level a 1x1 map that predicts the teacher.

use crate::nn::{Layer, Trunk, WIDTHS, he_normal};
use burn::{
    module::{Module, Param},
    nn::{
        Initializer,
        conv::{Conv2d, Conv2dConfig},
    },
    tensor::{Device, Tensor},
};

/// Channels of VGG-19 at the five layers.
pub const TEACHER_WIDTHS: [usize; 5] = [64, 128, 256, 512, 512];

/// Trunk and prediction heads.
#[derive(Module, Debug)]
pub struct Student {
    /// What ships.
    pub trunk: Trunk,
    /// 1x1 maps from the student's channels to the teacher's.
    pub heads: Vec<Conv2d>,
}

impl Student {
    /// An untrained student.
    pub fn new(device: &Device) -> Self {
        let heads = WIDTHS
            .iter()
            .zip(TEACHER_WIDTHS)
            .map(|(widths, to)| {
                let from = widths[widths.len() - 1];
                let conv = Conv2dConfig::new([from, to], [1, 1]);
                let mut conv: Conv2d = conv.with_initializer(Initializer::Zeros).init(device);
                conv.weight = he_normal([to, from, 1, 1], from, 1.0, device);
                conv
            })
            .collect();
        Self {
            trunk: Trunk::new(device),
            heads,
        }
    }

    /// Lets the heads begin at the teacher's mean maps, one `[K]` a level.
    pub fn begin_at(&mut self, means: Vec<Tensor<1>>) {
        for (head, mean) in self.heads.iter_mut().zip(means) {
            head.bias = Some(Param::from_tensor(mean.autodiff()));
        }
    }

    /// Maps of the trunk and what they predict of the teacher's, both cut to [`inner`].
    pub fn predict(&self, pictures: Tensor<4>) -> Vec<(Tensor<4>, Tensor<4>)> {
        let maps = self.trunk.maps(pictures, Layer::Relu5_1);
        maps.into_iter()
            .zip(&self.heads)
            .enumerate()
            .map(|(level, (map, head))| {
                let map = inner(level, map);
                (map.clone(), head.forward(map))
            })
            .collect()
    }

    /// The head of level `index` as a matrix `[K, C]` and an offset `[K, 1]`.
    pub fn head(&self, index: usize) -> (Tensor<2>, Tensor<2>) {
        let head = &self.heads[index];
        let weight = head.weight.val();
        let [k, c, _, _] = weight.dims();
        let offset = match &head.bias {
            Some(bias) => bias.val().reshape([k, 1]),
            None => Tensor::zeros([k, 1], &weight.device()),
        };
        (weight.reshape([k, c]), offset)
    }
}

/// The part of a level's map on which student and teacher are compared: without the outermost
/// ring of cells, where padding shows, and of the finest level, which is the easiest and by far
/// the largest, only the middle.
pub fn inner(level: usize, map: Tensor<4>) -> Tensor<4> {
    let [_, _, height, width] = map.dims();
    let margin = |side: usize| if level == 0 { side / 4 } else { 1 };
    let (y, x) = (margin(height), margin(width));
    map.narrow(2, y, height - 2 * y).narrow(3, x, width - 2 * x)
}
