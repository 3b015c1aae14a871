//! Where the networks run: finding a device, forecasting memory, moving pictures to and from it.

mod bridge;
mod device;
mod memory;

pub use bridge::{to_picture, to_tensor};
pub use device::{AdapterReport, Compute, DeviceChoice, adapters};
pub use memory::{Forecast, free_memory, peak_memory};
