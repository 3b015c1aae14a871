//! The pictures of a plan: their folders, ways to add one, what is left out.

use super::{
    Start, domains,
    parting::Parting,
    thumbnails::{self, Found},
};
use crate::{
    fault::PictureRole,
    gui::{
        files::Want,
        icons,
        theme::{CORNER, palette},
        train::{
            context::PaneContext,
            path_field::path_field,
            words::{list_title, role_hint_key},
        },
        widgets::{self, heading},
    },
    picture::Crop,
    session::Surveyed,
};
use egui::{Button, Frame, Margin, ProgressBar, RichText, Role, Stroke, Ui, WidgetInfo, vec2};
use std::path::PathBuf;

/// What is to be done with a list.
pub enum Change {
    /// A folder is taken away.
    Remove(PathBuf),
    /// Pictures are left out from now on, or not any more.
    LeaveOut(Vec<PathBuf>, bool),
    /// Only this part of a picture is used, turned as it says.
    Use(PathBuf, Crop),
    /// A part of a picture is to be chosen.
    Choose(PathBuf),
}

impl Start {
    /// One list of pictures.
    pub fn pictures(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, list: usize) {
        let plan = self.planning.plan();
        let task = &plan.settings.task;
        let Some(of) = task.pictures().get(list).copied() else {
            return;
        };
        let (role, side, enough) = (of.role, of.side, of.enough);
        let (folders, optional, named) = (of.folders.to_vec(), of.optional, of.name.is_some());
        let title = list_title(task, list, cx.words);
        let hint = match (named, task.domains().is_some()) {
            (true, _) => "start-domain-hint",
            (false, true) => "start-more-hint",
            (false, false) => role_hint_key(role),
        };
        let look = self.looks().swap_remove(list);
        let count = plan.count(list, look.as_deref()).unwrap_or(0);
        match named {
            true => domains::heading(&mut self.planning, ui, cx, list),
            false => drop(ui.horizontal(|ui| {
                ui.label(heading(&title));
                if optional {
                    ui.label(RichText::new(cx.text("start-optional")).weak().size(11.0));
                }
            })),
        }
        let mut change = None;
        let colours = palette(ui.ctx());
        let frame = Frame::new()
            .stroke(Stroke::new(1.0, colours.line))
            .corner_radius(CORNER)
            .inner_margin(12);
        let shown = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            if folders.is_empty() {
                ui.label(RichText::new(cx.text(hint)).weak());
            }
            if !folders.is_empty() {
                change = chips(ui, cx, &folders, look.as_deref());
            }
            self.ways(ui, cx, list, &title);
            match &look {
                _ if folders.is_empty() => {}
                Some(seen) => {
                    let found = Found {
                        seen,
                        plan: self.planning.plan(),
                        count,
                        enough,
                        side,
                        few: few_key(role, named),
                    };
                    let told = found.show(ui, cx);
                    let clicked = thumbnails::show(ui, cx, &found, list);
                    change = change.take().or(told).or(clicked);
                }
                None => self.looking(ui, cx, &folders),
            }
        });
        // What is dropped goes to the list that the hand was at last.
        if shown.response.contains_pointer() && ui.input(|input| input.pointer.any_click()) {
            self.aimed = list;
        }
        if let Some(change) = change {
            self.apply(cx, list, change);
        }
    }

    /// Does what was asked of a list, as a step that can be undone.
    fn apply(&mut self, cx: &mut PaneContext<'_>, list: usize, change: Change) {
        let planning = &mut self.planning;
        match change {
            Change::Remove(folder) => planning.change(|plan| plan.remove(list, &folder)),
            Change::LeaveOut(paths, out) => planning.change(|plan| {
                for path in paths {
                    if out {
                        plan.left_out.insert(path);
                    } else {
                        plan.left_out.remove(&path);
                    }
                }
            }),
            Change::Use(path, part) => planning.change(|plan| plan.use_part(path, part)),
            Change::Choose(path) => self.parting = Some(Parting::begin(cx, path)),
        }
    }

    /// Ways to add a folder.
    fn ways(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, list: usize, title: &str) {
        if self.typed.len() <= list {
            self.typed.resize(list + 1, String::new());
        }
        let want = (Want::LearnFrom(list), "start-add-folder");
        let field = path_field(ui, cx, title, &mut self.typed[list], want);
        if field.is_used {
            self.aimed = list;
        }
        if let Some(path) = field.path {
            self.planning.change(|plan| plan.add(list, path));
        }
    }

    /// How far the look at folders is.
    fn looking(&self, ui: &mut Ui, cx: &PaneContext<'_>, folders: &[PathBuf]) {
        let far = self.surveying.as_ref().filter(|(of, ..)| of == folders);
        let (done, of) = far.map_or((0, 0), |(_, done, of)| (*done, *of));
        ui.horizontal(|ui| {
            let bar = ProgressBar::new(done as f32 / of.max(1) as f32);
            let bar = bar.desired_width(160.0).desired_height(6.0);
            ui.add(bar.fill(palette(ui.ctx()).accent));
            let values = [("done", done.into()), ("count", of.into())];
            let text = match of {
                0 => cx.text("start-looking"),
                _ => cx.words.with("start-looking-at", &values),
            };
            ui.label(RichText::new(text).weak());
        });
        ui.ctx().request_repaint_after_secs(0.2);
    }
}

