//! The photographs that were opened last, with small pictures of them.

use crate::gui::{
    create::{context::PaneContext, intent::Intent},
    theme::CORNER,
    widgets,
};
use egui::{Button, Image, Ui, vec2};

/// Height and most width of a small picture.
const HEIGHT: f32 = 36.0;
const WIDTH: f32 = 64.0;

/// The menu of recent photographs; nothing if there are none.
pub fn recent_menu(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    if cx.settings.recent.is_empty() {
        return;
    }
    let paths = cx.settings.recent.clone();
    ui.menu_button(cx.words.get("recent"), |ui| {
        for path in &paths {
            let name = if cx.autosave.keeps(path) {
                cx.words.get("pasted")
            } else {
                let name = path.file_name().unwrap_or_default();
                name.to_string_lossy().into_owned()
            };
            let button = match cx.thumbnails.small_of(path) {
                Some((picture, _)) => {
                    let scale = (vec2(WIDTH, HEIGHT) / picture.size_vec2()).min_elem();
                    let image = Image::new((picture.id(), picture.size_vec2() * scale));
                    Button::image_and_text(image.corner_radius(CORNER), name)
                }
                None => Button::new(name),
            };
            let there = !cx.thumbnails.missing.contains(path);
            let place = [("path", path.display().to_string().into())];
            let why = cx.words.with("recent-missing", &place);
            let button = button.min_size(vec2(0.0, HEIGHT + 4.0));
            let button = widgets::add_or_why(ui, there, &why, button);
            if button.on_hover_text(path.display().to_string()).clicked() {
                cx.ask(Intent::Open(path.clone()));
                ui.close();
            }
        }
        cx.ask(Intent::Thumbnails(paths));
    });
}
