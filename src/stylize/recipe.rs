//! The recipe: everything that makes a picture, as one value that is edited, saved, embedded in
//! exports and read back.

use super::{Controls, STRENGTHS, STROKE_SIZES, Size, Strokes, Style};
use crate::{
    error::{Error, Result},
    fault::RecipeFault,
    loss::StyleLoss,
    nn::AXES,
    picture::{self, Crop, Tone},
};
use serde::{Deserialize, Serialize};
use std::{fmt, path::Path, str::FromStr};

/// Version of the recipe's schema.
pub const SCHEMA: u32 = 1;

/// A source file by name and content; never by folder, which is nobody's business but the artist's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceRef {
    /// File name without folders.
    pub name: String,
    /// blake3 hash of the file's content.
    pub blake3: String,
    /// Licence, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
}

/// A painting and its share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StyleRef {
    /// The painting.
    #[serde(flatten)]
    pub source: SourceRef,
    /// Its share among the styles.
    pub weight: f32,
    /// The part of it that is looked at.
    #[serde(default, skip_serializing_if = "Crop::is_whole")]
    pub crop: Crop,
}

/// What paints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// One pass of the generator.
    Instant,
    /// Optimisation of the pixels.
    #[default]
    Refine,
}

/// Where the colours come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// The painting.
    #[default]
    Style,
    /// The painting is first matched to the photograph's mean and covariance.
    Content,
    /// Only lightness is painted; hue and chroma stay the photograph's.
    Luma,
}

/// How the pixels are moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptimizerKind {
    /// Adam.
    #[default]
    Adam,
    /// L-BFGS, one evaluation a step.
    Lbfgs,
}

/// What painting starts from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// The photograph.
    #[default]
    Content,
    /// Noise from the recipe's seed.
    Noise,
    /// What Instant makes of the photograph in the recipe's styles.
    Instant,
    /// Another picture.
    Picture(SourceRef),
}

/// How far a style can be moved along an axis, in standard deviations: hardly a painting lies
/// further out.
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
    /// How the pixels are moved.
    pub optimizer: OptimizerKind,
    /// Name of the feature network.
    pub encoder: String,
    /// blake3 hash of the feature network's weights.
    pub encoder_blake3: String,
    /// Seed of every random choice.
    pub seed: u64,
    /// How strongly Instant paints.
    pub strength: f32,
    /// How large the strokes are, one of [`STROKE_SIZES`]: 1 is what they are in a picture of 512 px, and in
    /// pictures of all sizes that are shown at one. Recipes that do not say it are of pictures that Instant
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
    /// blake3 hash of the generator's weights, if Instant took part.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub painter_blake3: String,
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
            steps: Self::DEFAULT_STEPS,
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
            stroke_size: None,
            style_codes: Vec::new(),
            random_style: None,
            random_weight: 1.0,
            style_axes: Vec::new(),
            mixed_style: None,
            mixed_axes: None,
            painter_blake3: String::new(),
            other: serde_json::Map::new(),
        }
    }
}

impl Recipe {
    /// Steps of a picture of normal quality.
    pub const DEFAULT_STEPS: usize = 300;
    /// Longest recipe that is read, in bytes.
    const MAX_BYTES: u64 = 1 << 20;

    /// Reads a recipe from a JSON file or from a picture that Impasto wrote.
    ///
    /// # Errors
    /// If the file cannot be read, holds no recipe, or one of a newer schema.
    pub fn open(path: &Path) -> Result<Self> {
        let size = std::fs::metadata(path)
            .map_err(Error::io("read", path))?
            .len();
        if let Some(text) = picture::recipe_in(path)? {
            return Self::from_json(&text, path);
        }
        if size > Self::MAX_BYTES {
            return Err(Error::recipe(
                path,
                RecipeFault::None("it is neither a recipe nor a picture that Impasto wrote"),
            ));
        }
        let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
        let text = String::from_utf8(bytes).map_err(|_| {
            Error::recipe(
                path,
                RecipeFault::None("it is neither text nor a picture that carries a recipe"),
            )
        })?;
        Self::from_json(&text, path)
    }

    /// Parses a recipe's JSON; `path` is only for messages.
    ///
    /// # Errors
    /// If it is no recipe, one of a newer schema, or holds values without meaning.
    pub fn from_json(text: &str, path: &Path) -> Result<Self> {
        // Editors of some systems put a byte order mark before it.
        let text = text.trim_start_matches('\u{feff}');
        let value: serde_json::Value = serde_json::from_str(text).map_err(|e| {
            Error::recipe(
                path,
                RecipeFault::Broken(format!("it is not valid JSON ({e})")),
            )
        })?;
        let schema = value.get("schema").and_then(serde_json::Value::as_u64);
        match schema {
            None => {
                return Err(Error::recipe(
                    path,
                    RecipeFault::None("it has no \"schema\" number, so it is not a recipe"),
                ));
            }
            Some(newer) if newer > u64::from(SCHEMA) => {
                return Err(Error::recipe(path, RecipeFault::Newer(newer)));
            }
            Some(_) => {}
        }
        let recipe: Self = serde_json::from_value(value)
            .map_err(|e| Error::recipe(path, RecipeFault::Broken(e.to_string())))?;
        recipe
            .check()
            .map_err(|reason| Error::recipe(path, RecipeFault::Broken(reason)))?;
        Ok(recipe)
    }

