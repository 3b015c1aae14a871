//! Instant as it ships, on small pictures.

use super::*;
use crate::{
    compute::to_picture,
    loss::relative_gram,
    nn::{Layer, NetSpec},
    picture::{DecodeLimits, decode},
};
use std::path::Path;

const CAT: &[u8] = include_bytes!("../../../assets/samples/cat.jpg");
const LAKE: &[u8] = include_bytes!("../../../assets/samples/lake.jpg");

fn picture(bytes: &[u8], long: usize) -> Picture {
    let picture = decode(bytes, Path::new("sample.jpg"), DecodeLimits::default());
    picture::at_most(&picture.expect("a sample"), long)
}

fn shipped() -> Instant {
    let compute = Compute::cpu("test");
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
    Instant::built_in(Arc::new(net), compute).expect("built-in")
}

/// The first `count` styles of the folder `styles/`.
fn shelf(count: usize) -> Vec<Picture> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles");
    let entries = std::fs::read_dir(folder).expect("styles");
    let mut paths: Vec<_> = entries.map(|e| e.expect("entry").path()).collect();
    paths.sort();
    let load = |path: &std::path::PathBuf| {
        let loaded = picture::load(&path.join("style.jpg"), DecodeLimits::default());
        picture::at_most(&loaded.expect("a style"), 512)
    };
    paths.iter().take(count).map(load).collect()
}

fn rms(a: &[f32], b: &[f32]) -> f32 {
    let sum: f32 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
    (sum / a.len() as f32).sqrt()
}

/// Statistics of all levels, in the space in which styles are compared.
fn statistics(instant: &Instant, picture: &Picture) -> Vec<Statistics> {
    let (width, height) = (picture.width, picture.height);
    let device = &instant.compute.device;
    let pixels = to_tensor(&picture.matte(), width, height, device);
    let maps = Margin::new(width, height, device).maps(&instant.net, pixels, Layer::Relu5_1);
    let levels = Layer::ALL.into_iter().zip(maps);
    levels
        .map(|(layer, map)| instant.net.project(layer, Statistics::of(map)))
        .collect()
}

/// Relative Gram distance, mean over levels.
fn gram(a: &[Statistics], b: &[Statistics]) -> f32 {
    let levels = a.iter().zip(b);
    let sum: f32 = levels
        .map(|(a, b)| relative_gram(a, b).into_scalar::<f32>())
        .sum();
    sum / a.len() as f32
}

#[test]
fn strength_0_is_the_photograph_and_every_tenth_moves() {
    let instant = shipped();
    for (photograph, style) in [(CAT, 15), (LAKE, 1), (CAT, 4)] {
        let photograph = Arc::new(picture(photograph, 160));
        let painting = shelf(style + 1).remove(style);
        let wanted = statistics(&instant, &painting);
        let style = instant.style_code(&painting, 1.0).expect("seen");
        let content = instant
            .encode_content(Arc::clone(&photograph))
            .expect("seen");
        let paint = |strength| {
            let look = Look {
                strength,
                ..Look::default()
            };
            instant.paint(&content, &style, &look)
        };
        let mut before = paint(0.0).expect("painted");
        assert_eq!(before, *photograph);
        let mut far = 0.0;
        let mut unlike = gram(&statistics(&instant, &before), &wanted);
        for tenth in 1..=15 {
            let painted = paint(tenth as f32 / 10.0).expect("painted");
            let moved = rms(&painted.rgb, &photograph.rgb);
            let now = gram(&statistics(&instant, &painted), &wanted);
            assert!(rms(&painted.rgb, &before.rgb) > 1e-3, "{tenth}");
            assert!(moved > far, "{tenth}: {far} to {moved}");
            // Near 1 it is least; beyond, a style is overdone, and may be less like its painting.
            assert!(tenth > 8 || now < unlike, "{tenth}: {unlike} to {now}");
            // Also where it is least.
            assert!((now - unlike).abs() > 1e-6, "{tenth}: {unlike} to {now}");
            (far, unlike, before) = (moved, now, painted);
        }
        assert!(paint(1.6).is_err() && paint(f32::NAN).is_err());
    }
}

#[test]
fn any_size_is_painted() {
    let instant = shipped();
    let style = instant.random_style(1).expect("a style");
    for (width, height) in [(1, 1), (1, 3000), (3000, 1), (17, 5), (37, 50)] {
        let rgb = (0..3 * width * height).map(|i| (i % 97) as f32 / 96.0);
        let photograph = Arc::new(Picture::from_rgb(width, height, rgb.collect()));
        let content = instant.encode_content(photograph).expect("seen");
        let painted = instant.paint(&content, &style, &Look::default());
        let painted = painted.expect("painted");
        assert_eq!((painted.width, painted.height), (width, height));
        assert!(painted.rgb.iter().all(|v| (0.0..=1.0).contains(v)));
    }
}

