//! The run itself, with a task that is learnt in microseconds, and how tests of tasks drive theirs.

use super::{
    checkpoint::checkpoint_in,
    checkpoint_contents::{CheckpointContents, Saved},
    controls::{TrainControls, WeightSpec},
    task::{Measure, Moment, Opening, Task},
    *,
};
use crate::{
    compute::Compute,
    data::{Part, Parts, Split, random},
    error::{Error, Result},
    fault::TrainingFault,
    optim::{Clip, Learner, ModuleAdam, Schedule},
    picture::Picture,
};
use burn::{
    module::{Module, Param},
    optim::GradientsParams,
    tensor::{Device, Tensor, TensorData},
};
use rand::RngExt;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Drives `run` to its end, or until `stop` says so, which is asked once before each step, as `controls` are; what
/// came of it if it was done.
pub fn drive(
    mut run: TrainRun,
    controls: &dyn Fn(TrainControls) -> TrainControls,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(&TrainEvent),
) -> Result<Option<Summary>> {
    let (mut asks, mut summary) = (true, None);
    loop {
        if std::mem::take(&mut asks) {
            if stop() {
                break;
            }
            run.set_controls(controls(run.controls()));
        }
        let turn = run.step()?;
        asks = turn == StepOutcome::Stepped;
        for event in run.events() {
            asks |= matches!(event, TrainEvent::RolledBack { .. });
            report(&event);
            if let TrainEvent::Finished(finished) = event {
                summary = Some(finished);
            }
        }
        if turn == StepOutcome::Done {
            break;
        }
    }
    run.save()?;
    run.events().iter().for_each(report);
    Ok(summary)
}

/// Says "stop" when it was asked more than `times` times.
pub fn after(times: usize) -> impl Fn() -> bool {
    let asked = std::cell::Cell::new(0);
    move || {
        asked.set(asked.get() + 1);
        asked.get() > times
    }
}

/// The bytes of a run's checkpoint.
pub fn checkpoint(folder: &Path) -> Vec<u8> {
    std::fs::read(checkpoint_in(folder)).expect("a checkpoint")
}

#[derive(Module, Debug)]
struct Numbers {
    values: Param<Tensor<1>>,
}

/// Three numbers that learn to be what they are told, and a pool of what they were told before.
struct Toy {
    config: ToyConfig,
    seed: u64,
    device: Device,
    net: Learner<Numbers>,
    pool: Vec<f32>,
    prepared: usize,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct ToyConfig {
    size: usize,
    rate: f64,
    /// The step at which the loss is no number, and whether it is one afterwards.
    fails: Option<(usize, bool)>,
    /// What the score rises by with every look; it falls otherwise.
    worse: bool,
}

impl Task for Toy {
    const NAME: &'static str = "toy";
    /// Not in the order of the alphabet.
    const WEIGHTS: &'static [WeightSpec] = &[
        WeightSpec {
            name: "near",
            default: 1.0,
        },
        WeightSpec {
            name: "decay",
            default: 0.1,
        },
    ];
    const PAINTS: bool = true;

    type Config = ToyConfig;
    type Data = Vec<f32>;
    type Batch = Vec<f32>;
    type Score = f32;

    fn read(config: &ToyConfig, _: &Parts) -> Result<Vec<f32>> {
        Ok(vec![0.5; config.size])
    }

    fn fixed(config: &ToyConfig) -> Map<String, Value> {
        let settings = json!({ "size": config.size });
        settings.as_object().cloned().unwrap_or_default()
    }

    fn schedule(config: &ToyConfig) -> Schedule {
        Schedule {
            rate: config.rate,
            warm_up: 2,
            cooldown: 0.5,
        }
    }

    fn open(config: &ToyConfig, data: Vec<f32>, opening: &Opening<'_>) -> Result<Self> {
        let device = opening.device.clone();
        let values = TensorData::new(data, [config.size]);
        let values = Tensor::from_data(values, &device).autodiff();
        let net = Numbers {
            values: Param::from_tensor(values.require_grad()),
        };
        let clip = Clip::Together(1.0);
        let mut toy = Self {
            config: config.clone(),
            seed: opening.seed,
            net: Learner::new(net, ModuleAdam::adversarial(), clip),
            device,
            pool: Vec::new(),
            prepared: 0,
        };
        if let Some(saved) = opening.saved {
            toy.restore(saved)?;
        }
        Ok(toy)
    }

    fn columns(&self) -> usize {
        2
    }

    fn pictures(&self) -> Vec<(&'static str, Split)> {
        vec![("numbers", Split::default())]
    }

