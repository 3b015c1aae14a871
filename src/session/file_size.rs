//! How large the picture of a file shall be.

use crate::picture::fit_long_side;
use serde::{Deserialize, Serialize};

/// Size of a file's picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileSize {
    /// The photograph's own, of the part that is painted.
    #[default]
    Own,
    /// As it is on the canvas.
    Canvas,
    /// Exactly this long side in pixels.
    LongSide(usize),
    /// On paper.
    Print {
        /// The long side in tenths of a millimetre.
        tenths: u32,
        /// Pixels on 2.54 centimetres.
        dpi: u16,
    },
}

impl FileSize {
    /// Long sides that can be asked for, in pixels.
    pub const SIDES: std::ops::RangeInclusive<usize> = 16..=65_535;
    /// Tenths of a millimetre on 2.54 centimetres.
    const INCH: f64 = 254.0;

    /// Width and height in pixels, of a photograph whose part is `own` and whose picture on the canvas is
    /// `canvas`.
    pub fn of(self, own: (usize, usize), canvas: (usize, usize)) -> (usize, usize) {
        let long = match self {
            Self::Own => return own,
            Self::Canvas => return canvas,
            Self::LongSide(long) => long,
            Self::Print { tenths, dpi } => {
                (f64::from(tenths) * f64::from(dpi) / Self::INCH).round() as usize
            }
        };
        let long = long.clamp(*Self::SIDES.start(), *Self::SIDES.end());
        fit_long_side(own.0, own.1, long)
    }

    /// Pixels on 2.54 centimetres of paper, if that was asked for.
    pub fn dpi(self) -> Option<u16> {
        match self {
            Self::Print { dpi, .. } => Some(dpi),
            _ => None,
        }
    }

    /// Longest side on paper in tenths of a millimetre that is not beyond [`FileSize::SIDES`].
    pub fn longest_tenths(dpi: u16) -> u32 {
        (*Self::SIDES.end() as f64 * Self::INCH / f64::from(dpi.max(1))) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_exact_in_pixels_and_on_paper() {
        let (own, canvas) = ((6000, 4500), (1200, 900));
        assert_eq!(FileSize::Own.of(own, canvas), own);
        assert_eq!(FileSize::Canvas.of(own, canvas), canvas);
        assert_eq!(
            FileSize::LongSide(6000).of((1024, 768), canvas),
            (6000, 4500)
        );
        // A4 is 29.7 cm long: 3508 pixels at 300 dpi.
        let paper = FileSize::Print {
            tenths: 2970,
            dpi: 300,
        };
        assert_eq!(paper.of(own, canvas), (3508, 2631));
        let longest = FileSize::longest_tenths(300);
        let paper = FileSize::Print {
            tenths: longest,
            dpi: 300,
        };
        assert!(paper.of(own, canvas).0 <= *FileSize::SIDES.end());
    }
}
