//! From folders to models and to pictures, with two commands each; as few steps as there can be.

use super::*;

impl Studio {
    /// Folders `names` with a picture each, all of different sizes.
    fn folders(&self, names: &[&str]) {
        for (i, name) in names.iter().enumerate() {
            let folder = self.path(name);
            std::fs::create_dir_all(&folder).expect("folder");
            let side = 72 + 8 * i;
            let picture = match i % 2 {
                0 => landscape(side, side),
                _ => strokes(side, side),
            };
            save(&picture, &folder.join("a.png"));
        }
    }

    /// The program with a data folder of its own.
    fn alone(&self, words: &str) -> Output {
        let mut command = self.command(words);
        for name in ["XDG_DATA_HOME", "APPDATA", "HOME"] {
            command.env(name, self.path("data"));
        }
        command.output().expect("started")
    }

    fn succeed(&self, words: &str) -> Output {
        let output = self.alone(words);
        assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
        output
    }
}

#[test]
fn several_domains_are_learnt_told_by_name_and_kept_by_recipes() {
    let studio = Studio::new();
    studio.folders(&["hills", "waves"]);
    let train = "train domains --device cpu --steps 1 --side 64 --scales 0 -o run";
    let output = studio.succeed(&format!("{train} --domain hills=hills waves=waves"));
    assert!(stderr(&output).contains("--domain NAME"), "{output:?}");
    let model = "--model run/model.safetensors";
    let shown = studio.succeed("models show run/model.safetensors");
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("hills, waves"), "{shown}");
    for (name, file) in [("hills", "a.png"), ("waves", "b.png")] {
        studio.succeed(&format!(
            "stylize --device cpu 湖.png {model} --domain {name} -o {file} -q"
        ));
    }
    studio.succeed(&format!(
        "stylize --device cpu 湖.png {model} -o first.png -q"
    ));
    let painted = |file: &str| pixels(&studio.path(file));
    assert_ne!(painted("a.png"), painted("b.png"));
    assert_eq!(painted("a.png"), painted("first.png"));
    // The recipe names domain and model; another domain can be asked for.
    studio.succeed("models import run/model.safetensors");
    studio.succeed("stylize --device cpu --recipe b.png -o again.png -q");
    assert_eq!(painted("b.png"), painted("again.png"));
    studio.succeed("stylize --device cpu --recipe b.png --domain hills -o other.png -q");
    assert_eq!(painted("a.png"), painted("other.png"));
    for (wrong, told) in [
        (format!("{model} --domain mosaics"), "only hills, waves"),
        ("--domain hills --style batik".to_owned(), "no domain"),
        (
            format!("{model} --domain hills --style batik"),
            "leave one of them out",
        ),
    ] {
        let output = studio.alone(&format!("stylize --device cpu 湖.png {wrong} -o c.png"));
        assert_ne!(status(&output), 0, "{wrong}");
        assert!(
            stderr(&output).contains(told),
            "{wrong}: {}",
            stderr(&output)
        );
    }
    for (wrong, told) in [
        ("--domain hills=hills", "2 to 64"),
        ("--domain hills", "NAME=DIR"),
        ("--side 64 --domain hills=hills void=void", "'void'"),
    ] {
        let output = studio.alone(&format!("train domains --device cpu -o none {wrong}"));
        assert_ne!(status(&output), 0, "{wrong}");
        assert!(
            stderr(&output).contains(told),
            "{wrong}: {}",
            stderr(&output)
        );
        assert!(!studio.path("none/checkpoint.safetensors").exists());
    }
}

#[test]
fn a_school_and_a_translation_paint_without_a_style() {
    let studio = Studio::new();
    studio.folders(&["photographs", "paintings"]);
    let school = "train school --device cpu --paintings paintings --contents photographs --side 64";
    studio.succeed(&format!("{school} --steps 1 --scales 0 -o school"));
    let both = "train unpaired --device cpu --from photographs --to paintings --side 64";
    studio.succeed(&format!("{both} --steps 1 --scales 1 --batch 1 -o both"));
    for model in ["school/model", "both/model", "both/model-back"] {
        studio.succeed(&format!(
            "stylize --device cpu 湖.png --model {model}.safetensors -o a.png -q"
        ));
        assert_ne!(
            pixels(&studio.path("a.png")),
            pixels(&studio.path("湖.png"))
        );
    }
    // A run is of its task.
    let output = studio.alone(&format!("{both} --resume -o school"));
    assert!(stderr(&output).contains("'school'"), "{output:?}");
    let void = studio.alone("train school --device cpu --paintings void -o none");
    assert!(stderr(&void).contains("no picture"), "{void:?}");
}

