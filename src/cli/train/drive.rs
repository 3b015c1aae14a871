//! What all trainings of the command line have in common: options, and the loop that drives a run.

use super::{
    super::{End, interrupted, keeps, report},
    final_model::keep_model,
};
use crate::{
    compute::{Compute, DeviceChoice},
    data::Parts,
    error::{Error, Result},
    train::{
        ControlsFile, Kept, Measured, Parent, RunConfig, StepOutcome, Summary, Task, Terms,
        TrainEvent, TrainRun, WeightSpec,
    },
};
use indicatif::ProgressBar;
use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// What suits a task.
pub use crate::train::RunDefaults as Defaults;

/// Options of every training.
#[derive(clap::Args)]
pub struct RunArgs {
    /// Folder of the run: checkpoint, log, previews, and controls.toml, in which weights can be changed
    /// while it runs
    #[arg(short, long, value_name = "RUN")]
    output: PathBuf,
    /// Steps of the whole run; a resumed run can be given more [default: what suits the task]
    #[arg(long)]
    steps: Option<usize>,
    /// Stop after this time and leave a whole checkpoint: 90s, 9m or 2h
    #[arg(long = "for", value_parser = duration, value_name = "TIME")]
    pub time: Option<Duration>,
    /// Seed of every random choice
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Steps between looks at the validation pictures, each with a preview [default: what suits the task]
    #[arg(long, alias = "examine-every")]
    validate_every: Option<usize>,
    /// Steps between checkpoints
    #[arg(long, default_value_t = 250)]
    save_every: usize,
    /// Stop after so many looks in a row at which nothing was better than before [default: what suits the task]
    #[arg(long, value_name = "LOOKS")]
    patience: Option<usize>,
    /// Go on from the run's checkpoint
    #[arg(long)]
    resume: bool,
    /// Begin with the best networks of another run of the same task
    #[arg(long, value_name = "RUN", conflicts_with = "resume")]
    parent: Option<PathBuf>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    pub device: DeviceChoice,
}

/// `90s`, `9m` or `2h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("'{text}' is not a time; write 90s, 9m or 2h");
    let unit = match text.chars().last() {
        Some('s') => 1.0,
        Some('m') => 60.0,
        Some('h') => 3600.0,
        _ => return Err(wrong()),
    };
    let number: f64 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| wrong())
}

impl RunArgs {
    /// What all runs are made of.
    pub fn config(&self, defaults: &Defaults) -> RunConfig {
        let validate_every = self.validate_every.unwrap_or(defaults.validate_every);
        RunConfig {
            folder: absolute(&self.output),
            steps: self.steps.unwrap_or(defaults.steps),
            seed: self.seed,
            validate_every: validate_every.max(1),
            save_every: self.save_every.max(1),
            patience: self.patience.or(defaults.patience),
            parent: self.parent.as_deref().map(|run| Parent {
                run: absolute(run),
                kept: Kept::Best,
            }),
            parts: Parts::default(),
            resume: self.resume,
        }
    }
}

/// Drives the run that `open` opens until it is done, its time is over or the user interrupts, and leaves a whole
/// checkpoint. Beginning with `weights`, the file of controls has the last word.
pub fn drive(
    device: DeviceChoice,
    time: Option<Duration>,
    weights: &Terms,
    open: impl FnOnce(&Compute) -> Result<TrainRun>,
) -> Result<End> {
    let started = Instant::now();
    let compute = Compute::open(device)?;
    let mut run = open(&compute)?;
    let folder = run.config().folder.clone();
    let mut file = ControlsFile::new(&folder, run.weights());
    let screen = Screen {
        bar: report::bar(run.config().steps, false),
    };
    screen.bar.set_prefix("train");
    let over = || time.is_some_and(|time| started.elapsed() >= time);
    while !interrupted() && !over() {
        if let Err(e) = file.refresh() {
            report::failed(&e);
        }
        run.set_controls(file.over(run.controls().with(weights)));
        let turn = run.step();
        screen.show(&mut run, &file);
        if turn? == StepOutcome::Done {
            break;
        }
    }
    run.save()?;
    screen.show(&mut run, &file);
    screen.bar.finish();
    Ok(if interrupted() {
        End::Interrupted
    } else {
        End::Done
    })
}

