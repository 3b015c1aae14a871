//! Saving a picture: how, how large it will be, and how far it is.

mod size;

use crate::{
    gui::{
        app::App,
        create::{dialogs::Dialog, saving::Saving},
        files::Want,
        theme::{CONTROL, GAP, palette},
        widgets,
    },
    picture::{Background, Depth, ExportOptions, Keep, Picture, Watch},
    session::{
        Delivery, ExportSettings, NamePattern,
        engine::{Command, Destination, Order, PaintRequest, Shown},
        loader::{Estimate, ExportRequest},
    },
};
use egui::{
    Button, ComboBox, DragValue, Grid, RichText, Role, TextEdit, TextStyle, Ui, WidgetInfo, vec2,
};
use size::Sizes;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The export dialog.
pub struct ExportDialog {
    /// Which picture.
    pub what: Shown,
    /// Name without ending.
    pub name: String,
    /// Format and the rest.
    pub settings: ExportSettings,
    /// How large it shall be.
    pub(in crate::gui) sizes: Sizes,
    /// Where pictures go when nothing else was said.
    home: PathBuf,
    /// The artist was told that the file exists.
    pub(in crate::gui) warned: bool,
    /// It is being looked whether the file exists.
    asking: bool,
    /// Photograph and style, of which names are made.
    named: (String, String),
    /// The name that was made of them last.
    made: String,
    /// What the canvas shows, once the engine has handed it out.
    picture: Option<Arc<Picture>>,
    /// What the size was asked for, and the answer.
    asked: Option<(String, ExportOptions)>,
    bytes: Option<usize>,
}

impl ExportDialog {
    /// With the last settings and a name made of photograph and style.
    pub fn new(studio: &App) -> Self {
        let settings = studio.shell.settings.export.clone();
        let mut dialog = Self {
            what: studio
                .create
                .art
                .snapshots()
                .shown
                .map_or(Shown::Newest, Shown::Snapshot),
            name: String::new(),
            sizes: Sizes::new(studio),
            settings,
            home: pictures_folder(),
            warned: false,
            asking: false,
            named: (clean(&studio.photo_title()), clean(&studio.style_titles())),
            made: String::new(),
            picture: None,
            asked: None,
            bytes: None,
        };
        dialog.rename();
        dialog
    }

    /// Makes the name anew, unless the artist has written another one.
    fn rename(&mut self) {
        let (photo, style) = &self.named;
        let size = Some(self.sizes.target());
        let made = self.settings.pattern.name(photo, style, size);
        if self.name == self.made && made != self.made {
            self.name.clone_from(&made);
            self.warned = false;
        }
        self.made = made;
    }

    pub fn folder(&self) -> &Path {
        self.settings.folder.as_deref().unwrap_or(&self.home)
    }

    /// The engine has handed out the picture.
    pub fn measured(&mut self, picture: Arc<Picture>) {
        self.picture = Some(picture);
    }

    /// A size was found; it is for these settings unless they have changed since.
    pub fn estimated(&mut self, file: &Estimate, bytes: usize) {
        let ending = file.delivery.path.extension().unwrap_or_default();
        let asked = (ending.to_string_lossy().into_owned(), file.delivery.options);
        if self.asked.as_ref() == Some(&asked) {
            self.bytes = Some(bytes);
        }
    }

    /// What to ask the size of, if that is not known.
    fn question(&mut self) -> Option<Estimate> {
        let picture = Arc::clone(self.picture.as_ref()?);
        let now = (self.settings.format.clone(), self.options());
        if self.asked.as_ref() == Some(&now) {
            return None;
        }
        self.bytes = None;
        let (ending, options) = self.asked.insert(now);
        let delivery = Delivery {
            path: PathBuf::from(format!("a.{ending}")),
            options: *options,
            ..Delivery::default()
        };
        Some(Estimate { picture, delivery })
    }

    /// Bytes of the file, by those of the canvas's picture.
    fn bytes(&self) -> Option<usize> {
        let picture = self.picture.as_ref()?;
        let (width, height) = self.sizes.target();
        let times = (width * height) as f64 / (picture.width * picture.height) as f64;
        Some((self.bytes? as f64 * times) as usize)
    }

