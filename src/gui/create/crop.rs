//! The part of a photograph or a painting of the project that is being chosen: taken over it is one step of undo.

use crate::{
    gui::{
        create::intent::Subject,
        crop::{CropEditor, End},
        localisation::Words,
        still_picture::StillPicture,
    },
    session::{Project, engine::Loaded},
};
use egui::Ui;
use std::sync::Arc;

/// A part that is being chosen.
pub struct Cropping {
    subject: Subject,
    /// The picture, for its hash.
    picture: Arc<Loaded>,
    editor: CropEditor,
}

impl Cropping {
    /// Begins to choose a part, if the picture is there; `photograph` is the one on the screen. A painting's picture
    /// for the screen is still to be made: then it is handed out too.
    pub fn begin(
        subject: Subject,
        project: &Project,
        photograph: Option<&StillPicture>,
    ) -> Option<(Self, Option<Arc<Loaded>>)> {
        let (picture, crop) = match &subject {
            Subject::Photograph => (project.photograph.clone(), project.recipe.crop),
            Subject::Style(key) => {
                let chosen = project.styles.iter().find(|c| c.key == *key);
                let painting = chosen.and_then(|c| c.painting().cloned());
                (painting, chosen.map(|c| c.crop).unwrap_or_default())
            }
        };
        let picture = picture?;
        let size = (picture.picture.width, picture.picture.height);
        let of_photograph = subject == Subject::Photograph;
        let to_make = (!of_photograph).then(|| Arc::clone(&picture));
        let still = photograph.filter(|_| of_photograph);
        let still = still.map(StillPicture::again);
        let cropping = Self {
            subject,
            picture,
            editor: CropEditor::new(size, crop, still),
        };
        Some((cropping, to_make))
    }

    /// A picture is ready for the screen.
    pub fn picture_came(&mut self, blake3: &str, still: StillPicture) {
        if self.picture.source.blake3 == blake3 {
            self.editor.picture_came(still);
        }
    }

    /// Takes the part over; returns whether it is one of the photograph.
    pub fn take(&self, project: &mut Project) -> bool {
        let crop = self.editor.part();
        project.recipe.changes.clear();
        match &self.subject {
            Subject::Photograph => {
                project.recipe.crop = crop;
                true
            }
            Subject::Style(key) => {
                for chosen in project.styles.iter_mut().filter(|c| c.key == *key) {
                    chosen.crop = crop;
                }
                false
            }
        }
    }
    /// Whether the picture is on the screen.
    #[cfg(test)]
    pub fn is_ready(&self) -> bool {
        self.editor.is_ready()
    }

    /// Whether a handle is being dragged.
    pub fn is_dragged(&self) -> bool {
        self.editor.is_dragged()
    }

    /// Draws the picture with its handles; returns how it ended, if it did.
    pub fn show(&mut self, ui: &mut Ui, words: &Words, surround: egui::Color32) -> Option<End> {
        self.editor.show(ui, words, surround)
    }
}
