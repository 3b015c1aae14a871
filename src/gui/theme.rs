//! Colours and measures: the only place where a colour is spelt out.
#![allow(clippy::disallowed_methods, reason = "others are told to come here")]

use crate::session::Theme;
use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Margin, Stroke,
    Style, TextStyle, ThemePreference, Visuals, vec2,
};
use std::sync::Arc;

/// The colours of one theme.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the names are the documentation")]
pub struct Palette {
    pub panel: Color32,
    pub raised: Color32,
    pub line: Color32,
    pub text: Color32,
    pub muted: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub error: Color32,
    pub good: Color32,
    /// Neutral greys round the picture, to choose from.
    pub surrounds: [Color32; 3],
}

const fn hex(rgb: u32) -> Color32 {
    Color32::from_rgb((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
}

/// The dark theme.
pub const DARK: Palette = Palette {
    panel: hex(0x1D1E21),
    raised: hex(0x2A2B30),
    line: hex(0x3A3B41),
    text: hex(0xECEAE6),
    muted: hex(0xA9A69F),
    accent: hex(0xF0955A),
    on_accent: hex(0x1A120B),
    error: hex(0xFF8A80),
    good: hex(0x7FD19B),
    surrounds: [hex(0x3A3A3A), hex(0x1E1E1E), hex(0x777777)],
};

/// The light theme.
pub const LIGHT: Palette = Palette {
    panel: hex(0xF6F4F0),
    raised: hex(0xFFFFFF),
    line: hex(0xD9D5CE),
    text: hex(0x1F1D1A),
    muted: hex(0x5F5B54),
    accent: hex(0xA94712),
    on_accent: hex(0xFFFFFF),
    error: hex(0xB3261E),
    good: hex(0x1E6B3A),
    surrounds: [hex(0xB9B9B9), hex(0x8C8C8C), hex(0xEDEDED)],
};

/// Lines between pixels that are seen one by one.
pub const PIXEL_GRID: Color32 = Color32::from_black_alpha(60);
/// Dims the picture behind a message.
pub const SHADE: Color32 = Color32::from_black_alpha(190);
/// Text on [`SHADE`].
pub const ON_SHADE: Color32 = Color32::WHITE;

/// Space between things, in points.
pub const GAP: f32 = 8.0;
/// Height of a control, in points.
pub const CONTROL: f32 = 28.0;
/// Radius of corners, in points.
pub const CORNER: u8 = 6;

/// The palette in use.
pub fn palette(ctx: &Context) -> &'static Palette {
    match ctx.theme() {
        egui::Theme::Dark => &DARK,
        egui::Theme::Light => &LIGHT,
    }
}

/// The colour of the line number `index` of a plot: neighbours are far apart in hue.
pub fn line_colour(ctx: &Context, index: usize) -> Color32 {
    // Turned by the golden angle each time.
    let hue = (0.07 + 0.381_966 * index as f32).fract();
    let (saturation, value) = match ctx.theme() {
        egui::Theme::Dark => (0.5, 0.92),
        egui::Theme::Light => (0.85, 0.55),
    };
    egui::ecolor::Hsva::new(hue, saturation, value, 1.0).into()
}

/// Sets fonts, colours and measures.
pub fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    ctx.add_font(egui_material_icons::font_insert());
    for (theme, palette) in [(egui::Theme::Dark, &DARK), (egui::Theme::Light, &LIGHT)] {
        ctx.style_mut_of(theme, |style| dress(style, palette, theme));
    }
}

/// Applies the artist's choice of theme and motion.
pub fn apply(ctx: &Context, theme: Theme, reduced_motion: bool) {
    ctx.set_theme(match theme {
        Theme::System => ThemePreference::System,
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
    });
    for theme in [egui::Theme::Dark, egui::Theme::Light] {
        ctx.style_mut_of(theme, |style| {
            style.animation_time = if reduced_motion { 0.0 } else { 0.12 };
        });
    }
}

/// egui's fonts, and a Chinese one behind them, so that no machine shows empty boxes.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let name = "Impasto Hans".to_owned();
    let data = FontData::from_static(include_bytes!("../../assets/fonts/ImpastoHans.otf"));
    fonts.font_data.insert(name.clone(), Arc::new(data));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        let list = fonts.families.entry(family).or_default();
        list.insert(1.min(list.len()), name.clone());
    }
    fonts
}

fn dress(style: &mut Style, palette: &Palette, theme: egui::Theme) {
    let proportional = |size| FontId::new(size, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(11.0)),
        (TextStyle::Body, proportional(13.0)),
        (TextStyle::Button, proportional(13.0)),
        (TextStyle::Heading, proportional(16.0)),
        (
            TextStyle::Monospace,
            FontId::new(12.0, FontFamily::Monospace),
        ),
    ]
    .into();
    style.spacing.item_spacing = vec2(GAP, GAP);
    style.spacing.button_padding = vec2(10.0, 5.0);
    style.spacing.interact_size = vec2(40.0, CONTROL);
    style.spacing.icon_width = 18.0;
    style.spacing.window_margin = Margin::same(16);
    style.spacing.menu_margin = Margin::same(8);
    style.spacing.combo_width = 80.0;
    style.visuals = match theme {
        egui::Theme::Dark => Visuals::dark(),
        egui::Theme::Light => Visuals::light(),
    };
    let v = &mut style.visuals;
    v.panel_fill = palette.panel;
    v.window_fill = palette.panel;
    v.extreme_bg_color = palette.raised;
    v.faint_bg_color = palette.raised;
    v.text_edit_bg_color = Some(palette.raised);
    v.window_stroke = Stroke::new(1.0, palette.line);
    v.window_corner_radius = CornerRadius::same(CORNER);
    v.menu_corner_radius = CornerRadius::same(CORNER);
    v.selection.bg_fill = palette.accent;
    v.selection.stroke = Stroke::new(1.0, palette.on_accent);
    v.hyperlink_color = palette.accent;
    v.error_fg_color = palette.error;
    v.warn_fg_color = palette.accent;
    v.weak_text_color = Some(palette.muted);
    let corner = CornerRadius::same(CORNER);
    let w = &mut v.widgets;
    for (state, fill, stroke) in [
        (&mut w.noninteractive, palette.panel, palette.line),
        (&mut w.inactive, palette.raised, palette.line),
        (&mut w.hovered, palette.raised, palette.muted),
        (&mut w.active, palette.raised, palette.accent),
        (&mut w.open, palette.raised, palette.muted),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, stroke);
        state.fg_stroke = Stroke::new(1.0, palette.text);
        state.corner_radius = corner;
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio of WCAG 2.1, 1.4.3.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |c: Color32| {
            let linear = |byte: u8| {
                let v = f32::from(byte) / 255.0;
                if v <= 0.04045 {
                    v / 12.92
                } else {
                    ((v + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(c.r()) + 0.7152 * linear(c.g()) + 0.0722 * linear(c.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_can_be_read_in_both_themes() {
        for p in [DARK, LIGHT] {
            for (text, ground) in [
                (p.text, p.panel),
                (p.text, p.raised),
                (p.muted, p.panel),
                (p.muted, p.raised),
                (p.accent, p.panel),
                (p.on_accent, p.accent),
                (p.error, p.panel),
                (p.good, p.panel),
            ] {
                let ratio = contrast(text, ground);
                assert!(ratio >= 4.5, "{text:?} on {ground:?}: {ratio}");
            }
            for surround in p.surrounds {
                let [r, g, b, _] = surround.to_array();
                assert!(r == g && g == b, "{surround:?} is not neutral");
            }
        }
    }
}
