//! The artist's own styles: a folder of paintings and of style codes, which are named by their files.

use super::{
    chosen::StyleKey,
    code::{CODE_ENDING, write_code},
    engine::Loaded,
    loader::Source,
    own_files::{check_own, file_name, free},
    shelf::{Origin, Painting},
};
use crate::{
    error::{Error, Result},
    nn::hash_file,
    picture::{self, write_atomically},
    stylize::Style,
};
use std::path::{Path, PathBuf};

/// What is in the folder, by name.
pub fn styles(folder: &Path) -> Vec<(StyleKey, Origin)> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = files.map(|entry| entry.path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file()).collect();
    files.sort();
    let hashed = files.into_iter().filter_map(|path| {
        let key = StyleKey::Own(hash_file(&path).ok()?);
        let ending = path.extension().unwrap_or_default();
        let origin = if ending == CODE_ENDING {
            Origin::Code(path)
        } else {
            Origin::Painting(Painting::File(path))
        };
        Some((key, origin))
    });
    hashed.collect()
}

/// Writes a style under a name, or one like it if that is taken; returns its file.
///
/// # Errors
/// If the file cannot be written.
pub fn save(name: &str, style: &Style, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let path = free(folder, &file_name(name), CODE_ENDING, |_| false);
    write_code(&path, style)?;
    Ok(path)
}

/// Gives a file of the folder another name, or one like it if that is taken; returns its new path.
///
/// # Errors
/// If it is none of the folder's, or cannot be renamed.
pub fn rename(path: &Path, name: &str, folder: &Path) -> Result<PathBuf> {
    check_own(path, folder)?;
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let new = free(folder, &file_name(name), &ending, |there| there == path);
    std::fs::rename(path, &new).map_err(Error::io("rename", path))?;
    Ok(new)
}

/// Removes a file of the folder. One that is gone already is no error.
///
/// # Errors
/// If it is none of the folder's, or cannot be removed.
pub fn remove(path: &Path, folder: &Path) -> Result<()> {
    check_own(path, folder)?;
    match std::fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", path)(e)),
        _ => Ok(()),
    }
}

/// Copies a file of a style code to the folder; returns the copy.
///
/// # Errors
/// If the file cannot be read or written.
pub fn keep_code(path: &Path, folder: &Path) -> Result<PathBuf> {
    if path.starts_with(folder) {
        return Ok(path.to_owned());
    }
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    // What is no style code is not kept.
    super::code::read_code(path)?;
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let same = |there: &Path| std::fs::read(there).is_ok_and(|there| there == bytes);
    let kept = free(folder, &stem, CODE_ENDING, same);
    write_atomically(&kept, &bytes)?;
    Ok(kept)
}

/// Copies a painting to the artist's own styles, so that its card is there at the next start.
///
/// # Errors
/// If a file cannot be read or written.
pub fn keep(source: &Source, loaded: &Loaded, styles: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(styles).map_err(Error::io("create", styles))?;
    match source {
        Source::File(path) if path.starts_with(styles) => Ok(path.clone()),
        Source::File(path) => {
            let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let ending = path.extension().unwrap_or_default().to_string_lossy();
            let same = |there: &Path| std::fs::read(there).is_ok_and(|there| there == bytes);
            let kept = free(styles, &stem, &ending, same);
            write_atomically(&kept, &bytes)?;
            Ok(kept)
        }
        Source::Embedded(name, bytes) => {
            let kept = styles.join(name);
            write_atomically(&kept, bytes)?;
            Ok(kept)
        }
        Source::Pasted { .. } => {
            let kept = styles.join(format!("{}.png", &loaded.source.blake3[..12]));
            let options = picture::ExportOptions::default();
            picture::export(&loaded.picture, &kept, &options, &picture::Stamp::default())?;
            Ok(kept)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{nn::CODE_SIZE, session::read_code};

    fn style(value: f32) -> Style {
        Style::try_from(vec![value; CODE_SIZE]).expect("a style")
    }

    #[test]
    fn a_found_style_is_kept_renamed_and_removed_and_nothing_else_is_touched() {
        let data = tempfile::tempdir().expect("folder");
        let folder = data.path().join("styles");
        let path = save("dusk: blue/red?", &style(0.25), &folder).expect("saved");
        assert_eq!(path, folder.join("dusk- blue-red-.style"));
        assert_eq!(read_code(&path).expect("a code").0, style(0.25));
        let second = save("dusk: blue/red?", &style(0.5), &folder).expect("saved");
        assert_eq!(second, folder.join("dusk- blue-red--2.style"));
        let new = rename(&second, "夜", &folder).expect("renamed");
        assert_eq!(new, folder.join("夜.style"));
        assert_eq!(rename(&new, "夜", &folder).expect("as it was"), new);
        let keys = styles(&folder);
        assert_eq!(keys.len(), 2);
        assert!(
            keys.iter()
                .all(|(_, origin)| matches!(origin, Origin::Code(_)))
        );
        // Another place's files are not ours.
        let other = data.path().join("mine.style");
        write_code(&other, &style(1.0)).expect("written");
        assert!(remove(&other, &folder).is_err() && rename(&other, "x", &folder).is_err());
        assert!(other.exists());
        remove(&new, &folder).expect("removed");
        remove(&new, &folder).expect("gone already");
        assert_eq!(styles(&folder).len(), 1);
        // A copy of the same file is not kept twice.
        let kept = keep_code(&other, &folder).expect("kept");
        assert_eq!(keep_code(&other, &folder).expect("there"), kept);
        assert_eq!(
            save("...", &style(2.0), &folder).expect("named"),
            folder.join("style.style")
        );
    }
}
