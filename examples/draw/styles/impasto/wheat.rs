//! Windy hills: wheat, olive trees, two cypresses and a farm under a rolling sky.

use crate::canvas::{Colour, srgb};
use crate::noise::{Noise, step};
use crate::technique::flow::{Stream, Whirl};
use crate::technique::painter::{Touch, ramp};
use glam::{Vec2, vec2};

/// Width and height in pixels.
pub const SIZE: (usize, usize) = (1280, 1024);

const SUN: Vec2 = vec2(318.0, 196.0);

const SKY: [u32; 6] = [0x1b2f78, 0x2450a0, 0x3f7dc0, 0x7fb4cf, 0xc3dcd2, 0xf6efd6];

const SUNLIGHT: [u32; 5] = [0x9cc3b8, 0xd8d890, 0xf3d457, 0xf8c22e, 0xfdf0a0];

const CYPRESS: [u32; 5] = [0x101c26, 0x17352c, 0x28553a, 0x55762f, 0x96702c];

const HILLS: [u32; 4] = [0x7d93c4, 0x4a62a8, 0x33508a, 0x3f7f86];

const MEADOW: [u32; 5] = [0x3d7a4a, 0x7ba446, 0xb7bd4c, 0xdcb843, 0xc9853a];

const OLIVE: [u32; 4] = [0x1b3350, 0x2f5f4c, 0x6d9450, 0xb9c882];

const PATH: [u32; 4] = [0x6d5a86, 0xa98a8c, 0xd9b78e, 0xf2dfb4];

const WHEAT: [u32; 6] = [0x7d5a22, 0xb27a24, 0xd9a02b, 0xeec04a, 0xf6df86, 0xcfc35c];

const ROOF: [u32; 3] = [0x8c2f25, 0xc24f2c, 0xe58a4a];

const WALL: [u32; 3] = [0x8d8fc0, 0xe2cfb0, 0xfdf3da];

/// The lie of the land and what moves over it.
pub struct Scene {
    sky: Stream,
    land: Stream,
    flame: Stream,
    noise: Noise,
}

impl Scene {
    /// The scene as it is.
    pub fn new() -> Self {
        let mut sky = Stream::new(vec2(1.0, 0.1), 330.0, 0.75, 5);
        let whirl = |x, y, radius, strength| Whirl {
            centre: vec2(x, y),
            radius,
            strength,
        };
        sky.whirls = vec![
            whirl(SUN.x, SUN.y, 190.0, 2.0),
            whirl(690.0, 245.0, 120.0, -1.25),
            whirl(1190.0, 130.0, 105.0, 1.1),
            whirl(520.0, 60.0, 70.0, 0.8),
        ];
        let mut flame = Stream::new(vec2(0.05, -1.0), 90.0, 1.0, 8);
        flame.whirls = vec![
            whirl(985.0, 470.0, 45.0, 0.8),
            whirl(945.0, 620.0, 50.0, -0.8),
        ];
        Self {
            sky,
            land: Stream::new(vec2(1.0, -0.12), 260.0, 0.9, 11),
            flame,
            noise: Noise::fractal(3, 3),
        }
    }

    /// Upper edges of the far hills, the near hills and the wheat.
    fn edges(&self, x: f32) -> [f32; 3] {
        let wave = |scale: f32, row: f32| self.noise.at(vec2(x / scale, row));
        [
            486.0 - 75.0 * wave(420.0, 1.0) - 0.03 * x,
            560.0 + 42.0 * wave(330.0, 4.0) + 0.02 * x,
            672.0 + 30.0 * wave(500.0, 9.0) - 45.0 * (x / 1280.0 - 0.4).powi(2),
        ]
    }

    /// Inside a cypress with its tip at `tip`, of a height and half-width.
    fn cypress(&self, p: Vec2, tip: Vec2, tall: f32, wide: f32) -> bool {
        let t = (p.y - tip.y) / tall;
        let lean = 14.0 * (t * 6.0).sin();
        // Tongues of foliage point upwards at both sides.
        let tongue = ((p.y + (p.x - tip.x).abs() * 1.9) / 43.0 + self.noise.at(p / 90.0)).fract();
        let half = wide * t.max(0.0).powf(0.8) * 1.55 * (1.03 - t).max(0.0).powf(0.42);
        let inside = (p.x - tip.x + lean).abs() < half * (0.78 + 0.34 * tongue);
        inside || ((0.8..1.06).contains(&t) && (p.x - tip.x + lean).abs() < wide * 0.12)
    }

    /// What the scene asks for at a point.
    pub fn touch(&self, p: Vec2) -> Touch {
        let [far, near, field] = self.edges(p.x);
        let grain = self.noise.at(p / 70.0);
        let (colour, way, size, form) = if self.cypress(p, vec2(955.0, 62.0), 810.0, 100.0)
            || self.cypress(p, vec2(1112.0, 330.0), 500.0, 70.0)
        {
            let band = (self.flame.potential(p) / 15.0).sin();
            let tone = 0.33 + 0.3 * band + 0.35 * grain + 0.2 * self.noise.at(p / 22.0);
            (ramp(&CYPRESS, tone), self.flame.direction(p), 6.0, 1)
        } else if let Some((colour, way, form)) = farm(p) {
            (colour, way, 6.4, form)
        } else if p.y < far.min(near) {
            (self.air(p), self.sky.direction(p), 13.5, 2)
        } else if p.y < near {
            let tone = (p.y - far) / 90.0 + 0.5 * grain;
            (ramp(&HILLS, tone), self.land.direction(p), 8.0, 3)
        } else if p.y < field {
            self.orchard(p, near)
        } else {
            self.wheat(p, field)
        };
        Touch {
            colour,
            way,
            size,
            form,
        }
    }

