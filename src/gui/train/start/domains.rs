//! The domains of a plan: what each is called, and how one is added or taken away.

use crate::{
    gui::{
        icons,
        theme::{CONTROL, GAP},
        train::context::PaneContext,
        widgets,
    },
    nn::{MOST_DOMAINS, ModelInfo},
    session::{Planning, domain_names},
};
use egui::{Button, Role, TextEdit, Ui, WidgetInfo, vec2};

/// The name of a domain, to be written; and a way to take it away, as long as two others stay.
pub fn heading(planning: &mut Planning, ui: &mut Ui, cx: &PaneContext<'_>, label: usize) {
    let domains = planning.plan().settings.task.domains().unwrap_or_default();
    let count = domains.len();
    let proposed = match domains.get(label) {
        Some(domain) if !domain.folders.is_empty() => domain_names(domains).swap_remove(label),
        _ => cx.text("runs-name"),
    };
    let number = [("number", (label + 1).into())];
    let title = cx.words.with("start-domain", &number);
    let mut removed = false;
    ui.horizontal(|ui| {
        widgets::name_of(ui, 96.0, &title);
        if let Some(name) = planning.domain_name(label) {
            let field = TextEdit::singleline(name)
                .hint_text(proposed.as_str())
                .char_limit(ModelInfo::LONGEST_NAME);
            let edit = ui.add(field.desired_width(200.0));
            let name = cx.words.with("start-domain-name", &number);
            edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name.as_str()));
        }
        if count > 2 {
            let close = Button::new(icons::CLOSE).frame(false);
            let close = ui.add(close.min_size(vec2(24.0, 24.0)));
            let name = cx.words.with("start-remove-domain", &number);
            close.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
            removed = close.on_hover_text(name.as_str()).clicked();
        }
    });
    ui.add_space(4.0);
    if removed {
        planning.change(|plan| plan.remove_domain(label));
    }
}

/// Below the last domain, a way to add one.
pub fn below(planning: &mut Planning, ui: &mut Ui, cx: &PaneContext<'_>, list: usize) {
    let domains = planning.plan().settings.task.domains().unwrap_or_default();
    let count = domains.len();
    if list + 1 != count || count >= MOST_DOMAINS {
        return;
    }
    ui.add_space(GAP);
    let name = cx.text("start-add-domain");
    let button = Button::new(format!("{}  {name}", icons::ADD));
    let add = ui.add(button.min_size(vec2(0.0, CONTROL)));
    add.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
    if add
        .on_hover_text(cx.text("start-add-domain-hint"))
        .clicked()
    {
        planning.change(|plan| plan.add_domain());
    }
}
