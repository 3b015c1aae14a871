//! Samples of two runs beside each other, at the same step.

use super::{Compared, line};
use crate::{
    gui::{
        theme::{GAP, palette},
        train::{
            context::PaneContext,
            running::{divided::fitted, scrubber::scrubber, sheets::Sheets},
        },
        widgets,
    },
    session::{Record, Sheet},
};
use egui::{
    Color32, Frame, Label, Margin, Panel, Rect, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo, pos2,
    vec2,
};
use std::collections::BTreeSet;

/// Height of what stands over each, in points.
const CAPTION: f32 = 24.0;

/// What is shown of both.
#[derive(Default)]
pub struct Pictures {
    /// Their textures.
    pub sheets: Sheets,
    /// The step that is looked at; the last one that both have reached if there is none.
    at: Option<usize>,
}

/// The newest sheet of a run up to a step; its first one before that.
fn sheet_at(record: &Record, step: usize) -> Option<&Sheet> {
    let until = record.sheets.iter().rev().find(|sheet| sheet.step <= step);
    until.or(record.sheets.first())
}

/// All steps of which there is a sheet of a run, and the last one that all runs have reached.
fn steps_of(records: [&Record; 2]) -> (Vec<Sheet>, Option<usize>) {
    let sheets = records.iter().flat_map(|record| &record.sheets);
    let steps: BTreeSet<usize> = sheets.map(|sheet| sheet.step).collect();
    let last = records.map(|record| record.sheets.last().map(|sheet| sheet.step));
    let reached = last.into_iter().flatten().min();
    // Only their steps are looked at.
    let path = std::path::PathBuf::new;
    let all = steps.into_iter().map(|step| Sheet { step, path: path() });
    (all.collect(), reached)
}

/// The places of two sheets of this size: beside each other, or one above the other where they are larger then.
fn places(place: Rect, size: Vec2) -> [Rect; 2] {
    let half = 0.5 * GAP;
    let (left, right) = place.split_left_right_at_fraction(0.5);
    let (left, right) = (
        left.with_max_x(left.right() - half),
        right.with_min_x(right.left() + half),
    );
    let (above, below) = place.split_top_bottom_at_fraction(0.5);
    let (above, below) = (
        above.with_max_y(above.bottom() - half),
        below.with_min_y(below.top() + half),
    );
    let width = |place: Rect| {
        let room = place.with_min_y((place.top() + CAPTION).min(place.bottom()));
        fitted(size, room).width()
    };
    match width(above) > 1.2 * width(left) {
        true => [above, below],
        false => [left, right],
    }
}

