//! News: what comes from outside, from the loader and from the engine, and what the engine is told.

use crate::{
    error::Error,
    gui::{
        actions::Action,
        app::App,
        create::{batch::names_of, crop::Cropping, dialogs::Dialog, drops, shelf::Card},
        errors,
        files::{Picked, Want},
        localisation::Value,
        pictures,
        shell::DeviceNote,
        still::Still,
        toasts::Kind,
    },
    session::{
        Material, Origin, Painting, StyleKey,
        engine::{Command, Event, Loaded, View},
        loader::{
            Answer, ExportAnswer, ExportRequest, FileAnswer, FileRequest, KeptAnswer, LookRequest,
            Opened, RecentAnswer, RecentRequest, Request, SAMPLE, Sorted, Source, StyleAnswer,
            StyleRequest,
        },
    },
};
use egui::Context;
use std::{path::PathBuf, sync::Arc};

impl App {
    /// Files came, dropped or named at the start. What they are is found out on another thread.
    pub(in crate::gui) fn arrive(&mut self, files: Vec<PathBuf>) {
        self.shell.loader.ask(FileRequest::Sort(files));
    }

    fn sorted(&mut self, sorted: Sorted) {
        let Sorted {
            recipe,
            folder,
            codes,
            mut files,
            is_painting,
            bad,
        } = sorted;
        self.refuse(&bad);
        if files.len() != 1 && recipe.is_none() {
            self.create.works.opening = None;
        }
        if files.is_empty() && !bad.is_empty() && self.create.art.project.photograph.is_none() {
            // The window was opened with nothing that it can show: the canvas is not left empty.
            self.open_sample();
        }
        for code in codes {
            self.add_style(Source::File(code), true);
        }
        if let Some(recipe) = recipe {
            self.shell.loader.ask(FileRequest::Recipe(
                recipe,
                self.shell.settings.recent.clone(),
            ));
        }
        if let Some((folder, pictures)) = folder {
            if self.create.art.project.photograph.is_none() {
                // The window was opened with it: the canvas is not left empty for that.
                self.open_sample();
            }
            if pictures.is_empty() {
                let name = folder.display().to_string();
                let text = self
                    .shell
                    .words
                    .with("empty-folder", &[("name", name.into())]);
                self.shell.toasts.say(Kind::Note, text);
            } else {
                self.create.dialog = Some(Dialog::Folder(folder, pictures));
            }
            return;
        }
        let own_photograph =
            self.create.art.project.photograph.is_some() && !self.create.art.project.is_sample;
        match files.len() {
            0 => {}
            1 if !own_photograph || is_painting => self.open_photograph(files.remove(0)),
            _ => self.create.dialog = Some(Dialog::Drop(files)),
        }
    }

    /// Says which files cannot be used: one with its reason, several by their names.
    fn refuse(&mut self, bad: &[(PathBuf, Arc<Error>)]) {
        match bad {
            [] => {}
            [(_, error)] => self.shell.complain(error),
            _ => {
                let names = [("names", names_of(bad.iter().map(|(path, _)| path)).into())];
                let text = self.shell.words.with("drop-bad", &names);
                let details = bad
                    .iter()
                    .map(|(_, e)| errors::details(e, &self.shell.words));
                self.shell
                    .toasts
                    .fail(text, details.collect::<Vec<_>>().join("\n"));
            }
        }
    }

    /// Says what is to be said of a picture that was read.
    fn warn_of(&mut self, loaded: &Loaded) {
        for warning in &loaded.picture.warnings {
            let text = errors::warning(&loaded.source.name, *warning, &self.shell.words);
            self.shell.toasts.say(Kind::Note, text);
        }
    }

    /// Asks for a painting that becomes a card.
    pub(in crate::gui) fn add_style(&self, source: Source, choose: bool) {
        self.shell.loader.ask(StyleRequest::Add(source, choose));
    }

