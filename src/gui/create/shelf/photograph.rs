//! The lower end of the left side: the photograph, what it is called, and the part of it that is painted.

use crate::{
    gui::{
        actions::Action,
        app::App,
        icons, still,
        theme::palette,
        widgets::{self, heading},
    },
    picture::Crop,
    session::{engine::Loaded, loader::PASTED},
};
use egui::{Label, RichText, Role, Sense, Stroke, Ui, Vec2, WidgetInfo, vec2};
use std::path::PathBuf;

/// Height of a window, in points, below which its left side has no room for a small picture of the photograph.
const LOW: f32 = 700.0;

impl App {
    /// Whether it came from the clipboard and has no name of the artist's.
    fn is_pasted(&self, loaded: &Loaded) -> bool {
        let own = |path: &PathBuf| !self.shell.autosave.keeps(path);
        loaded.source.name == PASTED && !loaded.path.as_ref().is_some_and(own)
    }

    /// What the photograph is called.
    pub(in crate::gui) fn photo_title(&self) -> String {
        match &self.create.art.project.photograph {
            Some(_) if self.create.art.project.is_sample => self.shell.words.get("sample-lake"),
            Some(loaded) if self.is_pasted(loaded) => self.shell.words.get("pasted"),
            Some(loaded) => {
                let name = std::path::Path::new(&loaded.source.name);
                let stem = name.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
            None => self.shell.words.get("photograph"),
        }
    }

    pub(in crate::gui) fn photograph(&mut self, ui: &mut Ui) {
        let wide = ui.available_width() > 150.0;
        ui.horizontal(|ui| {
            ui.label(heading(&self.shell.words.get("photograph")));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let open =
                    widgets::icon_button(ui, icons::OPEN, &self.shell.words.get("action-open"));
                if open.clicked() {
                    self.act(ui.ctx(), Action::Open);
                }
                if wide {
                    self.recent_menu(ui);
                }
            });
        });
        if !wide {
            self.recent_menu(ui);
        }
        let Some(loaded) = &self.create.art.project.photograph else {
            ui.label(RichText::new(self.shell.words.get("no-photograph")).weak());
            return;
        };
        let named = if self.create.art.project.is_sample {
            self.shell.words.get("sample")
        } else {
            loaded.source.name.clone()
        };
        let crop = self.create.art.project.recipe.crop;
        let (width, height) = crop.size((loaded.picture.width, loaded.picture.height));
        let mut size = format!("{width} × {height}");
        if !crop.is_whole() {
            size = self.shell.words.with("cropped", &[("size", size.into())]);
        }
        let part = vec2(width as f32, height as f32);
        let texts = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add(Label::new(named).truncate());
            ui.add(Label::new(RichText::new(size).weak()).truncate());
        };
        if wide {
            ui.horizontal(|ui| {
                self.photograph_card(ui, part, crop, vec2(88.0, 60.0));
                ui.vertical(texts);
            });
        } else {
            ui.vertical(texts);
            // A low window has more use for the cards above; the photograph is on the canvas.
            let low = ui.ctx().content_rect().height() < LOW;
            if self.create.art.project.styles.len() == 1 && !low {
                self.photograph_card(ui, part, crop, vec2(ui.available_width(), 60.0));
            }
        }
    }

    /// The part of the photograph that is painted, `size` large, as a button that crops it, no larger than `most`.
    fn photograph_card(&mut self, ui: &mut Ui, size: Vec2, crop: Crop, most: Vec2) {
        let Some(texture) = &self.create.shelf.photo_card else {
            return;
        };
        let scale = (most / size).min_elem();
        let name = self.shell.words.get("action-crop");
        let (rect, response) = ui.allocate_exact_size(size * scale, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
        still::paint_part(ui.painter(), texture, rect, crop);
        if response.hovered() || response.has_focus() {
            let stroke = Stroke::new(2.0, palette(ui.ctx()).text);
            ui.painter()
                .rect_stroke(rect, 0, stroke, egui::StrokeKind::Inside);
        }
        if response.on_hover_text(name).clicked() {
            self.act(ui.ctx(), Action::Crop);
        }
    }
}
