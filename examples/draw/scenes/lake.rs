//! Landscape: a mountain lake in the evening.

use super::country::{REED, ROCK, Wood, far_shore, foreground, mountains, spit};
use crate::canvas::{Canvas, Colour, srgb};
use crate::noise::step;
use crate::render::air::{Clouds, Sky};
use crate::render::camera::Camera;
use crate::render::film::Look;
use crate::render::light::Lamp;
use crate::render::relief::Relief;
use crate::render::solid::{Crowd, Near};
use crate::render::texture::{bump, cell, chance, fractal, noise};
use crate::render::trace::{Exposure, expose};
use crate::render::{Ray, Scene, Surface};
use glam::{Vec3, Vec3Swizzles};

const LAND: u16 = 2;
const TREES: u16 = 3;

struct Lake {
    land: Relief,
    /// Wooded ground seen close enough for single trees: the far shore and a spit of land.
    woods: [Wood; 2],
    near: Crowd,
    sky: Sky,
    clouds: Clouds,
    sun: Lamp,
}

/// The picture.
pub fn draw() -> Canvas {
    let sky = Sky::new(Vec3::new(-0.85, 0.2, 0.14).normalize(), 1.6);
    let land = mountains();
    let scene = Lake {
        woods: [far_shore(&land), spit()],
        land,
        near: foreground(),
        sun: Lamp::Sun {
            towards: sky.sun(),
            radius: 0.006,
            light: sky.sunlight(),
        },
        sky,
        clouds: Clouds {
            base: 2600.0,
            thickness: 1300.0,
            size: 2600.0,
            cover: 0.7,
            place: Vec3::new(3.3, 0.0, 1.7),
        },
    };
    let camera = Camera::new(Vec3::new(0.0, 2.6, 0.0), Vec3::new(0.0, 3.4, -10.0), 30.0);
    let exposure = Exposure {
        width: 1280,
        height: 853,
        samples: 5,
        bounce: 0.0,
    };
    let look = Look {
        exposure: 1.3,
        tint: Vec3::new(1.11, 1.0, 0.88),
        glare: 0.06,
        vignette: 0.25,
        saturation: 1.1,
        grain: 2.0,
        seed: 1786,
    };
    look.print(&expose(&scene, &camera, exposure))
}

impl Lake {
    fn nearest(&self, p: Vec3) -> Near {
        let mut best = ((p.y - self.land.height(p.xz())) * 0.3, LAND);
        for wood in &self.woods {
            let outside = ((p - wood.middle).abs() - wood.half)
                .max(Vec3::ZERO)
                .length();
            if outside < best.0 {
                let d = if outside > 3.0 {
                    outside
                } else {
                    (p.y - wood.relief.height(p.xz())) * 0.3
                };
                if d < best.0 {
                    best = (d, TREES);
                }
            }
        }
        self.near.nearest(p, best)
    }
}

impl Scene for Lake {
    fn distance(&self, p: Vec3) -> f32 {
        self.nearest(p).0
    }

    fn floor(&self) -> Option<f32> {
        Some(0.0)
    }

    fn surface(&self, p: Vec3, n: Vec3) -> Surface {
        if p.y < 0.003 {
            return water(p);
        }
        match self.nearest(p).1 {
            ROCK => rock(p, n),
            REED => {
                let tone = step(0.2, 1.7, p.y) + 0.4 * noise(p * 3.0);
                let albedo = srgb(0x4a_5a22).lerp(srgb(0xb0_924e), tone.clamp(0.0, 1.0));
                Surface {
                    wrap: 0.3,
                    ..Surface::matt(albedo, n)
                }
            }
            TREES => {
                let patch = cell(p.xz() / 6.5, 0.9);
                let gold = step(0.72, 0.86, chance(patch.id, 4) + 0.25 * noise(p / 60.0));
                let leaf = srgb(0x2c_4224).lerp(srgb(0x4d_5f2a), chance(patch.id, 5));
                let albedo = leaf.lerp(srgb(0xb0_7a22), gold) * (1.0 + 0.7 * fractal(p * 0.9, 3));
                let bank = step(1.1, 0.5, p.y);
                let albedo = albedo.lerp(srgb(0x8a_7a5c), bank);
                let n = bump(n, p, 0.15, |p| 0.5 * fractal(p * 0.8, 3));
                Surface {
                    wrap: 0.25,
                    ..Surface::matt(albedo, n.lerp(Vec3::Y, 0.2).normalize())
                }
            }
            _ => alp(p, n),
        }
    }

    fn beyond(&self, ray: &Ray) -> Colour {
        let up = Vec3::new(ray.direction.x, ray.direction.y.abs(), ray.direction.z);
        let ray = Ray {
            direction: up,
            ..*ray
        };
        self.clouds.over(self.sky.light(up), &ray, &self.sky)
    }

