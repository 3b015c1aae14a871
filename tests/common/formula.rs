//! Numbers that the fixtures' scripts and the tests both know.

/// The script's `formula`: numbers in [-1, 1) from a hash of the index.
pub fn formula(count: usize, salt: u32) -> Vec<f32> {
    (0..count as u32)
        .map(|i| {
            let mut x = i.wrapping_add(salt.wrapping_mul(0x9E37_79B1));
            for (shift, factor) in [(16, 0x85EB_CA6B), (13, 0xC2B2_AE35)] {
                x ^= x >> shift;
                x = x.wrapping_mul(factor);
            }
            x ^= x >> 16;
            (f64::from(x) / 2f64.powi(31) - 1.0) as f32
        })
        .collect()
}
