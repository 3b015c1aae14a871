//! The eight orientations of EXIF.

/// Interleaved values of `N` channels and the size, turned and mirrored as orientation 1 to 8 asks; any other is 1.
pub(super) fn upright<const N: usize>(
    values: Vec<f32>,
    (width, height): (usize, usize),
    orientation: u8,
) -> (Vec<f32>, (usize, usize)) {
    if !(2..=8).contains(&orientation) {
        return (values, (width, height));
    }
    let size = if orientation > 4 {
        (height, width)
    } else {
        (width, height)
    };
    let mut out = Vec::with_capacity(values.len());
    for y in 0..size.1 {
        for x in 0..size.0 {
            // Where the pixel stands in the file.
            let (u, v) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (v * width + u) * N;
            out.extend_from_slice(&values[at..at + N]);
        }
    }
    (out, size)
}
