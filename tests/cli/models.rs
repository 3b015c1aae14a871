//! Models as files: those of before, of one name, broken ones; and recipes that name them.

use super::*;
use common::formula;
use half::f16;
use impasto::stylize::Recipe;
use std::fmt::Write;

/// Convolutions and linear layers of the generator, in the order in which files of before numbered them.
fn layers(freedom: bool) -> Vec<Vec<usize>> {
    let conv = |to: usize, from: usize| vec![to, from, 3, 3];
    let code = 544 + usize::from(freedom);
    vec![
        conv(48, 48),
        conv(96, 48),
        conv(96, 96),
        conv(96, 96),
        vec![code, 256],
        vec![256, 256],
        vec![256, 1131],
        conv(96, 96),
        conv(96, 96),
        conv(192, 96),
        conv(48, 48),
        conv(48, 48),
        conv(48, 48),
        conv(12, 12),
    ]
}

/// A generator as `impasto train export` wrote it in version 0.1.0, with numbers by formula. `tests/fixtures/generator_*.png` were
/// painted by that version with these bytes in the place of its own generator, of which they have the length.
fn before(learnt: bool, salt: u32) -> Vec<u8> {
    const LENGTH: usize = 2_262_558;
    let mut tensors: Vec<(String, Vec<usize>, Vec<f32>)> = Vec::new();
    let numbers = |shape: &[usize], salt: u32, scale: f32| -> Vec<f32> {
        let all = formula(shape.iter().product(), salt).into_iter();
        all.map(|v| v * scale).collect()
    };
    for (i, shape) in layers(learnt).into_iter().enumerate() {
        let (number, fan, out) = match shape[..] {
            [to, from, ..] if shape.len() == 4 => (2 * i, 9 * from, to),
            _ => (2 * i, shape[0], shape[1]),
        };
        // Colours that are not all of the style, and a last layer that does not end in grey.
        let more = match number {
            12 => 0.25,
            26 => 4.0,
            _ => 1.0,
        };
        let scale = (6.0 / fan as f64).sqrt() as f32 * more;
        let weight = numbers(&shape, salt + number as u32, scale);
        tensors.push((format!("generator.{number}"), shape, weight));
        let bias = numbers(&[out], salt + number as u32 + 1, 0.1);
        tensors.push((format!("generator.{}", number + 1), vec![out], bias));
    }
    let row = vec![1, 544];
    tensors.push((
        "code.mean".to_owned(),
        row.clone(),
        numbers(&row, 1100, 0.5),
    ));
    let deviation = numbers(&row, 1101, 0.25).into_iter().map(|v| v + 0.75);
    tensors.push(("code.deviation".to_owned(), row, deviation.collect()));
    if !learnt {
        let shape = vec![16, 544];
        tensors.push((
            "code.axes".to_owned(),
            shape.clone(),
            numbers(&shape, 1102, 0.1),
        ));
    }
    let mut header = r#"{"__metadata__":{"network":"impasto-instant""#.to_owned();
    if learnt {
        header += r#","traits":"{\"padding\":\"replicate\",\"grain\":\"smooth\",\"blurred_shuffles\":true,\"freedom\":true}""#;
    }
    header.push('}');
    let mut data = Vec::new();
    for (name, shape, values) in tensors {
        let from = data.len();
        data.extend(
            values
                .into_iter()
                .flat_map(|v| f16::from_f32(v).to_le_bytes()),
        );
        let shape: Vec<_> = shape.iter().map(usize::to_string).collect();
        let (shape, to) = (shape.join(","), data.len());
        let _ = write!(
            header,
            r#","{name}":{{"dtype":"F16","shape":[{shape}],"data_offsets":[{from},{to}]}}"#
        );
    }
    header.push('}');
    let width = LENGTH - 8 - data.len();
    let header = format!("{header:width$}");
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

/// A program with a data folder of its own.
fn run(studio: &Studio, words: &str) -> Output {
    let mut command = studio.command(words);
    let data = studio.path("data");
    for name in ["XDG_DATA_HOME", "APPDATA", "HOME"] {
        command.env(name, &data);
    }
    command.output().expect("started")
}

fn done(studio: &Studio, words: &str) -> Output {
    let output = run(studio, words);
    assert_eq!(status(&output), 0, "{words}: {}", stderr(&output));
    output
}

/// One sentence about what failed.
fn refused(studio: &Studio, words: &str) -> String {
    let output = run(studio, words);
    assert_eq!(status(&output), 1, "{words}: {}", stderr(&output));
    let said = stderr(&output);
    assert_eq!(said.lines().count(), 1, "{words}: {said}");
    said
}

fn far(a: &Path, b: &Path) -> f32 {
    let (a, b) = (pixels(a), pixels(b));
    assert_eq!(a.len(), b.len());
    let pairs = a.iter().zip(&b);
    pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
}

#[test]
fn recipes_of_before_paint_what_they_painted_with_the_generators_that_they_name() {
    let studio = Studio::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let photograph = root.join("assets/samples/cat.jpg");
    for (name, learnt) in [("plain", false), ("learnt", true)] {
        let painted = common::fixture(&format!("generator_{name}.png"));
        let recipe = Recipe::open(&painted).expect("a recipe");
        let file = format!("{name}.safetensors");
        std::fs::write(studio.path(&file), before(learnt, 1000)).expect("written");
        let hash = recipe.painter_blake3.clone();
        assert_eq!(
            hash,
            impasto::nn::hash_file(&studio.path(&file)).expect("hashed"),
            "{name}: the file of before"
        );
        let again = format!(
            "stylize {} --recipe {} --device cpu -q -o",
            photograph.display(),
            painted.display()
        );
        // It is not here yet.
        let said = refused(&studio, &format!("{again} {name}.png"));
        assert!(
            said.contains(&hash[..12]) && said.contains("models import"),
            "{said}"
        );
        done(&studio, &format!("models import {file}"));
        done(&studio, &format!("{again} {name}.png"));
        let out = studio.path(&format!("{name}.png"));
        // Processors round in their own ways.
        assert!(
            far(&out, &painted) < 1.6 / 255.0,
            "{name}: {}",
            far(&out, &painted)
        );
        // Its name and the hash of today stand in the new recipe, which is painted again.
        let new = Recipe::open(&out).expect("a recipe");
        assert_eq!(new.painter, name);
        assert_ne!(new.painter_blake3, hash);
        let words = format!("stylize {} --device cpu -q", photograph.display());
        done(
            &studio,
            &format!("{words} --recipe {name}.png -o twice.png"),
        );
        assert_eq!(far(&studio.path("twice.png"), &out), 0.0, "{name}");
        // By name, by hash, and the file of before itself; what is new is not what was painted before drafts were listened to.
        done(
            &studio,
            &format!("{words} --style batik --size 64 --model {name} -o new.png"),
        );
        let fresh = studio.path("new.png");
        assert!(far(&fresh, &out) > 1e-4);
        for word in [name, &new.painter_blake3[..8], &file] {
            done(
                &studio,
                &format!("{words} --style batik --size 64 --model {word} -o m.png"),
            );
            assert_eq!(far(&studio.path("m.png"), &fresh), 0.0, "{word}");
            std::fs::remove_file(studio.path("m.png")).expect("removed");
        }
        // Freedom is for those who have learnt it, and stands in the recipe.
        let free =
            format!("{words} --style batik --size 64 --model {name} --freedom -1 -o free.png");
        if learnt {
            done(&studio, &free);
            assert!(far(&studio.path("free.png"), &fresh) > 1e-4);
            let recipe = Recipe::open(&studio.path("free.png")).expect("a recipe");
            assert_eq!((recipe.freedom, recipe.freedom_share()), (-1.25, -1.0));
        } else {
            let said = refused(&studio, &free);
            assert!(said.contains("plain has not learnt freedom"), "{said}");
        }
        // Another one is chosen over that of the recipe.
        done(
            &studio,
            &format!("{words} --recipe {name}.png --model impasto-0.1 -o other.png"),
        );
        assert!(far(&studio.path("other.png"), &out) > 0.05);
        let other = Recipe::open(&studio.path("other.png")).expect("a recipe");
        assert_eq!(other.painter, "impasto-0.1");
    }
}

#[test]
fn models_are_listed_shown_imported_verified_and_removed() {
    let studio = Studio::new();
    std::fs::create_dir(studio.path("more")).expect("folder");
    std::fs::write(studio.path("夜.safetensors"), before(false, 1000)).expect("written");
    std::fs::write(studio.path("more/夜.safetensors"), before(false, 3000)).expect("written");
    done(&studio, "models import 夜.safetensors");
    done(&studio, "models import more/夜.safetensors");
    // The same one again changes nothing.
    done(&studio, "models import 夜.safetensors");
    let listed = lines(&done(&studio, "models list --json"));
    let named = |name: &str| {
        let found = listed.iter().find(|model| model["name"] == name);
        found
            .unwrap_or_else(|| panic!("{name} is not among {listed:?}"))
            .clone()
    };
    assert_eq!(listed.len(), 5);
    for name in ["impasto-0.2", "impasto-0.1", "impasto-encoder"] {
        assert_eq!(named(name)["ships"], true);
        let said = refused(&studio, &format!("models remove {name}"));
        assert!(said.contains("ships with Impasto"), "{said}");
    }
    assert_ne!(named("夜")["hash"], named("夜-2")["hash"]);
    let card = String::from_utf8(done(&studio, "models show impasto-0.1").stdout).expect("UTF-8");
    for part in ["public domain", "weaknesses", "VGG-19 at 512 px 0.127"] {
        assert!(card.contains(part), "{part}: {card}");
    }
    // What is said of a model changes nothing of what it is.
    let card =
        "licence = \"CC0-1.0\"\n[[data]]\nwhat = \"sketches\"\ncount = 7\nlicence = \"mine\"\n";
    std::fs::write(studio.path("card.toml"), card).expect("written");
    done(
        &studio,
        "models describe 夜.safetensors --name dusk --card card.toml",
    );
    let shown = done(&studio, "models show 夜.safetensors --json");
    let shown = &lines(&shown)[0];
    assert_eq!(
        (&shown["name"], &shown["card"]["data"][0]["count"]),
        (&"dusk".into(), &7.into())
    );
    assert_eq!(shown["hash"], named("夜")["hash"]);
    std::fs::write(studio.path("card.toml"), "licence = 7").expect("written");
    let said = refused(&studio, "models describe 夜.safetensors --card card.toml");
    assert!(said.contains("card.toml"), "{said}");
    done(&studio, "models verify");
    let file = PathBuf::from(named("夜-2")["file"].as_str().expect("a file"));
    let mut bytes = std::fs::read(&file).expect("read");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&file, &bytes).expect("written");
    let said = refused(&studio, "models verify");
    assert!(said.contains("do not agree with its hash"), "{said}");
    let said = refused(
        &studio,
        "stylize 湖.png --style batik --model 夜-2 -o x.png --device cpu -q",
    );
    assert!(said.contains("do not agree with its hash"), "{said}");
    // Cut short it is still listed as what cannot be used, beside the others.
    std::fs::write(&file, &bytes[..last / 2]).expect("written");
    let output = run(&studio, "models list --json");
    assert_eq!((status(&output), lines(&output).len()), (1, 4));
    assert!(
        stderr(&output).contains("ends too early"),
        "{}",
        stderr(&output)
    );
    done(&studio, "models remove 夜-2");
    done(&studio, "models remove 夜");
    assert_eq!(lines(&done(&studio, "models list --json")).len(), 3);
    let said = refused(&studio, "models remove 夜");
    assert!(said.contains("no model '夜'"), "{said}");
}

