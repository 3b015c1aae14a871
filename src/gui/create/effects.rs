//! The picture is followed: what has come of it is shown and said.

use crate::{
    gui::{
        app::App,
        create::{
            canvas::{Compare, Zoom},
            titles::has_ended,
        },
        toasts::Kind,
    },
    session::{Effect, Moment},
    stylize::Engine,
};
use egui::Context;

/// Tells the engine what has changed.
pub fn follow_picture(app: &mut App, ctx: &Context) {
    let now = app.shell.attention.now();
    let held = ctx.input(|input| input.pointer.any_down());
    let moment = Moment {
        now,
        held,
        side: shown_side(app),
        on_request: app.shell.settings.paint_on_request,
        waits: app.create.works.keeping.waits(),
    };
    app.create.shelf.styles.settle(&mut app.create.art);
    if app.create.art.follow(app.shell.engine.as_mut(), &moment) {
        ctx.request_repaint_after_secs(0.1);
    }
    take_effects(app);
}

/// Shows and says what has come of the picture.
pub fn take_effects(app: &mut App) {
    for effect in app.create.art.effects() {
        match effect {
            Effect::ClearResult => {
                app.create.canvas.after.clear();
                app.create.canvas.other.clear();
                app.create.canvas.appeared = None;
            }
            Effect::ClearCompared => app.create.canvas.other.clear(),
            Effect::Compared => {
                if app.create.canvas.compare == Compare::Result {
                    app.create.canvas.compare = Compare::Split;
                }
            }
            Effect::SameCompared => app.shell.note("compare-same"),
            Effect::NeedsPainting => app.shell.note("refine-needs-painting"),
            Effect::GoesOnFrom(step) => {
                let text = app
                    .shell
                    .words
                    .with("goes-on-from", &[("step", step.into())]);
                app.shell.toasts.say(Kind::Note, text);
            }
            Effect::Ended { steps, stopped } => {
                app.create.works.keeping.now = true;
                let key = if stopped { "stopped-after" } else { "finished" };
                let text = app.shell.words.with(key, &[("steps", steps.into())]);
                if !app.create.art.project.is_sample || stopped {
                    has_ended(app, &text);
                    app.shell.toasts.say(Kind::Good, text);
                }
            }
        }
    }
}

/// Long side in screen pixels in which the picture is seen, as far as it is worth to paint it: all that
/// fits the window, and beyond that what is there in a few seconds.
pub fn shown_side(app: &App) -> Option<usize> {
    /// Seconds that a picture may take which is seen from near.
    const NEAR: f32 = 6.0;
    let (width, height) = app.create.art.project.own_size()?;
    let of = |zoom| app.create.canvas.side(zoom, (width, height));
    let (seen, fits) = (of(app.create.canvas.zoom)?, of(Zoom::Fit)?);
    let long = width.max(height) as f32;
    let all = seconds_for(app, Engine::Instant, (width, height));
    let quick = (long * (NEAR / all.max(1e-3)).sqrt()).max(1.0);
    // In steps, so that a picture that took less than expected is not painted a little larger again.
    let quick = 2.0_f32.powf((2.0 * quick.log2()).floor() / 2.0);
    let quick = if all > 0.0 { quick as usize } else { fits };
    Some(seen.min(quick.max(fits)).min(width.max(height)))
}

/// Seconds that the picture takes at this size, as measured on this device; 0 before that.
pub fn seconds_for(app: &App, engine: Engine, size: (usize, usize)) -> f32 {
    let recipe = &app.create.art.project.recipe;
    let gpu = app.shell.device.gpu;
    app.shell.settings.seconds_for(gpu, engine, recipe, size)
}
