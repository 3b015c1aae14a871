//! Whether anybody looks at the window, and what time it is while nobody does.
//!
//! A window that is minimised or covered is not drawn. egui then runs no pass: of its input only the state of the window
//! is new ([`Context::run_logic`]), its time and what it says of the focus are those of the last pass.

use eframe::egui::Context;
use std::time::Instant;

/// What is known of the window's visibility.
#[derive(Debug, Default)]
pub struct Attention {
    away: bool,
    /// Time of the last pass, and when that was.
    pass: Option<(f64, Instant)>,
    hidden: bool,
}

impl Attention {
    /// Looks at the window; before anything else, each time that the program gets its turn.
    pub fn update(&mut self, ctx: &Context) {
        let (time, focused, visible) = ctx.input(|input| {
            let window = input.raw.viewport();
            (input.time, input.raw.focused, window.visible())
        });
        self.hidden = visible == Some(false);
        self.away = self.hidden || !focused;
        if self.pass.is_none_or(|(before, _)| before != time) {
            self.pass = Some((time, Instant::now()));
        }
    }

    /// Whether the window is not looked at: what ends is told by the desktop.
    pub fn is_away(&self) -> bool {
        self.away
    }

    /// Seconds on egui's clock, which goes on while the window is hidden.
    pub fn now(&self) -> f64 {
        self.pass.map_or(0.0, |(time, at)| {
            if self.hidden {
                time + at.elapsed().as_secs_f64()
            } else {
                time
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{RawInput, ViewportId};
    use std::time::Duration;

    #[test]
    fn a_minimised_window_is_away_and_its_time_goes_on() {
        let input = |minimised: bool| {
            let mut input = RawInput {
                time: Some(7.0),
                focused: !minimised,
                ..RawInput::default()
            };
            let window = input.viewports.entry(ViewportId::ROOT).or_default();
            window.minimized = Some(minimised);
            window.occluded = Some(minimised);
            input
        };
        let (ctx, mut attention) = (Context::default(), Attention::default());
        let _ = ctx.run_ui(input(false), |ui| attention.update(ui.ctx()));
        assert!(!attention.is_away());
        assert_eq!(attention.now(), 7.0);

        std::thread::sleep(Duration::from_millis(20));
        let _ = ctx.run_logic(&input(true), |ctx| attention.update(ctx));
        assert!(
            attention.is_away(),
            "egui's own focus is that of the last pass"
        );
        assert!(attention.now() >= 7.02, "{}", attention.now());
    }
}
