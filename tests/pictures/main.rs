//! Pictures in and out: colours, orientation, alpha, metadata, recipes, and files of every kind of
//! badness.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod files;
mod odd;
mod profiles;

use common::{fixture, floats, landscape, reference, save};
use impasto::{
    error::Error,
    nn::{FeatureNet, NetSpec, Weights},
    picture::{
        DecodeLimits, Depth, ExportOptions, Keep, Picture, Stamp, decode, export, load, recipe_in,
    },
    stylize::Recipe,
};
use moxcms::ColorProfile;
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn read(path: &Path) -> Picture {
    load(path, DecodeLimits::default()).expect("a readable picture")
}

/// Value of a picture at a pixel, 0..255.
fn at(picture: &Picture, x: usize, y: usize) -> [f32; 3] {
    let i = (y * picture.width + x) * 3;
    [0, 1, 2].map(|c| picture.rgb[i + c] * 255.0)
}

#[test]
fn all_eight_orientations_are_upright() {
    let wanted = floats(&reference()["orientation"]);
    for n in 1..=8 {
        let picture = read(&fixture(&format!("orientation_{n}.jpg")));
        assert_eq!((picture.width, picture.height), (48, 32), "orientation {n}");
        for (i, wanted) in wanted.chunks_exact(3).enumerate() {
            let got = at(&picture, i % 6 * 8 + 4, i / 6 * 8 + 4);
            for c in 0..3 {
                assert!(
                    (f64::from(got[c]) - wanted[c]).abs() < 6.0,
                    "orientation {n}, block {i}: {got:?} {wanted:?}"
                );
            }
        }
    }
}

#[test]
fn cmyk_is_right_with_a_profile_and_refused_without() {
    let picture = read(&fixture("cmyk.jpg"));
    let wanted = reference()["cmyk"].as_array().expect("patches").clone();
    for (i, patch) in wanted.iter().enumerate() {
        let wanted = floats(patch);
        let got = at(&picture, i % 4 * 16 + 8, i / 4 * 16 + 8);
        for c in 0..3 {
            assert!(
                (f64::from(got[c]) - wanted[c]).abs() < 8.0,
                "patch {i}: {got:?} instead of {wanted:?}"
            );
        }
    }
    let refused = load(&fixture("cmyk_untagged.jpg"), DecodeLimits::default());
    let text = refused.expect_err("no profile").to_string();
    assert!(
        text.contains("CMYK") && text.contains("convert it to RGB"),
        "{text}"
    );
}

