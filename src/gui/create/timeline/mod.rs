//! Under the canvas: the run, and the states that it can go back to.

pub mod plot;
pub mod state;
pub mod strip;

use crate::{
    gui::{
        actions::Action,
        create::{
            context::PaneContext,
            intent::Intent,
            timeline::{
                plot::{plot, sparkline},
                state::{state_text, step_text},
            },
        },
        icons, live_picture,
        theme::{GAP, palette},
        widgets,
    },
    picture::Picture,
    session::{
        Phase,
        engine::{Snapshot, SnapshotId},
    },
};
use egui::{Button, Context, ProgressBar, RichText, Role, TextureHandle, Ui, WidgetInfo, vec2};
use std::{collections::HashMap, sync::Arc};

/// The small pictures of the snapshots.
#[derive(Default)]
pub struct Timeline {
    textures: HashMap<SnapshotId, (Arc<Picture>, TextureHandle)>,
}

impl Timeline {
    /// The small picture of a snapshot, which becomes a texture when it is first shown.
    fn texture(&mut self, ctx: &Context, snapshot: &Snapshot) -> TextureHandle {
        let small = &snapshot.thumbnail;
        let known = self.textures.get(&snapshot.id);
        if let Some((_, texture)) = known.filter(|(of, _)| Arc::ptr_eq(of, small)) {
            return texture.clone();
        }
        let texture = live_picture::small(ctx, small.width, small.height, &small.to_rgba8());
        let entry = (Arc::clone(small), texture.clone());
        self.textures.insert(snapshot.id, entry);
        texture
    }

    /// Gives back those of snapshots that are gone.
    fn keep(&mut self, there: &[Snapshot]) {
        if self.textures.len() > there.len() {
            self.textures
                .retain(|id, _| there.iter().any(|snapshot| snapshot.id == *id));
        }
    }
}

impl Timeline {
    /// Draws it; `is_opening` while a photograph is being opened.
    pub fn show(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, is_opening: bool) {
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let (icon, key, action) = match cx.art.phase() {
                Phase::Painting if !cx.art.run().outdated => (icons::PAUSE, "pause", Action::Pause),
                Phase::Paused if !cx.art.run().outdated => (icons::RESUME, "resume", Action::Run),
                Phase::Done if cx.art.run().outdated => (icons::PAINT, "refine-again", Action::Run),
                _ => (icons::PAINT, "refine", Action::Run),
            };
            let start = cx.art.project.start();
            let ready = start.is_some_and(|start| !start.paintings.is_empty());
            let name = cx.words.get(key);
            let text = RichText::new(format!("{icon}  {name}")).color(colours.on_accent);
            let button = Button::new(text)
                .fill(colours.accent)
                .min_size(vec2(108.0, 30.0));
            let why = if cx.art.project.photograph.is_none() {
                "state-no-photo"
            } else {
                "refine-needs-painting"
            };
            let response = ui.add_enabled(ready, button);
            let response = response.on_disabled_hover_text(cx.words.get(why));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ready, name.as_str()));
            if response.clicked() {
                cx.ask(Intent::Act(action));
            }
            let running = matches!(cx.art.phase(), Phase::Painting | Phase::Paused)
                || cx.art.answer().share.is_some();
            if widgets::action_button(ui, cx.words, icons::STOP, Action::Stop, running).clicked() {
                cx.ask(Intent::Act(Action::Stop));
            }
            let any = cx.art.has_result();
            if widgets::action_button(ui, cx.words, icons::SNAPSHOT, Action::Snapshot, any)
                .clicked()
            {
                cx.ask(Intent::Act(Action::Snapshot));
            }
            let spark = 120.0;
            let room = (ui.available_width() - spark - 2.0 * GAP).max(120.0);
            ui.vertical(|ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 2.0;
                let font = egui::TextStyle::Body.resolve(ui.style());
                let fits = |text: &String| {
                    let galley = ui
                        .painter()
                        .layout_no_wrap(text.clone(), font, colours.text);
                    galley.size().x <= room
                };
                // In a narrow window the time that is left matters more than the size.
                let text = Some(state_text(cx, true, is_opening)).filter(fits);
                let text = text.unwrap_or_else(|| state_text(cx, false, is_opening));
                let label = ui.add(egui::Label::new(text).truncate());
                if let (Phase::Painting, true, Some(standing)) =
                    (cx.art.phase(), cx.art.refines(), cx.art.run().standing)
                {
                    label.on_hover_text(step_text(cx.words, &standing));
                }
                let done = match (cx.art.phase(), cx.art.run().standing) {
                    _ if !cx.art.refines() => cx.art.instant_share(),
                    (Phase::Done, _) => 1.0,
                    (_, Some(standing)) => standing.done,
                    _ => 0.0,
                };
                let bar = ProgressBar::new(done)
                    .desired_height(6.0)
                    .desired_width(room);
                ui.add(bar.fill(colours.accent));
            });
            sparkline(ui, cx, spark);
        });
        if cx.settings.layout.plot && !cx.art.run().curve.is_empty() {
            plot(ui, cx);
        }
        if !cx.art.snapshots().all().is_empty() {
            self.strip(ui, cx);
        }
    }
}
