//! A recipe, of an export or of a file, becomes what the window works on.

use crate::{
    gui::{
        app::App,
        create::{dialogs::Dialog, works::Awaited},
        files::Want,
        theme::GAP,
        toasts::Kind,
        widgets,
    },
    session::{
        StyleKey,
        loader::{FileRequest, OpenedRecipe, Source},
    },
    stylize::Recipe,
};
use egui::{Button, Ui, vec2};
use std::path::PathBuf;

impl App {
    /// A painting of Impasto's was opened, or a recipe: its photograph is opened and painted so again.
    pub(in crate::gui) fn painted_came(&mut self, painted: OpenedRecipe) {
        let hash = &painted.recipe.content.blake3;
        if self.create.art.project.photograph_hash() == Some(hash) {
            self.restore(&painted.recipe);
            return;
        }
        match &painted.original {
            Some(original) => {
                self.restore(&painted.recipe);
                self.shell
                    .loader
                    .ask(FileRequest::Photograph(original.clone()));
            }
            // A recipe that names no photograph is for any.
            None if hash.is_empty() => self.restore(&painted.recipe),
            None => {
                if self.create.art.project.photograph.is_none() {
                    self.open_sample();
                }
                self.create.dialog = Some(Dialog::Restore(Box::new(painted)));
            }
        }
    }

    /// The artist showed where the photograph of a painting is.
    pub(in crate::gui) fn original_came(&mut self, painted: &OpenedRecipe, path: PathBuf) {
        self.restore(&painted.recipe);
        self.create.works.awaited = Some(Awaited::at(&painted.recipe, path.clone()));
        self.shell
            .loader
            .ask(FileRequest::Photograph(Source::File(path)));
    }

    pub(in crate::gui) fn restore_dialog(&mut self, ui: &mut Ui, painted: &OpenedRecipe) -> bool {
        ui.heading(self.shell.words.get("restore-question"));
        let name = [("name", painted.recipe.content.name.as_str().into())];
        ui.label(self.shell.words.with("restore-text", &name));
        ui.add_space(GAP);
        let mut closed = false;
        let size = vec2(ui.available_width(), 34.0);
        let here = self.shell.words.with(
            "restore-here",
            &[("name", self.photo_title().as_str().into())],
        );
        let mut choice = |ui: &mut Ui, text: String| {
            let clicked = widgets::centred(ui, Button::new(text).min_size(size)).clicked();
            closed |= clicked;
            clicked
        };
        if choice(ui, self.shell.words.get("restore-find")) {
            let want = Want::Original(Box::new(painted.clone()));
            self.ask_files(want, "restore-find");
        }
        if choice(ui, here) {
            self.restore(&painted.recipe);
        }
        if painted.is_picture && choice(ui, self.shell.words.get("restore-no")) {
            let source = Source::File(painted.path.clone());
            self.shell.loader.ask(FileRequest::Photograph(source));
        }
        ui.add_space(GAP);
        closed |= self.cancel_button(ui);
        closed
    }

    /// Takes over the settings of a recipe, and says so.
    pub(in crate::gui) fn restore(&mut self, recipe: &Recipe) {
        self.adopt(recipe);
        self.shell
            .toasts
            .say(Kind::Good, self.shell.words.get("recipe-restored"));
    }

    /// Takes over the settings of a recipe, and its styles where the shelf has them.
    fn adopt(&mut self, recipe: &Recipe) {
        let cards = &self.create.shelf.cards;
        let on_shelf = |key: &StyleKey| cards.iter().any(|card| card.key == *key);
        let missing = self.create.art.adopt(recipe, on_shelf);
        let here = self.create.art.project.photograph_hash() == Some(&recipe.content.blake3);
        self.create.works.awaited = (!here).then(|| Awaited::by(recipe));
        self.say_missing(missing);
        self.ask_paintings();
    }

    /// Takes over the settings of a look.
    pub(in crate::gui) fn wear(&mut self, look: &Recipe) {
        let cards = &self.create.shelf.cards;
        let on_shelf = |key: &StyleKey| cards.iter().any(|card| card.key == *key);
        let missing = self.create.art.wear(look, on_shelf);
        self.create.works.awaited = None;
        self.say_missing(missing);
        self.ask_paintings();
    }

    fn say_missing(&mut self, names: Vec<String>) {
        for name in names {
            let name = [("name", name.into())];
            let text = self.shell.words.with("recipe-style-missing", &name);
            self.shell.toasts.say(Kind::Note, text);
        }
    }
}
