//! The run that goes on, in the window.

use super::{
    photograph,
    scripted::{Scripted, painting_at},
    wait,
};
use crate::{
    data::Split,
    gui::App,
    picture::{self, ExportOptions, Picture, Stamp},
    session::{
        Language, Theme, TrainPhase,
        engine::{Event, TrainCommand, TrainNews, TrainState},
    },
    train::{Change, Measured, SchoolTask, Task, Terms, TrainControls, TrainEvent},
};
use egui::{Key, Modifiers, Vec2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::{path::Path, sync::Arc};

fn run(event: TrainEvent) -> Event {
    Event::Train(TrainNews::Run(event))
}

fn state(state: TrainState) -> Event {
    Event::Train(TrainNews::State(state))
}

fn losses(step: usize) -> Terms {
    let x = step as f32 / 400.0;
    let wave = 0.03 * (step as f32 * 0.37).sin();
    [
        ("style", 0.4 + 0.9 * (-x).exp() + wave),
        ("content", 0.25 + 0.1 * (-x).exp() - wave),
        ("smoothness", 0.03),
        ("grid", 0.0004),
        ("halo", 0.08),
        ("palette", 0.2 * (-x).exp() + 0.05),
        ("lattice", 0.002),
        ("direction", 0.4),
        ("identity", 0.05),
        ("gradient", 1.4),
        ("projected.loss", 1.1),
        ("projected.real", 0.75),
        ("projected.fake", 0.7 - wave),
        ("projected.generator", -0.3 + wave),
        ("discriminator.loss", 0.9),
        ("discriminator.real", 0.8),
        ("discriminator.fake", 0.6 + wave),
        ("discriminator.generator", 0.4 + wave),
    ]
    .into_iter()
    .collect()
}

/// A sheet of samples on disk.
fn sheet(folder: &Path, step: usize) -> TrainEvent {
    let path = folder.join(format!("previews/{step:07}.png"));
    std::fs::create_dir_all(folder.join("previews")).expect("folder");
    let (width, height) = (384, 288);
    let rgb = (0..width * height).flat_map(|i| {
        let (x, y) = ((i % width) as f32, (i / width) as f32);
        let near = ((x % 96.0) - 48.0).hypot((y % 96.0) - 40.0) < 10.0 + step as f32 / 40.0;
        let shade = if near { 0.9 } else { 0.2 + 0.4 * y / 288.0 };
        [shade, 0.7 * shade, 0.5 + 0.3 * (x * 0.1).sin()]
    });
    let picture = Picture::from_rgb(width, height, rgb.collect());
    let (options, stamp) = (ExportOptions::default(), Stamp::default());
    picture::export(&picture, &path, &options, &stamp).expect("saved");
    TrainEvent::Preview { path }
}

/// What a run of a school tells in its first thousand steps.
fn told(folder: &Path) -> Vec<Event> {
    let controls = TrainControls::new(SchoolTask::WEIGHTS);
    let mut changed = controls.clone();
    changed.weights.set("style", 2.0);
    let mut all = vec![
        state(TrainState::Reading),
        Event::Train(TrainNews::Begun {
            folder: folder.to_owned(),
            weights: SchoolTask::WEIGHTS,
            controls: controls.clone(),
            steps: (0, 4000),
            paints: true,
        }),
        state(TrainState::Running),
        run(TrainEvent::Started {
            step: 0,
            steps: 4000,
            pictures: [(
                "paintings".to_owned(),
                Split {
                    train: 25,
                    validation: 5,
                    test: 0,
                },
            )]
            .into(),
        }),
        run(TrainEvent::Warned(
            crate::fault::TrainWarning::FewPaintings {
                found: 30,
                wanted: 50,
            },
        )),
        run(TrainEvent::Controlled(Change { step: 0, controls })),
    ];
    for step in (25..=1000).step_by(25) {
        all.push(run(TrainEvent::Steps {
            step,
            losses: losses(step),
            rate: 3e-4,
            speed: 1.5,
        }));
        if step == 600 {
            let controls = changed.clone();
            all.push(run(TrainEvent::Controlled(Change { step, controls })));
        }
        if step % 250 == 0 {
            let kid = 0.3 - 0.1 * step as f32 / 1000.0;
            let values = [
                ("kid", kid),
                ("kid.deviation", 0.02),
                ("content", 0.31),
                ("spread", 0.8),
            ];
            all.push(run(sheet(folder, step)));
            all.push(run(TrainEvent::Measured(Measured {
                step,
                score: kid + 0.15,
                values: values.into_iter().collect(),
            })));
            all.push(run(TrainEvent::Saved { step }));
        }
    }
    all.push(Event::Train(TrainNews::Stepped { step: 1012 }));
    all
}

fn learning(
    language: Language,
    theme: Theme,
    size: Vec2,
) -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    let (mut harness, engine, folder) = painting_at(language, theme, size);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    let run = folder.path().join("runs/Hokusai");
    engine.with(|script| script.says.extend(told(&run)));
    harness.run_ok();
    (harness, engine, folder)
}

