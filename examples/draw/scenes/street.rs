//! Town: a street of old houses on a sunny morning.

use super::figures::{Walker, bicycle, lantern, shrub};
use super::house::{FLOWERS, House, STREET};
use crate::canvas::{Canvas, Colour, srgb};
use crate::noise::step;
use crate::render::air::{Clouds, Sky};
use crate::render::camera::Camera;
use crate::render::film::Look;
use crate::render::light::Lamp;
use crate::render::solid::{Crowd, Near, Part, block};
use crate::render::texture::{bump, cell, chance, fractal, noise};
use crate::render::trace::{Exposure, expose};
use crate::render::{Ray, Scene, Surface};
use glam::{Vec2, Vec3, Vec3Swizzles};

const LANTERN: u16 = 20;
const BICYCLE: u16 = 21;
const SHRUB: u16 = 22;
const TOWER: u16 = 23;
const GROUND: u16 = 24;
/// Walkers count on from here.
const WALKER: u16 = 30;

struct Street {
    houses: Vec<House>,
    walkers: Vec<Walker>,
    things: Crowd,
    sky: Sky,
    clouds: Clouds,
    sun: Lamp,
}

/// The picture.
pub fn draw() -> Canvas {
    let sky = Sky::new(Vec3::new(0.27, 0.56, -0.6).normalize(), 1.3);
    let (houses, walkers) = (houses(), walkers());
    let scene = Street {
        things: things(&houses, &walkers),
        houses,
        walkers,
        sun: Lamp::Sun {
            towards: sky.sun(),
            radius: 0.007,
            light: sky.sunlight(),
        },
        sky,
        clouds: Clouds {
            base: 1500.0,
            thickness: 700.0,
            size: 1300.0,
            cover: 0.55,
            place: Vec3::new(1.1, 0.0, 4.7),
        },
    };
    let camera = Camera::new(
        Vec3::new(0.75, 1.75, 0.0),
        Vec3::new(-0.1, 2.75, -10.0),
        33.0,
    );
    let exposure = Exposure {
        width: 1024,
        height: 1280,
        samples: 5,
        bounce: 9.0,
    };
    let look = Look {
        exposure: 0.95,
        tint: Vec3::new(1.05, 1.0, 0.93),
        glare: 0.06,
        vignette: 0.25,
        saturation: 0.98,
        grain: 2.0,
        seed: 1888,
    };
    look.print(&expose(&scene, &camera, exposure))
}

fn houses() -> Vec<House> {
    // Width, eaves, plaster, paint, gable, awning; from near to far.
    let left = [
        (6.0, 8.2, 0xd9_a95c, 0x2f_5d50, false, 0),
        (5.4, 6.1, 0xc9_7a5a, 0x4a_6f86, true, 0xa8_3228),
        (6.6, 8.4, 0xe4_d3ae, 0x3f_6a4a, false, 0),
        (5.2, 6.4, 0x9f_b0a8, 0x6a_3a2c, true, 0x2f_5f6a),
        (6.2, 8.6, 0xd8_8f72, 0x4a_5a6a, false, 0),
        (6.0, 7.2, 0xe6_c888, 0x35_5a3a, true, 0),
        (9.0, 8.6, 0xcf_b49a, 0x5a_4a3a, false, 0),
    ];
    let right = [
        (5.6, 5.9, 0xb5_bfc4, 0x7a_3a2a, false, 0x2f_6a4a),
        (5.0, 5.8, 0xdf_b98a, 0x3a_5a7a, true, 0),
        (6.2, 5.9, 0xc4_8a6a, 0x3f_5f4a, false, 0xb8_7a20),
        (5.4, 6.2, 0xd9_cfb8, 0x6a_4a32, true, 0),
        (6.6, 8.3, 0xc9_a070, 0x2f_4f5f, false, 0),
        (6.0, 6.2, 0xb8_7a62, 0x4a_5f3a, true, 0),
        (9.0, 8.5, 0xd8_c49a, 0x5a_4a3a, false, 0),
    ];
    let mut houses = Vec::new();
    for (side, row) in [(-1.0, left), (1.0, right)] {
        let mut z = -1.0;
        for (i, (width, eaves, plaster, paint, gabled, awning)) in row.into_iter().enumerate() {
            // A lane opens on the right and lets the sun in.
            z -= if side > 0.0 && i == 2 { 2.4 } else { 0.0 };
            houses.push(House {
                side,
                z: z - width / 2.0,
                width,
                eaves,
                plaster: srgb(plaster) * 0.9,
                paint: srgb(paint),
                gabled,
                awning: (awning > 0).then(|| srgb(awning)),
            });
            z -= width;
        }
    }
    houses
}

