//! Draws the sample photograph and the sample painting, by arithmetic alone:
//!
//!     cargo run --release --example draw_samples
//!
//! They belong to the project (CC0) and can be drawn again, byte for byte.

use impasto::{
    error::Result,
    picture::{ExportOptions, Keep, Picture, Stamp, export},
};
use std::path::Path;

type Rgb = [f32; 3];

/// A number in 0..1 that belongs to a lattice point.
fn lattice(x: i64, y: i64, salt: u32) -> f32 {
    let mut h = (x as u32).wrapping_mul(0x85EB_CA6B) ^ (y as u32).wrapping_mul(0xC2B2_AE35);
    h = (h ^ salt.wrapping_mul(0x9E37_79B1)).wrapping_mul(0x27D4_EB2F);
    h ^= h >> 15;
    h = h.wrapping_mul(0x1656_67B1);
    h ^= h >> 13;
    (h >> 8) as f32 / 16_777_216.0
}

/// Smooth noise in 0..1, one bump a unit.
fn noise(x: f32, y: f32, salt: u32) -> f32 {
    let (i, j) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (u, v) = (ease(x - i), ease(y - j));
    let corner = |a: i64, b: i64| lattice(i as i64 + a, j as i64 + b, salt);
    let top = corner(0, 0) * (1.0 - u) + corner(1, 0) * u;
    let bottom = corner(0, 1) * (1.0 - u) + corner(1, 1) * u;
    top * (1.0 - v) + bottom * v
}

/// Five octaves of noise in 0..1.
fn clouds(x: f32, y: f32, salt: u32) -> f32 {
    (0..5)
        .map(|o| noise(x * 2f32.powi(o), y * 2f32.powi(o), salt + o as u32) * 0.5f32.powi(o + 1))
        .sum()
}

fn blend(a: Rgb, b: Rgb, t: f32) -> Rgb {
    let t = t.clamp(0.0, 1.0);
    [0, 1, 2].map(|i| a[i] * (1.0 - t) + b[i] * t)
}

/// Evening at a mountain lake: `u`, `v` in 0..1, `v` down.
fn lake(u: f32, v: f32) -> Rgb {
    const SHORE: f32 = 0.62;
    if v > SHORE {
        let depth = (v - SHORE) / (1.0 - SHORE);
        let ripple = (noise(u * 14.0, v * 150.0, 31) - 0.5) * 0.05 * (0.2 + depth);
        let mirrored = above(u + ripple, SHORE - (v - SHORE) * 0.9 + ripple * 0.6);
        let water = blend(mirrored, [0.05, 0.12, 0.2], 0.25 + 0.35 * depth);
        let glint = (noise(u * 60.0, v * 260.0, 33) - 0.72).max(0.0) * 1.2;
        let lit = (-((u - 0.67) * 7.0).powi(2)).exp() * glint;
        return near_shore(u, v, blend(water, [1.0, 0.85, 0.6], lit));
    }
    above(u, v)
}

fn above(u: f32, v: f32) -> Rgb {
    let mut colour = blend([0.23, 0.38, 0.66], [0.98, 0.72, 0.48], (v / 0.58).powf(1.3));
    let sun = ((u - 0.67).powi(2) + (v - 0.4).powi(2)).sqrt();
    colour = blend(colour, [1.0, 0.95, 0.8], (-(sun * 9.0).powi(2)).exp());
    colour = blend(colour, [1.0, 0.98, 0.9], (0.045 - sun) * 120.0);
    let cloud = (clouds(u * 4.0, v * 11.0, 3) - 0.47) * 4.0;
    colour = blend(
        colour,
        [0.98, 0.83, 0.72],
        cloud.clamp(0.0, 0.75) * (1.0 - v),
    );
    for (i, (base, height, rough, tint)) in [
        (0.47f32, 0.26f32, 2.2f32, [0.52, 0.52, 0.66]),
        (0.55, 0.22, 3.1, [0.33, 0.37, 0.47]),
        (0.62, 0.13, 5.0, [0.13, 0.22, 0.21]),
    ]
    .into_iter()
    .enumerate()
    {
        let salt = 11 + 7 * i as u32;
        let ridge = base - height * (clouds(u * rough + i as f32, 0.5, salt) - 0.18);
        if v > ridge {
            let below = v - ridge;
            let facet = clouds(u * 18.0 + below * 9.0, v * 22.0, salt + 50) - 0.5;
            let light = 0.5 + 0.9 * facet + 0.35 * (u - 0.4);
            let snow = i == 0 && below < 0.05 + 0.08 * facet;
            let rock = blend([tint[0] * 0.6, tint[1] * 0.6, tint[2] * 0.65], tint, light);
            colour = if snow {
                blend(rock, [0.97, 0.9, 0.88], 0.75)
            } else {
                rock
            };
        }
    }
    colour
}

