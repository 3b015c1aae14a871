//! The window: what it holds and how it is laid out.

use crate::{
    compute::Budget,
    gui::{
        actions::{self, Action},
        attention::Attention,
        chooser::Chooser,
        create::{
            batch::Batching,
            canvas::Canvas,
            crop::Cropping,
            dialogs::Dialog,
            export::ExportDialog,
            inspector::{models::Models, space},
            saving::Saving,
            shelf::{Card, gallery::Gallery, looks::Looks, recent::Recent},
            timeline::Timeline,
            works::{Awaited, Opening},
        },
        files::Dialogs,
        localisation::Words,
        taskbar::Taskbar,
        theme,
        toasts::Toasts,
        widgets,
    },
    session::{
        Artwork, Autosave, Keeping, Origin, Painting, Project, Settings, StyleKey,
        engine::{DeviceReason, Engine},
        loader::{
            FileRequest, KeptRequest, Loader, LookRequest, RecentRequest, Source, StyleRequest,
        },
        shelf,
    },
};
use egui::{CentralPanel, Context, Frame, Margin, Panel, TextureHandle, Ui};
use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

/// What computes.
#[derive(Clone, Debug, Default)]
pub struct DeviceNote {
    /// Its name.
    pub name: String,
    /// Why it was chosen.
    pub reason: DeviceReason,
    /// Whether it is the window's GPU.
    pub gpu: bool,
}

/// What the window is made of.
pub struct Parts {
    /// What paints.
    pub engine: Box<dyn Engine>,
    /// What opens file dialogs.
    pub dialogs: Box<dyn Dialogs>,
    /// What tells the desktop how far a picture is.
    pub taskbar: Taskbar,
    /// Folder of the settings and of the artist's own styles.
    pub folder: PathBuf,
    /// Files to open.
    pub files: Vec<PathBuf>,
}

/// The window.
pub struct App {
    pub(in crate::gui) words: Words,
    pub(in crate::gui) settings: Settings,
    pub(in crate::gui) art: Artwork,
    /// What the window was last called.
    title: String,
    /// Whether it was looked at whether the window fits the screen.
    fitted: bool,
    pub(in crate::gui) engine: Box<dyn Engine>,
    pub(in crate::gui) loader: Loader,
    pub(in crate::gui) autosave: Arc<Autosave>,
    /// What is kept of the work, and when.
    pub(in crate::gui) keeping: Keeping,
    /// What was kept of the photograph that has come is to be asked for.
    pub(in crate::gui) asks_work: bool,
    /// It came by undo.
    pub(in crate::gui) by_undo: bool,
    /// The last save could not be written, and that was said.
    pub(in crate::gui) cannot_save: bool,
    /// What was open at the last end, while it is read.
    pub(in crate::gui) opening: Option<Opening>,
    /// The artist's own styles are known.
    pub(in crate::gui) shelf_is_read: bool,
    /// The window is being closed.
    pub(in crate::gui) quits: bool,
    /// Whether the system has asked the program to end.
    pub(in crate::gui) ends: Arc<AtomicBool>,
    /// The photograph that a restored recipe cropped.
    pub(in crate::gui) awaited: Option<Awaited>,
    /// What is known of the photographs opened last.
    pub(in crate::gui) recent: Recent,
    pub(in crate::gui) dialogs: Box<dyn Dialogs>,
    pub(in crate::gui) taskbar: Taskbar,
    pub(in crate::gui) attention: Attention,
    pub(in crate::gui) cards: Vec<Card>,
    /// The photograph in the styles of the shelf.
    pub(in crate::gui) gallery: Gallery,
    /// Settings that the artist keeps under names.
    pub(in crate::gui) looks: Looks,
    pub(in crate::gui) models: Models,
    /// Seed of the next style from nothing.
    pub(in crate::gui) dice: u64,
    pub(in crate::gui) search: String,
    /// The chosen style that the shelf was last scrolled to.
    pub(in crate::gui) in_view: Option<StyleKey>,
    pub(in crate::gui) photo_card: Option<TextureHandle>,
    pub(in crate::gui) canvas: Canvas,
    pub(in crate::gui) timeline: Timeline,
    pub(in crate::gui) device: DeviceNote,
    pub(in crate::gui) seed_locked: bool,
    pub(in crate::gui) toasts: Toasts,
    /// What a picture may take, and when the system was asked.
    pub(in crate::gui) budget: Option<(Budget, f64)>,
    /// The photographs of a folder that are being painted.
    pub(in crate::gui) batch: Option<Batching>,
    /// What is pasted next is a style.
    pub(in crate::gui) pastes_style: bool,
    /// An export of which it is not known yet whether it would replace a file.
    pub(in crate::gui) exporting: Option<Box<ExportDialog>>,
    /// Pictures that are being saved.
    pub(in crate::gui) saving: Vec<Saving>,
    /// Since when the engine rests for a hand that moves the picture.
    pub(in crate::gui) resting: Option<f64>,
    pub(in crate::gui) dialog: Option<Dialog>,
    /// A file list of our own, in front of it.
    pub(in crate::gui) chooser: Option<Chooser>,
    /// The part of a picture that is being chosen.
    pub(in crate::gui) cropping: Option<Cropping>,
    /// Files that hover over the window.
    pub(in crate::gui) hovering: usize,
    /// Name of the only one, if it is a folder.
    pub(in crate::gui) hovering_folder: Option<String>,
}

