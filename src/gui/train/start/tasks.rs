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
    CursorIcon, Galley, RichText, Role, Sense, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui,
    Vec2, WidgetInfo, WidgetText, vec2,
};
use std::sync::Arc;

/// Least width of a card, in points.
const LEAST: f32 = 190.0;

/// The tasks beside each other, all cards of one size, with what they are good for.
pub fn tasks(start: &mut Start, ui: &mut Ui, cx: &PaneContext<'_>) {
    let now = start.plan().settings.task.name();
    let all = TaskSettings::all();
    let gap = ui.spacing().item_spacing.x;
    let room = ui.available_width();
    // All in a row, or in two rows that are alike.
    let fit = |columns: usize| (room + gap) / columns as f32 - gap;
    let columns = match fit(all.len()) >= LEAST {
        true => all.len(),
        false => all.len().div_ceil(2),
    };
    let width = fit(columns).min(340.0).floor();
    let cards = all.into_iter().map(|task| {
        let (title, hint) = (task_key(task.name()), task_hint_key(task.name()));
        (Card::new(ui, width, cx.text(title), &cx.text(hint)), task)
    });
    let cards: Vec<(Card, TaskSettings)> = cards.collect();
    let height = cards
        .iter()
        .map(|(card, _)| card.height())
        .fold(0.0, f32::max);
    let mut chosen = None;
    egui::Grid::new("tasks").spacing([gap, gap]).show(ui, |ui| {
        for (i, (card, task)) in cards.into_iter().enumerate() {
            if card.show(ui, vec2(width, height), task.name() == now) && task.name() != now {
                chosen = Some(task);
            }
            if (i + 1) % columns == 0 {
                ui.end_row();
            }
        }
    });
    if let Some(task) = chosen {
        start.planning.change(|plan| plan.choose(task));
        start.aimed = 0;
    }
}

/// A task that can be chosen.
struct Card {
    title: String,
    head: Arc<Galley>,
    body: Arc<Galley>,
}

impl Card {
    /// Room around its text, in points.
    const MARGIN: f32 = 12.0;

    fn new(ui: &Ui, width: f32, title: String, hint: &str) -> Self {
        let text = |text: RichText| {
            let (text, room) = (WidgetText::from(text), width - 2.0 * Self::MARGIN);
            text.into_galley(ui, Some(TextWrapMode::Wrap), room, TextStyle::Body)
        };
        Self {
            head: text(RichText::new(&title).size(15.0).strong()),
            body: text(RichText::new(hint).weak()),
            title,
        }
    }

    fn height(&self) -> f32 {
        self.head.size().y + 4.0 + self.body.size().y + 2.0 * Self::MARGIN
    }

    /// Draws it; whether it was clicked.
    fn show(self, ui: &mut Ui, size: Vec2, chosen: bool) -> bool {
        let colours = palette(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let title = self.title.as_str();
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, title));
        let lit = response.hovered() || response.has_focus();
        let (stroke, fill) = match (chosen, lit) {
            (true, false) => (Stroke::new(2.0, colours.accent), colours.raised),
            (_, true) => (Stroke::new(2.0, colours.text), colours.raised),
            _ => (Stroke::new(1.0, colours.line), colours.panel),
        };
        let painter = ui.painter();
        painter.rect(rect, CORNER, fill, stroke, StrokeKind::Inside);
        let at = rect.min + Vec2::splat(Self::MARGIN);
        let below = at + vec2(0.0, self.head.size().y + 4.0);
        let tint = if chosen { colours.accent } else { colours.text };
        painter.galley(at, self.head, tint);
        painter.galley(below, self.body, colours.muted);
        response.on_hover_cursor(CursorIcon::PointingHand).clicked()
    }
}
