//! What was found in a list of pictures: said in words, and as small pictures of which each can be left out.

use super::pictures::Change;
use crate::{
    data::Fault,
    gui::{
        icons,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        train::{context::PaneContext, intent::Intent, words::listed},
        widgets::{self, cover},
    },
    picture::Crop,
    session::{Plan, Surveyed, SurveyedPicture},
};
use egui::{
    Align2, Button, Color32, FontId, Mesh, Rect, RichText, Role, ScrollArea, Sense, Shape, Stroke,
    StrokeKind, TextureHandle, Ui, WidgetInfo, epaint::Vertex, pos2, vec2,
};
use std::path::PathBuf;

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
    /// What is planned: what is left out, and what is used in part.
    pub plan: &'a Plan,
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
                let all_out = faulty.iter().all(|path| self.plan.left_out.contains(*path));
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
            .filter(|picture| self.plan.left_out.contains(&picture.path))
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
                        wanted.push(picture.path.clone());
                        if let Some(change) = tile(ui, cx, found, picture) {
                            clicked = Some(change);
                        }
                    }
                });
            }
        });
    cx.ask(Intent::Thumbnails(wanted));
    clicked
}

/// What is known of one of them.
struct Tile {
    /// The part of it that is used.
    part: Crop,
    /// Whether it can be used at all, and is.
    usable: bool,
    used: bool,
    out: bool,
    /// What is wrong with it, in words.
    fault: Option<String>,
}

impl Tile {
    fn new(cx: &PaneContext<'_>, found: &Found<'_>, picture: &SurveyedPicture) -> Self {
        let useless = |fault: &Fault| matches!(fault, Fault::Unreadable | Fault::Tiny);
        let usable = !picture.faults.iter().any(useless);
        let out = found.plan.left_out.contains(&picture.path);
        let cut = usable && found.plan.is_cut_too_small(picture, found.side);
        let fault = match cut {
            true => Some("flaw-small"),
            false => fault_key(picture),
        };
        Self {
            part: found.plan.part(&picture.path),
            usable,
            used: usable && !out && !cut,
            out,
            fault: fault.map(|key| cx.text(key)),
        }
    }

    /// Its name, what is wrong with it, and what becomes of it.
    fn told(&self, cx: &PaneContext<'_>, picture: &SurveyedPicture) -> String {
        let file = picture.path.file_name().unwrap_or_default();
        let state = cx.text(match (self.used, self.out) {
            (true, _) => "start-used",
            (_, true) => "start-left-out",
            _ => "start-not-used",
        });
        let part = (!self.part.is_whole()).then(|| cx.text("start-part"));
        let file = file.to_string_lossy().into_owned();
        let parts = [Some(file), self.fault.clone(), part, Some(state)];
        listed(&parts.into_iter().flatten().collect::<Vec<_>>(), cx.words)
    }
}

/// One of them; what is asked for.
fn tile(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    found: &Found<'_>,
    picture: &SurveyedPicture,
) -> Option<Change> {
    let colours = palette(ui.ctx());
    let tile = Tile::new(cx, found, picture);
    let sense = match tile.usable {
        true => Sense::click(),
        false => Sense::hover(),
    };
    let (rect, response) = ui.allocate_exact_size(SIZE, sense);
    let (usable, used) = (tile.usable, tile.used);
    let name = tile.told(cx, picture);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, usable, used, name.as_str()));
    let painter = ui.painter_at(rect.expand(1.0));
    painter.rect_filled(rect, CORNER, colours.raised);
    let middle = |icon: &str, colour| {
        let font = FontId::proportional(22.0);
        painter.text(rect.center(), Align2::CENTER_CENTER, icon, font, colour);
    };
    match cx.thumbnails.small_of(&picture.path) {
        Some((texture, _)) => part_of(&painter, rect, texture, tile.part),
        None if usable => middle(icons::PICTURE, colours.muted),
        None => {}
    }
    if !used {
        painter.rect_filled(rect, CORNER, SHADE);
        middle(if tile.out { icons::CLOSE } else { icons::ERROR }, ON_SHADE);
    }
    let part = (!tile.part.is_whole()).then(|| icons::CROP.to_owned());
    let label: Vec<String> = part.into_iter().chain(tile.fault.clone()).collect();
    if !label.is_empty() {
        let font = FontId::proportional(11.0);
        let text = painter.layout_no_wrap(label.join(" "), font, ON_SHADE);
        let size = text.size() + vec2(8.0, 2.0);
        let at = rect.left_bottom() + vec2(4.0, -4.0 - size.y);
        painter.rect_filled(Rect::from_min_size(at, size), 3, SHADE);
        painter.galley(at + vec2(4.0, 1.0), text, ON_SHADE);
    }
    let near = ui.rect_contains_pointer(rect) || response.has_focus();
    let stroke = match near {
        true => Stroke::new(2.0, colours.text),
        false => Stroke::new(1.0, colours.line),
    };
    painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
    let mut change = None;
    if usable {
        change = ways(ui, cx, (rect, &response), (picture, &tile), near);
    }
    let response = response.on_hover_ui(|ui| {
        ui.label(name.as_str());
        if !picture.licence.is_empty() {
            ui.label(picture.licence.as_str());
        }
        if usable {
            ui.weak(cx.text("start-click"));
        }
    });
    let click = || Change::LeaveOut(vec![picture.path.clone()], !tile.out);
    change.or_else(|| response.clicked().then(click))
}

