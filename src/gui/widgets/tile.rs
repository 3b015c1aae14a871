//! A card of the shelf: a small picture over its title.

use crate::gui::{
    theme::{CORNER, palette},
    widgets::cover,
};
use egui::{
    Color32, FontId, Rect, Response, Role, Sense, Stroke, TextureHandle, Ui, WidgetInfo, pos2, vec2,
};

/// Height of the title in points.
const TITLE: f32 = 22.0;

/// A card.
pub struct Tile<'a> {
    /// Its title.
    pub title: &'a str,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Tile<'_> {
    /// Takes a place `width` wide; returns that of the picture, and what the pointer does there.
    pub fn show(&self, ui: &mut Ui, width: f32) -> (Rect, Response) {
        let picture = vec2(width, width * 0.72);
        let size = vec2(width, picture.y + TITLE);
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, self.chosen, self.title));
        (Rect::from_min_size(rect.min, picture), response)
    }

    /// Draws it, with the picture if that is there.
    pub fn paint(
        &self,
        ui: &Ui,
        place: Rect,
        response: &Response,
        picture: Option<&TextureHandle>,
    ) {
        let colours = palette(ui.ctx());
        let painter = ui.painter_at(response.rect.expand(1.0));
        painter.rect_filled(place, CORNER, colours.raised);
        if let Some(texture) = picture {
            let uv = cover(texture.size_vec2(), place.size());
            let shape = egui::epaint::RectShape::filled(place, CORNER, Color32::WHITE)
                .with_texture(texture.id(), uv);
            painter.add(shape);
        }
        let stroke = if self.chosen {
            Stroke::new(3.0, colours.accent)
        } else if response.hovered() || response.has_focus() {
            Stroke::new(2.0, colours.text)
        } else {
            Stroke::new(1.0, colours.line)
        };
        painter.rect_stroke(place, CORNER, stroke, egui::StrokeKind::Inside);
        let tint = if self.chosen {
            colours.accent
        } else {
            colours.text
        };
        let font = FontId::proportional(12.0);
        let mut job = egui::text::LayoutJob::simple_singleline(self.title.to_owned(), font, tint);
        job.wrap = egui::text::TextWrapping::truncate_at_width(place.width() - 4.0);
        let name = painter.layout_job(job);
        let bottom = response.rect.bottom();
        let at = pos2(place.left() + 2.0, bottom - 2.0 - name.size().y);
        painter.galley(at, name, tint);
    }
}
