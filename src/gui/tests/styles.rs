//! Finding styles: the blend pad, the style space, own styles on the shelf, the gallery, suggestions.

use super::{
    drop_file, open_at, photograph,
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::{
        App,
        create::{apply_recipe::restore_recipe, arrivals::add_style, dialogs::Dialog},
    },
    nn::CODE_SIZE,
    picture::Picture,
    session::{
        Group, Language, StyleKey, Theme,
        engine::{Engine, Event, GalleryNews, GalleryResult},
        loader::Source,
        read_code, write_code,
    },
    stylize::{Distances, Engine as Maker, Recipe, Style},
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};
use std::sync::Arc;

fn english() -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let open = [(Group::Colour, false), (Group::Space, true)];
    harness.state_mut().shell.settings.layout.open = open.into();
    harness.run_steps(4);
    (harness, engine, folder)
}

/// A card of the shelf.
fn card(harness: &Harness<'_, App>, title: &str) -> egui::Rect {
    harness.get_by_role_and_label(Role::Button, title).rect()
}

/// Ctrl+click on a card.
fn mix(harness: &mut Harness<'_, App>, title: &str) {
    let node = harness.get_by_role_and_label(Role::Button, title);
    node.click_modifiers(Modifiers::COMMAND);
    harness.run_steps(3);
}

fn shares(harness: &Harness<'_, App>) -> Vec<f32> {
    harness.state().create.art.project.shares()
}

fn order(app: &App) -> Vec<usize> {
    app.create.shelf.styles.order(&app.shell.settings)
}

fn why(app: &App, key: &StyleKey) -> Option<String> {
    let styles = &app.create.shelf.styles;
    styles.why_suggested(&app.shell.words, key)
}

#[test]
fn the_menu_of_a_card_opens_by_key_too() {
    let (mut harness, _engine, _folder) = english();
    harness
        .get_by_role_and_label(Role::Button, "Mosaic")
        .focus();
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    harness.run_steps(3);
    harness.get_by_label("Keep at the top").click();
    harness.run_steps(3);
    assert_eq!(harness.state().shell.settings.favourites, ["mosaic"]);
    assert!(harness.query_by_label("Keep at the top").is_none());
}

#[test]
fn a_style_that_comes_from_outside_and_is_chosen_is_painted_in() {
    let (mut harness, engine, folder) = english();
    let code = folder.path().join("from a school.style");
    let style = Style::try_from(vec![0.25; CODE_SIZE]).expect("a style");
    write_code(&code, &style).expect("written");
    let painting = photograph(folder.path(), "a print.png");
    for file in [code, painting] {
        let before = engine.with(|script| script.painted.len());
        add_style(harness.state(), Source::File(file), true);
        wait(&mut harness, "the picture in it", |_| {
            engine.with(|script| script.painted.len() > before)
        });
        let last = engine
            .with(|script| script.painted.last().cloned())
            .expect("asked");
        let own = last.paintings.len() + last.codes.len();
        assert_eq!(
            (own, harness.state().create.art.project.styles.len()),
            (1, 1)
        );
        assert!(harness.state().create.art.project.start().is_some());
    }
}

#[test]
fn the_pad_blends_two_to_four_styles_by_mouse_and_keys() {
    let (mut harness, _engine, _folder) = english();
    assert!(
        harness
            .query_by_role_and_label(Role::Slider, "Blend")
            .is_none()
    );
    mix(&mut harness, "Pointillism");
    let pad = |harness: &Harness<'_, App>| {
        let node = harness.get_by_role_and_label(Role::Slider, "Blend");
        (node.rect(), node.value())
    };
    assert_eq!(
        pad(&harness).1.as_deref(),
        Some("Impasto 50 %, Pointillism 50 %")
    );
    harness.get_by_role_and_label(Role::Slider, "Blend").focus();
    harness.run_steps(2);
    for _ in 0..10 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(1);
    }
    assert_eq!(
        pad(&harness).1.as_deref(),
        Some("Impasto 30 %, Pointillism 70 %")
    );
    // The sliders show the same and change the same.
    let slider = harness.get_by_role_and_label(Role::Slider, "Pointillism");
    slider.focus();
    harness.run_steps(2);
    harness.key_press(Key::Backspace);
    harness.run_steps(2);
    assert_eq!(shares(&harness), [0.5, 0.5]);
    // All of the style in the lower right corner.
    mix(&mut harness, "Palette knife");
    mix(&mut harness, "Watercolour");
    let rect = pad(&harness).0;
    let corner = rect.right_bottom() - egui::vec2(40.0, 4.0);
    harness.drag_at(rect.center());
    harness.step();
    harness.hover_at(corner);
    harness.run_steps(2);
    harness.drop_at(corner);
    harness.run_steps(2);
    assert!(shares(&harness)[3] > 0.9, "{:?}", shares(&harness));
    harness.get_by_role_and_label(Role::Slider, "Blend").focus();
    harness.run_steps(2);
    harness.key_press(Key::Backspace);
    harness.run_steps(2);
    assert_eq!(shares(&harness), [0.25; 4]);
    // The whole drag is one step of undo.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(2);
    assert!(shares(&harness)[3] > 0.9);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(2);
    assert!((shares(&harness)[3] - 0.25).abs() < 1e-3);
}

