//! Dreams: pictures from a model and a seed, and which picture that it learnt from each repeats most.

use super::{dream_axes::principal_axes, models::ListedModel};
use crate::{
    compute::{Compute, to_picture},
    data::random,
    error::{Error, Result, catch_panic},
    evaluate::{Nearest, Originals, THUMBNAIL},
    nn::{Card, DreamNet, ModelKind, NOISE, THUMBNAILS},
    picture::{self, Picture},
};
use burn::tensor::{Tensor, TensorData};
use rand::RngExt;
use std::path::Path;

/// Random stream of noise.
const STREAM: u64 = 40;

/// A model of dreams, ready.
pub struct Dreams {
    /// What is known of it.
    pub card: Card,
    /// Its hash.
    pub hash: String,
    net: DreamNet,
    compute: Compute,
    thumbnails: Vec<f32>,
    originals: Originals,
}

/// The numbers that a dream is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Noise(Vec<f32>);

impl Noise {
    /// That of dream `number` of a seed.
    pub fn new(seed: u64, number: u64) -> Self {
        let mut rng = random(seed, STREAM, number);
        let mut normal = || {
            // Box and Muller 1958.
            let (u, v): (f64, f64) = (rng.random(), rng.random());
            ((-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()) as f32
        };
        Self::of((0..NOISE).map(|_| normal()).collect())
    }

    /// What lies between two, at `share` of the way along the sphere (Shoemake 1985).
    #[must_use]
    pub fn towards(&self, other: &Self, share: f32) -> Self {
        let pairs = || self.0.iter().zip(&other.0);
        let cosine = pairs().map(|(a, b)| a * b).sum::<f32>() / NOISE as f32;
        let angle = cosine.clamp(-1.0, 1.0).acos();
        let (from, to) = match angle.sin() {
            flat if flat.abs() < 1e-3 => (1.0 - share, share),
            sine => (
                ((1.0 - share) * angle).sin() / sine,
                (share * angle).sin() / sine,
            ),
        };
        Self::of(pairs().map(|(a, b)| from * a + to * b).collect())
    }

    /// The same moved along `axes`, each of length 1, by so many standard deviations.
    #[must_use]
    pub fn moved(&self, axes: &[Vec<f32>], offsets: &[f32]) -> Self {
        let mut numbers = self.0.clone();
        for (axis, offset) in axes.iter().zip(offsets) {
            let along = numbers.iter_mut().zip(axis);
            along.for_each(|(v, direction)| *v += offset * direction);
        }
        Self::of(numbers)
    }

    /// Whether both make the same dream, within rounding.
    #[cfg(test)]
    pub fn is_near(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .all(|(a, b)| (a - b).abs() < 1e-3)
    }

    /// Of power 1.
    fn of(mut numbers: Vec<f32>) -> Self {
        let power = numbers.iter().map(|v| v * v).sum::<f32>() / NOISE as f32;
        let scale = power.max(1e-12).sqrt();
        numbers.iter_mut().for_each(|v| *v /= scale);
        Self(numbers)
    }
}

impl Dreams {
    /// Reads a model whole.
    ///
    /// # Errors
    /// If it is none of dreams, or cannot be used.
    pub fn open(model: &ListedModel, compute: Compute) -> Result<Self> {
        let model = model.open()?;
        model.expect(ModelKind::Dream, Path::new(&model.info.name))?;
        let found = model.weights().find(THUMBNAILS);
        let thumbnails = found.map_or_else(Vec::new, |found| found.values.clone());
        Ok(Self {
            net: DreamNet::from_weights(model.weights(), model.info.traits, &compute.device)?,
            originals: Originals::new(thumbnails.chunks_exact(3 * THUMBNAIL * THUMBNAIL)),
            thumbnails,
            hash: model.info.hash,
            card: model.info.card,
            compute,
        })
    }

    /// Side of its pictures in pixels.
    pub fn side(&self) -> usize {
        self.net.side()
    }

