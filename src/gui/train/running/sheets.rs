//! Sheets of samples as textures: those that were read, and the one that is to be read next.

use crate::{compute::Level, gui::live_picture};
use egui::{Context, TextureHandle};
use std::path::{Path, PathBuf};

/// Sheets that stay on the GPU, a few MB each.
const KEPT: usize = 8;

/// Those that were read, and the one that is to be read next.
#[derive(Default)]
pub struct Sheets {
    /// The one that was used last at the end; none of a file that cannot be read.
    read: Vec<(PathBuf, Option<TextureHandle>)>,
    wanted: Option<PathBuf>,
    asked: Option<PathBuf>,
}

impl Sheets {
    /// A file was read, or is not there; one that another pane asked for is not kept.
    pub fn came(&mut self, ctx: &Context, path: &Path, sheet: Option<&Level>) {
        if self.asked.take_if(|asked| asked == path).is_some() {
            self.keep(ctx, path, sheet);
        }
    }

    /// Keeps a sheet under the name of a file.
    pub fn keep(&mut self, ctx: &Context, path: &Path, sheet: Option<&Level>) {
        let texture = sheet.map(|s| live_picture::small(ctx, s.width, s.height, &s.rgba));
        self.forget(path);
        self.read.push((path.to_owned(), texture));
        if self.read.len() > KEPT {
            self.read.remove(0);
        }
    }

    /// What is kept under this name is not true any more.
    pub fn forget(&mut self, path: &Path) {
        self.read.retain(|(other, _)| other != path);
    }

    /// A file that was asked for will not come.
    pub fn failed(&mut self, path: &Path) {
        if self.asked.take_if(|asked| asked == path).is_some() {
            self.read.push((path.to_owned(), None));
        }
    }

    /// Whether a file was read, or looked for in vain.
    pub fn knows(&self, path: &Path) -> bool {
        self.read.iter().any(|(other, _)| other == path)
    }

    /// Whether a file was read.
    #[cfg(test)]
    pub fn has(&self, path: &Path) -> bool {
        let read = |(other, texture): &(PathBuf, Option<_>)| other == path && texture.is_some();
        self.read.iter().any(read)
    }

    /// The sheet of a file, which is asked for if it was not read yet.
    pub fn texture(&mut self, path: &Path) -> Option<TextureHandle> {
        let Some(index) = self.read.iter().position(|(other, _)| other == path) else {
            self.wanted.get_or_insert_with(|| path.to_owned());
            return None;
        };
        // What is used stays.
        let used = self.read.remove(index);
        let texture = used.1.clone();
        self.read.push(used);
        texture
    }

    /// The file that is to be read for what is shown, once.
    pub fn wanted(&mut self) -> Option<PathBuf> {
        let wanted = self.wanted.take().filter(|_| self.asked.is_none())?;
        self.asked = Some(wanted.clone());
        Some(wanted)
    }
}
