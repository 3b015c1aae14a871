//! Every photograph of a folder painted alike: where each goes, and which are there already.

use super::{
    deliver::file_name,
    job::{Job, JobSources},
    models::{ListedModel, generator_of},
    settings::data_folder,
};
use crate::{
    error::{Error, Result},
    nn::{FeatureNet, ModelInfo, hash_file},
    picture::{self, Crop},
    stylize::{Engine, Recipe, SourceRef, Start, StyleRef},
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

/// Photographs to be painted alike, each into a file of its own.
#[derive(Clone)]
pub struct Batch {
    /// The photographs.
    pub pictures: Vec<PathBuf>,
    /// The folder that they were found in; folders inside it are kept.
    pub from: PathBuf,
    /// Where the results go.
    pub to: PathBuf,
    /// Ending of the results' names, which is their format.
    pub ending: String,
    /// What is added to the photograph's name: " - STYLE", say.
    pub suffix: String,
    /// What is done with each of them; content, path and title are filled in.
    pub job: Job,
}

/// A photograph whose turn it is.
pub enum Prepared {
    /// It was read.
    Ready(Box<Job>, Box<JobSources>),
    /// Its result is there already.
    There,
    /// It cannot be painted.
    Failed(Error),
}

/// Finds out, one photograph after the other, what is to be done with it.
pub struct Preparer {
    batch: Batch,
    /// The recipe of a result, as far as it does not depend on the photograph.
    wanted: Recipe,
    /// The generator that takes part in it.
    generator: Option<ModelInfo>,
    /// Results of this batch that may not be written yet, in lower case.
    taken: HashSet<String>,
}

impl Preparer {
    /// Begins with a batch.
    pub fn new(batch: Batch) -> Self {
        let recipe = &batch.job.recipe;
        let generator = match (recipe.engine, &recipe.start) {
            (Engine::Refine, Start::Content | Start::Noise | Start::Picture(_)) => None,
            // Where the one that is named is not there, the newest paints.
            _ => generator_of(recipe, &data_folder())
                .or_else(|_| ListedModel::newest_generator())
                .ok(),
        };
        Self {
            wanted: comparable(recipe),
            generator: generator.map(|model| model.info),
            batch,
            taken: HashSet::new(),
        }
    }

    /// Reads a photograph, unless it is painted already. No file is ever replaced.
    pub fn prepare(&mut self, photograph: &Path) -> Prepared {
        match self.output(photograph) {
            Ok(None) => Prepared::There,
            Ok(Some(output)) => {
                let mut job = self.batch.job.clone();
                job.content = photograph.to_owned();
                job.delivery.title = self.name(photograph);
                job.delivery.path = output;
                job.delivery.replace = false;
                match JobSources::read(&job) {
                    Ok(sources) => Prepared::Ready(Box::new(job), Box::new(sources)),
                    Err(error) => Prepared::Failed(error),
                }
            }
            Err(error) => Prepared::Failed(error),
        }
    }

    fn name(&self, photograph: &Path) -> String {
        let stem = photograph.file_stem().unwrap_or_default();
        format!("{}{}", stem.to_string_lossy(), self.batch.suffix)
    }

    /// Where the result goes; `None` if it is there.
    fn output(&mut self, photograph: &Path) -> Result<Option<PathBuf>> {
        let inside = photograph.strip_prefix(&self.batch.from).ok();
        let inside = inside.and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = self.batch.to.join(inside);
        let name = self.name(photograph);
        let mut hash = None;
        for number in 1.. {
            let path = folder.join(file_name(&name, number, &self.batch.ending));
            // Names that differ by case only are one file on some systems.
            let claim = path.to_string_lossy().to_lowercase();
            if self.taken.contains(&claim) {
                continue;
            }
            if !path.exists() {
                std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
                self.taken.insert(claim);
                return Ok(Some(path));
            }
            let hash = match &hash {
                Some(hash) => hash,
                None => hash.insert(hash_file(photograph)?),
            };
            if self.is_result(&path, hash) {
                self.taken.insert(claim);
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// Whether the file at `path` is what the batch makes of the photograph of this hash.
    fn is_result(&self, path: &Path, hash: &str) -> bool {
        let recipe = picture::recipe_in(path).ok().flatten();
        let recipe = recipe.and_then(|text| Recipe::from_json(&text, path).ok());
        recipe.is_some_and(|recipe| {
            recipe.content.blake3 == hash
                && recipe.stop_after.is_none()
                && FeatureNet::is_built_in(&recipe.encoder_blake3)
                && self.is_generator(&recipe.painter_blake3)
                && comparable(&recipe) == self.wanted
        })
    }

    fn is_generator(&self, hash: &str) -> bool {
        match &self.generator {
            Some(generator) => generator.is(hash),
            None => hash.is_empty(),
        }
    }
}

/// A recipe without what differs between photographs, without names, since sources are told apart by their
/// hashes, and without networks, of which one has several hashes.
fn comparable(recipe: &Recipe) -> Recipe {
    let plain = Recipe::default();
    let unnamed = |styles: &[StyleRef]| {
        let bare = |style: &StyleRef| StyleRef {
            source: SourceRef {
                blake3: style.source.blake3.clone(),
                ..SourceRef::default()
            },
            ..style.clone()
        };
        styles.iter().map(bare).collect::<Vec<_>>()
    };
    let sources =
        recipe.styles.len() + recipe.style_codes.len() + recipe.random_style.iter().count();
    Recipe {
        app_version: plain.app_version,
        content: plain.content,
        crop: Crop::default(),
        encoder: plain.encoder,
        encoder_blake3: plain.encoder_blake3,
        painter: plain.painter,
        painter_blake3: plain.painter_blake3,
        styles: unnamed(&recipe.styles),
        style_codes: unnamed(&recipe.style_codes),
        // What comes of sources follows from them.
        mixed_style: recipe.mixed_style.clone().filter(|_| sources == 0),
        mixed_axes: recipe.mixed_axes.clone().filter(|_| sources == 0),
        ..recipe.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        nn::NetSpec,
        picture::{ExportOptions, Picture, Stamp},
        session::Delivery,
    };

    fn batch(folder: &Path) -> Batch {
        Batch {
            pictures: Vec::new(),
            from: folder.join("in"),
            to: folder.join("out"),
            ending: "png".to_owned(),
            suffix: " - Ink".to_owned(),
            job: Job {
                content: PathBuf::new(),
                styles: Vec::new(),
                codes: Vec::new(),
                start: None,
                recipe: Recipe {
                    engine: Engine::Instant,
                    ..Recipe::default()
                },
                delivery: Delivery::default(),
                net: NetSpec::BuiltIn,
                memory: None,
                measure: false,
            },
        }
    }

    #[test]
    fn results_get_names_of_their_own_finished_ones_are_known_and_nothing_is_replaced() {
        let folder = tempfile::tempdir().expect("folder");
        let input = folder.path().join("in/sub");
        std::fs::create_dir_all(&input).expect("made");
        let grey = Picture::from_rgb(4, 3, vec![0.5; 36]);
        let save = |picture: &Picture, path: &Path, stamp: &Stamp| {
            picture::export(picture, path, &ExportOptions::default(), stamp).expect("saved");
        };
        let (png, tif) = (input.join("a.png"), input.join("a.tif"));
        save(&grey, &png, &Stamp::default());
        save(&grey, &tif, &Stamp::default());

        let mut first = Preparer::new(batch(folder.path()));
        let out = |name: &str| folder.path().join("out/sub").join(name);
        let output = |preparer: &mut Preparer, path: &Path| preparer.output(path).expect("a name");
        assert_eq!(output(&mut first, &png), Some(out("a - Ink.png")));
        assert_eq!(output(&mut first, &tif), Some(out("a - Ink-2.png")));

        // The first was painted; something else lies where the second would go.
        let mut recipe = batch(folder.path()).job.recipe;
        recipe.content.blake3 = hash_file(&png).expect("a hash");
        recipe.encoder_blake3 = FeatureNet::built_in_hash();
        recipe.painter_blake3 = crate::stylize::Instant::built_in_hash().to_owned();
        let stamp = |recipe: &Recipe| Stamp {
            recipe: Some(recipe.to_json()),
            ..Stamp::default()
        };
        save(&grey, &out("a - Ink.png"), &stamp(&recipe));
        std::fs::write(out("a - Ink-2.png"), "a letter").expect("written");
        let mut again = Preparer::new(batch(folder.path()));
        assert_eq!(output(&mut again, &png), None);
        assert_eq!(output(&mut again, &tif), Some(out("a - Ink-3.png")));

        // Other settings are another picture.
        let mut other = batch(folder.path());
        other.job.recipe.strength = 0.5;
        let mut other = Preparer::new(other);
        assert_eq!(output(&mut other, &png), Some(out("a - Ink-3.png")));
    }
}
