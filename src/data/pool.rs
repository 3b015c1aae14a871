//! Pictures of one kind in memory, divided into those trained on and those kept for measuring.

use super::{Part, Parts, Sources, Split, Stored, Survey, files, is_pack, packed, shrunk, whole};
use crate::{
    compute::Budget,
    error::Result,
    fault::{PictureRole, TrainingFault},
    picture::Picture,
};
use rayon::prelude::*;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// Pictures are kept with a short side of at most this.
pub const KEPT_SIDE: usize = 512;

/// Pictures of one kind: those trained on and those kept for measuring, by their content's hash, so
/// that a picture stays where it is whatever its name and whatever comes to the folder.
#[derive(Clone, Default)]
pub struct Pool {
    /// Trained on.
    pub train: Arc<[Stored]>,
    /// By which the best weights are chosen.
    pub validation: Arc<[Stored]>,
    /// Looked at once, when all is done.
    pub test: Arc<[Stored]>,
}

impl Pool {
    /// All pictures below `folders` and in packs among them at least `side` px a side, each content once, in the order of
    /// their hashes; of files only their `parts`. Unreadable files are skipped.
    ///
    /// # Errors
    /// If a pack is broken or no picture is usable.
    pub fn open(
        folders: &[PathBuf],
        parts: &Parts,
        side: usize,
        role: PictureRole,
    ) -> Result<Self> {
        let found = found(folders, parts, side, KEPT_SIDE)?;
        Self::divided(found.pictures, side, role, Part::of)
    }

    /// The same of a small folder, with what is to be said of it; its parts are [`Part::of_few`].
    ///
    /// # Errors
    /// As [`Pool::open`].
    pub fn of_few(
        folders: &[PathBuf],
        parts: &Parts,
        side: usize,
        role: PictureRole,
    ) -> Result<(Self, Survey)> {
        let found = found(folders, parts, side, KEPT_SIDE)?;
        let mut survey = Survey::of(found.pictures.iter().map(|(_, stored)| stored));
        survey.left_out = found.left_out;
        survey.licences = found.licences;
        let part = Part::of_few(found.pictures.iter().map(|(hash, _)| *hash).collect());
        Ok((Self::divided(found.pictures, side, role, part)?, survey))
    }

    fn divided(
        pictures: Vec<([u8; 32], Stored)>,
        side: usize,
        role: PictureRole,
        part: impl Fn(&[u8; 32]) -> Part,
    ) -> Result<Self> {
        let (mut train, mut validation, mut test) = (Vec::new(), Vec::new(), Vec::new());
        for (hash, stored) in pictures {
            match part(&hash) {
                Part::Train => train.push(stored),
                Part::Validation => validation.push(stored),
                Part::Test => test.push(stored),
            }
        }
        if train.is_empty() {
            return Err(TrainingFault::NoPictures { role, side }.into());
        }
        Ok(Self {
            train: train.into(),
            validation: validation.into(),
            test: test.into(),
        })
    }

    /// The same, measured on all pictures below `folders`, if there are any, instead.
    ///
    /// # Errors
    /// If there are folders and no picture of them is usable.
    pub fn measured_on(self, folders: &[PathBuf], parts: &Parts, side: usize) -> Result<Self> {
        if folders.is_empty() {
            return Ok(self);
        }
        let validation =
            Self::undivided(folders, parts, side, (KEPT_SIDE, PictureRole::Validation))?;
        Ok(Self { validation, ..self })
    }

    /// All pictures below `folders`, none kept for measuring, with short sides of `side` to `kept` pixels (larger ones
    /// are scaled down). None if there are no folders.
    ///
    /// # Errors
    /// If a pack is broken, or there are folders and no picture of them is usable.
    pub fn undivided(
        folders: &[PathBuf],
        parts: &Parts,
        side: usize,
        (kept, role): (usize, PictureRole),
    ) -> Result<Arc<[Stored]>> {
        let found = found(folders, parts, side, kept)?.pictures;
        if found.is_empty() && !folders.is_empty() {
            return Err(TrainingFault::NoPictures { role, side }.into());
        }
        Ok(found.into_iter().map(|(_, stored)| stored).collect())
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
    pub fn measured(&self) -> &Arc<[Stored]> {
        if self.validation.is_empty() {
            &self.train
        } else {
            &self.validation
        }
    }

    /// What results are compared with: the validation pictures, and those trained on too where the former are too few to stand for
    /// the folder. No painted photograph can be a copy of one.
    pub fn compared(&self) -> Arc<[Stored]> {
        /// So many pictures stand for a folder.
        const STAND_FOR: usize = 12;
        if self.validation.len() >= STAND_FOR {
            return Arc::clone(&self.validation);
        }
        let all = self.validation.iter().chain(self.train.iter());
        all.cloned().collect()
    }
}

/// What is in folders and packs.
struct Found {
    /// Usable pictures with the hashes of their files, in the order of the hashes.
    pictures: Vec<([u8; 32], Stored)>,
    /// Files that are no pictures, broken or too small.
    left_out: usize,
    /// Usable files by licence.
    licences: BTreeMap<String, usize>,
}

fn found(folders: &[PathBuf], parts: &Parts, side: usize, kept: usize) -> Result<Found> {
    let store = |picture: Picture| {
        let large = picture.width.min(picture.height) >= side;
        large.then(|| Stored::new(&shrunk(picture, kept)))
    };
    let limits = Budget::now().for_reading_together();
    let (packs, folders): (Vec<PathBuf>, Vec<PathBuf>) =
        folders.iter().cloned().partition(|path| is_pack(path));
    let table = Sources::read(&folders);
    let paths = files(&folders);
    let read: Vec<([u8; 32], Stored, String)> = paths
        .par_iter()
        .filter_map(|path| {
            let (bytes, picture) = whole(path, limits).ok()?;
            let (licence, _) = table.of(path);
            let picture = parts.cut(path, picture);
            Some((*blake3::hash(&bytes).as_bytes(), store(picture)?, licence))
        })
        .collect();
    let left_out = paths.len() - read.len();
    let mut licences = BTreeMap::new();
    let mut found = Vec::new();
    for (hash, stored, licence) in read {
        *licences.entry(licence).or_default() += 1;
        found.push((hash, stored));
    }
    for pack in packs {
        let pictures = packed(&pack, limits)?.into_iter();
        found.extend(pictures.filter_map(|(hash, picture)| Some((hash, store(picture)?))));
    }
    found.sort_by_key(|(hash, _)| *hash);
    found.dedup_by_key(|(hash, _)| *hash);
    Ok(Found {
        pictures: found,
        left_out,
        licences,
    })
}
