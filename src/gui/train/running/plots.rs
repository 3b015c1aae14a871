//! Losses, accuracy, measures and learning rate over the steps, on one axis, with marks where a weight was changed; of a run, or
//! of two.

use super::{
    super::context::PaneContext,
    curves::{Curve, Kind, Told, curves},
    legend::legend,
    marks::{Mark, marks},
    scale, term_words,
};
use crate::gui::{
    theme::{GAP, palette},
    widgets::heading,
};
use egui::{Button, Id, RichText, Role, ScrollArea, Ui, Vec2, Vec2b, WidgetInfo, vec2};
use egui_plot::{
    GridInput, HoverPosition, Line, LineStyle, Plot, PlotPoint, PlotPoints, PlotUi, VLine,
    uniform_grid_spacer,
};
use std::collections::HashMap;

/// Width of the numbers at the left, the same for all, so that steps stand below each other.
const NUMBERS: f32 = 52.0;
/// Height of the name of a plot above its terms, in points.
const TITLE: f32 = 20.0;
/// How near the pointer must be to a mark, in points.
const NEAR: f32 = 6.0;

/// Which plots and terms are shown.
pub struct Plots {
    kinds: Vec<Kind>,
    /// What the artist has switched, by the names of terms.
    switched: HashMap<(Kind, String), bool>,
}

impl Default for Plots {
    fn default() -> Self {
        Self {
            kinds: vec![Kind::Losses, Kind::Measure],
            switched: HashMap::new(),
        }
    }
}

impl Plots {
    /// Draws what `runs` have told into what room there is.
    pub fn show(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, runs: &[Told<'_>]) {
        let of = |kind: Kind| (kind, curves(runs, kind, cx.words, ui.ctx()));
        let all: Vec<(Kind, Vec<Curve>)> = Kind::ALL.into_iter().map(of).collect();
        ui.horizontal(|ui| self.chips(ui, cx, &all));
        let shown: Vec<_> = all
            .iter()
            .filter(|(kind, curves)| self.kinds.contains(kind) && !curves.is_empty())
            .collect();
        if shown.is_empty() {
            ui.label(RichText::new(cx.text("train-plot-empty")).weak());
            return;
        }
        let marks = marks(runs, cx.words);
        let steps = runs.iter().map(|told| told.record.steps.0);
        let steps = steps.max().unwrap_or_default();
        let room = ui.available_height();
        let space = ui.spacing().item_spacing.y;
        let height = ((room + space) / shown.len() as f32 - space).max(56.0);
        // Two values stand beside each name where there are two runs.
        let names = match (ui.available_width() >= 600.0, runs.len()) {
            (true, _) => 208.0,
            (false, 0 | 1) => 132.0,
            (false, _) => 188.0,
        };
        let mut switched = None;
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            for (kind, curves) in shown {
                let lines = curves.iter().filter(|curve| self.is_on(*kind, curve));
                let lines: Vec<&Curve> = lines.collect();
                ui.horizontal_top(|ui| {
                    let size = vec2(ui.available_width() - names - GAP, height);
                    plot(ui, cx, *kind, &lines, &marks, (size, steps));
                    let name = cx.text(kind.keys().0);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 2.0;
                        ui.label(heading(&name));
                        let size = vec2(names, height - TITLE);
                        let clicked = legend(ui, &name, curves, size, |c| self.is_on(*kind, c));
                        switched = switched.take().or(clicked.map(|curve| (*kind, curve)));
                    });
                });
            }
        });
        if let Some((kind, curve)) = switched {
            let on = !self.is_on(kind, curve);
            self.switched.insert((kind, curve.key.clone()), on);
        }
    }

    fn is_on(&self, kind: Kind, curve: &Curve) -> bool {
        let switched = self.switched.get(&(kind, curve.key.clone()));
        switched.copied().unwrap_or(curve.usual)
    }

    /// Switches of the plots.
    fn chips(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, all: &[(Kind, Vec<Curve>)]) {
        for (kind, curves) in all {
            let (name, hint) = kind.keys();
            let on = self.kinds.contains(kind);
            let there = !curves.is_empty();
            let chip = Button::selectable(on, cx.text(name));
            let response = ui.add_enabled(there || on, chip);
            let response = response
                .on_hover_text(cx.text(hint))
                .on_disabled_hover_text(cx.text("train-plot-none"));
            if response.clicked() {
                match on {
                    true => self.kinds.retain(|other| other != kind),
                    false => self.kinds.push(*kind),
                }
            }
        }
    }
}

/// The height at which a value is drawn.
fn up(kind: Kind, value: f64) -> f64 {
    match kind {
        Kind::Losses => scale::height(value),
        _ => value,
    }
}

/// The value that is drawn at a height.
fn down(kind: Kind, height: f64) -> f64 {
    match kind {
        Kind::Losses => scale::value(height),
        _ => height,
    }
}

