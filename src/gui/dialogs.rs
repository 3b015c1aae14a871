//! Questions in front of the window: what a drop means, how to export, settings, help.

use super::{
    actions,
    app::Studio,
    files::Want,
    shelf::heading,
    theme::{GAP, palette},
};
use crate::{
    picture::{Depth, ExportOptions, Keep},
    session::{
        DeviceSetting, ExportSettings, Language, Theme,
        engine::{Command, ExportRun, Shown},
        loader::{Ask, Source},
    },
    stylize::Recipe,
};
use egui::{
    Button, Context, Grid, Id, Key, Modal, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo,
    vec2,
};
use std::path::{Path, PathBuf};

/// What is asked.
pub enum Dialog {
    /// Whether dropped files are a photograph or styles.
    Drop(Vec<PathBuf>),
    /// Whether the recipe of a dropped picture is taken over.
    Restore(Box<Recipe>),
    /// How to export.
    Export(Box<ExportDialog>),
    /// The settings.
    Settings,
    /// The keys, with a word to search for.
    Help(String),
}

/// The export dialog.
pub struct ExportDialog {
    /// Which picture.
    pub what: Shown,
    /// Name without ending.
    pub name: String,
    /// Format and the rest.
    pub settings: ExportSettings,
    /// The artist was told that the file exists.
    warned: bool,
}

impl ExportDialog {
    /// With the last settings and a name made of photograph and style.
    pub fn new(studio: &Studio) -> Self {
        let clean = |c: char| if "/\\:*?\"<>|".contains(c) { '-' } else { c };
        Self {
            what: studio.timeline.shown.map_or(Shown::Newest, Shown::Snapshot),
            name: studio.project.title().chars().map(clean).collect(),
            settings: studio.settings.export.clone(),
            warned: false,
        }
    }

