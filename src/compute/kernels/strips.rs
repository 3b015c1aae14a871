//! The columns of a convolution, a strip of the maps at a time: those of all positions are as many times larger than the maps as the
//! window has cells, a strip's stay in the cache of a core. Tiny maps have a strip for several pictures: a product has to arrange the weight
//! each time, which costs as much as using it for a few positions.

use super::{
    convolution::{Border, Window},
    maps::{Primitive, sides, tensor},
};
use std::ops::Range;

/// Shapes of one convolution.
#[derive(Clone, Copy)]
pub struct Sizes {
    window: Window,
    kernel: usize,
    /// Of the maps that the window moves over.
    pub maps: [usize; 4],
    /// Positions of the window down and along.
    pub positions: [usize; 2],
}

impl Sizes {
    pub fn of(x: &Primitive, weight: &Primitive, window: Window) -> Self {
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

    /// Numbers in a column.
    fn column(&self) -> usize {
        self.maps[1] * self.kernel * self.kernel
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
    fn inside(&self, tap: usize) -> Range<usize> {
        let (stride, width) = (self.window.stride, self.maps[3]);
        let first = usize::from(tap == 0);
        // The last position of which the cell is below the width.
        let end = (width + 1).saturating_sub(tap).div_ceil(stride);
        let end = end.min(self.positions[1]);
        first.div_ceil(stride).min(end)..end
    }
}

/// Some rows of positions over one picture, or all over several.
pub struct Strip {
    /// The pictures, at least one.
    pub pictures: Range<usize>,
    /// Rows of positions of the window.
    pub rows: Range<usize>,
}

/// How many of `count` make a part of at most `most` (at least one), where parts are as even as they can be.
fn even(count: usize, most: usize) -> usize {
    let parts = count.div_ceil(most.clamp(1, count.max(1))).max(1);
    count.div_ceil(parts).max(1)
}

impl Strip {
    /// Where the plane of a channel of `picture`, of `cells` numbers in this strip, lies in what has all planes of a channel behind one
    /// another.
    pub fn plane(&self, picture: usize, channel: usize, cells: usize) -> Range<usize> {
        let first = (channel * self.pictures.len() + picture - self.pictures.start) * cells;
        first..first + cells
    }
}

impl Sizes {
    /// All positions as strips, pictures one after the other.
    pub fn strips(&self) -> Vec<Strip> {
        /// Numbers of the columns of a strip: a megabyte.
        const NUMBERS: usize = 1 << 18;
        let [down, along] = self.positions;
        let fit = NUMBERS / (self.column() * along).max(1);
        let rows = even(down, fit);
        let pictures = even(self.maps[0], fit / down.max(1));
        let parts = |count: usize, each: usize| {
            let starts = (0..count).step_by(each);
            starts.map(move |first| first..(first + each).min(count))
        };
        let strips = parts(self.maps[0], pictures).flat_map(|pictures| {
            parts(down, rows).map(move |rows| Strip {
                pictures: pictures.clone(),
                rows,
            })
        });
        strips.collect()
    }

    /// Rows of the maps that a strip sees.
    pub fn seen(&self, strip: &Strip) -> Range<usize> {
        let first = strip.rows.start * self.window.stride;
        let end = (strip.rows.end - 1) * self.window.stride + self.kernel;
        first.saturating_sub(1)..(end - 1).min(self.maps[2])
    }

    /// Columns `[1, C * K * K, pictures * positions]` of a strip of `x`.
    pub fn columns_of(&self, x: &[f32], strip: &Strip) -> Primitive {
        let [_, channels, height, width] = self.maps;
        let (kernel, stride) = (self.kernel, self.window.stride);
        let [_, along] = self.positions;
        let numbers = self.column();
        let count = strip.pictures.len() * strip.rows.len() * along;
        let mut values = Vec::with_capacity(numbers * count);
        for number in 0..numbers {
            let (channel, tap) = (number / (kernel * kernel), number % (kernel * kernel));
            let (tap_y, tap_x) = (tap / kernel, tap % kernel);
            let inside = self.inside(tap_x);
            for picture in strip.pictures.clone() {
                let plane = &x[(picture * channels + channel) * height * width..][..height * width];
                for at in strip.rows.clone() {
                    let Some(row) = self.row(at, tap_y) else {
                        values.resize(values.len() + along, 0.0);
                        continue;
                    };
                    let row = &plane[row * width..(row + 1) * width];
                    let [left, right] = match self.window.border {
                        Border::Zeros => [0.0; 2],
                        Border::Replicate => [row[0], row[width - 1]],
                    };
                    values.resize(values.len() + inside.start, left);
                    let first = inside.start * stride + tap_x - 1;
                    if stride == 1 {
                        values.extend_from_slice(&row[first..first + inside.len()]);
                    } else {
                        let begin = values.len();
                        values.resize(begin + inside.len(), 0.0);
                        let seen = row[first.min(width)..].iter().step_by(stride);
                        for (to, from) in values[begin..].iter_mut().zip(seen) {
                            *to = *from;
                        }
                    }
                    values.resize(values.len() + along - inside.end, right);
                }
            }
        }
        tensor(values, [1, numbers, count])
    }

    /// The sum of the columns of a strip where the cells lie that they see, `[C, pictures, seen rows, W]`: the transpose of
    /// [`Sizes::columns_of`].
    pub fn gathered(&self, columns: &[f32], strip: &Strip) -> Vec<f32> {
        let [_, channels, _, width] = self.maps;
        let (kernel, stride) = (self.kernel, self.window.stride);
        let [_, along] = self.positions;
        let seen = self.seen(strip);
        let pictures = strip.pictures.len();
        let mut planes = vec![0.0; channels * pictures * seen.len() * width];
        let positions = strip.rows.len() * along;
        let each = planes.chunks_exact_mut(seen.len() * width).enumerate();
        for (i, plane) in each {
            let (channel, picture) = (i / pictures, i % pictures);
            for tap in 0..kernel * kernel {
                let number = channel * kernel * kernel + tap;
                let columns = &columns[(number * pictures + picture) * positions..][..positions];
                let (tap_y, tap_x) = (tap / kernel, tap % kernel);
                let inside = self.inside(tap_x);
                for (at, from) in strip.rows.clone().zip(columns.chunks_exact(along)) {
                    let Some(row) = self.row(at, tap_y) else {
                        continue;
                    };
                    let row = &mut plane[(row - seen.start) * width..][..width];
                    if self.window.border == Border::Replicate {
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
                        let row = row[first.min(width)..].iter_mut().step_by(stride);
                        for (to, from) in row.zip(from) {
                            *to += from;
                        }
                    }
                }
            }
        }
        planes
    }

    /// Of a slope `[N, O, positions]` what belongs to a strip, `[1, O, pictures * positions]`.
    pub fn slope_of(&self, slope: &[f32], to: usize, strip: &Strip) -> Primitive {
        let [down, along] = self.positions;
        let count = down * along;
        let cells = strip.rows.start * along..strip.rows.end * along;
        let wide = strip.pictures.len() * cells.len();
        let mut values = Vec::with_capacity(to * wide);
        for channel in 0..to {
            for picture in strip.pictures.clone() {
                let plane = &slope[(picture * to + channel) * count..][..count];
                values.extend_from_slice(&plane[cells.clone()]);
            }
        }
        tensor(values, [1, to, wide])
    }
}
