//! Land as heights on a grid, carved by running water.

use crate::canvas::Field;
use crate::noise::Random;
use glam::Vec2;

/// Heights over a rectangle of land, all in metres.
pub struct Relief {
    heights: Field,
    corner: Vec2,
    pitch: f32,
}

impl Relief {
    /// Land of `cells` x `cells` heights `pitch` apart, from its corner on.
    pub fn new(corner: Vec2, pitch: f32, cells: usize, f: impl Fn(Vec2) -> f32 + Sync) -> Self {
        let heights = Field::from_fn(cells, cells, |p| f(corner + p * pitch));
        Self {
            heights,
            corner,
            pitch,
        }
    }

    /// The height at a place (bilinear; that of the border outside).
    pub fn height(&self, place: Vec2) -> f32 {
        self.sample((place - self.corner) / self.pitch)
    }

    /// Raises the land to the tops of upright things at the given places: `profile` is the height
    /// of one by distance, 0 from `radius` on.
    pub fn plant(
        &mut self,
        places: &[(Vec2, f32)],
        profile: impl Fn(Vec2, f32) -> f32,
        radius: f32,
    ) {
        let reach = (radius / self.pitch).ceil() as i32;
        let ground = self.heights.clone();
        for &(place, size) in places {
            let spot = (place - self.corner) / self.pitch;
            let foot = ground.at(spot);
            for y in -reach..=reach {
                for x in -reach..=reach {
                    let (x, y) = (spot.x as i32 + x, spot.y as i32 + y);
                    let way = Vec2::new(x as f32 + 0.5, y as f32 + 0.5) - spot;
                    let top = profile(way * self.pitch, size);
                    if let Some(height) = self.heights.get_mut(x, y)
                        && top > 0.0
                    {
                        *height = height.max(foot + top);
                    }
                }
            }
        }
    }

    /// Lets drops of rain run down, dig where they are fast and settle where they are slow
    /// (after Beyer's droplets).
    pub fn erode(&mut self, drops: usize, random: &mut Random) {
        let end = self.heights.size() - 3.0;
        for _ in 0..drops {
            let mut p = Vec2::new(random.between(2.0, end.x), random.between(2.0, end.y));
            let (mut way, mut speed, mut water, mut load) = (Vec2::ZERO, 1.0_f32, 1.0, 0.0);
            for _ in 0..64 {
                let here = self.sample(p);
                let slope = Vec2::new(
                    self.sample(p + Vec2::X) - self.sample(p - Vec2::X),
                    self.sample(p + Vec2::Y) - self.sample(p - Vec2::Y),
                ) / (2.0 * self.pitch);
                way = (way * 0.1 - slope * 0.9).normalize_or_zero();
                let next = p + way;
                if way == Vec2::ZERO || next.min_element() < 2.0 || next.cmpgt(end).any() {
                    break;
                }
                let drop = here - self.sample(next);
                let room = (drop / self.pitch).max(0.01) * speed * water * 6.0;
                let change = if drop < 0.0 {
                    (-drop).min(load)
                } else if load > room {
                    (load - room) * 0.3
                } else {
                    -((room - load) * 0.3).min(drop)
                };
                self.add(p, change);
                load -= change;
                speed = (speed * speed + drop * 0.3).max(0.05).sqrt();
                water *= 0.98;
                p = next;
            }
        }
    }

    fn sample(&self, p: Vec2) -> f32 {
        let corner = (p - 0.5).floor();
        let f = p - 0.5 - corner;
        let at = |x, y| self.heights.at(corner + Vec2::new(x, y) + 0.5);
        let top = at(0.0, 0.0) * (1.0 - f.x) + at(1.0, 0.0) * f.x;
        let bottom = at(0.0, 1.0) * (1.0 - f.x) + at(1.0, 1.0) * f.x;
        top * (1.0 - f.y) + bottom * f.y
    }

    /// Spreads a change over the cells about `p`.
    fn add(&mut self, p: Vec2, change: f32) {
        for (dy, ky) in (-1..=1).zip([0.25, 0.5, 0.25]) {
            for (dx, kx) in (-1..=1).zip([0.25, 0.5, 0.25]) {
                if let Some(height) = self.heights.get_mut(p.x as i32 + dx, p.y as i32 + dy) {
                    *height += change * kx * ky;
                }
            }
        }
    }
}
