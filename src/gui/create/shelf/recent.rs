//! The photographs that were opened last, with small pictures of them.

use crate::{
    gui::{app::App, pictures, theme::CORNER, widgets},
    session::loader::{Level, RecentRequest},
};
use egui::{Button, Context, Image, TextureHandle, Ui, vec2};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Height and most width of a small picture.
const HEIGHT: f32 = 36.0;
const WIDTH: f32 = 64.0;

/// What is known of the recent photographs beside their names.
#[derive(Default)]
pub struct Recent {
    /// Those that are gone.
    pub missing: Vec<PathBuf>,
    /// Their pictures with how much they look like photographs, or that they cannot be read.
    small: HashMap<PathBuf, Option<(TextureHandle, f32)>>,
    /// The one that is being read. One at a time, so that a photograph that is opened does not wait.
    asked: Option<PathBuf>,
}

impl Recent {
    /// A small picture has come, or none could be made.
    pub fn came(&mut self, ctx: &Context, path: PathBuf, known: Option<&(Level, f32)>) {
        let picture = known.map(|(level, likeness)| {
            let texture = pictures::small(ctx, level.width, level.height, &level.rgba);
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

impl App {
    /// The menu of recent photographs; nothing if there are none.
    pub(in crate::gui) fn recent_menu(&mut self, ui: &mut Ui) {
        if self.shell.settings.recent.is_empty() {
            return;
        }
        let paths = self.shell.settings.recent.clone();
        ui.menu_button(self.shell.words.get("recent"), |ui| {
            for path in &paths {
                let name = if self.shell.autosave.keeps(path) {
                    self.shell.words.get("pasted")
                } else {
                    let name = path.file_name().unwrap_or_default();
                    name.to_string_lossy().into_owned()
                };
                let button = match self.shell.recent.small_of(path) {
                    Some((picture, _)) => {
                        let scale = (vec2(WIDTH, HEIGHT) / picture.size_vec2()).min_elem();
                        let image = Image::new((picture.id(), picture.size_vec2() * scale));
                        Button::image_and_text(image.corner_radius(CORNER), name)
                    }
                    None => Button::new(name),
                };
                let there = !self.shell.recent.missing.contains(path);
                let place = [("path", path.display().to_string().into())];
                let why = self.shell.words.with("recent-missing", &place);
                let button = button.min_size(vec2(0.0, HEIGHT + 4.0));
                let button = widgets::add_or_why(ui, there, &why, button);
                if button.on_hover_text(path.display().to_string()).clicked() {
                    self.open_photograph(path.clone());
                    ui.close();
                }
            }
            if let Some(ask) = self.shell.recent.next(&paths) {
                self.shell.loader.ask(ask);
            }
        });
    }
}
