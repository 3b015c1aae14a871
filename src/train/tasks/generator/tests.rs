//! Runs from their first step to the exported model, on the CPU backend.

use super::*;
use crate::{
    compute::Compute,
    loss::Adversarial,
    nn::{FeatureNet, NetSpec, Traits},
    picture::Picture,
    stylize::{Instant, Look, Strokes},
    train::{RunKind, export_style, run_kind},
};
use burn::tensor::Device;
use std::{cell::Cell, path::Path, sync::Arc};

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

fn config(folder: &Path, run: &str) -> StyleConfig {
    StyleConfig {
        contents: vec![folder.join("contents")],
        validation: Vec::new(),
        styles: vec![folder.join("styles")],
        own_styles: Vec::new(),
        own_share: 0.33,
        run: folder.join(run),
        steps: 6,
        cooldown: 0.5,
        rate: 1e-3,
        adversarial: Some(Adversarial::Lsgan),
        scales: 1,
        label_smoothing: 0.1,
        batch: 2,
        side: 64,
        style_side: 64,
        seed: 3,
        traits: Traits::LEARNT,
        resume: false,
        start: None,
        examine_every: 1000,
        save_every: 2,
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("contents"), 4, 1);
    pictures(&folder.path().join("styles"), 4, 5);
    folder
}

fn checkpoint(config: &StyleConfig) -> Vec<u8> {
    std::fs::read(config.run.join("checkpoint.safetensors")).expect("a checkpoint")
}

#[test]
fn a_resumed_run_gives_the_same_weights() {
    let folder = folder();
    let device = Device::flex();
    // Two shares a step, at the same time.
    let config = |run| StyleConfig {
        batch: 4,
        ..config(folder.path(), run)
    };
    let straight = config("straight");
    let lambdas = |now| now;
    train_style(&straight, &device, &lambdas, &|| false, &mut |_| {}).expect("trained");
    let mut pieces = config("pieces");
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 3
    };
    train_style(&pieces, &device, &lambdas, &stop, &mut |_| {}).expect("trained");
    assert_ne!(checkpoint(&straight), checkpoint(&pieces));
    pieces.resume = true;
    train_style(&pieces, &device, &lambdas, &|| false, &mut |_| {}).expect("resumed");
    assert_eq!(checkpoint(&straight), checkpoint(&pieces));
    // Another seed is another run.
    pieces.seed = 4;
    assert!(train_style(&pieces, &device, &lambdas, &|| false, &mut |_| {}).is_err());
}

#[test]
fn a_loss_that_is_no_number_goes_back_to_the_checkpoint_and_says_so() {
    let folder = folder();
    let config = config(folder.path(), "run");
    let asked = Cell::new(0);
    let lambdas = |now| {
        asked.set(asked.get() + 1);
        Lambdas {
            style: if asked.get() == 4 { f32::NAN } else { 1.0 },
            ..now
        }
    };
    let mut back = Vec::new();
    let measured = train_style(
        &config,
        &Device::flex(),
        &lambdas,
        &|| false,
        &mut |event| {
            if let StyleEvent::RolledBack { from, to } = event {
                back.push((*from, *to));
            }
        },
    );
    assert_eq!(back, [(3, 2)]);
    let summary = measured.expect("trained").expect("a summary");
    assert_eq!(summary.steps, config.steps);
    assert!(summary.best.score.is_finite());
}

#[test]
fn weights_changed_on_the_way_act_and_are_remembered() {
    let folder = folder();
    let device = Device::flex();
    let soft = Lambdas::default();
    let hard = Lambdas {
        content: 2.0,
        ..soft
    };
    // Changed before the fourth step, whoever asks again.
    let asked = Cell::new(0);
    let change = |now| {
        asked.set(asked.get() + 1);
        if asked.get() == 4 { hard } else { now }
    };
    let mut changes = Vec::new();
    let mut hear = |event: &StyleEvent| {
        if let StyleEvent::Weighed(change) = event {
            changes.push((change.step, change.lambdas.content));
        }
    };
    let changed = config(folder.path(), "changed");
    train_style(&changed, &device, &change, &|| false, &mut hear).expect("trained");
    assert_eq!(changes, [(0, 0.22), (3, 2.0)]);
    for (name, constant) in [("soft", soft), ("hard", hard)] {
        let run = config(folder.path(), name);
        train_style(&run, &device, &|_| constant, &|| false, &mut |_| {}).expect("trained");
        let average = |run| {
            State::load(&state::file(run), &device)
                .expect("a run")
                .average
        };
        let one = crate::nn::parameters(&average(&run.run));
        let other = crate::nn::parameters(&average(&changed.run));
        assert!(
            one.iter().zip(&other).any(|(one, other)| one != other),
            "{name}"
        );
    }

    // Stopped after the change, and resumed by someone who says nothing about weights.
    let mut pieces = config(folder.path(), "pieces");
    asked.set(0);
    let stop = || asked.get() >= 5;
    train_style(&pieces, &device, &change, &stop, &mut |_| {}).expect("trained");
    pieces.resume = true;
    train_style(&pieces, &device, &|now| now, &|| false, &mut |_| {}).expect("resumed");
    assert_eq!(checkpoint(&changed), checkpoint(&pieces));
}

