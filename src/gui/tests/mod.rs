//! The window, driven by the names of its controls: with a scripted engine, and whole.

mod batch;
mod compare;
mod dreams;
mod files;
mod gpu;
mod inspector;
mod instant;
mod learn;
mod look;
mod look_train;
mod looks;
mod reasons;
mod running;
mod saving;
mod scripted;
mod studies;
mod styles;
mod timeline;
mod train;
mod train_running;
mod whole;
mod works;

use super::{App, Dialogs, Parts, Picked, Want};
use crate::{
    picture::{self, ExportOptions, Picture, Stamp},
    session::{Language, Settings, Theme, engine::Engine},
};
use egui_kittest::{Harness, HarnessBuilder};
use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

/// Dialogs that answer at once with what the test put there.
#[derive(Clone, Default)]
struct Injected {
    paths: Arc<Mutex<VecDeque<Vec<PathBuf>>>>,
    asked: Arc<Mutex<VecDeque<Want>>>,
}

impl Injected {
    fn will_answer(&self, path: &Path) {
        let mut paths = self.paths.lock().expect("not poisoned");
        paths.push_back(vec![path.to_owned()]);
    }
}

impl Dialogs for Injected {
    fn open(&mut self, want: Want, _: String, _: String, _: Option<PathBuf>) {
        self.asked.lock().expect("not poisoned").push_back(want);
    }

    fn answer(&mut self) -> Option<(Want, Picked)> {
        let want = self.asked.lock().expect("not poisoned").pop_front()?;
        let paths = self.paths.lock().expect("not poisoned").pop_front();
        let none = || Picked::NoDialog("Open".to_owned());
        Some((want, paths.map_or_else(none, Picked::Paths)))
    }
}

/// A file that is dropped.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// A window of 1440 x 900 points around `engine`.
fn open(
    engine: impl FnOnce(&egui::Context) -> Box<dyn Engine> + 'static,
    folder: &Path,
    language: Language,
    theme: Theme,
) -> (Harness<'static, App>, Injected) {
    open_at(engine, folder, language, theme, egui::vec2(1440.0, 900.0))
}

/// A window of some size around `engine`.
fn open_at(
    engine: impl FnOnce(&egui::Context) -> Box<dyn Engine> + 'static,
    folder: &Path,
    language: Language,
    theme: Theme,
    size: egui::Vec2,
) -> (Harness<'static, App>, Injected) {
    let builder = Harness::builder().with_size(size);
    open_with(builder, |cc| engine(&cc.egui_ctx), folder, language, theme)
}

/// The same, drawn by what `builder` says.
fn open_with(
    builder: HarnessBuilder<App>,
    engine: impl FnOnce(&eframe::CreationContext<'_>) -> Box<dyn Engine> + 'static,
    folder: &Path,
    language: Language,
    theme: Theme,
) -> (Harness<'static, App>, Injected) {
    let settings = Settings {
        language,
        theme,
        reduced_motion: true,
        ..Settings::load(folder)
    };
    settings.save(folder).expect("settings");
    let dialogs = Injected::default();
    let (for_window, folder) = (dialogs.clone(), folder.to_owned());
    let harness = builder
        .with_theme(match theme {
            Theme::Light => egui::Theme::Light,
            Theme::Dark | Theme::System => egui::Theme::Dark,
        })
        .with_pixels_per_point(1.0)
        .with_max_steps(64)
        .build_eframe(move |cc| {
            let parts = Parts {
                engine: engine(cc),
                dialogs: Box::new(for_window),
                taskbar: Default::default(),
                folder,
                files: Vec::new(),
            };
            App::new(&cc.egui_ctx, parts)
        });
    (harness, dialogs)
}

/// Steps the window until `done` says so, for three minutes at most: a software GPU on a busy machine is slow.
fn wait(harness: &mut Harness<'_, App>, what: &str, done: impl Fn(&App) -> bool) {
    wait_for(Duration::from_secs(180), harness, what, done);
}

/// Steps the window until `done` says so, for `patience` at most.
fn wait_for(
    patience: Duration,
    harness: &mut Harness<'_, App>,
    what: &str,
    done: impl Fn(&App) -> bool,
) {
    let begin = std::time::Instant::now();
    while !done(harness.state()) {
        assert!(begin.elapsed() < patience, "waited for {what}");
        std::thread::sleep(std::time::Duration::from_millis(5));
        harness.step();
    }
    harness.step();
}

fn drop_file(harness: &mut Harness<'_, App>, path: &Path) {
    drop_files(harness, &[path.to_owned()]);
}

/// Files and folders that are dropped at once.
fn drop_files(harness: &mut Harness<'_, App>, paths: &[PathBuf]) {
    for path in paths {
        let file: egui::DroppedFileHandle = Arc::new(Dropped(path.to_owned()));
        harness.input_mut().dropped_files.push(file);
    }
    harness.step();
}

/// A small photograph on disk: a light disc over a dark ground.
fn photograph(folder: &Path, name: &str) -> PathBuf {
    let (width, height) = (72, 48);
    let rgb = (0..width * height).flat_map(|i| {
        let (x, y) = ((i % width) as f32, (i / width) as f32);
        let near = (x - 40.0).hypot(y - 20.0) < 14.0;
        let shade = if near { 0.9 } else { 0.2 + 0.3 * y / 48.0 };
        [shade, 0.8 * shade, 0.5 + 0.3 * (x * 0.4).sin()]
    });
    let path = folder.join(name);
    let picture = Picture::from_rgb(width, height, rgb.collect());
    let options = ExportOptions::default();
    picture::export(&picture, &path, &options, &Stamp::default()).expect("saved");
    path
}