#[test]
fn a_picture_in_tiles_is_the_picture_and_has_no_seams() {
    let whole = shipped();
    let tiled = shipped().with_tiling(Tiling {
        whole: 0,
        side: 128,
        windows: 36,
    });
    let mut photograph = picture(LAKE, 640);
    photograph.alpha = Some(vec![1.0; photograph.rgb.len() / 3]);
    let photograph = Arc::new(photograph);
    let style = whole.style_code(&shelf(1)[0], 1.0).expect("seen");
    let paint = |instant: &Instant| {
        let content = instant.encode_content(Arc::clone(&photograph));
        let content = content.expect("seen");
        let painted = instant.paint(&content, &style, &Look::default());
        painted.expect("painted")
    };
    let (one, many) = (paint(&whole), paint(&tiled));
    assert_eq!(many.alpha, photograph.alpha);
    let psnr = -20.0 * rms(&one.rgb, &many.rgb).log10();
    // The style that differs most, on a picture with little between its borders; see docs/quality.md.
    assert!(psnr > 27.0, "{psnr} dB");
    // What is different is so everywhere: the step of the difference between two columns is no
    // larger between tiles than inside them.
    let step = |x: usize| -> f32 {
        let at = |x: usize, y: usize| {
            let i = 3 * (y * one.width + x);
            one.rgb[i] - many.rgb[i]
        };
        let rows = (0..one.height).map(|y| (at(x, y) - at(x - 1, y)).abs());
        rows.sum::<f32>() / one.height as f32
    };
    let seams: Vec<f32> = (128..one.width).step_by(128).map(step).collect();
    let inside: Vec<f32> = (64..one.width).step_by(128).map(step).collect();
    let mean = |v: &[f32]| v.iter().sum::<f32>() / v.len() as f32;
    eprintln!(
        "tiles: {psnr} dB, seams {}, inside {}",
        mean(&seams),
        mean(&inside)
    );
    assert!(
        mean(&seams) < 1.5 * mean(&inside) + 1e-4,
        "{seams:?} {inside:?}"
    );
}

#[test]
fn styles_from_nothing_differ_as_paintings_do() {
    let instant = shipped();
    let photograph = Arc::new(picture(CAT, 160));
    let content = instant.encode_content(photograph).expect("seen");
    let painted = |style: Style| {
        let painted = instant.paint(&content, &style, &Look::default());
        statistics(&instant, &painted.expect("painted"))
    };
    let spread = |all: &[Vec<Statistics>]| {
        let mut distances = Vec::new();
        for (i, a) in all.iter().enumerate() {
            let others = all.iter().enumerate().filter(|(j, _)| *j != i);
            distances.extend(others.map(|(_, b)| gram(a, b).min(4.0)));
        }
        distances.iter().sum::<f32>() / distances.len() as f32
    };
    let paintings = shelf(16);
    let real: Vec<_> = paintings
        .iter()
        .map(|p| painted(instant.style_code(p, 1.0).expect("seen")))
        .collect();
    let sampled: Vec<_> = (0..16)
        .map(|seed| painted(instant.random_style(seed).expect("a style")))
        .collect();
    let themselves: Vec<_> = paintings.iter().map(|p| statistics(&instant, p)).collect();
    let (sampled, real, themselves) = (spread(&sampled), spread(&real), spread(&themselves));
    eprintln!("spread: sampled {sampled}, painted {real}, paintings {themselves}");
    assert!(sampled > 0.5 * real, "{sampled} {real}");
    let first = instant.random_style(3).expect("a style");
    assert_eq!(first, instant.random_style(3).expect("a style"));
    assert!(instant.distance(&first, &instant.random_style(4).expect("a style")) > 0.3);
}

#[test]
fn colours_come_from_where_they_should() {
    let instant = shipped();
    let photograph = Arc::new(picture(CAT, 128));
    let content = instant.encode_content(Arc::clone(&photograph));
    let content = content.expect("seen");
    let style = instant.random_style(2).expect("a style");
    let paint = |colour| {
        let look = Look {
            colour,
            ..Look::default()
        };
        instant.paint(&content, &style, &look).expect("painted")
    };
    let mean = |picture: &Picture, channel: usize| {
        let values = picture.rgb.iter().skip(channel).step_by(3);
        values.sum::<f32>() / (picture.rgb.len() / 3) as f32
    };
    let (free, kept, luma) = (
        paint(Colour::Style),
        paint(Colour::Content),
        paint(Colour::Luma),
    );
    for channel in 0..3 {
        let wanted = mean(&photograph, channel);
        assert!((mean(&kept, channel) - wanted).abs() < 0.02, "{channel}");
    }
    // Differences of channels are the photograph's, where they are not cut off.
    let chroma = |p: &Picture| -> Vec<f32> { p.rgb.chunks_exact(3).map(|p| p[0] - p[2]).collect() };
    let far = |p: &Picture| rms(&chroma(p), &chroma(&photograph));
    assert!(
        far(&luma) < 0.4 * far(&free),
        "{} {}",
        far(&luma),
        far(&free)
    );
}

#[test]
fn what_is_shown_is_what_is_painted_in_all_colours_and_at_all_strengths() {
    let instant = shipped();
    let photograph = Arc::new(picture(CAT, 96));
    let content = instant
        .encode_content(Arc::clone(&photograph))
        .expect("seen");
    let style = instant.random_style(3).expect("a style");
    for colour in [Colour::Style, Colour::Content, Colour::Luma] {
        for strength in [0.0, 0.1, 0.2, 1.0] {
            let look = Look {
                strength,
                colour,
                ..Look::default()
            };
            let painted = instant.paint(&content, &style, &look).expect("painted");
            let live = instant.live(&content, &style, &look).expect("painted");
            let live = to_picture(live.expect("in one piece"));
            let error = rms(&live.rgb, &painted.rgb);
            assert!(error < 1e-3, "{colour} {strength}: {error}");
        }
    }
}
