//! Square crops of a folder of pictures, each a function of (seed, item), so that a resumed run
//! sees exactly what it would have seen.

use crate::{
    error::{Error, Result},
    picture::{self, DecodeLimits, Picture},
};
use burn::tensor::{Device, Tensor, TensorData};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::path::{Path, PathBuf};

/// A random generator for one purpose: independent for each (seed, stream, item).
pub fn generator(seed: u64, stream: u64, item: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed ^ stream.rotate_left(32));
    rng.set_stream(item);
    rng
}

/// Pictures in memory, to take crops from.
pub struct Crops {
    pictures: Vec<Stored>,
    size: usize,
}

/// A picture in memory; 8 bits are enough to train on and a quarter of the memory of floats.
pub struct Stored {
    pub width: usize,
    pub height: usize,
    rgb: Vec<u8>,
}

impl Stored {
    /// Keeps `picture`.
    pub fn new(picture: &Picture) -> Self {
        Self {
            width: picture.width,
            height: picture.height,
            rgb: picture
                .rgb
                .iter()
                .map(|v| (v * 255.0).round() as u8)
                .collect(),
        }
    }

    /// The square of `side` pixels whose corner is at `left`, `top`.
    pub fn cut(&self, left: usize, top: usize, side: usize, mirror: bool) -> Picture {
        let mut rgb = Vec::with_capacity(side * side * 3);
        for y in top..top + side {
            for x in 0..side {
                let x = left + if mirror { side - 1 - x } else { x };
                let at = (y * self.width + x) * 3;
                rgb.extend(self.rgb[at..at + 3].iter().map(|&v| f32::from(v) / 255.0));
            }
        }
        Picture::from_rgb(side, side, rgb)
    }
}

impl Crops {
    /// All pictures below `folders` at least `size` px a side, in the order of their paths, split
    /// into (training, held out): every 20th is held out. Unreadable files are skipped.
    ///
    /// # Errors
    /// If fewer than 20 pictures are usable.
    pub fn split(folders: &[PathBuf], size: usize) -> Result<(Self, Self)> {
        let mut paths: Vec<PathBuf> = folders
            .iter()
            .flat_map(|folder| walkdir::WalkDir::new(folder).follow_links(true))
            .filter_map(|entry| entry.ok().filter(|e| e.file_type().is_file()))
            .map(walkdir::DirEntry::into_path)
            .collect();
        paths.sort();
        let stored: Vec<Stored> = paths.iter().filter_map(|path| store(path, size)).collect();
        if stored.len() < 20 {
            return Err(Error::Training(format!(
                "Training needs at least 20 pictures of {size} pixels a side or more, and the \
                 folders hold {}; give more folders with --pictures.",
                stored.len()
            )));
        }
        let (mut train, mut held_out) = (Vec::new(), Vec::new());
        for (i, picture) in stored.into_iter().enumerate() {
            if i % 20 == 10 {
                &mut held_out
            } else {
                &mut train
            }
            .push(picture);
        }
        let crops = |pictures| Self { pictures, size };
        Ok((crops(train), crops(held_out)))
    }

    /// How many pictures there are.
    pub fn len(&self) -> usize {
        self.pictures.len()
    }

    /// Crop number `item`, `[1, 3, size, size]`, sRGB 0..1: a random picture, place, scale and
    /// mirroring; one in four with changed colours or noise, so that the network also knows
    /// pictures that are still being painted.
    pub fn crop(&self, seed: u64, stream: u64, item: u64, device: &Device) -> Tensor<4> {
        let mut rng = generator(seed, stream, item);
        let picture = &self.pictures[rng.random_range(0..self.pictures.len())];
        let most = picture.width.min(picture.height);
        let scale = [1.0, 1.5, 2.25][rng.random_range(0..3)];
        let side = ((self.size as f64 * scale) as usize).min(most);
        let left = rng.random_range(0..=picture.width - side);
        let top = rng.random_range(0..=picture.height - side);
        let mirror = rng.random_bool(0.5);
        let crop = picture.cut(left, top, side, mirror);
        let mut rgb = picture::resize(&crop, self.size, self.size).rgb;
        match rng.random_range(0..8) {
            0 => add_noise(&mut rgb, &mut rng),
            1 => turn_colours(&mut rgb, &mut rng),
            _ => {}
        }
        to_tensor(&rgb, self.size, device)
    }
}

fn store(path: &Path, size: usize) -> Option<Stored> {
    let picture = picture::load(path, DecodeLimits::default()).ok()?;
    (picture.width.min(picture.height) >= size).then(|| Stored::new(&picture))
}

fn add_noise(rgb: &mut [f32], rng: &mut ChaCha8Rng) {
    let strength = rng.random_range(0.02..0.2);
    for v in rgb {
        *v = (*v + strength * rng.random_range(-1.0f32..1.0)).clamp(0.0, 1.0);
    }
}

fn turn_colours(rgb: &mut [f32], rng: &mut ChaCha8Rng) {
    let turn = rng.random_range(1..3);
    let gain = [0, 1, 2].map(|_| rng.random_range(0.6f32..1.4));
    for p in rgb.chunks_exact_mut(3) {
        p.rotate_left(turn);
        (0..3).for_each(|i| p[i] = (0.5 + gain[i] * (p[i] - 0.5)).clamp(0.0, 1.0));
    }
}

fn to_tensor(rgb: &[f32], size: usize, device: &Device) -> Tensor<4> {
    let data = TensorData::new(rgb.to_vec(), [1, size, size, 3]);
    Tensor::<4>::from_data(data, device).permute([0, 3, 1, 2])
}
