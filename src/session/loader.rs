//! Reading pictures for the window, on threads of its own.

use super::{
    Painting,
    engine::Loaded,
    project::StyleKey,
    shelf::{self, read},
};
use crate::{
    compute::free_memory,
    error::{Error, Result, catch_panic},
    picture::{self, DecodeLimits, Picture, at_most, fit_long_side, resize, write_atomically},
    stylize::{Recipe, SourceRef},
};
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Longest side of a photograph on the screen; its mip levels halve that.
const SCREEN: usize = 4096;
/// Side below which no further mip level is made.
const SMALLEST: usize = 256;
/// Longest side of a card.
const CARD: usize = 256;

/// A picture for the screen: straight RGBA bytes, full size first, then halves.
#[derive(Clone, Debug)]
pub struct Levels(pub Vec<Level>);

/// One mip level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Straight RGBA, sRGB-encoded.
    pub rgba: Vec<u8>,
}

impl Levels {
    /// The levels of `picture`, from at most `side` pixels downwards.
    pub fn of(picture: &Picture, side: usize) -> Self {
        let mut levels = Vec::new();
        let mut picture = at_most(picture, side);
        loop {
            levels.push(Level {
                width: picture.width,
                height: picture.height,
                rgba: picture.to_rgba8(),
            });
            let half = picture.long_side() / 2;
            if half < SMALLEST {
                return Self(levels);
            }
            let (width, height) = fit_long_side(picture.width, picture.height, half);
            picture = resize(&picture, width, height);
        }
    }
}

/// What is to be read.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A photograph.
    Photograph(Source),
    /// A painting that becomes a card of the shelf and is chosen.
    Style(Source),
    /// A painting of the shelf, at full size.
    Painting(StyleKey, Painting),
    /// The card of a painting.
    Card(StyleKey, Painting),
    /// A recipe: a JSON file or a picture that carries one.
    Recipe(PathBuf),
}

/// Where a picture comes from.
#[derive(Clone, Debug)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// A file inside the program.
    Embedded(&'static str, &'static [u8]),
    /// Straight RGBA from the clipboard.
    Pasted {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// Straight RGBA, sRGB-encoded.
        rgba: Arc<[u8]>,
    },
}

/// What was read.
pub enum Answer {
    /// A photograph, also for the screen; and the recipe it carries, if Impasto painted it.
    Photograph(Arc<Loaded>, Levels, Option<Box<Recipe>>),
    /// A new card, chosen.
    Style(StyleKey, PathBuf, Arc<Loaded>, Level),
    /// A painting at full size.
    Painting(StyleKey, Arc<Loaded>),
    /// A card.
    Card(StyleKey, Level),
    /// A recipe and where its sources may be.
    Recipe(Box<Recipe>, PathBuf),
    /// Something could not be read.
    Failed(Ask, Arc<Error>),
}

/// Threads that read pictures.
pub struct Loader {
    asks: Sender<Ask>,
    answers: Receiver<Answer>,
}

impl Loader {
    /// Starts the threads; the artist's own styles are kept in `styles`, and `wake` is called when
    /// something was read.
    pub fn start(styles: PathBuf, wake: impl Fn() + Send + Sync + Clone + 'static) -> Self {
        let (asks, inbox) = unbounded::<Ask>();
        let (outbox, answers) = bounded(64);
        // Two: a photograph need not wait until all cards are there.
        for _ in 0..2 {
            let (inbox, outbox, wake, styles) =
                (inbox.clone(), outbox.clone(), wake.clone(), styles.clone());
            let body = move || {
                for ask in inbox {
                    let read = catch_panic(|| answer(&ask, &styles)).map_err(Error::Compute);
                    let answer = read
                        .and_then(|read| read)
                        .unwrap_or_else(|e| Answer::Failed(ask, Arc::new(e)));
                    if outbox.send(answer).is_err() {
                        return;
                    }
                    wake();
                }
            };
            // Without threads nothing is read, and the window says that it is still loading.
            let _ = std::thread::Builder::new()
                .name("load".to_owned())
                .spawn(body);
        }
        Self { asks, answers }
    }

    /// Asks for something.
    pub fn ask(&self, ask: Ask) {
        // The threads live as long as this.
        let _ = self.asks.send(ask);
    }

    /// What was read since the last call.
    pub fn answers(&self) -> Vec<Answer> {
        self.answers.try_iter().collect()
    }
}

fn limits() -> DecodeLimits {
    DecodeLimits::for_memory(free_memory() / 3)
}