/// Reeds and a dark bank in front.
fn near_shore(u: f32, v: f32, water: Rgb) -> Rgb {
    let bank = 0.93 - 0.1 * (1.0 - u).powi(3) - 0.03 * clouds(u * 6.0, 0.0, 71);
    if v > bank {
        let tuft = clouds(u * 90.0, v * 30.0, 73);
        return blend([0.05, 0.08, 0.03], [0.42, 0.42, 0.14], tuft * 1.3 - 0.2);
    }
    let blade = noise(u * 130.0 + (v * 9.0).sin(), 0.0, 75);
    let reach = 0.16 * (1.0 - u).powi(2) * noise(u * 40.0, 0.0, 77);
    if blade > 0.72 && v > bank - reach {
        return blend(water, [0.12, 0.14, 0.04], 0.85);
    }
    water
}

/// Lays strokes of thick paint along a turning field, large ones first.
fn painting(width: usize, height: usize) -> Picture {
    let mut canvas = Canvas::new(width, height);
    let scale = width as f32 / 1024.0;
    let mut stroke = 0;
    for (length, breadth, count) in [(150.0, 26.0, 900), (95.0, 15.0, 2600), (60.0, 8.5, 5200)] {
        for _ in 0..count {
            stroke += 1;
            let r = |i| lattice(stroke, i, 5);
            canvas.stroke(
                (r(0) * width as f32, r(1) * height as f32),
                length * (0.7 + 0.6 * r(2)) * scale,
                breadth * (0.7 + 0.6 * r(3)) * scale,
                stroke,
            );
        }
    }
    canvas.lit()
}

/// Colour of the motif: a yellow moon and a village under a whirling blue night.
fn night(u: f32, v: f32, r: f32) -> Rgb {
    let hill = 0.72 + 0.08 * (u * 5.0).sin() - 0.05 * (u * 11.0).cos();
    if v > hill {
        let fields: [Rgb; 4] = [
            [0.06, 0.2, 0.2],
            [0.12, 0.32, 0.22],
            [0.05, 0.1, 0.25],
            [0.5, 0.45, 0.15],
        ];
        return fields[((clouds(u * 9.0, v * 16.0, 93) * 1.7 + r * 0.35) * 3.3) as usize % 4];
    }
    let moon = ((u - 0.76).powi(2) + ((v - 0.24) * 0.8).powi(2)).sqrt();
    let star = (clouds(u * 7.0, v * 7.0, 97) - 0.66).max(0.0) * 5.0 + (0.19 - moon).max(0.0) * 7.0;
    let band = 0.5 + 0.5 * ((u * 5.0 + 3.0 * clouds(u * 2.0, v * 3.0, 91)) * 2.4 + v * 11.0).sin();
    let blues: [Rgb; 5] = [
        [0.04, 0.08, 0.28],
        [0.08, 0.2, 0.52],
        [0.16, 0.4, 0.68],
        [0.5, 0.72, 0.78],
        [0.86, 0.86, 0.66],
    ];
    let sky = blues[((band * 0.75 + r * 0.35) * 4.4) as usize % 5];
    blend(
        sky,
        if r < 0.6 {
            [0.98, 0.82, 0.2]
        } else {
            [1.0, 0.95, 0.62]
        },
        star,
    )
}

