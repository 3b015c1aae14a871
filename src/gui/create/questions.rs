//! Small questions: whether to quit, and what a painting is to be whose photograph was not found.

use crate::{
    gui::{
        create::{context::PaneContext, intent::Intent},
        files::Want,
        theme::{GAP, palette},
        widgets::{self, cancel_button},
    },
    session::loader::{FileRequest, OpenedRecipe, Source},
};
use egui::{Button, RichText, Ui, vec2};

/// Whether the window is closed though something goes on.
pub fn quit_dialog(ui: &mut Ui, cx: &mut PaneContext<'_>, why: &str) -> bool {
    ui.heading(cx.words.get("quit-question"));
    ui.label(cx.words.get(why));
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let colours = palette(ui.ctx());
        let text = RichText::new(cx.words.get("action-quit")).color(colours.on_accent);
        let yes = Button::new(text).fill(colours.accent);
        if ui.add(yes.min_size(vec2(110.0, 30.0))).clicked() {
            cx.ask(Intent::Quit);
            closed = true;
        }
        let no = Button::new(cx.words.get("quit-no")).min_size(vec2(110.0, 30.0));
        closed |= ui.add(no).clicked();
    });
    closed
}

/// What a painting is to be whose photograph was not found.
pub fn restore_dialog(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    title: &str,
    painted: &OpenedRecipe,
) -> bool {
    ui.heading(cx.words.get("restore-question"));
    let name = [("name", painted.recipe.content.name.as_str().into())];
    ui.label(cx.words.with("restore-text", &name));
    ui.add_space(GAP);
    let mut closed = false;
    let size = vec2(ui.available_width(), 34.0);
    let here = cx.words.with("restore-here", &[("name", title.into())]);
    let mut choice = |ui: &mut Ui, text: String| {
        let clicked = widgets::centred(ui, Button::new(text).min_size(size)).clicked();
        closed |= clicked;
        clicked
    };
    if choice(ui, cx.words.get("restore-find")) {
        let want = Want::Original(Box::new(painted.clone()));
        cx.ask(Intent::Files(want, "restore-find"));
    }
    if choice(ui, here) {
        cx.ask(Intent::Restore(Box::new(painted.recipe.clone())));
    }
    if painted.is_picture && choice(ui, cx.words.get("restore-no")) {
        let source = Source::File(painted.path.clone());
        cx.ask(Intent::Load(Box::new(
            FileRequest::Photograph(source).into(),
        )));
    }
    ui.add_space(GAP);
    closed |= cancel_button(ui, cx.words);
    closed
}
