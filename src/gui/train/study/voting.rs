//! Two pictures side by side, and which of them is the better one.

use super::StudyPane;
use crate::{
    compute::Level,
    gui::{
        icons, live_picture,
        theme::{CORNER, GAP, palette},
        train::{context::PaneContext, running::divided::keep_arrows},
        widgets,
    },
    session::Choice,
};
use egui::{
    Button, Color32, Context, Id, Key, ProgressBar, Rect, RichText, Role, Sense, TextureHandle, Ui,
    WidgetInfo, pos2, vec2,
};

/// Sheets that are read before they are shown, and kept after.
const AHEAD: usize = 2;
/// Height of the buttons below both.
const BELOW: f32 = 52.0;

/// Sheets for the screen, some before and after the one that is shown.
#[derive(Default)]
pub struct Sheets {
    /// Those that were read, or cannot be.
    read: Vec<(usize, Option<TextureHandle>)>,
    asked: Vec<usize>,
}

impl Sheets {
    /// One was read, or cannot be.
    pub fn came(&mut self, ctx: &Context, number: usize, level: Option<&Level>) {
        let texture = level.map(|s| live_picture::small(ctx, s.width, s.height, &s.rgba));
        self.asked.retain(|asked| *asked != number);
        self.read.push((number, texture));
    }

    /// Whether one can be seen.
    pub fn is_there(&self, number: usize) -> bool {
        matches!(self.of(number), Some(Some(_)))
    }

    fn of(&self, number: usize) -> Option<Option<&TextureHandle>> {
        let read = self.read.iter().find(|(read, _)| *read == number)?;
        Some(read.1.as_ref())
    }

    /// Those that are to be read now for `next` of so many to be shown; those far from it are forgotten.
    pub fn wanted(&mut self, next: usize, count: usize) -> Vec<usize> {
        let near = next.saturating_sub(1)..count.min(next + 1 + AHEAD);
        self.read.retain(|(number, _)| near.contains(number));
        let unknown = |number: &usize| {
            *number >= next && self.of(*number).is_none() && !self.asked.contains(number)
        };
        let wanted: Vec<usize> = near.filter(unknown).collect();
        self.asked.extend(&wanted);
        wanted
    }
}

/// The keys that choose.
const KEYS: [(Key, Choice); 3] = [
    (Key::ArrowLeft, Choice::Left),
    (Key::ArrowDown, Choice::Equal),
    (Key::ArrowRight, Choice::Right),
];

impl StudyPane {
    /// Draws the next sheet, and hears what is chosen.
    pub fn voting(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        self.top(ui, cx);
        let Some(open) = &self.open else { return };
        let count = open.study.sheets.len();
        let Some(next) = open.ballots.next(count, &self.who) else {
            self.told = true;
            return;
        };
        ui.add_space(GAP);
        let room = ui.available_size() - vec2(0.0, BELOW);
        let (place, _) = ui.allocate_exact_size(room.max(vec2(64.0, 64.0)), Sense::hover());
        let mut chosen = self.sheet(ui, cx, next, place);
        ui.add_space(GAP);
        chosen = chosen.or(self.buttons(ui, cx, next));
        if let Some(choice) = chosen {
            self.choose(choice);
        }
    }

    /// What is asked, how far it is, and the way out.
    fn top(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>) {
        let Some(open) = &self.open else { return };
        let count = open.study.sheets.len();
        let done = open.ballots.done(count, &self.who);
        let question = match open.study.question.trim() {
            "" => cx.text("study-question-usual"),
            own => own.to_owned(),
        };
        let (mut leaves, mut ends) = (false, false);
        ui.horizontal(|ui| {
            let leave = Button::new(format!("{}  {}", icons::BACK, cx.text("study-leave")));
            let leave = ui.add(leave.min_size(vec2(0.0, 28.0)));
            leaves = leave.on_hover_text(cx.text("study-leave-hint")).clicked();
            ui.add_space(2.0 * GAP);
            ui.label(RichText::new(question).size(16.0).strong());
            widgets::at_right(ui, |ui| {
                let values = [("done", done.into()), ("count", count.into())];
                let text = cx.words.with("study-progress", &values);
                let bar = ProgressBar::new(done as f32 / count.max(1) as f32);
                let bar = bar.desired_width(120.0).desired_height(6.0);
                ui.add(bar.fill(palette(ui.ctx()).accent));
                ui.label(RichText::new(text).weak());
                let end = Button::new(cx.text("study-end")).min_size(vec2(0.0, 28.0));
                let why = cx.text("study-no-votes");
                let end = widgets::add_or_why(ui, done > 0, &why, end);
                ends = end.on_hover_text(cx.text("study-end-hint")).clicked();
            });
        });
        if leaves {
            self.leave(cx);
        } else if ends {
            self.told = true;
        }
    }

