//! Every photograph of a folder painted like the one on the canvas: what is asked before, how far it is,
//! and what came of it.

use crate::{
    gui::{
        app::App,
        create::export::{self, pictures_folder},
        errors,
        files::Want,
        localisation::{Words, clock},
        theme::{GAP, palette},
    },
    picture::Keep,
    session::{
        Batch, Delivery, FileSize, Job, Origin, Painting, StyleKey,
        engine::{BatchNews, Command},
    },
    stylize::{Engine, Recipe, Size},
};
use egui::{Button, DragValue, Grid, ProgressBar, RichText, Role, Ui, WidgetInfo, vec2};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// What is asked before a batch.
pub struct BatchDialog {
    pictures: Vec<PathBuf>,
    /// The folder that they come from.
    from: PathBuf,
    /// Where the results go.
    pub to: PathBuf,
    engine: Engine,
    /// Size of the results.
    pub size: Size,
}

/// A batch that goes on.
pub struct Batching {
    news: BatchNews,
    began: Instant,
}

impl BatchDialog {
    /// About `pictures` that were found in `from`; results go beside that folder.
    pub fn new(studio: &App, from: PathBuf, pictures: Vec<PathBuf>) -> Self {
        let name = from.file_name().unwrap_or_default().to_string_lossy();
        let values = [("name", name.into_owned().into())];
        let name = studio.shell.words.with("batch-folder", &values);
        let beside = from.parent().filter(|parent| *parent != Path::new(""));
        let home = beside.map_or_else(pictures_folder, Path::to_owned);
        // The sample is refined to be looked at, not because the artist wants to wait for Refine.
        let refine = studio.create.art.refines() && !studio.create.art.project.is_sample;
        Self {
            pictures,
            to: home.join(export::clean(&name)),
            engine: if refine {
                Engine::Refine
            } else {
                Engine::Instant
            },
            from,
            size: studio.create.art.project.recipe.size,
        }
    }

    /// The row of the results' size: automatic is each photograph's own by Instant, and said so.
    fn size_row(&mut self, ui: &mut Ui, words: &Words) {
        /// Long side that is offered first, in pixels.
        const FIRST: usize = 2048;
        let t = |key: &str| words.get(key);
        if (self.engine, self.size) == (Engine::Instant, Size::Default) {
            self.size = Size::Own;
        }
        ui.label(t("size"));
        ui.horizontal(|ui| {
            let size = &mut self.size;
            if self.engine == Engine::Refine {
                let automatic = t("batch-size-refine");
                ui.selectable_value(size, Size::Default, automatic);
            }
            ui.selectable_value(size, Size::Own, t("batch-size-own"));
            let pixels = matches!(size, Size::LongSide(_));
            let choice = ui.selectable_label(pixels, t("export-pixels"));
            if choice.clicked() && !pixels {
                *size = Size::LongSide(FIRST);
            }
            if let Size::LongSide(long) = size {
                let name = t("export-long-side");
                let number = DragValue::new(long)
                    .range(FileSize::SIDES)
                    .suffix(format!(" {}", t("unit-pixels")))
                    .update_while_editing(false);
                let number = ui.add(number);
                number.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
                number.on_hover_text(name);
            }
        });
        ui.end_row();
    }
}

