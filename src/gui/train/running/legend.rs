//! The lines of a plot by name, with their newest values: each can be switched off and on.

use super::{curves::Curve, term_words};
use crate::gui::theme::palette;
use egui::{
    Align, Layout, Painter, Rect, RichText, Role, ScrollArea, Sense, Shape, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText, pos2, vec2,
};
use egui_plot::LineStyle;

/// Height of a line's name, in points.
const ROW: f32 = 24.0;
/// Width of the sample of a line, in points.
const SWATCH: f32 = 16.0;

/// Draws the names of `curves` below each other within `size`; returns the one that was clicked. `is_on` tells whether a line is
/// drawn, `name` what the list is called.
pub fn legend<'a>(
    ui: &mut Ui,
    name: &str,
    curves: &'a [Curve],
    size: Vec2,
    is_on: impl Fn(&Curve) -> bool,
) -> Option<&'a Curve> {
    let mut clicked = None;
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt(name)
            .max_height(size.y)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                for curve in curves {
                    if row(ui, curve, is_on(curve)) {
                        clicked = Some(curve);
                    }
                }
            });
    });
    clicked
}

/// One line: how it is drawn, its name and its newest value; whether it was clicked.
fn row(ui: &mut Ui, curve: &Curve, on: bool) -> bool {
    let colours = palette(ui.ctx());
    // The bar that scrolls lies at the right.
    let width = ui.available_width() - 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let value = curve.latest().map_or_else(String::new, term_words::number);
    let told = format!("{} {value}", curve.name);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, told.as_str()));
    let painter = ui.painter_at(rect);
    let swatch = Rect::from_min_size(rect.min, vec2(SWATCH, ROW));
    sample(&painter, swatch, curve, on);
    let tint = if on { colours.text } else { colours.muted };
    let small = |ui: &Ui, text: &str, room: f32| {
        let text = WidgetText::from(RichText::new(text).small());
        text.into_galley(ui, Some(TextWrapMode::Truncate), room, TextStyle::Small)
    };
    let value = small(ui, &value, rect.width());
    let left = swatch.right() + 6.0;
    let room = (rect.right() - value.size().x - 6.0 - left).max(0.0);
    let name = small(ui, &curve.name, room);
    let top = |height: f32| rect.center().y - 0.5 * height;
    let at = pos2(rect.right() - value.size().x, top(value.size().y));
    painter.galley(at, value, colours.muted);
    painter.galley(pos2(left, top(name.size().y)), name, tint);
    if response.has_focus() || response.hovered() {
        let stroke = Stroke::new(
            1.0,
            if response.has_focus() {
                colours.text
            } else {
                colours.line
            },
        );
        painter.rect_stroke(rect, 4, stroke, StrokeKind::Inside);
    }
    response.on_hover_text(told).clicked()
}

/// How a line is drawn: thin if it is not.
fn sample(painter: &Painter, place: Rect, curve: &Curve, on: bool) {
    let ends = [place.left_center(), place.right_center()];
    let stroke = Stroke::new(if on { 3.0 } else { 1.0 }, curve.colour);
    painter.extend(match curve.style {
        LineStyle::Solid => vec![Shape::line_segment(ends, stroke)],
        LineStyle::Dashed { .. } => Shape::dashed_line(&ends, stroke, 5.0, 3.0),
        LineStyle::Dotted { .. } => Shape::dotted_line(&ends, curve.colour, 4.0, 1.5),
    });
}
