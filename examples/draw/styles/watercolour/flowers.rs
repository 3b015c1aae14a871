//! Poppies, cornflowers, daisies and their leaves in watercolour.

use crate::canvas::srgb;
use crate::technique::table::Table;
use crate::technique::wash::{Wash, petal};
use glam::{Vec2, vec2};
use std::f32::consts::TAU;

/// Where the stems meet: the neck of the jar.
pub const NECK: Vec2 = vec2(520.0, 905.0);

/// Poppies: centre and radius.
pub const POPPIES: [(f32, f32, f32); 5] = [
    (395.0, 430.0, 178.0),
    (690.0, 345.0, 158.0),
    (610.0, 650.0, 140.0),
    (205.0, 205.0, 92.0),
    (868.0, 640.0, 92.0),
];

/// Cornflowers: centre and radius.
pub const CORNFLOWERS: [(f32, f32, f32); 5] = [
    (215.0, 610.0, 104.0),
    (490.0, 165.0, 104.0),
    (855.0, 165.0, 84.0),
    (775.0, 795.0, 78.0),
    (345.0, 770.0, 76.0),
];

/// Daisies: centre and radius.
pub const DAISIES: [(f32, f32, f32); 6] = [
    (165.0, 410.0, 82.0),
    (880.0, 445.0, 88.0),
    (450.0, 650.0, 78.0),
    (660.0, 135.0, 68.0),
    (340.0, 250.0, 64.0),
    (720.0, 535.0, 70.0),
];

impl Table {
    /// Petals all around a flower seen from a little above.
    pub fn ring(
        &mut self,
        (x, y, radius): (f32, f32, f32),
        count: usize,
        wide: f32,
        belly: f32,
        wave: f32,
    ) -> Vec<Vec<Vec2>> {
        let start = self.random.between(0.0, TAU);
        (0..count)
            .map(|i| {
                let turn = start + (i as f32 + self.random.between(-0.2, 0.2)) / count as f32 * TAU;
                let way = Vec2::from_angle(turn)
                    * radius
                    * vec2(1.0, 0.86)
                    * self.random.between(0.85, 1.1);
                petal(
                    vec2(x, y),
                    way,
                    wide * radius,
                    belly,
                    wave,
                    &mut self.random,
                )
            })
            .collect()
    }

    /// Stems to the neck of the jar, and leaves along them.
    pub fn greenery(&mut self) {
        let greens = [0x6f9a3c, 0x3f7f4f, 0x86a83a, 0x2f6a5c];
        let flowers = POPPIES.iter().chain(&CORNFLOWERS).chain(&DAISIES);
        for (i, &(x, y, radius)) in flowers.enumerate() {
            let (from, to) = (vec2(x, y), NECK + vec2(((i * 37) % 130) as f32 - 65.0, 0.0));
            let bow = vec2((x - NECK.x) * 0.35, 0.0);
            let point = |t: f32| from.lerp(to, t) + bow * (t * (1.0 - t) * 2.0);
            let side = |t: f32, s: f32| point(t) + vec2(s * (2.2 + 1.5 * t), 0.0);
            let steps = 0..=12;
            let mut stem: Vec<_> = steps.clone().map(|k| side(k as f32 / 12.0, 1.0)).collect();
            stem.extend(steps.rev().map(|k| side(k as f32 / 12.0, -1.0)));
            self.lay(
                Wash {
                    ragged: 0.8,
                    ..Wash::dry(srgb(greens[i % 2]), 0.9)
                },
                &stem,
            );
            for _ in 0..3 {
                let t = self.random.between(0.25, 0.85);
                let turn = self.random.between(0.35, 1.0)
                    * if self.random.below(2) == 0 { 1.0 } else { -1.0 };
                let long = self.random.between(90.0, 200.0) * (0.6 + radius / 300.0);
                let way = (from - to).normalize().rotate(Vec2::from_angle(turn)) * long;
                let wide = long * self.random.between(0.16, 0.3);
                let leaf = petal(point(t), way, wide, 0.5, 0.05, &mut self.random);
                let hex = greens[self.random.below(4)];
                let tip = point(t) + way * 0.9;
                let density = self.random.between(0.55, 1.15);
                let second = if self.random.below(3) == 0 {
                    0xd9b84a
                } else {
                    0x3d7fa0
                };
                let wash = Wash::dry(srgb(hex), density).charged(srgb(second), tip, long * 0.5);
                self.lay(wash, &leaf);
                let vein = petal(point(t), way * 0.9, 3.0, 0.4, 0.0, &mut self.random);
                self.lay(
                    Wash {
                        ragged: 0.5,
                        rim: 0.2,
                        ..Wash::dry(srgb(0x2f5a48), 0.6)
                    },
                    &vein,
                );
            }
        }
    }

