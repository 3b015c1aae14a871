//! Instant with what it has seen lately: a photograph is looked at once for each size, a painting once
//! for each style scale, so that all else only runs the decoder.

use super::{ChosenPainting, Loaded, StartRun, part_of};
use crate::{
    compute::{Budget, Compute, Forecast},
    error::Result,
    nn::FeatureNet,
    picture::{Crop, Picture, at_most, resize},
    stylize::{Content, Instant, Strokes, Style},
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
    blake3: String,
    crop: Crop,
    size: (usize, usize),
    strokes: Strokes,
    /// Whether it was reduced before it was cut.
    sketch: bool,
}

impl ContentKey {
    fn new(start: &StartRun, size: (usize, usize), sketch: bool) -> Self {
        let strokes = start.recipe.strokes();
        Self {
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
    blake3: String,
    crop: Crop,
    scale: f32,
}

/// Instant, its eyes and its memory.
pub struct Painter {
    pub instant: Arc<Instant>,
    pub net: Arc<FeatureNet>,
    contents: VecDeque<(ContentKey, Content)>,
    styles: VecDeque<(StyleKey, Style)>,
    /// The photograph that sketches are cut out of, by its hash.
    source: Option<(String, Arc<Picture>)>,
}

impl Painter {
    pub fn new(net: Arc<FeatureNet>, compute: &Compute) -> Result<Self> {
        Ok(Self {
            instant: Arc::new(Instant::built_in(Arc::clone(&net), compute.clone())?),
            net,
            contents: VecDeque::new(),
            styles: VecDeque::new(),
            source: None,
        })
    }

    /// Whether a photograph was seen already.
    pub fn knows(&self, start: &StartRun, size: (usize, usize), sketch: bool) -> bool {
        let key = ContentKey::new(start, size, sketch);
        self.contents.iter().any(|(known, _)| *known == key)
    }

    /// The photograph of `start` at `size`, cropped and seen. A `sketch` may be cut out of a reduced one.
    pub fn content(
        &mut self,
        start: &StartRun,
        size: (usize, usize),
        sketch: bool,
    ) -> Result<Content> {
        let key = ContentKey::new(start, size, sketch);
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
        let content = self.instant.encode_content(part, key.strokes)?;
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
    pub fn style(&mut self, start: &StartRun) -> Result<Style> {
        let recipe = &start.recipe;
        let mut styles = Vec::new();
        for chosen in &start.paintings {
            let style = self.seen(chosen, recipe.style_scale)?;
            styles.push((style, chosen.weight));
        }
        styles.extend(start.codes.iter().cloned());
        self.instant.style_of(recipe, styles)
    }

    fn seen(&mut self, chosen: &ChosenPainting, scale: f32) -> Result<Style> {
        let key = StyleKey {
            blake3: chosen.painting.source.blake3.clone(),
            crop: chosen.crop,
            scale,
        };
        if let Some((_, style)) = self.styles.iter().find(|(known, _)| *known == key) {
            return Ok(style.clone());
        }
        let part = part_of(&chosen.painting.picture, chosen.crop);
        let style = self.instant.style_code(&part, scale)?;
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
