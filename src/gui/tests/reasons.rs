//! Whatever cannot be used says why, wherever it is.

use super::{scripted::painting, wait};
use crate::{
    gui::{
        App,
        create::{dialogs::Dialog, intent::Naming},
    },
    session::{Language, Settings, Theme},
};
use egui::{Key, Modifiers, Rect, accesskit::Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::collections::BTreeSet;

/// All that is written in the window.
fn texts(harness: &Harness<'_, App>) -> BTreeSet<String> {
    let all = harness.query_all_by(|_| true);
    all.filter_map(|node| node.value().or_else(|| node.accesskit_node().label()))
        .collect()
}

/// Names and places of what is on the screen and cannot be used.
fn disabled(harness: &Harness<'_, App>) -> Vec<(String, Rect)> {
    let kinds = [
        Role::Button,
        Role::CheckBox,
        Role::Slider,
        Role::SpinButton,
        Role::ComboBox,
        Role::TextInput,
        Role::RadioButton,
    ];
    let screen = Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1440.0, 900.0));
    let nodes = harness.query_all_by(|node| node.is_disabled() && kinds.contains(&node.role()));
    let named = nodes.map(|node| {
        (
            node.accesskit_node().label().unwrap_or_default(),
            node.rect(),
        )
    });
    named
        .filter(|(_, rect)| screen.contains_rect(*rect))
        .collect()
}

/// Hovers over each that is not behind a dialog, and asks for words that were not there before; returns their
/// names.
fn all_say_why(
    harness: &mut Harness<'_, App>,
    place: &str,
    behind: &[(String, Rect)],
) -> Vec<String> {
    let mut seen = disabled(harness);
    seen.retain(|control| !behind.contains(control));
    for (name, rect) in &seen {
        harness.hover_at(egui::pos2(720.0, 60.0));
        harness.run_steps(6);
        let before = texts(harness);
        harness.hover_at(rect.center());
        harness.run_steps(8);
        let after = texts(harness);
        let why = after.difference(&before).next();
        assert!(why.is_some(), "{place}: '{name}' does not say why");
    }
    seen.into_iter().map(|(name, _)| name).collect()
}

#[test]
fn what_cannot_be_used_says_why() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let window = disabled(&harness);
    let seen = all_say_why(&mut harness, "the window", &[]);
    assert!(seen.iter().any(|name| name == "Undo"), "{seen:?}");
    // A look that is to be called nothing.
    harness.state_mut().create.dialog = Some(Dialog::Name(Naming::Look, String::new()));
    harness.run_steps(4);
    assert_eq!(all_say_why(&mut harness, "naming", &window), ["Keep"]);
    harness.state_mut().create.dialog = None;
    // An export without a name, and one that keeps nothing.
    harness.key_press_modifiers(Modifiers::COMMAND, Key::E);
    harness.run_steps(4);
    harness.get_by_label("None").click();
    if let Some(Dialog::Export(export)) = &mut harness.state_mut().create.dialog {
        export.name = String::new();
    }
    harness.run_steps(4);
    let seen = all_say_why(&mut harness, "export", &window);
    assert!(seen.len() >= 2, "{seen:?}");
    harness.state_mut().create.dialog = None;
    // A crop that changes nothing yet.
    wait(&mut harness, "a photograph", |s| {
        s.create.art.project.photograph.is_some()
    });
    harness.key_press(Key::C);
    harness.run_steps(4);
    let seen = all_say_why(&mut harness, "crop", &window);
    assert!(seen.iter().any(|name| name == "Reset"), "{seen:?}");
    harness
        .get_by_role_and_label(Role::Button, "Cancel")
        .click();
    harness.run_steps(4);
    // A recent photograph that is gone.
    let gone = folder.path().join("gone.jpg");
    harness.state_mut().shell.settings.recent = vec![gone.clone()];
    harness.state_mut().shell.thumbnails.missing = vec![gone];
    harness.run_steps(2);
    harness.get_by_label("Recent").click();
    harness.run_steps(4);
    let seen = all_say_why(&mut harness, "recent", &window);
    assert!(seen.iter().any(|name| name == "gone.jpg"), "{seen:?}");
}

#[test]
fn a_name_is_written_down_once_it_is_typed() {
    let (mut harness, _engine, folder) = painting(Language::English, Theme::Dark);
    let kept = |folder: &std::path::Path| Settings::load(folder).credit.artist;
    harness.state_mut().create.dialog = Some(Dialog::Settings);
    harness.run_steps(4);
    let field = harness.get_by_role_and_label(Role::TextInput, "Your name");
    field.focus();
    harness.run_steps(2);
    for letter in ["J", "a", "n", "e"] {
        let field = harness.get_by_role_and_label(Role::TextInput, "Your name");
        field.type_text(letter);
        harness.run_steps(2);
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    let artist = harness.state().shell.settings.credit.artist.clone();
    assert_eq!(artist.as_deref(), Some("Jane"));
    assert_eq!(kept(folder.path()), None, "not letter by letter");
    harness.get_by_label("Close").click();
    harness.run_steps(2);
    let begin = std::time::Instant::now();
    while kept(folder.path()).as_deref() != Some("Jane") {
        assert!(begin.elapsed().as_secs() < 30, "the name was not kept");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}
