//! Distillation from a teacher of made-up weights, on the CPU backend.

use super::{teacher::TeacherKind, *};
use crate::{
    compute::Compute,
    error::Error,
    formula::formula,
    nn::to_safetensors,
    train::{
        RunConfig, TrainControls, TrainEvent, TrainRun, export_encoder,
        tests::{after, checkpoint, drive},
    },
};
use std::{cell::Cell, path::Path};

/// A file of the compressed teacher's shapes.
fn teacher(file: &Path) {
    let mut tensors = Vec::new();
    let mut add = |name: &str, shape: [usize; 4]| {
        let [to, from, kernel, _] = shape;
        let count = shape.iter().product();
        // Maps keep about their size from layer to layer.
        let scale = (2.0 / (from * kernel * kernel) as f32).sqrt() * 1.7;
        let salt = tensors.len() as u32 + 1;
        let values: Vec<f32> = formula(count, salt).iter().map(|v| v * scale).collect();
        tensors.push((format!("{name}.weight"), TensorData::new(values, shape)));
        let bias = TensorData::new(vec![0.01f32; to], [to]);
        tensors.push((format!("{name}.bias"), bias));
    };
    add("conv0", [3, 3, 1, 1]);
    let widths = [16, 32, 64, 128, 128];
    let mut from = 3;
    for (block, (&to, count)) in widths.iter().zip([2, 2, 4, 4, 1]).enumerate() {
        for i in 1..=count {
            add(&format!("conv{}{i}", block + 1), [to, from, 3, 3]);
            from = to;
        }
        let taught = super::student::TEACHER_WIDTHS[block];
        add(&format!("conv{}1_aux", block + 1), [taught, to, 1, 1]);
    }
    let bytes = to_safetensors(&tensors, [].into()).expect("bytes");
    std::fs::write(file, bytes).expect("written");
}

/// Pictures, a teacher, and how a run is set up.
struct Setup {
    folder: tempfile::TempDir,
    task: EncoderConfig,
}

impl Setup {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let pictures = folder.path().join("pictures");
        std::fs::create_dir_all(&pictures).expect("folder");
        for i in 0..LEAST as u32 {
            let picture = image::RgbImage::from_fn(140, 130, |x, y| {
                image::Rgb([(x * (i + 1)) as u8, (y * (i + 3)) as u8, (x + y * i) as u8])
            });
            picture
                .save(pictures.join(format!("{i}.png")))
                .expect("saved");
        }
        let file = folder.path().join("teacher.safetensors");
        teacher(&file);
        let kind = TeacherKind::Compressed;
        let task = EncoderConfig {
            teachers: vec![TeacherSpec { kind, file }],
            pictures: vec![pictures],
            rate: 1e-3,
            start: None,
        };
        Self { folder, task }
    }

    fn config(&self, run: &str) -> RunConfig {
        RunConfig {
            folder: self.folder.path().join(run),
            steps: 6,
            seed: 3,
            validate_every: 6,
            save_every: 2,
            patience: None,
            parent: None,
            parts: crate::data::Parts::default(),
            resume: false,
        }
    }

    fn train(
        &self,
        config: &RunConfig,
        controls: &dyn Fn(TrainControls) -> TrainControls,
        stop: &dyn Fn() -> bool,
    ) -> Result<Vec<TrainEvent>> {
        let compute = Compute::cpu("test");
        let run = TrainRun::open::<EncoderTask>(config.clone(), self.task.clone(), &compute)?;
        let mut events = Vec::new();
        drive(run, controls, stop, &mut |event| events.push(event.clone()))?;
        Ok(events)
    }
}

#[test]
fn a_resumed_distillation_gives_the_same_student_and_is_exported() {
    let setup = Setup::new();
    let straight = setup.config("straight");
    let events = setup
        .train(&straight, &|now| now, &|| false)
        .expect("trained");
    let measured = events.iter().find_map(|event| match event {
        TrainEvent::Measured(measured) => Some(measured.clone()),
        _ => None,
    });
    let measured = measured.expect("measured");
    assert!(
        measured
            .values
            .get("map.relu1_1")
            .is_some_and(f32::is_finite)
    );
    assert!(measured.values.get("dead.relu5_1").is_some());
    let mut pieces = setup.config("pieces");
    setup
        .train(&pieces, &|now| now, &after(3))
        .expect("trained");
    assert_ne!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    pieces.resume = true;
    setup
        .train(&pieces, &|now| now, &|| false)
        .expect("resumed");
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    // It has painted, and that is part of it.
    let saved = Saved::open(&checkpoint_in(&pieces.folder)).expect("a checkpoint");
    let painted = saved.weights.find(PAINTINGS).expect("painted");
    assert!(painted.values.len() >= 3 * CROP * CROP);

    let file = setup.folder.path().join("encoder.safetensors");
    let curve = export_encoder(&pieces.folder, &file, &Device::flex()).expect("exported");
    assert_eq!(curve.len(), 1);
    // Another rate is another run.
    let mut other = Setup { ..setup };
    other.task.rate = 2e-3;
    let refused = other.train(&pieces, &|now| now, &|| false);
    assert!(matches!(
        refused,
        Err(Error::Training(TrainingFault::OtherSettings(_)))
    ));
}

#[test]
fn a_loss_that_is_no_number_no_longer_ends_a_distillation() {
    let setup = Setup::new();
    let config = setup.config("run");
    let asked = Cell::new(0);
    let wild = |now: TrainControls| {
        asked.set(asked.get() + 1);
        let mut wild = now;
        if asked.get() == 4 {
            wild.weights.set("map", f32::NAN);
        }
        wild
    };
    let events = setup.train(&config, &wild, &|| false).expect("trained");
    let back: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            TrainEvent::RolledBack { from, to, .. } => Some((*from, *to)),
            _ => None,
        })
        .collect();
    assert_eq!(back, [(3, 2)]);
    assert!(
        events
            .iter()
            .any(|e| matches!(e, TrainEvent::Finished(s) if s.steps == 6))
    );
}

#[test]
fn too_few_pictures_and_teachers_that_do_not_reach_are_told() {
    let mut setup = Setup::new();
    let config = setup.config("run");
    std::fs::remove_file(setup.task.pictures[0].join("0.png")).expect("removed");
    let refused = setup.train(&config, &|now| now, &|| false);
    let Err(Error::Training(TrainingFault::TooFewPictures { found, .. })) = refused else {
        panic!("too few");
    };
    assert_eq!(found, LEAST - 1);
    setup = Setup::new();
    setup.task.teachers[0].kind = TeacherKind::Normalised;
    let refused = setup.train(&setup.config("run"), &|now| now, &|| false);
    assert!(matches!(
        refused,
        Err(Error::Training(TrainingFault::NoDeepTeacher))
    ));
}
