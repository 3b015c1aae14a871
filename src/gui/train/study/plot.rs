//! Shares with their intervals, one below the other on one axis.

use crate::{
    evaluate::Interval,
    gui::{theme::palette, train::context::PaneContext},
};
use egui::{
    Align2, FontId, Rect, Role, Sense, Stroke, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText,
    pos2, vec2,
};

/// Shares in whole percent.
pub fn percent(share: f64) -> usize {
    (100.0 * share).round() as usize
}

/// Height of a row, and width of the names left and the numbers right of it.
const HEIGHT: f32 = 28.0;
const NAMES: f32 = 180.0;
const NUMBERS: f32 = 150.0;

/// The part of a row in which shares stand, 0 left and 1 right.
fn middle(row: Rect) -> Rect {
    let names = NAMES.min(0.3 * row.width());
    Rect::from_min_max(
        pos2(row.left() + names + 8.0, row.top()),
        pos2(row.right() - NUMBERS - 8.0, row.bottom()),
    )
}

/// A share with its interval.
pub fn row(ui: &mut Ui, cx: &PaneContext<'_>, name: &str, share: Interval) {
    let colours = palette(ui.ctx());
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let [value, low, high] = [share.value, share.low, share.high].map(percent);
    let values = [
        ("share", value.into()),
        ("low", low.into()),
        ("high", high.into()),
    ];
    let text = cx.words.with("study-share", &values);
    let told = format!("{name}: {text}");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, told.as_str()));
    let plot = middle(rect);
    let painter = ui.painter();
    let at = |share: f64| plot.left() + plot.width() * share.clamp(0.0, 1.0) as f32;
    let y = rect.center().y;
    painter.hline(plot.x_range(), y, Stroke::new(1.0, colours.line));
    painter.vline(at(0.5), rect.y_range(), Stroke::new(1.0, colours.muted));
    let ends = [at(share.low), at(share.high)];
    painter.hline(ends[0]..=ends[1], y, Stroke::new(3.0, colours.accent));
    for end in ends {
        painter.vline(end, y - 6.0..=y + 6.0, Stroke::new(2.0, colours.accent));
    }
    painter.circle(
        pos2(at(share.value), y),
        5.0,
        colours.accent,
        Stroke::new(2.0, colours.panel),
    );
    let room = plot.left() - rect.left() - 8.0;
    let wrap = Some(TextWrapMode::Truncate);
    let galley = WidgetText::from(name).into_galley(ui, wrap, room, TextStyle::Body);
    let top = y - galley.size().y / 2.0;
    ui.painter()
        .galley(pos2(rect.left(), top), galley, colours.text);
    let font = FontId::proportional(13.0);
    let right = pos2(rect.right(), y);
    ui.painter()
        .text(right, Align2::RIGHT_CENTER, text, font, colours.text);
    response.on_hover_text(told);
}

/// What the line in the middle means.
pub fn axis(ui: &mut Ui, cx: &PaneContext<'_>) {
    let colours = palette(ui.ctx());
    let size = vec2(ui.available_width(), 20.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let plot = middle(rect);
    for (share, text, align) in [
        (0.0, "0 %".to_owned(), Align2::LEFT_TOP),
        (0.5, cx.text("study-no-difference"), Align2::CENTER_TOP),
        (1.0, "100 %".to_owned(), Align2::RIGHT_TOP),
    ] {
        let at = pos2(plot.left() + plot.width() * share, rect.top());
        let font = FontId::proportional(11.0);
        ui.painter().text(at, align, text, font, colours.muted);
    }
}
