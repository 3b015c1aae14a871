//! The sheets of a study as pictures.

use super::{Ballots, KEY, Study, VOTES, named};
use crate::{
    compute::Budget,
    error::{Error, Result},
    fault::SettingFault,
    picture::{self, DecodeLimits, ExportOptions, Keep, Picture, Stamp, write_atomically},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Longest side of a painting on a sheet, and of what stands above both.
const SIDE: usize = 900;
const BESIDE: usize = 360;
/// Between pictures, and their ground: a grey that flatters neither.
pub(super) const GAP: usize = 24;
const GROUND: f32 = 0.35;

impl Study {
    /// The file of sheet `number`, counted from 0, of the study in `folder`.
    pub fn sheet(folder: &Path, number: usize) -> PathBuf {
        folder.join(format!("{:03}.jpg", number + 1))
    }

    /// Draws all sheets into `out`, with the pictures of the same names from `beside` above both, and last an empty list of votes;
    /// `each` hears how many are done and may end it.
    ///
    /// # Errors
    /// If a picture cannot be read, or `out` holds a study already or cannot be written.
    pub fn write(
        &self,
        folders: &[PathBuf],
        beside: &[PathBuf],
        out: &Path,
        each: &mut dyn FnMut(usize) -> bool,
    ) -> Result<()> {
        for name in [VOTES, KEY] {
            let path = out.join(name);
            if path.exists() {
                return Err(SettingFault::StudyThere(path).into());
            }
        }
        let contents = |folders: &[PathBuf]| -> Result<Vec<BTreeMap<_, _>>> {
            folders.iter().map(|folder| named(folder)).collect()
        };
        let (contents, beside) = (contents(folders)?, contents(beside)?);
        std::fs::create_dir_all(out).map_err(Error::io("write", out))?;
        let limits = Budget::now().half().for_reading();
        let options = ExportOptions {
            keep: Keep::None,
            ..ExportOptions::default()
        };
        for (number, sheet) in (1..).zip(&self.sheets) {
            let of = |contender: usize| contents.get(contender)?.get(&sheet.name);
            let both = [sheet.left, sheet.right].map(of);
            let above: Vec<&PathBuf> = beside
                .iter()
                .filter_map(|all| all.get(&sheet.name))
                .collect();
            let both: Vec<&PathBuf> = both.into_iter().flatten().collect();
            let drawn = drawn(&above, &both, limits)?;
            let path = Self::sheet(out, number - 1);
            picture::export(&drawn, &path, &options, &Stamp::default())?;
            if !each(number) {
                return Ok(());
            }
        }
        let key = serde_json::to_string_pretty(self)
            .map_err(|e| SettingFault::Unwritable(e.to_string()))?;
        write_atomically(&out.join(KEY), key.as_bytes())?;
        Ballots::blank(self.sheets.len()).write(&out.join(VOTES))
    }
}

/// One row of pictures above another, each row in the middle.
fn drawn(above: &[&PathBuf], both: &[&PathBuf], limits: DecodeLimits) -> Result<Picture> {
    let read = |paths: &[&PathBuf], side: usize| -> Result<Vec<Picture>> {
        let small = |path: &&PathBuf| Ok(picture::at_most(&picture::load(path, limits)?, side));
        paths.iter().map(small).collect()
    };
    let rows = [read(above, BESIDE)?, read(both, SIDE)?];
    let size = |row: &Vec<Picture>| {
        let width: usize = row.iter().map(|picture| picture.width + GAP).sum();
        let height = row.iter().map(|picture| picture.height + GAP).max();
        (width + GAP, height.unwrap_or(0))
    };
    let width = rows.iter().map(|row| size(row).0).max().unwrap_or(GAP);
    let height = GAP + rows.iter().map(|row| size(row).1).sum::<usize>();
    let mut sheet = Picture::from_rgb(width, height, vec![GROUND; width * height * 3]);
    let mut top = GAP;
    for row in &rows {
        let (wide, high) = size(row);
        let mut left = GAP + (width - wide) / 2;
        for picture in row {
            sheet.lay(picture, left, top);
            left += picture.width + GAP;
        }
        top += high;
    }
    Ok(sheet)
}
