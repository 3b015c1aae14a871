//! Portrait of a ginger cat by a window.

use super::cat_form::{EAR, EYE, EYE_PLACE, NOSE, NOSE_PLACE, coat, lid, near};
use crate::canvas::{Canvas, Colour, srgb};
use crate::noise::{Random, step};
use crate::render::camera::Camera;
use crate::render::film::Look;
use crate::render::light::Lamp;
use crate::render::strands::{self, Hair, Strand};
use crate::render::texture::{bump, cell, chance, fractal, noise};
use crate::render::trace::{Exposure, expose};
use crate::render::{Ray, Scene, Surface};
use glam::{Quat, Vec2, Vec3, Vec3Swizzles};

struct Cat {
    window: Lamp,
    tilt: Quat,
}

/// The picture.
pub fn draw() -> Canvas {
    let cat = Cat {
        window: Lamp::Window {
            centre: Vec3::new(-4.2, 3.4, 4.6),
            across: Vec3::new(1.25, 0.0, 1.15),
            up: Vec3::new(0.5, 1.6, -0.5),
            radiance: Vec3::new(15.0, 13.8, 12.0),
        },
        tilt: Quat::from_rotation_z(-0.1) * Quat::from_rotation_y(-0.2),
    };
    let camera = Camera::new(
        Vec3::new(0.25, 0.25, 9.4),
        Vec3::new(0.05, -0.12, 0.0),
        84.0,
    );
    let camera = camera.focused(8.7, 0.16);
    let exposure = Exposure {
        width: 1024,
        height: 1280,
        samples: 6,
        bounce: 2.0,
    };
    let mut light = expose(&cat, &camera, exposure);
    let mut random = Random::new(9);
    let fur = strands::grow(&cat, &camera, 760_000, &mut random, |p, n, random| {
        cat.hair(p, n, random)
    });
    strands::draw(&mut light, &camera, &fur);
    strands::draw(&mut light, &camera, &cat.whiskers(&camera, &mut random));
    let look = Look {
        exposure: 1.7,
        tint: Vec3::new(1.02, 1.0, 0.97),
        glare: 0.06,
        vignette: 0.3,
        saturation: 1.06,
        grain: 2.0,
        seed: 1904,
    };
    look.print(&light)
}

impl Cat {
    /// From the world to the cat's own frame; only the head is held askew.
    fn own(&self, p: Vec3) -> Vec3 {
        let turn = Quat::IDENTITY.slerp(self.tilt, step(-1.9, -0.6, p.y));
        turn.inverse() * p
    }