/// Paint with a height.
struct Canvas {
    width: usize,
    height: usize,
    colour: Vec<Rgb>,
    thickness: Vec<f32>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self {
            width,
            height,
            colour: vec![[0.12, 0.14, 0.26]; width * height],
            thickness: vec![0.0; width * height],
        }
    }

    /// One stroke from `at`, following the field, with bristles and a little colour of its own.
    fn stroke(&mut self, at: (f32, f32), length: f32, breadth: f32, number: i64) {
        let (w, h) = (self.width as f32, self.height as f32);
        let jitter = |i: i64| lattice(number, 100 + i, 9) - 0.5;
        let base = night(at.0 / w, at.1 / h, lattice(number, 99, 9));
        let colour = [0, 1, 2].map(|i| (base[i] + 0.12 * jitter(i as i64)).clamp(0.0, 1.0));
        let (mut x, mut y) = at;
        let steps = length as usize;
        for step in 0..steps {
            let (u, v) = (x / w, y / h);
            let swirl = (v - 0.24).atan2(u - 0.76) + std::f32::consts::FRAC_PI_2;
            let pull = (-(((u - 0.76).powi(2) + (v - 0.24).powi(2)) * 14.0)).exp();
            let drift = (clouds(u * 2.5, v * 2.5, 95) - 0.5) * 7.0;
            let angle = drift * (1.0 - pull) + swirl * pull;
            let (dx, dy) = (angle.cos(), angle.sin());
            let t = step as f32 / steps as f32;
            let load = (1.0 - t).sqrt();
            let half = breadth * 0.5 * (1.0 - (2.0 * t - 1.0).powi(4));
            let mut offset = -half;
            while offset <= half {
                let bristle = noise(offset * 0.9, number as f32 * 3.7, 101);
                if bristle < 0.25 + 0.7 * load {
                    self.dab(x - dy * offset, y + dx * offset, colour, bristle, load);
                }
                offset += 0.6;
            }
            x += dx;
            y += dy;
        }
    }

    fn dab(&mut self, x: f32, y: f32, colour: Rgb, bristle: f32, load: f32) {
        if x < 0.0 || y < 0.0 || x >= self.width as f32 || y >= self.height as f32 {
            return;
        }
        let i = y as usize * self.width + x as usize;
        let shade = 0.82 + 0.36 * bristle;
        self.colour[i] = blend(self.colour[i], colour.map(|c| c * shade), 0.55 + 0.4 * load);
        self.thickness[i] = 0.6 * self.thickness[i] + bristle * load;
    }

    /// The paint under light from the upper left.
    fn lit(&self) -> Picture {
        let at = |x: usize, y: usize| self.thickness[y * self.width + x];
        let mut rgb = Vec::with_capacity(self.width * self.height * 3);
        for y in 0..self.height {
            for x in 0..self.width {
                let slope = at(x, y) - at(x.saturating_sub(1), y.saturating_sub(1));
                let pixel = self.colour[y * self.width + x];
                rgb.extend(pixel.map(|c| (c * (1.0 + 0.28 * slope)).clamp(0.0, 1.0)));
            }
        }
        Picture::from_rgb(self.width, self.height, rgb)
    }
}

fn main() -> Result<()> {
    let (width, height) = (960, 640);
    let rgb = (0..width * height)
        .flat_map(|i| {
            lake(
                (i % width) as f32 / width as f32,
                (i / width) as f32 / height as f32,
            )
        })
        .map(|v| v.clamp(0.0, 1.0))
        .collect();
    let options = ExportOptions {
        quality: 84,
        keep: Keep::None,
        ..ExportOptions::default()
    };
    let stamp = Stamp::default();
    let photograph = Picture::from_rgb(width, height, rgb);
    export(
        &photograph,
        Path::new("assets/samples/lake.jpg"),
        &options,
        &stamp,
    )?;
    export(
        &painting(1024, 768),
        Path::new("assets/samples/night.jpg"),
        &options,
        &stamp,
    )
}
