//! Refine as its drivers see it: what falls, what changes mid-run, what stops, what is reproducible,
//! and that both backends paint the same.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod common;

use common::{landscape, psnr, strokes};
use impasto::{
    compute::{Compute, DeviceChoice, adapters, to_tensor},
    loss::StyleLoss,
    nn::{FeatureNet, Layer, NetSpec},
    picture::{Picture, fit_long_side, resize},
    stylize::{
        Colour, Controls, Instant, OptimizerKind, Outcome, Recipe, Refine, RefineJob, Start,
        StartFrom, StyleRef,
    },
};
use std::sync::Arc;

fn job(size: usize, steps: usize) -> RefineJob {
    RefineJob {
        photograph: Arc::new(landscape(96, 72)),
        size: fit_long_side(96, 72, size),
        paintings: vec![strokes(90, 90)],
        start: StartFrom::Content,
        painter: None,
        recipe: Recipe {
            steps,
            ..Recipe::default()
        },
    }
}

/// A job whose decoder is moved, which fits it to a picture of 128 pixels.
fn decoder_job(size: usize, steps: usize, compute: &Compute) -> RefineJob {
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
    let instant = Instant::built_in(Arc::new(net), compute.clone()).expect("built-in");
    let mut job = job(size, steps);
    let style = instant.style_code(&job.paintings[0], 1.0).expect("a style");
    job.painter = Some((Arc::new(instant), style));
    job.recipe.start = Start::Instant;
    job.recipe.optimizer = OptimizerKind::Decoder;
    // A draft of 128 px.
    job.recipe.stroke_size = Some(2.5);
    job
}

fn begin(job: RefineJob) -> Refine {
    let compute = Compute::cpu("test");
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
    Refine::new(job, Arc::new(net), compute).expect("a run")
}

fn run(job: RefineJob) -> Outcome {
    let controls = job.recipe.start_controls();
    let mut refine = begin(job);
    while !refine.is_done() {
        refine.step(&controls).expect("a step");
    }
    refine.finish().expect("finished")
}

#[test]
fn every_style_loss_and_optimiser_paints() {
    let losses = [
        StyleLoss::Gram,
        StyleLoss::Gatys,
        StyleLoss::Moments,
        StyleLoss::Learnt,
        StyleLoss::Wasserstein,
    ];
    let kinds = losses
        .map(|loss| (loss, OptimizerKind::Adam))
        .into_iter()
        .chain([(StyleLoss::Gram, OptimizerKind::Lbfgs)]);
    for (loss, optimizer) in kinds {
        let mut job = job(64, 30);
        job.recipe.controls.style_loss = loss;
        job.recipe.optimizer = optimizer;
        let photograph = job.photograph.clone();
        let controls = job.recipe.start_controls();
        let mut refine = begin(job);
        refine.step(&controls).expect("a step");
        let first = refine.progress().expect("progress").losses;
        while !refine.is_done() {
            refine.step(&controls).expect("a step");
        }
        let last = refine.progress().expect("progress").losses;
        assert!(
            last.total < 0.7 * first.total,
            "{loss:?} {optimizer:?}: {first:?} {last:?}"
        );
        let outcome = refine.finish().expect("finished");
        assert_eq!((outcome.picture.width, outcome.picture.height), (64, 48));
        let small = impasto::picture::resize(&photograph, 64, 48);
        assert!(
            psnr(&outcome.picture.rgb, &small.rgb) < 30.0,
            "{loss:?} changed the picture"
        );
    }
}

#[test]
fn a_weight_changed_mid_run_acts_and_nothing_restarts() {
    let weak = Controls {
        style: 0.05,
        ..Controls::default()
    };
    let strong = Controls::default();
    let paint = |at: &dyn Fn(usize) -> Controls| {
        let mut refine = begin(job(64, 40));
        let mut halfway = None;
        for step in 0..40 {
            refine.step(&at(step)).expect("a step");
            let progress = refine.progress().expect("progress");
            assert_eq!(progress.step, step + 1, "the count goes on");
            if step == 9 {
                halfway = Some(refine.picture().expect("a picture"));
            }
        }
        (
            halfway.expect("step 10"),
            refine.finish().expect("finished").picture,
        )
    };
    let (weak_half, always_weak) = paint(&|_| weak.clone());
    let (_, always_strong) = paint(&|_| strong.clone());
    let (half, changed) = paint(&|step| {
        if step < 10 {
            weak.clone()
        } else {
            strong.clone()
        }
    });
    assert_eq!(half, weak_half, "until the change both runs are one");
    for (name, other) in [("weak", &always_weak), ("strong", &always_strong)] {
        let same = psnr(&changed.rgb, &other.rgb);
        assert!(
            same < 45.0,
            "the changed run equals the {name} one: {same} dB"
        );
    }
}

