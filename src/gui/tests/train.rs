//! The workspace in which networks learn.

use super::{drop_file, drop_files, scripted::painting, wait};
use crate::{
    gui::{app::Workspace, train::intent::Shown},
    picture::{ExportOptions, Picture, Stamp, export},
    session::{
        Lack, Language, Theme,
        engine::{Event, TrainNews, TrainState},
        loader::LibraryRequest,
        new_run,
    },
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

#[test]
fn keys_and_the_switch_lead_from_one_workspace_to_the_other_and_back() {
    for language in [Language::English, Language::Chinese] {
        let (mut harness, engine, _folder) = painting(language, Theme::Dark);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
        harness.run_ok();
        assert_eq!(harness.state().workspace, Workspace::Train);
        // What a key does to a picture is not done where no picture is.
        let before = harness.state().create.art.project.clone();
        for key in [Key::C, Key::R, Key::V, Key::CloseBracket] {
            harness.key_press(key);
        }
        harness.run_ok();
        assert!(harness.state().create.cropping.is_none());
        assert!(harness.state().create.art.project == before);
        let create = harness.state().shell.words.get("workspace-create");
        harness.get_by_label(&create).click();
        harness.run_ok();
        assert_eq!(harness.state().workspace, Workspace::Create);
        assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
    }
}

#[test]
fn a_run_that_goes_on_is_paused_and_stopped() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Light);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.state_mut().train.shown = Shown::Running;
    let state = |state| Event::Train(TrainNews::State(state));
    engine.with(|script| script.says.push(state(TrainState::Running)));
    harness.run_ok();
    harness.get_by_label("Pause").click();
    harness.run_ok();
    engine.with(|script| script.says.push(state(TrainState::Paused)));
    harness.run_ok();
    harness.get_by_label("Stop and keep").click();
    harness.run_ok();
    let heard = engine.with(|script| script.heard.clone());
    assert_eq!(heard, ["start", "train", "train"]);
}

/// A folder of small paintings, two of them alike, with one file that is none.
fn paintings(folder: &std::path::Path) -> std::path::PathBuf {
    paintings_in(folder.join("sea_pieces"))
}

fn paintings_in(paintings: std::path::PathBuf) -> std::path::PathBuf {
    std::fs::create_dir(&paintings).expect("folder");
    for salt in 0..5_usize {
        let salt = salt.min(3);
        let value = |at: usize| {
            let (x, y) = (at / 3 % 150, at / 450);
            0.5 + 0.5 * ((x * (salt + 2) + y * (2 * salt + 3) + 9 * (at % 3)) as f32 * 0.11).sin()
        };
        let rgb = (0..150 * 150 * 3).map(value).collect();
        let picture = crate::picture::Picture::from_rgb(150, 150, rgb);
        let name = std::fs::read_dir(&paintings).expect("there").count();
        let path = paintings.join(format!("{name}.png"));
        let options = crate::picture::ExportOptions::default();
        let stamp = crate::picture::Stamp::default();
        crate::picture::export(&picture, &path, &options, &stamp).expect("saved");
    }
    std::fs::write(paintings.join("notes.txt"), "no picture").expect("written");
    paintings
}

