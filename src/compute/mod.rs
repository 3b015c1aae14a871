//! Where the networks run: finding a device, sharing the window's, forecasting memory, moving
//! pictures to and from it, and frames for the screen.

mod bridge;
mod device;
mod frame;
pub(crate) mod kernels;
mod memory;
mod parallel;
mod screen;
mod shared;
mod turn;

pub use bridge::{bytes_read, enlarged, thumbnail, to_picture, to_tensor};
pub use device::{AdapterReport, Compute, DeviceChoice, adapters};
pub use frame::{Frame, Latest, Level, Levels, Pixels, SCREEN};
pub use memory::{Budget, Forecast, give_back, give_back_by, peak_memory};
pub(crate) use parallel::{at_once, both};
pub use screen::Screen;
#[cfg(test)]
pub use shared::provoke_error;
pub use shared::{DeviceErrors, SharedDevice, descriptor};
pub use turn::Turn;
