//! A data set in one file: a header with the hash of every source file, then the pictures as JPEGs
//! of moderate size.
//!
//! ```text
//! "IMPASTO PACK 1\n"   length of the header, 8 bytes, little-endian   header, JSON   JPEGs
//! ```
//!
//! A picture keeps the hash of the file that it came from, by which training divides its pictures,
//! so a packed data set is divided as the folder was.

use super::{Part, Split, files, whole};
use crate::{
    error::{Error, Result},
    fault::{PictureFault, TrainingFault},
    picture::{self, DecodeLimits, Picture, write_atomically},
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

const MAGIC: &[u8] = b"IMPASTO PACK 1\n";

/// What a pack holds.
#[derive(Serialize, Deserialize)]
struct Header {
    entries: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    /// blake3 of the source file, in hexadecimal.
    hash: String,
    /// Bytes of its JPEG; they follow each other.
    bytes: usize,
}

/// What [`pack`] wrote.
#[derive(Clone, Debug, Serialize)]
pub struct PackReport {
    /// Pictures in the pack.
    pub pictures: usize,
    /// Files that were left out: unreadable, too small, or there already.
    pub left_out: usize,
    /// What training will do with them.
    pub split: Split,
    /// Size of the file in bytes.
    pub bytes: usize,
}

/// Packs the pictures below `folders` with short sides of `least` to `side` pixels (larger ones are
/// scaled down) into `file`; of all that are decoded at once each may be as large as `limits` allow.
///
/// # Errors
/// If there is no picture or the file cannot be written.
pub fn pack(
    folders: &[PathBuf],
    file: &Path,
    least: usize,
    side: usize,
    quality: u8,
    limits: DecodeLimits,
) -> Result<PackReport> {
    let paths = files(folders);
    let packed: Vec<_> = paths
        .par_iter()
        .filter_map(|path| {
            let (bytes, picture) = whole(path, limits).ok()?;
            let hash = *blake3::hash(&bytes).as_bytes();
            (picture.width.min(picture.height) >= least)
                .then(|| jpeg(&shrunk(picture, side), quality).map(|jpeg| (hash, jpeg)))?
        })
        .collect();
    let mut packed: Vec<([u8; 32], Vec<u8>)> = packed;
    packed.sort_by_key(|(hash, _)| *hash);
    packed.dedup_by_key(|(hash, _)| *hash);
    if packed.is_empty() {
        return Err(TrainingFault::NothingToPack { side: least }.into());
    }
    let mut split = Split::default();
    packed
        .iter()
        .for_each(|(hash, _)| split.count(Part::of(hash)));
    let entries = packed.iter().map(|(hash, jpeg)| Entry {
        hash: blake3::Hash::from_bytes(*hash).to_string(),
        bytes: jpeg.len(),
    });
    let header = Header {
        entries: entries.collect(),
    };
    let header = serde_json::to_vec(&header).map_err(|e| TrainingFault::Notes(e.to_string()))?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend((header.len() as u64).to_le_bytes());
    bytes.extend(header);
    packed.iter().for_each(|(_, jpeg)| bytes.extend(jpeg));
    write_atomically(file, &bytes)?;
    Ok(PackReport {
        pictures: packed.len(),
        left_out: paths.len() - packed.len(),
        split,
        bytes: bytes.len(),
    })
}

/// `picture` with a short side of at most `side`.
pub fn shrunk(picture: Picture, side: usize) -> Picture {
    let short = picture.width.min(picture.height);
    if short <= side {
        return picture;
    }
    let scaled = |length: usize| (length * side).div_ceil(short);
    picture::resize(&picture, scaled(picture.width), scaled(picture.height))
}

fn jpeg(picture: &Picture, quality: u8) -> Option<Vec<u8>> {
    let rgb = picture.matte();
    let rgb: Vec<u8> = rgb
        .iter()
        .map(|v| (v.clamp(0.0, 1.0) * 255.0).round() as u8)
        .collect();
    let (width, height) = (picture.width as u32, picture.height as u32);
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(&rgb, width, height, ExtendedColorType::Rgb8)
        .ok()?;
    Some(bytes)
}

/// Whether the file at `path` is a pack.
pub fn is_pack(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; MAGIC.len()];
    path.is_file()
        && std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
        && start == MAGIC
}

/// How many pictures a pack holds, by its header; the pictures themselves are not looked at.
///
/// # Errors
/// If the file cannot be read or is not a whole pack.
pub fn pack_size(path: &Path) -> Result<usize> {
    let mut file = std::fs::File::open(path).map_err(Error::io("read", path))?;
    let whole = file.metadata().map_err(Error::io("read", path))?.len();
    Ok(header(path, &mut file, whole)?.entries.len())
}

