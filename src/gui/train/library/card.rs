//! A run's card: its newest samples, its name, what it learns and how far it is.

use crate::{
    gui::{
        icons,
        theme::{CORNER, palette},
        train::{
            context::PaneContext,
            words::{ago, task_key},
        },
        widgets::cover,
    },
    session::RunInfo,
};
use egui::{
    Align2, Color32, FontId, Rect, Response, RichText, Role, Sense, Stroke, StrokeKind, TextStyle,
    TextWrapMode, Ui, WidgetInfo, WidgetText, pos2, vec2,
};

/// Height of a card, in points.
pub const HEIGHT: f32 = 76.0;

/// What a run does, in a word or two.
pub fn state_of(cx: &PaneContext<'_>, run: &RunInfo, live: bool) -> String {
    let (step, steps) = run.record.steps;
    let share = (100 * step).checked_div(steps).unwrap_or(0).min(100);
    match (run.is_begun, run.record.summary.is_some()) {
        _ if live => cx.text("runs-live"),
        _ if run.settings.is_err() => cx.text("runs-broken"),
        (false, _) => cx.text("runs-not-begun"),
        (true, true) => cx.text("runs-over"),
        (true, false) => cx.words.with("runs-share", &[("share", share.into())]),
    }
}

/// Draws it.
pub fn card(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    run: &RunInfo,
    chosen: bool,
    live: bool,
) -> Response {
    let colours = palette(ui.ctx());
    let size = vec2(ui.available_width() - 6.0, HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let state = state_of(cx, run, live);
    let name = format!("{}, {state}", run.about.name);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.as_str()));
    let stroke = match (chosen, response.hovered() || response.has_focus()) {
        (true, _) => Stroke::new(2.0, colours.accent),
        (_, true) => Stroke::new(1.0, colours.text),
        _ => Stroke::new(1.0, colours.line),
    };
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect(rect, CORNER, colours.raised, stroke, StrokeKind::Inside);
    let place = Rect::from_min_size(rect.min + vec2(6.0, 6.0), vec2(64.0, 64.0));
    let sheet = run.sheet.as_ref();
    match sheet.and_then(|sheet| cx.thumbnails.small_of(sheet)) {
        Some((texture, _)) => {
            let uv = cover(texture.size_vec2(), place.size());
            let shape = egui::epaint::RectShape::filled(place, 4, Color32::WHITE)
                .with_texture(texture.id(), uv);
            painter.add(shape);
        }
        None => {
            painter.rect_filled(place, 4, colours.panel);
            let (middle, font) = (Align2::CENTER_CENTER, FontId::proportional(22.0));
            painter.text(place.center(), middle, icons::PAINT, font, colours.muted);
        }
    }
    let settings = run.settings.as_ref();
    let task = settings.map_or("task-other", |settings| task_key(settings.task.name()));
    let tint = match (live, run.settings.is_err()) {
        (true, _) => colours.accent,
        (_, true) => colours.error,
        _ => colours.muted,
    };
    // Where there is no room for both, how far it is says more than when it began.
    let both = format!("{state} · {}", ago(run.about.began, cx.words));
    let font = FontId::proportional(12.0);
    let wide = painter.layout_no_wrap(both.clone(), font, tint).size().x;
    let fits = wide <= rect.right() - place.right() - 14.0;
    let when = if fits { both } else { state };
    let lines = [
        (RichText::new(&run.about.name).strong(), colours.text),
        (RichText::new(cx.text(task)).size(12.0), colours.muted),
        (RichText::new(when).size(12.0), tint),
    ];
    let mut at = pos2(place.right() + 8.0, rect.top() + 9.0);
    for (text, colour) in lines {
        let (room, wrap) = (rect.right() - at.x - 6.0, Some(TextWrapMode::Truncate));
        let galley = WidgetText::from(text).into_galley(ui, wrap, room, TextStyle::Body);
        let height = galley.size().y;
        painter.galley(at, galley, colour);
        at.y += height + 4.0;
    }
    response.on_hover_ui(|ui| {
        ui.label(run.about.name.as_str());
        if !run.about.note.is_empty() {
            ui.weak(run.about.note.as_str());
        }
    })
}
