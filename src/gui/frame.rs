//! A frame of the window: what is heard, what is told the engine, what is drawn.

use crate::{
    gui::{
        actions,
        app::{App, Workspace},
        create::{
            actions::{act, perform},
            arrivals::arrive,
            autosave::{begin_opening, keep_last, keep_work},
            batch_progress::BatchProgress,
            choosing::{answered, show_chooser},
            context::PaneContext,
            dialogs::{Dialog, Facts},
            effects::{follow_picture, shown_side},
            events::{hear_engine, hear_input, rest_engine, take_frames},
            loading::hear_loader,
            notices::{is_batching, notices},
            titles::{ask_paintings, photo_title, picture_title},
            view::overlay,
            workspace::Create,
        },
        settings::Told,
        shell::{Parts, Shell},
        theme,
        top_bar::top_bar,
        train::{self, workspace::Train},
    },
    session::{
        Phase,
        engine::Command,
        loader::{KeptRequest, LookRequest, RecentRequest, StyleRequest},
    },
};
use egui::{Context, Frame, Margin, Panel, Ui, ViewportCommand};
use std::sync::{Arc, atomic::Ordering};

impl App {
    /// "PHOTO - STYLE", in the artist's language.
    pub fn picture_title(&self) -> String {
        picture_title(self)
    }

    /// Opens the window's contents.
    pub fn new(ctx: &Context, parts: Parts) -> Self {
        let files = parts.files.clone();
        let shell = Shell::new(ctx, parts);
        let mut app = Self {
            create: Create::new(&shell.autosave),
            train: Train::default(),
            workspace: Workspace::default(),
            shell,
            title: String::new(),
            fitted: false,
            quits: false,
            ends: Arc::default(),
        };
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ask_paintings(&mut app);
        if files.is_empty() {
            app.shell.loader.ask(KeptRequest::Reopen);
        } else {
            app.shell.autosave.close_others();
            if let [file] = files.as_slice() {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                begin_opening(&mut app, ctx, name.into_owned(), None);
            }
            arrive(&mut app, files);
        }
        let loader = &app.shell.loader;
        loader.ask(StyleRequest::Own);
        loader.ask(LookRequest::Read);
        loader.ask(StyleRequest::Generators);
        let recent = app.shell.settings.recent.clone();
        loader.ask(RecentRequest::Missing(recent));
        app.create.shelf.styles.ask_cards(loader);
        train::events::offer(&mut app);
        app
    }