#[test]
fn what_is_no_generator_is_refused_in_a_sentence() {
    let studio = Studio::new();
    let text = std::fs::read(common::fixture("make.py")).expect("read");
    std::fs::write(studio.path("text.safetensors"), text).expect("written");
    let bytes = before(true, 1000);
    std::fs::write(studio.path("cut.safetensors"), &bytes[..700_000]).expect("written");
    let changed = |from: &str, to: &str| {
        assert_eq!(from.len(), to.len());
        let at = bytes
            .windows(from.len())
            .position(|part| part == from.as_bytes());
        let at = at.expect("there");
        let mut changed = bytes.clone();
        changed[at..at + to.len()].copy_from_slice(to.as_bytes());
        changed
    };
    let write = |name: &str, bytes: Vec<u8>| {
        std::fs::write(studio.path(name), bytes).expect("written");
    };
    write("traits.safetensors", changed("freedom", "feather"));
    write("shape.safetensors", changed("[545,256]", "[256,545]"));
    write(
        "missing.safetensors",
        changed("generator.27", "generator.72"),
    );
    write(
        "kind.safetensors",
        changed("impasto-instant", "impasto-another"),
    );
    write("run.safetensors", changed("\"network\"", "\"notes\"  "));
    for (model, reason) in [
        ("text.safetensors", "not a model file of Impasto"),
        ("cut.safetensors", "ends too early"),
        ("traits.safetensors", "traits that this version"),
        ("shape.safetensors", "instead of [545, 256]"),
        ("missing.safetensors", "generator.27 is missing"),
        ("kind.safetensors", "not a model file of Impasto"),
        ("run.safetensors", "checkpoint of a training run"),
        ("impasto-encoder", "a 'generator' is needed"),
        ("nothing.safetensors", "no model 'nothing.safetensors'"),
    ] {
        let words =
            format!("stylize 湖.png --style batik --model {model} -o x.png --device cpu -q");
        let said = refused(&studio, &words);
        assert!(said.contains(reason), "{model}: {said}");
        assert!(!studio.path("x.png").exists());
        if model.ends_with("safetensors") && studio.path(model).exists() {
            let said = refused(&studio, &format!("models import {model}"));
            assert!(said.contains(reason), "{model}: {said}");
        }
    }
    let refine =
        "stylize 湖.png --engine refine --from content --style batik --model impasto-0.1 -o x.png";
    assert!(refused(&studio, refine).contains("--model"));
}
