//! What every dialog that saves pictures has: formats, a folder, names.

use crate::{
    gui::theme::CONTROL,
    picture::{Depth, ExportOptions},
    session::ExportSettings,
};
use egui::{Role, TextEdit, TextStyle, Ui, WidgetInfo};
use std::path::{Path, PathBuf};

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