    /// Where the picture will go.
    pub fn path(&self) -> PathBuf {
        self.folder()
            .join(format!("{}.{}", self.name.trim(), self.settings.format))
    }

    fn options(&self) -> ExportOptions {
        ExportOptions {
            dpi: self.sizes.size.dpi(),
            ..options(&self.settings)
        }
    }
}

/// How `settings` want a picture to be written.
pub fn options(settings: &ExportSettings) -> ExportOptions {
    let lossless = matches!(settings.format.as_str(), "png" | "tif");
    ExportOptions {
        quality: settings.quality,
        depth: if settings.sixteen && lossless {
            Depth::Sixteen
        } else {
            Depth::Eight
        },
        keep: settings.keep,
        background: settings.background,
        dpi: None,
    }
}

/// `name` without what cannot stand in the name of a file.
pub fn clean(name: &str) -> String {
    let plain = |c: char| if "/\\:*?\"<>|".contains(c) { '-' } else { c };
    name.chars().map(plain).collect()
}

/// The formats, to choose one by its ending; returns whether another one was chosen.
pub fn formats(ui: &mut Ui, format: &mut String) -> bool {
    let before = format.clone();
    ui.horizontal(|ui| {
        for (ending, name) in [
            ("png", "PNG"),
            ("jpg", "JPEG"),
            ("webp", "WebP"),
            ("tif", "TIFF"),
        ] {
            if ui.selectable_label(format == ending, name).clicked() {
                ending.clone_into(format);
            }
        }
    });
    *format != before
}

