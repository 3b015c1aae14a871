//! The artist's looks: settings kept under a name. Each is a small picture in the data folder that carries its
//! recipe, as exports do: it can be copied to another machine, and dropped onto the window.

use super::own_files;
use crate::{
    error::{Error, Result},
    picture::{self, Crop, DecodeLimits, ExportOptions, Picture, Stamp},
    stylize::{Engine, Recipe, SourceRef},
};
use std::path::{Path, PathBuf};

/// Ending of a look's file.
const ENDING: &str = "png";

/// Settings under a name.
#[derive(Clone, Debug)]
pub struct SavedLook {
    /// Its file, which has its name.
    pub path: PathBuf,
    /// The settings.
    pub recipe: Recipe,
    /// What the photograph looked like in which it was found.
    pub picture: Picture,
}

impl SavedLook {
    /// What the artist calls it.
    pub fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }
}

/// `recipe` without what belongs to one photograph: which one, the part of it, and how a run went.
pub fn look_of(recipe: &Recipe) -> Recipe {
    Recipe {
        content: SourceRef::default(),
        crop: Crop::default(),
        changes: Vec::new(),
        stop_after: None,
        ..recipe.clone()
    }
}

/// The settings of `look` for a photograph that is painted as `recipe` says: its part and its size stay, and Instant
/// paints it first.
pub fn worn(look: &Recipe, recipe: &Recipe) -> Recipe {
    Recipe {
        engine: Engine::Instant,
        content: recipe.content.clone(),
        crop: recipe.crop,
        size: recipe.size,
        ..look_of(look)
    }
}

/// The looks in `folder`, by name. What is none is left alone.
pub fn looks(folder: &Path) -> Vec<SavedLook> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let open = |path: PathBuf| {
        let text = picture::recipe_in(&path).ok().flatten()?;
        let recipe = Recipe::from_json(&text, &path).ok()?;
        let picture = picture::load(&path, DecodeLimits::default()).ok()?;
        Some(SavedLook {
            path,
            recipe,
            picture,
        })
    };
    let mut looks: Vec<SavedLook> = files.map(|e| e.path()).filter_map(open).collect();
    looks.sort_by_key(|look| look.name().to_lowercase());
    looks
}

/// Keeps settings with a small picture of them under a name, or one like it if that is taken; returns the file.
///
/// # Errors
/// If the file cannot be written.
pub fn save(name: &str, recipe: &Recipe, picture: &Picture, folder: &Path) -> Result<PathBuf> {
    std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
    let path = own_files::free_name(name, ENDING, folder);
    let stamp = Stamp {
        recipe: Some(look_of(recipe).to_json()),
        ..Stamp::default()
    };
    let plain = Picture::from_rgb(picture.width, picture.height, picture.matte().into_owned());
    picture::export(&plain, &path, &ExportOptions::default(), &stamp)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stylize::Size;

    #[test]
    fn a_look_is_kept_without_its_photograph_and_worn_by_another_one() {
        let data = tempfile::tempdir().expect("folder");
        let folder = data.path().join("looks");
        assert!(looks(&folder).is_empty());
        let mut recipe = Recipe {
            strength: 0.7,
            size: Size::LongSide(640),
            stop_after: Some(9),
            ..Recipe::default()
        };
        recipe.tone.contrast = 0.3;
        recipe.content.name = "private.jpg".to_owned();
        recipe.crop.width = 0.5;
        let picture = Picture::from_rgb(3, 2, vec![0.5; 18]);
        let path = save("dusk/blue", &recipe, &picture, &folder).expect("saved");
        assert_eq!(path, folder.join("dusk-blue.png"));
        let second = save("dusk/blue", &recipe, &picture, &folder).expect("saved");
        assert_eq!(second, folder.join("dusk-blue-2.png"));
        // What is no look is left alone.
        std::fs::write(folder.join("note.png"), "no picture").expect("written");
        let there = looks(&folder);
        let names: Vec<String> = there.iter().map(SavedLook::name).collect();
        assert_eq!(names, ["dusk-blue", "dusk-blue-2"]);
        let look = &there[0];
        assert_eq!((look.picture.width, look.picture.height), (3, 2));
        assert_eq!(look.recipe, look_of(&recipe));
        let text = std::fs::read(&path).expect("read");
        let private = text.windows(11).any(|part| part == b"private.jpg");
        assert!(!private, "a look names no photograph");

        let mut other = Recipe::default();
        other.content.name = "other.jpg".to_owned();
        other.crop.left = 0.25;
        let worn = worn(&look.recipe, &other);
        assert_eq!((worn.strength, worn.tone.contrast), (0.7, 0.3));
        assert_eq!((worn.content, worn.crop), (other.content, other.crop));
        assert_eq!((worn.size, worn.engine), (Size::Default, Engine::Instant));
        assert_eq!(worn.stop_after, None);
    }
}
