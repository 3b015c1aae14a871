//! Atomic writing: nothing whole is ever replaced by something half-written.

use crate::error::{Error, Result};
use std::{io::Write, path::Path};

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

fn write(path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let fail = Error::io("write", path);
    let write = || {
        let mut file = tempfile::Builder::new()
            .prefix(".impasto-")
            .tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        #[cfg(unix)]
        {
            // A temporary file is private; what an artist saves has the permissions of any file.
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).map_or(0o644, |m| m.permissions().mode());
            file.as_file()
                .set_permissions(std::fs::Permissions::from_mode(mode))?;
        }
        let kept = if replace {
            file.persist(path)
        } else {
            file.persist_noclobber(path)
        };
        kept.map(|_| ()).map_err(|e| e.error)
    };
    write().map_err(fail)
}
