//! Still life: a glazed jug, fruit and a linen cloth on an old table by a window.

use super::tableware::{TABLE_HALF, TABLE_MIDDLE};
use super::{fruit, tableware};
use crate::canvas::{Canvas, Colour, srgb};
use crate::noise::step;
use crate::render::camera::Camera;
use crate::render::film::Look;
use crate::render::light::Lamp;
use crate::render::solid::{Crowd, Near, Part, block};
use crate::render::texture::{bump, fractal};
use crate::render::trace::{Exposure, expose};
use crate::render::{Ray, Scene, Surface};
use glam::{Vec2, Vec3};

const TABLE: u16 = 0;
const WALL: u16 = 1;
const CLOTH: u16 = 2;
const JUG: u16 = 3;

const JUG_PLACE: Vec3 = Vec3::new(-0.13, 0.15, -0.08);

struct StillLife {
    things: Crowd,
    window: Lamp,
}

/// The picture.
pub fn draw() -> Canvas {
    let window = Lamp::Window {
        centre: Vec3::new(-1.35, 0.72, 0.42),
        across: Vec3::new(0.12, 0.0, 0.42),
        up: Vec3::new(0.0, 0.5, 0.0),
        radiance: Vec3::new(9.0, 8.4, 7.4),
    };
    let scene = StillLife {
        things: things(),
        window,
    };
    let camera = Camera::new(
        Vec3::new(0.08, 0.37, 1.3),
        Vec3::new(0.005, 0.083, 0.0),
        65.0,
    );
    let exposure = Exposure {
        width: 1280,
        height: 1024,
        samples: 6,
        bounce: 0.6,
    };
    let look = Look {
        exposure: 3.2,
        tint: Vec3::new(1.03, 1.0, 0.95),
        glare: 0.05,
        vignette: 0.35,
        saturation: 1.08,
        grain: 2.2,
        seed: 1652,
    };
    look.print(&expose(&scene, &camera.focused(1.24, 0.006), exposure))
}

fn things() -> Crowd {
    let (cloth, middle) = (tableware::cloth, Vec3::new(0.16, -0.1, 0.16));
    let mut parts = fruit::parts();
    let half = Vec3::new(0.5, 0.3, 0.36);
    parts.push(Part::new(CLOTH, middle, half, move |p| cloth(p + middle)));
    let half = Vec3::new(0.19, 0.155, 0.12);
    parts.push(Part::new(JUG, JUG_PLACE, half, tableware::jug()));
    Crowd(parts)
}

impl StillLife {
    fn near(&self, p: Vec3) -> Near {
        let table = block(p - TABLE_MIDDLE, TABLE_HALF, 0.006);
        let wall = (p.z + 1.15, WALL);
        let known = if table < wall.0 { (table, TABLE) } else { wall };
        self.things.nearest(p, known)
    }
}

impl Scene for StillLife {
    fn distance(&self, p: Vec3) -> f32 {
        self.near(p).0
    }

    fn surface(&self, p: Vec3, n: Vec3) -> Surface {
        match self.near(p).1 {
            TABLE => tableware::wood(p, n),
            WALL => {
                let stain = fractal(p * 2.5, 5);
                let n = bump(n, p, 0.002, |p| 0.012 * fractal(p * 9.0, 4));
                Surface::matt(
                    srgb(0x6a_5a4c).lerp(srgb(0x3f_372f), 0.5 + stain * 1.3) * 0.75,
                    n,
                )
            }
            CLOTH => tableware::linen(p, n),
            JUG => tableware::glaze(p - JUG_PLACE, n),
            tag => fruit::surface(tag, p, n),
        }
    }

    fn beyond(&self, ray: &Ray) -> Colour {
        let Some(spot) = self.window.pane(ray) else {
            return Vec3::new(0.05, 0.04, 0.03);
        };
        let bars =
            (spot * Vec2::new(1.0, 1.5) + Vec2::new(0.0, 0.5)).map(|v| (v - v.round()).abs());
        let glass = step(0.05, 0.07, bars.x) * step(0.05, 0.07, bars.y);
        Vec3::new(9.0, 8.6, 8.0) * (0.03 + 0.97 * glass) * (0.8 + 0.35 * spot.y)
    }

    fn ambient(&self, normal: Vec3) -> Colour {
        Vec3::new(0.050, 0.046, 0.044) * (1.0 + 0.5 * normal.y - 0.3 * normal.x)
    }

    fn lamp(&self) -> &Lamp {
        &self.window
    }

    fn reach(&self) -> f32 {
        5.0
    }
}
