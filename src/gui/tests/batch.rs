//! A folder of photographs painted alike: what is asked, what is told, and the whole of it.

use super::{
    drop_file, photograph,
    scripted::painting,
    wait,
    whole::{painted_by, studio},
};
use crate::{
    error::Error,
    fault::SettingFault,
    gui::{
        App,
        create::{arrivals::arrive, dialogs::Dialog, notices::is_batching, titles::style_titles},
    },
    picture::{DecodeLimits, load},
    session::{
        Language, Theme,
        engine::{BatchNews, Event},
    },
    stylize::{Engine, Recipe, Size},
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Drops a folder and says that it holds photographs.
fn ask(harness: &mut Harness<'_, App>, folder: &Path) {
    drop_file(harness, folder);
    wait(harness, "the question", |s| s.create.dialog.is_some());
    let batch = harness.state().shell.words.get("folder-batch");
    harness.get_by_role_and_label(Role::Button, &batch).click();
    wait(harness, "the dialog", |s| {
        matches!(s.create.dialog, Some(Dialog::Batch(_)))
    });
    // It has found its place then.
    harness.run_steps(4);
}

fn press(harness: &mut Harness<'_, App>, key: &str) {
    let name = harness.state().shell.words.get(key);
    harness.get_by_role_and_label(Role::Button, &name).click();
    harness.run_steps(4);
}

/// Share of the batch that is done.
fn share(app: &App) -> Option<f32> {
    app.create.batch.as_ref().map(|batch| batch.share())
}

#[test]
fn a_folder_becomes_a_batch_that_is_told_about_in_both_languages() {
    for language in [Language::English, Language::Chinese] {
        let (mut harness, engine, folder) = painting(language, Theme::Dark);
        let inside = folder.path().join("holiday");
        std::fs::create_dir_all(inside.join("sea")).expect("made");
        photograph(&inside, "one.png");
        photograph(&inside.join("sea"), "two.png");
        ask(&mut harness, &inside);
        // Each photograph's own size is offered first, and any other can be asked for.
        let words =
            ["batch-size-own", "export-pixels"].map(|key| harness.state().shell.words.get(key));
        for name in &words {
            harness.get_by_label(name).click();
            harness.run_steps(2);
        }
        if let Some(Dialog::Batch(batch)) = &mut harness.state_mut().create.dialog {
            assert_eq!(batch.size, Size::LongSide(2048));
            batch.size = Size::LongSide(77);
        }
        harness.run_steps(2);
        press(&mut harness, "batch-begin");
        let state = harness.state();
        let style = style_titles(state);
        let batch = engine.with(|script| script.batches.pop().expect("a batch"));
        assert_eq!(batch.pictures.len(), 2);
        assert_eq!(batch.from, inside);
        assert_eq!(batch.to.parent(), Some(folder.path()));
        assert_eq!(batch.suffix, format!(" - {style}"));
        // The sample is refined by itself; nobody has asked for that.
        assert_eq!(batch.job.recipe.engine, Engine::Instant);
        assert_eq!(batch.job.recipe.size, Size::LongSide(77));
        assert!(engine.with(|script| script.heard.contains(&"pause")));

        let news = BatchNews {
            total: 2,
            painted: 1,
            now: Some(inside.join("sea/two.png")),
            share: 0.5,
            to: batch.to.clone(),
            ..BatchNews::default()
        };
        engine.with(|script| script.says.push(Event::Batch(Box::new(news.clone()))));
        harness.run_steps(2);
        let values = [
            ("number", 2usize.into()),
            ("total", 2usize.into()),
            ("name", "two.png".into()),
        ];
        let now = harness.state().shell.words.with("batch-now", &values);
        assert!(harness.query_by_label(&now).is_some(), "{now}");
        assert_eq!(share(harness.state()), Some(0.75));
        press(&mut harness, "batch-end");
        assert!(engine.with(|script| script.heard.contains(&"end batch")));

        let error = Error::from(SettingFault::Strength);
        let over = BatchNews {
            failed: vec![(inside.join("sea/two.png"), Arc::new(error))],
            over: true,
            now: None,
            ..news
        };
        engine.with(|script| script.says.push(Event::Batch(Box::new(over))));
        harness.run_ok();
        let names = [("names", "two.png".into())];
        let failed = harness.state().shell.words.with("batch-failed", &names);
        assert!(harness.query_by_label_contains(&failed).is_some());
        for key in ["show-in-folder", "copy-details"] {
            let name = harness.state().shell.words.get(key);
            assert!(harness.query_by_label(&name).is_some(), "{name}");
        }
        assert!(!is_batching(harness.state()));
    }
}

#[test]
fn several_photographs_that_are_dropped_can_be_painted_all() {
    let (mut harness, engine, folder) = painting(Language::English, Theme::Dark);
    let files = ["a.png", "b.png"].map(|name| photograph(folder.path(), name));
    arrive(harness.state_mut(), files.to_vec());
    wait(&mut harness, "the question", |s| s.create.dialog.is_some());
    harness.get_by_label("Photos: paint all 2…").click();
    harness.run_steps(4);
    press(&mut harness, "batch-begin");
    let batch = engine.with(|script| script.batches.pop().expect("a batch"));
    assert_eq!(batch.pictures, files);
    assert_eq!(batch.from, folder.path());
}

/// The pictures in a folder, however deep.
fn pictures(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files.into_iter().flatten().map(|entry| entry.into_path());
    files.filter(|path| path.is_file()).collect()
}

/// Begins the batch of a folder, and waits until it is over.
fn run(harness: &mut Harness<'_, App>, folder: &Path) {
    ask(harness, folder);
    press(harness, "batch-begin");
    assert!(
        harness.state().create.dialog.is_none(),
        "the button was pressed"
    );
    wait(harness, "the end of the batch", |s| !is_batching(s));
}

#[test]
fn a_folder_is_painted_whole_a_broken_picture_is_named_and_a_second_run_only_does_what_is_missing()
{
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let inside = folder.join("in");
    std::fs::create_dir_all(inside.join("sub")).expect("made");
    let one = photograph(&inside, "one.png");
    photograph(&inside.join("sub"), "two.png");
    std::fs::write(inside.join("broken.png"), "no picture").expect("written");
    let (mut harness, _dialogs) = studio(folder);
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    harness.state_mut().create.art.project.recipe.size = Size::LongSide(40);
    harness.step();
    let out = folder.join("in painted");
    // Something that is nobody's business lies where the first result would go.
    std::fs::create_dir_all(&out).expect("made");
    std::fs::write(out.join("one - Impasto.png"), "a letter").expect("written");

    run(&mut harness, &inside);
    let named = "Not painted: broken.png. Copy the details to see why.";
    assert!(harness.query_by_label_contains(named).is_some());
    let names = [
        "one - Impasto-2.png",
        "one - Impasto.png",
        "sub/two - Impasto.png",
    ];
    let all = names.map(|name| out.join(name));
    assert_eq!(pictures(&out), all);
    assert_eq!(std::fs::read(&all[1]).expect("there"), b"a letter");
    let recipe = Recipe::open(&all[0]).expect("a recipe inside");
    assert_eq!(recipe.engine, Engine::Instant);
    let painted = load(&all[0], DecodeLimits::default()).expect("a picture");
    assert_eq!((painted.width, painted.height), (40, 27));
    let again = painted_by(&one, folder, recipe);
    assert!(again.rgb == painted.rgb, "as the command line paints it");

    // One is deleted: only that one is painted once more.
    let time = |path: &Path| {
        std::fs::metadata(path)
            .and_then(|m| m.modified())
            .expect("time")
    };
    let before = time(&all[0]);
    std::fs::remove_file(&all[2]).expect("removed");
    run(&mut harness, &inside);
    assert_eq!(pictures(&out), all);
    assert_eq!(time(&all[0]), before);
    let report = "Painted 1 of 3 photos; 1 were finished already.";
    let texts = harness.state().shell.toasts.texts();
    assert!(
        texts.iter().any(|text| text.starts_with(report)),
        "{texts:?}"
    );
}

#[test]
fn a_batch_of_refine_ends_within_a_step_and_leaves_no_half_picture() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let inside = folder.join("in");
    std::fs::create_dir_all(&inside).expect("made");
    for name in ["a.png", "b.png"] {
        photograph(&inside, name);
    }
    let (mut harness, _dialogs) = studio(folder);
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    {
        let recipe = &mut harness.state_mut().create.art.project.recipe;
        recipe.size = Size::LongSide(48);
        recipe.steps = 100_000;
    }
    harness.step();
    ask(&mut harness, &inside);
    let refine = harness.get_all_by_label("Refine").next_back();
    refine.expect("a choice").click();
    harness.run_steps(2);
    press(&mut harness, "batch-begin");
    wait(&mut harness, "some steps", |s| {
        share(s).is_some_and(|share| share > 0.0)
    });
    press(&mut harness, "batch-end");
    let begin = std::time::Instant::now();
    wait(&mut harness, "the end", |s| !is_batching(s));
    assert!(begin.elapsed().as_secs() < 20, "it ends at once");
    assert!(pictures(&folder.join("in painted")).is_empty());
    let stopped = "Stopped: 0 of 2 photos were painted. Paint the folder again to go on.";
    assert!(harness.query_by_label(stopped).is_some());
}
