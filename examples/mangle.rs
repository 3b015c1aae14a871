//! Reads damaged files for as long as it is told: bits are flipped, ends cut off, files put together, numbers made
//! large. No reader may panic, hang or take more memory than it is allowed.
//!
//! ```text
//! cargo run --release --example mangle -- SECONDS SEED FILE...
//! ```

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a tool for those who work on the program"
)]

use impasto::{
    data::{Parts, Pool},
    error::{Error, catch_panic},
    fault::{PictureFault, PictureRole},
    nn::{Model, Weights},
    picture::{DecodeLimits, ExportOptions, Keep, Stamp, Watch, decode, encode, recipe_in_bytes},
    session::{Autosave, Pair, Settings, read_code},
    stylize::Recipe,
    train::task_of,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{
    collections::BTreeMap,
    path::Path,
    time::{Duration, Instant},
};

/// Longer files are left out: what is looked for is in headers and small pictures.
const LONGEST: u64 = 1 << 20;

fn main() {
    let mut words = std::env::args().skip(1);
    let mut number = |default: u64| {
        words
            .next()
            .and_then(|word| word.parse().ok())
            .unwrap_or(default)
    };
    let (seconds, seed) = (number(60), number(1));
    let small =
        |path: &String| std::fs::metadata(path).is_ok_and(|m| m.is_file() && m.len() < LONGEST);
    let corpus: Vec<Vec<u8>> = words
        .filter(small)
        .map(|path| std::fs::read(path).expect("a file that can be read"))
        .filter(|bytes| !bytes.is_empty())
        .collect();
    assert!(!corpus.is_empty(), "name some small files");
    std::panic::set_hook(Box::new(|_| {}));

    let (begin, mut rng) = (Instant::now(), ChaCha8Rng::seed_from_u64(seed));
    let (mut count, mut panics, mut slowest) = (0u64, 0u64, Duration::ZERO);
    let mut ends: BTreeMap<String, u64> = BTreeMap::new();
    while begin.elapsed().as_secs() < seconds {
        let bytes = mangled(&corpus, &mut rng);
        let start = Instant::now();
        match catch_panic(|| read(&bytes)) {
            Ok(end) => *ends.entry(end).or_default() += 1,
            Err(panic) => {
                panics += 1;
                keep(&bytes, count);
                println!("panic at input {count}: {panic}");
            }
        }
        if start.elapsed() > slowest {
            slowest = start.elapsed();
            if slowest > Duration::from_secs(5) {
                keep(&bytes, count);
                println!("input {count} took {slowest:.1?}");
            }
        }
        count += 1;
    }
    println!("{count} inputs, {panics} panics, the slowest took {slowest:.2?}");
    for (end, times) in ends {
        println!("{times:9} {end}");
    }
}

/// So that it can be looked at.
fn keep(bytes: &[u8], count: u64) {
    let path = std::env::temp_dir().join(format!("mangled-{count}"));
    std::fs::write(path, bytes).expect("written");
}

/// A file of the corpus, damaged in one to four ways.
fn mangled(corpus: &[Vec<u8>], rng: &mut ChaCha8Rng) -> Vec<u8> {
    let pick = |rng: &mut ChaCha8Rng| corpus[rng.random_range(0..corpus.len())].clone();
    let mut bytes = pick(rng);
    for _ in 0..rng.random_range(1..5) {
        let length = bytes.len().max(1);
        // Headers stand at both ends.
        let at = match rng.random_range(0..3) {
            0 => rng.random_range(0..length.min(200)),
            1 => length - 1 - rng.random_range(0..length.min(400)),
            _ => rng.random_range(0..length),
        };
        match rng.random_range(0..8) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << rng.random_range(0..8);
                }
            }
            1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = rng.random();
                }
            }
            2 => bytes.truncate(at.max(1)),
            3 => {
                let other = pick(rng);
                bytes.truncate(at);
                bytes.extend(&other[rng.random_range(0..other.len())..]);
            }
            4 => {
                let end = (at + rng.random_range(1..64)).min(bytes.len());
                if at < end {
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
            }
            5 => {
                let end = (at + rng.random_range(1..64)).min(bytes.len());
                if at < end {
                    bytes.drain(at..end);
                }
            }
            n => {
                // Numbers that overflow something.
                let value: u32 = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, u32::MAX]
                    [rng.random_range(0..8)];
                let number = if n == 6 {
                    value.to_le_bytes()
                } else {
                    value.to_be_bytes()
                };
                for (byte, new) in bytes[at.min(length - 1)..].iter_mut().zip(number) {
                    *byte = new;
                }
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

/// Gives it to every reader; says how the picture's ended.
fn read(bytes: &[u8]) -> String {
    let path = Path::new("mangled");
    let limits = DecodeLimits::for_memory(128 << 20);
    if let Some(end) = read_other(bytes) {
        return end;
    }
    let _ = recipe_in_bytes(bytes);
    match decode(bytes, path, limits) {
        Ok(picture) => {
            // What was read can be written, with all that it says about itself.
            let options = ExportOptions {
                keep: Keep::Place,
                ..ExportOptions::default()
            };
            for name in ["a.jpg", "a.tif"] {
                if picture.width * picture.height < 1 << 16 {
                    let _ = encode(
                        &picture,
                        Path::new(name),
                        &options,
                        &Stamp::default(),
                        &Watch::default(),
                    );
                }
            }
            match picture.warnings.first() {
                Some(warning) => format!("read: {warning}"),
                None => "read".to_owned(),
            }
        }
        Err(Error::Picture { fault, .. }) => match fault {
            PictureFault::GaveUp(words) => format!("a reader gave up: {words}"),
            PictureFault::Broken(_) => "broken".to_owned(),
            PictureFault::Unsupported(_) => "unsupported".to_owned(),
            PictureFault::Pack(_) => "pack".to_owned(),
            other => other.to_string(),
        },
        Err(Error::TooLarge { .. }) => "too large".to_owned(),
        Err(other) => other.to_string(),
    }
}

/// What is no picture by its beginning: texts, weights, packs, and files that stand in folders of their own.
fn read_other(bytes: &[u8]) -> Option<String> {
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let text = matches!(start, Some(b'{' | b'[' | b'#' | b'a'..=b'z'));
    let weights = bytes.get(8) == Some(&b'{');
    let pack = bytes.starts_with(b"IMPASTO PACK");
    (text || weights || pack).then(|| {
        let folder = std::env::temp_dir().join(format!("mangle-{}", std::process::id()));
        let file = |name: &str| {
            let path = folder.join(name);
            let _ = std::fs::create_dir_all(path.parent().unwrap_or(&folder));
            let _ = std::fs::write(&path, bytes);
            path
        };
        let said = |what: &str, end: Result<(), Error>| match end {
            Ok(()) => format!("{what}: read"),
            Err(error) => {
                let kind = format!("{error:?}");
                let end = kind.find(['(', '{', ' ']).unwrap_or(kind.len());
                format!("{what}: {}", &kind[..end])
            }
        };
        if pack {
            let read = Pool::open(
                &[file("a.pack")],
                &Parts::default(),
                64,
                PictureRole::Pictures,
            );
            return said("pack", read.map(drop));
        }
        if weights {
            let _ = task_of(file("checkpoint.safetensors").parent().unwrap_or(&folder));
            let _ = Model::from_bytes(bytes, "mangled");
            let read = Weights::from_safetensors(bytes, "mangled");
            return said("weights", read.map(drop));
        }
        let words = String::from_utf8_lossy(bytes);
        let _ = Settings::load(file("settings.toml").parent().unwrap_or(&folder));
        let _ = Pair::read_list(&file("pairs.tsv"));
        let _ = read_code(&file("a.style"));
        file("works/1/work.json");
        let _ = std::fs::write(folder.join("works/1/open"), "");
        let _ = Autosave::new(folder.clone()).find("", Some(Path::new("a.jpg")));
        let _ = Autosave::new(folder.clone()).left_open();
        said(
            "text",
            Recipe::from_json(&words, Path::new("mangled")).map(drop),
        )
    })
}
