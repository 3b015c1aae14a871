//! A file list of our own, for desktops that have no dialog for us, and for those who would rather type.

use crate::{
    gui::{
        app::App,
        files::{Picked, Want},
        icons,
        theme::{CONTROL, GAP, palette},
    },
    session::{
        Entry, Place,
        loader::{ENDINGS, FileRequest},
        typed,
    },
};
use egui::{
    Button, Context, Id, Key, Modal, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2,
};
use std::path::{Path, PathBuf};

/// A file list.
pub struct Chooser {
    want: Want,
    title: String,
    folder: PathBuf,
    list: Vec<Entry>,
    /// The path as it stands in its field.
    text: String,
    /// Files that are chosen, where several can be.
    chosen: Vec<PathBuf>,
    /// There is a file of the name already.
    exists: bool,
    /// Nothing lies at the path that was typed.
    missing: bool,
    fresh: bool,
}

impl App {
    /// Opens the file list where files of this kind were last.
    pub(in crate::gui) fn choose_files(&mut self, want: Want, title: String) {
        let folder = self.folder_for(&want);
        let name = match &want {
            Want::SaveRecipe(name) => name.as_str(),
            _ => "",
        };
        let text = folder.join(name).display().to_string();
        self.ask_list(&want, folder.clone());
        self.create.chooser = Some(Chooser {
            want,
            title,
            folder,
            list: Vec::new(),
            text,
            chosen: Vec::new(),
            exists: false,
            missing: false,
            fresh: true,
        });
    }

