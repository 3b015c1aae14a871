//! Asking what files that were dropped are to be.

use crate::{
    gui::{
        create::{
            batch_dialog::{common_folder, names_of},
            context::PaneContext,
            intent::Intent,
        },
        theme::{CORNER, GAP, palette},
        widgets::{self, cancel_button},
    },
    session::loader::{Source, StyleRequest},
};
use egui::{Button, RichText, Ui, vec2};
use std::path::{Path, PathBuf};

/// Asks whether files are a photograph or styles; returns whether it is closed.
pub fn drop_dialog(ui: &mut Ui, cx: &mut PaneContext<'_>, files: &[PathBuf]) -> bool {
    ui.heading(cx.words.get(if files.len() > 1 {
        "drop-question-several"
    } else {
        "drop-question"
    }));
    ui.label(RichText::new(names_of(files.iter())).weak());
    ui.add_space(GAP);
    small_pictures(ui, cx, files);
    ui.add_space(GAP);
    let mut closed = match files {
        [first, second] => drop_pair(ui, cx, [first, second]),
        _ => false,
    };
    ui.horizontal(|ui| {
        let size = vec2((ui.available_width() - GAP) / 2.0, 40.0);
        let count = [("count", files.len().into())];
        let (photograph, style) = if files.len() > 1 {
            let styles = cx.words.with("drop-styles", &count);
            (cx.words.get("drop-first"), styles)
        } else {
            (cx.words.get("photograph"), cx.words.get("style-word"))
        };
        let photograph = Button::new(photograph).min_size(size);
        if ui.add(photograph).clicked() {
            if let Some(path) = files.first() {
                cx.ask(Intent::Open(path.clone()));
            }
            closed = true;
        }
        let style = Button::new(style).min_size(size);
        if ui.add(style).clicked() {
            for path in files {
                cx.ask(Intent::Load(Box::new(
                    StyleRequest::Add(Source::File(path.clone()), true).into(),
                )));
            }
            closed = true;
        }
    });
    if files.len() > 1 {
        let size = vec2(ui.available_width(), 40.0);
        let count = [("count", files.len().into())];
        let text = cx.words.with("drop-batch", &count);
        if widgets::centred(ui, Button::new(text).min_size(size)).clicked() {
            cx.ask(Intent::AskBatch(common_folder(files), files.to_vec()));
            closed = true;
        }
    }
    ui.add_space(GAP);
    closed | cancel_button(ui, cx.words)
}

/// Two files are a photograph and a painting, as they look, or the other way round.
fn drop_pair(ui: &mut Ui, cx: &mut PaneContext<'_>, files: [&PathBuf; 2]) -> bool {
    let likeness = |path: &PathBuf| cx.thumbnails.small_of(path).map(|(_, likeness)| likeness);
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
        let text = RichText::new(cx.words.with("drop-pair", &values));
        let colours = palette(ui.ctx());
        let button = match i {
            0 => Button::new(text.color(colours.on_accent)).fill(colours.accent),
            _ => Button::new(text),
        };
        let size = vec2(ui.available_width(), 40.0);
        if widgets::centred(ui, button.wrap().min_size(size)).clicked() {
            cx.ask(Intent::Open(photograph.clone()));
            cx.ask(Intent::Load(Box::new(
                StyleRequest::Add(Source::File(painting.clone()), true).into(),
            )));
            closed = true;
        }
    }
    closed
}

/// What to do with the pictures of a folder.
pub fn folder_dialog(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    folder: &Path,
    pictures: &[PathBuf],
) -> bool {
    ui.heading(cx.words.get("folder-question"));
    let name = folder.file_name().unwrap_or(folder.as_os_str());
    let values = [
        ("name", name.to_string_lossy().as_ref().into()),
        ("count", pictures.len().into()),
    ];
    ui.label(cx.words.with("folder-text", &values));
    ui.add_space(GAP);
    small_pictures(ui, cx, pictures);
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let size = vec2((ui.available_width() - GAP) / 2.0, 40.0);
        let batch = Button::new(cx.words.get("folder-batch")).min_size(size);
        if ui.add(batch).clicked() {
            cx.ask(Intent::AskBatch(folder.to_owned(), pictures.to_vec()));
            closed = true;
        }
        let styles = Button::new(cx.words.get("folder-styles")).min_size(size);
        if ui.add(styles).clicked() {
            for path in pictures {
                cx.ask(Intent::Load(Box::new(
                    StyleRequest::Add(Source::File(path.clone()), false).into(),
                )));
            }
            closed = true;
        }
    });
    ui.add_space(GAP);
    closed | cancel_button(ui, cx.words)
}

/// Small pictures of files, as many as have room in a row.
fn small_pictures(ui: &mut Ui, cx: &mut PaneContext<'_>, files: &[PathBuf]) {
    const MOST: usize = 6;
    let seen = &files[..files.len().min(MOST)];
    cx.ask(Intent::Thumbnails(seen.to_vec()));
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
                let Some((picture, _)) = cx.thumbnails.small_of(path) else {
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