/// What follows from few pictures: a key.
fn few_key(role: PictureRole, of_domain: bool) -> &'static str {
    match role {
        _ if of_domain => "start-few-domain",
        PictureRole::Paintings | PictureRole::OwnPaintings => "start-few-paintings",
        PictureRole::Photographs => "start-few-photographs",
        PictureRole::From | PictureRole::To => "start-few-sides",
        PictureRole::Pictures | PictureRole::Validation => "start-few-pictures",
    }
}

/// The folders of a list, each with a way to take it away.
fn chips(
    ui: &mut Ui,
    cx: &PaneContext<'_>,
    folders: &[PathBuf],
    look: Option<&Surveyed>,
) -> Option<Change> {
    const MOST: usize = 12;
    let mut change = None;
    ui.horizontal_wrapped(|ui| {
        for folder in folders.iter().take(MOST) {
            let name = folder.file_name().unwrap_or(folder.as_os_str());
            let name = name.to_string_lossy();
            let gone = look.is_some_and(|look| look.missing.contains(folder));
            let damaged = look.is_some_and(|look| look.damaged().any(|pack| pack == folder));
            let colours = palette(ui.ctx());
            let text = match gone || damaged {
                true => RichText::new(format!("{}  {name}", icons::ERROR)).color(colours.error),
                false => RichText::new(format!("{}  {name}", icons::OPEN)),
            };
            let full = folder.display().to_string();
            let hint = match (gone, damaged) {
                (true, _) => cx.words.with("start-gone", &[("path", full.into())]),
                (_, true) => cx.words.with("start-damaged", &[("path", full.into())]),
                _ => full,
            };
            let frame = Frame::new()
                .fill(colours.raised)
                .corner_radius(14)
                .inner_margin(Margin::symmetric(8, 0));
            frame.show(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.label(text).on_hover_text(hint);
                let name = [("name", name.as_ref().into())];
                let name = cx.words.with("start-remove", &name);
                let close = Button::new(icons::CLOSE).frame(false);
                let close = ui.add(close.min_size(vec2(24.0, 24.0)));
                let close = close.on_hover_text(name.as_str());
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_str()));
                if close.clicked() {
                    change = Some(Change::Remove(folder.clone()));
                }
            });
        }
        if folders.len() > MOST {
            let more = [("count", (folders.len() - MOST).into())];
            ui.label(RichText::new(cx.words.with("start-more", &more)).weak());
        }
    });
    change
}

/// A row with a name at its left.
pub fn named<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        widgets::name_of(ui, 96.0, name);
        contents(ui)
    })
    .inner
}
