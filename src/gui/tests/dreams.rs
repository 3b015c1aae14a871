//! Dreams of a model.

use super::{
    scripted::{Scripted, painting},
    wait,
};
use crate::{
    gui::{
        app::{App, Workspace},
        train::intent::Shown,
    },
    nn::{Card, ModelInfo, ModelKind, NOISE, Traits},
    picture::Picture,
    session::{
        Language, ListedModel, ModelPlace, Theme,
        engine::{DreamCommand, DreamJob, DreamNews, Event},
    },
};
use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use std::sync::Arc;

/// A model of dreams that the scripted engine pretends to open.
fn model() -> ListedModel {
    ListedModel {
        info: ModelInfo {
            hash: "d1".to_owned(),
            ..ModelInfo::new(
                ModelKind::Dream,
                "tonalism",
                Traits::default(),
                Card::default(),
            )
        },
        place: ModelPlace::File("/nowhere.safetensors".into()),
        bytes: 1,
    }
}

/// What was asked for last; and all of it is dreamt.
fn dream(harness: &mut Harness<'_, App>, engine: &Scripted) -> Vec<DreamJob> {
    let asked = engine.with(|script| {
        let jobs = match script.dreamt.pop() {
            Some(DreamCommand::Want(jobs)) => jobs,
            _ => Vec::new(),
        };
        for job in &jobs {
            let shade = (job.id % 7) as f32 / 7.0;
            let picture = Picture::from_rgb(64, 64, vec![shade; 64 * 64 * 3]);
            script.says.push(Event::Dream(DreamNews::Dreamt {
                id: job.id,
                hash: "d1".to_owned(),
                picture: Arc::new(picture.clone()),
                nearest: Some((Arc::new(picture), if job.id == 1 { 0.9 } else { 0.4 })),
            }));
        }
        jobs
    });
    harness.run_steps(4);
    asked
}

#[test]
fn dreams_are_looked_at_walked_between_and_painted_like() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.state_mut().train.dreams.models_came(vec![model()]);
    harness.state_mut().train.shown = Shown::Dreams;
    harness.run_steps(3);
    engine.with(|script| {
        assert!(matches!(script.dreamt[..], [DreamCommand::Open(_)]));
        let axis = |k: usize| (0..NOISE).map(|i| if i == k { 1.0 } else { 0.0 }).collect();
        script.says.push(Event::Dream(DreamNews::Opened {
            hash: "d1".to_owned(),
            side: 64,
            remembered: 50,
            axes: (0..6).map(axis).collect(),
        }));
    });
    harness.run_steps(3);
    let first = dream(&mut harness, &engine);
    assert_eq!(first.len(), 24);
    // Nothing is asked for twice.
    assert!(dream(&mut harness, &engine).is_empty());

    // One repeats what was learnt from, which is told.
    harness.get_by_label_contains("Dream 1,").click();
    harness.run_steps(3);
    assert!(
        harness
            .query_by_label_contains("It repeats a picture")
            .is_some()
    );
    harness.get_by_label_contains("Dream 2,").click();
    harness.run_steps(3);
    assert!(harness.state().train.dreams.whole_walk().is_none());
    let walk = dream(&mut harness, &engine);
    assert_eq!(walk.len(), 24);
    let (ends, chosen) = ([&walk[0], &walk[23]], [&first[0], &first[1]]);
    for (end, chosen) in ends.into_iter().zip(chosen) {
        assert_eq!(end.truncation, chosen.truncation);
        assert!(end.noise.is_near(&chosen.noise));
    }
    let (frames, name, model) = harness.state().train.dreams.whole_walk().expect("whole");
    assert_eq!(
        (frames.len(), name.as_str(), model.as_str()),
        (24, "tonalism 7-1-2", "d1")
    );

    // Other dreams, by another seed.
    harness.get_by_label("Other dreams").click();
    harness.run_steps(3);
    let others = dream(&mut harness, &engine);
    assert_eq!(others.len(), 48);
    assert!(others.iter().all(|job| job.id > walk[23].id));

    harness.get_by_label("Use as style").click();
    wait(&mut harness, "the style", |app| {
        app.workspace == Workspace::Create
            && app.create.art.project.styles.len() == 1
            && app.create.art.project.styles[0].is_ready()
    });
    let kept = std::fs::read_dir(folder.path().join("dreams"))
        .expect("kept")
        .count();
    assert_eq!(kept, 1);
}

#[test]
fn a_window_without_a_model_that_dreams_says_so() {
    let (mut harness, engine, _folder) = painting(Language::Chinese, Theme::Light);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
    harness.run_ok();
    harness.state_mut().train.shown = Shown::Dreams;
    harness.run_steps(4);
    let none = harness.state().shell.words.get("dreams-none");
    assert!(harness.query_by_label(&none).is_some());
    assert!(engine.with(|script| script.dreamt.is_empty()));
}
