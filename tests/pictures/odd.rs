//! Files of kinds that people report to other programs.

use super::{
    files::{
        SIZE, Tag, Tiff, base, base_bytes, chunk, encoded, exif, grey_profile, plain_png, png_with,
        words,
    },
    fixture, floats,
};
use impasto::{
    error::Error,
    fault::{Foreign, PictureFault, PictureWarning},
    picture::{
        Credit, DecodeLimits, Depth, ExportOptions, Keep, Picture, Resolution, Stamp, Watch,
        check_start, decode, encode, load, read_file,
    },
};
use std::path::Path;

fn open(bytes: &[u8]) -> Picture {
    decode(bytes, Path::new("odd"), DecodeLimits::default()).expect("a picture")
}

fn fault(bytes: &[u8]) -> PictureFault {
    match decode(bytes, Path::new("odd"), DecodeLimits::default()) {
        Err(Error::Picture { fault, .. }) => fault,
        other => panic!("{:?}", other.map(|p| (p.width, p.height))),
    }
}

/// Largest difference of two pictures of one size, in levels of 8 bits.
fn apart(a: &Picture, b: &Picture) -> f32 {
    assert_eq!((a.width, a.height), (b.width, b.height));
    let pairs = a.rgb.iter().zip(&b.rgb);
    pairs
        .map(|(a, b)| (a - b).abs() * 255.0)
        .fold(0.0, f32::max)
}

/// The file that an export of `picture` gives, read again.
fn again(picture: &Picture, name: &str, keep: Keep) -> Picture {
    let options = ExportOptions {
        keep,
        ..ExportOptions::default()
    };
    let stamp = Stamp::default();
    let bytes = encode(
        picture,
        Path::new(name),
        &options,
        &stamp,
        &Watch::default(),
    );
    open(&bytes.expect("a file"))
}

const FORMATS: [&str; 4] = ["a.png", "a.jpg", "a.webp", "a.tif"];

/// [`base`] turned clockwise by a quarter.
fn turned() -> Picture {
    let base = base();
    let (width, height) = (base.height, base.width);
    let rgb = (0..width * height).flat_map(|i| {
        let (x, y) = (i % width, i / width);
        let at = ((base.height - 1 - x) * base.width + y) * 3;
        [base.rgb[at], base.rgb[at + 1], base.rgb[at + 2]]
    });
    Picture::from_rgb(width, height, rgb.collect())
}

fn zoe() -> Credit {
    Credit {
        artist: Some("Zoë Roe".to_owned()),
        copyright: Some("© 2024 Zoë".to_owned()),
    }
}

/// A WebP with a chunk at its end.
fn webp_with(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut file = encoded("a.webp");
    file.extend(kind);
    file.extend((data.len() as u32).to_le_bytes());
    file.extend(data);
    file.resize(file.len().next_multiple_of(2), 0);
    let length = (file.len() - 8) as u32;
    file[4..8].copy_from_slice(&length.to_le_bytes());
    file
}

/// A JPEG with a segment after its first two bytes.
fn jpeg_with(marker: u8, data: &[u8]) -> Vec<u8> {
    let jpeg = encoded("a.jpg");
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, data, &jpeg[2..]].concat()
}

#[test]
fn orientation_and_credit_are_found_wherever_they_stand_and_carried_on() {
    let png = plain_png();
    let end = png.len() - 12;
    let prefixed = |block: Vec<u8>| [b"Exif\0\0".to_vec(), block].concat();
    let mut tiff = Tiff::page(SIZE, 2, &[8, 8, 8], base_bytes());
    tiff.tags.extend([
        Tag::short(274, &[6]),
        Tag::text(315, "Zoë Roe"),
        Tag::text(33432, "© 2024 Zoë"),
    ]);
    let after = [&png[..end], &chunk(b"eXIf", &exif(false)), &png[end..]].concat();
    let files = [
        (
            "PNG, before the pixels",
            png_with(&[chunk(b"eXIf", &exif(false))]),
        ),
        ("PNG, after the pixels", after),
        ("WebP", webp_with(b"EXIF", &exif(false))),
        (
            "WebP with a prefix",
            webp_with(b"EXIF", &prefixed(exif(false))),
        ),
        ("JPEG", jpeg_with(0xE1, &prefixed(exif(false)))),
        ("damaged", jpeg_with(0xE1, &prefixed(exif(true)))),
        ("TIFF", tiff.bytes()),
    ];
    for (name, file) in files {
        let picture = open(&file);
        let tolerance = if name == "JPEG" || name == "damaged" {
            40.0
        } else {
            0.6
        };
        assert!(apart(&picture, &turned()) < tolerance, "{name}");
        assert_eq!(picture.metadata.credit(), zoe(), "{name}");
        assert_eq!(picture.warnings, [], "{name}");
        for format in FORMATS {
            let back = again(&picture, format, Keep::Copyright);
            assert_eq!((back.width, back.height), (80, 120), "{name} {format}");
            assert_eq!(back.metadata.credit(), zoe(), "{name} {format}");
            let none = again(&picture, format, Keep::None);
            assert_eq!(none.metadata.credit(), Credit::default(), "{name} {format}");
        }
    }
}

