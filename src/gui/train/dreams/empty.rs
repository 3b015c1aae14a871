//! What stands in the place of dreams as long as there is no model of any.

use crate::{
    gui::{
        files::Want,
        icons,
        theme::GAP,
        train::{
            context::PaneContext,
            intent::{Intent, Shown},
        },
        widgets,
    },
    session::RunInfo,
};
use egui::{Button, Label, RichText, Ui, vec2};

/// Runs that are offered.
const MOST: usize = 3;

/// Says so, with what can be done: dream with what a run has learnt, train one, or import one.
pub fn empty(ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
    ui.label(RichText::new(cx.text("dreams-title")).size(20.0).strong());
    ui.add(Label::new(RichText::new(cx.text("dreams-none")).weak()).wrap());
    ui.add_space(GAP);
    let high = vec2(0.0, 30.0);
    let dreams = |run: &&RunInfo| run.is_begun && run.settings.is_ok() && !run.paints();
    ui.horizontal_wrapped(|ui| {
        for run in runs.iter().filter(dreams).take(MOST) {
            let name = [("name", run.about.name.as_str().into())];
            let text = cx.words.with("dreams-with", &name);
            let text = format!("{}  {text}", icons::SUGGEST);
            if ui.add(widgets::main_button(ui, text)).clicked() {
                cx.ask(Intent::Use(run.folder.clone()));
            }
        }
        let train = Button::new(format!("{}  {}", icons::ADD, cx.text("runs-new")));
        if ui.add(train.min_size(high)).clicked() {
            cx.ask(Intent::Show(Shown::Start));
        }
        let import = Button::new(format!("{}  {}", icons::OPEN, cx.text("runs-import")));
        if ui.add(import.min_size(high)).clicked() {
            cx.ask(Intent::Files(Want::Model, "runs-import"));
        }
    });
}
