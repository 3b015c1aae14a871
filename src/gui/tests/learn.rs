//! A painting of the shelf that is learnt: asked for on its card, followed, used, undone, there after a restart.

use super::{
    open_at,
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::App,
    nn::{MODULATION_SIZE, Tuning},
    session::{
        Language, StyleKey, Theme,
        engine::{Engine, Event, TuneNews},
    },
    stylize::Instant,
};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable};

const KEY: StyleKey = StyleKey::Shipped("impasto");

fn menu(harness: &mut Harness<'_, App>, entry: &str) {
    harness
        .get_by_role_and_label(Role::Button, "Impasto")
        .click_secondary();
    harness.run_steps(3);
    harness.get_by_label(entry).click();
    harness.run_steps(3);
}

/// What was learnt of the painting that is painted in.
fn learnt(app: &App) -> Option<Tuning> {
    let recipe = app.create.art.project.named_recipe();
    recipe.styles.first().and_then(|style| style.tuning.clone())
}

fn says(engine: &Scripted, news: TuneNews) {
    engine.with(|script| script.says.push(Event::Tune(KEY, news)));
}

#[test]
fn a_painting_is_learnt_from_its_card_used_undone_and_known_after_a_restart() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let recent = folder.path().join("sea.jpg");
    harness.state_mut().shell.settings.recent = vec![recent.clone()];
    wait(&mut harness, "the painting", |s| {
        s.create.art.project.start().is_some() && s.create.shelf.styles.is_read
    });
    menu(&mut harness, "Learn this painting better");
    let job = engine.with(|script| script.tuned.pop()).expect("a job");
    assert_eq!((&job.key, &job.photographs), (&KEY, &vec![recent]));
    assert_eq!(job.painter, Instant::built_in_hash());
    says(&engine, TuneNews::Share(0.4));
    harness.run_steps(3);
    assert!(harness.query_by_label("Learning Impasto · 40 %").is_some());

    // Given up, nothing has changed.
    menu(&mut harness, "Stop learning this painting");
    wait(&mut harness, "the end", |s| {
        s.create.shelf.styles.learning.is_empty()
    });
    let shipped = learnt(harness.state());
    assert!(shipped.is_some(), "what ships was learnt before");

    menu(&mut harness, "Learn this painting better");
    let numbers = std::iter::repeat_n(0.25, MODULATION_SIZE);
    let tuning = Tuning::new(&job.painter, numbers).expect("a tuning");
    says(&engine, TuneNews::Learnt(tuning.clone()));
    wait(&mut harness, "what was learnt", {
        let wanted = Some(tuning.clone());
        move |s| learnt(s) == wanted
    });
    assert_eq!(learnt(harness.state()).as_ref(), Some(&tuning));
    wait(&mut harness, "the picture", |_| {
        let newest = |script: &mut super::scripted::Script| {
            let recipe = script.painted.last()?.named_recipe();
            recipe.styles.first()?.tuning.clone()
        };
        engine.with(newest).as_ref() == Some(&tuning)
    });
    let asked = engine.with(|script| script.gallery.last().cloned());
    let card = asked.expect("a gallery").styles;
    assert_eq!(
        card.first().map(|(key, _)| key),
        Some(&KEY),
        "its card first"
    );
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(3);
    assert_eq!(learnt(harness.state()), shipped);
    eframe::App::on_exit(harness.state_mut());
    drop(harness);

    let again = Scripted::default();
    let inside = again.clone();
    let made = move |_: &egui::Context| -> Box<dyn Engine> { Box::new(inside) };
    let size = egui::vec2(1440.0, 900.0);
    let (mut harness, _) = open_at(made, folder.path(), Language::English, Theme::Dark, size);
    wait(&mut harness, "the sample", |s| {
        s.create.art.project.start().is_some() && s.create.shelf.styles.is_read
    });
    for (title, own) in [("Mosaic", false), ("Impasto", true)] {
        let card = harness.get_by_role_and_label(Role::Button, title);
        card.click();
        wait(&mut harness, "the painting", |s| {
            s.create.art.project.start().is_some()
        });
        let here = learnt(harness.state());
        assert_eq!(here.as_ref() == Some(&tuning), own, "{title}");
    }
    menu(&mut harness, "Forget what was learnt");
    wait(&mut harness, "what ships", move |s| learnt(s) == shipped);
    let left = std::fs::read_dir(folder.path().join("tunings"));
    assert_eq!(left.map(Iterator::count).expect("a folder"), 0);
}

#[test]
fn what_cannot_be_learnt_is_told_and_the_card_can_be_asked_again() {
    let (mut harness, engine, _folder) = painting(Language::Chinese, Theme::Light);
    harness.state_mut().create.shelf.styles.learning = vec![(KEY, 0.1)];
    let error = crate::error::Error::Compute("no reason".to_owned());
    says(&engine, TuneNews::Failed(error.into()));
    harness.run_steps(4);
    let app = harness.state();
    assert!(app.create.shelf.styles.learning.is_empty());
    assert!(!app.shell.toasts.is_empty());
}
