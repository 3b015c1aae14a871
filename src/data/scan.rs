//! What is in a folder of pictures, and what is wrong with it.

use super::{Sources, files, whole};
use crate::picture::{self, DecodeLimits, Picture};
use image::{AnimationDecoder, ImageFormat};
use image_hasher::{HashAlg, HasherConfig, ImageHash};
use rayon::prelude::*;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    io::Cursor,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

/// Shorter sides than this give no crop.
const TINY: usize = 128;
/// Side to which pictures are reduced to be compared.
pub(super) const COMPARED: usize = 64;
/// Bits of 256 by which two perceptual hashes may differ and still be the same picture.
pub(super) const SAME: u32 = 10;
/// Largest difference between the channels of a grey picture, of 1.
const GREY: f32 = 0.03;
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
    /// Readable files by licence, as `sources.tsv` or a `MANIFEST.tsv` above says; "unknown" where it does not.
    pub licences: BTreeMap<String, usize>,
    /// Readable files by source.
    pub sources: BTreeMap<String, usize>,
    /// Width and height of readable files, by path.
    #[serde(skip)]
    pub sizes: BTreeMap<PathBuf, (usize, usize)>,
}

/// What one file is.
struct Seen {
    faults: Vec<(Fault, String)>,
    hash: Option<ImageHash>,
    size: (usize, usize),
}

/// Looks at all files below `folders`, each as large as `limits` allow. Hidden files and tables of sources do
/// not count.
pub fn scan(folders: &[PathBuf], limits: DecodeLimits) -> ScanReport {
    scan_told(folders, limits, |_, _| {})
}

/// [`scan`], of which `told` hears how many files were looked at, and of how many.
pub fn scan_told(
    folders: &[PathBuf],
    limits: DecodeLimits,
    told: impl Fn(usize, usize) + Sync,
) -> ScanReport {
    let table = Sources::read(folders);
    let paths = files(folders);
    let done = AtomicUsize::new(0);
    let look = |path: &PathBuf| {
        let seen = look(path, limits);
        told(done.fetch_add(1, Ordering::Relaxed) + 1, paths.len());
        seen
    };
    let mut seen: Vec<Seen> = paths.par_iter().map(look).collect();
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
            report.sizes.insert(path.clone(), seen.size);
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
        size: (0, 0),
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
    if colourless(&small) {
        faults.push((Fault::Grey, "no colours".to_owned()));
    }
    Seen {
        faults,
        hash: Some(perceptual_hash(&small)),
        size: (picture.width, picture.height),
    }
}

/// Whether all of a picture is grey.
pub(super) fn colourless(picture: &Picture) -> bool {
    picture.rgb.chunks_exact(3).all(|p| {
        let (least, most) = (p[0].min(p[1]).min(p[2]), p[0].max(p[1]).max(p[2]));
        most - least < GREY
    })
}

/// 256 bits that say where brightness grows, alike for the same picture at other sizes and
/// qualities.
pub(super) fn perceptual_hash(small: &Picture) -> ImageHash {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::sources::SOURCES;
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
