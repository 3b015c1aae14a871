//! The inspector: its groups fold and reset, and a wheel scrolls it unless a slider has the focus.

use super::scripted::painting_at;
use crate::{
    gui::{App, toasts::Kind},
    nn::{FREEDOM, ModelKind, Shipped},
    session::{Group, Language, Settings, Theme, engine::Event},
    stylize::{Distances, Recipe, Size},
};
use egui::{Key, Modifiers, MouseWheelSource, MouseWheelUnit, TouchPhase, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};
use std::collections::BTreeMap;

const GROUPS: [(Group, &str); 4] = [
    (Group::Look, "Look"),
    (Group::Colour, "Colour"),
    (Group::Space, "Style space"),
    (Group::Refine, "Refine"),
];

/// The groups that are open, as those who cannot see are told.
fn open(harness: &Harness<'_, App>) -> Vec<Group> {
    let is_open = |name| {
        let heading = harness.get_by_role_and_label(Role::DisclosureTriangle, name);
        heading.accesskit_node().data().is_expanded() == Some(true)
    };
    let groups = GROUPS.into_iter().filter(|(_, name)| is_open(name));
    groups.map(|(group, _)| group).collect()
}

fn fold(harness: &mut Harness<'_, App>, name: &str) {
    harness
        .get_by_role_and_label(Role::DisclosureTriangle, name)
        .click();
    harness.run_steps(4);
}

fn has_slider(harness: &Harness<'_, App>, name: &str) -> bool {
    let found = harness.query_by_role_and_label(Role::Slider, name);
    found.is_some()
}

#[test]
fn groups_fold_in_small_windows_and_what_the_artist_folded_stays_so() {
    use Group::{Colour, Look, Refine, Space};
    let (small, large) = (vec2(1024.0, 640.0), vec2(1440.0, 900.0));
    let (mut harness, _engine, folder) = painting_at(Language::English, Theme::Dark, small);
    assert_eq!(open(&harness), [Look]);
    assert!(has_slider(&harness, "Strength") && !has_slider(&harness, "Content"));
    harness.set_size(large);
    harness.run_steps(4);
    assert_eq!(open(&harness), [Look, Colour, Refine]);
    assert!(has_slider(&harness, "Content"));
    harness.set_size(small);
    harness.run_steps(4);

    // By the pointer and by keys.
    fold(&mut harness, "Refine");
    assert!(has_slider(&harness, "Content"));
    harness
        .get_by_role_and_label(Role::DisclosureTriangle, "Look")
        .focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert!(!has_slider(&harness, "Strength"));
    assert_eq!(open(&harness), [Refine]);
    for size in [large, small] {
        harness.set_size(size);
        harness.run_steps(4);
        let now = open(&harness);
        assert!(now.contains(&Refine) && !now.contains(&Look), "{now:?}");
        assert!(!now.contains(&Space), "not touched");
    }

    eframe::App::on_exit(harness.state_mut());
    let kept = Settings::load(folder.path()).layout.open;
    assert_eq!(kept, BTreeMap::from([(Look, false), (Refine, true)]));
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    harness.run_steps(4);
    harness
        .get_by_role_and_label(Role::Button, "Reset layout")
        .click();
    harness.run_steps(4);
    assert!(harness.state().shell.settings.layout.open.is_empty());
}

#[test]
fn a_group_is_reset_by_its_button_and_a_locked_seed_stays() {
    // So high that nothing needs to be scrolled.
    let size = vec2(1440.0, 1300.0);
    let (mut harness, _engine, _folder) = painting_at(Language::English, Theme::Dark, size);
    let plain = Recipe::painted_first();
    for locked in [true, false] {
        harness.state_mut().create.inspector.seed_locked = locked;
        let recipe = &mut harness.state_mut().create.art.project.recipe;
        (recipe.size, recipe.steps, recipe.seed) = (Size::LongSide(256), 600, 7);
        recipe.strength = 0.3;
        harness.run_steps(2);
        harness
            .get_by_role_and_label(Role::Button, "Reset: Look")
            .click();
        harness.run_steps(2);
        let recipe = &harness.state().create.art.project.recipe;
        assert_eq!((recipe.size, recipe.strength), (plain.size, plain.strength));
        assert_eq!(recipe.seed, if locked { 7 } else { plain.seed });
        assert_eq!(recipe.steps, 600, "another group's");
    }
    harness
        .get_by_role_and_label(Role::Button, "Reset: Refine")
        .click();
    harness.run_steps(2);
    assert_eq!(harness.state().create.art.project.recipe.steps, plain.steps);
}

