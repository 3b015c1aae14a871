//! Looks on the clipboard.

use crate::{
    gui::{app::App, create::apply_recipe::wear, toasts::Kind},
    session::look_of,
    stylize::Recipe,
};
use egui::Context;
use std::path::Path;

/// Puts the settings onto the clipboard, to be pasted with another photograph open.
pub fn copy_look(app: &mut App, ctx: &Context) {
    ctx.copy_text(look_text(app));
    let text = app.shell.words.get("look-copied");
    app.shell.toasts.say(Kind::Good, text);
}

/// The settings as text.
pub fn look_text(app: &App) -> String {
    look_of(&app.create.art.project.named_recipe()).to_json()
}

/// Takes over settings from the clipboard, if that is what `text` holds.
pub fn paste_look(app: &mut App, text: &str) -> bool {
    let looks_like = text.trim_start().starts_with('{');
    let recipe = looks_like.then(|| Recipe::from_json(text, Path::new("clipboard")));
    let Some(Ok(recipe)) = recipe else {
        return false;
    };
    wear(app, &recipe);
    let text = app.shell.words.get("look-pasted");
    app.shell.toasts.say(Kind::Good, text);
    true
}
