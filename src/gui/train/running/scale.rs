//! Heights of values that differ by powers of ten and may be less than nothing.

/// What is smaller is drawn in proportion, what is larger by its logarithm.
const LINEAR: f64 = 0.1;

/// The height of a value.
pub fn height(value: f64) -> f64 {
    value.signum() * (1.0 + value.abs() / LINEAR).log10()
}

/// The value of a height.
pub fn value(height: f64) -> f64 {
    height.signum() * LINEAR * (10f64.powf(height.abs()) - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heights_rise_with_values_and_lead_back_to_them() {
        let mut last = f64::MIN;
        for v in [-40.0, -1.0, -1e-5, 0.0, 1e-6, 1e-3, 0.5, 700.0] {
            let h = height(v);
            assert!(h > last && (value(h) - v).abs() < 1e-9 * v.abs().max(1.0));
            last = h;
        }
    }
}
