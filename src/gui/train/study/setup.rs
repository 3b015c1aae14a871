//! How a study is set up: the folders that take part, what stands above, what is asked; and those of before.

use super::StudyPane;
use crate::{
    gui::{
        files::Want,
        icons,
        theme::{CONTROL, CORNER, GAP, palette},
        train::{
            context::PaneContext,
            intent::{Intent, Question},
            path_field::path_field,
            start::pictures::named,
            words::ago,
        },
        widgets::{self, heading},
    },
    session::{
        RunInfo, StudyInfo,
        loader::{NewStudy, StudyRequest},
    },
};
use egui::{
    Button, DragValue, Frame, Label, Margin, ProgressBar, RichText, Role, ScrollArea, Stroke,
    TextEdit, Ui, WidgetInfo, vec2,
};
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Folders that take part at most.
const MOST: usize = 5;

/// How a new study is set up.
pub struct Setup {
    /// The contenders, each with how many pictures it has, once that is known.
    folders: Vec<(PathBuf, Option<usize>)>,
    /// What stands above both.
    beside: Option<PathBuf>,
    /// What is asked.
    question: String,
    /// Most sheets.
    most: usize,
    /// What is being typed into the fields for paths.
    typed: [String; 2],
    /// How many sheets are drawn, and of how many; and what gives it up.
    drawing: Option<(usize, usize, Arc<AtomicBool>)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            folders: Vec::new(),
            beside: None,
            question: String::new(),
            most: 40,
            typed: Default::default(),
            drawing: None,
        }
    }
}

impl Setup {
    /// A folder was looked at: how many pictures it has, if it is one.
    pub fn looked(&mut self, folder: PathBuf, count: Option<usize>) {
        self.folders.retain(|(known, _)| *known != folder);
        if self.folders.len() < MOST {
            self.folders.push((folder, count.or(Some(0))));
        }
    }

    /// What stands above both from now on.
    pub fn stands_above(&mut self, folder: PathBuf) {
        self.beside = Some(folder);
    }

    /// So many sheets are drawn.
    pub fn drawn(&mut self, done: usize, of: usize) {
        if let Some(drawing) = &mut self.drawing {
            (drawing.0, drawing.1) = (done, of);
        }
    }

    /// Drawing is over; whether it went on. What was set up is forgotten once it is `drawn`.
    pub fn ended(&mut self, drawn: bool) -> bool {
        let went_on = self.drawing.take().is_some();
        if went_on && drawn {
            *self = Self::default();
        }
        went_on
    }

    /// What keeps it from being drawn: a key.
    fn lacks(&self) -> Option<&'static str> {
        if self.folders.len() < 2 {
            return Some("study-lacks-folders");
        }
        let empty = self.folders.iter().any(|(_, count)| *count == Some(0));
        empty.then_some("study-lacks-pictures")
    }
}

impl StudyPane {
    /// Draws it.
    pub fn setting_up(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
        let scroll = ScrollArea::vertical().id_salt("study setup");
        scroll.auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(760.0) - 8.0);
            ui.label(RichText::new(cx.text("study-title")).size(20.0).strong());
            ui.add(Label::new(RichText::new(cx.text("study-hint")).weak()).wrap());
            ui.add_space(GAP);
            ui.label(heading(&cx.text("study-folders")));
            framed(ui, |ui| self.setup.contenders(ui, cx, runs));
            ui.add_space(GAP);
            ui.horizontal(|ui| {
                ui.label(heading(&cx.text("study-beside")));
                ui.label(RichText::new(cx.text("start-optional")).weak().size(11.0));
            });
            framed(ui, |ui| self.setup.above(ui, cx));
            ui.add_space(GAP);
            self.asked(ui, cx);
            ui.add_space(GAP);
            self.setup.begin(ui, cx);
            ui.add_space(2.0 * GAP);
            self.before(ui, cx);
        });
    }

    /// What is asked, of how many pairs, and of whom.
    fn asked(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let name = cx.text("study-question");
        named(ui, &name, |ui| {
            let field = TextEdit::singleline(&mut self.setup.question)
                .hint_text(cx.text("study-question-usual"))
                .char_limit(200);
            let edit = ui.add(field.desired_width(ui.available_width()));
            edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name.as_str()));
        });
        let name = cx.text("study-who");
        named(ui, &name, |ui| {
            let field = TextEdit::singleline(&mut self.who)
                .hint_text(cx.text("study-who-hint"))
                .char_limit(60);
            let edit = ui.add(field.desired_width(220.0));
            edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name.as_str()));
        });
        let name = cx.text("study-most");
        named(ui, &name, |ui| {
            let edit = ui.add(DragValue::new(&mut self.setup.most).range(2..=999));
            edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
            edit.on_hover_text(cx.text("study-most-hint"));
        });
    }

    /// Studies of before.
    fn before(&self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let known = self.known.as_deref().unwrap_or_default();
        if known.is_empty() {
            return;
        }
        ui.label(heading(&cx.text("study-before")));
        for study in known {
            ui.add_space(4.0);
            framed(ui, |ui| one_before(ui, cx, study));
        }
    }
}

