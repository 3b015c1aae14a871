//! Houses of an old town: walls with windows, shutters, flower boxes, roofs and awnings.

use crate::canvas::{Colour, srgb};
use crate::noise::step;
use crate::render::Surface;
use crate::render::solid::{Near, Part, block, ellipsoid};
use crate::render::texture::{bump, chance, fractal, hash, noise};
use glam::{IVec3, Vec2, Vec3};

/// What a house is made of, as tags.
pub const WALL: u16 = 0;
pub const ROOF: u16 = 1;
pub const SILL: u16 = 2;
pub const SHUTTER: u16 = 3;
pub const FLOWERS: u16 = 4;
pub const AWNING: u16 = 5;

/// Half the width of the street, and how deep houses are.
pub const STREET: f32 = 3.4;
const DEPTH: f32 = 5.0;
const STOREY: f32 = 2.75;
const RECESS: f32 = 0.15;

/// One house of a row.
#[derive(Clone, Copy)]
pub struct House {
    /// -1 on the left of the street, 1 on the right.
    pub side: f32,
    pub z: f32,
    pub width: f32,
    pub eaves: f32,
    pub plaster: Colour,
    pub paint: Colour,
    /// The gable, not the eaves, faces the street.
    pub gabled: bool,
    pub awning: Option<Colour>,
}

/// A place on a facade.
struct Spot {
    /// Out of the wall, up, along the row.
    p: Vec3,
    /// From the middle of the nearest window or door.
    pane: Vec2,
    half: Vec2,
    /// A number of this window's own.
    id: u32,
    upper: bool,
    open: bool,
}

impl House {
    fn spot(&self, p: Vec3) -> Spot {
        let p = Vec3::new(STREET - self.side * p.x, p.y, p.z - self.z);
        let columns = (self.width / 1.85).round().max(1.0);
        let pitch = self.width / columns;
        let column = ((p.z + self.width / 2.0) / pitch)
            .floor()
            .clamp(0.0, columns - 1.0);
        let top = ((self.eaves - 0.6) / STOREY).floor();
        let storey = (p.y / STOREY).floor().clamp(0.0, top);
        let id = hash(IVec3::new(
            column as i32,
            storey as i32,
            self.z as i32 * 2 + self.side as i32,
        ));
        let across = p.z + self.width / 2.0 - (column + 0.5) * pitch;
        let upper = storey > 0.0;
        let door = !upper && chance(id, 0) < 0.45;
        let (middle, half) = if door {
            (1.12, Vec2::new(0.52, 1.12))
        } else if upper {
            (1.4, Vec2::new(0.4, 0.68))
        } else {
            (1.45, Vec2::new(0.5, 0.75))
        };
        Spot {
            p,
            pane: Vec2::new(across, p.y - storey * STOREY - middle),
            half,
            id,
            upper,
            open: storey * STOREY + 2.3 < self.eaves,
        }
    }

    fn near(&self, p: Vec3) -> Near {
        let Spot {
            p,
            pane,
            half,
            id,
            upper,
            open,
        } = self.spot(p);
        let size = Vec3::new(DEPTH, self.eaves, self.width) / 2.0;
        let body = block(p + Vec3::new(size.x, -size.y, 0.0), size, 0.02);
        let mut best = (self.roof(p), ROOF);
        let mut keep = |d: f32, tag: u16| {
            if d < best.0 {
                best = (d, tag);
            }
        };
        if !open || p.x < -0.6 || p.x > 1.6 {
            keep(body, WALL);
        } else {
            let gap = (pane.abs() - half).max_element().max(-(p.x + RECESS));
            keep(body.max(-gap), WALL);
            let sill = Vec3::new(p.x - 0.03, pane.y + half.y + 0.04, pane.x);
            keep(
                block(sill, Vec3::new(0.08, 0.04, half.x + 0.08), 0.01),
                SILL,
            );
            if upper {
                let leaf = Vec3::new(p.x - 0.035, pane.y, pane.x.abs() - half.x - 0.22);
                keep(block(leaf, Vec3::new(0.025, half.y, 0.2), 0.006), SHUTTER);
                if chance(id, 1) > 0.45 {
                    let bed = Vec3::new(p.x - 0.14, pane.y + half.y - 0.07, pane.x);
                    let bush = ellipsoid(bed, Vec3::new(0.14, 0.17, 0.44));
                    keep(
                        (bush - 0.07 * noise(p * 13.0) - 0.03 * noise(p * 31.0)) * 0.7,
                        FLOWERS,
                    );
                }
            }
        }
        if self.awning.is_some() {
            let slab = (p.y - 2.72 + 0.4 * p.x).abs() * 0.93 - 0.012;
            let slab = slab.max(p.x - 1.3).max(-p.x);
            let hem = 2.02 + 0.04 * (p.z * 16.0).sin();
            let valance = ((p.x - 1.29).abs() - 0.01).max(hem - p.y).max(p.y - 2.22);
            keep(
                slab.min(valance).max(p.z.abs() - self.width * 0.44) * 0.9,
                AWNING,
            );
        }
        best
    }

