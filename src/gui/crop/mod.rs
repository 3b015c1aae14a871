//! Choosing the part of a picture that is used: over all of the picture, with handles, shapes, quarter turns and straightening.
//! Nothing is changed until it is taken over.

mod edit;
mod handles;

use crate::{
    gui::{
        icons,
        localisation::Words,
        still_picture::StillPicture,
        theme::{ON_SHADE, SHADE, palette},
        widgets::{self, slider::Slider},
    },
    picture::Crop,
};
use edit::{Aspect, Edit, RATIOS};
use egui::{
    Button, ComboBox, CursorIcon, Frame, Key, Margin, Panel, Rect, RichText, Role, Sense, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use handles::{HANDLES, at, brackets, edge_value, frame_id, handle_id, shade, spot};

/// A part that is being chosen.
pub struct CropEditor {
    /// The picture on the screen, once it is there.
    still: Option<StillPicture>,
    edit: Edit,
    /// The crop when the drag began.
    grabbed: Crop,
    dragged: bool,
}

/// How it ended.
#[derive(Clone, Copy, PartialEq)]
pub enum End {
    /// The part is taken over.
    Take,
    /// Nothing changes.
    Cancel,
}

impl CropEditor {
    /// Begins with the part `crop` of a picture of `size`.
    pub fn new(size: (usize, usize), crop: Crop, still: Option<StillPicture>) -> Self {
        Self {
            still,
            edit: Edit::new(size, crop),
            grabbed: crop,
            dragged: false,
        }
    }

    /// The picture is ready for the screen.
    pub fn picture_came(&mut self, still: StillPicture) {
        self.still = Some(still);
    }

    /// The part as it is now.
    pub fn part(&self) -> Crop {
        self.edit.crop
    }

    /// Whether the picture is on the screen.
    #[cfg(test)]
    pub fn is_ready(&self) -> bool {
        self.still.is_some()
    }

    /// Whether a handle is being dragged.
    pub fn is_dragged(&self) -> bool {
        self.dragged
    }

    /// Draws the picture with its handles; returns how it ended, if it did.
    pub fn show(&mut self, ui: &mut Ui, words: &Words, surround: egui::Color32) -> Option<End> {
        let colours = palette(ui.ctx());
        let frame = Frame::new()
            .fill(colours.panel)
            .inner_margin(Margin::symmetric(12, 8));
        let mut end = Panel::bottom("crop bar")
            .resizable(false)
            .frame(frame)
            .show(ui, |ui| self.bar(ui, words))
            .inner;
        let (rect, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        ui.painter().rect_filled(rect, 0, surround);
        self.canvas(ui, rect, words);
        let focus = ui.memory(|memory| memory.focused());
        let ours = |id| HANDLES.iter().any(|(_, name)| handle_id(name) == id) || id == frame_id();
        ui.input(|input| {
            if input.key_pressed(Key::Enter) && focus.is_none_or(ours) {
                end = Some(End::Take);
            }
            if input.key_pressed(Key::Escape) {
                end = Some(End::Cancel);
            }
        });
        end
    }

    fn bar(&mut self, ui: &mut Ui, words: &Words) -> Option<End> {
        let t = |key: &str| words.get(key);
        ui.horizontal(|ui| {
            for (icon, key, clockwise) in [
                (icons::TURN_LEFT, "turn-left", false),
                (icons::TURN_RIGHT, "turn-right", true),
            ] {
                if widgets::icon_button(ui, icon, &t(key)).clicked() {
                    self.edit.turn(clockwise);
                }
            }
            let mut degrees = self.edit.crop.degrees;
            let slider = Slider::new(&mut degrees, t("straighten"), t("straighten-hint"));
            ui.add(slider.degrees(Crop::MOST_DEGREES));
            if degrees != self.edit.crop.degrees {
                self.edit.straighten(degrees);
            }
        });
        let mut end = None;
        ui.horizontal(|ui| {
            self.shapes(ui, words);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let colours = palette(ui.ctx());
                let text = RichText::new(t("take-over")).color(colours.on_accent);
                let take = Button::new(text).fill(colours.accent);
                if ui.add(take.min_size(vec2(72.0, 28.0))).clicked() {
                    end = Some(End::Take);
                }
                if ui.button(t("cancel")).clicked() {
                    end = Some(End::Cancel);
                }
                let changed = !self.edit.crop.is_whole();
                let why = t("nothing-to-reset");
                let reset = Button::new(t("reset"));
                if widgets::add_or_why(ui, changed, &why, reset).clicked() {
                    self.edit.reset();
                }
            });
        });
        end
    }

    fn shapes(&mut self, ui: &mut Ui, words: &Words) {
        let (mut aspect, mut upright) = (self.edit.aspect, self.edit.upright);
        let text = |aspect: Aspect| match aspect {
            Aspect::Free => words.get("shape-free"),
            Aspect::Own => words.get("shape-own"),
            Aspect::Ratio(w, h) if upright => format!("{h} : {w}"),
            Aspect::Ratio(w, h) => format!("{w} : {h}"),
        };
        let ratios = RATIOS.map(|(w, h)| Aspect::Ratio(w, h));
        let name = words.get("shape");
        let combo = ComboBox::from_id_salt("shape")
            .selected_text(text(aspect))
            .width(116.0)
            .height(280.0)
            .show_ui(ui, |ui| {
                for choice in [Aspect::Free, Aspect::Own].into_iter().chain(ratios) {
                    ui.selectable_value(&mut aspect, choice, text(choice));
                }
            });
        let response = combo.response.on_hover_text(words.get("shape-hint"));
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name.as_str()));
        let two_sided = matches!(aspect, Aspect::Ratio(w, h) if w != h);
        let swap = ui.add_enabled_ui(two_sided, |ui| {
            widgets::icon_button(ui, icons::SWAP, &words.get("swap-shape"))
        });
        let why = format!(
            "{}\n{}",
            words.get("swap-shape"),
            words.get("swap-shape-why")
        );
        let swap = swap.inner.on_disabled_hover_text(why);
        if swap.clicked() || (two_sided && ui.input(|input| input.key_pressed(Key::X))) {
            upright = !upright;
        }
        if (aspect, upright) != (self.edit.aspect, self.edit.upright) {
            self.edit.shape(aspect, upright);
        }
    }

    fn canvas(&mut self, ui: &mut Ui, rect: Rect, words: &Words) {
        let painter = ui.painter_at(rect);
        let Some(still) = &mut self.still else {
            let middle = Rect::from_center_size(rect.center(), Vec2::splat(32.0));
            ui.put(middle, egui::Spinner::new());
            return;
        };
        // All of the picture is seen, however it is turned; then some air for the handles.
        let (width, height) = self.edit.frame();
        let (sin, cos) = self.edit.crop.degrees.to_radians().sin_cos();
        let (sin, cos) = (sin.abs(), cos.abs());
        let bounds = vec2(width * cos + height * sin, width * sin + height * cos);
        let room = rect.shrink2(vec2(40.0, 36.0)).size().max(vec2(32.0, 32.0));
        let scale = (room / bounds).min_elem();
        let whole = Rect::from_center_size(rect.center(), vec2(width, height) * scale);
        let place = |crop: Crop| {
            let share = |x: f32, y: f32| whole.min + vec2(x, y) * whole.size();
            Rect::from_min_max(
                share(crop.left, crop.top),
                share(crop.left + crop.width, crop.top + crop.height),
            )
        };
        let turned = Crop {
            turns: self.edit.crop.turns,
            degrees: self.edit.crop.degrees,
            ..Crop::default()
        };
        still.paint_around(&painter, whole, turned, false, egui::Color32::WHITE);
        self.dragged = self.handles(ui, whole, place(self.edit.crop), words);
        let crop = place(self.edit.crop);
        shade(&painter, rect, crop);
        let line = |alpha| Stroke::new(1.0, ON_SHADE.gamma_multiply(alpha));
        let thirds = line(if self.dragged { 0.7 } else { 0.35 });
        for third in [1.0 / 3.0, 2.0 / 3.0] {
            painter.vline(egui::lerp(crop.x_range(), third), crop.y_range(), thirds);
            painter.hline(crop.x_range(), egui::lerp(crop.y_range(), third), thirds);
        }
        painter.rect_stroke(crop, 0, line(0.9), StrokeKind::Middle);
        brackets(&painter, crop);
        self.focus_ring(ui, crop);
        let (w, h) = self.edit.crop.size(self.edit.size);
        let text = format!("{w} × {h}");
        let font = egui::FontId::proportional(12.0);
        let galley = painter.layout_no_wrap(text, font, ON_SHADE);
        let size = galley.size() + vec2(16.0, 6.0);
        let y = (crop.bottom() + 20.0).min(rect.bottom() - 0.5 * size.y - 4.0);
        let label = Rect::from_center_size(pos2(crop.center().x, y), size);
        painter.rect_filled(label, 6, SHADE);
        painter.galley(label.min + vec2(8.0, 3.0), galley, ON_SHADE);
    }

    /// Follows the pointer and the arrow keys; returns whether something is being dragged.
    fn handles(&mut self, ui: &Ui, whole: Rect, crop: Rect, words: &Words) -> bool {
        let mut dragging = false;
        let frame = ui.interact(crop, frame_id(), Sense::click_and_drag());
        let name = words.get("crop-frame");
        let (w, h) = self.edit.crop.size(self.edit.size);
        frame.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Button, true, name.as_str());
            info.current_text_value = Some(format!("{w} × {h}"));
            info
        });
        if frame.hovered() {
            ui.ctx().set_cursor_icon(CursorIcon::Move);
        }
        if let Some(by) = self.moved(ui, &frame, whole) {
            self.edit.shift(self.grabbed, by);
            dragging = true;
        }
        for (side, key) in HANDLES {
            let spot = spot(crop, side);
            let response = ui.interact(spot, handle_id(key), Sense::click_and_drag());
            let name = words.get(key);
            let value = edge_value(self.edit.crop, side);
            response.widget_info(|| WidgetInfo::slider(true, value, name.as_str()));
            if response.hovered() || response.dragged() {
                ui.ctx().set_cursor_icon(match side {
                    [0, _] => CursorIcon::ResizeVertical,
                    [_, 0] => CursorIcon::ResizeHorizontal,
                    [x, y] if x == y => CursorIcon::ResizeNwSe,
                    _ => CursorIcon::ResizeNeSw,
                });
            }
            if let Some(by) = self.moved(ui, &response, whole) {
                let keep = ui.input(|input| input.modifiers.shift) && response.dragged();
                self.edit.drag(self.grabbed, side, by, keep);
                dragging = true;
            }
        }
        dragging
    }

    /// By what share of the frame a handle was moved since it was grabbed, by hand or by keys.
    fn moved(&mut self, ui: &Ui, response: &egui::Response, whole: Rect) -> Option<[f32; 2]> {
        if response.drag_started() || response.clicked() {
            self.grabbed = self.edit.crop;
            response.request_focus();
        }
        if response.dragged() {
            let by = response.total_drag_delta()? / whole.size();
            return Some([by.x, by.y]);
        }
        if !response.has_focus() {
            return None;
        }
        let arrows = egui::EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..Default::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let (x, y) = ui.input(|input| {
            let step = if input.modifiers.shift { 0.001 } else { 0.01 };
            let presses = |key| input.num_presses(key) as f32 * step;
            (
                presses(Key::ArrowRight) - presses(Key::ArrowLeft),
                presses(Key::ArrowDown) - presses(Key::ArrowUp),
            )
        });
        self.grabbed = self.edit.crop;
        (x != 0.0 || y != 0.0).then_some([x, y])
    }

    fn focus_ring(&self, ui: &Ui, crop: Rect) {
        let Some(focus) = ui.memory(|memory| memory.focused()) else {
            return;
        };
        let ring = Stroke::new(2.0, palette(ui.ctx()).accent);
        if focus == frame_id() {
            ui.painter().rect_stroke(crop, 0, ring, StrokeKind::Middle);
        }
        for (side, key) in HANDLES {
            if handle_id(key) == focus {
                let at = at(crop, side);
                ui.painter().circle_stroke(at, 12.0, ring);
            }
        }
    }
}