    /// The sheet, whose halves can be clicked; what keys and clicks choose.
    fn sheet(&self, ui: &mut Ui, cx: &PaneContext<'_>, next: usize, place: Rect) -> Option<Choice> {
        let id = Id::unique("study sheet");
        let texture = match self.sheets.of(next) {
            Some(Some(texture)) => texture,
            Some(None) => {
                let text = RichText::new(cx.text("study-no-sheet")).color(palette(ui.ctx()).error);
                ui.put(place, egui::Label::new(text));
                return None;
            }
            None => {
                let middle = Rect::from_center_size(place.center(), vec2(32.0, 32.0));
                ui.put(middle, egui::Spinner::new());
                return None;
            }
        };
        // As large as there is room, and never blown up.
        let size = texture.size_vec2();
        let pixel = 1.0 / ui.ctx().pixels_per_point();
        let scale = (place.width() / size.x)
            .min(place.height() / size.y)
            .min(pixel);
        let rect = Rect::from_center_size(place.center(), size * scale);
        let response = ui.interact(rect, id, Sense::click());
        let name = cx
            .words
            .with("study-sheet", &[("number", (next + 1).into())]);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name.as_str()));
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let shape = egui::epaint::RectShape::filled(rect, CORNER, Color32::WHITE);
        ui.painter().add(shape.with_texture(texture.id(), all));
        let focus = ui.memory(|memory| memory.focused());
        if focus.is_none() {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
        if response.has_focus() {
            keep_arrows(ui, id);
        }
        if response.clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            let left = at.x < rect.center().x;
            return Some(if left { Choice::Left } else { Choice::Right });
        }
        if focus.is_some_and(|focus| focus != id) {
            return None;
        }
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        let chosen = KEYS.iter().find(|(key, _)| pressed(*key));
        chosen.map(|(_, choice)| *choice)
    }

    /// The same choices as buttons, with their keys.
    fn buttons(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, next: usize) -> Option<Choice> {
        let ready = self.sheets.is_there(next);
        let wide = ((ui.available_width() - 4.0 * GAP) / 4.0).min(220.0);
        let all = 4.0 * wide + 4.0 * GAP;
        let mut chosen = None;
        let mut back = false;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            ui.add_space(((ui.available_width() - all) / 2.0).max(0.0));
            let button = |ui: &mut Ui, icon: &str, key: &str, can: bool| {
                let text = cx.text(key);
                let button = Button::new(format!("{icon}  {text}")).min_size(vec2(wide, 36.0));
                let response = ui.add_enabled(can, button);
                response.widget_info(|| WidgetInfo::labeled(Role::Button, can, text.as_str()));
                response.on_hover_text(cx.text("study-keys")).clicked()
            };
            for (icon, key, choice) in [
                (icons::LEFT, "study-left", Choice::Left),
                (icons::DOWN, "study-equal", Choice::Equal),
                (icons::RIGHT, "study-right", Choice::Right),
            ] {
                if button(ui, icon, key, ready) {
                    chosen = Some(choice);
                }
            }
            ui.add_space(GAP);
            let open = self.open.as_ref();
            let some =
                open.is_some_and(|open| open.ballots.done(open.study.sheets.len(), &self.who) > 0);
            back = button(ui, icons::UNDO, "study-back", some);
        });
        if back || ui.input(|input| input.key_pressed(Key::Backspace)) {
            self.take_back();
        }
        chosen
    }
}
