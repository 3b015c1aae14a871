//! Finding files: the sources that a recipe names, and where results go.

use super::{deliver::file_name, shelf::Painting};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    nn::hash_file,
    stylize::{Recipe, SourceRef, Start},
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
};

/// Paths of the sources of a recipe.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The photograph.
    pub content: PathBuf,
    /// The paintings, in the recipe's order.
    pub styles: Vec<Painting>,
    /// The files of style codes, in the recipe's order.
    pub codes: Vec<PathBuf>,
    /// The start picture, if there is one.
    pub start: Option<PathBuf>,
}

/// Finds the photograph, paintings and start picture of `recipe` by name and hash among `given`,
/// then beside the recipe, then in the current folder. Only what `wanted` asks for is looked for.
///
/// # Errors
/// [`Error::MissingSource`] names the first that is not found.
pub fn resolve_recipe(
    recipe: &Recipe,
    recipe_path: &Path,
    given: &[PathBuf],
    want_content: bool,
    want_styles: bool,
) -> Result<Found> {
    let beside = recipe_path.parent().map(Path::to_owned).unwrap_or_default();
    let find = |role: &'static str, source: &SourceRef| {
        let named = [beside.join(&source.name), PathBuf::from(&source.name)];
        given
            .iter()
            .chain(&named)
            .find(|path| hash_file(path).is_ok_and(|hash| hash == source.blake3))
            .cloned()
            .ok_or_else(|| Error::MissingSource {
                role,
                name: source.name.clone(),
            })
    };
    let mut found = Found::default();
    if want_content {
        found.content = find("photograph", &recipe.content)?;
    }
    if want_styles {
        for style in &recipe.styles {
            found.styles.push(match Painting::of_shelf(&style.source) {
                Some(shipped) => shipped,
                None => Painting::File(find("painting", &style.source)?),
            });
        }
        for code in &recipe.style_codes {
            found.codes.push(find("style code", &code.source)?);
        }
    }
    if let Start::Picture(source) = &recipe.start {
        found.start = Some(find("start picture", source)?);
    }
    Ok(found)
}

/// Looks for a photograph by its hash among `known` files, and beside a file that names it.
pub fn find_original(source: &SourceRef, named_by: &Path, known: &[PathBuf]) -> Option<PathBuf> {
    /// Other files beside it that are looked into.
    const MOST: usize = 100;
    let is_it = |path: &&PathBuf| hash_file(path).is_ok_and(|hash| hash == source.blake3);
    let folder = named_by.parent()?;
    let around = [Some(folder), folder.parent()];
    let named: Vec<PathBuf> = around
        .into_iter()
        .flatten()
        .map(|folder| folder.join(&source.name))
        .collect();
    // Those of its name first: large files are not read for nothing.
    let of_name = |path: &&PathBuf| path.file_name() == Some(source.name.as_ref());
    let (likely, others): (Vec<_>, Vec<_>) = known.iter().partition(of_name);
    if let Some(found) = likely.into_iter().chain(&named).chain(others).find(is_it) {
        return Some(found.clone());
    }
    let ending = Path::new(&source.name)
        .extension()
        .map(|e| e.to_ascii_lowercase());
    let entries = std::fs::read_dir(folder).ok()?.flatten();
    let beside = entries.map(|entry| entry.path()).filter(|path| {
        path.is_file() && path.extension().map(|e| e.to_ascii_lowercase()) == ending
    });
    let beside: Vec<PathBuf> = beside.take(MOST).collect();
    beside.iter().find(is_it).cloned()
}

/// Where each of `contents` goes: `out` itself for a single one, unless `out` ends in a slash or is
/// a folder; otherwise `out/STEM.png`, with `-2`, `-3` ... on a clash.
///
/// # Errors
/// If an output would replace one of `inputs`.
pub fn output_paths(contents: &[PathBuf], out: &Path, inputs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let slash = out.as_os_str().as_encoded_bytes().ends_with(b"/");
    let paths = if contents.len() > 1 || slash || out.is_dir() {
        let mut taken = HashSet::new();
        contents
            .iter()
            .map(|content| {
                let stem = content.file_stem().unwrap_or_else(|| "picture".as_ref());
                (1..)
                    .map(|n| file_name(&stem.to_string_lossy(), n, "png"))
                    // Names that differ by case only are one file on some systems.
                    .find(|name| taken.insert(name.to_string_lossy().to_lowercase()))
                    .map(|name| out.join(name))
                    .unwrap_or_else(|| out.join("picture.png"))
            })
            .collect()
    } else {
        vec![out.to_owned()]
    };
    let real = |path: &Path| path.canonicalize().ok();
    let sources: Vec<PathBuf> = inputs.iter().filter_map(|path| real(path)).collect();
    for path in &paths {
        if real(path).is_some_and(|path| sources.contains(&path)) {
            return Err(SettingFault::OverInput(path.clone()).into());
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clashing_names_get_numbers() {
        let contents = ["a/x.jpg", "b/X.png", "c/y.png"].map(PathBuf::from);
        let out = output_paths(&contents, Path::new("out"), &[]).expect("no clash with inputs");
        assert_eq!(
            out,
            ["out/x.png", "out/X-2.png", "out/y.png"].map(PathBuf::from)
        );
    }

    #[test]
    fn a_photograph_is_found_by_its_hash_wherever_it_may_be() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(&path, bytes).expect("written");
            path
        };
        let source = SourceRef {
            name: "lake.jpg".to_owned(),
            blake3: blake3::hash(b"lake").to_string(),
            licence: None,
        };
        let export = at("out/painted.png", b"");
        let wrong = at("out/lake.jpg", b"another");
        assert_eq!(
            find_original(&source, &export, std::slice::from_ref(&wrong)),
            None
        );
        let renamed = at("out/Sea.JPG", b"lake");
        assert_eq!(find_original(&source, &export, &[]), Some(renamed));
        let above = at("lake.jpg", b"lake");
        assert_eq!(find_original(&source, &export, &[]), Some(above));
        let recent = at("far/away.jpg", b"lake");
        std::fs::remove_file(folder.path().join("lake.jpg")).expect("removed");
        let known = [wrong, recent.clone()];
        assert_eq!(find_original(&source, &export, &known), Some(recent));
    }
}
