//! The whole program without a GPU: drop, paint, steer, branch, export, restore.

use super::{drop_file, open, photograph, wait};
use crate::{
    compute::{Compute, DeviceChoice},
    gui::{App, create::apply_recipe::restore_recipe},
    nn::NetSpec,
    picture::{Crop, DecodeLimits, Picture, load},
    session::{
        self, Delivery, Flow, Job, Language, Painters, Painting, Phase, StyleKey, Theme,
        engine::{Worker, WorkerDevice},
    },
    stylize::{Engine, OptimizerKind, Recipe, Size, Start},
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::path::{Path, PathBuf};

pub(super) fn studio(folder: &Path) -> (Harness<'static, App>, super::Injected) {
    let (mut harness, dialogs) = open(
        |ctx| {
            let device = WorkerDevice {
                window: None,
                choice: DeviceChoice::Cpu,
            };
            let ctx = ctx.clone();
            Box::new(Worker::start(device, move || ctx.request_repaint()))
        },
        folder,
        Language::English,
        Theme::Dark,
    );
    harness.state_mut().shell.settings.paint_on_request = true;
    harness.step();
    (harness, dialogs)
}

/// Drops a photograph that is to be painted 48 px wide.
fn prepare(harness: &mut Harness<'_, App>, folder: &Path, steps: usize) {
    let photo = photograph(folder, "disc.png");
    wait(harness, "a photograph", |s| {
        s.create.art.project.photograph.is_some()
    });
    // A second window of the same folder opens it by itself.
    if harness.state().create.art.project.is_sample {
        drop_file(harness, &photo);
    }
    // What was kept of it comes after it, and would replace what is asked before.
    wait(harness, "the photograph and what was kept of it", |s| {
        !s.create.art.project.is_sample && !s.create.works.keeping.waits()
    });
    wait(harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    {
        let recipe = &mut harness.state_mut().create.art.project.recipe;
        recipe.size = Size::LongSide(48);
        recipe.steps = steps;
    }
    harness.step();
}

/// Drops a photograph and begins to paint it.
fn begin(harness: &mut Harness<'_, App>, folder: &Path, steps: usize) {
    prepare(harness, folder, steps);
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
}

/// Exports the result as PNG.
fn export(
    harness: &mut Harness<'_, App>,
    dialogs: &super::Injected,
    folder: &Path,
    name: &str,
) -> PathBuf {
    dialogs.will_answer(folder);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::E);
    harness.run_steps(4);
    harness.get_by_label("Choose…").click();
    harness.run_steps(4);
    if let Some(crate::gui::create::dialogs::Dialog::Export(export)) =
        &mut harness.state_mut().create.dialog
    {
        export.name = name.to_owned();
    }
    harness.step();
    harness
        .get_by_role_and_label(Role::Button, "Export")
        .click();
    let out = folder.join(format!("{name}.png"));
    let there = out.clone();
    wait(harness, "the file", move |_| there.exists());
    out
}

/// Paints a small picture; the style weight is moved after `steer_after` steps, if at all.
fn paint(folder: &Path, name: &str, steer_after: Option<usize>) -> Recipe {
    let (mut harness, dialogs) = studio(folder);
    begin(&mut harness, folder, 30);
    if let Some(after) = steer_after {
        wait(&mut harness, "some steps", |s| {
            s.create.art.run().curve.len() >= after
        });
        harness.state_mut().create.art.project.recipe.controls.style = 0.2;
        harness.step();
    }
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let state = harness.state();
    assert!(
        state.create.canvas.after.size().is_some(),
        "a frame arrived"
    );
    let (first, last) = (
        state.create.art.run().curve.first(),
        state.create.art.run().curve.last(),
    );
    if steer_after.is_none() {
        let falls = first.zip(last).is_some_and(|(a, b)| b.1.total < a.1.total);
        assert!(falls, "{first:?} {last:?}");
    }
    let out = export(&mut harness, &dialogs, folder, name);
    eframe::App::on_exit(harness.state_mut());
    Recipe::open(&out).expect("a recipe inside")
}

#[test]
fn a_photograph_is_painted_steered_exported_and_its_recipe_comes_back() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let plain = paint(folder, "plain", None);
    assert_eq!(plain.changes, []);
    let steered = paint(folder, "steered", Some(5));
    assert_eq!(steered.changes.len(), 1, "{:?}", steered.changes);
    let open = |name: &str| load(&folder.join(name), DecodeLimits::default()).expect("a picture");
    assert_ne!(open("plain.png").rgb, open("steered.png").rgb);

    let (mut harness, _) = studio(folder);
    drop_file(&mut harness, &folder.join("plain.png"));
    paints_again(&mut harness);
    let recipe = &harness.state().create.art.project.recipe;
    assert_eq!((recipe.size, recipe.steps), (plain.size, plain.steps));
    assert_eq!(recipe.controls, plain.controls);
    eframe::App::on_exit(harness.state_mut());
    drop(harness);

    // What a hand did meanwhile is played again, by the command line and by the window.
    let again = painted_again(folder, &folder.join("steered.png"));
    assert!(again.rgb == open("steered.png").rgb, "the same pixels");
    let (mut harness, dialogs) = studio(folder);
    prepare(&mut harness, folder, 30);
    restore_recipe(harness.state_mut(), &steered);
    harness.run_steps(4);
    wait(&mut harness, "the style", |s| {
        s.create.art.project.start().is_some()
    });
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    export(&mut harness, &dialogs, folder, "replayed");
    assert!(
        open("replayed.png").rgb == open("steered.png").rgb,
        "the same pixels"
    );
    eframe::App::on_exit(harness.state_mut());
}

