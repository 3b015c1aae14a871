//! Colour: from what a file says about its colours into the working space, sRGB-encoded floats, and out of
//! it. Colours outside sRGB's gamut keep values below 0 and above 1, so that a photograph in a wider space
//! comes out of the program as it went in.

mod icc;
mod shaper;
mod srgb;
mod statistics;

pub(super) use icc::{mended, rgb_profile};
pub use statistics::{ColourStatistics, match_statistics, take_chroma};

use crate::error::catch_panic;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use rayon::prelude::*;
use shaper::{Curve, Shaper};
use srgb::encoded;

/// Values that are converted at once.
const STRIP: usize = 3 << 16;

fn options() -> TransformOptions {
    TransformOptions {
        prefer_fixed_point: false,
        ..TransformOptions::default()
    }
}

fn parse(icc: &[u8]) -> Option<ColorProfile> {
    catch_panic(|| ColorProfile::new_from_slice(icc).ok())
        .ok()
        .flatten()
}

/// What a profile is about, as far as pictures have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Rgb,
    Grey,
    Cmyk,
    /// Another space, or no profile at all.
    Other,
}

/// What `icc` is about.
pub(super) fn space(icc: &[u8]) -> Space {
    match parse(icc).map(|p| p.color_space) {
        Some(DataColorSpace::Rgb) => Space::Rgb,
        Some(DataColorSpace::Gray) => Space::Grey,
        Some(DataColorSpace::Cmyk) => Space::Cmyk,
        _ => Space::Other,
    }
}

/// Converts interleaved RGB from `icc` to sRGB in place; false, and unchanged, if that cannot be done.
pub(super) fn to_srgb(rgb: &mut [f32], icc: &[u8]) -> bool {
    parse(icc).is_some_and(|profile| profile_to_srgb(rgb, &profile))
}

fn profile_to_srgb(rgb: &mut [f32], profile: &ColorProfile) -> bool {
    let shaper = Shaper::of(profile);
    let outside = |pixel: [f64; 3]| shaper.as_ref().map(|s| s.srgb_of(pixel));
    // What the transform cuts off is where it ends.
    let cut = |converted: &[f32]| converted.iter().any(|v| !(1e-6..=1.0 - 1e-6).contains(v));
    convert(
        rgb,
        profile,
        &ColorProfile::new_srgb(),
        |_, new| cut(new),
        outside,
    )
}

/// Converts interleaved RGB from sRGB to `icc` in place; false, and unchanged, if it cannot.
pub(super) fn from_srgb(rgb: &mut [f32], icc: &[u8]) -> bool {
    let Some(profile) = parse(icc) else {
        return false;
    };
    let shaper = Shaper::of(&profile);
    let outside = |pixel: [f64; 3]| shaper.as_ref().map(|s| s.own_of(pixel));
    let wide = |srgb: &[f32]| srgb.iter().any(|v| !(0.0..=1.0).contains(v));
    convert(
        rgb,
        &ColorProfile::new_srgb(),
        &profile,
        |old, _| wide(old),
        outside,
    )
}

/// Converts by the library's transform, which ends at 0 and 1, and pixels that `cut` finds (before and after)
/// by `exact`, which does not.
fn convert(
    rgb: &mut [f32],
    from: &ColorProfile,
    to: &ColorProfile,
    cut: impl Fn(&[f32], &[f32]) -> bool + Sync,
    exact: impl Fn([f64; 3]) -> Option<[f64; 3]> + Sync,
) -> bool {
    if from.color_space != DataColorSpace::Rgb || to.color_space != DataColorSpace::Rgb {
        return false;
    }
    let transform =
        catch_panic(|| from.create_transform_f32(Layout::Rgb, to, Layout::Rgb, options()));
    let Ok(Ok(transform)) = transform else {
        return false;
    };
    // A transform that fails does so with every strip.
    let mut probe = [0.5; 3];
    if !matches!(
        catch_panic(|| transform.transform(&[0.5; 3], &mut probe)),
        Ok(Ok(()))
    ) {
        return false;
    }
    rgb.par_chunks_mut(STRIP).for_each_init(
        || vec![0.0; STRIP],
        |strip, part| {
            let strip = &mut strip[..part.len()];
            if transform.transform(part, strip).is_err() {
                return;
            }
            for (old, new) in part.chunks_exact_mut(3).zip(strip.chunks_exact(3)) {
                let wide = cut(old, new)
                    .then(|| exact([0, 1, 2].map(|i| f64::from(old[i]))))
                    .flatten();
                match wide {
                    Some(wide) => (0..3).for_each(|i| old[i] = wide[i] as f32),
                    None => (0..3).for_each(|i| old[i] = new[i].clamp(0.0, 1.0)),
                }
            }
        },
    );
    true
}

/// Whether colours can be converted into this profile and are the same when they come back. Profiles of
/// scanners and cameras often tell one way only.
pub(super) fn is_two_way(icc: &[u8]) -> bool {
    /// Muted colours that every space of photographs holds.
    const PROBES: [[f32; 3]; 6] = [
        [0.25, 0.25, 0.25],
        [0.5, 0.5, 0.5],
        [0.75, 0.75, 0.75],
        [0.6, 0.5, 0.45],
        [0.45, 0.55, 0.5],
        [0.45, 0.5, 0.6],
    ];
    /// Two levels of 8 bits and a little: tables of profiles are coarse.
    const NEAR: f32 = 0.012;
    let probes = PROBES.as_flattened();
    let mut there = probes.to_vec();
    if !from_srgb(&mut there, icc) || !to_srgb(&mut there, icc) {
        return false;
    }
    let near = |(a, b): (&f32, &f32)| (a - b).abs() < NEAR;
    probes.iter().zip(&there).all(near)
}

