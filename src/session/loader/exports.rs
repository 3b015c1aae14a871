//! Files that are to be written.

use super::{answer::ExportAnswer, request::ExportRequest};
use crate::{
    error::{Error, Result},
    picture::write_atomically,
    session::deliver::bytes_of,
};

/// Finds out what is asked, or writes what is asked for.
pub fn answer(request: &ExportRequest) -> Result<ExportAnswer> {
    Ok(match request {
        ExportRequest::Estimate(file) => {
            let bytes = bytes_of(&file.picture, &file.delivery)?;
            ExportAnswer::Estimate(file.clone(), bytes)
        }
        ExportRequest::Room(path) => {
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
            }
            ExportAnswer::Room(path.clone(), path.exists())
        }
        ExportRequest::Write(path, text) => {
            write_atomically(path, text.as_bytes())?;
            ExportAnswer::Written(path.clone())
        }
    })
}
