//! Looks: kept under a name, worn by another photograph, copied and pasted; and the sheet of variations.

use super::{
    drop_file, photograph,
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::{
        App,
        create::{apply_recipe::wear, clipboard::look_text, dialogs::Dialog},
    },
    picture::{DecodeLimits, ExportOptions, Stamp, export, load},
    session::{Language, Theme, engine::Event},
    stylize::Recipe,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

/// The window with a photograph of the artist's that Instant has painted.
fn instantly() -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    open(&mut harness, folder.path(), "first.png");
    engine.with(|script| script.heard.clear());
    (harness, engine, folder)
}

fn open(harness: &mut Harness<'_, App>, folder: &std::path::Path, name: &str) {
    let photo = photograph(folder, name);
    if name != "first.png" {
        // Another picture: the same one would come back with its work.
        let mut picture = load(&photo, DecodeLimits::default()).expect("a picture");
        picture.rgb.reverse();
        let options = ExportOptions::default();
        export(&picture, &photo, &options, &Stamp::default()).expect("saved");
    }
    drop_file(harness, &photo);
    let name = name.to_owned();
    wait(harness, "the picture", move |s| {
        let loaded = s.create.art.project.photograph.as_ref();
        loaded.is_some_and(|loaded| loaded.source.name == name)
            && s.create.art.answer().shown.is_some()
    });
}

fn click(harness: &mut Harness<'_, App>, name: &str) {
    let button = harness.get_by_role_and_label(Role::Button, name);
    button.click();
    harness.run_steps(4);
}

#[test]
fn a_look_is_kept_worn_by_another_photograph_renamed_and_removed() {
    let (mut harness, _engine, folder) = instantly();
    harness.get_by_role_and_label(Role::Tab, "Looks").click();
    harness.run_steps(4);
    assert!(
        harness
            .query_by_label_contains("A look keeps all")
            .is_some()
    );
    {
        let app = harness.state_mut();
        let mut recipe = app.create.art.project.named_recipe();
        (recipe.strength, recipe.tone.contrast) = (0.6, 0.25);
        recipe.controls.style = 3.0;
        wear(app, &recipe);
        app.create.art.project.recipe.crop.width = 0.5;
    }
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    let keep = harness.get_all_by_role_and_label(Role::Button, "Keep this look…");
    keep.last().expect("a button").click();
    harness.run_steps(4);
    if let Some(Dialog::Name(_, name)) = &mut harness.state_mut().create.dialog {
        "Dusk".clone_into(name);
    }
    harness.run_steps(2);
    click(&mut harness, "Keep");
    wait(&mut harness, "the look", |s| {
        s.shell
            .toasts
            .texts()
            .iter()
            .any(|text| text.contains("Dusk"))
    });
    assert!(folder.path().join("looks/Dusk.png").is_file());

    // Another photograph, painted in another way.
    {
        let recipe = &mut harness.state_mut().create.art.project.recipe;
        *recipe = Recipe {
            engine: recipe.engine,
            start: recipe.start.clone(),
            ..Recipe::default()
        };
    }
    harness.state_mut().create.art.project.photograph = None;
    open(&mut harness, folder.path(), "second.png");
    click(&mut harness, "Dusk");
    let state = harness.state();
    let recipe = &state.create.art.project.recipe;
    assert_eq!((recipe.strength, recipe.tone.contrast), (0.6, 0.25));
    assert_eq!(recipe.controls.style, 3.0);
    assert!(recipe.crop.is_whole(), "the part is the photograph's own");
    let name = state
        .create
        .art
        .project
        .photograph
        .as_ref()
        .map(|p| &p.source.name);
    assert_eq!(name.map(String::as_str), Some("second.png"));
    harness.run_steps(40);
    assert!(
        !harness.state().create.art.refines(),
        "nobody asked for Refine"
    );
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.project.recipe.strength, 1.0);

    for (entry, button) in [("Rename…", "Keep"), ("Remove…", "Remove")] {
        let title = if entry == "Rename…" { "Dusk" } else { "Dawn" };
        harness
            .get_by_role_and_label(Role::Button, title)
            .click_secondary();
        harness.run_steps(4);
        harness.get_by_label(entry).click();
        harness.run_steps(4);
        if let Some(Dialog::Name(_, name)) = &mut harness.state_mut().create.dialog {
            "Dawn".clone_into(name);
        }
        harness.run_steps(2);
        click(&mut harness, button);
        let path = folder.path().join("looks/Dawn.png");
        let renamed = entry == "Rename…";
        wait(&mut harness, entry, move |_| path.is_file() == renamed);
        harness.run_steps(20);
    }
    // The shelf hears of it a little later.
    let empty = |harness: &Harness<'_, App>| {
        let hint = harness.query_by_label_contains("A look keeps all");
        hint.is_some()
    };
    for _ in 0..200 {
        if empty(&harness) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        harness.run_steps(2);
    }
    assert!(empty(&harness));
}

