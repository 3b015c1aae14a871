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
    studio.succeed("train dream --device cpu --pictures pictures --steps 1 --batch 2 -o run");
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
    assert!(studio.path("way/between.gif").exists());
    let paints = studio.alone("generate impasto-painter --device cpu -o none");
    assert_ne!(status(&paints), 0);
}
