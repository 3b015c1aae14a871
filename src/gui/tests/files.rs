//! Photographs, folders, recipes and unfinished work that come to the window.

use super::{
    drop_file, open_at, photograph,
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::Studio,
    session::{Language, Theme, engine::Engine},
};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;

#[test]
fn a_second_photograph_asks_what_it_is_and_a_broken_one_says_why() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let first = photograph(folder.path(), "first.png");
    drop_file(&mut harness, &first);
    wait(&mut harness, "the photograph", |s| !s.project.is_sample);
    let second = photograph(folder.path(), "second.png");
    drop_file(&mut harness, &second);
    wait(&mut harness, "the question", |s| s.dialog.is_some());
    assert!(harness.query_by_label("What is this?").is_some());
    harness
        .get_all_by_label("Style")
        .next_back()
        .expect("a button")
        .click();
    wait(&mut harness, "the new style", |s| s.cards.len() == 17);
    assert_eq!(harness.state().picture_title(), "first - second");
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"no picture").expect("written");
    harness.state_mut().open_photograph(broken);
    let copy = "Copy details";
    let begin = std::time::Instant::now();
    while harness.query_by_label(copy).is_none() {
        assert!(begin.elapsed().as_secs() < 30, "an error is shown");
        harness.step();
    }
    assert_eq!(harness.state().picture_title(), "first - second");
}

#[test]
fn what_is_no_picture_is_refused_at_once_and_the_good_ones_are_asked_about() {
    for language in [Language::English, Language::Chinese] {
        let (mut harness, _engine, folder) = painting(language, Theme::Dark);
        let first = photograph(folder.path(), "first.png");
        drop_file(&mut harness, &first);
        wait(&mut harness, "the photograph", |s| !s.project.is_sample);
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        };
        let text = write("说明.png", "no picture".as_bytes());
        let empty = write("空.jpg", b"");
        drop_file(&mut harness, &text);
        wait(&mut harness, "the refusal", |s| {
            !s.toasts.texts().is_empty()
        });
        harness.run_steps(4);
        assert!(harness.state().dialog.is_none(), "nothing is asked");
        let words = &harness.state().words;
        let values = [
            ("path", text.display().to_string().into()),
            ("reason", words.get("fault-unknown").into()),
        ];
        let why = words.with("error-picture", &values);
        assert!(harness.query_by_label(&why).is_some(), "{why}");

        let good = ["a.png", "b.png"].map(|name| photograph(folder.path(), name));
        let all = [&text, &good[0], &empty, &good[1]].map(Clone::clone);
        harness.state_mut().arrive(all.to_vec());
        wait(&mut harness, "the question", |s| s.dialog.is_some());
        let words = &harness.state().words;
        let values = [("names", "说明.png, 空.jpg".into())];
        let bad = words.with("drop-bad", &values);
        assert!(harness.query_by_label(&bad).is_some(), "{bad}");
        assert!(harness.query_by_label("a.png, b.png").is_some());
        let styles = words.with("drop-styles", &[("count", 2.into())]);
        assert!(harness.query_by_label(&styles).is_some(), "{styles}");
        let photo = words.get("drop-first");
        harness.get_by_role_and_label(Role::Button, &photo).click();
        wait(&mut harness, "the first of them", |s| {
            let photograph = s.project.photograph.as_ref();
            photograph.is_some_and(|loaded| loaded.source.name == "a.png")
        });
    }
}

#[test]
fn a_folder_of_pictures_is_asked_about_and_fills_the_shelf_without_choosing() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let inside = folder.path().join("paintings");
    std::fs::create_dir_all(inside.join("more")).expect("made");
    photograph(&inside, "one.png");
    std::fs::copy(
        photograph(folder.path(), "x.jpg"),
        inside.join("more/two.jpg"),
    )
    .expect("copied");
    std::fs::write(inside.join("notes.txt"), "no picture").expect("written");
    drop_file(&mut harness, &inside);
    wait(&mut harness, "the question", |s| s.dialog.is_some());
    assert!(
        harness
            .query_by_label_contains("paintings holds 2 pictures")
            .is_some()
    );
    harness.get_by_label("Styles for the shelf").click();
    wait(&mut harness, "the cards", |s| s.cards.len() == 18);
    assert_eq!(harness.state().project.styles.len(), 1);
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
}

