//! The left side: the styles, which are mixed, and the looks.

pub mod cards;
pub mod gallery;
pub mod learn;
pub mod looks;
pub mod mix;
pub mod photograph;
pub mod recent;
pub mod styles;

use crate::{
    gui::{
        create::{
            context::PaneContext,
            intent::Intent,
            shelf::{looks::Looks, mix::mix, photograph::photograph, styles::Styles},
        },
        files::Want,
        icons,
        theme::{GAP, palette},
        widgets::{self, heading},
    },
    session::StyleKey,
};
use egui::{
    Button, Frame, Panel, RichText, Role, ScrollArea, Sense, Stroke, TextEdit, TextureHandle, Ui,
    WidgetInfo, vec2,
};

/// The left side.
#[derive(Default)]
pub struct Shelf {
    /// The styles.
    pub styles: Styles,
    /// Settings that the artist keeps under names.
    pub looks: Looks,
    /// What is searched for.
    pub search: String,
    /// The chosen style that the shelf was last scrolled to.
    in_view: Option<StyleKey>,
    /// A small picture of the photograph.
    pub photo_card: Option<TextureHandle>,
}

impl Shelf {
    /// With the styles that ship.
    pub fn new() -> Self {
        Self {
            styles: Styles::new(),
            ..Self::default()
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let wide = ui.available_width() > 150.0;
        if wide {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                self.tabs(ui, cx);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 4.0;
                    self.tools(ui, cx);
                });
            });
        } else {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(12.0, 0.0);
                self.tabs(ui, cx);
            });
        }
        let hint = cx.words.get("search");
        let search = TextEdit::singleline(&mut self.search)
            .hint_text(hint.as_str())
            .desired_width(f32::INFINITY);
        let response = ui.add(search);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint.as_str()));
        if !wide {
            // Three of them have room in one column.
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.spacing_mut().button_padding.x = 5.0;
                self.tools(ui, cx);
            });
        }
        // The cards have all the room that the mix and the photograph leave.
        Panel::bottom("photograph")
            .frame(Frame::NONE)
            .resizable(false)
            .show_separator_line(false)
            .show(ui, |ui| {
                if cx.art.project.styles.len() > 1 {
                    ui.add_space(GAP);
                    mix(ui, cx, &self.styles);
                }
                ui.separator();
                photograph(ui, cx, self.photo_card.as_ref());
            });
        ScrollArea::vertical()
            .id_salt("shelf")
            .auto_shrink([false, false])
            .show(ui, |ui| match self.looks.shown {
                true => self.looks.cards(ui, cx, &self.search),
                false => self.cards(ui, cx),
            });
    }

    /// Styles and looks, to choose which of them the shelf shows.
    fn tabs(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        for (looks, key) in [(false, "styles"), (true, "looks")] {
            let name = cx.words.get(key);
            let on = self.looks.shown == looks;
            if tab(ui, &name, on) {
                self.looks.shown = looks;
            }
        }
    }

    /// The buttons of what the shelf shows.
    fn tools(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        if self.looks.shown {
            return self.looks.tools(ui, cx);
        }
        let add = widgets::icon_button(ui, icons::ADD, &cx.words.get("add-style"));
        if add.clicked() {
            cx.ask(Intent::Files(Want::Styles, "add-style"));
        }
        order_button(ui, cx);
    }
}

/// The small button that puts the styles first that suit the photograph.
fn order_button(ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let name = cx.words.get("suggest");
    let on = cx.settings.suggest;
    let icon = RichText::new(icons::SUGGEST).size(18.0);
    let button = Button::new(icon).min_size(vec2(28.0, 28.0)).selected(on);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, name.as_str()));
    let hint = cx.words.get(if on {
        "suggest-on-hint"
    } else {
        "suggest-hint"
    });
    if response.on_hover_text(format!("{name}\n{hint}")).clicked() {
        cx.settings.suggest = !on;
    }
}

/// A heading that is chosen among others; returns whether it was clicked.
fn tab(ui: &mut Ui, name: &str, on: bool) -> bool {
    let colours = palette(ui.ctx());
    let text = egui::WidgetText::from(heading(name));
    let galley = text.into_galley(ui, None, f32::INFINITY, egui::TextStyle::Small);
    let size = vec2(galley.size().x + 2.0, 26.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, name));
    let lit = on || response.hovered() || response.has_focus();
    let colour = if lit { colours.text } else { colours.muted };
    let at = rect.left_center() - vec2(0.0, 0.5 * galley.size().y);
    ui.painter()
        .galley_with_override_text_color(at, galley, colour);
    if on || response.has_focus() {
        let line = if on { colours.accent } else { colours.muted };
        let y = rect.bottom() - 2.0;
        let stroke = Stroke::new(2.0, line);
        ui.painter()
            .hline(rect.left()..=rect.right() - 3.0, y, stroke);
    }
    response.clicked()
}
