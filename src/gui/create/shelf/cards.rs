//! The cards of the styles.

use crate::{
    gui::{
        create::{
            context::PaneContext,
            intent::{Intent, Naming, Subject},
            keep_style::keep_by,
            shelf::{
                Shelf,
                learn::{learn_menu, learnt_mark},
                mix::{mix_full, mix_in},
                styles::Styles,
            },
        },
        icons,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        widgets::{self, tile::Tile},
    },
    session::{Origin, Painting, StyleKey},
    stylize::Instant,
};
use egui::{
    Align2, Button, FontId, Key, Rect, Response, RichText, Role, Sense, Stroke, Ui, WidgetInfo,
    vec2,
};

impl Shelf {
    /// The cards that are searched for.
    pub fn cards(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let columns = if ui.available_width() > 150.0 { 2 } else { 1 };
        let width = ((ui.available_width() - GAP * (columns - 1) as f32) / columns as f32).floor();
        let wanted = self.search.to_lowercase();
        let mut order = self.styles.order(cx.settings);
        order.retain(|&i| {
            let card = &self.styles.cards[i];
            let title = self.styles.card_title(cx.words, card).to_lowercase();
            title.contains(&wanted) || card.name().replace('_', " ").contains(&wanted)
        });
        if order.is_empty() {
            ui.label(RichText::new(cx.words.get("no-style-found")).weak());
        }
        for row in order.chunks(columns) {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for &i in row {
                    self.card(ui, cx, i, width);
                }
            });
        }
    }

    fn card(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, i: usize, width: f32) {
        let title = self.styles.card_title(cx.words, &self.styles.cards[i]);
        let colours = palette(ui.ctx());
        let key = self.styles.cards[i].key.clone();
        let chosen = cx.art.project.has(&key);
        let tile = Tile {
            title: &title,
            chosen,
        };
        let (place, response) = tile.show(ui, width);
        let rect = response.rect;
        let first = cx.art.project.styles.first();
        if first.is_some_and(|first| first.key == key) && self.in_view.as_ref() != Some(&key) {
            // Keys, undo and recipes choose styles that may lie out of sight.
            ui.scroll_to_rect(rect.expand(GAP), None);
            self.in_view = Some(key.clone());
        }
        // The photograph in that style; the painting itself while the pointer asks for it.
        let painted = self.styles.gallery.picture(&self.styles.cards[i].key);
        let own = self.styles.cards[i].texture();
        let shown = if response.hovered() {
            own.or(painted)
        } else {
            painted.or(own)
        };
        tile.paint(ui, place, &response, shown);
        let painter = ui.painter();
        if shown.is_none() && matches!(self.styles.cards[i].origin, Origin::Code(_)) {
            // It has no painting to be shown meanwhile.
            let icon = FontId::proportional(24.0);
            let middle = Align2::CENTER_CENTER;
            painter.text(place.center(), middle, icons::KEEP, icon, colours.muted);
        }
        if self.styles.is_favourite(cx.settings, i) {
            let at = place.right_top() + vec2(-6.0, 4.0);
            let icon = FontId::proportional(16.0);
            painter.text(at, Align2::RIGHT_TOP, icons::STAR, icon, colours.accent);
        }
        if self
            .styles
            .tunings
            .own(&key, Instant::hash_for(&cx.art.project.recipe))
            .is_some()
        {
            learnt_mark(ui, place);
        }
        let mixing = widgets::click_adds(ui);
        let enter = response.has_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.clicked() || enter {
            if mixing {
                mix_in(&key, cx);
            } else {
                cx.art.project.choose(key.clone());
            }
            cx.ask(Intent::ReadStyles);
        }
        let is_painting = matches!(self.styles.cards[i].origin, Origin::Painting(_));
        if chosen && is_painting {
            part_button(ui, cx, place, &key, &title);
        }
        widgets::menu(ui, &response, |ui| self.card_menu(ui, cx, i));
        self.card_hint(response, cx, i, &title);
    }

    /// What can be done with a style.
    fn card_menu(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, i: usize) {
        let key = self.styles.cards[i].key.clone();
        let chosen = cx.art.project.has(&key);
        let favourite = self.styles.is_favourite(cx.settings, i);
        let is_painting = matches!(self.styles.cards[i].origin, Origin::Painting(_));
        if chosen && is_painting && ui.button(cx.words.get("use-part")).clicked() {
            cx.ask(Intent::Crop(Subject::Style(key.clone())));
            ui.close();
        }
        let can = chosen || !cx.art.project.is_full();
        let mix = ui.add_enabled(can, Button::new(cx.words.get("mix-in")));
        if mix.on_disabled_hover_text(mix_full(cx.words)).clicked() {
            mix_in(&key, cx);
            cx.ask(Intent::ReadStyles);
            ui.close();
        }
        if chosen && keep_by(ui, cx, Button::new(cx.words.get("keep-style"))) {
            ui.close();
        }
        let word = if favourite {
            "unfavourite"
        } else {
            "favourite"
        };
        if ui.button(cx.words.get(word)).clicked() {
            let name = self.styles.cards[i].name().to_owned();
            if favourite {
                cx.settings.favourites.retain(|other| *other != name);
            } else {
                cx.settings.favourites.push(name);
            }
            ui.close();
        }
        learn_menu(ui, cx, &mut self.styles, i);
        own_menu(ui, cx, &self.styles, i);
    }

    /// What is said of a style while the pointer is on it.
    fn card_hint(&self, response: Response, cx: &PaneContext<'_>, i: usize, title: &str) {
        let key = &self.styles.cards[i].key;
        let sentence = match &self.styles.cards[i].origin {
            Origin::Painting(Painting::Shelf(style)) => {
                cx.words.of(&style.about.sentence).to_owned()
            }
            Origin::Painting(Painting::File(path)) => path.display().to_string(),
            Origin::Code(_) => cx.words.get("found-style"),
        };
        let suits = self.styles.why_suggested(cx.words, key);
        response.on_hover_ui(|ui| {
            ui.set_max_width(260.0);
            ui.label(RichText::new(title).strong());
            ui.label(sentence);
            if let Some(suits) = suits {
                ui.label(suits);
            }
            ui.label(RichText::new(cx.words.get("mix-hint")).weak());
        });
    }
}

