//! Atomic writing: nothing whole is ever replaced by something half-written.

use crate::error::{Error, Result};
use parking_lot::Mutex;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// Files that are being written and have their final name not yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Writes `bytes` beside `path`, flushes them to the disk and renames them into place.
///
/// # Errors
/// If the folder does not exist, or the file cannot be written or replaced.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, true)
}

/// [`write_atomically`] that never replaces a file.
///
/// # Errors
/// As [`write_atomically`], and if there is a file at `path` already.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes, false)
}

/// Ends the program at once, with `status`, and leaves no half-written file behind.
pub fn exit_now(status: i32) -> ! {
    // Held until the end: no file gets its name meanwhile.
    let unfinished = UNFINISHED.lock();
    for path in unfinished.iter() {
        // What cannot be removed is hidden and in nobody's way.
        let _ = std::fs::remove_file(path);
    }
    std::process::exit(status);
}

fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let fail = Error::io("write", path);
    let write = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".impasto-");
        #[cfg(unix)]
        {
            // By itself a temporary file is private. What an artist saves has the permissions of any file: those
            // that the umask leaves.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = {
            let mut unfinished = UNFINISHED.lock();
            let file = builder.tempfile_in(folder)?;
            unfinished.push(file.path().to_owned());
            file
        };
        let temporary = file.path().to_owned();
        let written = file.write_all(bytes).and_then(|()| {
            file.as_file().sync_all()?;
            // A file that is replaced keeps its permissions, on disks that have any.
            if let Some(before) = std::fs::metadata(path).ok().filter(|_| cfg!(unix)) {
                let _ = file.as_file().set_permissions(before.permissions());
            }
            Ok(())
        });
        let mut unfinished = UNFINISHED.lock();
        unfinished.retain(|path| *path != temporary);
        written?;
        let kept = if replace {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        kept.map(|_| ()).map_err(|e| e.error)
    };
    write().map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_permissions_of_any_and_an_old_one_keeps_its_own() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("folder");
        let mode =
            |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let (plain, ours) = (folder.path().join("plain"), folder.path().join("ours"));
        std::fs::write(&plain, b"x").expect("written");
        write_atomically(&ours, b"x").expect("written");
        assert_eq!(mode(&ours), mode(&plain));
        let secret = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(&ours, secret).expect("set");
        write_atomically(&ours, b"y").expect("written");
        assert_eq!(mode(&ours), 0o600);
        assert!(write_new(&ours, b"z").is_err());
        assert_eq!(std::fs::read(&ours).expect("there"), b"y");
        assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 2);
    }
}
