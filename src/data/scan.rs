//! What is in a folder of pictures, and what is wrong with it.

use super::{files, whole};
use crate::picture::{self, DecodeLimits, Picture};
use image::{AnimationDecoder, ImageFormat};
use image_hasher::{HashAlg, HasherConfig, ImageHash};
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    io::Cursor,
    path::{Path, PathBuf},
};

/// Shorter sides than this give no crop.
const TINY: usize = 128;
/// Side to which pictures are reduced to be compared.
const COMPARED: usize = 64;
/// Bits of 256 by which two perceptual hashes may differ and still be the same picture.
const SAME: u32 = 10;
/// Largest difference between the channels of a grey picture, of 1.
const GREY: f32 = 0.03;
/// Name of the optional table of sources at the top of a folder: tab-separated with a header, of
/// which the columns `file`, `licence` (or `license`) and `source` are read.
const SOURCES: &str = "sources.tsv";

/// Why a file is of no or little use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Not a picture, or a broken one.
    Unreadable,
    /// A side below 128 pixels.
    Tiny,
    /// Looks like an earlier file.
    Duplicate,
    /// Without colours.
    Grey,
    /// More than one frame, of which only the first would be used.
    Animated,
}

/// One file with a fault.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub fault: Fault,
    /// The reason, or the file that it repeats.
    pub detail: String,
}

/// What [`scan`] found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ScanReport {
    /// Files looked at.
    pub files: usize,
    /// Files without any fault.
    pub usable: usize,
    /// Files by fault; a file can have several.
    pub counts: BTreeMap<Fault, usize>,
    /// Every fault, in the order of the files.
    pub findings: Vec<Finding>,
    /// Readable files by licence, as `sources.tsv` says; "unknown" where it does not.
    pub licences: BTreeMap<String, usize>,
    /// Readable files by source.
    pub sources: BTreeMap<String, usize>,
}

/// What one file is.
struct Seen {
    faults: Vec<(Fault, String)>,
    hash: Option<ImageHash>,
}

/// Looks at all files below `folders`, each as large as `limits` allow. Hidden files and tables of sources do
/// not count.
pub fn scan(folders: &[PathBuf], limits: DecodeLimits) -> ScanReport {
    let table = Sources::read(folders);
    let mut paths = files(folders);
    paths.retain(|path| path.file_name().is_none_or(|name| name != SOURCES));
    let mut seen: Vec<Seen> = paths.par_iter().map(|path| look(path, limits)).collect();
    for (i, first) in duplicates(&seen) {
        let of = format!("looks like {}", paths[first].display());
        seen[i].faults.push((Fault::Duplicate, of));
    }
    let mut report = ScanReport {
        files: paths.len(),
        ..ScanReport::default()
    };
    for (path, seen) in paths.iter().zip(seen) {
        if seen.hash.is_some() {
            let (licence, source) = table.of(path);
            *report.licences.entry(licence).or_default() += 1;
            *report.sources.entry(source).or_default() += 1;
        }
        report.usable += usize::from(seen.faults.is_empty());
        for (fault, detail) in seen.faults {
            *report.counts.entry(fault).or_default() += 1;
            let path = path.clone();
            report.findings.push(Finding {
                path,
                fault,
                detail,
            });
        }
    }
    report
}

fn look(path: &Path, limits: DecodeLimits) -> Seen {
    let unreadable = |reason: String| Seen {
        faults: vec![(Fault::Unreadable, reason)],
        hash: None,
    };
    let (bytes, picture) = match whole(path, limits) {
        Ok(whole) => whole,
        Err(e) => return unreadable(e.to_string()),
    };
    let mut faults = Vec::new();
    if picture.width.min(picture.height) < TINY {
        let size = format!("{}x{} pixels", picture.width, picture.height);
        faults.push((Fault::Tiny, size));
    }
    if is_animated(&bytes) {
        faults.push((Fault::Animated, "more than one frame".to_owned()));
    }
    let small = picture::resize(&picture, COMPARED, COMPARED);
    let colourless = small.rgb.chunks_exact(3).all(|p| {
        let (least, most) = (p[0].min(p[1]).min(p[2]), p[0].max(p[1]).max(p[2]));
        most - least < GREY
    });
    if colourless {
        faults.push((Fault::Grey, "no colours".to_owned()));
    }
    Seen {
        faults,
        hash: Some(perceptual_hash(&small)),
    }
}

/// 256 bits that say where brightness grows, alike for the same picture at other sizes and
/// qualities.
fn perceptual_hash(small: &Picture) -> ImageHash {
    let side = COMPARED as u32;
    let pixels = image::RgbImage::from_fn(side, side, |x, y| {
        let at = ((y * side + x) * 3) as usize;
        image::Rgb([0, 1, 2].map(|c| (small.rgb[at + c] * 255.0).round() as u8))
    });
    HasherConfig::new()
        .hash_size(16, 16)
        .hash_alg(HashAlg::Gradient)
        .to_hasher()
        .hash_image(&pixels)
}

fn is_animated(bytes: &[u8]) -> bool {
    let reader = Cursor::new(bytes);
    match image::guess_format(bytes) {
        Ok(ImageFormat::Gif) => image::codecs::gif::GifDecoder::new(reader)
            .is_ok_and(|decoder| decoder.into_frames().take(2).count() > 1),
        Ok(ImageFormat::WebP) => image::codecs::webp::WebPDecoder::new(reader)
            .is_ok_and(|decoder| decoder.has_animation()),
        Ok(ImageFormat::Png) => image::codecs::png::PngDecoder::new(reader)
            .is_ok_and(|decoder| decoder.is_apng().unwrap_or(false)),
        _ => false,
    }
}

