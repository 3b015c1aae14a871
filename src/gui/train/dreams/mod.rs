//! Dreams of a model: many at once, the walk from one to another, and what they are made of.

pub mod empty;
pub mod grid;
pub mod side;
pub mod slot;

use super::{context::PaneContext, intent::Intent};
use crate::{
    error::Error,
    gui::theme::palette,
    session::{
        ListedModel, Noise, RunInfo,
        engine::{DreamCommand, DreamJob, DreamNews},
        loader::LibraryRequest,
    },
};
use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};
use slot::Slot;
use std::{path::PathBuf, sync::Arc};

/// Dreams that are shown at once.
const MANY: usize = 24;
/// Pictures of a walk.
const STEPS: usize = 24;

/// What is known of an open model.
struct Opened {
    hash: String,
    remembered: usize,
    axes: Vec<Vec<f32>>,
}

/// The pane.
pub struct DreamsPane {
    /// The models there are; none before they were looked for.
    models: Option<Vec<ListedModel>>,
    /// Hash of the one that is wanted.
    wanted: String,
    opened: Option<Opened>,
    /// Why the model that was wanted cannot be used.
    failure: Option<Arc<Error>>,
    seed: u64,
    truncation: f32,
    offsets: Vec<f32>,
    dreams: Vec<Slot>,
    /// The dreams that are chosen, by their numbers: one, or both ends of a walk.
    chosen: Vec<usize>,
    walk: Vec<Slot>,
    /// Which picture of the walk is shown.
    at: usize,
    /// Numbers that were given to dreams.
    number: u64,
    /// What was asked for last.
    asked: Vec<DreamJob>,
}

impl Default for DreamsPane {
    fn default() -> Self {
        Self {
            models: None,
            wanted: String::new(),
            opened: None,
            failure: None,
            seed: 7,
            truncation: 1.0,
            offsets: Vec::new(),
            dreams: Vec::new(),
            chosen: Vec::new(),
            walk: Vec::new(),
            at: 0,
            number: 0,
            asked: Vec::new(),
        }
    }
}

impl DreamsPane {
    /// Dreams of the model of this hash are wanted, which may be new.
    pub fn want(&mut self, hash: String) {
        *self = Self {
            wanted: hash,
            ..Self::default()
        };
    }

    /// The models were looked for.
    pub fn models_came(&mut self, models: Vec<ListedModel>) {
        self.models = Some(models);
    }

    /// Takes in what is told.
    pub fn hear(&mut self, ctx: &Context, news: DreamNews) {
        match news {
            DreamNews::Opened {
                hash,
                remembered,
                axes,
                ..
            } if hash == self.wanted => {
                self.offsets.resize(axes.len(), 0.0);
                self.opened = Some(Opened {
                    hash,
                    remembered,
                    axes,
                });
            }
            DreamNews::Dreamt {
                id,
                hash,
                picture,
                nearest,
            } if hash == self.wanted => {
                for slot in self.dreams.iter_mut().chain(&mut self.walk) {
                    slot.came(ctx, id, &picture, nearest.as_ref());
                }
            }
            DreamNews::Failed(error) => self.failure = Some(error),
            DreamNews::Opened { .. } | DreamNews::Dreamt { .. } => {}
        }
    }

    /// The pictures of a walk that is whole, what it is called, and the hash of its model.
    pub fn whole_walk(&self) -> Option<(Vec<Arc<crate::picture::Picture>>, String, String)> {
        let whole = !self.walk.is_empty() && self.walk.iter().all(Slot::is_there);
        let frames = self.walk.iter().filter_map(|slot| slot.picture.clone());
        let [from, to] = self.chosen[..] else {
            return None;
        };
        let name = self.title(&format!("{}-{}", from + 1, to + 1));
        whole.then(|| (frames.collect(), name, self.wanted.clone()))
    }

    /// What a dream, or a walk, `of` this model is called.
    fn title(&self, of: &str) -> String {
        let models = self.models.as_deref().unwrap_or_default();
        let model = models.iter().find(|model| model.info.hash == self.wanted);
        let name = model.map_or("", |model| model.info.name.as_str());
        format!("{name} {}-{of}", self.seed)
    }

