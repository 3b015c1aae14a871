//! Finding files: the sources that a recipe names, and where results go.

use super::{deliver::file_name, shelf::Painting};
use crate::{
    error::{Error, Result},
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
            return Err(Error::Setting(format!(
                "The output {} is one of the input pictures, which are never changed; choose \
                 another name.",
                path.display()
            )));
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
}