#[test]
fn branching_with_unmoved_sliders_paints_the_same_pixels() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, _) = studio(folder);
    begin(&mut harness, folder, 24);
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let total = |s: &App| {
        s.create
            .art
            .run()
            .curve
            .last()
            .map(|(step, l)| (*step, l.total))
    };
    let first = total(harness.state());
    let snapshots: Vec<_> = harness
        .get_all_by_label_contains("Snapshot of step")
        .collect();
    assert!(snapshots.len() > 5);
    // The timeline shows its newest end; earlier ones are scrolled out of sight.
    snapshots[snapshots.len() - 4].click();
    drop(snapshots);
    harness.run_steps(4);
    harness.get_by_label("Go on from here").click();
    harness.run_steps(4);
    wait(&mut harness, "the end of the branch", |s| {
        s.create.art.phase() == Phase::Done
    });
    // The loss of the last step tells the pixels apart: it is the same to the last bit.
    assert_eq!(total(harness.state()), first);
}

#[test]
fn a_cropped_photograph_and_a_part_of_a_painting_are_painted_again_by_the_recipe() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, dialogs) = studio(folder);
    prepare(&mut harness, folder, 12);
    {
        let project = &mut harness.state_mut().create.art.project;
        project.recipe.crop = Crop {
            degrees: 5.0,
            left: 0.1,
            top: 0.2,
            width: 0.5,
            height: 0.6,
            ..Crop::default().turned(true)
        };
        project.styles[0].crop = Crop {
            left: 0.5,
            width: 0.5,
            ..Crop::default()
        };
    }
    harness.step();
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let out = export(&mut harness, &dialogs, folder, "part");
    let recipe = Recipe::open(&out).expect("a recipe inside");
    assert_eq!(recipe.crop, harness.state().create.art.project.recipe.crop);
    assert_eq!(recipe.styles[0].crop.left, 0.5);
    let shown = load(&out, DecodeLimits::default()).expect("a picture");
    assert!(shown.height > shown.width, "the photograph was turned");

    assert!(
        painted_again(folder, &out).rgb == shown.rgb,
        "the same pixels"
    );
}

/// What the command line paints by the recipe in `out`.
fn painted_again(folder: &Path, out: &Path) -> Picture {
    let recipe = Recipe::open(out).expect("a recipe inside");
    painted_by(&folder.join("disc.png"), folder, recipe)
}

