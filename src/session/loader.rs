//! Everything of the window that touches files, on threads of its own.

use super::{
    Autosave, Painting, SaveWork, Settings, Unfinished,
    chosen::StyleKey,
    code::{CODE_ENDING, FoundStyle, read_code},
    deliver::{Delivery, bytes_of},
    engine::Loaded,
    looks::{self, SavedLook},
    own,
    shelf::{self, Origin, read},
};
use crate::{
    compute::{Budget, SCREEN, give_back},
    error::{Error, Result, catch_panic},
    picture::{self, DecodeLimits, Picture, at_most, write_atomically},
    stylize::{Recipe, SourceRef, Style},
};
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use crate::compute::{Level, Levels};

/// Longest side of a card.
const CARD: usize = 256;

/// What is to be read.
#[derive(Clone, Debug)]
pub enum Ask {
    /// A photograph.
    Photograph(Source),
    /// A painting that becomes a card of the shelf, and whether it is chosen.
    Style(Source, bool),
    /// A painting of the shelf, at full size.
    Painting(StyleKey, Painting),
    /// A style that was found.
    Code(StyleKey, PathBuf),
    /// A style to be kept among the artist's own, under a name.
    Keep(String, Box<Style>),
    /// Another name for one of the artist's own.
    Rename(StyleKey, PathBuf, String),
    /// One of the artist's own, to be removed.
    Remove(StyleKey, PathBuf),
    /// A picture in memory, for the screen.
    Screen(Arc<Loaded>),
    /// The card of a painting.
    Card(StyleKey, Painting),
    /// A recipe: a JSON file or a picture that carries one.
    Recipe(PathBuf),
    /// The artist's own styles.
    Shelf,
    /// What the files and folders are that came in.
    Sort(Vec<PathBuf>),
    /// Which of the photographs opened last are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of a photograph that was opened before.
    Thumbnail(PathBuf),
    /// Work that a crash left behind.
    Unfinished,
    /// The settings, to be kept.
    Settings(Box<Settings>),
    /// The work, to be kept in case of a crash.
    Save(Box<SaveWork>),
    /// How large the file of a picture will be.
    Estimate(Box<Estimate>),
    /// Whether there is a file of this name; its folder is made if it is missing.
    Room(PathBuf),
    /// A text, to be written to a file that the artist named.
    Write(PathBuf, String),
    /// The artist's looks, after something was done with one.
    Looks(LookWork),
}

/// What is done with the artist's looks.
#[derive(Clone, Debug)]
pub enum LookWork {
    /// Nothing.
    Read,
    /// One is kept under a name.
    Keep(String, Box<Recipe>, Arc<Picture>),
    /// One gets another name.
    Rename(PathBuf, String),
    /// One is removed.
    Remove(PathBuf),
}

/// A file whose size is asked for.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// What the canvas shows.
    pub picture: Arc<Picture>,
    /// How its file would be written.
    pub delivery: Delivery,
}

/// Files and folders that came in, sorted.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// A recipe as JSON.
    pub recipe: Option<PathBuf>,
    /// A folder, and the pictures in it.
    pub folder: Option<(PathBuf, Vec<PathBuf>)>,
    /// Files of style codes.
    pub codes: Vec<PathBuf>,
    /// Pictures, as far as their first bytes tell.
    pub files: Vec<PathBuf>,
    /// What is none of these, and why it cannot be used.
    pub bad: Vec<(PathBuf, Arc<Error>)>,
}

