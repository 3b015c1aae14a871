//! A recipe's JSON, read with suspicion.

use super::{AXIS_REACH, Recipe, SCHEMA};
use crate::{
    error::{Error, Result},
    fault::RecipeFault,
    nn::{AXES, FREEDOM},
    stylize::{Controls, STRENGTHS, STROKE_SIZES, Size},
};
use std::path::Path;

impl Recipe {
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
        if !FREEDOM.contains(&self.freedom) {
            return Err("the freedom must be between -1.25 and 2".to_owned());
        }
        if !(0.0..=1.0).contains(&self.attunement) {
            return Err("the attunement must be between 0 and 1".to_owned());
        }
        if !(0.0..=1.0).contains(&self.rimless) {
            return Err("the share of rims that is taken away must be between 0 and 1".to_owned());
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
}
