//! What comes of the shelf: styles and looks that were read, kept, renamed, removed.

use crate::{
    gui::{
        app::App,
        create::{autosave::leave_out_missing_styles, shelf::styles::Card, titles::ask_paintings},
        toasts::Kind,
    },
    session::{
        FoundStyle, Material, Origin, SavedLook, StyleKey, engine::Loaded, loader::StyleRequest,
    },
};
use egui::Context;
use std::{path::PathBuf, sync::Arc};

/// The artist's own styles are known.
pub fn shelf_came(app: &mut App, own: Vec<(StyleKey, Origin)>) {
    for (key, origin) in own {
        if !app.create.shelf.styles.has(&key) {
            app.shell.loader.ask(match &origin {
                Origin::Painting(painting) => StyleRequest::Card(key.clone(), painting.clone()),
                Origin::Code(path) => StyleRequest::Code(key.clone(), path.clone()),
            });
            app.create.shelf.styles.cards.push(Card::new(key, origin));
        }
    }
    app.create.shelf.styles.is_read = true;
    // A style may have been restored before its card was there.
    leave_out_missing_styles(app);
    ask_paintings(app);
}

/// A painting was read.
pub fn painting_came(app: &mut App, key: &StyleKey, loaded: &Arc<Loaded>) {
    app.create
        .art
        .material_came(key, &Material::Painting(Arc::clone(loaded)));
}

/// A found style was read.
pub fn code_came(
    app: &mut App,
    key: &StyleKey,
    path: PathBuf,
    found: &Arc<FoundStyle>,
    choose: bool,
) {
    app.create.shelf.styles.put(key, path, found);
    if choose {
        app.create.art.project.choose(key.clone());
    }
    app.create
        .art
        .material_came(key, &Material::Code(Arc::clone(found)));
}

/// A found style is on the shelf now.
pub fn style_kept(app: &mut App, key: &StyleKey, path: PathBuf, found: &Arc<FoundStyle>) {
    app.create.shelf.styles.put(key, path, found);
    let name = app.create.shelf.styles.title(&app.shell.words, key);
    let text = app.shell.words.with("style-kept", &[("name", name.into())]);
    app.shell.toasts.say(Kind::Good, text);
}

/// A style has another name.
pub fn style_renamed(app: &mut App, key: &StyleKey, path: PathBuf) {
    if let Some(card) = app.create.shelf.styles.get_mut(key) {
        card.origin = card.origin.at(path);
    }
}

/// A card is gone; if it was chosen, another one takes its place.
pub fn style_removed(app: &mut App, key: &StyleKey) {
    let title = app.create.shelf.styles.title(&app.shell.words, key);
    app.create
        .shelf
        .styles
        .cards
        .retain(|card| card.key != *key);
    if let StyleKey::Own(hash) = key {
        app.shell.settings.favourites.retain(|other| other != hash);
    }
    if app.create.art.project.has(key) {
        if app.create.art.project.styles.len() > 1 {
            app.create.art.project.mix(key.clone());
        } else if let Some(first) = app.create.shelf.styles.cards.first() {
            app.create.art.project.choose(first.key.clone());
            ask_paintings(app);
        }
    }
    let text = app
        .shell
        .words
        .with("style-removed", &[("name", title.into())]);
    app.shell.toasts.say(Kind::Good, text);
}

/// The looks were read.
pub fn looks_came(app: &mut App, ctx: &Context, looks: Vec<SavedLook>, kept: Option<PathBuf>) {
    app.create.shelf.looks.came(ctx, looks, kept.is_some());
    if let Some(path) = kept {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let values = [("name", name.as_ref().into())];
        let text = app.shell.words.with("look-kept", &values);
        app.shell.toasts.say(Kind::Good, text);
    }
}
