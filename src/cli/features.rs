//! `impasto features`: a network's maps of a picture, for looking into it from outside.

use super::{End, limits};
use crate::{
    compute::{Compute, DeviceChoice, to_tensor},
    error::{Error, Result, catch_panic},
    nn::{FeatureNet, Layer, NetSpec},
    picture,
};
use burn::tensor::TensorData;
use std::{collections::HashMap, path::PathBuf};

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
    let net = FeatureNet::open(&NetSpec::parse(&args.encoder), &compute.device)?;
    let picture = picture::load(&args.picture, limits(args.memory, 1))?;
    let (width, height) = (picture.width, picture.height);
    let deepest = args.layers.iter().copied().max().unwrap_or(Layer::Relu5_1);
    if width.min(height) < deepest.stride() {
        return Err(Error::Usage(format!(
            "The picture is {width}x{height} pixels, too small for {deepest}, which needs {} a \
             side; leave that layer out or enlarge the picture.",
            deepest.stride()
        )));
    }
    let maps = catch_panic(|| {
        let pixels = to_tensor(&picture.matte(), width, height, &compute.device);
        let maps = net.maps(pixels, deepest);
        let wanted = args.layers.iter().map(|layer| {
            let data = maps[layer.index()].to_data();
            (layer.name().to_owned(), data)
        });
        wanted.collect::<HashMap<String, TensorData>>()
    })
    .map_err(Error::Compute)?;
    let tensors: Vec<_> = maps.into_iter().collect();
    let bytes = crate::nn::to_safetensors(&tensors, HashMap::new())?;
    picture::write_atomically(&args.output, &bytes)?;
    Ok(End::Done)
}