#[test]
fn all_of_the_metadata_keeps_dates_and_camera_in_every_format() {
    let mut tiff = Tiff::page(SIZE, 2, &[8, 8, 8], base_bytes());
    tiff.tags.extend([
        Tag::text(271, "Camera"),
        Tag::text(306, "2024:01:02 03:04:05"),
    ]);
    for picture in [
        open(&jpeg_with(
            0xE1,
            &[b"Exif\0\0".to_vec(), exif(false)].concat(),
        )),
        open(&tiff.bytes()),
    ] {
        for format in FORMATS {
            let back = again(&picture, format, Keep::All);
            let block = back.metadata.exif.expect("EXIF");
            let read = exif::Reader::new().read_raw(block).expect("sound EXIF");
            let text = |tag| {
                let field = read.get_field(tag, exif::In::PRIMARY).expect("a field");
                field.display_value().to_string()
            };
            assert_eq!(text(exif::Tag::Make), "\"Camera\"", "{format}");
            assert_eq!(text(exif::Tag::DateTime), "2024-01-02 03:04:05", "{format}");
            // Copyright only means just that.
            let less = again(&picture, format, Keep::Copyright);
            let block = less.metadata.exif.unwrap_or_default();
            let camera = block.windows(6).any(|part| part == b"Camera");
            assert!(!camera, "{format}");
        }
    }
}

#[test]
fn the_artist_is_named_after_the_photographer() {
    let picture = open(&png_with(&[chunk(b"eXIf", &exif(false))]));
    let stamp = Stamp {
        credit: Credit {
            artist: Some("艾达".to_owned()),
            copyright: Some("© Ada & Co <2026>".to_owned()),
        },
        ..Stamp::default()
    };
    for format in FORMATS {
        for (keep, artist, copyright) in [
            (
                Keep::Copyright,
                "Zoë Roe; 艾达",
                "© 2024 Zoë; © Ada & Co <2026>",
            ),
            (Keep::None, "艾达", "© Ada & Co <2026>"),
        ] {
            let options = ExportOptions {
                keep,
                ..ExportOptions::default()
            };
            let file = encode(
                &picture,
                Path::new(format),
                &options,
                &stamp,
                &Watch::default(),
            );
            let mut back = open(&file.expect("a file")).metadata;
            let wanted = Credit {
                artist: Some(artist.to_owned()),
                copyright: Some(copyright.to_owned()),
            };
            assert_eq!(back.credit(), wanted, "{format} {keep:?}");
            // XMP says the same.
            back.exif = None;
            assert_eq!(back.credit(), wanted, "{format} {keep:?} in XMP");
        }
    }
}

#[test]
fn resolution_is_carried_on() {
    let mut jfif = encoded("a.jpg");
    // Units, and the two densities.
    jfif[13..18].copy_from_slice(&[1, 1, 44, 1, 44]);
    let mut tiff = Tiff::page(SIZE, 2, &[8, 8, 8], base_bytes());
    let side = |number| Tag::ratio(number, 300, 1);
    tiff.tags
        .extend([side(282), side(283), Tag::short(296, &[2])]);
    let png = png_with(&[chunk(b"pHYs", &[words(&[11811, 11811]), vec![1]].concat())]);
    for (name, file) in [("JPEG", jfif), ("TIFF", tiff.bytes()), ("PNG", png)] {
        let picture = open(&file);
        for format in FORMATS {
            let back = again(&picture, format, Keep::None)
                .metadata
                .resolution
                .expect("a resolution");
            let near = (back.x - 300.0).abs() < 0.02 && (back.y - 300.0).abs() < 0.02;
            assert!(near, "{name} {format}: {back:?}");
        }
    }
    // What says nothing of paper gets no number.
    assert_eq!(again(&base(), "a.tif", Keep::All).metadata.resolution, None);
    assert_eq!(Resolution::new(0.0, 72.0), None);
}