    /// Where the picture will go.
    pub fn path(&self) -> PathBuf {
        let folder = self.settings.folder.clone().unwrap_or_else(pictures_folder);
        folder.join(format!("{}.{}", self.name.trim(), self.settings.format))
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
    pub(super) fn show_dialog(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.dialog.take() else {
            return;
        };
        let wide = matches!(dialog, Dialog::Help(_));
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
        let shown = Modal::new(Id::unique("dialog"))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(if wide { 520.0 } else { 440.0 });
                match &mut dialog {
                    Dialog::Drop(files) => self.drop_dialog(ui, files),
                    Dialog::Restore(recipe) => self.restore_dialog(ui, recipe),
                    Dialog::Export(export) => self.export_dialog(ui, export),
                    Dialog::Settings => self.settings_dialog(ui),
                    Dialog::Help(search) => self.help_dialog(ui, search),
                }
            });
        if !shown.inner && !shown.should_close() {
            // A dialog may have opened another.
            self.dialog.get_or_insert(dialog);
        }
    }

    /// Each of these returns whether it is closed.
    fn drop_dialog(&mut self, ui: &mut Ui, files: &[PathBuf]) -> bool {
        ui.heading(self.words.get("drop-question"));
        let name = |path: &PathBuf| {
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        };
        let names: Vec<String> = files.iter().take(4).map(name).collect();
        ui.label(RichText::new(names.join(", ")).weak());
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let size = vec2((ui.available_width() - GAP) / 2.0, 40.0);
            let photograph = Button::new(self.words.get("photograph")).min_size(size);
            if ui.add(photograph).clicked() {
                if let Some(path) = files.first() {
                    self.open_photograph(path.clone());
                }
                closed = true;
            }
            let style = Button::new(self.words.get("style-word")).min_size(size);
            if ui.add(style).clicked() {
                for path in files {
                    self.loader.ask(Ask::Style(Source::File(path.clone())));
                }
                closed = true;
            }
        });
        closed
    }

    fn restore_dialog(&mut self, ui: &mut Ui, recipe: &Recipe) -> bool {
        ui.heading(self.words.get("restore-question"));
        ui.label(self.words.get("restore-text"));
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            if ui.button(self.words.get("restore-yes")).clicked() {
                self.restore(recipe);
                closed = true;
            }
            if ui.button(self.words.get("restore-no")).clicked() {
                closed = true;
            }
        });
        closed
    }

    fn export_dialog(&mut self, ui: &mut Ui, export: &mut ExportDialog) -> bool {
        ui.heading(self.words.get("action-export"));
        let t = |key: &str| self.words.get(key);
        let settings = &mut export.settings;
        Grid::new("export")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                let label = ui.label(t("file-name"));
                let edit = TextEdit::singleline(&mut export.name).desired_width(280.0);
                let edit = ui.add(edit).labelled_by(label.id);
                export.warned &= !edit.changed();
                ui.end_row();
                ui.label(t("folder"));
                let folder = settings.folder.clone().unwrap_or_else(pictures_folder);
                ui.horizontal(|ui| {
                    super::name_of(ui, 190.0, &folder.display().to_string());
                    if ui.button(t("choose")).clicked() {
                        self.dialogs.open(Want::Folder, t("folder"));
                    }
                });
                ui.end_row();
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
                        let number = egui::DragValue::new(&mut settings.quality).range(1..=100);
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
                ui.label(t("metadata"));
                ui.horizontal(|ui| {
                    ui.selectable_value(&mut settings.keep, Keep::Copyright, t("keep-copyright"));
                    ui.selectable_value(&mut settings.keep, Keep::All, t("keep-all"));
                    ui.selectable_value(&mut settings.keep, Keep::None, t("keep-none"));
                });
                ui.end_row();
                ui.label(t("recipe"));
                ui.checkbox(&mut settings.recipe, t("recipe-embed"));
                ui.end_row();
            });
        let path = export.path();
        if export.warned {
            let text = self.words.get("exists-already");
            ui.colored_label(palette(ui.ctx()).error, text);
        }
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let word = if export.warned {
                "replace"
            } else {
                "action-export"
            };
            let named = !export.name.trim().is_empty();
            let button = Button::new(self.words.get(word)).min_size(vec2(110.0, 30.0));
            if ui.add_enabled(named, button).clicked() {
                if path.exists() && !export.warned {
                    export.warned = true;
                } else {
                    self.export(export);
                    closed = true;
                }
            }
            closed |= ui.button(self.words.get("cancel")).clicked();
        });
        closed
    }

    /// Asks the engine to save a picture, and remembers how.
    pub(super) fn export(&mut self, export: &mut ExportDialog) {
        self.settings.export = export.settings.clone();
        let path = export.path();
        if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
            // What is wrong with the folder shows when the file is written.
            let _ = std::fs::create_dir_all::<&Path>(folder);
        }
        self.engine.send(Command::Export(Box::new(ExportRun {
            what: export.what,
            path,
            options: export.options(),
            title: self.project.title(),
            with_recipe: export.settings.recipe,
        })));
    }

    fn settings_dialog(&mut self, ui: &mut Ui) -> bool {
        ui.heading(self.words.get("action-settings"));
        let before = self.settings.clone();
        let t = |key: &str| self.words.get(key);
        let settings = &mut self.settings;
        Grid::new("settings")
            .num_columns(2)
            .spacing(vec2(16.0, 10.0))
            .show(ui, |ui| {
                ui.label(t("language"));
                ui.horizontal(|ui| {
                    let language = &mut settings.language;
                    ui.selectable_value(language, Language::System, t("as-system"));
                    // A language is found by those who read it only in its own words.
                    ui.selectable_value(language, Language::English, "English");
                    ui.selectable_value(language, Language::Chinese, "简体中文");
                });
                ui.end_row();
                ui.label(t("theme"));
                ui.horizontal(|ui| {
                    ui.selectable_value(&mut settings.theme, Theme::Dark, t("dark"));
                    ui.selectable_value(&mut settings.theme, Theme::Light, t("light"));
                    ui.selectable_value(&mut settings.theme, Theme::System, t("as-system"));
                });
                ui.end_row();
                ui.label(t("surround"));
                ui.horizontal(|ui| {
                    let colours = palette(ui.ctx());
                    for (i, colour) in colours.surrounds.into_iter().enumerate() {
                        let chosen = settings.surround == i;
                        let stroke = if chosen { colours.accent } else { colours.line };
                        let button = Button::new("")
                            .fill(colour)
                            .stroke(egui::Stroke::new(if chosen { 3.0 } else { 1.0 }, stroke))
                            .min_size(vec2(40.0, 24.0));
                        let response = ui.add(button);
                        let name = format!("{} {}", t("surround"), i + 1);
                        response.widget_info(|| {
                            WidgetInfo::selected(Role::Button, true, chosen, name.as_str())
                        });
                        if response.clicked() {
                            settings.surround = i;
                        }
                    }
                });
                ui.end_row();
                let label = ui.label(t("interface-scale"));
                let mut percent = if settings.scale > 0.0 {
                    settings.scale * 100.0
                } else {
                    100.0
                };
                let number = egui::DragValue::new(&mut percent)
                    .range(75.0..=200.0)
                    .max_decimals(0)
                    .suffix(" %")
                    .update_while_editing(false);
                if ui.add(number).labelled_by(label.id).changed() {
                    settings.scale = percent / 100.0;
                }
                ui.end_row();
                ui.label(t("motion"));
                ui.checkbox(&mut settings.reduced_motion, t("reduced-motion"));
                ui.end_row();
                ui.label(t("painting"));
                ui.checkbox(&mut settings.paint_on_request, t("paint-on-request"));
                ui.end_row();
                ui.label(t("device"));
                ui.horizontal(|ui| {
                    ui.selectable_value(
                        &mut settings.device,
                        DeviceSetting::Auto,
                        t("device-auto"),
                    );
                    ui.selectable_value(&mut settings.device, DeviceSetting::Cpu, "CPU");
                    ui.selectable_value(&mut settings.device, DeviceSetting::Gpu, "GPU");
                });
                ui.end_row();
            });
        let note = format!(
            "{}: {} ({})",
            t("device-now"),
            self.device.name,
            self.device.reason
        );
        ui.label(RichText::new(note).weak());
        ui.label(RichText::new(t("device-restart")).weak());
        ui.add_space(GAP);
        let closed = ui.button(self.words.get("close")).clicked();
        if self.settings != before {
            self.apply_settings(ui.ctx());
            if let Err(error) = self.settings.save(&self.folder) {
                let text = super::errors::sentence(&error, &self.words);
                self.toasts.say(super::toasts::Kind::Error, text);
            }
        }
        closed
    }

    fn help_dialog(&mut self, ui: &mut Ui, search: &mut String) -> bool {
        ui.heading(self.words.get("action-help"));
        let hint = self.words.get("search");
        let edit = TextEdit::singleline(search).hint_text(hint.as_str());
        let response = ui.add(edit.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint.as_str()));
        ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
            Grid::new("keys")
                .num_columns(2)
                .striped(true)
                .min_col_width(240.0)
                .show(ui, |ui| {
                    let wanted = search.to_lowercase();
                    let held = [("action-original", "\\"), ("action-pan", "Space")];
                    let held = held.map(|(name, keys)| (name, keys.to_owned()));
                    let table = actions::TABLE.iter().map(|row| {
                        let keys = row.keys.iter().map(|key| ui.ctx().format_shortcut(key));
                        (row.name, keys.collect::<Vec<_>>().join(", "))
                    });
                    for (name, keys) in table.chain(held).collect::<Vec<_>>() {
                        let name = self.words.get(name);
                        if name.to_lowercase().contains(&wanted)
                            || keys.to_lowercase().contains(&wanted)
                        {
                            ui.label(name);
                            ui.label(RichText::new(keys).monospace());
                            ui.end_row();
                        }
                    }
                });
        });
        ui.add_space(GAP);
        ui.label(heading(&self.words.get("slider-keys-title")));
        ui.label(self.words.get("slider-keys"));
        ui.button(self.words.get("close")).clicked() || ui.input(|i| i.key_pressed(Key::Escape))
    }
}
