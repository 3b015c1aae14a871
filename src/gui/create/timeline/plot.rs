//! The losses of a run, as a line and as a plot.

use crate::{
    gui::{
        create::context::PaneContext,
        theme::{CORNER, GAP, Palette, palette},
    },
    stylize::Losses,
};
use egui::{Color32, RichText, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use egui_plot::{HoverPosition, Line, Plot, PlotPoints};

/// The losses in a few pixels; a click shows the plot.
pub fn sparkline(ui: &mut Ui, cx: &mut PaneContext<'_>, width: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
    let name = cx.words.get("losses");
    let latest = cx
        .art
        .run()
        .curve
        .last()
        .map_or(0.0, |(_, losses)| losses.total);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Button, true, name.as_str());
        info.current_text_value = Some(format!("{latest:.4}"));
        info
    });
    let colours = palette(ui.ctx());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, CORNER, colours.raised);
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(1.0, colours.muted);
        painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
    }
    let values: Vec<f32> = cx
        .art
        .run()
        .curve
        .iter()
        .map(|(_, l)| l.total.max(1e-9).ln())
        .collect();
    let (low, high) = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &v| {
        (low.min(v), high.max(v))
    });
    if values.len() > 1 {
        let inside = rect.shrink(4.0);
        let at = |(i, v): (usize, &f32)| {
            let x = i as f32 / (values.len() - 1) as f32;
            let y = (v - low) / (high - low).max(1e-6);
            pos2(
                inside.left() + x * inside.width(),
                inside.bottom() - y * inside.height(),
            )
        };
        let points = values.iter().enumerate().map(at).collect();
        painter.add(egui::Shape::line(points, Stroke::new(1.5, colours.accent)));
    } else {
        let font = egui::FontId::proportional(11.0);
        let centre = egui::Align2::CENTER_CENTER;
        painter.text(rect.center(), centre, &name, font, colours.muted);
    }
    let hint = cx.words.get("losses-hint");
    if response.on_hover_text(hint).clicked() {
        let plot = &mut cx.settings.layout.plot;
        *plot = !*plot;
    }
}

/// A term of the loss: what is said of it, its name, its value of a step, its colour.
type Term = (String, String, fn(&Losses) -> f32, Color32);

/// The terms that take part in the run.
fn terms(cx: &PaneContext<'_>, colours: &Palette) -> Vec<Term> {
    type Known = (&'static str, fn(&Losses) -> f32, Color32);
    let terms: [Known; 5] = [
        ("loss-total", |l| l.total, colours.text),
        ("loss-style", |l| l.style, colours.accent),
        ("loss-content", |l| l.content + l.detail, colours.good),
        ("loss-smoothness", |l| l.smoothness, colours.error),
        ("loss-adversarial", |l| l.adversarial, colours.muted),
    ];
    let curve = &cx.art.run().curve;
    let last = curve.last().map(|(_, l)| *l).unwrap_or_default();
    // The judge takes part only where it is listened to.
    let heard = curve.iter().any(|(_, l)| l.adversarial != 0.0);
    let terms = terms.into_iter();
    let terms = terms.filter(|(key, ..)| heard || *key != "loss-adversarial");
    let named = |(key, term, colour): Known| {
        let (name, value) = (cx.text(key), term(&last));
        let share = 100.0 * value / last.total.max(1e-9);
        let values = [
            ("name", name.as_str().into()),
            ("value", format!("{value:.4}").into()),
            ("share", format!("{share:.0}").into()),
        ];
        (cx.words.with("loss-term", &values), name, term, colour)
    };
    terms.map(named).collect()
}

/// The losses by their terms.
pub fn plot(ui: &mut Ui, cx: &PaneContext<'_>) {
    let colours = palette(ui.ctx());
    let terms = terms(cx, colours);
    // Above the plot, where no line runs through them.
    ui.horizontal_wrapped(|ui| {
        for (line, _, _, colour) in &terms {
            let (dot, _) = ui.allocate_exact_size(vec2(8.0, 16.0), Sense::hover());
            ui.painter().circle_filled(dot.center(), 4.0, *colour);
            ui.label(RichText::new(line.as_str()).small());
            ui.add_space(GAP);
        }
    });
    let drawn = Plot::new("loss plot")
        .height(150.0)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_zoom(false)
        .grid_color(colours.line)
        .y_axis_formatter(|mark, _| format!("{:.3}", 10f64.powf(mark.value)))
        .label_formatter(|at| match at {
            HoverPosition::NearDataPoint {
                plot_name,
                position,
                ..
            } => {
                let (_, name, ..) = terms.iter().find(|(line, ..)| line == plot_name)?;
                // Heights are logarithms.
                let value = 10f64.powf(position.y);
                let values = [
                    ("name", name.as_str().into()),
                    ("step", format!("{:.0}", position.x).into()),
                    ("value", format!("{value:.4}").into()),
                ];
                Some(cx.words.with("loss-at", &values))
            }
            HoverPosition::Elsewhere { .. } => None,
        })
        .show(ui, |plot| {
            for (line, _, term, colour) in &terms {
                let points: PlotPoints<'_> = cx
                    .art
                    .run()
                    .curve
                    .iter()
                    .filter(|(_, l)| term(l) > 0.0)
                    .map(|(step, l)| [*step as f64, f64::from(term(l)).log10()])
                    .collect();
                plot.line(Line::new(line.as_str(), points).color(*colour).width(1.5));
            }
        });
    drawn.response.widget_info(|| {
        let lines: Vec<&str> = terms.iter().map(|(line, ..)| line.as_str()).collect();
        let mut info = WidgetInfo::labeled(Role::Figure, true, cx.words.get("losses"));
        info.current_text_value = Some(lines.join(", "));
        info
    });
}
