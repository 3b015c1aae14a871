//! A run of two folders without pairs, to models of both directions, on the CPU backend.

use super::{
    super::{odd_folders::odd_folders_are_told, school::test_pictures as pictures},
    *,
};
use crate::{
    compute::Compute,
    error::Error,
    fault::TrainingFault,
    loss::Adversarial,
    nn::{Model, ModelKind, parameters},
    train::{
        RunConfig, TrainEvent, TrainRun, export_unpaired,
        tests::{after, checkpoint, drive},
    },
};
use std::path::Path;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("from"), 4, 5, false);
    pictures(&folder.path().join("to"), 4, 1, true);
    folder
}

fn config(folder: &Path, run: &str) -> (RunConfig, UnpairedConfig) {
    let run = RunConfig {
        folder: folder.join(run),
        steps: 4,
        seed: 3,
        validate_every: 2,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let task = UnpairedConfig {
        side: 48,
        measured_side: 64,
        ..UnpairedConfig::new(vec![folder.join("from")], vec![folder.join("to")])
    };
    (run, task)
}

fn train(run: &RunConfig, task: &UnpairedConfig, stop: &dyn Fn() -> bool) -> Vec<TrainEvent> {
    let mut events = Vec::new();
    let opened = TrainRun::open::<UnpairedTask>(run.clone(), task.clone(), &Compute::cpu("test"));
    let report = &mut |event: &TrainEvent| events.push(event.clone());
    drive(opened.expect("opened"), &|now| now, stop, report).expect("trained");
    events
}

fn losses(events: &[TrainEvent]) -> Terms {
    let steps = events.iter().find_map(|event| match event {
        TrainEvent::Steps { losses, .. } => Some(losses.clone()),
        _ => None,
    });
    steps.expect("steps")
}

#[test]
fn a_resumed_run_gives_the_same_weights_and_models_of_both_directions() {
    let folder = folder();
    let (straight, task) = config(folder.path(), "straight");
    let events = train(&straight, &task, &|| false);
    let values = losses(&events);
    for name in [
        "cycle",
        "identity",
        "discriminator.loss",
        "projected_back.loss",
    ] {
        assert!(values.get(name).is_some_and(f32::is_finite), "{name}");
    }
    let measured = events.iter().find_map(|event| match event {
        TrainEvent::Measured(measured) => Some(measured.values.clone()),
        _ => None,
    });
    let values = measured.expect("measured");
    for name in ["there.distance", "back.distance", "back.distance.before"] {
        assert!(values.get(name).is_some_and(f32::is_finite), "{name}");
    }
    let (mut pieces, _) = config(folder.path(), "pieces");
    train(&pieces, &task, &after(3));
    assert_ne!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    pieces.resume = true;
    train(&pieces, &task, &|| false);
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));

    // Both networks have learnt, each its own.
    let device = Compute::cpu("test").device;
    let saved = Saved::open(&crate::train::checkpoint::checkpoint_in(&straight.folder));
    let ways = ways_of(&saved.expect("saved"), &device).expect("networks");
    let weights = |way: usize| parameters(&ways[way].networks.average);
    assert!(weights(0).iter().zip(&weights(1)).any(|(a, b)| a != b));
    let files = ["there", "back"].map(|name| folder.path().join(format!("{name}.safetensors")));
    let each = [files[0].as_path(), files[1].as_path()];
    export_unpaired(&straight.folder, each, "waves", false, &device).expect("exported");
    let names = files.map(|file| Model::open(&file).expect("a model").info);
    assert!(names.iter().all(|info| info.kind == ModelKind::School));
    assert_eq!([&*names[0].name, &*names[1].name], ["waves", "waves, back"]);
    assert_ne!(names[0].hash, names[1].hash);
}

#[test]
fn one_side_learns_with_contrast_instead_and_with_any_form_of_the_loss() {
    let folder = folder();
    let (mut run, mut task) = config(folder.path(), "one");
    task.one_sided = true;
    task.adversarial = Adversarial::Relativistic;
    run.steps = 2;
    let values = losses(&train(&run, &task, &|| false));
    // By guessing among 36 cells it were 3.6.
    let contrast = values.get("contrast").expect("contrast");
    assert!((0.0..3.6).contains(&contrast), "{contrast}");
    assert!(values.get("cycle").is_none() && values.get("discriminator_back.loss").is_none());
    let file = folder.path().join("one.safetensors");
    let back = folder.path().join("two.safetensors");
    let device = Compute::cpu("test").device;
    export_unpaired(&run.folder, [&file, &back], "one", false, &device).expect("exported");
    assert!(file.exists() && !back.exists());
}

#[test]
fn a_side_without_pictures_is_told() {
    let folder = folder();
    let (run, mut task) = config(folder.path(), "run");
    task.to = vec![folder.path().join("nowhere")];
    let role = PictureRole::To;
    let wanted = TrainingFault::NoPictures { role, side: 48 };
    assert!(
        matches!(UnpairedTask::read(&task, &crate::data::Parts::default()), Err(Error::Training(fault)) if fault == wanted)
    );
    // One picture a side is enough to begin.
    for (side, salt) in [("single/a", 3), ("single/b", 4)] {
        pictures(&folder.path().join(side), 1, salt, false);
    }
    task.from = vec![folder.path().join("single/a")];
    task.to = vec![folder.path().join("single/b")];
    train(&run, &task, &after(1));
}

#[test]
fn odd_folders_of_either_side_are_told() {
    let folder = folder();
    let (_, mut task) = config(folder.path(), "run");
    // In colours on both sides.
    task.to = task.from.clone();
    odd_folders_are_told(PictureRole::From, |odd| {
        let mut task = task.clone();
        task.from = vec![odd];
        Ok(UnpairedTask::read(&task, &crate::data::Parts::default())?.warnings)
    });
    odd_folders_are_told(PictureRole::To, |odd| {
        let mut task = task.clone();
        task.to = vec![odd];
        Ok(UnpairedTask::read(&task, &crate::data::Parts::default())?.warnings)
    });
}
