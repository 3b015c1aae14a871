//! What the artist is working on: everything that undo brings back.

use super::engine::{ChosenPainting, Loaded, StartRun, named};
use crate::{
    picture::{Crop, Picture},
    stylize::{Controls, Engine, Recipe, Size, Start},
};
use std::sync::Arc;

/// Which card of the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StyleKey {
    /// One that ships, by the name of its folder.
    Shipped(&'static str),
    /// One of the artist's own, by the hash of its file.
    Own(String),
}

/// A style that was chosen, and its share.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// Its card.
    pub key: StyleKey,
    /// The painting, once it was read.
    pub painting: Option<Arc<Loaded>>,
    /// Its share among the chosen ones, 0 to 1.
    pub weight: f32,
    /// The part of the painting that is looked at.
    pub crop: Crop,
}

impl Chosen {
    /// All of a painting, with a full share; the painting is still to be read.
    pub fn new(key: StyleKey) -> Self {
        Self {
            key,
            painting: None,
            weight: 1.0,
            crop: Crop::default(),
        }
    }

    fn ready(&self) -> Option<ChosenPainting> {
        Some(ChosenPainting {
            painting: Arc::clone(self.painting.as_ref()?),
            weight: self.weight,
            crop: self.crop,
        })
    }
}

impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        // Whether it was read already is not the artist's doing.
        self.key == other.key && self.weight == other.weight && self.crop == other.crop
    }
}

/// Photograph, styles and settings.
#[derive(Clone, Debug)]
pub struct Project {
    /// The photograph.
    pub photograph: Option<Arc<Loaded>>,
    /// Whether the photograph is the sample, which is nobody's work.
    pub is_sample: bool,
    /// The chosen styles; never empty once the first was chosen.
    pub styles: Vec<Chosen>,
    /// All settings. Sources and shares are filled in when painting starts.
    pub recipe: Recipe,
}

impl Default for Project {
    /// Nothing, to be painted by Instant and refined from there.
    fn default() -> Self {
        Self {
            photograph: None,
            is_sample: false,
            styles: Vec::new(),
            recipe: Recipe {
                engine: Engine::Instant,
                start: Start::Instant,
                ..Recipe::default()
            },
        }
    }
}

impl PartialEq for Project {
    fn eq(&self, other: &Self) -> bool {
        self.photograph_hash() == other.photograph_hash()
            && self.styles == other.styles
            && self.recipe == other.recipe
    }
}

impl Project {
    /// Most styles that can be mixed.
    pub const MOST_STYLES: usize = 4;

    /// Hash of the photograph's file.
    pub fn photograph_hash(&self) -> Option<&str> {
        let photograph = self.photograph.as_ref()?;
        Some(&photograph.source.blake3)
    }

    /// Chooses a style alone.
    pub fn choose(&mut self, key: StyleKey) {
        self.styles = vec![Chosen::new(key)];
        self.recipe.changes.clear();
    }

    /// Adds a style to the mix or takes it out of it again; the last one stays.
    pub fn mix(&mut self, key: StyleKey) {
        match self.styles.iter().position(|chosen| chosen.key == key) {
            Some(i) if self.styles.len() > 1 => {
                self.styles.remove(i);
            }
            Some(_) => {}
            None if self.styles.len() < Self::MOST_STYLES => self.styles.push(Chosen::new(key)),
            None => {}
        }
        self.recipe.changes.clear();
    }

    /// Whether a style is among the chosen ones.
    pub fn has(&self, key: &StyleKey) -> bool {
        self.styles.iter().any(|chosen| chosen.key == *key)
    }

    /// The weights as the sliders stand, with the shares of the styles.
    pub fn controls(&self) -> Controls {
        Controls {
            mix: self.styles.iter().map(|chosen| chosen.weight).collect(),
            ..self.recipe.controls.clone()
        }
    }

    /// Long side up to which Instant paints in the window unless another size is asked for. Strokes keep
    /// their size in pixels: beyond this a picture hardly looks painted any more when all of it is seen, and
    /// not like the sketches that follow the hand.
    pub const INSTANT_SIDE: usize = 1024;

    /// The settings, with a size where the window's default is not that of the recipe.
    fn sized_recipe(&self) -> Recipe {
        let mut recipe = self.recipe.clone();
        let automatic = (recipe.engine, recipe.size) == (Engine::Instant, Size::Default);
        if let (Some(photograph), true) = (&self.photograph, automatic) {
            let Picture { width, height, .. } = *photograph.picture;
            let (width, height) = recipe.crop.size((width, height));
            if width.max(height) > Self::INSTANT_SIDE {
                recipe.size = Size::LongSide(Self::INSTANT_SIDE);
            }
        }
        recipe
    }

    /// What to paint, once all pictures were read.
    pub fn start(&self) -> Option<StartRun> {
        let paintings = self.styles.iter().map(Chosen::ready);
        let paintings: Vec<_> = paintings.collect::<Option<_>>()?;
        let Recipe {
            random_style,
            mixed_style,
            ..
        } = &self.recipe;
        // A restored recipe may know its style as numbers only.
        let known = random_style.is_some() || (paintings.is_empty() && mixed_style.is_some());
        if !known && paintings.iter().all(|chosen| chosen.weight == 0.0) {
            return None;
        }
        Some(StartRun {
            photograph: Arc::clone(self.photograph.as_ref()?),
            paintings,
            codes: Vec::new(),
            recipe: self.sized_recipe(),
            at_rest: true,
        })
    }

