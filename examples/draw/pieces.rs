//! Pictures put together from pieces: where one ends and the next begins.

use crate::{
    canvas::{Field, Grid},
    distance::distance,
    noise::Random,
};
use glam::Vec2;

/// A grid of seeds for fast search of the nearest.
pub struct Seeds {
    points: Vec<Vec2>,
    cell: f32,
    columns: i32,
    rows: i32,
    buckets: Vec<Vec<u32>>,
}

impl Seeds {
    /// Sorts `points` of a `width` x `height` picture into cells of `cell` pixels.
    pub fn new(width: f32, height: f32, cell: f32, points: Vec<Vec2>) -> Self {
        let (columns, rows) = ((width / cell) as i32 + 3, (height / cell) as i32 + 3);
        let mut seeds = Self {
            points: Vec::new(),
            cell,
            columns,
            rows,
            buckets: vec![Vec::new(); (columns * rows) as usize],
        };
        for (i, &p) in points.iter().enumerate() {
            let (x, y) = seeds.home(p);
            seeds.buckets[(y * columns + x) as usize].push(i as u32);
        }
        seeds.points = points;
        seeds
    }

    /// Seeds scattered about `distance` apart.
    pub fn scattered(width: f32, height: f32, distance: f32, random: &mut Random) -> Self {
        Self::new(
            width,
            height,
            distance,
            random.scattered(width, height, distance),
        )
    }

    fn home(&self, p: Vec2) -> (i32, i32) {
        let at = |v: f32, n: i32| ((v / self.cell) as i32 + 1).clamp(0, n - 1);
        (at(p.x, self.columns), at(p.y, self.rows))
    }

    /// The place of seed `i`.
    pub fn at(&self, i: u32) -> Vec2 {
        self.points[i as usize]
    }

    /// All seeds.
    pub fn points(&self) -> &[Vec2] {
        &self.points
    }

    /// The seed for which `measure(offset from it, its number)` is least, of those within two cells.
    pub fn nearest(&self, p: Vec2, measure: impl Fn(Vec2, u32) -> f32) -> (u32, f32) {
        let (x, y) = self.home(p);
        let mut best = (0, f32::MAX);
        for v in (y - 2).max(0)..=(y + 2).min(self.rows - 1) {
            for u in (x - 2).max(0)..=(x + 2).min(self.columns - 1) {
                for &i in &self.buckets[(v * self.columns + u) as usize] {
                    let far = measure(p - self.points[i as usize], i);
                    if far < best.1 {
                        best = (i, far);
                    }
                }
            }
        }
        best
    }
}

/// Distance in pixels of every cell to the border of its piece.
pub fn to_border(pieces: &Grid<u32>) -> Field {
    let edge = pieces.map(|own, p| {
        let other = |x, y| pieces.at(p + Vec2::new(x, y)) != own;
        other(1.0, 0.0) || other(0.0, 1.0) || other(-1.0, 0.0) || other(0.0, -1.0)
    });
    distance(&edge, |edge| edge)
}
