//! The loop: crops, losses, a step of Adam, now and then an examination and a checkpoint.

use super::{
    config::{CriticOpinion, Lambdas, StyleConfig, StyleEvent, StyleLosses, StyleSummary},
    controls::Change,
    data::{Batch, Example, Pool, Sources, ahead, own_styles, stacked},
    state::{BEST, State, file},
    step::{Bank, Step},
    validation::Exam,
};
use crate::{
    error::{Error, Result},
    nn::{CODE_LAYER, CodeSpace, FeatureNet, MultiScale, NetSpec, Statistics, style_code},
    picture::write_atomically,
};
use burn::tensor::{Device, Tensor};
use std::{collections::HashSet, time::Instant};

const WARM_UP: usize = 200;
/// Crops of paintings whose codes make the space in which the generator sees styles.
const SPACE: u64 = 400;
const REPORT_EVERY: usize = 25;
/// Name of what came of a run, in its folder.
const SUMMARY: &str = "summary.json";
/// A run that keeps going back has learnt all it can with these settings.
const ROLL_BACKS: u64 = 8;

/// Trains a generator until `config.steps` or until `stop` says so; what came of it if all steps are
/// done.
///
/// Before every step `controls` is given the weights of the losses that are in force and says which
/// shall be. The run remembers changes with their steps, so a resumed run goes on with those it had.
///
/// # Errors
/// If pictures or the checkpoint cannot be used, the run's folder cannot be written, or the losses
/// stop being numbers again and again.
pub fn train_style(
    config: &StyleConfig,
    device: &Device,
    controls: &dyn Fn(Lambdas) -> Lambdas,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(&StyleEvent),
) -> Result<Option<StyleSummary>> {
    std::fs::create_dir_all(&config.run).map_err(Error::io("create", &config.run))?;
    let file = file(&config.run);
    if !config.resume && file.exists() {
        return Err(Error::Training(format!(
            "{} already holds a run; add --resume to go on with it, or give another folder.",
            config.run.display()
        )));
    }
    let most = MultiScale::most(config.side);
    if config.scales > most {
        return Err(Error::Training(format!(
            "In crops of {} pixels there is nothing to be seen at {} scales; give --scales {most} \
             or less, or a larger --side.",
            config.side, config.scales
        )));
    }
    let net = FeatureNet::open(&NetSpec::BuiltIn, device)?;
    let contents = Pool::open(&config.contents, config.side, "--contents")?;
    let contents = contents.measured_on(&config.validation, config.side, "--validation")?;
    let styles = Pool::open(&config.styles, config.side, "--styles")?;
    let own = own_styles(&config.own_styles, config.side)?;
    let sources = Sources {
        contents: &contents.train,
        styles: &styles.train,
        own: &own,
    };
    let mut state = if config.resume {
        State::resume(config, device)?
    } else {
        let space = || code_space(&net, &sources, config, device);
        let mut state = State::begin(config, space, device)?;
        state.save(&file)?;
        state
    };
    report(&StyleEvent::Started {
        contents: contents.train.len(),
        styles: styles.train.len() + own.len(),
        step: state.notes.step,
    });
    let exam = Exam::new(&net, contents.kept(), styles.kept(), device);
    let trainer = Trainer {
        config,
        net: &net,
        exam: &exam,
        device,
        controls,
        stop,
    };
    loop {
        let rolled_back = state.notes.rolled_back;
        let mut made = HashSet::new();
        let sources = &sources;
        let make = move |step| Batch::draw(sources, config, rolled_back, step, &mut made);
        let steps = state.notes.step..config.steps;
        let went_well = ahead(steps, make, |batches| {
            trainer.session(&mut state, batches, report)
        })?;
        if went_well {
            break;
        }
        let from = state.notes.step;
        let rolled_back = state.notes.rolled_back + 1;
        if rolled_back > ROLL_BACKS {
            return Err(Error::Training(
                "The losses stop being numbers again and again; start a new run with a lower \
                 --rate."
                    .to_owned(),
            ));
        }
        state = State::load(&file, device)?;
        state.notes.rolled_back = rolled_back;
        // Also what is drawn next survives a stop right here.
        state.save(&file)?;
        report(&StyleEvent::RolledBack {
            from,
            to: state.notes.step,
        });
    }
    if state.notes.step < config.steps {
        return Ok(None);
    }
    let summary = summary(config, &net, &state, &contents, &styles, device)?;
    if let Some(summary) = &summary {
        report(&StyleEvent::Finished(summary.clone()));
    }
    Ok(summary)
}

/// What came of a run that has done all its steps, also written to its folder: the weights that were
/// best on validation pictures are looked at once with those of the test. `None` if nothing was ever
/// measured.
fn summary(
    config: &StyleConfig,
    net: &FeatureNet,
    state: &State,
    contents: &Pool,
    styles: &Pool,
    device: &Device,
) -> Result<Option<StyleSummary>> {
    let file = config.run.join(BEST);
    if !file.exists() {
        return Ok(None);
    }
    let chosen = State::load(&file, device)?;
    let Some(best) = chosen.notes.curve.last().cloned() else {
        return Ok(None);
    };
    let test = (!contents.test.is_empty() && !styles.test.is_empty())
        .then(|| Exam::new(net, &contents.test, &styles.test, device).measure(net, &chosen));
    let notes = &state.notes;
    let summary = StyleSummary {
        steps: notes.step,
        seed: notes.seed,
        contents: contents.split(),
        styles: styles.split(),
        adversarial: notes.adversarial.map(|(form, _)| (form, notes.scales)),
        weights: notes.changes.clone(),
        best,
        test,
    };
    let text = serde_json::to_vec_pretty(&summary).map_err(|e| {
        Error::Training(format!("The summary could not be written: {e}; try again."))
    })?;
    write_atomically(&config.run.join(SUMMARY), &text)?;
    Ok(Some(summary))
}