impl App {
    /// Opens the window's contents.
    pub fn new(ctx: &Context, parts: Parts) -> Self {
        let Parts {
            engine,
            dialogs,
            taskbar,
            folder,
            files,
        } = parts;
        theme::install(ctx);
        ctx.add_plugin(crate::gui::quick_input::QuickInput::default());
        let settings = Settings::load(&folder);
        let words = Words::new(settings.language);
        let waker = ctx.clone();
        let autosave = Arc::new(Autosave::new(folder.clone()));
        let wake = move || waker.request_repaint();
        let loader = Loader::start(folder, Arc::clone(&autosave), wake);
        let mut project = Project::default();
        project.choose(StyleKey::Shipped("impasto"));
        let mut studio = Self {
            title: String::new(),
            fitted: false,
            words,
            settings,
            art: Artwork::new(project),
            engine,
            loader,
            keeping: Keeping::new(autosave.under_way()),
            autosave,
            asks_work: false,
            by_undo: false,
            cannot_save: false,
            opening: None,
            shelf_is_read: false,
            quits: false,
            ends: Arc::default(),
            awaited: None,
            recent: Recent::default(),
            dialogs,
            taskbar,
            attention: Attention::default(),
            cards: Vec::new(),
            gallery: Gallery::default(),
            looks: Looks::default(),
            models: Models::default(),
            dice: space::first_seed(),
            search: String::new(),
            in_view: None,
            photo_card: None,
            canvas: Canvas::default(),
            timeline: Timeline::default(),
            device: DeviceNote::default(),
            seed_locked: false,
            toasts: Toasts::default(),
            budget: None,
            batch: None,
            pastes_style: false,
            exporting: None,
            saving: Vec::new(),
            resting: None,
            dialog: None,
            chooser: None,
            cropping: None,
            hovering: 0,
            hovering_folder: None,
        };
        studio.apply_settings(ctx);
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        studio.fill_shelf();
        studio.ask_paintings();
        if files.is_empty() {
            studio.loader.ask(KeptRequest::Reopen);
        } else {
            studio.autosave.close_others();
            if let [file] = files.as_slice() {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                studio.opening(ctx, name.into_owned(), None);
            }
            studio.arrive(files);
        }
        studio.loader.ask(StyleRequest::Own);
        studio.loader.ask(LookRequest::Read);
        studio.loader.ask(StyleRequest::Generators);
        let recent = studio.settings.recent.clone();
        studio.loader.ask(RecentRequest::Missing(recent));
        for card in &studio.cards {
            if let Origin::Painting(painting) = &card.origin {
                let ask = StyleRequest::Card(card.key.clone(), painting.clone());
                studio.loader.ask(ask);
            }
        }
        studio
    }

    /// Whether a painted picture is on the canvas.
    pub fn shows_result(&self) -> bool {
        self.canvas.after.size().is_some()
    }

    /// Strength that the artist wants.
    pub fn strength(&self) -> f32 {
        self.art.project.recipe.strength
    }

