//! ReLUs, leaky or not.

use super::maps::{Primitive, in_order, numbers, planes, tensor};
use burn::backend::TensorMetadata;

/// Numbers that one thread takes.
const PIECE: usize = 1 << 14;

/// `x` where `judge` is positive, elsewhere `flat` times it; `judge` has the shape of `x`.
fn passed(x: &Primitive, judge: &Primitive, flat: f32) -> Primitive {
    let (x, judge) = (in_order(x), in_order(judge));
    let shape = x.shape();
    let (from, judge) = (numbers(&x), numbers(&judge));
    let mut values = planes(from.len().div_ceil(PIECE), PIECE, |i, to| {
        let start = i * PIECE;
        for ((to, from), judge) in to.iter_mut().zip(&from[start..]).zip(&judge[start..]) {
            *to = if *judge > 0.0 { *from } else { flat * *from };
        }
    });
    values.truncate(from.len());
    tensor(values, [from.len()]).reshape(shape)
}

pub fn forward(x: &Primitive, flat: f32) -> Primitive {
    passed(x, x, flat)
}

/// The slope before the ReLU from that behind it, given what it gave.
pub fn backward(out: &Primitive, slope: &Primitive, flat: f32) -> Primitive {
    passed(slope, out, flat)
}
