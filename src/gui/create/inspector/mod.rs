//! The right side: every weight, and what the result shall be.

pub mod balance;
pub mod group;
pub mod models;
pub mod space;

use crate::{
    compute::Budget,
    gui::{
        actions::Action,
        app::App,
        create::inspector::models::Models,
        icons,
        localisation::clock,
        widgets::{self, choose, slider::Slider},
    },
    loss::StyleLoss,
    nn::{Layer, NetSpec},
    session::{Group, engine::instant_forecast},
    stylize::{Colour, Controls, Engine, OptimizerKind, Recipe, STRENGTHS, STROKE_SIZES, Size},
};
use egui::{Button, DragValue, RichText, Role, ScrollArea, Ui, UiBuilder, WidgetInfo, vec2};

/// The groups from top to bottom.
const GROUPS: [Group; 4] = [Group::Look, Group::Colour, Group::Space, Group::Refine];
/// Steps of a draft and of a fine picture.
const DRAFT: usize = 120;
const FINE: usize = 600;
/// Long sides to choose from.
const SIZES: [usize; 7] = [256, 384, 512, 640, 800, 1024, 1536];

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

impl App {
    pub(in crate::gui) fn inspector(&mut self, ui: &mut Ui) {
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
                    self.group(ui, group);
                }
            });
        ui.advance_cursor_after_rect(place);
        ui.separator();
        let two_lines = vec2(ui.available_width(), 38.0);
        let down = egui::Layout::top_down(egui::Align::Min);
        ui.allocate_ui_with_layout(two_lines, down, |ui| {
            ui.set_min_size(two_lines);
            self.forecast(ui);
        });
        let name = self.shell.words.get("export");
        let label = format!("{}  {name}", icons::EXPORT);
        let there = self.create.art.has_result();
        let button = Button::new(label).min_size(vec2(ui.available_width(), 32.0));
        let response = ui.add_enabled(there, button);
        let response =
            response.on_disabled_hover_text(self.shell.words.get("error-nothing-painted"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, there, name.as_str()));
        if response.clicked() {
            self.act(ui.ctx(), Action::Export);
        }
    }

    /// Whether a group has something to reset.
    pub(in crate::gui) fn can_reset(&self, group: Group) -> bool {
        let (recipe, plain) = (&self.create.art.project.recipe, Recipe::default());
        match group {
            Group::Look => {
                let of = |r: &Recipe| (r.strength, r.style_scale, r.size);
                let seed = !self.create.inspector.seed_locked && recipe.seed != plain.seed;
                of(recipe) != of(&plain) || seed || self.create.art.project.stroke_size() != 1.0
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
    pub(in crate::gui) fn reset(&mut self, group: Group) {
        let recipe = &mut self.create.art.project.recipe;
        let plain = Recipe::default();
        match group {
            Group::Look => {
                recipe.strength = plain.strength;
                recipe.style_scale = plain.style_scale;
                recipe.stroke_size = Some(1.0);
                recipe.size = plain.size;
                if !self.create.inspector.seed_locked {
                    recipe.seed = plain.seed;
                }
            }
            Group::Colour => {
                (recipe.colour, recipe.tone) = (plain.colour, plain.tone);
            }
            Group::Space => recipe.style_axes.clear(),
            Group::Refine => self.create.art.reset_weights(),
        }
    }

    /// How it is painted.
    pub(in crate::gui) fn look(&mut self, ui: &mut Ui) {
        let words = &self.shell.words;
        let t = |key: &str| words.get(key);
        let mut strokes = self.create.art.project.stroke_size();
        let recipe = &mut self.create.art.project.recipe;
        let strength = Slider::new(&mut recipe.strength, t("strength"), t("strength-hint"));
        ui.add(strength.range(*STRENGTHS.end(), 1.0).even().percent());
        self.create.inspector.models.choose(ui, words, recipe);
        let before = strokes;
        let size = Slider::new(&mut strokes, t("stroke-size"), t("stroke-size-hint"));
        ui.add(size.geometric(*STROKE_SIZES.end()));
        if strokes != before {
            recipe.stroke_size = Some(strokes.clamp(*STROKE_SIZES.start(), *STROKE_SIZES.end()));
        }
        self.size(ui);
        self.seed(ui);
    }

    /// Colours of the result.
    pub(in crate::gui) fn colour(&mut self, ui: &mut Ui) {
        let t = |key: &str| self.shell.words.get(key);
        let recipe = &mut self.create.art.project.recipe;
        let tone = &mut recipe.tone;
        let amount = Slider::new(
            &mut tone.colour,
            t("colour-amount"),
            t("colour-amount-hint"),
        );
        ui.add(amount.range(1.0, 1.0).even().percent());
        for (value, name) in [
            (&mut tone.brightness, "brightness"),
            (&mut tone.contrast, "contrast"),
            (&mut tone.saturation, "saturation"),
        ] {
            let hint = t(&format!("{name}-hint"));
            let slider = Slider::new(value, t(name), hint);
            ui.add(slider.two_sided(1.0).percent());
        }
        let mut colours = vec![
            (Colour::Style, t("colour-style")),
            (Colour::Content, t("colour-content")),
        ];
        if recipe.colour == Colour::Luma {
            // Of recipes of before; the amount does it now.
            colours.push((Colour::Luma, t("colour-luma")));
        }
        let (name, hint) = (t("palette"), t("palette-hint"));
        choose(ui, "palette", &name, &hint, &mut recipe.colour, &colours);
    }

    /// What Refine answers to.
    pub(in crate::gui) fn weights(&mut self, ui: &mut Ui) {
        self.quality(ui);
        let words = &self.shell.words;
        let t = |key: &str| words.get(key);
        let recipe = &mut self.create.art.project.recipe;
        let controls = &mut recipe.controls;
        let plain = Controls::default();
        for (value, default, name) in [
            (&mut controls.content, plain.content, "content"),
            (&mut controls.style, plain.style, "style"),
            (&mut controls.protect, plain.protect, "protect"),
            (&mut controls.adversarial, plain.adversarial, "adversary"),
            (&mut controls.smoothness, plain.smoothness, "smoothness"),
        ] {
            let hint = t(&format!("{name}-hint"));
            ui.add(Slider::new(value, t(name), hint).range(4.0, default));
        }
        let advanced = egui::CollapsingHeader::new(t("advanced")).id_salt("advanced");
        advanced.show(ui, |ui| {
            ui.label(RichText::new(t("layers-hint")).weak());
            for layer in Layer::ALL {
                let weight = &mut recipe.controls.layers.0[layer.index()];
                ui.add(Slider::new(weight, layer.to_string(), t("layer-hint")));
            }
            let losses = [
                (StyleLoss::Gram, "Gram".to_owned()),
                (StyleLoss::Gatys, "Gatys".to_owned()),
                (StyleLoss::Moments, t("style-loss-moments")),
                (StyleLoss::Wasserstein, "Wasserstein".to_owned()),
            ];
            let loss = &mut recipe.controls.style_loss;
            choose(
                ui,
                "loss",
                &t("style-loss"),
                &t("style-loss-hint"),
                loss,
                &losses,
            );
            let kinds = [
                (OptimizerKind::Adam, "Adam".to_owned()),
                (OptimizerKind::Lbfgs, "L-BFGS".to_owned()),
            ];
            let kind = &mut recipe.optimizer;
            choose(
                ui,
                "optimizer",
                &t("optimizer"),
                &t("optimizer-hint"),
                kind,
                &kinds,
            );
        });
    }

    /// Size of the result.
    fn size(&mut self, ui: &mut Ui) {
        let t = |key: &str| self.shell.words.get(key);
        let size = &mut self.create.art.project.recipe.size;
        let mut sizes = vec![(Size::Default, t("size-default"))];
        let pixels = |long: usize| self.shell.words.with("pixels", &[("count", long.into())]);
        sizes.extend(SIZES.map(|long| (Size::LongSide(long), pixels(long))));
        sizes.push((Size::Own, t("size-own")));
        if let Size::LongSide(long) = *size
            && !SIZES.contains(&long)
        {
            sizes.push((*size, pixels(long)));
        }
        choose(ui, "size", &t("size"), &t("size-hint"), size, &sizes);
    }

    /// Steps of Refine.
    fn quality(&mut self, ui: &mut Ui) {
        let t = |key: &str| self.shell.words.get(key);
        let steps = &mut self.create.art.project.recipe.steps;
        let mut qualities = vec![
            (DRAFT, t("draft")),
            (Recipe::DEFAULT_STEPS, t("normal")),
            (FINE, t("fine")),
        ];
        if !qualities.iter().any(|(other, _)| other == steps) {
            let own = self
                .shell
                .words
                .with("steps", &[("steps", (*steps).into())]);
            qualities.push((*steps, own));
        }
        let (name, hint) = (t("quality"), t("quality-hint"));
        choose(ui, "quality", &name, &hint, steps, &qualities);
    }

    fn seed(&mut self, ui: &mut Ui) {
        let t = |key: &str| self.shell.words.get(key);
        let mut again = false;
        ui.horizontal(|ui| {
            let label = widgets::name_of(ui, widgets::NAME, &t("seed"));
            let number = DragValue::new(&mut self.create.art.project.recipe.seed).speed(1.0);
            ui.add_enabled(!self.create.inspector.seed_locked, number)
                .labelled_by(label.id)
                .on_hover_text(t("seed-hint"))
                .on_disabled_hover_text(t("seed-locked"));
            let lock = if self.create.inspector.seed_locked {
                icons::LOCK
            } else {
                icons::OPEN_LOCK
            };
            if widgets::icon_button(ui, lock, &t("seed-lock")).clicked() {
                self.create.inspector.seed_locked = !self.create.inspector.seed_locked;
            }
            let dice = ui.add_enabled_ui(!self.create.inspector.seed_locked, |ui| {
                widgets::icon_button(ui, icons::DICE, &t("action-seed"))
            });
            again = dice
                .inner
                .on_disabled_hover_text(t("seed-locked"))
                .clicked();
        });
        if again {
            self.act(ui.ctx(), Action::Seed);
        }
    }

    /// Seconds that a picture of this size takes, as measured on this device; 0 before that.
    pub(in crate::gui) fn seconds_for(
        &self,
        engine: Engine,
        (width, height): (usize, usize),
    ) -> f32 {
        let device = usize::from(self.shell.device.gpu);
        match engine {
            Engine::Instant => self.shell.settings.instant_pace[device] * (width * height) as f32,
            Engine::Refine => {
                let octaves =
                    crate::stylize::plan(width, height, self.create.art.project.recipe.steps);
                let work = octaves.iter().map(|o| o.width * o.height * o.steps);
                self.shell.settings.pace[device] * work.sum::<usize>() as f32
            }
        }
    }

    /// What a picture of each engine will take, from what was measured on this device.
    fn forecast(&mut self, ui: &mut Ui) {
        let now = ui.input(|input| input.time);
        // The system is asked every two seconds, not in every frame.
        let budget = match self.shell.budget {
            Some((budget, at)) if now - at < 2.0 => budget,
            _ => self.shell.budget.insert((Budget::now(), now)).0,
        };
        let mut lines = Vec::new();
        for engine in [Engine::Instant, Engine::Refine] {
            let Some((width, height)) = self.canvas_size(engine) else {
                return;
            };
            let seconds = self.seconds_for(engine, (width, height));
            let (name, forecast) = match engine {
                Engine::Instant => {
                    let forecast = instant_forecast((width, height), budget);
                    ("instant", forecast)
                }
                Engine::Refine => ("refine", NetSpec::BuiltIn.forecast()),
            };
            let bytes = forecast.bytes(width, height);
            let values = [
                ("engine", self.shell.words.get(name).into()),
                ("size", format!("{width} × {height}").into()),
                ("time", self.duration(seconds).into()),
                ("memory", format!("{:.1} GB", bytes as f64 / 1e9).into()),
            ];
            lines.push(if bytes > budget.bytes() {
                let text = self.shell.words.with("forecast-tight", &values);
                RichText::new(text).color(ui.visuals().error_fg_color)
            } else if seconds > 0.0 {
                RichText::new(self.shell.words.with("forecast", &values)).weak()
            } else {
                RichText::new(self.shell.words.with("forecast-no-time", &values)).weak()
            });
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for line in lines {
                ui.add(egui::Label::new(line).truncate());
            }
        });
    }

    /// "0.4 s", "1:05".
    fn duration(&self, seconds: f32) -> String {
        if seconds >= 9.5 {
            return clock(seconds);
        }
        let seconds = format!("{:.1}", seconds.max(0.1));
        self.shell
            .words
            .with("seconds", &[("count", seconds.into())])
    }
}