    /// Strength of the picture on the canvas, and whether it is the result; `None` unless Instant has
    /// painted it.
    pub fn strength_shown(&self) -> Option<(f32, bool)> {
        let shot = self.art.answer().shown.as_ref()?;
        Some((shot.recipe.strength, shot.result))
    }

    /// Theme, language and scale as the settings say.
    pub(in crate::gui) fn apply_settings(&mut self, ctx: &Context) {
        theme::apply(ctx, self.settings.theme, self.settings.reduced_motion);
        self.words = Words::new(self.settings.language);
        if (0.5..=3.0).contains(&self.settings.scale) {
            ctx.set_zoom_factor(self.settings.scale);
        }
    }

    fn fill_shelf(&mut self) {
        let shipped = shelf().iter();
        let shipped = shipped.map(|s| {
            Card::new(
                StyleKey::Shipped(s.name),
                Origin::Painting(Painting::Shelf(s)),
            )
        });
        self.cards = shipped.collect();
    }

    pub(in crate::gui) fn open_sample(&mut self) {
        self.art.project.is_sample = true;
        self.loader.ask(FileRequest::Photograph(Source::sample()));
    }

    /// Opens a photograph, or a painting that tells of which it is one.
    pub(in crate::gui) fn open_photograph(&mut self, path: PathBuf) {
        self.loader
            .ask(FileRequest::Open(path, self.settings.recent.clone()));
    }

    fn top_bar(&mut self, ui: &mut Ui) {
        use crate::gui::icons;
        ui.horizontal_centered(|ui| {
            ui.label(egui::RichText::new("Impasto").size(16.0).strong());
            ui.add_space(theme::GAP);
            let photograph = self.art.project.photograph.as_ref();
            let title = photograph.map_or_else(String::new, |_| self.picture_title());
            let room = (ui.available_width() - 330.0).max(40.0);
            let label = egui::Label::new(egui::RichText::new(title).weak()).truncate();
            ui.add_sized([room, theme::CONTROL], label);
            widgets::at_right(ui, |ui| {
                let (undo, redo) = (self.art.history().can_undo(), self.art.history().can_redo());
                let history = [
                    (icons::UNDO, Action::Undo, undo),
                    (icons::REDO, Action::Redo, redo),
                ];
                self.action_buttons(ui, history);
                ui.add_space(theme::GAP);
                let speed = self.art.run().standing.filter(|_| self.art.is_painting());
                let device = if self.device.gpu { "GPU" } else { "CPU" };
                let text = match speed {
                    Some(standing) if standing.speed > 0.0 => {
                        let speed = format!("{:.1}", standing.speed);
                        let values = [("device", device.into()), ("speed", speed.into())];
                        self.words.with("speed", &values)
                    }
                    _ => device.to_owned(),
                };
                let note = self.device_text();
                ui.label(egui::RichText::new(text).weak())
                    .on_hover_text(note);
                let others = [
                    (icons::SETTINGS, Action::Settings, true),
                    (icons::HELP, Action::Help, true),
                ];
                self.action_buttons(ui, others);
            });
        });
    }

    fn action_buttons(&mut self, ui: &mut Ui, buttons: [(&str, Action, bool); 2]) {
        for (icon, action, can) in buttons {
            if self.action_button(ui, icon, action, can).clicked() {
                self.act(ui.ctx(), action);
            }
        }
    }

    /// What computes, and why.
    pub(in crate::gui) fn device_text(&self) -> String {
        let name = if self.device.gpu {
            self.device.name.clone()
        } else {
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            self.words.with("device-cpu", &[("count", threads.into())])
        };
        let reason = self.words.get(match self.device.reason {
            DeviceReason::Asked => "device-asked",
            DeviceReason::NoGpu => "device-no-gpu",
            DeviceReason::SoftwareGpu => "device-software-gpu",
            DeviceReason::Window => "device-window",
            DeviceReason::GpuFailed => "device-gpu-failed",
        });
        let values = [("name", name.into()), ("reason", reason.into())];
        self.words.with("device-why", &values)
    }