/// What the command line paints of a photograph by a recipe.
pub(super) fn painted_by(photograph: &Path, folder: &Path, recipe: Recipe) -> Picture {
    let compute = Compute::cpu("test");
    let painters = Painters::open(compute, &NetSpec::BuiltIn, true).expect("built in");
    let again = folder.join("again.png");
    let _ = std::fs::remove_file(&again);
    let painting = (Painting::parse("impasto"), recipe.styles[0].weight);
    let job = Job {
        content: photograph.to_owned(),
        styles: if recipe.engine == Engine::Instant {
            Vec::new()
        } else {
            vec![painting]
        },
        codes: Vec::new(),
        start: None,
        recipe,
        delivery: Delivery {
            path: again.clone(),
            ..Delivery::default()
        },
        net: NetSpec::BuiltIn,
        memory: None,
        measure: false,
    };
    session::paint(&job, &painters, &mut |_| Flow::Continue).expect("painted");
    load(&again, DecodeLimits::default()).expect("a picture")
}

/// Waits until a painting that was dropped has brought its photograph and settings.
fn paints_again(harness: &mut Harness<'_, App>) {
    wait(harness, "the settings", |s| {
        s.shell
            .toasts
            .texts()
            .contains(&"The settings of the recipe are in place.")
    });
    harness.run_steps(4);
    let photograph = harness.state().create.art.project.photograph.as_ref();
    assert_eq!(photograph.expect("it").source.name, "disc.png");
}

/// Waits for Instant's result by the settings as they are.
fn wait_for_instant(harness: &mut Harness<'_, App>) {
    wait(harness, "the picture of Instant", |s| {
        let shown = s.create.art.answer().shown.as_ref();
        shown.is_some_and(|shot| {
            shot.result
                && shot.recipe.size == s.create.art.project.recipe.size
                && shot.recipe.strength == s.create.art.project.recipe.strength
        })
    });
}

#[test]
fn instant_answers_refine_goes_on_from_it_and_both_are_painted_again_by_their_recipes() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, dialogs) = studio(folder);
    prepare(&mut harness, folder, 16);
    wait_for_instant(&mut harness);
    let strong = export(&mut harness, &dialogs, folder, "strong");
    harness.state_mut().create.art.project.recipe.strength = 0.6;
    harness.step();
    wait_for_instant(&mut harness);
    let weak = export(&mut harness, &dialogs, folder, "weak");
    let open = |path: &Path| load(path, DecodeLimits::default()).expect("a picture");
    assert_ne!(open(&strong).rgb, open(&weak).rgb);
    let recipe = Recipe::open(&weak).expect("a recipe inside");
    assert_eq!((recipe.engine, recipe.strength), (Engine::Instant, 0.6));
    assert!(
        painted_again(folder, &weak).rgb == open(&weak).rgb,
        "the same pixels"
    );

    let losses = |s: &App| {
        let curve = &s.create.art.run().curve;
        let [first, last] = [curve.first(), curve.last()];
        [first, last].map(|at| at.map_or(f32::NAN, |(_, loss)| loss.total))
    };
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let [first, last] = losses(harness.state());
    assert!(last < first, "{first} {last}");
    let refined = export(&mut harness, &dialogs, folder, "refined");
    let recipe = Recipe::open(&refined).expect("a recipe inside");
    assert_eq!(
        (recipe.engine, recipe.start, recipe.optimizer),
        (Engine::Refine, Start::Instant, OptimizerKind::Decoder)
    );
    assert!(
        painted_again(folder, &refined).rgb == open(&refined).rgb,
        "the same pixels"
    );
    harness.state_mut().create.art.project.recipe.start = Start::Content;
    harness.run_steps(2);
    harness
        .get_by_role_and_label(Role::Button, "Refine again")
        .click();
    harness.run_steps(2);
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let by_pixels = losses(harness.state());
    assert!(by_pixels.iter().all(|loss| loss.is_finite()));
    eframe::App::on_exit(harness.state_mut());
    drop(harness);

    for file in [weak, refined] {
        let (mut harness, _) = studio(folder);
        drop_file(&mut harness, &file);
        paints_again(&mut harness);
        let (before, now) = (
            Recipe::open(&file).expect("inside"),
            &harness.state().create.art.project,
        );
        assert_eq!(now.recipe.engine, before.engine);
        assert_eq!(now.recipe.start, before.start);
        assert_eq!(now.recipe.strength, 0.6);
        assert_eq!(now.recipe.size, before.size);
        assert_eq!(now.styles.len(), before.styles.len());
        eframe::App::on_exit(harness.state_mut());
    }
}

