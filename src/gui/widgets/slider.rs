//! The one slider of the window: a name, a rail and a number.
//!
//! Double-click or Backspace resets, Shift is ten times finer, Ctrl snaps to tenths, arrow and page
//! keys step, the wheel counts only while the slider has the focus, a click on the number types.

use crate::gui::{
    theme::{GAP, palette},
    widgets::{self, cover},
};
use egui::{
    DragValue, Event, Id, Key, MouseWheelUnit, Rect, Response, Role, Sense, Stroke, Ui, Widget,
    WidgetInfo, WidgetText, pos2, vec2,
};

/// Width of the number.
const NUMBER: f32 = 56.0;
const HEIGHT: f32 = 24.0;

/// A slider from 0 to `most`; the middle of the rail is a quarter of the way, so that small values
/// can be set as well as large ones. One with two sides is even.
pub struct Slider<'a> {
    value: &'a mut f32,
    least: f32,
    most: f32,
    default: f32,
    name: String,
    hint: String,
    percent: bool,
    degrees: bool,
    even: bool,
    geometric: bool,
    /// Width of the name in points.
    room: f32,
    /// A picture that stands for the name.
    picture: Option<(egui::TextureId, egui::Vec2)>,
}

impl<'a> Slider<'a> {
    /// A slider called `name`; `hint` says what it does in one sentence.
    pub fn new(value: &'a mut f32, name: String, hint: String) -> Self {
        Self {
            value,
            least: 0.0,
            most: 4.0,
            default: 1.0,
            name,
            hint,
            percent: false,
            degrees: false,
            even: false,
            geometric: false,
            room: widgets::NAME,
            picture: None,
        }
    }

    /// In a narrow place, with `room` points for its name.
    pub fn name_room(mut self, room: f32) -> Self {
        self.room = room;
        self
    }

    /// With a small picture in the place of its name, which is told on hovering.
    pub fn picture(mut self, picture: &egui::TextureHandle) -> Self {
        self.picture = Some((picture.id(), picture.size_vec2()));
        self
    }

    /// The name on the left, or the picture that stands for it.
    fn label(&self, ui: &mut Ui) -> Response {
        let Some((picture, size)) = self.picture else {
            return widgets::name_of(ui, self.room, &self.name);
        };
        let (rect, response) = ui.allocate_exact_size(vec2(HEIGHT, HEIGHT), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, self.name.as_str()));
        let shape = egui::epaint::RectShape::filled(rect, 4, egui::Color32::WHITE)
            .with_texture(picture, cover(size, rect.size()));
        ui.painter().add(shape);
        response.on_hover_text(self.name.as_str())
    }

    /// Its largest value and the one that a reset brings back.
    pub fn range(mut self, most: f32, default: f32) -> Self {
        (self.most, self.default) = (most, default);
        self
    }

    /// Shows the value in percent.
    pub fn percent(mut self) -> Self {
        self.percent = true;
        self
    }

    /// From `-most` to `most`, at rest in the middle.
    pub fn two_sided(mut self, most: f32) -> Self {
        (self.least, self.most, self.default) = (-most, most, 0.0);
        self.even = true;
        self
    }

    /// A rail on which all values are equally far apart.
    pub fn even(mut self) -> Self {
        self.even = true;
        self
    }

    /// From 1/`most` to `most`, 1 in the middle: as far to twice as to half.
    pub fn geometric(mut self, most: f32) -> Self {
        (self.least, self.most, self.default) = (1.0 / most, most, 1.0);
        self.geometric = true;
        self
    }

    /// An angle in degrees, from `-most` to `most`.
    pub fn degrees(self, most: f32) -> Self {
        Self {
            degrees: true,
            ..self.two_sided(most)
        }
    }

    fn place_of(&self, value: f32) -> f32 {
        if self.geometric {
            let place = (value / self.least).ln() / (self.most / self.least).ln();
            return place.clamp(0.0, 1.0);
        }
        let share = ((value - self.least) / (self.most - self.least)).clamp(0.0, 1.0);
        if self.even { share } else { share.sqrt() }
    }

    fn at_place(&self, place: f32) -> f32 {
        let place = place.clamp(0.0, 1.0);
        let share = if self.even { place } else { place * place };
        let value = match self.geometric {
            true => self.least * (self.most / self.least).powf(place),
            false => self.least + (self.most - self.least) * share,
        };
        // What cannot be seen is not kept: a number is what it says.
        (value * 1000.0).round() / 1000.0
    }

    fn keys(&mut self, ui: &Ui, response: &Response) {
        let place = self.place_of(*self.value);
        let mut moved = 0.0;
        let mut reset = false;
        // Half a degree, or a fiftieth of the way.
        let step = if self.degrees {
            0.5 / (self.most - self.least)
        } else {
            0.02
        };
        ui.input(|input| {
            let fine = if input.modifiers.shift { 0.1 } else { 1.0 };
            for (key, steps) in [
                (Key::ArrowRight, 1.0),
                (Key::ArrowUp, 1.0),
                (Key::ArrowLeft, -1.0),
                (Key::ArrowDown, -1.0),
                (Key::PageUp, 10.0),
                (Key::PageDown, -10.0),
            ] {
                moved += input.num_presses(key) as f32 * steps * step * fine;
            }
            reset = input.key_pressed(Key::Backspace);
            if response.hovered() {
                for event in &input.events {
                    if let Event::MouseWheel { unit, delta, .. } = event {
                        let notch = if *unit == MouseWheelUnit::Line {
                            step
                        } else {
                            step / 40.0
                        };
                        moved += delta.y * notch * fine;
                    }
                }
            }
        });
        if response.hovered() {
            // The wheel is the slider's then, not the panel's that it stands in.
            ui.input_mut(|input| input.smooth_scroll_delta = egui::Vec2::ZERO);
        }
        if moved != 0.0 {
            *self.value = self.at_place(place + moved);
        }
        if reset {
            *self.value = self.default;
        }
    }

    fn drag(&mut self, ui: &Ui, response: &Response, rail: Rect) {
        let start = Id::unique((response.id, "place"));
        if response.double_clicked() {
            *self.value = self.default;
            return;
        }
        let Some(pointer) = response.interact_pointer_pos() else {
            return;
        };
        let (shift, snap) = ui.input(|i| (i.modifiers.shift, i.modifiers.command));
        if response.drag_started() || response.clicked() || response.is_pointer_button_down_on() {
            response.request_focus();
        }
        let at = |x: f32| (x - rail.left()) / rail.width();
        let mut place = at(pointer.x);
        if shift {
            let before: f32 = ui
                .data(|data| data.get_temp(start))
                .unwrap_or_else(|| self.place_of(*self.value));
            place = before + 0.1 * response.drag_delta().x / rail.width();
        }
        if !(response.dragged() || response.clicked()) {
            return;
        }
        ui.data_mut(|data| data.insert_temp(start, place));
        let mut value = self.at_place(place);
        if snap {
            let tenth = (self.most - self.least) / 10.0;
            value = (value / tenth).round() * tenth;
        } else if (self.place_of(value) - self.place_of(self.default)).abs() < 0.012 && !shift {
            // The default is easy to hit.
            value = self.default;
        }
        *self.value = value;
    }

    fn paint(&self, ui: &Ui, rail: Rect, response: &Response) {
        let colours = palette(ui.ctx());
        let painter = ui.painter();
        let x = |value: f32| rail.left() + rail.width() * self.place_of(value);
        let bar = |from: f32, to: f32| {
            Rect::from_min_max(
                pos2(from, rail.center().y - 2.0),
                pos2(to, rail.center().y + 2.0),
            )
        };
        painter.rect_filled(bar(rail.left(), rail.right()), 2, colours.line);
        let here = x(*self.value);
        let zero = x(0.0);
        let tint = if ui.is_enabled() {
            colours.accent
        } else {
            colours.muted
        };
        painter.rect_filled(bar(zero.min(here), zero.max(here)), 2, tint);
        let tick = x(self.default);
        painter.vline(
            tick,
            rail.center().y + 5.0..=rail.center().y + 9.0,
            Stroke::new(1.0, colours.muted),
        );
        let radius = if response.hovered() || response.dragged() {
            8.0
        } else {
            7.0
        };
        let knob = pos2(here, rail.center().y);
        painter.circle(knob, radius, colours.raised, Stroke::new(2.0, tint));
        if response.has_focus() {
            painter.circle_stroke(knob, radius + 2.5, Stroke::new(1.5, colours.text));
        }
    }
}

