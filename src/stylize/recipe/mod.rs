//! The recipe: everything that makes a picture, as one value that is edited, saved, embedded in exports and read back.

mod check;
mod sources;
#[cfg(test)]
mod tests;
mod words;

pub use sources::{SourceRef, Start, StyleRef};
pub use words::{Colour, Engine, OptimizerKind};

use super::{Controls, Size, Strokes, Style};
use crate::{
    nn::FREEDOM,
    picture::{self, Crop, Tone},
};
use serde::{Deserialize, Serialize};

/// Version of the recipe's schema.
pub const SCHEMA: u32 = 1;

/// How far a style can be moved along an axis, in standard deviations: hardly a painting lies further out.
pub const AXIS_REACH: f32 = 3.0;

/// Whether offsets along axes move nothing.
fn at_rest(axes: &[f32]) -> bool {
    axes.iter().all(|offset| *offset == 0.0)
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_nothing(steps: &usize) -> bool {
    *steps == 0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_one(weight: &f32) -> bool {
    *weight == 1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_zero(number: &f32) -> bool {
    *number == 0.0
}

/// Weights that the artist changed while the picture was being painted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Steps that were done before.
    pub step: usize,
    /// The weights from then on.
    pub controls: Controls,
}

/// Everything that makes a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Recipe {
    /// [`SCHEMA`] of the program that wrote it.
    pub schema: u32,
    /// Version of the program that wrote it.
    pub app_version: String,
    /// What paints.
    pub engine: Engine,
    /// The photograph.
    pub content: SourceRef,
    /// The part of the photograph that is painted, and how it is turned.
    #[serde(skip_serializing_if = "Crop::is_whole")]
    pub crop: Crop,
    /// The paintings.
    pub styles: Vec<StyleRef>,
    /// Size of the result.
    pub size: Size,
    /// Steps of all octaves together.
    pub steps: usize,
    /// The step after which the artist stopped, if it was before the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_after: Option<usize>,
    /// Steps that were done already in the picture that painting starts from: it begins in the octave of the
    /// next one.
    #[serde(skip_serializing_if = "is_nothing")]
    pub begun_at: usize,
    /// All weights.
    pub controls: Controls,
    /// Every change of the weights while it was painted, in order: the same recipe plays them again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Long side of the painting over that of the result.
    pub style_scale: f32,
    /// Where the colours come from.
    pub colour: Colour,
    /// Colour and tone of the result.
    #[serde(flatten)]
    pub tone: Tone,
    /// What painting starts from.
    pub start: Start,
    /// What is moved, and how.
    pub optimizer: OptimizerKind,
    /// Name of the feature network.
    pub encoder: String,
    /// blake3 hash of the feature network's weights.
    pub encoder_blake3: String,
    /// Seed of every random choice.
    pub seed: u64,
    /// How strongly Instant paints.
    pub strength: f32,
    /// How freely Instant paints the photograph's shapes, one of [`FREEDOM`](crate::nn::FREEDOM).
    #[serde(skip_serializing_if = "is_zero")]
    pub freedom: f32,
    /// How much of what a draft lacks of its style Instant asks for beyond the style itself, 0 to 1: it paints a draft, and
    /// the style code moves by this share of how the draft's differs. [`Recipe::ATTUNED`] in new pictures; recipes that do not say it are
    /// of pictures for which nothing was. A decoder that Refine fits begins without it, since it learns the same and more.
    #[serde(skip_serializing_if = "is_zero")]
    pub attunement: f32,
    /// How much of the rims that Instant leaves beside edges and along the border is taken away, 0 to 1; [`Recipe::RIMLESS`] in new pictures,
    /// nothing where it is not said, nor by a decoder that Refine fits: its losses hold rims down.
    #[serde(skip_serializing_if = "is_zero")]
    pub rimless: f32,
    /// How large the strokes are, one of [`STROKE_SIZES`](super::STROKE_SIZES): 1 is what they are in a picture of 512 px, and in
    /// pictures of all sizes that are shown at one; a decoder that Refine fits lays them 1.6 times as large. Recipes that do not say it are of pictures that Instant
    /// painted in one pass at their size ([`Strokes::Pixels`]), and paint them again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stroke_size: Option<f32>,
    /// Files of style codes that Instant mixes with the paintings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub style_codes: Vec<StyleRef>,
    /// Seed of a style from nothing that Instant mixes with the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub random_style: Option<u64>,
    /// Its share among the styles.
    #[serde(skip_serializing_if = "is_one")]
    pub random_weight: f32,
    /// How far Instant moves the mixed style along the principal axes of the style space, in standard
    /// deviations, each within [`AXIS_REACH`]; missing ones are 0.
    #[serde(skip_serializing_if = "at_rest")]
    pub style_axes: Vec<f32>,
    /// The mixed style that Instant painted in: it needs no source to paint the same again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mixed_style: Option<Style>,
    /// How far [`Recipe::mixed_style`] has been moved along the axes already; as far as `style_axes` say
    /// if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mixed_axes: Option<Vec<f32>>,
    /// Name of the generator, if Instant took part.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub painter: String,
    /// Its hash ([`ModelInfo::hash`](crate::nn::ModelInfo::hash); recipes of before have the blake3 hash of its file). What is
    /// to be painted is painted by the newest generator that ships if it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub painter_blake3: String,
    /// Name of the domain of a generator of several; its first one if it is empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub domain: String,
    /// What a later version may have added; kept so that it survives a round trip.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            engine: Engine::Refine,
            content: SourceRef::default(),
            crop: Crop::default(),
            styles: Vec::new(),
            size: Size::Default,
            steps: OptimizerKind::Adam.usual_steps()[1],
            stop_after: None,
            begun_at: 0,
            controls: Controls::default(),
            changes: Vec::new(),
            style_scale: 1.0,
            colour: Colour::Style,
            tone: Tone::default(),
            start: Start::Content,
            optimizer: OptimizerKind::Adam,
            encoder: String::new(),
            encoder_blake3: String::new(),
            seed: 42,
            strength: 1.0,
            freedom: 0.0,
            attunement: 0.0,
            rimless: 0.0,
            stroke_size: None,
            style_codes: Vec::new(),
            random_style: None,
            random_weight: 1.0,
            style_axes: Vec::new(),
            mixed_style: None,
            mixed_axes: None,
            painter: String::new(),
            painter_blake3: String::new(),
            domain: String::new(),
            other: serde_json::Map::new(),
        }
    }
}

