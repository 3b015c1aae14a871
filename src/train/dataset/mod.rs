//! Folders of pictures as data sets: what is wrong with them ([`scan`]), and one compact file of
//! them that travels ([`pack`]).

mod pack;
mod scan;

pub use pack::{PackReport, pack};
pub(super) use pack::{is_pack, packed, shrunk};
pub use scan::{Fault, Finding, ScanReport, scan};

use std::path::{Path, PathBuf};

/// Files below `folders` in the order of their paths, without hidden ones. Links are followed,
/// loops of links are left out; a folder that cannot be read is as good as empty.
pub(super) fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let hidden = |path: &Path| {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with('.'))
    };
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| {
            walkdir::WalkDir::new(folder)
                .follow_links(true)
                .into_iter()
                // The folder itself may be called anything.
                .filter_entry(move |entry| entry.depth() == 0 || !hidden(entry.path()))
        })
        .filter_map(|entry| entry.ok().filter(|e| e.file_type().is_file()))
        .map(walkdir::DirEntry::into_path)
        .collect();
    paths.sort();
    paths.dedup();
    paths
}
