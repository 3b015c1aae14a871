//! What the operations here share: maps as they lie in memory.

use burn::backend::{Flex, TensorMetadata, flex::FlexTensor, tensor::FloatTensor};
use burn::tensor::{Shape, TensorData};
use rayon::prelude::*;

/// The primitive of the CPU backend.
pub type Primitive = FloatTensor<Flex>;

/// Numbers in one plane's worth of work below which threads cost more than they save.
const FEW: usize = 1 << 15;

/// `tensor` with its numbers in the order of its shape.
pub fn in_order(tensor: &Primitive) -> Primitive {
    let tensor: &FlexTensor = tensor;
    tensor.to_contiguous()
}

/// The same of a tensor that nobody else may need, whose memory is then written in place.
pub fn own(tensor: Primitive) -> Primitive {
    if tensor.is_contiguous() && tensor.layout().start_offset() == 0 {
        tensor
    } else {
        in_order(&tensor)
    }
}

/// Numbers of what [`in_order`] gave.
pub fn numbers(tensor: &Primitive) -> &[f32] {
    tensor.storage()
}

/// The shape of maps, `[N, C, H, W]`.
pub fn sides(tensor: &Primitive) -> [usize; 4] {
    tensor.shape().dims()
}

/// A tensor of `values` in the order of `shape`.
pub fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> Primitive {
    FlexTensor::from_data(TensorData::new(values, Shape::new(shape)))
}

/// Planes of `cells` numbers, of which `work` fills every one, given its place.
pub fn planes(count: usize, cells: usize, work: impl Fn(usize, &mut [f32]) + Sync) -> Vec<f32> {
    let mut values = vec![0.0; count * cells];
    each_plane(&mut values, cells, work);
    values
}

/// `work` on every `cells` of `values`, given their place; on all cores where that is worth it.
pub fn each_plane(values: &mut [f32], cells: usize, work: impl Fn(usize, &mut [f32]) + Sync) {
    let cells = cells.max(1);
    if values.len() < FEW {
        let parts = values.chunks_mut(cells).enumerate();
        parts.for_each(|(i, part)| work(i, part));
    } else {
        let parts = values.par_chunks_mut(cells).enumerate();
        parts.for_each(|(i, part)| work(i, part));
    }
}

/// The sum of `of` every index below `count`, by sixteen sums side by side, which a processor adds at once.
pub fn sum(count: usize, of: impl Fn(usize) -> f32) -> f32 {
    const LANES: usize = 16;
    let mut lanes = [0.0f32; LANES];
    let whole = count - count % LANES;
    for start in (0..whole).step_by(LANES) {
        for (lane, sum) in lanes.iter_mut().enumerate() {
            *sum += of(start + lane);
        }
    }
    lanes.iter().sum::<f32>() + (whole..count).map(of).sum::<f32>()
}