    fn roof(&self, p: Vec3) -> f32 {
        let steep = Vec2::from_angle(if self.gabled { 0.9 } else { 0.72 });
        let depth = (p.x + DEPTH / 2.0).abs();
        let (e, half, end) = if self.gabled {
            (
                p.z.abs(),
                self.width / 2.0 + 0.18,
                depth - DEPTH / 2.0 - 0.04,
            )
        } else {
            (
                depth,
                DEPTH / 2.0 + 0.4,
                p.z.abs() - self.width / 2.0 - 0.02,
            )
        };
        let y = p.y - self.eaves + 0.12;
        let slope = (e - half) * steep.y + y * steep.x;
        let tiles = 0.018 * ((e * 4.6).rem_euclid(1.0) - 0.5);
        let chimney = Vec3::new(p.x + 1.7, y - 2.3, p.z - self.width * 0.22);
        let stack = block(chimney, Vec3::new(0.28, 1.1, 0.36), 0.02);
        (slope + tiles).max(-y).max(end).min(stack)
    }

    /// The house as a part of a crowd.
    pub fn part(self) -> Part {
        let centre = Vec3::new(self.side * (STREET + 1.8), 5.5, self.z);
        let half = Vec3::new(3.3, 5.6, self.width / 2.0 + 0.25);
        Part::mixed(centre, half, move |p| self.near(p + centre))
    }

    /// Whether `p` is in this house's stretch of the row.
    pub fn holds(&self, p: Vec3) -> bool {
        p.x * self.side > 0.0 && (p.z - self.z).abs() <= self.width / 2.0 + 0.1
    }

    /// The material at `p`, by tag.
    pub fn surface(&self, tag: u16, p: Vec3, n: Vec3) -> Surface {
        let spot = self.spot(p);
        match tag {
            ROOF if -n.x * self.side < 0.8 && n.y > 0.1 => tiles(spot.p, n, self.gabled),
            SILL => Surface::matt(srgb(0xa9_a294) * (1.0 + 0.5 * fractal(p * 9.0, 4)), n),
            SHUTTER => {
                let slats = (spot.pane.y * 110.0).sin();
                let worn = step(0.1, 0.4, fractal(p * Vec3::new(8.0, 3.0, 8.0), 4));
                let albedo = self.paint.lerp(srgb(0x9a_8f7e), worn * 0.45) * (0.8 + 0.25 * slats);
                Surface::matt(albedo, n)
            }
            FLOWERS => {
                let bloom = step(0.12, 0.4, noise(p * 26.0));
                let petal = [0xd8_2a44, 0xe8_6a8a, 0xe0_4a1c, 0xf0_ead8][(spot.id % 4) as usize];
                let leaf = srgb(0x3a_5a22) * (1.0 + 0.5 * noise(p * 40.0));
                Surface {
                    wrap: 0.3,
                    ..Surface::matt(leaf.lerp(srgb(petal), bloom), n)
                }
            }
            AWNING => {
                let stripe = step(-0.1, 0.1, (spot.p.z * 12.0).sin());
                let cloth = self
                    .awning
                    .unwrap_or(Vec3::ONE)
                    .lerp(srgb(0xe8_dfca), stripe);
                Surface {
                    wrap: 0.35,
                    ..Surface::matt(cloth, n)
                }
            }
            _ => self.wall(&spot, p, n),
        }
    }

