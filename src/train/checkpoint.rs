//! Checkpoints of a training run: one safetensors file, replaced atomically, from which the run
//! goes on exactly as if it had not stopped.

use super::optimiser::{ModuleAdam, parameters, with_parameters};
use crate::{
    error::{Error, Result},
    nn::{Weights, to_safetensors},
    picture::write_atomically,
};
use burn::{
    module::Module,
    tensor::{Device, TensorData},
};
use std::{collections::HashMap, path::Path};

/// Name of the checkpoint in a run's folder.
pub const FILE: &str = "checkpoint.safetensors";

/// Writes `module`, the optimiser, `notes` (a JSON text) and tensors of the run's own to `path`.
///
/// # Errors
/// If the file cannot be written.
pub fn save<M: Module>(
    path: &Path,
    module: &M,
    adam: &ModuleAdam,
    notes: String,
    mut tensors: Vec<(String, TensorData)>,
) -> Result<()> {
    let (moments, time) = adam.to_data();
    for (i, data) in parameters(module).into_iter().enumerate() {
        tensors.push((format!("parameter.{i}"), data));
    }
    for (i, [first, second]) in moments.into_iter().enumerate() {
        tensors.push((format!("moment1.{i}"), first));
        tensors.push((format!("moment2.{i}"), second));
    }
    let notes = HashMap::from([
        ("notes".to_owned(), notes),
        ("adam_time".to_owned(), time.to_string()),
    ]);
    let bytes = to_safetensors(&tensors, notes)?;
    write_atomically(path, &bytes)
}

/// Reads what [`save`] wrote into `module` and `adam`; returns the notes and all tensors.
///
/// # Errors
/// If the file is missing, broken or of another network.
pub fn load<M: Module>(
    path: &Path,
    module: M,
    adam: &mut ModuleAdam,
    device: &Device,
) -> Result<(M, String, Weights)> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let other = |reason: &str| {
        Error::weights(
            path,
            reason,
            "start a new run, or resume with the same program version",
        )
    };
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes)
        .map_err(|e| other(&format!("it is not a checkpoint ({e})")))?;
    let notes = header.metadata().clone().unwrap_or_default();
    let time = notes.get("adam_time").and_then(|t| t.parse().ok());
    let (Some(text), Some(time)) = (notes.get("notes"), time) else {
        return Err(other("it is not a checkpoint of a training run"));
    };
    let weights = Weights::from_safetensors(&bytes, &path.to_string_lossy())?;
    let shapes: Vec<Vec<usize>> = parameters(&module)
        .iter()
        .map(|data| data.shape().to_vec())
        .collect();
    let mut values = Vec::new();
    let mut moments = Vec::new();
    for (i, shape) in shapes.iter().enumerate() {
        let read = |name: String, shape: &[usize]| {
            let weight = weights.get(&name, shape)?;
            Ok::<_, Error>(TensorData::new(weight.values.clone(), shape.to_vec()))
        };
        values.push(read(format!("parameter.{i}"), shape)?);
        let flat = [shape.iter().product()];
        moments.push([
            read(format!("moment1.{i}"), &flat)?,
            read(format!("moment2.{i}"), &flat)?,
        ]);
    }
    adam.restore(moments, time, device);
    Ok((with_parameters(module, values), text.clone(), weights))
}