    /// The directions of noise along which its dreams differ most, each of length 1.
    pub fn axes(&self, count: usize) -> Vec<Vec<f32>> {
        principal_axes(&self.net.first_weights(), count)
    }

    /// How many pictures it remembers having learnt from.
    pub fn remembered(&self) -> usize {
        self.thumbnails.len() / (3 * THUMBNAIL * THUMBNAIL)
    }

    /// The dream of a noise; below a truncation of 1 it is more common, above it stranger.
    ///
    /// # Errors
    /// If the device fails.
    pub fn dream(&self, noise: &Noise, truncation: f32) -> Result<Picture> {
        let dream = || {
            let numbers = noise.0.iter().map(|v| v * truncation).collect::<Vec<f32>>();
            let numbers = TensorData::new(numbers, [1, NOISE]);
            let picture = self
                .net
                .forward(Tensor::from_data(numbers, &self.compute.device));
            to_picture(picture)
        };
        catch_panic(dream).map_err(Error::Compute)
    }

    /// Which picture that it learnt from a dream repeats most, if it remembers any.
    pub fn nearest(&self, dream: &Picture) -> Option<Nearest> {
        let small = picture::resize(dream, THUMBNAIL, THUMBNAIL);
        let count = THUMBNAIL * THUMBNAIL;
        let planes: Vec<f32> = (0..3 * count)
            .map(|i| small.rgb[i % count * 3 + i / count])
            .collect();
        self.originals.nearest(&planes)
    }

    /// Picture `number` that it learnt from, small, at the size of its dreams.
    pub fn original(&self, number: usize) -> Picture {
        let size = 3 * THUMBNAIL * THUMBNAIL;
        let planes = self.thumbnails.get(number * size..(number + 1) * size);
        let planes = planes.unwrap_or_default();
        let count = THUMBNAIL * THUMBNAIL;
        let at = |i: usize| planes.get(i % 3 * count + i / 3).copied().unwrap_or(0.0);
        let small = Picture::from_rgb(THUMBNAIL, THUMBNAIL, (0..3 * count).map(at).collect());
        picture::resize(&small, self.side(), self.side())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_a_function_of_its_seed_and_the_way_between_two_keeps_its_power() {
        let (a, b) = (Noise::new(1, 0), Noise::new(1, 1));
        assert_eq!(a, Noise::new(1, 0));
        assert_ne!(a, b);
        let power = |noise: &Noise| noise.0.iter().map(|v| v * v).sum::<f32>() / NOISE as f32;
        let apart = |x: &Noise, y: &Noise| {
            let squares = x.0.iter().zip(&y.0).map(|(x, y)| (x - y) * (x - y));
            squares.sum::<f32>()
        };
        assert!(apart(&a.towards(&b, 0.0), &a) < 1e-6 && apart(&a.towards(&b, 1.0), &b) < 1e-6);
        let way: Vec<_> = (0..=8).map(|i| a.towards(&b, i as f32 / 8.0)).collect();
        assert!(way.iter().all(|noise| (power(noise) - 1.0).abs() < 1e-4));
        // Each step is as long as any other.
        let steps: Vec<f32> = way
            .windows(2)
            .map(|pair| apart(&pair[0], &pair[1]))
            .collect();
        assert!(
            steps
                .iter()
                .all(|step| (step / steps[0] - 1.0).abs() < 1e-2),
            "{steps:?}"
        );
    }

    #[test]
    fn a_noise_moves_along_axes_and_keeps_its_power() {
        let axis: Vec<f32> = (0..NOISE).map(|i| if i == 3 { 1.0 } else { 0.0 }).collect();
        let noise = Noise::new(1, 0);
        assert!(
            noise
                .moved(std::slice::from_ref(&axis), &[0.0])
                .is_near(&noise)
        );
        let moved = noise.moved(&[axis], &[4.0]);
        let power = moved.0.iter().map(|v| v * v).sum::<f32>() / NOISE as f32;
        assert!((power - 1.0).abs() < 1e-4 && moved.0[3] > noise.0[3]);
    }
}
