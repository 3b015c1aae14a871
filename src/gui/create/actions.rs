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
                self.pastes_style = action == Action::PasteStyle;
                ctx.send_viewport_cmd(ViewportCommand::RequestPaste);
            }
            Action::Copy => {
                if self.art.has_result() {
                    self.copy();
                }
            }
            Action::CopyLook => {
                if self.art.project.start().is_some() {
                    self.copy_look(ctx);
                }
            }
            Action::Variations => self.open_variations(),
            Action::Export => {
                if self.art.has_result() {
                    let dialog = ExportDialog::new(self);
                    self.open_export(dialog);
                }
            }
            Action::ExportAgain => {
                if self.art.has_result() {
                    self.export_again();
                }
            }
            Action::SaveRecipe => {
                let name = format!("{}.json", export::clean(&self.picture_title()));
                self.ask_files(Want::SaveRecipe(name), "action-save-recipe");
            }
            Action::Run => self.art.run_or_go_on(self.engine.as_mut()),
            Action::Pause => {
                let pause = self.art.is_painting();
                self.art.pause(self.engine.as_mut(), pause);
            }
            Action::Stop => self.art.stop(self.engine.as_mut()),
            Action::Undo => {
                let before = self.art.undo();
                self.go_to(before);
            }
            Action::Redo => {
                let after = self.art.redo();
                self.go_to(after);
            }
            Action::Fit => self.canvas.fit(),
            Action::Full => self.canvas.zoom = Zoom::Scale(1.0),
            Action::Fill => self.canvas.zoom = Zoom::Fill,
            Action::ZoomIn => self.canvas.set_scale(self.canvas.scale() * 1.25),
            Action::ZoomOut => self.canvas.set_scale(self.canvas.scale() / 1.25),
            Action::Compare => self.canvas.compare = self.canvas.compare.next(),
            Action::Snapshot => {
                if self.art.has_result() {
                    self.engine.send(Command::Snapshot);
                }
            }
            Action::Crop => self.begin_crop(Subject::Photograph),
            Action::CropStyle => {
                if let Some(chosen) = self.art.project.styles.first() {
                    self.begin_crop(Subject::Style(chosen.key.clone()));
                }
            }
            Action::PreviousStyle => self.neighbour(-1),
            Action::NextStyle => self.neighbour(1),
            Action::Seed => {
                if !self.seed_locked {
                    let seed = &mut self.art.project.recipe.seed;
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
        self.take_effects();
    }

    fn go_to(&mut self, project: Option<Project>) {
        let Some(project) = project else { return };
        if project.photograph_hash() != self.art.project.photograph_hash()
            && let Some(photograph) = &project.photograph
        {
            self.put_aside();
            self.by_undo = true;
            // Its pictures for the screen are made anew.
            self.loader.ask(FileRequest::Screen(Arc::clone(photograph)));
        }
        self.art.go_to(project);
        self.ask_paintings();
    }

    /// Chooses the style before or after the chosen one.
    fn neighbour(&mut self, by: isize) {
        let order = self.card_order();
        let has = |i: &usize| self.art.project.has(&self.cards[*i].key);
        let here = order.iter().position(has).unwrap_or(0);
        if !order.is_empty() {
            let next = (here as isize + by).rem_euclid(order.len() as isize) as usize;
            let key = self.cards[order[next]].key.clone();
            self.art.project.choose(key);
            self.ask_paintings();
        }
    }
}
