//! The middle of the window: the canvas, what floats over it, and what is said while files hover.

use crate::{
    gui::{
        actions::Action,
        create::{
            autosave_state::Opening,
            canvas::{Canvas, Look, Zoom},
            context::PaneContext,
            drop_state::Drops,
            intent::Intent,
            timeline::strip::snapshot_title,
        },
        icons,
        localisation::Words,
        still_picture::StillPicture,
        theme, widgets,
    },
    session::{Project, Settings},
};
use egui::{Context, Ui};

impl Canvas {
    /// Does what a key asks of it.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Fit => self.fit(),
            Action::Full => self.zoom = Zoom::Scale(1.0),
            Action::Fill => self.zoom = Zoom::Fill,
            Action::ZoomIn => self.set_scale(self.scale() * 1.25),
            Action::ZoomOut => self.set_scale(self.scale() / 1.25),
            Action::Compare => self.compare = self.compare.next(),
            _ => {}
        }
    }

    /// Draws it, with `opening` over it while a photograph is opened.
    pub fn pane(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, opening: Option<&Opening>) {
        let surround = surround(cx.settings, ui.ctx());
        self.crop = cx.art.project.recipe.crop;
        self.original =
            !ui.ctx().text_edit_focused() && ui.input(|input| input.key_down(egui::Key::Backslash));
        // A pixel is one of the photograph's, however large its painting is.
        let size = cx
            .art
            .project
            .own_size()
            .or_else(|| self.before.as_ref().map(StillPicture::size))
            .unwrap_or((1024, 683));
        let titles = compared_titles(cx);
        let look = Look {
            size,
            words: cx.words,
            surround,
            fade: if cx.settings.reduced_motion { 0.0 } else { 0.2 },
        };
        self.titles = titles;
        let response = self.show(ui, &look);
        self.zoom_box(ui, cx, response.rect);
        swatches(ui, cx, response.rect);
        if let Some(opening) = opening {
            opening.show(ui, cx.words, response.rect);
        } else if cx.art.project.photograph.is_none() && self.before.is_none() {
            let text = cx.words.get("drop-here");
            let at = response.rect.center();
            let colour = theme::palette(ui.ctx()).text;
            let font = egui::FontId::proportional(16.0);
            ui.painter()
                .text(at, egui::Align2::CENTER_CENTER, text, font, colour);
        }
    }

    fn zoom_box(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, rect: egui::Rect) {
        let area = egui::Rect::from_min_max(
            rect.right_bottom() - egui::vec2(340.0, 40.0),
            rect.right_bottom() - egui::vec2(8.0, 8.0),
        );
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(layout));
        widgets::at_right(&mut ui, |ui| self.zoom_row(ui, cx));
    }

    fn zoom_row(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let mut percent = (self.scale() * 100.0).round();
        let name = cx.words.get("zoom");
        let number = egui::DragValue::new(&mut percent)
            .range(5.0..=3200.0)
            .max_decimals(0)
            .suffix(" %");
        let response = ui.add(number);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name.as_str()));
        if response.changed() {
            self.set_scale(percent / 100.0);
        }
        if widgets::action_button(ui, cx.words, icons::FIT, Action::Fit, true).clicked() {
            self.fit();
        }
        if ui.button("1:1").clicked() {
            self.zoom = Zoom::Scale(1.0);
        }
        let there = cx.art.project.photograph.is_some();
        let painted = cx.art.project.start().is_some();
        for (icon, action, can) in [
            (icons::VARIATIONS, Action::Variations, painted),
            (icons::CROP, Action::Crop, there),
            (icons::COMPARE, Action::Compare, true),
        ] {
            if widgets::action_button(ui, cx.words, icon, action, can).clicked() {
                cx.ask(Intent::Act(action));
            }
        }
    }
}

/// The grey round the picture.
pub fn surround(settings: &Settings, ctx: &Context) -> egui::Color32 {
    theme::palette(ctx).surrounds[settings.surround.min(2)]
}

/// What is compared: snapshots by their steps, and the picture as it stands by its own.
fn compared_titles(cx: &PaneContext<'_>) -> (Option<String>, Option<String>) {
    let left = cx.art.snapshots().compared.map(|id| snapshot_title(cx, id));
    let step = cx.art.run().standing.filter(|_| cx.art.refines());
    let now = step.map(|now| cx.words.with("step-short", &[("step", now.step.into())]));
    let shown = cx.art.snapshots().shown.map(|id| snapshot_title(cx, id));
    (left, shown.or(now))
}

/// The greys round the picture, to choose from.
fn swatches(ui: &mut Ui, cx: &mut PaneContext<'_>, rect: egui::Rect) {
    let colours = theme::palette(ui.ctx());
    for (i, colour) in colours.surrounds.into_iter().enumerate() {
        let corner = rect.left_bottom() + egui::vec2(10.0 + 26.0 * i as f32, -34.0);
        let target = egui::Rect::from_min_size(corner, egui::Vec2::splat(24.0));
        let id = egui::Id::unique(("surround", i));
        let response = ui.interact(target, id, egui::Sense::click());
        let number = [("number", (i + 1).into())];
        let name = cx.words.with("surround-number", &number);
        let chosen = cx.settings.surround.min(2) == i;
        response.widget_info(|| {
            let kind = egui::Role::Button;
            egui::WidgetInfo::selected(kind, true, chosen, name.as_str())
        });
        let lit = response.hovered() || response.has_focus();
        let (width, line) = match (chosen, lit) {
            (true, _) => (2.0, colours.accent),
            (_, true) => (2.0, colours.text),
            _ => (1.0, colours.muted),
        };
        let stroke = egui::Stroke::new(width, line);
        ui.painter().circle(target.center(), 8.0, colour, stroke);
        if response.on_hover_text(name).clicked() {
            cx.settings.surround = i;
            cx.ask(Intent::SaveSettings);
        }
    }
}

/// Says what a drop will do while files hover over the window.
pub fn overlay(drops: &Drops, words: &Words, project: &Project, ctx: &Context) {
    if drops.hovering == 0 {
        return;
    }
    let painter = ctx.layer_painter(egui::LayerId::new(
        egui::Order::Foreground,
        egui::Id::unique("drop overlay"),
    ));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0, theme::SHADE);
    let own = project.photograph.is_some() && !project.is_sample;
    let text = match (&drops.hovering_folder, own) {
        (Some(name), _) => {
            let name = [("name", name.as_str().into())];
            words.with("drop-folder", &name)
        }
        (None, _) if drops.hovering > 1 => {
            let count = [("count", drops.hovering.into())];
            words.with("drop-several", &count)
        }
        (None, true) => words.get("drop-asks"),
        (None, false) => words.get("drop-photograph"),
    };
    let font = egui::FontId::proportional(24.0);
    painter.text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        text,
        font,
        theme::ON_SHADE,
    );
}
