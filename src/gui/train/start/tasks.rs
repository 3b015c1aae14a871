//! What can be learnt, to choose from.

use super::Start;
use crate::{
    gui::{
        theme::{CORNER, palette},
        train::{
            context::PaneContext,
            words::{task_hint_key, task_key},
        },
    },
    train::TaskSettings,
};
use egui::{
    CursorIcon, RichText, Role, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, WidgetInfo,
    WidgetText, vec2,
};

/// The tasks beside each other, with what they are good for.
pub fn tasks(start: &mut Start, ui: &mut Ui, cx: &PaneContext<'_>) {
    let all = TaskSettings::all();
    let now = start.plan().settings.task.name();
    let gaps = ui.spacing().item_spacing.x * (all.len() - 1) as f32;
    let width = ((ui.available_width() - gaps) / all.len() as f32).clamp(180.0, 340.0);
    ui.horizontal_wrapped(|ui| {
        for task in all {
            let (name, chosen) = (task.name(), task.name() == now);
            let title = cx.text(task_key(name));
            let hint = cx.text(task_hint_key(name));
            if card(ui, width, &title, &hint, chosen) && !chosen {
                start.planning.change(|plan| plan.choose(task));
                start.aimed = 0;
            }
        }
    });
}

/// A task that can be chosen; whether it was.
fn card(ui: &mut Ui, width: f32, title: &str, hint: &str, chosen: bool) -> bool {
    let colours = palette(ui.ctx());
    let text = |text: RichText| {
        let text = WidgetText::from(text);
        text.into_galley(ui, Some(TextWrapMode::Wrap), width - 24.0, TextStyle::Body)
    };
    let head = text(RichText::new(title).size(15.0).strong());
    let body = text(RichText::new(hint).weak());
    let height = (head.size().y + 4.0 + body.size().y + 24.0).max(92.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, title));
    let lit = response.hovered() || response.has_focus();
    let (stroke, fill) = match (chosen, lit) {
        (true, false) => (Stroke::new(2.0, colours.accent), colours.raised),
        (_, true) => (Stroke::new(2.0, colours.text), colours.raised),
        _ => (Stroke::new(1.0, colours.line), colours.panel),
    };
    let painter = ui.painter();
    painter.rect(rect, CORNER, fill, stroke, StrokeKind::Inside);
    let at = rect.min + vec2(12.0, 12.0);
    let below = at + vec2(0.0, head.size().y + 4.0);
    let tint = if chosen { colours.accent } else { colours.text };
    painter.galley(at, head, tint);
    painter.galley(below, body, colours.muted);
    response.on_hover_cursor(CursorIcon::PointingHand).clicked()
}
