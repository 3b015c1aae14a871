//! Everything of the window that touches files, on threads of its own.

use super::{
    Autosave, FoundWork, Painting, SaveWork, Settings,
    browse::{Place, look},
    chosen::StyleKey,
    code::{CODE_ENDING, FoundStyle, read_code},
    deliver::{Delivery, bytes_of},
    engine::{Loaded, Restored},
    looks::{self, SavedLook},
    models::generators,
    own,
    shelf::{self, Origin, read},
    sources::find_original,
};
use crate::{
    compute::{Budget, SCREEN, give_back},
    error::{Error, Result, catch_panic},
    nn::ModelInfo,
    picture::{self, DecodeLimits, Picture, at_most, write_atomically},
    stylize::{Recipe, SourceRef, Style},
};
use crossbeam_channel::{Receiver, Sender, TryRecvError, bounded, select, unbounded};
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
    /// A file that was opened, and where photographs are that were opened before: a photograph, or a
    /// painting that tells of which it is one.
    Open(PathBuf, Vec<PathBuf>),
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
    /// A recipe: a JSON file or a picture that carries one; and where photographs are that were opened before.
    Recipe(PathBuf, Vec<PathBuf>),
    /// The artist's own styles.
    Shelf,
    /// The generators that Instant can paint with.
    Generators,
    /// What the files and folders are that came in.
    Sort(Vec<PathBuf>),
    /// Which of the photographs opened last are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of a photograph that was opened before.
    Thumbnail(PathBuf),
    /// What was open when the program ended.
    Reopen,
    /// What was kept of the work on a photograph.
    Work(Arc<Loaded>),
    /// The settings, to be kept.
    Settings(Box<Settings>),
    /// The work, to be kept.
    Save(Box<SaveWork>),
    /// How large the file of a picture will be.
    Estimate(Box<Estimate>),
    /// Whether there is a file of this name; its folder is made if it is missing.
    Room(PathBuf),
    /// Whether what hovers over the window is a folder.
    Hovers(PathBuf),
    /// What lies at a path; of a folder the files with these endings.
    Look(PathBuf, &'static [&'static str]),
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
    /// Whether there is only one picture, and Impasto painted it.
    pub is_painting: bool,
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
    /// A photograph, also for the screen.
    Photograph(Box<Opened>),
    /// What was open is being read: what it is called, and a small picture of it.
    Opening(String, Option<Box<Picture>>),
    /// Nothing was open, or it cannot be shown any more, for a reason.
    NothingOpen(Option<Arc<Error>>),
    /// What was kept of the work on the photograph of this hash.
    Work(String, Option<Box<Kept>>),
    /// A save of this number was written, or could not be; where its photograph is, if only Impasto has it.
    Saved(u64, std::result::Result<Option<PathBuf>, Arc<Error>>),
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
    /// A recipe, of a painting or a file of its own.
    Painted(Box<Painted>),
    /// The artist's own styles.
    Shelf(Vec<(StyleKey, Origin)>),
    /// The generators that Instant can paint with, the newest that ships first.
    Generators(Vec<ModelInfo>),
    /// What came in.
    Sorted(Sorted),
    /// Photographs that are gone.
    Missing(Vec<PathBuf>),
    /// A small picture of a file, if it can be read, and how much it looks like a photograph.
    Thumbnail(PathBuf, Option<(Level, f32)>),
    /// Bytes of a file, and for what it was asked.
    Estimate(Box<Estimate>, usize),
    /// Whether there is a file of this name.
    Room(PathBuf, bool),
    /// Name of what hovers over the window, if it is a folder.
    Hovers(Option<String>),
    /// What lies at a path, if anything does.
    Looked(PathBuf, Option<Place>),
    /// A file was written.
    Written(PathBuf),
    /// The artist's looks, and the one that was just kept.
    Looks(Vec<SavedLook>, Option<PathBuf>),
    /// Done, and nothing is to be said about it.
    Nothing,
    /// Something could not be read.
    Failed(Ask, Arc<Error>),
}

/// A photograph that was read.
pub struct Opened {
    /// The photograph.
    pub loaded: Arc<Loaded>,
    /// The same for the screen.
    pub levels: Levels,
    /// What was kept of the work on it.
    pub kept: Option<Box<Kept>>,
    /// Whether it comes back because it was open when the program ended.
    pub again: bool,
}

/// A recipe, and the photograph that it is of.
#[derive(Clone, Debug)]
pub struct Painted {
    /// The painting that carries it, or its own file.
    pub path: PathBuf,
    /// Whether that is a picture.
    pub is_picture: bool,
    /// The recipe.
    pub recipe: Recipe,
    /// The photograph, if it was found.
    pub original: Option<Source>,
}

/// What was kept of the work on a photograph.
pub struct Kept {
    /// What it is, and its folder.
    pub found: FoundWork,
    /// What the engine is given of it.
    pub restored: Restored,
}

impl Source {
    /// The photograph of the first start.
    pub fn sample() -> Self {
        let lake = include_bytes!("../../assets/samples/lake.jpg").as_slice();
        Self::Embedded(SAMPLE, lake)
    }
}