    fn ambient(&self, normal: Vec3) -> Colour {
        let above = self
            .sky
            .light(Vec3::new(normal.x, normal.y.abs() + 0.7, normal.z).normalize());
        let below = self.sky.sunlight() * 0.02;
        below.lerp(above * 1.2, 0.5 + 0.5 * normal.y)
    }

    fn lamp(&self) -> &Lamp {
        &self.sun
    }

    fn through_air(&self, colour: Colour, ray: &Ray, distance: f32) -> Colour {
        let height = ray.origin.y + ray.direction.y * distance * 0.5;
        let haze = 1.0 + 2.2 * (-height / 160.0).exp();
        let clear = (-Vec3::new(2.2e-5, 3.1e-5, 4.8e-5) * haze * distance).exp();
        let flat = Vec3::new(ray.direction.x, 0.06, ray.direction.z).normalize();
        colour * clear + self.sky.light(flat) * 0.75 * (1.0 - clear)
    }

    fn reach(&self) -> f32 {
        11_500.0
    }
}

fn water(p: Vec3) -> Surface {
    let far = p.xz().length();
    // Ripples too small to see leave only their mean, or the far water would glitter.
    let fade = 1.0 / (1.0 + far / 90.0);
    let breeze = 0.35
        + step(
            -0.2,
            0.5,
            fractal(Vec3::new(p.x / 60.0, 0.0, p.z / 18.0), 3),
        );
    let n = bump(Vec3::Y, p, 0.02, |p| {
        let q = Vec3::new(p.x * 0.9, 0.0, p.z * 1.7);
        (0.05 * fractal(q * 1.2, 3) * fade + 0.11 * noise(q * 0.16) * (1.0 / (1.0 + far / 400.0)))
            * breeze
            * 0.55
    });
    let bottom = cell(p.xz() * 2.4 + 0.2 * n.xz(), 1.0);
    let stone = srgb(0x6a_5f4a) * (0.35 + chance(bottom.id, 1)) * step(0.0, 0.12, bottom.edge);
    let shallow = (-0.4 * (far - 4.0).max(0.0)).exp();
    Surface::matt(srgb(0x0b_2227).lerp(stone * 0.35, shallow), n).coated(0.02, 0.0)
}

fn rock(p: Vec3, n: Vec3) -> Surface {
    let grain = fractal(p * 9.0, 5);
    let lichen = step(0.05, 0.25, fractal(p * 3.5 + 4.0, 4) + 0.1 * n.y);
    let albedo = srgb(0x77_7068).lerp(srgb(0x4c_463f), (0.5 + grain * 1.4).clamp(0.0, 1.0));
    let albedo = albedo.lerp(srgb(0x9c_8c4a), lichen * 0.5);
    let moss = step(0.55, 0.85, n.y) * step(-0.1, 0.3, fractal(p * 2.0, 4));
    let albedo = albedo.lerp(srgb(0x50_5a24), moss * 0.75);
    let wet = step(0.16, 0.04, p.y);
    let n = bump(n, p, 0.008, |p| 0.07 * fractal(p * 7.0, 5));
    Surface::matt(albedo * (1.0 - 0.6 * wet), n).coated(0.04 * wet, 0.35)
}

/// Snow, rock, meadow and distant forest.
fn alp(p: Vec3, n: Vec3) -> Surface {
    let rough = fractal(p / 60.0, 5);
    let n = bump(n, p, 5.0, |p| 26.0 * fractal(p / 90.0, 5));
    let strata = noise(Vec3::new(
        p.x / 900.0,
        p.y / 26.0 + rough * 2.0,
        p.z / 900.0,
    ));
    let stone = srgb(0x8d_857c).lerp(srgb(0x5f_5852), 0.5 + 0.35 * strata + 0.4 * rough);
    let meadow = srgb(0x77_7a3e).lerp(srgb(0x9a_7a3c), (0.5 + rough).clamp(0.0, 1.0));
    let albedo = stone.lerp(
        meadow,
        step(0.7, 0.86, n.y) * step(1350.0, 800.0, p.y + 200.0 * rough),
    );
    let wooded = step(0.55, 0.75, n.y) * step(760.0, 520.0, p.y + 300.0 * rough);
    let crowns = cell(p.xz() / 9.0, 1.0);
    let forest =
        srgb(0x2c_4024).lerp(srgb(0x5d_5a26), chance(crowns.id, 2) * 0.8) * (0.6 + crowns.edge);
    let albedo = albedo.lerp(forest, wooded);
    let snow = step(820.0, 1180.0, p.y + 420.0 * rough + 120.0 * n.z) * step(0.5, 0.68, n.y);
    Surface::matt(albedo.lerp(Vec3::splat(0.86), snow), n)
}
