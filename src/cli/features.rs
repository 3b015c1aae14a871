//! `impasto features`: a network's maps of a picture, for looking into it from outside.

use super::{End, limits};
use crate::{
    compute::{Compute, DeviceChoice},
    error::Result,
    nn::{Layer, NetSpec},
    picture,
    session::feature_maps,
};
use std::path::PathBuf;

#[derive(clap::Args)]
pub struct Args {
    /// The picture, taken at its own size
    picture: PathBuf,
    /// The network: 'builtin' or VGG-19 weights (.pth, .safetensors)
    #[arg(long, default_value = "builtin", value_name = "builtin|PATH")]
    encoder: String,
    /// Layers to write, separated by commas
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "relu1_1,relu2_1,relu3_1,relu4_1,relu5_1"
    )]
    layers: Vec<Layer>,
    /// Where to compute: auto, cpu or gpu
    #[arg(long, default_value = "auto")]
    device: DeviceChoice,
    /// Most memory to use [default: 70 % of what is free]
    #[arg(long, value_name = "MIB")]
    memory: Option<u64>,
    /// The file to write
    #[arg(short, long, value_name = "OUT.safetensors")]
    output: PathBuf,
}

pub fn run(args: &Args) -> Result<End> {
    let compute = Compute::open(args.device)?;
    let net = NetSpec::parse(&args.encoder);
    let limits = limits(args.memory, 1);
    let maps = feature_maps(&args.picture, &net, &args.layers, limits, &compute)?;
    picture::write_atomically(&args.output, &maps)?;
    Ok(End::Done)
}
