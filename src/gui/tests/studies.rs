//! A blind study in the window.

use super::{drop_files, scripted::painting, wait};
use crate::{
    gui::{
        app::{App, Workspace},
        train::intent::Shown,
    },
    picture::{ExportOptions, Picture, Stamp, export},
    session::{Language, Study, Theme, VOTES},
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use std::path::{Path, PathBuf};

/// Two folders of pictures under the same names: black ones and white ones.
pub fn folders(root: &Path, names: &[&str]) -> Vec<PathBuf> {
    let made = [("black", 0.0), ("white", 1.0)].map(|(contender, grey)| {
        let folder = root.join(contender);
        std::fs::create_dir_all(&folder).expect("folder");
        for name in names {
            let picture = Picture::from_rgb(48, 32, vec![grey; 48 * 32 * 3]);
            let path = folder.join(format!("{name}.png"));
            let (options, stamp) = (ExportOptions::default(), Stamp::default());
            export(&picture, &path, &options, &stamp).expect("saved");
        }
        folder
    });
    made.to_vec()
}

/// What stands in the file of votes of the only study, once that many choices are in it.
fn votes(harness: &mut Harness<'_, App>, studies: &Path, choices: usize) -> PathBuf {
    for _ in 0..200 {
        harness.step();
        let folder = std::fs::read_dir(studies).expect("studies").next();
        let path = folder.expect("one").expect("one").path().join(VOTES);
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let chosen = |line: &&str| !line.starts_with('#') && !line.contains("\t\t");
        if text.lines().filter(chosen).count() == choices {
            return path;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("{choices} choices are kept");
}

/// The side of the sheet that is shown on which white stands.
fn white(study: &Study, sheet: usize) -> Key {
    match study.contenders[study.sheets[sheet].left].ends_with("white") {
        true => Key::ArrowLeft,
        false => Key::ArrowRight,
    }
}

#[test]
fn a_study_is_drawn_voted_on_with_keys_left_gone_on_with_and_told() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let pictures = tempfile::tempdir().expect("folder");
    let both = folders(pictures.path(), &["a", "b", "c", "d"]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.state_mut().train.shown = Shown::Study;
    harness.run_steps(3);
    assert!(
        harness
            .query_by_label_contains("Two folders are needed")
            .is_some()
    );
    drop_files(&mut harness, &both);
    for _ in 0..200 {
        harness.step();
        if harness
            .query_by_label_contains("white · 4 pictures")
            .is_some()
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    harness.get_by_label("Begin").click();
    wait(&mut harness, "the first pair", |s| {
        s.train.study.sees_a_pair()
    });
    let studies = folder.path().join("studies");
    let path = votes(&mut harness, &studies, 0);
    let study = Study::open(&path).expect("the key");
    assert_eq!(study.sheets.len(), 4);
    // Nothing on the screen tells what stands where.
    assert!(harness.query_by_label_contains("white").is_none());

    // The first one wrongly, which is taken back; then white, and once as good.
    harness.key_press(Key::ArrowDown);
    votes(&mut harness, &studies, 1);
    harness.key_press(Key::Backspace);
    votes(&mut harness, &studies, 0);
    for sheet in 0..2 {
        wait(&mut harness, "a pair", |s| s.train.study.sees_a_pair());
        harness.key_press(white(&study, sheet));
        votes(&mut harness, &studies, sheet + 1);
    }
    harness.get_by_label_contains("Later").click();
    harness.run_steps(3);
    let on = |harness: &Harness<'_, App>| harness.query_by_label("Go on").is_some();
    for _ in 0..200 {
        harness.step();
        if on(&harness) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    harness.get_by_label("Go on").click();
    for (sheet, key) in [(2, Key::ArrowDown), (3, white(&study, 3))] {
        wait(&mut harness, "a pair", |s| s.train.study.sees_a_pair());
        harness.key_press(key);
        votes(&mut harness, &studies, sheet + 1);
    }
    harness.run_steps(3);
    assert_eq!(harness.state().workspace, Workspace::Train);
    assert!(harness.query_by_label_contains("From 4 choices").is_some());
    assert!(
        harness
            .query_by_label_contains("white won 3.5 of 4 against black")
            .is_some()
    );

    // The command line reads the same, and what it writes is read here.
    let counted = study.votes(&path).expect("votes");
    assert_eq!((counted.wins(0, 1), counted.wins(1, 0)), (0.5, 3.5));
    harness.get_by_label("Done").click();
    harness.run_steps(3);
    let text = std::fs::read_to_string(&path).expect("read") + "001\tequal\tsomebody\n";
    std::fs::write(&path, text).expect("written");
    drop_files(
        &mut harness,
        &[path.parent().expect("its folder").to_owned()],
    );
    for _ in 0..200 {
        harness.step();
        if harness.query_by_label_contains("From 5 choices").is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    panic!("the study that was dropped is opened");
}
