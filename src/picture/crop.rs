//! Using a part of a picture, turned and straightened. The file itself is never touched: a [`Crop`]
//! is a handful of numbers that a recipe carries.

use super::{Picture, resize::range};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Which part of a picture is used, and how it is turned.
///
/// The picture is first turned by quarters, then rotated about its centre; `left`, `top`, `width`
/// and `height` place an upright rectangle over it, in fractions of the turned picture's width and
/// height (before the rotation). The default is all of the picture as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Crop {
    /// Clockwise quarter turns, 0 to 3.
    pub turns: u8,
    /// Clockwise rotation after the turns in degrees, -45 to 45.
    pub degrees: f32,
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Default for Crop {
    fn default() -> Self {
        Self {
            turns: 0,
            degrees: 0.0,
            left: 0.0,
            top: 0.0,
            width: 1.0,
            height: 1.0,
        }
    }
}

impl Crop {
    /// Largest rotation in degrees, either way.
    pub const MOST_DEGREES: f32 = 45.0;
    /// Pixels by which a corner may miss the picture, which nobody sees.
    const TOLERANCE: f64 = 0.01;

    /// Whether it is all of the picture as it stands.
    pub fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// Says what is wrong with the numbers, if anything.
    ///
    /// # Errors
    /// The first number that has no meaning.
    pub fn check(&self) -> Result<(), String> {
        if self.turns > 3 {
            return Err("a picture is turned by 0 to 3 quarters".to_owned());
        }
        if !(-Self::MOST_DEGREES..=Self::MOST_DEGREES).contains(&self.degrees) {
            return Err("a picture is straightened by at most 45 degrees".to_owned());
        }
        // A rotated picture reaches beyond the frame that it had before, a narrow one far beyond.
        let place = [self.left, self.top].iter().all(|v| v.abs() <= 100.0);
        let size = [self.width, self.height];
        if !place || !size.iter().all(|v| *v > 0.0 && *v <= 1.5) {
            return Err("the part of a picture that is used must lie within it".to_owned());
        }
        Ok(())
    }

    /// Width and height of a `width` x `height` picture after the quarter turns.
    pub fn turned_size(&self, (width, height): (usize, usize)) -> (usize, usize) {
        if self.turns % 2 == 1 {
            (height, width)
        } else {
            (width, height)
        }
    }

    /// Width and height in pixels of the part of a picture of `size`.
    pub fn size(&self, size: (usize, usize)) -> (usize, usize) {
        let (width, height) = self.turned_size(size);
        let pixels = |share: f32, of: usize| (f64::from(share) * of as f64).round().max(1.0);
        (
            pixels(self.width, width) as usize,
            pixels(self.height, height) as usize,
        )
    }

    /// Where the point `at` of the part, 0 to 1 each way, lies in the picture of `size`, 0 to 1.
    pub fn source(&self, size: (usize, usize), at: [f64; 2]) -> [f64; 2] {
        let (width, height) = self.turned_size(size);
        let (width, height) = (width as f64, height as f64);
        let x = (f64::from(self.left) + at[0] * f64::from(self.width) - 0.5) * width;
        let y = (f64::from(self.top) + at[1] * f64::from(self.height) - 0.5) * height;
        let (mut x, mut y) = self.back([x, y]);
        for _ in 0..self.turns % 4 {
            (x, y) = (y, -x);
        }
        [x / size.0 as f64 + 0.5, y / size.1 as f64 + 0.5]
    }

    /// A point of the frame, from the centre, before the rotation.
    fn back(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        let (sin, cos) = f64::from(self.degrees).to_radians().sin_cos();
        (x * cos + y * sin, y * cos - x * sin)
    }

    /// Whether no corner lies outside a picture of `size`.
    pub fn fits(&self, size: (usize, usize)) -> bool {
        let (width, height) = self.turned_size(size);
        let (width, height) = (width as f64, height as f64);
        let (half_w, half_h) = (
            0.5 * f64::from(self.width) * width,
            0.5 * f64::from(self.height) * height,
        );
        let centre = [
            (f64::from(self.left) - 0.5) * width + half_w,
            (f64::from(self.top) - 0.5) * height + half_h,
        ];
        let (x, y) = self.back(centre);
        let (sin, cos) = f64::from(self.degrees).to_radians().sin_cos();
        let (sin, cos) = (sin.abs(), cos.abs());
        // The corner that is furthest out, along both sides of the picture.
        let reach = (
            x.abs() + half_w * cos + half_h * sin,
            y.abs() + half_w * sin + half_h * cos,
        );
        reach.0 <= 0.5 * width + Self::TOLERANCE && reach.1 <= 0.5 * height + Self::TOLERANCE
    }