#[test]
fn settings_are_copied_as_text_and_pasted_onto_another_photograph() {
    let (mut harness, _engine, folder) = instantly();
    harness.state_mut().create.art.project.recipe.strength = 0.45;
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    harness.run_steps(2);
    let said = harness.state().shell.toasts.texts().join(" ");
    assert!(said.contains("clipboard"), "{said}");
    let text = look_text(harness.state());
    assert!(!text.contains("first.png"), "{text}");
    harness.state_mut().create.art.project.recipe.strength = 1.0;
    harness.state_mut().create.art.project.photograph = None;
    open(&mut harness, folder.path(), "second.png");
    harness.event(egui::Event::Paste(text));
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.project.recipe.strength, 0.45);
    // What is broken is no recipe, and nothing changes.
    harness.event(egui::Event::Paste(
        "{\"schema\":1,\"strength\":9}".to_owned(),
    ));
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.project.recipe.strength, 0.45);
}

#[test]
fn a_click_takes_a_variation_and_undo_brings_the_former_picture_back() {
    let (mut harness, engine, _folder) = instantly();
    harness.key_press(Key::V);
    harness.run_steps(4);
    let asked = engine.with(|script| std::mem::take(&mut script.variations));
    let strengths: Vec<f32> = asked.iter().map(|(_, recipe)| recipe.strength).collect();
    assert_eq!(strengths[..4], [0.4, 0.7, 0.85, 1.3]);
    let seeds = asked.iter().filter(|(_, recipe)| recipe.seed != 42);
    assert_eq!(seeds.count(), 4);
    let moved = asked
        .iter()
        .filter(|(_, recipe)| !recipe.style_axes.is_empty());
    assert_eq!(moved.count(), 4);
    let small = crate::picture::Picture::from_rgb(3, 2, vec![0.5; 18]);
    let came = Event::Variation(asked[0].0, std::sync::Arc::new(small));
    engine.with(|script| script.says.push(came));
    harness.run_steps(2);
    click(&mut harness, "Strength 40 %");
    assert!(harness.state().create.dialog.is_none());
    assert_eq!(harness.state().create.art.project.recipe.strength, 0.4);
    // What is not there yet is not wanted any more.
    assert_eq!(
        engine.with(|script| script.heard.clone()),
        ["variations"; 2]
    );
    assert!(engine.with(|script| script.variations.is_empty()));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert_eq!(harness.state().create.art.project.recipe.strength, 1.0);
}

#[test]
fn the_tone_of_a_refined_picture_changes_while_it_is_painted_and_nothing_begins_anew() {
    let (mut harness, engine, _folder) = painting(Language::English, Theme::Dark);
    harness
        .get_by_role_and_label(Role::Slider, "Saturation")
        .focus();
    harness.run_steps(2);
    harness.key_press(Key::PageDown);
    harness.run_steps(40);
    assert_eq!(
        harness.state().create.art.project.recipe.tone.saturation,
        -0.4
    );
    assert_eq!(
        engine.with(|script| script.heard.clone()),
        ["start", "tone"]
    );
    assert!(engine.with(|script| script.steered.is_empty()));
    assert!(harness.state().create.art.refines() && !harness.state().create.art.run().outdated);
}
