//! The work on each photograph is kept while it is done and comes back with it: at the next start, from the
//! recent photographs, by undo.

use crate::{
    compute::{Levels, Pixels},
    gui::{
        app::App,
        create::dialogs::Dialog,
        pictures,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        toasts::Kind,
    },
    picture::{Crop, Picture},
    session::{
        Autosave, Desk, Keeping, Phase, Preview, SaveDue, SavedWork, StyleKey,
        engine::{Command, Event, KeptWork, Loaded, Restored},
        loader::{self, KeptAnswer, KeptRequest},
    },
    stylize::Recipe,
};
use egui::{
    Align2, Button, Color32, Context, FontId, Rect, RichText, TextureHandle, Ui, ViewportCommand,
    vec2,
};
use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

/// How long a window that closes waits for a step of the engine, to keep its picture too.
const PATIENCE: Duration = Duration::from_secs(8);

/// A photograph that a recipe cropped, until it is there.
pub struct Awaited {
    blake3: String,
    /// Where the artist said that it is, whatever it is.
    path: Option<PathBuf>,
    crop: Crop,
}

impl Awaited {
    /// The photograph of a recipe.
    pub fn by(recipe: &Recipe) -> Self {
        Self {
            blake3: recipe.content.blake3.clone(),
            path: None,
            crop: recipe.crop,
        }
    }

    /// What lies at `path` is to be painted by a recipe.
    pub fn at(recipe: &Recipe, path: PathBuf) -> Self {
        Self {
            path: Some(path),
            ..Self::by(recipe)
        }
    }

    /// The part of `loaded` that is used: another photograph is not cropped.
    pub fn crop_of(&self, loaded: &Loaded) -> Crop {
        if loaded.source.blake3 == self.blake3 {
            self.crop
        } else {
            Crop::default()
        }
    }

    /// Whether it is this one.
    pub fn is(&self, loaded: &Loaded) -> bool {
        let here = self.path.is_some() && self.path == loaded.path;
        here || loaded.source.blake3 == self.blake3
    }
}

/// What was open at the last end, while it is read.
pub struct Opening {
    title: String,
    picture: Option<TextureHandle>,
}

/// What is kept of the work on photographs, and what of it is on its way.
pub struct Works {
    /// What is kept, and when.
    pub keeping: Keeping,
    /// What was kept of the photograph that has come is to be asked for.
    asks: bool,
    /// It came by undo.
    pub by_undo: bool,
    /// The last save could not be written, and that was said.
    cannot_save: bool,
    /// What was open at the last end, while it is read.
    pub opening: Option<Opening>,
    /// The photograph that a restored recipe cropped.
    pub awaited: Option<Awaited>,
}

impl Works {
    /// Nothing is on its way.
    pub fn new(autosave: &Autosave) -> Self {
        Self {
            keeping: Keeping::new(autosave.under_way()),
            asks: false,
            by_undo: false,
            cannot_save: false,
            opening: None,
            awaited: None,
        }
    }
}

impl App {
    /// Saves the work when it is time.
    pub(in crate::gui) fn keep_work(&mut self, ctx: &Context) {
        self.turn_to_work();
        let now = self.shell.attention.now();
        let held = ctx.input(|input| input.pointer.any_down());
        // The sample as it comes is nobody's work.
        let own = self.create.art.is_own();
        if held || !own {
            return;
        }
        let snapshots = self
            .create
            .art
            .snapshots()
            .all()
            .iter()
            .map(|snapshot| snapshot.id);
        let step = self
            .create
            .art
            .run_state()
            .map_or(0, |run| run.standing.step);
        match self
            .create
            .works
            .keeping
            .due(now, &self.create.art.project, step, snapshots)
        {
            SaveDue::Nothing => {}
            SaveDue::In(seconds) => ctx.request_repaint_after_secs(seconds as f32),
            SaveDue::Settings => {
                let desk = self.desk();
                let work = self.create.works.keeping.settings(now, desk);
                self.shell.loader.ask(KeptRequest::Save(Box::new(work)));
            }
            SaveDue::Pictures => {
                let desk = self.desk();
                let command = self.create.works.keeping.ask(now, desk);
                self.shell.engine.send(command);
            }
        }
    }