/// The small button on a chosen card that chooses a part of the painting.
fn part_button(ui: &mut Ui, cx: &mut PaneContext<'_>, place: Rect, key: &StyleKey, title: &str) {
    let chosen = cx.art.project.styles.iter().find(|c| c.key == *key);
    let whole = chosen.is_none_or(|chosen| chosen.crop.is_whole());
    let corner = place.right_bottom() - vec2(32.0, 32.0);
    let rect = Rect::from_min_size(corner, vec2(26.0, 26.0));
    let id = ui.scope_id().with(("part", key));
    let response = ui.interact(rect, id, Sense::click());
    let name = cx.words.with("use-part-of", &[("style", title.into())]);
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
    if response.on_hover_text(cx.words.get("use-part")).clicked() {
        cx.ask(Intent::Crop(Subject::Style(key.clone())));
    }
}

/// What can be done with one of the artist's own.
fn own_menu(ui: &mut Ui, cx: &mut PaneContext<'_>, styles: &Styles, i: usize) {
    let card = &styles.cards[i];
    let Some(path) = card.own_path() else { return };
    let (key, path, title) = (
        card.key.clone(),
        path.to_owned(),
        styles.card_title(cx.words, card),
    );
    ui.separator();
    if ui.button(cx.words.get("rename-style")).clicked() {
        cx.ask(Intent::Name(
            Naming::Card(key.clone(), path.clone()),
            Some(title),
        ));
        ui.close();
    }
    if ui.button(cx.words.get("remove-style")).clicked() {
        cx.ask(Intent::RemoveStyle(key, path));
        ui.close();
    }
}
