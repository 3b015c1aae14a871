//! Training on the compute thread, beside what the artist paints.

use super::*;
use crate::train::{TrainEvent, tests::toy_setup};

/// What was told of training since, until `done`; Instant's pictures are told as `None`.
fn told(
    worker: &mut Worker,
    mut done: impl FnMut(&[Option<TrainNews>]) -> bool,
) -> Vec<Option<TrainNews>> {
    let (begin, mut all) = (Instant::now(), Vec::new());
    while !done(&all) {
        assert!(begin.elapsed() < PATIENCE, "{all:?}");
        for event in worker.events() {
            match event {
                Event::Train(news) => all.push(Some(news)),
                Event::Instant { result: true, .. } => all.push(None),
                Event::Failed { error, .. } => panic!("{error}"),
                _ => {}
            }
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    all
}

fn step(news: &Option<TrainNews>) -> Option<usize> {
    match news {
        Some(TrainNews::Run(TrainEvent::Steps { step, .. })) => Some(*step),
        _ => None,
    }
}

fn is(news: &Option<TrainNews>, state: TrainState) -> bool {
    matches!(news, Some(TrainNews::State(now)) if *now == state)
}

fn train(worker: &mut Worker, command: TrainCommand) {
    worker.send(Command::Train(command));
}

#[test]
fn instant_is_answered_between_two_steps_of_a_training_that_is_paused_gone_on_with_and_stopped() {
    let folder = tempfile::tempdir().expect("folder");
    let run = folder.path().join("run");
    let mut worker = worker();
    train(
        &mut worker,
        TrainCommand::Start(toy_setup(&run, 1_000_000, false)),
    );
    let begin = told(&mut worker, |all| all.iter().any(|n| step(n).is_some()));
    assert!(is(&begin[0], TrainState::Reading));
    let Some(TrainNews::Begun {
        weights,
        mut controls,
        steps,
        ..
    }) = begin[1].clone()
    else {
        panic!("{begin:?}");
    };
    assert_eq!((weights[0].name, steps), ("near", (0, 1_000_000)));
    assert!(is(&begin[2], TrainState::Running));

    // Instant answers in between, and training goes on.
    worker.paint(wanted(&loaded(160, 120), 0.6, true));
    let all = told(&mut worker, |all| {
        let answer = all.iter().position(Option::is_none);
        answer.is_some_and(|at| all[at..].iter().any(|n| step(n).is_some()))
    });
    let steps: Vec<usize> = all.iter().filter_map(step).collect();
    assert!(steps.is_sorted() && steps.last().is_some_and(|last| *last < 1_000_000));

    // Other weights act from a step on.
    controls.weights.set("near", 0.5);
    train(&mut worker, TrainCommand::Control(controls.clone()));
    let changed = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Run(TrainEvent::Controlled(change))) => {
            (change.controls == controls).then_some(change.step)
        }
        _ => None,
    };
    let all = told(&mut worker, |all| all.iter().any(|n| changed(n).is_some()));
    assert!(all.iter().find_map(changed) > steps.last().copied());

    // While it is paused nothing is done, and what was done is saved.
    train(&mut worker, TrainCommand::Pause);
    let saved = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Run(TrainEvent::Saved { step })) => Some(*step),
        _ => None,
    };
    let all = told(&mut worker, |all| all.iter().any(|n| saved(n).is_some()));
    assert!(all.iter().any(|n| is(n, TrainState::Paused)));
    let at = all.iter().find_map(saved).expect("saved");
    std::thread::sleep(Duration::from_millis(400));
    assert!(worker.events().is_empty());
    train(&mut worker, TrainCommand::Resume);
    let all = told(&mut worker, |all| all.iter().any(|n| step(n).is_some()));
    assert!(is(&all[0], TrainState::Running));
    assert!(
        all.iter()
            .find_map(step)
            .is_some_and(|next| next <= at + 25)
    );

    // A run that was stopped is gone on with from its folder, also after the program has ended.
    train(&mut worker, TrainCommand::Stop);
    let all = told(&mut worker, |all| {
        all.iter().any(|n| is(n, TrainState::None))
    });
    let last = all.iter().filter_map(saved).next_back().expect("saved");
    train(
        &mut worker,
        TrainCommand::Start(toy_setup(&run, 1_000_000, true)),
    );
    let begun = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Begun { steps, .. }) => Some(steps.0),
        _ => None,
    };
    let all = told(&mut worker, |all| all.iter().any(|n| step(n).is_some()));
    assert_eq!(all.iter().find_map(begun), Some(last));
    drop(worker);
    let log = std::fs::read_to_string(run.join("log.jsonl")).expect("a log");
    let kept = log
        .lines()
        .filter(|line| line.contains(r#""event":"saved""#));
    assert!(kept.count() >= 2);
    let mut again = super::worker();
    train(
        &mut again,
        TrainCommand::Start(toy_setup(&run, 1_000_000, true)),
    );
    let all = told(&mut again, |all| all.iter().any(|n| begun(n).is_some()));
    assert!(
        all.iter().find_map(begun) > Some(last),
        "the window's end saves"
    );
}

#[test]
fn a_training_comes_to_its_end_and_one_that_cannot_be_read_says_why() {
    let folder = tempfile::tempdir().expect("folder");
    let run = folder.path().join("run");
    let mut worker = worker();
    train(&mut worker, TrainCommand::Start(toy_setup(&run, 60, false)));
    let all = told(&mut worker, |all| {
        all.iter().any(|n| is(n, TrainState::Done))
    });
    let finished = |news: &&Option<TrainNews>| matches!(news, Some(TrainNews::Run(TrainEvent::Finished(summary))) if summary.steps == 60);
    assert!(all.iter().any(|news| finished(&news)));
    // Its folder holds a run already.
    train(&mut worker, TrainCommand::Start(toy_setup(&run, 60, false)));
    let failed = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Failed(error)) => Some(error.to_string()),
        _ => None,
    };
    let all = told(&mut worker, |all| {
        all.iter().any(|n| is(n, TrainState::None))
    });
    let why = all.iter().find_map(failed).expect("a reason");
    assert!(why.contains("run"), "{why}");
}

