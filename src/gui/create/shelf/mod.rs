//! The left side: the styles, which are mixed, and the looks.

pub mod gallery;
pub mod looks;
pub mod mix;
pub mod own;
pub mod photograph;
pub mod recent;

use crate::{
    gui::{
        app::App,
        create::{
            crop::Subject,
            shelf::{gallery::Gallery, looks::Looks},
        },
        files::Want,
        icons, pictures,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        widgets::{self, tile::Tile},
    },
    session::{
        FoundStyle, Material, Origin, Painting, StyleKey,
        loader::{Level, Loader, StyleRequest},
        shelf,
    },
};
use egui::{
    Align2, Button, FontId, Frame, Key, Panel, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    TextEdit, TextureHandle, Ui, WidgetInfo, vec2,
};
use std::sync::Arc;

/// One style on the shelf.
pub struct Card {
    /// Which.
    pub key: StyleKey,
    /// What it is read from.
    pub origin: Origin,
    /// The style, if it was found and was read.
    pub code: Option<Arc<FoundStyle>>,
    texture: Option<TextureHandle>,
}

impl Card {
    /// A card whose picture is still to come.
    pub fn new(key: StyleKey, origin: Origin) -> Self {
        Self {
            key,
            origin,
            code: None,
            texture: None,
        }
    }

    /// The painting's picture, if there is one and it was read.
    pub fn texture(&self) -> Option<&TextureHandle> {
        self.texture.as_ref()
    }

    /// The path of one of the artist's own, which can be renamed and removed.
    pub fn own_path(&self) -> Option<&std::path::Path> {
        match self.key {
            StyleKey::Own(_) => self.origin.path(),
            _ => None,
        }
    }

    /// Its picture has come.
    pub fn set(&mut self, ctx: &egui::Context, level: &Level) {
        let texture = pictures::small(ctx, level.width, level.height, &level.rgba);
        self.texture = Some(texture);
    }

    /// Whether its picture is there.
    #[cfg(test)]
    pub fn has_picture(&self) -> bool {
        self.texture.is_some()
    }

    /// Its name in the settings.
    pub fn name(&self) -> &str {
        match &self.key {
            StyleKey::Shipped(name) => name,
            StyleKey::Own(hash) => hash,
            StyleKey::Random(_) => "",
        }
    }
}

/// The left side.
#[derive(Default)]
pub struct Shelf {
    /// The styles.
    pub cards: Vec<Card>,
    /// The artist's own styles are known.
    pub is_read: bool,
    /// The photograph in the styles of the shelf.
    pub gallery: Gallery,
    /// Settings that the artist keeps under names.
    pub looks: Looks,
    /// What is searched for.
    pub search: String,
    /// The chosen style that the shelf was last scrolled to.
    pub in_view: Option<StyleKey>,
    /// A small picture of the photograph.
    pub photo_card: Option<TextureHandle>,
}

impl Shelf {
    /// The styles that ship.
    pub fn new() -> Self {
        let shipped = shelf().iter();
        let shipped = shipped.map(|s| {
            Card::new(
                StyleKey::Shipped(s.name),
                Origin::Painting(Painting::Shelf(s)),
            )
        });
        Self {
            cards: shipped.collect(),
            ..Self::default()
        }
    }

    /// Asks for the small pictures of all paintings.
    pub fn ask_cards(&self, loader: &Loader) {
        for card in &self.cards {
            if let Origin::Painting(painting) = &card.origin {
                loader.ask(StyleRequest::Card(card.key.clone(), painting.clone()));
            }
        }
    }
}

