//! Two runs beside each other.

use super::{
    scripted::painting_at,
    train_running::{begun, school},
    wait,
};
use crate::{
    gui::{App, train::intent::Shown},
    picture::{ExportOptions, Picture, Stamp, export},
    session::{Language, Theme},
    train::{RunSettings, SETTINGS_FILE, TaskSettings, TrainEvent},
};
use egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::path::Path;

/// The run in `folder` has painted a sheet after each of these steps.
fn paint(folder: &Path, steps: &[usize]) {
    std::fs::create_dir_all(folder.join("previews")).expect("folder");
    for step in steps {
        let path = folder.join(format!("previews/{step:07}.png"));
        let sheet = Picture::from_rgb(60, 90, vec![*step as f32 / 200.0; 60 * 90 * 3]);
        export(&sheet, &path, &ExportOptions::default(), &Stamp::default()).expect("saved");
        TrainEvent::Preview { path }.log(folder).expect("written");
    }
}

fn figures(harness: &Harness<'_, App>) -> String {
    let all = harness.get_all_by_role(Role::Figure);
    all.filter_map(|node| node.accesskit_node().value())
        .collect()
}

#[test]
fn two_runs_are_compared_in_pictures_curves_and_settings() {
    for size in [egui::vec2(1440.0, 900.0), egui::vec2(960.0, 600.0)] {
        let (mut harness, engine, folder) = painting_at(Language::English, Theme::Dark, size);
        let [sea, hills] = [("sea", 100), ("hills", 50)].map(|(name, step)| {
            let run = school(folder.path(), name, step);
            paint(&run, &[20, step]);
            run
        });
        let file = hills.join(SETTINGS_FILE);
        let mut settings = RunSettings::open(&file).expect("read");
        if let TaskSettings::School(config) = &mut settings.task {
            config.teaching.turned = true;
        }
        settings.save(&file).expect("written");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
        wait(&mut harness, "the library", |app| {
            app.train.library.runs.len() == 2
        });
        harness.state_mut().train.shown = Shown::Run(sea.clone());
        harness.run_steps(4);
        harness.get_by_label("Compare runs…").click();
        harness.run_steps(4);
        harness.get_by_role_and_label(Role::Button, "hills").click();
        harness.run_steps(4);
        let shown = |harness: &Harness<'_, App>| harness.state().train.shown.clone();
        let compared = Shown::Compare(sea.clone(), hills.clone());
        assert_eq!(shown(&harness), compared);

        // Both stand where both have been, and anywhere else.
        let sheets = [&sea, &hills].map(|run| run.join("previews/0000050.png"));
        wait(&mut harness, "the sheet", |app| {
            app.train.compare.has(&sheets[1])
        });
        let image = |harness: &Harness<'_, App>, told: &str| {
            harness
                .query_by_role_and_label(Role::Image, told)
                .map(|node| node.rect())
        };
        wait(&mut harness, "the other sheet", |app| {
            app.train.compare.has(&sea.join("previews/0000020.png"))
        });
        harness.run_steps(2);
        let left = image(&harness, "sea, step 20").expect("its newest until then");
        let right = image(&harness, "hills, step 50").expect("its newest");
        assert!(left.right() < right.left() && left.top() == right.top());
        harness.get_by_label("Way through both trainings").focus();
        harness.run_steps(2);
        harness.key_press(Key::End);
        wait(&mut harness, "the last sheet", |app| {
            app.train.compare.has(&sea.join("previews/0000100.png"))
        });
        harness.run_steps(2);
        assert!(image(&harness, "sea, step 100").is_some());
        assert!(image(&harness, "hills, step 50").is_some());

        // A term has one name for both lines, which are told by their runs.
        let both = "Style: sea 0.0100, hills 0.0200";
        let row = harness.get_by_role_and_label(Role::CheckBox, both);
        assert!(row.rect().right() < size.x);
        let told = figures(&harness);
        assert!(told.contains("Style, sea fell from 0.1000 to 0.0100 by step 100"));
        assert!(told.contains("Style, hills fell from 0.1000 to 0.0200 by step 50"));
        row.click();
        harness.run_steps(2);
        assert!(!figures(&harness).contains("Style"), "both are switched");
        harness.get_by_label("Paintings turned all ways round");
        assert!(harness.query_by_label("Seed").is_none());

        // One of them goes on meanwhile.
        let mut told = begun(&sea, 90);
        engine.with(|script| script.says.append(&mut told));
        harness.run_steps(2);
        harness.state_mut().train.shown = compared;
        wait(&mut harness, "what it told before", |app| {
            app.train.running.training.record().steps.0 == 90
        });
        harness.run_steps(2);
        harness.get_by_label("Step 90 of 100");
        harness.get_by_label("Swap both").click();
        harness.run_steps(4);
        assert_eq!(shown(&harness), Shown::Compare(hills.clone(), sea));
        harness.get_by_label("Back").click();
        harness.run_steps(4);
        assert_eq!(shown(&harness), Shown::Run(hills));
    }
}
