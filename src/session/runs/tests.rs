use super::*;
use crate::{
    compute::Compute,
    picture::{ExportOptions, Picture, Stamp, export},
    session::{read_code, runs::bin::in_bin},
    train::{Domain, DomainsConfig, RunConfig, StepOutcome, TaskSettings, UnpairedConfig},
};

fn settings() -> RunSettings {
    RunSettings {
        run: RunConfig {
            folder: PathBuf::new(),
            steps: 400,
            seed: 7,
            validate_every: 50,
            save_every: 20,
            patience: None,
            parent: None,
            parts: crate::data::Parts::default(),
            resume: false,
        },
        task: TaskSettings::all().remove(0),
    }
}

#[test]
fn a_run_is_made_named_put_into_the_bin_and_brought_back() {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path();
    assert!(runs(data).is_empty() && in_bin(data).is_empty());
    let first = new_run(data, "Hokusai: waves", 100, settings()).expect("made");
    let second = new_run(data, "Hokusai: waves", 200, settings()).expect("made");
    assert_ne!(first.run.folder, second.run.folder);
    let all = runs(data);
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].folder, second.run.folder, "the newest first");
    assert_eq!(all[1].about.name, "Hokusai: waves");
    assert_eq!(all[1].settings.as_ref().expect("settings"), &first);
    assert!(!all[1].is_begun);

    describe_run(&first.run.folder, "海浪", " fifty prints \n", data).expect("renamed");
    describe_run(&second.run.folder, "  ", "", data).expect("a name is kept");
    let all = runs(data);
    let named = |folder: &Path| {
        let run = all.iter().find(|run| run.folder == folder);
        run.expect("there").about.clone()
    };
    assert_eq!(named(&first.run.folder).name, "海浪");
    assert_eq!(named(&first.run.folder).note, "fifty prints");
    assert_eq!(named(&first.run.folder).began, 100);
    assert_eq!(named(&second.run.folder).name, "Hokusai: waves");

    to_bin(&first.run.folder, data).expect("moved");
    to_bin(&first.run.folder, data).expect("gone already");
    assert_eq!((runs(data).len(), in_bin(data).len()), (1, 1));
    // Another one has taken its place meanwhile.
    std::fs::create_dir(&first.run.folder).expect("a folder");
    let thrown = in_bin(data).remove(0);
    bring_back(&thrown.folder, data).expect("moved");
    assert_eq!((runs(data).len(), in_bin(data).len()), (3, 0));
    to_bin(&second.run.folder, data).expect("moved");
    empty_bin(data).expect("emptied");
    empty_bin(data).expect("empty already");
    assert_eq!((runs(data).len(), in_bin(data).len()), (2, 0));
}

#[test]
fn nothing_outside_the_folder_of_runs_is_touched() {
    let folder = tempfile::tempdir().expect("folder");
    let (data, other) = (folder.path().join("data"), folder.path().join("other"));
    std::fs::create_dir(&other).expect("a folder");
    assert!(to_bin(&other, &data).is_err());
    assert!(bring_back(&other, &data).is_err());
    assert!(describe_run(&other, "x", "", &data).is_err());
    assert!(to_bin(&runs_folder(&data), &data).is_err());
    assert_eq!(std::fs::read_dir(&other).expect("there").count(), 0);
    assert!(describe_run(&runs_folder(&data).join("gone"), "x", "", &data).is_err());
}

#[test]
fn a_run_whose_files_are_broken_is_told_and_the_others_are_there_all_the_same() {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path();
    let whole = new_run(data, "whole", 5, settings()).expect("made");
    let broken = runs_folder(data).join("broken");
    std::fs::create_dir(&broken).expect("a folder");
    for (name, bytes) in [
        ("settings.toml", b"task = 3".as_slice()),
        ("about.toml", b"\xff\xfe"),
        ("log.jsonl", b"{\"event\":\"steps\nnot json\n\0\0"),
        (crate::train::CHECKPOINT, b"no checkpoint"),
    ] {
        std::fs::write(broken.join(name), bytes).expect("written");
    }
    let all = runs(data);
    assert_eq!(all.len(), 2);
    let told = all.iter().find(|run| run.folder == broken).expect("there");
    assert!(told.settings.is_err() && told.is_begun);
    assert_eq!(told.about.name, "broken");
    assert!(export_run(&broken, &data.join("model.safetensors")).is_err());
    assert!(
        install_run(&whole.run.folder, false, None, data).is_err(),
        "nothing learnt yet"
    );
    // What was tried leaves nothing behind.
    let left: Vec<_> = std::fs::read_dir(data).expect("there").flatten().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    let folder = tempfile::tempdir().expect("folder");
    // A file where the folder should be: also who may do everything cannot write there.
    std::fs::write(folder.path().join("runs"), "").expect("written");
    assert!(new_run(folder.path(), "x", 1, settings()).is_err());
    assert!(runs(folder.path()).is_empty());
}

