//! The artist's own styles on the shelf: keeping a found one, another name, taking one away.

use crate::{
    gui::{
        app::App,
        create::{dialogs::Dialog, shelf::Card},
        icons,
        theme::{GAP, palette},
        toasts::Kind,
        widgets,
    },
    session::{
        FoundStyle, LONGEST_NAME, Material, Origin, StyleKey,
        engine::Command,
        fits_name,
        loader::{LookRequest, StyleRequest},
    },
};
use egui::{Button, Key, RichText, Role, TextEdit, Ui, WidgetInfo, vec2};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// What one of the artist's own styles is to be called.
pub enum Naming {
    /// A style that was found.
    Found,
    /// One of the shelf.
    Card(StyleKey, PathBuf),
    /// The present look.
    Look,
    /// A look that was kept.
    LookCard(PathBuf),
}

impl App {
    /// The button that keeps what was found.
    pub(in crate::gui) fn keep_button(&mut self, ui: &mut Ui) {
        let label = format!("{}  {}", icons::KEEP, self.shell.words.get("keep-style"));
        let button = Button::new(label).min_size(vec2(ui.available_width(), 28.0));
        self.keep_by(ui, button);
    }

    /// The same beside the mix, where there is room for an icon only.
    pub(in crate::gui) fn keep_icon(&mut self, ui: &mut Ui) {
        let icon = RichText::new(icons::KEEP).size(16.0);
        self.keep_by(ui, Button::new(icon).small().min_size(vec2(24.0, 24.0)));
    }