    /// The engine's pictures are written down.
    pub(in crate::gui) fn kept_came(&mut self, kept: KeptWork) {
        if let Some(work) = self.create.works.keeping.came(kept) {
            self.shell.loader.ask(KeptRequest::Save(Box::new(work)));
        }
    }

    fn desk(&self) -> Desk {
        Desk {
            title: self.picture_title(),
            project: self.create.art.project.clone(),
            run: self.create.art.run_state(),
            snapshots: self.create.art.snapshots().all().to_vec(),
            preview: self.preview(),
        }
    }

    /// The picture as it stands, or the photograph.
    fn preview(&self) -> Option<Preview> {
        let bytes = |width, height, rgba| Preview::Bytes {
            width,
            height,
            rgba,
        };
        if let Some(frame) = self.create.canvas.after.frame() {
            match &frame.pixels {
                Pixels::Cpu(rgba) => {
                    return Some(bytes(frame.width, frame.height, Arc::clone(rgba)));
                }
                Pixels::Levels(Levels(levels)) => {
                    let small = levels.last()?;
                    return Some(bytes(
                        small.width,
                        small.height,
                        small.rgba.as_slice().into(),
                    ));
                }
                Pixels::Gpu(_) => {}
            }
        }
        if let Some(thumbnail) = self.create.art.snapshots().newest() {
            return Some(Preview::Picture(thumbnail));
        }
        let small = self.create.canvas.before.as_ref()?.smallest()?;
        Some(bytes(
            small.width,
            small.height,
            small.rgba.as_slice().into(),
        ))
    }

    /// Another photograph is about to be worked on: the work on this one is kept, and its run is given up.
    pub(in crate::gui) fn put_aside(&mut self) {
        let own = self.create.art.is_own();
        let same = self.create.works.keeping.of() == self.create.art.project.photograph_hash();
        if own
            && same
            && self.create.works.keeping.of().is_some()
            && !self.create.works.keeping.waits()
        {
            let desk = self.desk();
            let command = self.create.works.keeping.ask(0.0, desk);
            self.shell.engine.send(command);
        }
        self.create.art.give_up_run(self.shell.engine.as_mut());
    }

    /// Undo may have brought another photograph: what was kept of the work on it is asked for.
    fn turn_to_work(&mut self) {
        if self.create.works.keeping.of() != self.create.art.project.photograph_hash() {
            let hash = self
                .create
                .art
                .project
                .photograph_hash()
                .map(ToOwned::to_owned);
            self.shell.autosave.turn_to(hash.as_deref());
            self.create.works.keeping.turn_to(hash.as_deref());
            self.create.works.asks = true;
        }
        let Some(loaded) = self
            .create
            .art
            .project
            .photograph
            .clone()
            .filter(|_| self.create.works.asks)
        else {
            return;
        };
        // What was just put aside is to be written first.
        if !self.create.works.keeping.is_writing(&loaded.source.blake3) {
            self.create.works.asks = false;
            self.shell.loader.ask(KeptRequest::Of(loaded));
        }
    }

    /// What was kept of the work on this photograph has come, after undo.
    pub(in crate::gui) fn work_came(
        &mut self,
        hash: &str,
        kept: Option<Box<loader::RestoredWork>>,
    ) {
        if self.create.works.keeping.of() != Some(hash) || !self.create.works.keeping.waits() {
            return;
        }
        let Some(kept) = kept.filter(|kept| kept.found.saved.source.blake3 == hash) else {
            self.create.works.keeping.found(None);
            if std::mem::take(&mut self.create.works.by_undo) {
                self.create.art.without_run();
            }
            return;
        };
        let loader::RestoredWork { found, restored } = *kept;
        let saved = self.shell.autosave.adopt(found);
        self.create.works.keeping.found(Some(&saved));
        // What a recipe asks for that was opened is begun all the same.
        let instead = std::mem::take(&mut self.create.works.by_undo);
        self.bring_back_run(saved, restored, instead);
    }