    fn wall(&self, spot: &Spot, p: Vec3, n: Vec3) -> Surface {
        let inside = (spot.pane.abs() - spot.half).max_element();
        if spot.open && inside < -0.01 && spot.p.x < -RECESS + 0.03 && spot.p.x > -0.4 {
            return self.pane(spot, p, n);
        }
        // The attic has one small window.
        let attic = Vec2::new(spot.p.z, spot.p.y - self.eaves - 0.9);
        let rim = (attic.abs() - Vec2::new(0.36, 0.5)).max_element();
        if self.gabled && rim < 0.1 && n.x.abs() > 0.7 {
            let bars = attic.x.abs().min((attic.y - 0.1).abs());
            return if rim > -0.03 || bars < 0.03 {
                Surface::matt(srgb(0xc8_c0b0), n)
            } else {
                Surface::matt(srgb(0x14_1412), n).coated(0.09, 0.03)
            };
        }
        let patch = fractal(p * 0.9, 5);
        let fine = fractal(p * 11.0, 4);
        let damp = step(1.4, 0.0, spot.p.y + 0.9 * patch) * 0.45;
        let bare = step(
            0.22,
            0.26,
            fractal(p * 0.55 + 9.0, 4) + 0.1 * fine - 0.05 * spot.p.y + 0.1,
        );
        let streak = step(0.0, 0.5, noise(Vec3::new(p.x * 5.0, p.y * 0.5, p.z * 5.0))) * 0.15;
        let tone = 1.0 + 0.5 * patch + 0.22 * fine - damp - streak;
        let brick =
            srgb(0x8f_6248) * (0.8 + 0.5 * noise(Vec3::new(p.x * 4.0, p.y * 13.0, p.z * 4.0)));
        let albedo = (self.plaster * tone).lerp(brick, bare * 0.8);
        let frame = spot.open && inside < 0.12 && spot.p.x < 0.08 && spot.p.y < self.eaves;
        let albedo = if frame {
            srgb(0xb8_ae9c) * tone
        } else {
            albedo
        };
        let n = bump(n, p, 0.006, |p| 0.02 * fractal(p * 8.0, 4));
        Surface::matt(albedo.max(Vec3::splat(0.02)), n)
    }

    /// Glass with its bars, or a panelled door.
    fn pane(&self, spot: &Spot, p: Vec3, n: Vec3) -> Surface {
        let edge = spot.half - spot.pane.abs();
        if spot.half.y > 1.0 {
            let panel = (edge.x.min((spot.pane.y * 1.35).rem_euclid(1.0) * 0.7) - 0.16).abs();
            let wood = self.paint * (0.75 + 0.3 * noise(p * Vec3::new(30.0, 3.0, 30.0)));
            return Surface::matt(wood * (0.55 + 0.45 * step(0.0, 0.03, panel)), n)
                .coated(0.03, 0.4);
        }
        let bars = edge
            .min_element()
            .min(spot.pane.x.abs())
            .min((spot.pane.y - 0.2).abs());
        if bars < 0.035 {
            return Surface::matt(srgb(0xd8_d2c2), n);
        }
        let curtain = step(
            0.08,
            0.12,
            spot.half.x - spot.pane.x.abs() - 0.1 * noise(p * 5.0),
        );
        let folds = 0.6 + 0.4 * (spot.pane.x * 60.0).sin();
        let behind = srgb(0x8a_8070) * folds * 0.35;
        let n = bump(n, p, 0.02, |p| 0.01 * noise(p * 3.0));
        Surface::matt(behind.lerp(srgb(0x14_1412), curtain), n).coated(0.09, 0.03)
    }
}

fn tiles(p: Vec3, n: Vec3, gabled: bool) -> Surface {
    let (along, up) = if gabled { (p.x, p.z.abs()) } else { (p.z, p.x) };
    let row = (up * 4.6).floor();
    let column = (along * 5.5 + 0.5 * row.rem_euclid(2.0)).floor();
    let id = hash(IVec3::new(row as i32, column as i32, 3));
    let curve = ((along * 5.5 + 0.5 * row.rem_euclid(2.0)).rem_euclid(1.0) - 0.5).abs();
    let tone = srgb(0x9c_5034).lerp(srgb(0x6b_3a2a), chance(id, 0));
    let moss = step(0.15, 0.45, fractal(p * 1.6, 4));
    let albedo = tone.lerp(srgb(0x6a_6238), moss * 0.5) * (1.15 - 0.9 * curve);
    Surface::matt(albedo, n)
}