fn walkers() -> Vec<Walker> {
    let walker = |x, z, turn, height, skirt, hat, stride| Walker {
        place: Vec3::new(x, 0.0, z),
        turn,
        height,
        skirt,
        hat,
        stride,
    };
    vec![
        walker(-0.95, -10.4, 0.15, 1.68, true, true, 0.2),
        walker(-0.3, -10.7, 0.1, 1.8, false, false, 0.26),
        walker(1.3, -15.5, 3.0, 1.74, false, true, 0.3),
        walker(-1.9, -18.5, 0.4, 1.66, true, false, 0.2),
        walker(-0.2, -24.0, 3.3, 1.76, false, false, 0.28),
        walker(0.5, -24.4, 3.1, 1.2, true, false, 0.16),
    ]
}

fn things(houses: &[House], walkers: &[Walker]) -> Crowd {
    let mut parts: Vec<Part> = houses.iter().map(|h| h.part()).collect();
    parts.extend((WALKER..).zip(walkers).map(|(tag, w)| w.part(tag)));
    parts.push(bicycle(BICYCLE, Vec3::new(-2.72, 0.55, -8.4)));
    for (side, z) in [(-1.0, -8.6), (1.0, -5.2), (-1.0, -19.5), (1.0, -21.0)] {
        let place = Vec3::new(side * (STREET - 0.66), 3.5, z);
        parts.push(lantern(LANTERN, place, -side));
    }
    for (x, z, size) in [
        (-2.95, -10.6, 0.75),
        (2.95, -7.4, 0.8),
        (-2.95, -12.2, 0.6),
        (2.9, -14.3, 0.7),
        (-2.9, -5.4, 0.5),
    ] {
        parts.push(shrub(SHRUB, Vec3::new(x, 0.0, z), size));
    }
    let tower = Vec3::new(0.6, 10.0, -62.0);
    parts.push(Part::new(TOWER, tower, Vec3::new(3.0, 15.0, 3.0), |p| {
        let shaft = block(p + Vec3::Y * 2.0, Vec3::new(2.3, 9.0, 2.3), 0.05);
        let arch = block(p - Vec3::Y * 4.2, Vec3::new(0.5, 1.3, 4.0), 0.3);
        let arch = arch.min(block(p - Vec3::Y * 4.2, Vec3::new(4.0, 1.3, 0.5), 0.3));
        let ledge = block(p - Vec3::Y * 7.0, Vec3::new(2.6, 0.25, 2.6), 0.05);
        let spire = (p.x.abs().max(p.z.abs()) - 2.3) * 0.93 + (p.y - 7.0) * 0.36;
        shaft.max(-arch).min(ledge).min(spire.max(7.0 - p.y))
    }));
    Crowd(parts)
}

/// The street bends: straight coordinates along it.
fn straightened(p: Vec3) -> Vec3 {
    let z = p.z.min(0.0);
    Vec3::new(p.x + 0.0032 * z * z, p.y, p.z)
}

impl Street {
    fn near(&self, p: Vec3) -> Near {
        let (d, tag) = self.things.nearest(straightened(p), (60.0, GROUND));
        (d * 0.85, tag)
    }
}

impl Scene for Street {
    fn distance(&self, p: Vec3) -> f32 {
        self.near(p).0
    }

    fn floor(&self) -> Option<f32> {
        Some(0.0)
    }

