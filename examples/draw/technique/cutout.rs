//! Sheets of coloured paper, one above the other, each casting a soft shadow.

use crate::{
    blur::blurred,
    canvas::{Canvas, Colour, Field, Grid},
    noise::Noise,
    technique::{
        grain::fibres,
        relief::{Light, lit},
    },
};
use glam::{Vec2, Vec3};

/// A stack of paper in the making.
pub struct Stack {
    /// What is seen from above.
    pub sheet: Canvas,
    pulp: Noise,
    hairs: Field,
}

impl Stack {
    /// The bottom sheet.
    pub fn on(width: usize, height: usize, colour: impl Fn(Vec2) -> Colour + Sync) -> Self {
        let mut stack = Self {
            sheet: Grid::from_fn(width, height, colour),
            pulp: Noise::fractal(71, 3),
            hairs: fibres(width, height, 13.0, 30.0, 72),
        };
        let all = Grid::filled(width, height, 1.0);
        let plain = stack.sheet.clone();
        stack.paste(&all, 0.0, |p| plain.at(p));
        stack
    }

    /// Lays a sheet of the form `shape`, `lift` pixels above the one below.
    pub fn paste(&mut self, shape: &Field, lift: f32, colour: impl Fn(Vec2) -> Colour + Sync) {
        if lift > 0.0 {
            let (near, wide) = (blurred(shape, lift * 0.35), blurred(shape, lift));
            let from = Vec2::new(-0.55, -0.8) * lift;
            let shade = self
                .sheet
                .map(|c, p| c * (1.0 - 0.34 * wide.at(p + from) - 0.26 * near.at(p + from * 0.5)));
            self.sheet = shade;
        }
        let (pulp, hairs) = (&self.pulp, &self.hairs);
        // Each sheet is torn from another part of the ream.
        let part = Vec2::new(lift * 31.0, lift * 17.0);
        let coloured = |p: Vec2| {
            let speck = 1.0 + 0.10 * pulp.at((p + part) / 2.3) + 0.09 * pulp.at((p + part) / 30.0);
            colour(p) * speck * (1.0 + 0.22 * hairs.at((p + part).rem_euclid(hairs.size())))
        };
        self.sheet.lay(shape, coloured);
        // The cut edge catches the light.
        let edge = shape.map(|v, p| (v - shape.at(p + Vec2::new(-1.6, -1.6))).max(0.0) * v);
        let light = |p: Vec2| colour(p) * 1.6 + Colour::splat(0.12);
        self.sheet.lay(&edge.map(|v, _| v * 0.5), light);
    }

    /// The finished stack under raking light, which shows the tooth of the paper.
    pub fn finish(self) -> Canvas {
        let tooth = self.sheet.map(|_, p| 0.5 + 0.5 * self.pulp.at(p / 3.1));
        lit(
            &self.sheet,
            &tooth,
            &Light {
                towards: Vec3::new(-0.55, -0.65, 0.55),
                depth: 1.4,
                shade: 0.3,
                gloss: 0.0,
            },
        )
    }
}
