//! What versions of before have left: unfinished work was kept in folders under `unfinished/`, one a window. It becomes
//! work on its photograph like any other.

use super::{
    autosave::{self, Slot},
    saved::{SavedKey, SavedProject, SavedStyle, SavedWork},
    shelf::Painting,
};
use crate::{
    picture::{Crop, write_atomically},
    stylize::{Recipe, StyleRef},
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const FOLDER: &str = "unfinished";
const SESSION: &str = "session.json";

/// What stands in such a folder.
#[derive(Deserialize)]
struct Unfinished {
    time: u64,
    title: String,
    photograph: Option<PathBuf>,
    recipe: Recipe,
}

impl Unfinished {
    /// The same as work on the photograph that lies at `photograph`.
    fn saved(self, photograph: PathBuf) -> SavedWork {
        let recipe = self.recipe;
        let painting = |style: &StyleRef| match Painting::of_shelf(&style.source) {
            Some(Painting::Shelf(shipped)) => SavedKey::Shipped(shipped.name.to_owned()),
            _ => SavedKey::Own(style.source.blake3.clone()),
        };
        let paintings = recipe.styles.iter();
        let paintings = paintings.map(|style| (painting(style), style.weight, style.crop));
        let codes = recipe.style_codes.iter();
        let codes = codes.map(|code| {
            let key = SavedKey::Own(code.source.blake3.clone());
            (key, code.weight, Crop::default())
        });
        let random = recipe.random_style.iter();
        let weight = recipe.random_weight;
        let random = random.map(|seed| (SavedKey::Random(*seed), weight, Crop::default()));
        let all = paintings.chain(codes).chain(random);
        let styles = all.map(|(key, weight, crop)| SavedStyle {
            key,
            weight,
            crop,
            // Nothing was learnt of single paintings then.
            tuning: None,
        });
        let styles = styles.collect();
        SavedWork {
            time: self.time,
            title: self.title,
            source: recipe.content.clone(),
            photograph: Some(photograph),
            project: SavedProject { recipe, styles },
            run: None,
            snapshots: Vec::new(),
        }
    }
}

/// Turns all that is left into work on photographs under `works`; what is broken or of a sample goes. What a window of
/// such a version has open stays until it is closed.
pub fn take_over(data: &Path, works: &Path) {
    let all = data.join(FOLDER);
    for entry in std::fs::read_dir(&all).into_iter().flatten().flatten() {
        let Some(slot) = Slot::take(entry.path()) else {
            continue;
        };
        let folder = slot.folder.clone();
        if move_to(slot, works).is_none() {
            // What cannot be removed is looked at once more at the next start.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
    // Only if nothing is left in it.
    let _ = std::fs::remove_dir(all);
}

/// Makes a folder of before one of those under `works`; nothing if there is nothing to keep in it.
fn move_to(slot: Slot, works: &Path) -> Option<()> {
    let folder = &slot.folder.clone();
    let text = std::fs::read_to_string(folder.join(SESSION)).ok()?;
    let unfinished: Unfinished = serde_json::from_str(&text).ok()?;
    unfinished.recipe.check().ok()?;
    let photograph = unfinished.photograph.clone()?;
    let hash = &unfinished.recipe.content.blake3;
    let free = |n: &usize| !works.join(autosave::name(hash, *n)).exists();
    let to = works.join(autosave::name(hash, (1..100).find(free)?));
    std::fs::create_dir_all(works).ok()?;
    // One that was pasted lies in the folder itself.
    let photograph = match photograph.strip_prefix(folder) {
        Ok(inside) => to.join(inside),
        Err(_) => photograph,
    };
    let text = serde_json::to_string(&unfinished.saved(photograph)).ok()?;
    write_atomically(&folder.join(autosave::WORK), text.as_bytes()).ok()?;
    std::fs::write(folder.join(autosave::OPEN), "0").ok()?;
    // Some systems move no folder in which a file is open.
    drop(slot);
    std::fs::rename(folder, &to).ok()?;
    let _ = std::fs::remove_file(to.join(SESSION));
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{session::Autosave, stylize::SourceRef};

    #[test]
    fn unfinished_work_of_before_becomes_work_on_its_photograph() {
        let data = tempfile::tempdir().expect("folder");
        let old = data.path().join(FOLDER);
        let window = |name: &str, text: String| {
            let folder = old.join(name);
            std::fs::create_dir_all(&folder).expect("made");
            std::fs::write(folder.join(SESSION), text).expect("written");
            folder
        };
        let recipe = Recipe {
            content: SourceRef {
                name: "pasted.png".to_owned(),
                blake3: "c".repeat(64),
                licence: None,
            },
            strength: 0.3,
            random_style: Some(9),
            ..Recipe::default()
        };
        let photograph = old.join("window-1/photo-c.png");
        let session = serde_json::json!({
            "time": 5, "title": "a lake", "photograph": photograph, "recipe": recipe, "step": 7,
        });
        let folder = window("window-1", session.to_string());
        std::fs::write(folder.join("photo-c.png"), "pixels").expect("written");
        window("window-2", "{".to_owned());
        let autosave = Autosave::new(data.path().to_owned());
        let found = autosave.left_open().expect("it was open");
        assert_eq!(found.saved.title, "a lake");
        assert_eq!(found.saved.project.recipe.strength, 0.3);
        assert_eq!(found.saved.project.styles[0].key, SavedKey::Random(9));
        let photograph = found.saved.photograph.clone().expect("a photograph");
        assert!(photograph.is_file() && autosave.keeps(&photograph));
        assert!(!old.exists(), "nothing is left of it");
    }
}
