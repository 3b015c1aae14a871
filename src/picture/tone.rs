//! Colour and tone of a painted picture: what is done to its pixels after they were painted.

use super::Picture;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Luma of sRGB-encoded RGB (ITU-R BT.709).
pub const LUMA: [f32; 3] = [0.2126, 0.7152, 0.0722];

/// Colour, brightness, contrast and saturation of the result, in this order. The default changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tone {
    /// How much of the painted chroma is taken, 0 to 1; the rest is the photograph's. Lightness stays as painted.
    #[serde(rename = "colour_amount", skip_serializing_if = "is_one")]
    pub colour: f32,
    /// -1 to 1: values are raised to the power `2^-brightness`, so that black and white stay.
    #[serde(skip_serializing_if = "is_zero")]
    pub brightness: f32,
    /// -1 to 1; the slope at mid-grey is `1 + contrast`. Less fades to mid-grey, more is a curve on which black
    /// and white stay.
    #[serde(skip_serializing_if = "is_zero")]
    pub contrast: f32,
    /// -1 (grey) to 1: chroma is multiplied by `1 + saturation`.
    #[serde(skip_serializing_if = "is_zero")]
    pub saturation: f32,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_one(value: &f32) -> bool {
    *value == 1.0
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde gives references")]
fn is_zero(value: &f32) -> bool {
    *value == 0.0
}

impl Default for Tone {
    fn default() -> Self {
        Self {
            colour: 1.0,
            brightness: 0.0,
            contrast: 0.0,
            saturation: 0.0,
        }
    }
}

impl Tone {
    /// Whether it changes nothing.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }

    /// Exponent of the brightness.
    pub fn exponent(&self) -> f32 {
        (-self.brightness).exp2()
    }

    /// Says what is wrong with the values, if anything.
    ///
    /// # Errors
    /// The first value out of its range.
    pub fn check(&self) -> Result<(), String> {
        if !(0.0..=1.0).contains(&self.colour) {
            return Err("the colour amount must be between 0 and 1".to_owned());
        }
        for (name, value) in [
            ("brightness", self.brightness),
            ("contrast", self.contrast),
            ("saturation", self.saturation),
        ] {
            if !(-1.0..=1.0).contains(&value) {
                return Err(format!("the {name} must be between -1 and 1"));
            }
        }
        Ok(())
    }

    /// Gives `painted` this tone; `photograph` has its size.
    pub fn apply(&self, photograph: &Picture, painted: &mut Picture) {
        if self.is_plain() {
            return;
        }
        let own = photograph.matte();
        // A few rows' worth at a time is enough for a thread.
        const PIECE: usize = 3 << 14;
        let pieces = painted.rgb.par_chunks_mut(PIECE).zip(own.par_chunks(PIECE));
        pieces.for_each(|(painted, own)| {
            for (p, o) in painted.chunks_exact_mut(3).zip(own.chunks_exact(3)) {
                let out = self.pixel([o[0], o[1], o[2]], [p[0], p[1], p[2]]);
                p.copy_from_slice(&out);
            }
        });
    }

    /// One pixel, painted where the photograph has `own`; all sRGB-encoded.
    fn pixel(&self, own: [f32; 3], painted: [f32; 3]) -> [f32; 3] {
        let mut p = painted;
        if self.colour != 1.0 {
            let (from, to) = (luma(own), luma(p));
            let chroma = [0, 1, 2]
                .map(|i| (1.0 - self.colour) * (own[i] - from) + self.colour * (p[i] - to));
            p = in_gamut(to, chroma);
        }
        if self.brightness != 0.0 || self.contrast != 0.0 {
            let exponent = self.exponent();
            p = p.map(|v| self.contrasted(v.clamp(0.0, 1.0).powf(exponent)));
        }
        if self.saturation != 0.0 {
            let to = luma(p);
            p = in_gamut(to, p.map(|v| (1.0 + self.saturation) * (v - to)));
        }
        p
    }

    fn contrasted(&self, v: f32) -> f32 {
        let slope = 1.0 + self.contrast;
        if self.contrast <= 0.0 {
            return 0.5 + slope * (v - 0.5);
        }
        let (light, dark) = (v.powf(slope), (1.0 - v).powf(slope));
        light / (light + dark)
    }
}

/// Luma of a colour.
pub(super) fn luma(p: [f32; 3]) -> f32 {
    LUMA[0] * p[0] + LUMA[1] * p[1] + LUMA[2] * p[2]
}

/// The colour of this luma and chroma. The chroma is shrunk where it would leave the gamut, so that lightness
/// stays.
pub(super) fn in_gamut(luma: f32, chroma: [f32; 3]) -> [f32; 3] {
    let room = chroma.iter().fold(1.0f32, |room, &c| {
        if luma + c > 1.0 {
            room.min((1.0 - luma) / c)
        } else if luma + c < 0.0 {
            room.min(-luma / c)
        } else {
            room
        }
    });
    chroma.map(|c| (luma + room * c).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::take_chroma;

    fn toned(tone: Tone, own: [f32; 3], painted: [f32; 3]) -> [f32; 3] {
        let photograph = Picture::from_rgb(1, 1, own.to_vec());
        let mut picture = Picture::from_rgb(1, 1, painted.to_vec());
        tone.apply(&photograph, &mut picture);
        [0, 1, 2].map(|i| picture.rgb[i])
    }

    fn near(a: [f32; 3], b: [f32; 3]) {
        let far = a.iter().zip(b).map(|(a, b)| (a - b).abs());
        assert!(far.fold(0.0, f32::max) < 1e-4, "{a:?} {b:?}");
    }

    const OWN: [f32; 3] = [0.6, 0.3, 0.2];
    const PAINTED: [f32; 3] = [0.2, 0.5, 0.7];

    #[test]
    fn colour_goes_from_the_photographs_to_the_paintings_and_lightness_stays() {
        let at = |colour| {
            let tone = Tone {
                colour,
                ..Tone::default()
            };
            toned(tone, OWN, PAINTED)
        };
        assert_eq!(at(1.0), PAINTED);
        let mut own = PAINTED.to_vec();
        take_chroma(&OWN, &mut own);
        near(at(0.0), [own[0], own[1], own[2]]);
        // Half of each chroma: luma 0.45066, photograph 0.35656.
        near(at(0.5), [0.44705, 0.44703, 0.49705]);
        for colour in [0.0, 0.3, 0.8] {
            let far = luma(at(colour)) - luma(PAINTED);
            assert!(far.abs() < 1e-5, "{colour}: {far}");
        }
    }

    #[test]
    fn brightness_contrast_and_saturation_do_what_their_numbers_say() {
        let plain = Tone::default();
        let tone = |brightness, contrast, saturation| Tone {
            brightness,
            contrast,
            saturation,
            ..plain
        };
        near(
            toned(tone(1.0, 0.0, 0.0), OWN, [0.25, 0.0, 1.0]),
            [0.5, 0.0, 1.0],
        );
        near(
            toned(tone(-1.0, 0.0, 0.0), OWN, [0.5, 0.0, 1.0]),
            [0.25, 0.0, 1.0],
        );
        near(
            toned(tone(0.0, -0.5, 0.0), OWN, [0.0, 0.5, 1.0]),
            [0.25, 0.5, 0.75],
        );
        // 0.2^2 / (0.2^2 + 0.8^2).
        near(
            toned(tone(0.0, 1.0, 0.0), OWN, [0.2, 0.5, 1.0]),
            [0.04 / 0.68, 0.5, 1.0],
        );
        let grey = toned(tone(0.0, 0.0, -1.0), OWN, PAINTED);
        near(grey, [luma(PAINTED); 3]);
        near(
            toned(tone(0.0, 0.0, 0.5), OWN, [0.4, 0.5, 0.6]),
            [0.35702, 0.50702, 0.65702],
        );
        // What would leave the gamut is shrunk, not clipped.
        let strong = toned(tone(0.0, 0.0, 1.0), OWN, [0.95, 0.5, 0.1]);
        let light = luma(strong) - luma([0.95, 0.5, 0.1]);
        assert!(light.abs() < 1e-5, "{strong:?}");
    }

    #[test]
    fn a_plain_tone_leaves_every_bit_and_is_not_written_down() {
        let odd = [1.000_001, -0.0, 0.123_456];
        assert_eq!(toned(Tone::default(), OWN, odd), odd);
        let text = serde_json::to_string(&Tone::default()).expect("written");
        assert_eq!(text, "{}");
        assert!(Tone::default().check().is_ok());
        let wrong = Tone {
            contrast: 1.5,
            ..Tone::default()
        };
        assert!(wrong.check().is_err_and(|e| e.contains("contrast")));
        let wrong = Tone {
            colour: f32::NAN,
            ..Tone::default()
        };
        assert!(wrong.check().is_err());
    }
}
