//! One picture by Instant from files to file, and what Refine can start from.

use super::{
    code::read_code,
    job::{Event, Flow, Job, Painted, Painters, limit, resident, system_version, title},
    shelf::read,
};
use crate::{
    compute::Forecast,
    error::{Error, Result},
    picture::{self, Crop, DecodeLimits, Picture, Stamp, measure},
    stylize::{Distances, Instant, Look, Recipe, StartFrom, Style, StyleRef, distances},
};
use std::{sync::Arc, time};

/// Long side above which a painting is of no use to be compared with.
const PAINTING_SIDE: usize = 1024;

/// Paints and saves one picture, see [`paint`](super::paint).
pub(super) fn paint_instant(
    job: &Job,
    painters: &Painters,
    observe: &mut dyn FnMut(Event<'_>) -> Flow,
) -> Result<Option<Painted>> {
    let Some(instant) = &painters.instant else {
        return Err(Error::Compute("the generator was not loaded".to_owned()));
    };
    let begin = time::Instant::now();
    let limit = limit(job);
    let limits = DecodeLimits::for_memory(limit);
    observe(Event::Stage("loading"));
    let (photograph, content) = read(&job.content, limits)?;
    let mut recipe = job.recipe.clone();
    recipe.keep_crop_of(&content);
    let photograph = recipe.crop.cut(photograph);
    let (width, height) = recipe.size_of(photograph.width, photograph.height);
    let forecast = Instant::forecast(width, height, limit);
    let same_size = (photograph.width, photograph.height) == (width, height);
    let alpha = if photograph.alpha.is_some() { 4 } else { 0 };
    // The result, and the photograph at its size.
    let copies = if same_size { 1 } else { 2 };
    Forecast {
        resting_bytes: forecast.resting_bytes + resident(&photograph),
        bytes_per_pixel: forecast.bytes_per_pixel + copies * (12 + alpha),
    }
    .check(width, height, limit)?;
    recipe.content = content;
    painters.net.name.clone_into(&mut recipe.encoder);
    painters.net.hash.clone_into(&mut recipe.encoder_blake3);
    recipe.painter_blake3.clone_from(&instant.hash);
    let (styles, paintings) = sources(job, instant, limits, &mut recipe)?;
    let style = match (Style::mix(&styles), &recipe.mixed_style) {
        (Some(style), _) => instant.moved(&style, &recipe.style_axes)?,
        // It is the final one, moved already.
        (None, Some(style)) => style.clone(),
        (None, None) => return Err(Error::NoStyle),
    };
    recipe.mixed_style = Some(style.clone());
    let photograph = Arc::new(at_size(photograph, width, height));
    let load_seconds = begin.elapsed().as_secs_f64();

    let computing = time::Instant::now();
    observe(Event::Stage("painting"));
    let content = instant.encode_content(Arc::clone(&photograph))?;
    let mut go_on = |share| observe(Event::Share(share)) == Flow::Continue;
    let painted = instant.paint_watched(&content, &style, &look(&recipe), &mut go_on)?;
    let Some(picture) = painted else {
        return Ok(None);
    };
    let compute_seconds = computing.elapsed().as_secs_f64();
    drop(content);

    let measured = if job.measure {
        let net = &painters.net;
        let scale = recipe.style_scale;
        let distances = distances(
            net,
            &photograph,
            &paintings,
            &picture,
            scale,
            &painters.compute,
        )?;
        Some(distances)
    } else {
        None
    };
    // A large picture is saved with room for its file only.
    drop(photograph);
    observe(Event::Stage("saving"));
    let stamp = Stamp {
        recipe: Some(recipe.to_json()),
        system_version: system_version(&instant.hash),
        title: Some(title(job)),
    };
    picture::export(&picture, &job.output, &job.export, &stamp)?;
    Ok(Some(Painted {
        steps: 1,
        losses: None,
        content_distance: measured.map(|Distances { content, .. }| content),
        style_distance: measured.and_then(|Distances { style, .. }| style),
        measures: measure(&picture),
        picture,
        recipe,
        load_seconds,
        compute_seconds,
        total_seconds: begin.elapsed().as_secs_f64(),
    }))
}

/// `photograph` at another size, given back if it has that size: large ones are not held twice.
fn at_size(photograph: Picture, width: usize, height: usize) -> Picture {
    if (photograph.width, photograph.height) == (width, height) {
        photograph
    } else {
        picture::resize(&photograph, width, height)
    }
}

/// How `recipe` wants Instant to paint.
pub(super) fn look(recipe: &Recipe) -> Look {
    Look {
        strength: recipe.strength,
        colour: recipe.colour,
        seed: recipe.seed,
    }
}

/// The styles of `job` with their shares, named in `recipe`. Also its paintings, as far as the
/// result can be compared with them: not if codes take part, which have none.
#[allow(clippy::type_complexity, reason = "two lists of pairs")]
fn sources(
    job: &Job,
    instant: &Instant,
    limits: DecodeLimits,
    recipe: &mut Recipe,
) -> Result<(Vec<(Style, f32)>, Vec<(Picture, f32)>)> {
    let (mut styles, mut paintings) = (Vec::new(), Vec::new());
    if job.styles.is_empty() && job.codes.is_empty() && recipe.mixed_style.is_some() {
        // What the recipe names is in its mixed style already.
        return Ok((styles, paintings));
    }
    recipe.styles.clear();
    recipe.style_codes.clear();
    for (i, (painting, weight)) in job.styles.iter().enumerate() {
        let (painting, source) = painting.read(limits)?;
        let crop = job.recipe.crop_of_style(i, &source.blake3);
        let painting = crop.cut(painting);
        let style = instant.style_code(&painting, recipe.style_scale)?;
        styles.push((style, *weight));
        if job.measure {
            let side = (PAINTING_SIDE as f32 * recipe.style_scale.max(1.0)) as usize;
            paintings.push((picture::at_most(&painting, side), *weight));
        }
        recipe.styles.push(StyleRef {
            source,
            weight: *weight,
            crop,
        });
    }
    for (path, weight) in &job.codes {
        let (style, source) = read_code(path)?;
        styles.push((style, *weight));
        recipe.style_codes.push(StyleRef {
            source,
            weight: *weight,
            crop: Crop::default(),
        });
    }
    if let Some(seed) = recipe.random_style {
        styles.push((instant.random_style(seed)?, recipe.random_weight));
    }
    if styles.len() > paintings.len() {
        paintings.clear();
    }
    Ok((styles, paintings))
}

/// What Refine starts from if it starts from Instant: the photograph in the style that the recipe
/// keeps, or else in that of its mixed paintings.
pub(super) fn started(
    instant: &Instant,
    photograph: &Picture,
    paintings: &[Picture],
    recipe: &Recipe,
) -> Result<StartFrom> {
    let (width, height) = recipe.size.of(photograph.width, photograph.height);
    let style = match &recipe.mixed_style {
        Some(style) => style.clone(),
        None => {
            let shares = recipe.styles.iter().map(|style| style.weight);
            let styles = paintings.iter().zip(shares).map(|(painting, weight)| {
                let style = instant.style_code(painting, recipe.style_scale)?;
                Ok((style, weight))
            });
            let styles = styles.collect::<Result<Vec<_>>>()?;
            let style = Style::mix(&styles).ok_or(Error::NoStyle)?;
            instant.moved(&style, &recipe.style_axes)?
        }
    };
    let photograph = Arc::new(picture::resize(photograph, width, height));
    let content = instant.encode_content(photograph)?;
    // Colours of the photograph are a matter of Refine's paintings; Luma of its end.
    let painted = instant.paint(&content, &style, &look(recipe))?;
    Ok(StartFrom::Picture(Box::new(painted)))
}