/// The header of a pack of `whole` bytes; what is read next is its first picture.
fn header(path: &Path, from: &mut impl Read, whole: u64) -> Result<Header> {
    let broken = |how: &str| Error::picture(path, PictureFault::Pack(how.to_owned()));
    let (mut magic, mut length) = ([0; MAGIC.len()], [0; 8]);
    if from.read_exact(&mut magic).is_err() || magic != MAGIC {
        return Err(broken("it is not a pack of pictures"));
    }
    let ends = || broken("it ends too soon");
    from.read_exact(&mut length).map_err(|_| ends())?;
    let length = u64::from_le_bytes(length);
    let before = (MAGIC.len() + 8) as u64;
    let room = whole.checked_sub(before).ok_or_else(ends)?;
    let room = room.checked_sub(length).ok_or_else(ends)?;
    let mut text = Vec::new();
    from.take(length)
        .read_to_end(&mut text)
        .map_err(Error::io("read", path))?;
    let header: Header = serde_json::from_slice(&text)
        .map_err(|e| broken(&format!("its header is broken ({e})")))?;
    let sizes = header.entries.iter().map(|entry| entry.bytes as u64);
    let filled = sizes.fold(0, u64::saturating_add);
    (filled <= room).then_some(header).ok_or_else(ends)
}

/// The pictures of a pack with the hashes of the files that they came from.
///
/// # Errors
/// If the file cannot be read or is not a whole pack.
pub fn packed(path: &Path, limits: DecodeLimits) -> Result<Vec<([u8; 32], Picture)>> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let broken = |how: &str| Error::picture(path, PictureFault::Pack(how.to_owned()));
    let mut rest = bytes.as_slice();
    let header = header(path, &mut rest, bytes.len() as u64)?;
    let mut jpegs = Vec::new();
    for entry in header.entries {
        let hash = blake3::Hash::from_hex(&entry.hash)
            .map_err(|e| broken(&format!("its header is broken ({e})")))?;
        let (jpeg, after) = rest
            .split_at_checked(entry.bytes)
            .ok_or_else(|| broken("it ends too soon"))?;
        rest = after;
        jpegs.push((*hash.as_bytes(), jpeg));
    }
    jpegs
        .into_par_iter()
        .map(|(hash, jpeg)| Ok((hash, picture::decode(jpeg, path, limits)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{ExportOptions, Stamp, export};

    #[test]
    fn a_pack_holds_what_was_packed_and_a_broken_one_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let root = folder.path();
        for (name, side) in [
            ("a.png", 90),
            ("b.png", 40),
            ("c.png", 64),
            ("same.png", 64),
        ] {
            let rgb = (0..side * side * 3)
                .map(|i| (i / 3 % side) as f32 / side as f32)
                .collect();
            let picture = Picture::from_rgb(side, side, rgb);
            let path = root.join(name);
            export(
                &picture,
                &path,
                &ExportOptions::default(),
                &Stamp::default(),
            )
            .expect("saved");
        }
        let file = root.join("data.pack");
        let report = pack(
            &[root.to_owned()],
            &file,
            64,
            80,
            90,
            DecodeLimits::default(),
        )
        .expect("packed");
        assert_eq!((report.pictures, report.left_out), (2, 2));
        let Split {
            train,
            validation,
            test,
        } = report.split;
        assert_eq!(train + validation + test, 2);
        assert!(is_pack(&file) && !is_pack(&root.join("a.png")) && !is_pack(root));
        let pictures = packed(&file, DecodeLimits::default()).expect("read");
        let mut sides: Vec<usize> = pictures.iter().map(|(_, p)| p.width).collect();
        sides.sort_unstable();
        assert_eq!(sides, [64, 80]);
        let source = blake3::hash(&std::fs::read(root.join("a.png")).expect("read"));
        let (_, a) = pictures
            .iter()
            .find(|(hash, _)| hash == source.as_bytes())
            .expect("kept its hash");
        assert!((a.rgb[40 * 3] - 0.5).abs() < 0.03, "{}", a.rgb[40 * 3]);

        let bytes = std::fs::read(&file).expect("read");
        for length in [MAGIC.len() + 3, MAGIC.len() + 20, bytes.len() - 1] {
            std::fs::write(&file, &bytes[..length]).expect("written");
            let message = packed(&file, DecodeLimits::default())
                .expect_err("broken")
                .to_string();
            assert!(message.contains("impasto data pack"), "{message}");
        }
    }
}
