//! The model of a run: in a file, and among the artist's own.

use super::About;
use crate::{
    compute::Compute,
    error::{Error, Result, catch_panic},
    fault::TrainingFault,
    nn::{FeatureNet, ModelInfo, NetSpec},
    picture::Picture,
    session::{
        code::{CODE_ENDING, write_code},
        models::import_model,
        own_files::file_name,
        own_styles,
    },
    stylize::Instant,
    train::export_model,
};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Writes the best model so far of the run in `folder` to `file`.
///
/// # Errors
/// If it has learnt nothing yet, makes no models for artists, or the file cannot be written.
pub fn export_run(folder: &Path, file: &Path) -> Result<()> {
    let name = About::read(folder).name;
    let device = Compute::cpu("").device;
    let written = catch_panic(|| export_model(folder, file, &name, false, &device));
    match written.map_err(Error::Compute)?? {
        Some(_) => Ok(()),
        None => Err(TrainingFault::NoRun(folder.to_owned()).into()),
    }
}

/// A run's model among the artist's own.
#[derive(Clone, Debug)]
pub struct Installed {
    /// What it says of itself.
    pub model: ModelInfo,
    /// The file of its own style among the artist's, if it learnt one.
    pub style: Option<PathBuf>,
}

/// Puts the best model so far of the run in `folder` among the artist's own, and the style that it paints `photograph` in, if
/// it learnt a school, among the artist's styles: of a school's styles it is the one that suits this photograph.
///
/// # Errors
/// As [`export_run`], and if it paints no photographs.
pub fn install_run(folder: &Path, photograph: Option<&Picture>, data: &Path) -> Result<Installed> {
    std::fs::create_dir_all(data).map_err(Error::io("create", data))?;
    let beside = tempfile::tempdir_in(data).map_err(Error::io("create", data))?;
    let file = beside.path().join("model.safetensors");
    export_run(folder, &file)?;
    let listed = import_model(&file, data)?;
    let compute = Compute::cpu("");
    let look = || -> Result<_> {
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?);
        Instant::open(&listed.open()?, net, compute.clone())?.own_style(photograph, "")
    };
    let own = catch_panic(look).map_err(Error::Compute)??;
    let keep = |style| {
        let name = format!("{}.{CODE_ENDING}", file_name(&listed.info.name));
        let file = beside.path().join(name);
        write_code(&file, &style)?;
        // One that is there already is not kept twice.
        own_styles::keep_code(&file, &data.join("styles"))
    };
    Ok(Installed {
        style: own.map(keep).transpose()?,
        model: listed.info,
    })
}
