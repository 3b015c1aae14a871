//! Photographs of the artist's own, as the run paints them now.

use super::super::{context::PaneContext, intent::Intent};
use crate::{
    gui::{
        files::Want,
        icons, live_picture,
        theme::{CORNER, GAP, palette},
        widgets::{self, cover},
    },
    picture::Picture,
    session::{OwnPhotograph, OwnPhotographs, Training},
};
use egui::{
    Align2, Button, Color32, Context, FontId, Rect, RichText, Role, Sense, Stroke, StrokeKind,
    TextureHandle, Ui, WidgetInfo, vec2,
};
use std::{collections::HashMap, sync::Arc};

/// A photograph that is looked at large.
pub struct Chosen {
    /// The photograph.
    pub photograph: TextureHandle,
    /// What came of it; the photograph itself before that.
    pub painted: TextureHandle,
    /// What is shown, in words.
    pub told: String,
}

type Small = (Arc<Picture>, TextureHandle);

/// Their textures, and which one is looked at.
#[derive(Default)]
pub struct OwnStrip {
    textures: HashMap<(u64, bool), Small>,
    chosen: Option<u64>,
    told: String,
}

impl OwnStrip {
    fn texture(
        &mut self,
        ctx: &Context,
        key: (u64, bool),
        picture: &Arc<Picture>,
    ) -> TextureHandle {
        let known = self.textures.get(&key);
        if let Some((_, texture)) = known.filter(|(of, _)| Arc::ptr_eq(of, picture)) {
            return texture.clone();
        }
        let rgba = picture.to_rgba8();
        let texture = live_picture::small(ctx, picture.width, picture.height, &rgba);
        self.textures
            .insert(key, (Arc::clone(picture), texture.clone()));
        texture
    }

    /// The one that is looked at.
    pub fn chosen(&self, training: &Training) -> Option<Chosen> {
        let number = self.chosen?;
        let own = training
            .own()
            .all()
            .iter()
            .find(|own| own.number == number)?;
        let (_, photograph) = self.textures.get(&(number, false))?;
        let painted = own.painted.as_ref();
        let painted = painted.and_then(|_| self.textures.get(&(number, true)));
        Some(Chosen {
            photograph: photograph.clone(),
            painted: painted.map_or(photograph, |(_, texture)| texture).clone(),
            told: self.told.clone(),
        })
    }

    /// Draws them, `side` points high.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &mut PaneContext<'_>,
        training: &mut Training,
        side: f32,
    ) {
        let all: Vec<OwnPhotograph> = training.own().all().to_vec();
        self.textures
            .retain(|(number, _), _| all.iter().any(|own| own.number == *number));
        ui.horizontal(|ui| {
            for own in &all {
                self.tile(ui, cx, training, own, side);
            }
            let room = all.len() < OwnPhotographs::MOST;
            if room {
                let name = cx.text("train-own-add");
                let text = RichText::new(icons::ADD).size(20.0);
                let button = Button::new(text).min_size(vec2(side.min(56.0), side));
                let response = ui.add(button).on_hover_text(&name);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
                if response.clicked() {
                    cx.ask(Intent::Files(Want::OwnPhotographs, "train-own-add"));
                }
            }
            if all.is_empty() {
                let hint = RichText::new(cx.text("train-own-hint")).weak();
                ui.add(egui::Label::new(hint).wrap());
            }
        });
    }

    fn tile(
        &mut self,
        ui: &mut Ui,
        cx: &mut PaneContext<'_>,
        training: &mut Training,
        own: &OwnPhotograph,
        side: f32,
    ) {
        let photograph = self.texture(ui.ctx(), (own.number, false), &own.picture);
        let painted = own.painted.as_ref();
        let painted =
            painted.map(|(_, picture)| self.texture(ui.ctx(), (own.number, true), picture));
        let name = own.path.file_stem().unwrap_or_default().to_string_lossy();
        let told = match &own.painted {
            Some((step, _)) => {
                let values = [("name", name.into_owned().into()), ("step", (*step).into())];
                cx.words.with("train-own-painted", &values)
            }
            None => cx
                .words
                .with("train-own-waits", &[("name", name.into_owned().into())]),
        };
        let colours = palette(ui.ctx());
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::click());
        let is_chosen = self.chosen == Some(own.number);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_chosen, told.as_str()));
        // What it was is seen while the pointer rests on it.
        let shown = painted.as_ref().filter(|_| !response.hovered());
        let shown = shown.unwrap_or(&photograph);
        let shape = egui::epaint::RectShape::filled(rect, CORNER, Color32::WHITE)
            .with_texture(shown.id(), cover(shown.size_vec2(), rect.size()));
        ui.painter().add(shape);
        let stroke = match (is_chosen, response.hovered() || response.has_focus()) {
            (true, _) => Stroke::new(3.0, colours.accent),
            (false, true) => Stroke::new(2.0, colours.text),
            (false, false) => Stroke::new(1.0, colours.line),
        };
        ui.painter()
            .rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
        if painted.is_none() {
            waits(ui, rect, &cx.text("train-own-waits-short"));
        }
        if is_chosen {
            self.told.clone_from(&told);
        }
        widgets::menu(ui, &response, |ui| {
            if ui.button(cx.words.get("train-own-remove")).clicked() {
                let command = training.own_mut().remove(own.number);
                cx.intents.push(Intent::Train(Box::new(command)));
                ui.close();
            }
        });
        let response = response.on_hover_text(format!("{told}\n{}", cx.text("train-own-click")));
        if response.clicked() {
            self.told = told;
            self.chosen = (!is_chosen).then_some(own.number);
        }
        ui.add_space(GAP - ui.spacing().item_spacing.x);
    }
}

/// Says that it was not painted yet.
fn waits(ui: &Ui, rect: Rect, text: &str) {
    use crate::gui::theme::{ON_SHADE, SHADE};
    let line = Rect::from_min_max(rect.left_bottom() - vec2(0.0, 18.0), rect.right_bottom());
    ui.painter().rect_filled(line, 0, SHADE);
    let font = FontId::proportional(11.0);
    ui.painter_at(line)
        .text(line.center(), Align2::CENTER_CENTER, text, font, ON_SHADE);
}
