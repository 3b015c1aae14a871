//! In which settings two runs differ.

use super::RunInfo;
use crate::train::{Change, Parent, RunSettings, TaskSettings};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// A setting in which two runs differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its name in the file of settings, or that of a weight.
    pub name: String,
    /// What it is in each; none where there is no such setting.
    pub values: [Option<SettingValue>; 2],
    /// Whether it is a weight of the losses, as it is now.
    pub is_weight: bool,
}

/// What a setting is.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingValue {
    /// Nothing was set.
    Nothing,
    /// Yes or no.
    Switch(bool),
    /// A number.
    Number(f64),
    /// One of some words.
    Word(String),
    /// A file or a folder.
    Path(PathBuf),
    /// The run that it began with.
    Parent(Parent),
}

/// What is told of the pictures elsewhere, by counts, and where a run lies.
const ELSEWHERE: [&str; 8] = [
    "folder",
    "paintings",
    "contents",
    "from",
    "to",
    "pictures",
    "domains",
    "parent",
];
/// Settings that are paths.
const PATHS: [&str; 1] = ["start"];

/// In which settings and weights `runs` differ: what they began with, then settings by name, then weights.
pub fn setting_differences(runs: [&RunInfo; 2]) -> Vec<Difference> {
    let settings = runs.map(|run| run.settings.as_ref().ok());
    let parents = settings.map(|own| Some(parent(own?)));
    let own = settings.map(|own| own.map(flat).unwrap_or_default());
    let weights = runs.map(|run| weights(run.record.changes.last()));
    let parent = [("parent".to_owned(), parents)].into_iter();
    let settings = each(own).into_iter().map(|(name, values)| {
        let read = |value: Option<Value>| Some(read(&name, value?));
        let values = values.map(read);
        (name, values)
    });
    let weights = each(weights)
        .into_iter()
        .map(|(name, values)| (name, values.map(|value| value.map(SettingValue::Number))));
    let settings = parent.chain(settings).map(|both| (both, false));
    let all = settings.chain(weights.map(|both| (both, true)));
    let all = all.filter(|((_, [one, other]), _)| one != other);
    all.map(|((name, values), is_weight)| Difference {
        name,
        values,
        is_weight,
    })
    .collect()
}

fn parent(settings: &RunSettings) -> SettingValue {
    let parent = settings.run.parent.clone();
    parent.map_or(SettingValue::Nothing, SettingValue::Parent)
}

/// All settings of a run by their names in its file.
fn flat(settings: &RunSettings) -> Vec<(String, Value)> {
    let task = match &settings.task {
        TaskSettings::School(config) => serde_json::to_value(config),
        TaskSettings::Unpaired(config) => serde_json::to_value(config),
        TaskSettings::Domains(config) => serde_json::to_value(config),
        TaskSettings::Dream(config) => serde_json::to_value(config),
    };
    let parts = [serde_json::to_value(&settings.run), task];
    // What cannot be written down is told by nobody.
    let parts = parts.into_iter().flatten();
    let parts = parts.filter_map(|part| match part {
        Value::Object(map) => Some(map),
        _ => None,
    });
    let all = parts.flat_map(Map::into_iter);
    all.filter(|(name, _)| !ELSEWHERE.contains(&name.as_str()))
        .collect()
}

/// The weights in force, and the share of the learning rate.
fn weights(newest: Option<&Change>) -> Vec<(String, f64)> {
    let Some(Change { controls, .. }) = newest else {
        return Vec::new();
    };
    let pace = [("pace", controls.pace)].into_iter();
    let all = pace.chain(controls.weights.iter());
    all.map(|(name, value)| (name.to_owned(), f64::from(value)))
        .collect()
}

/// What both have of each name, those of the first before those of the second only.
fn each<T: Clone>([one, other]: [Vec<(String, T)>; 2]) -> Vec<(String, [Option<T>; 2])> {
    let find = |all: &[(String, T)], name: &str| {
        let found = all.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.clone())
    };
    let only = other.iter().filter(|(name, _)| find(&one, name).is_none());
    let names = one.iter().chain(only).map(|(name, _)| name.clone());
    let both = names.map(|name| {
        let values = [find(&one, &name), find(&other, &name)];
        (name, values)
    });
    both.collect()
}

