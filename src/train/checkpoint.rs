//! Checkpoints of a training run: one safetensors file, replaced atomically, from which the run
//! goes on exactly as if it had not stopped.

use crate::{
    error::{Error, Result},
    nn::{Weights, parameters, to_safetensors, with_parameters},
    optim::ModuleAdam,
    picture::write_atomically,
};
use burn::{
    module::Module,
    tensor::{Device, TensorData},
};
use std::{collections::HashMap, path::Path};

/// Name of the checkpoint in a run's folder.
pub const FILE: &str = "checkpoint.safetensors";

/// Tensors with their names, as they stand in the file.
pub type Named = Vec<(String, TensorData)>;

/// Writes `module`, the optimiser, `notes` (a JSON text) and tensors of the run's own to `path`.
///
/// # Errors
/// If the file cannot be written.
pub fn save<M: Module>(
    path: &Path,
    module: &M,
    adam: &ModuleAdam,
    notes: String,
    mut tensors: Named,
) -> Result<()> {
    let time = pack("", module, adam, &mut tensors);
    let more = HashMap::from([("adam_time".to_owned(), time.to_string())]);
    write(path, &tensors, notes, more)
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
    let (text, more, weights) = read(path)?;
    let Some(time) = more.get("adam_time").and_then(|t| t.parse().ok()) else {
        return Err(other(path, "it is not a checkpoint of a training run"));
    };
    let module = unpack("", &weights, module, adam, time, device)?;
    Ok((module, text, weights))
}

/// Adds the values of `module` and the moments of `adam` to `tensors`, their names beginning with
/// `prefix`; returns the steps that Adam has done.
pub fn pack<M: Module>(prefix: &str, module: &M, adam: &ModuleAdam, tensors: &mut Named) -> usize {
    let (moments, time) = adam.to_data();
    for (i, data) in parameters(module).into_iter().enumerate() {
        tensors.push((format!("{prefix}parameter.{i}"), data));
    }
    for (i, [first, second]) in moments.into_iter().enumerate() {
        tensors.push((format!("{prefix}moment1.{i}"), first));
        tensors.push((format!("{prefix}moment2.{i}"), second));
    }
    time
}

/// Reads what [`pack`] wrote into `module` and `adam`.
///
/// # Errors
/// If a tensor is missing or of another shape.
pub fn unpack<M: Module>(
    prefix: &str,
    weights: &Weights,
    module: M,
    adam: &mut ModuleAdam,
    time: usize,
    device: &Device,
) -> Result<M> {
    let values = values(prefix, weights, &module)?;
    // Before the first step there are no moments.
    if time > 0 {
        let moments = values.iter().enumerate().map(|(i, value)| {
            let flat = [value.shape().num_elements()];
            let read = |which: &str| {
                let weight = weights.get(&format!("{prefix}{which}.{i}"), &flat)?;
                Ok(TensorData::new(weight.values.clone(), flat))
            };
            Ok([read("moment1")?, read("moment2")?])
        });
        adam.restore(moments.collect::<Result<_>>()?, time, device);
    }
    Ok(with_parameters(module, values))
}

/// The values `PREFIXparameter.I` in the shapes of `module`'s parameters.
///
/// # Errors
/// If a tensor is missing or of another shape.
pub fn values<M: Module>(prefix: &str, weights: &Weights, module: &M) -> Result<Vec<TensorData>> {
    let own = parameters(module).into_iter().enumerate();
    own.map(|(i, data)| {
        let shape = data.shape().to_vec();
        let weight = weights.get(&format!("{prefix}parameter.{i}"), &shape)?;
        Ok(TensorData::new(weight.values.clone(), shape))
    })
    .collect()
}

/// Writes named tensors with `notes` (a JSON text) and `more` notes.
///
/// # Errors
/// If the file cannot be written.
pub fn write(
    path: &Path,
    tensors: &Named,
    notes: String,
    mut more: HashMap<String, String>,
) -> Result<()> {
    more.insert("notes".to_owned(), notes);
    write_atomically(path, &to_safetensors(tensors, more)?)
}

/// The `notes`, all notes and the tensors that [`write`] wrote.
///
/// # Errors
/// If the file is missing or no checkpoint.
pub fn read(path: &Path) -> Result<(String, HashMap<String, String>, Weights)> {
    let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes)
        .map_err(|e| other(path, &format!("it is not a checkpoint ({e})")))?;
    let notes = header.metadata().clone().unwrap_or_default();
    let Some(text) = notes.get("notes").cloned() else {
        return Err(other(path, "it is not a checkpoint of a training run"));
    };
    let weights = Weights::from_safetensors(&bytes, &path.to_string_lossy())?;
    Ok((text, notes, weights))
}

fn other(path: &Path, reason: &str) -> Error {
    Error::weights(
        path,
        reason,
        "start a new run, or resume with the same program version",
    )
}
