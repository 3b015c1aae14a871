//! `impasto evaluate kid|energy|fid|coverage`: how far one folder of pictures is from another.

use super::{End, interrupted, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    evaluate::{Coverage, Eye, coverage, energy, kid},
    session::{Collection, Flow, Squares},
};
use serde_json::{Value, json};
use std::{io::Write, path::PathBuf};

/// Pictures under which a Frechet distance says more about their number than about what is on them.
const FEW: usize = 2048;

#[derive(clap::Args)]
pub struct DistributionArgs {
    /// Folder of real pictures, and folder of those that are compared with them
    #[arg(required = true, num_args = 2, value_names = ["REAL", "OTHERS"])]
    folders: Vec<PathBuf>,
    /// Weights of Inception, as pytorch-fid releases them; otherwise Impasto's own encoder looks, and its numbers are other ones
    #[arg(long, value_name = "FILE")]
    features: Option<PathBuf>,
    /// Side of the squares that are looked at [default: 256, or 299 for Inception]
    #[arg(long, value_name = "PIXELS", value_parser = clap::value_parser!(u16).range(32..=1024))]
    side: Option<u16>,
    /// Squares of each picture; with one it is its middle
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    crops: u16,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print a JSON line
    #[arg(long)]
    json: bool,
}

/// What is measured.
#[derive(Clone, Copy)]
pub enum Distance {
    Kid,
    Energy,
    Fid,
    Coverage,
}

pub fn run(args: &DistributionArgs, distance: Distance) -> Result<End> {
    let compute = Compute::open(args.device)?;
    let eye = Eye::open(args.features.as_deref(), &compute.device)?;
    let least = eye.least_side();
    let side = args.side.map_or(eye.side(), usize::from);
    if side < least {
        return Err(Error::Usage(format!(
            "Inception sees nothing in squares of {side} px; give a --side of {least} or more."
        )));
    }
    let squares = Squares {
        side,
        each: args.crops.into(),
    };
    let mut seen = Vec::new();
    let mut end = End::Done;
    for folder in &args.folders {
        let bar = report::bar(1, args.json);
        bar.set_prefix("looking");
        let mut each = |done: usize, all: usize| {
            bar.set_length(all as u64);
            bar.set_position(done as u64);
            if interrupted() {
                Flow::Stop
            } else {
                Flow::Continue
            }
        };
        let collection = Collection::open(folder, squares, &eye, &compute.device, &mut each)?;
        bar.finish_and_clear();
        let Some(collection) = collection else {
            return Ok(End::Interrupted);
        };
        for e in &collection.skipped {
            report::failed(e);
            end = End::Failed;
        }
        seen.push(collection);
    }
    let [real, others] = seen.as_slice() else {
        return Ok(End::Done);
    };
    let (numbers, text) = match distance {
        Distance::Kid => kernel(real, others, &eye)?,
        Distance::Energy => energies(real, others, args.crops.into(), &eye)?,
        Distance::Fid => frechet(real, others, &eye)?,
        Distance::Coverage => shares(real, others)?,
    };
    if args.json {
        let mut line = json!({
            "features": eye.name(),
            "side": side,
            "crops": args.crops,
            "pictures": [real.pictures, others.pictures],
            "squares": [real.squares(), others.squares()],
        });
        if let (Value::Object(line), Value::Object(numbers)) = (&mut line, numbers) {
            line.extend(numbers);
        }
        report::json(&line);
    } else {
        let counts = format!("{} and {} pictures", real.pictures, others.pictures);
        // A reader that has gone away is not an error.
        let _ = writeln!(std::io::stdout(), "{text}  ({counts})");
    }
    Ok(end)
}

fn too_few(what: &str, least: usize, real: &Collection, others: &Collection) -> Error {
    Error::Usage(format!(
        "{what} needs {least} pictures on each side, and there are {} and {}; add pictures, or look at several squares of each \
         with --crops.",
        real.squares(),
        others.squares()
    ))
}

fn kernel(real: &Collection, others: &Collection, eye: &Eye) -> Result<(Value, String)> {
    let found = kid(&real.rows, &others.rows);
    let found = found.ok_or_else(|| too_few("A kernel distance", 4, real, others))?;
    let text = format!(
        "KID-{} {:.4} +- {:.4} (100 subsets of {})",
        eye.name(),
        found.value,
        found.deviation,
        found.subset
    );
    Ok((
        json!({ "event": "kid", "kid": found.value, "deviation": found.deviation, "subset": found.subset }),
        text,
    ))
}

fn energies(
    real: &Collection,
    others: &Collection,
    each: usize,
    eye: &Eye,
) -> Result<(Value, String)> {
    let found = energy(&real.rows, &others.rows, [each, each]);
    let found = found.ok_or_else(|| too_few("An energy distance", 2, real, others))?;
    let text = format!(
        "energy distance ({}) {:.4} +- {:.4}",
        eye.name(),
        found.value,
        found.deviation
    );
    let numbers = json!({ "event": "energy", "energy": found.value, "deviation": found.deviation });
    Ok((numbers, text))
}

fn frechet(real: &Collection, others: &Collection, eye: &Eye) -> Result<(Value, String)> {
    let found = real.gaussian.frechet(&others.gaussian);
    let found = found.ok_or_else(|| too_few("A Frechet distance", 2, real, others))?;
    let least = real.squares().min(others.squares());
    let reliable = least >= FEW;
    let mut text = format!("FID-{} {found:.2}, n = {least}", eye.name());
    if !reliable {
        text.push_str(&format!(
            "; under {FEW} it says as much about n as about the pictures: compare it with the same n only, or use kid"
        ));
    }
    Ok((
        json!({ "event": "fid", "fid": found, "n": least, "reliable": reliable }),
        text,
    ))
}

fn shares(real: &Collection, others: &Collection) -> Result<(Value, String)> {
    let least = real.squares().min(others.squares());
    if least < Coverage::LEAST {
        return Err(too_few("Coverage", Coverage::LEAST, real, others));
    }
    let found = coverage(&real.rows, &others.rows);
    let found = found.ok_or_else(|| too_few("Coverage", Coverage::LEAST, real, others))?;
    let text = format!(
        "precision {:.3}  recall {:.3}  density {:.3}  coverage {:.3}",
        found.precision, found.recall, found.density, found.coverage
    );
    let mut numbers = json!(found);
    numbers["event"] = "coverage".into();
    Ok((numbers, text))
}
