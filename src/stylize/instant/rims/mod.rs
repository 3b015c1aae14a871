//! Rims: what a generator paints lighter, darker or in other colours beside an edge of the photograph, and along the border,
//! than on the same ground farther away.
//!
//! Its layers see dozens of pixels to every side, so the ground near a dark shape is another than the same ground alone.
//! Training holds that down and does not end it. What the photograph says is one ground, though, is known: so the colours of the ground
//! away from edges are brought up to them. Only what is coarser than strokes is moved, and only
//! where the photograph is flat and calm: strokes, textures and edges stay, colours play in a thicket as they do, and what shades the ground in the
//! photograph itself shades it still.
//!
//! Grounds are parted by their colour in the photograph, each is blurred for itself, and each pixel takes its share of all: a bilateral filter by
//! layers of the range ("Fast bilateral filtering", Durand and Dorsey, SIGGRAPH 2002), whose layers are the photograph's own colours and whose
//! samples are those that no edge is near.

mod colours;
mod filters;

use self::{
    colours::colours_of,
    filters::{Fine, blurred, coarse, deviation, mean},
};
use crate::{
    compute::{enlarged, to_tensor},
    picture::{Picture, fit_long_side, resize},
};
use burn::tensor::{Device, Tensor, TensorData, module::adaptive_avg_pool2d};

/// Long side at which rims are looked for at most: that of drafts, with room to spare. Drafts of strokes under 0.8 are larger and seen smaller;
/// there it is a wider neighbourhood that is brought into line.
const LARGEST: usize = 640;
/// Colours by which grounds are parted.
const COLOURS: usize = 8;
/// Colour differences (sRGB, root of the sum of squares) up to which pixels are of one ground, and over which a pixel belongs to
/// the next colour rather than to its own.
const ALIKE: f32 = 0.10;
const BELONGS: f32 = 0.08;
/// Deviations of the photograph's colours within a pixel or so: flat up to the first, not flat from the second on.
const FLAT: (f32, f32) = (0.03, 0.10);
/// The same within [`AROUND`]: nothing is near up to the first, an edge is from the second on.
const EDGE: (f32, f32) = (0.06, 0.16);
/// Share of what is flat there: a thicket, where rims are not seen and colours may play, up to the first, ground with shapes on it from the second on.
const CALM: (f32, f32) = (0.45, 0.70);
/// Pixels from the border that are a rim altogether; it ends at twice as many.
const BORDER: f32 = 8.0;
/// Sides of the squares whose means are taken: of pixels where flat ground is looked for, of coarse ones where an edge is, of the ground where
/// a coarse pixel is, and of the ground that is brought up to it.
const HERE: usize = 3;
const AROUND: usize = 9;
const NEAR: usize = 3;
const FAR: usize = 15;
/// Weight of a pixel that is beside an edge among those of its ground: some ground has no other.
const LEAST: f32 = 1e-3;
/// Share of a ground in what is round a pixel, and likeness of the pixel to it, from which on it can be told what it is.
const ENOUGH: f32 = 0.05;
const LIKE: f32 = 0.125;
/// What a ground may be otherwise beside edges in the photograph itself: more is shading, and stays.
const SHADED: f32 = 0.06;

/// Where rims are to be expected in what is painted of a photograph, and from where their ground is taken.
pub(super) struct Rims {
    /// Width and height at which they are looked for.
    size: (usize, usize),
    /// How much each pixel is flat ground beside an edge or the border, `[1, 1, H, W]`, 0 to 1.
    beside: Tensor<4>,
    grounds: Vec<Ground>,
    fine: Fine,
}

/// What is of one colour in the photograph.
struct Ground {
    /// How much each pixel is of it, `[1, 1, H, W]`.
    alike: Tensor<4>,
    /// Its share of the pixel, as far as it can be told what it is elsewhere; those of all grounds are 1 together at most.
    belongs: Tensor<4>,
    /// How much there is of it near a coarse pixel, `[1, 1, H / COARSE, W / COARSE]`.
    near: Tensor<4>,
    /// How much there is of it farther away, and what share of it is away from edges.
    far: Tensor<4>,
    away: Tensor<4>,
}