/// Where the inspector's controls are.
fn places(harness: &Harness<'_, App>) -> Vec<(String, egui::Rect)> {
    let sliders = harness.get_all_by_role(Role::Slider);
    let sliders = sliders.filter(|slider| slider.rect().left() > 1000.0);
    let named = sliders.map(|slider| {
        let label = slider.accesskit_node().label().unwrap_or_default();
        (label, slider.rect())
    });
    let dice = harness.get_by_role_and_label(Role::Button, "Another style from nothing");
    named.chain([("dice".to_owned(), dice.rect())]).collect()
}

#[test]
fn the_controls_keep_their_places_when_something_is_said_or_chosen() {
    let size = vec2(1440.0, 1300.0);
    let (mut harness, engine, _folder) = painting_at(Language::English, Theme::Dark, size);
    harness.state_mut().shell.settings.layout.open = GROUPS.map(|(group, _)| (group, true)).into();
    harness.key_press(Key::CloseBracket);
    let painted = engine.clone();
    super::wait(&mut harness, "a picture of Instant", move |_| {
        painted.with(|script| script.painted.len() == 2)
    });
    harness.run_steps(4);
    let before = places(&harness);
    assert!(before.len() > 10, "{before:?}");
    let canvas = |harness: &Harness<'_, App>| harness.get_by_label("Zoom").rect();
    let zoom = canvas(&harness);
    for content in [0.05, 0.2, 0.05] {
        let far = Distances {
            content,
            style: Some(0.1),
        };
        engine.with(|script| script.says.push(Event::Distances(far)));
        harness.run_steps(4);
        assert_eq!(places(&harness), before, "content {content}");
    }
    let advice = harness.query_by_label_contains("Strength 67 %");
    assert!(advice.is_none(), "nothing is wrong any more");
    for i in 0..5 {
        let text = format!("note {i}");
        harness.state_mut().shell.toasts.say(Kind::Note, text);
        harness.run_steps(2);
    }
    // Many are stacked to one, which covers no control.
    assert!(harness.query_by_label("note 3").is_none());
    let toast = harness.get_by_label("note 4").rect();
    assert!(
        toast.right() < 1120.0 && toast.bottom() < 300.0,
        "{toast:?}"
    );
    harness.get_by_label("4 more").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("note 0").is_some());
    harness.get_by_label("Close all").click();
    harness.run_steps(4);
    assert!(harness.state().shell.toasts.texts().is_empty());
    // The dice is clicked again and again: the number of its style stands behind it.
    for _ in 0..2 {
        harness
            .get_by_role_and_label(Role::Button, "Another style from nothing")
            .click();
        harness.run_steps(4);
        assert_eq!(places(&harness), before);
    }
    assert_eq!(canvas(&harness), zoom);
}

#[test]
fn what_ends_while_the_window_is_not_looked_at_is_told_by_the_desktop() {
    let size = vec2(1440.0, 900.0);
    let (mut harness, engine, _folder) = painting_at(Language::English, Theme::Dark, size);
    let (taskbar, heard) = crate::gui::Taskbar::heard();
    harness.state_mut().shell.taskbar = taskbar;
    let saved = |name: &str| Event::Exported(std::path::PathBuf::from(format!("/p/{name}.png")));
    engine.with(|script| script.says.push(saved("seen")));
    harness.run_steps(2);
    assert!(heard().is_empty(), "the artist sees it");
    harness.input_mut().focused = false;
    engine.with(|script| script.says.push(saved("unseen")));
    harness.run_steps(2);
    assert_eq!(heard(), ["Saved unseen.png."]);
}