    fn prepare(&mut self, _: &Moment<'_>) -> Result<Option<f32>> {
        self.prepared += 1;
        Ok((self.prepared < 4).then_some(self.prepared as f32 / 4.0))
    }

    fn batches(&self, rolled_back: u64) -> Box<dyn FnMut(usize) -> Vec<f32> + Send> {
        let (seed, size) = (self.seed.wrapping_add(rolled_back), self.config.size);
        Box::new(move |step| {
            let mut rng = random(seed, 1, step as u64);
            (0..size).map(|_| rng.random()).collect()
        })
    }

    fn step(&mut self, batch: Vec<f32>, moment: &Moment<'_>) -> Terms {
        let fails = self
            .config
            .fails
            .is_some_and(|(step, heals)| step == moment.step && !(heals && moment.rolled_back > 0));
        // What was told before counts as well, so that a resumed run needs the pool.
        let before = self.pool.first().copied().unwrap_or(0.0);
        self.pool.push(batch[0]);
        if self.pool.len() > 5 {
            self.pool.remove(0);
        }
        let target = TensorData::new(batch, [self.config.size]);
        let target = Tensor::from_data(target, &self.device) + before;
        let [near_weight, decay] = ["near", "decay"].map(|name| moment.controls.weight(name));
        let values = self.net.net.values.val();
        let near = (values.clone() - target.autodiff()).square().mean();
        let value: f32 = near.clone().into_scalar();
        let loss = near.mul_scalar(near_weight) + values.square().mean().mul_scalar(decay);
        let slope = loss.backward();
        let grads = GradientsParams::from_grads(slope, &self.net.net);
        self.net.step(moment.rate, vec![grads]);
        let value = if fails { f32::NAN } else { value };
        [("near", value)].into_iter().collect()
    }

    fn examine(&mut self, part: Part, item: usize) -> Option<f32> {
        let first: f32 = self.net.net.values.val().inner().max().into_scalar();
        (item < 3).then_some(first + if part == Part::Test { 1.0 } else { 0.0 })
    }

    fn measure(&mut self, scores: Vec<f32>) -> Measure {
        let value = scores.iter().sum::<f32>() / scores.len() as f32;
        Measure {
            score: if self.config.worse { -value } else { value },
            values: [("most", value)].into_iter().collect(),
        }
    }

    fn sample(&mut self, item: usize) -> Option<Picture> {
        (item < 3).then(|| Picture::from_rgb(4, 2, vec![0.2; 24]))
    }

    fn paint(&mut self, photograph: &Picture) -> Option<Picture> {
        let light = photograph.rgb.iter().map(|value| 1.0 - value);
        let Picture { width, height, .. } = *photograph;
        Some(Picture::from_rgb(width, height, light.collect()))
    }

    fn save(&self, to: &mut CheckpointContents) {
        to.learner("numbers", &self.net);
        let pool = TensorData::new(self.pool.clone(), [self.pool.len()]);
        to.tensor("pool", pool);
    }

    fn restore(&mut self, saved: &Saved) -> Result<()> {
        saved.learner("numbers", &mut self.net, &self.device)?;
        let pool = saved.weights.find("pool").map(|pool| pool.values.clone());
        self.pool = pool.unwrap_or_default();
        self.prepared = 0;
        Ok(())
    }
}

/// A run of the toy, for who drives one without knowing its task.
pub fn toy_setup(folder: &Path, steps: usize, resume: bool) -> RunSetup {
    let config = RunConfig {
        folder: folder.to_owned(),
        steps,
        seed: 3,
        validate_every: steps,
        save_every: steps,
        patience: None,
        parent: None,
        parts: Parts::default(),
        resume,
    };
    RunSetup::new::<Toy>(config, toy())
}

/// A run of the toy that learns at `rate`, looked at every `look` steps.
pub fn toy_at(folder: &Path, rate: f64, steps: usize, look: usize) -> RunSetup {
    let config = RunConfig {
        folder: folder.to_owned(),
        steps,
        seed: 3,
        validate_every: look,
        save_every: steps,
        patience: None,
        resume: checkpoint_in(folder).exists(),
        parent: None,
        parts: Parts::default(),
    };
    let toy = ToyConfig {
        rate,
        worse: true,
        ..toy()
    };
    RunSetup::new::<Toy>(config, toy)
}

fn toy() -> ToyConfig {
    ToyConfig {
        size: 3,
        rate: 0.1,
        fails: None,
        worse: false,
    }
}

fn config(folder: &Path, run: &str) -> RunConfig {
    RunConfig {
        folder: folder.join(run),
        steps: 20,
        seed: 3,
        validate_every: 5,
        save_every: 4,
        patience: None,
        parent: None,
        parts: Parts::default(),
        resume: false,
    }
}