    pub(in crate::gui) fn listen(&mut self, ctx: &Context) {
        let (dropped, hovering, over, pasted) = ctx.input(|input| {
            let raw = &input.raw;
            let dropped: Vec<PathBuf> = raw
                .dropped_files
                .iter()
                .map(|file| file.path().to_owned())
                .collect();
            let pasted: Vec<egui::Event> = input
                .events
                .iter()
                .filter(|event| {
                    matches!(
                        event,
                        egui::Event::Paste(_) | egui::Event::PasteImage(_) | egui::Event::Copy
                    )
                })
                .cloned()
                .collect();
            let over = match raw.hovered_files.as_slice() {
                [only] => only.path.clone(),
                _ => None,
            };
            (dropped, raw.hovered_files.len(), over, pasted)
        });
        self.hover(hovering, over);
        if !dropped.is_empty() {
            self.arrive(dropped);
        }
        if ctx.text_edit_focused() {
            return;
        }
        for event in pasted {
            match event {
                egui::Event::PasteImage(image) => {
                    let bytes = image.pixels.iter().flat_map(|p| p.to_srgba_unmultiplied());
                    let source = Source::Pasted {
                        width: image.size[0],
                        height: image.size[1],
                        rgba: bytes.collect(),
                    };
                    if std::mem::take(&mut self.create.drops.pastes_style) {
                        self.add_style(source, true);
                    } else {
                        self.shell.loader.ask(FileRequest::Photograph(source));
                    }
                }
                egui::Event::Paste(text) => {
                    let style = std::mem::take(&mut self.create.drops.pastes_style);
                    if self.paste_look(&text) {
                        continue;
                    }
                    self.pasted(drops::paths_in(&text), style);
                }
                _ => self.act(ctx, Action::Copy),
            }
        }
    }

    /// Files hover over the window. Whether the only one is a folder is looked for when it comes.
    fn hover(&mut self, count: usize, only: Option<PathBuf>) {
        if count != self.create.drops.hovering {
            self.create.drops.hovering_folder = None;
            if let Some(path) = only {
                self.shell.loader.ask(FileRequest::Hovers(path));
            }
        }
        self.create.drops.hovering = count;
    }

