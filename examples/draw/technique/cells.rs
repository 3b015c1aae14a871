//! A plane broken into cells about scattered points (Voronoi).

use crate::noise::Random;
use glam::Vec2;

/// Cells about one point in every square of a grid.
pub struct Cells {
    side: f32,
    columns: usize,
    rows: usize,
    sites: Vec<Vec2>,
}

impl Cells {
    /// Cells about `side` pixels wide that cover `width` x `height`.
    pub fn new(width: f32, height: f32, side: f32, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let columns = (width / side).ceil() as usize + 2;
        let rows = (height / side).ceil() as usize + 2;
        let mut sites = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let jitter = Vec2::new(random.between(0.0, 1.0), random.between(0.0, 1.0));
                sites.push((Vec2::new(column as f32, row as f32) - 1.0 + jitter) * side);
            }
        }
        Self {
            side,
            columns,
            rows,
            sites,
        }
    }

    /// Distance from `p` to the nearest border between two cells.
    pub fn to_border(&self, p: Vec2) -> f32 {
        let near = |reach: usize| {
            let column = ((p.x / self.side) + 1.0).max(0.0) as usize;
            let row = ((p.y / self.side) + 1.0).max(0.0) as usize;
            let columns = column.saturating_sub(reach)..(column + reach + 1).min(self.columns);
            let rows = row.saturating_sub(reach)..(row + reach + 1).min(self.rows);
            rows.flat_map(move |y| {
                columns
                    .clone()
                    .map(move |x| self.sites[y * self.columns + x])
            })
        };
        let home = near(1).min_by(|a, b| a.distance_squared(p).total_cmp(&b.distance_squared(p)));
        let Some(home) = home else {
            return self.side;
        };
        let border = |site: Vec2| ((home + site) / 2.0 - p).dot((site - home).normalize_or_zero());
        near(2)
            .filter(|&site| site != home)
            .map(border)
            .fold(self.side, f32::min)
    }
}
