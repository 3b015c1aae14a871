//! The curve of sRGB (IEC 61966-2-1).

/// sRGB's curve: from the encoded to linear light, for values of any sign and size.
pub fn linear(v: f64) -> f64 {
    let light = if v.abs() <= 0.040_45 {
        v.abs() / 12.92
    } else {
        ((v.abs() + 0.055) / 1.055).powf(2.4)
    };
    light.copysign(v)
}

/// [`linear`] the other way.
pub fn encoded(v: f64) -> f64 {
    let code = if v.abs() <= 0.003_130_8 {
        v.abs() * 12.92
    } else {
        1.055 * v.abs().powf(1.0 / 2.4) - 0.055
    };
    code.copysign(v)
}
