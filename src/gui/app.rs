//! The window: what it holds, and how news from outside becomes what is seen.

use super::{
    actions::{self, Action},
    canvas::{Canvas, Compare, Look, Zoom},
    dialogs::Dialog,
    files::{Dialogs, Want},
    pictures::{self, Still},
    shelf::Card,
    theme,
    timeline::Timeline,
    toasts::{Kind, Toasts},
    words::{Value, Words},
};
use crate::{
    error::Error,
    session::{
        Chosen, History, Painting, Project, Settings, StyleKey,
        engine::{Command, Engine, Event, Loaded, Pane, Standing},
        loader::{Answer, Ask, Levels, Loader, Source},
        shelf,
    },
    stylize::{Losses, Recipe},
};
use egui::{CentralPanel, Context, Frame, Margin, Panel, TextureHandle, Ui};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Seconds that a change of the settings rests before painting begins anew.
const REST: f64 = 0.35;

/// Where painting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was painted yet.
    Idle,
    /// The engine was asked to begin.
    Starting,
    /// Steps are being done.
    Painting,
    /// The artist paused.
    Paused,
    /// All steps were done, or the artist stopped.
    Done,
}

/// What computes.
#[derive(Clone, Debug, Default)]
pub struct DeviceNote {
    /// Its name.
    pub name: String,
    /// Why it was chosen.
    pub reason: String,
    /// Whether it is the window's GPU.
    pub gpu: bool,
}

/// What the window is made of.
pub struct Parts {
    /// What paints.
    pub engine: Box<dyn Engine>,
    /// What opens file dialogs.
    pub dialogs: Box<dyn Dialogs>,
    /// Folder of the settings and of the artist's own styles.
    pub folder: PathBuf,
    /// Files to open.
    pub files: Vec<PathBuf>,
}

/// The window.
pub struct Studio {
    pub(super) words: Words,
    pub(super) settings: Settings,
    pub(super) folder: PathBuf,
    pub(super) project: Project,
    pub(super) history: History,
    /// The project as the engine was told it.
    told: Project,
    /// When the last change that needs a new run was made.
    changed: Option<f64>,
    pub(super) engine: Box<dyn Engine>,
    pub(super) loader: Loader,
    pub(super) dialogs: Box<dyn Dialogs>,
    pub(super) cards: Vec<Card>,
    pub(super) search: String,
    pub(super) photo_card: Option<TextureHandle>,
    pub(super) canvas: Canvas,
    pub(super) timeline: Timeline,
    pub(super) phase: Phase,
    pub(super) standing: Option<Standing>,
    /// Loss of each step: number of the step, values.
    pub(super) curve: Vec<(usize, Losses)>,
    pub(super) show_plot: bool,
    pub(super) device: DeviceNote,
    /// Width and height of the result being painted.
    pub(super) size: Option<(usize, usize)>,
    pub(super) seed_locked: bool,
    pub(super) panels: bool,
    pub(super) toasts: Toasts,
    pub(super) dialog: Option<Dialog>,
    /// Files that hover over the window.
    hovering: usize,
    /// A size that no longer fits the engine's answer is not shown.
    pub(super) outdated: bool,
}

impl Studio {
    /// Opens the window's contents.
    pub fn new(ctx: &Context, parts: Parts) -> Self {
        let Parts {
            engine,
            dialogs,
            folder,
            files,
        } = parts;
        theme::install(ctx);
        let settings = Settings::load(&folder);
        let words = Words::new(settings.language);
        let waker = ctx.clone();
        let loader = Loader::start(folder.join("styles"), move || waker.request_repaint());
        let mut studio = Self {
            words,
            settings,
            folder,
            project: Project::default(),
            history: History::default(),
            told: Project::default(),
            changed: None,
            engine,
            loader,
            dialogs,
            cards: Vec::new(),
            search: String::new(),
            photo_card: None,
            canvas: Canvas::default(),
            timeline: Timeline::default(),
            phase: Phase::Idle,
            standing: None,
            curve: Vec::new(),
            show_plot: false,
            device: DeviceNote::default(),
            size: None,
            seed_locked: false,
            panels: true,
            toasts: Toasts::default(),
            dialog: None,
            hovering: 0,
            outdated: false,
        };
        studio.apply_settings(ctx);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        studio.fill_shelf();
        studio.project.choose(StyleKey::Shipped("impasto"));
        studio.ask_paintings();
        studio.history = History::new(studio.project.clone());
        if files.is_empty() {
            studio.open_sample();
        } else {
            studio.arrive(files);
        }
        for card in &studio.cards {
            let ask = Ask::Card(card.key.clone(), card.painting.clone());
            studio.loader.ask(ask);
        }
        studio
    }

    /// Theme, language and scale as the settings say.
    pub(super) fn apply_settings(&mut self, ctx: &Context) {
        theme::apply(ctx, self.settings.theme, self.settings.reduced_motion);
        self.words = Words::new(self.settings.language);
        if (0.5..=3.0).contains(&self.settings.scale) {
            ctx.set_zoom_factor(self.settings.scale);
        }
    }

