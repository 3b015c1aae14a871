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
    let mut rgb = vec![0.0; 3 * width * columns * height * rows];
    for (i, tile) in tiles.iter().enumerate() {
        for y in 0..height {
            let row = (i / columns * height + y) * columns + i % columns;
            let at = 3 * width * row;
            let from = 3 * width * y;
            rgb[at..at + 3 * width].copy_from_slice(&tile.rgb[from..from + 3 * width]);
        }
    }
    Some(Picture::from_rgb(width * columns, height * rows, rgb))
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
