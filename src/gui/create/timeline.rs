//! Under the canvas: the run, its losses, and the states it can go back to.

use crate::{
    gui::{
        actions::Action,
        app::App,
        create::export,
        icons,
        localisation::clock,
        pictures,
        theme::{CORNER, GAP, ON_SHADE, SHADE, palette},
        widgets,
    },
    picture::Picture,
    session::{
        Phase,
        engine::{Shown, Snapshot, SnapshotId, Standing},
    },
    stylize::Losses,
};
use egui::{
    Button, Color32, Context, ProgressBar, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    StrokeKind, TextureHandle, Ui, WidgetInfo, pos2, vec2,
};
use egui_plot::{HoverPosition, Line, Plot, PlotPoints};
use std::{collections::HashMap, sync::Arc};

/// Height of the snapshots in points.
const STRIP: f32 = 52.0;
/// Width of the buttons beside them.
const TOOLS: f32 = 140.0;

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
        let texture = pictures::small(ctx, small.width, small.height, &small.to_rgba8());
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

impl App {
    pub(in crate::gui) fn run_bar(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let colours = palette(ui.ctx());
            let (icon, key, action) = match self.create.art.phase() {
                Phase::Painting if !self.create.art.run().outdated => {
                    (icons::PAUSE, "pause", Action::Pause)
                }
                Phase::Paused if !self.create.art.run().outdated => {
                    (icons::RESUME, "resume", Action::Run)
                }
                Phase::Done if self.create.art.run().outdated => {
                    (icons::PAINT, "refine-again", Action::Run)
                }
                _ => (icons::PAINT, "refine", Action::Run),
            };
            let start = self.create.art.project.start();
            let ready = start.is_some_and(|start| !start.paintings.is_empty());
            let name = self.shell.words.get(key);
            let text = RichText::new(format!("{icon}  {name}")).color(colours.on_accent);
            let button = Button::new(text)
                .fill(colours.accent)
                .min_size(vec2(108.0, 30.0));
            let why = if self.create.art.project.photograph.is_none() {
                "state-no-photo"
            } else {
                "refine-needs-painting"
            };
            let response = ui.add_enabled(ready, button);
            let response = response.on_disabled_hover_text(self.shell.words.get(why));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, ready, name.as_str()));
            if response.clicked() {
                self.act(ui.ctx(), action);
            }
            let running = matches!(self.create.art.phase(), Phase::Painting | Phase::Paused)
                || self.create.art.answer().share.is_some();
            if self
                .action_button(ui, icons::STOP, Action::Stop, running)
                .clicked()
            {
                self.act(ui.ctx(), Action::Stop);
            }
            let any = self.create.art.has_result();
            if self
                .action_button(ui, icons::SNAPSHOT, Action::Snapshot, any)
                .clicked()
            {
                self.act(ui.ctx(), Action::Snapshot);
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
                let text = Some(self.state_text(true)).filter(fits);
                let text = text.unwrap_or_else(|| self.state_text(false));
                let label = ui.add(egui::Label::new(text).truncate());
                if let (Phase::Painting, true, Some(standing)) = (
                    self.create.art.phase(),
                    self.create.art.refines(),
                    self.create.art.run().standing,
                ) {
                    label.on_hover_text(self.step_text(&standing));
                }
                let done = match (self.create.art.phase(), self.create.art.run().standing) {
                    _ if !self.create.art.refines() => self.instant_share(),
                    (Phase::Done, _) => 1.0,
                    (_, Some(standing)) => standing.done,
                    _ => 0.0,
                };
                let bar = ProgressBar::new(done)
                    .desired_height(6.0)
                    .desired_width(room);
                ui.add(bar.fill(colours.accent));
            });
            self.sparkline(ui, spark);
        });
        if self.shell.settings.layout.plot && !self.create.art.run().curve.is_empty() {
            self.plot(ui);
        }
        if !self.create.art.snapshots().all().is_empty() {
            self.snapshots(ui);
        }
    }

    /// Where painting stands, in words, with the size that is being painted if `sized`.
    fn state_text(&self, sized: bool) -> String {
        let words = &self.shell.words;
        let snapshots = self.create.art.snapshots();
        if let Some(snapshot) = snapshots.shown.and_then(|id| snapshots.get(id)) {
            return match snapshot.step {
                0 if snapshot.own => words.get("showing-look"),
                0 => words.get("showing-instant"),
                step => words.with("showing-step", &[("step", step.into())]),
            };
        }
        if !self.create.art.refines() {
            return self.instant_text();
        }
        match (self.create.art.phase(), self.create.art.run().standing) {
            (Phase::Idle, _) if self.create.art.project.photograph.is_none() => {
                words.get("state-no-photo")
            }
            (Phase::Idle, _) => words.get("state-ready"),
            (Phase::Starting, _) | (Phase::Painting, None) => words.get("state-starting"),
            (Phase::Done, _) if self.create.art.run().outdated => words.get("state-outdated"),
            (Phase::Done, Some(standing)) if self.create.art.run().stopped => {
                words.with("state-stopped", &[("step", standing.step.into())])
            }
            (Phase::Done, _) => words.get("state-done"),
            (Phase::Paused, Some(standing)) => {
                words.with("state-paused", &[("step", standing.step.into())])
            }
            (Phase::Paused, None) => words.get("state-starting"),
            (Phase::Painting, Some(standing)) => {
                // Coarse to fine: the size says how far the forms are.
                let size = format!("{} × {}", standing.size.0, standing.size.1);
                // As in the window's title: late steps count more.
                let percent = format!("{:.0}", standing.done * 100.0);
                let values = [("percent", percent.into()), ("size", size.into())];
                let key = if sized { "run-step-at" } else { "run-step" };
                let step = words.with(key, &values);
                // Before three seconds are over a guess would jump about.
                let settled = self
                    .create
                    .art
                    .run()
                    .began
                    .is_some_and(|began| began.elapsed().as_secs() >= 3);
                if standing.eta_seconds > 0.0 && settled {
                    let left = clock(standing.eta_seconds);
                    let left = words.with("time-left", &[("time", left.into())]);
                    format!("{step}  ·  {left}")
                } else {
                    step
                }
            }
        }
    }

    fn step_text(&self, standing: &Standing) -> String {
        let values = [
            ("step", standing.step.into()),
            ("steps", standing.steps.into()),
        ];
        self.shell.words.with("run-step-hint", &values)
    }

    fn sparkline(&mut self, ui: &mut Ui, width: f32) {
        let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0), Sense::click());
        let name = self.shell.words.get("losses");
        let latest = self
            .create
            .art
            .run()
            .curve
            .last()
            .map_or(0.0, |(_, losses)| losses.total);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Button, true, name.as_str());
            info.current_text_value = Some(format!("{latest:.4}"));
            info
        });
        let colours = palette(ui.ctx());
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, CORNER, colours.raised);
        if response.hovered() || response.has_focus() {
            let stroke = Stroke::new(1.0, colours.muted);
            painter.rect_stroke(rect, CORNER, stroke, StrokeKind::Inside);
        }
        let values: Vec<f32> = self
            .create
            .art
            .run()
            .curve
            .iter()
            .map(|(_, l)| l.total.max(1e-9).ln())
            .collect();
        let (low, high) = values.iter().fold((f32::MAX, f32::MIN), |(low, high), &v| {
            (low.min(v), high.max(v))
        });
        if values.len() > 1 {
            let inside = rect.shrink(4.0);
            let at = |(i, v): (usize, &f32)| {
                let x = i as f32 / (values.len() - 1) as f32;
                let y = (v - low) / (high - low).max(1e-6);
                pos2(
                    inside.left() + x * inside.width(),
                    inside.bottom() - y * inside.height(),
                )
            };
            let points = values.iter().enumerate().map(at).collect();
            painter.add(egui::Shape::line(points, Stroke::new(1.5, colours.accent)));
        } else {
            let font = egui::FontId::proportional(11.0);
            let centre = egui::Align2::CENTER_CENTER;
            painter.text(rect.center(), centre, &name, font, colours.muted);
        }
        let hint = self.shell.words.get("losses-hint");
        if response.on_hover_text(hint).clicked() {
            let plot = &mut self.shell.settings.layout.plot;
            *plot = !*plot;
        }
    }

    fn plot(&self, ui: &mut Ui) {
        let colours = palette(ui.ctx());
        type Term = (&'static str, fn(&Losses) -> f32, Color32);
        let terms: [Term; 5] = [
            ("loss-total", |l| l.total, colours.text),
            ("loss-style", |l| l.style, colours.accent),
            ("loss-content", |l| l.content + l.detail, colours.good),
            ("loss-smoothness", |l| l.smoothness, colours.error),
            ("loss-adversarial", |l| l.adversarial, colours.muted),
        ];
        let last = self
            .create
            .art
            .run()
            .curve
            .last()
            .map(|(_, l)| *l)
            .unwrap_or_default();
        // The judge takes part only where it is listened to.
        let heard = self
            .create
            .art
            .run()
            .curve
            .iter()
            .any(|(_, l)| l.adversarial != 0.0);
        let terms = terms.into_iter();
        let terms = terms.filter(|(key, ..)| heard || *key != "loss-adversarial");
        let named = |(key, term, colour): Term| {
            let (name, value) = (self.shell.words.get(key), term(&last));
            let share = 100.0 * value / last.total.max(1e-9);
            let values = [
                ("name", name.as_str().into()),
                ("value", format!("{value:.4}").into()),
                ("share", format!("{share:.0}").into()),
            ];
            (
                self.shell.words.with("loss-term", &values),
                name,
                term,
                colour,
            )
        };
        let terms: Vec<_> = terms.map(named).collect();
        // Above the plot, where no line runs through them.
        ui.horizontal_wrapped(|ui| {
            for (line, _, _, colour) in &terms {
                let (dot, _) = ui.allocate_exact_size(vec2(8.0, 16.0), Sense::hover());
                ui.painter().circle_filled(dot.center(), 4.0, *colour);
                ui.label(RichText::new(line.as_str()).small());
                ui.add_space(GAP);
            }
        });
        let drawn = Plot::new("loss plot")
            .height(150.0)
            .allow_scroll(false)
            .allow_drag(false)
            .allow_zoom(false)
            .grid_color(colours.line)
            .y_axis_formatter(|mark, _| format!("{:.3}", 10f64.powf(mark.value)))
            .label_formatter(|at| match at {
                HoverPosition::NearDataPoint {
                    plot_name,
                    position,
                    ..
                } => {
                    let (_, name, ..) = terms.iter().find(|(line, ..)| line == plot_name)?;
                    // Heights are logarithms.
                    let value = 10f64.powf(position.y);
                    let values = [
                        ("name", name.as_str().into()),
                        ("step", format!("{:.0}", position.x).into()),
                        ("value", format!("{value:.4}").into()),
                    ];
                    Some(self.shell.words.with("loss-at", &values))
                }
                HoverPosition::Elsewhere { .. } => None,
            })
            .show(ui, |plot| {
                for (line, _, term, colour) in &terms {
                    let points: PlotPoints<'_> = self
                        .create
                        .art
                        .run()
                        .curve
                        .iter()
                        .filter(|(_, l)| term(l) > 0.0)
                        .map(|(step, l)| [*step as f64, f64::from(term(l)).log10()])
                        .collect();
                    plot.line(Line::new(line.as_str(), points).color(*colour).width(1.5));
                }
            });
        drawn.response.widget_info(|| {
            let lines: Vec<&str> = terms.iter().map(|(line, ..)| line.as_str()).collect();
            let mut info = WidgetInfo::labeled(Role::Figure, true, self.shell.words.get("losses"));
            info.current_text_value = Some(lines.join(", "));
            info
        });
    }

    fn snapshots(&mut self, ui: &mut Ui) {
        let colours = palette(ui.ctx());
        let mut asked = None;
        ui.horizontal(|ui| {
            let room = ui.available_width() - TOOLS;
            ScrollArea::horizontal()
                .id_salt("timeline")
                .stick_to_right(true)
                .max_width(room)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.horizontal(|ui| {
                        self.create.timeline.keep(self.create.art.snapshots().all());
                        let mut branch = 0;
                        let (mut places, mut scrubbed) = (Vec::new(), false);
                        for snapshot in self.create.art.snapshots().all() {
                            let texture = self.create.timeline.texture(ui.ctx(), snapshot);
                            if snapshot.branch != branch {
                                branch = snapshot.branch;
                                ui.label(icons::BRANCH)
                                    .on_hover_text(self.shell.words.get("branch"));
                            }
                            let size = texture.size_vec2();
                            let size = size * (STRIP / size.y).min(90.0 / size.x);
                            let (rect, response) =
                                ui.allocate_exact_size(size, Sense::click_and_drag());
                            scrubbed |= response.dragged();
                            places.push((snapshot.id, rect));
                            let values = [("step", snapshot.step.into())];
                            let name = match (snapshot.step, snapshot.own) {
                                (0, true) => self.shell.words.get("snapshot-look"),
                                (0, false) => self.shell.words.get("snapshot-instant"),
                                _ => self.shell.words.with("snapshot-name", &values),
                            };
                            let go_on = self.go_on_word(snapshot.id);
                            let chosen = self.create.art.snapshots().shown == Some(snapshot.id);
                            response.widget_info(|| {
                                let kind = Role::Button;
                                WidgetInfo::selected(kind, true, chosen, name.as_str())
                            });
                            let uv = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                            ui.painter().image(texture.id(), rect, uv, Color32::WHITE);
                            let stroke = if chosen {
                                Stroke::new(3.0, colours.accent)
                            } else if response.hovered() || response.has_focus() {
                                Stroke::new(2.0, colours.text)
                            } else {
                                Stroke::new(1.0, colours.line)
                            };
                            ui.painter()
                                .rect_stroke(rect, 2, stroke, StrokeKind::Inside);
                            let tag = match snapshot.step {
                                0 => self.shell.words.get("snapshot-instant-short"),
                                step => step.to_string(),
                            };
                            step_tag(ui, rect, &tag, snapshot.own);
                            if response.clicked() {
                                asked = Some(Asked::Show(snapshot.id));
                            }
                            widgets::menu(ui, &response, |ui| {
                                for (key, ask) in [
                                    (go_on, Asked::Branch(snapshot.id)),
                                    ("compare-with", Asked::Compare(snapshot.id)),
                                    ("export", Asked::Export(snapshot.id)),
                                ] {
                                    if ui.button(self.shell.words.get(key)).clicked() {
                                        asked = Some(ask);
                                        ui.close();
                                    }
                                }
                            });
                            let loss = format!("{:.4}", snapshot.losses.total);
                            let values = [("step", snapshot.step.into()), ("loss", loss.into())];
                            let hint = match (snapshot.step, snapshot.picture_only) {
                                (0, _) if snapshot.own => {
                                    self.shell.words.get("snapshot-look-hint")
                                }
                                (0, _) => self.shell.words.get("snapshot-instant-hint"),
                                (_, true) => {
                                    let hint = self.shell.words.with("snapshot-hint", &values);
                                    format!("{hint}\n{}", self.shell.words.get("goes-on-hint"))
                                }
                                _ => self.shell.words.with("snapshot-hint", &values),
                            };
                            response.on_hover_text(hint);
                        }
                        // A hand that is drawn along them sees one after the other.
                        let pointer = ui.input(|input| input.pointer.interact_pos());
                        if let (true, Some(pointer)) = (scrubbed, pointer) {
                            let under = places
                                .iter()
                                .find(|(_, rect)| rect.x_range().contains(pointer.x));
                            let shown = self.create.art.snapshots().shown;
                            asked = under
                                .filter(|(id, _)| shown != Some(*id))
                                .map(|(id, _)| Asked::Show(*id));
                        }
                    });
                });
            asked = self.snapshot_tools(ui).or(asked);
        });
        if let Some(asked) = asked {
            self.obey(asked);
        }
    }

    /// What going on from a snapshot is called.
    fn go_on_word(&self, id: SnapshotId) -> &'static str {
        if self.create.art.snapshots().is_origin(id) {
            "back-to-instant"
        } else if self.create.art.snapshots().is_of_instant(id) {
            "take-settings"
        } else {
            "branch"
        }
    }

    /// What a snapshot is, in a few words.
    pub(in crate::gui) fn snapshot_title(&self, id: SnapshotId) -> String {
        match self
            .create
            .art
            .snapshots()
            .get(id)
            .map(|snapshot| snapshot.step)
        {
            None | Some(0) => self.shell.words.get("snapshot-instant-short"),
            Some(step) => self
                .shell
                .words
                .with("step-short", &[("step", step.into())]),
        }
    }

    /// What can be done with the snapshot that is shown. The buttons are always there, so that nothing moves
    /// when one is clicked.
    fn snapshot_tools(&self, ui: &mut Ui) -> Option<Asked> {
        let shown = self.create.art.snapshots().shown;
        let go_on = shown.map_or("branch", |id| self.go_on_word(id));
        let mut asked = None;
        for (icon, key, ask) in [
            (
                icons::NEWEST,
                "back-to-newest",
                shown.map(|_| Asked::Newest),
            ),
            (icons::BRANCH, go_on, shown.map(Asked::Branch)),
            (icons::COMPARE, "compare-with", shown.map(Asked::Compare)),
        ] {
            let name = self.shell.words.get(key);
            let enabled = ask.is_some();
            let button = ui.add_enabled_ui(enabled, |ui| widgets::icon_button(ui, icon, &name));
            let button = button.inner;
            let why = self.shell.words.get("snapshot-first");
            if button
                .on_disabled_hover_text(format!("{name}\n{why}"))
                .clicked()
            {
                asked = ask;
            }
        }
        asked
    }

    fn obey(&mut self, asked: Asked) {
        let engine = self.shell.engine.as_mut();
        match asked {
            Asked::Show(id) => self.create.art.show(engine, id),
            Asked::Newest => self.create.art.show_newest(engine),
            Asked::Branch(id) => match self.create.art.snapshots().get(id) {
                Some(snapshot) if self.create.art.snapshots().is_of_instant(id) && snapshot.own => {
                    let recipe = Arc::clone(&snapshot.recipe);
                    self.restore(&recipe);
                }
                _ => self.create.art.branch(engine, id),
            },
            Asked::Compare(id) => self.create.art.compare_with(engine, Some(id)),
            Asked::Export(id) => {
                let mut dialog = export::ExportDialog::new(self);
                dialog.what = Shown::Snapshot(id);
                self.open_export(dialog);
            }
        }
        self.take_effects();
    }
}

/// What a snapshot is of, in its corner, and whether the artist kept it.
fn step_tag(ui: &Ui, rect: Rect, text: &str, own: bool) {
    let painter = ui.painter_at(rect);
    let font = egui::FontId::proportional(10.0);
    let text = if own {
        format!("{} {text}", icons::SNAPSHOT)
    } else {
        text.to_owned()
    };
    let galley = painter.layout_no_wrap(text, font, ON_SHADE);
    let place = Rect::from_min_size(
        rect.left_bottom() - vec2(-2.0, galley.size().y + 4.0),
        galley.size() + vec2(6.0, 2.0),
    );
    painter.rect_filled(place, 3, SHADE);
    painter.galley(place.min + vec2(3.0, 1.0), galley, ON_SHADE);
}

/// What was asked of a snapshot.
#[derive(Clone, Copy)]
enum Asked {
    Show(SnapshotId),
    Newest,
    Branch(SnapshotId),
    Compare(SnapshotId),
    Export(SnapshotId),
}
