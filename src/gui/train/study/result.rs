//! What a study came to, in words and as a plot.

use super::{
    StudyPane,
    plot::{self, percent},
};
use crate::{
    evaluate::{Interval, Strengths, Votes},
    gui::{
        theme::{GAP, palette},
        train::context::PaneContext,
        widgets::{self, heading},
    },
    session::OpenStudy,
};
use egui::{Button, RichText, ScrollArea, Ui, vec2};

/// Draws it.
pub fn result(pane: &mut StudyPane, ui: &mut Ui, cx: &mut PaneContext<'_>) {
    let Some(open) = &pane.open else { return };
    let count = open.study.sheets.len();
    let more = open.ballots.next(count, &pane.who).is_some();
    let (mut leaves, mut goes_on, mut again) = (false, false, false);
    let scroll = ScrollArea::vertical().id_salt("study result");
    scroll.auto_shrink([false, false]).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(760.0) - 8.0);
        told(ui, cx, open);
        ui.add_space(2.0 * GAP);
        ui.horizontal_wrapped(|ui| {
            let leave = widgets::main_button(ui, cx.text("study-done"));
            leaves = ui.add(leave).clicked();
            let high = vec2(0.0, 30.0);
            if more {
                let on = Button::new(cx.text("study-go-on")).min_size(high);
                goes_on = ui
                    .add(on)
                    .on_hover_text(cx.text("study-go-on-hint"))
                    .clicked();
            } else {
                let back = Button::new(cx.text("study-last-again")).min_size(high);
                again = ui.add(back).clicked();
            }
        });
        ui.add_space(GAP);
        let path = open.folder.display().to_string();
        let text = cx.words.with("study-where", &[("path", path.into())]);
        ui.label(RichText::new(text).weak());
    });
    if leaves {
        pane.leave(cx);
    } else if goes_on || again {
        pane.told = false;
        if again {
            pane.take_back();
        }
    }
}

fn told(ui: &mut Ui, cx: &PaneContext<'_>, open: &OpenStudy) {
    ui.label(RichText::new(cx.text("study-result")).size(20.0).strong());
    if !open.study.question.trim().is_empty() {
        ui.label(RichText::new(open.study.question.trim()).weak());
    }
    ui.add_space(GAP);
    let votes = open.study.counted(&open.ballots);
    let names = open.study.names();
    let given = open.ballots.choices().count();
    let values = [("count", given.into())];
    ui.label(cx.words.with("study-votes", &values));
    let Some(strengths) = votes.strengths() else {
        ui.label(RichText::new(cx.text("study-not-compared")).color(palette(ui.ctx()).error));
        return;
    };
    let order = order(&strengths, names.len());
    ui.label(RichText::new(verdict(cx, &names, &order, &strengths)).size(16.0));
    ui.add_space(GAP);
    let key = match names.len() {
        2 => "study-against-other",
        _ => "study-against-others",
    };
    ui.label(heading(&cx.text(key)));
    ui.add_space(4.0);
    for one in &order {
        let share = strengths.over_others(*one);
        plot::row(ui, cx, &names[*one], share);
    }
    plot::axis(ui, cx);
    ui.add_space(GAP);
    ui.label(heading(&cx.text("study-wins")));
    ui.add_space(4.0);
    for (i, one) in order.iter().enumerate() {
        for other in order.iter().skip(i + 1) {
            if votes.between(*one, *other) > 0.0 {
                ui.label(pair(cx, &names, (*one, *other), &votes, &strengths));
            }
        }
    }
}

/// The contenders, the strongest first.
fn order(strengths: &Strengths, count: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let share = |i: &usize| strengths.over_others(*i).value;
    order.sort_by(|a, b| share(b).total_cmp(&share(a)));
    order
}

/// What it comes to, in a sentence.
fn verdict(
    cx: &PaneContext<'_>,
    names: &[String],
    order: &[usize],
    strengths: &Strengths,
) -> String {
    let [first, second, ..] = *order else {
        return String::new();
    };
    let Interval { value, low, high } = strengths.over(first, second);
    let values = [
        ("first", names[first].as_str().into()),
        ("second", names[second].as_str().into()),
        ("share", percent(value).into()),
        ("low", percent(low).into()),
        ("high", percent(high).into()),
    ];
    let key = if low > 0.5 {
        "study-better"
    } else {
        "study-open"
    };
    cx.words.with(key, &values)
}

/// How two fared against each other.
fn pair(
    cx: &PaneContext<'_>,
    names: &[String],
    (one, other): (usize, usize),
    votes: &Votes,
    strengths: &Strengths,
) -> String {
    let share = strengths.over(one, other);
    let wins = votes.wins(one, other);
    let wins = match wins.fract() == 0.0 {
        true => format!("{wins:.0}"),
        false => format!("{wins:.1}"),
    };
    let values = [
        ("one", names[one].as_str().into()),
        ("other", names[other].as_str().into()),
        ("wins", wins.into()),
        ("votes", (votes.between(one, other).round() as usize).into()),
        ("low", percent(share.low).into()),
        ("high", percent(share.high).into()),
    ];
    cx.words.with("study-pair", &values)
}
