//! Folders of pictures as data sets: what is wrong with them ([`scan`]), one compact file of them that travels
//! ([`pack`]), pictures in memory, divided ([`Pool`]), squares of them ([`Cut`]), and batches made ahead
//! ([`Prefetch`]). Knows no network and no task.

mod cut;
mod overview;
mod pack;
mod parts;
mod pool;
mod prefetch;
mod random;
mod recolour;
mod samples;
mod scan;
mod sources;
mod stored;
mod survey;

pub use cut::{Cut, TURNS, middle, one_of, scaled, stacked};
pub use overview::{Overview, contact_sheet, divided, shown};
pub use pack::{PackReport, is_pack, pack, pack_size};
pub use parts::Parts;
pub use pool::{KEPT_SIDE, Pool};
pub use prefetch::Prefetch;
pub use random::random;
pub use recolour::Recolour;
pub use samples::samples;
pub use scan::{Fault, Finding, ScanReport, scan, scan_told};
pub use sources::Sources;
pub use stored::Stored;
pub use survey::Survey;

use pack::packed;
pub use pack::shrunk;

use crate::{
    error::{Error, Result},
    fault::{PictureFault, PictureWarning},
    picture::{self, DecodeLimits, Picture},
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The part of the data that a picture belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Trained on.
    Train,
    /// By which the best weights are chosen.
    Validation,
    /// Looked at once, at the end.
    Test,
}

impl Part {
    /// The part of the picture with this blake3 hash: of 64, three belong to validation and three to
    /// the test, whatever the picture is called and whatever lies beside it.
    pub fn of(hash: &[u8; 32]) -> Self {
        match hash[0] % 64 {
            0..3 => Self::Validation,
            3..6 => Self::Test,
            _ => Self::Train,
        }
    }

    /// The parts of the pictures of a small folder: a sixth can be spared for the validation, those of the lowest hashes, and
    /// nothing for a test. A picture that comes to the folder moves at most one other.
    pub fn of_few(mut hashes: Vec<[u8; 32]>) -> impl Fn(&[u8; 32]) -> Self {
        hashes.sort_unstable();
        let bound = hashes.get(hashes.len() / 6).copied().unwrap_or_default();
        move |hash| match *hash < bound {
            true => Self::Validation,
            false => Self::Train,
        }
    }
}

/// How many pictures of one kind there are for what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// Trained on.
    pub train: usize,
    /// By which the best weights are chosen.
    pub validation: usize,
    /// Looked at once, at the end.
    pub test: usize,
}

impl Split {
    fn count(&mut self, part: Part) {
        *match part {
            Part::Train => &mut self.train,
            Part::Validation => &mut self.validation,
            Part::Test => &mut self.test,
        } += 1;
    }
}

/// The bytes and the picture of a file to learn from: a damaged one, of which the window would paint what is
/// there, would teach its grey.
///
/// # Errors
/// If the file cannot be read, or not as a whole.
pub fn whole(path: &Path, limits: DecodeLimits) -> Result<(Vec<u8>, Picture)> {
    let bytes = picture::read_file(path, limits)?;
    let picture = picture::decode(&bytes, path, limits)?;
    let faults = picture.warnings.iter().find_map(|warning| match warning {
        PictureWarning::CutShort => Some(PictureFault::CutShort),
        PictureWarning::Damaged => Some(PictureFault::Broken(warning.to_string())),
        _ => None,
    });
    match faults {
        Some(fault) => Err(Error::picture(path, fault)),
        None => Ok((bytes, picture)),
    }
}

/// Files below `folders` in the order of their paths, without hidden ones and tables of sources. Links are followed,
/// loops of links are left out; a folder that cannot be read is as good as empty.
pub fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let hidden = |path: &Path| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with('.'))
    };
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| {
            walkdir::WalkDir::new(folder)
                .follow_links(true)
                .into_iter()
                // The folder itself may be called anything.
                .filter_entry(move |entry| entry.depth() == 0 || !hidden(entry.path()))
        })
        .filter_map(|entry| entry.ok().filter(|e| e.file_type().is_file()))
        .map(walkdir::DirEntry::into_path)
        .filter(|path| !sources::is_table(path))
        .collect();
    paths.sort();
    paths.dedup();
    paths
}
