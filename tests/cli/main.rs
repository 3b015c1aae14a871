//! The program as a process: words, exit statuses, files, JSON lines.

#![allow(clippy::expect_used, reason = "a failed expectation is a failed test")]

#[path = "../common/mod.rs"]
mod common;
mod evaluate;
mod instant;
mod models;
mod quiet;
mod train;

use common::{fixture, landscape, save, strokes};
use impasto::picture::{DecodeLimits, load};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// A folder with a photograph and a painting, and the program run inside it.
struct Studio {
    folder: tempfile::TempDir,
}

impl Studio {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        save(&landscape(96, 64), &folder.path().join("湖.png"));
        save(&strokes(80, 80), &folder.path().join("style.png"));
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_impasto"));
        command
            .current_dir(self.folder.path())
            .args(words.split_whitespace());
        command
    }

    fn run(&self, words: &str) -> Output {
        self.command(words).output().expect("started")
    }

    fn paint(&self, words: &str) -> Output {
        let refine = "stylize --engine refine --device cpu --steps 3 --size 64";
        self.run(&format!("{refine} {words}"))
    }

    /// With the default engine, Instant.
    fn instant(&self, words: &str) -> Output {
        let output = self.run(&format!("stylize --device cpu {words}"));
        assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
        output
    }
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("ended by itself")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a JSON line"))
        .collect()
}

fn pixels(path: &Path) -> Vec<f32> {
    load(path, DecodeLimits::default()).expect("a picture").rgb
}