impl Pictures {
    /// Draws them.
    pub fn show(&mut self, ui: &mut Ui, cx: &PaneContext<'_>, both: [Compared<'_>; 2]) {
        let (steps, reached) = steps_of(both.map(|run| run.record));
        let Some(reached) = reached else {
            widgets::middle(
                ui,
                ui.available_rect_before_wrap(),
                12.0,
                &cx.text("compare-no-pictures"),
            );
            return;
        };
        let step = self.at.unwrap_or(reached);
        let bar = Frame::new().fill(palette(ui.ctx()).panel);
        Panel::bottom("steps of two runs")
            .resizable(false)
            .frame(bar.inner_margin(Margin::symmetric(12, 6)))
            .show(ui, |ui| self.bar(ui, cx, (&steps, step), both));
        let place = ui.available_rect_before_wrap().shrink2(vec2(12.0, GAP));
        let size = both.iter().find_map(|run| {
            let sheet = sheet_at(run.record, step)?;
            Some(self.sheets.texture(&sheet.path)?.size_vec2())
        });
        let places = places(place, size.unwrap_or(Vec2::splat(1.0)));
        for (index, (run, place)) in both.into_iter().zip(places).enumerate() {
            self.one(ui, cx, (index, run), place, step);
        }
    }

    /// The way through both runs.
    fn bar(
        &mut self,
        ui: &mut Ui,
        cx: &PaneContext<'_>,
        (steps, step): (&[Sheet], usize),
        both: [Compared<'_>; 2],
    ) {
        ui.horizontal(|ui| {
            let text = cx.words.with("train-at-step", &[("step", step.into())]);
            ui.add_sized([96.0, 24.0], Label::new(text).truncate());
            let done = both.map(|run| run.record.steps.0);
            let last = steps.last().map_or(0, |sheet| sheet.step);
            let shown = done.into_iter().fold(last, usize::max);
            let mut at = steps.partition_point(|sheet| sheet.step < step);
            if scrubber(ui, &cx.text("compare-scrub"), steps, shown, &mut at, None) {
                self.at = steps.get(at).map(|sheet| sheet.step);
            }
        });
    }

    /// The samples of one.
    fn one(
        &mut self,
        ui: &mut Ui,
        cx: &PaneContext<'_>,
        (index, run): (usize, Compared<'_>),
        place: Rect,
        step: usize,
    ) {
        let (caption, below) = place.split_top_bottom_at_y(place.top() + CAPTION);
        let sheet = sheet_at(run.record, step);
        let name = run.info.about.name.as_str();
        let said = match sheet {
            Some(sheet) => {
                let values = [("name", name.into()), ("step", sheet.step.into())];
                cx.words.with("compare-pictures", &values)
            }
            None => name.to_owned(),
        };
        ui.scope_builder(UiBuilder::new().max_rect(caption), |ui| {
            ui.horizontal(|ui| {
                line(ui, index);
                ui.add(Label::new(said.as_str()).truncate());
            });
        });
        let known = sheet.is_some_and(|sheet| self.sheets.knows(&sheet.path));
        let Some(texture) = sheet.and_then(|sheet| self.sheets.texture(&sheet.path)) else {
            let key = match (sheet.is_some(), known) {
                (false, _) => "runs-no-picture",
                (true, false) => "train-reading-sheet",
                (true, true) => "train-no-sheet",
            };
            widgets::middle(ui, below, 12.0, &cx.text(key));
            return;
        };
        let rect = fitted(texture.size_vec2(), below);
        // Both begin below what they are called.
        let rect = rect.translate(below.min - rect.min);
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let painter = ui.painter_at(below);
        painter.image(texture.id(), rect, all, Color32::WHITE);
        let id = ui.scope_id().with(("sheet of two", index));
        let figure = ui.interact(rect, id, Sense::hover());
        figure.widget_info(|| WidgetInfo::labeled(Role::Image, true, said.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(steps: &[usize]) -> Record {
        let sheet = |step: &usize| Sheet {
            step: *step,
            path: format!("{step}").into(),
        };
        Record {
            sheets: steps.iter().map(sheet).collect(),
            ..Record::default()
        }
    }

    #[test]
    fn wide_sheets_stand_one_above_the_other_where_there_is_room() {
        let place = |width, height| Rect::from_min_size(pos2(10.0, 10.0), vec2(width, height));
        for (room, size, beside) in [
            (place(880.0, 440.0), vec2(1024.0, 512.0), true),
            (place(880.0, 700.0), vec2(1024.0, 512.0), false),
            (place(880.0, 700.0), vec2(300.0, 900.0), true),
            (place(500.0, 20.0), vec2(300.0, 900.0), true),
        ] {
            let [one, other] = places(room, size);
            assert_eq!(one.top() == other.top(), beside, "{room:?} {size:?}");
            assert!(room.contains_rect(one) && room.contains_rect(other));
            assert!(!one.intersects(other));
        }
    }

    #[test]
    fn both_are_looked_at_where_both_have_been() {
        let (short, long, none) = (record(&[50, 100]), record(&[40, 80, 120, 160]), record(&[]));
        let (steps, reached) = steps_of([&short, &long]);
        let steps: Vec<usize> = steps.iter().map(|sheet| sheet.step).collect();
        assert_eq!(steps, [40, 50, 80, 100, 120, 160]);
        assert_eq!(reached, Some(100));
        let at = |record: &Record, step| sheet_at(record, step).map(|sheet| sheet.step);
        assert_eq!((at(&short, 100), at(&long, 100)), (Some(100), Some(80)));
        assert_eq!((at(&short, 160), at(&short, 40)), (Some(100), Some(50)));
        assert_eq!(
            (steps_of([&none, &long]).1, at(&none, 9)),
            (Some(160), None)
        );
        assert_eq!(steps_of([&none, &none]).1, None);
    }
}
