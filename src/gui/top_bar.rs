//! The bar above all workspaces: which one is shown, what is worked on, undo and redo, what computes.

use crate::gui::{
    actions::{self, Action},
    app::{App, Workspace},
    create, icons, theme,
    train::{self, running::status::phase_text},
    widgets,
};
use crate::session::TrainPhase;
use egui::{Button, RichText, Role, Ui, WidgetInfo, vec2};

/// The workspaces with what shows them, in the order of the switch.
const WORKSPACES: [(Workspace, Action, &str); 2] = [
    (Workspace::Create, Action::ToCreate, "workspace-create"),
    (Workspace::Train, Action::ToTrain, "workspace-train"),
];

/// Draws the bar.
pub fn top_bar(app: &mut App, ui: &mut Ui) {
    ui.horizontal_centered(|ui| {
        ui.label(RichText::new("Impasto").size(16.0).strong());
        ui.add_space(theme::GAP);
        switch(app, ui);
        training(app, ui);
        ui.add_space(theme::GAP);
        let title = match app.workspace {
            Workspace::Create => {
                let photograph = app.create.art.project.photograph.as_ref();
                photograph.map_or_else(String::new, |_| app.picture_title())
            }
            Workspace::Train => String::new(),
        };
        let room = (ui.available_width() - 330.0).max(40.0);
        let label = egui::Label::new(RichText::new(title).weak()).truncate();
        ui.add_sized([room, theme::CONTROL], label);
        widgets::at_right(ui, |ui| {
            let (undo, redo) = match app.workspace {
                Workspace::Create => {
                    let history = app.create.art.history();
                    (history.can_undo(), history.can_redo())
                }
                Workspace::Train => app.train.start.planning.can_undo(),
            };
            let history = [
                (icons::UNDO, Action::Undo, undo),
                (icons::REDO, Action::Redo, redo),
            ];
            action_buttons(app, ui, history);
            ui.add_space(theme::GAP);
            device(app, ui);
            let others = [
                (icons::SETTINGS, Action::Settings, true),
                (icons::HELP, Action::Help, true),
            ];
            action_buttons(app, ui, others);
        });
    });
}

/// The workspaces beside each other, the one that is shown marked.
fn switch(app: &mut App, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.x = 2.0;
    for (workspace, action, name) in WORKSPACES {
        let name = app.shell.words.get(name);
        let shown = app.workspace == workspace;
        let on_accent = theme::palette(ui.ctx()).on_accent;
        let text = if shown {
            RichText::new(&name).color(on_accent)
        } else {
            RichText::new(&name).weak()
        };
        let button = Button::selectable(shown, text).min_size(vec2(64.0, theme::CONTROL));
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, shown, &name));
        let (what, keys) = (
            actions::row(action).map_or("", |row| row.name),
            actions::keys_of(ui.ctx(), action),
        );
        let hint = format!("{} ({keys})", app.shell.words.get(what));
        if response.on_hover_text(hint).clicked() {
            app.workspace = workspace;
        }
    }
    ui.spacing_mut().item_spacing.x = theme::GAP;
}

/// How far the run is, while another workspace is shown; a click leads to it.
fn training(app: &mut App, ui: &mut Ui) {
    let run = &app.train.running.training;
    let waits = run.phase() == TrainPhase::Stopped && app.shell.settings.training.is_some();
    if app.workspace == Workspace::Train || !(run.goes_on() || waits) {
        return;
    }
    let phase = match waits {
        true => app.shell.words.get("train-waits"),
        false => phase_text(&app.shell.words, run.phase()),
    };
    let text = match run.phase() {
        TrainPhase::Reading | TrainPhase::Preparing(_) => phase,
        _ => format!("{phase} · {:.0} %", 100.0 * run.share()),
    };
    let button = Button::new(RichText::new(&text).small()).min_size(vec2(0.0, 24.0));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &text));
    let hint = app.shell.words.get("train-chip-hint");
    if response.on_hover_text(hint).clicked() {
        app.workspace = Workspace::Train;
    }
}

/// What computes, and how fast while a picture is refined.
fn device(app: &App, ui: &mut Ui) {
    let speed = app
        .create
        .art
        .run()
        .standing
        .filter(|_| app.create.art.is_painting());
    let device = if app.shell.device.gpu { "GPU" } else { "CPU" };
    let text = match speed {
        Some(standing) if standing.speed > 0.0 => {
            let speed = format!("{:.1}", standing.speed);
            let values = [("device", device.into()), ("speed", speed.into())];
            app.shell.words.with("speed", &values)
        }
        _ => device.to_owned(),
    };
    let note = app.shell.device_text();
    ui.label(RichText::new(text).weak()).on_hover_text(note);
}

fn action_buttons(app: &mut App, ui: &mut Ui, buttons: [(&str, Action, bool); 2]) {
    for (icon, action, can) in buttons {
        if widgets::action_button(ui, &app.shell.words, icon, action, can).clicked() {
            match app.workspace {
                Workspace::Create => create::actions::act(app, ui.ctx(), action),
                Workspace::Train => train::actions::act(app, ui.ctx(), action),
            }
        }
    }
}
