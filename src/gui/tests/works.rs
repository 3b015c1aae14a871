//! Work comes back: after a quit and after a kill, with its photograph, from the recent ones and by undo.

use super::{
    drop_file, open_at,
    scripted::{Scripted, snapshot, standing, taken},
    wait,
};
use crate::{
    gui::{
        App,
        create::{arrivals::open_photograph, dialogs::Dialog, titles::ask_paintings},
    },
    picture::{self, ExportOptions, Picture, Stamp},
    session::{
        Language, Phase, StyleKey, Theme,
        engine::{Engine, Event},
    },
    stylize::Size,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};
use std::{
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

fn start(folder: &Path) -> (Harness<'static, App>, Scripted) {
    let engine = Scripted::default();
    let inside = engine.clone();
    let made = move |_: &egui::Context| -> Box<dyn Engine> { Box::new(inside) };
    let size = egui::vec2(1440.0, 900.0);
    let (harness, _) = open_at(made, folder, Language::English, Theme::Dark, size);
    (harness, engine)
}

/// A photograph of one colour: another one for each `shade`.
fn photograph(folder: &Path, name: &str, shade: f32) -> PathBuf {
    let path = folder.join(name);
    let picture = Picture::from_rgb(60, 40, vec![shade; 7200]);
    let options = ExportOptions::default();
    picture::export(&picture, &path, &options, &Stamp::default()).expect("saved");
    path
}

/// The window is gone, and its threads that hold locks.
fn end(harness: Harness<'static, App>) {
    let works = harness.state().shell.autosave.data().join("works");
    drop(harness);
    let begin = std::time::Instant::now();
    let held = |folder: PathBuf| {
        let lock = std::fs::File::open(folder.join("lock"));
        lock.is_ok_and(|lock| lock.try_lock().is_err())
    };
    let folders = || std::fs::read_dir(&works).into_iter().flatten().flatten();
    while folders().any(|entry| held(entry.path())) {
        assert!(begin.elapsed().as_secs() < 60, "a lock is still held");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}

fn shows(harness: &mut Harness<'_, App>, name: &'static str) {
    wait(harness, name, |s| {
        let photograph = s.create.art.project.photograph.as_ref();
        photograph.is_some_and(|loaded| loaded.source.name == name)
    });
    harness.run_steps(4);
}

/// Opens a photograph in the first window of a folder.
fn begin(folder: &Path, photo: &Path) -> (Harness<'static, App>, Scripted) {
    let (mut harness, engine) = start(folder);
    wait(&mut harness, "the sample", |s| {
        s.create.art.project.photograph.is_some()
    });
    harness.state_mut().shell.settings.paint_on_request = true;
    drop_file(&mut harness, photo);
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    // Until it is known whether there is earlier work on it, nothing is written over that.
    wait(&mut harness, "what was kept before", |s| {
        !s.create.works.keeping.waits()
    });
    (harness, engine)
}

/// Steps until all that can be written was.
fn written(harness: &mut Harness<'_, App>) {
    wait(harness, "what was kept before", |s| {
        !s.create.works.keeping.waits()
    });
    harness.run_steps(4);
    wait(harness, "the files", |s| {
        let hash = s.create.art.project.photograph_hash().unwrap_or_default();
        !s.create.works.keeping.is_writing(hash)
    });
}

fn refine(harness: &mut Harness<'_, App>, engine: &Scripted) {
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(harness, "Refine", |s| {
        s.create.art.phase() == Phase::Painting
    });
    engine.with(|script| {
        script.says.extend((1..=20).map(standing));
        script.says.extend((0..3).map(snapshot));
    });
    harness.run_steps(4);
}

#[test]
fn after_a_quit_and_after_a_kill_what_was_open_is_open_exactly_as_it_was() {
    for quits in [true, false] {
        let folder = tempfile::tempdir().expect("folder");
        let photo = photograph(folder.path(), "first.png", 0.3);
        let (mut harness, _engine) = begin(folder.path(), &photo);
        written(&mut harness);
        {
            let project = &mut harness.state_mut().create.art.project;
            project.mix(StyleKey::Shipped("mosaic"));
            project.set_share(0, 0.25);
            project.recipe.strength = 0.63;
            project.recipe.seed = 7;
        }
        ask_paintings(harness.state_mut());
        harness.run_steps(2);
        if quits {
            eframe::App::on_exit(harness.state_mut());
        } else {
            // Settings are written within seconds, not minutes.
            std::thread::sleep(std::time::Duration::from_millis(3200));
            written(&mut harness);
        }
        let project = harness.state().create.art.project.clone();
        assert_eq!(project.recipe.size, Size::Default);
        end(harness);

        let (mut harness, engine) = start(folder.path());
        let seen =
            |s: &App| s.create.art.project.is_sample && s.create.art.project.photograph.is_some();
        let begin = std::time::Instant::now();
        while harness.state().create.art.project.photograph.is_none() {
            assert!(begin.elapsed().as_secs() < 60);
            assert!(!seen(harness.state()), "the sample is not shown meanwhile");
            harness.step();
        }
        harness.run_steps(4);
        assert!(
            harness.state().create.art.project == project,
            "quits: {quits}"
        );
        assert!(harness.state().create.dialog.is_none(), "nothing is asked");
        assert!(!harness.state().create.art.history().can_undo());
        wait(&mut harness, "the picture", |_| {
            engine.with(|script| script.painted.last().map(|p| p.recipe.strength)) == Some(0.63)
        });
        assert!(engine.with(|script| script.heard.is_empty()));
    }
}

#[test]
fn refines_picture_and_snapshots_come_back_and_going_on_begins_from_the_picture_and_says_so() {
    let folder = tempfile::tempdir().expect("folder");
    let photo = photograph(folder.path(), "first.png", 0.3);
    let (mut harness, engine) = begin(folder.path(), &photo);
    refine(&mut harness, &engine);
    // While it paints a window asks before it closes, and staying changes nothing.
    harness
        .input_mut()
        .viewports
        .entry(egui::ViewportId::ROOT)
        .or_default()
        .events = vec![egui::ViewportEvent::Close];
    harness.step();
    harness.run_steps(2);
    assert!(matches!(
        harness.state().create.dialog,
        Some(Dialog::Quit("quit-run"))
    ));
    harness.get_by_label("Stay").click();
    harness.run_steps(2);
    assert!(harness.state().create.dialog.is_none() && !harness.state().quits);
    // The system's wish to end is not a question: nobody may be there.
    harness.state().ends.store(true, Ordering::Relaxed);
    harness.step();
    assert!(harness.state().create.dialog.is_none() && harness.state().quits);
    eframe::App::on_exit(harness.state_mut());
    end(harness);

    let (mut harness, engine) = start(folder.path());
    wait(&mut harness, "what was kept", |_| {
        engine.with(|script| !script.restored.is_empty())
    });
    let restored = engine
        .with(|script| script.restored.last().cloned())
        .expect("something");
    assert!(restored.shown);
    assert_eq!(restored.snapshots.len(), 3);
    // At once: this engine hands out another picture at each save, which takes the place of the file.
    let newest = restored
        .newest
        .expect("a picture")
        .picture()
        .expect("a file");
    shows(&mut harness, "first.png");
    assert_eq!(harness.state().create.art.phase(), Phase::Paused);
    assert!(
        harness.state().create.art.refines()
            && harness.query_by_label_contains("step 990").is_some()
    );
    assert_eq!((newest.width, newest.height), (3, 2));
    assert!((newest.rgb[0] - 0.25).abs() < 1e-4);
    assert!(harness.query_by_label("Snapshot of step 20").is_some());
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, "Go on").click();
    harness.run_steps(4);
    assert_eq!(engine.with(|script| script.heard.clone()), ["revive"]);
    let says = harness.query_by_label_contains("goes on from the picture that was kept");
    assert!(says.is_some());
    assert_eq!(harness.state().create.art.phase(), Phase::Painting);
    assert!(harness.query_by_label("Snapshot of step 20").is_some());
}

#[test]
fn refine_that_is_asked_for_before_kept_work_was_read_goes_on_from_it() {
    let folder = tempfile::tempdir().expect("folder");
    let first = photograph(folder.path(), "first.png", 0.3);
    let second = photograph(folder.path(), "second.png", 0.6);
    let (mut harness, engine) = begin(folder.path(), &first);
    refine(&mut harness, &engine);
    written(&mut harness);
    open_photograph(harness.state_mut(), second);
    shows(&mut harness, "second.png");
    written(&mut harness);
    engine.with(|script| script.heard.clear());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.step();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    harness.step();
    shows(&mut harness, "first.png");
    wait(&mut harness, "the run", |_| {
        engine.with(|script| script.heard.contains(&"revive"))
    });
    let begun = engine.with(|script| script.heard.contains(&"start"));
    assert!(!begun, "nothing is begun anew");
}

#[test]
fn each_photograph_has_its_own_settings_and_snapshots() {
    let folder = tempfile::tempdir().expect("folder");
    let first = photograph(folder.path(), "first.png", 0.3);
    let second = photograph(folder.path(), "second.png", 0.6);
    let (mut harness, engine) = begin(folder.path(), &first);
    harness.state_mut().create.art.project.recipe.strength = 0.5;
    harness.run_steps(4);
    refine(&mut harness, &engine);
    engine.with(|script| script.says.push(Event::Snapshot(taken(5, true))));
    harness.run_steps(2);

    open_photograph(harness.state_mut(), second.clone());
    shows(&mut harness, "second.png");
    assert_eq!(
        harness.state().create.art.snapshots().all().iter().count(),
        0
    );
    assert!(
        !harness.state().create.art.refines() && harness.state().create.art.phase() == Phase::Idle
    );
    harness.state_mut().create.art.project.recipe.strength = 1.2;
    harness.run_steps(4);
    written(&mut harness);
    let works = std::fs::read_dir(folder.path().join("works")).expect("works");
    let works: Vec<_> = works
        .flatten()
        .map(|e| e.path())
        .filter(|path| path.is_dir())
        .collect();
    assert_eq!(works.len(), 2, "{works:?}");

    open_photograph(harness.state_mut(), first);
    shows(&mut harness, "first.png");
    let state = harness.state();
    assert_eq!(state.create.art.project.recipe.strength, 0.5);
    assert!(state.create.art.refines() && state.create.art.phase() == Phase::Paused);
    assert_eq!(
        state
            .create
            .art
            .snapshots()
            .all()
            .iter()
            .filter(|s| s.own)
            .count(),
        1
    );
    assert_eq!(state.create.art.snapshots().all().iter().count(), 4);

    // Undo brings the second back as it was.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    shows(&mut harness, "second.png");
    assert_eq!(harness.state().create.art.project.recipe.strength, 1.2);
    wait(&mut harness, "its work", |s| {
        !s.create.works.keeping.waits()
    });
    assert_eq!(
        harness.state().create.art.snapshots().all().iter().count(),
        0
    );
    // And redo the first, with its run.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    shows(&mut harness, "first.png");
    wait(&mut harness, "its work", |s| {
        !s.create.works.keeping.waits()
    });
    harness.run_steps(4);
    assert_eq!(
        harness.state().create.art.snapshots().all().iter().count(),
        4
    );
    assert!(
        harness.state().create.art.refines() && harness.state().create.art.phase() == Phase::Paused
    );
}

#[test]
fn a_pasted_photograph_is_there_after_a_quit_and_among_the_recent_ones() {
    let folder = tempfile::tempdir().expect("folder");
    let (mut harness, _engine) = start(folder.path());
    wait(&mut harness, "the sample", |s| {
        s.create.art.project.photograph.is_some()
    });
    let picture = egui::ColorImage::filled([6, 4], egui::Color32::LIGHT_BLUE);
    harness.event(egui::Event::PasteImage(picture.into()));
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    written(&mut harness);
    wait(&mut harness, "the list", |s| {
        s.shell.settings.recent.len() == 1
    });
    eframe::App::on_exit(harness.state_mut());
    let hash = harness
        .state()
        .create
        .art
        .project
        .photograph_hash()
        .map(str::to_owned);
    end(harness);
    let (mut harness, _engine) = start(folder.path());
    shows(&mut harness, "pasted.png");
    assert_eq!(
        harness.state().create.art.project.photograph_hash(),
        hash.as_deref()
    );
    assert!(harness.state().picture_title().starts_with("Pasted"));
}

#[test]
fn a_photograph_that_is_gone_is_told_and_the_sample_comes() {
    let folder = tempfile::tempdir().expect("folder");
    let photo = photograph(folder.path(), "first.png", 0.3);
    let (mut harness, _engine) = begin(folder.path(), &photo);
    written(&mut harness);
    eframe::App::on_exit(harness.state_mut());
    end(harness);
    std::fs::remove_file(photo).expect("removed");
    let (mut harness, _engine) = start(folder.path());
    wait(&mut harness, "the sample", |s| {
        s.create.art.project.photograph.is_some()
    });
    harness.run_steps(2);
    assert!(harness.state().create.art.project.is_sample);
    assert!(!harness.state().shell.toasts.texts().is_empty());
}
