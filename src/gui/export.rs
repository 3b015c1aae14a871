//! Saving a picture: how, how large it will be, and how far it is.

use super::{
    app::Studio,
    files::Want,
    theme::{CORNER, GAP, palette},
};
use crate::{
    picture::{Depth, ExportOptions, Keep, Picture, Watch},
    session::{
        ExportSettings,
        engine::{Command, ExportRun, Shown},
        loader::{Ask, Estimate},
    },
};
use egui::{
    Align2, Area, Button, Context, DragValue, Frame, Grid, Id, Margin, ProgressBar, RichText,
    Stroke, TextEdit, Ui, vec2,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Long side in pixels above which an export is not enlarged.
const LONGEST: usize = 8192;

/// The export dialog.
pub struct ExportDialog {
    /// Which picture.
    pub what: Shown,
    /// Name without ending.
    pub name: String,
    /// Format and the rest.
    pub settings: ExportSettings,
    /// Where pictures go when nothing else was said.
    home: PathBuf,
    /// The artist was told that the file exists.
    warned: bool,
    /// The picture, once the engine has handed it out.
    picture: Option<Arc<Picture>>,
    /// What the size was asked for, and the answer.
    asked: Option<(PathBuf, ExportOptions, u16)>,
    bytes: Option<usize>,
}

/// A picture that is being saved.
pub struct Saving {
    name: String,
    watch: Arc<Watch>,
}

impl ExportDialog {
    /// With the last settings and a name made of photograph and style.
    pub fn new(studio: &Studio) -> Self {
        let clean = |c: char| if "/\\:*?\"<>|".contains(c) { '-' } else { c };
        Self {
            what: studio.timeline.shown.map_or(Shown::Newest, Shown::Snapshot),
            name: studio.project.title().chars().map(clean).collect(),
            settings: studio.settings.export.clone(),
            home: pictures_folder(),
            warned: false,
            picture: None,
            asked: None,
            bytes: None,
        }
    }

    fn folder(&self) -> &Path {
        self.settings.folder.as_deref().unwrap_or(&self.home)
    }

    /// The engine has handed out the picture.
    pub fn measured(&mut self, picture: Arc<Picture>) {
        self.picture = Some(picture);
    }

    /// A size was found; it is for these settings unless they have changed since.
    pub fn estimated(&mut self, file: &Estimate, bytes: usize) {
        let asked = (file.path.clone(), file.options, file.percent);
        if self.asked.as_ref() == Some(&asked) {
            self.bytes = Some(bytes);
        }
    }

    /// What to ask the size of, if that is not known.
    fn question(&mut self) -> Option<Estimate> {
        let picture = Arc::clone(self.picture.as_ref()?);
        let now = (
            PathBuf::from(format!("a.{}", self.settings.format)),
            self.options(),
            self.settings.percent,
        );
        if self.asked.as_ref() == Some(&now) {
            return None;
        }
        self.bytes = None;
        let (path, options, percent) = self.asked.insert(now).clone();
        Some(Estimate {
            picture,
            percent,
            path,
            options,
        })
    }

    /// Where the picture will go.
    pub fn path(&self) -> PathBuf {
        self.folder()
            .join(format!("{}.{}", self.name.trim(), self.settings.format))
    }

    fn options(&self) -> ExportOptions {
        let lossless = matches!(self.settings.format.as_str(), "png" | "tif");
        ExportOptions {
            quality: self.settings.quality,
            depth: if self.settings.sixteen && lossless {
                Depth::Sixteen
            } else {
                Depth::Eight
            },
            keep: self.settings.keep,
        }
    }
}

/// The artist's pictures, or the home folder.
fn pictures_folder() -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let home = home.map(PathBuf::from).unwrap_or_default();
    let pictures = home.join("Pictures");
    if pictures.is_dir() { pictures } else { home }
}

