//! Two pictures in one place, one on each side of a line that a hand or the arrow keys move.

use crate::gui::theme::{ON_SHADE, SHADE, palette};
use egui::{
    Align2, Color32, FontId, Id, Key, Painter, Rect, Role, Sense, Stroke, TextureHandle, Ui, Vec2,
    WidgetInfo, pos2, vec2,
};

/// What is drawn.
pub struct Divided<'a> {
    /// The picture, on the right of the line.
    pub picture: &'a TextureHandle,
    /// What stands left of it, and what both are called.
    pub before: Option<(&'a TextureHandle, [String; 2])>,
    /// What the line is called.
    pub name: String,
    /// What is drawn, in words.
    pub told: String,
}

/// The largest place of a picture within another one.
pub fn fitted(size: Vec2, place: Rect) -> Rect {
    let scale = (place.width() / size.x).min(place.height() / size.y);
    Rect::from_center_size(place.center(), size * scale.min(2.0))
}

impl Divided<'_> {
    /// Draws it within `place`; `line` is where the line is, 0 to 1.
    pub fn show(&self, ui: &mut Ui, place: Rect, line: &mut f32) {
        let rect = fitted(self.picture.size_vec2(), place);
        let painter = ui.painter_at(place);
        image(&painter, rect, rect, self.picture);
        let figure = ui.interact(rect, Id::unique("sheet"), Sense::hover());
        figure.widget_info(|| WidgetInfo::labeled(Role::Image, true, self.told.as_str()));
        let Some((before, names)) = &self.before else {
            return;
        };
        let x = rect.left() + rect.width() * *line;
        let left = Rect::from_min_max(rect.min, pos2(x, rect.bottom()));
        image(&painter, rect, left, before);
        self.handle(ui, rect, x, line);
        let colours = palette(ui.ctx());
        painter.vline(x, rect.y_range(), Stroke::new(2.0, colours.accent));
        painter.circle_filled(pos2(x, rect.center().y), 6.0, colours.accent);
        let corner = rect.left_top() + vec2(8.0, 8.0);
        caption(&painter, corner, Align2::LEFT_TOP, &names[0]);
        let corner = rect.right_top() + vec2(-8.0, 8.0);
        caption(&painter, corner, Align2::RIGHT_TOP, &names[1]);
    }

    fn handle(&self, ui: &mut Ui, rect: Rect, x: f32, line: &mut f32) {
        let grip = Rect::from_x_y_ranges(x - 12.0..=x + 12.0, rect.y_range());
        let handle = ui.interact(grip, Id::unique("divided line"), Sense::click_and_drag());
        handle.widget_info(|| WidgetInfo::slider(true, f64::from(*line), self.name.as_str()));
        if handle.dragged() {
            *line += handle.drag_delta().x / rect.width();
        }
        if handle.clicked() || handle.drag_started() {
            handle.request_focus();
        }
        if handle.has_focus() {
            keep_arrows(ui, handle.id);
            let steps = ui.input(|input| {
                let presses = |key| input.num_presses(key) as f32;
                presses(Key::ArrowRight) - presses(Key::ArrowLeft)
            });
            *line += 0.02 * steps;
            let stroke = Stroke::new(1.5, palette(ui.ctx()).text);
            let knob = pos2(x, rect.center().y);
            ui.painter().circle_stroke(knob, 9.0, stroke);
        }
        *line = line.clamp(0.0, 1.0);
        if handle.hovered() || handle.dragged() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
        }
    }
}

/// The arrow keys are a control's own while it has the focus.
pub fn keep_arrows(ui: &Ui, id: Id) {
    let own = egui::EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..Default::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, own));
}

/// A picture that fills `whole`, as far as it lies within `part`.
fn image(painter: &Painter, whole: Rect, part: Rect, texture: &TextureHandle) {
    let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let clip = painter.clip_rect().intersect(part);
    let painter = painter.with_clip_rect(clip);
    painter.image(texture.id(), whole, uv, Color32::WHITE);
}

fn caption(painter: &Painter, at: egui::Pos2, anchor: Align2, text: &str) {
    let font = FontId::proportional(12.0);
    let galley = painter.layout_no_wrap(text.to_owned(), font, ON_SHADE);
    let rect = anchor.anchor_size(at, galley.size() + vec2(12.0, 6.0));
    painter.rect_filled(rect, 4, SHADE);
    painter.galley(rect.min + vec2(6.0, 3.0), galley, ON_SHADE);
}
