//! The lower end of the left side: the photograph, what it is called, and the part of it that is painted.

use crate::{
    gui::{
        actions::Action,
        create::{context::PaneContext, intent::Intent, shelf::recent::recent_menu},
        icons, still_picture,
        theme::palette,
        widgets::{self, heading},
    },
    picture::Crop,
};
use egui::{Label, RichText, Role, Sense, Stroke, TextureHandle, Ui, Vec2, WidgetInfo, vec2};

/// Height of a window, in points, below which its left side has no room for a small picture of the photograph.
const LOW: f32 = 700.0;

/// Draws it; `card` is a small picture of it.
pub fn photograph(ui: &mut Ui, cx: &mut PaneContext<'_>, card: Option<&TextureHandle>) {
    let wide = ui.available_width() > 150.0;
    ui.horizontal(|ui| {
        ui.label(heading(&cx.words.get("photograph")));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let open = widgets::icon_button(ui, icons::OPEN, &cx.words.get("action-open"));
            if open.clicked() {
                cx.ask(Intent::Act(Action::Open));
            }
            if wide {
                recent_menu(ui, cx);
            }
        });
    });
    if !wide {
        recent_menu(ui, cx);
    }
    let Some(loaded) = &cx.art.project.photograph else {
        ui.label(RichText::new(cx.words.get("no-photograph")).weak());
        return;
    };
    let named = if cx.art.project.is_sample {
        cx.words.get("sample")
    } else {
        loaded.source.name.clone()
    };
    let crop = cx.art.project.recipe.crop;
    let (width, height) = crop.size((loaded.picture.width, loaded.picture.height));
    let mut size = format!("{width} × {height}");
    if !crop.is_whole() {
        size = cx.words.with("cropped", &[("size", size.into())]);
    }
    let part = vec2(width as f32, height as f32);
    let texts = |ui: &mut Ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(named).truncate());
        ui.add(Label::new(RichText::new(size).weak()).truncate());
    };
    if wide {
        ui.horizontal(|ui| {
            photograph_card(ui, cx, card, part, crop, vec2(88.0, 60.0));
            ui.vertical(texts);
        });
    } else {
        ui.vertical(texts);
        // A low window has more use for the cards above; the photograph is on the canvas.
        let low = ui.ctx().content_rect().height() < LOW;
        if cx.art.project.styles.len() == 1 && !low {
            photograph_card(ui, cx, card, part, crop, vec2(ui.available_width(), 60.0));
        }
    }
}

/// The part of the photograph that is painted, `size` large, as a button that crops it, no larger than `most`.
fn photograph_card(
    ui: &mut Ui,
    cx: &mut PaneContext<'_>,
    card: Option<&TextureHandle>,
    size: Vec2,
    crop: Crop,
    most: Vec2,
) {
    let Some(texture) = card else {
        return;
    };
    let scale = (most / size).min_elem();
    let name = cx.words.get("action-crop");
    let (rect, response) = ui.allocate_exact_size(size * scale, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
    still_picture::paint_part(ui.painter(), texture, rect, crop);
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(2.0, palette(ui.ctx()).text);
        ui.painter()
            .rect_stroke(rect, 0, stroke, egui::StrokeKind::Inside);
    }
    if response.on_hover_text(name).clicked() {
        cx.ask(Intent::Act(Action::Crop));
    }
}