    /// The noise of a dream, along the axes as they stand.
    fn noise(&self, number: usize) -> Noise {
        let noise = Noise::new(self.seed, number as u64);
        match &self.opened {
            Some(opened) => noise.moved(&opened.axes, &self.offsets),
            None => noise,
        }
    }

    /// Asks for what is shown and is not there yet.
    fn follow(&mut self, cx: &mut PaneContext<'_>) {
        let Some(models) = &self.models else {
            return;
        };
        if !models.iter().any(|model| model.info.hash == self.wanted) {
            let first = models.first().map(|model| model.info.hash.clone());
            self.wanted = first.unwrap_or_default();
            self.opened = None;
        }
        let model = models.iter().find(|model| model.info.hash == self.wanted);
        let Some(model) = model else {
            return;
        };
        if self
            .opened
            .as_ref()
            .is_none_or(|opened| opened.hash != self.wanted)
        {
            if self.dreams.is_empty() {
                let open = DreamCommand::Open(Box::new(model.clone()));
                cx.ask(Intent::Dream(open));
                self.dreams.resize_with(MANY, Slot::default);
            }
            return;
        }
        for number in 0..self.dreams.len() {
            let noise = self.noise(number);
            self.dreams[number].want(noise, self.truncation, &mut self.number);
        }
        if let [from, to] = self.chosen[..] {
            self.walk.resize_with(STEPS, Slot::default);
            let (from, to) = (self.noise(from), self.noise(to));
            for (i, slot) in self.walk.iter_mut().enumerate() {
                let noise = from.towards(&to, i as f32 / (STEPS - 1) as f32);
                slot.want(noise, self.truncation, &mut self.number);
            }
        } else {
            self.walk.clear();
        }
        // What is looked at closely comes first.
        let at = self.walk.get(self.at).into_iter();
        let chosen = self.chosen.iter().filter_map(|i| self.dreams.get(*i));
        let close = at.chain(chosen).filter_map(Slot::job);
        let mut jobs: Vec<DreamJob> = close.collect();
        for job in self.dreams.iter().chain(&self.walk).filter_map(Slot::job) {
            if !jobs.iter().any(|known| known.id == job.id) {
                jobs.push(job);
            }
        }
        let news = jobs
            .iter()
            .any(|job| !self.asked.iter().any(|asked| asked.id == job.id));
        if news {
            self.asked.clone_from(&jobs);
            cx.ask(Intent::Dream(DreamCommand::Want(jobs)));
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
        if self.models.is_none() {
            self.models = Some(Vec::new());
            cx.ask(Intent::Library(Box::new(LibraryRequest::DreamModels)));
        }
        let panel = Frame::new().fill(palette(ui.ctx()).panel);
        if self.models.as_ref().is_none_or(Vec::is_empty) {
            CentralPanel::no_frame()
                .frame(panel.inner_margin(Margin::symmetric(24, 16)))
                .show(ui, |ui| empty::empty(ui, cx, runs));
            return;
        }
        let wide = ui.available_width() >= 850.0;
        Panel::right("dream side")
            .exact_size(if wide { 304.0 } else { 264.0 })
            .resizable(false)
            .frame(panel.inner_margin(Margin::symmetric(16, 12)))
            .show(ui, |ui| self.side(ui, cx));
        CentralPanel::no_frame()
            .frame(panel.inner_margin(Margin::symmetric(24, 16)))
            .show(ui, |ui| self.grid(ui, cx));
        self.follow(cx);
    }
}

/// Where a walk is written below a folder that was chosen.
pub fn walk_folder(folder: PathBuf, name: &str) -> PathBuf {
    let numbered = (2..).map(|n| folder.join(format!("{name} {n}")));
    let mut all = std::iter::once(folder.join(name)).chain(numbered);
    all.find(|path| !path.exists()).unwrap_or_default()
}
