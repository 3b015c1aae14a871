//! What is opened: photographs, recipes, and whatever is dropped on the window.

use super::{
    answer::{FileAnswer, Opened, OpenedRecipe, Sorted},
    request::FileRequest,
    source::{ENDINGS, Source, load},
};
use crate::{
    compute::{Levels, SCREEN},
    error::Result,
    picture,
    session::{
        Autosave,
        browse::look,
        code::{CODE_ENDING, read_code},
        engine::Loaded,
        sources::find_original,
    },
    stylize::Recipe,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Reads what is asked for; what is kept of the work on a photograph is still to be added.
pub fn answer(request: &FileRequest, autosave: &Autosave) -> Result<FileAnswer> {
    Ok(match request {
        FileRequest::Photograph(source) => {
            FileAnswer::Photograph(Box::new(open(source, autosave)?))
        }
        FileRequest::Open(path, known) => match carried(path) {
            Some(recipe) => {
                FileAnswer::Recipe(Box::new(painted(path, true, recipe, known, autosave)))
            }
            None => {
                let source = Source::File(path.clone());
                FileAnswer::Photograph(Box::new(open(&source, autosave)?))
            }
        },
        FileRequest::Recipe(path, known) => {
            let recipe = Recipe::open(path)?;
            FileAnswer::Recipe(Box::new(painted(path, false, recipe, known, autosave)))
        }
        FileRequest::Sort(files) => FileAnswer::Sorted(sort(files)),
        FileRequest::Hovers(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let name = name.to_string_lossy().into_owned();
            FileAnswer::Hovers(path.is_dir().then_some(name))
        }
        FileRequest::List(path, endings) => {
            FileAnswer::Listed(path.clone(), look(path, endings).ok())
        }
        FileRequest::Screen(loaded) => FileAnswer::Screen(
            loaded.source.blake3.clone(),
            Levels::of(&loaded.picture, SCREEN),
        ),
    })
}

/// Reads a photograph; one that was pasted has the name and the hash that it had.
pub fn photograph(source: &Source, autosave: &Autosave) -> Result<Loaded> {
    let mut loaded = load(source)?;
    if let Source::File(path) = source
        && let Some(known) = autosave.source_of(path)
    {
        loaded.source = known;
    }
    Ok(loaded)
}

fn open(source: &Source, autosave: &Autosave) -> Result<Opened> {
    let loaded = Arc::new(photograph(source, autosave)?);
    let levels = Levels::of(&loaded.picture, SCREEN);
    Ok(Opened {
        loaded,
        levels,
        kept: None,
        again: false,
    })
}

/// A recipe with the photograph that it is of, as far as that can be found.
fn painted(
    path: &Path,
    is_picture: bool,
    recipe: Recipe,
    known: &[PathBuf],
    autosave: &Autosave,
) -> OpenedRecipe {
    let content = &recipe.content;
    let of_sample = match Source::sample() {
        Source::Embedded(_, bytes) => content.blake3 == blake3::hash(bytes).to_string(),
        _ => false,
    };
    let original = if of_sample {
        Some(Source::sample())
    } else {
        let worked_on = autosave.path_of(&content.blake3);
        let file = worked_on.or_else(|| find_original(content, path, known));
        file.map(Source::File)
    };
    OpenedRecipe {
        path: path.to_owned(),
        is_picture,
        recipe,
        original,
    }
}

/// The recipe that a picture carries, if Impasto painted it.
fn carried(path: &Path) -> Option<Recipe> {
    let text = picture::recipe_in(path).ok().flatten()?;
    Recipe::from_json(&text, path).ok()
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().unwrap_or_default().to_string_lossy();
    endings.contains(&ending.to_lowercase().as_str())
}

/// Whether a file holds a style code: by its name, or by what is in it.
pub fn is_code(path: &Path) -> bool {
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