fn read(name: &str, value: Value) -> SettingValue {
    match value {
        Value::Null => SettingValue::Nothing,
        Value::Bool(on) => SettingValue::Switch(on),
        Value::Number(number) => SettingValue::Number(number.as_f64().unwrap_or_default()),
        Value::String(path) if PATHS.contains(&name) => SettingValue::Path(path.into()),
        Value::String(word) => SettingValue::Word(word),
        other => SettingValue::Word(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        session::{Record, runs::About},
        train::{Freedom, Kept, RunConfig, SchoolConfig, Terms, TrainControls},
    };
    use std::sync::Arc;

    fn run(
        name: &str,
        style: f32,
        change: impl FnOnce(&mut RunConfig, &mut SchoolConfig),
    ) -> RunInfo {
        let mut run = RunConfig {
            folder: name.into(),
            steps: 100,
            seed: 1,
            validate_every: 50,
            save_every: 20,
            patience: None,
            parent: None,
            parts: crate::data::Parts::default(),
            resume: false,
        };
        let mut config = SchoolConfig::new(vec![name.into()], Vec::new());
        change(&mut run, &mut config);
        let weights: Terms = [("style", style), ("content", 0.2)].into_iter().collect();
        let controls = TrainControls { pace: 1.0, weights };
        let task = TaskSettings::School(config);
        RunInfo {
            folder: name.into(),
            about: About::default(),
            settings: Ok(RunSettings { run, task }),
            record: Record {
                changes: vec![Change { step: 0, controls }],
                ..Record::default()
            },
            speed: None,
            is_begun: true,
            sheet: None,
        }
    }

    #[test]
    fn what_two_runs_were_set_up_with_differently_is_told_and_nothing_else() {
        use SettingValue::{Nothing, Number, Path, Switch, Word};
        let sea = run("sea", 1.0, |_, _| {});
        assert_eq!(
            setting_differences([&sea, &run("other pictures", 1.0, |_, _| {})]),
            []
        );
        let parent = Parent {
            run: "sea".into(),
            kept: Kept::Latest,
        };
        let of = parent.clone();
        let branch = run("branch", 2.0, |run, config| {
            (run.steps, run.patience, run.parent) = (300, Some(8), Some(of));
            let teaching = &mut config.teaching;
            (teaching.turned, teaching.freedom) = (true, Freedom::All);
            teaching.start = Some("/models/own.safetensors".into());
        });
        let all = setting_differences([&sea, &branch]);
        let told = |name: &str| {
            let found = all.iter().find(|one| one.name == name);
            found.and_then(|one| Some((one.values[0].clone()?, one.values[1].clone()?)))
        };
        assert_eq!(
            told("parent"),
            Some((Nothing, SettingValue::Parent(parent)))
        );
        assert_eq!(told("steps"), Some((Number(100.0), Number(300.0))));
        assert_eq!(told("patience"), Some((Nothing, Number(8.0))));
        assert_eq!(told("turned"), Some((Switch(false), Switch(true))));
        let layers = (Word("auto".into()), Word("all".into()));
        assert_eq!(told("freedom"), Some(layers));
        let start = Path("/models/own.safetensors".into());
        assert_eq!(told("start"), Some((Nothing, start)));
        assert_eq!(told("style"), Some((Number(1.0), Number(2.0))));
        assert_eq!(all.len(), 7);
        assert!(all.iter().all(|one| one.is_weight == (one.name == "style")));

        // One whose settings are damaged, and one that has told nothing yet.
        let mut broken = run("broken", 1.0, |_, _| {});
        broken.settings = Err(Arc::new(crate::error::Error::Compute(String::new())));
        broken.record = Record::default();
        let all = setting_differences([&sea, &broken]);
        assert!(
            all.iter()
                .all(|one| one.values[0].is_some() && one.values[1].is_none())
        );
    }
}
