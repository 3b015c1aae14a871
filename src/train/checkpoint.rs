//! Checkpoints of a training run: one safetensors file, replaced atomically, from which the run
//! goes on exactly as if it had not stopped.

use crate::{
    error::{Error, Result},
    nn::{
        Weights, named_parameters, names_in, pack_parameters, to_safetensors, unpack_parameters,
        with_parameters,
    },
    optim::ModuleAdam,
    picture::write_atomically,
};
use burn::{
    module::Module,
    tensor::{Device, TensorData},
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Name of the checkpoint in a run's folder.
pub const CHECKPOINT: &str = "checkpoint.safetensors";

/// Name of the best weights in a run's folder, a checkpoint like any other.
pub const BEST: &str = "best.safetensors";

/// The checkpoint of the run in `folder`.
pub fn checkpoint_in(folder: &Path) -> PathBuf {
    folder.join(CHECKPOINT)
}

/// Tensors with their names, as they stand in the file.
pub type Named = Vec<(String, TensorData)>;

/// Adds the values of `module` and the moments of `adam` to `tensors`, their names beginning with
/// `prefix`; returns the steps that Adam has done.
pub fn pack<M: Module>(prefix: &str, module: &M, adam: &ModuleAdam, tensors: &mut Named) -> usize {
    pack_values(prefix, module, tensors);
    let (moments, time) = adam.to_data();
    for (name, moments) in names(module).into_iter().zip(moments) {
        // What never moved has none.
        let Some([first, second]) = moments else {
            continue;
        };
        tensors.push((format!("{prefix}moment1.{name}"), first));
        tensors.push((format!("{prefix}moment2.{name}"), second));
    }
    time
}

/// Adds the values of `module` to `tensors`, as `PREFIXparameter.NAME`.
pub fn pack_values<M: Module>(prefix: &str, module: &M, tensors: &mut Named) {
    pack_parameters(&format!("{prefix}parameter."), module, tensors);
}

fn names<M: Module>(module: &M) -> Vec<String> {
    let named = named_parameters(module).into_iter();
    named.map(|(name, _)| name).collect()
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
        let names = names(&module);
        let called = |which: &str| names_in(weights, &format!("{prefix}{which}."), &names);
        let (first, second) = (called("moment1"), called("moment2"));
        let moments = values.iter().zip(first.iter().zip(&second)).enumerate();
        let moves: Vec<bool> = (0..values.len()).map(|index| adam.moves(index)).collect();
        let moments = moments.map(|(index, (value, (first, second)))| {
            if !moves[index] {
                return Ok(None);
            }
            let flat = [value.shape().num_elements()];
            let read = |name: &str| -> Result<TensorData> {
                let weight = weights.get(name, &flat)?;
                Ok(TensorData::new(weight.values.clone(), flat))
            };
            Ok(Some([read(first)?, read(second)?]))
        });
        adam.restore(moments.collect::<Result<_>>()?, time, device);
    }
    Ok(with_parameters(module, values))
}

/// Reads what [`pack_values`] wrote, in the shapes of `module`'s parameters.
///
/// # Errors
/// If a tensor is missing or of another shape.
pub fn values<M: Module>(prefix: &str, weights: &Weights, module: &M) -> Result<Vec<TensorData>> {
    unpack_parameters(weights, &format!("{prefix}parameter."), module)
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

#[cfg(test)]
mod tests {
    use super::*;
    use burn::nn::{Linear, LinearConfig};

    #[test]
    fn tensors_are_called_by_their_places_in_the_network_and_numbered_ones_are_still_read() {
        let device = Device::flex();
        let fresh = || -> Linear { LinearConfig::new(3, 3).init(&device.clone().autodiff()) };
        let adam = ModuleAdam::plain;
        let (module, mut trained) = (fresh(), adam());
        let moments = [(3, 9), (7, 3)].map(|(first, count): (i32, usize)| {
            [first, first + 1].map(|value| TensorData::new(vec![value as f32; count], [count]))
        });
        let moments: Vec<_> = moments.into_iter().map(Some).collect();
        trained.restore(moments.clone(), 5, &device);
        let mut tensors = Named::new();
        assert_eq!(pack("g.", &module, &trained, &mut tensors), 5);
        let places = ["weight", "bias"];
        for name in places {
            assert!(
                tensors
                    .iter()
                    .any(|(own, _)| *own == format!("g.moment2.{name}"))
            );
        }
        let numbered: Named = tensors
            .iter()
            .map(|(name, data)| {
                let (start, place) = name.rsplit_once('.').expect("a place");
                let i = places
                    .iter()
                    .position(|name| *name == place)
                    .expect("known");
                (format!("{start}.{i}"), data.clone())
            })
            .collect();
        for tensors in [tensors, numbered] {
            let bytes = to_safetensors(&tensors, HashMap::new()).expect("serialised");
            let weights = Weights::from_safetensors(&bytes, "a").expect("weights");
            let mut restored = adam();
            let read = unpack("g.", &weights, fresh(), &mut restored, 5, &device).expect("read");
            assert_eq!(crate::nn::parameters(&read), crate::nn::parameters(&module));
            assert_eq!(restored.to_data(), (moments.clone(), 5));
        }
    }
}