    /// Keeps what was found if `button` is clicked, which it returns, and says why if there is nothing to keep.
    pub(in crate::gui) fn keep_by(&mut self, ui: &mut Ui, button: Button<'_>) -> bool {
        let name = self.shell.words.get("keep-style");
        let found = self.create.art.project.has_found_style();
        let can = found && self.create.art.project.start().is_some();
        let why = self.shell.words.get(if found {
            "nothing-to-keep"
        } else {
            "keep-style-nothing"
        });
        let response = widgets::add_or_why(ui, can, &why, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, can, name.as_str()));
        let hint = format!("{name}\n{}", self.shell.words.get("keep-style-hint"));
        let clicked = response.on_hover_text(hint).clicked();
        if clicked {
            let keys = self
                .create
                .art
                .project
                .styles
                .iter()
                .map(|chosen| &chosen.key);
            let titles: Vec<String> = keys.map(|key| self.style_title(key)).collect();
            self.create.dialog = Some(Dialog::Name(Naming::Found, titles.join(" + ")));
        }
        clicked
    }

    /// What can be done with one of the artist's own.
    pub(in crate::gui) fn own_menu(&mut self, ui: &mut Ui, i: usize) {
        let card = &self.create.shelf.cards[i];
        let Some(path) = card.own_path() else { return };
        let (key, path, title) = (card.key.clone(), path.to_owned(), self.card_title(card));
        ui.separator();
        if ui.button(self.shell.words.get("rename-style")).clicked() {
            self.create.dialog = Some(Dialog::Name(Naming::Card(key.clone(), path.clone()), title));
            ui.close();
        }
        if ui.button(self.shell.words.get("remove-style")).clicked() {
            self.create.dialog = Some(Dialog::Remove(key, path));
            ui.close();
        }
    }

    pub(in crate::gui) fn name_dialog(
        &mut self,
        ui: &mut Ui,
        what: &Naming,
        name: &mut String,
    ) -> bool {
        ui.heading(self.shell.words.get(match what {
            Naming::Found => "keep-style-question",
            Naming::Look => "keep-look-question",
            Naming::Card(..) | Naming::LookCard(_) => "rename-style-question",
        }));
        let label = self.shell.words.get("file-name");
        let field = TextEdit::singleline(name).char_limit(LONGEST_NAME);
        let edit = ui.add(field.desired_width(f32::INFINITY));
        if edit.gained_focus() {
            select_all(ui, edit.id, name);
        }
        // A sign that no file can be called by is refused as it is typed, with a reason.
        let refused = egui::Id::unique("refused sign");
        if edit.changed() {
            let some = !name.chars().all(fits_name);
            name.retain(fits_name);
            ui.data_mut(|data| data.insert_temp(refused, some));
        }
        let reason = ui.data(|data| data.get_temp(refused).unwrap_or(false));
        let text = if reason {
            RichText::new(self.shell.words.get("name-signs")).color(palette(ui.ctx()).error)
        } else {
            RichText::new(" ")
        };
        ui.label(text);
        edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
        let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !edit.has_focus() && !enter {
            edit.request_focus();
        }
        let note = match what {
            Naming::Found => "keep-style-text",
            Naming::Look => "keep-look-text",
            Naming::Card(..) | Naming::LookCard(_) => "rename-text",
        };
        ui.label(RichText::new(self.shell.words.get(note)).weak());
        ui.add_space(GAP);
        let mut closed = false;
        let good = !name.trim().is_empty();
        ui.horizontal(|ui| {
            let yes = widgets::main_button(ui, self.shell.words.get("keep-style-yes"));
            let why = self.shell.words.get("name-empty");
            let yes = widgets::add_or_why(ui, good, &why, yes);
            if yes.clicked() || (enter && good) {
                self.name_style(what, name.trim());
                closed = true;
            }
            closed |= self.cancel_button(ui);
        });
        closed
    }

    fn name_style(&mut self, what: &Naming, name: &str) {
        match what {
            Naming::Found => {
                if let Some(start) = self.create.art.project.start() {
                    let found = Command::Find(name.to_owned(), Box::new(start));
                    self.shell.engine.send(found);
                }
            }
            Naming::Look => self.keep_look(name),
            Naming::LookCard(path) => {
                let work = LookRequest::Rename(path.clone(), name.to_owned());
                self.shell.loader.ask(work);
            }
            Naming::Card(key, path) => {
                let ask = StyleRequest::Rename(key.clone(), path.clone(), name.to_owned());
                self.shell.loader.ask(ask);
            }
        }
    }

    pub(in crate::gui) fn remove_dialog(
        &mut self,
        ui: &mut Ui,
        key: &StyleKey,
        path: &Path,
    ) -> bool {
        let title = self.style_title(key);
        let question = [("name", title.into())];
        ui.heading(self.shell.words.with("remove-style-question", &question));
        ui.label(self.shell.words.get("remove-style-text"));
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let yes = widgets::main_button(ui, self.shell.words.get("remove-style-yes"));
            if ui.add(yes).clicked() {
                self.shell
                    .loader
                    .ask(StyleRequest::Remove(key.clone(), path.to_owned()));
                closed = true;
            }
            closed |= self.cancel_button(ui);
        });
        closed
    }

    /// A found style was read.
    pub(in crate::gui) fn code_came(
        &mut self,
        key: &StyleKey,
        path: PathBuf,
        found: &Arc<FoundStyle>,
        choose: bool,
    ) {
        self.put_card(key, path, found);
        if choose {
            self.create.art.project.choose(key.clone());
        }
        self.create
            .art
            .material_came(key, &Material::Code(Arc::clone(found)));
    }

    pub(in crate::gui) fn style_kept(
        &mut self,
        key: &StyleKey,
        path: PathBuf,
        found: &Arc<FoundStyle>,
    ) {
        self.put_card(key, path, found);
        let name = self.style_title(key);
        let text = self
            .shell
            .words
            .with("style-kept", &[("name", name.into())]);
        self.shell.toasts.say(Kind::Good, text);
    }

    fn put_card(&mut self, key: &StyleKey, path: PathBuf, found: &Arc<FoundStyle>) {
        let there = self
            .create
            .shelf
            .cards
            .iter()
            .position(|card| card.key == *key);
        let i = there.unwrap_or_else(|| {
            self.create
                .shelf
                .cards
                .push(Card::new(key.clone(), Origin::Code(path)));
            self.create.shelf.cards.len() - 1
        });
        self.create.shelf.cards[i].code = Some(Arc::clone(found));
    }

    pub(in crate::gui) fn style_renamed(&mut self, key: &StyleKey, path: PathBuf) {
        if let Some(card) = self
            .create
            .shelf
            .cards
            .iter_mut()
            .find(|card| card.key == *key)
        {
            card.origin = card.origin.at(path);
        }
    }

    /// A card is gone; if it was chosen, another one takes its place.
    pub(in crate::gui) fn style_removed(&mut self, key: &StyleKey) {
        let title = self.style_title(key);
        self.create.shelf.cards.retain(|card| card.key != *key);
        if let StyleKey::Own(hash) = key {
            self.shell.settings.favourites.retain(|other| other != hash);
        }
        if self.create.art.project.has(key) {
            if self.create.art.project.styles.len() > 1 {
                self.create.art.project.mix(key.clone());
            } else if let Some(first) = self.create.shelf.cards.first() {
                self.create.art.project.choose(first.key.clone());
                self.ask_paintings();
            }
        }
        let text = self
            .shell
            .words
            .with("style-removed", &[("name", title.into())]);
        self.shell.toasts.say(Kind::Good, text);
    }
}

/// All of a field's text is replaced by what is typed next.
fn select_all(ui: &Ui, id: egui::Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    let all = CCursorRange::two(CCursor::new(0), end);
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), id);
}