/// Files that look like an earlier one, and that one.
fn duplicates(seen: &[Seen]) -> Vec<(usize, usize)> {
    let first_alike = |i: usize| {
        let hash = seen[i].hash.as_ref()?;
        let alike = |other: &Seen| other.hash.as_ref().is_some_and(|h| h.dist(hash) <= SAME);
        seen[..i].iter().position(alike).map(|first| (i, first))
    };
    (0..seen.len())
        .into_par_iter()
        .filter_map(first_alike)
        .collect()
}

/// Licences and sources by file, as paths below a folder or as bare names.
struct Sources {
    folders: Vec<PathBuf>,
    rows: HashMap<String, (String, String)>,
}

impl Sources {
    fn read(folders: &[PathBuf]) -> Self {
        let mut rows = HashMap::new();
        for folder in folders {
            let text = std::fs::read_to_string(folder.join(SOURCES)).unwrap_or_default();
            let mut lines = text.trim_start_matches('\u{feff}').lines();
            let header: Vec<String> = lines
                .next()
                .unwrap_or_default()
                .split('\t')
                .map(|name| name.trim().to_lowercase())
                .collect();
            let column = |names: &[&str]| header.iter().position(|h| names.contains(&h.as_str()));
            let Some(file) = column(&["file", "path", "name"]) else {
                continue;
            };
            let (licence, source) = (column(&["licence", "license"]), column(&["source", "url"]));
            for line in lines {
                let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
                let cell = |column: Option<usize>| {
                    let text = column.and_then(|c| cells.get(c)).copied();
                    text.filter(|t| !t.is_empty())
                        .unwrap_or("unknown")
                        .to_owned()
                };
                if let Some(name) = cells.get(file) {
                    rows.insert((*name).to_owned(), (cell(licence), cell(source)));
                }
            }
        }
        Self {
            folders: folders.to_vec(),
            rows,
        }
    }

    fn of(&self, path: &Path) -> (String, String) {
        let below = self
            .folders
            .iter()
            .filter_map(|f| path.strip_prefix(f).ok());
        let name = path.file_name().map(Path::new);
        below
            .chain(name)
            .find_map(|key| self.rows.get(&key.to_string_lossy().replace('\\', "/")))
            .cloned()
            .unwrap_or_else(|| ("unknown".to_owned(), "unknown".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ExportOptions, Stamp, export};

    fn painted(side: usize, salt: usize, grey: bool) -> Picture {
        let rgb = (0..side * side * 3)
            .map(|at| {
                let (x, y) = (at / 3 % side * 64 / side, at / 3 / side * 64 / side);
                let c = if grey { 0 } else { at % 3 };
                0.5 + 0.5 * ((x * (salt + 2) + y * (2 * salt + 3) + 9 * c) as f32 * 0.11).sin()
            })
            .collect();
        Picture::from_rgb(side, side, rgb)
    }

    #[test]
    fn planted_faults_are_found_and_named() {
        let folder = tempfile::tempdir().expect("folder");
        let root = folder.path();
        let save = |name: &str, picture: &Picture| {
            let path = root.join(name);
            export(picture, &path, &ExportOptions::default(), &Stamp::default()).expect("saved");
        };
        std::fs::create_dir(root.join("sub")).expect("folder");
        save("a.png", &painted(200, 1, false));
        save("b.jpg", &painted(160, 1, false));
        save("c.png", &painted(64, 2, false));
        save("sub/d.png", &painted(200, 3, true));
        save("e.png", &painted(200, 4, false));
        save(".hidden.png", &painted(200, 5, false));
        std::fs::write(root.join("f.png"), b"not a picture").expect("written");
        let gif = std::fs::File::create(root.join("g.gif")).expect("file");
        let mut encoder = image::codecs::gif::GifEncoder::new(gif);
        let frame = |v| image::Frame::new(image::RgbaImage::from_pixel(150, 150, image::Rgba(v)));
        encoder
            .encode_frames([frame([200, 9, 9, 255]), frame([9, 9, 200, 255])])
            .expect("written");
        drop(encoder);
        #[cfg(unix)]
        std::os::unix::fs::symlink(root, root.join("sub/loop")).expect("link");
        let table = "file\tlicence\tsource\na.png\tCC0\tmuseum\nsub/d.png\tCC BY 4.0\t\n";
        std::fs::write(root.join(SOURCES), table).expect("written");

        let report = scan(&[root.to_owned()], DecodeLimits::default());
        assert_eq!(report.files, 7);
        let named = |fault: Fault| -> Vec<String> {
            let found = report.findings.iter().filter(|f| f.fault == fault);
            found
                .map(|f| {
                    f.path
                        .file_name()
                        .expect("a name")
                        .to_string_lossy()
                        .into_owned()
                })
                .collect()
        };
        assert_eq!(named(Fault::Duplicate), ["b.jpg"]);
        assert_eq!(named(Fault::Tiny), ["c.png"]);
        assert_eq!(named(Fault::Grey), ["d.png"]);
        assert_eq!(named(Fault::Unreadable), ["f.png"]);
        assert_eq!(named(Fault::Animated), ["g.gif"]);
        assert_eq!(report.usable, 2);
        assert_eq!(report.licences["CC0"], 1);
        assert_eq!(report.licences["unknown"], 4);
        assert_eq!(report.sources["museum"], 1);
    }
}
