//! Sheets of samples: tiles beside and below each other in one PNG.

use crate::{
    error::{Error, Result},
    picture::{ExportOptions, Picture, Stamp, export, grid},
};
use std::path::{Path, PathBuf};

/// Name of the folder of sheets in that of a run.
const FOLDER: &str = "previews";

/// Writes `tiles`, `columns` a row, as `name` below the folder of a run; where, if there is one at least. Tiles of
/// another size than the first are left out.
///
/// # Errors
/// If the file cannot be written.
pub fn write(run: &Path, name: &str, tiles: &[Picture], columns: usize) -> Result<Option<PathBuf>> {
    let Some(sheet) = grid(tiles, columns) else {
        return Ok(None);
    };
    let folder = run.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    let path = folder.join(name);
    export(&sheet, &path, &ExportOptions::default(), &Stamp::default())?;
    Ok(Some(path))
}
