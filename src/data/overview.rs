//! What folders hold, at a glance: a contact sheet, and which picture belongs to which part.

use super::{Part, files, whole};
use crate::{
    error::Error,
    picture::{DecodeLimits, Picture, at_most, grid},
};
use rayon::prelude::*;
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

/// Round the pictures of a sheet.
const GROUND: f32 = 0.35;
/// Between them, in pixels.
const GAP: usize = 4;

/// All pictures of a folder, and what is none.
pub struct Overview<T> {
    /// In the order of their paths; of those with the same bytes the first.
    pub pictures: Vec<(PathBuf, T)>,
    /// Why the others are of no use.
    pub unreadable: Vec<Error>,
}

/// `seen` of every picture below `folders` with the hash of its bytes.
fn overview<T: Send>(
    folders: &[PathBuf],
    limits: DecodeLimits,
    seen: impl Fn(&[u8; 32], Picture) -> T + Sync,
) -> Overview<T> {
    let paths = files(folders);
    let look = |path: &PathBuf| {
        let (bytes, picture) = whole(path, limits)?;
        let hash = *blake3::hash(&bytes).as_bytes();
        Ok((hash, seen(&hash, picture)))
    };
    let looked: Vec<Result<_, Error>> = paths.par_iter().map(look).collect();
    let (mut pictures, mut unreadable) = (Vec::new(), Vec::new());
    let mut known = HashSet::new();
    for (path, looked) in paths.into_iter().zip(looked) {
        match looked {
            Ok((hash, seen)) if known.insert(hash) => pictures.push((path, seen)),
            Ok(_) => {}
            Err(e) => unreadable.push(e),
        }
    }
    Overview {
        pictures,
        unreadable,
    }
}

/// The part of every picture, as [`Part::of`] or for small folders [`Part::of_few`] says.
pub fn divided(folders: &[PathBuf], few: bool, limits: DecodeLimits) -> Overview<Part> {
    let found = overview(folders, limits, |hash, _| *hash);
    let of_few = Part::of_few(found.pictures.iter().map(|(_, hash)| *hash).collect());
    let part = |hash: &[u8; 32]| if few { of_few(hash) } else { Part::of(hash) };
    let pictures = found.pictures.into_iter();
    Overview {
        pictures: pictures.map(|(path, hash)| (path, part(&hash))).collect(),
        unreadable: found.unreadable,
    }
}

/// All pictures small and whole in squares of `side` pixels, `columns` a row; `None` if there are none.
pub fn contact_sheet(
    folders: &[PathBuf],
    side: usize,
    columns: usize,
    limits: DecodeLimits,
) -> (Option<Picture>, Overview<()>) {
    let found = overview(folders, limits, |_, picture| tile(&picture, side));
    let (names, tiles): (Vec<(PathBuf, ())>, Vec<Picture>) = found
        .pictures
        .into_iter()
        .map(|(path, tile)| ((path, ()), tile))
        .unzip();
    let overview = Overview {
        pictures: names,
        unreadable: found.unreadable,
    };
    (grid(&tiles, columns), overview)
}

/// `picture` in the middle of a square.
fn tile(picture: &Picture, side: usize) -> Picture {
    let small = at_most(picture, side.saturating_sub(GAP).max(1));
    let mut square = Picture::from_rgb(side, side, vec![GROUND; 3 * side * side]);
    square.lay(&small, (side - small.width) / 2, (side - small.height) / 2);
    square
}

/// What `path` is called in a list of what lies below `folders`.
pub fn shown<'a>(path: &'a Path, folders: &[PathBuf]) -> &'a Path {
    match folders {
        [folder] => path.strip_prefix(folder).unwrap_or(path),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ExportOptions, Stamp, export};

    #[test]
    fn a_sheet_shows_every_picture_once_and_whole_and_every_picture_has_one_part() {
        let folder = tempfile::tempdir().expect("folder");
        let root = [folder.path().to_owned()];
        let save = |name: &str, width: usize, height: usize, value: f32| {
            let picture = Picture::from_rgb(width, height, vec![value; 3 * width * height]);
            let path = folder.path().join(name);
            export(
                &picture,
                &path,
                &ExportOptions::default(),
                &Stamp::default(),
            )
            .expect("saved");
        };
        for i in 0..12 {
            save(&format!("{i:02}.png"), 60 + i, 30, 1.0);
        }
        save("wide.png", 300, 20, 0.0);
        save("copy.png", 300, 20, 0.0);
        std::fs::write(folder.path().join("z.png"), "no picture").expect("written");

        let limits = DecodeLimits::default();
        let (sheet, seen) = contact_sheet(&root, 64, 5, limits);
        let sheet = sheet.expect("a sheet");
        assert_eq!((sheet.width, sheet.height), (5 * 64, 3 * 64));
        assert_eq!((seen.pictures.len(), seen.unreadable.len()), (13, 1));
        // The wide one came last but for its copy, and is whole: black from one side to the other, grey above.
        let at = |x: usize, y: usize| sheet.rgb[3 * (y * sheet.width + x)];
        let (left, top) = (2 * 64, 2 * 64);
        assert!(at(left + 3, top + 32) < 0.1 && at(left + 60, top + 32) < 0.1);
        assert!((at(left + 32, top + 10) - GROUND).abs() < 0.01);

        let count = |parts: &Overview<Part>, part| {
            parts.pictures.iter().filter(|(_, of)| *of == part).count()
        };
        let few = divided(&root, true, limits);
        assert_eq!(
            (count(&few, Part::Validation), count(&few, Part::Test)),
            (2, 0)
        );
        let parts = divided(&root, false, limits);
        assert_eq!((parts.pictures.len(), parts.unreadable.len()), (13, 1));
        for (path, part) in &parts.pictures {
            let hash = blake3::hash(&std::fs::read(path).expect("read"));
            assert_eq!(*part, Part::of(hash.as_bytes()));
        }
        assert!(contact_sheet(&[], 64, 5, limits).0.is_none());
    }
}
