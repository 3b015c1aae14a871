//! Doing what keys and buttons ask for.

use crate::{
    gui::{
        actions::Action,
        app::{App, Phase},
        create::{
            canvas::{Compare, Zoom},
            crop::Subject,
            dialogs::Dialog,
            export::{self, ExportDialog},
        },
        files::Want,
        toasts::Kind,
    },
    session::{
        Project,
        engine::{Command, Pane, Shown, SnapshotId},
        loader::FileRequest,
    },
    stylize::Engine,
};
use egui::{Context, ViewportCommand};
use std::sync::Arc;

impl App {
    /// Does what is asked for, if it can be done now.
    pub(in crate::gui) fn act(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Open => {
                self.ask_files(Want::Photograph, "action-open");
            }
            Action::OpenStyle => {
                self.ask_files(Want::Styles, "add-style");
            }
            Action::Paste | Action::PasteStyle => {
                // What is pasted comes in a later frame, when the hand may have left the keys.
                self.pastes_style = action == Action::PasteStyle;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::Copy => {
                if self.has_result() {
                    self.copy();
                }
            }
            Action::CopyLook => {
                if self.project.start().is_some() {
                    self.copy_look(ctx);
                }
            }
            Action::Variations => self.open_variations(),
            Action::Export => {
                if self.has_result() {
                    let dialog = ExportDialog::new(self);
                    self.open_export(dialog);
                }
            }
            Action::ExportAgain => {
                if self.has_result() {
                    self.export_again();
                }
            }
            Action::SaveRecipe => {
                let name = format!("{}.json", export::clean(&self.picture_title()));
                self.ask_files(Want::SaveRecipe(name), "action-save-recipe");
            }
            Action::Run => match self.phase {
                Phase::Paused if !self.outdated => self.pause(false),
                _ => self.refine(true),
            },
            Action::Pause => self.pause(self.phase == Phase::Painting),
            Action::Stop => {
                if matches!(self.phase, Phase::Painting | Phase::Paused) {
                    self.engine.send(Command::Stop);
                } else if self.answer.share.take().is_some() {
                    self.answer.waiting = false;
                    self.engine.send(Command::Stop);
                }
            }
            Action::Undo => {
                let before = self.history.undo();
                self.go_to(before);
            }
            Action::Redo => {
                let after = self.history.redo();
                self.go_to(after);
            }
            Action::Fit => self.canvas.fit(),
            Action::Full => self.canvas.zoom = Zoom::Scale(1.0),
            Action::Fill => self.canvas.zoom = Zoom::Fill,
            Action::ZoomIn => self.canvas.set_scale(self.canvas.scale() * 1.25),
            Action::ZoomOut => self.canvas.set_scale(self.canvas.scale() / 1.25),
            Action::Compare => self.canvas.compare = self.canvas.compare.next(),
            Action::Snapshot => {
                if self.has_result() {
                    self.engine.send(Command::Snapshot);
                }
            }
            Action::Crop => self.begin_crop(Subject::Photograph),
            Action::CropStyle => {
                if let Some(chosen) = self.project.styles.first() {
                    self.begin_crop(Subject::Style(chosen.key.clone()));
                }
            }
            Action::PreviousStyle => self.neighbour(-1),
            Action::NextStyle => self.neighbour(1),
            Action::Seed => {
                if !self.seed_locked {
                    let seed = &mut self.project.recipe.seed;
                    *seed = (seed.wrapping_mul(48_271) + 11) % 100_000;
                }
            }
            Action::Panels => {
                let hidden = &mut self.settings.layout.panels_hidden;
                *hidden = !*hidden;
            }
            Action::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Settings => self.dialog = Some(Dialog::Settings),
            Action::Help => self.dialog = Some(Dialog::Help(String::new())),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }

    pub(in crate::gui) fn pause(&mut self, pause: bool) {
        if self.picture_only && !pause {
            self.revive(Shown::Newest);
            return;
        }
        let (command, phase) = if pause {
            (Command::Pause, Phase::Paused)
        } else {
            (Command::Resume, Phase::Painting)
        };
        if matches!(self.phase, Phase::Painting | Phase::Paused) {
            self.engine.send(command);
            self.phase = phase;
        }
    }

    fn go_to(&mut self, project: Option<Project>) {
        let Some(project) = project else { return };
        if project.photograph_hash() != self.project.photograph_hash()
            && let Some(photograph) = &project.photograph
        {
            self.put_aside();
            self.by_undo = true;
            // Its pictures for the screen are made anew.
            self.loader.ask(FileRequest::Screen(Arc::clone(photograph)));
        }
        if project.recipe.engine == Engine::Instant {
            // Weights of Refine that come back ask for nothing.
            self.told.recipe.controls = project.recipe.controls.clone();
            self.told.recipe.optimizer = project.recipe.optimizer;
        }
        self.project = project;
        self.went = true;
        self.ask_paintings();
    }

    /// Chooses the style before or after the chosen one.
    fn neighbour(&mut self, by: isize) {
        let order = self.card_order();
        let has = |i: &usize| self.project.has(&self.cards[*i].key);
        let here = order.iter().position(has).unwrap_or(0);
        if !order.is_empty() {
            let next = (here as isize + by).rem_euclid(order.len() as isize) as usize;
            let key = self.cards[order[next]].key.clone();
            self.project.choose(key);
            self.ask_paintings();
        }
    }

    /// Compares what is shown with a snapshot, or with the photograph again. Two equal halves show nothing.
    pub(in crate::gui) fn compare_with(&mut self, with: Option<SnapshotId>) {
        let Some(id) = with else {
            self.canvas.other.clear();
            self.compared = None;
            return;
        };
        if self.timeline.shown == Some(id) {
            // The picture as it stands comes to its other side.
            self.timeline.shown = None;
            self.engine.send(Command::Show(Pane::Main, Shown::Newest));
        }
        if self.timeline.shown.is_none() && self.is_newest(id) {
            self.toasts.say(Kind::Note, self.words.get("compare-same"));
            return;
        }
        self.compared = Some(id);
        self.engine
            .send(Command::Show(Pane::Other, Shown::Snapshot(id)));
        if self.canvas.compare == Compare::Result {
            self.canvas.compare = Compare::Split;
        }
    }

    /// Whether a snapshot is what the canvas shows when it shows the picture as it stands.
    fn is_newest(&self, id: SnapshotId) -> bool {
        let Some(snapshot) = self.timeline.get(id) else {
            return false;
        };
        if self.refines() {
            let step = self.standing.map_or(0, |standing| standing.step);
            let last = self.timeline.snapshots().filter(|s| s.step == step);
            let last = last.map(|s| s.id).max();
            return step > 0 && last == Some(id);
        }
        let shown = self.answer.shown.as_ref();
        shown.is_some_and(|shot| snapshot.recipe.of_instant() == shot.recipe.of_instant())
    }
}
