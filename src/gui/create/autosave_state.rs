//! What is awaited of the work that is kept: a photograph that a recipe names, and what is opened again and covers the canvas until then.

use crate::{
    gui::{
        live_picture,
        localisation::Words,
        theme::{CORNER, ON_SHADE, SHADE},
    },
    picture::{Crop, Picture},
    session::{Autosave, SaveSchedule, engine::Loaded},
    stylize::Recipe,
};
use egui::{Align2, Color32, Context, FontId, Rect, TextureHandle, Ui, vec2};
use std::path::PathBuf;

/// A photograph that a recipe cropped, until it is there.
pub struct Awaited {
    blake3: String,
    /// Where the artist said that it is, whatever it is.
    path: Option<PathBuf>,
    crop: Crop,
}

impl Awaited {
    /// The photograph of a recipe.
    pub fn by(recipe: &Recipe) -> Self {
        Self {
            blake3: recipe.content.blake3.clone(),
            path: None,
            crop: recipe.crop,
        }
    }

    /// What lies at `path` is to be painted by a recipe.
    pub fn at(recipe: &Recipe, path: PathBuf) -> Self {
        Self {
            path: Some(path),
            ..Self::by(recipe)
        }
    }

    /// The part of `loaded` that is used: another photograph is not cropped.
    pub fn crop_of(&self, loaded: &Loaded) -> Crop {
        if loaded.source.blake3 == self.blake3 {
            self.crop
        } else {
            Crop::default()
        }
    }

    /// Whether it is this one.
    pub fn is(&self, loaded: &Loaded) -> bool {
        let here = self.path.is_some() && self.path == loaded.path;
        here || loaded.source.blake3 == self.blake3
    }
}

/// What was open at the last end, while it is read.
pub struct Opening {
    title: String,
    picture: Option<TextureHandle>,
}

impl Opening {
    /// Of a title, with the picture that was there at the last end.
    pub fn new(ctx: &Context, title: String, picture: Option<&Picture>) -> Self {
        let picture = picture.map(|p| live_picture::small(ctx, p.width, p.height, &p.to_rgba8()));
        Self { title, picture }
    }

    /// What is being opened, on the canvas.
    pub fn show(&self, ui: &Ui, words: &Words, rect: Rect) {
        let painter = ui.painter_at(rect);
        if let Some(picture) = &self.picture {
            let size = picture.size_vec2();
            let size = size * (rect.size() * 0.96 / size).min_elem();
            let place = Rect::from_center_size(rect.center(), size);
            let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(picture.id(), place, uv, Color32::WHITE);
        }
        let values = [("name", self.title.as_str().into())];
        let text = words.with("opening", &values);
        let font = FontId::proportional(14.0);
        let galley = painter.layout_no_wrap(text, font, ON_SHADE);
        let at = rect.center_bottom() - vec2(0.0, 64.0);
        let place = Align2::CENTER_CENTER.anchor_size(at, galley.size() + vec2(24.0, 12.0));
        painter.rect_filled(place, CORNER, SHADE);
        painter.galley(place.min + vec2(12.0, 6.0), galley, ON_SHADE);
    }
}

/// What is kept of the work on photographs, and what of it is on its way.
pub struct AutosaveState {
    /// What is kept, and when.
    pub keeping: SaveSchedule,
    /// What was kept of the photograph that has come is to be asked for.
    pub asks: bool,
    /// It came by undo.
    pub by_undo: bool,
    /// Refine is to begin, or to go on, once that is known.
    pub refines: bool,
    /// The last save could not be written, and that was said.
    pub cannot_save: bool,
    /// What was open at the last end, while it is read.
    pub opening: Option<Opening>,
    /// The photograph that a restored recipe cropped.
    pub awaited: Option<Awaited>,
}

impl AutosaveState {
    /// Nothing is on its way.
    pub fn new(autosave: &Autosave) -> Self {
        Self {
            keeping: SaveSchedule::new(autosave.under_way()),
            asks: false,
            by_undo: false,
            refines: false,
            cannot_save: false,
            opening: None,
            awaited: None,
        }
    }
}
