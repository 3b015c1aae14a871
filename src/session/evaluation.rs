//! Measuring painted files, and painting the test card.

use super::{job::Flow, shelf::Painting};
use crate::{
    compute::{Budget, Compute},
    data::files,
    error::{Error, Result},
    evaluate::{Art, Card, Faults, Perceptual, Reference},
    fault::SettingFault,
    nn::FeatureNet,
    picture::{self, Picture},
    stylize::{Instant, Look, Recipe, Strokes},
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The styles in which a test card is painted unless others are asked for: soft and hard, plain and in lines.
pub const CARD_STYLES: [&str; 6] = [
    "watercolour",
    "impasto",
    "fresco",
    "woodcut",
    "ink_wash",
    "pen_hatching",
];

/// A photograph and a painting that belong together, and what their results are called.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The photograph.
    pub photograph: PathBuf,
    /// The painting.
    pub painting: Painting,
    /// Name of the results, without extension.
    pub name: String,
}

impl Pair {
    /// Reads a list of pairs: a line each, photograph, painting (or style of the shelf) and name with tabs between
    /// them. Lines that are empty or begin with # are left out. Files are looked for in the current folder, then
    /// beside the list.
    ///
    /// # Errors
    /// If the file cannot be read, or a line is none of these.
    pub fn read_list(path: &Path) -> Result<Vec<Self>> {
        let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
        let beside = |name: &str| {
            let found = path.with_file_name(name);
            if !Path::new(name).exists() && found.exists() {
                found
            } else {
                name.into()
            }
        };
        let lines = text.trim_start_matches('\u{feff}').lines().zip(1..);
        let lines = lines.filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        let pairs = lines.map(|(line, number)| {
            let columns: Vec<_> = line.split('\t').map(str::trim).collect();
            let &[photograph, painting, name] = columns.as_slice() else {
                return Err(SettingFault::PairColumns {
                    path: path.to_owned(),
                    line: number,
                    columns: columns.len(),
                }
                .into());
            };
            Ok(Self {
                photograph: beside(photograph),
                painting: match Painting::parse(painting) {
                    Painting::File(_) => Painting::File(beside(painting)),
                    shelf => shelf,
                },
                name: name.to_owned(),
            })
        });
        let pairs: Vec<Self> = pairs.collect::<Result<_>>()?;
        if pairs.is_empty() {
            return Err(SettingFault::NoPairs(path.to_owned()).into());
        }
        Ok(pairs)
    }
}

/// Measures files beside a photograph and a painting; `None` stands for the photograph itself.
///
/// # Errors
/// If photograph or painting cannot be used; what is wrong with a result stands in its place.
pub fn measure_files(
    photograph: &Path,
    painting: &Painting,
    results: &[Option<PathBuf>],
    side: usize,
    net: &FeatureNet,
    compute: &Compute,
) -> Result<Vec<Result<Art>>> {
    let limits = Budget::now().for_reading_together();
    let photograph = picture::load(photograph, limits)?;
    let (painting, _) = painting.read(limits)?;
    let reference = Reference::new(net, compute, &photograph, &painting, side)?;
    let measure = |result: &Option<PathBuf>| match result {
        None => reference.measure(net, compute, &photograph),
        Some(path) => reference.measure(net, compute, &picture::load(path, limits)?),
    };
    Ok(results.iter().map(measure).collect())
}

/// Two pictures of one name, or what is wrong with them.
pub type Compared = Result<(String, f32)>;

/// How different the pictures of `a` look from those of the same names in `b`, both folders or both pictures, with a long side of `side`
/// px; `each` hears of one after the other.
///
/// # Errors
/// If no two have the same name.
pub fn differences(
    [a, b]: [&Path; 2],
    side: usize,
    perceptual: &Perceptual,
    compute: &Compute,
    each: &mut dyn FnMut(Compared) -> Flow,
) -> Result<()> {
    let limits = Budget::now().for_reading_together();
    let compare = |a: &Path, b: &Path| {
        let (a, b) = (picture::load(a, limits)?, picture::load(b, limits)?);
        perceptual.distance(&a, &b, side, compute)
    };
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_os_string();
    let shown = |path: &Path| stem(path).to_string_lossy().into_owned();
    if !a.is_dir() {
        each(compare(a, b).map(|distance| (shown(b), distance)));
        return Ok(());
    }
    if !b.is_dir() {
        return Err(SettingFault::NoFolder(b.to_owned()).into());
    }
    let own = files(&[a.to_owned()]);
    let others = files(&[b.to_owned()]);
    let mut shared = 0;
    for path in &own {
        let same = others.iter().find(|other| stem(other) == stem(path));
        let Some(same) = same else { continue };
        shared += 1;
        if each(compare(path, same).map(|distance| (shown(path), distance))) == Flow::Stop {
            return Ok(());
        }
    }
    if shared == 0 {
        return Err(SettingFault::NothingShared.into());
    }
    Ok(())
}

/// Paints `card` in each of `styles` with such strokes; `each` is given what was painted and what is wrong with it.
///
/// # Errors
/// If a style cannot be used, the device fails, or `each` does.
pub fn paint_card(
    card: &Card,
    styles: &[Painting],
    strokes: Strokes,
    instant: &Instant,
    each: &mut dyn FnMut(&Painting, Picture, Faults) -> Result<Flow>,
) -> Result<()> {
    let content = instant.encode_content(Arc::new(card.picture.clone()), strokes)?;
    let look = Look::of(&Recipe::by_instant());
    for style in styles {
        let (painting, _) = style.read(Budget::now().for_reading())?;
        let code = style.style(&painting, 1.0, instant)?;
        let painted = instant.paint(&content, &code, &look)?;
        let faults = card.faults(&painted);
        if each(style, painted, faults)? == Flow::Stop {
            break;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_pairs_are_read_and_odd_lines_are_named() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("pairs.tsv");
        std::fs::write(folder.path().join("湖.jpg"), "").expect("written");
        std::fs::write(&path, "\u{feff}# photographs\r\n湖.jpg\tbatik\tone\r\n\n")
            .expect("written");
        let pairs = Pair::read_list(&path).expect("pairs");
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].photograph, folder.path().join("湖.jpg"));
        assert!(matches!(pairs[0].painting, Painting::Shelf(_)));
        assert_eq!(pairs[0].name, "one");
        for (text, says) in [("a\tb\tc\na\tb\n", "Line 2"), ("# none\n", "no pairs")] {
            std::fs::write(&path, text).expect("written");
            let said = Pair::read_list(&path).expect_err("odd").to_string();
            assert!(said.contains(says), "{said}");
        }
    }
}
