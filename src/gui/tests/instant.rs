//! Instant in the window: what it is asked for while a hand moves, and how Refine and it take turns.

use super::{
    drop_file, photograph,
    scripted::{Scripted, painting, snapshot, standing},
    wait,
};
use crate::{
    gui::App,
    session::{Language, Theme, engine::Event},
    stylize::Distances,
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};

/// The window with a photograph that Instant has painted and nobody refines.
fn instantly() -> (Harness<'static, App>, Scripted, tempfile::TempDir) {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let photo = photograph(folder.path(), "photo.png");
    drop_file(&mut harness, &photo);
    wait(&mut harness, "the picture", |s| {
        !s.create.art.project.is_sample
            && s.create.art.answer().shown.is_some()
            && !s.create.art.refines()
    });
    engine.with(|script| {
        script.heard.clear();
        script.painted.clear();
    });
    (harness, engine, folder)
}

#[test]
fn while_strength_is_dragged_sketches_follow_and_the_result_when_the_hand_rests() {
    let (mut harness, engine, _folder) = instantly();
    let slider = harness.get_by_role_and_label(Role::Slider, "Strength");
    let at = slider.rect().center();
    harness.drag_at(at);
    harness.step();
    for x in [10.0, 20.0, 30.0] {
        harness.hover_at(at - egui::vec2(x, 0.0));
        harness.run_steps(2);
    }
    assert!(harness.query_by_label_contains("Sketch, 0.14 s").is_some());
    harness.drop_at(at - egui::vec2(30.0, 0.0));
    harness.run_steps(4);
    assert!(harness.query_by_label("Instant, 0.14 s").is_some());
    engine.with(|script| {
        let strengths: Vec<f32> = script.painted.iter().map(|p| p.recipe.strength).collect();
        assert!(strengths.len() >= 4, "{strengths:?}");
        assert!(strengths.is_sorted_by(|a, b| a >= b), "{strengths:?}");
        let rests: Vec<bool> = script.painted.iter().map(|p| p.at_rest).collect();
        assert!(rests.iter().rev().skip(1).all(|rest| !rest), "{rests:?}");
        assert_eq!(rests.last(), Some(&true));
        assert!(script.heard.is_empty(), "{:?}", script.heard);
    });
    // A whole drag is one step back.
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    let last = engine.with(|script| script.painted.last().map(|p| p.recipe.strength));
    assert_eq!(last, Some(1.0));
}

#[test]
fn a_large_result_says_how_far_it_is_and_can_be_stopped() {
    let (mut harness, engine, _folder) = instantly();
    engine.with(|script| script.silent = true);
    harness.state_mut().create.art.project.recipe.seed = 7;
    harness.run_steps(2);
    engine.with(|script| script.says.push(Event::Share(0.25)));
    harness.run_steps(2);
    assert!(
        harness
            .query_by_label("Being painted at 72 × 48: 25 %")
            .is_some()
    );
    assert!(
        harness.state().create.art.has_result(),
        "the last picture stays"
    );
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    assert_eq!(engine.with(|script| script.heard.clone()), ["stop"]);
    assert!(harness.query_by_label("Instant, 0.14 s").is_some());
}

#[test]
fn a_pair_that_is_too_unlike_is_told_and_balanced() {
    let (mut harness, engine, _folder) = instantly();
    let far = |content, style| {
        Event::Distances(Distances {
            content,
            style: Some(style),
        })
    };
    engine.with(|script| script.says.push(far(0.05, 0.1)));
    harness.run_steps(2);
    assert!(
        harness
            .query_by_label_contains("go well together")
            .is_some()
    );
    engine.with(|script| script.says.push(far(0.2, 0.1)));
    harness.run_steps(2);
    assert!(harness.query_by_label_contains("hides the photo").is_some());
    harness.get_by_label("Strength 71 %").click();
    harness.run_steps(4);
    let last = engine.with(|script| script.painted.last().map(|p| p.recipe.strength));
    assert_eq!(last, Some(0.71));
    let said = harness.query_by_label("Strength 71 %");
    assert!(said.is_none(), "another picture");
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    engine.with(|script| script.says.push(far(0.05, 0.3)));
    harness.run_steps(2);
    harness.get_by_label_contains("Refine, 0:").click();
    let begun = engine.clone();
    wait(&mut harness, "the run", move |_| {
        begun.with(|script| script.heard == ["start"])
    });
    assert_eq!(
        harness.state().create.art.project.recipe.controls.style,
        2.0
    );
}

#[test]
fn a_weight_of_refine_refines_what_instant_painted_and_one_undo_takes_both_back() {
    let (mut harness, engine, _folder) = instantly();
    harness
        .get_by_role_and_label(Role::Slider, "Content")
        .focus();
    harness.run_steps(2);
    harness.key_press(egui::Key::PageUp);
    let begun = engine.clone();
    wait(&mut harness, "the run", move |_| {
        begun.with(|script| script.heard == ["start"])
    });
    harness.run_steps(4);
    assert!(harness.state().create.art.refines());
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    harness.run_steps(4);
    assert!(!harness.state().create.art.refines());
    assert_eq!(
        harness.state().create.art.project.recipe.controls.content,
        1.0
    );
    // What only Refine looks at is not painted anew by Instant.
    harness.state_mut().create.art.project.recipe.steps = 77;
    let painted = engine.with(|script| script.painted.len());
    harness.run_steps(40);
    assert_eq!(engine.with(|script| script.painted.len()), painted);
    assert_eq!(engine.with(|script| script.heard.clone()), ["start"]);
}

#[test]
fn refine_is_undone_by_going_back_to_instant_from_its_first_snapshot() {
    let (mut harness, engine, _folder) = instantly();
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    // It begins once it is known that nothing was kept to go on with.
    let begun = engine.clone();
    wait(&mut harness, "Refine", move |_| {
        begun.with(|script| script.heard.contains(&"start"))
    });
    harness.run_steps(4);
    engine.with(|script| {
        script.says.push(snapshot(0));
        script.says.push(standing(1));
    });
    harness.run_steps(4);
    harness.get_by_label("Picture of Instant").click();
    harness.run_steps(4);
    let text = "Showing the picture of Instant that was refined.";
    assert!(harness.query_by_label(text).is_some());
    harness.get_by_label("Back to Instant").click();
    harness.run_steps(4);
    assert!(!harness.state().create.art.refines());
    let heard = engine.with(|script| script.heard.clone());
    assert_eq!(heard, ["start", "show"]);
    assert_eq!(engine.with(|script| script.painted.len()), 1);
}
