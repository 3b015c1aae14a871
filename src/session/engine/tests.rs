//! The compute thread without a window: the newest request wins, and nothing that was asked for is lost.

mod training;

use super::*;
use crate::{
    compute::DeviceChoice,
    picture::{Crop, DecodeLimits, Picture, Tone, Watch, load},
    session::{Delivery, JobRun, JobSources, Painters},
    stylize::{Engine as Maker, OptimizerKind, Recipe, Size, SourceRef, Start as StartWith},
};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// A machine may have other things to do.
const PATIENCE: Duration = Duration::from_secs(400);

fn worker() -> Worker {
    let device = WorkerDevice {
        window: None,
        choice: DeviceChoice::Cpu,
    };
    Worker::start(device, || {})
}

fn loaded(width: usize, height: usize) -> Arc<Loaded> {
    let wave = |i: usize| 0.5 + 0.4 * (i as f32 * 0.013).sin();
    let rgb = (0..3 * width * height).map(wave).collect();
    Arc::new(Loaded {
        picture: Arc::new(Picture::from_rgb(width, height, rgb)),
        source: SourceRef {
            name: format!("{width}.png"),
            blake3: format!("{width} {height}"),
            licence: None,
        },
        path: None,
    })
}

fn wanted(photograph: &Arc<Loaded>, strength: f32, at_rest: bool) -> PaintRequest {
    PaintRequest {
        photograph: Arc::clone(photograph),
        paintings: vec![ChosenPainting {
            painting: loaded(80, 64),
            weight: 1.0,
            crop: Crop::default(),
            tuning: None,
        }],
        codes: Vec::new(),
        recipe: Recipe {
            engine: Maker::Instant,
            strength,
            ..Recipe::default()
        },
        shown: None,
        at_rest,
    }
}

