//! RGB spaces of three curves and a matrix (ICC.1:2022, F.3), without an end at 0 and 1.

use super::srgb::{encoded, linear};
use moxcms::{Chromaticity, ColorPrimaries, ColorProfile, DataColorSpace, Matrix3d, ToneReprCurve};

pub(super) type M3 = [[f64; 3]; 3];

/// A curve of a profile: from the values of files to linear light.
pub(super) enum Curve {
    Table(Vec<u16>),
    /// `Y = (aX + b)^g + e` where `X >= d`, else `cX + f`.
    Parametric([f64; 7]),
    Srgb,
}

impl Curve {
    pub(super) fn of(curve: &ToneReprCurve) -> Option<Self> {
        let gamma = |g: f64| Self::Parametric([g, 1.0, 0.0, 0.0, f64::MIN, 0.0, 0.0]);
        match curve {
            ToneReprCurve::Lut(table) => Some(match table.as_slice() {
                [] => gamma(1.0),
                [g] => gamma(f64::from(*g) / 256.0),
                table => Self::Table(table.to_vec()),
            }),
            ToneReprCurve::Parametric(numbers) => {
                let n: Vec<f64> = numbers.iter().map(|&v| f64::from(v)).collect();
                // The kinds 0 to 4 of ICC.1:2022, 10.18.
                let all = match *n.as_slice() {
                    [g] => [g, 1.0, 0.0, 0.0, f64::MIN, 0.0, 0.0],
                    [g, a, b] => [g, a, b, 0.0, -b / a, 0.0, 0.0],
                    [g, a, b, c] => [g, a, b, 0.0, -b / a, c, c],
                    [g, a, b, c, d] => [g, a, b, c, d, 0.0, 0.0],
                    [g, a, b, c, d, e, f] => [g, a, b, c, d, e, f],
                    _ => return None,
                };
                all.iter()
                    .all(|v| v.is_finite())
                    .then_some(Self::Parametric(all))
            }
        }
    }

    /// Linear light of a value; beyond 0 and 1 as if mirrored, and further on in the last direction.
    pub(super) fn at(&self, v: f64) -> f64 {
        let x = v.abs();
        let light = match self {
            Self::Srgb => linear(x),
            Self::Table(table) => {
                let last = table.len() - 1;
                let place = x * last as f64;
                let i = (place as usize).min(last - 1);
                let [low, high] = [table[i], table[i + 1]].map(f64::from);
                (low + (high - low) * (place - i as f64)) / 65535.0
            }
            Self::Parametric([g, a, b, c, d, e, f]) => {
                if x >= *d {
                    (a * x + b).max(0.0).powf(*g) + e
                } else {
                    c * x + f
                }
            }
        };
        light.copysign(v)
    }

    /// The value of a linear light: [`Curve::at`] the other way.
    fn back(&self, light: f64) -> f64 {
        let wanted = light.abs();
        let value = match self {
            Self::Srgb => encoded(wanted),
            Self::Table(table) => {
                let last = table.len() - 1;
                let scaled = wanted * 65535.0;
                let above = table.partition_point(|v| f64::from(*v) < scaled);
                let i = above.clamp(1, last) - 1;
                let [low, high] = [table[i], table[i + 1]].map(f64::from);
                let part = (scaled - low) / (high - low);
                (i as f64 + if part.is_finite() { part } else { 0.0 }) / last as f64
            }
            Self::Parametric([g, a, b, c, d, e, f]) => {
                let knee = (a * d.max(0.0) + b).max(0.0).powf(*g) + e;
                if wanted >= knee || *c == 0.0 {
                    ((wanted - e).max(0.0).powf(1.0 / g) - b) / a
                } else {
                    (wanted - f) / c
                }
            }
        };
        value.copysign(light)
    }
}

/// An RGB space beside sRGB.
pub(super) struct Shaper {
    curves: [Curve; 3],
    colorants: M3,
    to: M3,
    from: M3,
}

