//! The window on one device with the networks: painted live, an error survived.

use super::{drop_file, photograph, wait_for};
use crate::{
    compute::{DeviceChoice, Turn, bytes_read, provoke_error},
    gui::{App, shared_device, wgpu_setup},
    session::{
        Language, Phase, Theme,
        engine::{Worker, WorkerDevice},
    },
    stylize::{Colour, Size},
};
use eframe::egui_wgpu::{WgpuSetupCreateNew, wgpu};
use egui::accesskit::Role;
use egui_kittest::{Harness, kittest::Queryable};
use std::{
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

/// A software adapter tunes its kernels for a minute or two.
const PATIENCE: Duration = Duration::from_secs(400);

#[test]
fn the_window_paints_on_its_own_gpu_and_survives_an_error_of_it() {
    let folder = tempfile::tempdir().expect("folder");
    let folder = folder.path();
    let device: Arc<OnceLock<wgpu::Device>> = Arc::default();
    let for_test = Arc::clone(&device);
    let setup = wgpu_setup(WgpuSetupCreateNew::without_display_handle());
    let (mut harness, _) = super::open_with(
        Harness::builder()
            .with_size(egui::vec2(1440.0, 900.0))
            .wgpu_setup(setup),
        move |cc| {
            let state = cc.wgpu_render_state.as_ref().expect("a GPU");
            let window = shared_device(state, Turn::default());
            for_test.get_or_init(|| window.device.clone());
            let device = WorkerDevice {
                window: Some(window),
                choice: DeviceChoice::Gpu,
            };
            let ctx = cc.egui_ctx.clone();
            Box::new(Worker::start(device, move || ctx.request_repaint()))
        },
        folder,
        Language::English,
        Theme::Dark,
    );
    harness.state_mut().shell.settings.paint_on_request = true;
    let photo = photograph(folder, "disc.png");
    drop_file(&mut harness, &photo);
    let wait = |harness: &mut Harness<'_, App>, what, done: &dyn Fn(&App) -> bool| {
        wait_for(PATIENCE, harness, what, done);
    };
    wait(&mut harness, "the photograph", &|s| {
        !s.create.art.project.is_sample
    });
    wait(&mut harness, "the style", &|s| {
        s.create.art.project.start().is_some()
    });
    assert!(
        harness.state().shell.device.gpu,
        "the window's GPU computes"
    );
    let recipe = &mut harness.state_mut().create.art.project.recipe;
    recipe.size = Size::LongSide(64);
    // Pictures over a draft are put together in memory.
    recipe.stroke_size = None;
    recipe.steps = 100_000;
    harness.step();
    let instant = |s: &App| {
        s.create
            .art
            .answer()
            .shown
            .as_ref()
            .is_some_and(|shot| shot.result)
    };
    wait(&mut harness, "the picture of Instant", &instant);
    // What is told of a picture may come a frame before it.
    wait(&mut harness, "a picture of which no bytes travel", &|s| {
        s.create.canvas.after.on_gpu()
    });
    // Colours and fading need no bytes either.
    let before = bytes_read();
    for (colour, strength) in [
        (Colour::Luma, 1.0),
        (Colour::Content, 1.0),
        (Colour::Style, 0.1),
    ] {
        let recipe = &mut harness.state_mut().create.art.project.recipe;
        (recipe.colour, recipe.strength) = (colour, strength);
        harness.step();
        wait(&mut harness, "the changed picture", &|s: &App| {
            let shown = s.create.art.answer().shown.as_ref();
            shown.is_some_and(|shot| shot.result && shot.recipe.colour == colour)
        });
        assert!(
            harness.state().create.canvas.after.on_gpu(),
            "no bytes travel"
        );
    }
    assert_eq!(bytes_read(), before, "nothing is read back to be shown");
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "a frame", &|s| {
        s.create.art.run().curve.len() > 3
    });
    assert!(
        harness.state().create.canvas.after.on_gpu(),
        "no bytes travel"
    );

    // What the canvas shows is the picture: not the neutral ground round it.
    let shot = harness.render().expect("drawn");
    let colourful = shot.pixels().filter(|p| {
        let [r, g, b, _] = p.0.map(i32::from);
        (r - g).abs().max((g - b).abs()) > 24
    });
    let share = colourful.count() as f64 / f64::from(shot.width() * shot.height());
    assert!(share > 0.05, "{share}");

    // An error that nobody catches, not of the window, ends the job with a sentence, not the window.
    let device = device.get().expect("opened");
    let fail = || provoke_error(device);
    thread::scope(|scope| drop(scope.spawn(fail)));
    wait(&mut harness, "the failure", &|s| {
        s.create.art.phase() == Phase::Idle
    });
    let state = harness.state();
    assert!(!state.shell.device.gpu, "the CPU goes on");
    harness.get_by_label_contains("create_texture");
    harness.state_mut().create.art.project.recipe.steps = 8;
    harness.step();
    harness
        .get_by_role_and_label(Role::Button, "Refine")
        .click();
    wait(&mut harness, "the end on the CPU", &|s| {
        s.create.art.phase() == Phase::Done
    });
}