/// sRGB of a Display P3 colour by the matrices of the two standards (both D65, same curve).
fn p3_to_srgb(p3: [f64; 3]) -> [f64; 3] {
    let linear = p3.map(|v| {
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    });
    let rows = [
        [1.224_940_2, -0.224_940_2, 0.0],
        [-0.042_056_9, 1.042_056_9, 0.0],
        [-0.019_637_6, -0.078_636_1, 1.098_273_7],
    ];
    rows.map(|row| {
        let v: f64 = row.iter().zip(linear).map(|(a, b)| a * b).sum();
        let v = v.clamp(0.0, 1.0);
        if v <= 0.003_130_8 {
            12.92 * v
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
    })
}

#[test]
fn display_p3_is_converted_and_kept() {
    let colours = [
        [0.5, 0.4, 0.3],
        [0.4, 0.6, 0.5],
        [0.7, 0.7, 0.7],
        [0.35, 0.3, 0.55],
    ];
    let icc = ColorProfile::new_display_p3().encode().expect("a profile");
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("p3.png");
    let mut encoder = {
        let mut info = png::Info::with_size(4, 1);
        info.color_type = png::ColorType::Rgb;
        info.bit_depth = png::BitDepth::Sixteen;
        info.icc_profile = Some(icc.clone().into());
        let out = std::fs::File::create(&file).expect("file");
        png::Encoder::with_info(out, info)
            .expect("info")
            .write_header()
            .expect("header")
    };
    let data: Vec<u8> = colours
        .iter()
        .flatten()
        .flat_map(|v: &f64| ((v * 65535.0).round() as u16).to_be_bytes())
        .collect();
    encoder.write_image_data(&data).expect("data");
    encoder.finish().expect("finished");
    let picture = read(&file);
    for (i, colour) in colours.iter().enumerate() {
        let wanted = p3_to_srgb(*colour);
        for (c, wanted) in wanted.into_iter().enumerate() {
            let got = f64::from(picture.rgb[i * 3 + c]);
            assert!(
                (got - wanted).abs() < 0.004,
                "{colour:?}: {got} instead of {wanted}"
            );
        }
    }
    // Out again: the same values in the same profile, to 16 bits.
    let copy = folder.path().join("copy.png");
    let options = ExportOptions {
        depth: Depth::Sixteen,
        ..ExportOptions::default()
    };
    export(&picture, &copy, &options, &Stamp::default()).expect("exported");
    let back = image::open(&copy).expect("readable").into_rgb16();
    for (v, wanted) in back.as_raw().iter().zip(colours.iter().flatten()) {
        assert!(
            (f64::from(*v) / 65535.0 - wanted).abs() < 0.003,
            "{v} instead of {wanted}"
        );
    }
    // The library's own profile is not well formed; the numbers in it are the same.
    let carried = read(&copy).metadata.icc.expect("a profile");
    let parsed = |icc: &[u8]| ColorProfile::new_from_slice(icc).expect("a profile");
    assert_eq!(parsed(&carried).red_colorant, parsed(&icc).red_colorant);
}

#[test]
fn every_format_keeps_pixels_alpha_profile_and_recipe() {
    let folder = tempfile::tempdir().expect("folder");
    let mut picture = landscape(40, 24);
    picture.alpha = Some((0..40 * 24).map(|i| (i % 40) as f32 / 39.0).collect());
    let recipe = Recipe::default().to_json();
    let stamp = Stamp {
        recipe: Some(recipe.clone()),
        system_version: "test".to_owned(),
        title: Some("Hügel - 笔触".to_owned()),
        ..Stamp::default()
    };
    for (name, depth, tolerance, alpha) in [
        ("8.png", Depth::Eight, 0.0021, true),
        ("16.png", Depth::Sixteen, 1e-4, true),
        ("8.tif", Depth::Eight, 0.0021, true),
        ("16.tiff", Depth::Sixteen, 1e-4, true),
        ("x.webp", Depth::Eight, 0.0021, true),
        ("画.jpg", Depth::Eight, 0.2, false),
    ] {
        let path = folder.path().join(name);
        let options = ExportOptions {
            depth,
            quality: 98,
            ..ExportOptions::default()
        };
        export(&picture, &path, &options, &stamp).expect("exported");
        let back = read(&path);
        assert_eq!((back.width, back.height), (40, 24), "{name}");
        assert_eq!(back.alpha.is_some(), alpha, "{name}");
        if alpha {
            let worst = picture
                .rgb
                .iter()
                .zip(&back.rgb)
                .map(|(a, b)| (a - b).abs())
                .fold(0.0, f32::max);
            assert!(worst <= tolerance, "{name}: {worst}");
        }
        // A PNG says by a chunk of its own that it is sRGB.
        let is_png = name.ends_with("png");
        assert_eq!(back.metadata.icc.is_none(), is_png, "{name} has a profile");
        let packet = String::from_utf8(back.metadata.xmp.expect("XMP")).expect("text");
        assert!(
            packet.contains("http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"),
            "{name}: {packet}"
        );
        assert_eq!(
            recipe_in(&path).expect("readable"),
            Some(recipe.clone()),
            "{name}"
        );
        assert_eq!(
            Recipe::open(&path).expect("a recipe"),
            Recipe::default(),
            "{name}"
        );
    }
    let path = folder.path().join("deep.jpg");
    let options = ExportOptions {
        depth: Depth::Sixteen,
        ..ExportOptions::default()
    };
    let refused = export(&picture, &path, &options, &stamp)
        .expect_err("8 bits only")
        .to_string();
    assert!(refused.contains("--depth 8"), "{refused}");
}

#[test]
fn credit_is_carried_on_and_the_place_is_not() {
    let folder = tempfile::tempdir().expect("folder");
    let picture = read(&fixture("orientation_6.jpg"));
    let gps = |block: &[u8]| {
        let parsed = exif::Reader::new().read_raw(block.to_vec()).expect("EXIF");
        parsed
            .fields()
            .any(|f| f.tag.context() == exif::Context::Gps)
    };
    assert!(
        gps(picture.metadata.exif.as_deref().expect("EXIF")),
        "the fixture has a place"
    );
    for (keep, credit) in [
        (Keep::All, true),
        (Keep::Copyright, true),
        (Keep::None, false),
    ] {
        for name in ["x.jpg", "x.png", "x.webp", "x.tif"] {
            let path = folder.path().join(name);
            let options = ExportOptions {
                keep,
                ..ExportOptions::default()
            };
            export(&picture, &path, &options, &Stamp::default()).expect("exported");
            let back = read(&path);
            assert_eq!(
                (back.width, back.height),
                (48, 32),
                "{name} is upright once"
            );
            let found = back.metadata.credit();
            let wanted = credit.then(|| ("Ada Painter".to_owned(), "(c) 2026 Ada".to_owned()));
            assert_eq!(found.artist.zip(found.copyright), wanted, "{name} {keep:?}");
            if let Some(block) = &back.metadata.exif {
                assert!(!gps(block), "{name} {keep:?} tells the place");
            }
        }
    }
}

#[test]
fn grey_palette_and_sixteen_bits_are_read() {
    let folder = tempfile::tempdir().expect("folder");
    let grey = image::ImageBuffer::from_fn(9, 5, |x, y| image::Luma([(x * 7000 + y) as u16]));
    for name in ["g.png", "g.tif"] {
        let path = folder.path().join(name);
        grey.save(&path).expect("saved");
        let picture = read(&path);
        let wanted = (3.0 * 7000.0 + 2.0) / 65535.0;
        let got = picture.rgb[(2 * 9 + 3) * 3];
        assert!((got - wanted).abs() < 1e-4, "{name} keeps 16 bits: {got}");
    }
    let colours =
        image::RgbImage::from_fn(9, 5, |x, y| image::Rgb([(x * 20) as u8, (y * 40) as u8, 7]));
    for name in ["c.bmp", "c.gif"] {
        let path = folder.path().join(name);
        colours.save(&path).expect("saved");
        let got = at(&read(&path), 4, 3);
        assert!(
            (got[0] - 80.0).abs() < 2.0 && (got[1] - 120.0).abs() < 2.0,
            "{name}: {got:?}"
        );
    }
}

#[test]
fn large_pictures_are_refused_before_they_are_decoded() {
    // A PNG header that promises 60,000 x 60,000 pixels and holds none.
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(60_000u32.to_be_bytes());
    bytes.extend(60_000u32.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    let mut crc = 0xFFFF_FFFFu32;
    for byte in &bytes[12..] {
        crc ^= u32::from(*byte);
        (0..8).for_each(|_| {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        });
    }
    bytes.extend((!crc).to_be_bytes());
    bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
    let refused = decode(&bytes, Path::new("huge.png"), DecodeLimits::default());
    assert!(
        matches!(refused, Err(Error::TooLarge { width: 60_000, .. })),
        "{refused:?}"
    );
}

/// A file of each format that is read.
fn samples(folder: &Path) -> Vec<PathBuf> {
    let picture = landscape(32, 20);
    let mut files: Vec<PathBuf> = ["a.png", "a.jpg", "a.webp", "a.tif"]
        .iter()
        .map(|name| folder.join(name))
        .inspect(|path| save(&picture, path))
        .collect();
    for name in ["a.bmp", "a.gif"] {
        let path = folder.join(name);
        image::open(&files[0])
            .expect("png")
            .to_rgb8()
            .save(&path)
            .expect("saved");
        files.push(path);
    }
    files
}

/// A message says what, why and what to do: a sentence of some length that names the file.
fn is_a_sentence(error: &Error, file: &str) {
    let text = error.to_string();
    assert!(
        text.contains(file) && text.len() > 40 && text.ends_with('.'),
        "{text}"
    );
}

#[test]
fn broken_files_are_errors_with_a_sentence() {
    let folder = tempfile::tempdir().expect("folder");
    for path in samples(folder.path()) {
        let bytes = std::fs::read(&path).expect("readable");
        // Renamed: the content decides.
        let renamed = folder.path().join("renamed.png");
        std::fs::write(&renamed, &bytes).expect("written");
        assert_eq!(read(&renamed).width, 32, "{}", path.display());
        for keep in [1, 7, 30, bytes.len() / 3] {
            if let Err(e) = decode(
                &bytes[..keep],
                Path::new("cut.xyz"),
                DecodeLimits::default(),
            ) {
                is_a_sentence(&e, "cut.xyz");
            }
        }
    }
    for (name, bytes) in [
        ("empty.png", &b""[..]),
        ("text.jpg", b"Dear Theo,"),
        ("zero.tif", &[0; 500]),
    ] {
        let e = decode(bytes, Path::new(name), DecodeLimits::default()).expect_err("no picture");
        is_a_sentence(&e, name);
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        is_a_sentence(&Recipe::open(&path).expect_err("no recipe"), name);
        let device = burn::tensor::Device::flex();
        let e = FeatureNet::open(&NetSpec::File(path), &device).expect_err("no weights");
        is_a_sentence(&e, name);
    }
    let missing = folder.path().join("nothing.png");
    is_a_sentence(
        &load(&missing, DecodeLimits::default()).expect_err("missing"),
        "nothing.png",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Nothing panics on a damaged file, whatever it was.
    #[test]
    fn damaged_files_never_panic(which in 0usize..6, hits in prop::collection::vec((0usize..4000, any::<u8>()), 1..12), cut in 0usize..4000) {
        let folder = tempfile::tempdir().expect("folder");
        let path = samples(folder.path()).swap_remove(which);
        let mut bytes = std::fs::read(&path).expect("readable");
        for (place, value) in hits {
            let n = bytes.len();
            bytes[place % n] = value;
        }
        bytes.truncate(bytes.len().saturating_sub(cut % 7 * 50).max(1));
        let limits = DecodeLimits::for_memory(64 << 20);
        if let Err(e) = decode(&bytes, Path::new("damaged.bin"), limits) {
            prop_assert!(!e.to_string().is_empty());
        }
        let damaged = folder.path().join("damaged.bin");
        std::fs::write(&damaged, &bytes).expect("written");
        let _ = Recipe::open(&damaged);
        prop_assert!(Weights::open(&damaged, |_| true).is_err());
    }

    /// Any text as a recipe is an error or a recipe that survives its own JSON.
    #[test]
    fn recipes_round_trip(steps in 1usize..5000, content in 0f32..1000.0, scale in 0.02f32..50.0, seed: u64, junk in ".{0,60}") {
        let mut recipe = Recipe { steps, style_scale: scale, seed, ..Recipe::default() };
        recipe.controls.content = content;
        let path = Path::new("r.json");
        prop_assert_eq!(&Recipe::from_json(&recipe.to_json(), path).expect("valid"), &recipe);
        let cut: String = recipe.to_json().chars().take(seed as usize % 300).collect();
        let text = format!("{cut}{junk}");
        // Whatever it is, it does not panic, and no unfinished JSON is accepted.
        let refused = Recipe::from_json(&text, path).is_err();
        let whole = text.ends_with('\u{7d}');
        prop_assert!(refused || whole);
    }
}

#[test]
fn weights_of_other_networks_are_refused() {
    use burn::tensor::TensorData;
    let folder = tempfile::tempdir().expect("folder");
    let device = burn::tensor::Device::flex();
    let cases: [(&str, Vec<usize>, f32, &str); 3] = [
        ("shape", vec![64, 3, 5, 5], 0.1, "shape"),
        ("nan", vec![64, 3, 3, 3], f32::NAN, "not finite"),
        ("missing", vec![64, 3, 3, 3], 0.1, "missing"),
    ];
    for (name, shape, value, says) in cases {
        let count = shape.iter().product();
        let tensors = [(
            "features.0.weight".to_owned(),
            TensorData::new(vec![value; count], shape),
        )];
        let bytes = impasto::nn::to_safetensors(&tensors, Default::default()).expect("bytes");
        let path = folder.path().join(format!("{name}.safetensors"));
        std::fs::write(&path, bytes).expect("written");
        let e = FeatureNet::open(&NetSpec::File(path), &device).expect_err(name);
        assert!(e.to_string().contains(says), "{e}");
    }
}