/// How far freedom goes in the direction of a number.
fn reach(freedom: f32) -> f32 {
    if freedom > 0.0 {
        *FREEDOM.end()
    } else {
        -FREEDOM.start()
    }
}

impl Recipe {
    /// The [`Recipe::attunement`] of new pictures: more is nearer to the painting and farther from the photograph (docs/quality.md).
    pub const ATTUNED: f32 = 0.4;

    /// The [`Recipe::rimless`] of new pictures.
    pub const RIMLESS: f32 = 1.0;

    /// The freedom as artists choose it: -1 is as faithful and 1 as free as a generator learns, 0 as it was trained.
    pub fn freedom_share(&self) -> f32 {
        self.freedom / reach(self.freedom)
    }

    /// Chooses the freedom by its share, from -1 to 1.
    pub fn set_freedom_share(&mut self, share: f32) {
        self.freedom = share * reach(share);
    }

    /// How far the style that the recipe keeps is still to be moved along the axes, in standard deviations.
    pub(super) fn axes_left(&self) -> Vec<f32> {
        let Some(moved) = &self.mixed_axes else {
            return Vec::new();
        };
        let at = |axes: &[f32], i: usize| axes.get(i).copied().unwrap_or(0.0);
        let count = self.style_axes.len().max(moved.len());
        (0..count)
            .map(|i| at(&self.style_axes, i) - at(moved, i))
            .collect()
    }

    /// Writes down the style that a picture is painted in. A recipe that knows its style by numbers only
    /// keeps them as they are, and how far they are moved.
    pub fn note_style(&mut self, style: &Style) {
        let named = self.styles.len() + self.style_codes.len() + self.random_style.iter().count();
        if named > 0 || self.mixed_style.is_none() {
            self.mixed_style = Some(style.clone());
            self.mixed_axes = None;
        }
    }

    /// Forgets the style that was noted: it is to come of sources again.
    pub fn forget_style(&mut self) {
        (self.mixed_style, self.mixed_axes) = (None, None);
    }

    /// Another optimizer, with as many steps as pictures of this quality take with it, and its distance between styles unless
    /// another was chosen.
    pub fn choose_optimizer(&mut self, kind: OptimizerKind) {
        if self.controls.style_loss == self.optimizer.usual_style_loss() {
            self.controls.style_loss = kind.usual_style_loss();
        }
        let (before, now) = (self.optimizer.usual_steps(), kind.usual_steps());
        if let Some(quality) = before.iter().position(|steps| *steps == self.steps) {
            self.steps = now[quality];
        }
        self.optimizer = kind;
    }

    /// What Instant paints where nothing is asked of it.
    pub fn by_instant() -> Self {
        Self {
            engine: Engine::Instant,
            stroke_size: Some(1.0),
            attunement: Self::ATTUNED,
            rimless: Self::RIMLESS,
            ..Self::default()
        }
    }

