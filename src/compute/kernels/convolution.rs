//! Convolutions as matrix products: every position of the window is a column of the cells that it sees.
//! They are made, used and forgotten for a [strip](super::strips::Strip) of the maps at a time; what strips give is put together in their order,
//! whichever thread made it.

use super::{
    maps::{Primitive, in_order, numbers, planes, sides, sum, tensor},
    strips::{Sizes, Strip},
};
use burn::backend::{Flex, TensorMetadata, ops::FloatTensorOps};
use rayon::prelude::*;

/// What lies in the border of one cell round maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Border {
    /// Zeros.
    Zeros,
    /// The cells at the edge once more.
    Replicate,
}

/// How the window of a convolution moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Cells between two of its positions.
    pub stride: usize,
    /// What it sees beyond the edges.
    pub border: Border,
}

/// The strips that a picture is in, with what was made of them.
fn of_picture<'a, T>(
    strips: &'a [Strip],
    made: &'a [T],
    picture: usize,
) -> impl Iterator<Item = (&'a Strip, &'a T)> {
    let all = strips.iter().zip(made);
    all.filter(move |(strip, _)| strip.pictures.contains(&picture))
}

/// A weight as `[1, O, C * K * K]`.
fn matrix(weight: &Primitive) -> Primitive {
    let [to, from, kernel, _] = sides(weight);
    in_order(weight).reshape([1, to, from * kernel * kernel].into())
}

pub fn forward(x: &Primitive, weight: &Primitive, bias: &Primitive, window: Window) -> Primitive {
    let sizes = Sizes::of(x, weight, window);
    let ([n, ..], [to, ..], [down, along]) = (sizes.maps, sides(weight), sizes.positions);
    let (x, weight, bias) = (in_order(x), matrix(weight), in_order(bias));
    let (x, bias) = (numbers(&x), numbers(&bias));
    let strips = sizes.strips();
    let painted: Vec<Primitive> = strips
        .par_iter()
        .map(|strip| {
            in_order(&Flex::float_matmul(
                weight.clone(),
                sizes.columns_of(x, strip),
            ))
        })
        .collect();
    let values = planes(n * to, down * along, |i, plane| {
        let (picture, channel) = (i / to, i % to);
        for (strip, painted) in of_picture(&strips, &painted, picture) {
            let plane = &mut plane[strip.rows.start * along..strip.rows.end * along];
            let painted = &numbers(painted)[strip.plane(picture, channel, plane.len())];
            for (to, from) in plane.iter_mut().zip(painted) {
                *to = from + bias[channel];
            }
        }
    });
    tensor(values, [n, to, down, along])
}

/// Which slopes are asked for: of the maps, of the weight, of the bias.
pub type Wanted = [bool; 3];

/// The slopes that are wanted from that behind the convolution.
pub fn backward(
    (x, weight): (&Primitive, &Primitive),
    slope: &Primitive,
    window: Window,
    wanted: Wanted,
) -> [Option<Primitive>; 3] {
    let sizes = Sizes::of(x, weight, window);
    let [n, to, down, along] = sides(slope);
    let (x, slope) = (in_order(x), in_order(slope));
    let (x, slope) = (numbers(&x), numbers(&slope));
    let strips = sizes.strips();
    let back = matrix(weight).transpose(1, 2);
    // What a strip adds to the maps' slope and to the weight's.
    let added: Vec<(Vec<f32>, Option<Primitive>)> = strips
        .par_iter()
        .map(|strip| {
            let slope = sizes.slope_of(slope, to, strip);
            let at_maps = wanted[0].then(|| {
                let columns = in_order(&Flex::float_matmul(back.clone(), slope.clone()));
                sizes.gathered(numbers(&columns), strip)
            });
            let at_weight = wanted[1].then(|| {
                let seen = sizes.columns_of(x, strip).transpose(1, 2);
                in_order(&Flex::float_matmul(slope, seen))
            });
            (at_maps.unwrap_or_default(), at_weight)
        })
        .collect();
    let at_maps = wanted[0].then(|| {
        let [_, channels, height, width] = sizes.maps;
        let values = planes(n * channels, height * width, |i, plane| {
            let (picture, channel) = (i / channels, i % channels);
            for (strip, (from, _)) in of_picture(&strips, &added, picture) {
                let seen = sizes.seen(strip);
                let plane = &mut plane[seen.start * width..seen.end * width];
                let from = &from[strip.plane(picture, channel, plane.len())];
                for (to, from) in plane.iter_mut().zip(from) {
                    *to += from;
                }
            }
        });
        tensor(values, sizes.maps)
    });
    let at_weight = wanted[1].then(|| {
        let mut sum = vec![0.0; weight.shape().num_elements()];
        for part in added.iter().filter_map(|(_, part)| part.as_ref()) {
            for (to, from) in sum.iter_mut().zip(numbers(part)) {
                *to += from;
            }
        }
        let count = sum.len();
        tensor(sum, [count]).reshape(weight.shape())
    });
    let at_bias = wanted[2].then(|| {
        let cells = down * along;
        let plane = |i: usize| sum(cells, |k| slope[i * cells + k]);
        let add = |channel: usize| (0..n).map(|picture| plane(picture * to + channel)).sum();
        tensor((0..to).map(add).collect(), [to])
    });
    [at_maps, at_weight, at_bias]
}