#[test]
fn dreams_are_generated_with_what_they_repeat_and_on_the_way_between_two() {
    let studio = Studio::new();
    studio.folders(&["pictures"]);
    studio
        .succeed("train dream --alone --device cpu --pictures pictures --steps 1 --batch 2 -o run");
    let generate = "generate run/model.safetensors --device cpu";
    let output = studio.succeed(&format!("{generate} -n 2 --sheet --json -o dreams"));
    let told = lines(&output);
    assert_eq!(told.len(), 2);
    assert!(told[0]["copy_score"].is_number(), "{told:?}");
    assert!(stderr(&output).contains("1 pictures only"), "{output:?}");
    studio.succeed(&format!("{generate} -n 2 -o again"));
    let dream = |folder: &str| pixels(&studio.path(folder).join("0002.png"));
    assert_eq!(dream("dreams"), dream("again"));
    assert!(studio.path("dreams/sheet.png").exists());
    studio.succeed(&format!("{generate} --between 1 2 --frames 2 -o way"));
    assert!(
        ["png", "gif"]
            .iter()
            .all(|e| studio.path(&format!("way/between.{e}")).exists())
    );
    let paints = studio.alone("generate impasto-painter --device cpu -o none");
    assert_ne!(status(&paints), 0);
}

#[test]
fn settings_are_searched_left_and_gone_on_with_until_there_is_a_table() {
    let studio = Studio::new();
    studio.folders(&["pictures"]);
    studio.succeed(
        "train dream --alone --device cpu --pictures pictures --steps 1 --batch 2 -o first",
    );
    let settings = std::fs::read_to_string(studio.path("first/settings.toml")).expect("settings");
    let settings = settings.replace("measured = 256", "measured = 4");
    std::fs::write(studio.path("dream.toml"), settings).expect("written");
    let words = "train search dream.toml --over rate=1e-4,2e-4 --steps 2 -o search --device cpu";
    studio.succeed(&format!("{words} --for 0s"));
    let output = studio.succeed(&format!("{words} --json"));
    let told = lines(&output);
    let table = told.last().expect("a table");
    assert_eq!((told.len(), table["share"].as_f64()), (4, Some(0.75)));
    let trials = table["trials"].as_array().expect("trials");
    assert_eq!(
        (&trials[0]["steps"], &trials[1]["steps"]),
        (&2.into(), &1.into())
    );
    assert!(stderr(&output).contains("train export"), "{output:?}");
    // All is known already.
    assert_eq!(lines(&studio.succeed(&format!("{words} --json"))).len(), 1);
    let other = studio.alone("train search dream.toml --over rate=1e-4 -o search --device cpu");
    assert_eq!(status(&other), 1);
    assert!(
        stderr(&other).contains("other settings"),
        "{}",
        stderr(&other)
    );
}

#[cfg(unix)]
#[test]
fn a_training_that_is_killed_leaves_a_whole_checkpoint_and_goes_on_as_if_it_had_not_been() {
    let studio = Studio::new();
    studio.folders(&["pictures"]);
    let train = "train dream --alone --device cpu --pictures pictures --batch 2 --steps 6 --save-every 1 --validate-every 1000 -o";
    let killed = studio.path("killed/checkpoint.safetensors");
    let size = |file: &std::path::Path| std::fs::metadata(file).map_or(0, |file| file.len());
    for attempt in 0..3u32 {
        let mut words = format!("{train} killed");
        if killed.exists() {
            words = "train resume killed --device cpu".to_owned();
        }
        let run = Running(studio.command(&words).spawn().expect("started"));
        // After other times each: while it reads, learns, or writes.
        let started = std::time::Instant::now();
        while size(&killed) == 0 && started.elapsed().as_secs() < 120 {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        std::thread::sleep(std::time::Duration::from_millis(
            130 * u64::from(attempt).pow(2),
        ));
        drop(run);
        studio.succeed("train export killed --last -o killed.safetensors");
        studio.succeed("models show killed.safetensors");
    }
    studio.succeed("train resume killed --device cpu");
    studio.succeed(&format!("{train} straight"));
    let bytes = |run: &str| std::fs::read(studio.path(run).join("checkpoint.safetensors"));
    assert!(bytes("killed").expect("one") == bytes("straight").expect("one"));
}
