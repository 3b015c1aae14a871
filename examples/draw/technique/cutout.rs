//! Pieces of coloured paper, one above the other, each casting a crisp shadow.

use crate::{
    blur::blurred,
    canvas::{Canvas, Colour, Field, Grid},
    noise::Noise,
    outline::leaf,
    plate::Plate,
    technique::{
        grain::fibres,
        relief::{Light, lit},
    },
};
use glam::{Vec2, Vec3};

/// Where shadows fall, for a piece one pixel above the one below.
const AWAY: Vec2 = Vec2::new(0.62, 0.84);

/// A stack of paper in the making.
pub struct Stack {
    sheet: Canvas,
    pulp: Noise,
    hairs: Field,
    pieces: usize,
}

impl Stack {
    /// The bottom sheet.
    pub fn on(width: usize, height: usize, colour: Colour) -> Self {
        let mut stack = Self {
            sheet: Grid::filled(width, height, colour),
            pulp: Noise::fractal(71, 3),
            hairs: fibres(width, height, 13.0, 30.0, 72),
            pieces: 0,
        };
        let (w, h) = (width as f32, height as f32);
        let all = [
            Vec2::ZERO,
            Vec2::new(w, 0.0),
            Vec2::new(w, h),
            Vec2::new(0.0, h),
        ];
        stack.paste(&[all.to_vec()], 0.0, |_| colour);
        stack
    }

    /// Lays a piece of the form of all `outlines` together, `lift` pixels above what is below.
    pub fn paste(
        &mut self,
        outlines: &[Vec<Vec2>],
        lift: f32,
        colour: impl Fn(Vec2) -> Colour + Sync,
    ) {
        self.pieces += 1;
        let points = || outlines.iter().flatten();
        let reach = Vec2::splat(3.0 * lift + 4.0);
        let low = points().fold(Vec2::INFINITY, |a, &p| a.min(p)) - reach;
        let high = points().fold(Vec2::NEG_INFINITY, |a, &p| a.max(p)) + reach;
        let corner = low.floor().clamp(Vec2::ZERO, self.sheet.size());
        let size = high.ceil().clamp(corner, self.sheet.size()) - corner;
        let (width, height) = (size.x as usize, size.y as usize);
        if width == 0 || height == 0 {
            return;
        }
        let mut plate = Plate::new(width, height);
        for outline in outlines {
            plate.fill(&outline.iter().map(|&p| p - corner).collect::<Vec<_>>());
        }
        let shape = plate.field();
        let (near, wide) = (blurred(&shape, lift * 0.15), blurred(&shape, lift * 0.8));
        // Each piece is cut from another part of the ream.
        let part = Vec2::new(31.0, 17.0) * self.pieces as f32;
        let window = Canvas::from_fn(width, height, |q| {
            let p = q + corner;
            let below = self.sheet.at(p);
            let shade = if lift > 0.0 {
                let (close, far) = (near.at(q - AWAY * lift), wide.at(q - AWAY * lift * 0.8));
                1.0 - 0.54 * close - 0.24 * far
            } else {
                1.0
            };
            let cover = shape.at(q);
            if cover == 0.0 {
                return below * shade;
            }
            let r = (p + part).rem_euclid(self.hairs.size());
            let speck = 1.0
                + 0.07 * self.pulp.at((p + part) / 2.3)
                + 0.06 * self.pulp.at((p + part) / 30.0);
            let face = colour(p);
            let paper = face * speck * (1.0 + 0.16 * self.hairs.at(r));
            // The cut edge catches the light.
            let edge = (cover - shape.at(q - AWAY * 3.6)).max(0.0) * 0.7;
            let lip = face * 1.25 + Colour::splat(0.16);
            (below * shade).lerp(paper.lerp(lip, edge), cover)
        });
        let (x, y) = (corner.x as usize, corner.y as usize);
        for (row, cells) in window.cells.chunks_exact(width).enumerate() {
            let start = (y + row) * self.sheet.width + x;
            self.sheet.cells[start..start + width].copy_from_slice(cells);
        }
    }

    /// Lays a leaf creased along its middle: the half that is turned to the light is brighter.
    /// `fullness` and `bend` are those of [`leaf`].
    pub fn crease(
        &mut self,
        base: Vec2,
        tip: Vec2,
        [fullness, bend]: [f32; 2],
        lift: f32,
        colour: Colour,
    ) {
        let along = (tip - base).normalize_or_zero();
        let length = base.distance(tip);
        // The half on the left of the crease is lit when its outward side faces the lamp.
        let lamp = along.perp().dot(-AWAY);
        self.paste(&[leaf(base, tip, fullness, bend)], lift, |p| {
            let t = (p - base).dot(along) / length;
            let middle = bend * length * 4.0 * t * (1.0 - t);
            let left = (p - base).dot(along.perp()) > middle;
            let facing = if left { lamp } else { -lamp };
            colour * (0.95 + 0.17 * facing)
        });
    }

    /// The finished stack under raking light, which shows the tooth of the paper.
    pub fn finish(self) -> Canvas {
        let tooth = self.sheet.map(|_, p| 0.5 + 0.5 * self.pulp.at(p / 3.1));
        lit(
            &self.sheet,
            &tooth,
            &Light {
                towards: Vec3::new(-0.55, -0.65, 0.55),
                depth: 1.0,
                shade: 0.25,
                gloss: 0.0,
            },
        )
    }
}
