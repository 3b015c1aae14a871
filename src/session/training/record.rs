//! What a run has told of itself, from its first step on: heard while it goes on, or read from its log.

use super::series::{Row, Series};
use crate::{
    data::Split,
    error::Result,
    fault::TrainWarning,
    train::{Change, Measured, Summary, TrainEvent, read_log},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Most measurements, sheets and changes that are kept; every second one goes when there are more.
const MOST: usize = 2048;

/// A sheet of samples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Steps done.
    pub step: usize,
    /// The file.
    pub path: PathBuf,
}

/// What a run has told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Steps done, and steps of the whole run.
    pub steps: (usize, usize),
    /// Pictures by their roles.
    pub pictures: BTreeMap<String, Split>,
    /// Losses and learning rate.
    pub losses: Series,
    /// Looks at the validation.
    pub measured: Vec<Measured>,
    /// The controls, each with the step from which on they acted.
    pub changes: Vec<Change>,
    /// Sheets of samples, by step.
    pub sheets: Vec<Sheet>,
    /// What was said, newest last, each once.
    pub warnings: Vec<TrainWarning>,
    /// From and to which step the run went back last, and how often it did.
    pub rolled_back: Option<(usize, usize)>,
    /// How often.
    pub roll_backs: usize,
    /// The step of the newest checkpoint.
    pub saved: Option<usize>,
    /// At which step it ended early, and which step was best.
    pub stopped_early: Option<(usize, usize)>,
    /// What came of it.
    pub summary: Option<Summary>,
}

impl Record {
    /// That of the run in `folder`, by its log.
    ///
    /// # Errors
    /// If there is no log, or it cannot be read.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut record = Self::default();
        read_log(folder, |event| record.hear(folder, event))?;
        Ok(record)
    }

    /// Takes in what the run in `folder` tells.
    pub fn hear(&mut self, folder: &Path, event: TrainEvent) {
        match event {
            TrainEvent::Preparing { .. } => {}
            TrainEvent::Started {
                step,
                steps,
                pictures,
            } => {
                // Of a session that was killed steps may have been told that were never saved.
                self.go_back(step);
                (self.steps, self.pictures) = ((step, steps), pictures);
                self.summary = None;
                self.stopped_early = None;
            }
            TrainEvent::Warned(warning) => {
                self.warnings.retain(|before| *before != warning);
                self.warnings.push(warning);
            }
            TrainEvent::Steps {
                step, losses, rate, ..
            } => {
                self.steps.0 = self.steps.0.max(step);
                self.losses.push(Row { step, losses, rate });
            }
            TrainEvent::Controlled(change) => {
                let newest = self.changes.last();
                if newest.is_none_or(|newest| newest.step <= change.step) && newest != Some(&change)
                {
                    self.changes.push(change);
                }
            }
            TrainEvent::Measured(measured) => {
                let newest = self.measured.last().map(|newest| newest.step);
                if newest.is_none_or(|newest| newest < measured.step) {
                    self.measured.push(measured);
                }
            }
            TrainEvent::Preview { path } => self.sheets.extend(sheet(folder, &path)),
            TrainEvent::Saved { step } => {
                self.saved = Some(step);
                // Losses are told every so many steps only.
                self.steps.0 = self.steps.0.max(step);
            }
            TrainEvent::RolledBack { from, to, controls } => {
                self.go_back(to);
                self.steps.0 = to;
                self.rolled_back = Some((from, to));
                self.roll_backs += 1;
                if self
                    .changes
                    .last()
                    .is_none_or(|last| last.controls != controls)
                {
                    self.changes.push(Change { step: to, controls });
                }
            }
            TrainEvent::StoppedEarly { step, best } => self.stopped_early = Some((step, best)),
            TrainEvent::Finished(summary) => {
                self.steps.0 = summary.steps;
                self.summary = Some(summary);
            }
        }
        self.sheets.sort_by_key(|sheet| sheet.step);
        self.sheets.dedup_by_key(|sheet| sheet.step);
        thin(&mut self.measured);
        thin(&mut self.changes);
        thin(&mut self.sheets);
    }

    /// The best look at the validation.
    pub fn best(&self) -> Option<&Measured> {
        let scores = self.measured.iter();
        scores.min_by(|a, b| a.score.total_cmp(&b.score))
    }

    /// Forgets what came after `step`, which is done anew.
    fn go_back(&mut self, step: usize) {
        self.losses.truncate(step);
        self.measured.retain(|measured| measured.step <= step);
        self.changes.retain(|change| change.step <= step);
        self.sheets.retain(|sheet| sheet.step <= step);
    }
}

