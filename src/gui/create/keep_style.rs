//! The button that keeps a style that was found, where panes have room for it.

use super::{
    context::PaneContext,
    intent::{Intent, Naming},
};
use crate::gui::{icons, widgets};
use egui::{Button, RichText, Role, Ui, WidgetInfo, vec2};

/// The button that keeps what was found.
pub fn keep_button(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let label = format!("{}  {}", icons::KEEP, cx.text("keep-style"));
    let button = Button::new(label).min_size(vec2(ui.available_width(), 28.0));
    keep_by(ui, cx, button);
}

/// The same beside the mix, where there is room for an icon only.
pub fn keep_icon(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let icon = RichText::new(icons::KEEP).size(16.0);
    let button = Button::new(icon).small().min_size(vec2(24.0, 24.0));
    keep_by(ui, cx, button);
}

/// Keeps what was found if `button` is clicked, which it returns, and says why if there is nothing to keep.
pub fn keep_by(ui: &mut Ui, cx: &mut PaneContext<'_>, button: Button<'_>) -> bool {
    let name = cx.text("keep-style");
    let found = cx.art.project.has_found_style();
    let can = found && cx.art.project.start().is_some();
    let why = cx.text(if found {
        "nothing-to-keep"
    } else {
        "keep-style-nothing"
    });
    let response = widgets::add_or_why(ui, can, &why, button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, can, name.as_str()));
    let hint = format!("{name}\n{}", cx.text("keep-style-hint"));
    let clicked = response.on_hover_text(hint).clicked();
    if clicked {
        cx.ask(Intent::Name(Naming::Found, None));
    }
    clicked
}
