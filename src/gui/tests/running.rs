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
    assert!(matches!(commands(&engine)[..], [TrainCommand::Save]));

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
    harness.get_by_label_contains("Compare").click();
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
