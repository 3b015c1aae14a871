//! The artist's looks on the shelf: all settings under a name, for other photographs, and on the clipboard.

use crate::{
    gui::{
        actions::Action,
        create::{
            context::PaneContext,
            intent::{Intent, Naming},
        },
        icons, live_picture,
        theme::GAP,
        widgets::{self, tile::Tile},
    },
    session::{Project, SavedLook},
    stylize::Recipe,
};
use egui::{Button, Context, RichText, TextureHandle, Ui, vec2};

/// What is known of the looks.
#[derive(Default)]
pub struct Looks {
    list: Vec<(SavedLook, TextureHandle)>,
    /// Whether the shelf shows them, not the styles.
    pub shown: bool,
}

impl Looks {
    /// The buttons of the looks: keeping this one, and the clipboard.
    pub fn tools(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let can = cx.art.project.start().is_some();
        let mut asked = None;
        for (icon, key) in [
            (icons::ADD, "keep-look"),
            (icons::COPY, "action-copy-look"),
            (icons::PASTE, "paste-look"),
        ] {
            let name = cx.words.get(key);
            let enabled = can || key == "paste-look";
            let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &name));
            let why = format!("{name}\n{}", cx.words.get("nothing-to-keep"));
            if button.inner.on_disabled_hover_text(why).clicked() {
                asked = Some(key);
            }
        }
        match asked {
            Some("keep-look") => cx.ask(Intent::Name(Naming::Look, None)),
            Some("paste-look") => cx.ask(Intent::Act(Action::Paste)),
            Some(_) => cx.ask(Intent::Act(Action::CopyLook)),
            None => {}
        }
    }

    /// The looks as cards.
    pub fn cards(&self, ui: &mut Ui, cx: &mut PaneContext<'_>, search: &str) {
        let wanted = search.to_lowercase();
        let named: Vec<(usize, String)> = (0..self.list.len())
            .map(|i| (i, self.list[i].0.name()))
            .filter(|(_, name)| name.to_lowercase().contains(&wanted))
            .collect();
        if named.is_empty() {
            let none = self.list.is_empty();
            let key = if none { "no-looks" } else { "no-look-found" };
            ui.label(RichText::new(cx.words.get(key)).weak());
            if none {
                let can = cx.art.project.start().is_some();
                let button = Button::new(cx.words.get("keep-look")).wrap();
                let button = ui.add_enabled(can, button.min_size(vec2(ui.available_width(), 28.0)));
                let why = cx.words.get("nothing-to-keep");
                if button.on_disabled_hover_text(why).clicked() {
                    cx.ask(Intent::Name(Naming::Look, None));
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
                        chosen: self.wears(&cx.art.project, *i),
                    };
                    let (place, response) = tile.show(ui, width);
                    tile.paint(ui, place, &response, Some(&self.list[*i].1));
                    if response.clicked() {
                        asked = Some((*i, LookAsk::Wear));
                    }
                    widgets::menu(ui, &response, |ui| {
                        for (key, ask) in [
                            ("rename-style", LookAsk::Rename),
                            ("remove-look", LookAsk::Remove),
                        ] {
                            if ui.button(cx.words.get(key)).clicked() {
                                asked = Some((*i, ask));
                                ui.close();
                            }
                        }
                    });
                    response.on_hover_ui(|ui| {
                        ui.label(RichText::new(name).strong());
                        ui.label(cx.words.get("look-hint"));
                    });
                }
            });
        }
        if let Some((i, ask)) = asked {
            self.ask_for(cx, i, ask);
        }
    }

    /// Whether the settings are those of look `i`.
    fn wears(&self, project: &Project, i: usize) -> bool {
        let recipe = &project.recipe;
        let look = &self.list[i].0.recipe;
        let of = |r: &Recipe| {
            (
                r.strength,
                r.freedom,
                r.style_scale,
                r.colour,
                r.tone,
                r.seed,
            )
        };
        let named = project.named_recipe();
        of(look) == of(recipe)
            && look.stroke_size == named.stroke_size
            && look.style_axes == recipe.style_axes
            && look.styles == named.styles
            && look.style_codes == named.style_codes
            && look.random_style == named.random_style
    }

    fn ask_for(&self, cx: &mut PaneContext<'_>, i: usize, ask: LookAsk) {
        let Some((look, _)) = self.list.get(i) else {
            return;
        };
        let (path, name) = (look.path.clone(), look.name());
        match ask {
            LookAsk::Wear => cx.ask(Intent::Wear(Box::new(look.recipe.clone()))),
            LookAsk::Rename => cx.ask(Intent::Name(Naming::LookCard(path), Some(name))),
            LookAsk::Remove => cx.ask(Intent::RemoveLook(path)),
        }
    }

    /// The looks were read; one was just `kept`.
    pub fn came(&mut self, ctx: &Context, looks: Vec<SavedLook>, kept: bool) {
        let pictured = looks.into_iter().map(|look| {
            let picture = &look.picture;
            let rgba = picture.to_rgba8();
            let texture = live_picture::small(ctx, picture.width, picture.height, &rgba);
            (look, texture)
        });
        self.list = pictured.collect();
        self.shown |= kept;
    }
}

/// What was asked of a look.
#[derive(Clone, Copy)]
enum LookAsk {
    Wear,
    Rename,
    Remove,
}
