//! Square crops of stored pictures: where, how large, which way round.

use super::Stored;
use crate::picture;
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Turns and mirrored turns of a square.
pub const TURNS: usize = 8;

/// One of `pictures`, of which there must be some.
pub fn one_of<'a>(pictures: &'a [Stored], rng: &mut ChaCha8Rng) -> &'a Stored {
    &pictures[rng.random_range(0..pictures.len())]
}

/// Side in the picture of what becomes a crop of `side` pixels, every scale of a range as likely as any other, as far as the
/// picture reaches.
pub fn scaled(stored: &Stored, side: usize, scales: [f64; 2], rng: &mut ChaCha8Rng) -> usize {
    let short = stored.width.min(stored.height);
    let [least, most] = scales.map(|scale| (side as f64 * scale).min(short as f64));
    let share: f64 = rng.random();
    ((least * (most / least).powf(share)) as usize).clamp(1, short)
}

/// A square of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Column of its left edge.
    pub left: usize,
    /// Row of its upper edge.
    pub top: usize,
    /// Pixels along a side.
    pub side: usize,
}

impl Cut {
    /// One of `side` pixels anywhere in `stored`, which must be as large.
    pub fn of(stored: &Stored, side: usize, rng: &mut ChaCha8Rng) -> Self {
        Self {
            left: rng.random_range(0..=stored.width - side),
            top: rng.random_range(0..=stored.height - side),
            side,
        }
    }

    /// What it shows of `stored` at `side` pixels as three planes, sRGB 0..1, `turn` of the [`TURNS`] ways round.
    pub fn planes(&self, stored: &Stored, side: usize, turn: usize) -> Vec<f32> {
        let cut = stored.square(self.left, self.top, self.side);
        let picture = picture::resize(&cut, side, side);
        turned_planes(&picture.rgb, side, turn)
    }
}

/// Interleaved colours of a square as three planes, `turn` of the eight ways round: 1 mirrors rows, 2 columns, 4 swaps both.
fn turned_planes(rgb: &[f32], side: usize, turn: usize) -> Vec<f32> {
    let at = |i: usize, mirrored: bool| if mirrored { side - 1 - i } else { i };
    let mut planes = Vec::with_capacity(rgb.len());
    for channel in 0..3 {
        for y in 0..side {
            for x in 0..side {
                let (y, x) = if turn & 4 > 0 { (x, y) } else { (y, x) };
                let place = at(y, turn & 2 > 0) * side + at(x, turn & 1 > 0);
                planes.push(rgb[3 * place + channel]);
            }
        }
    }
    planes
}

/// The middle of a picture at `side` pixels, `[3, side, side]`.
pub fn middle(stored: &Stored, side: usize) -> Vec<f32> {
    let seen = stored.width.min(stored.height);
    let middle = Cut {
        left: (stored.width - seen) / 2,
        top: (stored.height - seen) / 2,
        side: seen,
    };
    middle.planes(stored, side, 0)
}

/// Crops `[3, side, side]` as one tensor `[N, 3, side, side]`.
pub fn stacked<'a>(
    crops: impl Iterator<Item = &'a Vec<f32>>,
    side: usize,
    device: &Device,
) -> Tensor<4> {
    let values: Vec<f32> = crops.flatten().copied().collect();
    let count = values.len() / (3 * side * side);
    Tensor::from_data(TensorData::new(values, [count, 3, side, side]), device)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{data::random, picture::Picture};

    #[test]
    fn the_eight_turns_differ_and_keep_every_pixel() {
        let side = 3;
        let rgb: Vec<f32> = (0..3 * side * side).map(|i| i as f32).collect();
        let turned: Vec<Vec<f32>> = (0..TURNS)
            .map(|turn| turned_planes(&rgb, side, turn))
            .collect();
        for (i, one) in turned.iter().enumerate() {
            assert!(turned[..i].iter().all(|other| other != one));
            let mut sorted = one.clone();
            sorted.sort_by(f32::total_cmp);
            assert_eq!(sorted, rgb);
        }
        // Red of the first row, its mirror, and the first column.
        assert_eq!(turned[0][..3], [0.0, 3.0, 6.0]);
        assert_eq!(turned[1][..3], [6.0, 3.0, 0.0]);
        assert_eq!(turned[4][..3], [0.0, 9.0, 18.0]);
    }

    #[test]
    fn crops_are_of_all_scales_that_a_picture_has() {
        let mut rng = random(1, 2, 3);
        let picture = |width, height| {
            Stored::new(&Picture::from_rgb(
                width,
                height,
                vec![0.5; 3 * width * height],
            ))
        };
        for (picture, range) in [(picture(600, 700), 64..=512), (picture(90, 100), 64..=90)] {
            let sides: Vec<usize> = (0..500)
                .map(|_| scaled(&picture, 128, [0.5, 4.0], &mut rng))
                .collect();
            assert!(sides.iter().all(|side| range.contains(side)));
            let small = sides
                .iter()
                .filter(|side| **side < 2 * range.start())
                .count();
            assert!(
                small > 100 && sides.iter().max() > Some(&(range.end() * 9 / 10)),
                "{small}"
            );
        }
        assert_eq!(scaled(&picture(20, 30), 128, [0.5, 4.0], &mut rng), 20);
    }
}