    /// Whether closing the window would end something that goes on.
    fn is_busy(&self) -> Option<&'static str> {
        let refines = matches!(self.create.art.phase(), Phase::Painting | Phase::Starting);
        if refines && !self.create.art.project.is_sample {
            return Some("quit-run");
        }
        if is_batching(self) {
            return Some("quit-batch");
        }
        if self.train.running.goes_on() {
            return Some("quit-train");
        }
        (!self.create.saving.is_empty()).then_some("quit-saving")
    }

    /// A window that is to be closed asks first, if something goes on.
    pub fn hear_close(&mut self, ctx: &Context) {
        if self.ends.load(Ordering::Relaxed) && !self.quits {
            // Nobody may be there to answer a question.
            self.quit(ctx);
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        if self.quits || !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        match self.is_busy() {
            Some(why) => {
                ctx.send_viewport_cmd(ViewportCommand::CancelClose);
                // A question that nobody sees would not be answered.
                ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                ctx.send_viewport_cmd(ViewportCommand::Focus);
                self.create.dialog = Some(Dialog::Quit(why));
            }
            None => self.quit(ctx),
        }
    }

    /// The window is gone at once, though what is being computed may take seconds to end and be kept.
    pub fn quit(&mut self, ctx: &Context) {
        self.quits = true;
        ctx.send_viewport_cmd(ViewportCommand::Visible(false));
    }

    /// Draws what is asked, in front of all.
    fn show_dialog(&mut self, ctx: &Context) {
        let Some(mut dialog) = self.create.dialog.take() else {
            return;
        };
        let model = self
            .create
            .inspector
            .models
            .of(&self.create.art.project.recipe);
        let told = Told {
            device: self.shell.device_text(),
            model: model.map(|model| (model.name.clone(), model.card.about.clone())),
        };
        let facts = Facts {
            photograph: photo_title(self),
            is_batching: is_batching(self),
            styles: &self.create.shelf.styles,
            told,
        };
        let (side, mut intents) = (shown_side(self), Vec::new());
        let mut cx = PaneContext::new(&mut self.shell, &mut self.create.art, side, &mut intents);
        if !dialog.show(ctx, &mut cx, &facts) {
            self.create.dialog = Some(dialog);
        } else {
            match dialog {
                Dialog::Variations(_) => self.shell.engine.send(Command::Variations(Vec::new())),
                // The field that is left with the dialog tells nobody.
                Dialog::Settings => self.shell.save_settings(),
                _ => {}
            }
        }
        perform(self, ctx, intents);
    }

    /// Draws the workspace in which networks learn, and what is asked and said in front of it.
    fn show_train(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let mut intents = Vec::new();
        let middle = self.train.show(ui, &mut self.shell, &mut intents);
        train::actions::perform(self, &ctx, intents);
        self.show_dialog(&ctx);
        show_chooser(self, &ctx);
        notices(self, &ctx, middle);
    }

    /// A window that does not fit the screen with its title bar fills it: nothing of it lies outside.
    fn fit_screen(&mut self, ctx: &Context) {
        /// Height of a title bar, in points, which systems tell late.
        const BAR: f32 = 40.0;
        let (screen, inner) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.monitor_size, viewport.inner_rect)
        });
        let (false, Some(screen), Some(inner)) = (self.fitted, screen, inner) else {
            return;
        };
        self.fitted = true;
        if inner.height() + BAR > screen.y || inner.width() > screen.x {
            ctx.send_viewport_cmd(egui::ViewportCommand::Maximized(true));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &Context, frame: &mut eframe::Frame) {
        self.shell.attention.update(ctx);
        match self.workspace {
            Workspace::Create => hear_input(self, ctx),
            Workspace::Train => train::events::hear_input(self, ctx),
        }
        self.hear_close(ctx);
        hear_loader(self, ctx);
        hear_engine(self, ctx);
        take_frames(self, ctx, frame);
        if let Some((want, picked)) = self.shell.files.answer() {
            answered(self, want, picked);
        }
        if self.create.dialog.is_none()
            && self.create.chooser.is_none()
            && (self.workspace == Workspace::Train || self.create.cropping.is_none())
            && self.train.question.is_none()
            && (self.workspace == Workspace::Create || self.train.start.parting.is_none())
        {
            for action in actions::pressed(ctx) {
                match self.workspace {
                    Workspace::Create => act(self, ctx, action),
                    Workspace::Train => train::actions::act(self, ctx, action),
                }
            }
        }
        follow_picture(self, ctx);
        self.create.shelf.styles.follow(
            &self.create.art,
            &self.shell.settings,
            self.shell.engine.as_mut(),
        );
        rest_engine(self, ctx);
        train::events::follow(self);
        keep_work(self, ctx);
        self.fit_screen(ctx);
        self.shell.note_layout(ctx);
        let share = self
            .create
            .art
            .share()
            .or(self.create.batch.as_ref().map(BatchProgress::share))
            .or_else(|| {
                let run = &self.train.running.training;
                run.works().then(|| run.share())
            });
        let percent = share.map(|share| (share * 100.0).round().clamp(0.0, 100.0) as u8);
        self.shell.taskbar.tell(percent);
        let share = percent.map(|percent| format!("{percent} %"));
        let picture = self.create.art.project.photograph.as_ref();
        let picture = picture.map(|_| picture_title(self));
        let parts = share
            .into_iter()
            .chain(picture)
            .chain(["Impasto".to_owned()]);
        let title = parts.collect::<Vec<_>>().join(" - ");
        // Each command asks for another frame, and X11 does not tell the title that a window has.
        if self.title != title {
            self.title.clone_from(&title);
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let margin = Margin::symmetric(12, 8);
        let panel = Frame::new()
            .fill(theme::palette(&ctx).panel)
            .inner_margin(margin);
        Panel::top("top")
            .exact_size(40.0)
            .resizable(false)
            .frame(panel.inner_margin(Margin::symmetric(12, 4)))
            .show(ui, |ui| top_bar(self, ui));
        if self.workspace == Workspace::Train {
            self.show_train(ui);
            return;
        }
        let side = shown_side(self);
        let mut intents = Vec::new();
        let canvas = self.create.show(ui, &mut self.shell, side, &mut intents);
        perform(self, &ctx, intents);
        self.show_dialog(&ctx);
        show_chooser(self, &ctx);
        notices(self, &ctx, canvas);
        let create = &self.create;
        overlay(&create.drops, &self.shell.words, &create.art.project, &ctx);
    }

    fn on_exit(&mut self) {
        keep_last(self);
        train::kept::keep_limit(self, true);
        self.shell.autosave.end();
        // Nobody is left to tell if this fails.
        let _ = self.shell.settings.save(self.shell.autosave.data());
    }
}
