//! Folders of pictures as features, of which distances between collections are made.

use super::job::Flow;
use crate::{
    compute::Budget,
    data::{Cut, KEPT_SIDE, Stored, files, middle, random, shrunk, stacked, whole},
    error::{Error, Result},
    evaluate::{Eye, Gaussian, Rows},
    fault::SettingFault,
    picture::{DecodeLimits, Picture},
};
use burn::tensor::Device;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// Squares that are looked at together.
const TOGETHER: usize = 8;
/// Files that are read together.
const READ: usize = 16;
/// So many rows are kept for distances that compare rows with rows; of more, a fair sample.
const KEPT: usize = 10_000;

/// How pictures become squares of one size.
#[derive(Clone, Copy, Debug)]
pub struct Squares {
    /// Pixels a side.
    pub side: usize,
    /// How many of each picture, anywhere in it, with its short side brought to at most 512 px; with one it is the
    /// largest in its middle.
    pub each: usize,
}

/// A folder of pictures, seen.
pub struct Collection {
    /// A row for each square, of more than ten thousand a sample.
    pub rows: Rows,
    /// All squares.
    pub gaussian: Gaussian,
    /// Pictures that they are of.
    pub pictures: usize,
    /// What could not be read.
    pub skipped: Vec<Error>,
    /// Which rows are kept.
    sample: ChaCha8Rng,
}

impl Collection {
    /// One without pictures.
    pub fn new(eye: &Eye) -> Self {
        Self {
            rows: Rows::new(eye.size()),
            gaussian: Gaussian::new(eye.size()),
            pictures: 0,
            skipped: Vec::new(),
            sample: ChaCha8Rng::seed_from_u64(0),
        }
    }

    /// Looks at one more picture, whose hash says where its squares are.
    pub fn add(
        &mut self,
        (hash, picture): (&[u8; 32], Picture),
        squares: Squares,
        eye: &Eye,
        device: &Device,
    ) {
        self.look(&squares_of(hash, picture, squares), squares, eye, device);
        self.pictures += 1;
    }

    fn look(&mut self, planes: &[Vec<f32>], squares: Squares, eye: &Eye, device: &Device) {
        for together in planes.chunks(TOGETHER) {
            let pictures = stacked(together.iter(), squares.side, device);
            self.keep(&eye.features(pictures));
        }
    }

    /// Looks at all pictures below `folder`, each content once; `each` hears how many of how many files are done. Memory does not grow with
    /// their number. The same files give the same numbers, whatever they are called. `None` if `each` has ended it.
    ///
    /// # Errors
    /// If there is no picture, or the device fails.
    pub fn open(
        folder: &Path,
        squares: Squares,
        eye: &Eye,
        device: &Device,
        each: &mut dyn FnMut(usize, usize) -> Flow,
    ) -> Result<Option<Self>> {
        if !folder.is_dir() {
            return Err(SettingFault::NoFolder(folder.to_owned()).into());
        }
        let mut seen = Self::new(eye);
        let (mut found, skipped) = by_content(&files(&[folder.to_owned()]));
        seen.skipped = skipped;
        // In the order of their contents, so that names decide nothing.
        found.sort_by_key(|(hash, _)| *hash);
        found.dedup_by_key(|(hash, _)| *hash);
        let limits = Budget::now().for_reading_together();
        for (piece, files) in found.chunks(READ).enumerate() {
            let cut = |(hash, path): &([u8; 32], PathBuf)| cut(hash, path, squares, limits);
            let read: Vec<Result<Vec<Vec<f32>>>> = files.par_iter().map(cut).collect();
            let mut planes = Vec::new();
            for picture in read {
                match picture {
                    Ok(of_it) => {
                        planes.extend(of_it);
                        seen.pictures += 1;
                    }
                    Err(e) => seen.skipped.push(e),
                }
            }
            seen.look(&planes, squares, eye, device);
            let done = (piece * READ + files.len()).min(found.len());
            if each(done, found.len()) == Flow::Stop {
                return Ok(None);
            }
        }
        if seen.pictures == 0 {
            return Err(SettingFault::NoPicturesIn(folder.to_owned()).into());
        }
        Ok(Some(seen))
    }

    /// Adds rows: to the kept ones by reservoir sampling (Vitter 1985, algorithm R).
    fn keep(&mut self, rows: &Rows) {
        for row in rows.values.chunks_exact(rows.size) {
            self.gaussian.add(row);
            if self.rows.len() < KEPT {
                self.rows.values.extend_from_slice(row);
            } else {
                let at = self.sample.random_range(0..self.gaussian.count());
                if at < KEPT {
                    self.rows.values[at * rows.size..(at + 1) * rows.size].copy_from_slice(row);
                }
            }
        }
    }

    /// Squares that were seen.
    pub fn squares(&self) -> usize {
        self.gaussian.count()
    }
}

/// Files with the hashes of what is in them, and what could not be read.
fn by_content(paths: &[PathBuf]) -> (Vec<([u8; 32], PathBuf)>, Vec<Error>) {
    let hashed = paths.par_iter().map(|path| {
        let mut hasher = blake3::Hasher::new();
        let read = std::fs::File::open(path).and_then(|file| {
            hasher.update_reader(file)?;
            Ok(())
        });
        match read {
            Ok(()) => Ok((*hasher.finalize().as_bytes(), path.clone())),
            Err(e) => Err(Error::io("read", path)(e)),
        }
    });
    let hashed: Vec<Result<_>> = hashed.collect();
    let (mut found, mut failed) = (Vec::new(), Vec::new());
    for file in hashed {
        match file {
            Ok(file) => found.push(file),
            Err(e) => failed.push(e),
        }
    }
    (found, failed)
}

/// The squares of the file with this hash.
fn cut(
    hash: &[u8; 32],
    path: &Path,
    squares: Squares,
    limits: DecodeLimits,
) -> Result<Vec<Vec<f32>>> {
    let (_, picture) = whole(path, limits)?;
    Ok(squares_of(hash, picture, squares))
}

/// The squares of a picture with this hash.
fn squares_of(hash: &[u8; 32], picture: Picture, squares: Squares) -> Vec<Vec<f32>> {
    let Squares { side, each } = squares;
    if each == 1 {
        let stored = Stored::new(&shrunk(picture, 2 * side.max(KEPT_SIDE)));
        return vec![middle(&stored, side)];
    }
    let stored = Stored::new(&shrunk(picture, KEPT_SIDE.max(side)));
    let item = hash
        .iter()
        .take(8)
        .fold(0, |all, byte| all << 8 | u64::from(*byte));
    let mut rng = random(0, 0, item);
    let seen = side.min(stored.width).min(stored.height);
    (0..each)
        .map(|_| Cut::of(&stored, seen, &mut rng).planes(&stored, side, 0))
        .collect()
}
