//! Instance normalisation with a scale and a shift a channel.

use super::QUIET;
use super::maps::{Primitive, each_plane, in_order, numbers, own, planes, sides, sum, tensor};

/// Mean and inverse deviation of every channel.
pub type Moments = Vec<[f32; 2]>;

fn moments(plane: &[f32]) -> [f32; 2] {
    let count = plane.len() as f32;
    let mean = sum(plane.len(), |i| plane[i]) / count;
    let variance = sum(plane.len(), |i| (plane[i] - mean) * (plane[i] - mean)) / count;
    [mean, 1.0 / (variance + QUIET).sqrt()]
}

pub fn forward(x: &Primitive, scale: &Primitive, shift: &Primitive) -> (Primitive, Moments) {
    let [n, channels, height, width] = sides(x);
    let cells = height * width;
    let [x, scale, shift] = [x, scale, shift].map(in_order);
    let [from, scale, shift] = [&x, &scale, &shift].map(numbers);
    let plane = |i: usize| &from[i * cells..(i + 1) * cells];
    let found = planes(n * channels, 2, |i, to| {
        to.copy_from_slice(&moments(plane(i)))
    });
    let found: Moments = found
        .chunks_exact(2)
        .map(|pair| [pair[0], pair[1]])
        .collect();
    let values = planes(n * channels, cells, |i, to| {
        let [mean, rate] = found[i];
        let (scale, shift) = (rate * scale[i], shift[i]);
        for (to, from) in to.iter_mut().zip(plane(i)) {
            *to = (from - mean) * scale + shift;
        }
    });
    (tensor(values, [n, channels, height, width]), found)
}

/// Slopes before the normalisation, and with respect to scale and shift, from that behind it.
pub fn backward(
    x: &Primitive,
    scale: &Primitive,
    moments: &Moments,
    slope: Primitive,
) -> [Primitive; 3] {
    let [n, channels, height, width] = sides(x);
    let cells = height * width;
    let [x, scale] = [x, scale].map(in_order);
    let [from, scale] = [&x, &scale].map(numbers);
    let plane = |i: usize| &from[i * cells..(i + 1) * cells];
    let mut slope = own(slope);
    // Of every channel the sum of slopes, and of slopes times normalised values.
    let sums = {
        let slopes = numbers(&slope);
        planes(n * channels, 2, |i, to| {
            let ([mean, rate], from) = (moments[i], plane(i));
            let slope = &slopes[i * cells..(i + 1) * cells];
            to[0] = sum(cells, |k| slope[k]);
            to[1] = sum(cells, |k| slope[k] * (from[k] - mean)) * rate;
        })
    };
    each_plane(slope.storage_mut(), cells, |i, slope| {
        let [mean, rate] = moments[i];
        let part = 1.0 / cells as f32;
        let (level, tilt) = (sums[2 * i] * part, sums[2 * i + 1] * part * rate);
        let gain = rate * scale[i];
        for (slope, from) in slope.iter_mut().zip(plane(i)) {
            *slope = gain * (*slope - level - (from - mean) * tilt);
        }
    });
    let shift = sums.iter().step_by(2).copied().collect();
    let scale = sums.iter().skip(1).step_by(2).copied().collect();
    [
        slope,
        tensor(scale, [n, channels]),
        tensor(shift, [n, channels]),
    ]
}
