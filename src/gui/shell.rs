//! What every workspace of the window has: words, settings, messages, the engine and the loader.

use crate::{
    compute::Budget,
    error::Error,
    gui::{
        attention::Attention,
        errors,
        files::Dialogs,
        localisation::Words,
        quick_input::QuickInput,
        taskbar::Taskbar,
        theme,
        thumbnails::Thumbnails,
        toasts::{Kind, Toasts},
    },
    session::{
        Autosave, Settings,
        engine::{DeviceReason, Engine},
        loader::Loader,
    },
};
use egui::Context;
use std::{path::PathBuf, sync::Arc};

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

/// What every workspace has.
pub struct Shell {
    /// The words, in the artist's language.
    pub words: Words,
    /// What the artist has set once for all pictures.
    pub settings: Settings,
    /// Messages.
    pub toasts: Toasts,
    /// What paints.
    pub engine: Box<dyn Engine>,
    /// What reads and writes files.
    pub loader: Loader,
    /// The folder of kept work, and which of it is open here.
    pub autosave: Arc<Autosave>,
    /// The system's file dialogs.
    pub files: Box<dyn Dialogs>,
    /// What the desktop is told.
    pub taskbar: Taskbar,
    /// Whether anybody looks.
    pub attention: Attention,
    /// What computes.
    pub device: DeviceNote,
    /// What a picture may take, and when the system was asked.
    pub budget: Option<(Budget, f64)>,
    /// Small pictures of files, and what is known of the photographs opened last.
    pub thumbnails: Thumbnails,
}

impl Shell {
    /// Dresses the window and starts the loader.
    pub fn new(ctx: &Context, parts: Parts) -> Self {
        let Parts {
            engine,
            dialogs: files,
            taskbar,
            folder,
            ..
        } = parts;
        theme::install(ctx);
        ctx.add_plugin(QuickInput::default());
        let settings = Settings::load(&folder);
        let waker = ctx.clone();
        let autosave = Arc::new(Autosave::new(folder.clone()));
        let wake = move || waker.request_repaint();
        let mut shell = Self {
            words: Words::new(settings.language),
            settings,
            toasts: Toasts::default(),
            engine,
            loader: Loader::start(folder, Arc::clone(&autosave), wake),
            autosave,
            files,
            taskbar,
            attention: Attention::default(),
            device: DeviceNote::default(),
            budget: None,
            thumbnails: Thumbnails::default(),
        };
        shell.apply_settings(ctx);
        shell
    }

    /// Theme, language and scale as the settings say.
    pub fn apply_settings(&mut self, ctx: &Context) {
        theme::apply(ctx, self.settings.theme, self.settings.reduced_motion);
        self.words = Words::new(self.settings.language);
        if (0.5..=3.0).contains(&self.settings.scale) {
            ctx.set_zoom_factor(self.settings.scale);
        }
    }

    /// What computes, and why.
    pub fn device_text(&self) -> String {
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

    /// Gives the window the size it has at the first start.
    pub fn lay_out(&self, ctx: &Context) {
        ctx.set_zoom_factor(1.0);
        ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(false));
        let size = egui::vec2(1440.0, 900.0);
        ctx.send_viewport_cmd(egui::ViewportCommand::InnerSize(size));
    }

    /// Remembers how the window is laid out.
    pub fn note_layout(&mut self, ctx: &Context) {
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
    pub fn complain(&mut self, error: &Error) {
        let text = errors::sentence(error, &self.words);
        self.toasts.fail(text, errors::details(error, &self.words));
    }

    /// Says what is worth knowing.
    pub fn note(&mut self, key: &str) {
        let text = self.words.get(key);
        self.toasts.say(Kind::Note, text);
    }

    /// Remembers how long Instant takes on this device.
    pub fn note_pace(&mut self, size: (usize, usize), seconds: f32) {
        if seconds <= 0.0 {
            return;
        }
        let now = seconds / (size.0 * size.1) as f32;
        let pace = &mut self.settings.instant_pace[usize::from(self.device.gpu)];
        // One that had to share the machine with others counts for half.
        *pace = if *pace > 0.0 {
            (*pace * now).sqrt()
        } else {
            now
        };
    }

    /// Asks the system what a picture may take: every two seconds, not in every frame.
    pub fn refresh_budget(&mut self, now: f64) {
        if self.budget.is_none_or(|(_, at)| now - at >= 2.0) {
            self.budget = Some((Budget::now(), now));
        }
    }

    /// The settings are written down.
    pub fn save_settings(&self) {
        let settings = Box::new(self.settings.clone());
        self.loader.ask(settings);
    }
}
