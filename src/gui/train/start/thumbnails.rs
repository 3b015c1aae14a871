//! What was found in a list of pictures: said in words, and as small pictures of which each can be left out.

use super::pictures::Change;
use crate::{
    data::Fault,
    gui::{
        icons,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        train::{context::PaneContext, intent::Intent},
        widgets::cover,
    },
    session::{Surveyed, SurveyedPicture},
};
use egui::{
    Align2, Button, Color32, FontId, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind,
    Ui, WidgetInfo, vec2,
};
use std::{collections::BTreeSet, path::PathBuf};

/// Width and height of a small picture, in points.
const SIZE: egui::Vec2 = vec2(92.0, 72.0);
/// Height of all, in points.
const HEIGHT: f32 = 236.0;

/// Faults that are told, each with the texts of how many there are, and of leaving them out.
const FAULTS: [(Fault, &str, Option<&str>); 5] = [
    (Fault::Duplicate, "start-alike", Some("start-leave-alike")),
    (Fault::Grey, "start-grey", Some("start-leave-grey")),
    (Fault::Tiny, "start-small", None),
    (Fault::Unreadable, "start-broken", None),
    (Fault::Animated, "start-animated", None),
];

/// What a look at a list found.
pub struct Found<'a> {
    /// What lies in its folders.
    pub seen: &'a Surveyed,
    /// What is not to be learnt from.
    pub left_out: &'a BTreeSet<PathBuf>,
    /// How many there are to learn from.
    pub count: usize,
    /// From so many on it learns well.
    pub enough: usize,
    /// Least side in pixels.
    pub side: usize,
    /// What follows from fewer: a key.
    pub few: &'static str,
}

impl Found<'_> {
    /// Says it, with what can be done about it.
    pub fn show(&self, ui: &mut Ui, cx: &PaneContext<'_>) -> Option<Change> {
        self.counted(ui, cx);
        if self.seen.packed() > 0 {
            let values = [("count", self.seen.packed().into())];
            ui.label(RichText::new(cx.words.with("start-packed", &values)).weak());
        }
        let mut change = None;
        for (fault, told, leave) in FAULTS {
            let faulty: Vec<&PathBuf> = self.seen.with(fault).map(|p| &p.path).collect();
            if faulty.is_empty() {
                continue;
            }
            ui.horizontal(|ui| {
                let values = [("count", faulty.len().into()), ("side", self.side.into())];
                ui.label(RichText::new(cx.words.with(told, &values)).weak());
                let Some(leave) = leave else { return };
                let all_out = faulty.iter().all(|path| self.left_out.contains(*path));
                let text = cx.text(if all_out { "start-take-back" } else { leave });
                let button = Button::new(text).small().min_size(vec2(0.0, 24.0));
                if ui.add(button).clicked() {
                    let paths = faulty.iter().map(|path| (*path).clone()).collect();
                    change = Some(Change::LeaveOut(paths, !all_out));
                }
            });
        }
        let licences = self.seen.licences();
        if !licences.is_empty() {
            let each = licences.iter().take(4).map(|(name, count)| {
                let count = [("count", (*count).into()), ("name", name.as_str().into())];
                let key = if name.is_empty() {
                    "start-no-licence"
                } else {
                    "start-licence"
                };
                cx.words.with(key, &count)
            });
            let text = each.collect::<Vec<_>>().join(" · ");
            let text = cx.words.with("start-licences", &[("list", text.into())]);
            let hint = cx.text("start-licences-hint");
            ui.label(RichText::new(text).weak()).on_hover_text(hint);
        }
        change
    }

    /// How many there are, and whether that is enough.
    fn counted(&self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let bad = palette(ui.ctx()).error;
        let usable = self.seen.usable();
        let out = usable
            .filter(|picture| self.left_out.contains(&picture.path))
            .count();
        let values = [("count", self.count.into()), ("out", out.into())];
        let key = if out == 0 {
            "start-found"
        } else {
            "start-found-out"
        };
        let text = RichText::new(cx.words.with(key, &values)).strong();
        ui.label(if self.count == 0 {
            text.color(bad)
        } else {
            text
        });
        if self.seen.missing.len() == self.seen.folders.len() {
            ui.label(RichText::new(cx.text("start-all-gone")).color(bad));
        } else if self.seen.damaged().next().is_some() {
            ui.label(RichText::new(cx.text("start-pack-damaged")).color(bad));
        } else if self.seen.pictures.is_empty() && self.seen.packs.is_empty() {
            ui.label(RichText::new(cx.text("start-empty")).color(bad));
        } else if self.count < self.enough {
            let values = [("count", self.enough.into())];
            ui.label(RichText::new(cx.words.with(self.few, &values)).weak());
        }
    }
}

