//! The runs there are: a card each, at the left.

pub mod card;
pub mod page;
pub mod sheet;

use super::{
    context::PaneContext,
    intent::{Intent, Question, Shown},
    queue,
};
use crate::{
    gui::{
        files::Want,
        icons,
        theme::{CONTROL, CORNER, GAP, palette},
        widgets::heading,
    },
    session::{RunInfo, loader::LibraryRequest},
};
use card::{HEIGHT, card};
use egui::{Button, RichText, Role, ScrollArea, Stroke, Ui, WidgetInfo, vec2};
use sheet::SheetOfRun;
use std::path::{Path, PathBuf};

/// What there is beside runs: an icon, a name and a hint each, keys both.
const PLACES: [(&str, &str, &str, Shown); 3] = [
    (icons::ADD, "runs-new", "runs-new-hint", Shown::Start),
    (icons::SUGGEST, "dreams", "dreams-open-hint", Shown::Dreams),
    (icons::STUDY, "study", "study-open-hint", Shown::Study),
];

/// One of them; whether it was clicked.
fn choice(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    (icon, name, hint): (&str, &str, &str),
    chosen: bool,
) -> bool {
    let name = cx.text(name);
    let colours = palette(ui.ctx());
    let (fill, stroke) = match chosen {
        true => (colours.raised, Stroke::new(2.0, colours.accent)),
        false => (colours.panel, Stroke::new(1.0, colours.line)),
    };
    let button = Button::new(format!("{icon}  {name}")).fill(fill);
    let button = button.stroke(stroke).corner_radius(CORNER);
    let size = vec2(ui.available_width() - 6.0, 32.0);
    let response = ui.add(button.min_size(size).right_text(""));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.as_str()));
    response.on_hover_text(cx.text(hint)).clicked()
}

/// The runs there are.
#[derive(Default)]
pub struct Library {
    /// All of them, the newest first.
    pub runs: Vec<RunInfo>,
    /// Those in the bin.
    pub bin: Vec<RunInfo>,
    /// Whether they were looked for.
    pub is_read: bool,
    /// The run of which a model is being made.
    pub busy: Option<PathBuf>,
    /// Samples of the run that is looked at.
    pub sheet: SheetOfRun,
    /// Whether they were asked for.
    asked: bool,
    /// Steps by which one that is over would go on; 0 before that was asked.
    more: usize,
}

impl Library {
    /// Draws it. `shown` is what stands in the middle, `live` the run that goes on.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut PaneContext<'_>,
        shown: &Shown,
        live: Option<&Path>,
    ) {
        if !std::mem::replace(&mut self.asked, true) {
            cx.ask(Intent::Library(Box::new(LibraryRequest::Runs)));
        }
        for (icon, name, hint, place) in PLACES {
            if choice(ui, cx, (icon, name, hint), *shown == place) {
                cx.ask(Intent::Show(place));
            }
        }
        queue::show(ui, cx, &self.runs, live.is_some());
        ui.add_space(GAP);
        ui.label(heading(&cx.text("runs")));
        let below = if self.bin.is_empty() { 48.0 } else { 84.0 };
        let room = (ui.available_height() - below).max(HEIGHT);
        ScrollArea::vertical()
            .id_salt("runs")
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, false])
            .show(ui, |ui| self.cards(ui, cx, shown, live));
        self.below(ui, cx);
    }

    fn cards(&self, ui: &mut Ui, cx: &mut PaneContext<'_>, shown: &Shown, live: Option<&Path>) {
        if self.runs.is_empty() {
            let key = if self.is_read {
                "runs-none"
            } else {
                "runs-reading"
            };
            ui.label(RichText::new(cx.text(key)).weak());
        }
        let sheets = self.runs.iter().filter_map(|run| run.sheet.clone());
        cx.ask(Intent::Thumbnails(sheets.collect()));
        for run in &self.runs {
            let is_live = live == Some(run.folder.as_path());
            let chosen = match shown {
                Shown::Running => is_live,
                Shown::Run(folder) => *folder == run.folder,
                Shown::Compare(one, other) => [one, other].contains(&&run.folder),
                Shown::Start | Shown::Dreams | Shown::Study => false,
            };
            if card(ui, cx, run, chosen, is_live).clicked() {
                cx.ask(Intent::Show(match is_live {
                    true => Shown::Running,
                    false => Shown::Run(run.folder.clone()),
                }));
            }
        }
    }

    /// What can be done with all of them.
    fn below(&self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        ui.separator();
        let text = format!("{}  {}", icons::OPEN, cx.text("runs-import"));
        let import = ui.add(Button::new(text).min_size(vec2(0.0, CONTROL)));
        if import.on_hover_text(cx.text("runs-import-hint")).clicked() {
            cx.ask(Intent::Files(Want::Model, "runs-import"));
        }
        if self.bin.is_empty() {
            return;
        }
        let count = [("count", self.bin.len().into())];
        ui.menu_button(cx.words.with("runs-bin", &count), |ui| {
            for run in &self.bin {
                let name = [("name", run.about.name.as_str().into())];
                if ui.button(cx.words.with("runs-bring-back", &name)).clicked() {
                    let request = LibraryRequest::BringBack(run.folder.clone());
                    cx.ask(Intent::Library(Box::new(request)));
                }
            }
            ui.separator();
            if ui.button(cx.text("runs-empty")).clicked() {
                cx.ask(Intent::Ask(Question::EmptyBin(self.bin.len())));
            }
        });
    }
}