#[test]
fn a_decoder_is_moved_at_one_size_and_paints_at_any() {
    let compute = Compute::cpu("test");
    let paint = || {
        let job = decoder_job(192, 12, &compute);
        let controls = job.recipe.start_controls();
        let mut refine = begin(job);
        let drafted = refine.picture().expect("a picture");
        assert_eq!((drafted.width, drafted.height), (128, 96));
        let instant = refine.whole().expect("a picture").rgb.clone();
        let mut totals = Vec::new();
        while !refine.is_done() {
            refine.step(&controls).expect("a step");
            totals.push(refine.progress().expect("progress").losses.total);
        }
        assert!(totals[11] < 0.8 * totals[0], "{totals:?}");
        let whole = refine.whole().expect("a picture").rgb.clone();
        // What is shown from now on is what was painted, not the draft.
        assert_eq!(refine.preview().expect("a picture").width, 192);
        let picture = refine.finish().expect("finished").picture;
        assert_eq!((picture.width, picture.height), (192, 144));
        assert_eq!(picture.rgb, whole);
        (instant, picture.rgb)
    };
    let (instant, refined) = paint();
    let near = psnr(&instant, &refined);
    assert!(
        (10.0..40.0).contains(&near),
        "moved, and still that picture: {near} dB"
    );
    assert_eq!((instant, refined), paint(), "the same each time");
}

#[test]
fn what_a_decoder_paints_at_another_size_is_what_a_run_for_that_size_paints() {
    let compute = Compute::cpu("test");
    let run = |size| {
        let job = decoder_job(size, 5, &compute);
        let controls = job.recipe.start_controls();
        let mut refine = begin(job);
        (0..5).for_each(|_| refine.step(&controls).expect("a step"));
        refine
    };
    let small = run(192);
    let grown = small.at_size((288, 216)).expect("a decoder");
    let grown = grown.finish().expect("finished").picture;
    let large = run(288).finish().expect("finished").picture;
    assert_eq!((grown.width, grown.height), (288, 216));
    assert_eq!(grown.rgb, large.rgb);
    // What is hardly larger than the draft is painted in one pass at its own size, and pixels have one size.
    assert!(small.at_size((135, 101)).is_none());
    let pixels = begin(job(64, 4));
    assert!(!pixels.moves_decoder() && pixels.at_size((96, 72)).is_none());
}

#[test]
fn the_canvas_shows_a_draft_with_the_marks_of_a_whole_painting() {
    let job = decoder_job(256, 8, &Compute::cpu("test"));
    let controls = job.recipe.start_controls();
    let mut refine = begin(job);
    (0..4).for_each(|_| refine.step(&controls).expect("a step"));
    refine.renew_marks(None).expect("marks");
    (0..2).for_each(|_| refine.step(&controls).expect("a step"));
    let marked = refine.preview().expect("seen");
    assert_eq!((marked.width, marked.height), (256, 192));
    let draft = resize(&refine.picture().expect("a draft"), 256, 192);
    let whole = refine.whole().expect("painted");
    let (near, far) = (psnr(&marked.rgb, &whole.rgb), psnr(&draft.rgb, &whole.rgb));
    assert!(near > far + 1.0, "with marks {near} dB, without {far} dB");
    let seen = refine.preview().expect("seen");
    assert!(
        psnr(&seen.rgb, &whole.rgb) > 60.0,
        "what was painted is shown"
    );
}

#[test]
fn where_nobody_has_painted_pixels_are_moved_instead_of_a_decoder() {
    let job = RefineJob {
        painter: None,
        ..decoder_job(64, 4, &Compute::cpu("test"))
    };
    let refine = begin(job);
    assert_eq!(refine.played().optimizer, OptimizerKind::Adam);
    assert_eq!(refine.progress().expect("progress").octave.width, 64);
}

