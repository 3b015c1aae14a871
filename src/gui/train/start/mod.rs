//! How a new run is set up: what is to be learnt, from which pictures, how long.

pub mod advanced;
pub mod domains;
pub mod parent;
pub mod parting;
pub mod pictures;
pub mod setup;
pub mod tasks;
pub mod thumbnails;
pub mod ways;

use super::{context::PaneContext, intent::Intent};
use crate::{
    gui::{
        still_picture::StillPicture,
        theme::{GAP, palette},
    },
    session::{
        Lack, Length, Plan, Planning, RunInfo, Surveyed, guessed_speed, loader::LibraryRequest,
        measured_speed,
    },
    train::RunSettings,
};
use egui::{CentralPanel, Frame, Margin, Panel, RichText, ScrollArea, Ui};
use parting::{Parted, Parting};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// How a new run is set up.
#[derive(Default)]
pub struct Start {
    /// What is planned.
    pub planning: Planning,
    /// The list of pictures that takes what is dropped and pasted.
    pub aimed: usize,
    /// Folders that are being looked at; how many files were, and of how many.
    pub surveying: Option<(Vec<PathBuf>, usize, usize)>,
    /// What lies in folders that were looked at, the newest last.
    seen: Vec<Arc<Surveyed>>,
    /// Folders that were asked about.
    asked: Vec<Vec<PathBuf>>,
    /// What is being typed into the fields for paths, by list.
    typed: Vec<String>,
    /// The picture of which a part is being chosen.
    pub parting: Option<Parting>,
    /// Whether all settings are shown.
    unfolded: bool,
}

impl Start {
    /// Looks that are remembered: undo comes back to them.
    const SEEN: usize = 24;

    /// What is planned.
    pub fn plan(&self) -> &Plan {
        self.planning.plan()
    }

    /// What keeps it from being begun.
    pub fn lacks(&self) -> Option<Lack> {
        self.plan().lacks(&self.looks())
    }

    /// What is known of each list of pictures.
    pub fn looks(&self) -> Vec<Option<Arc<Surveyed>>> {
        let lists = self.plan().settings.task.pictures();
        let look = |folders: &[PathBuf]| {
            let mut known = self.seen.iter().rev();
            known.find(|seen| seen.folders == folders).cloned()
        };
        lists.iter().map(|list| look(list.folders)).collect()
    }

    /// The settings of the run as it will begin.
    pub fn settled(&self, runs: &[RunInfo], gpu: bool) -> RunSettings {
        self.plan().settled(&self.looks(), self.speed(runs, gpu).0)
    }

    /// Steps a second, if that can be said; and whether it was measured.
    pub fn speed(&self, runs: &[RunInfo], gpu: bool) -> (Option<f64>, bool) {
        let settings = &self.plan().settings;
        if let Some(speed) = measured_speed(runs, settings) {
            return (Some(speed), true);
        }
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        ((!gpu).then(|| guessed_speed(cores, settings)), false)
    }

    /// Folders were looked at.
    pub fn surveyed(&mut self, surveyed: Arc<Surveyed>) {
        self.asked.retain(|folders| *folders != surveyed.folders);
        let far = self.surveying.take();
        self.surveying = far.filter(|(folders, ..)| *folders != surveyed.folders);
        self.seen.retain(|seen| seen.folders != surveyed.folders);
        self.seen.push(surveyed);
        if self.seen.len() > Self::SEEN {
            self.seen.remove(0);
        }
    }

    /// A picture was read of which a part is to be chosen.
    pub fn picture_came(&mut self, path: &Path, size: (usize, usize), still: StillPicture) {
        let part = self.plan().part(path);
        if let Some(parting) = &mut self.parting {
            parting.came(path, size, part, still);
        }
    }

    /// Settings of a file are taken over.
    pub fn open(&mut self, settings: RunSettings) {
        self.planning.change(|plan| {
            plan.length = Length::Steps;
            plan.settings = settings;
            plan.left_out.clear();
        });
        self.aimed = 0;
    }

    /// Asks what lies in folders of which that is not known.
    pub fn follow(&mut self, cx: &mut PaneContext<'_>) {
        let looks = self.looks();
        let lists = self.planning.plan().settings.task.pictures();
        for (list, look) in lists.iter().zip(looks) {
            let folders = list.folders.to_vec();
            if look.is_none() && !folders.is_empty() && !self.asked.contains(&folders) {
                let request = LibraryRequest::Survey(folders.clone());
                cx.ask(Intent::Library(Box::new(request)));
                self.asked.push(folders);
            }
        }
    }

    /// Draws it; `busy` tells that another run goes on.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo], busy: bool) {
        if let Some(parting) = &mut self.parting {
            let ended = parting.show(ui, cx);
            if let Some(Parted::Taken(path, part)) = &ended {
                let (path, part) = (path.clone(), *part);
                self.planning.change(|plan| plan.use_part(path, part));
            }
            self.parting = self.parting.take().filter(|_| ended.is_none());
            return;
        }
        let panel = Frame::new().fill(palette(ui.ctx()).panel);
        let wide = ui.available_width() >= 850.0;
        Panel::right("start setup")
            .exact_size(if wide { 304.0 } else { 264.0 })
            .resizable(false)
            .frame(panel.inner_margin(Margin::symmetric(16, 12)))
            .show(ui, |ui| self.setup(ui, cx, runs, busy));
        CentralPanel::no_frame()
            .frame(panel.inner_margin(Margin::symmetric(24, 16)))
            .show(ui, |ui| {
                let scroll = ScrollArea::vertical()
                    .id_salt("start")
                    .auto_shrink([false, false]);
                scroll.show(ui, |ui| {
                    ui.set_max_width(ui.available_width() - 8.0);
                    ui.label(RichText::new(cx.text("start-title")).size(20.0).strong());
                    ui.add_space(GAP);
                    parent::parent(self, ui, cx, runs);
                    tasks::tasks(self, ui, cx);
                    ways::ways(self, ui, cx);
                    for list in 0..self.plan().settings.task.pictures().len() {
                        ui.add_space(2.0 * GAP);
                        self.pictures(ui, cx, list);
                        domains::below(&mut self.planning, ui, cx, list);
                    }
                    ui.add_space(2.0 * GAP);
                });
            });
    }
}
