//! Photographs and paintings for training, and the crops of a step: a function of (seed, step), so
//! that a resumed run sees exactly what it would have seen.

use super::config::StyleConfig;
use crate::{
    data::{Part, Split, Stored, files, generator, is_pack, packed, shrunk, whole},
    error::{Error, Result},
    nn::FREEDOM,
    picture::{self, DecodeLimits, Picture},
};
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::{
    collections::HashSet,
    path::PathBuf,
    sync::mpsc::{Receiver, sync_channel},
};

/// Pictures are kept with a short side of at most this, those that ship of twice as much.
const KEPT_SIDE: usize = 512;
/// Pixels of a photograph that become one pixel of a crop, along one side.
const CONTENT_SCALES: [f64; 2] = [0.5, 2.0];
/// The same of a painting.
const STYLE_SCALES: [f64; 2] = [0.5, 4.0];
/// Share of crops that are their own style, from which the generator learns to leave a photograph
/// as it is when asked for the photograph's own style.
const SELF: f64 = 0.06;
/// Share of crops that are painted as freely as the weight of the content says; the others freer, or less free.
const AS_WEIGHED: f64 = 0.4;
/// Random streams.
const CROPS: u64 = 10;
const EXAMPLES: u64 = 12;

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
        let (mut train, mut validation, mut test) = (Vec::new(), Vec::new(), Vec::new());
        for (hash, stored) in stored(folders, side, KEPT_SIDE)? {
            match Part::of(&hash) {
                Part::Train => train.push(stored),
                Part::Validation => validation.push(stored),
                Part::Test => test.push(stored),
            }
        }
        if train.is_empty() {
            return Err(none(side, option));
        }
        Ok(Self {
            train,
            validation,
            test,
        })
    }

    /// The same, measured on all pictures below `folders`, if there are any, instead.
    ///
    /// # Errors
    /// If there are folders and no picture of them is usable.
    pub fn measured_on(self, folders: &[PathBuf], side: usize, option: &str) -> Result<Self> {
        if folders.is_empty() {
            return Ok(self);
        }
        let validation = all(folders, side, KEPT_SIDE, option)?;
        Ok(Self { validation, ..self })
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

/// All pictures below `folders`, none kept for measuring, with a short side of at most `kept`.
///
/// # Errors
/// If a pack is broken or no picture is usable.
fn all(folders: &[PathBuf], side: usize, kept: usize, option: &str) -> Result<Vec<Stored>> {
    let found = stored(folders, side, kept)?;
    if found.is_empty() {
        return Err(none(side, option));
    }
    Ok(found.into_iter().map(|(_, stored)| stored).collect())
}

/// The paintings that ship; none if there are no `folders`.
///
/// # Errors
/// If there are folders and no picture of them is usable.
pub fn own_styles(folders: &[PathBuf], side: usize) -> Result<Vec<Stored>> {
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    all(folders, side, 2 * KEPT_SIDE, "--own-styles")
}

fn none(side: usize, option: &str) -> Error {
    Error::Training(format!(
        "There is no picture of {side} pixels a side or more to train on; give other folders with \
         {option}."
    ))
}

/// Usable pictures with the hashes of their files, in the order of the hashes.
fn stored(folders: &[PathBuf], side: usize, kept: usize) -> Result<Vec<([u8; 32], Stored)>> {
    let store = |picture: Picture| {
        let large = picture.width.min(picture.height) >= side;
        large.then(|| Stored::new(&shrunk(picture, kept)))
    };
    let (packs, folders): (Vec<PathBuf>, Vec<PathBuf>) =
        folders.iter().cloned().partition(|path| is_pack(path));
    let mut found: Vec<([u8; 32], Stored)> = files(&folders)
        .par_iter()
        .filter_map(|path| {
            let (bytes, picture) = whole(path, DecodeLimits::default()).ok()?;
            Some((*blake3::hash(&bytes).as_bytes(), store(picture)?))
        })
        .collect();
    for pack in packs {
        let pictures = packed(&pack)?.into_iter();
        found.extend(pictures.filter_map(|(hash, picture)| Some((hash, store(picture)?))));
    }
    found.sort_by_key(|(hash, _)| *hash);
    found.dedup_by_key(|(hash, _)| *hash);
    Ok(found)
}

/// Pictures that crops are taken from.
pub struct Sources<'a> {
    pub contents: &'a [Stored],
    pub styles: &'a [Stored],
    /// Paintings that ship; there may be none.
    pub own: &'a [Stored],
}

/// A crop of a painting whose style is wanted, `[3, style_side, style_side]`, and another of the same painting at the same scale, turned
/// alike, `[3, side, side]`: what a discriminator sees as real. Row-major, sRGB 0..1.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub style: Vec<f32>,
    pub real: Vec<f32>,
}

impl Example {
    /// Number `id` of those that a run is shown; `rolled_back` times it has gone back, and sees others since.
    pub fn draw(sources: &Sources, config: &StyleConfig, rolled_back: u64, id: u64) -> Self {
        let mut rng = generator(config.seed.wrapping_add(rolled_back), EXAMPLES, id);
        let ships = rng.random_bool(config.own_share) && !sources.own.is_empty();
        let painting = one_of(if ships { sources.own } else { sources.styles }, &mut rng);
        let wide = scaled(painting, config.style_side, STYLE_SCALES, &mut rng);
        let style = Cut::of(painting, wide, &mut rng);
        Self::of(
            painting,
            &style,
            rng.random_range(0..TURNS),
            config,
            &mut rng,
        )
    }