/// One plot.
fn plot(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    kind: Kind,
    lines: &[&Curve],
    marks: &[Mark],
    (size, steps): (Vec2, usize),
) {
    let colours = palette(ui.ctx());
    let name = cx.text(kind.keys().0);
    let group = Id::unique("plots of a run");
    let mut plot = Plot::new(("plot of a run", kind.keys().0))
        .width(size.x)
        .height(size.y)
        .allow_scroll(false)
        .allow_zoom(Vec2b::FALSE)
        .allow_boxed_zoom(false)
        .allow_drag(Vec2b::new(true, false))
        .allow_double_click_reset(true)
        .link_axis(group, Vec2b::new(true, false))
        .link_cursor(group, Vec2b::new(true, false))
        .y_axis_min_width(NUMBERS)
        .y_grid_spacer(uniform_grid_spacer(spacing))
        .set_margin_fraction(Vec2::new(0.02, 0.12))
        .grid_color(colours.line)
        .include_x(0.0)
        .include_x(steps as f64)
        .x_axis_formatter(|mark, _| format!("{:.0}", mark.value))
        .y_axis_formatter(|mark, _| term_words::axis(down(kind, mark.value)))
        .label_formatter(|at| label(cx, kind, lines, at));
    if kind == Kind::Accuracy {
        plot = plot.include_y(0.0).include_y(1.0);
    }
    let drawn = plot.show(ui, |plot| {
        for curve in lines {
            add(plot, kind, curve);
        }
        for mark in marks {
            let colour = if mark.run == 0 {
                colours.accent
            } else {
                colours.muted
            };
            let mark = VLine::new("", mark.step as f64).color(colour);
            plot.vline(
                mark.width(1.0)
                    .style(LineStyle::dashed_dense())
                    .allow_hover(false),
            );
        }
        zoom(plot);
    });
    let response = drawn.response;
    let told = told(cx, lines, marks);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Figure, true, name.as_str());
        info.current_text_value = Some(told.clone());
        info
    });
    let near = response.hover_pos().and_then(|pointer| {
        let x = |step: usize| {
            drawn
                .transform
                .position_from_point(&PlotPoint::new(step as f64, 0.0))
                .x
        };
        let away = |step: usize| (x(step) - pointer.x).abs();
        let near = marks.iter().filter(|mark| away(mark.step) <= NEAR);
        near.min_by(|a, b| away(a.step).total_cmp(&away(b.step)))
    });
    if let Some(mark) = near {
        let title = mark.title(cx.words);
        response.on_hover_text_at_pointer(format!("{title}\n{}", mark.text));
    }
}

/// Steps of the grid along values: round ones, four or five of them in what is seen.
fn spacing(input: GridInput) -> [f64; 3] {
    let (low, high) = input.bounds;
    let least = ((high - low).abs() / 4.0).max(f64::MIN_POSITIVE);
    let unit = 10f64.powf(least.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter();
    let round = times.map(|times| times * unit).find(|step| *step >= least);
    let step = round.unwrap_or(10.0 * unit);
    [step, 10.0 * step, 100.0 * step]
}

/// A line, and how far its values may be off.
fn add<'a>(plot: &mut PlotUi<'a>, kind: Kind, curve: &'a Curve) {
    let at = |[x, y]: [f64; 2]| [x, up(kind, y)];
    let points: PlotPoints<'_> = curve.points.iter().copied().map(at).collect();
    let line = Line::new(curve.id(), points).color(curve.colour);
    plot.line(line.width(1.5).style(curve.style));
    if let [[x, y]] = curve.points[..] {
        // One point alone is no line.
        let point = egui_plot::Points::new(curve.id(), vec![at([x, y])]);
        plot.points(point.radius(3.0).color(curve.colour));
    }
    for ([x, y], off) in curve.points.iter().zip(&curve.errors) {
        if *off > 0.0 {
            let ends = vec![at([*x, y - off]), at([*x, y + off])];
            let bar = Line::new("", ends).color(curve.colour.gamma_multiply(0.6));
            plot.line(bar.width(3.0).allow_hover(false));
        }
    }
}

/// The wheel zooms into the steps round the pointer.
fn zoom(plot: &mut PlotUi<'_>) {
    if !plot.response().hovered() {
        return;
    }
    let wheel = plot.ctx().input_mut(|input| {
        let pinch = input.zoom_delta();
        let wheel = std::mem::take(&mut input.smooth_scroll_delta);
        pinch * (wheel.y / 200.0).exp()
    });
    if (wheel - 1.0).abs() > 1e-4 {
        plot.zoom_bounds_around_hovered(vec2(wheel, 1.0));
    }
}

/// What is said of the point under the pointer.
fn label(
    cx: &PaneContext<'_>,
    kind: Kind,
    lines: &[&Curve],
    at: &HoverPosition<'_>,
) -> Option<String> {
    let HoverPosition::NearDataPoint {
        plot_name,
        position,
        index,
    } = at
    else {
        return None;
    };
    let curve = lines.iter().find(|curve| curve.id() == *plot_name)?;
    let mut value = term_words::number(down(kind, position.y));
    if let Some(off) = curve.errors.get(*index).filter(|off| **off > 0.0) {
        value = format!("{value} ± {}", term_words::number(*off));
    }
    let values = [
        ("name", curve.full_name(cx.words).into()),
        ("step", format!("{:.0}", position.x).into()),
        ("value", value.into()),
    ];
    Some(cx.words.with("loss-at", &values))
}

/// What a plot shows, for who cannot see it.
fn told(cx: &PaneContext<'_>, lines: &[&Curve], marks: &[Mark]) -> String {
    let mut parts = Vec::new();
    for curve in lines {
        let (Some([_, first]), Some([step, last])) = (curve.points.first(), curve.points.last())
        else {
            continue;
        };
        let key = match last.total_cmp(first) {
            std::cmp::Ordering::Less => "train-plot-fell",
            std::cmp::Ordering::Greater => "train-plot-rose",
            std::cmp::Ordering::Equal => "train-plot-stayed",
        };
        let values = [
            ("name", curve.full_name(cx.words).into()),
            ("from", term_words::number(*first).into()),
            ("to", term_words::number(*last).into()),
            ("step", format!("{step:.0}").into()),
        ];
        parts.push(cx.words.with(key, &values));
    }
    for mark in marks.iter().rev().take(3).rev() {
        let title = mark.title(cx.words);
        parts.push(format!("{title}: {}", mark.text.replace('\n', ", ")));
    }
    parts.join("; ")
}
