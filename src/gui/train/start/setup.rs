//! How long a run takes, what it will cost, and its beginning.

use super::{Start, advanced::advanced, pictures::named};
use crate::{
    gui::{
        actions::{self, Action},
        icons,
        theme::{GAP, palette},
        train::{
            clock::clock,
            context::PaneContext,
            intent::Intent,
            words::{duration, gigabytes, list_title},
        },
        widgets::{self, heading},
    },
    session::{LONGEST_NAME, Lack, Length, RunInfo, TimeOfDay},
};
use egui::{
    Align, Button, DragValue, Layout, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2,
};

/// Lengths that are offered beside others, in minutes.
const MINUTES: [(u32, &str); 4] = [
    (10, "length-try"),
    (60, "length-hour"),
    (180, "length-hours"),
    (480, "length-night"),
];

impl Start {
    /// The right side.
    pub fn setup(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, runs: &[RunInfo], busy: bool) {
        /// Height of the button that begins it and what is said below, in points.
        const BEGIN: f32 = 124.0;
        let room = (ui.available_height() - BEGIN).max(80.0);
        ScrollArea::vertical()
            .id_salt("setup")
            .max_height(room)
            .min_scrolled_height(room)
            .auto_shrink([false, false])
            .show(ui, |ui| {
                self.name(ui, cx);
                ui.add_space(GAP);
                ui.label(heading(&cx.text("length")));
                self.length(ui, cx);
                ui.add_space(GAP);
                ui.label(heading(&cx.text("forecast-title")));
                self.forecast(ui, cx, runs);
                ui.add_space(GAP);
                advanced(self, ui, cx);
            });
        ui.with_layout(Layout::top_down(Align::Min), |ui| self.begin(ui, cx, busy));
    }

    fn name(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let label = cx.text("runs-name");
        ui.label(heading(&label));
        let proposed = self.plan().title().unwrap_or_default();
        let field = TextEdit::singleline(self.planning.name())
            .hint_text(proposed)
            .char_limit(LONGEST_NAME);
        let edit = ui.add(field.desired_width(ui.available_width() - 8.0));
        edit.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label.as_str()));
    }

    fn length(&mut self, ui: &mut Ui, cx: &PaneContext<'_>) {
        let mut length = self.plan().length;
        for (minutes, key) in MINUTES {
            ui.radio_value(&mut length, Length::Minutes(minutes), cx.text(key));
        }
        ui.horizontal(|ui| {
            let mut time = match length {
                Length::Until(time) => time,
                _ => TimeOfDay::MORNING,
            };
            let name = cx.text("length-until");
            ui.radio_value(&mut length, Length::Until(time), name.as_str())
                .on_hover_text(cx.text("train-stop-clock-hint"));
            if length == Length::Until(time) && clock(ui, cx, &name, &mut time) {
                length = Length::Until(time);
            }
        });
        ui.horizontal(|ui| {
            let name = cx.text("length-steps");
            ui.radio_value(&mut length, Length::Steps, name.as_str());
            if length == Length::Steps {
                let mut steps = self.plan().settings.run.steps;
                let value = DragValue::new(&mut steps).range(50..=1_000_000).speed(50);
                let edit = ui.add(value);
                edit.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name.as_str()));
                if edit.changed() {
                    self.planning.change(|plan| plan.settings.run.steps = steps);
                }
            }
        });
        ui.radio_value(&mut length, Length::UntilStopped, cx.text("length-open"))
            .on_hover_text(cx.text("length-open-hint"));
        self.planning.change(|plan| plan.length = length);
    }

    /// What it will take, said as the estimate that it is.
    fn forecast(&self, ui: &mut Ui, cx: &PaneContext<'_>, runs: &[RunInfo]) {
        let (speed, measured) = self.speed(runs, cx.gpu);
        let forecast = self.plan().forecast(&self.looks(), speed);
        let time = match forecast.seconds {
            Some(seconds) => {
                let time = duration(seconds, cx.words);
                cx.words.with("forecast-about", &[("time", time.into())])
            }
            None if forecast.steps.is_none() => cx.text("forecast-open"),
            None => cx.text("forecast-unknown"),
        };
        named(ui, &cx.text("forecast-time"), |ui| ui.label(time));
        if let Some(steps) = forecast.steps {
            let name = cx.text("forecast-steps");
            named(ui, &name, |ui| ui.label(steps.to_string()));
        }
        let free = cx.budget.map_or(u64::MAX, |budget| budget.bytes());
        let bad = palette(ui.ctx()).error;
        named(ui, &cx.text("forecast-memory"), |ui| {
            let size = gigabytes(forecast.bytes);
            let text = cx.words.with("forecast-about", &[("time", size.into())]);
            let text = RichText::new(text);
            ui.label(if forecast.bytes > free {
                text.color(bad)
            } else {
                text
            });
        });
        if forecast.bytes > free {
            let free = [("size", gigabytes(free).into())];
            let text = RichText::new(cx.words.with("forecast-too-much", &free));
            ui.label(text.color(bad));
        }
        let note = match (measured, speed.is_some()) {
            (true, _) => "forecast-measured",
            (false, true) => "forecast-guessed",
            (false, false) => "forecast-after",
        };
        ui.label(RichText::new(cx.text(note)).weak().size(12.0));
    }

    /// The button that begins it, or what is missing.
    fn begin(&mut self, ui: &mut Ui, cx: &mut PaneContext<'_>, busy: bool) {
        let lack = self.lacks();
        let task = &self.plan().settings.task;
        let of = |key: &str, list| {
            let what = list_title(task, list, cx.words);
            cx.words.with(key, &[("what", what.into())])
        };
        let why = match lack {
            None => String::new(),
            Some(Lack::Survey) => cx.text("start-lacks-look"),
            Some(Lack::Domains) => cx.text("start-lacks-domains"),
            Some(Lack::Name(label)) => of("start-lacks-name", label),
            Some(Lack::Folders(list)) => of("start-lacks-folder", list),
            Some(Lack::WholePack(list)) => of("start-lacks-pack", list),
            Some(Lack::Pictures(list)) => of("start-lacks-pictures", list),
        };
        let key = if busy { "queue-after" } else { "start-begin" };
        let (colours, name) = (palette(ui.ctx()), cx.text(key));
        let text = RichText::new(format!("{}  {name}", icons::RESUME)).size(15.0);
        let button = Button::new(text.color(colours.on_accent)).fill(colours.accent);
        let button = button.min_size(vec2(ui.available_width() - 8.0, 40.0));
        let can = lack.is_none();
        let response = widgets::add_or_why(ui, can, &why, button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, can, name.as_str()));
        let keys = actions::keys_of(ui.ctx(), Action::Run);
        if response.on_hover_text(keys).clicked() {
            cx.ask(Intent::Begin(busy));
        }
        if busy {
            let instead = Button::new(cx.text("queue-instead"));
            let instead = widgets::add_or_why(ui, can, &why, instead);
            if instead.on_hover_text(cx.text("start-ends-other")).clicked() {
                cx.ask(Intent::Begin(false));
            }
        }
        let note = match (can, busy) {
            (false, _) => why,
            (true, true) => cx.text("queue-after-hint"),
            (true, false) => cx.text("start-ready"),
        };
        ui.label(RichText::new(note).weak().size(12.0));
    }
}