#[test]
fn a_folder_is_dropped_looked_at_thinned_out_and_learnt_from() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run_ok();
    // Nothing can be begun before there is something to learn from.
    assert!(harness.state().train.start.lacks().is_some());
    let paintings = paintings(folder.path());
    drop_file(&mut harness, &paintings);
    wait(&mut harness, "a look at the folder", |app| {
        app.train.start.looks()[0].is_some()
    });
    harness.run_steps(4);
    assert!(harness.query_by_label("5 to learn from").is_some());
    assert!(harness.query_by_label("1 look like another one").is_some());
    harness.get_by_label("Leave them out").click();
    harness.run_steps(4);
    assert!(
        harness
            .query_by_label("4 to learn from, 1 left out")
            .is_some()
    );
    harness.get_by_label_contains("0.png").click();
    harness.run_steps(4);
    assert_eq!(harness.state().train.start.plan().left_out.len(), 2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert_eq!(harness.state().train.start.plan().left_out.len(), 1);

    turn_and_crop(&mut harness, &paintings.join("0.png"));
    harness.get_by_label("Start learning").click();
    wait(&mut harness, "the run", |app| {
        !app.train.library.runs.is_empty()
    });
    let run = harness.state().train.library.runs[0].clone();
    assert_eq!(run.about.name, "sea pieces");
    let settings = run.settings.expect("settings");
    let part = settings.run.parts.of(&paintings.join("0.png"));
    assert!(part.turns == 1 && part.width < 0.99, "{part:?}");
    assert_eq!(
        settings.task.pictures()[0].folders.len(),
        4,
        "what stays, by name"
    );
    assert!(run.folder.starts_with(folder.path()));
    let heard = engine.with(|script| script.heard.clone());
    // The sample, for which nobody asked, makes room.
    assert!(heard.ends_with(&["pause", "train"]), "{heard:?}");

    // It has learnt nothing yet, goes into the bin, and comes back.
    harness.state_mut().train.shown = Shown::Run(run.folder.clone());
    harness.run_steps(4);
    assert!(harness.query_by_label("Use in Create").is_some());
    harness.get_by_label("To the bin…").click();
    harness.run_steps(4);
    harness.get_by_label("Into the bin").click();
    wait(&mut harness, "the bin", |app| {
        app.train.library.bin.len() == 1
    });
    assert_eq!(harness.state().train.shown, Shown::Start);
    assert!(!run.folder.exists());
}

/// Turns a picture by its menu, takes that back and does it again, then moves an edge of it.
fn turn_and_crop(harness: &mut egui_kittest::Harness<'_, crate::gui::App>, path: &std::path::Path) {
    let name = path.file_name().expect("a name").to_string_lossy();
    let part = |harness: &egui_kittest::Harness<'_, crate::gui::App>| {
        harness.state().train.start.plan().part(path)
    };
    let menu = |harness: &mut egui_kittest::Harness<'_, crate::gui::App>, entry: &str| {
        harness.get_by_label_contains(&name).click_secondary();
        harness.run_steps(4);
        harness.get_by_label(entry).click();
        harness.run_steps(4);
    };
    menu(harness, "Turn right by 90°");
    assert_eq!(part(harness).turns, 1);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert!(part(harness).is_whole());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
    harness.run_steps(4);
    let label = format!("{name}, in part or turned, used");
    assert!(harness.query_by_label(&label).is_some());
    menu(harness, "Use only a part of it");
    wait(harness, "all of the picture", |app| {
        let parting = app.train.start.parting.as_ref();
        parting.is_some_and(|parting| parting.is_ready())
    });
    harness.run_steps(4);
    harness.get_by_label("Left edge").focus();
    harness.run_steps(2);
    for _ in 0..4 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(2);
    }
    harness.get_by_label("Crop").click();
    harness.run_steps(4);
    assert!(harness.state().train.start.parting.is_none());
    assert!(part(harness).width < 0.99, "{:?}", part(harness));
}

#[test]
fn folders_that_are_gone_or_empty_are_told_and_nothing_begins() {
    let (mut harness, engine, folder) = painting(Language::Chinese, Theme::Light);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run_ok();
    let empty = folder.path().join("empty");
    std::fs::create_dir(&empty).expect("folder");
    for (path, key) in [
        (folder.path().join("gone"), "start-all-gone"),
        (empty, "start-empty"),
    ] {
        drop_file(&mut harness, &path);
        wait(&mut harness, "a look at the folder", |app| {
            app.train.start.looks()[0].is_some()
        });
        harness.run_steps(4);
        let told = harness.state().shell.words.get(key);
        assert!(harness.query_by_label(&told).is_some(), "{key}");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(4);
    }
    let heard = engine.with(|script| script.heard.clone());
    assert_eq!(heard, ["start"]);
}