#[test]
fn axes_and_the_dice_change_the_recipe_and_undo_brings_it_back() {
    let (mut harness, _engine, _folder) = english();
    let warmth = harness.get_by_role_and_label(Role::Slider, "Warmth");
    warmth.focus();
    harness.run_steps(2);
    for _ in 0..5 {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(1);
    }
    let axes = harness.state().create.art.project.recipe.style_axes.clone();
    assert_eq!(axes.len(), 6);
    assert!((axes[5] - 0.6).abs() < 0.01, "{axes:?}");
    harness.get_by_label("Another style from nothing").click();
    harness.run_steps(3);
    let (seed, weight) = harness
        .state()
        .create
        .art
        .project
        .random_style()
        .expect("from nothing");
    assert_eq!(weight, 1.0);
    assert!(
        harness
            .state()
            .create
            .art
            .project
            .recipe
            .style_axes
            .is_empty(),
        "as it is"
    );
    // The seed can be read and typed.
    let number = harness.get_by_role_and_label(Role::SpinButton, "Dice");
    assert_eq!(number.value(), Some(seed.to_string()));
    let recipe = harness.state().create.art.project.named_recipe();
    assert_eq!(recipe.random_style, Some(seed));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(3);
    let project = &harness.state().create.art.project;
    assert_eq!(project.random_style(), None);
    assert_eq!(project.recipe.style_axes, axes);
    assert!(project.has(&StyleKey::Shipped("impasto")));
}

#[test]
fn a_found_style_is_kept_renamed_chosen_after_a_restart_and_removed() {
    let (mut harness, engine, folder) = english();
    // A style of the shelf as it is needs no other card.
    harness.get_by_label("Keep this style…").click();
    harness.run_steps(3);
    assert!(harness.state().create.dialog.is_none());
    wait(&mut harness, "the painting", |s| {
        s.create.art.project.start().is_some()
    });
    harness.get_by_label("Another style from nothing").click();
    harness.run_steps(3);
    harness.get_by_label("Keep this style…").click();
    harness.run_steps(3);
    if let Some(Dialog::Name(_, name)) = &mut harness.state_mut().create.dialog {
        assert!(name.starts_with("Dice "), "{name}");
        *name = "Night walk".to_owned();
    }
    harness.get_by_role_and_label(Role::Button, "Keep").click();
    wait(&mut harness, "the card", |s| {
        s.create.shelf.styles.cards.len() == 17
    });
    assert!(engine.with(|script| script.heard.contains(&"find")));
    let kept = folder.path().join("styles/Night walk.style");
    let (style, _) = read_code(&kept).expect("a style code");
    assert!(style.numbers().iter().all(|n| *n == 0.25));
    eframe::App::on_exit(harness.state_mut());
    drop(harness);

    let again = Scripted::default();
    let inside = again.clone();
    let made = move |_: &egui::Context| -> Box<dyn Engine> { Box::new(inside) };
    let size = egui::vec2(1440.0, 900.0);
    let (mut harness, _) = open_at(made, folder.path(), Language::English, Theme::Dark, size);
    wait(&mut harness, "the card", |s| {
        s.create.shelf.styles.cards.len() == 17 && s.create.shelf.styles.cards[16].code.is_some()
    });
    wait(&mut harness, "the photograph", |s| {
        s.create.art.project.photograph.is_some()
    });
    harness.state_mut().create.shelf.search = "night".to_owned();
    harness.run_steps(3);
    harness
        .get_by_role_and_label(Role::Button, "Night walk")
        .click();
    harness.run_steps(3);
    let start = harness
        .state()
        .create
        .art
        .project
        .start()
        .expect("it has its style");
    assert_eq!((start.paintings.len(), start.codes.len()), (0, 1));
    assert_eq!(start.recipe.style_codes[0].source.name, "Night walk.style");

    // Another name, and away with it: only after it was asked.
    let menu = |harness: &mut Harness<'_, App>, title: &str, entry: &str| {
        harness
            .get_by_role_and_label(Role::Button, title)
            .click_secondary();
        harness.run_steps(3);
        harness.get_by_label(entry).click();
        harness.run_steps(3);
    };
    menu(&mut harness, "Night walk", "Rename…");
    if let Some(Dialog::Name(_, name)) = &mut harness.state_mut().create.dialog {
        assert_eq!(name, "Night walk");
        *name = "Night".to_owned();
    }
    harness.get_by_role_and_label(Role::Button, "Keep").click();
    let renamed = folder.path().join("styles/Night.style");
    let there = renamed.clone();
    wait(&mut harness, "the file", move |_| there.exists());
    wait(&mut harness, "the name", |s| {
        s.create
            .shelf
            .styles
            .card_title(&s.shell.words, &s.create.shelf.styles.cards[16])
            == "Night"
    });
    menu(&mut harness, "Night", "Remove from the shelf…");
    assert!(renamed.exists(), "asked first");
    harness
        .get_by_role_and_label(Role::Button, "Remove")
        .click();
    wait(&mut harness, "the empty place", |s| {
        s.create.shelf.styles.cards.len() == 16
    });
    assert!(!renamed.exists());
    assert!(
        harness
            .state()
            .create
            .art
            .project
            .has(&StyleKey::Shipped("impasto"))
    );
}