/// The part of a small picture, as it is turned, over all of a place.
fn part_of(painter: &egui::Painter, place: Rect, texture: &TextureHandle, part: Crop) {
    let [width, height] = texture.size();
    let size = (width.max(1), height.max(1));
    let (wide, high) = part.size(size);
    let shown = cover(vec2(wide as f32, high as f32), place.size());
    let mut mesh = Mesh::with_texture(texture.id());
    let corners = [
        (place.left_top(), shown.left_top()),
        (place.right_top(), shown.right_top()),
        (place.right_bottom(), shown.right_bottom()),
        (place.left_bottom(), shown.left_bottom()),
    ];
    for (pos, at) in corners {
        let [u, v] = part.source(size, [f64::from(at.x), f64::from(at.y)]);
        mesh.vertices.push(Vertex {
            pos,
            uv: pos2(u as f32, v as f32),
            color: Color32::WHITE,
        });
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    painter.add(Shape::mesh(mesh));
}

/// Turning, and choosing a part: two buttons where the hand is, and a menu.
fn ways(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    (rect, response): (Rect, &egui::Response),
    (picture, tile): (&SurveyedPicture, &Tile),
    near: bool,
) -> Option<Change> {
    let turn = |clockwise| Change::Use(picture.path.clone(), tile.part.turned(clockwise));
    let choose = || Change::Choose(picture.path.clone());
    let mut change = None;
    if near {
        let side = vec2(24.0, 24.0);
        for (i, (icon, key)) in [(icons::CROP, "use-part"), (icons::TURN_RIGHT, "turn-right")]
            .into_iter()
            .enumerate()
        {
            let corner = rect.right_top() + vec2(-28.0 - 26.0 * i as f32, 4.0);
            let place = Rect::from_min_size(corner, side);
            let button = ui.interact(place, response.id.with(key), Sense::CLICK);
            let name = cx.text(key);
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
            let colours = palette(ui.ctx());
            let (fill, ink) = match button.hovered() {
                true => (colours.accent, colours.on_accent),
                false => (SHADE, ON_SHADE),
            };
            ui.painter().rect_filled(place, 4, fill);
            let font = FontId::proportional(16.0);
            let middle = Align2::CENTER_CENTER;
            ui.painter().text(place.center(), middle, icon, font, ink);
            if button.on_hover_text(name).clicked() {
                change = Some(if i == 0 { choose() } else { turn(true) });
            }
        }
    }
    widgets::menu(ui, response, |ui| {
        if ui.button(cx.text("turn-right")).clicked() {
            change = Some(turn(true));
        }
        if ui.button(cx.text("turn-left")).clicked() {
            change = Some(turn(false));
        }
        if ui.button(cx.text("use-part")).clicked() {
            change = Some(choose());
        }
        let whole = Button::new(cx.text("start-whole"));
        if ui.add_enabled(!tile.part.is_whole(), whole).clicked() {
            change = Some(Change::Use(picture.path.clone(), Crop::default()));
        }
        ui.separator();
        let key = if tile.out {
            "start-take-back"
        } else {
            "start-leave-out"
        };
        if ui.button(cx.text(key)).clicked() {
            change = Some(Change::LeaveOut(vec![picture.path.clone()], !tile.out));
        }
    });
    change
}
