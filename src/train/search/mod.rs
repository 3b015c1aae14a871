//! Settings that suit a folder, found by trying: each combination is a run of its own, judged on the validation pictures.

mod halving;

pub use halving::Halving;

use super::{
    RunSettings, SETTINGS_FILE, StepOutcome, Terms, TrainRun, WeightSpec, checkpoint::checkpoint_in,
};
use crate::{
    compute::Compute,
    error::{Error, Result},
    fault::TrainingFault,
    picture::write_atomically,
};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Name of what is known so far, in the folder of a search.
const FILE: &str = "search.json";
/// What names of weights of losses begin with.
const WEIGHT: &str = "weight.";
/// Most combinations.
const MOST: usize = 256;

/// A setting, and what is tried of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Its name in a file of settings, or `weight.NAME` of a weight of the losses.
    pub name: String,
    /// The values.
    pub values: Vec<Value>,
}

impl Axis {
    /// `NAME=VALUE,VALUE...`; `None` if it is not written so.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, values) = text.split_once('=')?;
        let value = |text: &str| {
            let text = text.trim();
            let number = text.parse().map(Value::Integer).ok();
            let number = number.or_else(|| text.parse().map(Value::Float).ok());
            let flag = || text.parse().map(Value::Boolean).ok();
            let word = || Value::String(text.to_owned());
            (!text.is_empty()).then(|| number.or_else(flag).unwrap_or_else(word))
        };
        Some(Self {
            name: Some(name.trim())
                .filter(|name| !name.is_empty())?
                .to_owned(),
            values: values.split(',').map(value).collect::<Option<_>>()?,
        })
    }
}

/// What a search is, and what is known so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct State {
    /// The settings that all trials have in common.
    settings: Table,
    axes: Vec<Axis>,
    halving: Halving,
}

/// A search, which can be left at any time and gone on with.
pub struct Search {
    folder: PathBuf,
    state: State,
}

/// What is known of a trial.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trial {
    /// Folder of its run.
    pub run: PathBuf,
    /// What it tries, by name.
    pub settings: Vec<(String, String)>,
    /// Steps learnt.
    pub steps: usize,
    /// What it came to there; less is better, none if it fell apart or was not tried yet.
    pub score: Option<f32>,
}

impl Search {
    /// Begins a search in `folder`, or goes on with the same one there: all combinations of `axes` of a run that is otherwise set up
    /// as the file `settings` says, the best one for `steps` or as many as stand there.
    ///
    /// # Errors
    /// If the settings cannot be understood, have no such name or no such kind of value, or the folder holds another search.
    pub fn open(
        folder: &Path,
        settings: &Path,
        axes: Vec<Axis>,
        steps: Option<usize>,
    ) -> Result<Self> {
        let run = RunSettings::open(settings)?.run;
        let text = std::fs::read_to_string(settings).map_err(Error::io("read", settings))?;
        let odd = |reason: String| TrainingFault::Settings {
            path: settings.to_owned(),
            reason,
        };
        let table = text.trim_start_matches('\u{feff}').parse::<Table>();
        let table = table.map_err(|e| odd(e.message().to_owned()))?;
        let trials = axes.iter().map(|axis| axis.values.len()).product();
        if trials > MOST {
            return Err(odd(format!("{trials} combinations are more than {MOST}")).into());
        }
        let state = State {
            halving: Halving::new(trials, steps.unwrap_or(run.steps)),
            settings: table,
            axes,
        };
        for trial in 0..trials {
            state.table(trial).map_err(odd)?;
        }
        let file = folder.join(FILE);
        let search = match std::fs::read(&file) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Self {
                folder: folder.to_owned(),
                state,
            },
            Err(e) => return Err(Error::io("read", &file)(e)),
            Ok(bytes) => {
                let known: Option<State> = serde_json::from_slice(&bytes).ok();
                let same = known.filter(|known| {
                    let fresh = Halving::new(trials, state.halving.last());
                    let begun = Halving::new(known.trials(), known.halving.last());
                    (&known.settings, &known.axes, begun) == (&state.settings, &state.axes, fresh)
                });
                let Some(state) = same else {
                    return Err(TrainingFault::OtherSearch(folder.to_owned()).into());
                };
                Self {
                    folder: folder.to_owned(),
                    state,
                }
            }
        };
        search.keep()?;
        Ok(search)
    }

    /// The trial that goes on next, and to which step.
    pub fn next(&self) -> Option<(usize, usize)> {
        self.state.halving.next()
    }

    /// Opens the run of a trial, a new one or the one that was left.
    ///
    /// # Errors
    /// If its pictures or its folder cannot be used, or a weight has no such name.
    pub fn run(&self, trial: usize, compute: &Compute) -> Result<TrainRun> {
        let folder = self.run_folder(trial);
        std::fs::create_dir_all(&folder).map_err(Error::io("create", &folder))?;
        let file = folder.join(SETTINGS_FILE);
        let odd = |reason: String| TrainingFault::Settings {
            path: file.clone(),
            reason,
        };
        let table = self.state.table(trial).map_err(odd)?;
        let text = toml::to_string(&table).map_err(|e| odd(e.to_string()))?;
        write_atomically(&file, text.as_bytes())?;
        let mut settings = RunSettings::open(&file)?;
        settings.run.resume = checkpoint_in(&folder).exists();
        settings.run.folder = folder;
        settings.run.steps = self.state.halving.last();
        settings.run.validate_every = self.state.halving.first();
        settings.run.patience = None;
        let mut run = settings.setup().read()?.begin(compute)?;
        let weights = self.state.weights(trial);
        for (name, value) in weights.iter() {
            let known = run.weights().iter().any(|spec| spec.name == name);
            if !known || !WeightSpec::allows(value) {
                return Err(odd(format!("{name}={value} is no weight of this task")).into());
            }
        }
        run.set_controls(run.controls().with(&weights));
        Ok(run)
    }

    /// Notes what a trial came to.
    ///
    /// # Errors
    /// If that cannot be written.
    pub fn tell(&mut self, trial: usize, score: Option<f32>) -> Result<()> {
        self.state.halving.tell(trial, score);
        self.keep()
    }

    /// All trials, the best first.
    pub fn table(&self) -> Vec<Trial> {
        let trial = |trial: usize| {
            let (steps, score) = self.state.halving.of(trial);
            Trial {
                run: self.run_folder(trial),
                settings: self.state.chosen(trial).map(shown).collect(),
                steps,
                score,
            }
        };
        let ranking = self.state.halving.ranking();
        ranking.into_iter().map(trial).collect()
    }

    /// Steps learnt so far as a share of what learning all trials to their end would take.
    pub fn share(&self) -> f64 {
        let all = self.state.trials() * self.state.halving.last();
        self.state.halving.cost() as f64 / all.max(1) as f64
    }

    fn run_folder(&self, trial: usize) -> PathBuf {
        self.folder.join(format!("{:03}", trial + 1))
    }

    fn keep(&self) -> Result<()> {
        std::fs::create_dir_all(&self.folder).map_err(Error::io("create", &self.folder))?;
        let text = serde_json::to_vec_pretty(&self.state);
        let text = text.map_err(|e| TrainingFault::Notes(e.to_string()))?;
        write_atomically(&self.folder.join(FILE), &text)
    }
}

