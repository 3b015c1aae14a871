//! What is written of the work on a photograph.

use super::under_way::UnderWay;
use crate::{
    error::{Error, Result},
    picture::{self, Depth, ExportOptions, Keep, Picture, Stamp, at_most},
    session::{
        engine::{Kept, KeptPixels, SnapshotId},
        loader::PASTED,
        request::Loaded,
        saved::{SavedSnapshot, SavedWork},
    },
};
use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
};

/// What the work is.
pub const WORK: &str = "work.json";
/// What it looks like.
pub const THUMBNAIL: &str = "picture.png";
/// Longest side of the small picture that is shown until the photograph is read.
const SIDE: usize = 640;

/// What the small picture is made from.
#[derive(Clone, Debug)]
pub enum Preview {
    /// Straight RGBA bytes, sRGB-encoded.
    Bytes {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
        /// Row by row.
        rgba: Arc<[u8]>,
    },
    /// A picture.
    Picture(Arc<Picture>),
}

impl Preview {
    fn small(&self) -> Picture {
        match self {
            Self::Picture(picture) => at_most(picture, SIDE),
            Self::Bytes {
                width,
                height,
                rgba,
            } => {
                let rgb = rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]);
                let rgb = rgb.map(|byte| f32::from(byte) / 255.0).collect();
                at_most(&Picture::from_rgb(*width, *height, rgb), SIDE)
            }
        }
    }
}

/// One thing to save.
#[derive(Clone, Debug)]
pub struct SaveWork {
    /// Later ones have higher numbers; an older one never replaces a newer one.
    pub number: u64,
    /// What is worked on. Time and path of the photograph are filled in.
    pub saved: SavedWork,
    /// The photograph, unless it is the sample.
    pub photograph: Option<Arc<Loaded>>,
    /// What it looks like, if that has changed.
    pub preview: Option<Preview>,
    /// Refine's picture, if it has changed, for the file that `saved` names.
    pub newest: Option<Kept>,
    /// Snapshots that are not written yet, with their small pictures.
    pub snapshots: Vec<(SnapshotId, Arc<Picture>, Arc<Picture>)>,
    /// Says that it goes on, see [`Autosave::under_way`](super::Autosave::under_way).
    pub under_way: Option<UnderWay>,
}

/// Writes what has changed.
pub fn write_pictures(folder: &Path, work: &SaveWork) -> Result<()> {
    let write = |picture: &Picture, name: &str, options: &ExportOptions| {
        picture::export(picture, &folder.join(name), options, &Stamp::default())
    };
    if let Some(preview) = &work.preview {
        write(&preview.small(), THUMBNAIL, &plain())?;
    }
    if let (Some(kept), Some(run)) = (&work.newest, &work.saved.run) {
        let fine = ExportOptions {
            depth: Depth::Sixteen,
            ..plain()
        };
        match &kept.pixels {
            KeptPixels::Memory(picture) => write(picture, &run.file, &fine)?,
            KeptPixels::File(path) => {
                let to = folder.join(&run.file);
                if *path != to {
                    std::fs::copy(path, &to).map_err(Error::io("write", &to))?;
                }
            }
        }
    }
    for (id, picture, small) in &work.snapshots {
        write(picture, &SavedSnapshot::file(*id), &plain())?;
        write(small, &SavedSnapshot::small_file(*id), &plain())?;
    }
    Ok(())
}

/// Removes pictures that the work does not name any more.
pub fn tidy(folder: &Path, saved: &SavedWork) {
    let ids = saved.snapshots.iter().map(|snapshot| snapshot.id);
    let mut named: HashSet<String> = ids
        .flat_map(|id| [SavedSnapshot::file(id), SavedSnapshot::small_file(id)])
        .collect();
    named.extend(saved.run.as_ref().map(|run| run.file.clone()));
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let ours = name.starts_with("snapshot-") || name.starts_with("refined-");
        if ours && !named.contains(&name) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

fn plain() -> ExportOptions {
    ExportOptions {
        keep: Keep::None,
        ..ExportOptions::default()
    }
}

/// A photograph that only Impasto has.
pub fn pasted(folder: &Path, loaded: &Loaded) -> Result<PathBuf> {
    let path = folder.join(PASTED);
    if !path.exists() {
        picture::export(&loaded.picture, &path, &plain(), &Stamp::default())?;
    }
    Ok(path)
}