#[test]
fn a_stopped_run_keeps_its_picture_at_full_size() {
    let mut refine = begin(job(200, 30));
    let controls = Controls::default();
    (0..7).for_each(|_| refine.step(&controls).expect("a step"));
    // Paused: nobody steps. The picture can be looked at, and is of the present octave.
    let seen = refine.picture().expect("a picture");
    assert_eq!(seen.long_side(), 100);
    let outcome = refine.finish().expect("finished");
    assert_eq!(outcome.steps, 7);
    assert_eq!((outcome.picture.width, outcome.picture.height), (200, 150));
}

#[test]
fn any_size_is_painted() {
    for (width, height, long) in [
        (1, 1, 1),
        (1, 3000, 3000),
        (17, 5, 17),
        (96, 72, 16),
        (3, 3, 40),
    ] {
        let mut small = job(long, 3);
        small.photograph = Arc::new(landscape(width, height));
        small.size = fit_long_side(width, height, long);
        let picture = run(small).picture;
        assert_eq!(picture.long_side(), long, "{width}x{height}");
        assert!(picture.rgb.iter().all(|v| (0.0..=1.0).contains(v)));
    }
    // A decoder's strokes may be larger or smaller than the picture has room for.
    let compute = Compute::cpu("test");
    for (strokes, long, (width, height)) in [
        (4.0, 40, (96, 72)),
        (0.25, 24, (24, 9)),
        (4.0, 600, (600, 20)),
    ] {
        let mut job = decoder_job(long, 1, &compute);
        job.photograph = Arc::new(landscape(width, height));
        job.size = fit_long_side(width, height, long);
        job.recipe.stroke_size = Some(strokes);
        let picture = run(job).picture;
        assert_eq!(picture.long_side(), long, "strokes of {strokes}");
        assert!(picture.rgb.iter().all(|v| (0.0..=1.0).contains(v)));
    }
    let mut thin = job(64, 3);
    thin.paintings = vec![strokes(300, 1)];
    assert_eq!(run(thin).picture.long_side(), 64);
}

#[test]
fn starts_colours_and_mixes_do_what_they_say() {
    let plain = run(job(64, 20)).picture;
    let noise = |seed| {
        let mut job = job(64, 20);
        job.start = StartFrom::Noise;
        job.recipe.seed = seed;
        run(job).picture
    };
    assert_eq!(noise(1), noise(1));
    assert_ne!(noise(1), noise(2), "the seed is the noise");
    let mut from = job(64, 1);
    from.start = StartFrom::Picture(Box::new(strokes(50, 50)));
    assert!(psnr(&run(from).picture.rgb, &plain.rgb) < 20.0);

    let chroma = |p: &Picture| -> Vec<f32> {
        p.rgb
            .chunks_exact(3)
            .flat_map(|c| [c[0] - c[1], c[2] - c[1]])
            .collect()
    };
    let mut luma = job(64, 20);
    luma.recipe.colour = Colour::Luma;
    let original = impasto::picture::resize(&luma.photograph, 64, 48);
    let kept = psnr(&chroma(&run(luma).picture), &chroma(&original));
    assert!(
        kept > 20.0 && kept > psnr(&chroma(&plain), &chroma(&original)) + 5.0,
        "{kept} dB"
    );

    let two = |first: f32, second: f32| {
        let mut job = job(64, 20);
        job.paintings.push(landscape(80, 80));
        let style = |weight| StyleRef {
            source: Default::default(),
            weight,
            crop: Default::default(),
            tuning: None,
        };
        job.recipe.styles = vec![style(first), style(second)];
        run(job).picture
    };
    assert_eq!(two(1.0, 0.0), plain, "a style of weight 0 is none");
    assert_eq!(two(2.0, 1.0), two(4.0, 2.0), "only shares count");
    assert_ne!(two(1.0, 1.0), plain);
}

#[test]
fn alpha_goes_round_the_network() {
    let mut clear = job(48, 5);
    Arc::make_mut(&mut clear.photograph).alpha = Some(
        (0..96 * 72)
            .map(|i| f32::from(u8::from(i % 96 > 40)))
            .collect(),
    );
    let alpha = run(clear).picture.alpha.expect("alpha");
    assert_eq!(alpha.len(), 48 * 36);
    assert!(alpha[0] < 0.01 && alpha[47] > 0.99);
}

