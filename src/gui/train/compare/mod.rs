//! Two runs beside each other: their samples at the same step, what they have told on one axis, and in what they differ.

pub mod choose;
pub mod differing;
pub mod pictures;

use super::{
    context::PaneContext,
    intent::{Intent, Shown},
    running::{
        curves::{Told, style_of_run},
        legend::sample,
        plots::Plots,
    },
};
use crate::{
    compute::Level,
    gui::{
        icons,
        theme::{GAP, palette},
        widgets::icon_button,
    },
    session::{Record, RunInfo, Training, loader::TrainingRequest},
};
use choose::choose;
use egui::{
    Align, Button, CentralPanel, Context, Frame, Layout, Margin, Panel, Rect, Sense, Ui, vec2,
};
use pictures::Pictures;
use std::path::Path;

/// A run that is compared.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// What its folder tells of it.
    pub info: &'a RunInfo,
    /// What it has told; of the one that goes on, until now.
    pub record: &'a Record,
}

impl<'a> Compared<'a> {
    /// The one in `folder`, if it is there.
    fn find(folder: &Path, runs: &'a [RunInfo], training: &'a Training) -> Option<Self> {
        let info = runs.iter().find(|run| run.folder == folder)?;
        let goes_on = training.folder() == Some(folder);
        let record = if goes_on {
            training.record()
        } else {
            &info.record
        };
        Some(Self { info, record })
    }
}

/// Two runs beside each other.
#[derive(Default)]
pub struct Compare {
    pictures: Pictures,
    plots: Plots,
}

impl Compare {
    /// A sheet was read, or is not there.
    pub fn came(&mut self, ctx: &Context, path: &Path, sheet: Option<&Level>) {
        self.pictures.sheets.came(ctx, path, sheet);
    }

    /// Whether the sheet in this file was read.
    #[cfg(test)]
    pub fn has(&self, path: &Path) -> bool {
        self.pictures.sheets.has(path)
    }

    /// Draws the runs in `folders`, of all `runs`; `training` is the one that goes on.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut PaneContext<'_>,
        folders: [&Path; 2],
        runs: &[RunInfo],
        training: &Training,
    ) {
        let [Some(one), Some(other)] = folders.map(|folder| Compared::find(folder, runs, training))
        else {
            return;
        };
        let both = [one, other];
        let wide = ui.available_width() >= 1000.0;
        let panel = Frame::new()
            .fill(palette(ui.ctx()).panel)
            .inner_margin(Margin::symmetric(12, 8));
        Panel::top("compared runs")
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| title(ui, cx, both, runs, training));
        Panel::right("differences of runs")
            .exact_size(if wide { 304.0 } else { 236.0 })
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| differing::show(ui, cx, both));
        let tall = ui.available_height() >= 640.0;
        let told = both.map(|run| Told {
            of: Some(&run.info.about.name),
            record: run.record,
        });
        Panel::bottom("plots of two runs")
            .exact_size(if tall { 284.0 } else { 190.0 })
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| self.plots.show(ui, cx, &told));
        CentralPanel::no_frame().show(ui, |ui| self.pictures.show(ui, cx, both));
        if let Some(path) = self.pictures.sheets.wanted() {
            cx.ask(Intent::Load(Box::new(TrainingRequest::Sheet(path).into())));
        }
    }
}

/// Which runs are compared, each to be changed for another one, and the way back to the first.
fn title(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    both: [Compared<'_>; 2],
    runs: &[RunInfo],
    training: &Training,
) {
    let folders = both.map(|run| run.info.folder.clone());
    let mut chosen = folders.clone();
    ui.horizontal(|ui| {
        let back = Button::new(cx.text("compare-end")).min_size(vec2(0.0, 28.0));
        let back = ui.add(back).on_hover_text(cx.text("compare-end-hint"));
        if back.clicked() {
            cx.ask(Intent::Show(page_of(&folders[0], training)));
        }
        ui.add_space(GAP);
        // Two choices, their lines, and what swaps them.
        let room = (ui.available_width() - 2.0 * LINE - 28.0) / 2.0 - 4.0 * GAP;
        for (place, key) in ["compare-first", "compare-second"].into_iter().enumerate() {
            line(ui, place);
            let other = &folders[1 - place];
            let width = room.clamp(80.0, 280.0);
            let name = cx.text(key);
            choose(ui, &name, (runs, other), &mut chosen[place], width);
            if place == 0 && icon_button(ui, icons::EXCHANGE, &cx.text("compare-swap")).clicked() {
                chosen = [folders[1].clone(), folders[0].clone()];
            }
        }
    });
    if chosen != folders {
        let [one, other] = chosen;
        cx.ask(Intent::Show(Shown::Compare(one, other)));
    }
}

/// Where a run is shown alone.
fn page_of(folder: &Path, training: &Training) -> Shown {
    match training.folder() == Some(folder) && training.goes_on() {
        true => Shown::Running,
        false => Shown::Run(folder.to_owned()),
    }
}

/// Width of a sample of a run's lines, in points.
const LINE: f32 = 22.0;

/// How the lines of a run are drawn, which tells it from the other one everywhere.
fn line(ui: &mut Ui, run: usize) {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(LINE, 20.0), layout, |ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(LINE, 20.0), Sense::hover());
        let place = Rect::from_center_size(rect.center(), vec2(LINE, 4.0));
        let colour = palette(ui.ctx()).text;
        sample(ui.painter(), place, colour, style_of_run(run), true);
    });
}
