//! The window: what it holds and how it is laid out.

use super::{
    actions::{self, Action},
    canvas::{Canvas, Look, Zoom},
    dialogs::Dialog,
    files::Dialogs,
    pictures::Still,
    shelf::Card,
    theme,
    timeline::Timeline,
    toasts::Toasts,
    words::Words,
};
use crate::{
    session::{
        History, Painting, Project, Settings, StyleKey,
        engine::{Engine, Standing},
        loader::{Ask, Loader, Source},
        shelf,
    },
    stylize::Losses,
};
use egui::{CentralPanel, Context, Frame, Margin, Panel, TextureHandle, Ui};
use std::path::PathBuf;

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
    pub(super) told: Project,
    /// When the last change that needs a new run was made.
    pub(super) changed: Option<f64>,
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
    pub(super) hovering: usize,
    /// Whether the settings have changed since the picture was painted.
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