const LARGE: Vec2 = vec2(1440.0, 900.0);

/// The commands that training was given.
fn commands(engine: &Scripted) -> Vec<TrainCommand> {
    engine.with(|script| std::mem::take(&mut script.trained))
}

#[test]
fn a_run_is_steered_saved_and_looked_back_at() {
    let (mut harness, engine, folder) = learning(Language::English, Theme::Dark, LARGE);
    let run = folder.path().join("runs/Hokusai");
    assert_eq!(
        harness.state().train.running.training.phase(),
        TrainPhase::Running
    );
    // What the run has written is read first: nothing moves any more.
    wait(&mut harness, "a sheet", |app| {
        app.train.running.has_sheet(1000)
    });
    harness.run_ok();
    commands(&engine);
    // The slider's own keys move it, and the next steps hear of it once.
    harness.get_by_role_and_label(Role::Slider, "Style").focus();
    harness.run_ok();
    harness.key_press(Key::ArrowRight);
    harness.run_ok();
    let sent = commands(&engine);
    let [TrainCommand::Control(controls)] = &sent[..] else {
        panic!("{} commands", sent.len());
    };
    assert!(controls.weight("style") > 1.0);
    assert_eq!(controls.weight("content"), 0.18);
    harness.get_by_label("Save now").click();
    harness.run_ok();
    let sent = commands(&engine);
    assert!(
        matches!(sent[..], [TrainCommand::Save]),
        "{} commands",
        sent.len()
    );

    // Back through the training, and two moments beside each other.
    wait(&mut harness, "a sheet", |app| {
        app.train.running.has_sheet(1000)
    });
    harness.get_by_label("Way through the training").focus();
    harness.run_ok();
    harness.key_press(Key::Home);
    harness.run_ok();
    wait(&mut harness, "the first sheet", |app| {
        app.train.running.has_sheet(250)
    });
    harness.get_by_label("Pictures after step 250");
    harness.get_by_label_contains("  Compare").click();
    harness.run_ok();
    harness.get_by_label("Pictures after step 1000");
    harness.get_by_label("Line between before and after");

    // Plots tell in words what they show.
    let figures: Vec<String> = harness
        .get_all_by_role(Role::Figure)
        .filter_map(|node| node.accesskit_node().value())
        .collect();
    assert!(
        figures.iter().any(|told| told.contains("Style fell from")),
        "{figures:?}"
    );
    assert!(
        figures
            .iter()
            .any(|told| told.contains("Style: 1.00 → 2.00")),
        "{figures:?}"
    );

    // Photographs of the artist's own.
    let path = photograph(folder.path(), "cat.png");
    super::drop_file(&mut harness, &path);
    wait(&mut harness, "the photograph", |app| {
        !app.train.running.training.own().all().is_empty()
    });
    let sent = commands(&engine);
    assert!(matches!(&sent[..], [TrainCommand::Paint(all)] if all.len() == 1));
    let painted = TrainNews::Painted {
        number: 1,
        step: 1020,
        picture: Arc::new(Picture::from_rgb(3, 2, vec![0.3; 18])),
    };
    engine.with(|script| script.says.push(Event::Train(painted)));
    harness.run_ok();
    harness.get_by_label("cat, painted after step 1020").click();
    harness.run_ok();

    // A disk that is full: it waits, and says that nothing is lost.
    let full = crate::error::Error::io("write", &run)(std::io::Error::from(
        std::io::ErrorKind::StorageFull,
    ));
    engine.with(|script| {
        let failed = TrainNews::Failed(Arc::new(full));
        script.says.push(Event::Train(failed));
        script.says.push(state(TrainState::Paused));
    });
    harness.run_ok();
    harness.get_by_label("Nothing is lost: step 1000 is saved.");
    commands(&engine);
    harness.get_by_label("Go on").click();
    harness.run_ok();
    assert!(matches!(commands(&engine)[..], [TrainCommand::Resume]));
    // A run that is gone is read from its folder again.
    engine.with(|script| script.says.push(state(TrainState::None)));
    harness.run_ok();
    harness.get_by_label("Go on").click();
    harness.run_ok();
    assert!(matches!(commands(&engine)[..], [TrainCommand::Start(_)]));
}

