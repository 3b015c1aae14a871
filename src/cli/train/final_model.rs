//! The model that a run leaves in its folder, so that it can be used without another command.

use super::super::report;
use crate::{
    compute::Compute,
    error::Result,
    train::{TaskKind, export_domains, export_dream, export_school, export_unpaired, task_of},
};
use std::path::{Path, PathBuf};

/// Name of the file.
const MODEL: &str = "model.safetensors";

/// The file for the way back of a translation, beside that of the way there.
pub fn back_beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("{stem}-back.safetensors"))
}

/// Writes the best model so far into the folder of a run whose task makes models for artists, and says how it is used.
///
/// # Errors
/// If it cannot be written.
pub fn keep_model(run: &Path) -> Result<()> {
    // Whoever is stopped before the first step has learnt nothing.
    let Ok(task) = task_of(run) else {
        return Ok(());
    };
    let file = run.join(MODEL);
    let name = run.file_name().unwrap_or_default().to_string_lossy();
    let device = Compute::cpu("").device;
    let use_it = match task {
        TaskKind::Encoder | TaskKind::Generator => return Ok(()),
        TaskKind::School => {
            export_school(run, &file, &name, false, &device)?;
            "stylize PHOTOGRAPH -o OUT --model"
        }
        TaskKind::Domains => {
            export_domains(run, &file, &name, false, &device)?;
            "stylize PICTURE -o OUT --domain NAME --model"
        }
        TaskKind::Unpaired => {
            let back = back_beside(&file);
            export_unpaired(run, [&file, &back], &name, false, &device)?;
            if back.exists() {
                report::say(&format!("the way back is {}", back.display()));
            }
            "stylize PICTURE -o OUT --model"
        }
        TaskKind::Dream => {
            export_dream(run, &file, &name, false, &device)?;
            "generate -n 16 --sheet -o OUT"
        }
    };
    let file = file.display();
    report::say(&format!(
        "the model is {file}; use it with `impasto {use_it} {file}`"
    ));
    Ok(())
}