    /// A photograph comes with what was kept of the work on it.
    pub(in crate::gui) fn bring_back(&mut self, loaded: &Arc<Loaded>, kept: loader::RestoredWork) {
        let loader::RestoredWork { found, restored } = kept;
        let same_file = found.saved.source.blake3 == loaded.source.blake3;
        let is_sample = found.saved.photograph.is_none();
        let project = found.saved.project.project(loaded, is_sample);
        self.create.art.open_kept(project);
        self.create
            .works
            .keeping
            .turn_to(Some(&loaded.source.blake3));
        if same_file {
            let saved = self.shell.autosave.adopt(found);
            self.create.works.keeping.found(Some(&saved));
            self.bring_back_run(saved, restored, true);
        } else {
            // The file was changed since: its settings are still good, pictures and crop are not.
            self.shell.autosave.turn_to(Some(&loaded.source.blake3));
            self.create.works.keeping.found(None);
            self.create.art.project.recipe.crop = Crop::default();
            self.create.art.without_run();
        }
        self.leave_out_missing_styles();
        self.ask_paintings();
    }

    /// Styles that are on the shelf no more cannot be painted in.
    pub(in crate::gui) fn leave_out_missing_styles(&mut self) {
        if !self.create.shelf.is_read {
            return;
        }
        let there = |key: &StyleKey| {
            matches!(key, StyleKey::Random(_))
                || self.create.shelf.cards.iter().any(|card| card.key == *key)
        };
        let (here, gone): (Vec<_>, Vec<_>) = std::mem::take(&mut self.create.art.project.styles)
            .into_iter()
            .partition(|chosen| chosen.is_ready() || there(&chosen.key));
        self.create.art.project.styles = here;
        if gone.is_empty() {
            return;
        }
        self.shell
            .toasts
            .say(Kind::Note, self.shell.words.get("kept-style-missing"));
        if self.create.art.project.styles.is_empty()
            && self.create.art.project.recipe.mixed_style.is_none()
        {
            self.create.art.project.choose(StyleKey::Shipped("impasto"));
        }
    }

    /// Refine's picture and the snapshots come back. If there is no picture, Instant may paint `instead`.
    fn bring_back_run(&mut self, saved: SavedWork, restored: Restored, instead: bool) {
        let side = self.shown_side();
        let engine = self.shell.engine.as_mut();
        self.create
            .art
            .restore_run(engine, saved.run, restored, instead, side);
        self.take_effects();
    }

    /// What was open at the last end is being read.
    pub(in crate::gui) fn opening(
        &mut self,
        ctx: &Context,
        title: String,
        picture: Option<&Picture>,
    ) {
        let picture = picture.map(|p| pictures::small(ctx, p.width, p.height, &p.to_rgba8()));
        self.create.works.opening = Some(Opening { title, picture });
    }

    /// What is being opened, on the canvas.
    pub(in crate::gui) fn show_opening(&self, ui: &Ui, rect: Rect) {
        let Some(opening) = &self.create.works.opening else {
            return;
        };
        let painter = ui.painter_at(rect);
        if let Some(picture) = &opening.picture {
            let size = picture.size_vec2();
            let size = size * (rect.size() * 0.96 / size).min_elem();
            let place = Rect::from_center_size(rect.center(), size);
            let uv = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(picture.id(), place, uv, Color32::WHITE);
        }
        let values = [("name", opening.title.as_str().into())];
        let text = self.shell.words.with("opening", &values);
        let font = FontId::proportional(14.0);
        let galley = painter.layout_no_wrap(text, font, ON_SHADE);
        let at = rect.center_bottom() - vec2(0.0, 64.0);
        let place = Align2::CENTER_CENTER.anchor_size(at, galley.size() + vec2(24.0, 12.0));
        painter.rect_filled(place, CORNER, SHADE);
        painter.galley(place.min + vec2(12.0, 6.0), galley, ON_SHADE);
    }

