//! Procedural textures in space: value noise, cells, and relief that bends normals.

use glam::{IVec3, Vec2, Vec3};

/// Scrambled bits of a grid point.
pub fn hash(p: IVec3) -> u32 {
    let x = (p.x as u32).wrapping_mul(0x8da6_b343);
    let y = (p.y as u32).wrapping_mul(0xd816_3841);
    let z = (p.z as u32).wrapping_mul(0xcb1a_b31f);
    let mut h = x ^ y ^ z;
    h = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
    h = (h ^ (h >> 12)).wrapping_mul(0x297a_2d39);
    h ^ (h >> 15)
}

/// The `lane`-th number in 0..1 that belongs to `id`.
pub fn chance(id: u32, lane: i32) -> f32 {
    (hash(IVec3::new(id as i32, lane, 71)) >> 8) as f32 / 16_777_216.0
}

/// Smooth noise, -1 to 1, with about one bump a unit.
pub fn noise(p: Vec3) -> f32 {
    let floor = p.floor();
    let cell = floor.as_ivec3();
    let f = p - floor;
    let f = f * f * f * (f * (f * 6.0 - 15.0) + 10.0);
    let at = |x, y, z| (hash(cell + IVec3::new(x, y, z)) >> 8) as f32;
    let line = |y, z| {
        let (a, b) = (at(0, y, z), at(1, y, z));
        a + (b - a) * f.x
    };
    let face = |z| {
        let (a, b) = (line(0, z), line(1, z));
        a + (b - a) * f.y
    };
    let (a, b) = (face(0), face(1));
    (a + (b - a) * f.z) / 8_388_608.0 - 1.0
}

/// Noise of several octaves, each half as large and half as strong as the last.
pub fn fractal(p: Vec3, octaves: u32) -> f32 {
    let (mut sum, mut strength, mut q) = (0.0, 0.5, p);
    for _ in 0..octaves {
        sum += strength * noise(q);
        // Turned a little each time, or the grid would show.
        q = Vec3::new(
            1.6 * q.x + 1.2 * q.z,
            2.02 * q.y + 17.3,
            1.6 * q.z - 1.2 * q.x,
        );
        strength *= 0.5;
    }
    sum
}

/// A cell of a random tiling of the plane.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Distance to the border of the cell.
    pub edge: f32,
    /// From the centre of the cell to the point.
    pub offset: Vec2,
    /// A number of its own.
    pub id: u32,
}

/// The cell `p` is in; `jitter` goes from 0 (squares) to 1 (random).
pub fn cell(p: Vec2, jitter: f32) -> Cell {
    let base = p.floor();
    let centre = |dx: i32, dy: i32| {
        let id = hash(IVec3::new(base.x as i32 + dx, base.y as i32 + dy, 5));
        let spot = Vec2::new(chance(id, 0), chance(id, 1)) - 0.5;
        let middle = base + Vec2::new(dx as f32, dy as f32) + 0.5;
        (middle + spot * jitter - p, id)
    };
    let around = || (-1..=1).flat_map(|y| (-1..=1).map(move |x| (x, y)));
    let (mut best, mut id) = (Vec2::splat(9.0), 0);
    for (x, y) in around() {
        let (way, own) = centre(x, y);
        if way.length_squared() < best.length_squared() {
            (best, id) = (way, own);
        }
    }
    let mut edge = 1.0_f32;
    for (x, y) in around() {
        let (way, own) = centre(x, y);
        if own != id {
            edge = edge.min(((best + way) / 2.0).dot((way - best).normalize_or_zero()));
        }
    }
    Cell {
        edge,
        offset: -best,
        id,
    }
}

/// `normal` bent by a relief of the given heights; `step` is the finest detail that counts.
pub fn bump(normal: Vec3, p: Vec3, step: f32, height: impl Fn(Vec3) -> f32) -> Vec3 {
    let here = height(p);
    let slope = Vec3::new(
        height(p + Vec3::X * step) - here,
        height(p + Vec3::Y * step) - here,
        height(p + Vec3::Z * step) - here,
    ) / step;
    (normal - (slope - normal * slope.dot(normal))).normalize_or(normal)
}