#[test]
fn a_style_that_was_found_is_painted_refined_and_kept_as_the_recipe_says() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, dialogs) = studio(folder);
    prepare(&mut harness, folder, 8);
    {
        let project = &mut harness.state_mut().create.art.project;
        project.mix(StyleKey::Random(77));
        project.set_shares(&[0.75, 0.25]);
        project.set_axis(5, 2.0);
    }
    harness.step();
    wait(&mut harness, "the picture of Instant", |s| {
        let shown = s.create.art.answer().shown.as_ref();
        shown.is_some_and(|shot| shot.result && shot.recipe.style_axes.len() == 6)
    });
    let found = export(&mut harness, &dialogs, folder, "found");
    let recipe = Recipe::open(&found).expect("a recipe inside");
    assert_eq!(
        (recipe.random_style, recipe.random_weight),
        (Some(77), 0.25)
    );
    let open = |path: &Path| load(path, DecodeLimits::default()).expect("a picture");
    assert!(
        painted_again(folder, &found).rgb == open(&found).rgb,
        "the same pixels"
    );

    // Kept under a name, its file is the style that was painted in.
    let groups = &mut harness.state_mut().shell.settings.layout.open;
    groups.insert(session::Group::Space, true);
    harness.run_steps(3);
    // Beside the mix, and in the space of styles, which may lie below what is seen of the inspector.
    let mut keeps = harness.get_all_by_label("Keep this style…");
    keeps.next_back().expect("a button").click_accesskit();
    drop(keeps);
    harness.run_steps(3);
    if let Some(crate::gui::create::dialogs::Dialog::Name(_, name)) =
        &mut harness.state_mut().create.dialog
    {
        *name = "found".to_owned();
    }
    harness.get_by_role_and_label(Role::Button, "Keep").click();
    wait(&mut harness, "the card", |s| {
        s.create.shelf.styles.cards.len() == 17
    });
    let (style, _) = session::read_code(&folder.join("styles/found.style")).expect("a code");
    assert_eq!(Some(style), recipe.mixed_style);

    // Refine looks at the painting, and begins where Instant was.
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "the end", |s| {
        s.create.art.phase() == Phase::Done
    });
    let refined = export(&mut harness, &dialogs, folder, "refined");
    assert!(
        painted_again(folder, &refined).rgb == open(&refined).rgb,
        "the same pixels"
    );
}

#[test]
fn cards_come_when_nothing_else_is_to_do() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, _dialogs) = studio(folder);
    prepare(&mut harness, folder, 8);
    wait(&mut harness, "the gallery", |s| {
        s.create.shelf.styles.gallery.ranks().len() == 16
            && s.create
                .shelf
                .styles
                .cards
                .iter()
                .all(|c| s.create.shelf.styles.gallery.picture(&c.key).is_some())
    });
    // Which suit is what the command line says.
    let compute = Compute::cpu("test");
    let painters = Painters::open(compute, &NetSpec::BuiltIn, true).expect("built in");
    let instant = painters.instant.as_ref().expect("the generator");
    let photograph = load(&folder.join("disc.png"), DecodeLimits::default()).expect("a picture");
    let mut near =
        session::nearest(&photograph, instant, &painters.net, &painters.compute).expect("measured");
    near.sort_by(|a, b| a.strain.total_cmp(&b.strain));
    let ranks = harness.state().create.shelf.styles.gallery.ranks();
    for (i, near) in near.iter().enumerate() {
        assert_eq!(
            ranks.get(&StyleKey::Shipped(near.name)),
            Some(&i),
            "{}",
            near.name
        );
    }
}
