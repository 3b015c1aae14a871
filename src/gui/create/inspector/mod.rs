//! The right side: every weight, and what the result shall be.

pub mod balance;
pub mod controls;
pub mod group;
pub mod models;
pub mod space;

use crate::{
    gui::{
        actions::Action,
        create::{
            context::PaneContext,
            inspector::{
                controls::{choose_size, forecast},
                models::Models,
            },
            intent::Intent,
        },
        icons,
        localisation::Words,
        widgets::{self, slider::Slider},
    },
    session::Group,
    stylize::{Recipe, STRENGTHS, STROKE_SIZES},
};
use egui::{Button, DragValue, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

/// The groups from top to bottom.
const GROUPS: [Group; 4] = [Group::Look, Group::Colour, Group::Space, Group::Refine];

/// The right side.
pub struct Inspector {
    /// The generators that there are.
    pub models: Models,
    /// Seed of the next style from nothing.
    pub dice: u64,
    /// Whether the seed stays when everything is reset.
    pub seed_locked: bool,
}

impl Inspector {
    /// Before the artist's own generators were found.
    pub fn new() -> Self {
        Self {
            models: Models::default(),
            dice: space::first_seed(),
            seed_locked: false,
        }
    }
}

impl Inspector {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        const FOOTER: f32 = 116.0;
        /// The bar has its place in the panel's margin, beside what it scrolls.
        const BAR: f32 = 8.0;
        let mut place = ui.available_rect_before_wrap();
        place.max.y = (place.max.y - FOOTER).max(place.min.y + 80.0);
        let mut wider = place;
        wider.max.x += BAR;
        let mut child = ui.new_child(UiBuilder::new().max_rect(wider));
        ScrollArea::vertical()
            .id_salt("inspector")
            .auto_shrink([false, false])
            .show(&mut child, |ui| {
                ui.set_max_width(place.width());
                for (i, group) in GROUPS.into_iter().enumerate() {
                    if i > 0 {
                        ui.separator();
                    }
                    self.group(ui, group, cx);
                }
            });
        ui.advance_cursor_after_rect(place);
        ui.separator();
        let two_lines = vec2(ui.available_width(), 38.0);
        let down = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(two_lines, down, |ui| {
            ui.set_min_size(two_lines);
            forecast(ui, cx);
        });
        let name = cx.text("export");
        let label = format!("{}  {name}", icons::EXPORT);
        let there = cx.art.has_result();
        let button = Button::new(label).min_size(vec2(ui.available_width(), 32.0));
        let response = ui.add_enabled(there, button);
        let response = response.on_disabled_hover_text(cx.words.get("error-nothing-painted"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, there, name.as_str()));
        if response.clicked() {
            cx.ask(Intent::Act(Action::Export));
        }
    }

    /// Whether a group has something to reset.
    pub fn can_reset(&self, group: Group, cx: &PaneContext<'_>) -> bool {
        let (recipe, plain) = (&cx.art.project.recipe, Recipe::painted_first());
        match group {
            Group::Look => {
                let of = |r: &Recipe| (r.strength, r.freedom, r.style_scale, r.size);
                let seed = !self.seed_locked && recipe.seed != plain.seed;
                of(recipe) != of(&plain) || seed || cx.art.project.stroke_size() != 1.0
            }
            Group::Colour => (recipe.colour, recipe.tone) != (plain.colour, plain.tone),
            Group::Space => !recipe.style_axes.is_empty(),
            Group::Refine => {
                let of = |r: &Recipe| (r.controls.clone(), r.optimizer, r.steps);
                of(recipe) != of(&plain)
            }
        }
    }

    /// Brings back the defaults of a group.
    pub fn reset(&mut self, group: Group, cx: &mut PaneContext<'_>) {
        if group == Group::Refine {
            return cx.art.reset_weights();
        }
        let recipe = &mut cx.art.project.recipe;
        let plain = Recipe::by_instant();
        match group {
            Group::Look => {
                (recipe.attunement, recipe.rimless) = (plain.attunement, plain.rimless);
                recipe.strength = plain.strength;
                recipe.freedom = plain.freedom;
                recipe.style_scale = plain.style_scale;
                recipe.stroke_size = plain.stroke_size;
                recipe.size = plain.size;
                if !self.seed_locked {
                    recipe.seed = plain.seed;
                }
            }
            Group::Colour => {
                (recipe.colour, recipe.tone) = (plain.colour, plain.tone);
            }
            Group::Space => recipe.style_axes.clear(),
            Group::Refine => {}
        }
    }

    /// How it is painted.
    pub fn look(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let mut strokes = cx.art.project.stroke_size();
        let recipe = &mut cx.art.project.recipe;
        let strength = Slider::new(&mut recipe.strength, t("strength"), t("strength-hint"));
        ui.add(strength.range(*STRENGTHS.end(), 1.0).even().percent());
        self.freedom(ui, words, recipe);
        self.models.choose(ui, words, recipe);
        let before = strokes;
        let size = Slider::new(&mut strokes, t("stroke-size"), t("stroke-size-hint"));
        ui.add(size.geometric(*STROKE_SIZES.end()));
        if strokes != before {
            recipe.stroke_size = Some(strokes.clamp(*STROKE_SIZES.start(), *STROKE_SIZES.end()));
        }
        choose_size(ui, cx);
        self.seed(ui, cx);
    }

    /// How freely shapes are painted, in shares of what can be asked for; zero is as it was trained.
    fn freedom(&self, ui: &mut Ui, words: &Words, recipe: &mut Recipe) {
        let mut share = recipe.freedom_share();
        let before = share;
        let t = |key: &str| words.get(key);
        let painter = self.models.of(recipe);
        let learnt = painter.is_some_and(|model| model.traits.freedom);
        let slider = Slider::new(&mut share, t("freedom"), t("freedom-hint"));
        let slider = slider.two_sided(1.0).percent();
        widgets::add_or_why(ui, learnt, &t("freedom-why"), slider);
        if share != before {
            recipe.set_freedom_share(share);
        }
    }

    fn seed(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let words = cx.words;
        let t = |key: &str| words.get(key);
        let mut again = false;
        ui.horizontal(|ui| {
            let label = widgets::name_of(ui, widgets::NAME, &t("seed"));
            let number = DragValue::new(&mut cx.art.project.recipe.seed).speed(1.0);
            ui.add_enabled(!self.seed_locked, number)
                .labelled_by(label.id)
                .on_hover_text(t("seed-hint"))
                .on_disabled_hover_text(t("seed-locked"));
            let lock = if self.seed_locked {
                icons::LOCK
            } else {
                icons::OPEN_LOCK
            };
            if widgets::icon_button(ui, lock, &t("seed-lock")).clicked() {
                self.seed_locked = !self.seed_locked;
            }
            let dice = ui.add_enabled_ui(!self.seed_locked, |ui| {
                widgets::icon_button(ui, icons::DICE, &t("action-seed"))
            });
            again = dice
                .inner
                .on_disabled_hover_text(t("seed-locked"))
                .clicked();
        });
        if again {
            cx.ask(Intent::Act(Action::Seed));
        }
    }
}
