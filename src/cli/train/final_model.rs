//! The model that a run leaves in its folder, so that it can be used without another command.

use super::super::report;
use crate::{
    compute::Compute,
    error::Result,
    train::{TaskKind, back_beside, export_model, task_of},
};
use std::path::Path;

/// Name of the file.
const MODEL: &str = "model.safetensors";

/// Writes the best model so far into the folder of a run whose task makes models for artists, and says how it is used.
///
/// # Errors
/// If it cannot be written.
pub fn keep_model(run: &Path) -> Result<()> {
    // Whoever is stopped before the first step has learnt nothing.
    if task_of(run).is_err() {
        return Ok(());
    }
    let file = run.join(MODEL);
    let name = run.file_name().unwrap_or_default().to_string_lossy();
    let device = Compute::cpu("").device;
    let use_it = match export_model(run, &file, &name, false, &device)? {
        Some(TaskKind::School) => "stylize PHOTOGRAPH -o OUT --model",
        Some(TaskKind::Domains) => "stylize PICTURE -o OUT --domain NAME --model",
        Some(TaskKind::Unpaired) => {
            let back = back_beside(&file);
            if back.exists() {
                report::say(&format!("the way back is {}", back.display()));
            }
            "stylize PICTURE -o OUT --model"
        }
        Some(TaskKind::Dream) => "generate -n 16 --sheet -o OUT",
        Some(TaskKind::Encoder | TaskKind::Generator) | None => return Ok(()),
    };
    let file = file.display();
    report::say(&format!(
        "the model is {file}; use it with `impasto {use_it} {file}`"
    ));
    Ok(())
}
