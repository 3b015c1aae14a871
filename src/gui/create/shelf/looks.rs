//! The artist's looks on the shelf: all settings under a name, for other photographs, and on the clipboard.

use crate::{
    gui::{
        actions::Action,
        app::App,
        create::{dialogs::Dialog, shelf::own::Naming},
        icons, pictures,
        theme::{GAP, palette},
        toasts::Kind,
        widgets::{self, heading, tile::Tile},
    },
    session::{SavedLook, engine::Command, loader::LookRequest, look_of},
    stylize::Recipe,
};
use egui::{Button, Context, RichText, Role, Sense, Stroke, TextureHandle, Ui, WidgetInfo, vec2};
use std::path::{Path, PathBuf};

/// What is known of the looks.
#[derive(Default)]
pub struct Looks {
    list: Vec<(SavedLook, TextureHandle)>,
    /// Whether the shelf shows them, not the styles.
    pub shown: bool,
}

impl App {
    /// Styles and looks, to choose which of them the shelf shows.
    pub(in crate::gui) fn shelf_tabs(&mut self, ui: &mut Ui) {
        for (looks, key) in [(false, "styles"), (true, "looks")] {
            let name = self.shell.words.get(key);
            let on = self.create.shelf.looks.shown == looks;
            if tab(ui, &name, on) {
                self.create.shelf.looks.shown = looks;
            }
        }
    }

