//! The one error type of the library. Every message is one sentence that says what failed, why,
//! and what to do about it; front ends print it as it stands.

use crate::fault::{
    CodeFault, DeviceFault, ModelFault, PictureFault, RecipeFault, SettingFault, TrainingFault,
};
use std::path::{Path, PathBuf};

/// Result of everything in Impasto that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong, worded for the artist.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written.
    #[error("Could not {action} {path}: {source}; {}.", io_remedy(source))]
    Io {
        /// What was attempted, as a verb ("read", "write").
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A picture file is broken, unsupported or empty.
    #[error("Could not read the picture {path}: {fault}; {}.", fault.remedy())]
    Picture {
        /// The picture.
        path: PathBuf,
        /// Why.
        fault: PictureFault,
    },
    /// A picture is larger than memory allows.
    #[error(
        "The picture {path} has {width}x{height} pixels, which is more than the limit of {limit} \
         megapixels; scale it down first or raise the memory limit."
    )]
    TooLarge {
        /// The picture.
        path: PathBuf,
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// The limit in megapixels.
        limit: u64,
    },
    /// A picture could not be encoded.
    #[error("Could not write the picture {path}: {reason}; {remedy}.")]
    Encode {
        /// The output file.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A file of network weights cannot be trusted.
    #[error("Could not use the weights in {path}: {reason}; {remedy}.")]
    Weights {
        /// The weights file, or the name of a built-in network.
        path: PathBuf,
        /// Why.
        reason: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A model file cannot be used.
    #[error("Could not use the model {path}: {fault}; {}.", fault.remedy())]
    Model {
        /// The file, or the name of a model that ships.
        path: PathBuf,
        /// Why.
        fault: ModelFault,
    },
    /// No model of this name, or none with this hash, is there.
    #[error(
        "There is no model '{wanted}' among those that ship and your own; choose one of them, or the \
         file of one."
    )]
    NoModel {
        /// The name, hash or path that was asked for.
        wanted: String,
    },
    /// A recipe was made with a model that is not there.
    #[error(
        "The recipe was made with the model {name} (hash {hash}), which is not among those that ship \
         and your own; import it, or paint with another one ({instead}), which gives another picture."
    )]
    MissingModel {
        /// Its name, or "of an unknown name".
        name: String,
        /// The first digits of its hash.
        hash: String,
        /// A model that is there.
        instead: String,
    },
    /// A recipe cannot be understood.
    #[error("Could not use the recipe in {path}: {fault}; {}.", fault.remedy())]
    Recipe {
        /// The recipe or the picture that carries it.
        path: PathBuf,
        /// Why.
        fault: RecipeFault,
    },
    /// A file of a style code cannot be used.
    #[error(
        "Could not use the style code in {path}: {fault}; give a file that `impasto style encode`, \
         `mix` or `sample` wrote."
    )]
    StyleCode {
        /// The file.
        path: PathBuf,
        /// Why.
        fault: CodeFault,
    },
    /// A picture that a recipe names is missing or has changed.
    #[error(
        "The recipe needs the {role} {name}, which was not found among the given files, beside \
         the recipe or in the current folder with the content it had; give the file as well."
    )]
    MissingSource {
        /// "photograph", "painting" or "start picture".
        role: &'static str,
        /// File name from the recipe.
        name: String,
    },
    /// The job would not fit into memory.
    #[error(
        "Painting {width}x{height} pixels needs about {need_mib} MiB, more than the {limit_mib} \
         MiB allowed; choose a size of {largest} pixels or less, or allow more memory."
    )]
    Memory {
        /// Width of the result.
        width: usize,
        /// Height of the result.
        height: usize,
        /// Forecast peak in MiB.
        need_mib: u64,
        /// Limit in MiB.
        limit_mib: u64,
        /// Largest long side that fits.
        largest: usize,
    },
    /// Even the smallest picture would not fit.
    #[error(
        "The network needs at least {need_mib} MiB, more than the {limit_mib} MiB allowed; allow more \
         memory or close other programs."
    )]
    MemoryFloor {
        /// Forecast peak of the smallest picture, in MiB.
        need_mib: u64,
        /// Limit in MiB.
        limit_mib: u64,
    },
    /// The device that was asked for cannot be used.
    #[error(transparent)]
    Device(#[from] DeviceFault),
    /// Nothing to take a style from.
    #[error("There is no painting to take the style from; choose a style.")]
    NoStyle,
    /// Nothing was painted that could be saved.
    #[error("There is no painted picture to save yet; start painting first.")]
    NothingPainted,
    /// A setting has no meaning.
    #[error(transparent)]
    Setting(#[from] SettingFault),
    /// The command line was asked for something that it cannot do: its own sentence, which no window shows.
    #[error("{0}")]
    Usage(String),
    /// A training run could not start or go on.
    #[error(transparent)]
    Training(#[from] TrainingFault),
    /// The networks failed while computing.
    #[error(
        "The computation failed ({0}); try the CPU or a smaller size, and keep this message if you \
         report it."
    )]
    Compute(String),
}

impl Error {
    /// Wraps a system error on `path`; `action` is a verb such as "read".
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        let path = path.to_owned();
        move |source| Error::Io {
            action,
            path,
            source,
        }
    }

    /// An unusable picture file.
    pub fn picture(path: &Path, fault: PictureFault) -> Error {
        Error::Picture {
            path: path.to_owned(),
            fault,
        }
    }

    /// An unusable weights file.
    pub fn weights(path: &Path, reason: impl ToString, remedy: &'static str) -> Error {
        Error::Weights {
            path: path.to_owned(),
            reason: reason.to_string(),
            remedy,
        }
    }

    /// An unusable model file.
    pub fn model(path: &Path, fault: ModelFault) -> Error {
        Error::Model {
            path: path.to_owned(),
            fault,
        }
    }

    /// An unusable recipe.
    pub fn recipe(path: &Path, fault: RecipeFault) -> Error {
        Error::Recipe {
            path: path.to_owned(),
            fault,
        }
    }
}

/// What to do about what the system said, as a request.
fn io_remedy(error: &std::io::Error) -> &'static str {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::StorageFull | Kind::QuotaExceeded => {
            "the disk is full: make room or choose another place"
        }
        Kind::FileTooLarge => "this disk takes no file of that size: choose another place",
        Kind::ReadOnlyFilesystem => "the disk is read-only: choose another place",
        Kind::AlreadyExists => "choose another name",
        Kind::InvalidFilename => "choose a shorter or simpler name",
        Kind::OutOfMemory => "close other programs",
        _ => "check that it exists and that you may use it",
    }
}

thread_local! {
    /// How many [`catch_panic`] the thread is in.
    static CATCHING: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Whether a panic of this thread would be caught.
pub(crate) fn is_caught() -> bool {
    CATCHING.get() > 0
}

/// Runs `job`, turning a panic of a library below into its message.
///
/// Readers of foreign files and GPU drivers may panic; an artist must see a sentence instead.
pub fn catch_panic<T>(job: impl FnOnce() -> T) -> std::result::Result<T, String> {
    CATCHING.set(CATCHING.get() + 1);
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
    CATCHING.set(CATCHING.get() - 1);
    ended.map_err(|cause| {
        cause
            .downcast_ref::<&str>()
            .map(|s| (*s).to_owned())
            .or_else(|| cause.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "an internal error without a message".to_owned())
    })
}
