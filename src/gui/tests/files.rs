//! Photographs, folders, recipes and unfinished work that come to the window.

use super::{drop_file, photograph, scripted::painting, wait};
use crate::{
    gui::{
        App,
        create::arrivals::{arrive, open_photograph},
    },
    session::{Language, Theme},
};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;

#[test]
fn a_second_photograph_asks_what_it_is_and_a_broken_one_says_why() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let first = photograph(folder.path(), "first.png");
    drop_file(&mut harness, &first);
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    let second = photograph(folder.path(), "second.png");
    drop_file(&mut harness, &second);
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    assert!(harness.query_by_label("What is this?").is_some());
    harness
        .get_all_by_label("Style")
        .next_back()
        .expect("a button")
        .click();
    wait(&mut harness, "the new style", |s| {
        s.create.shelf.styles.cards.len() == 17
    });
    assert_eq!(harness.state().picture_title(), "first - second");
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, b"no picture").expect("written");
    open_photograph(harness.state_mut(), broken);
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
        wait(&mut harness, "the photograph", |s| {
            !s.create.art.project.is_sample
        });
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        };
        let text = write("说明.png", "no picture".as_bytes());
        let empty = write("空.jpg", b"");
        drop_file(&mut harness, &text);
        wait(&mut harness, "the refusal", |s| {
            !s.shell.toasts.texts().is_empty()
        });
        harness.run_steps(4);
        assert!(harness.state().create.dialog.is_none(), "nothing is asked");
        let words = &harness.state().shell.words;
        let values = [
            ("path", text.display().to_string().into()),
            ("reason", words.get("fault-unknown").into()),
        ];
        let why = words.with("error-picture", &values);
        assert!(harness.query_by_label(&why).is_some(), "{why}");

        let good = ["a.png", "b.png"].map(|name| photograph(folder.path(), name));
        let all = [&text, &good[0], &empty, &good[1]].map(Clone::clone);
        arrive(harness.state_mut(), all.to_vec());
        wait(&mut harness, "the question", |s| s.create.dialog.is_some());
        let words = &harness.state().shell.words;
        let values = [("names", "说明.png, 空.jpg".into())];
        let bad = words.with("drop-bad", &values);
        assert!(harness.query_by_label(&bad).is_some(), "{bad}");
        assert!(harness.query_by_label("a.png, b.png").is_some());
        let styles = words.with("drop-styles", &[("count", 2.into())]);
        assert!(harness.query_by_label(&styles).is_some(), "{styles}");
        let photo = words.get("drop-first");
        harness.get_by_role_and_label(Role::Button, &photo).click();
        wait(&mut harness, "the first of them", |s| {
            let photograph = s.create.art.project.photograph.as_ref();
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
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    assert!(
        harness
            .query_by_label_contains("paintings holds 2 pictures")
            .is_some()
    );
    harness.get_by_label("Styles for the shelf").click();
    wait(&mut harness, "the cards", |s| {
        s.create.shelf.styles.cards.len() == 18
    });
    assert_eq!(harness.state().create.art.project.styles.len(), 1);
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
}

#[test]
fn recent_photographs_show_small_pictures_and_what_cannot_be_read_shows_none() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let good = photograph(folder.path(), "disc.png");
    let broken = folder.path().join("broken.png");
    std::fs::write(&broken, "no picture").expect("written");
    harness.state_mut().shell.settings.recent = vec![good.clone(), broken.clone()];
    harness.step();
    harness
        .get_by_role_and_label(Role::Button, "Recent")
        .click();
    let state = |studio: &App, path| studio.shell.thumbnails.picture_of(path);
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
            .create
            .art
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
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    assert_eq!(harness.state().picture_title(), "粘贴的图片 - 厚涂油画");
}