fn one_before(ui: &mut Ui, cx: &mut PaneContext<'_>, study: &StudyInfo) {
    ui.horizontal(|ui| {
        let done = study.sheets - study.left;
        let values = [("done", done.into()), ("count", study.sheets.into())];
        let progress = cx.words.with("study-progress", &values);
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - 240.0).max(160.0));
            let title = study.names.join(" · ");
            ui.add(Label::new(RichText::new(title).strong()).truncate());
            let when = ago(study.changed, cx.words);
            ui.label(RichText::new(format!("{progress} · {when}")).weak());
        });
        widgets::at_right(ui, |ui| {
            let key = if study.left > 0 {
                "study-go-on"
            } else {
                "study-see"
            };
            let open = ui.add(Button::new(cx.text(key)).min_size(vec2(0.0, CONTROL)));
            if open.clicked() {
                let request = StudyRequest::Open(study.folder.clone());
                cx.ask(Intent::Load(Box::new(request.into())));
            }
            let name = cx.text("study-remove");
            let remove = widgets::icon_button(ui, icons::CLOSE, &name);
            if remove.clicked() {
                let title = study.names.join(" · ");
                cx.ask(Intent::Ask(Question::RemoveStudy(
                    study.folder.clone(),
                    title,
                )));
            }
        });
    });
}

fn framed(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    Frame::new()
        .stroke(Stroke::new(1.0, palette(ui.ctx()).line))
        .corner_radius(CORNER)
        .inner_margin(12)
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            contents(ui);
        });
}

/// A folder with a way to take it away; whether it was.
fn chip(ui: &mut Ui, cx: &PaneContext<'_>, folder: &Path, count: Option<usize>) -> bool {
    let colours = palette(ui.ctx());
    // The folder of a run's sheets is called as all are.
    let ends = folder.iter().rev().take(2).collect::<Vec<_>>();
    let name = match ends[..] {
        [end, run] if end == "previews" => run,
        [end, ..] => end,
        [] => folder.as_os_str(),
    };
    let name = name.to_string_lossy();
    let text = match count {
        Some(0) => {
            let values = [("name", name.as_ref().into())];
            let text = cx.words.with("study-empty", &values);
            RichText::new(format!("{}  {text}", icons::ERROR)).color(colours.error)
        }
        Some(count) => {
            let values = [("name", name.as_ref().into()), ("count", count.into())];
            let text = cx.words.with("study-pictures", &values);
            RichText::new(format!("{}  {text}", icons::OPEN))
        }
        None => RichText::new(format!("{}  {name}", icons::OPEN)),
    };
    let frame = Frame::new()
        .fill(colours.raised)
        .corner_radius(14)
        .inner_margin(Margin::symmetric(8, 0));
    let shown = frame.show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(text).on_hover_text(folder.display().to_string());
        let values = [("name", name.as_ref().into())];
        let name = cx.words.with("start-remove", &values);
        let close = Button::new(icons::CLOSE).frame(false);
        let close = ui.add(close.min_size(vec2(24.0, 24.0)));
        close.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
        close.on_hover_text(name).clicked()
    });
    shown.inner
}

