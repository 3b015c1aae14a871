//! The snapshots of a run.

use crate::{
    gui::{
        create::{context::PaneContext, intent::Intent, timeline::Timeline},
        icons,
        localisation::Words,
        theme::{ON_SHADE, SHADE, palette},
        widgets,
    },
    session::engine::{Snapshot, SnapshotId},
};
use egui::{
    Color32, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, TextureHandle, Ui,
    WidgetInfo, pos2, vec2,
};

/// Height of the snapshots in points.
const STRIP: f32 = 52.0;
/// Width of the buttons beside them.
const TOOLS: f32 = 140.0;

impl Timeline {
    /// The snapshots, the oldest first, with what can be done with them.
    pub fn strip(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let mut asked = None;
        ui.horizontal(|ui| {
            let room = ui.available_width() - TOOLS;
            ScrollArea::horizontal()
                .id_salt("timeline")
                .stick_to_right(true)
                .max_width(room)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.horizontal(|ui| asked = self.row(ui, cx));
                });
            let tool = snapshot_tools(ui, cx);
            asked = tool.or(asked.take());
        });
        cx.intents.extend(asked);
    }

    fn row(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) -> Option<Intent> {
        let (mut asked, mut branch) = (None, 0);
        let (mut places, mut scrubbed) = (Vec::new(), false);
        let snapshots = cx.art.snapshots();
        self.keep(snapshots.all());
        for snapshot in snapshots.all() {
            let texture = self.texture(ui.ctx(), snapshot);
            if snapshot.branch != branch {
                branch = snapshot.branch;
                ui.label(icons::BRANCH).on_hover_text(cx.text("branch"));
            }
            let (response, of_menu) = card(ui, cx, snapshot, &texture);
            scrubbed |= response.dragged();
            places.push((snapshot.id, response.rect));
            let clicked = response.clicked();
            asked = clicked
                .then_some(Intent::ShowSnapshot(snapshot.id))
                .or(asked);
            asked = of_menu.or(asked);
        }
        // A hand that is drawn along them sees one after the other.
        let pointer = ui.input(|input| input.pointer.interact_pos());
        if let (true, Some(pointer)) = (scrubbed, pointer) {
            let under = |(_, rect): &&(SnapshotId, Rect)| rect.x_range().contains(pointer.x);
            let under = places.iter().find(under);
            let new = under.filter(|(id, _)| snapshots.shown != Some(*id));
            asked = new.map(|(id, _)| Intent::ShowSnapshot(*id));
        }
        asked
    }
}

/// One snapshot, and what its menu asks.
fn card(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    snapshot: &Snapshot,
    texture: &TextureHandle,
) -> (Response, Option<Intent>) {
    let colours = palette(ui.ctx());
    let size = texture.size_vec2();
    let size = size * (STRIP / size.y).min(90.0 / size.x);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let values = [("step", snapshot.step.into())];
    let name = match (snapshot.step, snapshot.own) {
        (0, true) => cx.text("snapshot-look"),
        (0, false) => cx.text("snapshot-instant"),
        _ => cx.words.with("snapshot-name", &values),
    };
    let chosen = cx.art.snapshots().shown == Some(snapshot.id);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.as_str()));
    let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    ui.painter().image(texture.id(), rect, uv, Color32::WHITE);
    let stroke = if chosen {
        Stroke::new(3.0, colours.accent)
    } else if response.hovered() || response.has_focus() {
        Stroke::new(2.0, colours.text)
    } else {
        Stroke::new(1.0, colours.line)
    };
    ui.painter()
        .rect_stroke(rect, 2, stroke, StrokeKind::Inside);
    let tag = match snapshot.step {
        0 => cx.text("snapshot-instant-short"),
        step => step.to_string(),
    };
    step_tag(ui, rect, &tag, snapshot.own);
    let mut asked = None;
    let go_on = go_on_word(cx, snapshot.id);
    widgets::menu(ui, &response, |ui| {
        for (key, ask) in [
            (go_on, Intent::Branch(snapshot.id)),
            ("compare-with", Intent::Compare(snapshot.id)),
            ("export", Intent::ExportSnapshot(snapshot.id)),
        ] {
            if ui.button(cx.text(key)).clicked() {
                asked = Some(ask);
                ui.close();
            }
        }
    });
    let response = response.on_hover_text(snapshot_hint(cx.words, snapshot));
    (response, asked)
}

/// What is said of a snapshot while the pointer is on it.
fn snapshot_hint(words: &Words, snapshot: &Snapshot) -> String {
    let loss = format!("{:.4}", snapshot.losses.total);
    let values = [("step", snapshot.step.into()), ("loss", loss.into())];
    match (snapshot.step, snapshot.picture_only) {
        (0, _) if snapshot.own => words.get("snapshot-look-hint"),
        (0, _) => words.get("snapshot-instant-hint"),
        (_, true) => {
            let hint = words.with("snapshot-hint", &values);
            format!("{hint}\n{}", words.get("goes-on-hint"))
        }
        _ => words.with("snapshot-hint", &values),
    }
}

/// What going on from a snapshot is called.
fn go_on_word(cx: &PaneContext<'_>, id: SnapshotId) -> &'static str {
    if cx.art.snapshots().is_origin(id) {
        "back-to-instant"
    } else if cx.art.snapshots().is_of_instant(id) {
        "take-settings"
    } else {
        "branch"
    }
}

/// What a snapshot is, in a few words.
pub fn snapshot_title(cx: &PaneContext<'_>, id: SnapshotId) -> String {
    match cx.art.snapshots().get(id).map(|snapshot| snapshot.step) {
        None | Some(0) => cx.words.get("snapshot-instant-short"),
        Some(step) => cx.words.with("step-short", &[("step", step.into())]),
    }
}

/// What can be done with the snapshot that is shown. The buttons are always there, so that nothing moves
/// when one is clicked.
fn snapshot_tools(ui: &mut Ui, cx: &PaneContext<'_>) -> Option<Intent> {
    let shown = cx.art.snapshots().shown;
    let go_on = shown.map_or("branch", |id| go_on_word(cx, id));
    let mut asked = None;
    for (icon, key, ask) in [
        (
            icons::NEWEST,
            "back-to-newest",
            shown.map(|_| Intent::ShowNewest),
        ),
        (icons::BRANCH, go_on, shown.map(Intent::Branch)),
        (icons::COMPARE, "compare-with", shown.map(Intent::Compare)),
    ] {
        let name = cx.words.get(key);
        let enabled = ask.is_some();
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &name));
        let button = button.inner;
        let why = cx.words.get("snapshot-first");
        if button
            .on_disabled_hover_text(format!("{name}\n{why}"))
            .clicked()
        {
            asked = ask;
        }
    }
    asked
}

/// What a snapshot is of, in its corner, and whether the artist kept it.
fn step_tag(ui: &Ui, rect: Rect, text: &str, own: bool) {
    let painter = ui.painter_at(rect);
    let font = egui::FontId::proportional(10.0);
    let text = if own {
        format!("{} {text}", icons::SNAPSHOT)
    } else {
        text.to_owned()
    };
    let galley = painter.layout_no_wrap(text, font, ON_SHADE);
    let place = Rect::from_min_size(
        rect.left_bottom() - vec2(-2.0, galley.size().y + 4.0),
        galley.size() + vec2(6.0, 2.0),
    );
    painter.rect_filled(place, 3, SHADE);
    painter.galley(place.min + vec2(3.0, 1.0), galley, ON_SHADE);
}