fn open(config: &RunConfig, toy: &ToyConfig) -> Result<TrainRun> {
    TrainRun::open::<Toy>(config.clone(), toy.clone(), &Compute::cpu("test"))
}

fn finish(config: &RunConfig, toy: &ToyConfig) -> Vec<TrainEvent> {
    let mut events = Vec::new();
    let run = open(config, toy).expect("opened");
    let report = &mut |event: &TrainEvent| events.push(event.clone());
    drive(run, &|now| now, &|| false, report).expect("trained");
    events
}

#[test]
fn a_run_that_is_dropped_after_any_piece_of_work_goes_on_as_if_nothing_had_been() {
    let folder = tempfile::tempdir().expect("folder");
    let straight = config(folder.path(), "straight");
    let events = finish(&straight, &toy());
    let count = |wanted: fn(&TrainEvent) -> bool| events.iter().filter(|e| wanted(e)).count();
    assert_eq!(count(|e| matches!(e, TrainEvent::Measured(_))), 4);
    assert_eq!(count(|e| matches!(e, TrainEvent::Preview { .. })), 4);
    assert_eq!(count(|e| matches!(e, TrainEvent::Started { .. })), 1);
    assert_eq!(count(|e| matches!(e, TrainEvent::Finished(_))), 1);
    assert!(straight.folder.join("previews/0000015.png").exists());
    // Every session does some pieces of work, saves and is dropped, within preparations, samples and looks too.
    for pieces in [7, 11, 16] {
        let mut run = config(folder.path(), &format!("pieces{pieces}"));
        let mut sessions = 0;
        loop {
            let mut session = open(&run, &toy()).expect("opened");
            let turns = (0..pieces + sessions).map(|_| session.step().expect("a piece"));
            let done = turns.last() == Some(StepOutcome::Done);
            session.save().expect("saved");
            drop(session);
            // Before all is prepared there is nothing to save.
            run.resume = checkpoint_in(&run.folder).exists();
            sessions += 1;
            if done {
                break;
            }
            assert!(sessions < 100);
        }
        assert!(sessions > 2);
        assert_eq!(checkpoint(&straight.folder), checkpoint(&run.folder));
        let summary = |run: &RunConfig| std::fs::read(run.folder.join("summary.json"));
        assert_eq!(
            summary(&straight).expect("a summary"),
            summary(&run).expect("a summary")
        );
    }
}

#[test]
fn a_killed_run_loses_only_the_steps_since_its_checkpoint() {
    let folder = tempfile::tempdir().expect("folder");
    let straight = config(folder.path(), "straight");
    finish(&straight, &toy());
    let mut killed = config(folder.path(), "killed");
    let mut session = open(&killed, &toy()).expect("opened");
    while session.steps_done() < 11 {
        session.step().expect("a piece");
    }
    drop(session);
    killed.resume = true;
    assert_eq!(open(&killed, &toy()).expect("resumed").steps_done(), 8);
    finish(&killed, &toy());
    assert_eq!(checkpoint(&straight.folder), checkpoint(&killed.folder));
}

#[test]
fn a_loss_that_is_no_number_goes_back_and_again_and_again_is_given_up() {
    let folder = tempfile::tempdir().expect("folder");
    let mut failing = toy();
    failing.fails = Some((10, true));
    let run = config(folder.path(), "heals");
    let back = finish(&run, &failing).into_iter().find_map(|event| {
        let TrainEvent::RolledBack { from, to, .. } = event else {
            return None;
        };
        Some((from, to))
    });
    assert_eq!(back, Some((10, 8)));
    let saved = Saved::open(&checkpoint_in(&run.folder)).expect("a checkpoint");
    assert_eq!((saved.notes.step, saved.notes.rolled_back), (20, 1));
    assert!(saved.weights.find("pool").is_some());

    failing.fails = Some((10, false));
    let run = config(folder.path(), "fails");
    let opened = open(&run, &failing).expect("opened");
    let given_up = drive(opened, &|now| now, &|| false, &mut |_| {});
    let fault = TrainingFault::KeepsFailing;
    assert!(matches!(given_up, Err(Error::Training(f)) if f == fault));
    // What was learnt until then is whole.
    let saved = Saved::open(&checkpoint_in(&run.folder)).expect("a checkpoint");
    assert_eq!(saved.notes.step, 8);
}