#[test]
fn photographs_of_the_artist_are_painted_at_once_also_while_it_rests_and_a_checkpoint_comes_when_asked()
 {
    let folder = tempfile::tempdir().expect("folder");
    let run = folder.path().join("run");
    let mut worker = worker();
    let own = |numbers: &[u64]| {
        let picture = Arc::new(Picture::from_rgb(3, 2, vec![0.25; 18]));
        let numbers = numbers.iter();
        TrainCommand::Paint(numbers.map(|n| (*n, Arc::clone(&picture))).collect())
    };
    let painted = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Painted {
            number, picture, ..
        }) if picture.rgb[0] == 0.75 => Some(*number),
        _ => None,
    };
    train(&mut worker, own(&[4]));
    train(
        &mut worker,
        TrainCommand::Start(toy_setup(&run, 1_000_000, false)),
    );
    let all = told(&mut worker, |all| all.iter().any(|n| painted(n).is_some()));
    assert_eq!(all.iter().filter_map(painted).collect::<Vec<_>>(), [4]);
    // Its samples too, as they are now: three tiles in two rows.
    let sheet = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Sheet { sheet, .. }) => Some((sheet.width, sheet.height)),
        _ => None,
    };
    let mut sheets: Vec<_> = all.iter().filter_map(sheet).collect();
    if sheets.is_empty() {
        let all = told(&mut worker, |all| all.iter().any(|n| sheet(n).is_some()));
        sheets.extend(all.iter().filter_map(sheet));
    }
    assert_eq!(sheets, [(8, 4)], "not at every step");
    let saved = |news: &Option<TrainNews>| match news {
        Some(TrainNews::Run(TrainEvent::Saved { step })) => Some(*step),
        _ => None,
    };
    train(&mut worker, TrainCommand::Save);
    let all = told(&mut worker, |all| {
        all.iter().filter_map(saved).any(|step| step > 0)
    });
    let at = all.iter().filter_map(saved).next_back();
    // It goes on.
    told(&mut worker, |all| {
        all.iter().filter_map(step).any(|step| Some(step) > at)
    });
    train(&mut worker, TrainCommand::Pause);
    told(&mut worker, |all| {
        all.iter().any(|n| is(n, TrainState::Paused))
    });
    train(&mut worker, own(&[4, 5]));
    let all = told(&mut worker, |all| all.iter().any(|n| painted(n).is_some()));
    assert_eq!(all.iter().filter_map(painted).collect::<Vec<_>>(), [5]);
}