impl Studio {
    /// Opens the dialog.
    pub(super) fn open_export(&mut self, dialog: ExportDialog) {
        self.engine.send(Command::Measure(dialog.what));
        self.dialog = Some(super::dialogs::Dialog::Export(Box::new(dialog)));
    }

    pub(super) fn export_dialog(&mut self, ui: &mut Ui, export: &mut ExportDialog) -> bool {
        ui.heading(self.words.get("action-export"));
        if !ui.input(|input| input.pointer.any_down())
            && let Some(question) = export.question()
        {
            self.loader.ask(Ask::Estimate(Box::new(question)));
        }
        Grid::new("export")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                self.export_place(ui, export);
                self.export_format(ui, export);
                self.export_size(ui, export);
                self.export_extras(ui, export);
            });
        let path = export.path();
        if export.warned {
            let text = self.words.get("exists-already");
            ui.colored_label(palette(ui.ctx()).error, text);
        }
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let word = if export.warned {
                "replace"
            } else {
                "action-export"
            };
            let named = !export.name.trim().is_empty();
            let text = RichText::new(self.words.get(word)).color(colours.on_accent);
            let button = Button::new(text).fill(colours.accent);
            if ui
                .add_enabled(named, button.min_size(vec2(110.0, 30.0)))
                .clicked()
            {
                if path.exists() && !export.warned {
                    export.warned = true;
                } else {
                    self.export(export);
                    closed = true;
                }
            }
            let cancel = Button::new(self.words.get("cancel")).min_size(vec2(80.0, 30.0));
            closed |= ui.add(cancel).clicked();
        });
        closed
    }

    fn export_place(&mut self, ui: &mut Ui, export: &mut ExportDialog) {
        let label = ui.label(self.words.get("file-name"));
        let edit = TextEdit::singleline(&mut export.name).desired_width(280.0);
        let edit = ui.add(edit).labelled_by(label.id);
        export.warned &= !edit.changed();
        ui.end_row();
        ui.label(self.words.get("folder"));
        ui.horizontal(|ui| {
            super::name_of(ui, 190.0, &export.folder().display().to_string());
            if ui.button(self.words.get("choose")).clicked() {
                let title = self.words.get("folder");
                self.dialogs.open(Want::Folder, title);
            }
        });
        ui.end_row();
    }

    fn export_format(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.words.get(key);
        let settings = &mut export.settings;
        ui.label(t("format"));
        ui.horizontal(|ui| {
            for (ending, name) in [
                ("png", "PNG"),
                ("jpg", "JPEG"),
                ("webp", "WebP"),
                ("tif", "TIFF"),
            ] {
                let chosen = settings.format == ending;
                if ui.selectable_label(chosen, name).clicked() {
                    settings.format = ending.to_owned();
                    export.warned = false;
                }
            }
        });
        ui.end_row();
        match settings.format.as_str() {
            "jpg" => {
                let label = ui.label(t("jpeg-quality"));
                let number = DragValue::new(&mut settings.quality).range(1..=100);
                ui.add(number).labelled_by(label.id);
                ui.end_row();
            }
            "png" | "tif" => {
                ui.label(t("depth"));
                ui.horizontal(|ui| {
                    ui.selectable_value(&mut settings.sixteen, false, t("depth-8"));
                    ui.selectable_value(&mut settings.sixteen, true, t("depth-16"));
                });
                ui.end_row();
            }
            _ => {}
        }
    }

    fn export_size(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let label = ui.label(self.words.get("size"));
        let size = match &export.picture {
            Some(picture) => Some((picture.width, picture.height)),
            None => self.size,
        };
        ui.horizontal(|ui| {
            let long = size.map_or(1, |(width, height)| width.max(height));
            let most = (LONGEST * 100 / long.max(1)).clamp(100, 400);
            let number = DragValue::new(&mut export.settings.percent)
                .range(10..=most as u16)
                .suffix(" %");
            ui.add(number)
                .labelled_by(label.id)
                .on_hover_text(self.words.get("export-size-hint"));
            let mut text = String::new();
            if let Some((width, height)) = size {
                let share = f32::from(export.settings.percent) / 100.0;
                let scaled = |side: usize| ((side as f32 * share).round() as usize).max(1);
                text = format!("{} × {}", scaled(width), scaled(height));
            }
            if let Some(bytes) = export.bytes {
                let bytes = [("bytes", file_size(bytes).into())];
                text = format!("{text}  ·  {}", self.words.with("file-size", &bytes));
            }
            ui.label(RichText::new(text).weak());
        });
        ui.end_row();
    }

    fn export_extras(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.words.get(key);
        let settings = &mut export.settings;
        ui.label(t("metadata"));
        ui.horizontal(|ui| {
            ui.selectable_value(&mut settings.keep, Keep::Copyright, t("keep-copyright"));
            ui.selectable_value(&mut settings.keep, Keep::All, t("keep-all"));
            ui.selectable_value(&mut settings.keep, Keep::None, t("keep-none"));
        });
        ui.end_row();
        ui.label(t("recipe"));
        let holds = settings.keep != Keep::None;
        ui.add_enabled_ui(holds, |ui| {
            ui.checkbox(&mut settings.recipe, t("recipe-embed"));
        });
        ui.end_row();
    }

    /// Asks the engine to save a picture, and remembers how.
    pub(super) fn export(&mut self, export: &ExportDialog) {
        self.settings.export = export.settings.clone();
        let path = export.path();
        if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
            // What is wrong with the folder shows when the file is written.
            let _ = std::fs::create_dir_all::<&Path>(folder);
        }
        let watch = Arc::new(Watch::default());
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.saving.push(Saving {
            name: name.into_owned(),
            watch: Arc::clone(&watch),
        });
        self.engine.send(Command::Export(Box::new(ExportRun {
            what: export.what,
            path,
            options: export.options(),
            title: self.project.title(),
            with_recipe: export.settings.recipe,
            percent: export.settings.percent.clamp(1, 1000),
            watch,
        })));
    }

    /// Pictures that are being saved, each with a way to stop it.
    pub(super) fn show_saving(&mut self, ctx: &Context) {
        // Who saved has let go of its watch.
        self.saving
            .retain(|saving| Arc::strong_count(&saving.watch) > 1);
        if self.saving.is_empty() {
            return;
        }
        ctx.request_repaint_after_secs(0.1);
        let colours = palette(ctx);
        Area::new(Id::unique("saving"))
            .anchor(Align2::CENTER_TOP, vec2(0.0, 56.0))
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                for saving in &self.saving {
                    Frame::new()
                        .fill(colours.raised)
                        .stroke(Stroke::new(1.0, colours.line))
                        .corner_radius(CORNER)
                        .inner_margin(Margin::same(12))
                        .show(ui, |ui| {
                            ui.set_width(340.0);
                            let name = [("name", saving.name.as_str().into())];
                            let text = self.words.with("saving", &name);
                            ui.add(egui::Label::new(text).truncate());
                            ui.horizontal(|ui| {
                                let bar = ProgressBar::new(saving.watch.share())
                                    .desired_height(6.0)
                                    .desired_width(240.0);
                                ui.add(bar.fill(colours.accent));
                                let stopped = saving.watch.is_stopped();
                                let cancel = Button::new(self.words.get("cancel"));
                                if ui.add_enabled(!stopped, cancel).clicked() {
                                    saving.watch.stop();
                                }
                            });
                        });
                }
            });
    }
}

/// "412 KB", "3.4 MB".
fn file_size(bytes: usize) -> String {
    let bytes = bytes as f64;
    if bytes < 999_500.0 {
        format!("{:.0} KB", (bytes / 1e3).max(1.0))
    } else {
        format!("{:.1} MB", bytes / 1e6)
    }
}