/// A way to let what a training has painted take part: its sheets, which those of another one of the same steps are compared with.
fn from_run(ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
    let sheets = |run: &RunInfo| Some(run.sheet.as_ref()?.parent()?.to_owned());
    let known = runs
        .iter()
        .filter_map(|run| Some((&run.about.name, sheets(run)?)));
    let known: Vec<(&String, PathBuf)> = known.collect();
    if known.is_empty() {
        return;
    }
    let text = format!("{}  {}", icons::LEARNT, cx.text("study-from-run"));
    let menu = ui.menu_button(text, |ui| {
        for (name, folder) in known {
            if ui.button(name.as_str()).clicked() {
                let request = StudyRequest::Look(folder);
                cx.ask(Intent::Load(Box::new(request.into())));
            }
        }
    });
    menu.response.on_hover_text(cx.text("study-from-run-hint"));
}

impl Setup {
    fn contenders(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
        if self.folders.is_empty() {
            ui.label(RichText::new(cx.text("study-folders-hint")).weak());
        }
        let mut gone = None;
        let chips = |ui: &mut Ui| {
            for (at, (folder, count)) in self.folders.iter().enumerate() {
                if chip(ui, cx, folder, *count) {
                    gone = Some(at);
                }
            }
        };
        if !self.folders.is_empty() {
            ui.horizontal_wrapped(chips);
        }
        if let Some(at) = gone {
            self.folders.remove(at);
        }
        if self.folders.len() >= MOST {
            return;
        }
        let title = cx.text("study-folders");
        from_run(ui, cx, runs);
        let want = (Want::StudyFolder(false), "study-add");
        if let Some(path) = path_field(ui, cx, &title, &mut self.typed[0], want).path {
            cx.ask(Intent::Load(Box::new(StudyRequest::Look(path).into())));
        }
    }

    fn above(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        match self.beside.clone() {
            Some(folder) => {
                if chip(ui, cx, &folder, None) {
                    self.beside = None;
                }
            }
            None => drop(ui.label(RichText::new(cx.text("study-beside-hint")).weak())),
        }
        let title = cx.text("study-beside");
        let want = (Want::StudyFolder(true), "study-choose");
        if let Some(path) = path_field(ui, cx, &title, &mut self.typed[1], want).path {
            self.beside = Some(path);
        }
    }

    /// The button that draws it, or how far that is.
    fn begin(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        if let Some((done, of, cancelled)) = &self.drawing {
            ui.horizontal(|ui| {
                let bar = ProgressBar::new(*done as f32 / (*of).max(1) as f32);
                let bar = bar.desired_width(200.0).desired_height(6.0);
                ui.add(bar.fill(palette(ui.ctx()).accent));
                let values = [("done", (*done).into()), ("count", (*of).into())];
                ui.label(RichText::new(cx.words.with("study-drawing", &values)).weak());
                if widgets::cancel_button(ui, cx.words) {
                    cancelled.store(true, Ordering::Relaxed);
                }
            });
            ui.ctx().request_repaint_after_secs(0.2);
            return;
        }
        let lacks = self.lacks();
        let begin = widgets::main_button(ui, cx.text("study-begin"));
        let why = lacks.map(|key| cx.text(key)).unwrap_or_default();
        let begin = ui.horizontal(|ui| {
            let begin = widgets::add_or_why(ui, lacks.is_none(), &why, begin);
            if lacks.is_some() {
                ui.label(RichText::new(&why).weak());
            }
            begin
        });
        if begin.inner.clicked() {
            let cancelled = Arc::new(AtomicBool::new(false));
            let folders = self.folders.iter().map(|(folder, _)| folder.clone());
            let new = NewStudy {
                folders: folders.collect(),
                beside: self.beside.clone().into_iter().collect(),
                question: self.question.clone(),
                most: self.most,
                cancelled: Arc::clone(&cancelled),
            };
            self.drawing = Some((0, 0, cancelled));
            let request = StudyRequest::Draw(Box::new(new));
            cx.ask(Intent::Load(Box::new(request.into())));
        }
    }
}
