//! A run of two domains from their folders to pictures, on the CPU backend.

use super::{
    super::{
        generator::Painter as _,
        odd_folders::odd_folders_are_told,
        school::{School, test_pictures as pictures},
    },
    *,
};
use crate::{
    compute::Compute,
    nn::{CODE_SIZE, FeatureNet, Model, ModelKind, NetSpec, Traits},
    picture::Picture,
    stylize::{Instant, Recipe},
    train::{
        RunConfig, TrainEvent, TrainRun, export_domains,
        tests::{after, checkpoint, drive},
    },
};
use burn::tensor::Tensor;
use std::path::Path;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    pictures(&folder.path().join("waves"), 5, 5, false);
    pictures(&folder.path().join("greys"), 4, 1, true);
    folder
}

fn config(folder: &Path, run: &str) -> (RunConfig, DomainsConfig) {
    let run = RunConfig {
        folder: folder.join(run),
        steps: 4,
        seed: 3,
        validate_every: 2,
        save_every: 2,
        patience: None,
        parent: None,
        parts: crate::data::Parts::default(),
        resume: false,
    };
    let domain = |name: &str| Domain {
        name: name.to_owned(),
        folders: vec![folder.join(name)],
    };
    let mut task = DomainsConfig::new(vec![domain("waves"), domain("greys")]);
    task.teaching.side = 48;
    task.teaching.style_side = 48;
    task.teaching.measured_side = 64;
    (run, task)
}

fn train(run: &RunConfig, task: &DomainsConfig, stop: &dyn Fn() -> bool) -> Vec<TrainEvent> {
    let mut events = Vec::new();
    let opened = TrainRun::open::<DomainsTask>(run.clone(), task.clone(), &Compute::cpu("test"));
    let report = &mut |event: &TrainEvent| events.push(event.clone());
    drive(opened.expect("opened"), &|now| now, stop, report).expect("trained");
    events
}

#[test]
fn a_resumed_run_gives_the_same_weights_and_a_model_that_paints_each_domain_by_its_name() {
    let folder = folder();
    let (straight, task) = config(folder.path(), "straight");
    let events = train(&straight, &task, &|| false);
    let measured = events.iter().find_map(|event| match event {
        TrainEvent::Measured(measured) => Some(measured.values.clone()),
        _ => None,
    });
    let values = measured.expect("measured");
    assert!(values.are_numbers());
    let right = values
        .get("right")
        .expect("how often the asked one is nearest");
    assert!((0.0..=1.0).contains(&right) && values.get("distance.greys").is_some());

    let (mut pieces, _) = config(folder.path(), "pieces");
    train(&pieces, &task, &after(3));
    assert_ne!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    pieces.resume = true;
    train(&pieces, &task, &|| false);
    assert_eq!(checkpoint(&straight.folder), checkpoint(&pieces.folder));
    // Other domains are another run.
    let mut renamed = task.clone();
    renamed.domains[0].name = "others".to_owned();
    let opened = TrainRun::open::<DomainsTask>(pieces, renamed, &Compute::cpu("test"));
    let error = opened.err().expect("refused").to_string();
    assert!(error.contains("domains"), "{error}");

    let compute = Compute::cpu("test");
    let file = folder.path().join("both.safetensors");
    export_domains(&straight.folder, &file, "both", false, &compute.device).expect("exported");
    let model = Model::open(&file).expect("a model");
    assert_eq!(model.info.kind, ModelKind::Domains);
    assert_eq!(model.info.domains, ["waves", "greys"]);
    let told = model.info.card.data.iter().map(|data| data.what.as_str());
    assert_eq!(told.take(2).collect::<Vec<_>>(), ["waves", "greys"]);
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("the encoder");
    let instant = Instant::open(&model, Arc::new(net), compute).expect("it paints");
    let style = |domain: &str| {
        let recipe = Recipe {
            domain: domain.to_owned(),
            ..Recipe::default()
        };
        instant.style_of(&recipe, Vec::new())
    };
    // Without a name it is the first.
    assert_eq!(
        style("").expect("a style"),
        style("waves").expect("a style")
    );
    assert_ne!(
        style("greys").expect("a style"),
        style("waves").expect("a style")
    );
    let grey = Picture::from_rgb(64, 64, vec![0.3; 3 * 64 * 64]);
    assert!(
        instant
            .own_style(Some(&grey), "greys")
            .expect("seen")
            .is_some()
    );
    let error = style("mosaics").expect_err("no such domain").to_string();
    assert!(
        error.contains("mosaics") && error.contains("waves, greys"),
        "{error}"
    );
}

#[test]
fn labels_take_turns_whatever_the_sizes_of_folders() {
    let folder = folder();
    pictures(&folder.path().join("waves"), 30, 5, false);
    let (_, task) = config(folder.path(), "run");
    let data = DomainsTask::read(&task, &crate::data::Parts::default()).expect("read");
    let train = |pool: &Pool| Arc::clone(&pool.train);
    let sources = Sources {
        contents: data.domains.iter().map(train).collect(),
        styles: data.domains.iter().map(train).collect(),
        own: Arc::default(),
    };
    let mut batches = sources.batches(task.teaching.crops(), 1, 0);
    let mut counts = [0; 2];
    for step in 0..20 {
        for item in batches(step).items {
            counts[item.label] += 1;
        }
    }
    assert_eq!(counts, [40, 40]);
}

