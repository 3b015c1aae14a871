//! The model that a run makes for artists.

use super::export::{
    TaskKind, export_domains, export_dream, export_school, export_unpaired, task_of,
};
use crate::error::Result;
use burn::tensor::Device;
use std::path::{Path, PathBuf};

/// The file for the way back of a translation, beside that of the way there.
pub fn back_beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-back.safetensors"))
}

/// Writes the best weights so far of the run in folder `run` to `file`, as a model called `name`; the last ones if `last`. The way back of a
/// translation is written [beside](back_beside).
/// Returns what was learnt, or nothing for a run whose networks are parts of the program and no models for artists.
///
/// # Errors
/// If the run has no checkpoint or the file cannot be written.
pub fn export_model(
    run: &Path,
    file: &Path,
    name: &str,
    last: bool,
    device: &Device,
) -> Result<Option<TaskKind>> {
    let task = task_of(run)?;
    match task {
        TaskKind::Encoder | TaskKind::Generator => return Ok(None),
        TaskKind::School => export_school(run, file, name, last, device)?,
        TaskKind::Dream => export_dream(run, file, name, last, device)?,
        TaskKind::Domains => export_domains(run, file, name, last, device)?,
        TaskKind::Unpaired => {
            let back = back_beside(file);
            export_unpaired(run, [file, &back], name, last, device)?
        }
    };
    Ok(Some(task))
}