#[test]
fn work_is_saved_and_offered_again_unless_the_window_was_closed() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let first = photograph(folder.path(), "first.png");
    drop_file(&mut harness, &first);
    wait(&mut harness, "the photograph", |s| !s.project.is_sample);
    harness.key_press(egui::Key::C);
    harness.run_steps(2);
    harness.get_by_label("Turn right by 90°").click();
    harness.run_steps(2);
    harness.key_press(egui::Key::Enter);
    harness.run_steps(2);
    harness.state_mut().project.recipe.steps = 77;
    harness.state_mut().kept.now = true;
    harness.step();
    let saved = || {
        let folders = std::fs::read_dir(folder.path().join("unfinished"));
        let mut texts = folders.into_iter().flatten().flatten().map(|entry| {
            std::fs::read_to_string(entry.path().join("session.json")).unwrap_or_default()
        });
        texts.any(|text| text.contains("\"steps\":77"))
    };
    wait(&mut harness, "the file", |_| saved());
    // As if it had been killed: nothing is tidied up.
    drop(harness);

    let engine = Scripted::default();
    let made = move |_: &egui::Context| -> Box<dyn Engine> { Box::new(engine) };
    let size = egui::vec2(1440.0, 900.0);
    let (mut harness, _) = open_at(made, folder.path(), Language::English, Theme::Dark, size);
    wait(&mut harness, "the offer", |s| s.dialog.is_some());
    assert!(harness.query_all_by_label("first - Impasto").count() > 0);
    assert!(harness.query_by_label("Saved a moment ago").is_some());
    harness.get_by_label("Restore").click();
    wait(&mut harness, "the photograph", |s| {
        s.project.photograph_hash().is_some() && !s.project.is_sample
    });
    let recipe = &harness.state().project.recipe;
    assert_eq!((recipe.steps, recipe.crop.turns), (77, 1));
    eframe::App::on_exit(harness.state_mut());
    let left = std::fs::read_dir(folder.path().join("unfinished")).expect("a folder");
    assert_eq!(left.count(), 0, "a closed window leaves nothing");
}

#[test]
fn recent_photographs_show_small_pictures_and_what_cannot_be_read_shows_none() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let good = photograph(folder.path(), "disc.png");
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, "no picture").expect("written");
    harness.state_mut().settings.recent = vec![good.clone(), broken.clone()];
    harness.step();
    harness
        .get_by_role_and_label(Role::Button, "Recent")
        .click();
    let state = |studio: &Studio, path| studio.recent.picture_of(path);
    wait(&mut harness, "both pictures", |studio| {
        state(studio, &good).is_some() && state(studio, &broken).is_some()
    });
    assert_eq!(state(harness.state(), &good), Some(true));
    assert_eq!(state(harness.state(), &broken), Some(false));
    harness
        .get_by_role_and_label(Role::Button, "disc.png")
        .click();
    wait(&mut harness, "the photograph", |studio| {
        studio
            .project
            .photograph
            .as_ref()
            .is_some_and(|loaded| loaded.source.name == "disc.png")
    });
}

#[test]
fn a_pasted_photograph_is_named_in_the_artists_language() {
    let (mut harness, _engine, _folder) = painting(Language::Chinese, Theme::Dark);
    let picture = egui::ColorImage::filled([6, 4], egui::Color32::LIGHT_BLUE);
    harness.event(egui::Event::PasteImage(picture.into()));
    wait(&mut harness, "the photograph", |s| !s.project.is_sample);
    assert_eq!(harness.state().picture_title(), "粘贴的图片 - 厚涂油画");
}