#[test]
fn a_damaged_pack_is_told_and_the_page_of_a_run_counts_each_kind_of_picture_and_shows_its_sheet() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run_ok();
    let pack = folder.path().join("set.pack");
    std::fs::write(&pack, b"IMPASTO PACK 1\n\x09\0\0").expect("written");
    drop_file(&mut harness, &pack);
    wait(&mut harness, "a look at the pack", |app| {
        app.train.start.looks()[0].is_some()
    });
    harness.run_steps(4);
    let lack = harness.state().train.start.lacks();
    assert!(matches!(lack, Some(Lack::WholePack(_))), "{lack:?}");
    assert!(harness.query_by_label_contains("pack is damaged").is_some());

    // A run that has painted: its sheet is shown at the size of its file, and not as a card.
    let mut settings = harness.state().train.start.plan().settings.clone();
    settings.task.folders(0).expect("a list")[0] = "/pictures/ukiyo_e".into();
    let made = new_run(folder.path(), "waves", 5, settings).expect("made");
    let previews = made.run.folder.join("previews");
    std::fs::create_dir(&previews).expect("folder");
    let sheet = Picture::from_rgb(600, 300, vec![0.5; 600 * 300 * 3]);
    let (options, stamp) = (ExportOptions::default(), Stamp::default());
    export(&sheet, &previews.join("0000050.png"), &options, &stamp).expect("saved");
    let split = |train| format!("{{\"train\":{train},\"validation\":5,\"test\":0}}");
    let log = format!(
        "{{\"event\":\"started\",\"step\":0,\"steps\":100,\"pictures\":{{\"paintings\":{},\"photographs\":{}}}}}\n\
         {{\"event\":\"preview\",\"path\":\"previews/0000050.png\"}}\n",
        split(25),
        split(28)
    );
    std::fs::write(made.run.folder.join("log.jsonl"), log).expect("written");
    harness.state().shell.loader.ask(LibraryRequest::Runs);
    wait(&mut harness, "the run", |app| {
        !app.train.library.runs.is_empty()
    });
    harness.state_mut().train.shown = Shown::Run(made.run.folder);
    wait(&mut harness, "its sheet", |app| {
        app.train.library.sheet.size() == Some([600, 300])
    });
    harness.run_steps(2);
    let told = "30 paintings, 33 to practise on · ukiyo_e";
    assert!(harness.query_by_label(told).is_some());
}

#[test]
fn several_schools_are_planned_by_dropping_their_folders_and_named() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Light);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run_ok();
    harness.get_by_label("Several schools at once").click();
    harness.run_steps(2);
    let folders = ["ukiyo_e", "cubism", "titian"].map(|name| folder.path().join(name));
    drop_files(&mut harness, &folders.clone().map(paintings_in));
    wait(&mut harness, "a look at the folders", |app| {
        app.train.start.looks()[..3].iter().all(Option::is_some)
    });
    harness.run_steps(4);
    assert_eq!(harness.query_all_by_label("5 to learn from").count(), 3);
    assert!(harness.state().train.start.lacks().is_none());
    harness.get_by_label("Take school 1 away").click();
    harness.run_steps(2);
    harness.get_by_label("Name of school 1").focus();
    harness.run_steps(2);
    harness.get_by_label("Name of school 1").type_text("Braque");
    harness.run_steps(2);
    let begin = harness.get_by_label("Start learning");
    begin.click();
    wait(&mut harness, "the run", |app| {
        !app.train.library.runs.is_empty()
    });
    let run = harness.state().train.library.runs[0].clone();
    let settings = run.settings.expect("settings");
    let domains = settings.task.domains().expect("domains");
    let told: Vec<_> = domains
        .iter()
        .map(|d| (d.name.as_str(), d.folders.clone()))
        .collect();
    let [_, second, third] = folders;
    assert_eq!(told, [("Braque", vec![second]), ("titian", vec![third])]);

    // What was planned for several is planned for a translation.
    harness.state_mut().train.shown = Shown::Start;
    harness.run_steps(2);
    harness.get_by_label("One kind into another").click();
    harness.run_steps(2);
    harness.get_by_label("Learn the way back too").click();
    harness.run_steps(2);
    let settings = harness.state().train.start.plan().settings.clone();
    let crate::train::TaskSettings::Unpaired(config) = &settings.task else {
        panic!("another task");
    };
    assert!(config.one_sided && config.from.is_empty() && config.to.len() == 1);
    let lack = harness.state().train.start.lacks();
    assert_eq!(lack, Some(Lack::Folders(0)));
}
