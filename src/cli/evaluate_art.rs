//! `impasto evaluate art`: what painted pictures measure, one by one and together.

use super::{End, interrupted, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    evaluate::{Art, Eye, PERIODS, SIDE},
    nn::{FeatureNet, NetSpec},
    session::{ArtSum, Painting, Pair, measure_files},
};
use serde::Serialize;
use serde_json::json;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

#[derive(clap::Args)]
pub struct ArtArgs {
    /// PAIRS.tsv (photograph, painting and name, with tabs between them) and folders that hold NAME.png; or a
    /// photograph, a painting and a result
    #[arg(required = true, num_args = 2.., value_name = "PAIRS.tsv DIR... | PHOTO PAINTING RESULT")]
    paths: Vec<PathBuf>,
    /// Long side at which pictures are compared
    #[arg(long, default_value_t = SIDE as u16, value_parser = clap::value_parser!(u16).range(64..=4096))]
    size: u16,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines, one a picture and one a folder
    #[arg(long)]
    json: bool,
}

/// What is measured: the same pairs painted in one way.
struct System {
    name: String,
    /// Where its results are; of none the photographs themselves are measured.
    folder: Option<PathBuf>,
    measured: Vec<Art>,
    /// Paintings and results that were measured.
    painted: Vec<(Painting, PathBuf)>,
}

impl System {
    fn of(folder: &Path) -> Result<Self> {
        if !folder.is_dir() {
            return Err(Error::Usage(format!(
                "{} is not a folder; after a list of pairs give the folders that hold their results as NAME.png.",
                folder.display()
            )));
        }
        Ok(Self {
            name: folder.display().to_string(),
            folder: Some(folder.to_owned()),
            measured: Vec::new(),
            painted: Vec::new(),
        })
    }

    fn photographs() -> Self {
        Self {
            name: "(the photograph itself)".to_owned(),
            folder: None,
            measured: Vec::new(),
            painted: Vec::new(),
        }
    }
}

pub fn run(args: &ArtArgs) -> Result<End> {
    let [first, rest @ ..] = args.paths.as_slice() else {
        return Ok(End::Done);
    };
    let is_list = first
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("tsv"));
    let compute = Compute::open(args.device)?;
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?;
    if is_list {
        let pairs = Pair::read_list(first)?;
        let own = std::iter::once(Ok(System::photographs()));
        let systems = own.chain(rest.iter().map(|folder| System::of(folder)));
        return measure_pairs(
            args,
            &pairs,
            systems.collect::<Result<_>>()?,
            &net,
            &compute,
        );
    }
    let [painting, result] = rest else {
        return Err(Error::Usage(
            "Give a list of pairs (.tsv) and folders of results, or a photograph, a painting and a result."
                .to_owned(),
        ));
    };
    let painting = Painting::parse(&painting.to_string_lossy());
    let results = [None, Some(result.clone())];
    let side = args.size.into();
    let measured = measure_files(first, &painting, &results, side, &net, &compute)?;
    let names = [
        "(the photograph itself)".to_owned(),
        result.display().to_string(),
    ];
    for (i, (name, art)) in names.into_iter().zip(measured).enumerate() {
        let art = art?;
        if args.json {
            say_json("picture", &name, &art, &json!({}));
        } else {
            table(&name, &art, None, i == 0);
        }
    }
    Ok(End::Done)
}

