//! Profiles that are embedded, held against the ICC specification and read by two programs of others.

use super::files::{SIZE, base};
use impasto::picture::{DecodeLimits, ExportOptions, Picture, Stamp, Watch, decode, encode};
use moxcms::ColorProfile;
use std::path::Path;

fn file(picture: &Picture, name: &str) -> Vec<u8> {
    let (options, stamp) = (ExportOptions::default(), Stamp::default());
    encode(
        picture,
        Path::new(name),
        &options,
        &stamp,
        &Watch::default(),
    )
    .expect("a file")
}

/// The profile inside a file.
fn embedded(bytes: &[u8]) -> Vec<u8> {
    let picture = decode(bytes, Path::new("x"), DecodeLimits::default()).expect("a picture");
    picture.metadata.icc.expect("a profile")
}

/// What ICC.1:2022 asks of every profile (7.2 and 7.3) and of RGB displays (8.4).
fn check(icc: &[u8]) {
    let word = |at: usize| u32::from_be_bytes(icc[at..at + 4].try_into().expect("four"));
    assert_eq!(word(0) as usize, icc.len(), "size");
    assert_eq!(icc.len() % 4, 0, "padding");
    assert!(matches!(icc[8], 2 | 4), "version");
    assert_eq!(&icc[12..24], b"mntrRGB XYZ ");
    assert_eq!(&icc[36..40], b"acsp");
    assert_eq!(
        [68, 72, 76].map(word),
        [0xF6D6, 0x1_0000, 0xD32D],
        "illuminant"
    );
    assert!(
        icc[100..128].iter().all(|byte| *byte == 0),
        "reserved bytes"
    );
    let count = word(128) as usize;
    let mut names = Vec::new();
    for i in 0..count {
        let at = 132 + 12 * i;
        let (place, length) = (word(at + 4) as usize, word(at + 8) as usize);
        assert_eq!(place % 4, 0, "a tag starts at a multiple of 4");
        assert!(place >= 132 + 12 * count && place + length <= icc.len());
        assert_eq!(
            &icc[place + 4..place + 8],
            [0; 4],
            "reserved bytes of a tag"
        );
        names.push(String::from_utf8_lossy(&icc[at..at + 4]).into_owned());
    }
    for wanted in [
        "desc", "cprt", "wtpt", "rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC",
    ] {
        assert!(
            names.iter().any(|name| name == wanted),
            "{wanted} is missing in {names:?}"
        );
    }
    names.dedup();
    assert_eq!(names.len(), count, "a name stands once");
    // The three colorants add up to the white of the connection space.
    let at = |name: &str| {
        word(132 + 12 * names.iter().position(|n| n == name).expect(name) + 4) as usize
    };
    let axis = |name: &str, i: usize| f64::from(word(at(name) + 8 + 4 * i) as i32) / 65536.0;
    for (i, white) in [0.9642, 1.0, 0.8249].into_iter().enumerate() {
        let sum: f64 = ["rXYZ", "gXYZ", "bXYZ"]
            .map(|name| axis(name, i))
            .iter()
            .sum();
        assert!((sum - white).abs() < 1e-3, "axis {i}: {sum}");
    }
}

/// The colour of a display in this profile as sRGB, by the reader of a browser.
fn by_qcms(icc: &[u8], rgb: [u8; 3]) -> [u8; 3] {
    let own = qcms::Profile::new_from_slice(icc, false).expect("qcms reads it");
    let srgb = qcms::Profile::new_sRGB();
    let kind = qcms::DataType::RGB8;
    let transform =
        qcms::Transform::new(&own, &srgb, kind, qcms::Intent::Perceptual).expect("a transform");
    let mut pixel = rgb;
    transform.apply(&mut pixel);
    pixel
}

#[test]
fn embedded_profiles_are_well_formed_and_two_readers_agree() {
    let mut wide = base();
    wide.metadata.icc = Some(ColorProfile::new_display_p3().encode().expect("a profile"));
    for name in ["a.jpg", "a.webp", "a.tif"] {
        let icc = embedded(&file(&base(), name));
        check(&icc);
        for colour in [[0, 0, 0], [255, 255, 255], [200, 40, 90], [10, 128, 250]] {
            let read = by_qcms(&icc, colour);
            for (a, b) in read.iter().zip(colour) {
                assert!(a.abs_diff(b) <= 1, "{name}: {read:?} instead of {colour:?}");
            }
        }
        let parsed = ColorProfile::new_from_slice(&icc).expect("moxcms reads it");
        let srgb = ColorProfile::new_srgb();
        assert!((parsed.red_colorant.x - srgb.red_colorant.x).abs() < 1e-4);
        assert!((parsed.blue_colorant.z - srgb.blue_colorant.z).abs() < 1e-4);
        // A photograph's own profile leaves well formed, even if it came otherwise.
        let icc = embedded(&file(&wide, name));
        check(&icc);
        // Display P3 by the matrices of the standards.
        let read = by_qcms(&icc, [128, 102, 77]);
        let wanted = super::p3_to_srgb([128.0 / 255.0, 0.4, 77.0 / 255.0]);
        for (a, b) in read.iter().zip(wanted) {
            assert!(
                (f64::from(*a) - 255.0 * b).abs() < 2.0,
                "{name}: {read:?} {wanted:?}"
            );
        }
    }
}

#[test]
fn a_png_says_what_its_colours_are_as_its_specification_asks() {
    let chunks = |bytes: &[u8]| {
        let (mut at, mut all) = (8, Vec::new());
        while at + 8 <= bytes.len() {
            let length = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four")) as usize;
            let name = String::from_utf8_lossy(&bytes[at + 4..at + 8]).into_owned();
            all.push((name, bytes[at + 8..at + 8 + length].to_vec()));
            at += 12 + length;
        }
        all
    };
    let plain = chunks(&file(&base(), "a.png"));
    let data = |name: &str| {
        plain
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, data)| data.clone())
    };
    assert_eq!(data("sRGB"), Some(vec![0]));
    assert_eq!(data("gAMA"), Some(45_455u32.to_be_bytes().to_vec()));
    let primaries = [31270u32, 32900, 64000, 33000, 30000, 60000, 15000, 6000];
    assert_eq!(
        data("cHRM"),
        Some(primaries.iter().flat_map(|v| v.to_be_bytes()).collect())
    );
    assert_eq!(data("iCCP"), None, "sRGB and iCCP exclude each other");
    let mut wide = base();
    wide.metadata.icc = Some(ColorProfile::new_display_p3().encode().expect("a profile"));
    let bytes = file(&wide, "a.png");
    let names: Vec<String> = chunks(&bytes).into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"iCCP".to_owned()) && !names.contains(&"sRGB".to_owned()));
    let place = |name: &str| names.iter().position(|n| n == name);
    assert!(place("iCCP") < place("IDAT"));
    check(&embedded(&bytes));
    let back = decode(&bytes, Path::new("x"), DecodeLimits::default()).expect("a picture");
    assert_eq!((back.width, back.height), SIZE);
}