    fn ask_list(&self, want: &Want, path: PathBuf) {
        let endings: &'static [&'static str] = match want {
            Want::Folder => &[],
            Want::SaveRecipe(_) => &["json"],
            _ => &ENDINGS,
        };
        self.shell.loader.ask(FileRequest::List(path, endings));
    }

    /// What lies at the path that was asked for.
    pub(in crate::gui) fn looked(&mut self, asked: &Path, place: Option<Place>) {
        let Some(chooser) = &mut self.create.chooser else {
            return;
        };
        let saves = matches!(chooser.want, Want::SaveRecipe(_));
        chooser.missing = false;
        match place {
            Some(Place::Folder(folder, list)) => {
                if typed(&chooser.text, &chooser.folder) == folder || !saves {
                    chooser.text = with_slash(&folder);
                }
                chooser.folder = folder;
                chooser.list = list;
            }
            Some(Place::File(_)) if saves && !chooser.exists => chooser.exists = true,
            Some(Place::File(path)) => self.picked(vec![path]),
            Some(Place::New(path)) if saves => self.picked(vec![path]),
            Some(Place::New(_)) | None => {
                // Its own folder may be gone; above it there is one.
                chooser.missing = asked != chooser.folder;
                if let (false, Some(above)) = (chooser.missing, asked.parent()) {
                    chooser.folder = above.to_owned();
                    let (want, above) = (chooser.want.clone(), above.to_owned());
                    self.ask_list(&want, above);
                }
            }
        }
    }

    fn picked(&mut self, paths: Vec<PathBuf>) {
        if let Some(chooser) = self.create.chooser.take() {
            self.answered(chooser.want, Picked::Paths(paths));
        }
    }

    pub(in crate::gui) fn show_chooser(&mut self, ctx: &Context) {
        let Some(mut chooser) = self.create.chooser.take() else {
            return;
        };
        let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
        let modal = Modal::new(Id::unique("file list")).frame(frame);
        let shown = modal.show(ctx, |ui| {
            ui.set_width(560.0);
            self.chooser_contents(ui, &mut chooser)
        });
        let away = shown.should_close();
        let asked = shown.inner;
        let closes = away || matches!(asked, Some(Asked::Cancel));
        match asked {
            Some(Asked::Go(path)) => self.ask_list(&chooser.want, path),
            Some(Asked::Take(paths)) => {
                self.create.chooser = Some(chooser);
                self.picked(paths);
                return;
            }
            _ => {}
        }
        if !closes {
            self.create.chooser = Some(chooser);
        } else if let Want::Original(_) = chooser.want {
            self.answered(chooser.want, Picked::Paths(Vec::new()));
        }
    }

    fn chooser_contents(&self, ui: &mut Ui, chooser: &mut Chooser) -> Option<Asked> {
        let words = &self.shell.words;
        let mut asked = None;
        ui.heading(chooser.title.as_str());
        let label = words.get("path");
        let field = TextEdit::singleline(&mut chooser.text).desired_width(f32::INFINITY);
        let edit = ui.add(field);
        edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
        if std::mem::take(&mut chooser.fresh) {
            edit.request_focus();
        }
        if edit.changed() {
            (chooser.exists, chooser.missing) = (false, false);
        }
        let there = typed(&chooser.text, &chooser.folder);
        if edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            asked = Some(Asked::Go(there.clone()));
        }
        let note = match (chooser.missing, chooser.exists) {
            (true, _) => RichText::new(words.get("path-missing")).color(palette(ui.ctx()).error),
            (_, true) => RichText::new(words.get("exists-already")),
            _ => RichText::new(words.get("path-hint")).weak(),
        };
        ui.label(note);
        ui.horizontal_wrapped(|ui| {
            let above = chooser.folder.parent().map(Path::to_owned);
            if let Some(above) = above
                && ui.button(words.get("folder-above")).clicked()
            {
                asked = Some(Asked::Go(above));
            }
            for folder in self.shell.settings.folders.known() {
                let name = folder.file_name().unwrap_or(folder.as_os_str());
                let button = ui.button(name.to_string_lossy());
                if button.on_hover_text(folder.display().to_string()).clicked() {
                    asked = Some(Asked::Go(folder));
                }
            }
        });
        let several = matches!(chooser.want, Want::Styles);
        ScrollArea::vertical()
            .id_salt("file list")
            .auto_shrink([false, false])
            .max_height(280.0)
            .min_scrolled_height(280.0)
            .show_rows(ui, CONTROL, chooser.list.len(), |ui, rows| {
                for entry in &chooser.list[rows] {
                    let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
                    let icon = if entry.is_folder {
                        icons::OPEN
                    } else {
                        icons::PICTURE
                    };
                    let chosen = chooser.chosen.contains(&entry.path);
                    let size = vec2(ui.available_width(), CONTROL);
                    let button = Button::selectable(chosen, format!("{icon}  {name}"));
                    // What it is called stands at its left, one under the other.
                    let row = ui.add(button.min_size(size));
                    if !row.clicked() {
                        continue;
                    }
                    match (entry.is_folder, several) {
                        (true, _) => asked = Some(Asked::Go(entry.path.clone())),
                        (false, true) if chosen => chooser.chosen.retain(|p| *p != entry.path),
                        (false, true) => chooser.chosen.push(entry.path.clone()),
                        (false, false) => chooser.text = entry.path.display().to_string(),
                    }
                    if !entry.is_folder && row.double_clicked() {
                        asked = Some(Asked::Go(entry.path.clone()));
                    }
                }
            });
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let key = match (&chooser.want, chooser.exists) {
                (Want::Folder, _) => "choose-this-folder",
                (Want::SaveRecipe(_), true) => "replace",
                (Want::SaveRecipe(_), false) => "save",
                _ => "open",
            };
            let text = RichText::new(words.get(key)).color(colours.on_accent);
            let yes = Button::new(text).fill(colours.accent);
            if ui.add(yes.min_size(vec2(110.0, 30.0))).clicked() {
                asked = Some(match &chooser.want {
                    Want::Folder => Asked::Take(vec![there]),
                    Want::Styles if !chooser.chosen.is_empty() => {
                        Asked::Take(chooser.chosen.clone())
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
enum Asked {
    Go(PathBuf),
    Take(Vec<PathBuf>),
    Cancel,
}

/// A folder so that what is typed next lies in it.
fn with_slash(folder: &Path) -> String {
    folder.join("").display().to_string()
}
