//! The pane of the run that goes on, and what can be done with it.

use super::{
    scripted::{Scripted, painting_at},
    wait,
};
use crate::{
    gui::train::intent::Shown,
    session::{
        KeptUntil, Language, Power, Settings, Theme, TimeOfDay, Until,
        engine::{Event, TrainNews, TrainState},
        loader::LibraryAnswer,
    },
    train::{
        Kept, Measured, RunConfig, RunSettings, SchoolConfig, SchoolTask, Task as _, TaskSettings,
        Terms, TrainControls, TrainEvent,
    },
};
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;
use std::path::{Path, PathBuf};

/// A school in the artist's library that has done `step` of 100 steps.
pub fn school(data: &Path, name: &str, step: usize) -> PathBuf {
    let folder = data.join("runs").join(name);
    std::fs::create_dir_all(&folder).expect("folder");
    let run = RunConfig {
        folder: folder.clone(),
        steps: 100,
        seed: 1,
        validate_every: 50,
        save_every: 20,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let config = SchoolConfig::new(vec!["/paintings".into()], Vec::new());
    let task = TaskSettings::School(config);
    let settings = RunSettings { run, task };
    let file = folder.join(crate::train::SETTINGS_FILE);
    settings.save(&file).expect("written");
    std::fs::write(folder.join(crate::train::CHECKPOINT), "").expect("written");
    for event in told_by(step) {
        event.log(&folder).expect("written");
    }
    folder
}

/// What a school has told after `step` of 100 steps.
fn told_by(step: usize) -> Vec<TrainEvent> {
    let terms =
        |value: f32| -> Terms { [("style", value), ("content", 0.3)].into_iter().collect() };
    let mut all = vec![TrainEvent::Started {
        step: 0,
        steps: 100,
        pictures: Default::default(),
    }];
    for step in (10..=step).step_by(10) {
        all.push(TrainEvent::Steps {
            step,
            losses: terms(1.0 / step as f32),
            rate: 1e-3,
            speed: 2.0,
        });
    }
    all.push(TrainEvent::Measured(Measured {
        step,
        score: 0.5,
        values: [("kid", 0.25), ("kid.deviation", 0.05)]
            .into_iter()
            .collect(),
    }));
    all.push(TrainEvent::Saved { step });
    all
}

/// What the engine tells of the run in `folder` when it goes on after `step` of 100 steps.
pub fn begun(folder: &Path, step: usize) -> Vec<Event> {
    let begun = TrainNews::Begun {
        folder: folder.to_owned(),
        weights: SchoolTask::WEIGHTS,
        controls: TrainControls::new(SchoolTask::WEIGHTS),
        steps: (step, 100),
        paints: true,
    };
    let told = told_by(step).into_iter().map(TrainNews::Run);
    let all = [begun, TrainNews::State(TrainState::Running)].into_iter();
    all.chain(told).map(Event::Train).collect()
}

#[test]
fn lines_are_named_beside_their_plot_and_a_run_that_is_done_is_used_in_create() {
    for size in [egui::vec2(1440.0, 900.0), egui::vec2(960.0, 600.0)] {
        let (mut harness, engine, folder) = painting_at(Language::English, Theme::Dark, size);
        let run = school(folder.path(), "sea", 100);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
        engine.with(|script| script.says.extend(begun(&run, 100)));
        wait(&mut harness, "the library", |app| {
            !app.train.library.runs.is_empty()
        });
        harness.run_steps(4);
        // Each line has a name that switches it, in the plot of its own.
        for line in [
            "Score 0.5000",
            "Kernel distance (KID) 0.2500",
            "Style 0.0100",
        ] {
            harness.get_by_role_and_label(Role::CheckBox, line).click();
            harness.run_steps(2);
        }
        let below = |line| harness.get_by_role_and_label(Role::CheckBox, line).rect();
        let (first, second) = (below("Style 0.0100"), below("Shapes 0.3000"));
        assert!(second.top() >= first.bottom() && second.left() == first.left());
        // Numbers of the sliders end before the bar that scrolls the column.
        let column = harness.get_all_by_role(Role::SpinButton);
        let right = column.map(|node| node.rect().right()).fold(0.0, f32::max);
        assert!(
            right > 0.0 && right <= size.x - 20.0,
            "{right} of {}",
            size.x
        );
        assert!(harness.query_by_label("Use in Create").is_some());
        let done = Event::Train(TrainNews::State(TrainState::Done));
        engine.with(|script| script.says.push(done));
        harness.run_steps(4);
        harness.get_by_label("Use in Create").click();
        harness.run_steps(2);
        // The loader is asked; it may have answered by now that this run has nothing to make a model of.
        let making = "Making the model; this takes some seconds.";
        assert!(harness.state().shell.toasts.texts().contains(&making));
    }
}

#[test]
fn a_branch_is_planned_with_the_settings_of_its_parent_and_begins_fresh_if_that_is_wanted() {
    let (mut harness, _engine, folder) =
        painting_at(Language::English, Theme::Light, egui::vec2(960.0, 600.0));
    let run = school(folder.path(), "sea", 100);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    wait(&mut harness, "the library", |app| {
        !app.train.library.runs.is_empty()
    });
    harness.state_mut().train.shown = Shown::Run(run.clone());
    harness.run_steps(4);
    harness.get_by_label("Branch…").click();
    harness.run_steps(4);
    let plan = |harness: &egui_kittest::Harness<'_, crate::gui::App>| {
        harness.state().train.start.plan().clone()
    };
    assert_eq!(plan(&harness).title().as_deref(), Some("sea, branch"));
    let parent = plan(&harness).settings.run.parent.expect("a parent");
    assert_eq!((parent.run, parent.kept), (run, Kept::Best));
    harness.get_by_label("Newest").click();
    harness.run_steps(4);
    let parent = plan(&harness).settings.run.parent.expect("a parent");
    assert_eq!(parent.kept, Kept::Latest);
    // What is written down says so too.
    let file = folder.path().join("branch.toml");
    let settings = plan(&harness).settings;
    settings.save(&file).expect("written");
    assert_eq!(RunSettings::open(&file).expect("read"), settings);
    harness.get_by_label("Begin fresh").click();
    harness.run_steps(4);
    assert!(plan(&harness).settings.run.parent.is_none());
}

