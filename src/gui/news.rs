//! News: what comes from outside, from the loader and from the engine, and what the engine is told.

use super::{
    actions::Action,
    app::{DeviceNote, Phase, Studio},
    dialogs::Dialog,
    files::{Want, is_picture},
    pictures::{self, Still},
    shelf::Card,
    toasts::Kind,
    words::Value,
};
use crate::{
    error::Error,
    session::{
        Chosen, History, Painting, StyleKey,
        engine::{Command, Event, Loaded, Pane},
        loader::{Answer, Ask, Levels, Source},
    },
    stylize::Recipe,
};
use egui::Context;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Seconds that a change of the settings rests before painting begins anew.
const REST: f64 = 0.35;

impl Studio {
    /// Files came, dropped or named at the start.
    pub(super) fn arrive(&mut self, mut files: Vec<PathBuf>) {
        let json = |path: &Path| {
            path.extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("json"))
        };
        if let Some(i) = files.iter().position(|path| json(path)) {
            let recipe = files.remove(i);
            self.loader.ask(Ask::Recipe(recipe));
        }
        let folder = files.iter().find(|path| path.is_dir()).cloned();
        if let Some(folder) = folder {
            let inside = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            let mut pictures: Vec<_> = inside.map(|entry| entry.path()).collect();
            pictures.retain(|path| path.is_file() && is_picture(path));
            pictures.sort();
            if pictures.is_empty() {
                let name = folder.display().to_string();
                let text = self.words.with("empty-folder", &[("name", name.into())]);
                self.toasts.say(Kind::Note, text);
            }
            for path in pictures {
                self.loader.ask(Ask::Style(Source::File(path)));
            }
            return;
        }
        let own_photograph = self.project.photograph.is_some() && !self.project.is_sample;
        match files.len() {
            0 => {}
            1 if !own_photograph => self.open_photograph(files.remove(0)),
            _ => self.dialog = Some(Dialog::Drop(files)),
        }
    }

    pub(super) fn listen(&mut self, ctx: &Context) {
        let (dropped, hovering, pasted) = ctx.input(|input| {
            let raw = &input.raw;
            let dropped: Vec<PathBuf> = raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_owned())
                .collect();
            let pasted: Vec<egui::Event> = input
                .events
                .iter()
                .filter(|event| {
                    matches!(
                        event,
                        egui::Event::Paste(_) | egui::Event::PasteImage(_) | egui::Event::Copy
                    )
                })
                .cloned()
                .collect();
            (dropped, raw.hovered_files.len(), pasted)
        });
        self.hovering = hovering;
        if !dropped.is_empty() {
            self.arrive(dropped);
        }
        if ctx.text_edit_focused() {
            return;
        }
        for event in pasted {
            match event {
                egui::Event::PasteImage(image) => {
                    let bytes = image.pixels.iter().flat_map(|p| p.to_srgba_unmultiplied());
                    let source = Source::Pasted {
                        width: image.size[0],
                        height: image.size[1],
                        rgba: bytes.collect(),
                    };
                    let style = ctx.input(|input| input.modifiers.shift);
                    self.loader.ask(if style {
                        Ask::Style(source)
                    } else {
                        Ask::Photograph(source)
                    });
                }
                egui::Event::Paste(text) => {
                    let text = text.trim();
                    let path = PathBuf::from(text.strip_prefix("file://").unwrap_or(text));
                    if path.is_file() {
                        self.open_photograph(path);
                    } else {
                        let text = self.words.get("nothing-to-paste");
                        self.toasts.say(Kind::Note, text);
                    }
                }
                _ => self.act(ctx, Action::Copy),
            }
        }
    }

    pub(super) fn hear_loader(&mut self, ctx: &Context) {
        for answer in self.loader.answers() {
            match answer {
                Answer::Photograph(loaded, levels, recipe) => {
                    self.photograph_came(ctx, loaded, levels);
                    if let Some(recipe) = recipe {
                        self.dialog = Some(Dialog::Restore(recipe));
                    }
                }
                Answer::Style(key, kept, loaded, card) => {
                    if !self.cards.iter().any(|card| card.key == key) {
                        let painting = Painting::File(kept);
                        self.cards.push(Card::new(key.clone(), painting));
                    }
                    if let Some(there) = self.cards.iter_mut().find(|card| card.key == key) {
                        there.set(ctx, &card);
                    }
                    self.project.choose(key.clone());
                    self.painting_came(&key, &loaded);
                }
                Answer::Painting(key, loaded) => self.painting_came(&key, &loaded),
                Answer::Card(key, level) => {
                    if let Some(card) = self.cards.iter_mut().find(|card| card.key == key) {
                        card.set(ctx, &level);
                    }
                }
                Answer::Recipe(recipe, _) => self.restore(&recipe),
                Answer::Failed(ask, error) => {
                    if let Ask::Photograph(Source::File(path)) = &ask {
                        self.settings.recent.retain(|other| other != path);
                    }
                    self.complain(&error);
                }
            }
        }
    }

    fn photograph_came(&mut self, ctx: &Context, loaded: Arc<Loaded>, levels: Levels) {
        self.project.is_sample = loaded.path.is_none() && loaded.source.name == "lake.jpg";
        if let Some(path) = &loaded.path {
            self.settings.opened(path);
        }
        if let Some(small) = levels.0.last() {
            let texture = pictures::small(ctx, small.width, small.height, &small.rgba);
            self.photo_card = Some(texture);
        }
        self.canvas.before = Some(Still::new(levels));
        self.canvas.after.clear();
        self.canvas.appeared = None;
        self.canvas.fit();
        self.project.photograph = Some(loaded);
        self.project.recipe.changes.clear();
        self.size = None;
        if self.project.is_sample {
            // Nothing of the artist's came before it.
            self.history = History::new(self.project.clone());
        }
    }

    fn painting_came(&mut self, key: &StyleKey, loaded: &Arc<Loaded>) {
        let chosen = |chosen: &&mut Chosen| chosen.key == *key;
        for chosen in self.project.styles.iter_mut().filter(chosen) {
            chosen.painting = Some(Arc::clone(loaded));
        }
        // Painting may have waited for it.
        self.changed.get_or_insert(0.0);
    }

    /// Takes over the settings of a recipe, and its styles where the shelf has them.
    pub(super) fn restore(&mut self, recipe: &Recipe) {
        let mut styles = Vec::new();
        for style in &recipe.styles {
            let key = match Painting::of_shelf(&style.source) {
                Some(Painting::Shelf(shipped)) => StyleKey::Shipped(shipped.name),
                _ => StyleKey::Own(style.source.blake3.clone()),
            };
            if self.cards.iter().any(|card| card.key == key) {
                styles.push(Chosen {
                    key,
                    painting: None,
                    weight: style.weight,
                });
            } else {
                let name = style.source.name.clone();
                let text = self
                    .words
                    .with("recipe-style-missing", &[("name", name.into())]);
                self.toasts.say(Kind::Note, text);
            }
        }
        if !styles.is_empty() {
            self.project.styles = styles;
        }
        self.project.recipe = Recipe {
            content: Default::default(),
            styles: Vec::new(),
            encoder: String::new(),
            encoder_blake3: String::new(),
            ..recipe.clone()
        };
        self.ask_paintings();
        self.toasts
            .say(Kind::Good, self.words.get("recipe-restored"));
    }

    pub(super) fn hear_engine(&mut self, ctx: &Context) {
        for event in self.engine.events() {
            match event {
                Event::Device { name, reason, gpu } => {
                    self.device = DeviceNote { name, reason, gpu };
                }
                Event::Started { size } => {
                    self.phase = Phase::Painting;
                    self.size = Some(size);
                    self.curve.clear();
                    self.standing = None;
                    self.timeline.clear();
                    self.canvas.other.clear();
                }
                Event::Step(standing) => {
                    if self.phase == Phase::Starting {
                        self.phase = Phase::Painting;
                    }
                    self.curve.retain(|(step, _)| *step < standing.step);
                    self.curve.push((standing.step, standing.losses));
                    if standing.seconds_per_pixel > 0.0 {
                        let pace = &mut self.settings.pace[usize::from(self.device.gpu)];
                        *pace = standing.seconds_per_pixel;
                    }
                    self.standing = Some(standing);
                }
                Event::Snapshot(snapshot) => self.timeline.add(ctx, snapshot),
                Event::Forgot(id) => self.timeline.forget(id),
                Event::Finished { steps, stopped, .. } => {
                    self.phase = Phase::Done;
                    let key = if stopped { "stopped-after" } else { "finished" };
                    let text = self.words.with(key, &[("steps", steps.into())]);
                    if !self.project.is_sample || stopped {
                        self.toasts.say(Kind::Good, text);
                    }
                }
                Event::Exported(path) => self.say_saved(path),
                Event::Copied(picture) => {
                    let size = [picture.width, picture.height];
                    let rgba = picture.to_rgba8();
                    ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &rgba));
                    self.toasts.say(Kind::Good, self.words.get("copied"));
                }
                Event::Failed { error, run_ended } => {
                    if run_ended {
                        self.phase = Phase::Idle;
                    }
                    self.complain(&error);
                }
            }
        }
    }

    pub(super) fn complain(&mut self, error: &Error) {
        let text = super::errors::sentence(error, &self.words);
        self.toasts.say(Kind::Error, text);
    }

    pub(super) fn take_frames(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let gpu = frame.wgpu_render_state();
        if let Some(new) = self.engine.frame(Pane::Main) {
            if self.canvas.after.size().is_none() {
                self.canvas.appeared = Some(ctx.input(|input| input.time));
            }
            self.canvas.after.set(ctx, gpu, new);
        }
        if let Some(new) = self.engine.frame(Pane::Other) {
            self.canvas.other.set(ctx, gpu, new);
        }
        let sharp = self.canvas.is_sharp();
        self.canvas.after.sharpen(ctx, gpu, sharp);
        self.canvas.other.sharpen(ctx, gpu, sharp);
    }

    /// Tells the engine what has changed, once the artist's hand rests.
    pub(super) fn follow(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        let held = ctx.input(|input| input.pointer.any_down());
        if !held {
            self.history.record(&self.project);
        }
        if self.project != self.told {
            if self.told.same_run(&self.project) && self.phase != Phase::Idle {
                self.engine.steer(self.project.controls());
                self.outdated |= self.phase == Phase::Done;
            } else {
                self.changed = Some(now);
                self.outdated = self.phase != Phase::Idle;
            }
            self.told = self.project.clone();
        }
        if let (Some(since), false) = (self.changed, self.settings.paint_on_request) {
            if held || now - since < REST {
                ctx.request_repaint_after_secs(0.1);
            } else {
                self.start();
            }
        }
    }

    /// Begins to paint, if everything is there.
    pub(super) fn start(&mut self) {
        let Some(start) = self.project.start() else {
            return;
        };
        self.changed = None;
        self.outdated = false;
        self.phase = Phase::Starting;
        self.engine.send(Command::Start(Box::new(start)));
    }

    pub(super) fn answered(&mut self, want: Want, paths: Vec<PathBuf>) {
        match want {
            Want::Photograph => {
                if let Some(path) = paths.into_iter().next() {
                    self.open_photograph(path);
                }
            }
            Want::Styles => {
                for path in paths {
                    self.loader.ask(Ask::Style(Source::File(path)));
                }
            }
            Want::Folder => {
                if let (Some(path), Some(Dialog::Export(export))) =
                    (paths.into_iter().next(), &mut self.dialog)
                {
                    export.settings.folder = Some(path);
                }
            }
            Want::SaveRecipe(_) => {
                if let Some(path) = paths.into_iter().next() {
                    self.save_recipe(&path);
                }
            }
        }
    }

    fn save_recipe(&mut self, path: &Path) {
        let recipe = self.project.named_recipe();
        match crate::picture::write_atomically(path, recipe.to_json().as_bytes()) {
            Ok(()) => {
                self.say_saved(path.to_owned());
            }
            Err(error) => self.complain(&error),
        }
    }

    fn say_saved(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name: Value = name.into_owned().into();
        let text = self.words.with("exported", &[("name", name)]);
        self.toasts.saved(text, path);
    }
}
