//! Models: those that ship, and the artist's own in `models/` of the data folder, each one file.

use super::own_files::{check_own, free_name};
use crate::{
    compute::Compute,
    error::{Error, Result},
    fault::{ModelFault, SettingFault},
    nn::{Card, FeatureNet, Model, ModelInfo, ModelKind, Shipped},
    picture::write_atomically,
    stylize::{Instant, Recipe},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Ending of model files.
const ENDING: &str = "safetensors";
/// Least digits of a hash by which a model is found.
const DIGITS: usize = 8;

/// A model that can be used.
#[derive(Clone, Debug)]
pub struct ListedModel {
    /// What it says of itself.
    pub info: ModelInfo,
    /// Where it is.
    pub place: ModelPlace,
    /// Bytes of its file.
    pub bytes: u64,
}

/// Where a model is.
#[derive(Clone, Debug)]
pub enum ModelPlace {
    /// Inside the program.
    Shipped(&'static Shipped),
    /// Among the artist's own.
    Own(PathBuf),
    /// Any other file.
    File(PathBuf),
}

impl ListedModel {
    fn shipped(shipped: &'static Shipped) -> Self {
        Self {
            info: shipped.info.clone(),
            place: ModelPlace::Shipped(shipped),
            bytes: shipped.size(),
        }
    }

    fn file(path: &Path, place: impl FnOnce(PathBuf) -> ModelPlace) -> Result<Self> {
        let bytes = std::fs::metadata(path).map_err(Error::io("read", path))?;
        Ok(Self {
            info: ModelInfo::open(path)?,
            place: place(path.to_owned()),
            bytes: bytes.len(),
        })
    }

    /// The generators that ship, the newest first.
    pub fn shipped_generators() -> impl Iterator<Item = Self> {
        let shipped = Shipped::all().iter();
        let generators = shipped.filter(|model| model.info.kind == ModelKind::Generator);
        generators.map(Self::shipped)
    }

    /// Whether it is inside the program.
    pub fn ships(&self) -> bool {
        matches!(self.place, ModelPlace::Shipped(_))
    }

    /// The generator that paints unless another one is asked for.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn newest_generator() -> Result<Self> {
        Shipped::newest(ModelKind::Generator).map(Self::shipped)
    }

    /// Reads it whole, and finds out whether its weights are those that its hash was made of.
    ///
    /// # Errors
    /// If it was altered, or is gone.
    pub fn open(&self) -> Result<Model> {
        match &self.place {
            ModelPlace::Shipped(shipped) => shipped.open(),
            ModelPlace::Own(path) | ModelPlace::File(path) => Model::open(path),
        }
    }
}

/// The artist's own models below the data folder.
fn folder(data: &Path) -> PathBuf {
    data.join("models")
}

/// All models: those that ship, then the artist's own by the names of their files. What cannot be used is an error, and the
/// others are there all the same.
pub fn models(data: &Path) -> Vec<Result<ListedModel>> {
    let shipped = Shipped::all().iter().map(ListedModel::shipped).map(Ok);
    let files = std::fs::read_dir(folder(data)).into_iter().flatten();
    let mut own: Vec<PathBuf> = files.flatten().map(|entry| entry.path()).collect();
    own.retain(|path| path.extension().is_some_and(|ending| ending == ENDING));
    own.sort();
    let own = own
        .iter()
        .map(|path| ListedModel::file(path, ModelPlace::Own));
    shipped.chain(own).collect()
}

/// Those of [`models`] that can be used.
fn usable(data: &Path) -> impl Iterator<Item = ListedModel> {
    models(data).into_iter().flatten()
}

/// The generators among them.
pub fn generators(data: &Path) -> Vec<ListedModel> {
    let generator = |model: &ListedModel| model.info.kind.paints();
    usable(data).filter(generator).collect()
}

/// The model of a name, of a hash or the first digits of one, or in a file.
///
/// # Errors
/// If there is none, or it cannot be used.
pub fn find_model(word: &str, data: &Path) -> Result<ListedModel> {
    let hash = word.len() >= DIGITS && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let named = |model: &ListedModel| model.info.name == word;
    let hashed = |model: &ListedModel| hash && model.info.hash.starts_with(&word.to_lowercase());
    if let Some(found) = usable(data)
        .find(named)
        .or_else(|| usable(data).find(hashed))
    {
        return Ok(found);
    }
    // One that is there and broken is not missing.
    let file = folder(data).join(format!("{word}.{ENDING}"));
    for path in [Path::new(word), &file] {
        if path.is_file() {
            return ListedModel::file(path, ModelPlace::File);
        }
    }
    Err(Error::NoModel {
        wanted: word.to_owned(),
    })
}

/// The generator that a recipe names by its hash, or the newest if it names none.
///
/// # Errors
/// If it is not there.
pub fn generator_of(recipe: &Recipe, data: &Path) -> Result<ListedModel> {
    let hash = &recipe.painter_blake3;
    if hash.is_empty() {
        return ListedModel::newest_generator();
    }
    let known = generators(data).into_iter();
    let mut known = known.filter(|model| model.info.is(hash));
    known.next().map_or_else(|| Err(missing(recipe)), Ok)
}

fn missing(recipe: &Recipe) -> Error {
    let name = match recipe.painter.as_str() {
        "" => "of an unknown name",
        name => name,
    };
    let newest = ListedModel::newest_generator();
    Error::MissingModel {
        name: name.to_owned(),
        hash: recipe.painter_blake3.chars().take(12).collect(),
        instead: newest.map(|model| model.info.name).unwrap_or_default(),
    }
}

/// The models of dreams among them.
pub fn dream_models(data: &Path) -> Vec<ListedModel> {
    let dreams = |model: &ListedModel| model.info.kind == ModelKind::Dream;
    usable(data).filter(dreams).collect()
}

/// Copies a generator or a model of dreams to the artist's own models, once it was read whole. Another one of its name gives it a number behind
/// its name; one that is there already stays as it is.
///
/// # Errors
/// If it cannot be used, or the copy cannot be written.
pub fn import_model(path: &Path, data: &Path) -> Result<ListedModel> {
    let mut model = Model::open(path)?;
    if model.info.kind != ModelKind::Dream {
        model.expect_painter(path)?;
    }
    if let Some(encoder) = &model.info.encoder
        && !FeatureNet::is_built_in(encoder)
    {
        return Err(Error::model(path, ModelFault::OtherEncoder));
    }
    let known: Vec<_> = usable(data).collect();
    let same = |known: &&ListedModel| known.info.hash == model.info.hash;
    if let Some(there) = known.iter().find(same) {
        return Ok(there.clone());
    }
    let taken = |name: &str| known.iter().any(|known| known.info.name == name);
    if taken(&model.info.name) {
        let room = ModelInfo::LONGEST_NAME - 5;
        let stem: String = model.info.name.chars().take(room).collect();
        let mut numbered = (2..).map(|n| format!("{stem}-{n}"));
        if let Some(free) = numbered.find(|name| !taken(name)) {
            model.info.name = free;
        }
    }
    let folder = folder(data);
    std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    let file = free_name(&model.info.name, ENDING, &folder);
    write_atomically(&file, &model.to_bytes()?)?;
    ListedModel::file(&file, ModelPlace::Own)
}

/// Writes into a model's file what it is called and what more is to be said of it; its hash stays.
///
/// # Errors
/// If the file is no whole model or cannot be written.
pub fn describe_model(file: &Path, name: Option<&str>, card: Card) -> Result<()> {
    let mut model = Model::open(file)?;
    if let Some(name) = name {
        model.info.rename(name);
    }
    model.info.card = std::mem::take(&mut model.info.card).with(card);
    write_atomically(file, &model.to_bytes()?)
}

/// Removes one of the artist's own models, also one that cannot be used any more; returns its name.
///
/// # Errors
/// If there is none of this name, or it ships, or it cannot be removed.
pub fn remove_model(word: &str, data: &Path) -> Result<String> {
    let folder = folder(data);
    let broken = folder.join(format!("{word}.{ENDING}"));
    let (name, path) = match find_model(word, data) {
        Ok(ListedModel {
            info,
            place: ModelPlace::Shipped(_),
            ..
        }) => {
            return Err(SettingFault::Ships(info.name).into());
        }
        Ok(ListedModel {
            info,
            place: ModelPlace::Own(path) | ModelPlace::File(path),
            ..
        }) => (info.name, path),
        Err(_) if broken.is_file() => (word.to_owned(), broken),
        Err(error) => return Err(error),
    };
    check_own(&path, &folder)?;
    std::fs::remove_file(&path).map_err(Error::io("remove", &path))?;
    Ok(name)
}

/// Generators on one device, opened when they are first needed. All see with one encoder.
pub struct Generators {
    net: Arc<FeatureNet>,
    compute: Compute,
    data: PathBuf,
    /// The one that was used last is the last.
    open: Vec<Arc<Instant>>,
}

impl Generators {
    /// How many are kept open.
    const MOST: usize = 3;

    /// None yet; `net` must be the built-in encoder.
    pub fn new(net: Arc<FeatureNet>, compute: Compute, data: PathBuf) -> Self {
        Self {
            net,
            compute,
            data,
            open: Vec::new(),
        }
    }

    /// The generator that `recipe` names by its hash, or the newest if it names none.
    ///
    /// # Errors
    /// If it is not there or cannot be used, or the device fails.
    pub fn of(&mut self, recipe: &Recipe) -> Result<Arc<Instant>> {
        let hash = Instant::hash_for(recipe);
        let here = self.open.iter().position(|open| open.model.is(hash));
        let instant = match here {
            Some(i) => self.open.remove(i),
            None => {
                let model = generator_of(recipe, &self.data)?.open()?;
                let (net, compute) = (Arc::clone(&self.net), self.compute.clone());
                Arc::new(Instant::open(&model, net, compute)?)
            }
        };
        if self.open.len() == Self::MOST {
            self.open.remove(0);
        }
        self.open.push(Arc::clone(&instant));
        Ok(instant)
    }
}