#[test]
fn json_lines_tell_progress_and_result() {
    let studio = Studio::new();
    let output = studio.paint("湖.png --style style.png -o out.png --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let lines = lines(&output);
    let progress = lines
        .iter()
        .find(|l| l["stage"] == "painting" && l["step"] == 1);
    let progress = progress.expect("a first step");
    for key in ["content", "steps", "losses", "eta_seconds"] {
        assert!(!progress[key].is_null(), "{key}: {progress}");
    }
    let ends = lines.iter().filter(|l| l["step"] == 3);
    assert_eq!(ends.count(), 1, "what is painted after it is no step");
    let result = lines.last().expect("lines");
    assert_eq!(result["event"], "result");
    for key in [
        "content",
        "output",
        "width",
        "height",
        "engine",
        "device",
        "steps",
        "losses",
        "load_seconds",
        "compute_seconds",
        "total_seconds",
        "peak_memory_bytes",
    ] {
        assert!(!result[key].is_null(), "{key}: {result}");
    }
    assert_eq!(
        (result["width"].as_u64(), result["height"].as_u64()),
        (Some(64), Some(43))
    );
    assert_eq!(pixels(&studio.path("out.png")).len(), 64 * 43 * 3);
}

#[test]
fn several_pictures_go_into_a_folder_and_one_bad_one_does_not_stop_them() {
    let studio = Studio::new();
    std::fs::create_dir(studio.path("more")).expect("folder");
    std::fs::copy(studio.path("湖.png"), studio.path("more/湖.png")).expect("copied");
    std::fs::write(studio.path("bad.png"), "not a picture").expect("written");
    let output = studio.paint("湖.png bad.png more/湖.png --style style.png@0.5 -o done/ -q");
    assert_eq!(status(&output), 1);
    assert!(stderr(&output).contains("bad.png"), "{}", stderr(&output));
    assert!(studio.path("done/湖.png").exists() && studio.path("done/湖-2.png").exists());
    assert!(!studio.path("done/bad.png").exists());
}

#[test]
fn inputs_are_never_replaced_and_outputs_are() {
    let studio = Studio::new();
    let before = std::fs::read(studio.path("湖.png")).expect("readable");
    let output = studio.paint("湖.png --style style.png -o ./湖.png");
    assert_eq!(status(&output), 1);
    assert!(
        stderr(&output).contains("never changed"),
        "{}",
        stderr(&output)
    );
    assert_eq!(
        std::fs::read(studio.path("湖.png")).expect("readable"),
        before
    );
    std::fs::write(studio.path("old.jpg"), "an older file").expect("written");
    let output = studio.paint("湖.png --style style.png -o old.jpg --quality 80 -q");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    assert_eq!(pixels(&studio.path("old.jpg")).len(), 64 * 43 * 3);
}

#[test]
fn without_a_display_the_window_names_the_command_line() {
    let studio = Studio::new();
    // None, and one that does not answer.
    for display in ["", ":4242"] {
        let mut command = studio.command("湖.png");
        command
            .env("DISPLAY", display)
            .env_remove("WAYLAND_DISPLAY");
        let output = command.output().expect("started");
        assert_eq!(status(&output), 1);
        let said = stderr(&output);
        assert!(said.contains("impasto stylize"), "{said}");
    }
}

#[test]
fn wrong_usage_ends_with_2_and_failures_with_1() {
    let studio = Studio::new();
    for words in [
        "stylize 湖.png --style style.png -o o.png --steps 0",
        "stylize 湖.png --style style.png -o o.png --colour sepia",
        "stylize 湖.png --style style.png -o o.png --style-layers relu9_9=1",
        "stylize 湖.png --style style.png -o o.png --strength 1.6",
        "style sample -o o.png",
        "stylize 湖.png --style style.png",
        "paint",
    ] {
        assert_eq!(status(&studio.run(words)), 2, "{words}");
    }
    for (words, says) in [
        ("stylize 湖.png -o o.png", "--style"),
        ("stylize --style style.png -o o.png", "photograph"),
        (
            "stylize nothing.png --style style.png -o o.png",
            "nothing.png",
        ),
        ("stylize 湖.png --style style.png@-1 -o o.png", "weight"),
        ("stylize 湖.png --style style.png -o o.xyz", ".png"),
        (
            "stylize 湖.png --style style.png -o o.jpg --depth 16",
            "--depth 8",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --engine refine --encoder style.png",
            "style.png",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --steps 3",
            "--engine refine",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --engine refine --memory 200",
            "--memory",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --engine refine --from noise --optimizer decoder",
            "starts from Instant",
        ),
        (
            "stylize 湖.png --random-style 3 -o o.png --engine refine",
            "--engine instant",
        ),
        (
            "stylize 湖.png --style-code style.png -o o.png",
            "style.png",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --engine refine --from content --memory 200 --size 4000",
            "--size",
        ),
        (
            "stylize 湖.png --style style.png -o o.png --memory 10",
            "--memory",
        ),
    ] {
        let output = studio.run(words);
        assert_eq!(status(&output), 1, "{words}: {}", stderr(&output));
        assert!(
            stderr(&output).contains(says),
            "{words}: {}",
            stderr(&output)
        );
        assert!(!studio.path("o.png").exists(), "{words}");
    }
    assert_eq!(status(&studio.run("--version")), 0);
}

#[test]
fn the_largest_size_that_is_named_is_painted() {
    let studio = Studio::new();
    for engine in [
        "--engine refine --from content --steps 1",
        "--engine instant",
    ] {
        let words =
            format!("stylize 湖.png --style style.png -o o.png {engine} --device cpu --memory 300");
        let refused = stderr(&studio.run(&format!("{words} --size 3000")));
        let largest = refused
            .split("--size ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next());
        let largest = largest.expect("a size").to_owned();
        let output = studio.run(&format!("{words} --size {largest} --json"));
        assert_eq!(status(&output), 0, "{}", stderr(&output));
        let result = lines(&output).pop().expect("a result");
        let peak = result["peak_memory_bytes"].as_u64().expect("bytes");
        assert!(
            peak < 300 << 20,
            "{engine}: the forecast of 300 MiB was kept: {} MiB",
            peak >> 20
        );
    }
}

#[test]
fn recipes_paint_the_same_pixels_again() {
    let studio = Studio::new();
    let words = "湖.png --style style.png --content-weight 2 --seed 9 --from noise -q";
    assert_eq!(status(&studio.paint(&format!("{words} -o first.png"))), 0);
    let again = studio.run("stylize --device cpu --recipe first.png -o again.png -q");
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert_eq!(
        pixels(&studio.path("first.png")),
        pixels(&studio.path("again.png"))
    );
    // Flags beside it win.
    let other = studio.run("stylize --device cpu --recipe first.png --seed 10 -o other.png -q");
    assert_eq!(status(&other), 0, "{}", stderr(&other));
    assert_ne!(
        pixels(&studio.path("first.png")),
        pixels(&studio.path("other.png"))
    );
    // A source that has changed is not the source.
    save(&strokes(60, 60), &studio.path("style.png"));
    let missing = studio.run("stylize --device cpu --recipe first.png -o gone.png");
    assert_eq!(status(&missing), 1);
    assert!(
        stderr(&missing).contains("style.png"),
        "{}",
        stderr(&missing)
    );
}

#[test]
fn styles_of_the_shelf_go_by_their_names_and_recipes_find_them() {
    let studio = Studio::new();
    let list = studio.run("style list --json");
    let names: Vec<_> = lines(&list).iter().map(|l| l["name"].clone()).collect();
    assert!(
        names.len() >= 16 && names.contains(&"batik".into()),
        "{names:?}"
    );
    let words = "湖.png --style batik@2 --style style.png -q";
    assert_eq!(status(&studio.paint(&format!("{words} -o a.png"))), 0);
    let again = studio.run("stylize --device cpu --recipe a.png -o b.png -q");
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert_eq!(pixels(&studio.path("a.png")), pixels(&studio.path("b.png")));
    // A file of that name is the artist's own, and wins.
    std::fs::copy(studio.path("style.png"), studio.path("batik")).expect("copied");
    assert_eq!(status(&studio.paint(&format!("{words} -o c.png"))), 0);
    assert_ne!(pixels(&studio.path("a.png")), pixels(&studio.path("c.png")));
}

#[test]
fn threads_do_not_change_the_pixels() {
    let studio = Studio::new();
    save(&landscape(512, 512), &studio.path("large.png"));
    let paint = |threads: &str, engine: &str| {
        let name = format!("t{threads}.png");
        let words = format!(
            "stylize large.png --style style.png --device cpu {engine} --size 512 -q -o {name}"
        );
        let status = studio
            .command(&words)
            .env("RAYON_NUM_THREADS", threads)
            .status();
        assert!(status.expect("started").success());
        pixels(&studio.path(&name))
    };
    for engine in ["--engine refine --steps 4", "--engine instant"] {
        let one = paint("1", engine);
        assert_eq!(one, paint("2", engine));
        assert_eq!(one, paint("4", engine));
    }
}

#[test]
fn features_are_named_tensors() {
    let studio = Studio::new();
    let output =
        studio.run("features 湖.png --layers relu1_1,relu4_1 --device cpu -o f.safetensors");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let bytes = std::fs::read(studio.path("f.safetensors")).expect("readable");
    let file = safetensors::SafeTensors::deserialize(&bytes).expect("safetensors");
    assert_eq!(
        file.tensor("relu1_1").expect("there").shape(),
        [1, 16, 64, 96]
    );
    assert_eq!(
        file.tensor("relu4_1").expect("there").shape(),
        [1, 128, 8, 12]
    );
    assert_eq!(file.names().len(), 2);
}

#[test]
fn devices_are_listed() {
    let output = Studio::new().run("devices --json");
    assert_eq!(status(&output), 0, "{}", stderr(&output));
    let devices = lines(&output).pop().expect("a line");
    assert!(
        devices["cpu"].as_str().expect("text").contains("threads"),
        "{devices}"
    );
    assert!(devices["adapters"].is_array(), "{devices}");
}

/// A started program, which ends with the test even if that fails.
#[cfg(unix)]
struct Running(std::process::Child);

#[cfg(unix)]
impl Running {
    /// Ctrl+C.
    fn interrupt(&self) {
        use nix::{
            sys::signal::{Signal, kill},
            unistd::Pid,
        };
        let process = Pid::from_raw(self.0.id().try_into().expect("a process"));
        kill(process, Signal::SIGINT).expect("interrupted");
    }
}

#[cfg(unix)]
impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed, which is as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_the_best_so_far() {
    use std::io::{BufRead, BufReader};
    let studio = Studio::new();
    let words = "stylize 湖.png --style style.png -o o.png --engine refine --device cpu --steps 100000 --size 64 --json";
    let mut command = studio.command(words);
    let started = command.stdout(Stdio::piped()).spawn();
    let mut running = Running(started.expect("started"));
    let mut out = BufReader::new(running.0.stdout.take().expect("piped"));
    let mut line = String::new();
    while !line.contains("\"painting\",\"step\":1,") && !line.contains("\"step\":1,") {
        line.clear();
        assert!(
            out.read_line(&mut line).expect("readable") > 0,
            "ended too early"
        );
    }
    running.interrupt();
    std::io::copy(&mut out, &mut std::io::sink()).expect("drained");
    assert_eq!(running.0.wait().expect("ended").code(), Some(130));
    let stopped = pixels(&studio.path("o.png"));
    assert_eq!(stopped.len(), 64 * 43 * 3);
    // The recipe in it gives the stopped picture again, not the one it would have become.
    let again = studio.run("stylize --recipe o.png -o again.png --device cpu -q");
    assert_eq!(status(&again), 0, "{}", stderr(&again));
    assert_eq!(pixels(&studio.path("again.png")), stopped);
}

#[cfg(unix)]
#[test]
fn what_has_nothing_to_keep_ends_at_once_and_leaves_nothing_half_written() {
    use std::io::{BufRead, BufReader};
    let studio = Studio::new();
    // Many seconds, so that it is in the middle when the signal comes.
    let words =
        "stylize 湖.png --style style.png -o o.png --device cpu --size 6000 --json --memory 8000";
    let mut command = studio.command(words);
    let started = command.stdout(Stdio::piped()).spawn();
    let mut running = Running(started.expect("started"));
    let mut out = BufReader::new(running.0.stdout.take().expect("piped"));
    let mut line = String::new();
    while !line.contains("\"painting\"") {
        line.clear();
        assert!(
            out.read_line(&mut line).expect("readable") > 0,
            "ended too early"
        );
    }
    running.interrupt();
    assert_eq!(running.0.wait().expect("ended").code(), Some(130));
    let left = std::fs::read_dir(studio.path("."))
        .expect("folder")
        .flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn a_damaged_photograph_is_painted_with_a_warning_in_words_and_in_json() {
    let studio = Studio::new();
    save(&landscape(96, 64), &studio.path("a.jpg"));
    let bytes = std::fs::read(studio.path("a.jpg")).expect("read");
    std::fs::write(studio.path("cut.jpg"), &bytes[..bytes.len() - 300]).expect("written");
    let run = studio.run(
        "stylize cut.jpg --style impasto -o o.png --device cpu --json --artist 艾达 --dpi 240",
    );
    assert_eq!(status(&run), 0, "{}", stderr(&run));
    assert!(
        stderr(&run).contains("cut.jpg: the file ends too early"),
        "{}",
        stderr(&run)
    );
    let text = String::from_utf8_lossy(&run.stdout).into_owned();
    let result = text.lines().last().expect("a result");
    let result: Value = serde_json::from_str(result).expect("JSON");
    assert_eq!(result["warnings"][0]["kind"], "cut_short");
    // The resolution that was asked for stands in it.
    let saved = load(&studio.path("o.png"), DecodeLimits::default()).expect("a picture");
    assert_eq!(saved.metadata.credit().artist.as_deref(), Some("艾达"));
    let dots = saved
        .metadata
        .resolution
        .map(|r| (r.x.round(), r.y.round()));
    assert_eq!(dots, Some((240.0, 240.0)));
    // A painting that is damaged is told of alike.
    let run = studio.run("style encode cut.jpg -o a.style --device cpu");
    assert!(
        stderr(&run).contains("cut.jpg: the file ends too early"),
        "{}",
        stderr(&run)
    );
    // The same file teaches nothing, and is found.
    let scan = studio.run("data scan . --json");
    let found: Value = serde_json::from_slice(&scan.stdout).expect("JSON");
    let unreadable = found["findings"].as_array().expect("a list").iter();
    let mut unreadable = unreadable.filter(|f| f["fault"] == "unreadable");
    assert!(unreadable.any(|f| f["path"].as_str().is_some_and(|p| p.ends_with("cut.jpg"))));
}

#[test]
fn weights_given_beside_a_recipe_undo_its_changes() {
    use impasto::stylize::{Change, Controls, Recipe};
    let studio = Studio::new();
    assert_eq!(
        status(&studio.paint("湖.png --style style.png -q -o a.png")),
        0
    );
    let mut recipe = Recipe::open(&studio.path("a.png")).expect("a recipe");
    recipe.changes.push(Change {
        step: 1,
        controls: Controls {
            style: 9.0,
            ..Controls::default()
        },
    });
    std::fs::write(studio.path("r.json"), recipe.to_json()).expect("written");
    let painted = |words: &str| {
        let words = format!("stylize --device cpu --recipe r.json -q -o b.png {words}");
        assert_eq!(status(&studio.run(&words)), 0);
        Recipe::open(&studio.path("b.png")).expect("a recipe")
    };
    assert_eq!(painted("--seed 3").changes, recipe.changes);
    let steered = painted("--content-weight 2");
    assert!(steered.changes.is_empty() && steered.controls.content == 2.0);
}
