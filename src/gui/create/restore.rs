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
    picture::Crop,
    session::{
        Chosen, Painting, StyleKey,
        loader::{FileRequest, Painted, Source},
    },
    stylize::{Engine, Recipe, Start},
};
use egui::{Button, Ui, vec2};
use std::path::PathBuf;

impl App {
    /// A painting of Impasto's was opened, or a recipe: its photograph is opened and painted so again.
    pub(in crate::gui) fn painted_came(&mut self, painted: Painted) {
        let hash = &painted.recipe.content.blake3;
        if self.project.photograph_hash() == Some(hash) {
            self.restore(&painted.recipe);
            return;
        }
        match &painted.original {
            Some(original) => {
                self.restore(&painted.recipe);
                self.loader.ask(FileRequest::Photograph(original.clone()));
            }
            // A recipe that names no photograph is for any.
            None if hash.is_empty() => self.restore(&painted.recipe),
            None => {
                if self.project.photograph.is_none() {
                    self.open_sample();
                }
                self.dialog = Some(Dialog::Restore(Box::new(painted)));
            }
        }
    }

    /// The artist showed where the photograph of a painting is.
    pub(in crate::gui) fn original_came(&mut self, painted: &Painted, path: PathBuf) {
        self.restore(&painted.recipe);
        self.awaited = Some(Awaited::at(&painted.recipe, path.clone()));
        self.loader.ask(FileRequest::Photograph(Source::File(path)));
    }

    pub(in crate::gui) fn restore_dialog(&mut self, ui: &mut Ui, painted: &Painted) -> bool {
        ui.heading(self.words.get("restore-question"));
        let name = [("name", painted.recipe.content.name.as_str().into())];
        ui.label(self.words.with("restore-text", &name));
        ui.add_space(GAP);
        let mut closed = false;
        let size = vec2(ui.available_width(), 34.0);
        let here = self.words.with(
            "restore-here",
            &[("name", self.photo_title().as_str().into())],
        );
        let mut choice = |ui: &mut Ui, text: String| {
            let clicked = widgets::centred(ui, Button::new(text).min_size(size)).clicked();
            closed |= clicked;
            clicked
        };
        if choice(ui, self.words.get("restore-find")) {
            let want = Want::Original(Box::new(painted.clone()));
            self.ask_files(want, "restore-find");
        }
        if choice(ui, here) {
            self.restore(&painted.recipe);
        }
        if painted.is_picture && choice(ui, self.words.get("restore-no")) {
            let source = Source::File(painted.path.clone());
            self.loader.ask(FileRequest::Photograph(source));
        }
        ui.add_space(GAP);
        closed |= self.cancel_button(ui);
        closed
    }

    /// Takes over the settings of a recipe, and says so.
    pub(in crate::gui) fn restore(&mut self, recipe: &Recipe) {
        self.adopt(recipe);
        self.toasts
            .say(Kind::Good, self.words.get("recipe-restored"));
    }

    /// Takes over the settings of a recipe, and its styles where the shelf has them.
    pub(in crate::gui) fn adopt(&mut self, recipe: &Recipe) {
        let paintings = recipe.styles.iter().map(|style| {
            let key = match Painting::of_shelf(&style.source) {
                Some(Painting::Shelf(shipped)) => StyleKey::Shipped(shipped.name),
                _ => StyleKey::Own(style.source.blake3.clone()),
            };
            (key, style)
        });
        let codes = recipe.style_codes.iter();
        let codes = codes.map(|style| (StyleKey::Own(style.source.blake3.clone()), style));
        let here = |(key, _): &(StyleKey, _)| self.cards.iter().any(|card| card.key == *key);
        let (there, missing): (Vec<_>, Vec<_>) = paintings.chain(codes).partition(here);
        let mut styles: Vec<Chosen> = there
            .into_iter()
            .map(|(key, style)| Chosen {
                weight: style.weight,
                crop: style.crop,
                ..Chosen::new(key)
            })
            .collect();
        styles.extend(recipe.random_style.map(|seed| Chosen {
            weight: recipe.random_weight,
            ..Chosen::new(StyleKey::Random(seed))
        }));
        // Instant needs no sources where it knows what came of them.
        let by_numbers = recipe.mixed_style.is_some()
            && (styles.is_empty() || (recipe.engine == Engine::Instant && !missing.is_empty()));
        if by_numbers {
            self.project.styles.clear();
        } else if !styles.is_empty() {
            self.project.styles = styles;
        }
        for (_, style) in missing.into_iter().filter(|_| !by_numbers) {
            let name = style.source.name.clone();
            let text = self
                .words
                .with("recipe-style-missing", &[("name", name.into())]);
            self.toasts.say(Kind::Note, text);
        }
        // What is cropped is the photograph that it was painted from, which may still come.
        let here = self.project.photograph_hash() == Some(&recipe.content.blake3);
        let crop = if here { recipe.crop } else { Crop::default() };
        self.awaited = (!here).then(|| Awaited::by(recipe));
        self.project.recipe = Recipe {
            content: Default::default(),
            styles: Vec::new(),
            encoder: String::new(),
            encoder_blake3: String::new(),
            start: match (recipe.engine, &recipe.start) {
                // What Instant paints is refined from there; another picture is not here.
                (Engine::Instant, _) | (_, Start::Picture(_)) => Start::Instant,
                (_, start) => start.clone(),
            },
            mixed_style: recipe.mixed_style.clone().filter(|_| by_numbers),
            // These are among the chosen styles, or their numbers say it all.
            style_codes: Vec::new(),
            random_style: None,
            random_weight: 1.0,
            // The sliders show how far it was moved, and move it on from there.
            mixed_axes: by_numbers.then(|| {
                let moved = recipe.mixed_axes.as_ref();
                moved.unwrap_or(&recipe.style_axes).clone()
            }),
            crop,
            // The picture that it went on from is not here.
            begun_at: 0,
            ..recipe.clone()
        };
        self.ask_paintings();
    }
}
