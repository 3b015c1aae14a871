//! What the artist calls a run and says of it: a file in its folder.

use crate::{error::Result, fault::SettingFault, picture::write_atomically};
use serde::{Deserialize, Serialize};
use std::{
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

/// Name of the file.
const FILE: &str = "about.toml";

/// What the artist calls a run and says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// What it is called.
    pub name: String,
    /// What is to be remembered of it.
    pub note: String,
    /// When it began, in seconds after 1970.
    pub began: u64,
}

impl About {
    /// That of the run in `folder`; where the file is missing or broken, what the folder itself tells.
    pub fn read(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join(FILE)).unwrap_or_default();
        let mut about: Self = toml::from_str(&text).unwrap_or_default();
        if about.name.trim().is_empty() {
            let name = folder.file_name().unwrap_or_default();
            about.name = name.to_string_lossy().into_owned();
        }
        if about.began == 0 {
            let changed = std::fs::metadata(folder).and_then(|data| data.modified());
            about.began = changed.map_or(0, seconds);
        }
        about
    }

    /// Writes it into `folder`.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        let text = toml::to_string(self).map_err(|e| SettingFault::Unwritable(e.to_string()))?;
        write_atomically(&folder.join(FILE), text.as_bytes())
    }
}

/// Seconds after 1970.
fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
