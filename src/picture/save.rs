//! Atomic writing: nothing whole is ever replaced by something half-written.

use crate::error::{Error, Result};
use std::{io::Write, path::Path};

/// Writes `bytes` beside `path`, flushes them to the disk and renames them into place.
///
/// # Errors
/// If the folder does not exist, or the file cannot be written or replaced.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<()> {
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
        file.persist(path).map_err(|e| e.error)?;
        Ok(())
    };
    write().map_err(fail)
}