/// Lets `run` learn until step `steps` has been looked at, or `stop` says so; what it was there. `each` is called after every piece of
/// work. Saved in any case.
///
/// # Errors
/// If the run's folder cannot be written.
pub fn climb(
    run: &mut TrainRun,
    steps: usize,
    stop: &dyn Fn() -> bool,
    each: &mut dyn FnMut(&mut TrainRun),
) -> Result<Climbed> {
    let whole = steps >= run.config().steps;
    loop {
        let seen = run.curve().iter().find(|measured| measured.step == steps);
        let seen = seen.map(|measured| measured.score);
        if stop() {
            run.save()?;
            return Ok(Climbed::Stopped);
        }
        let outcome = if seen.is_some() && !whole {
            StepOutcome::Done
        } else {
            match run.step() {
                Ok(outcome) => outcome,
                Err(Error::Training(TrainingFault::KeepsFailing)) => return Ok(Climbed::To(None)),
                Err(e) => return Err(e),
            }
        };
        each(run);
        if outcome == StepOutcome::Done {
            run.save()?;
            return Ok(Climbed::To(seen));
        }
    }
}

/// What became of a trial.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Climbed {
    /// It is where it should come to, and what it was there; nothing if it fell apart.
    To(Option<f32>),
    /// It was stopped on its way.
    Stopped,
}

impl State {
    fn trials(&self) -> usize {
        self.axes.iter().map(|axis| axis.values.len()).product()
    }

    /// What a trial tries.
    fn chosen(&self, trial: usize) -> impl Iterator<Item = (&str, &Value)> {
        let mut left = trial;
        self.axes.iter().filter_map(move |axis| {
            let count = axis.values.len().max(1);
            let value = axis.values.get(left % count);
            left /= count;
            value.map(|value| (axis.name.as_str(), value))
        })
    }

    /// The weights of losses of a trial.
    fn weights(&self, trial: usize) -> Terms {
        let chosen = self.chosen(trial);
        let weights = chosen.filter_map(|(name, value)| {
            let number = value
                .as_float()
                .or_else(|| value.as_integer().map(|i| i as f64));
            Some((
                name.strip_prefix(WEIGHT)?.to_owned(),
                number.unwrap_or(f64::NAN) as f32,
            ))
        });
        weights.collect()
    }

    /// The file of settings of a trial; an error says what is wrong.
    fn table(&self, trial: usize) -> std::result::Result<Table, String> {
        let mut table = self.settings.clone();
        let settings = table.get_mut("settings").and_then(Value::as_table_mut);
        let settings = settings.ok_or("there are no settings")?;
        for (name, value) in self.chosen(trial) {
            if name.starts_with(WEIGHT) {
                continue;
            }
            let names = || settings.keys().cloned().collect::<Vec<_>>().join(", ");
            let Some(own) = settings.get(name) else {
                return Err(format!("there is no setting {name}, but {}", names()));
            };
            let value = match (own, value) {
                (Value::Float(_), Value::Integer(number)) => Value::Float(*number as f64),
                _ => value.clone(),
            };
            if !own.same_type(&value) {
                return Err(format!("{name} cannot be {value}"));
            }
            settings.insert(name.to_owned(), value);
        }
        Ok(table)
    }
}

/// A setting for people.
fn shown((name, value): (&str, &Value)) -> (String, String) {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    (name.to_owned(), text)
}

#[cfg(test)]
mod tests;
