//! Lines that follow a direction field at even distances, as an engraver lays them.

use crate::canvas::Grid;
use crate::noise::Random;
use glam::Vec2;
use std::collections::VecDeque;

/// Where lines go and how close they lie.
pub struct Hatch<'a> {
    pub width: usize,
    pub height: usize,
    /// Distance between neighbours, in pixels.
    pub spacing: f32,
    /// Longest line, in pixels.
    pub length: f32,
    /// Direction at a point; its sign does not matter.
    pub direction: &'a (dyn Fn(Vec2) -> Vec2 + 'a),
    /// Whether a line may pass.
    pub inside: &'a (dyn Fn(Vec2) -> bool + 'a),
}

impl Hatch<'_> {
    /// Lines that fill the inside: each new one starts beside an old one where that can be, so
    /// that they run in parallel (after Jobard and Lefer).
    pub fn lines(&self, random: &mut Random) -> Vec<Vec<Vec2>> {
        let mut taken = Grid::filled(self.width, self.height, false);
        let mut lines = Vec::new();
        let mut beside = VecDeque::new();
        let (w, h) = (self.width as f32, self.height as f32);
        for seed in random.scattered(w, h, self.spacing * 1.5) {
            beside.push_back(seed);
            while let Some(start) = beside.pop_front() {
                let line = self.trace(start, &taken);
                if (line.len() as f32) < 4.0 {
                    continue;
                }
                for pair in line.windows(2).step_by(6) {
                    let across = (pair[1] - pair[0]).normalize_or_zero().perp() * self.spacing;
                    beside.extend([pair[0] + across, pair[0] - across]);
                }
                for &p in &line {
                    self.occupy(&mut taken, p);
                }
                lines.push(line);
            }
        }
        lines
    }

    fn trace(&self, start: Vec2, taken: &Grid<bool>) -> Vec<Vec2> {
        let stride = (self.spacing * 0.4).clamp(1.0, 4.0);
        let free = |p: Vec2| {
            let on =
                p.x >= 0.0 && p.y >= 0.0 && p.x < self.width as f32 && p.y < self.height as f32;
            on && !taken.at(p) && (self.inside)(p)
        };
        if !free(start) {
            return Vec::new();
        }
        let half = |sign: f32| {
            let (mut p, mut points) = (start, Vec::new());
            let mut heading = (self.direction)(start) * sign;
            for _ in 0..(self.length / 2.0 / stride) as usize {
                let mut next = (self.direction)(p + heading * stride / 2.0);
                next *= next.dot(heading).signum();
                // A corner sharper than a right angle's half ends a line rather than bending it.
                if next.dot(heading) < 0.7 {
                    break;
                }
                heading = next;
                p += heading * stride;
                if !free(p) {
                    break;
                }
                points.push(p);
            }
            points
        };
        let mut line = half(-1.0);
        line.reverse();
        line.push(start);
        line.extend(half(1.0));
        line
    }

    fn occupy(&self, taken: &mut Grid<bool>, p: Vec2) {
        let radius = self.spacing * 0.78;
        let reach = radius.ceil() as i32;
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                if ((dx * dx + dy * dy) as f32) < radius * radius
                    && let Some(cell) = taken.get_mut(p.x as i32 + dx, p.y as i32 + dy)
                {
                    *cell = true;
                }
            }
        }
    }
}
