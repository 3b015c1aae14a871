//! Every photograph of a folder painted like the one on the canvas: what is asked before, how far it is,
//! and what came of it.

use crate::{
    gui::{
        create::{
            context::PaneContext,
            export::parts::{clean, folder_row, formats, options, pictures_folder},
            intent::Intent,
            shelf::styles::Styles,
        },
        files::Want,
        localisation::{Words, clock},
        theme::{GAP, palette},
    },
    picture::Keep,
    session::{Artwork, Batch, Delivery, FileSize, Job, Origin, Painting, Project, StyleKey},
    stylize::{Engine, Recipe, Size},
};
use egui::{Button, DragValue, Grid, RichText, Role, Ui, WidgetInfo, vec2};
use std::path::{Path, PathBuf};

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

impl BatchDialog {
    /// About `pictures` that were found in `from`; results go beside that folder.
    pub fn new(words: &Words, art: &Artwork, from: PathBuf, pictures: Vec<PathBuf>) -> Self {
        let name = from.file_name().unwrap_or_default().to_string_lossy();
        let values = [("name", name.into_owned().into())];
        let name = words.with("batch-folder", &values);
        let beside = from.parent().filter(|parent| *parent != Path::new(""));
        let home = beside.map_or_else(pictures_folder, Path::to_owned);
        // The sample is refined to be looked at, not because the artist wants to wait for Refine.
        let refine = art.refines() && !art.project.is_sample;
        Self {
            pictures,
            to: home.join(clean(&name)),
            engine: if refine {
                Engine::Refine
            } else {
                Engine::Instant
            },
            from,
            size: art.project.recipe.size,
        }
    }

    /// The canvas's `recipe`, with what is chosen here.
    fn asked(&self, recipe: &Recipe) -> Recipe {
        Recipe {
            engine: self.engine,
            size: self.size,
            ..recipe.clone()
        }
    }

