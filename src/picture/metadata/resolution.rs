//! How large a picture is on paper.

/// Pixels an inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// From left to right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Resolution {
    /// `None` for numbers that no printer knows.
    pub fn new(x: f64, y: f64) -> Option<Self> {
        let sane = |v: f64| (1.0..=50_000.0).contains(&v);
        (sane(x) && sane(y)).then_some(Self { x, y })
    }

    /// Of the picture turned by a quarter.
    pub(in crate::picture) fn turned(self) -> Self {
        Self {
            x: self.y,
            y: self.x,
        }
    }
}

/// A number of pixels an inch as numerator and denominator.
pub(in crate::picture) fn ratio(v: f64) -> (u32, u32) {
    if v.fract() == 0.0 {
        return (v as u32, 1);
    }
    ((v * 1000.0).round() as u32, 1000)
}
