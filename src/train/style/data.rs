//! Photographs and paintings for training, and the crops of a step: a function of (seed, step), so
//! that a resumed run sees exactly what it would have seen.

use super::config::StyleConfig;
use crate::{
    error::{Error, Result},
    picture::{self, DecodeLimits, Picture},
    train::{
        crops::{Stored, generator},
        dataset::{Part, Split, files, is_pack, packed, shrunk, whole},
    },
};
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, sync_channel},
};

/// Pictures are kept with a short side of at most this.
const KEPT_SIDE: usize = 512;
/// Most pixels of a picture that become one pixel of a crop.
const SHRINK: f64 = 2.25;
/// Share of crops that are their own style, from which the generator learns to leave a photograph
/// as it is when asked for the photograph's own style.
const SELF: f64 = 0.06;
/// Random streams.
const CROPS: u64 = 10;

/// Pictures of one kind: those trained on and those kept for measuring, by their content's hash, so
/// that a picture stays where it is whatever its name and whatever comes to the folder.
pub struct Pool {
    pub train: Vec<Stored>,
    pub validation: Vec<Stored>,
    /// Looked at once, when all is done.
    pub test: Vec<Stored>,
}

impl Pool {
    /// All pictures below `folders` and in packs among them at least `side` px a side, each content once, in the order of
    /// their hashes. Unreadable files are skipped.
    ///
    /// # Errors
    /// If a pack is broken or no picture is usable; `option` is the name of the option that gave the folders.
    pub fn open(folders: &[PathBuf], side: usize, option: &str) -> Result<Self> {
        let (packs, folders): (Vec<PathBuf>, Vec<PathBuf>) =
            folders.iter().cloned().partition(|path| is_pack(path));
        let mut found: Vec<([u8; 32], Stored)> = files(&folders)
            .par_iter()
            .filter_map(|path| {
                let (bytes, picture) = whole(path, DecodeLimits::default()).ok()?;
                let stored = store(picture, side)?;
                Some((*blake3::hash(&bytes).as_bytes(), stored))
            })
            .collect();
        for pack in packs {
            let pictures = packed(&pack)?.into_iter();
            found
                .extend(pictures.filter_map(|(hash, picture)| Some((hash, store(picture, side)?))));
        }
        found.sort_by_key(|(hash, _)| *hash);
        found.dedup_by_key(|(hash, _)| *hash);
        let (mut train, mut validation, mut test) = (Vec::new(), Vec::new(), Vec::new());
        for (hash, stored) in found {
            match Part::of(&hash) {
                Part::Train => train.push(stored),
                Part::Validation => validation.push(stored),
                Part::Test => test.push(stored),
            }
        }
        if train.is_empty() {
            return Err(Error::Training(format!(
                "There is no picture of {side} pixels a side or more to train on; give other \
                 folders with {option}."
            )));
        }
        Ok(Self {
            train,
            validation,
            test,
        })
    }

    /// How many pictures there are of each part.
    pub fn split(&self) -> Split {
        Split {
            train: self.train.len(),
            validation: self.validation.len(),
            test: self.test.len(),
        }
    }

    /// What is measured on: the validation pictures, or, in a folder too small to have any, those
    /// trained on.
    pub fn kept(&self) -> &[Stored] {
        if self.validation.is_empty() {
            &self.train
        } else {
            &self.validation
        }
    }
}

/// `picture` at a moderate size, if it is large enough.
fn store(picture: Picture, side: usize) -> Option<Stored> {
    (picture.width.min(picture.height) >= side).then(|| Stored::new(&shrunk(picture, KEPT_SIDE)))
}

/// Crops of one step, `[N, 3, side, side]` row-major each, sRGB 0..1; styles are `style_side` wide.
pub struct Batch {
    pub step: usize,
    pub contents: Vec<f32>,
    pub styles: Vec<f32>,
    /// Other crops of the same paintings at the same scale: what a discriminator sees as real.
    pub reals: Vec<f32>,
}