impl App {
    /// Name of a card in the artist's language.
    pub(in crate::gui) fn card_title(&self, card: &Card) -> String {
        match &card.origin {
            Origin::Painting(Painting::Shelf(style)) => {
                self.shell.words.of(&style.about.title).to_owned()
            }
            Origin::Painting(Painting::File(path)) | Origin::Code(path) => {
                let stem = path.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
        }
    }

    /// The chosen styles in the artist's language.
    pub(in crate::gui) fn style_titles(&self) -> String {
        let names = self.create.art.project.styles.iter();
        let names: Vec<String> = names.map(|chosen| self.style_title(&chosen.key)).collect();
        if names.is_empty() {
            return self.shell.words.get("style-of-recipe");
        }
        names.join(", ")
    }

    /// "PHOTO - STYLE", in the artist's language.
    pub fn picture_title(&self) -> String {
        format!("{} - {}", self.photo_title(), self.style_titles())
    }

    pub(in crate::gui) fn shelf(&mut self, ui: &mut Ui) {
        let wide = ui.available_width() > 150.0;
        if wide {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                self.shelf_tabs(ui);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    self.shelf_tools(ui);
                });
            });
        } else {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
                self.shelf_tabs(ui);
            });
        }
        let hint = self.shell.words.get("search");
        let search = TextEdit::singleline(&mut self.create.shelf.search)
            .hint_text(hint.as_str())
            .desired_width(f32::INFINITY);
        let response = ui.add(search);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint.as_str()));
        if !wide {
            // Three of them have room in one column.
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.spacing_mut().button_padding.x = 5.0;
                self.shelf_tools(ui);
            });
        }
        // The cards have all the room that the mix and the photograph leave.
        Panel::bottom("photograph")
            .frame(Frame::NONE)
            .resizable(false)
            .show_separator_line(false)
            .show(ui, |ui| {
                if self.create.art.project.styles.len() > 1 {
                    ui.add_space(GAP);
                    self.mix(ui);
                }
                ui.separator();
                self.photograph(ui);
            });
        ScrollArea::vertical()
            .id_salt("shelf")
            .auto_shrink([false, false])
            .show(ui, |ui| match self.create.shelf.looks.shown {
                true => self.look_cards(ui),
                false => self.cards(ui),
            });
    }

    /// The buttons of what the shelf shows.
    fn shelf_tools(&mut self, ui: &mut Ui) {
        if self.create.shelf.looks.shown {
            return self.look_tools(ui);
        }
        let add = widgets::icon_button(ui, icons::ADD, &self.shell.words.get("add-style"));
        if add.clicked() {
            self.ask_files(Want::Styles, "add-style");
        }
        self.order_button(ui);
    }

    fn cards(&mut self, ui: &mut Ui) {
        let columns = if ui.available_width() > 150.0 { 2 } else { 1 };
        let width = ((ui.available_width() - GAP * (columns - 1) as f32) / columns as f32).floor();
        let wanted = self.create.shelf.search.to_lowercase();
        let mut order = self.card_order();
        order.retain(|&i| {
            let card = &self.create.shelf.cards[i];
            let title = self.card_title(card).to_lowercase();
            title.contains(&wanted) || card.name().replace('_', " ").contains(&wanted)
        });
        if order.is_empty() {
            ui.label(RichText::new(self.shell.words.get("no-style-found")).weak());
        }
        for row in order.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for &i in row {
                    self.card(ui, i, width);
                }
            });
        }
    }

    /// Cards as they stand on the shelf: favourites first, then those that suit the photograph if that
    /// is asked for, then in the shelf's own order.
    pub(in crate::gui) fn card_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.create.shelf.cards.len()).collect();
        let suggested = self
            .shell
            .settings
            .suggest
            .then(|| self.create.shelf.gallery.ranks());
        order.sort_by_key(|&i| {
            let ranks = suggested.as_ref();
            let rank = ranks.and_then(|ranks| ranks.get(&self.create.shelf.cards[i].key).copied());
            (!self.is_favourite(i), rank.unwrap_or(usize::MAX))
        });
        order
    }

    /// The small button that puts the styles first that suit the photograph.
    fn order_button(&mut self, ui: &mut Ui) {
        let name = self.shell.words.get("suggest");
        let on = self.shell.settings.suggest;
        let icon = RichText::new(icons::SUGGEST).size(18.0);
        let button = Button::new(icon).min_size(vec2(28.0, 28.0)).selected(on);
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name.as_str()));
        let hint = self.shell.words.get(if on {
            "suggest-on-hint"
        } else {
            "suggest-hint"
        });
        if response.on_hover_text(format!("{name}\n{hint}")).clicked() {
            self.shell.settings.suggest = !on;
        }
    }

    fn is_favourite(&self, i: usize) -> bool {
        let name = self.create.shelf.cards[i].name();
        self.shell
            .settings
            .favourites
            .iter()
            .any(|other| other == name)
    }

    fn card(&mut self, ui: &mut Ui, i: usize, width: f32) {
        let title = self.card_title(&self.create.shelf.cards[i]);
        let colours = palette(ui.ctx());
        let key = self.create.shelf.cards[i].key.clone();
        let chosen = self.create.art.project.has(&key);
        let tile = Tile {
            title: &title,
            chosen,
        };
        let (place, response) = tile.show(ui, width);
        let rect = response.rect;
        let first = self.create.art.project.styles.first();
        if first.is_some_and(|first| first.key == key)
            && self.create.shelf.in_view.as_ref() != Some(&key)
        {
            // Keys, undo and recipes choose styles that may lie out of sight.
            ui.scroll_to_rect(rect.expand(GAP), None);
            self.create.shelf.in_view = Some(key.clone());
        }
        // The photograph in that style; the painting itself while the pointer asks for it.
        let painted = self
            .create
            .shelf
            .gallery
            .picture(&self.create.shelf.cards[i].key);
        let own = self.create.shelf.cards[i].texture.as_ref();
        let shown = if response.hovered() {
            own.or(painted)
        } else {
            painted.or(own)
        };
        tile.paint(ui, place, &response, shown);
        let painter = ui.painter();
        if shown.is_none() && matches!(self.create.shelf.cards[i].origin, Origin::Code(_)) {
            // It has no painting to be shown meanwhile.
            let icon = FontId::proportional(24.0);
            let middle = Align2::CENTER_CENTER;
            painter.text(place.center(), middle, icons::KEEP, icon, colours.muted);
        }
        if self.is_favourite(i) {
            let at = place.right_top() + vec2(-6.0, 4.0);
            let icon = FontId::proportional(16.0);
            painter.text(at, Align2::RIGHT_TOP, icons::STAR, icon, colours.accent);
        }
        let mixing = widgets::click_adds(ui);
        let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.clicked() || enter {
            if mixing {
                self.mix_in(&key);
            } else {
                self.create.art.project.choose(key.clone());
            }
            self.ask_paintings();
        }
        let favourite = self.is_favourite(i);
        let is_painting = matches!(self.create.shelf.cards[i].origin, Origin::Painting(_));
        if chosen && is_painting {
            self.part_button(ui, place, &key, &title);
        }
        widgets::menu(ui, &response, |ui| {
            if chosen && is_painting && ui.button(self.shell.words.get("use-part")).clicked() {
                self.begin_crop(Subject::Style(key.clone()));
                ui.close();
            }
            let can = chosen || !self.create.art.project.is_full();
            let mix = ui.add_enabled(can, Button::new(self.shell.words.get("mix-in")));
            if mix.on_disabled_hover_text(self.mix_full()).clicked() {
                self.mix_in(&key);
                self.ask_paintings();
                ui.close();
            }
            if chosen && self.keep_by(ui, Button::new(self.shell.words.get("keep-style"))) {
                ui.close();
            }
            let word = if favourite {
                "unfavourite"
            } else {
                "favourite"
            };
            if ui.button(self.shell.words.get(word)).clicked() {
                let name = self.create.shelf.cards[i].name().to_owned();
                if favourite {
                    self.shell
                        .settings
                        .favourites
                        .retain(|other| *other != name);
                } else {
                    self.shell.settings.favourites.push(name);
                }
                ui.close();
            }
            self.own_menu(ui, i);
        });
        let sentence = match &self.create.shelf.cards[i].origin {
            Origin::Painting(Painting::Shelf(style)) => {
                self.shell.words.of(&style.about.sentence).to_owned()
            }
            Origin::Painting(Painting::File(path)) => path.display().to_string(),
            Origin::Code(_) => self.shell.words.get("found-style"),
        };
        let suits = self.why_suggested(&key);
        response.on_hover_ui(|ui| {
            ui.set_max_width(260.0);
            ui.label(RichText::new(&title).strong());
            ui.label(sentence);
            if let Some(suits) = suits {
                ui.label(suits);
            }
            ui.label(RichText::new(self.shell.words.get("mix-hint")).weak());
        });
    }

    /// The small button on a chosen card that chooses a part of the painting.
    fn part_button(&mut self, ui: &mut Ui, place: Rect, key: &StyleKey, title: &str) {
        let chosen = self
            .create
            .art
            .project
            .styles
            .iter()
            .find(|c| c.key == *key);
        let whole = chosen.is_none_or(|chosen| chosen.crop.is_whole());
        let corner = place.right_bottom() - vec2(32.0, 32.0);
        let rect = Rect::from_min_size(corner, vec2(26.0, 26.0));
        let id = ui.scope_id().with(("part", key));
        let response = ui.interact(rect, id, Sense::click());
        let name = self
            .shell
            .words
            .with("use-part-of", &[("style", title.into())]);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, !whole, name.as_str()));
        let tint = if whole {
            ON_SHADE
        } else {
            palette(ui.ctx()).accent
        };
        ui.painter().rect_filled(rect, CORNER, SHADE);
        let font = FontId::proportional(16.0);
        ui.painter().text(
            rect.center(),
            Align2::CENTER_CENTER,
            icons::CROP,
            font,
            tint,
        );
        if response.hovered() || response.has_focus() {
            let stroke = Stroke::new(1.5, ON_SHADE);
            ui.painter()
                .rect_stroke(rect, CORNER, stroke, egui::StrokeKind::Inside);
        }
        if response
            .on_hover_text(self.shell.words.get("use-part"))
            .clicked()
        {
            self.begin_crop(Subject::Style(key.clone()));
        }
    }

    /// Asks for the chosen styles that were not read yet.
    pub(in crate::gui) fn ask_paintings(&mut self) {
        for chosen in self
            .create
            .art
            .project
            .styles
            .iter_mut()
            .filter(|c| !c.is_ready())
        {
            let card = self
                .create
                .shelf
                .cards
                .iter()
                .find(|card| card.key == chosen.key);
            let Some(Card {
                key, origin, code, ..
            }) = card
            else {
                continue;
            };
            match (origin, code) {
                (_, Some(found)) => chosen.material = Some(Material::Code(Arc::clone(found))),
                (Origin::Painting(painting), None) => {
                    self.shell
                        .loader
                        .ask(StyleRequest::Painting(key.clone(), painting.clone()));
                }
                (Origin::Code(path), None) => {
                    self.shell
                        .loader
                        .ask(StyleRequest::Code(key.clone(), path.clone()));
                }
            }
        }
    }
}
