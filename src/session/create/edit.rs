//! Changes that are more than a slider: undo, a recipe or a look that is taken over, a style that was read.

use super::Artwork;
use crate::{
    picture::Crop,
    session::{
        chosen::{Chosen, Learnt, Material, StyleKey},
        looks::worn,
        project::Project,
        shelf::Painting,
    },
    stylize::{Engine, OptimizerKind, Recipe, Start},
};

impl Artwork {
    /// The project one step back, for [`Artwork::go_to`].
    pub fn undo(&mut self) -> Option<Project> {
        self.history.undo()
    }

    /// The project one step forward, for [`Artwork::go_to`].
    pub fn redo(&mut self) -> Option<Project> {
        self.history.redo()
    }

    /// Undo or redo brings a project.
    pub fn go_to(&mut self, project: Project) {
        // Weights of Refine that come back ask for nothing.
        self.weights_came |= project.recipe.engine == Engine::Instant;
        self.project = project;
        self.went = true;
    }

    /// Brings back the weights of Refine, how it moves pixels, and how often. To forget them is no reason to refine.
    pub fn reset_weights(&mut self) {
        let plain = Recipe::painted_first();
        let recipe = &mut self.project.recipe;
        recipe.controls = plain.controls;
        recipe.optimizer = plain.optimizer;
        recipe.steps = plain.steps;
        self.weights_came |= recipe.engine == Engine::Instant;
    }

    /// A style was read.
    pub fn material_came(&mut self, key: &StyleKey, material: &Material) {
        let chosen = |chosen: &&mut Chosen| chosen.key == *key;
        for chosen in self.project.styles.iter_mut().filter(chosen) {
            chosen.material = Some(material.clone());
            // Painting may have waited for it.
            self.answer.wanted = true;
        }
    }

    /// Takes over the settings of a look; the part of the photograph that is painted stays. Nobody waits for Refine
    /// because of them. Returns as [`Artwork::adopt`].
    pub fn wear(&mut self, look: &Recipe, on_shelf: impl Fn(&StyleKey) -> bool) -> Vec<String> {
        let recipe = worn(look, &self.project.recipe);
        let missing = self.adopt(&recipe, on_shelf);
        self.project.recipe.crop = recipe.crop;
        self.weights_came = true;
        missing
    }

    /// Takes over the settings of a recipe, and its styles where the shelf has them; returns the names of those that
    /// are missed.
    pub fn adopt(&mut self, recipe: &Recipe, on_shelf: impl Fn(&StyleKey) -> bool) -> Vec<String> {
        let paintings = recipe.styles.iter().map(|style| {
            let key = match Painting::of_shelf(&style.source) {
                Some(Painting::Shelf(shipped)) => StyleKey::Shipped(shipped.name),
                _ => StyleKey::Own(style.source.blake3.clone()),
            };
            (key, style)
        });
        let codes = recipe.style_codes.iter();
        let codes = codes.map(|style| (StyleKey::Own(style.source.blake3.clone()), style));
        let all = paintings.chain(codes);
        let (there, missing): (Vec<_>, Vec<_>) = all.partition(|(key, _)| on_shelf(key));
        let mut styles: Vec<Chosen> = there
            .into_iter()
            .map(|(key, style)| Chosen {
                weight: style.weight,
                crop: style.crop,
                learnt: Learnt::As(style.tuning.clone()),
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
        // What is cropped is the photograph that it was painted from, which may still come.
        let here = self.project.photograph_hash() == Some(&recipe.content.blake3);
        let crop = if here { recipe.crop } else { Crop::default() };
        self.project.recipe = as_settings(recipe, crop, by_numbers);
        let missed = missing.into_iter().filter(|_| !by_numbers);
        missed.map(|(_, style)| style.source.name.clone()).collect()
    }
}

/// A recipe as settings of the window, whose sources are named elsewhere; `by_numbers` if its mixed style stands for them.
fn as_settings(recipe: &Recipe, crop: Crop, by_numbers: bool) -> Recipe {
    let mut settings = Recipe {
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
    if settings.engine == Engine::Instant && settings.optimizer == OptimizerKind::Adam {
        // Recipes of Instant from before there was a decoder to be moved do not mean pixels.
        settings.choose_optimizer(OptimizerKind::Decoder);
    }
    settings
}