/// What the engine says until `done`, of Instant's pictures: strength, and whether it is the result.
fn pictures(
    worker: &mut Worker,
    mut done: impl FnMut(&Event, &[(f32, bool)]) -> bool,
) -> Vec<(f32, bool)> {
    let (begin, mut all) = (Instant::now(), Vec::new());
    loop {
        assert!(begin.elapsed() < PATIENCE, "{all:?}");
        for event in worker.events() {
            match &event {
                Event::Instant { recipe, result, .. } => all.push((recipe.strength, *result)),
                Event::Failed { error, .. } => panic!("{error}"),
                _ => {}
            }
            if done(&event, &all) {
                return all;
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn export(path: &Path, watch: &Arc<Watch>) -> Command {
    let delivery = Delivery {
        path: path.to_owned(),
        title: "large".to_owned(),
        ..Delivery::default()
    };
    Command::Deliver(Box::new(Order {
        what: Shown::Newest,
        again: None,
        to: Destination::File(Box::new(delivery)),
        watch: Arc::clone(watch),
    }))
}

#[test]
fn the_newest_request_wins_and_older_ones_are_not_queued() {
    let mut worker = worker();
    let photograph = loaded(160, 120);
    worker.paint(wanted(&photograph, 1.0, true));
    pictures(&mut worker, |_, all| all.contains(&(1.0, true)));
    for i in 0..200 {
        worker.paint(wanted(&photograph, 0.3 + 0.005 * i as f32, false));
    }
    worker.paint(wanted(&photograph, 0.25, true));
    let all = pictures(&mut worker, |_, all| all.contains(&(0.25, true)));
    assert!(all.len() < 20, "{all:?}");
    // The same once more is answered too.
    worker.paint(wanted(&photograph, 0.25, true));
    pictures(&mut worker, |_, all| all.contains(&(0.25, true)));
}

#[test]
fn a_large_picture_is_sketched_given_up_for_a_newer_one_and_saved_all_the_same() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("large.png");
    let mut worker = worker();
    let photograph = loaded(1700, 1300);
    worker.paint(wanted(&photograph, 1.0, true));
    let all = pictures(&mut worker, |event, _| matches!(event, Event::Share(_)));
    assert_eq!(all, [(1.0, false)], "a sketch comes first");
    worker.send(export(&path, &Arc::default()));
    worker.paint(wanted(&photograph, 0.4, false));
    let all = pictures(&mut worker, |_, all| !all.is_empty());
    assert_eq!(all, [(0.4, false)], "the result of before is given up");
    worker.paint(wanted(&loaded(160, 120), 0.3, true));
    let all = pictures(&mut worker, |event, _| matches!(event, Event::Exported(_)));
    assert_eq!(all, [(0.3, true)], "what is seen comes first");
    let recipe = Recipe::open(&path).expect("a recipe inside");
    assert_eq!((recipe.strength, recipe.engine), (1.0, Maker::Instant));
    let saved = load(&path, DecodeLimits::default()).expect("a picture");
    assert_eq!((saved.width, saved.height), (1700, 1300));
}

#[test]
fn an_export_that_waits_can_be_stopped_and_those_after_it_come() {
    let folder = tempfile::tempdir().expect("folder");
    let path = |name: &str| folder.path().join(name);
    let mut worker = worker();
    let photograph = loaded(1700, 1300);
    let watches: [Arc<Watch>; 2] = Default::default();
    for (strength, name, watch) in [
        (1.0, "stopped.png", &watches[0]),
        (0.7, "kept.png", &watches[1]),
    ] {
        worker.paint(wanted(&photograph, strength, true));
        // What is heard first may still be of the picture before.
        pictures(&mut worker, |event, all| {
            matches!(event, Event::Share(_)) && all.contains(&(strength, false))
        });
        worker.send(export(&path(name), watch));
    }
    watches[0].stop();
    worker.paint(wanted(&loaded(160, 120), 0.3, true));
    let mut exported = Vec::new();
    pictures(&mut worker, |event, _| {
        if let Event::Exported(path) = event {
            exported.push(path.clone());
        }
        !exported.is_empty()
    });
    assert_eq!(exported, [path("kept.png")]);
    assert!(!path("stopped.png").exists());
    let recipe = Recipe::open(&path("kept.png")).expect("a recipe inside");
    assert_eq!(recipe.strength, 0.7);
}

/// A style that is known only by its numbers, moved along an axis: the canvas painted it moved, a batch did
/// not.
#[test]
fn a_style_known_by_numbers_and_moved_is_the_same_on_the_canvas_and_in_a_job() {
    let compute = crate::compute::Compute::cpu("test");
    let net = crate::nn::NetSpec::BuiltIn;
    let painters = Painters::open(compute, &net, true).expect("built in");
    let instant = painters.instant.as_ref().expect("the generator");
    let style = instant.random_style(7).expect("a style");
    let photograph = loaded(96, 64);
    let mut start = wanted(&photograph, 1.0, true);
    start.paintings.clear();
    start.recipe.mixed_style = Some(style.clone());
    start.recipe.style_axes = vec![2.0];
    // An export's style has been moved already, by all that its recipe says.
    let final_style = instant.style_of(&start.recipe, Vec::new());
    assert_eq!(final_style.expect("known"), style);
    start.recipe.mixed_axes = Some(Vec::new());

    let mut worker = worker();
    worker.paint(start.clone());
    pictures(&mut worker, |_, all| all.contains(&(1.0, true)));
    let shown = measured(&mut worker, Shown::Newest);
    let sources = JobSources::of(&start).expect("read");
    let mut run = JobRun::begin(sources, &painters).expect("begun");
    while !run.is_done() {
        run.step(&painters).expect("a step");
    }
    let painted = run.finish(&painters).expect("done").expect("painted");
    assert!(shown.rgb == painted.picture.rgb);
    assert_eq!(painted.recipe.mixed_style, Some(style));
    assert_eq!(painted.recipe.mixed_axes, Some(Vec::new()));
}

#[test]
fn an_export_larger_than_the_canvas_is_painted_at_its_size() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("large.png");
    let mut worker = worker();
    let photograph = loaded(300, 200);
    let start = wanted(&photograph, 1.0, true);
    worker.paint(start.clone().at_size((150, 100)));
    pictures(&mut worker, |_, all| all.contains(&(1.0, true)));
    let mut order = export(&path, &Arc::default());
    let Command::Deliver(order) = &mut order else {
        panic!("an order");
    };
    order.again = Some(Box::new(start.at_size((300, 200))));
    worker.send(Command::Deliver(order.clone()));
    pictures(&mut worker, |event, _| matches!(event, Event::Exported(_)));
    let saved = load(&path, DecodeLimits::default()).expect("a picture");
    assert_eq!((saved.width, saved.height), (300, 200));
    let recipe = Recipe::open(&path).expect("a recipe inside");
    assert_eq!(recipe.size, Size::Default, "it stays automatic");
}

/// A photograph of 600 pixels that Refine's decoder shall paint as it is seen at 200; the draft has 80.
fn fitted_from_afar() -> PaintRequest {
    let mut start = wanted(&loaded(600, 400), 1.0, true);
    start.recipe.engine = Maker::Refine;
    start.recipe.start = StartWith::Instant;
    start.recipe.optimizer = OptimizerKind::Decoder;
    (start.recipe.stroke_size, start.recipe.steps) = (Some(4.0), 3);
    start.shown = Some(200);
    start
}

/// A picture as it is handed out to be measured.
fn measured(worker: &mut Worker, what: Shown) -> Arc<Picture> {
    let mut shown = None;
    worker.send(Command::Measure(what));
    pictures(worker, |event, _| {
        if let Event::Measured(picture) = event {
            shown = Some(Arc::clone(picture));
        }
        shown.is_some()
    });
    shown.expect("measured")
}

#[test]
fn what_refine_has_made_of_a_decoder_is_exported_larger_without_a_further_step() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("large.png");
    let mut worker = worker();
    let mut start = fitted_from_afar();
    worker.send(Command::Start(Box::new(start.clone())));
    let mut sizes = Vec::new();
    pictures(&mut worker, |event, _| {
        if let Event::Started { size, .. } = event {
            sizes.push(*size);
        }
        matches!(event, Event::Finished { .. })
    });
    assert_eq!(sizes, [(200, 133)], "as large as it is seen");
    let mut order = export(&path, &Arc::default());
    let Command::Deliver(order) = &mut order else {
        panic!("an order");
    };
    order.again = Some(Box::new(start.clone().at_size((600, 400))));
    worker.send(Command::Deliver(order.clone()));
    let mut steps = 0;
    pictures(&mut worker, |event, _| {
        steps += usize::from(matches!(event, Event::Step(_)));
        matches!(event, Event::Exported(_))
    });
    assert_eq!(steps, 0);
    let saved = load(&path, DecodeLimits::default()).expect("a picture");
    assert_eq!((saved.width, saved.height), (600, 400));
    // The recipe inside paints the same from the start.
    let recipe = Recipe::open(&path).expect("a recipe inside");
    assert_eq!((recipe.size, recipe.stop_after), (Size::Default, None));
    start.shown = None;
    let sources = JobSources::of(&start).expect("sources");
    let compute = crate::compute::Compute::cpu("test");
    let net = crate::nn::NetSpec::BuiltIn;
    let painters = Painters::open(compute, &net, true).expect("built in");
    let mut run = JobRun::begin(sources, &painters).expect("a run");
    while !run.is_done() {
        run.step(&painters).expect("a step");
    }
    let painted = run.finish(&painters).expect("done").expect("painted");
    let worst = painted.picture.rgb.iter().zip(&saved.rgb);
    let worst = worst.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(worst < 1.01 / 255.0, "the same but for rounding: {worst}");
}

#[test]
fn what_a_decoder_has_painted_grows_when_it_is_seen_from_nearer() {
    let mut worker = worker();
    let mut start = fitted_from_afar();
    worker.send(Command::Start(Box::new(start.clone())));
    let mut snapshot = None;
    pictures(&mut worker, |event, _| {
        if let Event::Snapshot(seen) = event {
            snapshot = Some(seen.id);
        }
        matches!(event, Event::Finished { .. })
    });
    let snapshot = Shown::Snapshot(snapshot.expect("a snapshot"));
    let small = measured(&mut worker, Shown::Newest);
    start.shown = Some(600);
    worker.send(Command::Grow(Box::new(start.clone())));
    let (mut steps, mut grown) = (0, None);
    pictures(&mut worker, |event, _| {
        steps += usize::from(matches!(event, Event::Step(_)));
        if let Event::Grown(size) = event {
            grown = Some(*size);
        }
        grown.is_some()
    });
    assert_eq!((steps, grown), (0, Some((600, 400))));
    let large = measured(&mut worker, Shown::Newest);
    assert_eq!((large.width, large.height), (600, 400));
    let enlarged = crate::picture::resize(&small, 600, 400);
    let apart = large.rgb.iter().zip(&enlarged.rgb);
    let apart: f32 = apart.map(|(a, b)| (a - b).powi(2)).sum();
    let rms = (apart / large.rgb.len() as f32).sqrt();
    assert!(rms > 1e-3, "it is painted, not enlarged: {rms}");
    // The snapshot of the same state is handed out as large.
    assert!(measured(&mut worker, snapshot).rgb == large.rgb);
}

#[test]
fn another_tone_is_shown_without_painting_and_exported_as_it_was_asked_for() {
    let folder = tempfile::tempdir().expect("folder");
    let path = |name: &str| folder.path().join(name);
    let mut worker = worker();
    let photograph = loaded(160, 120);
    let grey = Tone {
        saturation: -1.0,
        ..Tone::default()
    };
    let toned = |tone: Tone| {
        let mut start = wanted(&photograph, 1.0, true);
        start.recipe.tone = tone;
        start
    };
    let mut frames = Vec::new();
    for (name, tone) in [("plain.png", Tone::default()), ("grey.png", grey)] {
        worker.paint(toned(tone));
        pictures(
            &mut worker,
            |event, _| matches!(event, Event::Instant { result: true, recipe, .. } if recipe.tone == tone),
        );
        frames.extend(worker.frame(View::Main));
        worker.send(export(&path(name), &Arc::default()));
        pictures(&mut worker, |event, _| matches!(event, Event::Exported(_)));
    }
    assert_eq!(frames.len(), 2, "both were shown");
    let read = |name: &str| load(&path(name), DecodeLimits::default()).expect("a picture");
    let (mut plain, grey_file) = (read("plain.png"), read("grey.png"));
    grey.apply(&photograph.picture, &mut plain);
    let pairs = plain.rgb.iter().zip(&grey_file.rgb);
    let far = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    // Both were rounded to bytes.
    assert!(far < 0.01, "{far}");
    let recipe = Recipe::open(&path("grey.png")).expect("a recipe inside");
    assert_eq!(recipe.tone, grey);
}

#[test]
fn small_pictures_come_by_their_numbers_and_a_look_with_its_settings() {
    let mut worker = worker();
    let photograph = loaded(700, 500);
    let starts = (0..3).map(|i| (i, wanted(&photograph, 0.3 + 0.3 * i as f32, true)));
    worker.send(Command::Variations(starts.collect()));
    let look = Box::new(wanted(&photograph, 0.5, true));
    worker.send(Command::Look("Dusk".to_owned(), look));
    let mut numbers = Vec::new();
    let mut kept = None;
    pictures(&mut worker, |event, _| {
        match event {
            Event::Variation(number, picture) => {
                assert_eq!(picture.long_side(), 320);
                numbers.push(*number);
            }
            Event::Look(name, recipe, picture) => {
                assert_eq!(picture.long_side(), 320);
                kept = Some((name.clone(), recipe.strength, recipe.mixed_style.is_some()));
            }
            _ => {}
        }
        kept.is_some()
    });
    assert_eq!(numbers, [0, 1, 2]);
    assert_eq!(kept, Some(("Dusk".to_owned(), 0.5, true)));
}

/// Waits until the engine says something, and returns what was made of it.
fn hear<T>(worker: &mut Worker, mut what: impl FnMut(&Event) -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        assert!(begin.elapsed() < PATIENCE);
        for event in worker.events() {
            if let Event::Failed { error, .. } = &event {
                panic!("{error}");
            }
            if let Some(found) = what(&event) {
                return found;
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn keep(worker: &mut Worker, snapshots: Vec<SnapshotId>) -> KeptWork {
    worker.send(Command::Keep {
        number: 7,
        newest: true,
        snapshots,
    });
    hear(worker, |event| match event {
        Event::Kept(kept) if kept.number == 7 => Some((**kept).clone()),
        _ => None,
    })
}

#[test]
fn a_run_is_kept_and_another_engine_goes_on_from_its_picture() {
    let folder = tempfile::tempdir().expect("folder");
    let photograph = loaded(160, 120);
    let mut start = wanted(&photograph, 1.0, true);
    start.recipe.engine = Maker::Refine;
    start.recipe.steps = 12;
    start.recipe.size = Size::LongSide(160);
    let mut first = worker();
    first.send(Command::Start(Box::new(start.clone())));
    hear(&mut first, |event| match event {
        Event::Step(standing) if standing.step >= 5 => Some(()),
        _ => None,
    });
    first.send(Command::Pause);
    first.send(Command::Snapshot);
    let own = hear(&mut first, |event| match event {
        Event::Snapshot(snapshot) if snapshot.own => Some(snapshot.clone()),
        _ => None,
    });
    let kept = keep(&mut first, vec![own.id]);
    let newest = kept.newest.expect("a state");
    assert_eq!(newest.snapshot.step, own.step);
    assert_eq!(newest.snapshot.recipe.stop_after, Some(own.step));
    let picture = newest.picture().expect("in memory");
    assert_eq!(picture.rgb, kept.snapshots[0].1.rgb);
    drop(first);

    let mut second = worker();
    second.send(Command::Restore(Box::new(Restored {
        newest: Some(newest.clone()),
        snapshots: vec![Kept {
            snapshot: own.clone(),
            pixels: KeptPixels::Memory(Arc::clone(&picture)),
            photograph: Arc::clone(&photograph),
        }],
        shown: true,
    })));
    // It can be kept again, saved, and gone on from.
    let again = keep(&mut second, vec![own.id]);
    assert_eq!(
        again.newest.expect("the same").picture().expect("it").rgb,
        picture.rgb
    );
    let path = folder.path().join("kept.png");
    second.send(export(&path, &Arc::default()));
    hear(&mut second, |event| {
        matches!(event, Event::Exported(_)).then_some(())
    });
    let saved = load(&path, DecodeLimits::default()).expect("a picture");
    assert_eq!((saved.width, saved.height), (160, 120));
    second.send(Command::Revive(Shown::Newest, Box::new(start)));
    let from = hear(&mut second, |event| match event {
        Event::Started { from, .. } => Some(*from),
        _ => None,
    });
    assert_eq!(from, Some(own.step));
    let (steps, recipe) = hear(&mut second, |event| match event {
        Event::Finished { steps, recipe, .. } => Some((*steps, recipe.clone())),
        _ => None,
    });
    assert_eq!((steps, recipe.begun_at), (12, own.step));
    assert!(matches!(recipe.start, crate::stylize::Start::Picture(_)));
    // The artist's own snapshot is still there, and stays when another run begins.
    let kept = keep(&mut second, vec![own.id]);
    assert_eq!(kept.snapshots.len(), 1);
}

#[test]
fn a_look_of_instant_is_kept_and_stays_when_refine_begins() {
    let photograph = loaded(160, 120);
    let start = wanted(&photograph, 0.6, true);
    let mut worker = worker();
    worker.paint(start.clone());
    pictures(&mut worker, |_, all| all.contains(&(0.6, true)));
    worker.send(Command::Snapshot);
    let own = hear(&mut worker, |event| match event {
        Event::Snapshot(snapshot) => Some(snapshot.clone()),
        _ => None,
    });
    assert!(own.own && own.step == 0 && own.picture_only);
    assert_eq!(
        (own.recipe.engine, own.recipe.strength),
        (Maker::Instant, 0.6)
    );
    let mut refine = start;
    refine.recipe.steps = 2;
    worker.send(Command::Start(Box::new(refine)));
    let mut steps = Vec::new();
    hear(&mut worker, |event| {
        if let Event::Snapshot(snapshot) = event {
            steps.push(snapshot.step);
        }
        matches!(event, Event::Finished { .. }).then_some(())
    });
    // No step is remembered twice, the last neither.
    assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{steps:?}");
    let kept = keep(&mut worker, vec![own.id]);
    assert_eq!(kept.snapshots.len(), 1);
    assert_eq!(kept.snapshots[0].1.width, 160);
}

#[test]
fn a_run_that_is_paused_before_its_first_step_shows_what_it_starts_from_and_goes_on() {
    let mut start = wanted(&loaded(160, 120), 0.6, true);
    start.recipe.start = crate::stylize::Start::Instant;
    start.recipe.steps = 2;
    let mut worker = worker();
    worker.send(Command::Start(Box::new(start)));
    worker.send(Command::Pause);
    let (begin, mut steps) = (Instant::now(), 0);
    let mut count = |worker: &mut Worker| {
        for event in worker.events() {
            match event {
                Event::Failed { error, .. } => panic!("{error}"),
                Event::Step(_) => steps += 1,
                _ => {}
            }
        }
        steps
    };
    let frame = loop {
        assert!(begin.elapsed() < PATIENCE);
        assert_eq!(count(&mut worker), 0);
        if let Some(frame) = worker.frame(View::Main) {
            break frame;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    // Possibly in a coarse octave.
    assert_eq!(frame.width * 120, frame.height * 160);
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(count(&mut worker), 0);
    worker.send(Command::Resume);
    hear(&mut worker, |event| {
        matches!(event, Event::Finished { steps: 2, .. }).then_some(())
    });
}
