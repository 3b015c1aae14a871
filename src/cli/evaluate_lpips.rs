//! `impasto evaluate lpips`: how different pictures look.

use super::{End, interrupted, report};
use crate::{
    compute::{Compute, DeviceChoice},
    error::{Error, Result},
    evaluate::Perceptual,
    session::{Compared, Flow, differences},
};
use serde_json::json;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

#[derive(clap::Args)]
pub struct LpipsArgs {
    /// Two pictures, or two folders of which those of the same names are compared
    #[arg(required = true, num_args = 2, value_names = ["A", "B"])]
    paths: Vec<PathBuf>,
    /// Weights of AlexNet or VGG-16, as torchvision has them; otherwise Impasto's own encoder looks, and its numbers are other ones
    #[arg(long, value_name = "FILE", requires = "heads")]
    features: Option<PathBuf>,
    /// The linear weights of LPIPS 0.1 that belong to them
    #[arg(long, value_name = "FILE", requires = "features")]
    heads: Option<PathBuf>,
    /// Long side at which pictures are compared
    #[arg(long, value_name = "PIXELS", default_value_t = 256, value_parser = clap::value_parser!(u16).range(64..=4096))]
    size: u16,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Print JSON lines, one a pair and their mean
    #[arg(long)]
    json: bool,
}

pub fn run(args: &LpipsArgs) -> Result<End> {
    let [a, b] = args.paths.as_slice() else {
        return Ok(End::Done);
    };
    let compute = Compute::open(args.device)?;
    let files: Option<(&Path, &Path)> = args.features.as_deref().zip(args.heads.as_deref());
    let perceptual = Perceptual::open(files, &compute)?;
    let (mut all, mut end) = (Vec::new(), End::Done);
    let mut each = |compared: Compared| {
        match compared {
            Ok((name, distance)) => {
                if args.json {
                    report::json(&json!({ "event": "pair", "name": name, "distance": distance }));
                }
                all.push(f64::from(distance));
            }
            Err(e) => {
                report::failed(&e);
                end = End::Failed;
            }
        }
        if interrupted() {
            end = End::Interrupted;
            Flow::Stop
        } else {
            Flow::Continue
        }
    };
    let side = args.size.into();
    differences([a, b], side, &perceptual, &compute, &mut each).map_err(named)?;
    if all.is_empty() {
        return Ok(end);
    }
    let n = all.len() as f64;
    let mean = all.iter().sum::<f64>() / n;
    let squares: f64 = all.iter().map(|v| (v - mean) * (v - mean)).sum();
    let deviation = (squares / n).sqrt();
    let name = perceptual.name();
    if args.json {
        report::json(&json!({
            "event": "lpips", "name": name, "distance": mean, "deviation": deviation, "pairs": all.len(),
        }));
    } else {
        // A reader that has gone away is not an error.
        let _ = writeln!(
            std::io::stdout(),
            "{name} {mean:.4} +- {deviation:.4}  ({} pairs)",
            all.len()
        );
    }
    Ok(end)
}

/// What was asked for, where only folders are spoken of.
fn named(e: Error) -> Error {
    match e {
        Error::Setting(crate::fault::SettingFault::NoFolder(path)) => Error::Usage(format!(
            "{} is not a folder; give two pictures, or two folders.",
            path.display()
        )),
        other => other,
    }
}
