//! In what two runs differ, and what came of them.

use super::{Compared, line};
use crate::{
    gui::{
        localisation::Words,
        theme::{GAP, palette},
        train::{
            context::PaneContext,
            running::term_words,
            words::{learns_from, task_key},
        },
        widgets::heading,
    },
    session::{Difference, SettingValue, setting_differences},
    train::Kept,
};
use egui::{Label, RichText, ScrollArea, Ui};

/// Settings that have a name of their own.
const KNOWN: [&str; 23] = [
    "parent",
    "steps",
    "seed",
    "validate_every",
    "save_every",
    "patience",
    "start",
    "freedom",
    "spread",
    "adversarial",
    "scales",
    "projected",
    "label_smoothing",
    "turned",
    "rate",
    "cooldown",
    "batch",
    "side",
    "style_side",
    "measured_side",
    "one_sided",
    "through_instant",
    "measured",
];

/// What a setting is called; one that is not known by its name in files.
fn name(words: &Words, setting: &str) -> String {
    match setting {
        "freedom" => words.get("set-layers"),
        "mirrored" => words.get("set-mirrored"),
        known if KNOWN.contains(&known) => {
            words.get(&format!("setting-{}", known.replace('_', "-")))
        }
        other => other.to_owned(),
    }
}

/// A number as one writes it.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-" {
        "0"
    } else {
        text
    }
    .to_owned()
}

fn value_text(words: &Words, setting: &str, value: Option<&SettingValue>) -> String {
    let last = |path: &std::path::Path| {
        let name = path.file_name().unwrap_or(path.as_os_str());
        name.to_string_lossy().into_owned()
    };
    match value {
        None => "–".to_owned(),
        Some(SettingValue::Nothing) => words.get("setting-nothing"),
        Some(SettingValue::Switch(true)) => words.get("setting-on"),
        Some(SettingValue::Switch(false)) => words.get("setting-off"),
        Some(SettingValue::Number(value)) => number(f64::from(*value as f32)),
        Some(SettingValue::Word(word)) if setting == "freedom" => {
            words.get(&format!("set-layers-{word}"))
        }
        Some(SettingValue::Word(word)) => word.clone(),
        Some(SettingValue::Path(path)) => last(path),
        Some(SettingValue::Parent(parent)) => {
            let kept = words.get(match parent.kept {
                Kept::Best => "start-parent-best",
                Kept::Latest => "start-parent-latest",
            });
            format!("{} ({kept})", last(&parent.run))
        }
    }
}

/// Draws what came of both, and in what they differ.
pub fn show(ui: &mut Ui, cx: &PaneContext<'_>, both: [Compared<'_>; 2]) {
    ScrollArea::vertical()
        .id_salt("differences")
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.set_max_width(ui.available_width() - 12.0);
            // Values of a setting stand close to each other.
            ui.spacing_mut().interact_size.y = 20.0;
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(heading(&cx.text("compare-results")));
            for (title, values) in results(cx, both) {
                row(ui, &title, &values);
            }
            ui.add_space(GAP);
            ui.label(heading(&cx.text("compare-differences")));
            let all = settings(cx, both);
            if all.is_empty() {
                let none = RichText::new(cx.text("compare-same")).weak();
                ui.add(Label::new(none).wrap());
            }
            for (title, values) in all {
                row(ui, &title, &values);
            }
        });
}

type Row = (String, [String; 2]);

/// What came of both.
fn results(cx: &PaneContext<'_>, both: [Compared<'_>; 2]) -> Vec<Row> {
    let steps = both.map(|run| {
        let (step, steps) = run.record.steps;
        let values = [("step", step.into()), ("steps", steps.into())];
        cx.words.with("train-step", &values)
    });
    let best = both.map(|run| match run.record.best() {
        Some(best) => {
            let score = format!("{:.3}", best.score);
            let values = [("score", score.into()), ("step", best.step.into())];
            cx.words.with("runs-best", &values)
        }
        None => "–".to_owned(),
    });
    vec![
        (cx.text("runs-length"), steps),
        (cx.text("runs-measure"), best),
    ]
}

/// All in which they differ, in words.
fn settings(cx: &PaneContext<'_>, both: [Compared<'_>; 2]) -> Vec<Row> {
    let infos = both.map(|run| run.info);
    let of = |text: &dyn Fn(usize) -> String| [text(0), text(1)];
    let own = infos.map(|info| info.settings.as_ref().ok());
    let task = of(&|i| own[i].map_or_else(String::new, |own| cx.text(task_key(own.task.name()))));
    let data = of(&|i| {
        own[i].map_or_else(String::new, |own| {
            learns_from(own, &both[i].record.pictures, cx.words)
        })
    });
    let told = [(cx.text("runs-task"), task), (cx.text("runs-data"), data)];
    let told = told.into_iter().filter(|(_, [one, other])| one != other);
    let all = setting_differences(infos).into_iter().map(|difference| {
        let Difference {
            name: setting,
            values,
            is_weight,
        } = difference;
        let text = |value: &Option<SettingValue>| value_text(cx.words, &setting, value.as_ref());
        let values = [text(&values[0]), text(&values[1])];
        let title = match is_weight {
            true => {
                let term = term_words::name(cx.words, &setting);
                cx.words.with("compare-weight", &[("name", term.into())])
            }
            false => name(cx.words, &setting),
        };
        (title, values)
    });
    told.chain(all).collect()
}

/// What something is in both, told as one sentence.
fn row(ui: &mut Ui, title: &str, values: &[String; 2]) {
    ui.add_space(6.0);
    ui.label(RichText::new(title).color(palette(ui.ctx()).muted));
    for (run, value) in values.iter().enumerate() {
        ui.horizontal(|ui| {
            line(ui, run);
            ui.add(Label::new(value.as_str()).wrap());
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::Language,
        train::{DreamConfig, SchoolConfig, UnpairedConfig},
    };
    use serde_json::Value;

    #[test]
    fn every_setting_has_a_name_in_both_languages_and_numbers_are_written_as_one_writes_them() {
        let all = [
            serde_json::to_value(SchoolConfig::new(Vec::new(), Vec::new())),
            serde_json::to_value(UnpairedConfig::new(Vec::new(), Vec::new())),
            serde_json::to_value(DreamConfig::new(Vec::new())),
        ];
        let lists = ["paintings", "contents", "from", "to", "pictures"];
        for language in [Language::English, Language::Chinese] {
            let words = Words::new(language);
            for value in all.iter().flatten() {
                let Value::Object(map) = value else {
                    panic!("{value}");
                };
                for setting in map.keys().filter(|key| !lists.contains(&key.as_str())) {
                    let text = name(&words, setting);
                    assert!(text != *setting && !text.contains("setting-"), "{text}");
                }
            }
        }
        let texts = [0.0, 3e-4, 12_000.0, 0.1, 1.5].map(number);
        assert_eq!(texts, ["0", "0.0003", "12000", "0.1", "1.5"]);
        let words = Words::new(Language::English);
        assert_eq!(name(&words, "of tomorrow"), "of tomorrow");
    }
}
