//! Which generators there are to choose from, and which one paints.

use crate::{
    gui::{localisation::Words, widgets::choose},
    nn::ModelInfo,
    session::ListedModel,
    stylize::Recipe,
};
use egui::Ui;

/// The generators that Instant can paint with, the newest that ships first.
pub struct Models {
    known: Vec<ListedModel>,
}

impl Default for Models {
    /// Those that ship; the artist's own are still being looked for.
    fn default() -> Self {
        Self {
            known: ListedModel::shipped_generators().collect(),
        }
    }
}

impl Models {
    /// All of them were found.
    pub fn came(&mut self, known: Vec<ListedModel>) {
        self.known = known;
    }

    /// The one that paints by `recipe`: where what it names is not there, the newest.
    pub fn of(&self, recipe: &Recipe) -> Option<&ModelInfo> {
        let named = |model: &&ListedModel| model.info.is(&recipe.painter_blake3);
        let found = self.known.iter().find(named).or(self.known.first());
        found.map(|model| &model.info)
    }

    /// Whether there is a choice: what ships beside the newest is for the recipes that name it.
    fn is_choice(&self, painting: &ModelInfo) -> bool {
        let newest = self.known.first().map(|model| &model.info.hash);
        newest != Some(&painting.hash) || !self.known.iter().all(ListedModel::ships)
    }

    /// Lets the artist choose, where there is a choice.
    pub fn choose(&self, ui: &mut Ui, words: &Words, recipe: &mut Recipe) {
        let painting = self.of(recipe);
        let Some(painting) = painting.filter(|model| self.is_choice(model)) else {
            return;
        };
        let (mut hash, before) = (painting.hash.clone(), &painting.hash);
        let (name, hint) = (words.get("model"), words.get("model-hint"));
        let known = self.known.iter().map(|model| &model.info);
        let choices: Vec<_> = known
            .map(|model| (model.hash.clone(), model.name.clone()))
            .collect();
        choose(ui, "model", &name, &hint, &mut hash, &choices);
        if hash != *before {
            let named = |(known, _): &&(String, String)| *known == hash;
            let chosen = choices.iter().find(named);
            recipe.painter = chosen.map_or_else(String::new, |(_, name)| name.clone());
            recipe.painter_blake3 = hash;
            // Another model has other domains.
            recipe.domain.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        nn::{Card, ModelKind, Traits},
        session::ModelPlace,
    };

    #[test]
    fn what_a_recipe_names_paints_by_any_of_its_hashes_and_else_the_newest() {
        let model = |name: &str, hash: &str, before: &str| ListedModel {
            info: ModelInfo {
                hash: hash.to_owned(),
                formerly: vec![before.to_owned()],
                ..ModelInfo::new(
                    ModelKind::Generator,
                    name,
                    Traits::default(),
                    Card::default(),
                )
            },
            place: ModelPlace::Own(name.into()),
            bytes: 0,
        };
        let mut models = Models::default();
        let newest = models.of(&Recipe::default()).expect("one");
        assert!(newest.traits.freedom && !models.is_choice(newest));
        let before = &models.known.last().expect("one of before").info;
        assert!(models.is_choice(before), "a recipe of before can be left");
        models.came(vec![model("new", "1a", "1b"), model("mine", "2a", "2b")]);
        for (hash, name) in [("", "new"), ("2a", "mine"), ("2b", "mine"), ("3a", "new")] {
            let recipe = Recipe {
                painter_blake3: hash.to_owned(),
                ..Recipe::default()
            };
            let found = models.of(&recipe).expect("one");
            assert_eq!(found.name, name, "{hash}");
            assert!(models.is_choice(found), "{hash}");
        }
    }
}