#[test]
fn controls_act_from_their_step_on_and_going_back_takes_them_back() {
    let folder = tempfile::tempdir().expect("folder");
    let run = config(folder.path(), "run");
    let mut session = open(&run, &toy()).expect("opened");
    while session.steps_done() < 6 {
        session.step().expect("a piece");
    }
    let mut wild = session.controls();
    wild.weights.set("near", f32::NAN);
    wild.pace = 0.5;
    session.set_controls(wild);
    let mut events = Vec::new();
    while session.step().expect("a piece") != StepOutcome::Done {
        events.extend(session.events());
    }
    // A weight that is no number moves nothing here, so the run goes on; its pace is remembered.
    let change = events.iter().find_map(|event| match event {
        TrainEvent::Controlled(change) if change.step == 6 => Some(change.clone()),
        _ => None,
    });
    assert_eq!(change.expect("a change").controls.pace, 0.5);
    assert_eq!(session.controls().pace, 0.5);

    let mut failing = toy();
    failing.fails = Some((6, true));
    let run = config(folder.path(), "back");
    let mut session = open(&run, &failing).expect("opened");
    while session.steps_done() < 6 {
        session.step().expect("a piece");
    }
    let mut slow = session.controls();
    slow.pace = 0.25;
    session.set_controls(slow);
    while session.steps_done() >= 6 {
        session.step().expect("a piece");
    }
    assert_eq!((session.steps_done(), session.controls().pace), (4, 1.0));
}

#[test]
fn a_run_ends_early_when_nothing_gets_better_and_the_best_is_kept() {
    let folder = tempfile::tempdir().expect("folder");
    let mut run = config(folder.path(), "run");
    (run.steps, run.patience) = (200, Some(2));
    let events = finish(&run, &toy());
    let stopped = events.iter().find_map(|event| match event {
        TrainEvent::StoppedEarly { step, best } => Some((*step, *best)),
        _ => None,
    });
    let (step, best) = stopped.expect("stopped early");
    assert!(step < 200 && step == best + 10, "{step} {best}");
    let kept = Saved::open(&run.folder.join(BEST)).expect("the best");
    assert_eq!(kept.notes.step, best);
    let Some(TrainEvent::Finished(summary)) = events.last() else {
        panic!("not finished: {:?}", events.last());
    };
    assert_eq!((summary.steps, summary.best.step), (step, best));
    let test = summary.test.as_ref().expect("a test");
    assert!((test.score - summary.best.score - 1.0).abs() < 1e-6);
    // It was over, and stays so.
    run.resume = true;
    assert!(
        !finish(&run, &toy())
            .iter()
            .any(|e| matches!(e, TrainEvent::Measured(_)))
    );
    // With more patience it goes on.
    run.patience = None;
    run.steps = step + 3;
    finish(&run, &toy());
    let saved = Saved::open(&checkpoint_in(&run.folder)).expect("a checkpoint");
    assert_eq!(saved.notes.step, step + 3);
}

#[test]
fn pictures_are_read_on_one_thread_and_a_run_begins_on_another() {
    let folder = tempfile::tempdir().expect("folder");
    let run = config(folder.path(), "run");
    let read = move || Unbegun::<Toy>::read(run, toy());
    let unbegun = std::thread::spawn(read).join().expect("a thread");
    let mut run = unbegun
        .expect("read")
        .begin(&Compute::cpu("test"))
        .expect("begun");
    while run.step().expect("a piece") != StepOutcome::Stepped {}
    assert_eq!(run.steps_done(), 1);
}

