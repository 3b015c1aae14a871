//! Runs from their first step to the exported model, on the CPU backend.

use super::*;
use crate::{
    compute::Compute,
    loss::Adversarial,
    nn::Traits,
    stylize::{Instant, Look, Strokes},
    train::{
        Measured, RunConfig, Summary, TaskKind, TrainControls, TrainEvent, TrainRun,
        checkpoint::checkpoint_in,
        export_generator, task_of,
        tests::{after, checkpoint as bytes_of, drive},
    },
};
use std::{cell::Cell, collections::HashSet, path::Path, sync::Arc};

/// Small pictures of stripes and spots, each different.
///
/// Files that are the same at every call, and so fall to training, validation or test as they did before:
/// an export would hold its date.
fn pictures(folder: &Path, count: usize, salt: usize) {
    std::fs::create_dir_all(folder).expect("folder");
    for i in 0..count {
        let picture = image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb(std::array::from_fn(|c| {
                let (x, y) = (x as usize, y as usize);
                let wave = (x * (i + 1) + y * (salt + 2) + 7 * c) as f32 * 0.13;
                let shade = 0.5 + 0.5 * wave.sin() * ((y * (i + c)) as f32 * 0.05).cos();
                (255.0 * shade).round() as u8
            }))
        });
        picture
            .save(folder.join(format!("{i}.png")))
            .expect("saved");
    }
}

/// A run and its task.
#[derive(Clone)]
struct Config {
    run: RunConfig,
    task: GeneratorConfig,
}

fn config(folder: &Path, run: &str) -> Config {
    let run = RunConfig {
        folder: folder.join(run),
        steps: 6,
        seed: 3,
        validate_every: 1000,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let task = GeneratorConfig {
        contents: vec![folder.join("contents")],
        validation: Vec::new(),
        styles: vec![folder.join("styles")],
        own_styles: Vec::new(),
        own_share: 0.33,
        recoloured: 0.0,
        cooldown: 0.5,
        rate: 1e-3,
        adversarial: Some(Adversarial::Lsgan),
        scales: 1,
        label_smoothing: 0.1,
        batch: 2,
        side: 64,
        style_side: 64,
        traits: Traits::LEARNT,
        start: None,
    };
    Config { run, task }
}

/// [`drive`]s a run of `config`.
fn train(
    config: &Config,
    controls: &dyn Fn(TrainControls) -> TrainControls,
    stop: &dyn Fn() -> bool,
    report: &mut dyn FnMut(&TrainEvent),
) -> Result<Option<Summary>> {
    let run = TrainRun::open::<GeneratorTask>(config.run.clone(), config.task.clone(), &cpu())?;
    drive(run, controls, stop, report)
}

fn cpu() -> Compute {
    Compute::cpu("test")
}

fn trained(config: &Config) -> Option<Summary> {
    train(config, &|now| now, &|| false, &mut |_| {}).expect("trained")
}

/// The sentence with which a run is refused.
fn refused(config: &Config) -> String {
    let refused = train(config, &|now| now, &|| false, &mut |_| {});
    refused.expect_err("refused").to_string()
}

fn networks(config: &Config) -> Networks<Generator> {
    let saved = Saved::open(&checkpoint_in(&config.run.folder)).expect("a run");
    Networks::load(&saved, &Device::flex()).expect("networks")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("contents"), 4, 1);
    pictures(&folder.path().join("styles"), 4, 5);
    folder
}

fn checkpoint(config: &Config) -> Vec<u8> {
    bytes_of(&config.run.folder)
}

