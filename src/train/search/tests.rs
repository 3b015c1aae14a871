//! Searches over settings, with runs that take microseconds and with the settings of real ones.

use super::*;
use crate::train::{DreamConfig, RunConfig, TaskSettings, tests::toy_at};

const STEPS: usize = 64;

fn open(folder: &Path, rate: f64, look: usize) -> TrainRun {
    let read = toy_at(folder, rate, STEPS, look).read().expect("read");
    read.begin(&Compute::cpu("test")).expect("begun")
}

#[test]
fn the_best_of_eight_rates_is_that_of_the_whole_grid_at_two_fifths_of_its_cost() {
    let folder = tempfile::tempdir().expect("folder");
    let rates: Vec<f64> = (0..8).map(|i| 0.001 * 1.8f64.powi(i)).collect();
    let never = || false;
    let grid: Vec<f32> = rates
        .iter()
        .map(|rate| {
            let run = folder.path().join(format!("grid{rate}"));
            match climb(&mut open(&run, *rate, 8), STEPS, &never, &mut |_| {}) {
                Ok(Climbed::To(Some(score))) => score,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    let best = (0..8)
        .min_by(|a, b| grid[*a].total_cmp(&grid[*b]))
        .expect("one");
    let mut halving = Halving::new(rates.len(), STEPS);
    while let Some((trial, steps)) = halving.next() {
        let run = folder.path().join(format!("{trial}"));
        // Each is left in the middle of its way once.
        let asked = std::cell::Cell::new(0);
        let stop = || {
            asked.set(asked.get() + 1);
            asked.get() == 5
        };
        let mut climbed = Climbed::Stopped;
        while climbed == Climbed::Stopped {
            let mut run = open(&run, rates[trial], halving.first());
            climbed = climb(&mut run, steps, &stop, &mut |_| {}).expect("climbed");
        }
        let Climbed::To(score) = climbed else {
            panic!("stopped")
        };
        halving.tell(trial, score);
    }
    assert_eq!(halving.ranking()[0], best, "{grid:?}");
    assert_eq!(halving.of(best), (STEPS, Some(grid[best])));
    assert!(halving.cost() <= rates.len() * STEPS * 2 / 5);
}

#[test]
fn trials_are_all_combinations_and_odd_settings_are_told() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("settings.toml");
    let settings = RunSettings {
        run: RunConfig {
            folder: folder.path().to_owned(),
            steps: 100,
            seed: 3,
            validate_every: 50,
            save_every: 20,
            patience: None,
            resume: false,
            parent: None,
            parts: crate::data::Parts::default(),
        },
        task: TaskSettings::Dream(DreamConfig::alone(vec!["/none".into()])),
    };
    settings.save(&file).expect("saved");
    let axes = |texts: &[&str]| -> Vec<Axis> {
        texts
            .iter()
            .map(|text| Axis::parse(text).expect("an axis"))
            .collect()
    };
    let search = folder.path().join("search");
    let open = |texts: &[&str], steps| Search::open(&search, &file, axes(texts), steps);
    let over = [
        "rate=1,2e-4, 3e-4",
        "adversarial=hinge,lsgan",
        "weight.projected=0.5",
    ];
    let mut found = open(&over, Some(40)).expect("a search");
    assert_eq!(found.table().len(), 6);
    // Six need four rungs.
    assert_eq!(
        (found.next(), found.state.halving.last()),
        (Some((0, 5)), 40)
    );
    let table = found.state.table(4).expect("a table");
    assert_eq!(table["settings"]["rate"].as_float(), Some(2e-4));
    assert_eq!(table["settings"]["adversarial"].as_str(), Some("lsgan"));
    assert_eq!(
        found.state.table(0).expect("a table")["settings"]["rate"].as_float(),
        Some(1.0)
    );
    assert_eq!(found.state.weights(4).get("projected"), Some(0.5));
    assert!(
        found.run(0, &Compute::cpu("test")).is_err(),
        "there are no pictures"
    );
    // The same goes on where it was, another one does not begin there.
    found.tell(0, Some(0.25)).expect("told");
    let again = open(&over, Some(40)).expect("the search");
    assert_eq!(
        (again.next(), again.table()[0].score),
        (Some((1, 5)), Some(0.25))
    );
    let refused = |texts: &[&str], steps| match open(texts, steps) {
        Ok(_) => panic!("{texts:?}"),
        Err(e) => e.to_string(),
    };
    assert!(refused(&over, Some(80)).contains("other settings"));
    assert!(refused(&over[..1], Some(40)).contains("other settings"));
    assert!(refused(&["ratio=1"], None).contains("there is no setting ratio, but"));
    assert!(refused(&["rate=hinge"], None).contains("rate cannot be"));
    let many: Vec<String> = (0..257).map(|i| i.to_string()).collect();
    assert!(refused(&[&format!("batch={}", many.join(","))], None).contains("combinations"));
    for odd in ["", "rate", "rate=", "=1", "rate=1,,2"] {
        assert_eq!(Axis::parse(odd), None, "{odd}");
    }
    std::fs::write(search.join(FILE), "{").expect("written");
    assert!(refused(&over, Some(40)).contains("other settings"));
}