#[test]
fn wrong_labels_are_never_the_own_and_each_as_often_as_the_right_one() {
    let device = Device::flex();
    let school = School::new(Traits::default(), 4, 0.5, &device);
    let codes = Tensor::zeros([2, CODE_SIZE], &device);
    let mut counts = [[0.0; 4]; 2];
    // In the order in which batches of four have them.
    for item in (0..600u64).step_by(2) {
        let labels = [item as usize % 4, (item as usize + 1) % 4];
        let told = school.told(&codes, &labels, item);
        let rows = [Some(told.right), told.wrong].map(|told| -> Vec<f32> {
            let told = told.expect("labels are told");
            told.into_data()
                .iter::<f32>()
                .map(|v| v.signum() * v.abs().min(1.0))
                .collect()
        });
        for i in 0..8 {
            assert!(rows[0][i] * rows[1][i] == 0.0);
            (0..2).for_each(|side| counts[side][i % 4] += rows[side][i]);
        }
    }
    assert_eq!(counts[0], [150.0; 4]);
    assert!(
        counts[1].iter().all(|count| (110.0..190.0).contains(count)),
        "{counts:?}"
    );
}

#[test]
fn what_cannot_be_told_apart_or_learnt_is_refused_by_name() {
    let folder = folder();
    let (run, task) = config(folder.path(), "run");
    let refused = |change: &dyn Fn(&mut DomainsConfig)| {
        let mut task = task.clone();
        change(&mut task);
        match DomainsTask::read(&task, &crate::data::Parts::default()) {
            Err(Error::Training(fault)) => fault,
            Err(other) => panic!("{other}"),
            Ok(_) => panic!("read"),
        }
    };
    let name = |name: &str| TrainingFault::DomainName(name.to_owned());
    assert_eq!(
        refused(&|t| t.domains[1].name = "waves".into()),
        name("waves")
    );
    assert_eq!(
        refused(&|t| t.domains[0].name = " a\n".into()),
        name(" a\n")
    );
    let one = TrainingFault::DomainCount { found: 1, most: 64 };
    assert_eq!(refused(&|t| t.domains.truncate(1)), one);
    let nowhere = folder.path().join("nowhere");
    let empty = TrainingFault::EmptyDomain {
        name: "greys".to_owned(),
        side: 48,
    };
    assert_eq!(
        refused(&|t| t.domains[1].folders = vec![nowhere.clone()]),
        empty
    );
    // One picture a domain is enough to begin; a folder that vanishes is told when the run is resumed.
    for (name, salt) in [("waves", 3), ("greys", 4)] {
        let own = folder.path().join("single").join(name);
        pictures(&own, 1, salt, false);
    }
    let mut single = task.clone();
    for domain in &mut single.domains {
        domain.folders = vec![folder.path().join("single").join(&domain.name)];
    }
    train(&run, &single, &after(2));
    std::fs::remove_dir_all(folder.path().join("single/greys")).expect("removed");
    let again = RunConfig {
        parent: None,
        parts: crate::data::Parts::default(),
        resume: true,
        ..run.clone()
    };
    let opened = TrainRun::open::<DomainsTask>(again, single, &Compute::cpu("test"));
    let error = opened.err().expect("refused").to_string();
    assert!(error.contains("greys"), "{error}");
    // With other pictures it goes on, and says so.
    let again = RunConfig {
        parent: None,
        parts: crate::data::Parts::default(),
        resume: true,
        ..run
    };
    let events = train(&again, &task, &|| false);
    assert!(events.contains(&TrainEvent::Warned(TrainWarning::OtherPictures)));
}

#[test]
fn odd_folders_of_a_domain_are_told() {
    let folder = folder();
    odd_folders_are_told(PictureRole::Pictures, |odd| {
        let (_, mut task) = config(folder.path(), "run");
        task.domains[1].folders = vec![odd];
        Ok(DomainsTask::read(&task, &crate::data::Parts::default())?.warnings)
    });
}

#[test]
fn what_is_given_to_be_painted_is_half_of_all_contents() {
    let folder = folder();
    let (_, mut task) = config(folder.path(), "run");
    let read = |task: &DomainsConfig| {
        DomainsTask::read(task, &crate::data::Parts::default()).expect("read")
    };
    let drawn = |data: &DomainsData| {
        let all: Vec<*const Pool> = in_halves(data.contents.as_ref(), &data.domains)
            .map(std::ptr::from_ref)
            .collect();
        let given = data.contents.as_ref().map(std::ptr::from_ref);
        let of_given = all.iter().filter(|pool| Some(**pool) == given).count();
        (of_given, all.len())
    };
    assert_eq!(drawn(&read(&task)), (0, 2));
    task.contents = vec![folder.path().join("waves")];
    assert_eq!(drawn(&read(&task)), (2, 4));
}
