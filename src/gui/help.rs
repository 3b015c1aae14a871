//! The keys, with a word to search for.

use crate::gui::{actions, localisation::Words, theme::GAP, widgets::heading};
use egui::{Grid, Key, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Draws them; returns whether it is closed.
pub fn help_dialog(ui: &mut Ui, words: &Words, search: &mut String) -> bool {
    ui.heading(words.get("action-help"));
    let hint = words.get("search");
    let edit = TextEdit::singleline(search).hint_text(hint.as_str());
    let response = ui.add(edit.desired_width(f32::INFINITY));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, hint.as_str()));
    ScrollArea::vertical()
        .max_height(420.0)
        .min_scrolled_height(420.0)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            Grid::new("keys")
                .num_columns(2)
                .striped(true)
                .min_col_width(240.0)
                .show(ui, |ui| {
                    let wanted = search.to_lowercase();
                    let held = [("action-original", "\\"), ("action-pan", "Space")];
                    let held = held.map(|(name, keys)| (name, keys.to_owned()));
                    let table = actions::TABLE.iter().map(|row| {
                        let keys = row.keys.iter().map(|key| ui.ctx().format_shortcut(key));
                        (row.name, keys.collect::<Vec<_>>().join(", "))
                    });
                    for (name, keys) in table.chain(held).collect::<Vec<_>>() {
                        let name = words.get(name);
                        if name.to_lowercase().contains(&wanted)
                            || keys.to_lowercase().contains(&wanted)
                        {
                            ui.label(name);
                            ui.label(RichText::new(keys).monospace());
                            ui.end_row();
                        }
                    }
                });
        });
    ui.add_space(GAP);
    ui.label(heading(&words.get("slider-keys-title")));
    ui.label(words.get("slider-keys"));
    ui.button(words.get("close")).clicked() || ui.input(|i| i.key_pressed(Key::Escape))
}