#[test]
fn folders_that_hold_something_else_are_refused_with_the_reason() {
    let folder = tempfile::tempdir().expect("folder");
    let fault = |config: &RunConfig, toy: &ToyConfig| match open(config, toy) {
        Err(Error::Training(fault)) => fault,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("opened"),
    };
    let mut run = config(folder.path(), "run");
    run.resume = true;
    assert!(matches!(fault(&run, &toy()), TrainingFault::NoRun(_)));
    run.resume = false;
    finish(&run, &toy());
    assert!(matches!(fault(&run, &toy()), TrainingFault::FolderTaken(_)));
    run.resume = true;
    let mut other = toy();
    other.size = 4;
    run.seed = 4;
    let TrainingFault::OtherSettings(settings) = fault(&run, &other) else {
        panic!("other settings");
    };
    let told: Vec<_> = settings
        .iter()
        .map(|s| (s.name.as_str(), s.had.as_str()))
        .collect();
    assert_eq!(told, [("seed", "3"), ("size", "3")]);

    // A checkpoint of another task, of a newer version, of none, cut short.
    let file = checkpoint_in(&run.folder);
    let notes = |text: &str| {
        checkpoint::write(&file, &Vec::new(), text.to_owned(), [].into()).expect("written");
        fault(&run, &toy())
    };
    let of = r#"{"format":2,"task":"generator","step":1,"seed":1,"rolled_back":0,"settings":{},"changes":[],"curve":[],"times":{}}"#;
    assert!(matches!(notes(of), TrainingFault::OtherTask { .. }));
    assert!(matches!(
        notes(r#"{"format":3}"#),
        TrainingFault::NewerRun(_)
    ));
    assert!(matches!(notes(r#"{"step":3}"#), TrainingFault::OldRun(_)));
    std::fs::write(&file, [0; 20]).expect("written");
    assert!(matches!(open(&run, &toy()), Err(Error::Weights { .. })));
}

/// Whoever was killed lost up to as many steps as lie between two checkpoints, hours on a slow machine.
#[test]
fn a_checkpoint_is_written_when_two_minutes_have_passed_whatever_the_steps_between_two() {
    let folder = tempfile::tempdir().expect("folder");
    let mut config = config(folder.path(), "slow");
    (config.save_every, config.validate_every) = (1000, 1000);
    let mut run = open(&config, &toy()).expect("opened");
    while run.steps_done() < 3 {
        run.step().expect("a piece");
    }
    let saved = |run: &mut TrainRun| {
        let events = run.events();
        events.contains(&TrainEvent::Saved { step: 3 })
    };
    assert!(!saved(&mut run));
    run.saved_long_ago();
    run.step().expect("a piece");
    assert!(saved(&mut run));
    assert_eq!(run.steps_done(), 3);
    run.step().expect("a piece");
    assert_eq!(run.steps_done(), 4, "once");
    // From there it is the same run as one that was never saved in between.
    let straight = self::config(folder.path(), "straight");
    let (mut one, mut two) = (config.clone(), straight.clone());
    drop(run);
    (one.resume, one.save_every, one.validate_every) = (true, 4, 5);
    finish(&one, &toy());
    (two.save_every, two.validate_every) = (4, 5);
    finish(&two, &toy());
    assert_eq!(checkpoint(&one.folder), checkpoint(&two.folder));
}

#[test]
fn a_branch_begins_with_what_its_parent_has_learnt_and_has_steps_and_settings_of_its_own() {
    let folder = tempfile::tempdir().expect("folder");
    let parent = config(folder.path(), "parent");
    // Every look is worse than the one before.
    let run = open(&parent, &toy()).expect("opened");
    let controls = |mut now: TrainControls| {
        now.weights.set("decay", 0.3);
        now
    };
    drive(run, &controls, &|| false, &mut |_| {}).expect("trained");
    let values = |file: &Path| {
        let saved = Saved::open(file).expect("a checkpoint");
        let (_, weight) = saved
            .weights
            .iter()
            .find(|(name, _)| name.ends_with("parameter.values"))
            .expect("values");
        (weight.values.clone(), saved.notes)
    };
    let (mut seen, best) = (Vec::new(), parent.folder.join(BEST));
    for (kept, file) in [
        (Kept::Best, best),
        (Kept::Latest, checkpoint_in(&parent.folder)),
    ] {
        let mut branch = RunConfig {
            steps: 30,
            seed: 5,
            parent: Some(Parent {
                run: parent.folder.clone(),
                kept,
            }),
            ..config(folder.path(), &format!("{kept:?}"))
        };
        let other = ToyConfig {
            rate: 0.01,
            ..toy()
        };
        let mut run = open(&branch, &other).expect("opened");
        assert_eq!((run.steps_done(), run.config().steps), (0, 30));
        assert_eq!(run.controls().weight("decay"), 0.3);
        while !run.is_between_steps() {
            run.step().expect("prepared");
        }
        let (own, notes) = values(&checkpoint_in(&branch.folder));
        assert_eq!(own, values(&file).0);
        assert!(notes.curve.is_empty() && notes.times.values().all(|time| *time == 0));
        seen.push(own);
        // A killed branch goes on as any other run does, also when its parent is gone.
        drop(run);
        branch.resume = true;
        if kept == Kept::Latest {
            std::fs::remove_dir_all(&parent.folder).expect("removed");
        }
        finish(&branch, &other);
        assert_eq!(values(&checkpoint_in(&branch.folder)).1.step, 30);
    }
    assert_ne!(seen[0], seen[1], "the best is not the newest");
    let orphan = RunConfig {
        parent: Some(Parent {
            run: parent.folder,
            kept: Kept::Best,
        }),
        ..config(folder.path(), "orphan")
    };
    let refused = open(&orphan, &toy()).err();
    assert!(matches!(
        refused,
        Some(Error::Training(TrainingFault::NoRun(_)))
    ));
}
