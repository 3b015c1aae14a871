//! Convolutions as matrix products: every position of the window is a column of the cells that it sees.

use super::maps::{Primitive, in_order, numbers, planes, sides, sum, tensor};
use burn::backend::{Flex, TensorMetadata, ops::FloatTensorOps};

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

/// Shapes of one convolution.
#[derive(Clone, Copy)]
struct Sizes {
    window: Window,
    kernel: usize,
    /// Of the maps that the window moves over.
    maps: [usize; 4],
    /// Positions of the window down and along.
    positions: [usize; 2],
}

impl Sizes {
    fn of(x: &Primitive, weight: &Primitive, window: Window) -> Self {
        let maps = sides(x);
        let [_, _, kernel, _] = sides(weight);
        let positions = [maps[2], maps[3]].map(|side| (side + 2 - kernel) / window.stride + 1);
        Self {
            window,
            kernel,
            maps,
            positions,
        }
    }

    /// Numbers in a column, and columns.
    fn columns(&self) -> [usize; 2] {
        let [down, along] = self.positions;
        [self.maps[1] * self.kernel * self.kernel, down * along]
    }

    /// The row of a map that the window's row `tap` sees at its position `at`; none where it is zeros.
    fn row(&self, at: usize, tap: usize) -> Option<usize> {
        self.cell(at * self.window.stride + tap, self.maps[2])
    }

    /// The cell of `count` in a row that is `place` with one of the border before the first.
    fn cell(&self, place: usize, count: usize) -> Option<usize> {
        match self.window.border {
            Border::Zeros => place.checked_sub(1).filter(|cell| *cell < count),
            Border::Replicate => Some(place.saturating_sub(1).min(count - 1)),
        }
    }

    /// Positions along a row at which the window's column `tap` sees cells within the maps.
    fn inside(&self, tap: usize) -> std::ops::Range<usize> {
        let (stride, width) = (self.window.stride, self.maps[3]);
        let first = usize::from(tap == 0);
        // The last position of which the cell is below the width.
        let end = (width + 1).saturating_sub(tap).div_ceil(stride);
        let end = end.min(self.positions[1]);
        first.div_ceil(stride).min(end)..end
    }
}

/// Columns `[N, C * K * K, positions]` of `x`.
fn columns(x: &Primitive, sizes: &Sizes) -> Primitive {
    let [n, channels, height, width] = sizes.maps;
    let (kernel, stride) = (sizes.kernel, sizes.window.stride);
    let [down, along] = sizes.positions;
    let [rows, count] = sizes.columns();
    let x = in_order(x);
    let x = numbers(&x);
    let values = planes(n * channels, kernel * kernel * count, |i, to| {
        let plane = &x[i * height * width..(i + 1) * height * width];
        for (tap, to) in to.chunks_exact_mut(count).enumerate() {
            let (tap_y, tap_x) = (tap / kernel, tap % kernel);
            let inside = sizes.inside(tap_x);
            for (at, to) in to.chunks_exact_mut(along).enumerate().take(down) {
                let Some(row) = sizes.row(at, tap_y) else {
                    continue;
                };
                let row = &plane[row * width..(row + 1) * width];
                let first = inside.start * stride + tap_x - 1;
                if stride == 1 {
                    to[inside.clone()].copy_from_slice(&row[first..first + inside.len()]);
                } else {
                    let seen = row[first..].iter().step_by(stride);
                    for (to, from) in to[inside.clone()].iter_mut().zip(seen) {
                        *to = *from;
                    }
                }
                if sizes.window.border == Border::Replicate {
                    to[..inside.start].fill(row[0]);
                    to[inside.end..].fill(row[width - 1]);
                }
            }
        }
    });
    tensor(values, [n, rows, count])
}

/// The sum of columns where the cells lie that they see: the transpose of [`columns`].
fn gathered(columns: &Primitive, sizes: &Sizes) -> Primitive {
    let [n, channels, height, width] = sizes.maps;
    let (kernel, stride) = (sizes.kernel, sizes.window.stride);
    let [down, along] = sizes.positions;
    let [_, count] = sizes.columns();
    let columns = in_order(columns);
    let from = numbers(&columns);
    let area = kernel * kernel * count;
    let values = planes(n * channels, height * width, |i, plane| {
        for (tap, from) in from[i * area..(i + 1) * area]
            .chunks_exact(count)
            .enumerate()
        {
            let (tap_y, tap_x) = (tap / kernel, tap % kernel);
            let inside = sizes.inside(tap_x);
            for (at, from) in from.chunks_exact(along).enumerate().take(down) {
                let Some(row) = sizes.row(at, tap_y) else {
                    continue;
                };
                let row = &mut plane[row * width..(row + 1) * width];
                if sizes.window.border == Border::Replicate {
                    row[0] += from[..inside.start].iter().sum::<f32>();
                    row[width - 1] += from[inside.end..].iter().sum::<f32>();
                }
                let first = inside.start * stride + tap_x - 1;
                let from = &from[inside.clone()];
                if stride == 1 {
                    for (to, from) in row[first..].iter_mut().zip(from) {
                        *to += from;
                    }
                } else {
                    for (to, from) in row[first..].iter_mut().step_by(stride).zip(from) {
                        *to += from;
                    }
                }
            }
        }
    });
    tensor(values, [n, channels, height, width])
}

/// A weight as `[1, O, C * K * K]`.
fn matrix(weight: &Primitive) -> Primitive {
    let [to, from, kernel, _] = sides(weight);
    in_order(weight).reshape([1, to, from * kernel * kernel].into())
}

pub fn forward(x: &Primitive, weight: &Primitive, bias: &Primitive, window: Window) -> Primitive {
    let sizes = Sizes::of(x, weight, window);
    let ([n, ..], [to, ..], [down, along]) = (sizes.maps, sides(weight), sizes.positions);
    let painted = Flex::float_matmul(matrix(weight), columns(x, &sizes));
    let bias = in_order(bias);
    let bias = numbers(&bias);
    let mut painted = in_order(&painted);
    for (i, plane) in painted
        .storage_mut::<f32>()
        .chunks_exact_mut(down * along)
        .enumerate()
    {
        let bias = bias[i % to];
        plane.iter_mut().for_each(|cell| *cell += bias);
    }
    painted.reshape([n, to, down, along].into())
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
    let slope = in_order(slope).reshape([n, to, down * along].into());
    let at_maps = wanted[0].then(|| {
        let back = matrix(weight).transpose(1, 2);
        gathered(&Flex::float_matmul(back, slope.clone()), &sizes)
    });
    let at_weight = wanted[1].then(|| {
        let seen = columns(x, &sizes).transpose(1, 2);
        let each = in_order(&Flex::float_matmul(slope.clone(), seen));
        let count = weight.shape().num_elements();
        let each = numbers(&each);
        let add = |i: usize| (0..n).map(|picture| each[picture * count + i]).sum();
        tensor((0..count).map(add).collect(), [count]).reshape(weight.shape())
    });
    let at_bias = wanted[2].then(|| {
        let cells = down * along;
        let values = numbers(&slope);
        let plane = |i: usize| sum(cells, |k| values[i * cells + k]);
        let add = |channel: usize| (0..n).map(|picture| plane(picture * to + channel)).sum();
        tensor((0..to).map(add).collect(), [to])
    });
    [at_maps, at_weight, at_bias]
}