impl Shaper {
    /// The space of a profile; `None` if it is none of this kind.
    pub(super) fn of(profile: &ColorProfile) -> Option<Self> {
        // A profile with tables says more by them than by its matrix.
        let tables = [
            &profile.lut_a_to_b_perceptual,
            &profile.lut_a_to_b_colorimetric,
        ];
        if profile.color_space != DataColorSpace::Rgb || tables.iter().any(|table| table.is_some())
        {
            return None;
        }
        let curve = |curve: &Option<ToneReprCurve>| Curve::of(curve.as_ref()?);
        let curves = [
            curve(&profile.red_trc)?,
            curve(&profile.green_trc)?,
            curve(&profile.blue_trc)?,
        ];
        Self::with(curves, profile.colorant_matrix().v)
    }

    /// The space of x and y of white, red, green and blue (sRGB's if `None`) and a gamma (sRGB's curve).
    pub(super) fn new(chromaticities: Option<[[f64; 2]; 4]>, gamma: Option<f64>) -> Option<Self> {
        let curve = || match gamma {
            Some(g) => Curve::Parametric([g, 1.0, 0.0, 0.0, f64::MIN, 0.0, 0.0]),
            None => Curve::Srgb,
        };
        let sane = |g: f64| (0.1..=10.0).contains(&g);
        if !gamma.is_none_or(sane) {
            return None;
        }
        let colorants = match chromaticities {
            None => srgb_colorants(),
            Some(all) => {
                if !all
                    .iter()
                    .all(|[x, y]| x.abs() <= 1.5 && (0.001..=1.5).contains(&y.abs()))
                {
                    return None;
                }
                let [white, red, green, blue] =
                    all.map(|[x, y]| Chromaticity::new(x as f32, y as f32));
                let primaries = ColorPrimaries { red, green, blue };
                ColorProfile::colorants_matrix(white.to_xyyb(), primaries).v
            }
        };
        Self::with([curve(), curve(), curve()], colorants)
    }

    fn with(curves: [Curve; 3], colorants: M3) -> Option<Self> {
        let srgb = Matrix3d {
            v: srgb_colorants(),
        };
        let own = Matrix3d { v: colorants };
        let to = srgb.inverse().mat_mul(own).v;
        let from = own.inverse().mat_mul(srgb).v;
        let finite = |m: &M3| {
            m.as_flattened()
                .iter()
                .all(|v| v.is_finite() && v.abs() < 100.0)
        };
        (finite(&to) && finite(&from)).then_some(Self {
            curves,
            colorants,
            to,
            from,
        })
    }

    /// Columns are the colorants of red, green and blue under D50.
    pub(super) fn colorants(&self) -> M3 {
        self.colorants
    }

    /// Whether the primaries are those of sRGB.
    pub(super) fn is_srgb(&self) -> bool {
        let same = |(a, b): (&f64, &f64)| (a - b).abs() < 2e-3;
        let srgb = srgb_colorants();
        let pairs = self
            .colorants
            .as_flattened()
            .iter()
            .zip(srgb.as_flattened());
        pairs.into_iter().all(same)
    }

    pub(super) fn srgb_of(&self, rgb: [f64; 3]) -> [f64; 3] {
        let light = [0, 1, 2].map(|i| self.curves[i].at(rgb[i]));
        times(&self.to, light).map(encoded)
    }

    pub(super) fn own_of(&self, rgb: [f64; 3]) -> [f64; 3] {
        let light = times(&self.from, rgb.map(linear));
        [0, 1, 2].map(|i| self.curves[i].back(light[i]))
    }
}

/// sRGB's colorants under D50, as in IEC 61966-2-1 adapted by Bradford's matrix.
pub(super) fn srgb_colorants() -> M3 {
    ColorProfile::new_srgb().colorant_matrix().v
}

/// From XYZ under D50 to sRGB's linear light.
pub(super) fn from_pcs() -> M3 {
    Matrix3d {
        v: srgb_colorants(),
    }
    .inverse()
    .v
}

pub(super) fn times(m: &M3, v: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|i| (0..3).map(|j| m[i][j] * v[j]).sum())
}
