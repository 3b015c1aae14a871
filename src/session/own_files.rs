//! The names of files in the folders that Impasto keeps for the artist.

use super::deliver::file_name as numbered;
use crate::{error::Result, fault::SettingFault};
use std::path::{Path, PathBuf};

/// Longest name of a file without its ending, in characters.
pub const LONGEST: usize = 60;

/// Whether every system takes a character in the name of a file.
pub fn fits_name(c: char) -> bool {
    !c.is_control() && !"/\\:*?\"<>|".contains(c)
}

/// Only copies that Impasto keeps are touched.
pub fn check_own(path: &Path, folder: &Path) -> Result<()> {
    if path.parent() == Some(folder) {
        return Ok(());
    }
    Err(SettingFault::NotKept(path.to_owned()).into())
}

/// A file name that every system takes, nearest to what the artist wrote.
pub fn file_name(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if fits_name(c) { c } else { '-' })
        .take(LONGEST)
        .collect();
    let name = name.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if name.is_empty() { "style" } else { name }.to_owned()
}

/// A file of this name in `folder`, or one like it, that does not exist.
pub fn free_name(name: &str, ending: &str, folder: &Path) -> PathBuf {
    free(folder, &file_name(name), ending, |_| false)
}

/// The first of `STEM.ENDING`, `STEM-2.ENDING`, ... in `folder` that does not exist or may be used.
pub fn free(folder: &Path, stem: &str, ending: &str, may: impl Fn(&Path) -> bool) -> PathBuf {
    (1..)
        .map(|n| folder.join(numbered(stem, n, ending)))
        .find(|path| !path.exists() || may(path))
        .unwrap_or_else(|| folder.join(stem))
}
