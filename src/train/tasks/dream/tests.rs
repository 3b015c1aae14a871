//! A run of dreams from its folder to a model, on the CPU backend.

use super::{super::odd_folders::odd_folders_are_told, *};
use crate::{
    compute::Compute,
    error::Error,
    loss::Adversarial,
    nn::{DreamNet, Model, ModelKind, Shipped},
    train::{
        RunConfig, TrainControls, TrainEvent, TrainRun, export_dream,
        tests::{after, checkpoint, drive},
    },
};
use std::path::Path;

fn pictures(folder: &Path, count: usize) {
    std::fs::create_dir_all(folder).expect("folder");
    for i in 0..count {
        let picture = image::RgbImage::from_fn(80, 72, |x, y| {
            image::Rgb(std::array::from_fn(|c| {
                let wave = (x as usize * (i + 1) + y as usize * 5 + 7 * c) as f32 * 0.13;
                (127.0 + 120.0 * wave.sin() * ((y as usize * (i + c)) as f32 * 0.05).cos()) as u8
            }))
        });
        picture
            .save(folder.join(format!("{i}.png")))
            .expect("saved");
    }
}

fn config(folder: &Path, run: &str) -> (RunConfig, DreamConfig) {
    let run = RunConfig {
        folder: folder.join(run),
        steps: 4,
        seed: 3,
        validate_every: 3,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let task = DreamConfig {
        batch: 4,
        measured: 16,
        ..DreamConfig::alone(vec![folder.join("pictures")])
    };
    (run, task)
}

fn train(run: &RunConfig, task: &DreamConfig, stop: &dyn Fn() -> bool) -> Vec<TrainEvent> {
    let mut events = Vec::new();
    let opened = TrainRun::open::<DreamTask>(run.clone(), task.clone(), &Compute::cpu("test"));
    let report = &mut |event: &TrainEvent| events.push(event.clone());
    drive(
        opened.expect("opened"),
        &|now: TrainControls| now,
        stop,
        report,
    )
    .expect("trained");
    events
}

#[test]
fn a_resumed_run_gives_the_same_weights_and_a_model_that_remembers_its_pictures() {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("pictures"), 5);
    let (straight, task) = config(folder.path(), "straight");
    let events = train(&straight, &task, &|| false);
    let measured = events.iter().find_map(|event| match event {
        TrainEvent::Measured(measured) => Some(measured.values.clone()),
        _ => None,
    });
    let values = measured.expect("measured");
    assert!(values.are_numbers() && values.get("copies").is_some());
    let (mut pieces, _) = config(folder.path(), "pieces");
    train(&pieces, &task, &after(3));
    assert_ne!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    pieces.resume = true;
    train(&pieces, &task, &|| false);
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));

    let file = folder.path().join("dream.safetensors");
    let device = Device::flex();
    export_dream(&straight.folder, &file, "waves", true, &device).expect("exported");
    let model = Model::open(&file).expect("a model");
    assert_eq!(model.info.kind, ModelKind::Dream);
    let thumbnails = model.weights().find(THUMBNAILS).expect("thumbnails");
    let train = DreamTask::read(&task, &crate::data::Parts::default())
        .expect("read")
        .pictures
        .train
        .len();
    assert_eq!(thumbnails.shape, [train, 3, 32, 32]);
    assert!(model.expect_painter(&file).is_err());
}

#[test]
fn dreams_through_instant_learn_resume_and_are_exported_like_others() {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("pictures"), 4);
    let (mut straight, mut task) = config(folder.path(), "straight");
    (straight.steps, straight.validate_every) = (2, 1000);
    (task.through_instant, task.measured, task.batch) = (true, 0, 2);
    train(&straight, &task, &|| false);
    let pieces = RunConfig {
        folder: folder.path().join("pieces"),
        ..straight.clone()
    };
    train(&pieces, &task, &after(1));
    let resumed = RunConfig {
        resume: true,
        ..pieces.clone()
    };
    train(&resumed, &task, &|| false);
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    // The same run is not gone on with as a plain one.
    task.through_instant = false;
    let plain = TrainRun::open::<DreamTask>(resumed, task, &Compute::cpu("test"));
    assert!(plain.is_err());

    let file = folder.path().join("dream.safetensors");
    let device = Device::flex();
    export_dream(&straight.folder, &file, "waves", true, &device).expect("exported");
    let model = Model::open(&file).expect("a model");
    let painter = Shipped::newest(ModelKind::Generator)
        .expect("one")
        .info
        .traits;
    let deaf = crate::nn::Traits {
        freedom: false,
        ..painter
    };
    assert_eq!(
        model.info.traits, deaf,
        "there is no photograph to be free of"
    );
    let dreamer = DreamNet::from_weights(model.weights(), model.info.traits, &device);
    assert_eq!(dreamer.expect("dreams").side(), 64);
}

#[test]
fn every_form_of_the_loss_learns_something_finite() {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("pictures"), 3);
    for (name, form) in Adversarial::NAMES {
        let (mut run, mut task) = config(folder.path(), name);
        (run.steps, run.validate_every) = (1, 1000);
        (task.adversarial, task.measured) = (form, 0);
        let events = train(&run, &task, &|| false);
        let back = |event: &TrainEvent| matches!(event, TrainEvent::RolledBack { .. });
        assert!(!events.iter().any(back), "{name}");
    }
    let (_, mut task) = config(folder.path(), "other");
    task.side = 96;
    let refused = DreamTask::read(&task, &crate::data::Parts::default()).map(|_| ());
    assert!(matches!(
        refused,
        Err(Error::Training(TrainingFault::OddSide { .. }))
    ));
}

#[test]
fn odd_folders_are_told_and_one_that_vanishes_loses_nothing() {
    odd_folders_are_told(PictureRole::Pictures, |folder| {
        let config = DreamConfig::alone(vec![folder]);
        Ok(DreamTask::read(&config, &crate::data::Parts::default())?.warnings)
    });
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("pictures");
    pictures(&path, 3);
    let (mut run, mut task) = config(folder.path(), "run");
    (run.validate_every, task.measured) = (1000, 0);
    train(&run, &task, &after(1));
    let before = checkpoint(&run.folder);
    let elsewhere = folder.path().join("elsewhere");
    std::fs::rename(&path, &elsewhere).expect("moved");
    run.resume = true;
    let gone = TrainRun::open::<DreamTask>(run.clone(), task.clone(), &Compute::cpu("test"));
    let gone = gone.err().expect("refused").to_string();
    assert!(gone.contains("picture"), "{gone}");
    assert_eq!(checkpoint(&run.folder), before);
    // Where they are now they are found, and it goes on.
    task.pictures = vec![elsewhere];
    train(&run, &task, &|| false);
    assert_ne!(checkpoint(&run.folder), before);
}
