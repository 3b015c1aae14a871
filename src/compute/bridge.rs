//! Pictures to tensors and back.

use crate::picture::Picture;
use burn::tensor::{Device, Tensor, TensorData};

/// Interleaved sRGB floats of a `width` x `height` picture as `[1, 3, H, W]`.
pub fn to_tensor(rgb: &[f32], width: usize, height: usize, device: &Device) -> Tensor<4> {
    let mut planes = vec![0.0; rgb.len()];
    let cells = width * height;
    for (i, pixel) in rgb.chunks_exact(3).enumerate() {
        for (channel, &value) in pixel.iter().enumerate() {
            planes[channel * cells + i] = value;
        }
    }
    Tensor::from_data(TensorData::new(planes, [1, 3, height, width]), device)
}

/// `[1, 3, H, W]` as a picture; values are kept as they are.
pub fn to_picture(tensor: Tensor<4>) -> Picture {
    let [_, _, height, width] = tensor.dims();
    let cells = width * height;
    let planes: Vec<f32> = tensor.into_data().iter::<f32>().collect();
    let rgb = (0..cells)
        .flat_map(|i| [planes[i], planes[cells + i], planes[2 * cells + i]])
        .collect();
    Picture::from_rgb(width, height, rgb)
}