#[test]
fn closing_asks_while_a_run_learns_and_the_next_start_offers_it() {
    let (mut harness, engine, folder) = learning(Language::English, Theme::Dark, LARGE);
    let data = folder.path().to_owned();
    let run = data.join("runs/Hokusai");
    for event in told(&run) {
        // As the engine writes it.
        if let Event::Train(TrainNews::Run(event)) = event {
            event.log(&run).expect("written");
        }
    }
    // How far it is stands beside the workspaces, and leads back.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageUp);
    harness.run_ok();
    harness.get_by_label("Learning · 25 %").click();
    harness.run_ok();
    let root = egui::ViewportId::ROOT;
    let close = egui::ViewportEvent::Close;
    let input = harness.input_mut();
    input.viewports.entry(root).or_default().events.push(close);
    harness.step();
    harness.run_ok();
    harness.get_by_label_contains("A network is still learning");
    // It was killed: nothing more was said.
    wait(&mut harness, "the settings", |_| {
        crate::session::Settings::load(&data).training.as_deref() == Some(run.as_path())
    });
    drop(harness);

    let engine_again = Scripted::default();
    let inside = engine_again.clone();
    let made =
        move |_: &egui::Context| -> Box<dyn crate::session::engine::Engine> { Box::new(inside) };
    let (mut harness, _) = super::open_at(made, &data, Language::English, Theme::Dark, LARGE);
    wait(&mut harness, "the run", |app| {
        app.train.running.training.phase() == TrainPhase::Stopped
    });
    assert_eq!(
        harness.state().train.running.training.record().steps,
        (1000, 4000)
    );
    harness.get_by_label("A training waits · 25 %").click();
    harness.run_ok();
    harness.get_by_label("Go on").click();
    harness.run_ok();
    assert!(matches!(
        commands(&engine_again)[..],
        [TrainCommand::Start(_)]
    ));
    // Who stops it is not asked again.
    engine_again.with(|script| {
        script.says.extend(told(&run));
        script.says.push(state(TrainState::None));
    });
    harness.run_ok();
    wait(&mut harness, "the settings", |_| {
        crate::session::Settings::load(&data).training.is_none()
    });
    drop(engine);
}