impl Batch {
    /// The crops of `step`; `rolled_back` times the run has gone back, and draws others since.
    pub fn draw(
        contents: &[Stored],
        styles: &[Stored],
        config: &StyleConfig,
        rolled_back: u64,
        step: usize,
    ) -> Self {
        let mut batch = Self {
            step,
            contents: Vec::new(),
            styles: Vec::new(),
            reals: Vec::new(),
        };
        let side = config.side;
        for item in 0..config.batch {
            let item = (step * config.batch + item) as u64;
            let mut rng = generator(config.seed.wrapping_add(rolled_back), CROPS, item);
            let photograph = &contents[rng.random_range(0..contents.len())];
            let seen = scale(photograph, side, &mut rng);
            let content = crop(photograph, seen, side, &mut rng);
            let own = rng.random_bool(SELF);
            let painting = if own {
                photograph
            } else {
                &styles[rng.random_range(0..styles.len())]
            };
            let seen = scale(painting, side, &mut rng);
            // At the same scale, as far as the painting reaches.
            let wide = (seen * config.style_side / side).min(painting.width.min(painting.height));
            let style = crop(painting, wide, config.style_side, &mut rng);
            let real = crop(painting, seen, side, &mut rng);
            batch.reals.extend(planes(&real));
            let same = own && config.style_side == side;
            batch
                .styles
                .extend(planes(if same { &content } else { &style }));
            batch.contents.extend(planes(&content));
        }
        batch
    }
}

/// Crops of one kind of some items of a batch, `side` pixels wide, as a tensor `[count, 3, side, side]`.
pub fn crops(
    values: &[f32],
    side: usize,
    items: std::ops::Range<usize>,
    device: &Device,
) -> Tensor<4> {
    let size = 3 * side * side;
    let part = values[items.start * size..items.end * size].to_vec();
    Tensor::from_data(TensorData::new(part, [items.len(), 3, side, side]), device)
}

/// Side in the picture of what becomes a crop, every scale as likely as any other.
fn scale(stored: &Stored, side: usize, rng: &mut ChaCha8Rng) -> usize {
    let most = (side as f64 * SHRINK).min(stored.width.min(stored.height) as f64);
    let side = side as f64;
    let share: f64 = rng.random();
    ((side * (most / side).powf(share)) as usize).clamp(1, stored.width.min(stored.height))
}

/// A random square of side `seen` at `side` pixels, mirrored or not.
fn crop(stored: &Stored, seen: usize, side: usize, rng: &mut ChaCha8Rng) -> Picture {
    let left = rng.random_range(0..=stored.width - seen);
    let top = rng.random_range(0..=stored.height - seen);
    let cut = stored.cut(left, top, seen, rng.random_bool(0.5));
    picture::resize(&cut, side, side)
}

/// The middle of a picture at `side` pixels, `[3, side, side]`.
pub fn middle(stored: &Stored, side: usize) -> Vec<f32> {
    let seen = stored.width.min(stored.height);
    let cut = stored.cut(
        (stored.width - seen) / 2,
        (stored.height - seen) / 2,
        seen,
        false,
    );
    planes(&picture::resize(&cut, side, side))
}

/// Interleaved colours as three planes.
fn planes(picture: &Picture) -> Vec<f32> {
    (0..3)
        .flat_map(|channel| picture.rgb.iter().skip(channel).step_by(3).copied())
        .collect()
}

/// Runs `consume` with the results of `make` for `steps`, in order, which another thread makes a few
/// ahead.
pub fn ahead<T: Send, R>(
    steps: std::ops::Range<usize>,
    make: impl Fn(usize) -> T + Send,
    consume: impl FnOnce(&Receiver<T>) -> R,
) -> R {
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(3);
        scope.spawn(move || {
            for step in steps {
                // The receiver is gone when training stops early.
                if sender.send(make(step)).is_err() {
                    break;
                }
            }
        });
        let result = consume(&receiver);
        drop(receiver);
        result
    })
}