/// Name of a picture from the clipboard, which has none.
pub const PASTED: &str = "pasted.png";

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
    /// A new card; the painting too, if it is chosen.
    Style(StyleKey, PathBuf, Option<Arc<Loaded>>, Level),
    /// A painting at full size.
    Painting(StyleKey, Arc<Loaded>),
    /// A style that was found, where it is, and whether it is chosen.
    Code(StyleKey, PathBuf, Arc<FoundStyle>, bool),
    /// A style was kept.
    Kept(StyleKey, PathBuf, Arc<FoundStyle>),
    /// One of the artist's own has another name.
    Renamed(StyleKey, PathBuf),
    /// One of the artist's own is gone.
    Removed(StyleKey),
    /// A picture for the screen, and which: the hash of its file.
    Screen(String, Levels),
    /// A card.
    Card(StyleKey, Level),
    /// A recipe and where its sources may be.
    Recipe(Box<Recipe>, PathBuf),
    /// The artist's own styles.
    Shelf(Vec<(StyleKey, Origin)>),
    /// What came in.
    Sorted(Sorted),
    /// Photographs that are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of a photograph, if it can be read.
    Thumbnail(PathBuf, Option<Level>),
    /// Work that a crash left behind.
    Unfinished(Box<Unfinished>),
    /// Bytes of a file, and for what it was asked.
    Estimate(Box<Estimate>, usize),
    /// Whether there is a file of this name.
    Room(PathBuf, bool),
    /// A file was written.
    Written(PathBuf),
    /// The artist's looks, and the one that was just kept.
    Looks(Vec<SavedLook>, Option<PathBuf>),
    /// Done, and nothing is to be said about it.
    Nothing,
    /// Something could not be read.
    Failed(Ask, Arc<Error>),
}

/// Threads that read pictures.
pub struct Loader {
    asks: Sender<Ask>,
    answers: Receiver<Answer>,
}

