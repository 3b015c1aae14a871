//! Learning to paint one painting better: what that needs from files, and where what was learnt is kept.

use super::{
    chosen::StyleKey,
    models::{ListedModel, generator_of},
    shelf::{Painting, read, shelf},
};
use crate::{
    compute::{Budget, Compute},
    data::{KEPT_SIDE, Parts, Pool, Stored, samples, shrunk},
    error::{Error, Result},
    fault::PictureRole,
    nn::{FeatureNet, Model, Tuning},
    picture::{Picture, write_atomically},
    stylize::Recipe,
    train::{StyleTuning, TuneSettings},
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Least side of photographs in a folder that are used, in pixels.
const SIDE: usize = 192;
/// Ending of the files in which it is kept.
const ENDING: &str = "tuning";
/// Longest file that is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A painting that is to be learnt.
#[derive(Clone, Debug)]
pub struct TuneJob {
    /// Its card.
    pub key: StyleKey,
    /// The painting.
    pub painting: Painting,
    /// Hash of the generator that learns, or empty for the newest: see
    /// [`Recipe::painter_blake3`](crate::stylize::Recipe::painter_blake3).
    pub painter: String,
    /// Photographs that are painted meanwhile, beside those that ship; those that cannot be read are left out.
    pub photographs: Vec<PathBuf>,
}

/// What a painting is learnt from: pixels and weights, no tensors.
pub struct TuneSources {
    painting: Picture,
    photographs: Vec<Stored>,
    model: Model,
}

impl TuneSources {
    /// Reads what the window asks for; the artist's own models are below the data folder `data`.
    ///
    /// # Errors
    /// If painting or generator cannot be used.
    pub fn read(job: &TuneJob, data: &Path) -> Result<Self> {
        let recipe = Recipe {
            painter_blake3: job.painter.clone(),
            ..Recipe::default()
        };
        let model = generator_of(&recipe, data)?.open()?;
        let limits = Budget::now().half().for_reading();
        let (painting, _) = job.painting.read(limits)?;
        let readable = job.photographs.iter().filter_map(|path| {
            let (photograph, _) = read(path, limits).ok()?;
            Some(Stored::new(&shrunk(photograph, KEPT_SIDE)))
        });
        let mut photographs = samples()?;
        photographs.extend(readable);
        Ok(Self {
            painting,
            photographs,
            model,
        })
    }

    /// Reads what the command line asks for: the photographs in `folders`, or those that ship if there are none.
    ///
    /// # Errors
    /// If the generator cannot be used, or there are folders and no photograph in them.
    pub fn of(painting: Picture, folders: &[PathBuf], model: &ListedModel) -> Result<Self> {
        let photographs = if folders.is_empty() {
            samples()?
        } else {
            let pool = Pool::open(folders, &Parts::default(), SIDE, PictureRole::Photographs)?;
            let all = [pool.train, pool.validation, pool.test];
            all.iter().flat_map(|part| part.iter().cloned()).collect()
        };
        Ok(Self {
            painting,
            photographs,
            model: model.open()?,
        })
    }

    /// Begins to learn.
    ///
    /// # Errors
    /// If the model is no generator, or the device fails.
    pub fn begin(
        self,
        net: Arc<FeatureNet>,
        settings: TuneSettings,
        compute: &Compute,
    ) -> Result<StyleTuning> {
        let Self {
            painting,
            photographs,
            model,
        } = self;
        StyleTuning::begin(
            &model,
            net,
            &painting,
            photographs,
            settings,
            &compute.device,
        )
    }
}

/// What was learnt of the paintings of the shelf, each for one generator or several.
#[derive(Clone, Debug, Default)]
pub struct Tunings(HashMap<StyleKey, Vec<Tuning>>);

impl Tunings {
    /// Reads all that is kept of these cards below the data folder `data`; what cannot be used is left out.
    pub fn read(data: &Path, keys: impl Iterator<Item = StyleKey>) -> Self {
        let named: HashMap<String, StyleKey> = keys
            .filter_map(|key| Some((name_of(&key)?.to_owned(), key)))
            .collect();
        let mut all = Self::default();
        let files = std::fs::read_dir(folder(data)).into_iter().flatten();
        for path in files.flatten().map(|entry| entry.path()) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let name = stem.rsplit_once('-').map(|(name, _)| name);
            if let Some(key) = name.and_then(|name| named.get(name))
                && let Some(tuning) = open(&path)
            {
                all.put(key.clone(), tuning);
            }
        }
        all
    }

    /// What was learnt of a card for the generator of this hash, here or before it shipped.
    pub fn of(&self, key: &StyleKey, painter: &str) -> Option<&Tuning> {
        let shipped = || {
            let style = shelf()
                .iter()
                .find(|style| *key == StyleKey::Shipped(style.name))?;
            style.tuning_for(painter)
        };
        self.own(key, painter).or_else(shipped)
    }

    /// What was learnt here.
    pub fn own(&self, key: &StyleKey, painter: &str) -> Option<&Tuning> {
        let all = self.0.get(key)?;
        all.iter().find(|tuning| tuning.painter() == painter)
    }

    /// Something was learnt.
    pub fn put(&mut self, key: StyleKey, tuning: Tuning) {
        let all = self.0.entry(key).or_default();
        all.retain(|other| other.painter() != tuning.painter());
        all.push(tuning);
    }

    /// Nothing is known any more of a card for the generator of this hash.
    pub fn forget(&mut self, key: &StyleKey, painter: &str) {
        if let Some(all) = self.0.get_mut(key) {
            all.retain(|tuning| tuning.painter() != painter);
        }
    }
}

