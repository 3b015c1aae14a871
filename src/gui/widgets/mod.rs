//! Controls that several panes have, and small helps to lay them out.

pub mod pad;
pub mod slider;
pub mod tile;

use crate::gui::actions;
use crate::gui::{actions::Action, localisation::Words, theme};
use egui::{
    Align2, Button, ComboBox, FontId, Rect, RichText, Role, Ui, Vec2, WidgetInfo, pos2, vec2,
};

/// Width of the names of controls, in points.
pub const NAME: f32 = 108.0;

/// The name of a control, `width` wide, on the left of it.
pub fn name_of(ui: &mut Ui, width: f32, name: &str) -> egui::Response {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    ui.allocate_ui_with_layout(vec2(width, 24.0), layout, |ui| {
        ui.set_min_width(width);
        ui.add(egui::Label::new(name).truncate())
    })
    .inner
}

/// A sentence in the middle of a place, with a margin at both sides.
pub fn middle(ui: &Ui, place: Rect, margin: f32, text: &str) {
    let colours = theme::palette(ui.ctx());
    let width = (place.width() - 2.0 * margin).max(80.0);
    let font = FontId::proportional(13.0);
    let galley = ui
        .painter()
        .layout(text.to_owned(), font, colours.muted, width);
    let at = Align2::CENTER_CENTER.anchor_size(place.center(), galley.size());
    ui.painter().galley(at.min, galley, colours.muted);
}

/// Things at the right end of a row, in which Tab goes from left to right.
pub fn at_right<R>(ui: &mut Ui, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let id = ui.next_auto_id().with("at right");
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let room = known.map_or(0.0, |width| ui.available_width() - width);
    ui.add_space(room.max(0.0));
    let inner = ui.horizontal(contents);
    let width = inner.response.rect.width();
    if known.is_none_or(|known| (known - width).abs() > 0.1) {
        // How wide they are is known only now.
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the width of a row's end");
    }
    inner.inner
}

/// A control that can be used or says why not.
pub fn add_or_why(ui: &mut Ui, can: bool, why: &str, control: impl egui::Widget) -> egui::Response {
    ui.add_enabled(can, control).on_disabled_hover_text(why)
}

/// A button whose words stand in its middle, also where controls stand one under the other.
pub fn centred(ui: &mut Ui, button: Button<'_>) -> egui::Response {
    ui.horizontal(|ui| ui.add(button)).inner
}

/// The button of a dialog that does what it asks about.
pub fn main_button(ui: &Ui, text: String) -> Button<'static> {
    let colours = theme::palette(ui.ctx());
    Button::new(RichText::new(text).color(colours.on_accent))
        .fill(colours.accent)
        .min_size(vec2(110.0, 30.0))
}

/// A button that is only an icon, with a name for those who cannot see it.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> egui::Response {
    let button = Button::new(RichText::new(icon).size(18.0)).min_size(vec2(28.0, 28.0));
    let response = ui.add(button).on_hover_text(name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    response
}

/// A menu of the thing of `response`: by the second button of the mouse, or, where it has the focus, by the
/// menu key or Shift+F10.
pub fn menu(ui: &Ui, response: &egui::Response, contents: impl FnOnce(&mut Ui)) {
    use egui::{Key, Modifiers, Popup, SetOpenCommand};
    let by_key = response.has_focus()
        && ui.input_mut(|input| {
            input.consume_key(Modifiers::NONE, Key::Menu)
                || input.consume_key(Modifiers::SHIFT, Key::F10)
        });
    let id = response.id.with("menu by key");
    if by_key || response.secondary_clicked() {
        ui.data_mut(|data| data.insert_temp(id, by_key));
    }
    let mut popup = Popup::context_menu(response);
    if by_key {
        popup = popup.open_memory(SetOpenCommand::Bool(true));
    }
    if ui.data(|data| data.get_temp(id).unwrap_or(false)) {
        // The pointer may be anywhere.
        popup = popup.anchor(response.rect);
    }
    popup.show(contents);
}

/// Whether Ctrl or Shift was held at the click or key of this frame, to add rather than to replace. After a
/// slow frame the hand may have left the keys already.
pub fn click_adds(ui: &Ui) -> bool {
    use egui::Event::{Key, PointerButton};
    ui.input(|input| {
        let at_event = input.events.iter().rev().find_map(|event| match event {
            PointerButton { modifiers, .. } | Key { modifiers, .. } => Some(*modifiers),
            _ => None,
        });
        let held = at_event.unwrap_or(input.modifiers);
        held.command || held.shift
    })
}

/// Small capitals over a group.
pub fn heading(text: &str) -> RichText {
    RichText::new(text.to_uppercase())
        .size(11.0)
        .extra_letter_spacing(1.0)
        .weak()
}

/// The part of a picture that covers a place without distortion.
pub fn cover(picture: Vec2, place: Vec2) -> Rect {
    let scale = (place.x / picture.x).max(place.y / picture.y);
    let part = place / (picture * scale);
    Rect::from_center_size(pos2(0.5, 0.5), part)
}

/// A named choice among a few values.
pub fn choose<T: PartialEq + Clone>(
    ui: &mut Ui,
    id: &str,
    name: &str,
    hint: &str,
    value: &mut T,
    values: &[(T, String)],
) {
    ui.horizontal(|ui| {
        name_of(ui, NAME, name).on_hover_text(hint);
        let shown = values.iter().find(|(v, _)| v == value);
        let text = shown.map_or("", |(_, text)| text.as_str());
        let width = ui.available_width();
        let combo = ComboBox::from_id_salt(id)
            .selected_text(text)
            .width(width)
            .truncate()
            .show_ui(ui, |ui| {
                for (other, text) in values {
                    ui.selectable_value(value, other.clone(), text);
                }
            });
        let response = combo.response.on_hover_text(hint);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    });
}

/// The button of something that a key can do too, with its keys, or why it cannot be done now.
pub fn action_button(
    ui: &mut Ui,
    words: &Words,
    icon: &str,
    action: Action,
    enabled: bool,
) -> egui::Response {
    let name = actions::row(action).map_or("", |row| row.name);
    let keys = actions::keys_of(ui.ctx(), action);
    let text = words.get(name);
    let button = ui.add_enabled_ui(enabled, |ui| icon_button(ui, icon, &text));
    let button = button.inner.on_hover_text(keys);
    match actions::why_not(action) {
        Some(key) => button.on_disabled_hover_ui(|ui| {
            ui.label(text);
            ui.label(RichText::new(words.get(key)).weak());
        }),
        None => button,
    }
}

/// The button of a dialog that changes nothing.
pub fn cancel_button(ui: &mut Ui, words: &Words) -> bool {
    let cancel = Button::new(words.get("cancel")).min_size(vec2(80.0, 30.0));
    centred(ui, cancel).clicked()
}
