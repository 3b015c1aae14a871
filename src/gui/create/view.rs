//! The middle of the window: the canvas, what floats over it, and what is said while files hover.

use crate::gui::{
    actions::Action,
    app::App,
    create::canvas::{Look, Zoom},
    icons,
    still::Still,
    theme, widgets,
};
use egui::{Context, Ui};

impl App {
    /// The grey round the picture.
    pub(in crate::gui) fn surround(&self, ctx: &Context) -> egui::Color32 {
        theme::palette(ctx).surrounds[self.shell.settings.surround.min(2)]
    }

    pub(in crate::gui) fn canvas_pane(&mut self, ui: &mut Ui) {
        let surround = self.surround(ui.ctx());
        self.create.canvas.crop = self.create.art.project.recipe.crop;
        self.create.canvas.original =
            !ui.ctx().text_edit_focused() && ui.input(|input| input.key_down(egui::Key::Backslash));
        // A pixel is one of the photograph's, however large its painting is.
        let size = self
            .create
            .art
            .project
            .own_size()
            .or_else(|| self.create.canvas.before.as_ref().map(Still::size))
            .unwrap_or((1024, 683));
        let titles = self.compared_titles();
        let look = Look {
            size,
            words: &self.shell.words,
            surround,
            fade: if self.shell.settings.reduced_motion {
                0.0
            } else {
                0.2
            },
        };
        self.create.canvas.titles = titles;
        let response = self.create.canvas.show(ui, &look);
        self.zoom_box(ui, response.rect);
        self.swatches(ui, response.rect);
        if self.create.works.opening.is_some() {
            self.show_opening(ui, response.rect);
        } else if self.create.art.project.photograph.is_none()
            && self.create.canvas.before.is_none()
        {
            let text = self.shell.words.get("drop-here");
            let at = response.rect.center();
            let colour = theme::palette(ui.ctx()).text;
            let font = egui::FontId::proportional(16.0);
            ui.painter()
                .text(at, egui::Align2::CENTER_CENTER, text, font, colour);
        }
    }

    /// What is compared: snapshots by their steps, and the picture as it stands by its own.
    fn compared_titles(&self) -> (Option<String>, Option<String>) {
        let left = self
            .create
            .art
            .snapshots()
            .compared
            .map(|id| self.snapshot_title(id));
        let step = self
            .create
            .art
            .run()
            .standing
            .filter(|_| self.create.art.refines());
        let now = step.map(|now| {
            self.shell
                .words
                .with("step-short", &[("step", now.step.into())])
        });
        let shown = self
            .create
            .art
            .snapshots()
            .shown
            .map(|id| self.snapshot_title(id));
        (left, shown.or(now))
    }

    fn zoom_box(&mut self, ui: &mut Ui, rect: egui::Rect) {
        let area = egui::Rect::from_min_max(
            rect.right_bottom() - egui::vec2(340.0, 40.0),
            rect.right_bottom() - egui::vec2(8.0, 8.0),
        );
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(layout));
        widgets::at_right(&mut ui, |ui| self.zoom_row(ui));
    }

    fn zoom_row(&mut self, ui: &mut Ui) {
        let mut percent = (self.create.canvas.scale() * 100.0).round();
        let name = self.shell.words.get("zoom");
        let number = egui::DragValue::new(&mut percent)
            .range(5.0..=3200.0)
            .max_decimals(0)
            .suffix(" %");
        let response = ui.add(number);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name.as_str()));
        if response.changed() {
            self.create.canvas.set_scale(percent / 100.0);
        }
        if self
            .action_button(ui, icons::FIT, Action::Fit, true)
            .clicked()
        {
            self.create.canvas.fit();
        }
        if ui.button("1:1").clicked() {
            self.create.canvas.zoom = Zoom::Scale(1.0);
        }
        let there = self.create.art.project.photograph.is_some();
        let painted = self.create.art.project.start().is_some();
        for (icon, action, can) in [
            (icons::VARIATIONS, Action::Variations, painted),
            (icons::CROP, Action::Crop, there),
            (icons::COMPARE, Action::Compare, true),
        ] {
            if self.action_button(ui, icon, action, can).clicked() {
                self.act(ui.ctx(), action);
            }
        }
    }

    /// The greys round the picture, to choose from.
    fn swatches(&mut self, ui: &mut Ui, rect: egui::Rect) {
        let colours = theme::palette(ui.ctx());
        for (i, colour) in colours.surrounds.into_iter().enumerate() {
            let corner = rect.left_bottom() + egui::vec2(10.0 + 26.0 * i as f32, -34.0);
            let target = egui::Rect::from_min_size(corner, egui::Vec2::splat(24.0));
            let id = egui::Id::unique(("surround", i));
            let response = ui.interact(target, id, egui::Sense::click());
            let number = [("number", (i + 1).into())];
            let name = self.shell.words.with("surround-number", &number);
            let chosen = self.shell.settings.surround.min(2) == i;
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
                self.shell.settings.surround = i;
                self.shell.save_settings();
            }
        }
    }

    /// Says what a drop will do while files hover over the window.
    pub(in crate::gui) fn overlay(&self, ctx: &Context) {
        if self.create.drops.hovering == 0 {
            return;
        }
        let painter = ctx.layer_painter(egui::LayerId::new(
            egui::Order::Foreground,
            egui::Id::unique("drop overlay"),
        ));
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0, theme::SHADE);
        let own =
            self.create.art.project.photograph.is_some() && !self.create.art.project.is_sample;
        let text = match (&self.create.drops.hovering_folder, own) {
            (Some(name), _) => {
                let name = [("name", name.as_str().into())];
                self.shell.words.with("drop-folder", &name)
            }
            (None, _) if self.create.drops.hovering > 1 => {
                let count = [("count", self.create.drops.hovering.into())];
                self.shell.words.with("drop-several", &count)
            }
            (None, true) => self.shell.words.get("drop-asks"),
            (None, false) => self.shell.words.get("drop-photograph"),
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
}