/// The worst fault of a picture: a key.
fn fault_key(picture: &SurveyedPicture) -> Option<&'static str> {
    Some(match picture.faults.iter().min()? {
        Fault::Unreadable => "flaw-broken",
        Fault::Tiny => "flaw-small",
        Fault::Duplicate => "flaw-alike",
        Fault::Grey => "flaw-grey",
        Fault::Animated => "flaw-animated",
    })
}

/// Draws them, those with faults first; returns what a click asks for.
pub fn show(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    found: &Found<'_>,
    list: usize,
) -> Option<Change> {
    let mut order: Vec<&SurveyedPicture> = found.seen.pictures.iter().collect();
    order.sort_by_key(|picture| picture.faults.is_empty());
    if order.is_empty() {
        return None;
    }
    let columns = ((ui.available_width() + GAP) / (SIZE.x + GAP))
        .floor()
        .max(1.0) as usize;
    let rows = order.len().div_ceil(columns);
    let (mut clicked, mut wanted) = (None, Vec::new());
    ScrollArea::vertical()
        .id_salt(("thumbnails", list))
        .max_height(HEIGHT)
        .auto_shrink([false, true])
        .show_rows(ui, SIZE.y, rows, |ui, shown| {
            for row in shown {
                ui.horizontal(|ui| {
                    let from = row * columns;
                    for picture in &order[from..order.len().min(from + columns)] {
                        let out = found.left_out.contains(&picture.path);
                        wanted.push(picture.path.clone());
                        if tile(ui, cx, picture, out) {
                            clicked = Some(Change::LeaveOut(vec![picture.path.clone()], !out));
                        }
                    }
                });
            }
        });
    cx.ask(Intent::Thumbnails(wanted));
    clicked
}

/// One of them; whether it was clicked.
fn tile(ui: &mut Ui, cx: &PaneContext<'_>, picture: &SurveyedPicture, out: bool) -> bool {
    let colours = palette(ui.ctx());
    let useless = |fault: &Fault| matches!(fault, Fault::Unreadable | Fault::Tiny);
    let usable = !picture.faults.iter().any(useless);
    let sense = if usable {
        Sense::click()
    } else {
        Sense::hover()
    };
    let (rect, response) = ui.allocate_exact_size(SIZE, sense);
    let file = picture.path.file_name().unwrap_or_default();
    let fault = fault_key(picture).map(|key| cx.text(key));
    let state = cx.text(match (usable, out) {
        (false, _) => "start-not-used",
        (true, true) => "start-left-out",
        (true, false) => "start-used",
    });
    let parts = [
        Some(file.to_string_lossy().into_owned()),
        fault.clone(),
        Some(state),
    ];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let used = usable && !out;
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, usable, used, name.as_str()));
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect_filled(rect, CORNER, colours.raised);
    let middle = |icon: &str, colour| {
        let font = FontId::proportional(22.0);
        painter.text(rect.center(), Align2::CENTER_CENTER, icon, font, colour);
    };
    match cx.thumbnails.small_of(&picture.path) {
        Some((texture, _)) => {
            let uv = cover(texture.size_vec2(), rect.size());
            let shape = egui::epaint::RectShape::filled(rect, CORNER, Color32::WHITE)
                .with_texture(texture.id(), uv);
            painter.add(shape);
        }
        None if usable => middle(icons::PICTURE, colours.muted),
        None => {}
    }
    if !used {
        painter.rect_filled(rect, CORNER, SHADE);
        middle(if out { icons::CLOSE } else { icons::ERROR }, ON_SHADE);
    }
    if let Some(fault) = fault {
        let text = painter.layout_no_wrap(fault, FontId::proportional(11.0), ON_SHADE);
        let size = text.size() + vec2(8.0, 2.0);
        let at = rect.left_bottom() + vec2(4.0, -4.0 - size.y);
        painter.rect_filled(Rect::from_min_size(at, size), 3, SHADE);
        painter.galley(at + vec2(4.0, 1.0), text, ON_SHADE);
    }
    let stroke = match response.hovered() || response.has_focus() {
        true => Stroke::new(2.0, colours.text),
        false => Stroke::new(1.0, colours.line),
    };
    painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
    let response = response.on_hover_ui(|ui| {
        ui.label(name.as_str());
        if !picture.licence.is_empty() {
            ui.label(picture.licence.as_str());
        }
        if usable {
            ui.weak(cx.text("start-click"));
        }
    });
    response.clicked()
}
