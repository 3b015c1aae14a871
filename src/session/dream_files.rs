//! What was dreamt, in files: they say which model made them out of nothing.

use crate::{
    error::{Error, Result},
    picture::{self, ExportOptions, Picture, Stamp, export, export_moving},
};
use std::path::{Path, PathBuf};

/// Frames of a moving picture a second.
const PER_SECOND: u16 = 12;
/// Least side in pixels of a dream that is painted or painted like: strokes need room.
const ROOM: usize = 512;

/// That the model of this hash made it out of nothing.
fn stamp(hash: &str) -> Stamp {
    Stamp {
        from_nothing: true,
        system_version: format!("{} {hash}", env!("CARGO_PKG_VERSION")),
        ..Stamp::default()
    }
}

/// Writes what the model of this hash dreamt to `file`.
///
/// # Errors
/// If the file cannot be written.
pub fn save_dream(dream: &Picture, file: &Path, hash: &str) -> Result<()> {
    export(dream, file, &ExportOptions::default(), &stamp(hash))?;
    Ok(())
}

/// Writes a walk from one dream of the model of this hash to another into `folder`, which is made if it is not there: each picture,
/// and all of them as `between.png` and `between.gif`, which move.
///
/// # Errors
/// If the folder or a file cannot be written.
pub fn save_walk(frames: &[Picture], folder: &Path, hash: &str) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    for (i, frame) in frames.iter().enumerate() {
        save_dream(frame, &folder.join(format!("{:04}.png", i + 1)), hash)?;
    }
    for name in ["between.png", "between.gif"] {
        export_moving(frames, &folder.join(name), PER_SECOND, &stamp(hash))?;
    }
    Ok(())
}

/// Keeps a dream among the artist's own, called `name`, as large as pictures that are painted; returns its file.
///
/// # Errors
/// If it cannot be written.
pub fn keep_dream(dream: &Picture, name: &str, hash: &str, data: &Path) -> Result<PathBuf> {
    let folder = data.join("dreams");
    std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    let scale = ROOM.div_ceil(dream.width.min(dream.height).max(1)).max(1);
    let large = picture::resize(dream, scale * dream.width, scale * dream.height);
    let name = super::own_files::file_name(name);
    let numbered = (2..).map(|n| folder.join(format!("{name}-{n}.png")));
    let mut free = std::iter::once(folder.join(format!("{name}.png"))).chain(numbered);
    let file = free.find(|file| !file.exists()).unwrap_or_default();
    save_dream(&large, &file, hash)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::DecodeLimits;

    #[test]
    fn dreams_are_kept_large_and_walks_move() {
        let folder = tempfile::tempdir().expect("folder");
        let dream = |value| Picture::from_rgb(64, 64, vec![value; 64 * 64 * 3]);
        let first = keep_dream(&dream(0.2), "夜 3", "abc", folder.path()).expect("kept");
        let second = keep_dream(&dream(0.4), "夜 3", "abc", folder.path()).expect("kept");
        assert_ne!(first, second);
        let kept = picture::load(&second, DecodeLimits::default()).expect("a picture");
        assert_eq!((kept.width, kept.height), (512, 512));
        assert!((kept.rgb[0] - 0.4).abs() < 0.01);
        let walk = folder.path().join("walk");
        save_walk(&[dream(0.1), dream(0.5), dream(0.9)], &walk, "abc").expect("written");
        let files = std::fs::read_dir(&walk).expect("there").count();
        assert_eq!(files, 5);
        assert!(
            save_walk(&[dream(0.1)], &first, "abc").is_err(),
            "no folder"
        );
    }
}
