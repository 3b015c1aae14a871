//! How large pictures may be that are read.

use crate::fault::PictureFault as Fault;

/// How large a picture may be.
#[derive(Clone, Copy, Debug)]
pub struct DecodeLimits {
    /// Most pixels that are decoded.
    pub max_pixels: u64,
    /// Most bytes that a file may have and that a decoder may hold beside the picture.
    pub max_bytes: u64,
}

impl DecodeLimits {
    /// Peak bytes a pixel while decoding: 16-bit RGBA, its float copy and the picture itself.
    const BYTES_PER_PIXEL: u64 = 40;

    /// The limit for a picture that may use `bytes` of memory while it is decoded.
    pub fn for_memory(bytes: u64) -> Self {
        let max_pixels = (bytes / Self::BYTES_PER_PIXEL).max(1 << 16);
        Self {
            max_pixels,
            max_bytes: max_pixels * Self::BYTES_PER_PIXEL,
        }
    }

    /// The limits of each of `count` pictures that are decoded at once.
    pub fn shared(self, count: usize) -> Self {
        Self::for_memory(self.max_bytes / count.max(1) as u64)
    }

    pub(super) fn check(self, width: u64, height: u64) -> Result<(), Fault> {
        let (Ok(w), Ok(h)) = (u32::try_from(width), u32::try_from(height)) else {
            return Err(Fault::TooLarge);
        };
        if w == 0 || h == 0 {
            return Err(Fault::NoPixels);
        }
        if width * height > self.max_pixels {
            return Err(Fault::TooManyPixels(w, h));
        }
        Ok(())
    }

    /// The same for the general decoders.
    pub(super) fn of_decoders(self) -> image::Limits {
        let mut limits = image::Limits::no_limits();
        limits.max_alloc = Some(self.max_bytes);
        limits
    }
}

impl Default for DecodeLimits {
    /// 200 megapixels.
    fn default() -> Self {
        Self::for_memory(200_000_000 * Self::BYTES_PER_PIXEL)
    }
}
