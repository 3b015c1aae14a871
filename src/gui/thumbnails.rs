//! Small pictures of files that are named in a menu or a dialog.

use crate::gui::live_picture;
use crate::session::loader::{Level, RecentRequest};
use egui::{Context, TextureHandle};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Small pictures of files, and which of the photographs opened last are gone.
#[derive(Default)]
pub struct Thumbnails {
    /// Those that are gone.
    pub missing: Vec<PathBuf>,
    /// Their pictures with how much they look like photographs, or that they cannot be read.
    small: HashMap<PathBuf, Option<(TextureHandle, f32)>>,
    /// The one that is being read. One at a time, so that a photograph that is opened does not wait.
    asked: Option<PathBuf>,
}

impl Thumbnails {
    /// A small picture has come, or none could be made.
    pub fn came(&mut self, ctx: &Context, path: PathBuf, known: Option<&(Level, f32)>) {
        let picture = known.map(|(level, likeness)| {
            let texture = live_picture::small(ctx, level.width, level.height, &level.rgba);
            (texture, *likeness)
        });
        self.asked = None;
        self.small.insert(path, picture);
    }

    /// Whether there is a small picture of a photograph, once that is known.
    #[cfg(test)]
    pub fn picture_of(&self, path: &std::path::Path) -> Option<bool> {
        self.small.get(path).map(Option::is_some)
    }

    /// The small picture of a file, and how much it looks like a photograph, once it was read.
    pub fn small_of(&self, path: &Path) -> Option<(&TextureHandle, f32)> {
        let (texture, likeness) = self.small.get(path)?.as_ref()?;
        Some((texture, *likeness))
    }

    /// The next picture to be read for what shows `paths`.
    pub fn next(&mut self, paths: &[PathBuf]) -> Option<RecentRequest> {
        if self.asked.is_some() {
            return None;
        }
        let unknown =
            |path: &&PathBuf| !self.missing.contains(path) && !self.small.contains_key(*path);
        self.asked = Some(paths.iter().find(unknown)?.clone());
        self.asked.clone().map(RecentRequest::Thumbnail)
    }
}