    pub(in crate::gui) fn action_button(
        &self,
        ui: &mut Ui,
        icon: &str,
        action: Action,
        enabled: bool,
    ) -> egui::Response {
        let name = actions::row(action).map_or("", |row| row.name);
        let keys = actions::keys_of(ui.ctx(), action);
        let text = self.words.get(name);
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &text));
        let button = button.inner.on_hover_text(keys);
        match actions::why_not(action) {
            Some(key) => button.on_disabled_hover_ui(|ui| {
                ui.label(text);
                ui.label(egui::RichText::new(self.words.get(key)).weak());
            }),
            None => button,
        }
    }

    /// Gives the window the size it has at the first start.
    pub(in crate::gui) fn lay_out(&self, ctx: &Context) {
        ctx.set_zoom_factor(1.0);
        ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(false));
        let size = egui::vec2(1440.0, 900.0);
        ctx.send_viewport_cmd(egui::ViewportCommand::InnerSize(size));
    }

    /// A window that does not fit the screen with its title bar fills it: nothing of it lies outside.
    fn fit_screen(&mut self, ctx: &Context) {
        /// Height of a title bar, in points, which systems tell late.
        const BAR: f32 = 40.0;
        let (screen, inner) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.monitor_size, viewport.inner_rect)
        });
        let (false, Some(screen), Some(inner)) = (self.fitted, screen, inner) else {
            return;
        };
        self.fitted = true;
        if inner.height() + BAR > screen.y || inner.width() > screen.x {
            ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        }
    }

    /// Remembers how the window is laid out.
    fn note_layout(&mut self, ctx: &Context) {
        let (size, maximised) = ctx.input(|input| {
            let viewport = input.viewport();
            let full = viewport.fullscreen.unwrap_or(false);
            let size = viewport.inner_rect.map(|rect| rect.size());
            (size.filter(|_| !full), viewport.maximized.unwrap_or(false))
        });
        self.settings.layout.maximised = maximised;
        if let (Some(size), false) = (size, maximised) {
            self.settings.layout.size = Some(size.into());
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.attention.update(ctx);
        self.listen(ctx);
        self.hear_close(ctx);
        self.hear_loader(ctx);
        self.hear_engine(ctx);
        self.take_frames(ctx, frame);
        if let Some((want, picked)) = self.dialogs.answer() {
            self.answered(want, picked);
        }
        if self.dialog.is_none() && self.chooser.is_none() && self.cropping.is_none() {
            for action in actions::pressed(ctx) {
                self.act(ctx, action);
            }
        }
        self.follow(ctx);
        self.follow_gallery();
        self.rest(ctx);
        self.keep_work(ctx);
        self.fit_screen(ctx);
        self.note_layout(ctx);
        let share = self.art.share().or(self.batch_share());
        let percent = share.map(|share| (share * 100.0).round().clamp(0.0, 100.0) as u8);
        self.taskbar.tell(percent);
        let share = percent.map(|percent| format!("{percent} %"));
        let picture = self.art.project.photograph.as_ref();
        let picture = picture.map(|_| self.picture_title());
        let parts = share
            .into_iter()
            .chain(picture)
            .chain(["Impasto".to_owned()]);
        let title = parts.collect::<Vec<_>>().join(" - ");
        // Each command asks for another frame, and X11 does not tell the title that a window has.
        if self.title != title {
            self.title.clone_from(&title);
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
        if !self.settings.layout.panels_hidden {
            Panel::left("styles")
                .exact_size(if wide { 236.0 } else { 132.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.shelf(ui));
            Panel::right("inspector")
                .exact_size(if wide { 320.0 } else { 304.0 })
                .resizable(false)
                .frame(panel)
                .show(ui, |ui| self.inspector(ui));
        }
        Panel::bottom("run")
            .resizable(false)
            .frame(panel)
            .show(ui, |ui| self.run_bar(ui));
        self.tip(ui);
        let canvas = ui.available_rect_before_wrap();
        CentralPanel::no_frame().show(ui, |ui| match self.cropping {
            Some(_) => self.crop_pane(ui),
            None => self.canvas_pane(ui),
        });
        self.show_dialog(&ctx);
        self.show_chooser(&ctx);
        self.notices(&ctx, canvas);
        self.overlay(&ctx);
    }

    fn on_exit(&mut self) {
        self.keep_last();
        self.autosave.end();
        // Nobody is left to tell if this fails.
        let _ = self.settings.save(self.autosave.data());
    }
}
