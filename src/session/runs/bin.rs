//! The bin for runs: a hidden folder beside them, out of which they come back until it is emptied.

use super::{RunInfo, folders_in, free_folder, runs_folder};
use crate::{
    error::{Error, Result},
    session::own_files::check_own,
};
use std::path::{Path, PathBuf};

fn folder(data: &Path) -> PathBuf {
    runs_folder(data).join(".bin")
}

/// Puts a run into the bin; one that is gone already is no error.
///
/// # Errors
/// If it is none of the artist's runs, or cannot be moved.
pub fn to_bin(run: &Path, data: &Path) -> Result<()> {
    check_own(run, &runs_folder(data))?;
    let bin = folder(data);
    std::fs::create_dir_all(&bin).map_err(Error::io("create", &bin))?;
    move_to(run, &bin)
}

/// Takes a run out of the bin.
///
/// # Errors
/// If it is not in there, or cannot be moved.
pub fn bring_back(run: &Path, data: &Path) -> Result<()> {
    check_own(run, &folder(data))?;
    move_to(run, &runs_folder(data))
}

fn move_to(run: &Path, folder: &Path) -> Result<()> {
    let name = run.file_name().unwrap_or_default().to_string_lossy();
    match std::fs::rename(run, free_folder(folder, &name)) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("move", run)(e)),
        _ => Ok(()),
    }
}

/// The runs in the bin.
pub fn in_bin(data: &Path) -> Vec<RunInfo> {
    let runs = folders_in(&folder(data));
    runs.iter().map(|run| RunInfo::read(run)).collect()
}

/// Deletes what is in the bin, for good.
///
/// # Errors
/// If something of it cannot be deleted.
pub fn empty_bin(data: &Path) -> Result<()> {
    let bin = folder(data);
    match std::fs::remove_dir_all(&bin) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", &bin)(e)),
        _ => Ok(()),
    }
}
