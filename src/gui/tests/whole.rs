//! The whole program without a GPU: drop, paint, steer, branch, export, restore.

use super::{drop_file, open, photograph, wait};
use crate::{
    compute::{Compute, DeviceChoice},
    gui::{Phase, Studio},
    nn::NetSpec,
    picture::{Crop, DecodeLimits, ExportOptions, load},
    session::{
        self, Flow, Job, Language, Painters, Painting, Theme,
        engine::{Worker, WorkerDevice},
    },
    stylize::{Recipe, Size},
};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::path::{Path, PathBuf};

fn studio(folder: &Path) -> (Harness<'static, Studio>, super::Injected) {
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
    harness.state_mut().settings.paint_on_request = true;
    harness.step();
    (harness, dialogs)
}

/// Drops a photograph that is to be painted 48 px wide.
fn prepare(harness: &mut Harness<'_, Studio>, folder: &Path, steps: usize) {
    let photo = photograph(folder, "disc.png");
    drop_file(harness, &photo);
    wait(harness, "the photograph", |s| !s.project.is_sample);
    wait(harness, "the style", |s| s.project.start().is_some());
    {
        let recipe = &mut harness.state_mut().project.recipe;
        recipe.size = Size::LongSide(48);
        recipe.steps = steps;
    }
    harness.step();
}

/// Drops a photograph and begins to paint it.
fn begin(harness: &mut Harness<'_, Studio>, folder: &Path, steps: usize) {
    prepare(harness, folder, steps);
    harness.get_by_role_and_label(Role::Button, "Paint").click();
}

/// Exports the result as PNG.
fn export(
    harness: &mut Harness<'_, Studio>,
    dialogs: &super::Injected,
    folder: &Path,
    name: &str,
) -> PathBuf {
    dialogs.will_answer(folder);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::E);
    harness.run_steps(4);
    harness.get_by_label("Choose…").click();
    harness.run_steps(4);
    if let Some(super::super::dialogs::Dialog::Export(export)) = &mut harness.state_mut().dialog {
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
        wait(&mut harness, "some steps", |s| s.curve.len() >= after);
        harness.state_mut().project.recipe.controls.style = 0.2;
        harness.step();
    }
    wait(&mut harness, "the end", |s| s.phase == Phase::Done);
    let state = harness.state();
    assert!(state.canvas.after.size().is_some(), "a frame arrived");
    let (first, last) = (state.curve.first(), state.curve.last());
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
    wait(&mut harness, "the question", |s| s.dialog.is_some());
    harness.get_by_label("Restore the settings").click();
    harness.run_steps(4);
    let recipe = &harness.state().project.recipe;
    assert_eq!((recipe.size, recipe.steps), (plain.size, plain.steps));
    assert_eq!(recipe.controls, plain.controls);
}

#[test]
fn branching_with_unmoved_sliders_paints_the_same_pixels() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let (mut harness, _) = studio(folder);
    begin(&mut harness, folder, 24);
    wait(&mut harness, "the end", |s| s.phase == Phase::Done);
    let total = |s: &Studio| s.curve.last().map(|(step, l)| (*step, l.total));
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
        s.phase == Phase::Done
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
        let project = &mut harness.state_mut().project;
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
    harness.get_by_role_and_label(Role::Button, "Paint").click();
    wait(&mut harness, "the end", |s| s.phase == Phase::Done);
    let out = export(&mut harness, &dialogs, folder, "part");
    let recipe = Recipe::open(&out).expect("a recipe inside");
    assert_eq!(recipe.crop, harness.state().project.recipe.crop);
    assert_eq!(recipe.styles[0].crop.left, 0.5);
    let shown = load(&out, DecodeLimits::default()).expect("a picture");
    assert!(shown.height > shown.width, "the photograph was turned");

    let compute = Compute::cpu("test");
    let painters = Painters::open(compute, &NetSpec::BuiltIn, false).expect("built in");
    let again = folder.join("again.png");
    let job = Job {
        content: folder.join("disc.png"),
        styles: vec![(Painting::parse("impasto"), recipe.styles[0].weight)],
        codes: Vec::new(),
        start: None,
        recipe,
        output: again.clone(),
        export: ExportOptions::default(),
        net: NetSpec::BuiltIn,
        memory: None,
        measure: false,
    };
    session::paint(&job, &painters, &mut |_| Flow::Continue).expect("painted");
    let again = load(&again, DecodeLimits::default()).expect("a picture");
    assert!(again.rgb == shown.rgb, "the same pixels");
}