#[test]
fn a_discriminator_at_two_scales_learns_and_goes_on() {
    let folder = folder();
    let device = Device::flex();
    let mut one = config(folder.path(), "one");
    one.scales = 5;
    let refused = train_style(&one, &device, &|now| now, &|| false, &mut |_| {});
    assert!(
        refused
            .expect_err("too many")
            .to_string()
            .contains("--scales 3")
    );
    let mut two = config(folder.path(), "two");
    (one.scales, two.scales) = (1, 2);
    train_style(&one, &device, &|now| now, &|| false, &mut |_| {}).expect("trained");
    let mut accuracy = Vec::new();
    let asked = Cell::new(0);
    let stop = || {
        asked.set(asked.get() + 1);
        asked.get() > 3
    };
    train_style(&two, &device, &|now| now, &stop, &mut |_| {}).expect("trained");
    two.resume = true;
    train_style(&two, &device, &|now| now, &|| false, &mut |event| {
        if let StyleEvent::Steps { critic, .. } = event {
            accuracy.extend(critic.map(|c| c.real + c.fake));
        }
    })
    .expect("resumed");
    assert!(accuracy.iter().all(|a| (0.0..=2.0).contains(a)) && !accuracy.is_empty());
    let mut straight = config(folder.path(), "straight");
    straight.scales = 2;
    train_style(&straight, &device, &|now| now, &|| false, &mut |_| {}).expect("trained");
    assert_eq!(checkpoint(&straight), checkpoint(&two));
    assert_ne!(checkpoint(&one).len(), checkpoint(&two).len());
}

#[test]
fn wide_style_crops_and_another_runs_discriminator_are_taken() {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("contents"), 4, 1);
    pictures(&folder.path().join("styles"), 4, 5);
    let device = Device::flex();
    let mut first = config(folder.path(), "first");
    (first.side, first.style_side, first.steps) = (32, 64, 2);
    train_style(&first, &device, &|now| now, &|| false, &mut |_| {}).expect("trained");
    let mut next = first.clone();
    (next.run, next.start, next.steps) = (folder.path().join("next"), Some(first.run.clone()), 0);
    train_style(&next, &device, &|now| now, &|| false, &mut |_| {}).expect("begun");
    let critic = |run: &Path| {
        let state = State::load(&state::file(run), &device).expect("a run");
        let mut tensors = Vec::new();
        let time = state.critic.expect("a critic").pack(&mut tensors);
        (time, tensors)
    };
    let (time, tensors) = critic(&first.run);
    assert_eq!(time, 2);
    assert_eq!(critic(&next.run), (time, tensors));
    // The side of the style crops belongs to the run.
    (next.resume, next.start, next.style_side) = (true, None, 32);
    let refused = train_style(&next, &device, &|now| now, &|| false, &mut |_| {});
    assert!(
        refused
            .expect_err("another run")
            .to_string()
            .contains("--style-side 64")
    );
}

