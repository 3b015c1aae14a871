//! Short messages in the corner. Errors stay until they are closed and can be copied.

use super::{
    icons,
    theme::{CORNER, palette},
    words::Words,
};
use egui::{Align2, Area, Context, Frame, Id, Margin, RichText, Stroke, vec2};

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
}

impl Toasts {
    /// Seconds that a message stays which is no error.
    const STAY: f64 = 6.0;
    const MOST: usize = 5;

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

    /// Draws the messages.
    pub fn show(&mut self, ctx: &Context, words: &Words) {
        let now = ctx.input(|input| input.time);
        self.list.retain_mut(|toast| {
            if toast.kind != Kind::Error {
                let until = *toast.until.get_or_insert(now + Self::STAY);
                ctx.request_repaint_after_secs((until - now).max(0.0) as f32);
                return now < until;
            }
            true
        });
        if self.list.is_empty() {
            return;
        }
        let colours = palette(ctx);
        let mut closed = None;
        // Beside the inspector, above the run.
        let inspector = if ctx.content_rect().width() >= 1100.0 {
            320.0
        } else {
            304.0
        };
        Area::new(Id::unique("toasts"))
            .anchor(Align2::RIGHT_BOTTOM, vec2(-inspector - 12.0, -176.0))
            .order(egui::Order::Foreground)
            .show(ctx, |ui| {
                ui.set_max_width(380.0);
                for (i, toast) in self.list.iter().enumerate() {
                    let (tint, icon) = match toast.kind {
                        Kind::Good => (colours.good, icons::DONE),
                        Kind::Note => (colours.accent, icons::NOTE),
                        Kind::Error => (colours.error, icons::ERROR),
                    };
                    Frame::new()
                        .fill(colours.raised)
                        .stroke(Stroke::new(1.0, tint))
                        .corner_radius(CORNER)
                        .inner_margin(Margin::same(12))
                        .show(ui, |ui| {
                            ui.set_width(356.0);
                            ui.horizontal_top(|ui| {
                                ui.label(RichText::new(icon).color(tint).size(18.0));
                                ui.vertical(|ui| {
                                    ui.set_max_width(310.0);
                                    ui.label(toast.text.as_str());
                                    ui.horizontal(|ui| {
                                        if let Some(path) = &toast.reveal
                                            && ui.button(words.get("show-in-folder")).clicked()
                                        {
                                            reveal(path.clone());
                                        }
                                        if toast.kind == Kind::Error {
                                            if ui.button(words.get("copy-details")).clicked() {
                                                ui.ctx().copy_text(toast.details.clone());
                                            }
                                            if ui.button(words.get("close")).clicked() {
                                                closed = Some(i);
                                            }
                                        }
                                    });
                                });
                            });
                        });
                }
            });
        if let Some(i) = closed {
            self.list.remove(i);
        }
    }
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