/// Mean saturation (max - min of a pixel) of the pixels whose distance from the border is in `band`.
fn saturation(picture: &Picture, band: std::ops::Range<usize>) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for y in 0..picture.height {
        for x in 0..picture.width {
            let to_border = x
                .min(y)
                .min(picture.width - 1 - x)
                .min(picture.height - 1 - y);
            if band.contains(&to_border) {
                let p = &picture.rgb[(y * picture.width + x) * 3..][..3];
                let most = p.iter().copied().fold(0.0, f32::max);
                let least = p.iter().copied().fold(1.0, f32::min);
                sum += f64::from(most - least);
                count += 1;
            }
        }
    }
    sum / f64::from(count)
}

#[test]
fn flat_borders_get_no_coloured_fringes() {
    // A thing in the middle of a flat field, as in a product photograph.
    let mut rgb = Vec::new();
    for y in 0..144 {
        for x in 0..192 {
            let inside = (60..132).contains(&x) && (50..94).contains(&y);
            let stripes = 0.5 + 0.4 * ((x * y) as f32 * 0.05).sin();
            rgb.extend(if inside {
                [stripes, 0.3, 0.2]
            } else {
                [0.55, 0.6, 0.65]
            });
        }
    }
    let mut flat = job(192, 60);
    flat.photograph = Arc::new(Picture::from_rgb(192, 144, rgb));
    let painted = run(flat).picture;
    let (outer, inner) = (saturation(&painted, 0..8), saturation(&painted, 8..32));
    assert!(
        (outer / inner - 1.0).abs() < 0.10,
        "border {outer:.4}, next to it {inner:.4}"
    );
}

#[test]
fn the_gpu_backend_paints_what_the_cpu_paints() {
    if adapters().is_empty() {
        eprintln!(
            "SKIPPED: no Vulkan adapter on this machine; tools/setup installs a software one"
        );
        return;
    }
    let gpu = Compute::open(DeviceChoice::Gpu).expect("a GPU");
    eprintln!("comparing with {}", gpu.name);
    let cpu = Compute::cpu("test");
    let picture = landscape(64, 64);
    let maps = |compute: &Compute| -> Vec<Vec<f32>> {
        let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
        let pixels = to_tensor(&picture.rgb, 64, 64, &compute.device);
        let maps = net.maps(pixels, Layer::Relu5_1);
        maps.into_iter()
            .map(|map| map.into_data().iter::<f32>().collect())
            .collect()
    };
    for (layer, (a, b)) in Layer::ALL
        .iter()
        .zip(maps(&cpu).into_iter().zip(maps(&gpu)))
    {
        let norm = |v: &mut dyn Iterator<Item = f32>| v.map(|x| f64::from(x).powi(2)).sum::<f64>();
        let error = norm(&mut a.iter().zip(&b).map(|(a, b)| a - b));
        let relative = (error / norm(&mut a.iter().copied())).sqrt();
        assert!(relative < 1e-3, "{layer}: relative error {relative}");
    }
    let paint = |compute: &Compute| {
        let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("built-in");
        let job = job(64, 20);
        let controls = job.recipe.start_controls();
        let mut refine = Refine::new(job, Arc::new(net), compute.clone()).expect("a run");
        while !refine.is_done() {
            refine.step(&controls).expect("a step");
        }
        refine.finish().expect("finished").picture
    };
    let same = psnr(&paint(&cpu).rgb, &paint(&gpu).rgb);
    assert!(same > 40.0, "{same} dB");
}

#[test]
fn a_discriminator_joins_when_it_is_listened_to_and_leaves() {
    let paint = |weights: [f32; 3]| {
        let mut refine = begin(job(64, 30));
        let mut seen = Vec::new();
        for i in 0..30 {
            let controls = Controls {
                adversarial: weights[i / 10],
                ..Controls::default()
            };
            refine.step(&controls).expect("a step");
            seen.push(refine.progress().expect("progress").losses.adversarial);
        }
        (seen, refine.finish().expect("finished").picture.rgb)
    };
    let (silent, plain) = paint([0.0; 3]);
    assert!(silent.iter().all(|&loss| loss == 0.0));
    let (heard, joined) = paint([0.0, 1.0, 0.0]);
    assert!(heard[..10].iter().chain(&heard[20..]).all(|&l| l == 0.0));
    assert!(heard[10..20].iter().all(|&l| l > 0.0), "{heard:?}");
    assert_ne!(plain, joined);
    // Its weights and patches are functions of the seed.
    assert_eq!(joined, paint([0.0, 1.0, 0.0]).1);
}
