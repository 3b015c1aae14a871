//! The lines of a plot by name, with their newest values: each can be switched off and on.

use super::{curves::Curve, term_words};
use crate::gui::theme::palette;
use egui::{
    Align, Color32, Layout, Painter, Rect, RichText, Role, ScrollArea, Sense, Shape, Stroke,
    StrokeKind, TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText, pos2, vec2,
};
use egui_plot::LineStyle;

/// Height of a line's name, in points.
const ROW: f32 = 24.0;
/// Width of the sample of a line, in points.
const SWATCH: f32 = 16.0;

/// Draws the names of `curves` below each other within `size`, those of one term of several runs in one row; returns the one that
/// was clicked. `is_on` tells whether a line is drawn, `name` what the list is called.
pub fn legend<'a>(
    ui: &mut Ui,
    name: &str,
    curves: &'a [Curve],
    size: Vec2,
    is_on: impl Fn(&Curve) -> bool,
) -> Option<&'a Curve> {
    let mut terms: Vec<Vec<&Curve>> = Vec::new();
    for curve in curves {
        match terms.iter_mut().find(|term| term[0].key == curve.key) {
            Some(term) => term.push(curve),
            None => terms.push(vec![curve]),
        }
    }
    let mut clicked = None;
    ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
        ui.set_min_size(size);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical()
            .id_salt(name)
            .max_height(size.y)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                for term in terms {
                    if row(ui, &term, is_on(term[0])) {
                        clicked = Some(term[0]);
                    }
                }
            });
    });
    clicked
}

/// One term: how it is drawn, its name and its newest values; whether it was clicked.
fn row(ui: &mut Ui, term: &[&Curve], on: bool) -> bool {
    let colours = palette(ui.ctx());
    // The bar that scrolls lies at the right.
    let width = ui.available_width() - 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    let value = |curve: &Curve| curve.latest().map_or_else(String::new, term_words::number);
    let values: Vec<String> = term.iter().map(|curve| value(curve)).collect();
    let told = match term {
        [curve] => format!("{} {}", curve.name, values[0]),
        _ => {
            let of = term
                .iter()
                .map(|curve| curve.of.as_deref().unwrap_or_default());
            let each = of.zip(&values).map(|(of, value)| format!("{of} {value}"));
            format!("{}: {}", term[0].name, each.collect::<Vec<_>>().join(", "))
        }
    };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, on, told.as_str()));
    let painter = ui.painter_at(rect);
    let swatch = Rect::from_min_size(rect.min, vec2(SWATCH, ROW));
    sample(&painter, swatch, term[0].colour, term[0].style, on);
    let tint = if on { colours.text } else { colours.muted };
    let small = |ui: &Ui, text: &str, room: f32| {
        let text = WidgetText::from(RichText::new(text).small());
        text.into_galley(ui, Some(TextWrapMode::Truncate), room, TextStyle::Small)
    };
    let shown = match term {
        [_] => values.join(""),
        _ => {
            let short = |curve: &&Curve| curve.latest().map_or_else(String::new, term_words::short);
            term.iter().map(short).collect::<Vec<_>>().join(" · ")
        }
    };
    let value = small(ui, &shown, rect.width());
    let left = swatch.right() + 6.0;
    let room = (rect.right() - value.size().x - 6.0 - left).max(0.0);
    let name = small(ui, &term[0].name, room);
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
pub fn sample(painter: &Painter, place: Rect, colour: Color32, style: LineStyle, on: bool) {
    let ends = [place.left_center(), place.right_center()];
    let stroke = Stroke::new(if on { 3.0 } else { 1.0 }, colour);
    painter.extend(match style {
        LineStyle::Solid => vec![Shape::line_segment(ends, stroke)],
        LineStyle::Dashed { .. } => Shape::dashed_line(&ends, stroke, 5.0, 3.0),
        LineStyle::Dotted { .. } => Shape::dotted_line(&ends, colour, 4.0, 1.5),
    });
}