    /// Sky: bands along the stream, lighter and yellower around the sun.
    fn air(&self, p: Vec2) -> Colour {
        let line = self.sky.potential(p);
        let band = 0.5 + 0.5 * (line / 26.0).sin();
        let cloud = step(-0.15, 0.6, self.noise.at(vec2(line / 120.0, p.x / 900.0)));
        let low = step(120.0, 480.0, p.y);
        let tone = 0.08 + 0.3 * band + 0.5 * cloud * (0.45 + 0.55 * band) + 0.16 * low;
        let r = p.distance(SUN);
        let ring = 0.5 + 0.5 * (r / 11.5).cos();
        let glow = (1.0 - r / 235.0).max(0.0);
        let halo = ramp(&SUNLIGHT, glow * 1.25 + 0.12 * ring);
        ramp(&SKY, tone).lerp(halo, step(0.0, 0.55, glow) * (0.65 + 0.35 * ring))
    }

    /// Fields and round olive trees between hills and wheat.
    fn orchard(&self, p: Vec2, top: f32) -> (Colour, Vec2, f32, u32) {
        let cell = vec2(86.0, 48.0);
        let row = ((p.y - top) / cell.y).floor();
        let column = (p.x / cell.x + row * 0.5).floor();
        let centre = vec2(
            (column + 0.5 - row * 0.5) * cell.x + 30.0 * self.noise.at(vec2(column * 3.1, row)),
            top + (row + 0.55) * cell.y,
        );
        let d = (p - centre) / vec2(31.0, 21.0);
        if d.length() < 1.0 + 0.3 * self.noise.at(p / 26.0) {
            let tone = 0.5 - 0.32 * d.x - 0.45 * d.y + 0.3 * self.noise.at(p / 14.0);
            return (
                ramp(&OLIVE, tone),
                d.perp() + vec2(0.3, 0.0),
                6.0,
                40 + column as u32 % 9,
            );
        }
        let strip = (self.land.potential(p) / 30.0 + p.x / 340.0).floor();
        let tone = 0.5 + 0.5 * (strip * 2.3).sin() + 0.25 * self.noise.at(p / 40.0);
        (ramp(&MEADOW, tone), self.land.direction(p), 6.0, 4)
    }

    /// Wheat bending in the wind, and the path through it.
    fn wheat(&self, p: Vec2, top: f32) -> (Colour, Vec2, f32, u32) {
        let depth = (p.y - top) / (1024.0 - top);
        let middle = 395.0 + 190.0 * (depth * 3.6 + 0.4).sin() * depth.powf(0.7) + 150.0 * depth;
        let aside = (p.x - middle) / (14.0 + 105.0 * depth);
        if aside.abs() < 1.0 + 0.2 * self.noise.at(p / 40.0) {
            let tone = 0.45 - 0.4 * aside + 0.4 * self.noise.at(p / 50.0);
            let way = vec2(1.0, 0.35 * (p.y / 60.0).sin());
            return (ramp(&PATH, tone), way, 9.0, 5);
        }
        let gust = self.land.potential(p) / 34.0;
        let sway = self.noise.vector(p / 230.0);
        let way = vec2(
            0.75 + 0.5 * sway.x,
            -0.75 + 0.9 * sway.y + 0.35 * gust.sin(),
        );
        let poppy = self.noise.at(p / 12.0 + 70.0) > 0.62 && depth > 0.25;
        let tone = 0.52 + 0.34 * gust.sin() + 0.4 * self.noise.at(p / vec2(60.0, 30.0));
        let colour = if poppy {
            srgb(0xc8371f)
        } else {
            ramp(&WHEAT, tone)
        };
        (colour, way, 7.5 + 6.5 * depth, 6)
    }
}

/// The farm: two walls and two roofs.
fn farm(p: Vec2) -> Option<(Colour, Vec2, u32)> {
    let house = |left: f32, top: f32, wide: f32, tall: f32, form: u32| {
        let (x, y) = (p.x - left, p.y - top);
        let eaves = tall * 0.45;
        let slope = (x - wide * 0.3).abs().min((wide * 0.7 - x).abs());
        let peak = if x < wide * 0.3 || x > wide * 0.7 {
            slope * 0.8
        } else {
            0.0
        };
        if x < -4.0 || x > wide + 4.0 || y < peak || y > tall {
            return None;
        }
        if y < eaves {
            return Some((ramp(&ROOF, 1.0 - x / wide), vec2(0.4, 1.0), form));
        }
        let opening = (x / wide * 2.0).fract() > 0.6 && (0.6..0.86).contains(&(y / tall));
        let wall = if opening {
            srgb(0x2c3d72)
        } else {
            ramp(&WALL, 1.15 - x / wide)
        };
        Some((wall, vec2(0.1, 1.0), form + 1 + u32::from(opening)))
    };
    house(352.0, 590.0, 112.0, 92.0, 20).or_else(|| house(446.0, 612.0, 88.0, 70.0, 30))
}