    /// What a new picture is, painted by Instant and refined from there.
    pub fn painted_first() -> Self {
        let mut recipe = Self {
            start: Start::Instant,
            ..Self::by_instant()
        };
        recipe.choose_optimizer(OptimizerKind::Decoder);
        recipe
    }

    /// How large Instant's strokes are.
    pub fn strokes(&self) -> Strokes {
        self.stroke_size.map_or(Strokes::Pixels, Strokes::Share)
    }

    /// How large the strokes of a decoder are that Refine fits to the picture.
    pub fn fitted_strokes(&self) -> Strokes {
        self.strokes().fitted()
    }

    /// Long side of the painting over that of the result where both are compared: larger strokes are those of
    /// a painting that is seen larger.
    pub fn painting_scale(&self) -> f32 {
        self.style_scale * self.stroke_size.unwrap_or(1.0)
    }

    /// Width and height of the result from a photograph of `size`.
    pub fn result_size(&self, size: (usize, usize)) -> (usize, usize) {
        let (width, height) = self.crop.size(size);
        self.size_of(width, height)
    }

    /// Forgets the part of the photograph that is used if `content` is another one: what is cropped
    /// is one photograph, not all that are painted by the same recipe.
    pub fn keep_crop_of(&mut self, content: &SourceRef) {
        if self.content.blake3 != content.blake3 {
            self.crop = Crop::default();
        }
    }

    /// The part of a painting that is looked at, by the hash of its file; `i` is its place among
    /// the styles. All of it, if the recipe does not know it.
    pub fn crop_of_style(&self, i: usize, blake3: &str) -> Crop {
        let style = self.style_of_file(i, blake3);
        style.map(|style| style.crop).unwrap_or_default()
    }

    /// What it says of that painting, if it knows it.
    pub fn style_of_file(&self, i: usize, blake3: &str) -> Option<&StyleRef> {
        let same = |style: &&StyleRef| style.source.blake3 == blake3;
        let here = self.styles.get(i).filter(same);
        here.or_else(|| self.styles.iter().find(same))
    }

    /// Width and height of the result of a `width` x `height` part of a photograph.
    pub fn size_of(&self, width: usize, height: usize) -> (usize, usize) {
        match self.size {
            Size::Default if !self.moves_pixels() => (width, height),
            size => size.of(width, height),
        }
    }

    /// Width and height at which a canvas that shows a long side of `shown` pixels has a photograph of
    /// `size` painted: what is automatic is painted no larger than it is seen.
    pub fn canvas_size(&self, size: (usize, usize), shown: Option<usize>) -> (usize, usize) {
        let (width, height) = self.result_size(size);
        match shown.filter(|_| self.paints_what_is_seen()) {
            Some(long) if long < width.max(height) => {
                picture::fit_long_side(width, height, long.max(1))
            }
            _ => (width, height),
        }
    }

    /// Whether it is painted pixel by pixel, which takes minutes where a generator takes seconds.
    pub fn moves_pixels(&self) -> bool {
        self.engine == Engine::Refine && !self.moves_decoder()
    }

    /// Whether Refine moves the decoder that painted what it starts from.
    pub fn moves_decoder(&self) -> bool {
        (self.optimizer, &self.start) == (OptimizerKind::Decoder, &Start::Instant)
    }

    /// Whether a canvas has it painted no larger than it is seen: nobody chose a size.
    pub fn paints_what_is_seen(&self) -> bool {
        self.size == Size::Default && !self.moves_pixels()
    }

    /// Only what Instant looks at: two recipes that agree in it are painted alike, but for the tone.
    pub fn of_instant(&self) -> Self {
        let plain = Self::default();
        Self {
            engine: Engine::Instant,
            steps: plain.steps,
            stop_after: None,
            begun_at: 0,
            controls: plain.controls,
            changes: Vec::new(),
            start: plain.start,
            optimizer: plain.optimizer,
            tone: plain.tone,
            ..self.clone()
        }
    }

    /// The controls with the shares of the styles filled in.
    pub fn start_controls(&self) -> Controls {
        Controls {
            mix: self.styles.iter().map(|s| s.weight).collect(),
            ..self.controls.clone()
        }
    }

    /// The controls under which the step after `step` steps is painted.
    pub fn controls_at(&self, step: usize) -> Controls {
        let past = |change: &&Change| change.step <= step;
        match self.changes.iter().rev().find(past) {
            Some(change) => change.controls.clone(),
            None => self.start_controls(),
        }
    }
}