    fn fill_shelf(&mut self) {
        let shipped = shelf().iter();
        let shipped = shipped.map(|s| Card::new(StyleKey::Shipped(s.name), Painting::Shelf(s)));
        self.cards = shipped.collect();
        let own = std::fs::read_dir(self.folder.join("styles"));
        let mut own: Vec<PathBuf> = own
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
            .collect();
        own.sort();
        for path in own {
            if let Ok(hash) = crate::nn::hash_file(&path) {
                let card = Card::new(StyleKey::Own(hash), Painting::File(path));
                self.cards.push(card);
            }
        }
    }

    fn open_sample(&mut self) {
        let sample = include_bytes!("../../assets/samples/lake.jpg").as_slice();
        self.project.is_sample = true;
        let source = Source::Embedded("lake.jpg", sample);
        self.loader.ask(Ask::Photograph(source));
    }

    /// Reads a photograph.
    pub(super) fn open_photograph(&mut self, path: PathBuf) {
        self.loader.ask(Ask::Photograph(Source::File(path)));
    }

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

    fn listen(&mut self, ctx: &Context) {
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

    fn hear_loader(&mut self, ctx: &Context) {
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
        // Undo must not bring back a style that was still being read.
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

    fn hear_engine(&mut self, ctx: &Context) {
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
                Event::Exported(path) => {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let name: Value = name.into_owned().into();
                    let text = self.words.with("exported", &[("name", name)]);
                    self.toasts.saved(text, path);
                }
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

    fn complain(&mut self, error: &Error) {
        let text = super::errors::sentence(error, &self.words);
        self.toasts.say(Kind::Error, text);
    }

    fn take_frames(&mut self, ctx: &Context, frame: &eframe::Frame) {
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
        let sharp = self.canvas.scale() >= 2.0;
        self.canvas.after.sharpen(ctx, gpu, sharp);
        self.canvas.other.sharpen(ctx, gpu, sharp);
    }

    /// Tells the engine what has changed, once the artist's hand rests.
    fn follow(&mut self, ctx: &Context) {
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
        self.canvas.compare = match self.canvas.compare {
            Compare::Result => Compare::Result,
            other => other,
        };
        self.engine.send(Command::Start(Box::new(start)));
    }

    fn top_bar(&mut self, ui: &mut Ui) {
        use super::icons;
        ui.horizontal_centered(|ui| {
            ui.label(egui::RichText::new("Impasto").size(16.0).strong());
            ui.add_space(theme::GAP);
            let title = self.project.title();
            let room = (ui.available_width() - 330.0).max(40.0);
            let label = egui::Label::new(egui::RichText::new(title).weak()).truncate();
            ui.add_sized([room, theme::CONTROL], label);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                for (icon, action) in [
                    (icons::HELP, Action::Help),
                    (icons::SETTINGS, Action::Settings),
                ] {
                    if self.action_button(ui, icon, action, true).clicked() {
                        self.act(ui.ctx(), action);
                    }
                }
                let speed = self.standing.filter(|_| self.phase == Phase::Painting);
                let device = if self.device.gpu { "GPU" } else { "CPU" };
                let text = match speed {
                    Some(standing) if standing.speed > 0.0 => {
                        let speed = format!("{:.1}", standing.speed);
                        let values = [("device", device.into()), ("speed", speed.into())];
                        self.words.with("speed", &values)
                    }
                    _ => device.to_owned(),
                };
                let note = format!("{}\n{}", self.device.name, self.device.reason);
                ui.label(egui::RichText::new(text).weak())
                    .on_hover_text(note);
                ui.add_space(theme::GAP);
                let (undo, redo) = (self.history.can_undo(), self.history.can_redo());
                for (icon, action, can) in [
                    (icons::REDO, Action::Redo, redo),
                    (icons::UNDO, Action::Undo, undo),
                ] {
                    if self.action_button(ui, icon, action, can).clicked() {
                        self.act(ui.ctx(), action);
                    }
                }
            });
        });
    }

    pub(super) fn action_button(
        &self,
        ui: &mut Ui,
        icon: &str,
        action: Action,
        enabled: bool,
    ) -> egui::Response {
        let name = actions::row(action).map_or("", |row| row.name);
        let keys = actions::keys_of(ui.ctx(), action);
        let text = self.words.get(name);
        ui.add_enabled_ui(enabled, |ui| super::icon_button(ui, icon, &text))
            .inner
            .on_hover_text(keys)
    }

    fn canvas_pane(&mut self, ui: &mut Ui) {
        let surround = theme::palette(ui.ctx()).surrounds[self.settings.surround.min(2)];
        self.canvas.original =
            !ui.ctx().text_edit_focused() && ui.input(|input| input.key_down(egui::Key::Backslash));
        let size = self
            .size
            .or_else(|| self.project.size())
            .or_else(|| self.canvas.before.as_ref().map(Still::size))
            .unwrap_or((1, 1));
        let look = Look {
            size,
            words: &self.words,
            surround,
            fade: if self.settings.reduced_motion {
                0.0
            } else {
                0.2
            },
        };
        let response = self.canvas.show(ui, &look);
        self.zoom_box(ui, response.rect);
        if self.project.photograph.is_none() && self.canvas.before.is_none() {
            let text = self.words.get("drop-here");
            let at = response.rect.center();
            let colour = theme::palette(ui.ctx()).text;
            let font = egui::FontId::proportional(16.0);
            ui.painter()
                .text(at, egui::Align2::CENTER_CENTER, text, font, colour);
        }
    }

    fn zoom_box(&mut self, ui: &mut Ui, rect: egui::Rect) {
        let area = egui::Rect::from_min_max(
            rect.right_bottom() - egui::vec2(300.0, 40.0),
            rect.right_bottom() - egui::vec2(8.0, 8.0),
        );
        let layout = egui::Layout::right_to_left(egui::Align::Center);
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(layout));
        let ui = &mut ui;
        if self
            .action_button(ui, super::icons::COMPARE, Action::Compare, true)
            .clicked()
        {
            self.canvas.compare = self.canvas.compare.next();
        }
        if ui.button("1:1").clicked() {
            self.canvas.zoom = Zoom::Scale(1.0);
        }
        if self
            .action_button(ui, super::icons::FIT, Action::Fit, true)
            .clicked()
        {
            self.canvas.fit();
        }
        let mut percent = (self.canvas.scale() * 100.0).round();
        let name = self.words.get("zoom");
        let number = egui::DragValue::new(&mut percent)
            .range(5.0..=3200.0)
            .max_decimals(0)
            .suffix(" %");
        let response = ui.add(number);
        response
            .widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name.as_str()));
        if response.changed() {
            self.canvas.set_scale(percent / 100.0);
        }
    }

    fn overlay(&self, ctx: &Context) {
        if self.hovering == 0 {
            return;
        }
        let painter = ctx.layer_painter(egui::LayerId::new(
            egui::Order::Foreground,
            egui::Id::unique("drop overlay"),
        ));
        let rect = ctx.content_rect();
        painter.rect_filled(rect, 0, theme::SHADE);
        let own = self.project.photograph.is_some() && !self.project.is_sample;
        let key = if own { "drop-asks" } else { "drop-photograph" };
        let text = self.words.get(key);
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

/// Whether a file's ending is that of a picture.
fn is_picture(path: &Path) -> bool {
    const ENDINGS: [&str; 9] = [
        "png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif", "jfif",
    ];
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    ENDINGS.contains(&ending.to_lowercase().as_str())
}

impl eframe::App for Studio {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.listen(ctx);
        self.hear_loader(ctx);
        self.hear_engine(ctx);
        self.take_frames(ctx, frame);
        if let Some((want, paths)) = self.dialogs.answer() {
            self.answered(want, paths);
        }
        if self.dialog.is_none() {
            for action in actions::pressed(ctx) {
                self.act(ctx, action);
            }
        }
        self.follow(ctx);
        let percent = self.standing.filter(|_| self.phase == Phase::Painting);
        let title = match percent {
            Some(standing) => format!("{:.0} % - Impasto", standing.done * 100.0),
            None => "Impasto".to_owned(),
        };
        if ctx.input(|input| input.viewport().title.as_deref() != Some(&title)) {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let wide = ui.available_width() >= 1100.0;
        let margin = Margin::symmetric(12, 8);
        let panel = Frame::new()
            .fill(theme::palette(&ctx).panel)
            .inner_margin(margin);
        Panel::top("top")
            .exact_size(40.0)
            .resizable(false)
            .frame(panel.inner_margin(Margin::symmetric(12, 4)))
            .show(ui, |ui| self.top_bar(ui));
        if self.panels {
            Panel::left("styles")
                .exact_size(if wide { 236.0 } else { 132.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.shelf(ui));
            Panel::right("inspector")
                .exact_size(if wide { 300.0 } else { 272.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.inspector(ui));
        }
        Panel::bottom("run")
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| self.run_bar(ui));
        CentralPanel::no_frame().show(ui, |ui| self.canvas_pane(ui));
        self.show_dialog(&ctx);
        self.toasts.show(&ctx, &self.words);
        self.overlay(&ctx);
    }

    fn on_exit(&mut self) {
        // Nobody is left to tell if this fails.
        let _ = self.settings.save(&self.folder);
    }
}

impl Studio {
    fn answered(&mut self, want: Want, paths: Vec<PathBuf>) {
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
        let recipe = Recipe {
            controls: self.project.recipe.controls.clone(),
            ..self.project.recipe.clone()
        };
        let mut filled = recipe;
        if let Some(photograph) = &self.project.photograph {
            filled.content = photograph.source.clone();
        }
        let styles = self.project.styles.iter().filter_map(|chosen| {
            let painting = chosen.painting.as_ref()?;
            Some(crate::stylize::StyleRef {
                source: painting.source.clone(),
                weight: chosen.weight,
            })
        });
        filled.styles = styles.collect();
        match crate::picture::write_atomically(path, filled.to_json().as_bytes()) {
            Ok(()) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let name: Value = name.into_owned().into();
                let text = self.words.with("exported", &[("name", name)]);
                self.toasts.saved(text, path.to_owned());
            }
            Err(error) => self.complain(&error),
        }
    }
}