    pub(in crate::gui) fn hear_loader(&mut self, ctx: &Context) {
        for answer in self.shell.loader.answers() {
            match answer {
                Answer::File(FileAnswer::Photograph(opened)) => {
                    self.warn_of(&opened.loaded);
                    self.photograph_came(ctx, *opened);
                }
                Answer::Kept(KeptAnswer::Opening(title, picture)) => {
                    self.opening(ctx, title, picture.as_deref())
                }
                Answer::Kept(KeptAnswer::NothingOpen(why)) => {
                    self.create.works.opening = None;
                    self.create.art.refine_sample_once(why.is_none());
                    if self.create.art.project.photograph.is_none() {
                        self.open_sample();
                    }
                    if let Some(error) = why {
                        self.shell.complain(&error);
                    }
                }
                Answer::Kept(KeptAnswer::Of(hash, kept)) => self.work_came(&hash, kept),
                Answer::Kept(KeptAnswer::Saved(number, written)) => self.saved(number, written),
                Answer::Style(StyleAnswer::Added(key, kept, loaded, card)) => {
                    if !self.create.shelf.cards.iter().any(|card| card.key == key) {
                        let origin = Origin::Painting(Painting::File(kept));
                        self.create.shelf.cards.push(Card::new(key.clone(), origin));
                    }
                    if let Some(there) = self
                        .create
                        .shelf
                        .cards
                        .iter_mut()
                        .find(|card| card.key == key)
                    {
                        there.set(ctx, &card);
                    }
                    if let Some(loaded) = loaded {
                        self.warn_of(&loaded);
                        self.create.art.project.choose(key.clone());
                        self.painting_came(&key, &loaded);
                    }
                }
                Answer::Style(StyleAnswer::Own(own)) => self.shelf_came(own),
                Answer::Style(StyleAnswer::Generators(known)) => {
                    self.create.inspector.models.came(known)
                }
                Answer::File(FileAnswer::Sorted(sorted)) => self.sorted(sorted),
                Answer::Recent(RecentAnswer::Missing(missing)) => {
                    self.shell.recent.missing = missing
                }
                Answer::Recent(RecentAnswer::Thumbnail(path, level)) => {
                    self.shell.recent.came(ctx, path, level.as_ref())
                }
                Answer::Export(ExportAnswer::Estimate(file, bytes)) => {
                    if let Some(Dialog::Export(export)) = &mut self.create.dialog {
                        export.estimated(&file, bytes);
                    }
                }
                Answer::Export(ExportAnswer::Room(path, there)) => self.room_came(&path, there),
                Answer::Looks(looks, kept) => self.looks_came(ctx, looks, kept),
                Answer::File(FileAnswer::Hovers(folder)) => {
                    self.create.drops.hovering_folder = folder
                }
                Answer::File(FileAnswer::Listed(asked, place)) => self.looked(&asked, place),
                Answer::Export(ExportAnswer::Written(path)) => self.say_saved(path),
                Answer::Style(StyleAnswer::Painting(key, loaded)) => {
                    self.painting_came(&key, &loaded)
                }
                Answer::Style(StyleAnswer::Code(key, path, found, choose)) => {
                    self.code_came(&key, path, &found, choose);
                }
                Answer::Style(StyleAnswer::Kept(key, path, found)) => {
                    self.style_kept(&key, path, &found)
                }
                Answer::Style(StyleAnswer::Renamed(key, path)) => self.style_renamed(&key, path),
                Answer::Style(StyleAnswer::Removed(key)) => self.style_removed(&key),
                Answer::File(FileAnswer::Screen(blake3, levels)) => {
                    let still = Still::new(levels);
                    if self.create.art.project.photograph_hash() == Some(&blake3) {
                        self.show_photograph(ctx, still.again());
                    }
                    self.crop_picture_came(&blake3, still);
                }
                Answer::Style(StyleAnswer::Card(key, level)) => {
                    if let Some(card) = self
                        .create
                        .shelf
                        .cards
                        .iter_mut()
                        .find(|card| card.key == key)
                    {
                        card.set(ctx, &level);
                    }
                }
                Answer::File(FileAnswer::Recipe(painted)) => self.painted_came(*painted),
                Answer::Failed(ask, error) => {
                    if let Request::File(
                        FileRequest::Photograph(Source::File(path)) | FileRequest::Open(path, _),
                    ) = &ask
                        && !self.shell.recent.missing.contains(path)
                    {
                        self.shell.settings.recent.retain(|other| other != path);
                    }
                    if matches!(&ask, Request::Export(ExportRequest::Room(_))) {
                        self.no_room();
                    }
                    let opens = matches!(
                        &ask,
                        Request::File(
                            FileRequest::Photograph(_)
                                | FileRequest::Open(..)
                                | FileRequest::Recipe(..)
                        )
                    );
                    if opens
                        && self.create.works.opening.take().is_some()
                        && self.create.art.project.photograph.is_none()
                    {
                        // What the window was opened with cannot be shown: the canvas is not left empty.
                        self.open_sample();
                    }
                    self.shell.complain(&error);
                }
            }
        }
    }

    fn shelf_came(&mut self, own: Vec<(StyleKey, Origin)>) {
        for (key, origin) in own {
            if !self.create.shelf.cards.iter().any(|card| card.key == key) {
                self.shell.loader.ask(match &origin {
                    Origin::Painting(painting) => StyleRequest::Card(key.clone(), painting.clone()),
                    Origin::Code(path) => StyleRequest::Code(key.clone(), path.clone()),
                });
                self.create.shelf.cards.push(Card::new(key, origin));
            }
        }
        self.create.shelf.is_read = true;
        // A style may have been restored before its card was there.
        self.leave_out_missing_styles();
        self.ask_paintings();
    }

