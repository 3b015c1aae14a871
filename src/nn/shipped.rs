//! The models inside the program.

use super::{Model, ModelInfo, ModelKind};
use crate::{
    error::{Error, Result},
    fault::ModelFault,
};
use std::{path::Path, sync::LazyLock};

/// Their files, of a kind the newest first: what paints and sees unless something else is asked for. The others are kept for the
/// recipes that name them.
static FILES: [(&str, &[u8]); 3] = [
    (
        "impasto-0.2",
        include_bytes!("../../assets/models/impasto-0.2.safetensors"),
    ),
    (
        "impasto-0.1",
        include_bytes!("../../assets/models/impasto-0.1.safetensors"),
    ),
    (
        "impasto-encoder",
        include_bytes!("../../assets/models/impasto-encoder.safetensors"),
    ),
];

/// A model that ships.
#[derive(Debug)]
pub struct Shipped {
    /// What it says of itself.
    pub info: ModelInfo,
    bytes: &'static [u8],
}

impl Shipped {
    /// All that ship, of a kind the newest first.
    pub fn all() -> &'static [Self] {
        static ALL: LazyLock<Vec<Shipped>> = LazyLock::new(|| {
            let read = |(name, bytes): &(&str, &'static [u8])| {
                let info = ModelInfo::from_bytes(bytes, name).ok()?;
                Some(Shipped { info, bytes })
            };
            FILES.iter().filter_map(read).collect()
        });
        &ALL
    }

    /// The newest of a kind.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn newest(kind: ModelKind) -> Result<&'static Self> {
        let mut of_kind = Self::all().iter().filter(|model| model.info.kind == kind);
        of_kind
            .next()
            .ok_or_else(|| Error::model(Path::new("inside the program"), ModelFault::Altered))
    }

    /// Reads it whole.
    ///
    /// # Errors
    /// If the program is damaged.
    pub fn open(&self) -> Result<Model> {
        Model::from_bytes(self.bytes, &self.info.name)
    }

    /// Bytes of its file.
    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// blake3 of the files of version 0.1.0, by which its recipes and style codes name them.
    const BEFORE: [(&str, &str); 2] = [
        (
            "impasto-0.1",
            "d12989825ab076841053bbb9129c08d704dbe8d7e60e8efd3dc715a3e79d0a65",
        ),
        (
            "impasto-encoder",
            "e1c190b399dcda26091edd83079d86619cb1b4d692f912aec0fe2eab629ccaa3",
        ),
    ];

    #[test]
    fn what_ships_is_whole_has_a_card_and_is_known_by_its_hashes_of_before() {
        assert_eq!(Shipped::all().len(), FILES.len());
        for ((name, _), shipped) in FILES.iter().zip(Shipped::all()) {
            let model = shipped.open().expect("whole");
            assert_eq!(
                (&model.info, *name),
                (&shipped.info, shipped.info.name.as_str())
            );
            let card = &model.info.card;
            assert!(!card.about.is_empty() && !card.licence.is_empty() && !card.data.is_empty());
        }
        for (name, hash) in BEFORE {
            let named = Shipped::all().iter().find(|model| model.info.name == name);
            assert!(named.expect("there").info.is(hash), "{name}");
        }
    }
}