    fn surface(&self, p: Vec3, n: Vec3) -> Surface {
        let q = straightened(p);
        if p.y < 0.002 {
            return paving(q, n);
        }
        match self.near(p).1 {
            tag if tag >= WALKER => self.walkers[(tag - WALKER) as usize].surface(tag, q, n),
            LANTERN => {
                let iron = Surface::matt(srgb(0x20_2022), n).coated(0.05, 0.35);
                let pane = (q.y - 3.5).abs() < 0.18 && n.y.abs() < 0.5;
                let albedo = if pane { srgb(0xd8_cfa8) } else { iron.albedo };
                Surface { albedo, ..iron }
            }
            BICYCLE => {
                let basket = q.y > 0.8 && q.z < -8.85;
                let albedo = if basket {
                    srgb(0x9a_7038)
                } else {
                    srgb(0x1f_3a34)
                };
                Surface::matt(albedo, n).coated(0.05, 0.3)
            }
            SHRUB => {
                let clay = q.y < 0.27;
                let leaf = srgb(0x35_5a24).lerp(srgb(0x77_8f3a), 0.5 + 0.5 * noise(p * 24.0));
                let albedo = if clay { srgb(0xa8_5c3c) } else { leaf };
                Surface {
                    wrap: 0.25,
                    ..Surface::matt(albedo, n)
                }
            }
            TOWER => {
                let roof = p.y > 17.2;
                let stone = if roof {
                    srgb(0x5a_7a72)
                } else {
                    srgb(0xc4_b090)
                };
                Surface::matt(stone * (1.0 + 0.4 * fractal(p * 1.5, 4)), n)
            }
            tag => match self.houses.iter().find(|h| h.holds(q)) {
                Some(house) => house.surface(tag.min(FLOWERS + 1), q, n),
                None => Surface::matt(srgb(0xb0_a08a), n),
            },
        }
    }

    fn beyond(&self, ray: &Ray) -> Colour {
        let up = Vec3::new(ray.direction.x, ray.direction.y.max(0.02), ray.direction.z);
        self.clouds.over(
            self.sky.light(up),
            &Ray {
                direction: up,
                ..*ray
            },
            &self.sky,
        )
    }

    fn ambient(&self, normal: Vec3) -> Colour {
        let up = Vec3::new(normal.x, normal.y.abs() + 0.3, normal.z).normalize();
        let street = self.sky.sunlight() * Vec3::new(0.05, 0.042, 0.033);
        street.lerp(self.sky.light(up) * 1.25, step(-0.3, 0.6, normal.y))
    }

    fn lamp(&self) -> &Lamp {
        &self.sun
    }

    fn through_air(&self, colour: Colour, ray: &Ray, distance: f32) -> Colour {
        let clear = (-Vec3::new(0.004, 0.0048, 0.006) * distance).exp();
        let flat = Vec3::new(ray.direction.x, 0.12, ray.direction.z).normalize();
        colour * clear + self.sky.light(flat) * 0.55 * (1.0 - clear)
    }

    fn reach(&self) -> f32 {
        110.0
    }
}

/// Cobbles in the middle, slabs along the houses.
fn paving(p: Vec3, n: Vec3) -> Surface {
    let side = p.x.abs() > 2.35;
    let place = |p: Vec3| {
        let arc = Vec2::new(p.x, p.z + 0.35 * (p.x * 1.35).cos());
        if side {
            p.zx() * Vec2::new(1.6, 2.2)
        } else {
            arc * Vec2::new(6.2, 7.4)
        }
    };
    let jitter = if side { 0.12 } else { 0.42 };
    let stone = cell(place(p), jitter);
    let tone = 0.62 + 0.62 * chance(stone.id, 2);
    let base = srgb(if side { 0x9a_9182 } else { 0x82_786c });
    let warm = base.lerp(srgb(0x8f_6e58), 0.5 * chance(stone.id, 3));
    let dirt = step(0.02, 0.1, stone.edge);
    let albedo = warm * tone * (1.0 + 0.4 * fractal(p * 12.0, 4)) * (0.35 + 0.65 * dirt);
    let gutter = step(0.09, 0.03, (p.x.abs() - 2.3).abs());
    let albedo = albedo * (1.0 - 0.55 * gutter);
    let n = bump(n, p, 0.012, |p| {
        let dome = cell(place(p), jitter).edge.min(0.32);
        (if side { 0.05 } else { 0.085 }) * dome + 0.012 * fractal(p * 14.0, 3)
    });
    Surface::matt(albedo, n).coated(0.04, 0.6 + 0.2 * chance(stone.id, 4))
}