/// The names of the first three files, for a message.
pub fn names_of<'a>(mut files: impl Iterator<Item = &'a PathBuf>) -> String {
    let first = files.by_ref().take(3).map(|path| file_name(path));
    let mut names: Vec<String> = first.collect();
    if files.next().is_some() {
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// The folder that all of `files` are in.
pub fn common_folder(files: &[PathBuf]) -> PathBuf {
    let mut folders = files.iter().filter_map(|file| file.parent());
    let Some(first) = folders.next() else {
        return PathBuf::new();
    };
    folders.fold(first.to_owned(), |common, folder| {
        let shared = common
            .components()
            .zip(folder.components())
            .take_while(|(a, b)| a == b);
        shared.map(|(a, _)| a).collect()
    })
}

impl App {
    pub(in crate::gui) fn batch_dialog(&mut self, ui: &mut Ui, batch: &mut BatchDialog) -> bool {
        let words = &self.shell.words;
        let t = |key: &str| words.get(key);
        ui.heading(t("batch-question"));
        let values = [
            ("count", batch.pictures.len().into()),
            ("style", self.style_titles().into()),
        ];
        ui.label(words.with("batch-text", &values));
        ui.add_space(GAP);
        let mut choose = false;
        let format = &mut self.shell.settings.export.format;
        Grid::new("batch")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                ui.label(t("folder"));
                let row = export::folder_row(ui, &batch.to, &t("folder"), &t("choose"));
                choose = row.0;
                batch.to = row.1.unwrap_or_else(|| batch.to.clone());
                ui.end_row();
                ui.label(t("batch-engine"));
                ui.horizontal(|ui| {
                    ui.selectable_value(&mut batch.engine, Engine::Instant, t("instant"));
                    ui.selectable_value(&mut batch.engine, Engine::Refine, t("refine"));
                });
                ui.end_row();
                batch.size_row(ui, words);
                ui.label(t("format"));
                export::formats(ui, format);
                ui.end_row();
            });
        if choose {
            self.ask_files(Want::Folder, "folder");
        }
        ui.label(RichText::new(self.batch_time(batch)).weak());
        ui.label(RichText::new(self.shell.words.get("batch-note")).weak());
        ui.add_space(GAP);
        let job = self.batch_job(batch.engine, batch.size);
        let mut closed = false;
        ui.horizontal(|ui| {
            let text = RichText::new(self.shell.words.get("batch-begin"));
            let text = text.color(palette(ui.ctx()).on_accent);
            let begin = Button::new(text).fill(palette(ui.ctx()).accent);
            let free = job.is_some() && !self.is_batching();
            let begin = ui.add_enabled(free, begin.min_size(vec2(110.0, 30.0)));
            let begin = begin.on_disabled_hover_text(self.batch_time(batch));
            if begin.clicked()
                && let Some(job) = job
            {
                self.begin_batch(batch, job);
                closed = true;
            }
            let cancel = Button::new(self.shell.words.get("cancel")).min_size(vec2(80.0, 30.0));
            closed |= ui.add(cancel).clicked();
        });
        closed
    }

    /// How long it may take, from what was measured on this device.
    fn batch_time(&self, batch: &BatchDialog) -> String {
        if self.is_batching() {
            return self.shell.words.get("batch-busy");
        }
        if batch.engine == Engine::Refine && !self.has_painting() {
            return self.shell.words.get("refine-needs-painting");
        }
        let own = self.create.art.project.own_size().unwrap_or((1, 1));
        let recipe = Recipe {
            engine: batch.engine,
            size: batch.size,
            ..Recipe::default()
        };
        let size = recipe.size_of(own.0, own.1);
        let seconds = self.seconds_for(batch.engine, size) * batch.pictures.len() as f32;
        if seconds <= 0.0 {
            return self.shell.words.get("batch-no-time");
        }
        let time = [("time", clock(seconds.max(1.0)).into())];
        self.shell.words.with("batch-time", &time)
    }

    fn has_painting(&self) -> bool {
        let mut styles = self.create.art.project.styles.iter();
        styles.any(|chosen| chosen.painting().is_some() && chosen.weight > 0.0)
    }

    /// What is done with each photograph: as the canvas is painted, by `engine`. `None` before the styles
    /// were read.
    fn batch_job(&self, engine: Engine, size: Size) -> Option<Job> {
        let project = &self.create.art.project;
        if !project.has_style() || (engine == Engine::Refine && !self.has_painting()) {
            return None;
        }
        let recipe = Recipe {
            engine,
            size,
            ..project.named_recipe()
        };
        let (mut styles, mut codes) = (Vec::new(), Vec::new());
        for chosen in &project.styles {
            let card = self
                .create
                .shelf
                .cards
                .iter()
                .find(|card| card.key == chosen.key);
            match card.map(|card| &card.origin) {
                Some(Origin::Painting(painting)) => {
                    styles.push((painting.clone(), chosen.weight));
                }
                Some(Origin::Code(path)) => codes.push((path.clone(), chosen.weight)),
                None if matches!(chosen.key, StyleKey::Random(_)) => {}
                None => return None,
            }
        }
        let mut export = self.shell.settings.export.clone();
        if export.keep == Keep::None {
            // Without its recipe a finished picture could not be told from any other.
            export.keep = Keep::Copyright;
        }
        Some(Job {
            content: PathBuf::new(),
            styles,
            codes,
            start: None,
            recipe,
            delivery: Delivery {
                options: export::options(&export),
                credit: self.shell.settings.credit.clone(),
                ..Delivery::default()
            },
            net: crate::nn::NetSpec::BuiltIn,
            memory: None,
            measure: false,
        })
    }

    fn begin_batch(&mut self, dialog: &BatchDialog, job: Job) {
        let outside = |picture: &&PathBuf| !picture.starts_with(&dialog.to);
        let pictures: Vec<PathBuf> = dialog
            .pictures
            .iter()
            .filter(outside)
            .filter(|picture| !is_material(picture, &job))
            .cloned()
            .collect();
        if self.create.art.project.is_sample {
            // Nobody waits for it.
            self.create.art.pause(self.shell.engine.as_mut(), true);
        }
        self.create.batch = Some(Batching {
            news: BatchNews {
                total: pictures.len(),
                ..BatchNews::default()
            },
            began: Instant::now(),
        });
        let style = export::clean(&self.style_titles());
        self.shell.engine.send(Command::Batch(Box::new(Batch {
            pictures,
            from: dialog.from.clone(),
            to: dialog.to.clone(),
            ending: self.shell.settings.export.format.clone(),
            suffix: self.shell.settings.export.pattern.suffix(&style),
            job,
        })));
    }

    /// How far the batch is.
    pub(in crate::gui) fn batch_came(&mut self, news: BatchNews) {
        if !news.over {
            if let Some(batch) = &mut self.create.batch {
                batch.news = news;
            }
            return;
        }
        self.create.batch = None;
        let values = [
            ("painted", news.painted.into()),
            ("total", news.total.into()),
            ("there", news.there.into()),
            ("failed", news.failed.len().into()),
        ];
        let key = match (news.stopped, news.there > 0) {
            (true, _) => "batch-stopped",
            (false, true) => "batch-over-there",
            (false, false) => "batch-over",
        };
        let mut text = self.shell.words.with(key, &values);
        let folder = (news.painted + news.there > 0).then_some(news.to);
        let mut details = String::new();
        if !news.failed.is_empty() {
            let sentence = |(_, error): &(PathBuf, _)| {
                let error: &std::sync::Arc<crate::error::Error> = error;
                errors::details(error, &self.shell.words)
            };
            let sentences: Vec<String> = news.failed.iter().map(sentence).collect();
            let names = names_of(news.failed.iter().map(|(path, _)| path));
            let names = [("names", names.into())];
            text = format!("{text}\n{}", self.shell.words.with("batch-failed", &names));
            details = sentences.join("\n");
        }
        for (path, warning) in &news.warned {
            let said = errors::warning(&file_name(path), *warning, &self.shell.words);
            text = format!("{text}\n{said}");
        }
        self.has_ended(&text);
        self.shell.toasts.report(text, folder, details);
    }

    /// Share of the batch that is done, if one goes on.
    pub(in crate::gui) fn batch_share(&self) -> Option<f32> {
        let news = &self.create.batch.as_ref()?.news;
        let now = if news.now.is_some() { news.share } else { 0.0 };
        Some((news.done() as f32 + now) / news.total.max(1) as f32)
    }

    /// Where the batch stands, with a way to end it.
    pub(in crate::gui) fn show_batch(&mut self, ui: &mut Ui) {
        let (Some(batch), Some(share)) = (&self.create.batch, self.batch_share()) else {
            return;
        };
        let news = &batch.news;
        let name = news.now.as_deref().map(file_name).unwrap_or_default();
        let values = [
            ("number", (news.done() + 1).min(news.total).into()),
            ("total", news.total.into()),
            ("name", name.into()),
        ];
        let key = if news.now.is_some() {
            "batch-now"
        } else {
            "batch-reading"
        };
        ui.add(egui::Label::new(self.shell.words.with(key, &values)).truncate());
        let seconds = batch.began.elapsed().as_secs_f32();
        // What was there already took no time, and before one is painted nothing is known.
        let made = (share * news.total as f32 - news.there as f32).max(0.0);
        let left = (1.0 - share) * news.total as f32;
        let hint = if seconds >= 3.0 && made > 0.2 {
            let time = [("time", clock(seconds / made * left).into())];
            self.shell.words.with("time-left", &time)
        } else {
            String::new()
        };
        ui.label(RichText::new(hint).weak());
        let mut ended = false;
        ui.horizontal(|ui| {
            let bar = ProgressBar::new(share)
                .desired_height(6.0)
                .desired_width(240.0);
            ui.add(bar.fill(palette(ui.ctx()).accent));
            ended = ui.button(self.shell.words.get("batch-end")).clicked();
        });
        if ended {
            self.shell.engine.send(Command::EndBatch);
        }
    }

    /// Whether a batch goes on.
    pub fn is_batching(&self) -> bool {
        self.create.batch.is_some()
    }
}

/// Whether `picture` is one of the paintings of `job`.
fn is_material(picture: &Path, job: &Job) -> bool {
    let mut paintings = job.styles.iter();
    paintings.any(|(painting, _)| matches!(painting, Painting::File(path) if path == picture))
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_folder_of_files_keeps_what_is_below_it() {
        let files = ["/a/b/x.png", "/a/b/c/y.png", "/a/b/z.png"].map(PathBuf::from);
        assert_eq!(common_folder(&files), Path::new("/a/b"));
        assert_eq!(common_folder(&files[1..2]), Path::new("/a/b/c"));
        assert_eq!(common_folder(&[]), Path::new(""));
    }
}
