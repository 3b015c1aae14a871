//! How the panes of Train look: nothing is cut off, however long the words, and small pictures of them stay what they are.

use super::{
    drop_file,
    look::{cut_off, part},
    scripted::painting_at,
    studies::folders,
    wait,
};
use crate::{
    gui::{App, localisation::Words, train::intent::Shown},
    session::{Choice, Language, OpenStudy, Theme, VOTES, new_study},
    train::TaskSettings,
};
use egui::{Key, Modifiers, Rect, Vec2, pos2, vec2};
use egui_kittest::{Harness, SnapshotResults};
use std::path::{Path, PathBuf};

#[test]
fn longer_words_are_not_cut_off_in_the_panes_of_train() {
    let mut cut = Vec::new();
    for size in [vec2(1024.0, 640.0), vec2(1440.0, 900.0)] {
        let (mut harness, _engine, _folder) = painting_at(Language::English, Theme::Dark, size);
        harness.state_mut().shell.words = Words::longer();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
        let mut look = |harness: &mut Harness<'_, App>, place: &str| {
            harness.run_steps(4);
            let found = cut_off(harness).into_iter();
            cut.extend(found.map(|text| format!("{place} {}: {text}", size.x)));
        };
        for task in TaskSettings::all() {
            let name = task.name();
            let planning = &mut harness.state_mut().train.start.planning;
            planning.change(|plan| plan.choose(task));
            look(&mut harness, name);
        }
        for shown in [Shown::Dreams, Shown::Study] {
            harness.state_mut().train.shown = shown.clone();
            look(&mut harness, &format!("{shown:?}"));
        }
    }
    assert!(cut.is_empty(), "{cut:#?}");
}

/// A study of two folders with nine choices, six of them for white.
fn voted(data: &Path) -> PathBuf {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    let both = folders(data, &names);
    let cancelled = Default::default();
    let drawn = new_study(data, (&both, &[]), "", (5, 20), &cancelled, &mut |_, _| {});
    let OpenStudy {
        folder,
        study,
        mut ballots,
    } = drawn.expect("drawn").expect("a study");
    for (number, sheet) in study.sheets.iter().enumerate() {
        let white = study.contenders[sheet.left].ends_with("white");
        let choice = match white == (number % 3 > 0) {
            true => Choice::Left,
            false => Choice::Right,
        };
        ballots.choose(number, choice, "");
    }
    ballots.write(&folder.join(VOTES)).expect("written");
    folder
}

#[test]
fn panes_of_train_look_as_they_did() {
    const SIZE: Vec2 = vec2(1024.0, 640.0);
    let mut results = SnapshotResults::new();
    for (name, language, theme) in [
        ("english_dark", Language::English, Theme::Dark),
        ("chinese_light", Language::Chinese, Theme::Light),
    ] {
        let (mut harness, _engine, folder) = painting_at(language, theme, SIZE);
        let mut take = |harness: &mut Harness<'_, App>, part_name: &str, rect: [f32; 4]| {
            let [left, top, right, bottom] = rect;
            let rect = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            part(harness, &format!("{part_name}_{name}"), rect, &mut results);
        };
        harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
        harness.state_mut().train.shown = Shown::Dreams;
        harness.run_steps(4);
        take(&mut harness, "dreams_none", [212.0, 40.0, 720.0, 160.0]);
        drop_study(&mut harness, &voted(folder.path()));
        take(&mut harness, "study_result", [212.0, 40.0, 1000.0, 300.0]);
    }
    results.unwrap();
}

/// Opens a study by dropping its folder.
fn drop_study(harness: &mut Harness<'_, App>, folder: &Path) {
    harness.state_mut().train.shown = Shown::Study;
    drop_file(harness, folder);
    wait(harness, "the study", |app| app.train.study.is_open());
    harness.run_steps(4);
}