    fn photograph_came(&mut self, ctx: &Context, opened: Opened) {
        let Opened {
            loaded,
            levels,
            kept,
            again,
        } = opened;
        let sample = loaded.path.is_none() && loaded.source.name == SAMPLE;
        let there = self.create.art.project.photograph.is_some();
        if there && (again || (sample && !self.create.art.project.is_sample)) {
            // It was asked for first and came last.
            return;
        }
        self.create.works.opening = None;
        if let Some(path) = loaded.path.clone() {
            self.shell.settings.opened(&path);
            self.shell
                .loader
                .ask(RecentRequest::Missing(self.shell.settings.recent.clone()));
            self.shell.save_settings();
        }
        let same = self.create.art.project.photograph_hash() == Some(&loaded.source.blake3);
        self.show_photograph(ctx, Still::new(levels));
        self.create.canvas.fit();
        self.create.cropping = None;
        if same {
            // The same in another file, perhaps.
            self.create.art.project.photograph = Some(loaded);
        } else {
            self.put_aside();
            // The settings of a recipe that was opened before it are its own.
            let known = self
                .create
                .works
                .awaited
                .as_ref()
                .is_some_and(|a| a.is(&loaded));
            let crop = self.create.works.awaited.as_ref().filter(|_| known);
            let crop = crop.map(|awaited| awaited.crop_of(&loaded));
            match kept.filter(|_| !known) {
                Some(kept) => self.bring_back(&loaded, *kept),
                None => self.create.art.open(loaded, sample, crop),
            }
        }
        if !self.create.art.project.is_sample {
            self.create.works.awaited = None;
        }
        if !there {
            self.create.art.begin_history();
        }
        self.take_effects();
    }

    fn show_photograph(&mut self, ctx: &Context, still: Still) {
        if let Some(small) = still.smallest() {
            let texture = pictures::small(ctx, small.width, small.height, &small.rgba);
            self.create.shelf.photo_card = Some(texture);
        }
        self.create.canvas.before = Some(still);
    }

    fn painting_came(&mut self, key: &StyleKey, loaded: &Arc<Loaded>) {
        self.create
            .art
            .material_came(key, &Material::Painting(Arc::clone(loaded)));
    }

    pub(in crate::gui) fn hear_engine(&mut self, ctx: &Context) {
        for event in self.shell.engine.events() {
            self.note_event(&event);
            let on_request = self.shell.settings.paint_on_request;
            let rest = self
                .create
                .art
                .hear(self.shell.engine.as_mut(), event, on_request);
            self.take_effects();
            if let Some(event) = rest {
                self.hear(ctx, event);
            }
        }
    }

    /// How long things take on this device, and what is worth to be kept soon.
    fn note_event(&mut self, event: &Event) {
        let refines = self.create.art.refines();
        match event {
            Event::Instant {
                size,
                seconds,
                result: true,
                ..
            } if !refines => self.shell.note_pace(*size, *seconds),
            Event::Step(standing) if refines && standing.seconds_per_pixel > 0.0 => {
                let pace = &mut self.shell.settings.pace[usize::from(self.shell.device.gpu)];
                *pace = standing.seconds_per_pixel;
            }
            Event::Snapshot(snapshot) => self.create.works.keeping.now |= snapshot.own,
            _ => {}
        }
    }

    /// What the engine tells beside the picture.
    fn hear(&mut self, ctx: &Context, event: Event) {
        match event {
            Event::Device { name, reason, gpu } => {
                self.shell.device = DeviceNote { name, reason, gpu };
            }
            Event::Kept(kept) => self.kept_came(*kept),
            Event::Exported(path) => self.say_saved(path),
            Event::Batch(news) => self.batch_came(*news),
            // The window trains nothing yet.
            Event::Train(_) => {}
            Event::Gallery(small) => self.create.shelf.gallery.came(ctx, small),
            Event::Look(name, recipe, picture) => {
                let work = LookRequest::Keep(name, recipe, picture);
                self.shell.loader.ask(work);
            }
            Event::Variation(number, picture) => self.variation_came(ctx, number, &picture),
            Event::Found(name, style) => self.shell.loader.ask(StyleRequest::Keep(name, style)),
            Event::Copied((width, height), rgba) => {
                let size = [width, height];
                ctx.copy_image(egui::ColorImage::from_rgba_unmultiplied(size, &rgba));
                let size = [("size", format!("{width} × {height}").into())];
                let text = self.shell.words.with("copied", &size);
                self.shell.toasts.say(Kind::Good, text);
            }
            Event::Measured(picture) => {
                if let Some(Dialog::Export(export)) = &mut self.create.dialog {
                    export.measured(picture);
                }
            }
            Event::Failed { error, .. } => self.shell.complain(&error),
            // These are the picture's.
            Event::Instant { .. }
            | Event::Share(_)
            | Event::Distances(_)
            | Event::Started { .. }
            | Event::Step(_)
            | Event::Snapshot(_)
            | Event::Forgot(_)
            | Event::Finished { .. } => {}
        }
    }

