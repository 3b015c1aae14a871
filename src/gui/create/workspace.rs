//! The workspace in which a photograph is painted: what it holds.

use crate::{
    gui::{
        chooser::Chooser,
        create::{
            autosave_state::AutosaveState, batch_progress::BatchProgress, canvas::Canvas,
            context::PaneContext, crop::Cropping, dialogs::Dialog, drop_state::Drops,
            export::ExportDialog, export_progress::ExportProgress, inspector::Inspector,
            intent::Intent, shelf::Shelf, timeline::Timeline, tips::tip, view::surround,
        },
        crop::End,
        shell::Shell,
        theme::palette,
    },
    session::{Artwork, Autosave, Project, StyleKey},
};
use egui::{CentralPanel, Frame, Margin, Panel, Rect, Ui};

/// The workspace.
pub struct Create {
    /// The picture that is made.
    pub art: Artwork,
    /// The middle: the picture.
    pub canvas: Canvas,
    /// The part of a picture that is being chosen, in the canvas's place.
    pub cropping: Option<Cropping>,
    /// The left side: styles, looks, the photograph.
    pub shelf: Shelf,
    /// The right side: how it is painted.
    pub inspector: Inspector,
    /// Below: the run and its snapshots.
    pub timeline: Timeline,
    /// What is kept of the work.
    pub works: AutosaveState,
    /// What is dropped and pasted.
    pub drops: Drops,
    /// The photographs of a folder that are being painted.
    pub batch: Option<BatchProgress>,
    /// An export of which it is not known yet whether it would replace a file.
    pub exporting: Option<Box<ExportDialog>>,
    /// Pictures that are being saved.
    pub saving: Vec<ExportProgress>,
    /// Since when the engine rests for a hand that moves the picture.
    pub resting: Option<f64>,
    /// What is asked, in front of all.
    pub dialog: Option<Dialog>,
    /// A file list of our own, in front of that.
    pub chooser: Option<Chooser>,
}

impl Create {
    /// Begins with the first style and no photograph.
    pub fn new(autosave: &Autosave) -> Self {
        let mut project = Project::default();
        project.choose(StyleKey::Shipped("impasto"));
        Self {
            art: Artwork::new(project),
            canvas: Canvas::default(),
            cropping: None,
            shelf: Shelf::new(),
            inspector: Inspector::new(),
            timeline: Timeline::default(),
            works: AutosaveState::new(autosave),
            drops: Drops::default(),
            batch: None,
            exporting: None,
            saving: Vec::new(),
            resting: None,
            dialog: None,
            chooser: None,
        }
    }

    /// Draws the panes; returns where the canvas is. `side` and `intents` as in [`PaneContext`].
    pub fn show(
        &mut self,
        ui: &mut Ui,
        shell: &mut Shell,
        side: Option<usize>,
        intents: &mut Vec<Intent>,
    ) -> Rect {
        let wide = ui.available_width() >= 1100.0;
        let panel = Frame::new()
            .fill(palette(ui.ctx()).panel)
            .inner_margin(Margin::symmetric(12, 8));
        if !shell.settings.layout.panels_hidden {
            shell.refresh_budget(ui.input(|input| input.time));
            let mut cx = PaneContext::new(shell, &mut self.art, side, intents);
            Panel::left("styles")
                .exact_size(if wide { 236.0 } else { 132.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.shelf.show(ui, &mut cx));
            Panel::right("inspector")
                .exact_size(if wide { 320.0 } else { 304.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.inspector.show(ui, &mut cx));
        }
        let mut cx = PaneContext::new(shell, &mut self.art, side, intents);
        let is_opening = self.works.opening.is_some();
        Panel::bottom("run")
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| self.timeline.show(ui, &mut cx, is_opening));
        if self.cropping.is_none() {
            tip(ui, &mut cx);
        }
        let place = ui.available_rect_before_wrap();
        let end = CentralPanel::no_frame().show(ui, |ui| match &mut self.cropping {
            Some(cropping) => cropping.show(ui, cx.words, surround(cx.settings, ui.ctx())),
            None => {
                let opening = self.works.opening.as_ref();
                self.canvas.pane(ui, &mut cx, opening);
                None
            }
        });
        if let Some(end) = end.inner {
            self.end_crop(end);
        }
        place
    }

    fn end_crop(&mut self, end: End) {
        let cropping = self.cropping.take().filter(|_| end == End::Take);
        if cropping.is_some_and(|cropping| cropping.take(&mut self.art.project)) {
            self.canvas.fit();
        }
    }
}