    /// The recipe with its sources, as far as they were read.
    pub fn named_recipe(&self) -> Recipe {
        let paintings: Vec<_> = self.styles.iter().filter_map(Chosen::ready).collect();
        let photograph = self.photograph.as_deref();
        named(&self.sized_recipe(), photograph, paintings.iter())
    }

    /// Whether `other` can go on in the run of this project: only weights differ.
    pub fn same_run(&self, other: &Self) -> bool {
        let still = |p: &Self| {
            let mut p = p.clone();
            p.recipe.controls = Controls::default();
            p.recipe.changes.clear();
            p.styles.iter_mut().for_each(|chosen| chosen.weight = 1.0);
            p
        };
        still(self) == still(other)
    }

    /// Whether Instant paints the same for `other`.
    pub fn same_picture(&self, other: &Self) -> bool {
        self.photograph_hash() == other.photograph_hash()
            && self.styles == other.styles
            && self.recipe.of_instant() == other.recipe.of_instant()
    }

    /// Whether the weights of Refine, and how it moves pixels, are those of `other`.
    pub fn same_weights(&self, other: &Self) -> bool {
        let of = |project: &Self| {
            let Recipe {
                controls,
                optimizer,
                ..
            } = &project.recipe;
            (controls.clone(), *optimizer)
        };
        of(self) == of(other)
    }

    /// Width and height of the result.
    pub fn size(&self) -> Option<(usize, usize)> {
        let picture = &self.photograph.as_ref()?.picture;
        let size = (picture.width, picture.height);
        Some(self.sized_recipe().result_size(size))
    }

    /// "PHOTO - STYLE".
    pub fn title(&self) -> String {
        let stem = |loaded: &Arc<Loaded>| {
            let name = std::path::Path::new(&loaded.source.name);
            name.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        let photograph = self.photograph.as_ref().map(stem).unwrap_or_default();
        let paintings = self.styles.iter().filter_map(|c| c.painting.as_ref());
        let styles: Vec<String> = paintings.map(stem).collect();
        format!("{photograph} - {}", styles.join(", "))
    }
}

/// Undo and redo over whole projects, which share their pictures and are small.
#[derive(Debug, Default)]
pub struct History {
    past: Vec<Project>,
    future: Vec<Project>,
    present: Project,
}

impl History {
    /// Steps that are kept.
    const DEPTH: usize = 500;

    /// Begins with `present`, which nothing precedes.
    pub fn new(present: Project) -> Self {
        Self {
            present,
            ..Self::default()
        }
    }

    /// Remembers `now` if it differs from what was last remembered. Call it when a gesture ends:
    /// a whole drag of a slider is one step.
    pub fn record(&mut self, now: &Project) {
        if self.present == *now {
            return;
        }
        let before = std::mem::replace(&mut self.present, now.clone());
        self.past.push(before);
        if self.past.len() > Self::DEPTH {
            self.past.remove(0);
        }
        self.future.clear();
    }

    /// What was last remembered is `now`: nothing that the artist has done made the difference.
    pub fn amend(&mut self, now: &Project) {
        self.present = now.clone();
    }

    /// The project one step back.
    pub fn undo(&mut self) -> Option<Project> {
        let before = self.past.pop()?;
        let after = std::mem::replace(&mut self.present, before);
        self.future.push(after);
        Some(self.present.clone())
    }

    /// The project one step forward.
    pub fn redo(&mut self) -> Option<Project> {
        let after = self.future.pop()?;
        let before = std::mem::replace(&mut self.present, after);
        self.past.push(before);
        Some(self.present.clone())
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_weight(style: f32) -> Project {
        let mut project = Project::default();
        project.recipe.controls.style = style;
        project
    }

    #[test]
    fn undo_goes_back_redo_forward_and_a_new_change_forgets_the_future() {
        let mut history = History::new(with_weight(1.0));
        history.record(&with_weight(1.0));
        assert!(!history.can_undo());
        history.record(&with_weight(2.0));
        history.record(&with_weight(3.0));
        assert_eq!(history.undo(), Some(with_weight(2.0)));
        assert_eq!(history.undo(), Some(with_weight(1.0)));
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo(), Some(with_weight(2.0)));
        history.record(&with_weight(9.0));
        assert_eq!(history.redo(), None);
        assert_eq!(history.undo(), Some(with_weight(2.0)));
    }

    #[test]
    fn instants_automatic_size_is_written_down_and_refines_is_the_recipes_own() {
        let photograph = |width: usize| Loaded {
            picture: Arc::new(Picture::from_rgb(width, 8, vec![0.5; 24 * width])),
            source: Default::default(),
            path: None,
        };
        let mut project = Project {
            photograph: Some(Arc::new(photograph(2048))),
            ..Project::default()
        };
        assert_eq!(project.size(), Some((1024, 4)));
        assert_eq!(project.named_recipe().size, Size::LongSide(1024));
        project.recipe.engine = Engine::Refine;
        assert_eq!(project.named_recipe().size, Size::Default);
        project.recipe.engine = Engine::Instant;
        project.recipe.size = Size::Own;
        assert_eq!(project.size(), Some((2048, 8)));
        project.recipe.size = Size::Default;
        project.photograph = Some(Arc::new(photograph(500)));
        assert_eq!(project.named_recipe().size, Size::Default);
        assert_eq!(project.size(), Some((500, 8)));
    }

    #[test]
    fn weights_do_not_need_a_new_run_but_a_size_does() {
        let mut other = with_weight(3.0);
        assert!(with_weight(1.0).same_run(&other));
        other.recipe.size = crate::stylize::Size::LongSide(99);
        assert!(!with_weight(1.0).same_run(&other));
    }
}
