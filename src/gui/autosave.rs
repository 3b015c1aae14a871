//! Work is saved while it is done, so that a crash costs a minute at most, and offered again at the
//! next start.

use super::{
    app::{Phase, Studio},
    dialogs::Dialog,
    pictures,
    theme::{CORNER, GAP, palette},
    words::Words,
};
use crate::{
    compute::{Levels, Pixels},
    picture::Crop,
    session::{
        Preview, Project, SaveWork, Saved, Unfinished,
        engine::Loaded,
        loader::{Ask, Source},
        seconds_since,
    },
    stylize::Recipe,
};
use egui::{Button, Context, RichText, TextureHandle, Ui, vec2};
use std::{path::PathBuf, sync::Arc};

/// Seconds between two saves.
const EVERY: f64 = 60.0;

/// What was saved last.
#[derive(Default)]
pub struct Kept {
    project: Option<Project>,
    step: usize,
    at: Option<f64>,
    number: u64,
    /// A job has ended, which is saved at once.
    pub now: bool,
}

/// A photograph that a recipe cropped, until it is there.
pub struct Awaited {
    blake3: String,
    path: Option<PathBuf>,
    /// The crop.
    pub crop: Crop,
}

impl Awaited {
    /// The photograph of a recipe.
    pub fn by(recipe: &Recipe) -> Self {
        Self {
            blake3: recipe.content.blake3.clone(),
            path: None,
            crop: recipe.crop,
        }
    }

    /// Whether it is this one.
    pub fn is(&self, loaded: &Loaded) -> bool {
        loaded.source.blake3 == self.blake3 || (self.path.is_some() && loaded.path == self.path)
    }
}

/// Work that is offered.
pub struct Recover {
    saved: Saved,
    unfinished: Option<Box<Unfinished>>,
    picture: Option<TextureHandle>,
}

impl Studio {
    /// Saves the work when it is time, and offers what a crash left behind.
    pub(super) fn keep_work(&mut self, ctx: &Context) {
        if self.dialog.is_none()
            && let Some(found) = self.found.take()
        {
            self.dialog = Some(Dialog::Recover(Box::new(Recover::new(ctx, found))));
        }
        let (time, held) = ctx.input(|input| (input.time, input.pointer.any_down()));
        let step = self.step_shown();
        let same = self.kept.project.as_ref() == Some(&self.project) && self.kept.step == step;
        // The sample as it comes is nobody's work.
        let own = !self.project.is_sample || self.history.can_undo();
        if same || !own || held {
            return;
        }
        let since = self.kept.at.map_or(EVERY, |at| time - at);
        if since < EVERY && !self.kept.now {
            ctx.request_repaint_after_secs((EVERY - since) as f32);
            return;
        }
        let Some(preview) = self.preview() else {
            return;
        };
        self.kept = Kept {
            project: Some(self.project.clone()),
            step,
            at: Some(time),
            number: self.kept.number + 1,
            now: false,
        };
        let photograph = self.project.photograph.clone();
        self.loader.ask(Ask::Save(Box::new(SaveWork {
            number: self.kept.number,
            saved: Saved {
                time: 0,
                title: self.picture_title(),
                photograph: None,
                recipe: self.project.named_recipe(),
                step,
            },
            photograph: photograph.filter(|_| !self.project.is_sample),
            preview,
        })));
    }

    fn step_shown(&self) -> usize {
        match self.phase {
            Phase::Idle | Phase::Starting => 0,
            _ => self.standing.map_or(0, |standing| standing.step),
        }
    }

    /// The picture as it stands, or the photograph.
    fn preview(&self) -> Option<Preview> {
        let bytes = |width, height, rgba| Preview::Bytes {
            width,
            height,
            rgba,
        };
        if let Some(frame) = self.canvas.after.frame() {
            match &frame.pixels {
                Pixels::Cpu(rgba) => {
                    return Some(bytes(frame.width, frame.height, Arc::clone(rgba)));
                }
                Pixels::Levels(Levels(levels)) => {
                    let small = levels.last()?;
                    return Some(bytes(
                        small.width,
                        small.height,
                        small.rgba.as_slice().into(),
                    ));
                }
                Pixels::Gpu(_) => {}
            }
        }
        if let Some(thumbnail) = self.timeline.newest() {
            return Some(Preview::Picture(thumbnail));
        }
        let small = self.canvas.before.as_ref()?.smallest()?;
        Some(bytes(
            small.width,
            small.height,
            small.rgba.as_slice().into(),
        ))
    }

    pub(super) fn recover_dialog(&mut self, ui: &mut Ui, recover: &mut Recover) -> bool {
        let words = &self.words;
        ui.heading(words.get("recover-question"));
        ui.label(words.get("recover-text"));
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            if let Some(picture) = &recover.picture {
                let size = picture.size_vec2();
                let size = size * (vec2(200.0, 150.0) / size).min_elem().min(1.0);
                let image = egui::Image::new((picture.id(), size)).corner_radius(CORNER);
                ui.add(image.alt_text(recover.saved.title.as_str()));
            }
            ui.vertical(|ui| {
                ui.add(egui::Label::new(RichText::new(&recover.saved.title).strong()).wrap());
                ui.label(RichText::new(ago(recover.saved.time, words)).weak());
                if recover.saved.step > 0 {
                    let steps = [
                        ("step", recover.saved.step.into()),
                        ("steps", recover.saved.recipe.steps.into()),
                    ];
                    ui.label(RichText::new(words.with("run-step", &steps)).weak());
                }
            });
        });
        ui.add_space(GAP);
        let (mut restore, mut discard) = (false, false);
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let text = RichText::new(words.get("recover-yes")).color(colours.on_accent);
            let yes = Button::new(text).fill(colours.accent);
            restore = ui.add(yes.min_size(vec2(110.0, 30.0))).clicked();
            let no = Button::new(words.get("recover-no")).min_size(vec2(80.0, 30.0));
            discard = ui.add(no).clicked();
        });
        if restore || discard {
            match recover.unfinished.take() {
                Some(unfinished) if restore => self.take_up(*unfinished),
                Some(unfinished) => unfinished.discard(),
                None => {}
            }
        }
        restore || discard
    }

    /// Goes on where another window ended.
    fn take_up(&mut self, unfinished: Unfinished) {
        let saved = self.autosave.adopt(unfinished);
        self.restore(&saved.recipe);
        let awaited = Awaited::by(&saved.recipe);
        self.awaited = Some(Awaited {
            path: saved.photograph.clone(),
            ..awaited
        });
        match saved.photograph {
            Some(path) => self.loader.ask(Ask::Photograph(Source::File(path))),
            None => self.open_sample(),
        }
    }
}

impl Recover {
    fn new(ctx: &Context, found: Box<Unfinished>) -> Self {
        let picture = found.picture.as_ref().map(|picture| {
            pictures::small(ctx, picture.width, picture.height, &picture.to_rgba8())
        });
        Self {
            saved: found.saved.clone(),
            unfinished: Some(found),
            picture,
        }
    }
}

/// "Saved 5 min ago".
fn ago(time: u64, words: &Words) -> String {
    let seconds = seconds_since(time);
    let (key, count) = match seconds {
        0..90 => return words.get("saved-just-now"),
        90..5_400 => ("saved-minutes-ago", seconds / 60),
        5_400..172_800 => ("saved-hours-ago", seconds / 3_600),
        _ => ("saved-days-ago", seconds / 86_400),
    };
    words.with(key, &[("count", (count as usize).into())])
}