/// Name of the photograph of the first start.
pub const SAMPLE: &str = "lake.jpg";

/// Threads that read pictures.
pub struct Loader {
    asks: Sender<Ask>,
    /// Small pictures, which wait for all else.
    small: Sender<Ask>,
    answers: Receiver<Answer>,
}

impl Loader {
    /// Starts the threads; settings and the artist's own styles are kept in `folder`, and `wake` is
    /// called when something was read.
    #[allow(
        clippy::disallowed_methods,
        reason = "what the artist drops is asked for at once, and the window's thread must not wait"
    )]
    pub fn start(
        folder: PathBuf,
        autosave: Arc<Autosave>,
        wake: impl Fn() + Send + Sync + Clone + 'static,
    ) -> Self {
        let (asks, inbox) = unbounded::<Ask>();
        let (small, cards) = unbounded::<Ask>();
        let (outbox, answers) = bounded(64);
        let home = Home {
            folder,
            autosave,
            outbox: outbox.clone(),
        };
        // Two: what is wanted now need not wait until one large photograph is read.
        for _ in 0..2 {
            let (inbox, cards) = (inbox.clone(), cards.clone());
            let (outbox, wake, home) = (outbox.clone(), wake.clone(), home.clone());
            let body = move || {
                while let Some(ask) = next(&inbox, &cards) {
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
        Self {
            asks,
            small,
            answers,
        }
    }

    /// Asks for something.
    pub fn ask(&self, ask: Ask) {
        let asks = match ask {
            Ask::Card(..) | Ask::Thumbnail(_) => &self.small,
            _ => &self.asks,
        };
        // The threads live as long as this.
        let _ = asks.send(ask);
    }

    /// What was read since the last call.
    pub fn answers(&self) -> Vec<Answer> {
        self.answers.try_iter().collect()
    }
}

/// What is to be done next, a small picture only if nothing else is; nothing once the window is gone.
fn next(asks: &Receiver<Ask>, small: &Receiver<Ask>) -> Option<Ask> {
    match asks.try_recv() {
        Ok(ask) => Some(ask),
        Err(TryRecvError::Disconnected) => None,
        Err(TryRecvError::Empty) => select! {
            recv(asks) -> ask => ask.ok(),
            recv(small) -> ask => ask.ok(),
        },
    }
}

/// What the threads know.
#[derive(Clone)]
struct Home {
    folder: PathBuf,
    autosave: Arc<Autosave>,
    /// For what is told before an answer is whole.
    outbox: Sender<Answer>,
}

/// Two threads may read at the same time.
fn limits() -> DecodeLimits {
    Budget::now().half().for_reading()
}

impl Home {
    /// Reads a photograph; one that was pasted has the name and the hash that it had.
    fn photograph(&self, source: &Source) -> Result<Loaded> {
        let mut loaded = load(source)?;
        if let Source::File(path) = source
            && let Some(known) = self.autosave.source_of(path)
        {
            loaded.source = known;
        }
        Ok(loaded)
    }

    /// A recipe with the photograph that it is of, as far as that can be found.
    fn painted(&self, path: &Path, is_picture: bool, recipe: Recipe, known: &[PathBuf]) -> Painted {
        let content = &recipe.content;
        let of_sample = match Source::sample() {
            Source::Embedded(_, bytes) => content.blake3 == blake3::hash(bytes).to_string(),
            _ => false,
        };
        let original = if of_sample {
            Some(Source::sample())
        } else {
            let worked_on = self.autosave.path_of(&content.blake3);
            let file = worked_on.or_else(|| find_original(content, path, known));
            file.map(Source::File)
        };
        Painted {
            path: path.to_owned(),
            is_picture,
            recipe,
            original,
        }
    }

    fn kept_of(&self, loaded: &Arc<Loaded>) -> Option<Kept> {
        let found = self
            .autosave
            .find(&loaded.source.blake3, loaded.path.as_deref())?;
        let restored = found.restored(loaded);
        Some(Kept { found, restored })
    }

    /// What was open when the program ended.
    fn reopen(&self) -> Answer {
        let Some(found) = self.autosave.left_open() else {
            self.autosave.prune();
            return Answer::NothingOpen(None);
        };
        let saved = &found.saved;
        let opening = Answer::Opening(saved.title.clone(), found.preview().map(Box::new));
        // If nobody listens the answer finds that out too.
        let _ = self.outbox.send(opening);
        let source = match &saved.photograph {
            Some(path) => Source::File(path.clone()),
            None => Source::sample(),
        };
        let loaded = match self.photograph(&source) {
            Ok(loaded) => Arc::new(loaded),
            Err(error) => return Answer::NothingOpen(Some(Arc::new(error))),
        };
        let restored = found.restored(&loaded);
        let levels = Levels::of(&loaded.picture, SCREEN);
        self.autosave.prune();
        Answer::Photograph(Box::new(Opened {
            kept: Some(Box::new(Kept { found, restored })),
            loaded,
            levels,
            again: true,
        }))
    }

    fn answer(&self, ask: &Ask) -> Result<Answer> {
        let styles = self.folder.join("styles");
        Ok(match ask {
            Ask::Photograph(source) => {
                let loaded = Arc::new(self.photograph(source)?);
                let levels = Levels::of(&loaded.picture, SCREEN);
                Answer::Photograph(Box::new(Opened {
                    kept: self.kept_of(&loaded).map(Box::new),
                    loaded,
                    levels,
                    again: false,
                }))
            }
            Ask::Open(path, known) => match carried(path) {
                Some(recipe) => Answer::Painted(Box::new(self.painted(path, true, recipe, known))),
                None => self.answer(&Ask::Photograph(Source::File(path.clone())))?,
            },
            Ask::Reopen => self.reopen(),
            Ask::Work(loaded) => {
                let hash = loaded.source.blake3.clone();
                Answer::Work(hash, self.kept_of(loaded).map(Box::new))
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
            Ask::Generators => {
                let known = generators(&self.folder).into_iter();
                Answer::Generators(known.map(|model| model.info).collect())
            }
            Ask::Sort(files) => Answer::Sorted(sort(files)),
            Ask::Missing(files) => {
                let gone = files.iter().filter(|path| !path.exists());
                Answer::Missing(gone.cloned().collect())
            }
            Ask::Thumbnail(path) => {
                let picture = picture::load(path, limits()).ok();
                let known = picture.map(|p| (card(&p), likeness_to_photograph(&p)));
                Answer::Thumbnail(path.clone(), known)
            }
            Ask::Settings(settings) => {
                settings.save(&self.folder)?;
                Answer::Nothing
            }
            Ask::Save(work) => {
                let written = self.autosave.write(work);
                let only_here = |path: &PathBuf| self.autosave.keeps(path);
                let written = written.map(|path| path.filter(only_here));
                Answer::Saved(work.number, written.map_err(Arc::new))
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
            Ask::Hovers(path) => {
                let name = path.file_name().unwrap_or(path.as_os_str());
                let name = name.to_string_lossy().into_owned();
                Answer::Hovers(path.is_dir().then_some(name))
            }
            Ask::Look(path, endings) => Answer::Looked(path.clone(), look(path, endings).ok()),
            Ask::Write(path, text) => {
                write_atomically(path, text.as_bytes())?;
                Answer::Written(path.clone())
            }
            Ask::Recipe(path, known) => {
                let recipe = Recipe::open(path)?;
                Answer::Painted(Box::new(self.painted(path, false, recipe, known)))
            }
        })
    }
}

/// The recipe that a picture carries, if Impasto painted it.
fn carried(path: &Path) -> Option<Recipe> {
    let text = picture::recipe_in(path).ok().flatten()?;
    Recipe::from_json(&text, path).ok()
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
    if let [only] = sorted.files.as_slice() {
        sorted.is_painting = carried(only).is_some();
    }
    sorted
}

/// How much a picture looks like a photograph rather than like a painting, for a guess that the artist can
/// turn round: a camera has signed it, and brushes leave less that is smooth. (Of 80 photographs and 80
/// paintings the smooth share alone puts 6 of 10 pairs in order, of photographs and the styles that ship
/// nearly 9.)
fn likeness_to_photograph(picture: &Picture) -> f32 {
    /// Difference of lightness that cannot be seen as an edge.
    const SMOOTH: f32 = 0.03;
    let small = at_most(picture, CARD);
    let row = 3 * small.width;
    let light = |i: usize| {
        let pixel = &small.rgb[i..i + 3];
        0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2]
    };
    let inner = (0..small.height.saturating_sub(1))
        .flat_map(|y| (0..small.width.saturating_sub(1)).map(move |x| y * row + 3 * x));
    let (mut smooth, mut all) = (0, 0);
    for i in inner {
        let here = light(i);
        let edge = (light(i + 3) - here).abs() + (light(i + row) - here).abs();
        smooth += usize::from(edge < SMOOTH);
        all += 1;
    }
    let camera = f32::from(u8::from(picture.metadata.exif.is_some()));
    camera + smooth as f32 / all.max(1) as f32
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        picture::{ExportOptions, Stamp, export},
        session::shelf,
    };

    #[test]
    fn a_photograph_does_not_wait_for_the_small_pictures_that_were_asked_for_before() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("photo.png");
        let picture = Picture::from_rgb(60, 40, vec![0.5; 7200]);
        export(
            &picture,
            &path,
            &ExportOptions::default(),
            &Stamp::default(),
        )
        .expect("saved");
        let data = folder.path().join("data");
        let autosave = Arc::new(Autosave::new(data.clone()));
        let loader = Loader::start(data, autosave, || {});
        let cards = shelf().iter().take(12);
        let count = cards.clone().count();
        for style in cards {
            let key = StyleKey::Shipped(style.name);
            loader.ask(Ask::Card(key, Painting::Shelf(style)));
        }
        loader.ask(Ask::Photograph(Source::File(path)));
        let answers: Vec<Answer> = (0..=count)
            .map(|_| loader.answers.recv().expect("an answer"))
            .collect();
        let at = answers
            .iter()
            .position(|answer| matches!(answer, Answer::Photograph(_)));
        assert!(at.is_some_and(|at| at < 4), "{at:?} of {count}");
    }
}
