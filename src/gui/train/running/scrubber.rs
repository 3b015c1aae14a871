//! The way through training: a rail with a tick for each sheet of samples.

use super::divided::keep_arrows;
use crate::{gui::theme::palette, session::Sheet};
use egui::{Key, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

const HEIGHT: f32 = 28.0;

/// Draws the rail over `steps` of the run; `at` is the index of the sheet that is shown, `before` that of the one it is compared
/// with. Whether another one was chosen.
pub fn scrubber(
    ui: &mut Ui,
    name: &str,
    sheets: &[Sheet],
    steps: usize,
    at: &mut usize,
    before: Option<usize>,
) -> bool {
    let colours = palette(ui.ctx());
    let size = vec2(ui.available_width().max(80.0), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let step_of = |index: usize| sheets.get(index).map_or(0, |sheet| sheet.step);
    let mut chosen = (*at).min(sheets.len().saturating_sub(1));
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width() - 20.0, 4.0));
    let x = |step: usize| rail.left() + rail.width() * step as f32 / steps.max(1) as f32;
    if let Some(pointer) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked())
    {
        response.request_focus();
        let away = |index: &usize| (x(step_of(*index)) - pointer.x).abs();
        let nearest = (0..sheets.len()).min_by(|a, b| away(a).total_cmp(&away(b)));
        chosen = nearest.unwrap_or(chosen);
    }
    if response.has_focus() {
        keep_arrows(ui, response.id);
        let last = sheets.len().saturating_sub(1);
        ui.input(|input| {
            let presses = |key| input.num_presses(key);
            let more = presses(Key::ArrowRight) + presses(Key::ArrowUp) + 10 * presses(Key::PageUp);
            let less =
                presses(Key::ArrowLeft) + presses(Key::ArrowDown) + 10 * presses(Key::PageDown);
            chosen = (chosen + more).saturating_sub(less).min(last);
            if input.key_pressed(Key::Home) {
                chosen = 0;
            }
            if input.key_pressed(Key::End) {
                chosen = last;
            }
        });
    }
    response.widget_info(|| WidgetInfo::slider(true, step_of(chosen) as f64, name));
    let painter = ui.painter();
    painter.rect_filled(rail, 2, colours.line);
    for sheet in sheets {
        let tick = pos2(x(sheet.step), rail.center().y);
        painter.circle_filled(tick, 2.5, colours.muted);
    }
    if let Some(before) = before {
        let mark = pos2(x(step_of(before)), rail.center().y);
        painter.circle(mark, 6.0, colours.raised, Stroke::new(2.0, colours.text));
    }
    let knob = pos2(x(step_of(chosen)), rail.center().y);
    painter.circle(knob, 8.0, colours.raised, Stroke::new(2.0, colours.accent));
    if response.has_focus() {
        painter.circle_stroke(knob, 10.5, Stroke::new(1.5, colours.text));
    }
    let changed = chosen != *at;
    *at = chosen;
    changed
}
