//! Pictures too large to be painted in one piece: tiles that overlap by all that the network sees, and
//! windows from all over the picture that tell how to normalise them.
//!
//! A tile's inner part depends on nothing beyond its margin, so it is what the whole picture would
//! have there, and there are no seams to hide.

use crate::{
    nn::{Place, REACH, STRIDE},
    picture::{Part, Picture, mirrored},
    stylize::canvas::MARGIN,
};
use burn::tensor::{Device, Tensor, TensorData};

/// How pictures are cut.
#[derive(Clone, Copy, Debug)]
pub struct Tiling {
    /// Pixels up to which a picture is painted in one piece.
    pub whole: usize,
    /// Side of a tile without its margin; a multiple of [`STRIDE`].
    pub side: usize,
    /// Windows that statistics are gathered from.
    pub windows: usize,
    /// Pixels round a tile that are painted with it.
    pub margin: usize,
}

impl Tiling {
    /// How pictures are cut that are painted over a smaller painting. It decides over the tones of large
    /// areas, so that tiles need to agree on strokes only: few windows and a narrow margin are enough.
    pub fn repainting() -> Self {
        Self {
            whole: 2 << 20,
            side: 1536,
            windows: 12,
            margin: 40,
        }
    }
}

impl Default for Tiling {
    fn default() -> Self {
        Self {
            whole: 2 << 20,
            side: 1024,
            windows: 100,
            margin: REACH,
        }
    }
}

/// Side of a window, and the margin round it of which only the nearest part is seen: what is further
/// away hardly counts.
const WINDOW: usize = 128;
pub const WINDOW_MARGIN: usize = 32;

/// A part of a picture, and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    pub top: usize,
    pub left: usize,
    pub height: usize,
    pub width: usize,
}

impl Tile {
    /// All of a picture.
    pub fn whole(picture: &Picture) -> Self {
        Self {
            top: 0,
            left: 0,
            height: picture.height,
            width: picture.width,
        }
    }

    /// What is painted of the tile: itself with `margin` round it, sides rounded up to whole cells.
    pub fn part(&self, margin: usize) -> Part {
        let part = Part {
            top: self.top as i64,
            left: self.left as i64,
            height: self.height.next_multiple_of(STRIDE),
            width: self.width.next_multiple_of(STRIDE),
        };
        part.grown(margin)
    }

    /// The pixels of the tile with `margin` round it, `[1, 3, H, W]`, mirrored at the picture's
    /// borders; sides are rounded up to whole cells.
    pub fn cut(&self, picture: &Picture, margin: usize, device: &Device) -> Tensor<4> {
        let Part {
            top,
            left,
            height,
            width,
        } = self.part(margin);
        let source = |first: i64, count: usize, side: usize| -> Vec<usize> {
            (first..first + count as i64)
                .map(|i| mirrored(i, side))
                .collect()
        };
        let rows = source(top, height, picture.height);
        let columns = source(left, width, picture.width);
        let cells = height * width;
        let mut planes = vec![0.0; 3 * cells];
        for (y, row) in rows.iter().enumerate() {
            for (x, column) in columns.iter().enumerate() {
                let pixel = picture.matte_at(row * picture.width + column);
                for (channel, value) in pixel.into_iter().enumerate() {
                    planes[channel * cells + y * width + x] = value;
                }
            }
        }
        Tensor::from_data(TensorData::new(planes, [1, 3, height, width]), device)
    }

    /// Where a cut with `margin` lies, counted as in a picture that is painted whole.
    pub fn place(&self, margin: usize) -> Place {
        let corner = |start: usize| {
            let pixels = start as i64 + MARGIN as i64 - margin as i64;
            pixels.div_euclid(STRIDE as i64)
        };
        Place {
            picture: 0,
            corner: [corner(self.top), corner(self.left)],
        }
    }

