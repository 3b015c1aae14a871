//! The header of a safetensors file, checked against the length of the file before anything behind it is read.

use crate::{
    error::{Error, Result},
    fault::ModelFault,
};
use serde::Deserialize;
use std::{collections::BTreeMap, io::Read, path::Path};

/// Most bytes of a model file: a generator has 2 million, and none that a window can use a hundred times as many.
const MAX_BYTES: u64 = 256 << 20;
/// No header of a model is longer.
const LONGEST: u64 = 1 << 20;
/// Bytes that say how long the header is.
const LENGTH: u64 = 8;

/// Notes and shapes.
#[derive(Default, Deserialize)]
pub struct Header {
    #[serde(default, rename = "__metadata__")]
    notes: BTreeMap<String, String>,
    #[serde(flatten)]
    tensors: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    dtype: String,
    shape: Vec<usize>,
    #[serde(default)]
    data_offsets: [u64; 2],
}

impl Header {
    /// Reads the header of a file.
    ///
    /// # Errors
    /// If the file cannot be read, is none of this format, too large or cut short.
    pub fn open(path: &Path) -> Result<Self> {
        let mut file = std::fs::File::open(path).map_err(Error::io("read", path))?;
        let size = file.metadata().map_err(Error::io("read", path))?.len();
        let mut start = Vec::new();
        // No more than what the file says of itself is read.
        file.by_ref()
            .take(LENGTH + LONGEST)
            .read_to_end(&mut start)
            .map_err(Error::io("read", path))?;
        Self::read(&start, size).map_err(|fault| Error::model(path, fault))
    }

    /// The same of bytes.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn of(bytes: &[u8]) -> Result<Self, ModelFault> {
        Self::read(bytes, bytes.len() as u64)
    }

    /// That of tensors which stand in no file yet.
    pub fn made(shapes: BTreeMap<String, Vec<usize>>) -> Self {
        let entry = |(name, shape)| {
            let entry = Entry {
                dtype: String::new(),
                shape,
                data_offsets: [0, 0],
            };
            (name, entry)
        };
        Self {
            notes: BTreeMap::new(),
            tensors: shapes.into_iter().map(entry).collect(),
        }
    }

    /// The header that `start` begins with, of a file of `size` bytes.
    fn read(start: &[u8], size: u64) -> Result<Self, ModelFault> {
        let Some((length, rest)) = start.split_first_chunk() else {
            return Err(if size == 0 {
                ModelFault::CutShort
            } else {
                ModelFault::NoModel
            });
        };
        let length = u64::from_le_bytes(*length);
        if rest.first().is_some_and(|first| *first != b'{') || length > LONGEST {
            return Err(ModelFault::NoModel);
        }
        if size > MAX_BYTES {
            return Err(ModelFault::TooLarge);
        }
        if size < LENGTH + length {
            return Err(ModelFault::CutShort);
        }
        let text = rest.get(..length as usize).unwrap_or_default();
        let header: Self = serde_json::from_slice(text)
            .map_err(|e| ModelFault::Broken(format!("its header cannot be read: {e}")))?;
        header.check(size - LENGTH - length)?;
        Ok(header)
    }

    /// Checks that the tensors lie one after the other in the `room` behind the header.
    fn check(&self, room: u64) -> Result<(), ModelFault> {
        let mut places: Vec<[u64; 2]> = Vec::new();
        for (name, entry) in &self.tensors {
            let width: u64 = match entry.dtype.as_str() {
                "F64" => 8,
                "F32" => 4,
                "F16" | "BF16" => 2,
                "U8" => 1,
                other => {
                    let other: String = other.chars().take(20).collect();
                    return Err(ModelFault::Broken(format!(
                        "{name} has the number format '{other}'"
                    )));
                }
            };
            let mut sides = entry.shape.iter().map(|&side| side as u64);
            let bytes = sides.try_fold(width, u64::checked_mul);
            let [from, to] = entry.data_offsets;
            if bytes.is_none() || to.checked_sub(from) != bytes {
                return Err(ModelFault::Broken(format!(
                    "{name} does not hold as many values as its shape says"
                )));
            }
            places.push([from, to]);
        }
        places.sort_unstable();
        let mut end = 0;
        for [from, to] in places {
            if from != end {
                return Err(ModelFault::Broken(
                    "its tensors do not lie one after the other".to_owned(),
                ));
            }
            end = to;
        }
        match end.cmp(&room) {
            std::cmp::Ordering::Greater => Err(ModelFault::CutShort),
            std::cmp::Ordering::Less => Err(ModelFault::Broken(
                "something stands behind its last tensor".to_owned(),
            )),
            std::cmp::Ordering::Equal => Ok(()),
        }
    }

    /// A note.
    pub fn note(&self, name: &str) -> Option<&str> {
        self.notes.get(name).map(String::as_str)
    }

    /// The shape of a tensor.
    pub fn shape(&self, name: &str) -> Option<&Vec<usize>> {
        self.tensors.get(name).map(|entry| &entry.shape)
    }
}
