//! `impasto evaluate art` and `impasto evaluate card`: what paintings measure.

use super::{
    End,
    evaluate_distribution::{self, Distance, DistributionArgs},
    evaluate_lpips::{self, LpipsArgs},
    evaluate_prefer::{self, PreferArgs},
    interrupted,
    numbers::stroke_size,
    report,
};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    evaluate::{Art, Card, Faults, Hatch, PERIODS, Rim, SIDE},
    nn::{FeatureNet, NetSpec},
    picture::{ExportOptions, Stamp, export},
    session::{
        CARD_STYLES, Flow, ListedModel, Painting, Pair, data_folder, find_model, measure_files,
        paint_card,
    },
    stylize::{Instant, Strokes},
};
use serde::Serialize;
use serde_json::json;
use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Measure painted pictures: style, content, palette, contrast, halos, lattices, directions of strokes
    Art(ArtArgs),
    /// Paint a test card with Instant, and measure rims, bands and hatching
    Card(CardArgs),
    /// Kernel distance of two folders of pictures (KID), with its deviation
    Kid(DistributionArgs),
    /// Energy distance of two folders, which no single odd picture decides: for small ones
    Energy(DistributionArgs),
    /// Frechet distance of two folders of pictures (FID); needs thousands of them
    Fid(DistributionArgs),
    /// Precision, recall, density and coverage of a folder of pictures beside real ones
    Coverage(DistributionArgs),
    /// How different two pictures look, or those of the same names in two folders (LPIPS)
    Lpips(LpipsArgs),
    /// Draw a blind study of which folder's paintings people prefer, or say what its votes mean
    Prefer(PreferArgs),
}

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

#[derive(clap::Args)]
pub struct CardArgs {
    /// Styles of the shelf or paintings [default: watercolour, impasto, fresco, woodcut, ink_wash, pen_hatching]
    #[arg(long, num_args = 1.., value_name = "NAME|PATH")]
    style: Vec<String>,
    /// Width of the card
    #[arg(long, default_value_t = Card::LEAST as u16, value_parser = clap::value_parser!(u16).range(Card::LEAST as i64..=8192))]
    size: u16,
    /// Size of the strokes, from 0.25 to 4
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = stroke_size)]
    stroke_size: f32,
    /// Another generator: a name or hash of `impasto models list`, or a file
    #[arg(long, value_name = "NAME|FILE")]
    model: Option<String>,
    /// Folder for the card and the painted cards
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines
    #[arg(long)]
    json: bool,
}

pub fn run(command: &Command) -> Result<End> {
    match command {
        Command::Art(args) => art(args),
        Command::Card(args) => card(args),
        Command::Kid(args) => evaluate_distribution::run(args, Distance::Kid),
        Command::Energy(args) => evaluate_distribution::run(args, Distance::Energy),
        Command::Fid(args) => evaluate_distribution::run(args, Distance::Fid),
        Command::Coverage(args) => evaluate_distribution::run(args, Distance::Coverage),
        Command::Lpips(args) => evaluate_lpips::run(args),
        Command::Prefer(args) => evaluate_prefer::run(args),
    }
}

/// What is measured: the same pairs painted in one way.
struct System {
    name: String,
    /// Where its results are; of none the photographs themselves are measured.
    folder: Option<PathBuf>,
    measured: Vec<Art>,
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
        })
    }

    fn photographs() -> Self {
        Self {
            name: "(the photograph itself)".to_owned(),
            folder: None,
            measured: Vec::new(),
        }
    }
}

fn art(args: &ArtArgs) -> Result<End> {
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
        for (system, art) in systems.iter_mut().zip(measured) {
            match art {
                Ok(art) => {
                    if args.json {
                        let name = &pair.name;
                        say_json("picture", &system.name, &art, &json!({ "name": name }));
                    }
                    system.measured.push(art);
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
    Ok(end)
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

fn card(args: &CardArgs) -> Result<End> {
    let styles: Vec<Painting> = if args.style.is_empty() {
        CARD_STYLES
            .iter()
            .map(|name| Painting::parse(name))
            .collect()
    } else {
        args.style
            .iter()
            .map(|name| Painting::parse(name))
            .collect()
    };
    let compute = Compute::open(args.device)?;
    let model = match &args.model {
        None => ListedModel::newest_generator()?,
        Some(word) => find_model(word, &data_folder())?,
    };
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?;
    let instant = Instant::open(&model.open()?, Arc::new(net), compute)?;
    std::fs::create_dir_all(&args.output).map_err(Error::io("create", &args.output))?;
    let save = |name: &str, picture: &_| {
        let path = args.output.join(format!("{name}.png"));
        export(picture, &path, &ExportOptions::default(), &Stamp::default())
    };
    let card = Card::draw(args.size.into());
    save("card", &card.picture)?;
    let mut out = std::io::stdout().lock();
    if !args.json {
        let _ = writeln!(
            out,
            "{:16} square: rim, width  disc: rim, width  band  hatch of one direction",
            ""
        );
    }
    let mut end = End::Done;
    let strokes = Strokes::Share(args.stroke_size);
    paint_card(
        &card,
        &styles,
        strokes,
        &instant,
        &mut |style, painted, faults| {
            let name = style.stem();
            save(&name, &painted)?;
            if args.json {
                report::json(&json!({ "event": "card", "style": name, "faults": faults }));
            } else {
                let _ = writeln!(out, "{}", card_line(&name, &faults));
            }
            Ok(if interrupted() {
                end = End::Interrupted;
                Flow::Stop
            } else {
                Flow::Continue
            })
        },
    )?;
    Ok(end)
}

fn card_line(name: &str, faults: &Faults) -> String {
    let rim = |rim: &Rim| format!("{:6.1} {:6.0}", rim.excess, rim.width);
    let Hatch {
        energy,
        parallel,
        direction,
    } = faults.hatch;
    format!(
        "{name:16}      {}      {}  {:5.1}  {parallel:4.1} of {energy:4.1} at {direction:3.0} degrees",
        rim(&faults.square),
        rim(&faults.disc),
        faults.band
    )
}
