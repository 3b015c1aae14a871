//! The compute thread without a window: the newest wish wins, and nothing that was asked for is lost.

use super::*;
use crate::{
    compute::DeviceChoice,
    picture::{DecodeLimits, Keep, Watch, load},
    stylize::Engine as Maker,
};
use std::{
    path::Path,
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

fn wanted(photograph: &Arc<Loaded>, strength: f32, at_rest: bool) -> StartRun {
    StartRun {
        photograph: Arc::clone(photograph),
        paintings: vec![ChosenPainting {
            painting: loaded(80, 64),
            weight: 1.0,
            crop: Crop::default(),
        }],
        codes: Vec::new(),
        recipe: Recipe {
            engine: Maker::Instant,
            strength,
            ..Recipe::default()
        },
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
    Command::Export(Box::new(ExportRun {
        what: Shown::Newest,
        path: path.to_owned(),
        options: ExportOptions {
            keep: Keep::All,
            ..ExportOptions::default()
        },
        title: "large".to_owned(),
        with_recipe: true,
        scale: Scale::Percent(100),
        replace: false,
        watch: Arc::clone(watch),
    }))
}

#[test]
fn the_newest_wish_wins_and_older_ones_are_not_queued() {
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