impl Rims {
    /// Those of `photograph`, at the size at which it is painted first.
    pub fn of(photograph: &Picture, device: &Device) -> Self {
        let (width, height) = (photograph.width, photograph.height);
        let size = fit_long_side(width, height, width.max(height).min(LARGEST));
        let photograph = resize(photograph, size.0, size.1);
        let pixels = to_tensor(&photograph.matte(), size.0, size.1, device);
        let fine = Fine::to(size, device);
        let flat = ramp(deviation(pixels.clone(), HERE), FLAT).neg() + 1.0;
        let calm = ramp(blurred(coarse(flat.clone()), AROUND), CALM);
        let edges = ramp(deviation(coarse(pixels.clone()), AROUND), EDGE) * calm;
        let near = fine.of(edges).max_pair(border(size, device));
        let away = near.clone().neg() + (1.0 + LEAST);
        let colours = colours_of(&photograph);
        Self {
            size,
            beside: flat * near,
            grounds: Ground::parted(&pixels, colours, &away, &fine),
            fine,
        }
    }

    /// `painted` `[1, 3, H, W]`, sRGB 0..1, with a `share` (0 to 1) of its rims taken away.
    pub fn taken_from(&self, painted: Tensor<4>, share: f32) -> Tensor<4> {
        let [_, _, height, width] = painted.dims();
        let (w, h) = self.size;
        let seen = match (width, height) == self.size {
            true => painted.clone(),
            false => adaptive_avg_pool2d(painted.clone(), [h, w]),
        };
        let lacks = self
            .grounds
            .iter()
            .map(|ground| self.fine.of(ground.lacks(&seen)) * ground.belongs.clone());
        let lacks = lacks.fold(seen.zeros_like(), |sum, lacks| sum + lacks);
        let lacks = lacks * self.beside.clone().mul_scalar(share);
        (painted + enlarged(lacks, (width, height))).clamp(0.0, 1.0)
    }
}

impl Ground {
    /// The grounds of these `colours` in the photograph `[1, 3, H, W]`, whose pixels are so much `away` from edges.
    fn parted(
        photograph: &Tensor<4>,
        colours: [[f32; 3]; COLOURS],
        away: &Tensor<4>,
        fine: &Fine,
    ) -> Vec<Self> {
        let soft = blurred(photograph.clone(), HERE);
        let apart = colours.map(|colour| {
            let colour = TensorData::new(colour.to_vec(), [1, 3, 1, 1]);
            let colour = Tensor::from_data(colour, &soft.device());
            (soft.clone() - colour).square().sum_dim(1)
        });
        let others = apart.iter().cloned();
        let least = others.fold(apart[0].clone(), Tensor::min_pair);
        let shares = apart.clone();
        let shares = shares.map(|apart| within(apart - least.clone(), BELONGS));
        let others = shares.iter().cloned();
        let together = others.fold(least.zeros_like(), |sum, share| sum + share);
        let ground = |(apart, share): (Tensor<4>, Tensor<4>)| {
            let alike = within(apart, ALIKE) + f32::EPSILON;
            let all = coarse(alike.clone());
            let away = coarse(alike.clone() * away.clone());
            let ground = Self {
                near: mean(all.clone(), NEAR),
                far: blurred(away.clone(), FAR),
                away: away / all,
                belongs: share / together.clone(),
                alike,
            };
            let known = ground.known(photograph, fine);
            Self {
                belongs: ground.belongs * known,
                ..ground
            }
        };
        apart.into_iter().zip(shares).map(ground).collect()
    }

    /// How surely what this ground lacks beside edges is a rim, `[1, 1, H, W]`: not where it is nowhere else, or where the photograph lacks it
    /// too, and not in pixels that are hardly of it.
    fn known(&self, photograph: &Tensor<4>, fine: &Fine) -> Tensor<4> {
        let surely = |amount: Tensor<4>, enough: f32| amount.div_scalar(enough).clamp(0.0, 1.0);
        let own = self.lacks(photograph).square().sum_dim(1);
        let known = surely(self.far.clone(), ENOUGH) * within(own, SHADED);
        fine.of(known) * surely(self.alike.clone(), LIKE)
    }

