//! The workspace in which networks learn: what it holds.

use super::{
    compare::Compare,
    context::PaneContext,
    dreams::DreamsPane,
    intent::{Intent, Question, Shown},
    library::Library,
    questions,
    running::Running,
    start::Start,
    study::StudyPane,
};
use crate::{
    gui::{
        shell::Shell,
        theme::{ON_SHADE, SHADE, palette},
    },
    session::Until,
};
use egui::{
    Align2, CentralPanel, Context, FontId, Frame, Id, LayerId, Margin, Order, Panel, Rect, Ui,
};
use std::path::{Path, PathBuf};

/// The workspace.
#[derive(Default)]
pub struct Train {
    /// How a new run is set up.
    pub start: Start,
    /// The runs there are.
    pub library: Library,
    /// The run that goes on.
    pub running: Running,
    /// Dreams of a model.
    pub dreams: DreamsPane,
    /// Blind studies.
    pub study: StudyPane,
    /// Two runs beside each other.
    pub compare: Compare,
    /// What is shown in the middle.
    pub shown: Shown,
    /// What is asked, in front of all.
    pub question: Option<Question>,
    /// When the run that goes on is to be stopped, as the settings know it.
    pub limit: Option<Until>,
    /// Files that hover over the window.
    pub hovering: usize,
}

impl Train {
    /// Draws the panes; returns where the middle is. `intents` as in [`PaneContext`].
    pub fn show(&mut self, ui: &mut Ui, shell: &mut Shell, intents: &mut Vec<Intent>) -> Rect {
        shell.refresh_budget(ui.input(|input| input.time));
        let mut cx = PaneContext::new(shell, intents);
        let panel = Frame::new()
            .fill(palette(ui.ctx()).panel)
            .inner_margin(Margin::symmetric(12, 8));
        let wide = ui.available_width() >= 1100.0;
        let folder = self.running.training.folder().map(Path::to_owned);
        let live = folder.filter(|_| self.running.goes_on());
        let blind = self.shown == Shown::Study && self.study.is_blind();
        if !cx.settings.layout.panels_hidden && !blind {
            Panel::left("runs")
                .exact_size(if wide { 252.0 } else { 212.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| {
                    self.library.show(ui, &mut cx, &self.shown, live.as_deref());
                });
        }
        self.start.follow(&mut cx);
        let place = ui.available_rect_before_wrap();
        match &self.shown {
            Shown::Start => self
                .start
                .show(ui, &mut cx, &self.library.runs, live.is_some()),
            Shown::Running => {
                let plain = Frame::new().fill(palette(ui.ctx()).panel);
                CentralPanel::no_frame()
                    .frame(plain)
                    .show(ui, |ui| self.running.show(ui, &mut cx, &self.library));
            }
            Shown::Dreams => self.dreams.show(ui, &mut cx, &self.library.runs),
            Shown::Study => self.study.show(ui, &mut cx, &self.library.runs),
            Shown::Compare(one, other) => {
                let folders = [one, other].map(PathBuf::as_path);
                let (runs, training) = (&self.library.runs, &self.running.training);
                let plain = Frame::new().fill(palette(ui.ctx()).panel);
                CentralPanel::no_frame().frame(plain).show(ui, |ui| {
                    self.compare.show(ui, &mut cx, folders, runs, training);
                });
            }
            Shown::Run(folder) => {
                let folder = folder.clone();
                let panel = panel.inner_margin(Margin::symmetric(24, 16));
                CentralPanel::no_frame().frame(panel).show(ui, |ui| {
                    self.library.page(ui, &mut cx, &folder, live.is_some())
                });
            }
        }
        let ctx = ui.ctx().clone();
        if self.hovering > 0 {
            overlay(
                &ctx,
                &match self.shown {
                    Shown::Running if self.running.training.paints() => cx.text("drop-paint"),
                    Shown::Study => cx.text("drop-study"),
                    _ => cx.text("drop-learn"),
                },
            );
        }
        if let Some(question) = &mut self.question
            && questions::show(question, &ctx, &mut cx)
        {
            self.question = None;
        }
        place
    }
}

/// Says what a drop will do while files hover over the window.
fn overlay(ctx: &Context, text: &str) {
    let id = Id::unique("drop overlay");
    let painter = ctx.layer_painter(LayerId::new(Order::Foreground, id));
    let rect = ctx.content_rect();
    painter.rect_filled(rect, 0, SHADE);
    let (middle, font) = (Align2::CENTER_CENTER, FontId::proportional(24.0));
    painter.text(rect.center(), middle, text, font, ON_SHADE);
}
