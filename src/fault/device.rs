//! Why nothing can be computed or shown on a device.

use thiserror::Error;

/// Why a device cannot be used; each a whole sentence, with the words of the system in brackets.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DeviceFault {
    /// A GPU was asked for, and there is none.
    #[error(
        "No GPU can be used ({0}); compute on the CPU, or install a Vulkan driver (Debian: \
         mesa-vulkan-drivers)."
    )]
    NoGpu(String),
    /// The window's GPU draws and cannot compute.
    #[error("The GPU cannot compute ({0}); the CPU is used.")]
    CannotCompute(String),
    /// No display to open a window on.
    #[error("There is no display to open a window on; use the command line instead.")]
    NoDisplay,
    /// A display, and no window on it.
    #[error(
        "The window could not be opened ({0}); install a graphics driver (Debian: mesa-vulkan-drivers \
         has a software one), or use the command line."
    )]
    NoWindow(String),
}