/// A sheet by its file, in the folder of its run wherever that lies now.
fn sheet(folder: &Path, path: &Path) -> Option<Sheet> {
    let step = path.file_stem()?.to_str()?.parse().ok()?;
    let (name, previews) = (path.file_name()?, path.parent()?.file_name()?);
    let path = folder.join(previews).join(name);
    Some(Sheet { step, path })
}

/// Leaves the first and every second one if there are too many.
fn thin<T>(all: &mut Vec<T>) {
    if all.len() > MOST {
        let mut number = 0;
        all.retain(|_| {
            number += 1;
            number % 2 == 1
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::train::{Terms, TrainControls};

    fn terms(value: f32) -> Terms {
        [("style", value)].into_iter().collect()
    }

    fn controls(style: f32) -> TrainControls {
        TrainControls {
            pace: 1.0,
            weights: terms(style),
        }
    }

    fn started(step: usize) -> TrainEvent {
        TrainEvent::Started {
            step,
            steps: 200,
            pictures: BTreeMap::new(),
        }
    }

    fn steps(step: usize) -> TrainEvent {
        TrainEvent::Steps {
            step,
            losses: terms(step as f32),
            rate: 0.001,
            speed: 1.0,
        }
    }

    #[test]
    fn what_a_killed_session_told_after_its_checkpoint_is_forgotten_when_it_goes_on() {
        let folder = Path::new("/moved/run");
        let preview = |step: usize| TrainEvent::Preview {
            path: format!("/before/run/previews/{step:07}.png").into(),
        };
        let measured = |step, score| {
            TrainEvent::Measured(Measured {
                step,
                score,
                values: terms(score),
            })
        };
        let change = |step, style| {
            TrainEvent::Controlled(Change {
                step,
                controls: controls(style),
            })
        };
        let mut record = Record::default();
        let told = [
            started(0),
            change(0, 1.0),
            steps(25),
            steps(50),
            preview(50),
            measured(50, 0.5),
            TrainEvent::Saved { step: 50 },
            change(60, 2.0),
            steps(75),
            measured(75, 0.7),
            // It was killed here.
            started(50),
            steps(75),
            steps(100),
            TrainEvent::Warned(TrainWarning::OtherPictures),
            TrainEvent::Warned(TrainWarning::OtherPictures),
        ];
        told.into_iter()
            .for_each(|event| record.hear(folder, event));
        assert_eq!(record.steps, (100, 200));
        let rows: Vec<usize> = record.losses.rows().map(|row| row.step).collect();
        assert_eq!(rows, [25, 50, 75, 100]);
        assert_eq!(record.changes.len(), 1);
        assert_eq!(record.measured.len(), 1);
        assert_eq!(record.best().map(|best| best.step), Some(50));
        assert_eq!(record.warnings.len(), 1);
        assert_eq!(record.sheets[0].path, folder.join("previews/0000050.png"));

        record.hear(
            folder,
            TrainEvent::RolledBack {
                from: 110,
                to: 50,
                controls: controls(1.0),
            },
        );
        assert_eq!((record.steps.0, record.roll_backs), (50, 1));
        assert_eq!(record.losses.rows().count(), 2);
        record.hear(folder, TrainEvent::Saved { step: 60 });
        assert_eq!((record.steps.0, record.saved), (60, Some(60)));
    }
}
