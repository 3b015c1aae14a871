//! Exports: what they are called, how large they are, and that nothing is replaced unasked.

use super::{
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::{App, create::dialogs::Dialog},
    picture::{Keep, Picture},
    session::{
        Delivery, FileSize, Language, Phase, Theme,
        engine::{Destination, Event, Order},
    },
    stylize::{Engine as Maker, OptimizerKind},
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};
use std::{path::Path, sync::Arc};

/// Opens the export dialog for a folder.
fn dialog(harness: &mut Harness<'_, App>, folder: &Path) {
    harness.state_mut().shell.settings.export.folder = Some(folder.to_owned());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(4);
}

/// What goes into a file.
fn file(order: &Order) -> &Delivery {
    match &order.to {
        Destination::File(delivery) => delivery,
        Destination::Clipboard(_) => panic!("a file was wanted"),
    }
}

fn exports(engine: &Scripted) -> usize {
    engine.with(|script| script.orders.len())
}

/// Clicks on *Export*, and waits until it is under way.
fn click_export(harness: &mut Harness<'_, App>, engine: &Scripted) {
    let count = exports(engine);
    let label = harness.state().shell.words.get("action-export");
    harness.get_by_role_and_label(Role::Button, &label).click();
    harness.run_steps(2);
    let begun = engine.clone();
    wait(harness, "the export", move |_| exports(&begun) > count);
}

#[test]
fn names_are_in_the_artists_language_and_a_file_is_replaced_only_when_that_was_asked() {
    for (language, name) in [
        (Language::English, "Lake - Impasto"),
        (Language::Chinese, "湖 - 厚涂油画"),
    ] {
        let (mut harness, engine, folder) = painting(language, Theme::Dark);
        let inside = folder.path().join("new");
        let export = harness.state().shell.words.get("action-export");
        let begun = engine.clone();
        dialog(&mut harness, &inside);
        let press = |harness: &mut Harness<'_, App>, name: &str| {
            harness.get_by_role_and_label(Role::Button, name).click();
            harness.run_steps(2);
        };
        press(&mut harness, &export);
        wait(&mut harness, "the export", move |_| exports(&begun) == 1);
        let (path, replace) = engine.with(|script| {
            let file = file(&script.orders[0]);
            (file.path.clone(), file.replace)
        });
        assert_eq!(
            (path.clone(), replace),
            (inside.join(format!("{name}.png")), false)
        );
        assert!(inside.is_dir() && harness.state().create.dialog.is_none());

        std::fs::write(&path, "something").expect("written");
        dialog(&mut harness, &inside);
        let cancel = harness.state().shell.words.get("cancel");
        let places = |harness: &Harness<'_, App>| -> Vec<f32> {
            let buttons = harness.query_all_by_label(&cancel);
            buttons.map(|button| button.rect().min.y.round()).collect()
        };
        let before = places(&harness);
        press(&mut harness, &export);
        let warned =
            |studio: &App| matches!(&studio.create.dialog, Some(Dialog::Export(e)) if e.warned);
        wait(&mut harness, "the warning", warned);
        assert_eq!(exports(&engine), 1);
        let exists = harness.state().shell.words.get("exists-already");
        assert!(harness.query_by_label(&exists).is_some());
        assert_eq!(places(&harness), before, "the dialog keeps its height");
        let replace = harness.state().shell.words.get("replace");
        press(&mut harness, &replace);
        assert!(engine.with(|script| script.orders.len() == 2 && file(&script.orders[1]).replace));

        // The same by one key asks too.
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
        wait(&mut harness, "the question", warned);
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        std::fs::remove_file(&path).expect("removed");
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
        let again = engine.clone();
        wait(&mut harness, "the third export", move |_| {
            exports(&again) == 3
        });
    }
}