#[test]
fn a_resumed_run_gives_the_same_weights() {
    let folder = folder();
    // Two shares a step, at the same time.
    let config = |run| {
        let mut config = config(folder.path(), run);
        config.task.batch = 4;
        config
    };
    let straight = config("straight");
    trained(&straight);
    let mut pieces = config("pieces");
    train(&pieces, &|now| now, &after(3), &mut |_| {}).expect("trained");
    assert_ne!(checkpoint(&straight), checkpoint(&pieces));
    // Its folder says how it was set up, but not where it lies.
    let moved = folder.path().join("moved");
    std::fs::rename(&pieces.run.folder, &moved).expect("moved");
    pieces.run.folder = moved;
    let resumed = crate::train::resume(&pieces.run.folder, |_| {}, &cpu());
    drive(
        resumed.expect("resumed"),
        &|now| now,
        &|| false,
        &mut |_| {},
    )
    .expect("trained");
    assert_eq!(checkpoint(&straight), checkpoint(&pieces));
    // Another seed is another run.
    pieces.run.resume = true;
    pieces.run.seed = 4;
    assert!(refused(&pieces).contains("seed 3"));
}

#[test]
fn a_loss_that_is_no_number_goes_back_to_the_checkpoint_and_says_so() {
    let folder = folder();
    let config = config(folder.path(), "run");
    let asked = Cell::new(0);
    let wild = |mut now: TrainControls| {
        asked.set(asked.get() + 1);
        if asked.get() == 4 {
            now.weights.set("style", f32::NAN);
        }
        now
    };
    let mut back = Vec::new();
    let summary = train(&config, &wild, &|| false, &mut |event| {
        if let TrainEvent::RolledBack { from, to, controls } = event {
            back.push((*from, *to, controls.weight("style")));
        }
    });
    assert_eq!(back, [(3, 2, 1.0)]);
    let summary = summary.expect("trained").expect("a summary");
    assert_eq!(summary.steps, config.run.steps);
    assert!(summary.best.score.is_finite());
}

#[test]
fn weights_changed_on_the_way_act_and_are_remembered() {
    let folder = folder();
    let content = |mut now: TrainControls, weight| {
        now.weights.set("content", weight);
        now
    };
    // Changed before the fourth step, whoever asks again.
    let asked = Cell::new(0);
    let change = |now| {
        asked.set(asked.get() + 1);
        if asked.get() == 4 {
            content(now, 2.0)
        } else {
            now
        }
    };
    let mut changes = Vec::new();
    let mut hear = |event: &TrainEvent| {
        if let TrainEvent::Controlled(change) = event {
            changes.push((change.step, change.controls.weight("content")));
        }
    };
    let changed = config(folder.path(), "changed");
    train(&changed, &change, &|| false, &mut hear).expect("trained");
    assert_eq!(changes, [(0, 0.22), (3, 2.0)]);
    for (name, weight) in [("soft", 0.22), ("hard", 2.0)] {
        let run = config(folder.path(), name);
        train(&run, &|now| content(now, weight), &|| false, &mut |_| {}).expect("trained");
        let one = crate::nn::parameters(&networks(&run).average);
        let other = crate::nn::parameters(&networks(&changed).average);
        assert!(
            one.iter().zip(&other).any(|(one, other)| one != other),
            "{name}"
        );
    }

    // Stopped after the change, and resumed by someone who says nothing about weights.
    let mut pieces = config(folder.path(), "pieces");
    asked.set(0);
    let stop = || asked.get() >= 5;
    train(&pieces, &change, &stop, &mut |_| {}).expect("trained");
    pieces.run.resume = true;
    trained(&pieces);
    assert_eq!(checkpoint(&changed), checkpoint(&pieces));
}

#[test]
fn a_discriminator_at_two_scales_learns_and_goes_on() {
    let folder = folder();
    let mut one = config(folder.path(), "one");
    one.task.scales = 5;
    assert!(refused(&one).contains("choose 3 or less"));
    let mut two = config(folder.path(), "two");
    (one.task.scales, two.task.scales) = (1, 2);
    trained(&one);
    let mut accuracy = Vec::new();
    train(&two, &|now| now, &after(3), &mut |_| {}).expect("trained");
    two.run.resume = true;
    train(&two, &|now| now, &|| false, &mut |event| {
        if let TrainEvent::Steps { losses, .. } = event {
            let share = |name: &str| losses.get(name).expect("a share");
            accuracy.push(share("discriminator.real") + share("discriminator.fake"));
        }
    })
    .expect("resumed");
    assert!(accuracy.iter().all(|a| (0.0..=2.0).contains(a)) && !accuracy.is_empty());
    let mut straight = config(folder.path(), "straight");
    straight.task.scales = 2;
    trained(&straight);
    assert_eq!(checkpoint(&straight), checkpoint(&two));
    assert_ne!(checkpoint(&one).len(), checkpoint(&two).len());
}