    /// The buttons of the looks: keeping this one, and the clipboard.
    pub(in crate::gui) fn look_tools(&mut self, ui: &mut Ui) {
        let can = self.create.art.project.start().is_some();
        let mut asked = None;
        for (icon, key) in [
            (icons::ADD, "keep-look"),
            (icons::COPY, "action-copy-look"),
            (icons::PASTE, "paste-look"),
        ] {
            let name = self.shell.words.get(key);
            let enabled = can || key == "paste-look";
            let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &name));
            let why = format!("{name}\n{}", self.shell.words.get("nothing-to-keep"));
            if button.inner.on_disabled_hover_text(why).clicked() {
                asked = Some(key);
            }
        }
        match asked {
            Some("keep-look") => self.ask_look_name(),
            Some("paste-look") => self.act(ui.ctx(), Action::Paste),
            Some(_) => self.act(ui.ctx(), Action::CopyLook),
            None => {}
        }
    }

    /// The looks as cards.
    pub(in crate::gui) fn look_cards(&mut self, ui: &mut Ui) {
        let wanted = self.create.shelf.search.to_lowercase();
        let named: Vec<(usize, String)> = (0..self.create.shelf.looks.list.len())
            .map(|i| (i, self.create.shelf.looks.list[i].0.name()))
            .filter(|(_, name)| name.to_lowercase().contains(&wanted))
            .collect();
        if named.is_empty() {
            let none = self.create.shelf.looks.list.is_empty();
            let key = if none { "no-looks" } else { "no-look-found" };
            ui.label(RichText::new(self.shell.words.get(key)).weak());
            if none {
                let can = self.create.art.project.start().is_some();
                let button = Button::new(self.shell.words.get("keep-look")).wrap();
                let button = ui.add_enabled(can, button.min_size(vec2(ui.available_width(), 28.0)));
                let why = self.shell.words.get("nothing-to-keep");
                if button.on_disabled_hover_text(why).clicked() {
                    self.ask_look_name();
                }
            }
            return;
        }
        let columns = if ui.available_width() > 150.0 { 2 } else { 1 };
        let width = ((ui.available_width() - GAP * (columns - 1) as f32) / columns as f32).floor();
        let mut asked = None;
        for row in named.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for (i, name) in row {
                    let tile = Tile {
                        title: name,
                        chosen: self.wears(*i),
                    };
                    let (place, response) = tile.show(ui, width);
                    tile.paint(
                        ui,
                        place,
                        &response,
                        Some(&self.create.shelf.looks.list[*i].1),
                    );
                    if response.clicked() {
                        asked = Some((*i, LookAsk::Wear));
                    }
                    widgets::menu(ui, &response, |ui| {
                        for (key, ask) in [
                            ("rename-style", LookAsk::Rename),
                            ("remove-look", LookAsk::Remove),
                        ] {
                            if ui.button(self.shell.words.get(key)).clicked() {
                                asked = Some((*i, ask));
                                ui.close();
                            }
                        }
                    });
                    response.on_hover_ui(|ui| {
                        ui.label(RichText::new(name).strong());
                        ui.label(self.shell.words.get("look-hint"));
                    });
                }
            });
        }
        if let Some((i, ask)) = asked {
            self.do_look(i, ask);
        }
    }

    /// Whether the settings are those of look `i`.
    fn wears(&self, i: usize) -> bool {
        let recipe = &self.create.art.project.recipe;
        let look = &self.create.shelf.looks.list[i].0.recipe;
        let of = |r: &Recipe| (r.strength, r.style_scale, r.colour, r.tone, r.seed);
        let named = self.create.art.project.named_recipe();
        of(look) == of(recipe)
            && look.stroke_size == named.stroke_size
            && look.style_axes == recipe.style_axes
            && look.styles == named.styles
            && look.style_codes == named.style_codes
            && look.random_style == named.random_style
    }

    fn do_look(&mut self, i: usize, ask: LookAsk) {
        let Some((look, _)) = self.create.shelf.looks.list.get(i) else {
            return;
        };
        let (path, name) = (look.path.clone(), look.name());
        match ask {
            LookAsk::Wear => {
                let recipe = look.recipe.clone();
                self.wear(&recipe);
            }
            LookAsk::Rename => {
                self.create.dialog = Some(Dialog::Name(Naming::LookCard(path), name))
            }
            LookAsk::Remove => self.create.dialog = Some(Dialog::RemoveLook(path)),
        }
    }

    /// Asks what the present look is to be called.
    pub(in crate::gui) fn ask_look_name(&mut self) {
        let name = self.style_titles();
        self.create.dialog = Some(Dialog::Name(Naming::Look, name));
    }

    /// Keeps the present look under a name, as soon as its small picture is painted.
    pub(in crate::gui) fn keep_look(&mut self, name: &str) {
        if let Some(start) = self.create.art.project.start() {
            let command = Command::Look(name.to_owned(), Box::new(start));
            self.shell.engine.send(command);
        }
    }

    /// Puts the settings onto the clipboard, to be pasted with another photograph open.
    pub(in crate::gui) fn copy_look(&mut self, ctx: &Context) {
        ctx.copy_text(self.look_text());
        let text = self.shell.words.get("look-copied");
        self.shell.toasts.say(Kind::Good, text);
    }

    /// The settings as text.
    pub(in crate::gui) fn look_text(&self) -> String {
        look_of(&self.create.art.project.named_recipe()).to_json()
    }

    /// Takes over settings from the clipboard, if that is what `text` holds.
    pub(in crate::gui) fn paste_look(&mut self, text: &str) -> bool {
        let looks_like = text.trim_start().starts_with('{');
        let recipe = looks_like.then(|| Recipe::from_json(text, Path::new("clipboard")));
        let Some(Ok(recipe)) = recipe else {
            return false;
        };
        self.wear(&recipe);
        let text = self.shell.words.get("look-pasted");
        self.shell.toasts.say(Kind::Good, text);
        true
    }

    /// The looks were read.
    pub(in crate::gui) fn looks_came(
        &mut self,
        ctx: &Context,
        looks: Vec<SavedLook>,
        kept: Option<PathBuf>,
    ) {
        let pictured = looks.into_iter().map(|look| {
            let picture = &look.picture;
            let rgba = picture.to_rgba8();
            let texture = pictures::small(ctx, picture.width, picture.height, &rgba);
            (look, texture)
        });
        self.create.shelf.looks.list = pictured.collect();
        if let Some(path) = kept {
            self.create.shelf.looks.shown = true;
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            let values = [("name", name.as_ref().into())];
            let text = self.shell.words.with("look-kept", &values);
            self.shell.toasts.say(Kind::Good, text);
        }
    }

    pub(in crate::gui) fn remove_look_dialog(&mut self, ui: &mut Ui, path: &Path) -> bool {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let question = [("name", name.as_ref().into())];
        ui.heading(self.shell.words.with("remove-style-question", &question));
        ui.label(self.shell.words.get("remove-look-text"));
        ui.add_space(GAP);
        let mut closed = false;
        ui.horizontal(|ui| {
            let yes = widgets::main_button(ui, self.shell.words.get("remove-style-yes"));
            if ui.add(yes).clicked() {
                let work = LookRequest::Remove(path.to_owned());
                self.shell.loader.ask(work);
                closed = true;
            }
            closed |= self.cancel_button(ui);
        });
        closed
    }
}

/// What was asked of a look.
#[derive(Clone, Copy)]
enum LookAsk {
    Wear,
    Rename,
    Remove,
}

/// A heading that is chosen among others; returns whether it was clicked.
fn tab(ui: &mut Ui, name: &str, on: bool) -> bool {
    let colours = palette(ui.ctx());
    let text = egui::WidgetText::from(heading(name));
    let galley = text.into_galley(ui, None, f32::INFINITY, egui::TextStyle::Small);
    let size = vec2(galley.size().x + 2.0, 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
    let lit = on || response.hovered() || response.has_focus();
    let colour = if lit { colours.text } else { colours.muted };
    let at = rect.left_center() - vec2(0.0, 0.5 * galley.size().y);
    ui.painter()
        .galley_with_override_text_color(at, galley, colour);
    if on || response.has_focus() {
        let line = if on { colours.accent } else { colours.muted };
        let y = rect.bottom() - 2.0;
        let stroke = Stroke::new(2.0, line);
        ui.painter()
            .hline(rect.left()..=rect.right() - 3.0, y, stroke);
    }
    response.clicked()
}
