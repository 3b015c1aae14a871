//! A run of one school from its folder to a picture, on the CPU backend.

use super::*;
use crate::{
    compute::Compute,
    error::Error,
    nn::{FeatureNet, Model, ModelKind, NetSpec, Shipped, named_parameters},
    picture::Picture,
    stylize::{Instant, Look as Looks, Recipe, Strokes},
    train::{
        Kept, Parent, RunConfig, TrainEvent, TrainRun,
        checkpoint::checkpoint_in,
        export_school,
        tests::{after, checkpoint, drive},
    },
};
use burn::tensor::{Device, Tensor};
use std::path::Path;

/// Small pictures of waves, each different.
pub fn pictures(folder: &Path, count: usize, salt: usize, grey: bool) {
    std::fs::create_dir_all(folder).expect("folder");
    for i in 0..count {
        let picture = image::RgbImage::from_fn(64, 64, |x, y| {
            image::Rgb(std::array::from_fn(|c| {
                let (x, y, c) = (x as usize, y as usize, if grey { 0 } else { c });
                let wave = (x * (i + 1) + y * (salt + 2) + 7 * c) as f32 * 0.13;
                (127.0 + 120.0 * wave.sin() * ((y * (i + c)) as f32 * 0.05).cos()) as u8
            }))
        });
        picture
            .save(folder.join(format!("{i}.png")))
            .expect("saved");
    }
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("paintings"), 5, 5, false);
    pictures(&folder.path().join("contents"), 4, 1, false);
    std::fs::write(
        folder.path().join("paintings/sources.tsv"),
        "file\tlicence\n0.png\tCC0\n1.png\tCC0\n",
    )
    .expect("written");
    folder
}

