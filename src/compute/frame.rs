//! Pictures on their way to the screen.

use std::sync::{Arc, Mutex, PoisonError};

/// The pixels of a frame, where they are.
#[derive(Clone, Debug)]
pub enum Pixels {
    /// A texture on the device that the window shares with the networks; rgba8unorm, sRGB-encoded.
    Gpu(wgpu::Texture),
    /// Opaque or straight RGBA bytes in memory, row by row.
    Cpu(Arc<[u8]>),
}

/// One picture for the screen.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// The pixels.
    pub pixels: Pixels,
}

/// A place for the newest value: a writer replaces what nobody has taken yet, and neither side
/// ever waits for the other.
#[derive(Debug)]
pub struct Latest<T>(Arc<Mutex<Option<T>>>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Clone for Latest<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Latest<T> {
    /// Puts a value there, in place of an older one.
    pub fn put(&self, value: T) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
    }

    /// Takes the newest value, if there is a new one.
    pub fn take(&self) -> Option<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_value_is_taken_and_only_once() {
        let (slot, writer) = (Latest::default(), Latest::default());
        let reader = slot.clone();
        slot.put(1);
        slot.put(2);
        writer.put(3);
        assert_eq!(reader.take(), Some(2));
        assert_eq!(slot.take(), None);
    }
}
