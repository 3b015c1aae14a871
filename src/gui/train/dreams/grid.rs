//! Many dreams at once, each with the picture that it repeats most.

use super::{DreamsPane, slot::Slot};
use crate::gui::{
    errors, icons,
    theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
    train::context::PaneContext,
};
use egui::{
    Align2, Color32, FontId, Painter, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind,
    TextureHandle, Ui, WidgetInfo, pos2, vec2,
};

/// Least side of a dream, in points.
const LEAST: f32 = 112.0;
/// Side of the picture that it repeats, as a share.
const BESIDE: f32 = 0.34;

impl DreamsPane {
    /// The middle of the pane.
    pub fn grid(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        ui.label(RichText::new(cx.text("dreams-title")).size(20.0).strong());
        if let Some(error) = &self.failure {
            let text = errors::sentence(error, cx.words);
            ui.label(RichText::new(text).color(palette(ui.ctx()).error));
            return;
        }
        ui.label(RichText::new(cx.text("dreams-hint")).weak());
        ui.add_space(GAP);
        let room = ui.available_width() - 10.0;
        let columns = ((room + GAP) / (LEAST + GAP)).floor().clamp(1.0, 6.0);
        let side = ((room + GAP) / columns - GAP).floor().min(220.0);
        let columns = columns as usize;
        let mut clicked = None;
        let scroll = ScrollArea::vertical().auto_shrink([false, false]);
        scroll.id_salt("dreams").show(ui, |ui| {
            for (row, slots) in self.dreams.chunks(columns).enumerate() {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    for (i, slot) in slots.iter().enumerate() {
                        let number = row * columns + i;
                        let end = self.chosen.iter().position(|chosen| *chosen == number);
                        if tile(ui, cx, slot, number, side, end) {
                            clicked = Some(number);
                        }
                    }
                });
                ui.add_space(GAP - ui.spacing().item_spacing.y);
            }
        });
        if let Some(number) = clicked {
            self.choose(number);
        }
    }

    /// A dream was clicked: it is chosen, or the other end of a walk; one that is chosen is let go.
    fn choose(&mut self, number: usize) {
        match self.chosen.iter().position(|chosen| *chosen == number) {
            Some(place) => drop(self.chosen.remove(place)),
            None if self.chosen.len() < 2 => self.chosen.push(number),
            None => self.chosen = vec![number],
        }
        self.at = 0;
    }
}

/// One of them; whether it was clicked. `end` is which end of a walk it is.
fn tile(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    slot: &Slot,
    number: usize,
    side: f32,
    end: Option<usize>,
) -> bool {
    let colours = palette(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
    let values = [("number", (number + 1).into())];
    let mut name = cx.words.with("dreams-one", &values);
    if let Some((_, score)) = &slot.nearest {
        name = format!("{name}, {}", alike(cx, *score));
    }
    let chosen = end.is_some();
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, chosen, name.as_str()));
    let painter = ui.painter_at(rect.expand(2.0));
    painter.rect_filled(rect, CORNER, colours.raised);
    if let Some(texture) = &slot.texture {
        image(&painter, rect, texture, slot.is_there());
    }
    if let Some((texture, _)) = &slot.nearest {
        let small = vec2(side, side) * BESIDE;
        let place = Rect::from_min_size(rect.max - small - vec2(4.0, 4.0), small);
        painter.rect_filled(place.expand(2.0), 4, SHADE);
        image(&painter, place, texture, slot.is_there());
    }
    let stroke = match (chosen, response.hovered() || response.has_focus()) {
        (true, _) => Stroke::new(2.0, colours.accent),
        (_, true) => Stroke::new(2.0, colours.text),
        _ => Stroke::new(1.0, colours.line),
    };
    painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
    if let Some(end) = end {
        let place = Rect::from_min_size(rect.min + vec2(6.0, 6.0), vec2(20.0, 20.0));
        painter.rect_filled(place, 10, SHADE);
        let (middle, font) = (Align2::CENTER_CENTER, FontId::proportional(13.0));
        painter.text(place.center(), middle, end + 1, font, ON_SHADE);
    }
    if slot.texture.is_none() {
        let (middle, font) = (Align2::CENTER_CENTER, FontId::proportional(22.0));
        painter.text(rect.center(), middle, icons::PICTURE, font, colours.muted);
    }
    response.on_hover_text(name).clicked()
}

/// A picture in a place; weaker while another one is dreamt for it.
pub fn image(painter: &Painter, place: Rect, texture: &TextureHandle, there: bool) {
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let tint = Color32::WHITE.gamma_multiply(if there { 1.0 } else { 0.6 });
    let shape = egui::epaint::RectShape::filled(place, 4, tint);
    painter.add(shape.with_texture(texture.id(), all));
}

/// How alike a dream is to what it repeats most, in words.
pub fn alike(cx: &PaneContext<'_>, score: f32) -> String {
    let percent = format!("{:.0}", 100.0 * score.clamp(0.0, 1.0));
    cx.words
        .with("dreams-alike", &[("percent", percent.into())])
}