fn folder(data: &Path) -> PathBuf {
    data.join("tunings")
}

/// Name of a card in files; what is from nothing has none.
fn name_of(key: &StyleKey) -> Option<&str> {
    match key {
        StyleKey::Shipped(name) => Some(name),
        StyleKey::Own(hash) => Some(hash),
        StyleKey::Random(_) => None,
    }
}

fn file(data: &Path, key: &StyleKey, painter: &str) -> Option<PathBuf> {
    let short: String = painter.chars().take(16).collect();
    Some(folder(data).join(format!("{}-{short}.{ENDING}", name_of(key)?)))
}

fn open(path: &Path) -> Option<Tuning> {
    let known = path.extension().is_some_and(|ending| ending == ENDING);
    let short = std::fs::metadata(path).is_ok_and(|about| about.len() <= MAX_BYTES);
    if !known || !short {
        return None;
    }
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

/// Keeps what was learnt of a card below the data folder `data`, in the place of what was learnt of it before.
///
/// # Errors
/// If it cannot be written.
pub fn keep_tuning(data: &Path, key: &StyleKey, tuning: &Tuning) -> Result<()> {
    let Some(path) = file(data, key, tuning.painter()) else {
        return Ok(());
    };
    let folder = folder(data);
    std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
    // Plain numbers always serialise.
    let text = serde_json::to_string(tuning).unwrap_or_default();
    write_atomically(&path, text.as_bytes())
}

/// Removes what was learnt of a card for a generator. What is gone already is no error.
///
/// # Errors
/// If it cannot be removed.
pub fn forget_tuning(data: &Path, key: &StyleKey, painter: &str) -> Result<()> {
    let Some(path) = file(data, key, painter) else {
        return Ok(());
    };
    match std::fs::remove_file(&path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::io("remove", &path)(e)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{nn::MODULATION_SIZE, stylize::Instant};

    #[test]
    fn what_was_learnt_is_kept_by_card_and_generator_and_forgotten_again() {
        let data = tempfile::tempdir().expect("folder");
        let data = data.path();
        let tuning = |painter: &str, value: f32| {
            Tuning::new(painter, std::iter::repeat_n(value, MODULATION_SIZE)).expect("a tuning")
        };
        let (mosaic, own) = (
            StyleKey::Shipped("mosaic"),
            StyleKey::Own("ab12".to_owned()),
        );
        for (key, tuning) in [
            (&mosaic, tuning("one", 0.5)),
            (&mosaic, tuning("two", 0.25)),
            (&own, tuning("one", 1.0)),
            (&own, tuning("one", 2.0)),
        ] {
            keep_tuning(data, key, &tuning).expect("kept");
        }
        std::fs::write(folder(data).join("ab12-three.tuning"), "{").expect("written");
        let read = || Tunings::read(data, [mosaic.clone(), own.clone()].into_iter());
        let known = read();
        let shipped = known.of(&mosaic, Instant::built_in_hash());
        assert!(
            shipped.is_some()
                && known
                    .own(&mosaic, shipped.map_or("", Tuning::painter))
                    .is_none()
        );
        assert_eq!(known.of(&mosaic, "two"), Some(&tuning("two", 0.25)));
        assert_eq!(known.of(&own, "one"), Some(&tuning("one", 2.0)));
        assert_eq!(known.of(&own, "three"), None);
        forget_tuning(data, &own, "one").expect("forgotten");
        forget_tuning(data, &own, "one").expect("gone already");
        assert_eq!(read().of(&own, "one"), None);
        assert!(read().of(&mosaic, "one").is_some());
    }
}
