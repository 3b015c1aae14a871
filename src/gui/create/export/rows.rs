//! The rows of the export dialog.

use crate::{
    gui::{
        create::{
            context::PaneContext,
            export::{
                ExportDialog,
                parts::{folder_row, formats},
            },
            intent::Intent,
        },
        files::Want,
    },
    picture::{Background, Keep},
    session::NamePattern,
};
use egui::{ComboBox, DragValue, TextEdit, Ui};

impl ExportDialog {
    pub fn place(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let label = ui.label(cx.words.get("file-name"));
        let edit = TextEdit::singleline(&mut self.name)
            .desired_width(f32::INFINITY)
            .align(egui::Align2::LEFT_CENTER);
        let edit = ui.add(edit).labelled_by(label.id);
        self.warned &= !edit.changed();
        ui.end_row();
        self.pattern(ui, cx);
        ui.label(cx.words.get("folder"));
        let (name, choose) = (cx.words.get("folder"), cx.words.get("choose"));
        let (chooses, typed) = folder_row(ui, self.folder(), &name, &choose);
        if let Some(folder) = typed {
            self.settings.folder = Some(folder);
            self.warned = false;
        }
        if chooses {
            cx.ask(Intent::Files(Want::Folder, "folder"));
        }
        ui.end_row();
    }

    /// What names are made of; choosing it makes this one anew.
    fn pattern(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let label = ui.label(t("name-pattern"));
        let patterns = [
            (NamePattern::PhotoStyle, "pattern-photo-style"),
            (NamePattern::Photo, "photograph"),
            (NamePattern::PhotoStyleSize, "pattern-photo-style-size"),
        ];
        let before = self.settings.pattern;
        let shown = patterns.iter().find(|(pattern, _)| *pattern == before);
        let combo = ComboBox::from_id_salt("pattern")
            .width(ui.available_width())
            .selected_text(shown.map_or_else(String::new, |(_, key)| t(key)))
            .show_ui(ui, |ui| {
                for (pattern, key) in patterns {
                    ui.selectable_value(&mut self.settings.pattern, pattern, t(key));
                }
            });
        combo.response.labelled_by(label.id);
        if self.settings.pattern != before {
            self.name.clone_from(&self.made);
        }
        ui.end_row();
    }

    pub fn format(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let settings = &mut self.settings;
        ui.label(t("format"));
        if formats(ui, &mut settings.format) {
            self.warned = false;
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

    pub fn size(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let bytes = self.bytes().map(file_size);
        self.sizes.choose(ui, cx, bytes);
        let picture = self.picture.as_ref();
        if picture.is_some_and(|picture| picture.alpha.is_some()) {
            self.background(ui, cx);
        }
    }

    /// What transparent areas become.
    fn background(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        ui.label(t("background"));
        ui.horizontal(|ui| {
            let background = &mut self.settings.background;
            let mut choices = vec![
                (None, "background-none"),
                (Some(Background::White), "background-white"),
                (Some(Background::Grey), "background-grey"),
                (Some(Background::Black), "background-black"),
            ];
            let mut shown = *background;
            if self.settings.format == "jpg" {
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

    pub fn extras(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let settings = &mut self.settings;
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
