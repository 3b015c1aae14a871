//! What a file is, by its first bytes and never by its name.

use crate::fault::{Foreign, PictureFault as Fault};

/// Formats that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::picture) enum Kind {
    Png,
    Jpeg,
    WebP,
    Tiff,
    Bmp,
    Gif,
}

/// Bytes by which every kind is told.
pub(in crate::picture) const START: usize = 64;

/// Beginnings of files that are not read, and what they are.
const FOREIGN: [(&[u8], Foreign); 20] = [
    (b"IIRO", Foreign::Raw("ORF")),
    (b"IIRS", Foreign::Raw("ORF")),
    (b"MMOR", Foreign::Raw("ORF")),
    (b"IIU\0", Foreign::Raw("RW2")),
    (b"FUJIFILMCCD-RAW", Foreign::Raw("RAF")),
    (b"FOVb", Foreign::Raw("X3F")),
    (b"\0MRM", Foreign::Raw("MRW")),
    (b"8BPS", Foreign::Picture("PSD")),
    (b"\xFF\x0A", Foreign::Picture("JPEG XL")),
    (b"\0\0\0\x0cJXL ", Foreign::Picture("JPEG XL")),
    (b"\0\0\0\x0cjP  ", Foreign::Picture("JPEG 2000")),
    (b"\xFF\x4F\xFF\x51", Foreign::Picture("JPEG 2000")),
    (b"\x76\x2f\x31\x01", Foreign::Picture("OpenEXR")),
    (b"#?RADIANCE", Foreign::Picture("HDR")),
    (b"II\xBC", Foreign::Picture("JPEG XR")),
    (b"gimp xcf", Foreign::Picture("XCF")),
    (b"\0\0\x01\0", Foreign::Picture("ICO")),
    (b"%PDF", Foreign::Other("PDF")),
    (b"\x1A\x45\xDF\xA3", Foreign::Other("MKV")),
    (b"PK\x03\x04", Foreign::Other("ZIP")),
];

/// What begins with `start`, the first [`START`] bytes or fewer.
pub(in crate::picture) fn kind(start: &[u8]) -> Result<Kind, Fault> {
    if start.is_empty() {
        return Err(Fault::Empty);
    }
    if let Some((_, foreign)) = FOREIGN.iter().find(|(bytes, _)| start.starts_with(bytes)) {
        return Err(Fault::Foreign(*foreign));
    }
    if start.get(4..8) == Some(b"ftyp") {
        return Err(Fault::Foreign(brand(start)));
    }
    if start.get(..4) == Some(b"RIFF") && start.get(8..12) == Some(b"AVI ") {
        return Err(Fault::Foreign(Foreign::Other("AVI")));
    }
    let text = start.trim_ascii_start();
    if text.starts_with(b"<svg") || text.starts_with(b"<?xml") {
        return Err(Fault::Foreign(Foreign::Picture("SVG")));
    }
    if start.starts_with(b"\x89PNG\r\n\x1a\n") {
        Ok(Kind::Png)
    } else if start.starts_with(b"\xFF\xD8\xFF") {
        Ok(Kind::Jpeg)
    } else if start.starts_with(b"RIFF") && start.get(8..12) == Some(b"WEBP") {
        Ok(Kind::WebP)
    } else if [b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]
        .iter()
        .any(|s| start.starts_with(*s))
    {
        // Canon's RAW files are TIFFs with a mark of their own.
        match start.get(8..10) {
            Some(b"CR") => Err(Fault::Foreign(Foreign::Raw("CR2"))),
            _ => Ok(Kind::Tiff),
        }
    } else if start.starts_with(b"BM") {
        Ok(Kind::Bmp)
    } else if start.starts_with(b"GIF87a") || start.starts_with(b"GIF89a") {
        Ok(Kind::Gif)
    } else {
        Err(Fault::Unknown)
    }
}

/// What a file of boxes (ISO 14496-12) is: its first brands tell.
fn brand(start: &[u8]) -> Foreign {
    let mut brands = start[8..].chunks_exact(4);
    let has = |wanted: &[&[u8; 4]]| brands.clone().any(|b| wanted.iter().any(|w| b == &w[..]));
    if has(&[b"crx "]) {
        Foreign::Raw("CR3")
    } else if has(&[b"avif", b"avis"]) {
        Foreign::Picture("AVIF")
    } else if has(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    ]) {
        Foreign::Picture("HEIC")
    } else if brands.next() == Some(b"qt  ") {
        Foreign::Other("MOV")
    } else {
        Foreign::Other("MP4")
    }
}
