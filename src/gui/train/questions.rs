//! Small questions before something is done with runs.

use super::{
    context::PaneContext,
    intent::{Intent, Question},
};
use crate::{
    gui::{
        theme::GAP,
        widgets::{self, cancel_button},
    },
    session::{
        LONGEST_NAME,
        loader::{LibraryRequest, StudyRequest},
    },
};
use egui::{Context, Id, Key, Modal, Role, TextEdit, Ui, WidgetInfo};
use std::path::Path;

/// Draws what is asked in front of the window; returns whether it is closed.
pub fn show(question: &mut Question, ctx: &Context, cx: &mut PaneContext<'_>) -> bool {
    let frame = egui::Frame::window(&ctx.global_style()).inner_margin(20);
    let modal = Modal::new(Id::unique("train question")).frame(frame);
    let shown = modal.show(ctx, |ui| {
        ui.set_width(440.0);
        match question {
            Question::ToBin(run, name) => {
                let name = [("name", name.as_str().into())];
                let title = cx.words.with("runs-bin-question", &name);
                let request = LibraryRequest::ToBin(run.clone());
                let intent = Intent::Library(Box::new(request));
                sure(ui, cx, &title, ["runs-bin-text", "runs-bin-yes"], intent)
            }
            Question::RemoveStudy(folder, name) => {
                let name = [("name", name.as_str().into())];
                let title = cx.words.with("study-remove-question", &name);
                let request = StudyRequest::Remove(folder.clone()).into();
                let texts = ["study-remove-text", "study-remove-yes"];
                sure(ui, cx, &title, texts, Intent::Load(Box::new(request)))
            }
            Question::EmptyBin(count) => {
                let count = [("count", (*count).into())];
                let title = cx.words.with("runs-empty-question", &count);
                let request = LibraryRequest::EmptyBin;
                sure(
                    ui,
                    cx,
                    &title,
                    ["runs-empty-text", "runs-empty-yes"],
                    Intent::Library(Box::new(request)),
                )
            }
            Question::Rename(run, name, note) => rename(ui, cx, run, name, note),
        }
    });
    shown.inner || shown.should_close()
}

/// Asks whether something is to be done, and what follows from it.
fn sure(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    title: &str,
    [text, yes]: [&str; 2],
    intent: Intent,
) -> bool {
    ui.heading(title);
    ui.label(cx.text(text));
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let yes = widgets::main_button(ui, cx.text(yes));
        if ui.add(yes).clicked() {
            cx.ask(intent);
            closed = true;
        }
        closed |= cancel_button(ui, cx.words);
    });
    closed
}

fn rename(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    run: &Path,
    name: &mut String,
    note: &mut String,
) -> bool {
    ui.heading(cx.text("runs-rename-question"));
    let label = cx.text("runs-name");
    ui.label(label.as_str());
    let field = TextEdit::singleline(name).char_limit(LONGEST_NAME);
    let edit = ui.add(field.desired_width(f32::INFINITY));
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
    let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let label = cx.text("runs-note");
    ui.label(label.as_str());
    let field = TextEdit::multiline(note).char_limit(2000).desired_rows(4);
    let edit = ui.add(field.desired_width(f32::INFINITY));
    edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let good = !name.trim().is_empty();
        let yes = widgets::main_button(ui, cx.text("runs-rename-yes"));
        let why = cx.text("name-empty");
        if widgets::add_or_why(ui, good, &why, yes).clicked() || (enter && good) {
            let request = LibraryRequest::Describe(run.to_owned(), name.clone(), note.clone());
            cx.ask(Intent::Library(Box::new(request)));
            closed = true;
        }
        closed |= cancel_button(ui, cx.words);
    });
    closed
}
