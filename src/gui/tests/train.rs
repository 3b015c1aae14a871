//! The workspace in which networks learn.

use super::scripted::painting;
use crate::{
    gui::app::Workspace,
    session::{
        Language, Theme,
        engine::{Event, TrainNews, TrainState},
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