/// Trains what an artist uses, and leaves a model of it in the folder of the run.
///
/// # Errors
/// As [`drive`], or if a weight is none, or the model cannot be written.
pub fn train<T: Task>(
    args: &RunArgs,
    defaults: &Defaults,
    given: &[String],
    task: T::Config,
) -> Result<End> {
    let weights = weights::<T>(given)?;
    let config = args.config(defaults);
    let folder = config.folder.clone();
    let end = drive(args.device, args.time, &weights, |compute| {
        TrainRun::open::<T>(config, task, compute)
    })?;
    keep_model(&folder)?;
    Ok(end)
}

/// Weights `NAME=X` of the losses of a task.
///
/// # Errors
/// If there is none of a name, or a number is none.
pub fn weights<T: Task>(texts: &[String]) -> Result<Terms> {
    weights_of(T::WEIGHTS, texts)
}

/// Weights `NAME=X` of the losses `specs`.
///
/// # Errors
/// If there is none of a name, or a number is none.
pub fn weights_of(specs: &[WeightSpec], texts: &[String]) -> Result<Terms> {
    let weight = |text: &String| {
        let (name, value) = text.split_once('=')?;
        let spec = specs.iter().find(|spec| spec.name == name.trim())?;
        let value = value.trim().parse().ok();
        Some((spec.name, value.filter(|value| WeightSpec::allows(*value))?))
    };
    let read = |text: &String| {
        let names: Vec<_> = specs.iter().map(|spec| spec.name).collect();
        weight(text).ok_or_else(|| {
            Error::Usage(format!(
                "'{text}' is no weight; write NAME=X with X from 0 to 10000, of {}.",
                names.join(", ")
            ))
        })
    };
    texts.iter().map(read).collect()
}

/// Paths as they are found from anywhere: a run remembers them.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// [`absolute`] of several.
pub fn all_absolute(paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().map(|path| absolute(path)).collect()
}

/// Where events go.
struct Screen {
    bar: ProgressBar,
}

impl Screen {
    fn show(&self, run: &mut TrainRun, file: &ControlsFile) {
        for event in run.events() {
            if let Err(e) = event.log(&run.config().folder) {
                report::failed(&e);
            }
            self.tell(&event, file);
        }
    }

    fn tell(&self, event: &TrainEvent, file: &ControlsFile) {
        let bar = &self.bar;
        match event {
            TrainEvent::Preparing { share } => {
                bar.set_message(format!("preparing, {:.0} %", 100.0 * share));
            }
            TrainEvent::Started { step, .. } => {
                keeps(true);
                bar.set_position(*step as u64);
                bar.reset_eta();
            }
            TrainEvent::Steps { step, losses, .. } => {
                bar.set_position(*step as u64);
                let first = losses.iter().take(2);
                let each = first.map(|(name, value)| format!("{name} {value:.3}"));
                bar.set_message(each.collect::<Vec<_>>().join(" "));
            }
            TrainEvent::Controlled(change) => {
                if let Err(e) = file.offer(&change.controls) {
                    report::failed(&e);
                }
                report::json(event);
            }
            TrainEvent::Measured(measured) => report::json(measured),
            TrainEvent::Finished(summary) => finished(summary),
            TrainEvent::RolledBack { from, to, .. } => report::say(&format!(
                "at step {from} a loss was not a number; going on from step {to} with other crops"
            )),
            TrainEvent::Warned(warning) => {
                bar.suspend(|| report::say(&warning.to_string()));
            }
            TrainEvent::StoppedEarly { step, best } => report::say(&format!(
                "stopped at step {step}: nothing was better since step {best}"
            )),
            TrainEvent::Preview { .. } | TrainEvent::Saved { .. } => {}
        }
    }
}

/// Prints what came of a run.
fn finished(summary: &Summary) {
    report::json(summary);
    let best = &summary.best;
    let of = |m: &Measured| {
        // What belongs to one level only is left to the JSON.
        let parts = m.values.iter().filter(|(name, _)| !name.contains('.'));
        let parts = parts.map(|(name, value)| format!(", {name} {value:.3}"));
        format!("score {:.3}{}", m.score, parts.collect::<String>())
    };
    let tested = match &summary.test {
        Some(test) => {
            let counts = summary.pictures.iter();
            let counts = counts.map(|(role, split)| format!("{} {role}", split.test));
            let counts = counts.collect::<Vec<_>>().join(" and ");
            format!("; there on {counts} kept for a test: {}", of(test))
        }
        None => String::new(),
    };
    report::say(&format!(
        "best on validation pictures at step {}: {}{tested}",
        best.step,
        of(best)
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_their_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("1.5m"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7200)));
        for wrong in ["", "9", "m", "-1m", "9d", "nan h", "9é"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