    /// Writes the inner part of `painted`, planes of a cut with `margin` round the tile, into the
    /// interleaved colours of a picture of `width` pixels a row.
    pub fn paste(&self, painted: &[f32], margin: usize, rgb: &mut [f32], width: usize) {
        let row = self.width.next_multiple_of(STRIDE) + 2 * margin;
        let cells = painted.len() / 3;
        for y in 0..self.height {
            let from = (y + margin) * row + margin;
            let to = (self.top + y) * width + self.left;
            for x in 0..self.width {
                for channel in 0..3 {
                    rgb[3 * (to + x) + channel] = painted[channel * cells + from + x];
                }
            }
        }
    }
}

impl Tiling {
    /// Whether a picture is painted in one piece; very narrow ones consist of margins.
    pub fn in_one_piece(&self, width: usize, height: usize) -> bool {
        (width + 2 * MARGIN) * (height + 2 * MARGIN) <= self.whole
    }

    /// Tiles that cover a picture.
    pub fn tiles(&self, width: usize, height: usize) -> Vec<Tile> {
        let starts = |side: usize| (0..side).step_by(self.side);
        starts(height)
            .flat_map(|top| starts(width).map(move |left| (top, left)))
            .map(|(top, left)| Tile {
                top,
                left,
                height: self.side.min(height - top),
                width: self.side.min(width - left),
            })
            .collect()
    }

    /// The same tiles made as alike in size as they can be, so that no narrow one costs more margin than
    /// picture.
    pub fn even_tiles(&self, width: usize, height: usize) -> Vec<Tile> {
        let side = |side: usize| {
            let parts = side.div_ceil(self.side).max(1);
            side.div_ceil(parts).next_multiple_of(STRIDE)
        };
        let (rows, columns) = (side(height), side(width));
        (0..height)
            .step_by(rows)
            .flat_map(|top| (0..width).step_by(columns).map(move |left| (top, left)))
            .map(|(top, left)| Tile {
                top,
                left,
                height: rows.min(height - top),
                width: columns.min(width - left),
            })
            .collect()
    }

    /// Windows evenly spread over a picture, each in the middle of its own part of it.
    pub fn windows(&self, width: usize, height: usize) -> Vec<Tile> {
        let rows = (self.windows as f64 * height as f64 / width as f64).sqrt();
        let rows = (rows.round() as usize).clamp(1, self.windows);
        let columns = self.windows / rows;
        let middle = |i: usize, parts: usize, side: usize| {
            let middle = (2 * i + 1) * side / (2 * parts);
            middle.saturating_sub(WINDOW / 2) / STRIDE * STRIDE
        };
        (0..rows * columns)
            .map(|i| Tile {
                top: middle(i / columns, rows, height),
                left: middle(i % columns, columns, width),
                height: WINDOW,
                width: WINDOW,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_every_pixel_once_and_what_is_cut_is_put_back() {
        let tiling = Tiling {
            side: 64,
            ..Tiling::default()
        };
        let rgb: Vec<f32> = (0..3 * 150 * 70).map(|i| (i % 251) as f32).collect();
        let picture = Picture::from_rgb(150, 70, rgb);
        let device = Device::flex();
        let mut back = vec![-1.0; picture.rgb.len()];
        for tiles in [tiling.tiles(150, 70), tiling.even_tiles(150, 70)] {
            back.fill(-1.0);
            for tile in tiles {
                let cut: Vec<f32> = tile
                    .cut(&picture, REACH, &device)
                    .into_data()
                    .iter()
                    .collect();
                tile.paste(&cut, REACH, &mut back, 150);
            }
            assert_eq!(back, picture.rgb);
        }
    }

    #[test]
    fn windows_are_spread_over_any_picture() {
        let tiling = Tiling::default();
        for (width, height) in [(7000, 4700), (3000, 1), (1, 5000), (40, 90_000)] {
            let windows = tiling.windows(width, height);
            assert!(windows.len() > tiling.windows / 2 && windows.len() <= tiling.windows);
            for window in &windows {
                assert!(window.top < height && window.left < width, "{window:?}");
            }
            let last = windows[windows.len() - 1];
            assert!(last.top + 2 * WINDOW > height.min(WINDOW) * 9 / 10);
        }
    }
}