#[test]
fn where_no_dialog_answers_a_file_list_of_our_own_opens_and_paths_can_be_typed() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let inside = folder.path().join("photos");
    std::fs::create_dir_all(&inside).expect("made");
    let photo = photograph(&inside, "first.png");
    harness.state_mut().shell.settings.folders.photographs = Some(folder.path().to_owned());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::O);
    harness.run_steps(4);
    wait(&mut harness, "the list", |s| s.create.chooser.is_some());
    let list = |name: &str| format!("{}  {name}", crate::gui::icons::OPEN);
    let begin = std::time::Instant::now();
    while harness.query_by_label(&list("photos")).is_none() {
        assert!(begin.elapsed().as_secs() < 30, "the folder is listed");
        harness.step();
    }
    // A path may be typed; what is not there is said, and nothing closes.
    let field = |harness: &mut egui_kittest::Harness<'_, App>, text: &str| {
        harness
            .get_by_role_and_label(Role::TextInput, "Path")
            .focus();
        harness.run_steps(2);
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        harness.event(egui::Event::Text(text.to_owned()));
        harness.run_steps(2);
        harness.key_press(egui::Key::Enter);
        harness.run_steps(2);
    };
    field(&mut harness, "nowhere/at/all.png");
    let begin = std::time::Instant::now();
    while harness
        .query_by_label("There is nothing at this path.")
        .is_none()
    {
        assert!(begin.elapsed().as_secs() < 30, "it says so");
        harness.step();
    }
    field(&mut harness, &photo.display().to_string());
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    assert!(harness.state().create.chooser.is_none());
    let folders = &harness.state().shell.settings.folders;
    assert_eq!(folders.photographs.as_deref(), Some(inside.as_path()));
    assert_eq!(folders.recent, [inside]);
}

#[test]
fn two_files_may_be_a_photograph_and_a_painting_and_a_chooser_can_be_left() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let first = photograph(folder.path(), "smooth.png");
    let painting = folder.path().join("painting.jpg");
    let mosaic = crate::session::shelf().iter().find(|s| s.name == "mosaic");
    std::fs::write(&painting, mosaic.expect("it ships").picture).expect("written");
    arrive(harness.state_mut(), vec![painting, first]);
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    wait(&mut harness, "the pictures", |s| {
        s.shell
            .thumbnails
            .picture_of(&folder.path().join("smooth.png"))
            == Some(true)
            && s.shell
                .thumbnails
                .picture_of(&folder.path().join("painting.jpg"))
                == Some(true)
    });
    harness.run_steps(2);
    // The guess comes first.
    let guess = "Photo: smooth.png - painted like painting.jpg";
    let other = "Photo: painting.jpg - painted like smooth.png";
    let (above, below) = (
        harness.get_by_label(guess).rect(),
        harness.get_by_label(other).rect(),
    );
    assert!(above.bottom() <= below.top());
    harness.get_by_label("Cancel").click();
    harness.run_steps(2);
    assert!(
        harness.state().create.dialog.is_none() && harness.state().create.art.project.is_sample
    );
    let files = ["painting.jpg", "smooth.png"].map(|name| folder.path().join(name));
    arrive(harness.state_mut(), files.to_vec());
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    harness.run_steps(2);
    harness.get_by_label(guess).click();
    wait(&mut harness, "both", |s| {
        !s.create.art.project.is_sample && s.create.shelf.styles.cards.len() == 17
    });
    wait(&mut harness, "the title", |s| {
        s.picture_title() == "smooth - painting"
    });
}

#[test]
fn a_painting_whose_photograph_is_not_found_is_asked_about() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let mut recipe = crate::stylize::Recipe {
        strength: 0.4,
        engine: crate::stylize::Engine::Instant,
        ..Default::default()
    };
    recipe.content.name = "gone.jpg".to_owned();
    recipe.content.blake3 = "0123".to_owned();
    let picture = crate::picture::Picture::from_rgb(8, 6, vec![0.5; 144]);
    let path = folder.path().join("export.png");
    let stamp = crate::picture::Stamp {
        recipe: Some(recipe.to_json()),
        ..Default::default()
    };
    let options = crate::picture::ExportOptions::default();
    crate::picture::export(&picture, &path, &options, &stamp).expect("saved");
    drop_file(&mut harness, &path);
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    assert!(harness.query_by_label_contains("gone.jpg").is_some());
    harness.get_by_label("Paint Lake in its settings").click();
    harness.run_steps(3);
    assert_eq!(harness.state().create.art.project.recipe.strength, 0.4);
    assert!(harness.state().create.art.project.is_sample);
    drop_file(&mut harness, &path);
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    harness
        .get_by_label("Open the painting itself as a photograph")
        .click();
    wait(&mut harness, "the painting", |s| {
        !s.create.art.project.is_sample
    });
}

#[test]
fn a_photograph_that_ends_too_early_is_opened_and_told_of() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let whole = photograph(folder.path(), "whole.jpg");
    let bytes = std::fs::read(&whole).expect("written");
    let cut = folder.path().join("cut.jpg");
    std::fs::write(&cut, &bytes[..bytes.len() * 3 / 4]).expect("written");
    drop_file(&mut harness, &cut);
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    harness.run_steps(4);
    assert!(
        harness
            .query_by_label_contains("cut.jpg ends too early")
            .is_some(),
        "{:?}",
        harness.state().shell.toasts.texts()
    );
}
