//! What dreams are made of, the one that is chosen, and the walk between two.

use super::{
    DreamsPane,
    grid::{alike, image},
    slot::Slot,
};
use crate::{
    evaluate::COPY,
    gui::{
        files::Want,
        icons,
        theme::{CONTROL, GAP, palette},
        train::{context::PaneContext, intent::Intent},
        widgets::{self, choose, heading, slider::Slider},
    },
    session::loader::LibraryRequest,
};
use egui::{Button, DragValue, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// Seeds that are offered.
const SEEDS: u64 = 100_000;
/// How strange dreams may be.
const STRANGEST: f32 = 1.5;
/// Standard deviations along an axis.
const REACH: f32 = 4.0;

impl DreamsPane {
    /// The right side.
    pub fn side(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let scroll = ScrollArea::vertical().id_salt("dream side");
        scroll.auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 8.0);
            self.model(ui, cx);
            if self.opened.is_none() {
                return;
            }
            ui.add_space(GAP);
            self.made_of(ui, cx);
            ui.add_space(GAP);
            self.close_up(ui, cx);
        });
    }

    fn model(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let models = self.models.as_deref().unwrap_or_default();
        if models.is_empty() {
            return;
        }
        let choices = models
            .iter()
            .map(|m| (m.info.hash.clone(), m.info.name.clone()));
        let choices: Vec<(String, String)> = choices.collect();
        let (name, hint) = (cx.text("model"), cx.text("dreams-model-hint"));
        let mut hash = self.wanted.clone();
        choose(ui, "dream model", &name, &hint, &mut hash, &choices);
        if hash != self.wanted {
            let models = self.models.take();
            self.want(hash);
            self.models = models;
        }
    }

    /// Seed, truncation and axes.
    fn made_of(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        ui.horizontal(|ui| {
            let name = cx.text("set-seed");
            widgets::name_of(ui, widgets::NAME, &name);
            let edit = ui.add(DragValue::new(&mut self.seed).range(0..=SEEDS - 1));
            edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
            if widgets::icon_button(ui, icons::DICE, &cx.text("dreams-others")).clicked() {
                self.seed = (self.seed + 1) % SEEDS;
            }
        });
        let hint = cx.text("dreams-truncation-hint");
        let slider = Slider::new(&mut self.truncation, cx.text("dreams-truncation"), hint);
        ui.add(slider.range(STRANGEST, 1.0).even());
        ui.add_space(GAP);
        ui.horizontal(|ui| {
            ui.label(heading(&cx.text("dreams-axes")));
            let moved = self.offsets.iter().any(|offset| *offset != 0.0);
            let reset = Button::new(cx.text("dreams-axes-reset")).small();
            if ui.add_enabled(moved, reset).clicked() {
                self.offsets.fill(0.0);
            }
        });
        for (i, offset) in self.offsets.iter_mut().enumerate() {
            let name = cx.words.with("dreams-axis", &[("number", (i + 1).into())]);
            let slider = Slider::new(offset, name, cx.text("dreams-axis-hint"));
            ui.add(slider.two_sided(REACH));
        }
    }

    /// What is chosen, large, with what can be done with it.
    fn close_up(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let walks = self.chosen.len() == 2;
        ui.label(heading(&cx.text(match walks {
            true => "dreams-walk",
            false => "dreams-chosen",
        })));
        let Some(first) = self.chosen.first().copied() else {
            ui.label(RichText::new(cx.text("dreams-choose")).weak());
            return;
        };
        let (slot, name) = match walks {
            true => (self.walk.get(self.at), format!("{}", self.at + 1)),
            false => (self.dreams.get(first), format!("{}", first + 1)),
        };
        let title = self.title(&name);
        if let Some(slot) = slot {
            large(
                ui,
                cx,
                slot,
                self.opened.as_ref().map_or(0, |o| o.remembered),
            );
            self.send(ui, cx, slot, &title);
        }
        if walks {
            self.walking(ui, cx);
        } else {
            ui.label(RichText::new(cx.text("dreams-choose-other")).weak());
        }
    }

    /// Ways for a dream to be painted, or painted like.
    fn send(&self, ui: &mut Ui, cx: &mut PaneContext<'_>, slot: &Slot, title: &str) {
        let there = slot.is_there();
        let why = cx.text("dreams-wait");
        ui.horizontal_wrapped(|ui| {
            for (key, style) in [("dreams-as-photo", false), ("dreams-as-style", true)] {
                let button = Button::new(cx.text(key)).min_size(vec2(0.0, CONTROL));
                let clicked = widgets::add_or_why(ui, there, &why, button).clicked();
                if let (true, Some(picture)) = (clicked, &slot.picture) {
                    let keep = LibraryRequest::KeepDream {
                        picture: Arc::clone(picture),
                        name: title.to_owned(),
                        model: self.wanted.clone(),
                        style,
                    };
                    cx.ask(Intent::Library(Box::new(keep)));
                }
            }
        });
    }

    /// Where on the walk, and keeping it.
    fn walking(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let name = cx.text("dreams-place");
        let last = self.walk.len().saturating_sub(1);
        ui.spacing_mut().slider_width = (ui.available_width() - 12.0).max(80.0);
        let slider = egui::Slider::new(&mut self.at, 0..=last).show_value(false);
        let slider = ui.add(slider);
        slider.widget_info(|| WidgetInfo::labeled(Role::Slider, true, name.as_str()));
        let whole = self.whole_walk().is_some();
        let button = Button::new(cx.text("dreams-save-walk")).min_size(vec2(0.0, CONTROL));
        let why = cx.text("dreams-wait");
        let save = widgets::add_or_why(ui, whole, &why, button);
        if save
            .on_hover_text(cx.text("dreams-save-walk-hint"))
            .clicked()
        {
            cx.ask(Intent::Files(Want::SaveWalk, "dreams-save-walk"));
        }
    }
}

/// A dream, and beside it the picture that it repeats most.
fn large(ui: &mut Ui, cx: &PaneContext<'_>, slot: &Slot, remembered: usize) {
    let room = ui.available_width();
    let side = ((room - GAP) * 0.64).floor();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        let mut show = |side: f32, texture: Option<&egui::TextureHandle>, name: &str| {
            let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
            ui.painter().rect_filled(rect, 4, palette(ui.ctx()).raised);
            if let Some(texture) = texture {
                image(ui.painter(), rect, texture, slot.is_there());
            }
            response.on_hover_text(name);
        };
        show(side, slot.texture.as_ref(), &cx.text("dreams-chosen"));
        if let Some((texture, _)) = &slot.nearest {
            show(room - GAP - side, Some(texture), &cx.text("dreams-nearest"));
        }
    });
    let text = match &slot.nearest {
        Some((_, score)) if *score >= COPY => {
            let text = RichText::new(format!("{}  {}", icons::ERROR, cx.text("dreams-copy")));
            text.color(palette(ui.ctx()).error)
        }
        Some((_, score)) => RichText::new(alike(cx, *score)).weak(),
        None if remembered == 0 => RichText::new(cx.text("dreams-forgets")).weak(),
        None => RichText::new(cx.text("dreams-wait")).weak(),
    };
    ui.label(text);
}
