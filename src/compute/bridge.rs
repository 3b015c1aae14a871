//! Pictures to tensors and back.

use crate::picture::Picture;
use burn::tensor::{
    Device, Tensor, TensorData,
    module::{adaptive_avg_pool2d, interpolate},
    ops::{InterpolateMode, InterpolateOptions},
};
use std::sync::atomic::{AtomicU64, Ordering};

static BYTES_READ: AtomicU64 = AtomicU64::new(0);

/// Bytes of pixels that were read back from a GPU since the program started. What the window
/// shows adds nothing to them.
pub fn bytes_read() -> u64 {
    BYTES_READ.load(Ordering::Relaxed)
}

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
    if tensor.device() != Device::flex() {
        BYTES_READ.fetch_add(4 * 3 * cells as u64, Ordering::Relaxed);
    }
    let planes: Vec<f32> = tensor.into_data().iter::<f32>().collect();
    let rgb = (0..cells)
        .flat_map(|i| [planes[i], planes[cells + i], planes[2 * cells + i]])
        .collect();
    Picture::from_rgb(width, height, rgb)
}

/// `[1, 3, H, W]` as a small picture of at most `side` pixels a side, shrunk where it lies.
pub fn thumbnail(tensor: Tensor<4>, side: usize) -> Picture {
    let [_, _, height, width] = tensor.dims();
    let (small_width, small_height) = crate::picture::fit_long_side(width, height, side);
    if small_width >= width || small_height >= height {
        return to_picture(tensor);
    }
    to_picture(adaptive_avg_pool2d(tensor, [small_height, small_width]))
}

/// Planes `[N, C, H, W]` brought to a larger width and height where they lie.
pub fn enlarged(planes: Tensor<4>, (width, height): (usize, usize)) -> Tensor<4> {
    let [_, _, h, w] = planes.dims();
    if (w, h) == (width, height) {
        return planes;
    }
    let bilinear = InterpolateOptions::new(InterpolateMode::Bilinear)
        .with_align_corners(false)
        .with_output_size([height, width]);
    interpolate(planes, bilinear)
}
