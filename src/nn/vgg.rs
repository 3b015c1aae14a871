//! VGG-19 up to relu5_1 (Simonyan and Zisserman, "Very Deep Convolutional Networks for
//! Large-Scale Image Recognition", ICLR 2015) with the weights of a file that the artist has.
//!
//! ```text
//! sRGB 0..1 -> (x - mean) / std of ImageNet
//!   conv  64 ( 64)                     relu1_1  size 1
//!   pool, conv 128 (128)               relu2_1  1/2
//!   pool, conv 256 (256 256 256)       relu3_1  1/4
//!   pool, conv 512 (512 512 512)       relu4_1  1/8
//!   pool, conv 512                     relu5_1  1/16
//! ```
//!
//! As torchvision's `vgg19().features`: 3x3 convolutions with zero padding, ReLU, 2x2 maximum pools
//! that round down. The map of a level is taken after its first convolution.

use super::{Layer, Weights};
use crate::error::{Error, Result};
use burn::{
    module::Module,
    nn::{
        conv::Conv2d,
        pool::{MaxPool2d, MaxPool2dConfig},
    },
    tensor::{Device, Tensor, TensorData, activation::relu},
};
use std::path::Path;

/// Index in torchvision's `features` and output channels of each convolution, by block.
const BLOCKS: [&[(usize, usize)]; 5] = [
    &[(0, 64), (2, 64)],
    &[(5, 128), (7, 128)],
    &[(10, 256), (12, 256), (14, 256), (16, 256)],
    &[(19, 512), (21, 512), (23, 512), (25, 512)],
    &[(28, 512)],
];

/// The original VGG-19, frozen.
#[derive(Debug)]
pub struct Vgg19 {
    blocks: Vec<Vec<Conv2d>>,
    pool: MaxPool2d,
    mean: Tensor<4>,
    deviation: Tensor<4>,
}

impl Vgg19 {
    /// Reads the convolutions from a `.pth` or `.safetensors` file in torchvision's layout
    /// (`features.0.weight` ... `features.28.bias`); other tensors, such as the classifier, are
    /// ignored.
    ///
    /// # Errors
    /// If the file cannot be read or is not VGG-19.
    pub fn open(path: &Path, device: &Device) -> Result<Self> {
        let weights = Weights::open(path, |name| {
            BLOCKS.iter().copied().flatten().any(|(index, _)| {
                name.strip_prefix("features.")
                    .and_then(|rest| rest.split_once('.'))
                    .is_some_and(|(i, part)| {
                        *i == *index.to_string() && (part == "weight" || part == "bias")
                    })
            })
        })?;
        if weights.names().next().is_none() {
            return Err(Error::weights(
                path,
                "it does not hold VGG-19 in torchvision's layout (features.0.weight ...)",
                "save the state_dict of torchvision's vgg19 and give that file",
            ));
        }
        let mut channels = 3;
        let mut blocks = Vec::new();
        for block in BLOCKS {
            let mut convs = Vec::new();
            for &(index, width) in block {
                let name = format!("features.{index}");
                convs.push(
                    weights
                        .conv(&name, [channels, width], 3, 1, device)?
                        .no_grad(),
                );
                channels = width;
            }
            blocks.push(convs);
        }
        let constant = |values: [f32; 3]| {
            Tensor::from_data(TensorData::new(values.to_vec(), [1, 3, 1, 1]), device)
        };
        Ok(Self {
            blocks,
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
            mean: constant([0.485, 0.456, 0.406]),
            deviation: constant([0.229, 0.224, 0.225]),
        })
    }

    /// Maps of the levels up to `deepest` for sRGB pictures `[N, 3, H, W]` in 0..1.
    ///
    /// `H` and `W` must be at least `deepest.stride()`.
    pub fn maps(&self, pictures: Tensor<4>, deepest: Layer) -> Vec<Tensor<4>> {
        let mut x = (pictures - self.mean.clone()) / self.deviation.clone();
        let mut maps = Vec::with_capacity(5);
        for (index, convs) in self.blocks[..=deepest.index()].iter().enumerate() {
            if index > 0 {
                x = self.pool.forward(x);
            }
            for (i, conv) in convs.iter().enumerate() {
                x = relu(conv.forward(x));
                if i == 0 {
                    maps.push(x.clone());
                    if index == deepest.index() {
                        break;
                    }
                }
            }
        }
        maps
    }
}
