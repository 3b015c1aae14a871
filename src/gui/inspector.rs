//! The right side: every weight, and what the result shall be.

use super::{
    actions::Action,
    app::{Phase, Studio},
    icons,
    shelf::heading,
    slider::Slider,
    words::clock,
};
use crate::{
    compute::free_memory,
    loss::StyleLoss,
    nn::{Layer, NetSpec},
    stylize::{Colour, OptimizerKind, Recipe, Size},
};
use egui::{Button, ComboBox, DragValue, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

/// Steps of a draft and of a fine picture.
const DRAFT: usize = 120;
const FINE: usize = 600;
/// Long sides to choose from.
const SIZES: [usize; 7] = [256, 384, 512, 640, 800, 1024, 1536];

impl Studio {
    pub(super) fn inspector(&mut self, ui: &mut Ui) {
        let footer = 96.0;
        ScrollArea::vertical()
            .id_salt("inspector")
            .max_height((ui.available_height() - footer).max(80.0))
            .auto_shrink([false, false])
            .show(ui, |ui| {
                self.look(ui);
                ui.separator();
                self.space(ui);
                ui.separator();
                self.result(ui);
            });
        ui.separator();
        self.forecast(ui);
        let name = self.words.get("export");
        let label = format!("{}  {name}", icons::EXPORT);
        let there = self.has_result();
        let button = Button::new(label).min_size(vec2(ui.available_width(), 32.0));
        let response = ui.add_enabled(there, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, there, name.as_str()));
        if response.clicked() {
            self.act(ui.ctx(), Action::Export);
        }
    }

    fn look(&mut self, ui: &mut Ui) {
        let words = &self.words;
        ui.horizontal(|ui| {
            ui.label(heading(&words.get("look")));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let reset = Button::new(words.get("reset")).min_size(vec2(0.0, 24.0));
                if ui.add(reset.small()).clicked() {
                    let plain = Recipe::default();
                    self.project.recipe.controls = plain.controls;
                    self.project.recipe.style_scale = plain.style_scale;
                    self.project.recipe.colour = plain.colour;
                }
            });
        });
        let t = |key: &str| words.get(key);
        let recipe = &mut self.project.recipe;
        let controls = &mut recipe.controls;
        ui.add(Slider::new(
            &mut controls.content,
            t("content"),
            t("content-hint"),
        ));
        ui.add(Slider::new(
            &mut controls.style,
            t("style"),
            t("style-hint"),
        ));
        ui.add(Slider::new(
            &mut controls.smoothness,
            t("smoothness"),
            t("smoothness-hint"),
        ));
        let scale = Slider::new(
            &mut recipe.style_scale,
            t("brush-size"),
            t("brush-size-hint"),
        );
        ui.add(scale.range(3.0, 1.0));
        recipe.style_scale = recipe.style_scale.max(0.1);
        ui.horizontal(|ui| {
            let colours = [
                (Colour::Style, t("colour-style")),
                (Colour::Content, t("colour-content")),
                (Colour::Luma, t("colour-luma")),
            ];
            choose(
                ui,
                "colours",
                &t("colours"),
                &t("colours-hint"),
                &mut recipe.colour,
                &colours,
            );
        });
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
                (StyleLoss::Moments, "Mean, std".to_owned()),
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

    fn result(&mut self, ui: &mut Ui) {
        let words = &self.words;
        let t = |key: &str| words.get(key);
        ui.label(heading(&t("result")));
        let recipe = &mut self.project.recipe;
        let mut sizes = vec![(Size::Default, t("size-default"))];
        sizes.extend(SIZES.map(|long| (Size::LongSide(long), format!("{long} px"))));
        sizes.push((Size::Own, t("size-own")));
        if let Size::LongSide(long) = recipe.size
            && !SIZES.contains(&long)
        {
            sizes.push((recipe.size, format!("{long} px")));
        }
        choose(
            ui,
            "size",
            &t("size"),
            &t("size-hint"),
            &mut recipe.size,
            &sizes,
        );
        let mut qualities = vec![
            (DRAFT, t("draft")),
            (Recipe::DEFAULT_STEPS, t("normal")),
            (FINE, t("fine")),
        ];
        if !qualities.iter().any(|(steps, _)| *steps == recipe.steps) {
            let own = words.with("steps", &[("steps", recipe.steps.into())]);
            qualities.push((recipe.steps, own));
        }
        choose(
            ui,
            "quality",
            &t("quality"),
            &t("quality-hint"),
            &mut recipe.steps,
            &qualities,
        );
        let mut again = false;
        ui.horizontal(|ui| {
            let label = super::name_of(ui, super::NAME, &t("seed"));
            let number = DragValue::new(&mut recipe.seed).speed(1.0);
            ui.add_enabled(!self.seed_locked, number)
                .labelled_by(label.id)
                .on_hover_text(t("seed-hint"));
            let lock = if self.seed_locked {
                icons::LOCK
            } else {
                icons::OPEN_LOCK
            };
            if super::icon_button(ui, lock, &t("seed-lock")).clicked() {
                self.seed_locked = !self.seed_locked;
            }
            let dice = ui.add_enabled_ui(!self.seed_locked, |ui| {
                super::icon_button(ui, icons::DICE, &t("action-seed"))
            });
            again = dice.inner.clicked();
        });
        if again {
            self.act(ui.ctx(), Action::Seed);
        }
    }

    /// What the next run will take, from what was measured on this device.
    fn forecast(&mut self, ui: &mut Ui) {
        let Some((width, height)) = self.project.size() else {
            return;
        };
        let bytes = NetSpec::BuiltIn.forecast().bytes(width, height);
        let pace = self.settings.pace[usize::from(self.device.gpu)];
        let octaves = crate::stylize::plan(width, height, self.project.recipe.steps);
        let work: f32 = octaves
            .iter()
            .map(|octave| (octave.width * octave.height * octave.steps) as f32)
            .sum();
        let size = format!("{width} × {height}");
        let memory = format!("{:.1} GB", bytes as f64 / 1e9);
        let text = if pace > 0.0 {
            let time = clock(pace * work);
            let values = [
                ("size", size.into()),
                ("time", time.into()),
                ("memory", memory.into()),
            ];
            self.words.with("forecast", &values)
        } else {
            let values = [("size", size.into()), ("memory", memory.into())];
            self.words.with("forecast-no-time", &values)
        };
        let now = ui.input(|input| input.time);
        // The system is asked every two seconds, not in every frame.
        let free = match self.free {
            Some((free, at)) if now - at < 2.0 => free,
            _ => self.free.insert((free_memory(), now)).0,
        };
        let tight = bytes > free / 10 * 7;
        ui.label(if tight {
            RichText::new(self.words.get("forecast-tight")).color(ui.visuals().error_fg_color)
        } else {
            RichText::new(text).weak()
        });
    }

    /// Whether there is something to export.
    pub(super) fn has_result(&self) -> bool {
        !matches!(self.phase, Phase::Idle | Phase::Starting)
    }
}

/// A named choice among a few values.
fn choose<T: PartialEq + Clone>(
    ui: &mut Ui,
    id: &str,
    name: &str,
    hint: &str,
    value: &mut T,
    values: &[(T, String)],
) {
    ui.horizontal(|ui| {
        super::name_of(ui, super::NAME, name).on_hover_text(hint);
        let shown = values.iter().find(|(v, _)| v == value);
        let text = shown.map_or("", |(_, text)| text.as_str());
        let width = ui.available_width();
        let combo = ComboBox::from_id_salt(id)
            .selected_text(text)
            .width(width)
            .truncate()
            .show_ui(ui, |ui| {
                for (other, text) in values {
                    ui.selectable_value(value, other.clone(), text);
                }
            });
        let response = combo.response.on_hover_text(hint);
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, name));
    });
}
