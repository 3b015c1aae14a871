//! A file list of our own, for desktops that have no dialog for us, and for those who would rather type.

use crate::{
    gui::{
        files::Want,
        icons,
        localisation::Words,
        theme::{CONTROL, GAP, palette},
    },
    session::{Entry, typed},
};
use egui::{Button, Key, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};
use std::path::{Path, PathBuf};

/// A file list.
pub struct Chooser {
    /// What the files are for.
    pub want: Want,
    /// Its title.
    pub title: String,
    /// The folder that is listed.
    pub folder: PathBuf,
    /// What is in it.
    pub list: Vec<Entry>,
    /// The path as it stands in its field.
    pub text: String,
    /// Files that are chosen, where several can be.
    pub chosen: Vec<PathBuf>,
    /// There is a file of the name already.
    pub exists: bool,
    /// Nothing lies at the path that was typed.
    pub missing: bool,
    /// It was just opened: its field gets the focus.
    pub fresh: bool,
}

impl Chooser {
    /// Draws it; returns what was asked.
    pub fn show(&mut self, ui: &mut Ui, words: &Words, folders: &[PathBuf]) -> Option<Asked> {
        let mut asked = None;
        ui.heading(self.title.as_str());
        let label = words.get("path");
        let field = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY);
        let edit = ui.add(field);
        edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
        if std::mem::take(&mut self.fresh) {
            edit.request_focus();
        }
        if edit.changed() {
            (self.exists, self.missing) = (false, false);
        }
        let there = typed(&self.text, &self.folder);
        if edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            asked = Some(Asked::Go(there.clone()));
        }
        let note = match (self.missing, self.exists) {
            (true, _) => RichText::new(words.get("path-missing")).color(palette(ui.ctx()).error),
            (_, true) => RichText::new(words.get("exists-already")),
            _ => RichText::new(words.get("path-hint")).weak(),
        };
        ui.label(note);
        ui.horizontal_wrapped(|ui| {
            let above = self.folder.parent().map(Path::to_owned);
            if let Some(above) = above
                && ui.button(words.get("folder-above")).clicked()
            {
                asked = Some(Asked::Go(above));
            }
            for folder in folders {
                let name = folder.file_name().unwrap_or(folder.as_os_str());
                let button = ui.button(name.to_string_lossy());
                if button.on_hover_text(folder.display().to_string()).clicked() {
                    asked = Some(Asked::Go(folder.clone()));
                }
            }
        });
        asked = self.rows(ui).or(asked);
        ui.add_space(GAP);
        self.buttons(ui, words, there).or(asked)
    }

    /// What is in the folder.
    fn rows(&mut self, ui: &mut Ui) -> Option<Asked> {
        let mut asked = None;
        let several = self.want.is_several();
        ScrollArea::vertical()
            .id_salt("file list")
            .auto_shrink([false, false])
            .max_height(280.0)
            .min_scrolled_height(280.0)
            .show_rows(ui, CONTROL, self.list.len(), |ui, rows| {
                for entry in &self.list[rows] {
                    let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
                    let icon = if entry.is_folder {
                        icons::OPEN
                    } else {
                        icons::PICTURE
                    };
                    let chosen = self.chosen.contains(&entry.path);
                    let size = vec2(ui.available_width(), CONTROL);
                    let button = Button::selectable(chosen, format!("{icon}  {name}"));
                    // What it is called stands at its left, one under the other.
                    let row = ui.add(button.min_size(size));
                    if !row.clicked() {
                        continue;
                    }
                    match (entry.is_folder, several) {
                        (true, _) => asked = Some(Asked::Go(entry.path.clone())),
                        (false, true) if chosen => self.chosen.retain(|p| *p != entry.path),
                        (false, true) => self.chosen.push(entry.path.clone()),
                        (false, false) => self.text = entry.path.display().to_string(),
                    }
                    if !entry.is_folder && row.double_clicked() {
                        asked = Some(Asked::Go(entry.path.clone()));
                    }
                }
            });
        asked
    }

    fn buttons(&self, ui: &mut Ui, words: &Words, there: PathBuf) -> Option<Asked> {
        let mut asked = None;
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let saves = self.want.proposed().is_some();
            let key = match (saves, self.exists) {
                _ if self.want.is_folder() => "choose-this-folder",
                (true, true) => "replace",
                (true, false) => "save",
                (false, _) => "open",
            };
            let text = RichText::new(words.get(key)).color(colours.on_accent);
            let yes = Button::new(text).fill(colours.accent);
            if ui.add(yes.min_size(vec2(110.0, 30.0))).clicked() {
                asked = Some(match &self.want {
                    want if want.is_folder() => Asked::Take(vec![there]),
                    want if want.is_several() && !self.chosen.is_empty() => {
                        Asked::Take(self.chosen.clone())
                    }
                    _ => Asked::Go(there),
                });
            }
            let no = Button::new(words.get("cancel")).min_size(vec2(80.0, 30.0));
            if ui.add(no).clicked() {
                asked = Some(Asked::Cancel);
            }
        });
        asked
    }
}

/// What was asked of the file list.
pub enum Asked {
    /// What lies at a path.
    Go(PathBuf),
    /// These files are chosen.
    Take(Vec<PathBuf>),
    /// None is.
    Cancel,
}
