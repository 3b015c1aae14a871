//! Instant as it ships, on small pictures.

use super::*;
use crate::{
    compute::to_picture,
    loss::relative_gram,
    nn::{Layer, MODULATION_SIZE, NetSpec, Traits, frozen_with},
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
fn what_a_draft_lacks_is_asked_for_and_brings_the_picture_nearer_to_its_painting() {
    let instant = shipped();
    let (mut plain, mut attuned) = (0.0, 0.0);
    for (photograph, style) in [(CAT, 15), (LAKE, 1), (CAT, 4)] {
        let photograph = Arc::new(picture(photograph, 256));
        let wanted = instant.style_code(&shelf(style + 1).remove(style), 1.0);
        let wanted = wanted.expect("seen");
        let seen = || instant.encode_content(Arc::clone(&photograph), Strokes::Share(2.0));
        let content = seen().expect("seen");
        let far = |content: &Content, attunement, strength| {
            let look = Look {
                attunement,
                strength,
                ..Look::default()
            };
            let painted = instant.paint(content, &wanted, &look).expect("painted");
            let code = instant.style_code(&painted, 1.0).expect("seen");
            (instant.distance(&code, &wanted), painted)
        };
        plain += far(&content, 0.0, 1.0).0;
        let (distance, painted) = far(&content, Recipe::ATTUNED, 1.0);
        attuned += distance;
        // What is remembered is what another look would find, whatever was asked meanwhile.
        far(&content, 0.6, 0.5);
        far(&content, Recipe::ATTUNED, 0.5);
        assert_eq!(far(&content, Recipe::ATTUNED, 1.0).1.rgb, painted.rgb);
        let other = seen().expect("seen");
        assert_eq!(far(&other, Recipe::ATTUNED, 1.0).1.rgb, painted.rgb);
        let (_, still) = far(&content, Recipe::ATTUNED, 0.0);
        assert!(rms(&still.rgb, &photograph.rgb) < 1e-6);
    }
    assert!(attuned < 0.97 * plain, "{attuned} {plain}");
}

#[test]
fn a_draft_in_windows_is_seen_as_it_is_in_one_piece() {
    let instant = shipped();
    let draft = picture(LAKE, 640);
    let whole = instant.seen_in(&draft);
    let tiles = Tiling {
        whole: 1,
        ..Tiling::default()
    };
    let instant = instant.with_tiling(tiles, tiles);
    let windows = instant.seen_in(&draft);
    let apart = (whole - windows)
        .square()
        .mean()
        .into_scalar::<f32>()
        .sqrt();
    assert!(apart < 0.2, "{apart}");
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
            .encode_content(Arc::clone(&photograph), Strokes::Pixels)
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
fn what_was_learnt_acts_by_strength_and_only_on_the_generator_that_learnt_it() {
    let instant = shipped();
    let photograph = Arc::new(picture(CAT, 96));
    let content = instant
        .encode_content(Arc::clone(&photograph), Strokes::Pixels)
        .expect("seen");
    let plain = instant.random_style(1).expect("a style");
    let tuning = |painter: &str| {
        let numbers = (0..MODULATION_SIZE).map(|i| 0.3 * (i as f32 * 0.7).sin());
        Tuning::new(painter, numbers).ok()
    };
    let own = plain.clone().tuned(tuning(&instant.model.hash));
    let paint = |style: &Style, strength| {
        let look = Look {
            strength,
            ..Look::default()
        };
        instant.paint(&content, style, &look).expect("painted").rgb
    };
    let far = |strength| rms(&paint(&own, strength), &paint(&plain, strength));
    assert!(far(0.5) > 1e-3 && far(1.0) > far(0.5));
    assert_eq!(paint(&own, 0.0), photograph.rgb);
    let other = plain.clone().tuned(tuning("another"));
    assert_eq!(paint(&other, 1.0), paint(&plain, 1.0));
    // By its numbers alone, as recipes keep it, it is the same; half of it in a mix with what was not tuned.
    let text = serde_json::to_string(&own).expect("text");
    assert_eq!(serde_json::from_str::<Style>(&text).expect("back"), own);
    let half = Style::mix(&[(own.clone(), 1.0), (plain.clone(), 1.0)]).expect("a mix");
    let half = rms(&paint(&half, 1.0), &paint(&plain, 1.0));
    assert!(half > 1e-3 && half < far(1.0), "{half}");
    let moved = instant.moved(&own, &[0.5]).expect("moved");
    assert_eq!(moved.tuning(), own.tuning());
}

#[test]
fn any_size_is_painted() {
    let instant = shipped();
    let style = instant.random_style(1).expect("a style");
    for (width, height) in [(1, 1), (1, 3000), (3000, 1), (17, 5), (37, 50)] {
        let rgb = (0..3 * width * height).map(|i| (i % 97) as f32 / 96.0);
        let photograph = Arc::new(Picture::from_rgb(width, height, rgb.collect()));
        let content = instant
            .encode_content(photograph, Strokes::Pixels)
            .expect("seen");
        let painted = instant.paint(&content, &style, &Look::default());
        let painted = painted.expect("painted");
        assert_eq!((painted.width, painted.height), (width, height));
        assert!(painted.rgb.iter().all(|v| (0.0..=1.0).contains(v)));
    }
}

/// The weights that ship in a generator of other traits.
fn shipped_with(traits: Traits) -> Instant {
    let shipped = shipped();
    let values = shipped.generator.parameters_for(traits);
    let generator = frozen_with(Generator::new(traits, &shipped.compute.device), values);
    Instant {
        generator,
        ..shipped
    }
}

#[test]
fn a_picture_in_tiles_is_the_picture_and_has_no_seams() {
    for traits in [Traits::default(), Traits::LEARNT] {
        tiles_are_the_picture(&shipped_with(traits), shipped_with(traits));
    }
}

fn tiles_are_the_picture(whole: &Instant, tiled: Instant) {
    let cut = Tiling {
        whole: 0,
        side: 128,
        windows: 36,
        ..Tiling::default()
    };
    let tiled = tiled.with_tiling(cut, cut);
    let mut photograph = picture(LAKE, 640);
    photograph.alpha = Some(vec![1.0; photograph.rgb.len() / 3]);
    let photograph = Arc::new(photograph);
    let style = whole.style_code(&shelf(1)[0], 1.0).expect("seen");
    let paint = |instant: &Instant| {
        let content = instant.encode_content(Arc::clone(&photograph), Strokes::Pixels);
        let content = content.expect("seen");
        let painted = instant.paint(&content, &style, &Look::default());
        painted.expect("painted")
    };
    let (one, many) = (paint(whole), paint(&tiled));
    assert_eq!(many.alpha, photograph.alpha);
    let psnr = -20.0 * rms(&one.rgb, &many.rgb).log10();
    // The style that differs most, on a picture with little between its borders; see docs/quality.md.
    assert!(psnr > 25.0, "{psnr} dB");
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
    let content = instant
        .encode_content(photograph, Strokes::Pixels)
        .expect("seen");
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
    let content = instant.encode_content(Arc::clone(&photograph), Strokes::Pixels);
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
        .encode_content(Arc::clone(&photograph), Strokes::Pixels)
        .expect("seen");
    let style = instant.random_style(3).expect("a style");
    for colour in [Colour::Style, Colour::Content, Colour::Luma] {
        for strength in [0.0, 0.1, 0.2, 1.0] {
            let look = Look {
                strength,
                colour,
                rimless: 1.0,
                ..Look::default()
            };
            let painted = instant.paint(&content, &style, &look).expect("painted");
            let rims = Look {
                rimless: 0.0,
                ..look
            };
            let rims = instant.paint(&content, &style, &rims).expect("painted");
            assert_eq!(rms(&rims.rgb, &painted.rgb) > 1e-3, strength > 0.0);
            let live = instant.live(&content, &style, &look).expect("painted");
            let live = to_picture(live.expect("in one piece"));
            let error = rms(&live.rgb, &painted.rgb);
            assert!(error < 1e-3, "{colour} {strength}: {error}");
        }
    }
}

/// `photograph` painted in the style of the shelf's first painting.
fn stroked(instant: &Instant, photograph: &Arc<Picture>, strokes: Strokes) -> Picture {
    let style = instant.style_code(&shelf(1)[0], 1.0).expect("seen");
    let content = instant.encode_content(Arc::clone(photograph), strokes);
    let painted = instant.paint(&content.expect("seen"), &style, &Look::default());
    painted.expect("painted")
}

fn decibels(a: &Picture, b: &Picture) -> f32 {
    -20.0 * rms(&a.rgb, &b.rgb).log10()
}

#[test]
fn a_picture_looks_the_same_at_every_size_and_so_does_its_sketch() {
    let instant = shipped();
    let wanted = statistics(&instant, &shelf(1)[0]);
    let large = Arc::new(picture(LAKE, 1280));
    let small = Arc::new(picture(LAKE, 512));
    let shown = |picture: &Picture| picture::at_most(picture, 512);
    let unlike = |picture: &Picture| gram(&statistics(&instant, &shown(picture)), &wanted);
    let one = stroked(&instant, &small, Strokes::Share(1.0));
    let many = stroked(&instant, &large, Strokes::Share(1.0));
    let plain = stroked(&instant, &large, Strokes::Pixels);
    let (one_unlike, many_unlike, plain_unlike) = (unlike(&one), unlike(&many), unlike(&plain));
    eprintln!("512: {one_unlike}, 1280: {many_unlike}, in one pass {plain_unlike}");
    assert!(many_unlike < 1.3 * one_unlike, "{many_unlike} {one_unlike}");
    assert!(plain_unlike > many_unlike, "{plain_unlike} {many_unlike}");
    let (alike, other) = (
        decibels(&shown(&many), &one),
        decibels(&shown(&plain), &one),
    );
    assert!(
        alike > 19.0 && alike > other + 2.0,
        "{alike} dB, {other} dB"
    );
    let sketched = Arc::new(picture(LAKE, 640));
    let sketch = stroked(&instant, &sketched, Strokes::Share(1.0).sketched());
    let alike = decibels(&picture::at_most(&many, 640), &sketch);
    eprintln!("sketch: {alike} dB");
    assert!(alike > 15.0, "{alike} dB");
    // Larger strokes leave less of the photograph.
    let coarse = stroked(&instant, &large, Strokes::Share(3.0));
    let edges = |p: &Picture| picture::measure(&shown(p)).sharpness;
    assert!(edges(&coarse) < edges(&many));
}

#[test]
fn strokes_are_the_same_for_any_number_of_threads_and_in_tiles() {
    let cut = Tiling {
        whole: 0,
        side: 256,
        ..Tiling::repainting()
    };
    let (whole, tiled) = (shipped(), shipped().with_tiling(Tiling::default(), cut));
    let photograph = Arc::new(picture(LAKE, 800));
    let paint = |instant: &Instant, threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().expect("threads");
        pool.install(|| stroked(instant, &photograph, Strokes::Share(2.0)))
    };
    let one = paint(&whole, 1);
    assert_eq!(one, paint(&whole, 2));
    let many = paint(&tiled, 1);
    assert_eq!(many, paint(&tiled, 2));
    let alike = decibels(&one, &many);
    eprintln!("tiles: {alike} dB");
    assert!(alike > 28.0, "{alike} dB");
}

/// Mean of the upper and lower 8 rows against that of the next 24, in grey levels, the worse one.
fn frame(picture: &Picture) -> f32 {
    let (width, height) = (picture.width, picture.height);
    let mean = |from: usize, to: usize| {
        let inside =
            |row: usize| &picture.rgb[3 * (row * width + 32)..3 * (row * width + width - 32)];
        let values = (from..to).flat_map(inside);
        values.sum::<f32>() / (3 * (to - from) * (width - 64)) as f32
    };
    let above = mean(0, 8) - mean(8, 32);
    let below = mean(height - 8, height) - mean(height - 32, height - 8);
    255.0 * above.abs().max(below.abs())
}

/// On a card that brightens to the right. Where it ends on the left and the right, its mirror image makes a
/// crease that is painted.
#[test]
fn no_frame_is_painted_round_a_picture() {
    let instant = shipped();
    let value = |i: usize| 0.35 + 0.3 * ((i / 3) % 640) as f32 / 640.0;
    let rgb = (0..3 * 640 * 480).map(value).collect();
    let card = Arc::new(Picture::from_rgb(640, 480, rgb));
    for (i, painting) in shelf(16).iter().enumerate().step_by(3) {
        let style = instant.style_code(painting, 1.0).expect("seen");
        let paint = |strokes| {
            let content = instant.encode_content(Arc::clone(&card), strokes);
            let painted = instant.paint(&content.expect("seen"), &style, &Look::default());
            frame(&painted.expect("painted"))
        };
        let (now, before) = (paint(Strokes::Share(1.0)), paint(Strokes::Pixels));
        eprintln!("style {i}: {now} levels, with a narrow margin {before}");
        assert!(now < 6.0, "style {i}: {now} levels");
    }
}
