//! Instant with what it has seen lately: a photograph is looked at once for each size, a painting once
//! for each style scale, so that all else only runs the decoder.

use crate::{
    compute::{Budget, Compute, Forecast},
    error::{Error, Result},
    nn::FeatureNet,
    picture::{Crop, Picture, at_most, resize},
    session::{
        models::Generators,
        request::{ChosenPainting, Loaded, PaintRequest, part_of},
        settings::data_folder,
    },
    stylize::{Content, Instant, Recipe, Strokes, Style},
};
use std::{collections::VecDeque, sync::Arc};

/// Photographs and sizes that are remembered: the sketch's, the result's, Refine's and the small one's.
const CONTENTS: usize = 4;
/// Paintings that are remembered; each takes a few kilobytes.
const STYLES: usize = 64;
/// Long side to which a large photograph is reduced before sketches are cut out of it.
const SOURCE: usize = 2048;

/// A photograph as it is painted.
#[derive(PartialEq)]
struct ContentKey {
    /// Hash of the generator.
    painter: String,
    blake3: String,
    crop: Crop,
    size: (usize, usize),
    strokes: Strokes,
    /// Whether it was reduced before it was cut.
    sketch: bool,
}

impl ContentKey {
    fn new(instant: &Instant, start: &PaintRequest, size: (usize, usize), sketch: bool) -> Self {
        let strokes = start.recipe.strokes();
        Self {
            painter: instant.model.hash.clone(),
            strokes: if sketch { strokes.sketched() } else { strokes },
            blake3: start.photograph.source.blake3.clone(),
            crop: start.recipe.crop,
            size,
            sketch,
        }
    }
}

#[derive(PartialEq)]
struct StyleKey {
    /// Hash of the generator, in whose space of styles it lies.
    painter: String,
    blake3: String,
    crop: Crop,
    scale: f32,
}

/// Instant with all its generators, its eyes and its memory.
pub struct InstantCache {
    pub net: Arc<FeatureNet>,
    generators: Generators,
    /// What was not there when it was asked for, and was told.
    missing: Vec<String>,
    contents: VecDeque<(ContentKey, Content)>,
    styles: VecDeque<(StyleKey, Style)>,
    /// The photograph that sketches are cut out of, by its hash.
    source: Option<(String, Arc<Picture>)>,
}

impl InstantCache {
    pub fn new(net: Arc<FeatureNet>, compute: &Compute) -> Self {
        Self {
            generators: Generators::new(Arc::clone(&net), compute.clone(), data_folder()),
            net,
            missing: Vec::new(),
            contents: VecDeque::new(),
            styles: VecDeque::new(),
            source: None,
        }
    }

    /// The generator that `recipe` names; where it cannot be used, the newest, and, the first time, why.
    ///
    /// # Errors
    /// If that one cannot be used either.
    pub fn instant(&mut self, recipe: &Recipe) -> Result<(Arc<Instant>, Option<Error>)> {
        let hash = &recipe.painter_blake3;
        if !self.missing.contains(hash) {
            match self.generators.of(recipe) {
                Ok(instant) => return Ok((instant, None)),
                Err(
                    error @ (Error::MissingModel { .. } | Error::Model { .. } | Error::Io { .. }),
                ) => {
                    self.missing.push(hash.clone());
                    return Ok((self.generators.of(&Recipe::default())?, Some(error)));
                }
                Err(error) => return Err(error),
            }
        }
        Ok((self.generators.of(&Recipe::default())?, None))
    }

    /// Whether a photograph was seen already.
    pub fn knows(
        &self,
        instant: &Instant,
        start: &PaintRequest,
        size: (usize, usize),
        sketch: bool,
    ) -> bool {
        let key = ContentKey::new(instant, start, size, sketch);
        self.contents.iter().any(|(known, _)| *known == key)
    }

    /// The photograph of `start` at `size`, cropped and seen. A `sketch` may be cut out of a reduced one.
    pub fn content(
        &mut self,
        instant: &Instant,
        start: &PaintRequest,
        size: (usize, usize),
        sketch: bool,
    ) -> Result<Content> {
        let key = ContentKey::new(instant, start, size, sketch);
        if let Some(i) = self.contents.iter().position(|(k, _)| *k == key)
            && let Some(known) = self.contents.remove(i)
        {
            let content = known.1.clone();
            self.contents.push_front(known);
            return Ok(content);
        }
        let part = if sketch {
            part_of(&self.source(&start.photograph), key.crop)
        } else {
            part_of(&start.photograph.picture, key.crop)
        };
        let (width, height) = size;
        let part = if (part.width, part.height) == size {
            part
        } else {
            Arc::new(resize(&part, width, height))
        };
        // What is forgotten makes room first: both may be large.
        self.contents.truncate(CONTENTS - 1);
        let content = instant.encode_content(part, key.strokes)?;
        self.contents.push_front((key, content.clone()));
        Ok(content)
    }

