//! The dialog of the settings.

use crate::{
    gui::{
        create::{context::PaneContext, intent::Intent},
        theme::{GAP, palette},
        widgets,
    },
    session::{DeviceSetting, Language, Layout, Theme},
};
use egui::{Button, DragValue, Grid, RichText, Role, Stroke, TextEdit, Ui, WidgetInfo, vec2};

/// What is told beside the settings.
pub struct Told {
    /// What computes, and why.
    pub device: String,
    /// The generator that paints: its name, and what it is.
    pub model: Option<(String, String)>,
}

/// How a text was typed.
#[derive(Default)]
struct Typing {
    /// It still is.
    goes_on: bool,
    /// Its field was left.
    ended: bool,
}

/// Draws it; returns whether it is closed.
pub fn settings_dialog(ui: &mut Ui, cx: &mut PaneContext<'_>, told: &Told) -> bool {
    ui.heading(cx.text("action-settings"));
    let before = cx.settings.clone();
    let mut typing = Typing::default();
    Grid::new("settings")
        .num_columns(2)
        .spacing(vec2(16.0, 10.0))
        .show(ui, |ui| {
            look(ui, cx);
            painting(ui, cx, told);
            credit(ui, cx, &mut typing);
            device(ui, cx);
        });
    let now = [("device", told.device.as_str().into())];
    let note = cx.words.with("device-now", &now);
    ui.label(RichText::new(note).weak());
    ui.label(RichText::new(cx.text("device-restart")).weak());
    ui.add_space(GAP);
    let mut closed = false;
    ui.horizontal(|ui| {
        let close = widgets::main_button(ui, cx.text("close"));
        closed = ui.add(close).clicked();
        let reset = Button::new(cx.text("reset-layout"));
        if ui.add(reset.min_size(vec2(80.0, 30.0))).clicked() {
            cx.settings.layout = Layout::default();
            cx.settings.scale = 0.0;
            cx.ask(Intent::LayOut);
        }
    });
    let changed = *cx.settings != before;
    if changed {
        cx.ask(Intent::ApplySettings);
    }
    // A name is written down when it is typed, not letter by letter.
    if (changed && !typing.goes_on) || typing.ended {
        cx.ask(Intent::SaveSettings);
    }
    closed
}

/// What the window looks like.
fn look(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let words = cx.words;
    let t = |key: &str| words.get(key);
    let settings = &mut *cx.settings;
    ui.label(t("language"));
    ui.horizontal(|ui| {
        let language = &mut settings.language;
        ui.selectable_value(language, Language::System, t("as-system"));
        // A language is found by those who read it only in its own words.
        ui.selectable_value(language, Language::English, "English");
        ui.selectable_value(language, Language::Chinese, "简体中文");
    });
    ui.end_row();
    ui.label(t("theme"));
    ui.horizontal(|ui| {
        ui.selectable_value(&mut settings.theme, Theme::Dark, t("dark"));
        ui.selectable_value(&mut settings.theme, Theme::Light, t("light"));
        ui.selectable_value(&mut settings.theme, Theme::System, t("as-system"));
    });
    ui.end_row();
    ui.label(t("surround"));
    ui.horizontal(|ui| {
        let colours = palette(ui.ctx());
        for (i, colour) in colours.surrounds.into_iter().enumerate() {
            let chosen = settings.surround == i;
            let stroke = if chosen { colours.accent } else { colours.line };
            let button = Button::new("")
                .fill(colour)
                .stroke(Stroke::new(if chosen { 3.0 } else { 1.0 }, stroke))
                .min_size(vec2(40.0, 24.0));
            let response = ui.add(button);
            let number = [("number", (i + 1).into())];
            let name = words.with("surround-number", &number);
            response
                .widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.as_str()));
            if response.clicked() {
                settings.surround = i;
            }
        }
    });
    ui.end_row();
    let label = ui.label(t("interface-scale"));
    let mut percent = if settings.scale > 0.0 {
        settings.scale * 100.0
    } else {
        100.0
    };
    let number = DragValue::new(&mut percent)
        .range(75.0..=200.0)
        .max_decimals(0)
        .suffix(" %")
        .update_while_editing(false);
    if ui.add(number).labelled_by(label.id).changed() {
        settings.scale = percent / 100.0;
    }
    ui.end_row();
    ui.label(t("motion"));
    ui.checkbox(&mut settings.reduced_motion, t("reduced-motion"));
    ui.end_row();
}

/// When is painted, and by what.
fn painting(ui: &mut Ui, cx: &mut PaneContext<'_>, told: &Told) {
    let words = cx.words;
    let t = |key: &str| words.get(key);
    let settings = &mut *cx.settings;
    ui.label(t("painting"));
    ui.checkbox(&mut settings.paint_on_request, t("paint-on-request"));
    ui.end_row();
    if let Some((name, about)) = &told.model {
        ui.label(t("model"));
        ui.label(name).on_hover_text(about);
        ui.end_row();
    }
    ui.label(t("tips"));
    let mut tips = !settings.no_tips;
    ui.checkbox(&mut tips, t("tips-show"));
    settings.no_tips = !tips;
    ui.end_row();
}

/// What is written into pictures.
fn credit(ui: &mut Ui, cx: &mut PaneContext<'_>, typing: &mut Typing) {
    let words = cx.words;
    let credit = &mut cx.settings.credit;
    for (key, value) in [
        ("credit-artist", &mut credit.artist),
        ("credit-copyright", &mut credit.copyright),
    ] {
        let label = ui.label(words.get(key));
        let mut text = value.clone().unwrap_or_default();
        let edit = TextEdit::singleline(&mut text)
            .hint_text(words.get("credit-hint"))
            .char_limit(200)
            .desired_width(f32::INFINITY);
        let edit = ui.add(edit).labelled_by(label.id);
        if edit.changed() {
            *value = (!text.is_empty()).then_some(text);
        }
        typing.goes_on |= edit.has_focus();
        typing.ended |= edit.lost_focus();
        ui.end_row();
    }
}

/// What computes.
fn device(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let automatic = cx.text("device-auto");
    ui.label(cx.text("device"));
    ui.horizontal(|ui| {
        let device = &mut cx.settings.device;
        ui.selectable_value(device, DeviceSetting::Auto, automatic);
        ui.selectable_value(device, DeviceSetting::Cpu, "CPU");
        ui.selectable_value(device, DeviceSetting::Gpu, "GPU");
    });
    ui.end_row();
}