/// sRGB's curve the other way.
fn encoded_tone(light: f64) -> f64 {
    if light <= 0.003_130_8 {
        12.92 * light
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

#[test]
fn grey_profiles_gamma_and_code_points_tell_the_colours() {
    // A grey ramp with a profile.
    for gamma in [1.0, 1.8] {
        let ramp: Vec<u8> = (0..=255).collect();
        let mut file = Vec::new();
        let mut info = png::Info::with_size(256, 1);
        info.icc_profile = Some(grey_profile(gamma).into());
        info.bit_depth = png::BitDepth::Eight;
        let mut writer = png::Encoder::with_info(&mut file, info)
            .expect("info")
            .write_header()
            .expect("header");
        writer.write_image_data(&ramp).expect("data");
        writer.finish().expect("finished");
        let picture = open(&file);
        for v in [0, 20, 100, 200, 255] {
            let wanted = encoded_tone((v as f64 / 255.0).powf((gamma * 256.0).floor() / 256.0));
            let got = f64::from(picture.rgb[3 * v]);
            assert!(
                (got - wanted).abs() < 0.003,
                "gamma {gamma}, {v}: {got} instead of {wanted}"
            );
        }
        assert_eq!(picture.metadata.icc, None, "what leaves is sRGB");
    }
    // Linear light by gAMA, and sRGB's own number, which changes nothing.
    let gamma = |v| png_with(&[chunk(b"gAMA", &words(&[v]))]);
    let linear = open(&gamma(100_000));
    for (got, v) in linear.rgb.iter().zip(base_bytes()).step_by(997) {
        let wanted = encoded_tone(f64::from(v) / 255.0);
        assert!(
            (f64::from(*got) - wanted).abs() < 1e-4,
            "{got} instead of {wanted}"
        );
    }
    assert!(apart(&open(&gamma(45_455)), &base()) < 0.01);
    // The chunk sRGB is stronger.
    let both = png_with(&[chunk(b"sRGB", &[0]), chunk(b"gAMA", &words(&[100_000]))]);
    assert!(apart(&open(&both), &base()) < 0.01);
    // Display P3 in three ways.
    let chromaticities = words(&[31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000]);
    let files = [
        png_with(&[chunk(b"cICP", &[12, 13, 0, 1])]),
        png_with(&[
            chunk(b"gAMA", &words(&[45_455])),
            chunk(b"cHRM", &chromaticities),
        ]),
    ];
    for file in files {
        let picture = open(&file);
        for (got, p3) in picture
            .rgb
            .chunks_exact(3)
            .zip(base().rgb.chunks_exact(3))
            .step_by(331)
        {
            let wanted = super::p3_to_srgb([0, 1, 2].map(|i| f64::from(p3[i])));
            for i in 0..3 {
                // The reference ends at the gamut.
                let got = f64::from(got[i]).clamp(0.0, 1.0);
                assert!(
                    (got - wanted[i]).abs() < 0.004,
                    "{got} instead of {}",
                    wanted[i]
                );
            }
        }
        // Out again they are the numbers that came in, also where sRGB ends.
        let icc = picture
            .metadata
            .icc
            .clone()
            .expect("a profile of the wider space");
        let back = again(&picture, "a.tif", Keep::All);
        assert_eq!(back.metadata.icc, Some(icc));
        assert!(apart(&back, &picture) < 3.0, "{}", apart(&back, &picture));
    }
    let hdr = fault(&png_with(&[chunk(b"cICP", &[9, 16, 0, 1])]));
    assert!(hdr.to_string().contains("HDR"), "{hdr}");
}

#[test]
fn a_scanners_profile_is_read_and_srgb_leaves() {
    let odd: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(fixture("odd.json")).expect("fixture"))
            .expect("JSON");
    let picture = load(&fixture("scanner.png"), DecodeLimits::default()).expect("a picture");
    for (i, wanted) in odd["scanner"]
        .as_array()
        .expect("patches")
        .iter()
        .enumerate()
    {
        let at = 3 * (4 * 48 + 8 * i + 4);
        for (c, wanted) in floats(wanted).into_iter().enumerate() {
            let got = f64::from(picture.rgb[at + c]) * 255.0;
            assert!(
                (got - wanted).abs() < 5.0,
                "patch {i}: {got} instead of {wanted}"
            );
        }
    }
    assert_eq!(picture.warnings, [PictureWarning::ProfileOneWay]);
    assert_eq!(picture.metadata.icc, None);
    let back = again(&picture, "a.png", Keep::All);
    assert!(apart(&back, &picture) < 1.0);

    let ycck = load(&fixture("ycck.jpg"), DecodeLimits::default()).expect("a picture");
    for (i, wanted) in odd["ycck"].as_array().expect("patches").iter().enumerate() {
        let at = 3 * ((i / 4 * 16 + 8) * 64 + i % 4 * 16 + 8);
        for (c, wanted) in floats(wanted).into_iter().enumerate() {
            let got = f64::from(ycck.rgb[at + c]) * 255.0;
            assert!(
                (got - wanted).abs() < 8.0,
                "patch {i}: {got} instead of {wanted}"
            );
        }
    }
}

#[test]
fn a_profile_that_is_none_is_told_and_colours_stay() {
    let nonsense = Tag::bytes(34675, b"this is not a profile at all, and never was");
    let picture = open(
        &Tiff::page(SIZE, 2, &[8; 3], base_bytes())
            .with(nonsense)
            .bytes(),
    );
    assert_eq!(picture.warnings, [PictureWarning::ProfileUnusable]);
    assert!(apart(&picture, &base()) < 0.6);
    assert_eq!(picture.metadata.icc, None);
}

#[test]
fn premultiplied_alpha_leaves_no_dark_rims() {
    let alpha: Vec<u8> = (0..SIZE.0 * SIZE.1)
        .map(|i| (i % SIZE.0 * 255 / (SIZE.0 - 1)) as u8)
        .collect();
    let pixels = |premultiplied: bool| -> Vec<u8> {
        let colours = base_bytes();
        let pixel = |(p, a): (&[u8], &u8)| {
            let share = if premultiplied {
                f64::from(*a) / 255.0
            } else {
                1.0
            };
            let [r, g, b] = [0, 1, 2].map(|i| (f64::from(p[i]) * share).round() as u8);
            [r, g, b, *a]
        };
        colours
            .chunks_exact(3)
            .zip(&alpha)
            .flat_map(pixel)
            .collect()
    };
    let colours = base_bytes();
    for kind in [1, 2] {
        let file = Tiff::page(SIZE, 2, &[8; 4], pixels(kind == 1)).with(Tag::short(338, &[kind]));
        let picture = open(&file.bytes());
        let got = picture.alpha.as_ref().expect("alpha");
        for (i, a) in alpha.iter().enumerate() {
            assert!((got[i] * 255.0 - f32::from(*a)).abs() < 0.5);
            for c in 0..3 {
                let (got, wanted) = (
                    picture.rgb[3 * i + c] * 255.0,
                    f32::from(colours[3 * i + c]),
                );
                // Rounding is all that was lost.
                let most = 1.0 + 127.0 / f32::from((*a).max(1));
                assert!(
                    *a == 0 || (got - wanted).abs() < most,
                    "kind {kind}, alpha {a}: {got} {wanted}"
                );
            }
            if *a > 100 && kind == 1 {
                break;
            }
        }
    }
    // Without the tag a fourth channel is alpha; said to be something else it is none.
    let file = |tag| Tiff::page(SIZE, 2, &[8; 4], pixels(false)).with(tag);
    assert!(open(&file(Tag::short(338, &[0])).bytes()).alpha.is_none());
}

#[test]
fn kinds_of_tiff_are_read_or_named() {
    let rgb = base_bytes();
    let plane = |c: usize| -> Vec<u8> { rgb.chunks_exact(3).map(|p| p[c]).collect() };
    // Tiles of 64 pixels a side.
    let tile = |data: &[u8], left: usize, top: usize| -> Vec<u8> {
        let pixel = |i: usize| {
            let (x, y) = (
                (left + i % 64).min(SIZE.0 - 1),
                (top + i / 64).min(SIZE.1 - 1),
            );
            data[y * SIZE.0 + x]
        };
        (0..64 * 64).map(pixel).collect()
    };
    let mut planar = Tiff::page(SIZE, 2, &[8; 3], Vec::new())
        .with(Tag::short(284, &[2]))
        .with(Tag::long(322, &[64]))
        .with(Tag::long(323, &[64]));
    planar.tiled = true;
    planar.chunks = (0..3)
        .flat_map(|c| [(0, 0), (64, 0), (0, 64), (64, 64)].map(|(x, y)| tile(&plane(c), x, y)))
        .collect();
    let mut big = Tiff::page(SIZE, 2, &[8; 3], rgb.clone());
    big.big = true;
    let strips = {
        let mut page = Tiff::page(SIZE, 2, &[8; 3], Vec::new()).with(Tag::long(278, &[32]));
        page.chunks = rgb.chunks(SIZE.0 * 3 * 32).map(<[u8]>::to_vec).collect();
        page
    };
    // Six bits of colour as a palette: two a channel.
    let index = |p: &[u8]| p[0] >> 6 << 4 | p[1] >> 6 << 2 | p[2] >> 6;
    let indices: Vec<u8> = rgb.chunks_exact(3).map(index).collect();
    let map: Vec<u16> = (0..3)
        .flat_map(|c| (0..256u16).map(move |i| (i >> (4 - 2 * c) & 3) * 0x5555))
        .collect();
    let palette = Tiff::page(SIZE, 3, &[8], indices).with(Tag::short(320, &map));
    // YCbCr without coarser colours.
    let ycbcr: Vec<u8> = rgb
        .chunks_exact(3)
        .flat_map(|p| {
            let [r, g, b] = [0, 1, 2].map(|i| f64::from(p[i]));
            let y = 0.299 * r + 0.587 * g + 0.114 * b;
            [y, 128.0 + (b - y) / 1.772, 128.0 + (r - y) / 1.402]
                .map(|v| v.round().clamp(0.0, 255.0) as u8)
        })
        .collect();
    let ycbcr = Tiff::page(SIZE, 6, &[8; 3], ycbcr).with(Tag::short(530, &[1, 1]));
    for (name, file, most) in [
        ("planar", planar, 0.6),
        ("big", big, 0.6),
        ("strips", strips, 0.6),
        ("palette", palette, 64.0),
        ("YCbCr", ycbcr, 4.0),
    ] {
        let picture = open(&file.bytes());
        let apart = apart(&picture, &base());
        assert!(apart < most, "{name}: {apart}");
        assert_eq!(picture.warnings, [], "{name}");
    }
    let jpeg = load(&fixture("ycbcr.tif"), DecodeLimits::default()).expect("a picture");
    let at = 3 * (4 * 48 + 40);
    assert!(
        (jpeg.rgb[at] * 255.0 - 200.0).abs() < 6.0
            && (jpeg.rgb[at + 2] * 255.0 - 200.0).abs() < 9.0
    );

    // Middle grey and sRGB's red under D50, in the two kinds of Lab and two depths.
    let lab = |photometric, bits: u16, pixels: Vec<u8>| {
        open(&Tiff::page((2, 1), photometric, &[bits; 3], pixels).bytes()).rgb
    };
    let words = |values: [u16; 6]| {
        values
            .iter()
            .flat_map(|v| v.to_le_bytes())
            .collect::<Vec<u8>>()
    };
    for (name, rgb) in [
        ("CIE, 8", lab(8, 8, vec![137, 0, 0, 138, 81, 70])),
        ("ICC, 8", lab(9, 8, vec![137, 128, 128, 138, 209, 198])),
        (
            "CIE, 16",
            lab(8, 16, words([35117, 0, 0, 35580, 20687, 17892])),
        ),
    ] {
        for (got, wanted) in rgb.iter().zip([0.5, 0.5, 0.5, 1.0, 0.0, 0.0]) {
            assert!((got - wanted).abs() < 0.03, "{name}: {rgb:?}");
        }
    }
    // Ink, bits and old JPEG by their names.
    let inks = fault(&Tiff::page((2, 1), 5, &[8; 4], vec![0; 8]).bytes());
    assert!(matches!(inks, PictureFault::Inks(_)), "{inks}");
    let odd_bits = fault(&Tiff::page((2, 1), 1, &[12], vec![0; 3]).bytes());
    assert!(odd_bits.to_string().contains("12 bits"), "{odd_bits}");
    let old = fault(
        &Tiff::page((2, 1), 2, &[8; 3], vec![0; 6])
            .with(Tag::short(259, &[6]))
            .bytes(),
    );
    assert!(old.to_string().contains("old style"), "{old}");
}

#[test]
fn cmyk_tiffs_are_read_through_their_profile() {
    let jpeg = std::fs::read(fixture("cmyk.jpg")).expect("fixture");
    let profile = jpeg
        .windows(12)
        .position(|w| w == b"ICC_PROFILE\0")
        .expect("a profile")
        + 14;
    let length = u32::from_be_bytes(jpeg[profile..profile + 4].try_into().expect("four")) as usize;
    let icc = &jpeg[profile..profile + length];
    let patches = [
        [0u8, 0, 0, 0],
        [255, 0, 0, 0],
        [0, 255, 0, 0],
        [0, 0, 255, 0],
        [0, 0, 0, 255],
    ];
    let page = Tiff::page((5, 1), 5, &[8; 4], patches.concat()).with(Tag::bytes(34675, icc));
    let picture = open(&page.bytes());
    let wanted = super::reference()["cmyk"]
        .as_array()
        .expect("patches")
        .clone();
    for i in 0..5 {
        for (c, wanted) in floats(&wanted[i]).into_iter().enumerate() {
            let got = f64::from(picture.rgb[3 * i + c]) * 255.0;
            assert!(
                (got - wanted).abs() < 8.0,
                "patch {i}: {got} instead of {wanted}"
            );
        }
    }
}

#[test]
fn a_thumbnail_is_never_taken_for_the_picture() {
    let small =
        || Tiff::page((12, 8), 2, &[8; 3], vec![200; 12 * 8 * 3]).with(Tag::long(254, &[1]));
    let mut file = small();
    file.inside = vec![Tiff::page(SIZE, 2, &[8; 3], base_bytes())];
    assert!(apart(&open(&file.bytes()), &base()) < 0.6);
    // What a sensor saw is no picture yet, whatever lies before it.
    let mut raw = small();
    raw.inside = vec![Tiff::page(SIZE, 32803, &[16], vec![0; SIZE.0 * SIZE.1 * 2])];
    assert!(matches!(
        fault(&raw.bytes()),
        PictureFault::Foreign(Foreign::Raw(_))
    ));
    let dng = small().with(Tag::bytes(50706, &[1, 4, 0, 0]));
    assert_eq!(
        fault(&dng.bytes()),
        PictureFault::Foreign(Foreign::Raw("DNG"))
    );
    assert!(fault(&dng.bytes()).to_string().contains("DNG"));
}

#[test]
fn what_is_no_picture_is_named_by_its_first_bytes_and_not_read_further() {
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[0; 200]].concat();
    for (bytes, foreign) in [
        (heic.as_slice(), Foreign::Picture("HEIC")),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1", Foreign::Picture("AVIF")),
        (b"\0\0\0\x1cftypcrx \0\0\0\0", Foreign::Raw("CR3")),
        (b"\0\0\0\x1cftypisom\0\0\0\0", Foreign::Other("MP4")),
        (b"II*\0\x10\0\0\0CR\x02\0", Foreign::Raw("CR2")),
        (b"8BPS\0\x01", Foreign::Picture("PSD")),
        (b"%PDF-1.7", Foreign::Other("PDF")),
    ] {
        assert_eq!(fault(bytes), PictureFault::Foreign(foreign));
    }
    let folder = tempfile::tempdir().expect("folder");
    let film = folder.path().join("film.jpg");
    std::fs::File::create(&film)
        .expect("file")
        .set_len(3 << 30)
        .expect("a hole");
    let begin = std::time::Instant::now();
    for result in [
        load(&film, DecodeLimits::default()).map(|_| ()),
        check_start(&film),
        read_file(&film, DecodeLimits::default()).map(|_| ()),
        impasto::stylize::Recipe::open(&film).map(|_| ()),
    ] {
        super::is_a_sentence(&result.expect_err("no picture"), "film.jpg");
    }
    assert!(
        begin.elapsed().as_secs_f64() < 1.0,
        "3 GB of nothing were read"
    );
    // A picture that is longer than memory allows is not read either.
    let long = folder.path().join("long.png");
    std::fs::write(&long, plain_png()).expect("written");
    std::fs::File::options()
        .write(true)
        .open(&long)
        .expect("file")
        .set_len(3 << 30)
        .expect("a hole");
    let small = DecodeLimits::for_memory(64 << 20);
    assert!(matches!(
        load(&long, small),
        Err(Error::Picture {
            fault: PictureFault::TooLarge,
            ..
        })
    ));
}

