//! `impasto evaluate`: what paintings measure; here the test card.

use super::{
    End,
    evaluate_art::{self, ArtArgs},
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
    evaluate::{Card, Faults, Hatch, Rim},
    nn::{FeatureNet, NetSpec},
    picture::{ExportOptions, Stamp, export},
    session::{CARD_STYLES, Flow, ListedModel, Painting, data_folder, find_model, paint_card},
    stylize::{Instant, Strokes},
};
use serde_json::json;
use std::{io::Write, path::PathBuf, sync::Arc};

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
        Command::Art(args) => evaluate_art::run(args),
        Command::Card(args) => card(args),
        Command::Kid(args) => evaluate_distribution::run(args, Distance::Kid),
        Command::Energy(args) => evaluate_distribution::run(args, Distance::Energy),
        Command::Fid(args) => evaluate_distribution::run(args, Distance::Fid),
        Command::Coverage(args) => evaluate_distribution::run(args, Distance::Coverage),
        Command::Lpips(args) => evaluate_lpips::run(args),
        Command::Prefer(args) => evaluate_prefer::run(args),
    }
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
