//! A recipe, of an export or of a file, or a look becomes what the window works on.

use crate::{
    gui::{
        app::App,
        create::{
            arrivals::open_sample, autosave_state::Awaited, dialogs::Dialog, titles::ask_paintings,
        },
        toasts::Kind,
    },
    session::{
        StyleKey,
        loader::{FileRequest, OpenedRecipe, Source},
    },
    stylize::Recipe,
};
use std::path::PathBuf;

/// A painting of Impasto's was opened, or a recipe: its photograph is opened and painted so again.
pub fn painted_came(app: &mut App, painted: OpenedRecipe) {
    let hash = &painted.recipe.content.blake3;
    if app.create.art.project.photograph_hash() == Some(hash) {
        restore_recipe(app, &painted.recipe);
        return;
    }
    match &painted.original {
        Some(original) => {
            restore_recipe(app, &painted.recipe);
            app.shell
                .loader
                .ask(FileRequest::Photograph(original.clone()));
        }
        // A recipe that names no photograph is for any.
        None if hash.is_empty() => restore_recipe(app, &painted.recipe),
        None => {
            if app.create.art.project.photograph.is_none() {
                open_sample(app);
            }
            app.create.dialog = Some(Dialog::Restore(Box::new(painted)));
        }
    }
}

/// The artist showed where the photograph of a painting is.
pub fn original_came(app: &mut App, painted: &OpenedRecipe, path: PathBuf) {
    restore_recipe(app, &painted.recipe);
    app.create.works.awaited = Some(Awaited::at(&painted.recipe, path.clone()));
    app.shell
        .loader
        .ask(FileRequest::Photograph(Source::File(path)));
}

/// Takes over the settings of a recipe, and says so.
pub fn restore_recipe(app: &mut App, recipe: &Recipe) {
    adopt(app, recipe);
    app.shell
        .toasts
        .say(Kind::Good, app.shell.words.get("recipe-restored"));
}

/// Takes over the settings of a recipe, and its styles where the shelf has them.
pub fn adopt(app: &mut App, recipe: &Recipe) {
    let styles = &app.create.shelf.styles;
    let on_shelf = |key: &StyleKey| styles.has(key);
    let missing = app.create.art.adopt(recipe, on_shelf);
    let here = app.create.art.project.photograph_hash() == Some(&recipe.content.blake3);
    app.create.works.awaited = (!here).then(|| Awaited::by(recipe));
    say_missing(app, missing);
    ask_paintings(app);
}

/// Takes over the settings of a look.
pub fn wear(app: &mut App, look: &Recipe) {
    let styles = &app.create.shelf.styles;
    let on_shelf = |key: &StyleKey| styles.has(key);
    let missing = app.create.art.wear(look, on_shelf);
    app.create.works.awaited = None;
    say_missing(app, missing);
    ask_paintings(app);
}

fn say_missing(app: &mut App, names: Vec<String>) {
    for name in names {
        let name = [("name", name.into())];
        let text = app.shell.words.with("recipe-style-missing", &name);
        app.shell.toasts.say(Kind::Note, text);
    }
}