    /// As far on the way to `wanted` as still fits. What fits is a convex set, so halving finds it.
    pub fn towards(&self, wanted: Crop, size: (usize, usize)) -> Crop {
        if wanted.fits(size) {
            return wanted;
        }
        let mix = |share: f32| {
            let mix = |a: f32, b: f32| a + share * (b - a);
            Crop {
                left: mix(self.left, wanted.left),
                top: mix(self.top, wanted.top),
                width: mix(self.width, wanted.width),
                height: mix(self.height, wanted.height),
                ..wanted
            }
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..20 {
            let middle = 0.5 * (low + high);
            if mix(middle).fits(size) {
                low = middle;
            } else {
                high = middle;
            }
        }
        mix(low)
    }

    /// The largest part of this shape that fits: shrunk about its own centre, or towards the
    /// picture's, if that leaves more.
    pub fn fitted(&self, size: (usize, usize)) -> Crop {
        let point = |x: f32, y: f32| Crop {
            left: x,
            top: y,
            width: 0.0,
            height: 0.0,
            ..*self
        };
        let own = point(self.left + 0.5 * self.width, self.top + 0.5 * self.height);
        let about_centre = point(0.5, 0.5).towards(*self, size);
        if !own.fits(size) {
            return about_centre;
        }
        let about_own = own.towards(*self, size);
        if about_own.width >= about_centre.width {
            about_own
        } else {
            about_centre
        }
    }

    /// The same part after another quarter turn.
    pub fn turned(&self, clockwise: bool) -> Crop {
        let (left, top, width, height) = (self.left, self.top, self.width, self.height);
        let (turns, left, top) = if clockwise {
            (self.turns + 1, 1.0 - top - height, left)
        } else {
            (self.turns + 3, top, 1.0 - left - width)
        };
        Crop {
            turns: turns % 4,
            left,
            top,
            width: height,
            height: width,
            ..*self
        }
    }

    /// The part of `picture` that is used; `picture` itself if that is all of it.
    pub fn cut(&self, picture: Picture) -> Picture {
        if self.is_whole() {
            picture
        } else {
            self.apply(&picture)
        }
    }

    /// The part of `picture`: exact pixels where it is not rotated, otherwise cubic convolution
    /// (Keys 1981, a = -1/2). Alpha is kept, and hidden colours do not bleed into visible ones.
    pub fn apply(&self, picture: &Picture) -> Picture {
        let size = (picture.width, picture.height);
        let (width, height) = self.size(size);
        let pixel = |x: usize, y: usize| -> [f32; 4] {
            let i = y * picture.width + x;
            let alpha = picture.alpha.as_ref().map_or(1.0, |alpha| alpha[i]);
            let rgb = &picture.rgb[3 * i..][..3];
            [rgb[0], rgb[1], rgb[2], alpha]
        };
        let exact = self.degrees == 0.0;
        let range = if exact {
            (0.0, 1.0)
        } else {
            range(&picture.rgb)
        };
        let pixels: Vec<[f32; 4]> = (0..width * height)
            .into_par_iter()
            .with_min_len(1 << 14)
            .map(|i| {
                let at = self.pixel_source(size, (width, height), (i % width, i / width));
                if exact {
                    let whole = |v: f64, most: usize| (v.max(0.0) as usize).min(most - 1);
                    pixel(whole(at[0], size.0), whole(at[1], size.1))
                } else {
                    cubic(&pixel, size, at, range)
                }
            })
            .collect();
        Picture {
            width,
            height,
            rgb: pixels.iter().flat_map(|p| [p[0], p[1], p[2]]).collect(),
            alpha: picture
                .alpha
                .is_some()
                .then(|| pixels.iter().map(|p| p[3]).collect()),
            metadata: picture.metadata.clone(),
            warnings: picture.warnings.clone(),
        }
    }

    /// Where the middle of a pixel of the part lies, in pixels of the picture.
    fn pixel_source(
        &self,
        size: (usize, usize),
        (width, height): (usize, usize),
        (x, y): (usize, usize),
    ) -> [f64; 2] {
        let mut crop = *self;
        let (across, down) = self.turned_size(size);
        let mut at = [
            (x as f64 + 0.5) / width as f64,
            (y as f64 + 0.5) / height as f64,
        ];
        if self.degrees == 0.0 {
            // Whole pixels: the rectangle snaps to them.
            let snap = |start: f32, length: usize, of: usize| {
                let first = (f64::from(start) * of as f64).round().max(0.0) as usize;
                first.min(of.saturating_sub(length)) as f64
            };
            at = [
                (snap(self.left, width, across) + x as f64 + 0.5) / across as f64,
                (snap(self.top, height, down) + y as f64 + 0.5) / down as f64,
            ];
            (crop.left, crop.top, crop.width, crop.height) = (0.0, 0.0, 1.0, 1.0);
        }
        let [u, v] = crop.source(size, at);
        [u * size.0 as f64, v * size.1 as f64]
    }
}

/// The colour at a point between pixels; the picture's edge goes on for ever.
fn cubic(
    pixel: &impl Fn(usize, usize) -> [f32; 4],
    (width, height): (usize, usize),
    [x, y]: [f64; 2],
    (least, most): (f32, f32),
) -> [f32; 4] {
    let (x, y) = (x - 0.5, y - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (across, down) = (weights(x - left), weights(y - top));
    let inside = |v: f64, most: usize| (v.max(0.0) as usize).min(most - 1);
    let mut sum = [0.0f32; 4];
    for (j, wy) in down.into_iter().enumerate() {
        let row = inside(top + j as f64 - 1.0, height);
        for (i, wx) in across.into_iter().enumerate() {
            let [r, g, b, a] = pixel(inside(left + i as f64 - 1.0, width), row);
            let weight = wx * wy;
            sum[0] += weight * a * r;
            sum[1] += weight * a * g;
            sum[2] += weight * a * b;
            sum[3] += weight * a;
        }
    }
    let alpha = sum[3].max(1e-6);
    let colour = |v: f32| (v / alpha).clamp(least, most);
    [
        colour(sum[0]),
        colour(sum[1]),
        colour(sum[2]),
        sum[3].clamp(0.0, 1.0),
    ]
}

/// Weights of the four neighbours of a point `t` of the way from the second to the third.
fn weights(t: f64) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [
        -0.5 * t3 + t2 - 0.5 * t,
        1.5 * t3 - 2.5 * t2 + 1.0,
        -1.5 * t3 + 2.0 * t2 + 0.5 * t,
        0.5 * t3 - 0.5 * t2,
    ]
    .map(|weight| weight as f32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A picture whose red is its column and whose green is its row.
    fn grid(width: usize, height: usize) -> Picture {
        let rgb = (0..width * height).flat_map(|i| {
            let (x, y) = ((i % width) as f32, (i / width) as f32);
            [x / width as f32, y / height as f32, 0.5]
        });
        Picture::from_rgb(width, height, rgb.collect())
    }

    #[test]
    fn the_whole_picture_stays_as_it_is_and_four_turns_bring_it_back() {
        let picture = grid(7, 5);
        assert_eq!(Crop::default().apply(&picture), picture);
        let once = Crop::default().turned(true);
        let turned = once.apply(&picture);
        assert_eq!((turned.width, turned.height), (5, 7));
        // What was the lower left corner is the upper left one.
        assert_eq!(turned.rgb[..3], picture.rgb[3 * 4 * 7..][..3]);
        let back = Crop::default().turned(false).apply(&turned);
        assert_eq!(back, picture);
        let four = (0..4).fold(Crop::default(), |crop, _| crop.turned(true));
        assert!(four.is_whole());
    }

    #[test]
    fn a_part_is_cut_out_to_the_pixel() {
        let picture = grid(8, 4);
        let crop = Crop {
            left: 0.25,
            top: 0.5,
            width: 0.5,
            height: 0.25,
            ..Crop::default()
        };
        let part = crop.apply(&picture);
        assert_eq!((part.width, part.height), (4, 1));
        let expected: Vec<f32> = (2..6).flat_map(|x| [x as f32 / 8.0, 0.5, 0.5]).collect();
        assert_eq!(part.rgb, expected);
    }

    #[test]
    fn a_turned_part_is_the_part_that_was_turned() {
        let picture = grid(9, 6);
        let crop = Crop {
            left: 1.0 / 9.0,
            top: 0.5,
            width: 4.0 / 9.0,
            height: 0.5,
            ..Crop::default()
        };
        let cut_then_turned = Crop::default().turned(true).apply(&crop.apply(&picture));
        assert_eq!(crop.turned(true).apply(&picture).rgb, cut_then_turned.rgb);
    }

    #[test]
    fn straightening_rotates_clockwise_about_the_centre() {
        // A row of light along the middle, tilted by hand: its right end goes down.
        let (width, height) = (41, 41);
        let light = |i: usize| if i / width == 20 { 1.0 } else { 0.0 };
        let rgb = (0..width * height).flat_map(|i| [light(i); 3]).collect();
        let picture = Picture::from_rgb(width, height, rgb);
        let crop = Crop {
            degrees: 30.0,
            ..Crop::default()
        };
        let turned = crop.apply(&picture);
        let at = |x: usize, y: usize| turned.rgb[3 * (y * width + x)];
        assert!(at(20, 20) > 0.8, "the centre stays");
        let (right, left) = (at(30, 26), at(10, 14));
        assert!(right > 0.5 && left > 0.5, "{right} {left}");
        assert!(at(30, 14) < 0.1);
    }

    proptest! {
        #[test]
        fn what_is_fitted_fits_and_what_fits_is_inside(
            degrees in -45.0f32..45.0, left in 0.0f32..0.8, top in 0.0f32..0.8,
            width in 0.1f32..1.0, height in 0.1f32..1.0, turns in 0u8..4,
        ) {
            let size = (300, 170);
            let crop = Crop { turns, degrees, left, top, width, height }.fitted(size);
            prop_assert!(crop.fits(size));
            for corner in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]] {
                let [u, v] = crop.source(size, corner);
                prop_assert!((-1e-3..=1.001).contains(&u) && (-1e-3..=1.001).contains(&v));
            }
            prop_assert!(crop.check().is_ok());
        }
    }
}