/// Small pictures, each different.
fn pictures(folder: &Path, count: usize, salt: usize) -> std::path::PathBuf {
    std::fs::create_dir_all(folder).expect("folder");
    for i in 0..count {
        let picture = image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb(std::array::from_fn(|c| {
                let (x, y) = (x as usize, y as usize);
                let wave = (x * (i + 1) + y * (salt + 2) + 7 * c) as f32 * 0.13;
                (127.0 + 120.0 * wave.sin() * ((y * (i + c)) as f32 * 0.05).cos()) as u8
            }))
        });
        picture
            .save(folder.join(format!("{i}.png")))
            .expect("saved");
    }
    folder.to_owned()
}

#[test]
fn a_school_that_is_begun_in_the_window_goes_on_outside_and_back_byte_for_byte() {
    use crate::{
        compute::Compute,
        train::{RunConfig, RunSetup, SchoolConfig, StepOutcome, TrainRun, resume},
    };
    let folder = tempfile::tempdir().expect("folder");
    let paintings = pictures(&folder.path().join("paintings"), 5, 5);
    let contents = pictures(&folder.path().join("contents"), 4, 1);
    let mut task = SchoolConfig::new(vec![paintings], vec![contents]);
    task.teaching.side = 48;
    task.teaching.style_side = 48;
    task.teaching.measured_side = 96;
    let config = |name: &str| RunConfig {
        folder: folder.path().join(name),
        steps: 4,
        seed: 3,
        validate_every: 2,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let to_end = |mut run: TrainRun, steps: usize| {
        while run.steps_done() < steps && run.step().expect("a piece") != StepOutcome::Done {}
        if steps > 4 {
            while run.step().expect("a piece") != StepOutcome::Done {}
        }
        run.save().expect("saved");
        // As the command line does.
        for event in run.events() {
            event.log(&run.config().folder).expect("told");
        }
    };
    let cpu = Compute::cpu("test");
    let straight = config("straight");
    to_end(
        TrainRun::open::<SchoolTask>(straight.clone(), task.clone(), &cpu).expect("opened"),
        5,
    );

    let data = folder.path().join("data");
    let window = config("window");
    let (mut harness, _) = super::whole::studio(&data);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    let learn = |harness: &mut Harness<'static, App>, setup: RunSetup| {
        let start = crate::session::engine::Command::Train(TrainCommand::Start(setup));
        harness.state_mut().shell.engine.send(start);
    };
    learn(
        &mut harness,
        RunSetup::new::<SchoolTask>(window.clone(), task),
    );
    wait(&mut harness, "a step", |app| {
        app.train.running.training.record().steps.0 >= 1
    });
    harness.get_by_label("Stop and keep").click();
    wait(&mut harness, "the end", |app| {
        app.train.running.training.phase() == TrainPhase::Stopped
    });
    // Outside, as `impasto train resume` does it.
    let run = resume(&window.folder, |_| {}, &cpu).expect("resumed");
    let done = run.steps_done();
    assert!((1..4).contains(&done), "{done}");
    to_end(run, (done + 1).min(3));
    // And back.
    learn(
        &mut harness,
        RunSetup::resume(window.folder.clone(), |_| {}),
    );
    wait(&mut harness, "what came of it", |app| {
        app.train.running.training.phase() == TrainPhase::Done
    });
    wait(&mut harness, "the last sheet", |app| {
        app.train.running.has_sheet(4)
    });
    let record = harness.state().train.running.training.record();
    assert_eq!(record.steps, (4, 4));
    assert_eq!(record.measured.len(), 2, "also what was told before");
    assert!(record.summary.is_some());
    let files = |run: &RunConfig| -> Vec<Vec<u8>> {
        let mut all: Vec<_> = walkdir::WalkDir::new(&run.folder)
            .into_iter()
            .flatten()
            .map(walkdir::DirEntry::into_path)
            .filter(|path| path.extension().is_some_and(|e| e == "safetensors"))
            .collect();
        all.sort();
        all.iter()
            .map(|path| std::fs::read(path).expect("read"))
            .collect()
    };
    assert_eq!(files(&straight).len(), 2);
    assert!(files(&straight) == files(&window));
}
