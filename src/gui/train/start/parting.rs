//! The part of a picture that is to be learnt from, being chosen.

use crate::{
    gui::{
        create::view::surround,
        crop::{CropEditor, End},
        still_picture::StillPicture,
        train::{context::PaneContext, intent::Intent},
    },
    picture::Crop,
    session::loader::LibraryRequest,
};
use egui::{CentralPanel, Key, Rect, Spinner, Ui, Vec2};
use std::path::{Path, PathBuf};

/// The picture of which a part is being chosen.
pub struct Parting {
    path: PathBuf,
    /// None until the picture was read.
    editor: Option<CropEditor>,
}

/// How it ended.
pub enum Parted {
    /// Nothing changes.
    Cancelled,
    /// This part of this picture is taken.
    Taken(PathBuf, Crop),
}

impl Parting {
    /// A part of this picture is to be chosen, which is read first.
    pub fn begin(cx: &mut PaneContext<'_>, path: PathBuf) -> Self {
        let request = LibraryRequest::Whole(path.clone());
        cx.ask(Intent::Library(Box::new(request)));
        Self { path, editor: None }
    }

    /// A picture of this size was read, of which `part` is used now.
    pub fn came(&mut self, path: &Path, size: (usize, usize), part: Crop, still: StillPicture) {
        if self.path == path {
            self.editor = Some(CropEditor::new(size, part, Some(still)));
        }
    }

    /// Whether the picture is on the screen.
    #[cfg(test)]
    pub fn is_ready(&self) -> bool {
        self.editor.as_ref().is_some_and(CropEditor::is_ready)
    }

    /// Draws it; returns how it ended, if it did.
    pub fn show(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) -> Option<Parted> {
        let shown = CentralPanel::no_frame().show(ui, |ui| match &mut self.editor {
            Some(editor) => editor.show(ui, cx.words, surround(cx.settings, ui.ctx())),
            None => {
                let middle = ui.available_rect_before_wrap().center();
                let place = Rect::from_center_size(middle, Vec2::splat(32.0));
                ui.put(place, Spinner::new());
                let leaves = ui.input(|input| input.key_pressed(Key::Escape));
                leaves.then_some(End::Cancel)
            }
        });
        let taken = |editor: &CropEditor| Parted::Taken(self.path.clone(), editor.part());
        Some(match (shown.inner?, &self.editor) {
            (End::Take, Some(editor)) => taken(editor),
            _ => Parted::Cancelled,
        })
    }
}
