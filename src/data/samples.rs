//! The photographs that ship, for who has none at hand.

use super::{KEPT_SIDE, Stored, shrunk};
use crate::{
    error::Result,
    picture::{self, DecodeLimits},
};
use std::path::Path;

const SAMPLES: [&[u8]; 4] = [
    include_bytes!("../../assets/samples/cat.jpg"),
    include_bytes!("../../assets/samples/lake.jpg"),
    include_bytes!("../../assets/samples/still_life.jpg"),
    include_bytes!("../../assets/samples/street.jpg"),
];

/// The photographs that ship.
///
/// # Errors
/// If the program is damaged.
pub fn samples() -> Result<Vec<Stored>> {
    let read = |bytes: &&[u8]| {
        let source = Path::new("inside the program");
        let picture = picture::decode(bytes, source, DecodeLimits::default())?;
        Ok(Stored::new(&shrunk(picture, KEPT_SIDE)))
    };
    SAMPLES.iter().map(read).collect()
}