    /// Broad silky petals around a dark heart.
    pub fn poppy(&mut self, at: (f32, f32, f32), petals: &[Vec<Vec2>]) {
        let (centre, radius) = (vec2(at.0, at.1), at.2);
        let reds = [0xee4a2c, 0xf4702e, 0xe2343c, 0xf79a4e];
        for outline in petals {
            let tip = outline[14];
            let density = self.random.between(0.38, 0.78);
            let bloom =
                (self.random.below(2) == 0).then_some((centre.lerp(tip, 0.72), radius * 0.22));
            let hex = reds[self.random.below(4)];
            let wash = Wash::dry(srgb(hex), density).charged(srgb(0xb01c3c), centre, radius * 0.5);
            self.lay(
                Wash {
                    bloom,
                    ragged: 4.5,
                    ..wash
                },
                outline,
            );
            // Creases towards the middle.
            for _ in 0..3 {
                let far = centre.lerp(tip, self.random.between(0.45, 0.8));
                let off = (tip - centre).perp() * self.random.between(-0.25, 0.25);
                let crease = petal(centre, far - centre + off, 7.0, 0.4, 0.1, &mut self.random);
                self.lay(
                    Wash {
                        rim: 0.1,
                        ..Wash::dry(srgb(0xc22a30), 0.35)
                    },
                    &crease,
                );
            }
        }
        let heart = self.blot(centre, vec2(0.17, 0.14) * radius);
        let dark = Wash {
            soft: 4.0,
            ..Wash::dry(srgb(0x2a2440), 1.1)
        };
        self.lay(dark.charged(srgb(0x4a6a3a), centre, radius * 0.09), &heart);
        self.spatter(centre, radius * 0.19, 34, srgb(0x1f1a38), 4.0);
    }

    /// Ragged blue petals.
    pub fn cornflower(&mut self, at: (f32, f32, f32), petals: &[Vec<Vec2>]) {
        let blues = [0x3558c8, 0x5a78dc, 0x4a46b4, 0x6f9ae4];
        let centre = vec2(at.0, at.1);
        for outline in petals {
            let wash = Wash::dry(
                srgb(blues[self.random.below(4)]),
                self.random.between(0.5, 0.95),
            );
            self.lay(wash.charged(srgb(0x6a2a9a), centre, at.2 * 0.5), outline);
        }
        let heart = self.blot(centre, Vec2::splat(at.2 * 0.18));
        self.lay(
            Wash {
                soft: 3.0,
                ..Wash::dry(srgb(0x38206a), 0.9)
            },
            &heart,
        );
        self.spatter(centre, at.2 * 0.16, 12, srgb(0x2a1a5a), 3.5);
    }

    /// Petals of bare paper, only shaded, around a yellow heart.
    pub fn daisy(&mut self, at: (f32, f32, f32), petals: &[Vec<Vec2>]) {
        let centre = vec2(at.0, at.1);
        for outline in petals {
            let shade = Wash::dry(srgb(0xbcc0da), self.random.between(0.08, 0.5));
            self.lay(
                Wash {
                    rim: 1.2,
                    ..shade.charged(srgb(0x9a94c4), centre, at.2 * 0.45)
                },
                outline,
            );
        }
        let heart = self.blot(centre, vec2(0.27, 0.23) * at.2);
        let low = centre + vec2(0.1, 0.16) * at.2;
        self.lay(
            Wash::dry(srgb(0xf7c02a), 1.0).charged(srgb(0xb8621c), low, at.2 * 0.2),
            &heart,
        );
    }
}