impl Widget for Slider<'_> {
    fn ui(mut self, ui: &mut Ui) -> Response {
        let before = *self.value;
        let inner = ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            let label = self.label(ui).on_hover_text(self.hint.as_str());
            let width = (ui.available_width() - NUMBER - GAP).max(48.0);
            let (rect, mut response) =
                ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click_and_drag());
            let rail = rect.shrink2(vec2(8.0, 0.0));
            if ui.is_enabled() {
                self.drag(ui, &response, rail);
                if response.has_focus() {
                    // Arrow keys are ours then, not those of focus navigation.
                    ui.memory_mut(|memory| {
                        memory.set_focus_lock_filter(
                            response.id,
                            egui::EventFilter {
                                horizontal_arrows: true,
                                vertical_arrows: true,
                                ..Default::default()
                            },
                        );
                    });
                    self.keys(ui, &response);
                }
            }
            self.paint(ui, rail, &response);
            response.widget_info(|| {
                WidgetInfo::slider(ui.is_enabled(), f64::from(*self.value), self.name.as_str())
            });
            response = response.on_hover_text(WidgetText::from(self.hint.as_str()));
            let shown = if self.percent { 100.0 } else { 1.0 };
            let mut number = *self.value * shown;
            let (decimals, suffix) = match (self.percent, self.degrees) {
                (true, _) => (0, " %"),
                (_, true) => (1, "°"),
                _ => (2, ""),
            };
            let box_ = ui
                .add_sized(
                    vec2(NUMBER, HEIGHT),
                    DragValue::new(&mut number)
                        .range(self.least * shown..=self.most * shown)
                        .speed(if self.degrees { 0.1 } else { 0.01 * shown })
                        .max_decimals(decimals)
                        .min_decimals(decimals)
                        .suffix(suffix)
                        .update_while_editing(false),
                )
                .labelled_by(label.id);
            if box_.changed() {
                *self.value = number / shown;
            }
            response
        });
        let mut response = inner.inner;
        if *self.value != before {
            response.mark_changed();
        }
        response
    }
}