    fn hair(&self, place: Vec3, n: Vec3, random: &mut Random) -> Option<Hair> {
        let p = self.own(place);
        let (_, tag) = near(p);
        let m = Vec3::new(p.x.abs(), p.y, p.z);
        let (opening, nose) = (lid(p), (p - NOSE_PLACE).length());
        let curve = -0.46 - 0.55 * m.x + 1.1 * m.x * m.x;
        let lips = (p.y - curve).abs() < 0.016 && m.x < 0.27;
        let philtrum = m.x < 0.012 && p.y < -0.3 && p.y > curve;
        let mouth = p.z > 0.6 && (lips || philtrum);
        if tag == EYE || tag == NOSE || opening < 0.04 {
            return None;
        }
        let from_nose = p - Vec3::new(0.0, -0.18, 1.25);
        let on_trunk = step(-0.65, -1.25, p.y);
        let on_ear = step(0.62, 0.85, p.y) * step(0.4, 0.55, m.x);
        let up_ear = Vec3::new(0.45 * p.x.signum(), 1.0, -0.1);
        let flow = from_nose
            .normalize()
            .lerp(Vec3::new(0.25 * p.x, -1.0, 0.1), on_trunk);
        let flow = self.tilt * flow.lerp(up_ear, on_ear);
        let flow = (flow - n * flow.dot(n)).normalize_or(n);
        let tuft = Vec3::new(noise(p * 5.0), noise(p * 5.0 + 9.0), noise(p * 5.0 + 23.0));
        let stray = Vec3::new(random.normal(), random.normal(), random.normal());
        let inner = tag == EAR;
        if inner && random.between(0.0, 1.0) > 0.06 {
            return None;
        }
        let short = step(0.05, 0.75, nose) * step(0.02, 0.3, opening);
        let length = 0.055 + 0.125 * short + 0.1 * step(0.4, 0.8, m.x) * step(0.2, -0.2, p.y);
        let length = (length + 0.3 * on_trunk) * (1.0 - 0.6 * on_ear);
        let length = if inner {
            random.between(0.15, 0.4)
        } else {
            length * random.between(0.65, 1.15)
        };
        let (colour, way) = if inner {
            (
                srgb(0xf0_e2d0),
                flow * 0.6 + n * 0.5 - Vec3::X * p.x.signum() * 0.5,
            )
        } else {
            let ticked = 1.0 + 0.22 * random.normal().clamp(-1.5, 1.5);
            (
                coat(p) * ticked * if mouth { 0.22 } else { 1.0 },
                flow + n * (0.38 + 0.2 * short),
            )
        };
        Some(Hair {
            colour: colour.min(Vec3::splat(0.92)),
            way: way + tuft * (0.32 + 0.3 * on_trunk) + stray * 0.09,
            bend: flow * 0.25 - Vec3::Y * 0.12 + tuft * 0.15,
            length,
            width: if short < 0.5 { 0.0055 } else { 0.007 },
            gloss: 0.09,
        })
    }

    fn whiskers(&self, camera: &Camera, random: &mut Random) -> Vec<Strand> {
        let mut all = Vec::new();
        for side in [-1.0, 1.0] {
            for i in 0..15 {
                let (row, brow) = ((i % 4) as f32, i >= 12);
                let root = if brow {
                    Vec3::new(0.36 + 0.05 * row, 0.42, 0.74)
                } else {
                    Vec3::new(
                        random.between(0.22, 0.34),
                        -0.34 - 0.05 * row,
                        0.99 - 0.02 * row,
                    )
                };
                let way = if brow {
                    Vec3::new(random.between(0.1, 0.6), 1.0, 0.5)
                } else {
                    Vec3::new(1.0, 0.32 - 0.2 * row + random.normal() * 0.06, 0.42)
                };
                let mirror = Vec3::new(side, 1.0, 1.0);
                let bend = Vec3::new(0.05 * side, -0.28 - 0.1 * random.between(0.0, 1.0), -0.25);
                let hair = Hair {
                    // They let light through, which makes them brighter than paper.
                    colour: Vec3::splat(1.6),
                    way: self.tilt * (way * mirror),
                    bend,
                    length: if brow {
                        random.between(0.5, 0.8)
                    } else {
                        random.between(1.1, 1.9)
                    },
                    width: 0.011,
                    gloss: 0.25,
                };

                let skin = Vec3::new(0.55 * side, 0.35, 0.75).normalize();
                let place = self.tilt * (root * mirror) + skin * 0.06;
                all.push(strands::strand(self, camera, place, skin, &hair, random));
            }
        }
        all
    }
}

impl Scene for Cat {
    fn distance(&self, p: Vec3) -> f32 {
        near(self.own(p)).0 * 0.8
    }

    fn surface(&self, place: Vec3, n: Vec3) -> Surface {
        let p = self.own(place);
        match near(p).1 {
            EYE => self.eye(p, n),
            NOSE => {
                let n = bump(n, p, 0.004, |p| 0.012 * cell(p.xy() * 55.0, 0.9).edge);
                let hole = step(
                    0.055,
                    0.03,
                    (Vec3::new(p.x.abs(), p.y, p.z) - NOSE_PLACE - Vec3::new(0.062, -0.025, 0.05))
                        .length(),
                );
                let albedo = srgb(0xc9_7a6c).lerp(srgb(0x30_1412), hole);
                let skin = Surface::matt(albedo, n).coated(0.035, 0.4);
                Surface { wrap: 0.3, ..skin }
            }
            EAR => Surface {
                wrap: 0.4,
                ..Surface::matt(srgb(0xc8_8a76) * (1.0 + 0.3 * noise(p * 9.0)), n)
            },
            _ => {
                let rim = step(0.06, 0.025, lid(p));
                let albedo = (coat(p) * 0.55).lerp(srgb(0x2a_1610), rim);
                Surface::matt(albedo, n)
            }
        }
    }