#[test]
fn an_exported_generator_is_gone_on_with_and_so_is_its_discriminator() {
    let folder = folder();
    let device = Device::flex();
    let mut first = config(folder.path(), "first");
    (first.traits, first.steps) = (Traits::default(), 2);
    train_style(&first, &device, &|now| now, &|| false, &mut |_| {}).expect("trained");
    let file = folder.path().join("both.safetensors");
    export_style(&first.run, &file, false, true, &device).expect("exported");
    let mut next = first.clone();
    (next.run, next.start) = (folder.path().join("next"), Some(file.clone()));
    (next.steps, next.traits) = (0, Traits::LEARNT);
    train_style(&next, &device, &|now| now, &|| false, &mut |_| {}).expect("begun");
    let state = |run: &Path| State::load(&state::file(run), &device).expect("a run");
    let (old, new) = (state(&first.run), state(&next.run));
    let weights = |state: &State| {
        let mut tensors = Vec::new();
        state
            .critic
            .as_ref()
            .expect("a critic")
            .pack_weights(&mut tensors);
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
    let generator = |state: &State| crate::nn::parameters(&state.average);
    near(generator(&old), generator(&new));
    assert_eq!(new.notes.traits, Traits::LEARNT);
    // The traits of a run stay what they are.
    (next.resume, next.start, next.traits) = (true, None, Traits::default());
    let refused = train_style(&next, &device, &|now| now, &|| false, &mut |_| {});
    let message = refused.expect_err("another run").to_string();
    assert!(
        message.contains("--traits replicate,smooth,blurred,free"),
        "{message}"
    );
}

#[test]
fn the_paintings_that_ship_are_a_share_of_the_crops_and_crops_are_functions_of_their_step() {
    use super::data::{Batch, Example, Model, Sources};
    use crate::data::Stored;
    use std::collections::HashSet;
    let plain = |value| Stored::new(&Picture::from_rgb(80, 90, vec![value; 3 * 80 * 90]));
    let (contents, styles, own) = ([plain(0.0)], [plain(0.4)], [plain(0.8)]);
    let sources = Sources {
        contents: &contents,
        styles: &styles,
        own: &own,
    };
    let mut config = config(Path::new(""), "run");
    (config.batch, config.side, config.style_side) = (8, 4, 8);
    let draw =
        |made: &mut HashSet<u64>, back, step| Batch::draw(&sources, &config, back, step, made);
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
                    assert_eq!(example, Example::draw(&sources, &config, 0, id));
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
    (run.steps, run.examine_every, run.adversarial) = (3, 1, None);
    // What comes later is worse: the style no longer counts.
    let asked = Cell::new(0);
    let forget = |now| {
        asked.set(asked.get() + 1);
        let style = if asked.get() > 1 { 0.0 } else { 1.0 };
        Lambdas { style, ..now }
    };
    let mut curve = Vec::new();
    let device = Device::flex();
    let summary = train_style(&run, &device, &forget, &|| false, &mut |event| {
        if let StyleEvent::Measured(measured) = event {
            curve.push(measured.clone());
        }
    });
    let summary = summary.expect("trained").expect("a summary");
    let best = curve.iter().min_by(|a, b| a.score.total_cmp(&b.score));
    assert_eq!(Some(&summary.best), best);
    let parts = [summary.contents, summary.styles];
    assert!(
        parts.iter().all(|s| s.test > 0 && s.validation > 0),
        "{parts:?}"
    );
    assert_eq!(parts[0].train + parts[0].validation + parts[0].test, 40);
    let test = summary.test.clone().expect("a test");
    assert_eq!(test.step, summary.best.step);
    assert!(test.score.is_finite() && test.score != summary.best.score);
    let text = std::fs::read(run.run.join("summary.json")).expect("written");
    let read: StyleSummary = serde_json::from_slice(&text).expect("a summary");
    assert_eq!(read, summary);
}

#[test]
fn an_exported_run_paints_pictures_of_any_size() {
    let folder = folder();
    let mut config = config(folder.path(), "run");
    (config.steps, config.adversarial) = (1, None);
    let device = Device::flex();
    let trained = train_style(&config, &device, &|now| now, &|| false, &mut |_| {});
    trained.expect("trained");
    let file = folder.path().join("instant.safetensors");
    assert_eq!(run_kind(&config.run).expect("a run"), RunKind::Style);
    export_style(&config.run, &file, true, false, &device).expect("exported");
    // Another run can begin with it.
    let mut next = config.clone();
    (next.run, next.start) = (folder.path().join("next"), Some(file.clone()));
    next.steps = 0;
    train_style(&next, &device, &|now| now, &|| false, &mut |_| {}).expect("begun");
    let again = folder.path().join("again.safetensors");
    export_style(&next.run, &again, false, false, &device).expect("exported");
    let bytes = |file: &Path| {
        let weights = crate::nn::Weights::open(file, |_| true).expect("a model");
        weights
            .find("generator.early.weight")
            .expect("a tensor")
            .values
            .clone()
    };
    assert_eq!(bytes(&file), bytes(&again));

    let net = FeatureNet::open(&NetSpec::BuiltIn, &device).expect("built-in");
    let instant = Instant::open(&file, Arc::new(net), Compute::cpu("test"));
    let instant = instant.expect("a model");
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