#[test]
fn how_fast_a_run_was_tells_how_fast_a_larger_one_will_be() {
    let folder = tempfile::tempdir().expect("folder");
    let made = new_run(folder.path(), "x", 1, settings()).expect("made");
    let log = r#"{"event":"steps","step":25,"losses":{},"rate":0.1,"speed":2.0}"#;
    std::fs::write(made.run.folder.join("log.jsonl"), log).expect("written");
    let run = RunInfo::read(&made.run.folder);
    assert_eq!(run.speed_of(&made), Some(2.0));
    let mut larger = made.clone();
    if let TaskSettings::School(config) = &mut larger.task {
        config.teaching.batch *= 2;
    }
    assert_eq!(run.speed_of(&larger), Some(1.0));
    larger.task = TaskSettings::all().remove(1);
    assert_eq!(run.speed_of(&larger), None);
}

/// Four small pictures of waves, others for each `salt`.
fn pictures(folder: &Path, salt: usize) {
    std::fs::create_dir(folder).expect("folder");
    for i in 0..4 {
        let value = |at: usize| {
            let (x, y) = (at / 3 % 64, at / 192);
            let wave = (x * (i + 1) + y * (salt + 2) + 7 * (at % 3)) as f32 * 0.13;
            0.5 + 0.45 * wave.sin() * ((y * (i + salt)) as f32 * 0.05).cos()
        };
        let picture = Picture::from_rgb(64, 64, (0..64 * 64 * 3).map(value).collect());
        let path = folder.join(format!("{i}.png"));
        export(
            &picture,
            &path,
            &ExportOptions::default(),
            &Stamp::default(),
        )
        .expect("saved");
    }
}

/// A run of `task` in `data` whose few steps are done.
fn learnt(data: &Path, name: &str, task: TaskSettings) -> PathBuf {
    let mut settings = settings();
    (settings.run.steps, settings.task) = (1, task);
    let made = new_run(data, name, 1, settings).expect("made");
    let folder = made.run.folder.clone();
    let cpu = Compute::cpu("test");
    let mut run = made
        .setup()
        .read()
        .expect("read")
        .begin(&cpu)
        .expect("begun");
    while run.step().expect("a piece") != StepOutcome::Done {}
    folder
}

#[test]
fn each_domain_becomes_a_style_and_each_way_of_a_translation_a_model() {
    let folder = tempfile::tempdir().expect("folder");
    let data = folder.path().join("data");
    let [waves, greys] = ["waves", "greys"].map(|name| folder.path().join(name));
    pictures(&waves, 5);
    pictures(&greys, 1);
    let domain = |name: &str, path: &Path| Domain {
        name: name.to_owned(),
        folders: vec![path.to_owned()],
    };
    let mut task = DomainsConfig::new(vec![domain("海浪", &waves), domain("greys", &greys)]);
    (task.teaching.side, task.teaching.style_side) = (48, 48);
    task.teaching.measured_side = 64;
    let run = learnt(&data, "both", TaskSettings::Domains(task));
    let installed = install_run(&run, false, None, &data).expect("installed");
    assert_eq!(installed.model.domains, ["海浪", "greys"]);
    let stems = installed
        .styles
        .iter()
        .map(|style| style.file_stem().unwrap_or_default());
    assert_eq!(stems.collect::<Vec<_>>(), ["海浪, both", "greys, both"]);
    let codes = installed
        .styles
        .iter()
        .map(|style| read_code(style).expect("a style").0);
    let codes: Vec<_> = codes.collect();
    assert_ne!(codes[0], codes[1]);
    // Once more is not twice.
    let again = install_run(&run, false, None, &data).expect("installed");
    assert_eq!(again.styles, installed.styles);

    let mut task = UnpairedConfig::new(vec![waves], vec![greys]);
    (task.side, task.measured_side) = (48, 64);
    let run = learnt(&data, "there", TaskSettings::Unpaired(task));
    assert!(RunInfo::read(&run).has_way_back());
    for (back, name) in [(false, "there"), (true, "there, back")] {
        let installed = install_run(&run, back, None, &data).expect("installed");
        assert_eq!(
            (installed.model.name.as_str(), installed.styles.len()),
            (name, 1)
        );
    }
    let all = crate::session::models::generators(&data);
    let own = all
        .iter()
        .filter(|model| model.info.name.starts_with("there"));
    assert_eq!(own.count(), 2);
}
