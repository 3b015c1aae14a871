//! The folder of the work on a photograph, while somebody holds it.

use crate::error::{Error, Result};
use std::{
    fs::File,
    path::{Path, PathBuf},
};

/// Where all folders are.
pub const FOLDER: &str = "works";
/// Locked while a window works on it.
const LOCK: &str = "lock";
/// There as long as a window shows it; what a number of starts that did not get as far as showing it.
pub const OPEN: &str = "open";

/// A folder that is locked as long as this lives.
#[derive(Debug)]
pub struct Slot {
    pub folder: PathBuf,
    _lock: File,
    /// Number of the newest save.
    pub newest: u64,
}

impl Slot {
    /// The lock of `folder`, unless somebody holds it.
    pub fn take(folder: PathBuf) -> Option<Self> {
        let options = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK));
        let lock = options.ok()?;
        lock.try_lock().ok()?;
        Some(Self {
            folder,
            _lock: lock,
            newest: 0,
        })
    }

    /// The first folder of a photograph that no other window holds; it is made if it is missing.
    pub fn of(data: &Path, hash: &str) -> Result<Self> {
        let all = data.join(FOLDER);
        for n in 1..100 {
            let folder = all.join(name(hash, n));
            std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
            if let Some(slot) = Self::take(folder) {
                return Ok(slot);
            }
        }
        let taken = std::io::Error::other("other windows hold its lock");
        Err(Error::io("lock", &all)(taken))
    }

    /// Marks it as shown, after so many starts that did not come so far.
    pub fn open(&self, attempts: u32) {
        // Without the mark it is not opened by itself, and stays among the recent ones.
        let _ = std::fs::write(self.folder.join(OPEN), attempts.to_string());
    }

    pub fn attempts(folder: &Path) -> Option<u32> {
        let text = std::fs::read_to_string(folder.join(OPEN)).ok()?;
        Some(text.trim().parse().unwrap_or(0))
    }

    pub fn close(&self) {
        let _ = std::fs::remove_file(self.folder.join(OPEN));
    }

    /// It was shown, so starts that failed before count no more.
    pub fn open_if_marked(&self) {
        if Self::attempts(&self.folder).is_some_and(|n| n > 0) {
            self.open(0);
        }
    }
}

/// Name of the `n`th folder of a photograph.
pub fn name(hash: &str, n: usize) -> String {
    let short = hash.get(..16).unwrap_or(hash);
    match n {
        1 => short.to_owned(),
        n => format!("{short}-{n}"),
    }
}

/// Whether a folder is of a photograph.
pub fn is_of(folder: &Path, hash: &str) -> bool {
    let stem = folder.file_name().unwrap_or_default().to_string_lossy();
    let first = name(hash, 1);
    let rest = stem.strip_prefix(first.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}