/// The distribution of codes over crops of paintings.
fn code_space(
    net: &FeatureNet,
    sources: &Sources,
    config: &StyleConfig,
    device: &Device,
) -> CodeSpace {
    let draw = |i: u64| {
        // Numbers that no run reaches.
        let example = Example::draw(sources, config, 0, u64::MAX - i);
        let style = stacked(std::iter::once(&example.style), config.style_side, device);
        let maps = net.maps(style, CODE_LAYER);
        let statistics: Vec<Statistics> = maps.into_iter().map(Statistics::of).collect();
        style_code(&statistics)
    };
    CodeSpace::of(Tensor::cat((0..SPACE).map(draw).collect(), 0))
}

struct Trainer<'a> {
    config: &'a StyleConfig,
    net: &'a FeatureNet,
    exam: &'a Exam,
    device: &'a Device,
    controls: &'a dyn Fn(Lambdas) -> Lambdas,
    stop: &'a dyn Fn() -> bool,
}

impl Trainer<'_> {
    /// Steps until the end, or until told to stop; `false` if a loss was not a number.
    fn session(
        &self,
        state: &mut State,
        batches: &std::sync::mpsc::Receiver<Batch>,
        report: &mut dyn FnMut(&StyleEvent),
    ) -> Result<bool> {
        let (started, first) = (Instant::now(), state.notes.step);
        let mut recent = Recent::default();
        let mut bank = Bank::default();
        let mut saved = state.notes.step;
        while !(self.stop)() {
            let Ok(batch) = batches.recv() else { break };
            self.weigh(state, report);
            let Some(losses) = self.step(state, &mut bank, &batch) else {
                return Ok(false);
            };
            recent.push(losses);
            let step = state.notes.step;
            let last = step == self.config.steps;
            if step.is_multiple_of(REPORT_EVERY) || last {
                let (losses, critic) = std::mem::take(&mut recent).means();
                report(&StyleEvent::Steps {
                    step,
                    losses,
                    critic,
                    rate: self.rate(step),
                    speed: (step - first) as f64 / started.elapsed().as_secs_f64(),
                });
            }
            if step.is_multiple_of(self.config.examine_every) || last {
                self.examine(state, report)?;
            }
            if step.is_multiple_of(self.config.save_every) || last {
                state.save(&file(&self.config.run))?;
                saved = step;
                report(&StyleEvent::Saved { step });
            }
        }
        if saved != state.notes.step {
            state.save(&file(&self.config.run))?;
            let step = state.notes.step;
            report(&StyleEvent::Saved { step });
        }
        Ok(true)
    }

    /// Asks for the weights of the next step, and notes them if they changed.
    fn weigh(&self, state: &mut State, report: &mut dyn FnMut(&StyleEvent)) {
        let notes = &mut state.notes;
        let now = notes.lambdas();
        let lambdas = (self.controls)(now);
        if lambdas != now || notes.changes.is_empty() {
            let step = notes.step;
            let change = Change { step, lambdas };
            notes.changes.push(change.clone());
            report(&StyleEvent::Weighed(change));
        }
    }

    /// One step; `None` if a loss or gradient was not a number.
    fn step(
        &self,
        state: &mut State,
        bank: &mut Bank,
        batch: &Batch,
    ) -> Option<(StyleLosses, Option<CriticOpinion>)> {
        let step = Step {
            config: self.config,
            net: self.net,
            device: self.device,
        };
        let (losses, opinion, grads) = step.take(state, bank, batch)?;
        let rate = self.rate(state.notes.step);
        state.generator = state.adam.step(rate, state.generator.clone(), grads);
        state.notes.step += 1;
        state.follow();
        Some((losses, opinion))
    }

    fn examine(&self, state: &mut State, report: &mut dyn FnMut(&StyleEvent)) -> Result<()> {
        let measured = self.exam.measure(self.net, state);
        report(&StyleEvent::Measured(measured.clone()));
        let best = state.notes.curve.iter().all(|m| m.score > measured.score);
        state.notes.curve.push(measured);
        if best {
            state.save(&self.config.run.join(BEST))?;
        }
        let path = self.exam.preview(self.config, state)?;
        report(&StyleEvent::Preview { path });
        Ok(())
    }

    /// Rate of a step: a linear warm-up, a constant, and half a cosine down to zero.
    fn rate(&self, step: usize) -> f64 {
        let warm = ((step + 1) as f64 / WARM_UP as f64).min(1.0);
        let cooling = self.config.steps as f64 * self.config.cooldown;
        let left = (self.config.steps.saturating_sub(step)) as f64;
        let cool = if left < cooling {
            0.5 * (1.0 - (std::f64::consts::PI * left / cooling).cos())
        } else {
            1.0
        };
        self.config.rate * warm * cool
    }
}

/// Losses of several steps.
#[derive(Default)]
struct Recent {
    losses: Vec<StyleLosses>,
    opinions: Vec<CriticOpinion>,
}

impl Recent {
    fn push(&mut self, (losses, opinion): (StyleLosses, Option<CriticOpinion>)) {
        self.losses.push(losses);
        self.opinions.extend(opinion);
    }

    fn means(self) -> (StyleLosses, Option<CriticOpinion>) {
        let opinion = (!self.opinions.is_empty()).then(|| CriticOpinion::mean(&self.opinions));
        (StyleLosses::mean(&self.losses), opinion)
    }
}
