//! Looking into folders, for a file list of our own where the system has no dialog.

use crate::error::{Error, Result};
use std::{
    cmp::Reverse,
    path::{Path, PathBuf},
};

/// Entries that are listed of one folder.
const MOST: usize = 2000;

/// A folder or a file in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, and what is in it: folders first, then files, each by name.
    Folder(PathBuf, Vec<Entry>),
    /// A file.
    File(PathBuf),
    /// Nothing yet: a name in a folder that is there.
    New(PathBuf),
}

/// The path that somebody typed: `~` is the home folder, what does not begin at the root lies in `folder`.
pub fn typed(text: &str, folder: &Path) -> PathBuf {
    let text = text.trim();
    let home = std::env::home_dir();
    match (text.strip_prefix('~'), home) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            home.join(rest.trim_start_matches(['/', '\\']))
        }
        _ => folder.join(text),
    }
}

/// Looks what lies at `path`. Only files with one of these endings are listed; all, if there are none. Hidden
/// ones are left out.
///
/// # Errors
/// If there is neither such a file nor its folder, or the folder cannot be read.
pub fn look(path: &Path, endings: &[&str]) -> Result<Place> {
    if path.is_file() {
        return Ok(Place::File(path.to_owned()));
    }
    if !path.is_dir() {
        let folder = path.parent().filter(|folder| folder.is_dir());
        return match folder {
            Some(_) => Ok(Place::New(path.to_owned())),
            None => Err(Error::io("read", path)(std::io::ErrorKind::NotFound.into())),
        };
    }
    let entries = std::fs::read_dir(path).map_err(Error::io("read", path))?;
    let mut list: Vec<Entry> = entries
        .flatten()
        .map(|entry| Entry {
            is_folder: entry.path().is_dir(),
            path: entry.path(),
        })
        .filter(|entry| {
            let name = entry.path.file_name().unwrap_or_default();
            let ending = entry.path.extension().unwrap_or_default();
            let ending = ending.to_string_lossy().to_lowercase();
            let wanted = endings.is_empty() || endings.contains(&ending.as_str());
            !name.to_string_lossy().starts_with('.') && (entry.is_folder || wanted)
        })
        .collect();
    list.sort_by_cached_key(|entry| {
        let name = entry.path.file_name().unwrap_or_default();
        (
            Reverse(entry.is_folder),
            name.to_string_lossy().to_lowercase(),
        )
    });
    list.truncate(MOST);
    Ok(Place::Folder(path.to_owned(), list))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_come_first_and_only_what_is_wanted_is_listed() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["zoo", "Art", ".hidden"] {
            std::fs::create_dir(at(name)).expect("made");
        }
        for name in ["b.JPG", "a.png", "notes.txt", ".a.png", "照片.jpg"] {
            std::fs::write(at(name), "").expect("written");
        }
        let Ok(Place::Folder(path, list)) = look(folder.path(), &["png", "jpg"]) else {
            panic!("a folder");
        };
        assert_eq!(path, folder.path());
        let names: Vec<_> = list.iter().map(|e| e.path.clone()).collect();
        assert_eq!(names, ["Art", "zoo", "a.png", "b.JPG", "照片.jpg"].map(at));
        assert!(matches!(look(&at("a.png"), &[]), Ok(Place::File(path)) if path == at("a.png")));
        assert!(matches!(look(&at("new.json"), &[]), Ok(Place::New(_))));
        assert!(look(&at("none/new.json"), &[]).is_err());
    }

    #[test]
    fn what_is_typed_is_found_from_where_one_is_and_from_home() {
        let folder = Path::new("/photos");
        assert_eq!(typed(" a b.jpg ", folder), Path::new("/photos/a b.jpg"));
        assert_eq!(typed("/else/x.png", folder), Path::new("/else/x.png"));
        if let Some(home) = std::env::home_dir() {
            assert_eq!(typed("~/x.png", folder), home.join("x.png"));
            assert_eq!(typed("~", folder), home);
        }
        assert_eq!(typed("~x", folder), Path::new("/photos/~x"));
    }
}
