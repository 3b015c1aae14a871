//! ReLUs, leaky or not.

use super::maps::{Primitive, each_plane, in_order, numbers, own};

/// Numbers that one thread takes.
const PIECE: usize = 1 << 14;

pub fn forward(x: Primitive, flat: f32) -> Primitive {
    let mut x = own(x);
    each_plane(x.storage_mut(), PIECE, |_, piece| {
        for cell in piece {
            // What is not a number stays none.
            *cell *= if *cell > 0.0 { 1.0 } else { flat };
        }
    });
    x
}

/// The slope before the ReLU from that behind it, given what it gave.
pub fn backward(out: &Primitive, slope: Primitive, flat: f32) -> Primitive {
    let (out, mut slope) = (in_order(out), own(slope));
    let out = numbers(&out);
    each_plane(slope.storage_mut(), PIECE, |i, piece| {
        for (slope, out) in piece.iter_mut().zip(&out[i * PIECE..]) {
            *slope *= if *out > 0.0 { 1.0 } else { flat };
        }
    });
    slope
}