#[test]
fn what_is_cut_short_is_refused_or_told() {
    let jpeg = encoded("a.jpg");
    for keep in [jpeg.len() / 2, jpeg.len() * 3 / 4, jpeg.len() - 2] {
        let picture = open(&jpeg[..keep]);
        assert_eq!(
            picture.warnings,
            [PictureWarning::CutShort],
            "{keep} of {}",
            jpeg.len()
        );
        assert_eq!((picture.width, picture.height), SIZE);
    }
    assert_eq!(open(&jpeg).warnings, []);
    let mut strips = Tiff::page(SIZE, 2, &[8; 3], Vec::new()).with(Tag::long(278, &[20]));
    strips.chunks = base_bytes()
        .chunks(SIZE.0 * 3 * 20)
        .map(<[u8]>::to_vec)
        .collect();
    let whole = strips.bytes();
    assert_eq!(open(&whole).warnings, []);
    for name in ["a.png", "a.webp"] {
        let file = encoded(name);
        assert_eq!(
            fault(&file[..file.len() / 2]),
            PictureFault::CutShort,
            "{name}"
        );
    }
}

#[test]
fn limits_of_ours_reach_every_decoder() {
    let wide = Picture::from_rgb(17_000, 4, vec![0.5; 17_000 * 4 * 3]);
    let file = encode(
        &wide,
        Path::new("a.jpg"),
        &ExportOptions::default(),
        &Stamp::default(),
        &Watch::default(),
    );
    assert_eq!(open(&file.expect("a file")).width, 17_000);
    // Each format is refused by one and the same limit.
    let limits = DecodeLimits {
        max_pixels: 9_000,
        max_bytes: 1 << 20,
    };
    for name in FORMATS {
        let refused = decode(&encoded(name), Path::new(name), limits);
        assert!(
            matches!(refused, Err(Error::TooLarge { width: 120, .. })),
            "{name}"
        );
    }
    // The decoders' own allowances are not in force: this one's is 128 MiB for a strip.
    let size = (2900, 2900);
    let data = vec![77u8; size.0 * size.1 * 16];
    let picture = open(&Tiff::page(size, 1, &[8; 16], data).bytes());
    assert_eq!((picture.width, picture.height), size);
}