fn config(folder: &Path, run: &str) -> (RunConfig, SchoolConfig) {
    let run = RunConfig {
        folder: folder.join(run),
        steps: 5,
        seed: 3,
        validate_every: 3,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let mut task = SchoolConfig::new(
        vec![folder.join("paintings")],
        vec![folder.join("contents")],
    );
    task.teaching.side = 48;
    task.teaching.style_side = 48;
    task.teaching.measured_side = 96;
    (run, task)
}

fn train(run: &RunConfig, task: &SchoolConfig, stop: &dyn Fn() -> bool) -> Vec<TrainEvent> {
    let mut events = Vec::new();
    let opened = TrainRun::open::<SchoolTask>(run.clone(), task.clone(), &Compute::cpu("test"));
    let report = &mut |event: &TrainEvent| events.push(event.clone());
    drive(opened.expect("opened"), &|now| now, stop, report).expect("trained");
    events
}

#[test]
fn a_resumed_run_gives_the_same_weights_and_a_model_that_paints_in_its_school() {
    let folder = folder();
    let (straight, task) = config(folder.path(), "straight");
    let events = train(&straight, &task, &|| false);
    let measured = events.iter().find_map(|event| match event {
        TrainEvent::Measured(measured) => Some(measured.clone()),
        _ => None,
    });
    let values = measured.expect("measured").values;
    assert!(values.are_numbers() && values.get("spread") > Some(0.0));
    let losses = events.iter().find_map(|event| match event {
        TrainEvent::Steps { losses, .. } => Some(losses.clone()),
        _ => None,
    });
    let losses = losses.expect("steps");
    assert!(losses.get("projected.loss").is_some() && losses.get("discriminator.loss").is_some());

    let (mut pieces, _) = config(folder.path(), "pieces");
    train(&pieces, &task, &after(3));
    assert_ne!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    pieces.resume = true;
    let resumed = train(&pieces, &task, &|| false);
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    let other = TrainWarning::OtherPictures;
    assert!(!resumed.contains(&TrainEvent::Warned(other)));

    // The model says what it learnt from, paints in its school by itself, and at strength 0 nothing.
    let compute = Compute::cpu("test");
    let file = folder.path().join("school.safetensors");
    export_school(&straight.folder, &file, "waves", false, &compute.device).expect("exported");
    let model = Model::open(&file).expect("a model");
    assert_eq!(
        (model.info.kind, model.info.name.as_str()),
        (ModelKind::School, "waves")
    );
    let told: Vec<_> = model
        .info
        .card
        .data
        .iter()
        .map(|d| (d.what.as_str(), d.count))
        .collect();
    assert_eq!(&told[..2], [("paintings", 3), ("paintings", 2)]);
    assert!(
        told.iter()
            .any(|(what, _)| what.contains("before the school"))
    );
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("the encoder");
    let instant = Instant::open(&model, Arc::new(net), compute).expect("it paints");
    let style = instant
        .style_of(&Recipe::default(), Vec::new())
        .expect("its own");
    let remembered = model.weights().find("school.paintings").expect("paintings");
    assert_eq!(remembered.shape[0], 5);
    let near = instant.own_style(Some(&Picture::from_rgb(64, 64, vec![0.3; 3 * 64 * 64])), "");
    assert_ne!(near.expect("seen").expect("its own"), style);
    let photograph = Arc::new(Picture::from_rgb(64, 64, vec![0.3; 3 * 64 * 64]));
    let content = instant.encode_content(Arc::clone(&photograph), Strokes::Pixels);
    let content = content.expect("seen");
    let paint = |strength| {
        let look = Looks {
            strength,
            ..Looks::default()
        };
        instant.paint(&content, &style, &look).expect("painted").rgb
    };
    assert_eq!(paint(0.0), photograph.rgb);
    assert_ne!(paint(1.0), photograph.rgb);
    // It is one more thing to learn on from.
    let (again, mut task) = config(folder.path(), "again");
    task.teaching.start = Some(file);
    train(&again, &task, &|| false);
}

#[test]
fn of_few_paintings_only_the_last_layers_learn() {
    let folder = folder();
    let (run, task) = config(folder.path(), "few");
    train(&run, &task, &|| false);
    let shipped = Shipped::newest(ModelKind::Generator)
        .and_then(Shipped::open)
        .expect("ships");
    let before = |name: &str| shipped.weights().find(name).map(|own| own.values.clone());
    let last = ["generator.style.heads", "generator.half", "generator.full"];
    let few = parameters(&run);
    assert_eq!(layers(&learnt(&few, before)), last);

    // A branch begins with what was learnt, and says itself which layers learn.
    let (mut branch, mut task) = config(folder.path(), "branch");
    (branch.steps, task.teaching.freedom) = (1, Freedom::All);
    branch.parent = Some(Parent {
        run: run.folder,
        kept: Kept::Latest,
    });
    train(&branch, &task, &|| false);
    let of_parent = |name: &str| {
        let own = few.iter().find(|(other, _)| other == name);
        own.map(|(_, values)| values.clone())
    };
    let all = learnt(&parameters(&branch), of_parent);
    assert!(layers(&all).len() > last.len(), "{all:?}");
    let saved = Saved::open(&checkpoint_in(&branch.folder)).expect("saved");
    assert_eq!(saved.setting("last_layers_only").expect("told"), "false");
}

/// The parameters of a run's generator, by name.
fn parameters(run: &RunConfig) -> Vec<(String, Vec<f32>)> {
    let saved = Saved::open(&checkpoint_in(&run.folder)).expect("saved");
    let figure = Figure::of(&saved, 1).expect("a school");
    let begun = Begun::load(figure, &saved, &Device::flex()).expect("networks");
    let all = named_parameters(&begun.networks.generator.net).into_iter();
    all.map(|(name, data)| (name, data.iter().collect()))
        .collect()
}

/// Names of those that are not as they were `before`.
fn learnt(now: &[(String, Vec<f32>)], before: impl Fn(&str) -> Option<Vec<f32>>) -> Vec<String> {
    let other = |name: &str, values: &Vec<f32>| before(name).is_some_and(|own| own != *values);
    let changed = now.iter().filter(|(name, values)| other(name, values));
    changed.map(|(name, _)| name.clone()).collect()
}

/// Layers whose weights are named.
fn layers(names: &[String]) -> Vec<&str> {
    let weights = names.iter().filter_map(|name| name.strip_suffix(".weight"));
    weights.collect()
}

#[test]
fn fewer_cores_learn_the_same() {
    let folder = folder();
    let on = |threads: usize| {
        let (mut run, mut task) = config(folder.path(), &threads.to_string());
        run.steps = 2;
        // All that can be parted among threads is.
        (task.teaching.freedom, task.teaching.batch) = (Freedom::All, 4);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        let learn = || train(&run, &task, &|| false);
        pool.expect("threads").install(learn);
        checkpoint(&run.folder)
    };
    let one = on(1);
    assert!(one == on(2), "two cores");
    assert!(one == on(5), "five");
}

#[test]
fn what_folders_lack_is_said_and_what_cannot_be_learnt_from_is_refused() {
    let folder = folder();
    let root = folder.path();
    let (run, task) = config(root, "run");
    let warned = |task: &SchoolConfig| -> Vec<TrainWarning> {
        SchoolTask::read(task, &crate::data::Parts::default())
            .expect("read")
            .warnings
    };
    let few = TrainWarning::FewPaintings {
        found: 5,
        wanted: 50,
    };
    assert_eq!(warned(&task)[0], few);
    pictures(&root.join("grey"), 4, 3, true);
    std::fs::copy(root.join("grey/0.png"), root.join("grey/copy.png")).expect("copied");
    let picture = image::open(root.join("grey/1.png")).expect("read");
    picture.save(root.join("grey/1.bmp")).expect("saved");
    std::fs::write(root.join("grey/broken.jpg"), b"nothing").expect("written");
    let mut grey = task.clone();
    grey.paintings = vec![root.join("grey")];
    grey.contents.clear();
    let told = warned(&grey);
    let role = PictureRole::Paintings;
    assert!(told.contains(&TrainWarning::LeftOut {
        role,
        left_out: 1,
        side: 48
    }));
    assert!(told.contains(&TrainWarning::Grey { grey: 5, of: 5 }));
    assert!(told.contains(&TrainWarning::Alike { alike: 1, of: 5 }));
    assert!(told.contains(&TrainWarning::FewPhotographs {
        found: 4,
        wanted: 20
    }));
    // One painting is enough to learn from.
    let one = root.join("one");
    pictures(&one, 1, 9, false);
    let mut single = task.clone();
    single.paintings = vec![one];
    train(&run, &single, &|| false);

    let refused = |task: &SchoolConfig| match SchoolTask::read(task, &crate::data::Parts::default())
    {
        Err(Error::Training(fault)) => fault,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("read"),
    };
    let mut bad = task.clone();
    bad.paintings = vec![root.join("nowhere")];
    let (role, side) = (PictureRole::Paintings, 48);
    assert_eq!(refused(&bad), TrainingFault::NoPictures { role, side });
    (bad.paintings, bad.teaching.side) = (task.paintings.clone(), 80);
    let role = PictureRole::Paintings;
    assert_eq!(refused(&bad), TrainingFault::NoPictures { role, side: 80 });
    bad.teaching.side = 50;
    assert_eq!(
        refused(&bad),
        TrainingFault::OddSide {
            side: 50,
            multiple: 16
        }
    );
}

#[test]
fn a_photograph_suits_the_painting_that_stands_among_paintings_as_it_does_among_photographs() {
    let device = crate::compute::Compute::cpu("test").device;
    let figure = Teaching::new(32, 64).figure(1);
    let mut begun = Begun::new(figure, None, true, 1, &device).expect("begun");
    let code = |value: f32| Tensor::<2>::full([1, crate::nn::CODE_SIZE], value, &device);
    // Paintings that are all darker than any photograph; without the mean of photographs one suits them all.
    begun.paintings = vec![vec![code(-2.0), code(-1.5), code(-1.0)]];
    let chosen = |begun: &Begun, photograph: f32| -> f32 {
        let palette = begun.palettes().remove(0);
        let style = palette.style_for(&code(photograph));
        let apart = (palette.styles - style).square().mean_dim(1);
        let apart: Vec<f32> = apart.into_data().iter().collect();
        apart
            .iter()
            .position(|apart| *apart == 0.0)
            .map_or(-1.0, |i| i as f32)
    };
    let photographs = [0.1, 0.6, 1.2];
    assert_eq!(
        photographs.map(|photograph| chosen(&begun, photograph)),
        [2.0; 3]
    );
    begun.photographs = Some(code(0.6));
    assert_eq!(
        photographs.map(|photograph| chosen(&begun, photograph)),
        [0.0, 1.0, 2.0]
    );
}