    /// A room far out of focus: discs of light and dim shapes.
    fn beyond(&self, ray: &Ray) -> Colour {
        if let Some(spot) = self.window.pane(ray) {
            let bars = spot.abs().min_element();
            return Vec3::new(22.0, 21.0, 20.0) * step(0.04, 0.07, bars);
        }
        // Taken in the plane of focus, so that the lens does not blur these discs again.
        let d = ray.direction;
        let film = if d.z < 0.0 {
            ray.at((0.7 - ray.origin.z) / d.z).xy() / 9.0
        } else {
            d.xy()
        };
        let wave = fractal(Vec3::new(film.x * 4.0, film.y * 4.0, 2.0), 2);
        let deep = srgb(0x14_2c33).lerp(srgb(0x3f_6a5c), step(-0.3, 0.35, wave + film.x * 1.2));
        let mut light = deep.lerp(srgb(0x6a_4a2c), step(0.0, -0.28, film.y + 0.1 * wave)) * 0.55;
        for layer in 0..3 {
            let scale = 13.0 - 2.5 * layer as f32;
            let disc = cell(film * scale + Vec2::new(3.7, 1.3) * layer as f32, 0.9);
            let radius = 0.16 + 0.18 * chance(disc.id, 1);
            let r = disc.offset.length() / radius;
            let here = step(1.04, 0.94, r) * (0.75 + 0.35 * r * r);
            let hue = [0xe8_b868, 0x8a_b07a, 0xd8_d0a8, 0x5a_8a94][(disc.id % 4) as usize];
            let power = chance(disc.id, 2).powi(4) * step(-0.25, 0.15, film.y + 0.5 * film.x + 0.1);
            light += srgb(hue) * (here * power * 0.75);
        }
        light
    }

    fn ambient(&self, normal: Vec3) -> Colour {
        let room = Vec3::new(0.13, 0.15, 0.17) + Vec3::new(0.09, 0.06, 0.03) * normal.x;
        room * (1.0 + 0.45 * normal.y)
    }

    fn lamp(&self) -> &Lamp {
        &self.window
    }

    fn reach(&self) -> f32 {
        14.0
    }
}

impl Cat {
    fn eye(&self, p: Vec3, n: Vec3) -> Surface {
        let q = p - EYE_PLACE * Vec3::new(p.x.signum(), 1.0, 1.0);
        // Both eyes look at us, from a head turned aside.
        let q = q - Vec3::new(0.045 + 0.02 * p.x.signum(), 0.008, 0.0);
        let r = q.xy().length() / 0.215;
        let turn = q.y.atan2(q.x);
        let spokes = fractal(Vec3::new(turn.cos() * 9.0, turn.sin() * 9.0, r * 1.6), 4);
        let iris = srgb(0xb8_a844).lerp(srgb(0x72_8a48), step(0.35, 0.85, r + 0.25 * spokes));
        // Light that enters above shines through the iris below.
        let glow = 1.0 + 0.8 * step(0.05, -0.2, q.y - 0.4 * p.x.signum() * q.x);
        let iris = iris * (0.85 + 0.8 * spokes) * glow * step(1.12, 0.86, r);
        let slit = Vec2::new(q.x / 0.082, q.y / 0.138).length();
        let albedo = iris.lerp(Vec3::splat(0.004), step(1.06, 0.96, slit));
        let shaded = step(0.0, -0.07, lid(p));
        Surface::matt(albedo * (0.25 + 0.75 * shaded), n).coated(0.05, 0.02)
    }
}
