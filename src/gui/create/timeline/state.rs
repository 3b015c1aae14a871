//! Where painting stands, in words.

use crate::{
    gui::{
        create::context::PaneContext,
        localisation::{Words, clock},
    },
    session::{Phase, engine::Standing},
    stylize::Engine,
};

/// Where painting stands, in words, with the size that is being painted if `sized`.
pub fn state_text(cx: &PaneContext<'_>, sized: bool, is_opening: bool) -> String {
    let words = cx.words;
    let snapshots = cx.art.snapshots();
    if let Some(snapshot) = snapshots.shown.and_then(|id| snapshots.get(id)) {
        return match snapshot.step {
            0 if snapshot.own => words.get("showing-look"),
            0 => words.get("showing-instant"),
            step => words.with("showing-step", &[("step", step.into())]),
        };
    }
    if !cx.art.refines() {
        return instant_text(cx, is_opening);
    }
    match (cx.art.phase(), cx.art.run().standing) {
        (Phase::Idle, _) if cx.art.project.photograph.is_none() => words.get("state-no-photo"),
        (Phase::Idle, _) => words.get("state-ready"),
        (Phase::Starting, _) | (Phase::Painting, None) => words.get("state-starting"),
        (Phase::Done, _) if cx.art.run().outdated => words.get("state-outdated"),
        (Phase::Done, Some(standing)) if cx.art.run().stopped => {
            words.with("state-stopped", &[("step", standing.step.into())])
        }
        (Phase::Done, _) => words.get("state-done"),
        (Phase::Paused, Some(standing)) => {
            words.with("state-paused", &[("step", standing.step.into())])
        }
        (Phase::Paused, None) => words.get("state-starting"),
        (Phase::Painting, Some(standing)) => {
            // Coarse to fine: the size says how far the forms are.
            let size = format!("{} × {}", standing.size.0, standing.size.1);
            // As in the window's title: late steps count more.
            let percent = format!("{:.0}", standing.done * 100.0);
            let values = [("percent", percent.into()), ("size", size.into())];
            let key = if sized { "run-step-at" } else { "run-step" };
            let step = words.with(key, &values);
            // Before three seconds are over a guess would jump about.
            let settled = cx
                .art
                .run()
                .began
                .is_some_and(|began| began.elapsed().as_secs() >= 3);
            if standing.eta_seconds > 0.0 && settled {
                let left = clock(standing.eta_seconds);
                let left = words.with("time-left", &[("time", left.into())]);
                format!("{step}  ·  {left}")
            } else {
                step
            }
        }
    }
}

/// Which step of how many.
pub fn step_text(words: &Words, standing: &Standing) -> String {
    let values = [
        ("step", standing.step.into()),
        ("steps", standing.steps.into()),
    ];
    words.with("run-step-hint", &values)
}

/// What Instant does or has done, in words.
fn instant_text(cx: &PaneContext<'_>, is_opening: bool) -> String {
    let words = cx.words;
    let size = cx.canvas_size(Engine::Instant).unwrap_or_default();
    let size = format!("{} × {}", size.0, size.1);
    if let Some(share) = cx.art.answer().share {
        let percent = format!("{:.0}", share * 100.0);
        let values = [("size", size.into()), ("percent", percent.into())];
        return words.with("instant-percent", &values);
    }
    let shown = cx
        .art
        .answer()
        .shown
        .as_ref()
        .filter(|_| !cx.art.is_stale());
    match shown {
        None if is_opening => words.get("state-starting"),
        None if cx.art.project.photograph.is_none() => words.get("state-no-photo"),
        None if cx.art.answer().waiting => words.get("instant-waiting"),
        None => words.get("state-starting"),
        Some(shot) => {
            let seconds = format!("{:.2}", shot.seconds);
            let key = match (shot.result, cx.art.answer().waiting) {
                (true, _) => "instant-result",
                (false, true) => "instant-sketch",
                (false, false) => "instant-only-sketch",
            };
            words.with(key, &[("seconds", seconds.into()), ("size", size.into())])
        }
    }
}
