//! The window: what it holds and how it is laid out.

use crate::{
    gui::{
        actions::{self, Action},
        create::workspace::Create,
        shell::{Parts, Shell},
        theme, widgets,
    },
    session::loader::{FileRequest, KeptRequest, LookRequest, RecentRequest, Source, StyleRequest},
};
use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};
use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

/// The window.
pub struct App {
    /// What every workspace has.
    pub(in crate::gui) shell: Shell,
    /// The workspace in which a photograph is painted.
    pub(in crate::gui) create: Create,
    /// What the window was last called.
    title: String,
    /// Whether it was looked at whether the window fits the screen.
    fitted: bool,
    /// The window is being closed.
    pub(in crate::gui) quits: bool,
    /// Whether the system has asked the program to end.
    pub(in crate::gui) ends: Arc<AtomicBool>,
}

impl App {
    /// Opens the window's contents.
    pub fn new(ctx: &Context, parts: Parts) -> Self {
        let files = parts.files.clone();
        let shell = Shell::new(ctx, parts);
        let mut app = Self {
            create: Create::new(&shell.autosave),
            shell,
            title: String::new(),
            fitted: false,
            quits: false,
            ends: Arc::default(),
        };
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        app.ask_paintings();
        if files.is_empty() {
            app.shell.loader.ask(KeptRequest::Reopen);
        } else {
            app.shell.autosave.close_others();
            if let [file] = files.as_slice() {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                app.opening(ctx, name.into_owned(), None);
            }
            app.arrive(files);
        }
        let loader = &app.shell.loader;
        loader.ask(StyleRequest::Own);
        loader.ask(LookRequest::Read);
        loader.ask(StyleRequest::Generators);
        let recent = app.shell.settings.recent.clone();
        loader.ask(RecentRequest::Missing(recent));
        app.create.shelf.ask_cards(loader);
        app
    }

    /// Whether a painted picture is on the canvas.
    pub fn shows_result(&self) -> bool {
        self.create.canvas.after.size().is_some()
    }

    /// Strength that the artist wants.
    pub fn strength(&self) -> f32 {
        self.create.art.project.recipe.strength
    }

    /// Strength of the picture on the canvas, and whether it is the result; `None` unless Instant has
    /// painted it.
    pub fn strength_shown(&self) -> Option<(f32, bool)> {
        let shot = self.create.art.answer().shown.as_ref()?;
        Some((shot.recipe.strength, shot.result))
    }

    pub(in crate::gui) fn open_sample(&mut self) {
        self.create.art.project.is_sample = true;
        self.shell
            .loader
            .ask(FileRequest::Photograph(Source::sample()));
    }

    /// Opens a photograph, or a painting that tells of which it is one.
    pub(in crate::gui) fn open_photograph(&mut self, path: PathBuf) {
        self.shell
            .loader
            .ask(FileRequest::Open(path, self.shell.settings.recent.clone()));
    }

    fn top_bar(&mut self, ui: &mut Ui) {
        use crate::gui::icons;
        ui.horizontal_centered(|ui| {
            ui.label(egui::RichText::new("Impasto").size(16.0).strong());
            ui.add_space(theme::GAP);
            let photograph = self.create.art.project.photograph.as_ref();
            let title = photograph.map_or_else(String::new, |_| self.picture_title());
            let room = (ui.available_width() - 330.0).max(40.0);
            let label = egui::Label::new(egui::RichText::new(title).weak()).truncate();
            ui.add_sized([room, theme::CONTROL], label);
            widgets::at_right(ui, |ui| {
                let (undo, redo) = (
                    self.create.art.history().can_undo(),
                    self.create.art.history().can_redo(),
                );
                let history = [
                    (icons::UNDO, Action::Undo, undo),
                    (icons::REDO, Action::Redo, redo),
                ];
                self.action_buttons(ui, history);
                ui.add_space(theme::GAP);
                let speed = self
                    .create
                    .art
                    .run()
                    .standing
                    .filter(|_| self.create.art.is_painting());
                let device = if self.shell.device.gpu { "GPU" } else { "CPU" };
                let text = match speed {
                    Some(standing) if standing.speed > 0.0 => {
                        let speed = format!("{:.1}", standing.speed);
                        let values = [("device", device.into()), ("speed", speed.into())];
                        self.shell.words.with("speed", &values)
                    }
                    _ => device.to_owned(),
                };
                let note = self.shell.device_text();
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

    pub(in crate::gui) fn action_button(
        &self,
        ui: &mut Ui,
        icon: &str,
        action: Action,
        enabled: bool,
    ) -> egui::Response {
        let name = actions::row(action).map_or("", |row| row.name);
        let keys = actions::keys_of(ui.ctx(), action);
        let text = self.shell.words.get(name);
        let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &text));
        let button = button.inner.on_hover_text(keys);
        match actions::why_not(action) {
            Some(key) => button.on_disabled_hover_ui(|ui| {
                ui.label(text);
                ui.label(egui::RichText::new(self.shell.words.get(key)).weak());
            }),
            None => button,
        }
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
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.shell.attention.update(ctx);
        self.listen(ctx);
        self.hear_close(ctx);
        self.hear_loader(ctx);
        self.hear_engine(ctx);
        self.take_frames(ctx, frame);
        if let Some((want, picked)) = self.shell.files.answer() {
            self.answered(want, picked);
        }
        if self.create.dialog.is_none()
            && self.create.chooser.is_none()
            && self.create.cropping.is_none()
        {
            for action in actions::pressed(ctx) {
                self.act(ctx, action);
            }
        }
        self.follow(ctx);
        self.follow_gallery();
        self.rest(ctx);
        self.keep_work(ctx);
        self.fit_screen(ctx);
        self.shell.note_layout(ctx);
        let share = self.create.art.share().or(self.batch_share());
        let percent = share.map(|share| (share * 100.0).round().clamp(0.0, 100.0) as u8);
        self.shell.taskbar.tell(percent);
        let share = percent.map(|percent| format!("{percent} %"));
        let picture = self.create.art.project.photograph.as_ref();
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
        if !self.shell.settings.layout.panels_hidden {
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
        CentralPanel::no_frame().show(ui, |ui| match self.create.cropping {
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
        self.shell.autosave.end();
        // Nobody is left to tell if this fails.
        let _ = self.shell.settings.save(self.shell.autosave.data());
    }
}