    /// Something has ended that took its time: the desktop says so while the window is not looked at.
    pub(in crate::gui) fn has_ended(&self, text: &str) {
        if self.shell.attention.is_away() {
            self.shell
                .taskbar
                .ended(self.picture_title(), text.to_owned());
        }
    }

    pub(in crate::gui) fn take_frames(&mut self, ctx: &Context, frame: &eframe::Frame) {
        let gpu = frame.wgpu_render_state();
        if let Some(new) = self.shell.engine.frame(View::Main)
            && !self.create.art.is_stale()
        {
            if self.create.canvas.after.size().is_none() {
                self.create.canvas.appeared = Some(ctx.input(|input| input.time));
            }
            self.create.canvas.after.set(ctx, gpu, new);
        }
        if let Some(new) = self.shell.engine.frame(View::Compare) {
            self.create.canvas.other.set(ctx, gpu, new);
        }
        let sharp = self.create.canvas.is_sharp();
        self.create.canvas.after.sharpen(ctx, gpu, sharp);
        self.create.canvas.other.sharpen(ctx, gpu, sharp);
    }

    /// Lets the engine rest while a hand moves the picture, so that it moves smoothly.
    pub(in crate::gui) fn rest(&mut self, ctx: &Context) {
        const AFTER: f64 = 0.2;
        let now = ctx.input(|input| input.time);
        if self.create.canvas.moved
            || self
                .create
                .cropping
                .as_ref()
                .is_some_and(Cropping::is_dragged)
        {
            self.create.canvas.moved = false;
            if self.create.resting.is_none() {
                self.shell.engine.send(Command::Rest(true));
            }
            self.create.resting = Some(now);
        }
        if let Some(since) = self.create.resting {
            if now - since < AFTER {
                ctx.request_repaint_after_secs(AFTER as f32);
            } else {
                self.shell.engine.send(Command::Rest(false));
                self.create.resting = None;
            }
        }
    }

    pub(in crate::gui) fn answered(&mut self, want: Want, picked: Picked) {
        let paths = match picked {
            Picked::Paths(paths) => paths,
            Picked::NoDialog(title) => {
                self.choose_files(want, title);
                return;
            }
        };
        if let Some(path) = paths.first() {
            self.remember_folder(&want, path);
        }
        match want {
            Want::Photograph => {
                if let Some(path) = paths.into_iter().next() {
                    self.open_photograph(path);
                }
            }
            Want::Styles => {
                for path in paths {
                    self.add_style(Source::File(path), true);
                }
            }
            Want::Folder => {
                let Some(path) = paths.into_iter().next() else {
                    return;
                };
                match &mut self.create.dialog {
                    Some(Dialog::Export(export)) => {
                        export.settings.folder = Some(path);
                        export.warned = false;
                    }
                    Some(Dialog::Batch(batch)) => batch.to = path,
                    _ => {}
                }
            }
            Want::Original(painted) => match paths.into_iter().next() {
                Some(path) => self.original_came(&painted, path),
                None => self.create.dialog = Some(Dialog::Restore(painted)),
            },
            Want::SaveRecipe(_) => {
                if let Some(path) = paths.into_iter().next() {
                    self.save_recipe(path);
                }
            }
        }
    }

    fn save_recipe(&mut self, path: PathBuf) {
        // What Instant has painted knows its style, and needs no painting to be painted again.
        let recipe = self.create.art.shown_result().map_or_else(
            || self.create.art.project.named_recipe(),
            |shot| (*shot.recipe).clone(),
        );
        let text = recipe.to_json();
        self.shell.loader.ask(ExportRequest::Write(path, text));
    }

    fn say_saved(&mut self, path: PathBuf) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name: Value = name.into_owned().into();
        let text = self.shell.words.with("exported", &[("name", name)]);
        self.has_ended(&text);
        self.shell.toasts.saved(text, path);
    }
}