#[test]
fn cards_show_the_photograph_and_a_new_one_begins_anew() {
    let (mut harness, engine, folder) = english();
    let jobs = |engine: &Scripted| engine.with(|script| script.gallery.clone());
    let asked = jobs(&engine);
    let first = asked.last().expect("the sample's gallery").clone();
    let shelf: Vec<StyleKey> = first.styles.iter().map(|(key, _)| key.clone()).collect();
    let cards: Vec<StyleKey> = harness
        .state()
        .create
        .shelf
        .styles
        .cards
        .iter()
        .map(|c| c.key.clone())
        .collect();
    assert_eq!(shelf, cards);
    let tell = |key: &StyleKey, what: GalleryResult| {
        let news = GalleryNews {
            photograph: first.photograph.source.blake3.clone(),
            crop: first.crop,
            key: key.clone(),
            what,
        };
        engine.with(|script| script.says.push(Event::Gallery(news)));
    };
    let picture = Arc::new(Picture::from_rgb(2, 2, vec![0.5; 12]));
    for key in &shelf {
        tell(key, GalleryResult::Picture(Arc::clone(&picture)));
    }
    harness.run_steps(3);
    let gallery = |harness: &Harness<'_, App>, key: &StyleKey| {
        harness
            .state()
            .create
            .shelf
            .styles
            .gallery
            .picture(key)
            .is_some()
    };
    assert!(shelf.iter().all(|key| gallery(&harness, key)));

    // The last of the shelf suits best; nothing moves before all is known.
    harness.get_by_label("Suggest").click();
    harness.run_steps(3);
    let top = |harness: &Harness<'_, App>| order(harness.state())[0];
    let (last, others) = shelf.split_last().expect("styles");
    let far = |content: f32| {
        GalleryResult::Suits(Distances {
            content,
            style: Some(0.2),
        })
    };
    tell(last, far(0.01));
    harness.run_steps(3);
    assert_eq!(top(&harness), 0);
    for (i, key) in others.iter().enumerate() {
        tell(key, far(0.1 + i as f32));
    }
    harness.run_steps(3);
    assert_eq!(top(&harness), shelf.len() - 1);
    let why = why(harness.state(), last).expect("a reason");
    assert!(why.contains("Of 16 styles, number 1"), "{why}");
    // Favourites stay first, and the artist's own order comes back.
    harness.state_mut().shell.settings.favourites = vec!["mosaic".to_owned()];
    harness.run_steps(2);
    let mosaic = shelf
        .iter()
        .position(|key| *key == StyleKey::Shipped("mosaic"));
    assert_eq!(Some(top(&harness)), mosaic);
    harness.state_mut().shell.settings.favourites.clear();
    harness.get_by_label("Suggest").click();
    harness.run_steps(3);
    assert_eq!(top(&harness), 0);

    // Another photograph, and cards show paintings until its pictures come.
    let before = jobs(&engine).len();
    let photo = photograph(folder.path(), "first.png");
    drop_file(&mut harness, &photo);
    wait(&mut harness, "the photograph", |s| {
        !s.create.art.project.is_sample
    });
    harness.run_steps(3);
    let now = jobs(&engine);
    assert_eq!(now.len(), before + 1, "once, not in every frame");
    assert_eq!(now[before].photograph.source.name, "first.png");
    assert!(!shelf.iter().any(|key| gallery(&harness, key)));
    // What comes late is of the photograph before.
    tell(&shelf[0], GalleryResult::Picture(picture));
    harness.run_steps(3);
    assert!(!gallery(&harness, &shelf[0]));
    assert!(card(&harness, "Impasto").is_positive());
}

#[test]
fn a_style_known_by_numbers_keeps_how_far_it_was_moved_when_it_is_taken_up_again() {
    let (mut harness, _engine, _folder) = painting(Language::English, Theme::Dark);
    let exported = Recipe {
        engine: Maker::Instant,
        mixed_style: Some(Style::try_from(vec![0.25; CODE_SIZE]).expect("a style")),
        style_axes: vec![1.5],
        ..Recipe::default()
    };
    let studio = harness.state_mut();
    restore_recipe(studio, &exported);
    // The sliders show it, and it is not moved once more.
    assert_eq!(studio.create.art.project.recipe.style_axes, [1.5]);
    assert_eq!(studio.create.art.project.recipe.mixed_axes, Some(vec![1.5]));
    studio.create.art.project.set_axis(0, -0.5);
    let kept = studio.create.art.project.named_recipe();
    restore_recipe(studio, &kept);
    assert_eq!(studio.create.art.project.recipe.style_axes, [-0.5]);
    assert_eq!(studio.create.art.project.recipe.mixed_axes, Some(vec![1.5]));
}