fn measure_pairs(
    args: &ArtArgs,
    pairs: &[Pair],
    mut systems: Vec<System>,
    net: &FeatureNet,
    compute: &Compute,
) -> Result<End> {
    let mut end = End::Done;
    let bar = report::bar(pairs.len(), args.json);
    bar.set_prefix("measuring");
    for pair in pairs {
        let results = systems.iter().map(|system| {
            let file = format!("{}.png", pair.name);
            system.folder.as_ref().map(|folder| folder.join(file))
        });
        let results: Vec<_> = results.collect();
        let side = args.size.into();
        let measured = measure_files(
            &pair.photograph,
            &pair.painting,
            &results,
            side,
            net,
            compute,
        );
        let measured = measured.unwrap_or_else(|e| vec![Err(e)]);
        for ((system, result), art) in systems.iter_mut().zip(results).zip(measured) {
            match art {
                Ok(art) => {
                    if args.json {
                        let name = &pair.name;
                        say_json("picture", &system.name, &art, &json!({ "name": name }));
                    }
                    system.measured.push(art);
                    let painted = result.map(|result| (pair.painting.clone(), result));
                    system.painted.extend(painted);
                }
                Err(e) => {
                    bar.suspend(|| report::failed(&e));
                    end = End::Failed;
                }
            }
        }
        bar.inc(1);
        if interrupted() {
            return Ok(End::Interrupted);
        }
    }
    bar.finish_and_clear();
    medians(args, &systems);
    match sums(args, &systems, compute)? {
        End::Done => Ok(end),
        other => Ok(other),
    }
}

/// The median of each system.
fn medians(args: &ArtArgs, systems: &[System]) {
    for (i, system) in systems.iter().enumerate() {
        let count = system.measured.len();
        let Some(median) = Art::median(&system.measured) else {
            continue;
        };
        if args.json {
            say_json(
                "median",
                &system.name,
                &median,
                &json!({ "pictures": count }),
            );
        } else {
            table(&system.name, &median, Some(count), i == 0);
        }
    }
}

/// What each system amounts to over all its pairs.
fn sums(args: &ArtArgs, systems: &[System], compute: &Compute) -> Result<End> {
    let eye = Eye::open(None, &compute.device)?;
    for system in systems.iter().filter(|system| !system.painted.is_empty()) {
        let Some(sum) = ArtSum::of(&system.measured, &system.painted, &eye, compute)? else {
            continue;
        };
        if args.json {
            let (name, count) = (&system.name, system.painted.len());
            report::json(&json!({ "event": "art", "system": name, "pictures": count, "sum": sum }));
        } else {
            // A reader that has gone away is not an error.
            let _ = writeln!(
                std::io::stdout(),
                "{}: art-impasto {:.2}, of content {:.3} and KID-impasto {:.3} +- {:.3}",
                system.name,
                sum.art,
                sum.content,
                sum.kid,
                sum.deviation
            );
        }
        if interrupted() {
            return Ok(End::Interrupted);
        }
    }
    Ok(End::Done)
}

/// One JSON line: `event`, whose numbers, the numbers, and `more`.
fn say_json(event: &str, system: &str, art: &Art, more: &serde_json::Value) {
    #[derive(Serialize)]
    struct Line<'a> {
        event: &'a str,
        system: &'a str,
        #[serde(flatten)]
        more: &'a serde_json::Value,
        #[serde(flatten)]
        art: &'a Art,
        periods: [usize; PERIODS.len()],
        asymmetry: f64,
    }
    report::json(&Line {
        event,
        system,
        more,
        art,
        periods: PERIODS,
        asymmetry: art.directions.asymmetry(),
    });
}

/// One line of the table, after its head if it is the `first`.
fn table(name: &str, art: &Art, pictures: Option<usize>, first: bool) {
    let mut out = std::io::stdout().lock();
    // A reader that has gone away is not an error.
    if first {
        let _ = writeln!(
            out,
            "{:26} style content palette contrast  halo  lattice {}      A",
            "",
            PERIODS.map(|p| p.to_string()).join("/")
        );
    }
    let shown: String = {
        let letters: Vec<char> = name.chars().collect();
        letters[letters.len().saturating_sub(26)..].iter().collect()
    };
    let lattice = art.lattice.map(|v| format!("{v:.0}")).join("/");
    let pictures = pictures.map(|count| format!("  n={count}"));
    let _ = writeln!(
        out,
        "{shown:26} {:.3}   {:.3}   {:5.2}     {:.2} {:.3}  {lattice:17} {:.2}{}",
        art.style,
        art.content,
        art.palette,
        art.contrast,
        art.halo,
        art.directions.asymmetry(),
        pictures.unwrap_or_default()
    );
}
