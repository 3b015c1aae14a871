//! Two ways to name a folder: a dialog, and a field for its path.

use super::{context::PaneContext, intent::Intent};
use crate::{
    gui::{files::Want, icons, theme::CONTROL},
    session::typed,
};
use egui::{Button, Key, Response, Role, TextEdit, Ui, WidgetInfo, vec2};
use std::path::PathBuf;

/// What came of it.
pub struct PathField {
    /// The path that was typed, once that is done.
    pub path: Option<PathBuf>,
    /// Whether the hand is here.
    pub is_used: bool,
}

/// Draws both, for what is called `title`; `want` is what the dialog is opened for, and the name of its button, a key.
pub fn path_field(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    title: &str,
    text: &mut String,
    (want, key): (Want, &'static str),
) -> PathField {
    ui.horizontal(|ui| {
        let add = cx.text(key);
        let label = format!("{}  {add}", icons::OPEN);
        let button = ui.add(Button::new(label).min_size(vec2(0.0, CONTROL)));
        let name = format!("{add}: {title}");
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
        if button.clicked() {
            cx.ask(Intent::Files(want, key));
        }
        let edit = field(ui, cx, title, text);
        let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let path = text.trim().trim_matches(['"', '\'']).to_owned();
        let done = enter && !path.is_empty();
        if done {
            text.clear();
        }
        let home = std::env::home_dir().unwrap_or_default();
        PathField {
            path: done.then(|| typed(&path, &home)),
            is_used: edit.has_focus() || button.clicked(),
        }
    })
    .inner
}

fn field(ui: &mut Ui, cx: &PaneContext<'_>, title: &str, text: &mut String) -> Response {
    let field = TextEdit::singleline(text).hint_text(cx.text("start-path"));
    let edit = ui.add(field.desired_width(ui.available_width()));
    let name = format!("{}: {title}", cx.text("path"));
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name.as_str()));
    edit
}