    /// What this ground in `picture` `[1, 3, H, W]` is farther away beyond what it is near, `[1, 3, H / COARSE, W / COARSE]`.
    fn lacks(&self, picture: &Tensor<4>) -> Tensor<4> {
        let colours = coarse(picture.clone() * self.alike.clone());
        let far = blurred(colours.clone() * self.away.clone(), FAR) / self.far.clone();
        far - mean(colours, NEAR) / self.near.clone()
    }
}

/// 1 for the square 0 of a distance, and how much less by a normal distribution of this deviation.
fn within(square: Tensor<4>, deviation: f32) -> Tensor<4> {
    square.mul_scalar(-0.5 / (deviation * deviation)).exp()
}

/// 0 up to `from`, 1 from `to` on.
fn ramp(x: Tensor<4>, (from, to): (f32, f32)) -> Tensor<4> {
    ((x - from) / (to - from)).clamp(0.0, 1.0)
}

/// 1 near the border, 0 away from it, `[1, 1, H, W]`.
fn border((width, height): (usize, usize), device: &Device) -> Tensor<4> {
    let depths = (0..height).flat_map(|y| {
        let rows = y.min(height - 1 - y);
        (0..width).map(move |x| rows.min(x.min(width - 1 - x)) as f32)
    });
    let depths = TensorData::new(depths.collect::<Vec<f32>>(), [1, 1, height, width]);
    let depths: Tensor<4> = Tensor::from_data(depths, device);
    (depths / -BORDER + 2.0).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compute::{Compute, to_picture};

    const SIZE: (usize, usize) = (192, 128);

    /// A dark square on light ground.
    fn in_square(x: usize, y: usize) -> bool {
        (72..120).contains(&x) && (40..88).contains(&y)
    }

    fn picture(colour: impl Fn(usize, usize) -> [f32; 3]) -> Picture {
        let (width, height) = SIZE;
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Picture::from_rgb(
            width,
            height,
            places.flat_map(|(x, y)| colour(x, y)).collect(),
        )
    }

    fn photograph() -> Picture {
        picture(|x, y| if in_square(x, y) { [0.15; 3] } else { [0.7; 3] })
    }

    /// Marks of a pixel, of the same number light and dark.
    fn mark(x: usize, y: usize) -> f32 {
        if (x + y).is_multiple_of(2) {
            0.05
        } else {
            -0.05
        }
    }

    /// Of a painted picture, mean and deviation of red in the ring so far outside of the square.
    fn ring(of: &Picture, depth: std::ops::Range<usize>) -> (f32, f32) {
        let away = |x: usize, y: usize| {
            let dx = 72_usize.saturating_sub(x).max(x.saturating_sub(119));
            let dy = 40_usize.saturating_sub(y).max(y.saturating_sub(87));
            dx.max(dy)
        };
        let (width, _) = SIZE;
        let values = of.rgb.iter().step_by(3).enumerate();
        let values: Vec<f32> = values
            .filter(|(i, _)| depth.contains(&away(i % width, i / width)))
            .map(|(_, v)| *v)
            .collect();
        let mean = values.iter().sum::<f32>() / values.len() as f32;
        let square: f32 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
        (mean, (square / values.len() as f32).sqrt())
    }

    #[test]
    fn a_glow_round_a_shape_goes_and_strokes_and_the_shape_stay() {
        let device = Compute::cpu("test").device;
        let painted = picture(|x, y| {
            let glow = {
                let dx = 72_usize.saturating_sub(x).max(x.saturating_sub(119)) as f32;
                let dy = 40_usize.saturating_sub(y).max(y.saturating_sub(87)) as f32;
                0.3 * (-dx.hypot(dy) / 6.0).exp()
            };
            let colour = if in_square(x, y) {
                [0.1, 0.1, 0.3]
            } else {
                [0.4 + glow, 0.5, 0.6 - glow]
            };
            colour.map(|v| v + mark(x, y))
        });
        let tensor = to_tensor(&painted.rgb, SIZE.0, SIZE.1, &device);
        let rims = Rims::of(&photograph(), &device);
        let clean = to_picture(rims.taken_from(tensor.clone(), 1.0));
        let (before, after) = (ring(&painted, 4..10), ring(&clean, 4..10));
        assert!(before.0 > 0.48, "{before:?}");
        assert!((after.0 - 0.40).abs() < 0.025, "{after:?}");
        assert!((after.1 - 0.05).abs() < 0.015, "{after:?}");
        let inside = |of: &Picture| of.rgb[3 * (64 * SIZE.0 + 96) + 2];
        assert!((inside(&clean) - inside(&painted)).abs() < 0.02);
        let half = to_picture(rims.taken_from(tensor.clone(), 0.5));
        let half = ring(&half, 4..10).0;
        assert!((half - 0.5 * (before.0 + after.0)).abs() < 1e-3, "{half}");
        let none = to_picture(rims.taken_from(tensor, 0.0));
        assert_eq!(none.rgb, painted.rgb);
    }

    #[test]
    fn what_shades_the_ground_in_the_photograph_itself_stays() {
        let device = Compute::cpu("test").device;
        let shaded = picture(|x, y| {
            let dx = 72_usize.saturating_sub(x).max(x.saturating_sub(119)) as f32;
            let dy = 40_usize.saturating_sub(y).max(y.saturating_sub(87)) as f32;
            let shade = 0.25 * (-dx.hypot(dy) / 8.0).exp();
            [if in_square(x, y) { 0.15 } else { 0.7 - shade }; 3]
        });
        let tensor = to_tensor(&shaded.rgb, SIZE.0, SIZE.1, &device);
        let clean = to_picture(Rims::of(&shaded, &device).taken_from(tensor, 1.0));
        let (before, after) = (ring(&shaded, 4..10), ring(&clean, 4..10));
        assert!((before.0 - after.0).abs() < 0.02, "{before:?} {after:?}");
    }

    #[test]
    fn what_has_no_edges_stays_as_it_is_but_along_the_border() {
        let device = Compute::cpu("test").device;
        let plain = picture(|_, _| [0.5; 3]);
        // Broad strokes, and a dark frame of eight pixels.
        let painted = picture(|x, y| {
            let (width, height) = SIZE;
            let depth = x.min(y).min(width - 1 - x).min(height - 1 - y);
            let stroke = 0.1 * (x as f32 / 9.0).sin();
            [if depth < 8 { 0.3 } else { 0.6 } + stroke; 3]
        });
        let tensor = to_tensor(&painted.rgb, SIZE.0, SIZE.1, &device);
        let clean = to_picture(Rims::of(&plain, &device).taken_from(tensor, 1.0));
        let row = |of: &Picture, y: usize| -> Vec<f32> {
            of.rgb[3 * y * SIZE.0..3 * (y + 1) * SIZE.0].to_vec()
        };
        let middle = 3 * 20..3 * 170;
        assert_eq!(
            row(&clean, 64)[middle.clone()],
            row(&painted, 64)[middle.clone()]
        );
        let mean = |row: Vec<f32>| row[middle.clone()].iter().sum::<f32>() / middle.len() as f32;
        assert!(mean(row(&clean, 1)) > 0.5, "{}", mean(row(&clean, 1)));
    }

    #[test]
    fn strips_of_any_size_are_taken_too() {
        let device = Compute::cpu("test").device;
        for (width, height) in [(1, 1), (2, 700), (900, 3)] {
            let strip = Picture::from_rgb(width, height, vec![0.5; 3 * width * height]);
            let tensor = to_tensor(&strip.rgb, width, height, &device);
            let clean = to_picture(Rims::of(&strip, &device).taken_from(tensor, 1.0));
            assert_eq!((clean.width, clean.height), (width, height));
            let far = |v: &f32| (v - 0.5).abs();
            assert!(clean.rgb.iter().all(|v| far(v) < 1e-4));
        }
    }
}