    /// The recipe as one line of JSON.
    pub fn to_json(&self) -> String {
        // A struct of plain values always serialises.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Says what is wrong with the values, if anything.
    ///
    /// # Errors
    /// The first setting that has no meaning.
    pub fn check(&self) -> Result<(), String> {
        let styles = self.styles.iter().chain(&self.style_codes);
        let weights = styles.map(|s| s.weight).chain([self.random_weight]);
        let styles = weights.map(|weight| ("weight of a style", weight));
        let later = self.changes.iter().map(|change| &change.controls);
        let all = std::iter::once(&self.controls).chain(later);
        for (name, value) in all.flat_map(Controls::named).chain(styles) {
            if !(0.0..=1e6).contains(&value) {
                return Err(format!("the {name} must be between 0 and 1000000"));
            }
        }
        for crop in std::iter::once(&self.crop).chain(self.styles.iter().map(|s| &s.crop)) {
            crop.check()?;
        }
        if !(0.01..=100.0).contains(&self.style_scale) {
            return Err("the style scale must be between 0.01 and 100".to_owned());
        }
        if self.steps == 0 || self.stop_after == Some(0) {
            return Err("at least one step is needed".to_owned());
        }
        let shares = self.styles.iter().chain(&self.style_codes);
        let random = self.random_style.map(|_| self.random_weight);
        let mut shares = shares.map(|s| s.weight).chain(random).peekable();
        if shares.peek().is_some() && shares.all(|weight| weight == 0.0) {
            return Err("at least one style needs a weight above 0".to_owned());
        }
        let near = |offset: &f32| (-AXIS_REACH..=AXIS_REACH).contains(offset);
        let known = |axes: &Vec<f32>| axes.len() <= AXES && axes.iter().all(near);
        if !known(&self.style_axes) || !self.mixed_axes.iter().all(known) {
            return Err(format!(
                "there are {AXES} axes of the style space, each from -{AXIS_REACH} to {AXIS_REACH}"
            ));
        }
        if !STRENGTHS.contains(&self.strength) {
            return Err("the strength must be between 0 and 1.5".to_owned());
        }
        self.tone.check()?;
        let strokes = self.stroke_size.unwrap_or(1.0);
        if !STROKE_SIZES.contains(&strokes) {
            return Err("the stroke size must be between 0.25 and 4".to_owned());
        }
        if matches!(self.size, Size::LongSide(0)) {
            return Err("the size must be at least 1".to_owned());
        }
        Ok(())
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

    /// How large Instant's strokes are.
    pub fn strokes(&self) -> Strokes {
        self.stroke_size.map_or(Strokes::Pixels, Strokes::Share)
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
        let same = |style: &&StyleRef| style.source.blake3 == blake3;
        let here = self.styles.get(i).filter(same);
        here.or_else(|| self.styles.iter().find(same))
            .map(|style| style.crop)
            .unwrap_or_default()
    }

    /// Width and height of the result of a `width` x `height` part of a photograph.
    pub fn size_of(&self, width: usize, height: usize) -> (usize, usize) {
        match (self.engine, self.size) {
            (Engine::Instant, Size::Default) => (width, height),
            (_, size) => size.of(width, height),
        }
    }

    /// Width and height at which a canvas that shows a long side of `shown` pixels has a photograph of
    /// `size` painted: what is automatic is painted no larger than it is seen.
    pub fn canvas_size(&self, size: (usize, usize), shown: Option<usize>) -> (usize, usize) {
        let (width, height) = self.result_size(size);
        let automatic = (self.engine, self.size) == (Engine::Instant, Size::Default);
        match shown.filter(|_| automatic) {
            Some(long) if long < width.max(height) => {
                picture::fit_long_side(width, height, long.max(1))
            }
            _ => (width, height),
        }
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

macro_rules! words {
    ($kind:ident, $what:literal, $($word:literal => $value:ident),+) => {
        impl FromStr for $kind {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok(Self::$value),)+
                    _ => Err(format!(concat!("'{}' is not ", $what, "; use ", $("'", $word, "' "),+), text)),
                }
            }
        }
        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$value => $word,)+ })
            }
        }
    };
}
words!(Engine, "an engine", "instant" => Instant, "refine" => Refine);
words!(Colour, "a colour mode", "style" => Style, "content" => Content, "luma" => Luma);
words!(OptimizerKind, "an optimizer", "adam" => Adam, "lbfgs" => Lbfgs);
words!(StyleLoss, "a style loss", "gram" => Gram, "gatys" => Gatys, "moments" => Moments, "wasserstein" => Wasserstein);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_fields_survive_and_newer_schemas_are_refused() {
        let path = Path::new("r.json");
        let recipe = Recipe::from_json(r#"{"schema":1,"mood":{"warm":3}}"#, path).expect("valid");
        assert!(recipe.to_json().contains(r#""mood":{"warm":3}"#));
        assert!(recipe.crop.is_whole() && !recipe.to_json().contains("crop"));
        let bad = r#"{"schema":1,"crop":{"width":0}}"#;
        assert!(Recipe::from_json(bad, path).is_err());
        let newer = Recipe::from_json(r#"{"schema":2}"#, path).expect_err("newer");
        assert!(newer.to_string().contains("newer version"), "{newer}");
    }

    #[test]
    fn a_recipe_survives_its_own_json() {
        let recipe = Recipe {
            size: Size::LongSide(77),
            start: Start::Picture(SourceRef::default()),
            styles: vec![StyleRef {
                source: SourceRef::default(),
                weight: 0.3,
                crop: Crop::default().turned(true),
            }],
            crop: Crop {
                left: 0.1,
                width: 0.7,
                degrees: -3.3,
                ..Crop::default()
            },
            ..Recipe::default()
        };
        let back = Recipe::from_json(&recipe.to_json(), Path::new("r.json")).expect("valid");
        assert_eq!(back, recipe);
    }
}
