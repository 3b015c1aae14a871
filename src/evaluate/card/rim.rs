//! Rims: light or dark bands round a shape that the card does not have.

use super::shapes::Shape;
use crate::{
    evaluate::{lab, plane::Plane},
    picture::Picture,
};
use serde::Serialize;

/// Distances from the edge, in units of the card, within which a rim is looked for. The first are left out: a line
/// along an edge is no rim.
const NEAR: std::ops::Range<usize> = 2..32;
/// Where the ground is taken to be as it is.
const FAR: std::ops::Range<usize> = 34..42;
/// Lightness by which a rim is seen.
const SEEN: f64 = 2.0;

/// A rim round a shape.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rim {
    /// Its lightness against the ground further out, CIE L, where it differs most, without sign.
    pub excess: f64,
    /// Distances over which it differs by 2 and more, in 1/512 of the card's width.
    pub width: f64,
}

impl Rim {
    /// The rim round `shape` in `painted`, compared with the card of the same size.
    pub(super) fn round(shape: Shape, unit: f64, painted: &Picture, card: &Picture) -> Self {
        let (painted, card) = (profile(shape, unit, painted), profile(shape, unit, card));
        let departures = painted
            .iter()
            .zip(card)
            .map(|(painted, card)| painted - card);
        let departures: Vec<f64> = departures.collect();
        // Strokes are not rims: means over four units.
        let smooth = departures
            .windows(4)
            .map(|w| w.iter().sum::<f64>().abs() / 4.0);
        let smooth: Vec<f64> = smooth.collect();
        Self {
            excess: smooth.iter().copied().fold(0.0, f64::max),
            width: smooth.iter().filter(|excess| **excess >= SEEN).count() as f64,
        }
    }
}

/// Mean lightness at each distance of [`NEAR`] from the shape, less that of [`FAR`].
fn profile(shape: Shape, unit: f64, picture: &Picture) -> Vec<f64> {
    let lightness = Plane::of(picture, |colour| lab::of_srgb(colour)[0]);
    let mut sums = vec![(0.0, 0.0); FAR.end];
    for (i, lightness) in lightness.values.iter().enumerate() {
        let p = [i % picture.width, i / picture.width].map(|v| (v as f64 + 0.5) / unit);
        let distance = shape.distance(p);
        if distance >= 0.0
            && let Some((sum, count)) = sums.get_mut(distance as usize)
        {
            *sum += lightness;
            *count += 1.0;
        }
    }
    let mean = |rings: &[(f64, f64)]| {
        let (sum, count) = rings
            .iter()
            .fold((0.0, 0.0), |(s, c), (sum, count)| (s + sum, c + count));
        sum / f64::max(count, 1.0)
    };
    let ground = mean(&sums[FAR]);
    let near = sums[NEAR].iter();
    near.map(|ring| mean(&[*ring]) - ground).collect()
}
