//! What the artist is working on: everything that undo brings back.

use super::{
    chosen::{Chosen, StyleKey},
    request::{ChosenPainting, Loaded, PaintRequest, named},
};
use crate::{
    picture::{Crop, Picture, Tone},
    stylize::{Controls, Engine, Recipe, Strokes, StyleRef},
};
use std::sync::Arc;

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
            recipe: Recipe::painted_first(),
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

    /// Chooses a style alone, as it is.
    pub fn choose(&mut self, key: StyleKey) {
        self.styles = vec![Chosen::new(key)];
        self.recipe.style_axes.clear();
        self.recipe.forget_style();
        self.recipe.changes.clear();
    }

    /// Adds a style to the mix, with a mean share, or takes it out of it again; the last one stays.
    pub fn mix(&mut self, key: StyleKey) {
        match self.styles.iter().position(|chosen| chosen.key == key) {
            Some(i) if self.styles.len() > 1 => {
                self.styles.remove(i);
            }
            None if !self.is_full() => {
                let count = self.styles.len().max(1) as f32;
                let weights = self.styles.iter().map(|chosen| chosen.weight);
                let weight = weights.sum::<f32>() / count;
                self.styles.push(Chosen {
                    weight: if weight > 0.0 { weight } else { 1.0 },
                    ..Chosen::new(key)
                });
            }
            _ => return,
        }
        self.set_shares(&self.shares());
        self.recipe.forget_style();
        self.recipe.changes.clear();
    }

    /// Whether no other style can be mixed in.
    pub fn is_full(&self) -> bool {
        self.styles.len() >= Self::MOST_STYLES
    }

    /// Shares of the chosen styles, which sum to 1; equal ones if none has a weight.
    pub fn shares(&self) -> Vec<f32> {
        let total: f32 = self.styles.iter().map(|chosen| chosen.weight).sum();
        let even = 1.0 / self.styles.len().max(1) as f32;
        let share = |chosen: &Chosen| {
            if total > 0.0 {
                chosen.weight / total
            } else {
                even
            }
        };
        self.styles.iter().map(share).collect()
    }

    /// Gives each style its share.
    pub fn set_shares(&mut self, shares: &[f32]) {
        for (chosen, share) in self.styles.iter_mut().zip(shares) {
            chosen.weight = *share;
        }
    }

    /// Gives style `i` this share, 0 to 1; the others keep their proportions in what is left.
    pub fn set_share(&mut self, i: usize, share: f32) {
        let mut shares = self.shares();
        let Some(before) = shares.get(i).copied() else {
            return;
        };
        let others = shares.len() - 1;
        let left = 1.0 - before;
        for (j, other) in shares.iter_mut().enumerate() {
            *other = match (j == i, left > 1e-6) {
                (true, _) => share,
                (false, true) => *other / left * (1.0 - share),
                (false, false) => (1.0 - share) / others as f32,
            };
        }
        self.set_shares(&shares);
    }

    /// Seed and weight of the style from nothing, if one is chosen.
    pub fn random_style(&self) -> Option<(u64, f32)> {
        self.styles.iter().find_map(|chosen| match chosen.key {
            StyleKey::Random(seed) => Some((seed, chosen.weight)),
            _ => None,
        })
    }

    /// Whether the style is none of the shelf's as it is: a mixture, moved along axes, or from nothing.
    pub fn has_found_style(&self) -> bool {
        let parts = self.styles.iter().filter(|chosen| chosen.weight > 0.0);
        let moved = self.recipe.style_axes.iter().any(|offset| *offset != 0.0);
        moved || parts.count() > 1 || self.random_style().is_some()
    }

    /// Sets how far the style is moved along axis `i`, in standard deviations.
    pub fn set_axis(&mut self, i: usize, offset: f32) {
        let axes = &mut self.recipe.style_axes;
        if axes.len() <= i {
            axes.resize(i + 1, 0.0);
        }
        axes[i] = offset;
        // Axes at rest are not there: the same style is the same recipe.
        while axes.last() == Some(&0.0) {
            axes.pop();
        }
    }

    /// Whether a style is among the chosen ones.
    pub fn has(&self, key: &StyleKey) -> bool {
        self.styles.iter().any(|chosen| chosen.key == *key)
    }

    /// The weights as the sliders stand, with the shares of the styles.
    pub fn controls(&self) -> Controls {
        // Only paintings have one: what has none takes no part in Refine.
        let paintings = self
            .styles
            .iter()
            .filter(|chosen| chosen.painting().is_some());
        Controls {
            mix: paintings.map(|chosen| chosen.weight).collect(),
            ..self.recipe.controls.clone()
        }
    }

    /// How large Instant's strokes are. What was painted in one pass has those of its size.
    pub fn stroke_size(&self) -> f32 {
        let long = |(width, height): (usize, usize)| width.max(height);
        let size = self.size(Engine::Instant, None).map_or(0, long);
        let own = Strokes::share_in(size);
        self.recipe.stroke_size.unwrap_or(own)
    }

    /// Whether there is a style to paint in, and all of it was read.
    pub fn has_style(&self) -> bool {
        let ready = self.styles.iter().all(Chosen::is_ready);
        // A restored recipe may know its style as numbers only.
        let known = self.styles.is_empty() && self.recipe.mixed_style.is_some();
        let weighs = self.styles.iter().any(|chosen| chosen.weight > 0.0);
        ready && (known || weighs)
    }

    /// What to paint, once everything was read.
    pub fn start(&self) -> Option<PaintRequest> {
        if !self.has_style() {
            return None;
        }
        let codes = self.styles.iter().filter_map(Chosen::code);
        Some(PaintRequest {
            photograph: Arc::clone(self.photograph.as_ref()?),
            paintings: self.paintings(),
            codes: codes
                .map(|(found, weight)| (found.style.clone(), weight))
                .collect(),
            recipe: self.with_codes(),
            shown: None,
            at_rest: true,
        })
    }

    /// The recipe with its sources, as far as they were read.
    pub fn named_recipe(&self) -> Recipe {
        let (recipe, paintings) = (self.with_codes(), self.paintings());
        named(&recipe, self.photograph.as_deref(), paintings.iter())
    }

    fn paintings(&self) -> Vec<ChosenPainting> {
        let chosen = self.styles.iter();
        chosen.filter_map(Chosen::chosen_painting).collect()
    }

    /// The recipe with the chosen styles that have no painting.
    fn with_codes(&self) -> Recipe {
        let codes = self.styles.iter().filter_map(Chosen::code);
        let named = codes.map(|(found, weight)| StyleRef {
            source: found.source.clone(),
            weight,
            crop: Crop::default(),
            tuning: None,
        });
        let random = self.random_style();
        Recipe {
            style_codes: named.collect(),
            random_style: random.map(|(seed, _)| seed),
            random_weight: random.map_or(1.0, |(_, weight)| weight),
            ..self.recipe.clone()
        }
    }

    /// Whether `other` can go on in the run of this project: only weights and the tone differ.
    pub fn same_run(&self, other: &Self) -> bool {
        let still = |p: &Self| {
            let mut p = p.clone();
            p.recipe.controls = Controls::default();
            p.recipe.tone = Tone::default();
            p.recipe.changes.clear();
            p.styles.iter_mut().for_each(|chosen| chosen.weight = 1.0);
            p
        };
        still(self) == still(other)
    }

    /// Whether Instant paints the same for `other`, but for the tone.
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

    /// The photograph and the paintings that were read.
    pub fn pictures(&self) -> impl Iterator<Item = &Arc<Picture>> {
        let paintings = self.styles.iter().filter_map(Chosen::painting);
        let all = self.photograph.iter().chain(paintings);
        all.map(|loaded| &loaded.picture)
    }

    /// Width and height of the part of the photograph that is painted.
    pub fn own_size(&self) -> Option<(usize, usize)> {
        let picture = &self.photograph.as_ref()?.picture;
        Some(self.recipe.crop.size((picture.width, picture.height)))
    }

    /// Width and height at which `engine` paints it on a canvas that shows a long side of `shown` pixels.
    pub fn size(&self, engine: Engine, shown: Option<usize>) -> Option<(usize, usize)> {
        let picture = &self.photograph.as_ref()?.picture;
        let recipe = Recipe {
            engine,
            ..self.recipe.clone()
        };
        Some(recipe.canvas_size((picture.width, picture.height), shown))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stylize::{OptimizerKind, Size};

    #[test]
    fn shares_keep_their_proportions_and_sum_to_1() {
        let mut project = Project::default();
        for name in ["a", "b", "c"] {
            project.mix(StyleKey::Shipped(name));
        }
        let near = |shares: Vec<f32>, wanted: [f32; 3]| {
            let mut both = shares.iter().zip(wanted);
            assert!(both.all(|(a, b)| (a - b).abs() < 1e-6), "{shares:?}");
        };
        near(project.shares(), [1.0 / 3.0; 3]);
        project.set_share(0, 0.5);
        project.set_share(1, 0.2);
        near(project.shares(), [0.5 / 0.75 * 0.8, 0.2, 0.25 / 0.75 * 0.8]);
        // All of one, and back: the others share what is left.
        project.set_share(2, 1.0);
        near(project.shares(), [0.0, 0.0, 1.0]);
        project.set_share(2, 0.4);
        near(project.shares(), [0.3, 0.3, 0.4]);
        project.mix(StyleKey::Shipped("c"));
        assert_eq!(project.shares(), [0.5, 0.5]);
    }

    #[test]
    fn axes_at_rest_leave_no_trace_and_a_style_from_nothing_needs_no_painting() {
        let mut project = Project::default();
        project.choose(StyleKey::Random(7));
        let plain = project.clone();
        project.set_axis(3, 1.5);
        assert_eq!(project.recipe.style_axes, [0.0, 0.0, 0.0, 1.5]);
        assert_ne!(project, plain);
        project.set_axis(3, 0.0);
        assert_eq!(project, plain);
        let recipe = project.named_recipe();
        assert_eq!((recipe.random_style, recipe.random_weight), (Some(7), 1.0));
        assert!(project.styles[0].is_ready() && project.has_found_style());
    }

    #[test]
    fn what_is_automatic_is_painted_as_it_is_seen_and_the_recipe_keeps_it() {
        let photograph = |width: usize| Loaded {
            picture: Arc::new(Picture::from_rgb(width, 8, vec![0.5; 24 * width])),
            source: Default::default(),
            path: None,
        };
        let mut project = Project {
            photograph: Some(Arc::new(photograph(2048))),
            ..Project::default()
        };
        let (instant, refine) = (Engine::Instant, Engine::Refine);
        assert_eq!(project.size(instant, Some(1024)), Some((1024, 4)));
        assert_eq!(project.size(instant, None), Some((2048, 8)));
        assert_eq!(project.size(instant, Some(4000)), Some((2048, 8)));
        assert_eq!(project.size(refine, Some(1024)), Some((1024, 4)));
        assert_eq!(project.size(refine, None), Some((2048, 8)));
        // Pixels take minutes.
        let decoder = project.recipe.clone();
        project.recipe.choose_optimizer(OptimizerKind::Adam);
        assert_eq!(project.size(refine, Some(1024)), Some((640, 3)));
        project.recipe = decoder;
        assert_eq!(project.named_recipe().size, Size::Default);
        project.recipe.size = Size::Own;
        assert_eq!(project.size(instant, Some(1024)), Some((2048, 8)));
        project.recipe.size = Size::LongSide(6000);
        assert_eq!(project.size(instant, Some(1024)), Some((6000, 23)));
        assert_eq!(project.named_recipe().size, Size::LongSide(6000));
    }

    #[test]
    fn weights_do_not_need_a_new_run_but_a_size_does() {
        let mut other = Project::default();
        other.recipe.controls.style = 3.0;
        assert!(Project::default().same_run(&other));
        other.recipe.size = Size::LongSide(99);
        assert!(!Project::default().same_run(&other));
    }
}