#[test]
fn a_wheel_scrolls_over_a_slider_and_turns_it_only_where_it_has_the_focus() {
    let size = vec2(1024.0, 640.0);
    let (mut harness, _engine, _folder) = painting_at(Language::English, Theme::Dark, size);
    harness.state_mut().shell.settings.layout.open = GROUPS.map(|(group, _)| (group, true)).into();
    harness.run_steps(4);
    let top = |harness: &Harness<'_, App>| {
        let slider = harness.get_by_role_and_label(Role::Slider, "Stroke size");
        slider.rect().top()
    };
    let wheel = |harness: &mut Harness<'_, App>| {
        let slider = harness.get_by_role_and_label(Role::Slider, "Stroke size");
        harness.hover_at(slider.rect().center());
        harness.run_steps(2);
        harness.event(egui::Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, -1.0),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(24);
    };
    let scale = |harness: &Harness<'_, App>| harness.state().create.art.project.stroke_size();
    let before = (top(&harness), scale(&harness));
    wheel(&mut harness);
    let scrolled = top(&harness);
    assert!(scrolled < before.0 - 4.0, "{scrolled} {}", before.0);
    assert_eq!(scale(&harness), before.1);
    harness
        .get_by_role_and_label(Role::Slider, "Stroke size")
        .focus();
    harness.run_steps(4);
    wheel(&mut harness);
    assert_eq!(top(&harness), scrolled);
    assert!(scale(&harness) < before.1, "{}", scale(&harness));
}

#[test]
fn six_quick_undos_undo_six_and_a_drag_within_one_frame_counts() {
    let (mut harness, _engine, _folder) = super::scripted::painting(Language::English, Theme::Dark);
    for seed in 1..=6 {
        harness.state_mut().create.art.project.recipe.seed = 1000 + seed;
        harness.run_steps(2);
    }
    for _ in 0..6 {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    }
    harness.run_steps(3);
    assert_eq!(harness.state().create.art.project.recipe.seed, 42);
    assert!(!harness.state().create.art.history().can_undo());
    for _ in 0..6 {
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Y);
    }
    harness.run_steps(3);
    assert_eq!(harness.state().create.art.project.recipe.seed, 1006);

    let before = harness.state().create.art.project.recipe.strength;
    let rail = harness
        .get_by_role_and_label(Role::Slider, "Strength")
        .rect();
    let (from, to) = (rail.center(), rail.left_center() + egui::vec2(12.0, 0.0));
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: egui::Modifiers::NONE,
    };
    for event in [
        egui::Event::PointerMoved(from),
        button(from, true),
        egui::Event::PointerMoved(to),
        button(to, false),
    ] {
        harness.input_mut().events.push(event);
    }
    harness.run_steps(6);
    let strength = harness.state().create.art.project.recipe.strength;
    assert!(strength < 0.5 * before, "{before} {strength}");
}

#[test]
fn freedom_goes_both_ways_is_reset_and_waits_for_a_model_that_has_learnt_it() {
    let size = vec2(1440.0, 1300.0);
    let (mut harness, _engine, _folder) = painting_at(Language::English, Theme::Dark, size);
    let freedom = |harness: &Harness<'_, App>| harness.state().create.art.project.recipe.freedom;
    for (key, whole) in [
        (Key::PageDown, *FREEDOM.start()),
        (Key::PageUp, *FREEDOM.end()),
    ] {
        harness
            .get_by_role_and_label(Role::Slider, "Freedom")
            .focus();
        harness.run_steps(2);
        for _ in 0..10 {
            harness.key_press(key);
            harness.run_steps(2);
        }
        assert_eq!(freedom(&harness), whole);
    }
    harness
        .get_by_role_and_label(Role::Button, "Reset: Look")
        .click();
    harness.run_steps(2);
    assert_eq!(freedom(&harness), 0.0);
    // The generator of before paints what names it.
    let mut shipped = Shipped::all().iter();
    let before =
        shipped.find(|model| model.info.kind == ModelKind::Generator && !model.info.traits.freedom);
    let before = before.expect("one of before").info.hash.clone();
    harness.state_mut().create.art.project.recipe.painter_blake3 = before;
    harness.run_steps(2);
    let slider = harness.get_by_role_and_label(Role::Slider, "Freedom");
    assert!(slider.accesskit_node().is_disabled());
}