    /// The row of the results' size: automatic is each photograph's own where no pixels are moved, and said so.
    fn size_row(&mut self, ui: &mut Ui, words: &Words, recipe: &Recipe) {
        /// Long side that is offered first, in pixels.
        const FIRST: usize = 2048;
        let t = |key: &str| words.get(key);
        let pixels = self.asked(recipe).moves_pixels();
        if self.size == Size::Default && !pixels {
            self.size = Size::Own;
        }
        ui.label(t("size"));
        ui.horizontal(|ui| {
            let size = &mut self.size;
            if pixels {
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

impl BatchDialog {
    /// Draws it, while another one goes on if `busy`; returns whether it is closed.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut PaneContext<'_>,
        styles: &Styles,
        busy: bool,
    ) -> bool {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        ui.heading(t("batch-question"));
        let values = [
            ("count", self.pictures.len().into()),
            (
                "style",
                styles.titles(cx.words, &cx.art.project, ", ").into(),
            ),
        ];
        ui.label(words.with("batch-text", &values));
        ui.add_space(GAP);
        let mut choose = false;
        let format = &mut cx.settings.export.format;
        Grid::new("batch")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                ui.label(t("folder"));
                let row = folder_row(ui, &self.to, &t("folder"), &t("choose"));
                choose = row.0;
                self.to = row.1.unwrap_or_else(|| self.to.clone());
                ui.end_row();
                ui.label(t("batch-engine"));
                ui.horizontal(|ui| {
                    ui.selectable_value(&mut self.engine, Engine::Instant, t("instant"));
                    ui.selectable_value(&mut self.engine, Engine::Refine, t("refine"));
                });
                ui.end_row();
                self.size_row(ui, words, &cx.art.project.recipe);
                ui.label(t("format"));
                formats(ui, format);
                ui.end_row();
            });
        if choose {
            cx.ask(Intent::Files(Want::Folder, "folder"));
        }
        ui.label(RichText::new(self.time(cx, busy)).weak());
        ui.label(RichText::new(cx.words.get("batch-note")).weak());
        ui.add_space(GAP);
        let job = self.job(cx, styles);
        let mut closed = false;
        ui.horizontal(|ui| {
            let text = RichText::new(cx.words.get("batch-begin"));
            let text = text.color(palette(ui.ctx()).on_accent);
            let begin = Button::new(text).fill(palette(ui.ctx()).accent);
            let free = job.is_some() && !busy;
            let begin = ui.add_enabled(free, begin.min_size(vec2(110.0, 30.0)));
            let begin = begin.on_disabled_hover_text(self.time(cx, busy));
            if begin.clicked()
                && let Some(job) = job
            {
                self.begin(cx, job, styles);
                closed = true;
            }
            let cancel = Button::new(cx.words.get("cancel")).min_size(vec2(80.0, 30.0));
            closed |= ui.add(cancel).clicked();
        });
        closed
    }

    /// How long it may take, from what was measured on this device.
    fn time(&self, cx: &PaneContext<'_>, busy: bool) -> String {
        if busy {
            return cx.words.get("batch-busy");
        }
        if self.engine == Engine::Refine && !has_painting(&cx.art.project) {
            return cx.words.get("refine-needs-painting");
        }
        let own = cx.art.project.own_size().unwrap_or((1, 1));
        let size = self.asked(&cx.art.project.recipe).size_of(own.0, own.1);
        let seconds = cx.seconds_for(self.engine, size) * self.pictures.len() as f32;
        if seconds <= 0.0 {
            return cx.words.get("batch-no-time");
        }
        let time = [("time", clock(seconds.max(1.0)).into())];
        cx.words.with("batch-time", &time)
    }

    /// What is done with each photograph: as the canvas is painted, by `engine`. `None` before the styles
    /// were read.
    fn job(&self, cx: &PaneContext<'_>, styles_of: &Styles) -> Option<Job> {
        let project = &cx.art.project;
        if !project.has_style() || (self.engine == Engine::Refine && !has_painting(project)) {
            return None;
        }
        let recipe = Recipe {
            engine: self.engine,
            size: self.size,
            ..project.named_recipe()
        };
        let (mut styles, mut codes) = (Vec::new(), Vec::new());
        for chosen in &project.styles {
            let card = styles_of.cards.iter().find(|card| card.key == chosen.key);
            match card.map(|card| &card.origin) {
                Some(Origin::Painting(painting)) => {
                    styles.push((painting.clone(), chosen.weight));
                }
                Some(Origin::Code(path)) => codes.push((path.clone(), chosen.weight)),
                None if matches!(chosen.key, StyleKey::Random(_)) => {}
                None => return None,
            }
        }
        let mut export = cx.settings.export.clone();
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
                options: options(&export),
                credit: cx.settings.credit.clone(),
                ..Delivery::default()
            },
            net: crate::nn::NetSpec::BuiltIn,
            memory: None,
            measure: false,
        })
    }

    fn begin(&self, cx: &mut PaneContext<'_>, job: Job, styles: &Styles) {
        let outside = |picture: &&PathBuf| !picture.starts_with(&self.to);
        let pictures: Vec<PathBuf> = self
            .pictures
            .iter()
            .filter(outside)
            .filter(|picture| !is_material(picture, &job))
            .cloned()
            .collect();
        let style = clean(&styles.titles(cx.words, &cx.art.project, ", "));
        cx.ask(Intent::Batch(Box::new(Batch {
            pictures,
            from: self.from.clone(),
            to: self.to.clone(),
            ending: cx.settings.export.format.clone(),
            suffix: cx.settings.export.pattern.suffix(&style),
            job,
        })));
    }
}

fn has_painting(project: &Project) -> bool {
    let mut styles = project.styles.iter();
    styles.any(|chosen| chosen.painting().is_some() && chosen.weight > 0.0)
}

/// Whether `picture` is one of the paintings of `job`.
fn is_material(picture: &Path, job: &Job) -> bool {
    let mut paintings = job.styles.iter();
    paintings.any(|(painting, _)| matches!(painting, Painting::File(path) if path == picture))
}

/// The name of a file.
pub fn file_name(path: &Path) -> String {
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
