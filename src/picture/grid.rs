//! Pictures beside and below each other in one.

use super::Picture;

/// `tiles`, `columns` a row, those of another size than the first left out; `None` if there are none.
pub fn grid(tiles: &[Picture], columns: usize) -> Option<Picture> {
    let (width, height) = tiles.first().map(|tile| (tile.width, tile.height))?;
    let tiles: Vec<&Picture> = tiles
        .iter()
        .filter(|tile| (tile.width, tile.height) == (width, height))
        .collect();
    let columns = columns.clamp(1, tiles.len());
    let rows = tiles.len().div_ceil(columns);
    let (wide, high) = (width * columns, height * rows);
    let mut sheet = Picture::from_rgb(wide, high, vec![0.0; 3 * wide * high]);
    for (i, tile) in tiles.iter().enumerate() {
        sheet.lay(tile, i % columns * width, i / columns * height);
    }
    Some(sheet)
}

impl Picture {
    /// Lays `other` onto this, its upper left corner at (`left`, `top`); it lies within.
    pub fn lay(&mut self, other: &Picture, left: usize, top: usize) {
        for (y, row) in other.matte().chunks_exact(3 * other.width).enumerate() {
            let at = 3 * ((top + y) * self.width + left);
            self.rgb[at..at + row.len()].copy_from_slice(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_lie_in_rows_and_what_is_missing_is_black() {
        let tile = |value| Picture::from_rgb(2, 1, vec![value; 6]);
        let sheet = grid(&[tile(0.1), tile(0.2), tile(0.3)], 2).expect("a sheet");
        assert_eq!((sheet.width, sheet.height), (4, 2));
        let reds: Vec<f32> = sheet.rgb.iter().copied().step_by(3).collect();
        assert_eq!(reds, [0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.0, 0.0]);
        assert!(grid(&[], 2).is_none());
    }
}
