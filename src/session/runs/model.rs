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
    stylize::{Instant, Style},
    train::{back_beside, export_model},
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

/// A model among the artist's own.
#[derive(Clone, Debug)]
pub struct Installed {
    /// What it says of itself.
    pub model: ModelInfo,
    /// Files of its own styles among the artist's: that of its school, or one a domain.
    pub styles: Vec<PathBuf>,
}

/// Puts the best model so far of the run in `folder` among the artist's own, and the styles that it paints `photograph` in among
/// the artist's styles: of a school's styles it is the one that suits this photograph. A translation has two models, which are
/// both kept; `back` asks for the way back.
///
/// # Errors
/// As [`export_run`], and if it paints no photographs.
pub fn install_run(
    folder: &Path,
    back: bool,
    photograph: Option<&Picture>,
    data: &Path,
) -> Result<Installed> {
    std::fs::create_dir_all(data).map_err(Error::io("create", data))?;
    let beside = tempfile::tempdir_in(data).map_err(Error::io("create", data))?;
    let there = beside.path().join("model.safetensors");
    export_run(folder, &there)?;
    let ways = [back_beside(&there), there];
    let (asked, other) = if back { (0, 1) } else { (1, 0) };
    if ways[other].is_file() {
        install(&ways[other], photograph, data)?;
    }
    install(&ways[asked], photograph, data)
}

/// Puts the model in `file` among the artist's own, with its styles as they suit `photograph`.
///
/// # Errors
/// If it cannot be used, or something cannot be written.
pub fn install(file: &Path, photograph: Option<&Picture>, data: &Path) -> Result<Installed> {
    let listed = import_model(file, data)?;
    if !listed.info.kind.paints() {
        return Ok(Installed {
            model: listed.info,
            styles: Vec::new(),
        });
    }
    let compute = Compute::cpu("");
    let look = || -> Result<Vec<(String, Style)>> {
        let net = Arc::new(FeatureNet::open(&NetSpec::BuiltIn, &compute.device)?);
        let instant = Instant::open(&listed.open()?, net, compute.clone())?;
        let (name, domains) = (&listed.info.name, &listed.info.domains);
        let mut styles = Vec::new();
        if domains.is_empty() {
            let own = instant.own_style(photograph, "")?;
            styles.extend(own.map(|style| (name.clone(), style)));
        }
        for domain in domains {
            let own = instant.own_style(photograph, domain)?;
            // A model that is called by its domains adds nothing to their names.
            let called = match *name == domains.join(", ") {
                true => domain.clone(),
                false => format!("{domain}, {name}"),
            };
            styles.extend(own.map(|style| (called, style)));
        }
        Ok(styles)
    };
    let styles = catch_panic(look).map_err(Error::Compute)??;
    let beside = tempfile::tempdir_in(data).map_err(Error::io("create", data))?;
    let keep = |(name, style): (String, Style)| {
        let name = format!("{}.{CODE_ENDING}", file_name(&name));
        let file = beside.path().join(name);
        write_code(&file, &style)?;
        // One that is there already is not kept twice.
        own_styles::keep_code(&file, &data.join("styles"))
    };
    Ok(Installed {
        styles: styles.into_iter().map(keep).collect::<Result<_>>()?,
        model: listed.info,
    })
}