impl Loader {
    /// Starts the threads; settings and the artist's own styles are kept in `folder`, and `wake` is
    /// called when something was read.
    pub fn start(
        folder: PathBuf,
        autosave: Arc<Autosave>,
        wake: impl Fn() + Send + Sync + Clone + 'static,
    ) -> Self {
        let home = Home { folder, autosave };
        let (asks, inbox) = unbounded::<Ask>();
        let (outbox, answers) = bounded(64);
        // Two: a photograph need not wait until all cards are there.
        for _ in 0..2 {
            let (inbox, outbox, wake, home) =
                (inbox.clone(), outbox.clone(), wake.clone(), home.clone());
            let body = move || {
                for ask in inbox {
                    let read = catch_panic(|| home.answer(&ask)).map_err(Error::Compute);
                    let answer = read
                        .and_then(|read| read)
                        .unwrap_or_else(|e| Answer::Failed(ask, Arc::new(e)));
                    let large = matches!(answer, Answer::Photograph(..));
                    if outbox.send(answer).is_err() {
                        return;
                    }
                    wake();
                    if large {
                        // What its decoder took.
                        give_back();
                    }
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

/// What the threads know.
#[derive(Clone)]
struct Home {
    folder: PathBuf,
    autosave: Arc<Autosave>,
}

/// Two threads may read at the same time.
fn limits() -> DecodeLimits {
    Budget::now().half().for_reading()
}

impl Home {
    fn answer(&self, ask: &Ask) -> Result<Answer> {
        let styles = self.folder.join("styles");
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
            Ask::Style(Source::File(path), choose) if is_code(path) => {
                let kept = own::keep_code(path, &styles)?;
                let found = FoundStyle::open(&kept)?;
                let key = StyleKey::Own(found.source.blake3.clone());
                Answer::Code(key, kept, Arc::new(found), *choose)
            }
            Ask::Code(key, path) => {
                let found = FoundStyle::open(path)?;
                Answer::Code(key.clone(), path.clone(), Arc::new(found), false)
            }
            Ask::Keep(name, style) => {
                let kept = own::save(name, style, &styles)?;
                let found = FoundStyle::open(&kept)?;
                let key = StyleKey::Own(found.source.blake3.clone());
                Answer::Kept(key, kept, Arc::new(found))
            }
            Ask::Rename(key, path, name) => {
                Answer::Renamed(key.clone(), own::rename(path, name, &styles)?)
            }
            Ask::Remove(key, path) => {
                own::remove(path, &styles)?;
                Answer::Removed(key.clone())
            }
            Ask::Style(source, choose) => {
                let loaded = load(source)?;
                let kept = own::keep(source, &loaded, &styles)?;
                let card = card(&loaded.picture);
                let key = StyleKey::Own(loaded.source.blake3.clone());
                Answer::Style(key, kept, choose.then(|| Arc::new(loaded)), card)
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
            Ask::Screen(loaded) => Answer::Screen(
                loaded.source.blake3.clone(),
                Levels::of(&loaded.picture, SCREEN),
            ),
            Ask::Card(key, painting) => {
                let (picture, _) = painting.read(limits())?;
                Answer::Card(key.clone(), card(&picture))
            }
            Ask::Shelf => Answer::Shelf(own::styles(&styles)),
            Ask::Sort(files) => Answer::Sorted(sort(files)),
            Ask::Missing(files) => {
                let gone = files.iter().filter(|path| !path.exists());
                Answer::Missing(gone.cloned().collect())
            }
            Ask::Thumbnail(path) => {
                let picture = picture::load(path, limits()).ok();
                Answer::Thumbnail(path.clone(), picture.map(|picture| card(&picture)))
            }
            Ask::Unfinished => match Unfinished::find(&self.folder) {
                Some(found) => Answer::Unfinished(Box::new(found)),
                None => Answer::Nothing,
            },
            Ask::Settings(settings) => {
                settings.save(&self.folder)?;
                Answer::Nothing
            }
            Ask::Save(work) => {
                self.autosave.write(work)?;
                Answer::Nothing
            }
            Ask::Estimate(file) => {
                let bytes = bytes_of(&file.picture, &file.delivery)?;
                Answer::Estimate(file.clone(), bytes)
            }
            Ask::Room(path) => {
                if let Some(folder) = path.parent() {
                    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
                }
                Answer::Room(path.clone(), path.exists())
            }
            Ask::Looks(work) => {
                let folder = self.folder.join("looks");
                let mut kept = None;
                match work {
                    LookWork::Read => {}
                    LookWork::Keep(name, recipe, picture) => {
                        kept = Some(looks::save(name, recipe, picture, &folder)?);
                    }
                    LookWork::Rename(path, name) => drop(own::rename(path, name, &folder)?),
                    LookWork::Remove(path) => own::remove(path, &folder)?,
                }
                Answer::Looks(looks::looks(&folder), kept)
            }
            Ask::Write(path, text) => {
                write_atomically(path, text.as_bytes())?;
                Answer::Written(path.clone())
            }
            Ask::Recipe(path) => Answer::Recipe(Box::new(Recipe::open(path)?), path.clone()),
        })
    }
}

/// Endings of the pictures that can be read.
pub const ENDINGS: [&str; 9] = [
    "png", "jpg", "jpeg", "webp", "tif", "tiff", "bmp", "gif", "jfif",
];

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    endings.contains(&ending.to_lowercase().as_str())
}

/// Whether a file holds a style code: by its name, or by what is in it.
fn is_code(path: &Path) -> bool {
    has_ending(path, &[CODE_ENDING]) || (has_ending(path, &["json"]) && read_code(path).is_ok())
}

/// What files and folders are. Only the first folder is looked into, and not for ever.
fn sort(files: &[PathBuf]) -> Sorted {
    const MOST: usize = 500;
    const DEEPEST: usize = 4;
    let mut sorted = Sorted::default();
    for path in files {
        if path.is_dir() {
            if sorted.folder.is_none() {
                let inside = walkdir::WalkDir::new(path)
                    .max_depth(DEEPEST)
                    .sort_by_file_name();
                let pictures = inside
                    .into_iter()
                    .flatten()
                    .map(walkdir::DirEntry::into_path);
                let pictures = pictures.filter(|p| p.is_file() && has_ending(p, &ENDINGS));
                sorted.folder = Some((path.clone(), pictures.take(MOST).collect()));
            }
        } else if is_code(path) {
            sorted.codes.push(path.clone());
        } else if has_ending(path, &["json"]) && sorted.recipe.is_none() {
            sorted.recipe = Some(path.clone());
        } else {
            match picture::check_start(path) {
                Ok(()) => sorted.files.push(path.clone()),
                Err(error) => sorted.bad.push((path.clone(), Arc::new(error))),
            }
        }
    }
    sorted
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
                name: PASTED.to_owned(),
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