    /// The photograph, reduced if it is large.
    pub fn source(&mut self, photograph: &Loaded) -> Arc<Picture> {
        let hash = &photograph.source.blake3;
        if let Some((_, picture)) = self.source.as_ref().filter(|(known, _)| known == hash) {
            return Arc::clone(picture);
        }
        let picture = if photograph.picture.long_side() > SOURCE {
            Arc::new(at_most(&photograph.picture, SOURCE))
        } else {
            Arc::clone(&photograph.picture)
        };
        self.source = Some((hash.clone(), Arc::clone(&picture)));
        picture
    }

    /// The style that `start` asks for.
    pub fn style(&mut self, instant: &Instant, start: &PaintRequest) -> Result<Style> {
        let recipe = &start.recipe;
        let mut styles = Vec::new();
        for chosen in &start.paintings {
            let style = self.seen(instant, chosen, recipe.style_scale)?;
            styles.push((style.tuned(chosen.tuning.clone()), chosen.weight));
        }
        styles.extend(start.codes.iter().cloned());
        instant.style_of(recipe, styles)
    }

    fn seen(&mut self, instant: &Instant, chosen: &ChosenPainting, scale: f32) -> Result<Style> {
        let key = StyleKey {
            painter: instant.model.hash.clone(),
            blake3: chosen.painting.source.blake3.clone(),
            crop: chosen.crop,
            scale,
        };
        if let Some((_, style)) = self.styles.iter().find(|(known, _)| *known == key) {
            return Ok(style.clone());
        }
        let part = part_of(&chosen.painting.picture, chosen.crop);
        let style = instant.style_code(&part, scale)?;
        self.styles.truncate(STYLES - 1);
        self.styles.push_front((key, style.clone()));
        Ok(style)
    }
}

/// Refuses a picture for which there is no memory.
pub fn check_memory((width, height): (usize, usize)) -> Result<()> {
    let budget = Budget::now();
    instant_forecast((width, height), budget).check(width, height, budget)
}

/// What painting a picture takes beside the program and its photograph: also the result, and the
/// photograph at its size.
pub fn instant_forecast((width, height): (usize, usize), budget: Budget) -> Forecast {
    let forecast = Instant::forecast(width, height, budget);
    Forecast {
        bytes_per_pixel: forecast.bytes_per_pixel + 2 * 12,
        ..forecast
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::NetSpec;

    #[test]
    fn a_generator_that_is_not_here_is_told_once_and_the_newest_paints() {
        let compute = Compute::cpu("test");
        let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
        let mut cache = InstantCache::new(Arc::new(net), &compute);
        let mut recipe = Recipe {
            painter: "夜".to_owned(),
            painter_blake3: "0".repeat(64),
            ..Recipe::default()
        };
        let newest = Instant::built_in_hash().to_owned();
        let (instant, said) = cache.instant(&recipe).expect("the newest");
        assert_eq!(instant.model.hash, newest);
        let said = said.expect("a reason").to_string();
        assert!(
            said.contains("夜") && said.contains("000000000000"),
            "{said}"
        );
        let (again, said) = cache.instant(&recipe).expect("the newest");
        assert!(Arc::ptr_eq(&again, &instant) && said.is_none());
        // What it painted names the one that painted.
        instant.sign(&mut recipe);
        assert_eq!(
            (recipe.painter.as_str(), &recipe.painter_blake3),
            ("impasto-0.2", &newest)
        );
        let (same, said) = cache.instant(&recipe).expect("the newest");
        assert!(Arc::ptr_eq(&same, &instant) && said.is_none());
        // One of before is still here, under a hash of before too.
        let before = crate::nn::Shipped::all()
            .iter()
            .find(|model| model.info.name == "impasto-0.1");
        let before = &before.expect("one of before").info;
        for hash in [&before.hash, &before.formerly[0]] {
            recipe.painter_blake3.clone_from(hash);
            let (older, said) = cache.instant(&recipe).expect("one of before");
            assert!(said.is_none() && older.model.hash == before.hash);
        }
        // What that one has not learnt to hear does not stand in what it painted.
        recipe.freedom = 1.0;
        instant.sign(&mut recipe);
        assert_eq!(recipe.freedom, 1.0);
        recipe.painter_blake3.clone_from(&before.hash);
        let (older, _) = cache.instant(&recipe).expect("one of before");
        older.sign(&mut recipe);
        assert_eq!(
            (recipe.painter.as_str(), recipe.freedom),
            ("impasto-0.1", 0.0)
        );
    }
}
