//! What is being written while the artist goes on: how far it is, and a way to stop it.

use crate::{gui::localisation::Words, picture::Watch};
use std::sync::Arc;

/// A picture that is being saved.
pub struct ExportProgress {
    /// Name of its file; none if it goes to the clipboard.
    pub name: Option<String>,
    /// How far it is.
    pub watch: Arc<Watch>,
}

impl ExportProgress {
    /// What is being done.
    pub fn text(&self, words: &Words) -> String {
        let Some(name) = &self.name else {
            return words.get("copying");
        };
        let key = if self.watch.is_painting() {
            "painting-file"
        } else {
            "saving"
        };
        words.with(key, &[("name", name.as_str().into())])
    }
}