#[test]
fn what_a_format_cannot_hold_is_told_before_anything_is_painted() {
    let options = |depth| ExportOptions {
        depth,
        ..ExportOptions::default()
    };
    let check = |name: &str, size, depth| {
        let path = Path::new(name);
        let format = impasto::picture::Format::of(path).expect("a format");
        options(depth).check_size(format, size, path)
    };
    assert!(check("a.webp", (16_383, 10), Depth::Eight).is_ok());
    for (name, size, depth) in [
        ("a.webp", (16_384, 10), Depth::Eight),
        ("a.jpg", (10, 65_536), Depth::Eight),
        ("a.tif", (30_000, 30_000), Depth::Sixteen),
        ("a.jpg", (10, 10), Depth::Sixteen),
    ] {
        super::is_a_sentence(&check(name, size, depth).expect_err("too much"), name);
    }
    assert!(check("a.png", (70_000, 70_000), Depth::Sixteen).is_ok());
}

#[test]
fn a_full_disk_is_told_as_one() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let text = Error::io("write", Path::new("a.png"))(full).to_string();
    assert!(
        text.contains("disk is full") && !text.contains("exists"),
        "{text}"
    );
    // Where the system has a disk that is always full.
    if Path::new("/dev/full").exists() {
        let e = std::fs::write("/dev/full", [0; 9]).expect_err("full");
        assert!(
            Error::io("write", Path::new("x"))(e)
                .to_string()
                .contains("disk is full")
        );
    }
}

#[test]
fn a_byte_order_mark_is_no_reason_to_refuse_a_recipe() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("recipe.json");
    let recipe = impasto::stylize::Recipe::default();
    std::fs::write(&path, format!("\u{feff}{}", recipe.to_json())).expect("written");
    assert_eq!(
        impasto::stylize::Recipe::open(&path).expect("a recipe"),
        recipe
    );
}
