//! Questions in front of the window: what a drop means, how to export, settings, help.

use crate::{
    gui::{
        actions,
        app::App,
        create::{
            batch::{BatchDialog, common_folder, names_of},
            export::ExportDialog,
            shelf::own::Naming,
            variations::Sheet,
        },
        theme::{CORNER, GAP, palette},
        widgets::{self, heading},
    },
    session::{
        DeviceSetting, Language, Layout, StyleKey, Theme,
        engine::Command,
        loader::{OpenedRecipe, Source},
    },
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
    /// What to do with a folder, and the pictures in it.
    Folder(PathBuf, Vec<PathBuf>),
    /// How a folder of photographs is painted.
    Batch(Box<BatchDialog>),
    /// Whether the window is closed while something goes on, and what: a key.
    Quit(&'static str),
    /// What a painting is to be whose photograph was not found.
    Restore(Box<OpenedRecipe>),
    /// How to export.
    Export(Box<ExportDialog>),
    /// What one of the artist's own styles is to be called.
    Name(Naming, String),
    /// Whether one of the artist's own styles is to be removed.
    Remove(StyleKey, PathBuf),
    /// Whether one of the artist's looks is to be removed.
    RemoveLook(PathBuf),
    /// The present picture with other settings.
    Variations(Box<Sheet>),
    /// The settings.
    Settings,
    /// The keys, with a word to search for.
    Help(String),
}

/// Height of the dialog that is open, and which that is.
type Height = Option<(std::mem::Discriminant<Dialog>, f32)>;

impl App {
    pub(in crate::gui) fn show_dialog(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.create.dialog.take() else {
            return;
        };
        let width = match &dialog {
            Dialog::Help(_) => 520.0,
            Dialog::Variations(sheet) => sheet.size(ctx).x,
            _ => 440.0,
        };
        // What comes and goes in a dialog does not move it: it keeps the height that it had.
        let kind = std::mem::discriminant(&dialog);
        let height = Id::unique("dialog height");
        let kept: Height = ctx.data(|data| data.get_temp(height)).flatten();
        let kept = kept.filter(|(of, _)| *of == kind).map_or(0.0, |(_, h)| h);
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
        let shown = Modal::new(Id::unique("dialog"))
            .frame(frame)
            .show(ctx, |ui| {
                ui.set_width(width);
                ui.set_min_height(kept);
                let closed = match &mut dialog {
                    Dialog::Drop(files) => self.drop_dialog(ui, files),
                    Dialog::Folder(folder, pictures) => self.folder_dialog(ui, folder, pictures),
                    Dialog::Batch(batch) => self.batch_dialog(ui, batch),
                    Dialog::Quit(why) => self.quit_dialog(ui, why),
                    Dialog::Restore(painted) => self.restore_dialog(ui, painted),
                    Dialog::Export(export) => self.export_dialog(ui, export),
                    Dialog::Name(what, name) => self.name_dialog(ui, what, name),
                    Dialog::Remove(key, path) => self.remove_dialog(ui, key, path),
                    Dialog::RemoveLook(path) => self.remove_look_dialog(ui, path),
                    Dialog::Variations(sheet) => self.variations_dialog(ui, sheet),
                    Dialog::Settings => self.settings_dialog(ui),
                    Dialog::Help(search) => self.help_dialog(ui, search),
                };
                let now: Height = Some((kind, ui.min_rect().height()));
                ui.data_mut(|data| data.insert_temp(height, now));
                closed
            });
        if !shown.inner && !shown.should_close() {
            // A dialog may have opened another.
            self.create.dialog.get_or_insert(dialog);
        } else {
            match dialog {
                Dialog::Variations(_) => self.shell.engine.send(Command::Variations(Vec::new())),
                // The field that is left with the dialog tells nobody.
                Dialog::Settings => {
                    self.shell.save_settings();
                }
                _ => {}
            }
            ctx.data_mut(|data| data.insert_temp::<Height>(height, None));
        }
    }

    /// Small pictures of files, as many as have room in a row.
    fn small_pictures(&mut self, ui: &mut Ui, files: &[PathBuf]) {
        const MOST: usize = 6;
        let seen = &files[..files.len().min(MOST)];
        if let Some(ask) = self.shell.recent.next(seen) {
            self.shell.loader.ask(ask);
        }
        let width = (ui.available_width() - GAP * (MOST - 1) as f32) / MOST as f32;
        let most = match files.len() {
            1 => vec2(width * 2.5, 110.0),
            2 => vec2(width * 2.0, 90.0),
            _ => vec2(width, 60.0),
        };
        // The place is there before the pictures are, so that nothing jumps.
        ui.allocate_ui(vec2(ui.available_width(), most.y), |ui| {
            ui.set_min_height(most.y);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for path in seen {
                    let Some((picture, _)) = self.shell.recent.small_of(path) else {
                        ui.allocate_space(most);
                        continue;
                    };
                    let size = picture.size_vec2();
                    let size = size * (most / size).min_elem();
                    let image = egui::Image::new((picture.id(), size)).corner_radius(CORNER);
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    ui.add(image.alt_text(name.as_ref())).on_hover_text(name);
                }
            });
        });
    }

    pub(in crate::gui) fn cancel_button(&self, ui: &mut Ui) -> bool {
        let cancel = Button::new(self.shell.words.get("cancel")).min_size(vec2(80.0, 30.0));
        widgets::centred(ui, cancel).clicked()
    }

    /// Each of these returns whether it is closed.
    fn drop_dialog(&mut self, ui: &mut Ui, files: &[PathBuf]) -> bool {
        ui.heading(self.shell.words.get(if files.len() > 1 {
            "drop-question-several"
        } else {
            "drop-question"
        }));
        ui.label(RichText::new(names_of(files.iter())).weak());
        ui.add_space(GAP);
        self.small_pictures(ui, files);
        ui.add_space(GAP);
        let mut closed = match files {
            [first, second] => self.drop_pair(ui, [first, second]),
            _ => false,
        };
        ui.horizontal(|ui| {
            let size = vec2((ui.available_width() - GAP) / 2.0, 40.0);
            let count = [("count", files.len().into())];
            let (photograph, style) = if files.len() > 1 {
                let styles = self.shell.words.with("drop-styles", &count);
                (self.shell.words.get("drop-first"), styles)
            } else {
                (
                    self.shell.words.get("photograph"),
                    self.shell.words.get("style-word"),
                )
            };
            let photograph = Button::new(photograph).min_size(size);
            if ui.add(photograph).clicked() {
                if let Some(path) = files.first() {
                    self.open_photograph(path.clone());
                }
                closed = true;
            }
            let style = Button::new(style).min_size(size);
            if ui.add(style).clicked() {
                for path in files {
                    self.add_style(Source::File(path.clone()), true);
                }
                closed = true;
            }
        });
        if files.len() > 1 {
            let size = vec2(ui.available_width(), 40.0);
            let count = [("count", files.len().into())];
            let text = self.shell.words.with("drop-batch", &count);
            if widgets::centred(ui, Button::new(text).min_size(size)).clicked() {
                self.ask_batch(common_folder(files), files.to_vec());
                closed = true;
            }
        }
        ui.add_space(GAP);
        closed | self.cancel_button(ui)
    }

    /// Two files are a photograph and a painting, as they look, or the other way round.
    fn drop_pair(&mut self, ui: &mut Ui, files: [&PathBuf; 2]) -> bool {
        let likeness = |path: &PathBuf| {
            self.shell
                .recent
                .small_of(path)
                .map(|(_, likeness)| likeness)
        };
        let turned = match files.map(likeness) {
            [Some(first), Some(second)] => second > first,
            _ => false,
        };
        let [first, second] = files;
        let pairs = if turned {
            [(second, first), (first, second)]
        } else {
            [(first, second), (second, first)]
        };
        let mut closed = false;
        for (i, (photograph, painting)) in pairs.into_iter().enumerate() {
            let name = |path: &PathBuf| {
                let name = path.file_name().unwrap_or_default();
                name.to_string_lossy().into_owned()
            };
            let values = [
                ("photo", name(photograph).into()),
                ("style", name(painting).into()),
            ];
            let text = RichText::new(self.shell.words.with("drop-pair", &values));
            let colours = palette(ui.ctx());
            let button = match i {
                0 => Button::new(text.color(colours.on_accent)).fill(colours.accent),
                _ => Button::new(text),
            };
            let size = vec2(ui.available_width(), 40.0);
            if widgets::centred(ui, button.wrap().min_size(size)).clicked() {
                self.open_photograph(photograph.clone());
                self.add_style(Source::File(painting.clone()), true);
                closed = true;
            }
        }
        closed
    }

    fn ask_batch(&mut self, from: PathBuf, pictures: Vec<PathBuf>) {
        let dialog = BatchDialog::new(self, from, pictures);
        self.create.dialog = Some(Dialog::Batch(Box::new(dialog)));
    }

    fn folder_dialog(&mut self, ui: &mut Ui, folder: &Path, pictures: &[PathBuf]) -> bool {
        ui.heading(self.shell.words.get("folder-question"));
        let name = folder.file_name().unwrap_or(folder.as_os_str());
        let values = [
            ("name", name.to_string_lossy().as_ref().into()),
            ("count", pictures.len().into()),
        ];
        ui.label(self.shell.words.with("folder-text", &values));
        ui.add_space(GAP);
        self.small_pictures(ui, pictures);
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let size = vec2((ui.available_width() - GAP) / 2.0, 40.0);
            let batch = Button::new(self.shell.words.get("folder-batch")).min_size(size);
            if ui.add(batch).clicked() {
                self.ask_batch(folder.to_owned(), pictures.to_vec());
                closed = true;
            }
            let styles = Button::new(self.shell.words.get("folder-styles")).min_size(size);
            if ui.add(styles).clicked() {
                for path in pictures {
                    self.add_style(Source::File(path.clone()), false);
                }
                closed = true;
            }
        });
        ui.add_space(GAP);
        closed | self.cancel_button(ui)
    }

    fn settings_dialog(&mut self, ui: &mut Ui) -> bool {
        ui.heading(self.shell.words.get("action-settings"));
        let before = self.shell.settings.clone();
        let t = |key: &str| self.shell.words.get(key);
        let settings = &mut self.shell.settings;
        let (mut typing, mut typed) = (false, false);
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
                        let number = [("number", (i + 1).into())];
                        let name = self.shell.words.with("surround-number", &number);
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
                if let Some(model) = self.create.inspector.models.of(&self
                    .create
                    .art
                    .project
                    .recipe)
                {
                    ui.label(t("model"));
                    ui.label(&model.name).on_hover_text(&model.card.about);
                    ui.end_row();
                }
                ui.label(t("tips"));
                let mut tips = !settings.no_tips;
                ui.checkbox(&mut tips, t("tips-show"));
                settings.no_tips = !tips;
                ui.end_row();
                for (key, value) in [
                    ("credit-artist", &mut settings.credit.artist),
                    ("credit-copyright", &mut settings.credit.copyright),
                ] {
                    let label = ui.label(t(key));
                    let mut text = value.clone().unwrap_or_default();
                    let edit = TextEdit::singleline(&mut text)
                        .hint_text(t("credit-hint"))
                        .char_limit(200)
                        .desired_width(f32::INFINITY);
                    let edit = ui.add(edit).labelled_by(label.id);
                    if edit.changed() {
                        *value = (!text.is_empty()).then_some(text);
                    }
                    typing |= edit.has_focus();
                    typed |= edit.lost_focus();
                    ui.end_row();
                }
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
        let now = [("device", self.shell.device_text().into())];
        let note = self.shell.words.with("device-now", &now);
        ui.label(RichText::new(note).weak());
        ui.label(RichText::new(t("device-restart")).weak());
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let close = widgets::main_button(ui, self.shell.words.get("close"));
            closed = ui.add(close).clicked();
            let reset = Button::new(self.shell.words.get("reset-layout"));
            if ui.add(reset.min_size(vec2(80.0, 30.0))).clicked() {
                self.shell.settings.layout = Layout::default();
                self.shell.settings.scale = 0.0;
                self.shell.lay_out(ui.ctx());
            }
        });
        let changed = self.shell.settings != before;
        if changed {
            self.shell.apply_settings(ui.ctx());
        }
        // A name is written down when it is typed, not letter by letter.
        if (changed && !typing) || typed {
            self.shell.save_settings();
        }
        closed
    }

    fn help_dialog(&mut self, ui: &mut Ui, search: &mut String) -> bool {
        ui.heading(self.shell.words.get("action-help"));
        let hint = self.shell.words.get("search");
        let edit = TextEdit::singleline(search).hint_text(hint.as_str());
        let response = ui.add(edit.desired_width(f32::INFINITY));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint.as_str()));
        ScrollArea::vertical()
            .max_height(420.0)
            .min_scrolled_height(420.0)
            .auto_shrink([false, false])
            .show(ui, |ui| {
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
                            let name = self.shell.words.get(name);
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
        ui.label(heading(&self.shell.words.get("slider-keys-title")));
        ui.label(self.shell.words.get("slider-keys"));
        ui.button(self.shell.words.get("close")).clicked()
            || ui.input(|i| i.key_pressed(Key::Escape))
    }
}
