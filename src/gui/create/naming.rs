//! Asking what something is to be called, and whether it is to be removed.

use crate::{
    gui::{
        create::{
            context::PaneContext,
            intent::{Intent, Naming},
        },
        theme::{GAP, palette},
        widgets::{self, cancel_button},
    },
    session::{
        LONGEST_NAME, StyleKey,
        engine::Command,
        fits_name,
        loader::{LookRequest, Request, StyleRequest},
    },
};
use egui::{Key, RichText, Role, TextEdit, Ui, WidgetInfo};
use std::path::Path;

/// What something is to be called; returns whether it is closed.
pub fn name_dialog(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    what: &Naming,
    name: &mut String,
) -> bool {
    ui.heading(cx.words.get(match what {
        Naming::Found => "keep-style-question",
        Naming::Look => "keep-look-question",
        Naming::Card(..) | Naming::LookCard(_) => "rename-style-question",
    }));
    let label = cx.words.get("file-name");
    let field = TextEdit::singleline(name).char_limit(LONGEST_NAME);
    let edit = ui.add(field.desired_width(f32::INFINITY));
    if edit.gained_focus() {
        select_all(ui, edit.id, name);
    }
    // A sign that no file can be called by is refused as it is typed, with a reason.
    let refused = egui::Id::unique("refused sign");
    if edit.changed() {
        let some = !name.chars().all(fits_name);
        name.retain(fits_name);
        ui.data_mut(|data| data.insert_temp(refused, some));
    }
    let reason = ui.data(|data| data.get_temp(refused).unwrap_or(false));
    let text = if reason {
        RichText::new(cx.words.get("name-signs")).color(palette(ui.ctx()).error)
    } else {
        RichText::new(" ")
    };
    ui.label(text);
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
    let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if !edit.has_focus() && !enter {
        edit.request_focus();
    }
    let note = match what {
        Naming::Found => "keep-style-text",
        Naming::Look => "keep-look-text",
        Naming::Card(..) | Naming::LookCard(_) => "rename-text",
    };
    ui.label(RichText::new(cx.words.get(note)).weak());
    ui.add_space(GAP);
    let mut closed = false;
    let good = !name.trim().is_empty();
    ui.horizontal(|ui| {
        let yes = widgets::main_button(ui, cx.words.get("keep-style-yes"));
        let why = cx.words.get("name-empty");
        let yes = widgets::add_or_why(ui, good, &why, yes);
        if yes.clicked() || (enter && good) {
            name_it(cx, what, name.trim());
            closed = true;
        }
        closed |= cancel_button(ui, cx.words);
    });
    closed
}

/// Keeps or renames what is to be called so.
fn name_it(cx: &mut PaneContext<'_>, what: &Naming, name: &str) {
    match what {
        Naming::Found => {
            if let Some(start) = cx.art.project.start() {
                cx.ask(Intent::Send(Box::new(Command::Find(
                    name.to_owned(),
                    Box::new(start),
                ))));
            }
        }
        Naming::Look => {
            if let Some(start) = cx.art.project.start() {
                let look = Command::Look(name.to_owned(), Box::new(start));
                cx.ask(Intent::Send(Box::new(look)));
            }
        }
        Naming::LookCard(path) => {
            cx.ask(Intent::Load(Box::new(
                LookRequest::Rename(path.clone(), name.to_owned()).into(),
            )));
        }
        Naming::Card(key, path) => {
            cx.ask(Intent::Load(Box::new(
                StyleRequest::Rename(key.clone(), path.clone(), name.to_owned()).into(),
            )));
        }
    }
}

/// Whether a style is to be removed.
pub fn remove_dialog(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    title: &str,
    key: &StyleKey,
    path: &Path,
) -> bool {
    let request = StyleRequest::Remove(key.clone(), path.to_owned());
    removal(ui, cx, title, "remove-style-text", request)
}

/// Whether a look is to be removed.
pub fn remove_look_dialog(ui: &mut Ui, cx: &mut PaneContext<'_>, path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let request = LookRequest::Remove(path.to_owned());
    removal(ui, cx, &name, "remove-look-text", request)
}

/// Asks before something called `name` is removed by `request`; returns whether it is closed.
fn removal(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    name: &str,
    text: &str,
    request: impl Into<Request>,
) -> bool {
    ui.heading(
        cx.words
            .with("remove-style-question", &[("name", name.into())]),
    );
    ui.label(cx.words.get(text));
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let yes = widgets::main_button(ui, cx.words.get("remove-style-yes"));
        if ui.add(yes).clicked() {
            cx.ask(Intent::Load(Box::new(request.into())));
            closed = true;
        }
        closed |= cancel_button(ui, cx.words);
    });
    closed
}

/// All of a field's text is replaced by what is typed next.
fn select_all(ui: &Ui, id: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