/// A folder that can be typed, with a button at the right edge that chooses another; returns whether the
/// button was clicked, and what was typed.
pub fn folder_row(
    ui: &mut Ui,
    folder: &Path,
    name: &str,
    choose: &str,
) -> (bool, Option<std::path::PathBuf>) {
    let mut typed = None;
    let clicked = ui
        .horizontal(|ui| {
            let button = egui::WidgetText::from(choose).into_galley(
                ui,
                None,
                f32::INFINITY,
                TextStyle::Button,
            );
            let width = button.size().x + 4.0 * ui.spacing().button_padding.x;
            // What is being typed stays as it is typed, half of a path too.
            let id = ui.scope_id().with(("typed folder", name));
            let kept: Option<String> = ui.data(|data| data.get_temp(id));
            let mut text = kept.unwrap_or_else(|| folder.display().to_string());
            let field = TextEdit::singleline(&mut text)
                .desired_width((ui.available_width() - width).max(80.0));
            let edit = ui.add_sized([(ui.available_width() - width).max(80.0), CONTROL], field);
            edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
            if edit.changed() {
                typed = Some(crate::session::typed(&text, &pictures_folder()));
                ui.data_mut(|data| data.insert_temp(id, text));
            } else if !edit.has_focus() {
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
            ui.button(choose).clicked()
        })
        .inner;
    (clicked, typed)
}

/// The artist's pictures, or the home folder.
pub fn pictures_folder() -> PathBuf {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let home = home.map(PathBuf::from).unwrap_or_default();
    let pictures = home.join("Pictures");
    if pictures.is_dir() { pictures } else { home }
}

impl App {
    /// Opens the dialog.
    pub(in crate::gui) fn open_export(&mut self, dialog: ExportDialog) {
        self.shell.engine.send(Command::Measure(dialog.what));
        self.create.dialog = Some(Dialog::Export(Box::new(dialog)));
    }

    pub(in crate::gui) fn export_dialog(&mut self, ui: &mut Ui, export: &mut ExportDialog) -> bool {
        ui.heading(self.shell.words.get("action-export"));
        export.rename();
        if !ui.input(|input| input.pointer.any_down())
            && let Some(question) = export.question()
        {
            self.shell
                .loader
                .ask(ExportRequest::Estimate(Box::new(question)));
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
        if export.warned {
            let text = self.shell.words.get("exists-already");
            ui.colored_label(palette(ui.ctx()).error, text);
        } else {
            // The line is there before it is needed, so that the dialog keeps its height.
            ui.allocate_space(vec2(0.0, ui.text_style_height(&TextStyle::Body)));
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
            let fits = self.fits(&export.sizes);
            let named = !export.name.trim().is_empty() && !export.asking && fits;
            let text = RichText::new(self.shell.words.get(word)).color(colours.on_accent);
            let button = Button::new(text).fill(colours.accent);
            let why = self.shell.words.get(if export.name.trim().is_empty() {
                "name-empty"
            } else if export.asking {
                "export-asking"
            } else {
                "export-no-memory"
            });
            let button = button.min_size(vec2(110.0, 30.0));
            if widgets::add_or_why(ui, named, &why, button).clicked() {
                if export.warned {
                    self.export(export);
                    closed = true;
                } else {
                    export.asking = true;
                    self.shell.loader.ask(ExportRequest::Room(export.path()));
                }
            }
            let cancel = Button::new(self.shell.words.get("cancel")).min_size(vec2(80.0, 30.0));
            closed |= ui.add(cancel).clicked();
        });
        closed
    }

    fn export_place(&mut self, ui: &mut Ui, export: &mut ExportDialog) {
        let label = ui.label(self.shell.words.get("file-name"));
        let edit = TextEdit::singleline(&mut export.name)
            .desired_width(f32::INFINITY)
            .align(egui::Align2::LEFT_CENTER);
        let edit = ui.add(edit).labelled_by(label.id);
        export.warned &= !edit.changed();
        ui.end_row();
        self.export_pattern(ui, export);
        ui.label(self.shell.words.get("folder"));
        let (name, choose) = (
            self.shell.words.get("folder"),
            self.shell.words.get("choose"),
        );
        let (chooses, typed) = folder_row(ui, export.folder(), &name, &choose);
        if let Some(folder) = typed {
            export.settings.folder = Some(folder);
            export.warned = false;
        }
        if chooses {
            self.ask_files(Want::Folder, "folder");
        }
        ui.end_row();
    }

    /// What names are made of; choosing it makes this one anew.
    fn export_pattern(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.shell.words.get(key);
        let label = ui.label(t("name-pattern"));
        let patterns = [
            (NamePattern::PhotoStyle, "pattern-photo-style"),
            (NamePattern::Photo, "photograph"),
            (NamePattern::PhotoStyleSize, "pattern-photo-style-size"),
        ];
        let before = export.settings.pattern;
        let shown = patterns.iter().find(|(pattern, _)| *pattern == before);
        let combo = ComboBox::from_id_salt("pattern")
            .width(ui.available_width())
            .selected_text(shown.map_or_else(String::new, |(_, key)| t(key)))
            .show_ui(ui, |ui| {
                for (pattern, key) in patterns {
                    ui.selectable_value(&mut export.settings.pattern, pattern, t(key));
                }
            });
        combo.response.labelled_by(label.id);
        if export.settings.pattern != before {
            export.name.clone_from(&export.made);
        }
        ui.end_row();
    }

    fn export_format(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.shell.words.get(key);
        let settings = &mut export.settings;
        ui.label(t("format"));
        if formats(ui, &mut settings.format) {
            export.warned = false;
        }
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
        let bytes = export.bytes().map(file_size);
        self.choose_size(ui, &mut export.sizes, bytes);
        let picture = export.picture.as_ref();
        if picture.is_some_and(|picture| picture.alpha.is_some()) {
            self.export_background(ui, export);
        }
    }

    /// What transparent areas become.
    fn export_background(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.shell.words.get(key);
        ui.label(t("background"));
        ui.horizontal(|ui| {
            let background = &mut export.settings.background;
            let mut choices = vec![
                (None, "background-none"),
                (Some(Background::White), "background-white"),
                (Some(Background::Grey), "background-grey"),
                (Some(Background::Black), "background-black"),
            ];
            let mut shown = *background;
            if export.settings.format == "jpg" {
                // It has no transparency: that becomes white.
                choices.remove(0);
                shown = Some(shown.unwrap_or(Background::White));
            }
            for (value, key) in choices {
                if ui.selectable_label(shown == value, t(key)).clicked() {
                    *background = value;
                }
            }
        });
        ui.end_row();
    }

    fn export_extras(&self, ui: &mut Ui, export: &mut ExportDialog) {
        let t = |key: &str| self.shell.words.get(key);
        let settings = &mut export.settings;
        ui.label(t("metadata"));
        ui.horizontal(|ui| {
            let keep = &mut settings.keep;
            ui.selectable_value(keep, Keep::Copyright, t("keep-copyright"));
            if ui
                .selectable_label(matches!(keep, Keep::All | Keep::Place), t("keep-all"))
                .clicked()
            {
                *keep = Keep::All;
            }
            ui.selectable_value(keep, Keep::None, t("keep-none"));
            if matches!(keep, Keep::All | Keep::Place) {
                let mut place = *keep == Keep::Place;
                let place_box = ui.checkbox(&mut place, t("keep-place"));
                place_box.on_hover_text(t("keep-place-hint"));
                *keep = if place { Keep::Place } else { Keep::All };
            }
        });
        ui.end_row();
        ui.label(t("recipe"));
        let holds = settings.keep != Keep::None;
        ui.add_enabled_ui(holds, |ui| {
            let recipe = ui.checkbox(&mut settings.recipe, t("recipe-embed"));
            recipe.on_disabled_hover_text(t("recipe-embed-why"));
        });
        ui.end_row();
    }

    /// Asks the engine to save a picture, and remembers how.
    pub(in crate::gui) fn export(&mut self, export: &ExportDialog) {
        self.shell.settings.export = export.settings.clone();
        self.shell.settings.export.size = export.sizes.to_keep(self.shell.settings.export.size);
        let path = export.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let delivery = Delivery {
            size: Some(export.sizes.target()),
            options: export.options(),
            title: self.picture_title(),
            credit: self.shell.settings.credit.clone(),
            without_recipe: !export.settings.recipe,
            replace: export.warned,
            path: path.clone(),
        };
        let again = self.painted_for(export.what, &export.sizes);
        let to = Destination::File(Box::new(delivery));
        self.order(Some(name.into_owned()), export.what, again, to);
    }

    /// Copies the picture as large as the last export was.
    pub(in crate::gui) fn copy(&mut self) {
        let sizes = Sizes::new(self);
        let again = self.painted_for(Shown::Newest, &sizes);
        let to = Destination::Clipboard(Some(sizes.target()));
        self.order(None, Shown::Newest, again, to);
    }

    /// Asks the engine for a picture, and shows how far it is.
    fn order(
        &mut self,
        name: Option<String>,
        what: Shown,
        again: Option<Box<PaintRequest>>,
        to: Destination,
    ) {
        let watch = Arc::new(Watch::default());
        self.create.saving.push(Saving {
            name,
            watch: Arc::clone(&watch),
        });
        self.shell.engine.send(Command::Deliver(Box::new(Order {
            what,
            again,
            to,
            watch,
        })));
    }

    /// Asks whether the file that the last settings name exists, before it is written.
    pub(in crate::gui) fn export_again(&mut self) {
        let mut dialog = Box::new(ExportDialog::new(self));
        dialog.asking = true;
        self.shell.loader.ask(ExportRequest::Room(dialog.path()));
        self.create.exporting = Some(dialog);
    }

    /// It is known whether the file of an export exists: then the artist is asked first.
    pub(in crate::gui) fn room_came(&mut self, path: &Path, there: bool) {
        let waits = |export: &&mut Box<ExportDialog>| export.asking && export.path() == path;
        if let Some(mut export) = self.create.exporting.take_if(|export| waits(&export)) {
            export.asking = false;
            export.warned = there;
            if there {
                self.open_export(*export);
            } else {
                self.export(&export);
            }
            return;
        }
        let Some(Dialog::Export(mut export)) = self.create.dialog.take_if(
            |dialog| matches!(dialog, Dialog::Export(export) if export.asking && export.path() == path),
        ) else {
            return;
        };
        export.asking = false;
        export.warned = there;
        if there {
            self.create.dialog = Some(Dialog::Export(export));
        } else {
            self.export(&export);
        }
    }

    /// It could not be found out whether the file exists.
    pub(in crate::gui) fn no_room(&mut self) {
        self.create.exporting = None;
        if let Some(Dialog::Export(export)) = &mut self.create.dialog {
            export.asking = false;
        }
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
