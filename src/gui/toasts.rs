//! Short messages in a corner of the canvas. Errors stay until they are closed and can be copied; many are
//! stacked to one.

use crate::gui::{
    icons,
    localisation::Words,
    theme::{CORNER, GAP, palette},
    widgets,
};
use egui::{Color32, Context, Frame, Margin, Stroke, Ui, vec2};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was done.
    Good,
    /// Something is worth knowing.
    Note,
    /// Something failed.
    Error,
}

struct Toast {
    kind: Kind,
    text: String,
    /// A folder that can be opened.
    reveal: Option<std::path::PathBuf>,
    /// What is copied of an error.
    details: String,
    until: Option<f64>,
}

/// All messages on the screen.
#[derive(Default)]
pub struct Toasts {
    list: Vec<Toast>,
    /// Whether many are shown, not only the most important one.
    all: bool,
}

impl Toasts {
    /// Seconds that a message stays which is no error.
    const STAY: f64 = 6.0;
    const MOST: usize = 8;
    /// More than these are stacked.
    const FEW: usize = 2;

    /// Says something.
    pub fn say(&mut self, kind: Kind, text: String) {
        if self.list.iter().any(|toast| toast.text == text) {
            return;
        }
        self.list.push(Toast {
            kind,
            details: text.clone(),
            text,
            reveal: None,
            until: None,
        });
        if self.list.len() > Self::MOST {
            self.list.remove(0);
        }
    }

    /// Says what failed; `details` are copied for a report.
    pub fn fail(&mut self, text: String, details: String) {
        self.say(Kind::Error, text.clone());
        if let Some(toast) = self.list.iter_mut().find(|toast| toast.text == text) {
            toast.details = details;
        }
    }

    /// Says that a file was written.
    pub fn saved(&mut self, text: String, path: std::path::PathBuf) {
        self.say(Kind::Good, text);
        if let Some(toast) = self.list.last_mut() {
            toast.reveal = Some(path);
        }
    }

    /// Says what became of many pictures in `folder`; `details` says what failed, and is empty if nothing did.
    pub fn report(&mut self, text: String, folder: Option<std::path::PathBuf>, details: String) {
        let bad = !details.is_empty();
        self.list.retain(|toast| toast.text != text);
        self.say(if bad { Kind::Error } else { Kind::Good }, text);
        if let Some(toast) = self.list.last_mut() {
            toast.reveal = folder;
            if bad {
                toast.details = details;
            }
        }
    }

    /// What is said now.
    #[cfg(test)]
    pub fn texts(&self) -> Vec<&str> {
        self.list.iter().map(|toast| toast.text.as_str()).collect()
    }

    /// Forgets what has been said long enough.
    pub fn forget(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.list.retain_mut(|toast| {
            if toast.kind != Kind::Error {
                let until = *toast.until.get_or_insert(now + Self::STAY);
                ctx.request_repaint_after_secs((until - now).max(0.0) as f32);
                return now < until;
            }
            true
        });
        if self.list.len() <= Self::FEW {
            self.all = false;
        }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Draws the messages below each other; many are stacked to the most important one.
    pub fn show(&mut self, ui: &mut Ui, words: &Words) {
        let stacked = self.list.len() > Self::FEW && !self.all;
        let shown: Vec<usize> = if stacked {
            self.first().into_iter().collect()
        } else {
            (0..self.list.len()).collect()
        };
        let mut closed = None;
        for i in shown {
            if card(ui, &self.list[i], words) {
                closed = Some(i);
            }
        }
        if let Some(i) = closed {
            self.list.remove(i);
        }
        if self.list.len() > Self::FEW {
            self.stack(ui, words, stacked);
        }
    }

    /// The newest error, or else the newest message.
    fn first(&self) -> Option<usize> {
        let error = self
            .list
            .iter()
            .rposition(|toast| toast.kind == Kind::Error);
        error.or_else(|| self.list.len().checked_sub(1))
    }

    /// What can be done with many messages.
    fn stack(&mut self, ui: &mut Ui, words: &Words, stacked: bool) {
        frame(palette(ui.ctx()).line, ui).show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.horizontal(|ui| {
                if stacked {
                    let more = [("count", (self.list.len() - 1).into())];
                    self.all = ui.button(words.with("toasts-more", &more)).clicked();
                }
                if ui.button(words.get("toasts-close")).clicked() {
                    self.list.clear();
                }
            });
        });
    }
}

/// Inner width of a card in points.
pub const WIDTH: f32 = 340.0;

/// What a card of this corner of the window lies on.
pub fn frame(line: Color32, ui: &Ui) -> Frame {
    Frame::new()
        .fill(palette(ui.ctx()).raised)
        .stroke(Stroke::new(1.0, line))
        .corner_radius(CORNER)
        .inner_margin(Margin::symmetric(12, 8))
}

/// One message; returns whether it was closed.
fn card(ui: &mut Ui, toast: &Toast, words: &Words) -> bool {
    const ICON: f32 = 26.0;
    const CLOSE: f32 = 28.0;
    let colours = palette(ui.ctx());
    let (tint, icon) = match toast.kind {
        Kind::Good => (colours.good, icons::DONE),
        Kind::Note => (colours.accent, icons::NOTE),
        Kind::Error => (colours.error, icons::ERROR),
    };
    let shown = frame(tint, ui).show(ui, |ui| {
        ui.set_width(WIDTH);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (place, _) = ui.allocate_exact_size(vec2(ICON, CLOSE), egui::Sense::hover());
            let font = egui::FontId::proportional(18.0);
            let middle = egui::Align2::LEFT_CENTER;
            ui.painter()
                .text(place.left_center(), middle, icon, font, tint);
            ui.vertical(|ui| {
                ui.set_width(WIDTH - ICON - CLOSE);
                // The first line stands beside the icons.
                ui.add_space(5.0);
                ui.label(toast.text.as_str());
                ui.add_space(5.0);
                let fails = toast.kind == Kind::Error;
                if fails || toast.reveal.is_some() {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = GAP;
                        if let Some(path) = &toast.reveal
                            && ui.button(words.get("show-in-folder")).clicked()
                        {
                            reveal(path.clone());
                        }
                        if fails && ui.button(words.get("copy-details")).clicked() {
                            ui.ctx().copy_text(toast.details.clone());
                        }
                    });
                    ui.add_space(4.0);
                }
            });
            widgets::icon_button(ui, icons::CLOSE, &words.get("close")).clicked()
        })
        .inner
    });
    shown.inner
}

/// Shows a file in the system's file manager, which may take a while to answer.
fn reveal(path: std::path::PathBuf) {
    let body = move || {
        let parent = path.parent().unwrap_or(&path);
        // Some systems have no file manager to ask.
        let _ = if path.is_dir() {
            opener::open(&path)
        } else {
            opener::reveal(&path).or_else(|_| opener::open(parent))
        };
    };
    // Without a thread nothing is shown; the message has the file's name.
    let _ = std::thread::Builder::new()
        .name("reveal".to_owned())
        .spawn(body);
}
