use super::*;
use crate::{
    session::runs::bin::in_bin,
    train::{RunConfig, TaskSettings},
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
        install_run(&whole.run.folder, None, data).is_err(),
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
        config.batch *= 2;
    }
    assert_eq!(run.speed_of(&larger), Some(1.0));
    larger.task = TaskSettings::all().remove(1);
    assert_eq!(run.speed_of(&larger), None);
}