/// All that a discriminator is.
fn adversary(networks: &Networks<Generator>) -> CheckpointContents {
    let mut snapshot = CheckpointContents::default();
    let adversary = networks.adversary.as_ref();
    adversary.expect("a discriminator").save(&mut snapshot);
    snapshot
}

#[test]
fn wide_style_crops_and_another_runs_discriminator_are_taken() {
    let folder = folder();
    let mut first = config(folder.path(), "first");
    (first.task.side, first.task.style_side, first.run.steps) = (32, 64, 2);
    trained(&first);
    let mut next = first.clone();
    (next.run.folder, next.run.steps) = (folder.path().join("next"), 0);
    next.task.start = Some(first.run.folder.clone());
    trained(&next);
    let [mut old, mut new] = [&first, &next].map(|config| adversary(&networks(config)));
    assert_eq!(old.tensors(), new.tensors());
    // The side of the style crops belongs to the run.
    (next.run.resume, next.task.start, next.task.style_side) = (true, None, 32);
    assert!(refused(&next).contains("style_side 64"));
}

#[test]
fn an_exported_generator_is_gone_on_with_and_so_is_its_discriminator() {
    let folder = folder();
    let device = Device::flex();
    let mut first = config(folder.path(), "first");
    (first.task.traits, first.run.steps) = (Traits::default(), 2);
    trained(&first);
    let file = folder.path().join("both.safetensors");
    export_generator(&first.run.folder, &file, false, true, &device).expect("exported");
    let mut next = first.clone();
    (next.run.folder, next.run.steps) = (folder.path().join("next"), 0);
    (next.task.start, next.task.traits) = (Some(file), Traits::LEARNT);
    trained(&next);
    let (old, new) = (networks(&first), networks(&next));
    let weights = |networks: &Networks<Generator>| {
        let mut tensors = Vec::new();
        let adversary = networks.adversary.as_ref().expect("a discriminator");
        adversary.pack_weights(&mut tensors);
        tensors.into_iter().map(|(_, data)| data).collect()
    };
    let near = |old: Vec<burn::tensor::TensorData>, new: Vec<burn::tensor::TensorData>| {
        for (i, (old, new)) in old.into_iter().zip(new).enumerate() {
            // A number that the old one does not know of weighs nothing.
            let old = old.iter::<f32>().chain(std::iter::repeat(0.0));
            for (old, new) in old.zip(new.iter::<f32>()) {
                assert!(
                    (old - new).abs() <= 1e-3 * old.abs() + 1e-6,
                    "{i}: {old} {new}"
                );
            }
        }
    };
    near(weights(&old), weights(&new));
    let generator = |networks: &Networks<Generator>| crate::nn::parameters(&networks.average);
    near(generator(&old), generator(&new));
    assert_eq!(new.average.traits(), Traits::LEARNT);
    // The traits of a run stay what they are.
    (next.run.resume, next.task.start) = (true, None);
    next.task.traits = Traits::default();
    let message = refused(&next);
    assert!(
        message.contains("traits replicate,smooth,blurred,free"),
        "{message}"
    );
}

