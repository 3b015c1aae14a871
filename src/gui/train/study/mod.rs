//! A blind study: which of several folders of paintings people prefer, two at a time.

pub mod plot;
pub mod result;
pub mod setup;
pub mod voting;

use super::{context::PaneContext, intent::Intent};
use crate::{
    gui::theme::palette,
    session::{
        Choice, OpenStudy, RunInfo, StudyInfo,
        loader::{StudyAnswer, StudyRequest},
    },
};
use egui::{CentralPanel, Context, Frame, Margin, Ui};
use setup::Setup;
use std::path::{Path, PathBuf};
use voting::Sheets;

/// The pane.
#[derive(Default)]
pub struct StudyPane {
    /// How a new one is set up.
    pub setup: Setup,
    /// The artist's studies, once they were looked for.
    known: Option<Vec<StudyInfo>>,
    /// The one that is voted on.
    open: Option<OpenStudy>,
    /// Its sheets for the screen.
    sheets: Sheets,
    /// Who votes; nobody in particular if empty.
    who: String,
    /// Whether its result is shown.
    told: bool,
    /// Whether there are votes that are not kept yet, and whether some are being written.
    unkept: bool,
    writing: bool,
}

impl StudyPane {
    /// Whether nothing but the two pictures should be seen.
    pub fn is_blind(&self) -> bool {
        self.open.is_some() && !self.told
    }

    /// Whether one is shown.
    #[cfg(test)]
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Whether there is a pair to choose of.
    #[cfg(test)]
    pub fn sees_a_pair(&self) -> bool {
        let next = |open: &OpenStudy| open.ballots.next(open.study.sheets.len(), &self.who);
        let next = self.open.as_ref().and_then(next);
        next.is_some_and(|sheet| self.sheets.is_there(sheet))
    }

    /// Folders came in: pictures that take part, or a study.
    pub fn arrive(&mut self, paths: Vec<PathBuf>) -> Vec<StudyRequest> {
        paths.into_iter().map(StudyRequest::Look).collect()
    }

    /// Takes in what the loader answers.
    pub fn hear(&mut self, ctx: &Context, answer: StudyAnswer) {
        match answer {
            StudyAnswer::All(known) => self.known = Some(known),
            StudyAnswer::Pictures(folder, count) => self.setup.looked(folder, count),
            StudyAnswer::Drawing(done, of) => self.setup.drawn(done, of),
            StudyAnswer::Opened(study) => {
                let begun = self.setup.ended(study.is_some());
                if let Some(study) = study {
                    self.begin(*study);
                } else if begun {
                    self.known = None;
                }
            }
            StudyAnswer::Sheet(folder, number, level) => {
                if self.folder() == Some(&folder) {
                    self.sheets.came(ctx, number, level.as_ref());
                }
            }
            StudyAnswer::Kept(_) => self.writing = false,
        }
    }

    /// Something could not be done, which is told elsewhere.
    pub fn failed(&mut self, request: &StudyRequest) {
        match request {
            StudyRequest::Draw(_) => drop(self.setup.ended(false)),
            StudyRequest::Votes(..) => (self.writing, self.unkept) = (false, false),
            _ => {}
        }
    }

    fn folder(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| open.folder.as_path())
    }

    fn begin(&mut self, study: OpenStudy) {
        (self.sheets, self.unkept, self.writing) = (Sheets::default(), false, false);
        self.told = study
            .ballots
            .next(study.study.sheets.len(), &self.who)
            .is_none();
        self.open = Some(study);
    }

    /// The choice of the sheet that is shown.
    pub fn choose(&mut self, choice: Choice) {
        let Some(open) = &mut self.open else { return };
        let count = open.study.sheets.len();
        // Nothing is chosen of what is not seen.
        let next = open.ballots.next(count, &self.who);
        if let Some(sheet) = next.filter(|sheet| self.sheets.is_there(*sheet)) {
            open.ballots.choose(sheet, choice, &self.who);
            self.unkept = true;
            self.told = open.ballots.next(count, &self.who).is_none();
        }
    }

    /// Takes the newest choice back.
    pub fn take_back(&mut self) {
        if let Some(open) = &mut self.open
            && !self.told
            && open
                .ballots
                .take_back(open.study.sheets.len(), &self.who)
                .is_some()
        {
            self.unkept = true;
        }
    }

    /// Asks for what is shown next, and for votes to be kept, one file after the other.
    fn follow(&mut self, cx: &mut PaneContext<'_>) {
        let mut ask = |request: StudyRequest| cx.ask(Intent::Load(Box::new(request.into())));
        if self.known.is_none() {
            self.known = Some(Vec::new());
            ask(StudyRequest::All);
        }
        let Some(open) = &self.open else { return };
        let count = open.study.sheets.len();
        if let Some(next) = open.ballots.next(count, &self.who).filter(|_| !self.told) {
            for sheet in self.sheets.wanted(next, count) {
                ask(StudyRequest::Sheet(open.folder.clone(), sheet));
            }
        }
        if self.unkept && !self.writing {
            (self.unkept, self.writing) = (false, true);
            let ballots = Box::new(open.ballots.clone());
            ask(StudyRequest::Votes(open.folder.clone(), ballots));
        }
    }

    /// Leaves the study; what was chosen is kept.
    fn leave(&mut self, cx: &mut PaneContext<'_>) {
        self.told = false;
        self.follow(cx);
        (self.open, self.known) = (None, None);
        self.sheets = Sheets::default();
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo]) {
        let panel = Frame::new().fill(palette(ui.ctx()).panel);
        let blind = self.is_blind();
        let margin = match blind {
            true => Margin::symmetric(16, 12),
            false => Margin::symmetric(24, 16),
        };
        CentralPanel::no_frame()
            .frame(panel.inner_margin(margin))
            .show(ui, |ui| match (self.open.is_some(), blind) {
                (true, true) => self.voting(ui, cx),
                (true, false) => result::result(self, ui, cx),
                _ => self.setting_up(ui, cx, runs),
            });
        self.follow(cx);
    }
}
