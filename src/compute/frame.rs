//! Pictures on their way to the screen.

use crate::picture::{Picture, at_most, fit_long_side, resize};
use std::sync::{Arc, Mutex, PoisonError};

/// Longest side of a picture on the screen; its mip levels halve that.
pub const SCREEN: usize = 4096;
/// Side below which no further mip level is made.
const SMALLEST: usize = 256;
/// Pixels up to which a picture goes to the screen in one piece.
const AT_ONCE: usize = 2 << 20;

/// A picture for the screen: straight RGBA bytes, full size first, then halves.
#[derive(Clone, Debug)]
pub struct Levels(pub Arc<[Level]>);

/// One mip level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Straight RGBA, sRGB-encoded.
    pub rgba: Vec<u8>,
}

impl Levels {
    /// The levels of `picture`, from at most `side` pixels downwards.
    pub fn of(picture: &Picture, side: usize) -> Self {
        let mut levels = Vec::new();
        let mut picture = at_most(picture, side);
        loop {
            levels.push(Level {
                width: picture.width,
                height: picture.height,
                rgba: picture.to_rgba8(),
            });
            let half = picture.long_side() / 2;
            if half < SMALLEST {
                return Self(levels.into());
            }
            let (width, height) = fit_long_side(picture.width, picture.height, half);
            picture = resize(&picture, width, height);
        }
    }
}

/// The pixels of a frame, where they are.
#[derive(Clone, Debug)]
pub enum Pixels {
    /// A texture on the device that the window shares with the networks; rgba8unorm, sRGB-encoded.
    Gpu(wgpu::Texture),
    /// Opaque or straight RGBA bytes in memory, row by row.
    Cpu(Arc<[u8]>),
    /// A picture too large to be uploaded within one frame of the window.
    Levels(Levels),
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

impl Frame {
    /// A picture in memory, of which the next frame may come soon.
    pub fn of(picture: &Picture) -> Self {
        Self {
            width: picture.width,
            height: picture.height,
            pixels: Pixels::Cpu(picture.to_rgba8().into()),
        }
    }

    /// A picture in memory that stays for a while.
    pub fn still(picture: &Picture) -> Self {
        if picture.width * picture.height <= AT_ONCE {
            return Self::of(picture);
        }
        Self {
            width: picture.width,
            height: picture.height,
            pixels: Pixels::Levels(Levels::of(picture, SCREEN)),
        }
    }
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