#[test]
fn the_paintings_that_ship_are_a_share_of_the_crops_and_crops_are_functions_of_their_step() {
    use super::batch::{Example, Model};
    use crate::data::Stored;
    let plain = |value| Stored::new(&Picture::from_rgb(80, 90, vec![value; 3 * 80 * 90]));
    let kind = |value| Arc::from([plain(value)]);
    let sources = Sources {
        contents: vec![kind(0.0)],
        styles: vec![kind(0.4)],
        own: kind(0.8),
    };
    let mut config = config(Path::new(""), "run").task;
    (config.batch, config.side, config.style_side) = (8, 4, 8);
    let from = |rolled_back| Draw {
        sources: &sources,
        crops: config.crops(),
        seed: 3,
        rolled_back,
    };
    let draw = |made: &mut HashSet<u64>, back, step| Batch::draw(from(back), step, made);
    let (mut made, mut known) = (HashSet::new(), HashSet::new());
    let (mut counts, mut free, mut shown) = ([0; 3], 0, 0);
    for step in 0..100 {
        let batch = draw(&mut made, 0, step);
        assert_eq!(batch.items.len(), 8);
        for item in batch.items {
            free += usize::from(item.freedom != 0.0);
            let example = match item.model {
                Model::Own(example) => example,
                Model::Banked(id, example) => {
                    shown += 1;
                    // It comes along once, and is the same whenever it is drawn.
                    assert_eq!(example.is_some(), known.insert(id));
                    let Some(example) = example else { continue };
                    assert_eq!(example, Example::draw(from(0), id));
                    example
                }
            };
            assert_eq!((example.style.len(), example.real.len()), (3 * 64, 3 * 16));
            assert_eq!(example.style[0], example.real[0]);
            counts[(example.style[0] / 0.4).round() as usize] += 1;
        }
    }
    let examples = (counts[1] + counts[2]) as f64;
    assert!(
        (0.2..0.45).contains(&(f64::from(counts[2]) / examples)),
        "{counts:?}"
    );
    assert!(
        (20..90).contains(&counts[0]) && (400..560).contains(&free),
        "{counts:?} {free}"
    );
    assert!(examples < 0.7 * f64::from(shown), "{examples} {shown}");
    // Paintings in other colours, but not those that ship; a plain one stays plain.
    let recoloured = Draw {
        crops: Crops {
            recoloured: 1.0,
            ..config.crops()
        },
        ..from(0)
    };
    for id in 0..40 {
        let (as_is, other) = (Example::draw(from(0), id), Example::draw(recoloured, id));
        assert_eq!(other.style[0], other.real[0]);
        assert_eq!(other == as_is, as_is.style[0] > 0.6);
    }
    let contents =
        |batch: Batch| -> Vec<f32> { batch.items.into_iter().map(|item| item.freedom).collect() };
    let fresh = |back, step| contents(draw(&mut HashSet::new(), back, step));
    assert_eq!(fresh(0, 3), fresh(0, 3));
    assert!(fresh(0, 3) != fresh(0, 4) && fresh(0, 3) != fresh(1, 3));
}

#[test]
fn the_test_pictures_are_looked_at_once_with_the_best_weights() {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("contents"), 40, 1);
    pictures(&folder.path().join("styles"), 40, 5);
    let mut run = config(folder.path(), "run");
    (run.run.steps, run.run.validate_every) = (3, 1);
    run.task.adversarial = None;
    // What comes later is worse: the style no longer counts.
    let asked = Cell::new(0);
    let forget = |mut now: TrainControls| {
        asked.set(asked.get() + 1);
        let style = if asked.get() > 1 { 0.0 } else { 1.0 };
        now.weights.set("style", style);
        now
    };
    let mut curve: Vec<Measured> = Vec::new();
    let summary = train(&run, &forget, &|| false, &mut |event| {
        if let TrainEvent::Measured(measured) = event {
            curve.push(measured.clone());
        }
    });
    let summary = summary.expect("trained").expect("a summary");
    let best = curve.iter().min_by(|a, b| a.score.total_cmp(&b.score));
    assert_eq!(Some(&summary.best), best);
    assert_eq!(summary.pictures.len(), 2);
    for split in summary.pictures.values() {
        assert!(split.test > 0 && split.validation > 0, "{split:?}");
        assert_eq!(split.train + split.validation + split.test, 40);
    }
    let test = summary.test.clone().expect("a test");
    assert_eq!(test.step, summary.best.step);
    assert!(test.score.is_finite() && test.score != summary.best.score);
    let text = std::fs::read(run.run.folder.join("summary.json")).expect("written");
    let read: Summary = serde_json::from_slice(&text).expect("a summary");
    assert_eq!(read, summary);
}

