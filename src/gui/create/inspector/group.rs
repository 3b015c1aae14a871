//! The inspector's groups: a heading that folds what is under it, and a button that resets it.

use crate::{
    gui::{
        create::{
            context::PaneContext,
            inspector::{
                Inspector,
                balance::balance,
                controls::{colour, weights},
            },
        },
        icons,
        theme::{CORNER, palette},
        widgets::heading,
    },
    session::Group,
};
use egui::{
    Button, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, collapsing_header::CollapsingState,
    vec2,
};

/// Height of a heading, in points.
const HEIGHT: f32 = 24.0;

impl Group {
    /// Key of its name.
    fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Space => "space",
            Self::Refine => "refine",
            Self::Colour => "colour",
        }
    }
}

impl Inspector {
    /// A group of the inspector.
    pub fn group(&mut self, ui: &mut Ui, group: Group, cx: &mut PaneContext<'_>) {
        let ctx = ui.ctx().clone();
        let height = ctx.content_rect().height();
        let open = cx.settings.layout.is_open(group, height);
        let name = cx.words.get(group.name());
        let reset = ui.horizontal(|ui| {
            let text = cx.words.get("reset");
            let galley = ui.painter().layout_no_wrap(
                text.clone(),
                egui::TextStyle::Button.resolve(ui.style()),
                palette(&ctx).text,
            );
            let room = galley.size().x + 2.0 * ui.spacing().button_padding.x;
            let width = (ui.available_width() - room - ui.spacing().item_spacing.x).max(HEIGHT);
            if fold_heading(ui, &name, open, width) {
                cx.settings.layout.open.insert(group, !open);
            }
            let layout = egui::Layout::right_to_left(egui::Align::Center);
            ui.with_layout(layout, |ui| {
                let button = Button::new(text.as_str()).min_size(vec2(0.0, HEIGHT));
                let can = self.can_reset(group, cx);
                let response = ui.add_enabled(can, button.small());
                let why = cx.words.get("nothing-to-reset");
                let response = response.on_disabled_hover_text(why);
                let label = format!("{text}: {name}");
                response.widget_info(|| WidgetInfo::labeled(Role::Button, can, label.as_str()));
                response.clicked()
            })
            .inner
        });
        if reset.inner {
            self.reset(group, cx);
        }
        let id = egui::Id::unique(("group", group.name()));
        let mut state = CollapsingState::load_with_default_open(&ctx, id, open);
        state.set_open(open);
        state.show_body_unindented(ui, |ui| match group {
            Group::Look => {
                self.look(ui, cx);
                balance(ui, cx);
            }
            Group::Space => self.space(ui, cx),
            Group::Refine => weights(ui, cx),
            Group::Colour => colour(ui, cx),
        });
    }
}

/// A heading that can be clicked, `width` wide; returns whether it was.
fn fold_heading(ui: &mut Ui, name: &str, open: bool, width: f32) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::DisclosureTriangle, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_expanded(open);
    });
    let colours = palette(ui.ctx());
    let lit = response.hovered() || response.has_focus();
    let colour = if lit { colours.text } else { colours.muted };
    let painter = ui.painter();
    let centre = egui::Align2::LEFT_CENTER;
    let icon = if open { icons::OPENED } else { icons::FOLDED };
    let font = egui::FontId::proportional(16.0);
    painter.text(
        rect.left_center() - vec2(3.0, 0.0),
        centre,
        icon,
        font,
        colour,
    );
    let text = egui::WidgetText::from(heading(name));
    let galley = text.into_galley(ui, None, width, egui::TextStyle::Small);
    let at = rect.left_center() + vec2(16.0, -0.5 * galley.size().y);
    painter.galley_with_override_text_color(at, galley, colour);
    if response.has_focus() {
        let stroke = Stroke::new(1.0, colours.accent);
        painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
    }
    response.clicked()
}