/// Grey tones of a grey profile as sRGB's, in place; false, and unchanged, if that cannot be done.
pub(super) fn grey_to_srgb(tones: &mut [f32], icc: &[u8]) -> bool {
    let curve = parse(icc)
        .filter(|p| p.color_space == DataColorSpace::Gray)
        .and_then(|p| Some((Curve::of(p.gray_trc.as_ref()?)?, p.pcs)));
    let Some((curve, pcs)) = curve else {
        return false;
    };
    tones.par_iter_mut().for_each(|v| {
        let tone = curve.at(f64::from(*v));
        // Of a profile that connects to Lab the curve gives lightness.
        let light = match pcs {
            DataColorSpace::Lab => light_of(100.0 * tone),
            _ => tone,
        };
        *v = encoded(light) as f32;
    });
    true
}

/// Relative luminance of a CIE lightness, 0 to 100.
fn light_of(lightness: f64) -> f64 {
    let f = (lightness + 16.0) / 116.0;
    if f > 6.0 / 29.0 {
        f.powi(3)
    } else {
        (f - 4.0 / 29.0) * 3.0 * (6.0f64 / 29.0).powi(2)
    }
}

/// CIE L*a*b* under D50 (0 to 100, and about -128 to 127) to sRGB, in place.
pub(super) fn lab_to_srgb(lab: &mut [f32]) {
    let matrix = shaper::from_pcs();
    lab.par_chunks_exact_mut(3).for_each(|p| {
        let [l, a, b] = [0, 1, 2].map(|i| f64::from(p[i]));
        let f = (l + 16.0) / 116.0;
        // `light_of` undoes `116 f - 16`.
        let part = |f: f64| light_of(116.0 * f - 16.0);
        let white = [0.964_2, 1.0, 0.824_9];
        let xyz = [
            white[0] * part(f + a / 500.0),
            white[1] * part(f),
            white[2] * part(f - b / 200.0),
        ];
        let rgb = shaper::times(&matrix, xyz).map(encoded);
        (0..3).for_each(|i| p[i] = rgb[i] as f32);
    });
}

/// Ink values (0 = none, 255 = full; CMYK interleaved) to sRGB floats through a CMYK profile.
pub(super) fn cmyk_to_srgb(inks: &[u8], icc: &[u8]) -> Option<Vec<f32>> {
    let profile = parse(icc).filter(|p| p.color_space == DataColorSpace::Cmyk)?;
    let convert = || {
        let srgb = ColorProfile::new_srgb();
        let transform = profile
            .create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, options())
            .ok()?;
        let mut rgb = vec![0; inks.len() / 4 * 3];
        transform.transform(inks, &mut rgb).ok()?;
        Some(rgb.iter().map(|&v| f32::from(v) / 255.0).collect())
    };
    catch_panic(convert).ok().flatten()
}

/// How a PNG says what its colours are, without a profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Described {
    /// x and y of white, red, green and blue; sRGB's if it says nothing.
    pub chromaticities: Option<[[f64; 2]; 4]>,
    /// What the values are raised to for linear light; sRGB's curve if `None`.
    pub gamma: Option<f64>,
}

impl Described {
    /// Converts interleaved RGB to sRGB in place; false, and unchanged, if what is said has no meaning.
    pub(super) fn to_srgb(self, rgb: &mut [f32]) -> bool {
        let Some(shaper) = Shaper::new(self.chromaticities, self.gamma) else {
            return false;
        };
        rgb.par_chunks_exact_mut(3).for_each(|p| {
            let srgb = shaper.srgb_of([0, 1, 2].map(|i| f64::from(p[i])));
            (0..3).for_each(|i| p[i] = srgb[i] as f32);
        });
        true
    }

    /// A profile of the same primaries with sRGB's curve, if these are not sRGB's: what leaves then has room for
    /// all that came.
    pub(super) fn profile(self) -> Option<Vec<u8>> {
        let shaper = Shaper::new(self.chromaticities, None)?;
        (!shaper.is_srgb()).then(|| rgb_profile("RGB", shaper.colorants()))
    }
}

/// An sRGB profile to embed.
pub(super) fn srgb_profile() -> Vec<u8> {
    rgb_profile("sRGB", shaper::srgb_colorants())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_outside_srgb_survive_the_way_in_and_out() {
        let p3 = ColorProfile::new_display_p3().encode().expect("a profile");
        let colours = [
            0.0f32, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.3, 0.5, 0.2, 0.0, 0.0, 0.0,
        ];
        let mut rgb = colours.to_vec();
        assert!(to_srgb(&mut rgb, &p3));
        // Display P3's green in sRGB, by the matrices of the two standards.
        for (got, wanted) in rgb.iter().zip([-0.5116, 1.0183, -0.3107]) {
            assert!((got - wanted).abs() < 2e-3, "{rgb:?}");
        }
        assert!(from_srgb(&mut rgb, &p3));
        for (got, wanted) in rgb.iter().zip(colours) {
            assert!((got - wanted).abs() < 2e-3, "{rgb:?}");
        }
    }

    #[test]
    fn lab_is_what_the_standard_says() {
        // D50 white, middle grey, and sRGB red by its published Lab under D50.
        let mut lab = [100.0f32, 0.0, 0.0, 53.585, 0.0, 0.0, 54.29, 80.81, 69.89];
        lab_to_srgb(&mut lab);
        let wanted = [1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 1.0, 0.0, 0.0];
        for (got, wanted) in lab.iter().zip(wanted) {
            assert!((got - wanted).abs() < 4e-3, "{lab:?}");
        }
    }
}