    /// Whether closing the window would end something that goes on.
    fn is_busy(&self) -> Option<&'static str> {
        let refines = matches!(self.create.art.phase(), Phase::Painting | Phase::Starting);
        if refines && !self.create.art.project.is_sample {
            return Some("quit-run");
        }
        if self.is_batching() {
            return Some("quit-batch");
        }
        (!self.create.saving.is_empty()).then_some("quit-saving")
    }

    /// A window that is to be closed asks first, if something goes on.
    pub(in crate::gui) fn hear_close(&mut self, ctx: &Context) {
        if self.ends.load(Ordering::Relaxed) && !self.quits {
            // Nobody may be there to answer a question.
            self.quit(ctx);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        if self.quits || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        match self.is_busy() {
            Some(why) => {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                // A question that nobody sees would not be answered.
                ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                ctx.send_viewport_cmd(ViewportCommand::Focus);
                self.create.dialog = Some(Dialog::Quit(why));
            }
            None => self.quit(ctx),
        }
    }

    /// The window is gone at once, though what is being computed may take seconds to end and be kept.
    fn quit(&mut self, ctx: &Context) {
        self.quits = true;
        ctx.send_viewport_cmd(ViewportCommand::Visible(false));
    }

    pub(in crate::gui) fn quit_dialog(&mut self, ui: &mut Ui, why: &str) -> bool {
        ui.heading(self.shell.words.get("quit-question"));
        ui.label(self.shell.words.get(why));
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let text = RichText::new(self.shell.words.get("action-quit")).color(colours.on_accent);
            let yes = Button::new(text).fill(colours.accent);
            if ui.add(yes.min_size(vec2(110.0, 30.0))).clicked() {
                self.quit(ui.ctx());
                ui.ctx().send_viewport_cmd(ViewportCommand::Close);
                closed = true;
            }
            let no = Button::new(self.shell.words.get("quit-no")).min_size(vec2(110.0, 30.0));
            closed |= ui.add(no).clicked();
        });
        closed
    }

    /// The window closes: all is kept, the picture of a run too if its step ends soon.
    pub(in crate::gui) fn keep_last(&mut self) {
        let own = self.create.art.is_own();
        if !own || self.create.works.keeping.of().is_none() || self.create.works.keeping.waits() {
            return;
        }
        let begin = Instant::now();
        // Snapshots that are being written are told of in what comes last.
        while self.create.works.keeping.is_busy() && begin.elapsed() < PATIENCE {
            for answer in self.shell.loader.answers() {
                if let loader::Answer::Kept(KeptAnswer::Saved(number, _)) = answer {
                    self.create.works.keeping.written(number);
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let desk = self.desk();
        let command = self.create.works.keeping.ask(0.0, desk);
        let Command::Keep { number: last, .. } = command else {
            return;
        };
        self.shell.engine.send(command);
        let mut came = false;
        while !came && begin.elapsed() < PATIENCE {
            for event in self.shell.engine.events() {
                let Event::Kept(kept) = event else { continue };
                came |= kept.number == last && !kept.failed;
                if let Some(work) = self.create.works.keeping.came(*kept) {
                    // Nobody is left to tell if this fails; what was saved before is still whole.
                    let _ = self.shell.autosave.write(&work);
                }
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        if !came {
            let desk = self.desk();
            let work = self.create.works.keeping.settings(0.0, desk);
            let _ = self.shell.autosave.write(&work);
        }
    }

    /// A save was written, or could not be: that is said once, not every minute.
    pub(in crate::gui) fn saved(
        &mut self,
        number: u64,
        written: Result<Option<PathBuf>, Arc<crate::error::Error>>,
    ) {
        self.create.works.keeping.written(number);
        match written {
            Ok(only_here) => {
                self.create.works.cannot_save = false;
                if let Some(path) =
                    only_here.filter(|path| !self.shell.settings.recent.contains(path))
                {
                    self.shell.settings.opened(&path);
                    self.shell.save_settings();
                }
            }
            Err(error) if !self.create.works.cannot_save => {
                self.create.works.cannot_save = true;
                self.shell.complain(&error);
            }
            Err(_) => {}
        }
    }
}