#[test]
fn a_checkpoint_of_before_runs_had_tasks_is_gone_on_with() {
    let folder = folder();
    let straight = config(folder.path(), "straight");
    trained(&straight);
    let mut pieces = config(folder.path(), "pieces");
    train(&pieces, &|now| now, &after(3), &mut |_| {}).expect("trained");
    // The same in the words of before.
    let file = checkpoint_in(&pieces.run.folder);
    let saved = Saved::open(&file).expect("a checkpoint");
    let notes = saved.notes.clone();
    let changes = notes.changes.iter();
    // As text, since a JSON value forgets the order of the weights.
    let changes: Vec<String> = changes
        .map(|change| {
            let weights = serde_json::to_string(&change.controls.weights).expect("text");
            format!("{{\"step\":{},\"lambdas\":{weights}}}", change.step)
        })
        .collect();
    let old = json!({
        "kind": "style", "step": notes.step, "seed": 3, "batch": 2, "side": 64,
        "generator_time": notes.times["generator"],
        "adversarial": ["lsgan", notes.times["discriminator"]],
        "scales": 1, "traits": Traits::LEARNT, "changes": "CHANGES", "rolled_back": 0, "curve": [],
    });
    let old = old
        .to_string()
        .replace("\"CHANGES\"", &format!("[{}]", changes.join(",")));
    let bytes = std::fs::read(&file).expect("bytes");
    let tensors = safetensors::SafeTensors::deserialize(&bytes).expect("tensors");
    let tensors: Vec<_> = tensors
        .iter()
        .map(|(name, view)| {
            let values: Vec<f32> = view
                .data()
                .chunks_exact(4)
                .map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]]))
                .collect();
            let data = burn::tensor::TensorData::new(values, view.shape().to_vec());
            (name.replace("discriminator.", "critic."), data)
        })
        .collect();
    crate::train::checkpoint::write(&file, &tensors, old, [].into()).expect("written");
    pieces.run.resume = true;
    trained(&pieces);
    // Not all their bytes in a failure's message.
    assert!(checkpoint(&straight) == checkpoint(&pieces), "another run");
}

#[test]
fn an_exported_run_paints_pictures_of_any_size() {
    let folder = folder();
    let mut config = config(folder.path(), "run");
    (config.run.steps, config.task.adversarial) = (1, None);
    let device = Device::flex();
    trained(&config);
    let file = folder.path().join("instant.safetensors");
    assert_eq!(
        task_of(&config.run.folder).expect("a run"),
        TaskKind::Generator
    );
    export_generator(&config.run.folder, &file, true, false, &device).expect("exported");
    // Another run can begin with it.
    let mut next = config.clone();
    (next.run.folder, next.run.steps) = (folder.path().join("next"), 0);
    next.task.start = Some(file.clone());
    trained(&next);
    let again = folder.path().join("again.safetensors");
    export_generator(&next.run.folder, &again, false, false, &device).expect("exported");
    let model = |file: &Path| crate::nn::Model::open(file).expect("a model");
    assert_eq!(model(&file).info.hash, model(&again).info.hash);
    assert_eq!(model(&file).info.name, "instant");

    let net = FeatureNet::open(&NetSpec::BuiltIn, &device).expect("built-in");
    let instant = Instant::open(&model(&file), Arc::new(net), Compute::cpu("test"));
    let instant = instant.expect("a generator");
    let rgb = (0..37 * 21 * 3).map(|i| (i % 97) as f32 / 96.0).collect();
    let photograph = Arc::new(Picture::from_rgb(37, 21, rgb));
    let content = instant
        .encode_content(photograph, Strokes::Pixels)
        .expect("seen");
    let painting = Picture::from_rgb(64, 64, [0.9, 0.2, 0.1].repeat(64 * 64));
    let style = instant.style_code(&painting, 1.0).expect("seen");
    let painted = instant.paint(&content, &style, &Look::default());
    let painted = painted.expect("painted");
    assert_eq!((painted.width, painted.height), (37, 21));
}
