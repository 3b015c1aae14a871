//! A file in memory in which a few bytes read as others.

use std::io::{Read, Result, Seek, SeekFrom};

/// A reader of bytes with patches.
pub struct Patched<'a> {
    bytes: &'a [u8],
    at: usize,
    patches: Vec<(usize, Vec<u8>)>,
}

impl<'a> Patched<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            patches: Vec::new(),
        }
    }

    /// From now on `bytes` stand at `at`.
    pub fn patch(&mut self, at: usize, bytes: Vec<u8>) {
        self.patches.push((at, bytes));
    }
}

impl Read for Patched<'_> {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.len().min(out.len());
        out[..length].copy_from_slice(&rest[..length]);
        for (place, patch) in &self.patches {
            for (i, byte) in patch.iter().enumerate() {
                let at = (place + i).wrapping_sub(self.at);
                if at < length {
                    out[at] = *byte;
                }
            }
        }
        self.at += length;
        Ok(length)
    }
}

impl Seek for Patched<'_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.bytes.len() as u64, by),
            SeekFrom::Current(by) => (self.at as u64, by),
        };
        let wrong = || std::io::Error::from(std::io::ErrorKind::InvalidInput);
        let at = from.checked_add_signed(by).ok_or_else(wrong)?;
        self.at = usize::try_from(at).map_err(|_| wrong())?;
        Ok(at)
    }
}