#[test]
fn a_name_pattern_a_size_in_pixels_a_background_and_the_place_can_be_chosen() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    dialog(&mut harness, folder.path());
    let mut picture = Picture::from_rgb(60, 40, vec![0.5; 7200]);
    picture.alpha = Some(vec![0.5; 2400]);
    engine.with(|script| script.says.push(Event::Measured(Arc::new(picture))));
    harness.run_steps(4);
    harness
        .get_by_role_and_label(Role::ComboBox, "Named after")
        .click();
    harness.run_steps(4);
    harness.get_by_label("Photo, style and size").click();
    harness.run_steps(4);
    harness.get_by_label("Black").click();
    harness.get_by_label("All").click();
    harness.run_steps(2);
    harness.get_by_label("Place too").click();
    harness.run_steps(2);
    harness.get_by_label("Pixels").click();
    harness.run_steps(2);
    let name = "Long side of the saved picture in pixels";
    harness
        .get_by_role_and_label(Role::SpinButton, name)
        .focus();
    harness.run_steps(2);
    let number = harness.get_by_role_and_label(Role::SpinButton, name);
    number.click();
    harness.run_steps(4);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.event(egui::Event::Text("90".to_owned()));
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let Some(Dialog::Export(export)) = &harness.state().create.dialog else {
        panic!("the dialog is gone");
    };
    let settings = &export.settings;
    assert_eq!(export.sizes.size, FileSize::LongSide(90));
    assert_eq!(settings.keep, Keep::Place);
    assert!(settings.background.is_some());
    let (width, height) = export.sizes.target();
    assert_eq!(width, 90);
    assert_eq!(export.name, format!("Lake - Impasto - {width}x{height}"));
}

#[test]
fn refine_paints_again_at_a_larger_size_where_that_is_wanted_and_else_its_picture_is_enlarged() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let art = &mut harness.state_mut().create.art;
    art.project.recipe.choose_optimizer(OptimizerKind::Adam);
    let starts = engine.clone();
    wait(&mut harness, "another run", move |s| {
        s.create.art.phase() == Phase::Painting && starts.with(|s| s.heard.len() > 1)
    });
    for (again, seconds) in [(false, 1e-6), (true, 1e-6), (false, 1e-3)] {
        harness.state_mut().shell.settings.pace = [seconds; 2];
        dialog(&mut harness, folder.path());
        let Some(Dialog::Export(export)) = &mut harness.state_mut().create.dialog else {
            panic!("the dialog is gone");
        };
        export.sizes.size = FileSize::LongSide(900);
        export.name = format!("{again} {seconds}");
        harness.run_steps(2);
        let label = if seconds > 1e-4 {
            // Nobody waits that long, and it says so.
            "Refine at this size would take"
        } else {
            "Refine it at this size"
        };
        let offer = harness.get_by_label_contains(label);
        if again {
            offer.click();
        }
        harness.run_steps(2);
        click_export(&mut harness, &engine);
        engine.with(|script| {
            let order = script.orders.last().expect("an order");
            let size = file(order).size.expect("a size");
            assert_eq!(size.0, 900);
            let run = order.again.as_ref();
            assert_eq!(run.map(|run| run.size()), again.then_some(size));
            assert!(run.is_none_or(|run| run.recipe.engine == Maker::Refine));
        });
    }
}

#[test]
fn what_a_decoder_has_painted_is_exported_larger_by_it() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    dialog(&mut harness, folder.path());
    let Some(Dialog::Export(export)) = &mut harness.state_mut().create.dialog else {
        panic!("the dialog is gone");
    };
    export.sizes.size = FileSize::LongSide(900);
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("Refine it at").is_none());
    harness.get_by_label_contains("Painted anew at this size");
    click_export(&mut harness, &engine);
    engine.with(|script| {
        let order = script.orders.last().expect("an order");
        let again = order.again.as_ref().expect("painted at its size");
        assert_eq!(again.size().0, 900);
    });
}

#[test]
fn another_folder_is_typed_over_the_one_that_stands_there() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    dialog(&mut harness, folder.path());
    let field = |harness: &mut Harness<'_, App>| {
        let place = harness
            .get_by_role_and_label(Role::TextInput, "Folder")
            .rect();
        place.center()
    };
    let place = field(&mut harness);
    harness.hover_at(place);
    harness.run_steps(1);
    harness.drag_at(place);
    harness.run_steps(1);
    harness.drop_at(place);
    harness.run_steps(2);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    let typed = folder.path().join("new/one");
    for letter in typed.display().to_string().chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run_steps(1);
    }
    let Some(Dialog::Export(export)) = &harness.state().create.dialog else {
        panic!("the dialog is gone");
    };
    assert_eq!(export.folder(), typed);
    // An empty field is not filled by the program while it is being typed in.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(1);
    harness.key_press(Key::Backspace);
    harness.run_steps(2);
    let node = harness.get_by_role_and_label(Role::TextInput, "Folder");
    assert_eq!(node.value().unwrap_or_default(), "");
}
