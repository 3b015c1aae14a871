//! What a job is painted from, read on any thread.

use super::{Job, painting_side, resident};
use crate::{
    compute::{Budget, Forecast},
    error::Result,
    nn::NetSpec,
    picture::{self, Crop, DecodeLimits, Format, Picture, PictureWarning},
    session::{
        code::read_code,
        deliver::Delivery,
        request::{ChosenPainting, PaintRequest, part_of},
        shelf::read,
    },
    stylize::{Engine, Instant, Look, Recipe, Size, Start, Style, StyleRef, refine_forecast},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// What a job reads: pixels and numbers, no tensors.
pub struct JobSources {
    /// The part of the photograph that is painted, at its own size.
    pub(super) photograph: Arc<Picture>,
    /// The parts of the paintings that are looked at, in the recipe's order.
    pub(super) paintings: Vec<Arc<Picture>>,
    /// The style codes, in the recipe's order.
    pub(super) codes: Vec<Style>,
    /// The start picture, if there is one.
    pub(super) start: Option<Picture>,
    /// The job's, with its sources named.
    pub(super) recipe: Recipe,
    /// Whether the result is compared with its sources, see [`Job::measure`].
    pub(super) measure: bool,
    /// What is to be said of the files.
    pub(super) warnings: Vec<(PathBuf, PictureWarning)>,
}

impl JobSources {
    /// Reads all of a job.
    ///
    /// # Errors
    /// If a source cannot be used, the format cannot hold what is asked for, or the job does not fit into
    /// memory.
    pub fn read(job: &Job) -> Result<Self> {
        let Delivery { path, options, .. } = &job.delivery;
        let format = Format::of(path)?;
        options.check(format, path)?;
        let budget = Budget::of(job.memory);
        let limits = match job.recipe.engine {
            Engine::Instant => budget,
            Engine::Refine => budget.half(),
        };
        let limits = limits.for_reading();
        let (photograph, content) = read(&job.content, limits)?;
        let mut recipe = job.recipe.clone();
        recipe.keep_crop_of(&content);
        recipe.content = content;
        let photograph = recipe.crop.cut(photograph);
        let size = recipe.size_of(photograph.width, photograph.height);
        // Said before the minutes of painting.
        options.check_size(format, job.delivery.size.unwrap_or(size), path)?;
        job.delivery.check_recipe(&recipe, &photograph.metadata)?;
        forecast(&job.net, &recipe, &photograph, size, budget)
            .with_resting(resident(&photograph))
            .check(size.0, size.1, budget)?;
        let mut sources = Self {
            photograph: Arc::new(photograph),
            paintings: Vec::new(),
            codes: Vec::new(),
            start: None,
            recipe,
            measure: job.measure,
            warnings: Vec::new(),
        };
        let said = sources.photograph.warnings.clone();
        sources.warn(&job.content, &said);
        sources.read_styles(job, limits)?;
        if let Some(path) = &job.start {
            let (picture, source) = read(path, limits)?;
            sources.warn(path, &picture.warnings);
            sources.recipe.start = Start::Picture(source);
            sources.start = Some(picture);
        }
        Ok(sources)
    }

    /// What the window has read already.
    ///
    /// # Errors
    /// If the job does not fit into memory.
    pub(in crate::session) fn of(start: &PaintRequest) -> Result<Self> {
        let mut recipe = start.named_recipe();
        recipe.size = start.exact_size();
        let photograph = part_of(&start.photograph.picture, recipe.crop);
        let size = recipe.size_of(photograph.width, photograph.height);
        let budget = Budget::now();
        let net = NetSpec::BuiltIn;
        forecast(&net, &recipe, &photograph, size, budget).check(size.0, size.1, budget)?;
        let side = painting_side(&recipe, size.0.max(size.1));
        let painting = |chosen: &ChosenPainting| {
            let part = part_of(&chosen.painting.picture, chosen.crop);
            match recipe.engine {
                Engine::Instant => part,
                Engine::Refine => Arc::new(picture::at_most(&part, side)),
            }
        };
        Ok(Self {
            paintings: start.paintings.iter().map(painting).collect(),
            codes: start.codes.iter().map(|(style, _)| style.clone()).collect(),
            start: None,
            photograph,
            recipe,
            measure: false,
            warnings: Vec::new(),
        })
    }

    fn warn(&mut self, path: &Path, warnings: &[PictureWarning]) {
        let named = warnings.iter().map(|warning| (path.to_owned(), *warning));
        self.warnings.extend(named);
    }

    /// What is to be said of the files that were read.
    pub fn warnings(&self) -> &[(PathBuf, PictureWarning)] {
        &self.warnings
    }

    fn read_styles(&mut self, job: &Job, limits: DecodeLimits) -> Result<()> {
        let recipe = &mut self.recipe;
        let instant = recipe.engine == Engine::Instant;
        if instant && job.styles.is_empty() && job.codes.is_empty() && recipe.mixed_style.is_some()
        {
            // What the recipe names is in its mixed style already.
            return Ok(());
        }
        recipe.styles.clear();
        recipe.style_codes.clear();
        let (width, height) = recipe.size_of(self.photograph.width, self.photograph.height);
        for (i, (painting, weight)) in job.styles.iter().enumerate() {
            let path = painting.path().unwrap_or(Path::new("")).to_owned();
            let shipped = painting.tuning(Instant::hash_for(recipe)).cloned();
            let (painting, source) = painting.read(limits)?;
            let said = painting
                .warnings
                .iter()
                .map(|warning| (path.clone(), *warning));
            self.warnings.extend(said);
            let crop = job.recipe.crop_of_style(i, &source.blake3);
            // What a recipe says of its painting holds, also that nothing was learnt of it then.
            let known = job.recipe.style_of_file(i, &source.blake3);
            let tuning = known.map_or(shipped, |style| style.tuning.clone());
            let painting = crop.cut(painting);
            self.paintings.push(Arc::new(if instant {
                painting
            } else {
                let side = painting_side(recipe, width.max(height));
                picture::at_most(&painting, side)
            }));
            recipe.styles.push(StyleRef {
                source,
                weight: *weight,
                crop,
                tuning,
            });
        }
        for (path, weight) in &job.codes {
            let (style, source) = read_code(path)?;
            self.codes.push(style);
            recipe.style_codes.push(StyleRef {
                source,
                weight: *weight,
                crop: Crop::default(),
                tuning: None,
            });
        }
        Ok(())
    }

    /// Width and height of the photograph and of the result, if nobody asked for that size.
    pub fn shrunk(&self) -> Option<((usize, usize), (usize, usize))> {
        let own = (self.photograph.width, self.photograph.height);
        let size = self.recipe.size_of(own.0, own.1);
        (self.recipe.size == Size::Default && own != size).then_some((own, size))
    }
}

/// What painting the photograph takes beside itself.
fn forecast(
    net: &NetSpec,
    recipe: &Recipe,
    photograph: &Picture,
    (width, height): (usize, usize),
    budget: Budget,
) -> Forecast {
    let (forecast, copies) = match recipe.engine {
        Engine::Refine => {
            let size = (width, height);
            (refine_forecast(recipe, net.forecast(), size, budget), 0)
        }
        // The result, and the photograph at its size.
        Engine::Instant => {
            let same_size = (photograph.width, photograph.height) == (width, height);
            let forecast = Instant::forecast(width, height, budget);
            (forecast, if same_size { 1 } else { 2 })
        }
    };
    let alpha = if photograph.alpha.is_some() { 4 } else { 0 };
    Forecast {
        bytes_per_pixel: forecast.bytes_per_pixel + copies * (12 + alpha),
        ..forecast
    }
}

impl JobSources {
    /// The style that the recipe asks for.
    pub(super) fn style(&self, instant: &Instant) -> Result<Style> {
        let recipe = &self.recipe;
        let mut styles = Vec::new();
        for (painting, named) in self.paintings.iter().zip(&recipe.styles) {
            let style = instant.style_code(painting, recipe.style_scale)?;
            styles.push((style.tuned(named.tuning.clone()), named.weight));
        }
        let shares = recipe.style_codes.iter().map(|style| style.weight);
        styles.extend(self.codes.iter().cloned().zip(shares));
        let nothing = recipe.mixed_style.is_none() && recipe.random_style.is_none();
        if styles.is_empty() && nothing {
            let own = instant.own_style(Some(&self.photograph), &recipe.domain)?;
            styles.extend(own.map(|own| (own, 1.0)));
        }
        instant.style_of(recipe, styles)
    }

    /// What Refine starts from if it starts from Instant, painted in `style`.
    pub(super) fn started(&self, instant: &Instant, style: &Style) -> Result<Picture> {
        let Picture { width, height, .. } = *self.photograph;
        let (width, height) = self.recipe.size_of(width, height);
        let photograph = at_size(Arc::clone(&self.photograph), width, height);
        let content = instant.encode_content(photograph, self.recipe.strokes())?;
        // Colours of the photograph are a matter of Refine's paintings; Luma of its end.
        instant.paint(&content, style, &Look::of(&self.recipe))
    }
}

/// `photograph` at another size, or itself if it has that size: large ones are not held twice.
pub(super) fn at_size(photograph: Arc<Picture>, width: usize, height: usize) -> Arc<Picture> {
    if (photograph.width, photograph.height) == (width, height) {
        photograph
    } else {
        Arc::new(picture::resize(&photograph, width, height))
    }
}
