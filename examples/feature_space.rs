//! Measures where features of photographs and paintings lie: `assets/models/features.safetensors`, to be made anew with another
//! encoder.
//!
//! ```text
//! cargo run --release --example feature_space -- OUT FOLDER...
//! ```

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a tool for those who work on the program"
)]

use impasto::{
    compute::{Compute, DeviceChoice},
    data::{KEPT_SIDE, Stored, files, middle, shrunk, stacked, whole},
    evaluate::{FEATURES, FeatureSpace, Rows},
    nn::{FeatureNet, NetSpec, to_safetensors},
    picture::DecodeLimits,
};
use std::path::PathBuf;

/// Side of the squares, the middles of pictures.
const SIDE: usize = 256;

fn main() {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let out = arguments.next().expect("a file to write");
    let folders: Vec<PathBuf> = arguments.collect();
    let compute = Compute::open(DeviceChoice::Cpu).expect("a device");
    let net = FeatureNet::open(&NetSpec::BuiltIn, &compute.device).expect("the encoder");
    let mut all = Rows::new(FEATURES);
    for path in files(&folders) {
        let Ok((_, picture)) = whole(&path, DecodeLimits::default()) else {
            continue;
        };
        let planes = middle(&Stored::new(&shrunk(picture, KEPT_SIDE)), SIDE);
        let pictures = stacked(std::iter::once(&planes), SIDE, &compute.device);
        all.values.extend(FeatureSpace::raw(&net, pictures).values);
    }
    println!("{} pictures", all.len());
    let bytes = to_safetensors(&FeatureSpace::of(&all).tensors(), [].into()).expect("a file");
    std::fs::write(out, bytes).expect("written");
}
