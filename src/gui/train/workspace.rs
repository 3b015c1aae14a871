//! The workspace in which networks learn: what it holds.

use super::{context::PaneContext, intent::Intent, running::Running};
use crate::gui::{shell::Shell, theme::palette};
use egui::{CentralPanel, Frame, Rect, Ui};

/// The workspace.
#[derive(Default)]
pub struct Train {
    /// The run that goes on.
    pub running: Running,
}

impl Train {
    /// Draws the panes; returns where the middle is. `intents` as in [`PaneContext`].
    pub fn show(&mut self, ui: &mut Ui, shell: &mut Shell, intents: &mut Vec<Intent>) -> Rect {
        shell.refresh_budget(ui.input(|input| input.time));
        let mut cx = PaneContext::new(shell, intents);
        let place = ui.available_rect_before_wrap();
        let panel = Frame::new().fill(palette(ui.ctx()).panel);
        CentralPanel::default_margins()
            .frame(panel)
            .show(ui, |ui| self.running.show(ui, &mut cx));
        place
    }
}