#[test]
fn a_run_ends_at_a_time_of_the_day_on_as_many_cores_as_it_may_have_and_rests_on_battery() {
    let (mut harness, engine, folder) =
        painting_at(Language::English, Theme::Dark, egui::vec2(1440.0, 900.0));
    let run = school(folder.path(), "sea", 50);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    engine.with(|script| script.says.extend(begun(&run, 50)));
    wait(&mut harness, "the library", |app| {
        !app.train.library.runs.is_empty()
    });
    harness.run_steps(4);
    let combo = harness.get_by_role_and_label(Role::ComboBox, "Stop after");
    combo.click();
    harness.run_steps(4);
    harness.get_by_label("A time of the day").click();
    harness.run_steps(4);
    let until = harness.state().train.running.training.until();
    assert!(matches!(until, Some(Until::At(TimeOfDay::MORNING, _))));
    let hour = "A time of the day: hour";
    assert!(harness.query_by_label(hour).is_some());
    // What it may take of the machine is told and kept.
    assert!(harness.query_by_label("Rest on battery").is_none());
    let power = Event::Train(TrainNews::Power(Some(Power::Battery)));
    engine.with(|script| script.says.push(power));
    harness.run_steps(4);
    let told = engine.with(|script| script.heard.len());
    harness.get_by_label("Rest on battery").click();
    harness.run_steps(4);
    assert!(harness.state().shell.settings.limits.rests_on_battery);
    assert_eq!(engine.with(|script| script.heard.len()), told + 1);
    let rests = "Rests: the machine runs on its battery";
    assert!(harness.query_by_label(rests).is_some());
    // It is known after a kill, to the run that went on and to no other one.
    wait(&mut harness, "the settings", |_| {
        matches!(
            Settings::load(folder.path()).until,
            Some(KeptUntil::At { hour: 7, .. })
        )
    });
    harness.state_mut().train.running.training.stop(None);
    harness.state_mut().train.limit = None;
    engine.with(|script| script.says.extend(begun(&run, 50)));
    harness.run_steps(4);
    let until = harness.state().train.running.training.until();
    assert!(matches!(until, Some(Until::At(TimeOfDay::MORNING, _))));
    // It passes: what was learnt is kept.
    let told = engine.with(|script| script.heard.len());
    let passed = std::time::SystemTime::now();
    let training = &mut harness.state_mut().train.running.training;
    training.stop(Some(Until::At(TimeOfDay::MORNING, passed)));
    harness.run_steps(4);
    assert_eq!(engine.with(|script| script.heard.len()), told + 1);
    assert!(harness.state().train.running.training.until().is_none());
}

#[test]
fn trainings_wait_for_the_one_that_goes_on_in_an_order_that_is_changed_and_survives_closing() {
    let (mut harness, engine, folder) =
        painting_at(Language::English, Theme::Dark, egui::vec2(960.0, 600.0));
    let [live, first, second] =
        ["sea", "hills", "woods"].map(|name| school(folder.path(), name, 50));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    engine.with(|script| script.says.extend(begun(&live, 50)));
    wait(&mut harness, "the library", |app| {
        app.train.library.runs.len() == 3
    });
    // While one goes on, a new one waits unless that is said otherwise.
    harness.state_mut().train.shown = Shown::Start;
    harness.run_steps(4);
    assert!(harness.query_by_label("After the one that runs").is_some());
    assert!(harness.query_by_label("Now, instead of it").is_some());
    for run in [&first, &second] {
        let settings = RunSettings::open(&run.join(crate::train::SETTINGS_FILE)).expect("read");
        let made = LibraryAnswer::Made(Box::new(settings), true);
        crate::gui::train::loading::hear(harness.state_mut(), made);
    }
    harness.run_steps(4);
    harness.get_by_label("Earlier: woods").click();
    harness.run_steps(4);
    let queue = |folder: &Path| Settings::load(folder).queue;
    assert_eq!(
        harness.state().shell.settings.queue,
        [second.clone(), first.clone()]
    );
    wait(&mut harness, "the settings", |_| {
        queue(folder.path()).len() == 2
    });
    // The next one begins when this one is done, and not when it is only stopped.
    let heard = |engine: &Scripted| engine.with(|script| script.trained.len());
    let before = heard(&engine);
    let state = |state| Event::Train(TrainNews::State(state));
    engine.with(|script| script.says.push(state(TrainState::None)));
    harness.run_steps(4);
    assert_eq!(heard(&engine), before);
    engine.with(|script| script.says.extend(begun(&live, 50)));
    harness.run_steps(4);
    let before = heard(&engine);
    engine.with(|script| script.says.push(state(TrainState::Done)));
    harness.run_steps(4);
    assert_eq!(heard(&engine), before + 1);
    assert_eq!(harness.state().shell.settings.queue, [first]);
    harness.get_by_label("hills waits no longer").click();
    harness.run_steps(4);
    assert!(harness.state().shell.settings.queue.is_empty());
}
