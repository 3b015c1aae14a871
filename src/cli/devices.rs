//! `impasto devices`

use super::{End, report};
use crate::{
    compute::{Compute, DeviceChoice, adapters},
    error::Result,
};
use serde_json::json;
use std::io::Write;

#[derive(clap::Args)]
pub struct Args {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args) -> Result<End> {
    let found = adapters();
    let auto = Compute::open(DeviceChoice::Auto)?;
    let cpu = Compute::cpu("");
    if args.json {
        report::json(&json!({
            "auto": auto.name, "reason": auto.reason, "cpu": cpu.name, "adapters": found,
        }));
        return Ok(End::Done);
    }
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", cpu.name);
    for adapter in &found {
        let _ = writeln!(
            out,
            "gpu ({}, {}): {}, {}",
            adapter.name, adapter.backend, adapter.kind, adapter.driver
        );
    }
    let _ = writeln!(out, "auto uses {}: {}", auto.name, auto.reason);
    Ok(End::Done)
}
