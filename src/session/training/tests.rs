use super::*;
use crate::session::TimeOfDay;
use crate::train::Terms;
use std::collections::BTreeMap;

const SPECS: &[WeightSpec] = &[WeightSpec {
    name: "style",
    default: 1.0,
}];

fn begun(steps: (usize, usize)) -> TrainNews {
    TrainNews::Begun {
        folder: "/runs/a".into(),
        weights: SPECS,
        controls: TrainControls::new(SPECS),
        steps,
        paints: true,
    }
}

fn steps(step: usize) -> TrainEvent {
    TrainEvent::Steps {
        step,
        losses: [("style", 1.0)].into_iter().collect::<Terms>(),
        rate: 0.001,
        speed: 1.0,
    }
}

fn started(step: usize) -> TrainEvent {
    TrainEvent::Started {
        step,
        steps: 100,
        pictures: BTreeMap::new(),
    }
}

fn hear(training: &mut Training, all: impl IntoIterator<Item = TrainNews>) -> Vec<TrainTold> {
    let now = Instant::now();
    let told = all.into_iter().filter_map(|news| training.hear(news, now));
    told.collect()
}

#[test]
fn a_run_goes_through_its_phases_and_its_plots_begin_at_its_first_step() {
    let mut training = Training::default();
    assert!(!training.goes_on() && training.controls().is_none());
    hear(&mut training, [TrainNews::State(TrainState::Reading)]);
    assert_eq!(training.phase(), TrainPhase::Reading);
    let told = hear(
        &mut training,
        [
            begun((50, 100)),
            TrainNews::State(TrainState::Running),
            TrainNews::Run(TrainEvent::Preparing { share: 0.5 }),
        ],
    );
    assert!(matches!(&told[..], [TrainTold::Begun(folder)] if folder == Path::new("/runs/a")));
    assert_eq!(training.phase(), TrainPhase::Preparing(0.5));
    hear(
        &mut training,
        [TrainNews::Run(started(50)), TrainNews::Run(steps(75))],
    );
    assert_eq!(training.phase(), TrainPhase::Running);
    assert_eq!(training.share(), 0.75);
    // The log was read while it went on, and what it has told since stands in it already.
    let mut before = Record::default();
    for event in [started(0), steps(25), steps(50), started(50), steps(75)] {
        before.hear(Path::new("/runs/a"), event);
    }
    training.read(Path::new("/runs/b"), Some(Record::default()));
    training.read(Path::new("/runs/a"), Some(before));
    let rows = |training: &Training| -> Vec<usize> {
        training
            .record()
            .losses
            .rows()
            .map(|row| row.step)
            .collect()
    };
    assert_eq!(rows(&training), [25, 50, 75]);

    // A change is told once, and the run remembers what it was.
    let mut wanted = training.controls().expect("known").clone();
    wanted.pace = 0.5;
    assert!(training.control(wanted.clone()).is_some());
    assert!(training.control(wanted).is_none());
    let back = TrainEvent::RolledBack {
        from: 80,
        to: 50,
        controls: TrainControls::new(SPECS),
    };
    let told = hear(&mut training, [TrainNews::Run(back)]);
    assert!(matches!(told[..], [TrainTold::WentBack(80, 50)]));
    assert_eq!(rows(&training), [25, 50]);
    assert_eq!(training.controls().map(|now| now.pace), Some(1.0));

    hear(&mut training, [TrainNews::State(TrainState::Paused)]);
    assert!(training.goes_on() && !training.works());
    let told = hear(&mut training, [TrainNews::State(TrainState::Done)]);
    assert!(matches!(told[..], [TrainTold::Ended]));
    assert!(!training.goes_on());
}

#[test]
fn a_run_that_fails_waits_or_can_be_tried_again_and_says_why() {
    let full = || Arc::new(Error::Compute("full".to_owned()));
    let mut training = Training::default();
    hear(&mut training, [begun((0, 100))]);
    let failed = [
        TrainNews::Failed(full()),
        TrainNews::State(TrainState::Paused),
    ];
    let told = hear(&mut training, failed);
    assert!(matches!(told[..], [TrainTold::Failed(_)]));
    assert_eq!(training.phase(), TrainPhase::Paused);
    assert!(training.failure().is_some());
    hear(&mut training, [TrainNews::State(TrainState::Running)]);
    assert!(training.failure().is_none());
    let failed = [
        TrainNews::Failed(full()),
        TrainNews::State(TrainState::None),
    ];
    hear(&mut training, failed);
    assert_eq!(training.phase(), TrainPhase::Failed);
    assert!(training.control(TrainControls::new(&[])).is_none());
}

#[test]
fn it_is_stopped_when_its_time_is_over_and_said_once() {
    let (mut training, now) = (Training::default(), Instant::now());
    hear(
        &mut training,
        [begun((0, 100)), TrainNews::State(TrainState::Running)],
    );
    training.stop(Some(Until::After(now + Duration::from_secs(60))));
    assert_eq!(training.stops_in(now), Some(Duration::from_secs(60)));
    assert!(training.time_is_over(now).is_none());
    let later = now + Duration::from_secs(61);
    assert!(training.time_is_over(later).is_some());
    assert!(training.time_is_over(later).is_none());
    // A time of the day comes once, and only to what goes on.
    let passed = std::time::SystemTime::now();
    training.stop(Some(Until::At(TimeOfDay::MORNING, passed)));
    hear(&mut training, [TrainNews::State(TrainState::None)]);
    assert!(training.time_is_over(now).is_none());
    hear(&mut training, [TrainNews::State(TrainState::Running)]);
    let over = training.time_is_over(now);
    assert!(matches!(over, Some(Until::At(..))) && training.until().is_none());
}

#[test]
fn a_run_of_before_is_shown_unless_one_goes_on() {
    let mut training = Training::default();
    let mut record = Record::default();
    record.hear(Path::new("/runs/b"), started(0));
    record.hear(Path::new("/runs/b"), steps(25));
    training.show("/runs/b".into(), record);
    assert_eq!(training.phase(), TrainPhase::Stopped);
    hear(
        &mut training,
        [begun((0, 100)), TrainNews::State(TrainState::Running)],
    );
    training.show("/runs/c".into(), Record::default());
    assert_eq!(training.folder(), Some(Path::new("/runs/a")));
}
