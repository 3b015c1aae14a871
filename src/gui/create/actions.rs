//! Doing what keys and buttons ask for.

use crate::{
    gui::{
        actions::Action,
        app::App,
        create::{
            canvas::Zoom,
            crop::Subject,
            dialogs::Dialog,
            export::{self, ExportDialog},
        },
        files::Want,
    },
    session::{Project, engine::Command, loader::FileRequest},
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
                self.create.drops.pastes_style = action == Action::PasteStyle;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::Copy => {
                if self.create.art.has_result() {
                    self.copy();
                }
            }
            Action::CopyLook => {
                if self.create.art.project.start().is_some() {
                    self.copy_look(ctx);
                }
            }
            Action::Variations => self.open_variations(),
            Action::Export => {
                if self.create.art.has_result() {
                    let dialog = ExportDialog::new(self);
                    self.open_export(dialog);
                }
            }
            Action::ExportAgain => {
                if self.create.art.has_result() {
                    self.export_again();
                }
            }
            Action::SaveRecipe => {
                let name = format!("{}.json", export::clean(&self.picture_title()));
                self.ask_files(Want::SaveRecipe(name), "action-save-recipe");
            }
            Action::Run => self.create.art.run_or_go_on(self.shell.engine.as_mut()),
            Action::Pause => {
                let pause = self.create.art.is_painting();
                self.create.art.pause(self.shell.engine.as_mut(), pause);
            }
            Action::Stop => self.create.art.stop(self.shell.engine.as_mut()),
            Action::Undo => {
                let before = self.create.art.undo();
                self.go_to(before);
            }
            Action::Redo => {
                let after = self.create.art.redo();
                self.go_to(after);
            }
            Action::Fit => self.create.canvas.fit(),
            Action::Full => self.create.canvas.zoom = Zoom::Scale(1.0),
            Action::Fill => self.create.canvas.zoom = Zoom::Fill,
            Action::ZoomIn => self
                .create
                .canvas
                .set_scale(self.create.canvas.scale() * 1.25),
            Action::ZoomOut => self
                .create
                .canvas
                .set_scale(self.create.canvas.scale() / 1.25),
            Action::Compare => self.create.canvas.compare = self.create.canvas.compare.next(),
            Action::Snapshot => {
                if self.create.art.has_result() {
                    self.shell.engine.send(Command::Snapshot);
                }
            }
            Action::Crop => self.begin_crop(Subject::Photograph),
            Action::CropStyle => {
                if let Some(chosen) = self.create.art.project.styles.first() {
                    self.begin_crop(Subject::Style(chosen.key.clone()));
                }
            }
            Action::PreviousStyle => self.neighbour(-1),
            Action::NextStyle => self.neighbour(1),
            Action::Seed => {
                if !self.create.inspector.seed_locked {
                    let seed = &mut self.create.art.project.recipe.seed;
                    *seed = (seed.wrapping_mul(48_271) + 11) % 100_000;
                }
            }
            Action::Panels => {
                let hidden = &mut self.shell.settings.layout.panels_hidden;
                *hidden = !*hidden;
            }
            Action::FullScreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
            Action::Settings => self.create.dialog = Some(Dialog::Settings),
            Action::Help => self.create.dialog = Some(Dialog::Help(String::new())),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
        self.take_effects();
    }

    fn go_to(&mut self, project: Option<Project>) {
        let Some(project) = project else { return };
        if project.photograph_hash() != self.create.art.project.photograph_hash()
            && let Some(photograph) = &project.photograph
        {
            self.put_aside();
            self.create.works.by_undo = true;
            // Its pictures for the screen are made anew.
            self.shell
                .loader
                .ask(FileRequest::Screen(Arc::clone(photograph)));
        }
        self.create.art.go_to(project);
        self.ask_paintings();
    }

    /// Chooses the style before or after the chosen one.
    fn neighbour(&mut self, by: isize) {
        let order = self.card_order();
        let has = |i: &usize| {
            self.create
                .art
                .project
                .has(&self.create.shelf.cards[*i].key)
        };
        let here = order.iter().position(has).unwrap_or(0);
        if !order.is_empty() {
            let next = (here as isize + by).rem_euclid(order.len() as isize) as usize;
            let key = self.create.shelf.cards[order[next]].key.clone();
            self.create.art.project.choose(key);
            self.ask_paintings();
        }
    }
}
