//! What a run looks at between steps: samples, validation, and at the end the test.

use super::{BEST, Phase, SUMMARY, TrainRun};
use crate::{
    error::Result,
    fault::TrainingFault,
    picture::write_atomically,
    train::{
        checkpoint_contents::Saved,
        events::{Measured, Summary, TrainEvent},
        sheet,
    },
};

impl TrainRun {
    /// Writes the sheet of samples.
    pub(super) fn preview(&mut self) -> Result<()> {
        let Phase::Sampling(tiles) = std::mem::replace(&mut self.phase, Phase::Validating(0))
        else {
            return Ok(());
        };
        let name = format!("{:07}.png", self.notes.step);
        let path = sheet::write(&self.config.folder, &name, &tiles, self.task.columns())?;
        if let Some(path) = path {
            self.events.push(TrainEvent::Preview { path });
        }
        Ok(())
    }

    /// What the validation amounts to; the weights are kept if they are the best so far.
    pub(super) fn validated(&mut self) -> Result<()> {
        self.phase = Phase::Stepping;
        let Some(measure) = self.task.measure() else {
            return Ok(());
        };
        let measured = Measured {
            step: self.notes.step,
            score: measure.score,
            values: measure.values,
        };
        self.events.push(TrainEvent::Measured(measured.clone()));
        self.warn();
        let best = self.notes.best();
        let best = best.is_none_or(|best| measured.score < best.score);
        self.notes.curve.push(measured);
        self.unsaved = true;
        if best {
            self.write(&self.config.folder.join(BEST))?;
        }
        Ok(())
    }

    /// All steps are done, or enough; the best weights are taken to be tested. The last ones are in the checkpoint.
    pub(super) fn finish(&mut self) -> Result<()> {
        let step = self.notes.step;
        let file = self.config.folder.join(BEST);
        if let Some(best) = self.notes.best().filter(|_| step < self.config.steps) {
            let best = best.step;
            self.events.push(TrainEvent::StoppedEarly { step, best });
        }
        if !file.exists() {
            self.phase = Phase::Done;
            return Ok(());
        }
        self.task.restore(&Saved::open(&file)?)?;
        self.phase = Phase::Testing(0);
        Ok(())
    }

    /// What came of the run, with what the test amounts to.
    pub(super) fn tested(&mut self) -> Result<()> {
        self.phase = Phase::Done;
        let test = self.task.measure();
        let Some(best) = self.notes.best().cloned() else {
            return Ok(());
        };
        let pictures = self.task.pictures().into_iter();
        let summary = Summary {
            task: self.notes.task.clone(),
            steps: self.notes.step,
            seed: self.notes.seed,
            pictures: pictures
                .map(|(role, split)| (role.to_owned(), split))
                .collect(),
            settings: self.notes.settings.clone(),
            controls: self.notes.changes.clone(),
            test: test.map(|measure| Measured {
                step: best.step,
                score: measure.score,
                values: measure.values,
            }),
            best,
        };
        let text =
            serde_json::to_vec_pretty(&summary).map_err(|e| TrainingFault::Notes(e.to_string()))?;
        write_atomically(&self.config.folder.join(SUMMARY), &text)?;
        self.events.push(TrainEvent::Finished(summary));
        Ok(())
    }
}