    /// The cut `style` of `picture`, and another beside it.
    fn of(
        picture: &Stored,
        style: &Cut,
        turn: usize,
        config: &StyleConfig,
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let seen = (style.side * config.side / config.style_side).max(1);
        Self {
            style: style.planes(picture, config.style_side, turn),
            real: Cut::of(picture, seen, rng).planes(picture, config.side, turn),
        }
    }
}

/// What a crop is to be painted like.
#[derive(Clone, Debug, PartialEq)]
pub enum Model {
    /// The photograph itself.
    Own(Example),
    /// The example of this number, which comes along when it is first wanted in a session.
    Banked(u64, Option<Example>),
}

/// A photograph's crop `[3, side, side]` and what it is to become.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub content: Vec<f32>,
    /// How freely it is painted, in [`FREEDOM`].
    pub freedom: f32,
    pub model: Model,
}

/// Examples among which each step chooses; in every step the oldest leave, and each is shown about four times.
const BANK: u64 = 256;

/// The crops of one step.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    pub step: usize,
    pub items: Vec<Item>,
    /// Number of the oldest example that this step could have chosen.
    pub oldest: u64,
}

impl Batch {
    /// The crops of `step`; `rolled_back` times the run has gone back, and draws others since. `made` are the examples that came along
    /// before.
    pub fn draw(
        sources: &Sources,
        config: &StyleConfig,
        rolled_back: u64,
        step: usize,
        made: &mut HashSet<u64>,
    ) -> Self {
        let new = (config.batch / 4).max(1) as u64;
        let oldest = (step as u64).wrapping_mul(new);
        made.retain(|id| *id >= oldest);
        let mut chosen = Vec::with_capacity(config.batch);
        let items = (0..config.batch).map(|item| {
            let item = (step * config.batch + item) as u64;
            let mut rng = generator(config.seed.wrapping_add(rolled_back), CROPS, item);
            let photograph = one_of(sources.contents, &mut rng);
            let seen = scaled(photograph, config.side, CONTENT_SCALES, &mut rng);
            let content = Cut::of(photograph, seen, &mut rng);
            let turn = rng.random_range(0..TURNS);
            let (as_weighed, freedom) = (rng.random_bool(AS_WEIGHED), rng.random_range(FREEDOM));
            let model = if rng.random_bool(SELF) {
                Model::Own(Example::of(photograph, &content, turn, config, &mut rng))
            } else {
                let mut id = oldest + rng.random_range(0..BANK);
                // Each at most once a step.
                while chosen.contains(&id) && chosen.len() < BANK as usize {
                    id = oldest + (id + 1 - oldest) % BANK;
                }
                chosen.push(id);
                let example = || Example::draw(sources, config, rolled_back, id);
                Model::Banked(id, made.insert(id).then(example))
            };
            Item {
                content: content.planes(photograph, config.side, turn),
                freedom: if as_weighed { 0.0 } else { freedom },
                model,
            }
        });
        Self {
            step,
            items: items.collect(),
            oldest,
        }
    }
}

fn one_of<'a>(pictures: &'a [Stored], rng: &mut ChaCha8Rng) -> &'a Stored {
    &pictures[rng.random_range(0..pictures.len())]
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

/// Side in the picture of what becomes a crop of `side` pixels, every scale of a range as likely as any other, as far as the
/// picture reaches.
fn scaled(stored: &Stored, side: usize, scales: [f64; 2], rng: &mut ChaCha8Rng) -> usize {
    let short = stored.width.min(stored.height);
    let [least, most] = scales.map(|scale| (side as f64 * scale).min(short as f64));
    let share: f64 = rng.random();
    ((least * (most / least).powf(share)) as usize).clamp(1, short)
}

/// A square of a picture.
struct Cut {
    left: usize,
    top: usize,
    side: usize,
}

impl Cut {
    /// One of `side` pixels anywhere in it.
    fn of(stored: &Stored, side: usize, rng: &mut ChaCha8Rng) -> Self {
        Self {
            left: rng.random_range(0..=stored.width - side),
            top: rng.random_range(0..=stored.height - side),
            side,
        }
    }

    /// What it shows of `stored` at `side` pixels, turned, as three planes.
    fn planes(&self, stored: &Stored, side: usize, turn: usize) -> Vec<f32> {
        let cut = stored.cut(self.left, self.top, self.side, false);
        let picture = picture::resize(&cut, side, side);
        turned_planes(&picture.rgb, side, turn)
    }
}

/// Turns and mirrored turns of a square.
const TURNS: usize = 8;

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

/// Runs `consume` with the results of `make` for `steps`, in order, which another thread makes a few
/// ahead.
pub fn ahead<T: Send, R>(
    steps: std::ops::Range<usize>,
    mut make: impl FnMut(usize) -> T + Send,
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut rng = generator(1, 2, 3);
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