fn answer(ask: &Ask, styles: &Path) -> Result<Answer> {
    Ok(match ask {
        Ask::Photograph(source) => {
            let loaded = load(source)?;
            let recipe = match source {
                Source::File(path) => picture::recipe_in(path)
                    .ok()
                    .flatten()
                    .and_then(|text| Recipe::from_json(&text, path).ok()),
                _ => None,
            };
            let levels = Levels::of(&loaded.picture, SCREEN);
            Answer::Photograph(Arc::new(loaded), levels, recipe.map(Box::new))
        }
        Ask::Style(source) => {
            let loaded = load(source)?;
            let kept = keep(source, &loaded, styles)?;
            let card = card(&loaded.picture);
            let key = StyleKey::Own(loaded.source.blake3.clone());
            Answer::Style(key, kept, Arc::new(loaded), card)
        }
        Ask::Painting(key, painting) => {
            let (picture, source) = painting.read(limits())?;
            let loaded = Loaded {
                picture: Arc::new(picture),
                source,
                path: painting.path().map(Path::to_owned),
            };
            Answer::Painting(key.clone(), Arc::new(loaded))
        }
        Ask::Card(key, painting) => {
            let (picture, _) = painting.read(limits())?;
            Answer::Card(key.clone(), card(&picture))
        }
        Ask::Recipe(path) => Answer::Recipe(Box::new(Recipe::open(path)?), path.clone()),
    })
}

fn card(picture: &Picture) -> Level {
    let small = at_most(picture, CARD);
    Level {
        width: small.width,
        height: small.height,
        rgba: small.to_rgba8(),
    }
}

fn load(source: &Source) -> Result<Loaded> {
    let (picture, source, path) = match source {
        Source::File(path) => {
            let (picture, source) = read(path, limits())?;
            (picture, source, Some(path.clone()))
        }
        Source::Embedded(name, bytes) => {
            let source = SourceRef {
                name: (*name).to_owned(),
                blake3: blake3::hash(bytes).to_string(),
                licence: Some(shelf::LICENCE.to_owned()),
            };
            (
                picture::decode(bytes, Path::new(name), limits())?,
                source,
                None,
            )
        }
        Source::Pasted {
            width,
            height,
            rgba,
        } => {
            let float = |byte: u8| f32::from(byte) / 255.0;
            let pixels = rgba.chunks_exact(4);
            let rgb = pixels.clone().flat_map(|p| [p[0], p[1], p[2]]).map(float);
            let mut picture = Picture::from_rgb(*width, *height, rgb.collect());
            if pixels.clone().any(|p| p[3] < 255) {
                picture.alpha = Some(pixels.map(|p| float(p[3])).collect());
            }
            let source = SourceRef {
                name: "pasted.png".to_owned(),
                blake3: blake3::hash(rgba).to_string(),
                licence: None,
            };
            (picture, source, None)
        }
    };
    Ok(Loaded {
        picture: Arc::new(picture),
        source,
        path,
    })
}

/// Copies a painting to the artist's own styles, so that its card is there at the next start.
fn keep(source: &Source, loaded: &Loaded, styles: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(styles).map_err(Error::io("create", styles))?;
    match source {
        Source::File(path) if path.starts_with(styles) => Ok(path.clone()),
        Source::File(path) => {
            let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
            let kept = free_name(styles, path, &bytes);
            write_atomically(&kept, &bytes)?;
            Ok(kept)
        }
        Source::Embedded(name, bytes) => {
            let kept = styles.join(name);
            write_atomically(&kept, bytes)?;
            Ok(kept)
        }
        Source::Pasted { .. } => {
            let kept = styles.join(format!("{}.png", &loaded.source.blake3[..12]));
            let options = picture::ExportOptions::default();
            picture::export(&loaded.picture, &kept, &options, &picture::Stamp::default())?;
            Ok(kept)
        }
    }
}

/// A name in `folder` for the file `path`, that no other file has.
fn free_name(folder: &Path, path: &Path, bytes: &[u8]) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    let free = |candidate: &PathBuf| {
        !candidate.exists() || std::fs::read(candidate).is_ok_and(|there| there == bytes)
    };
    (1..)
        .map(|n| match n {
            1 => folder.join(format!("{stem}.{ending}")),
            n => folder.join(format!("{stem}-{n}.{ending}")),
        })
        .find(free)
        .unwrap_or_else(|| folder.join("style"))
}
