//! Weaving: a design translated into weft, thread by thread.

use crate::{
    canvas::{Canvas, Colour, Grid},
    noise::{Noise, step},
    relief::{Surface, lit},
};
use glam::Vec2;

/// Distance of the warps and of the picks of weft, in pixels.
const WARP: f32 = 7.0;
const PICK: f32 = 3.4;

/// Tapestry weave of `design`: wools of the few colours of `basket`, interlocked by hatching where
/// two meet, ribbed by the warps below.
pub fn tapestry(
    width: usize,
    height: usize,
    basket: &[Colour],
    design: impl Fn(Vec2) -> Colour + Sync,
) -> Canvas {
    let hand = Noise::fractal(61, 2);
    let wool = Noise::fractal(62, 3);
    let (columns, rows) = (
        (width as f32 / WARP) as usize + 2,
        (height as f32 / PICK) as usize + 2,
    );
    // One colour for each crossing of warp and weft.
    let picks: Grid<Colour> = Grid::from_fn(columns, rows, |cell| {
        let row = cell.y.floor();
        // Every few picks the weaver carries the colour further: combs of hatching.
        let comb = (hand.at(Vec2::new(cell.x / 30.0, (row / 3.0).floor() * 7.3)) * 26.0).round();
        let p = Vec2::new((cell.x + comb * 0.12) * WARP, cell.y * PICK)
            + 5.0 * hand.vector(cell / 19.0);
        let wanted = design(p);
        let dye = nearest(
            basket,
            wanted * (1.0 + 0.28 * hand.at(Vec2::new(cell.x * 0.8, row * 3.1))),
        );
        dye * (1.0 + 0.13 * hand.at(Vec2::new(cell.x / 40.0, row * 1.7)))
    });
    let place = |p: Vec2| {
        let bend = 1.1 * wool.at(p / 24.0);
        let row = ((p.y + bend) / PICK).floor();
        // Picks pass over and under by turns.
        let over = if row as i64 % 2 == 0 { 0.0 } else { 0.5 };
        let across = (p.x + bend) / WARP + over;
        (across, row, (p.y + bend) / PICK - row)
    };
    let height_field = Grid::from_fn(width, height, |p| {
        let (across, _, v) = place(p);
        let arch = (across.fract() * std::f32::consts::PI).sin();
        let round = 1.0 - (2.0 * v - 1.0).powi(2);
        arch * 0.75 * round.max(0.0).sqrt() + 0.12 * wool.at(Vec2::new(p.x / 5.0, p.y / 1.3))
    });
    let colour = Grid::from_fn(width, height, |p| {
        let (across, row, v) = place(p);
        let dye = picks.at(Vec2::new(across.floor() + 0.5, row + 0.5));
        let fuzz = 1.0 + 0.16 * wool.at(Vec2::new(p.x / 4.0 + p.y / 3.0, p.y / 1.5));
        let gap = step(0.0, 0.22, v.min(1.0 - v))
            * step(0.0, 0.16, across.fract().min(1.0 - across.fract()));
        dye * fuzz * (0.5 + 0.5 * gap)
    });
    lit(
        &colour,
        &height_field,
        Surface {
            depth: 4.2,
            shade: 0.5,
            gloss: 0.0,
        },
    )
}

fn nearest(basket: &[Colour], wanted: Colour) -> Colour {
    // Compared as roots, near to how far apart they look.
    let apart = |dye: &Colour| {
        (dye.map(f32::sqrt) - wanted.max(Colour::ZERO).map(f32::sqrt)).length_squared()
    };
    basket
        .iter()
        .copied()
        .min_by(|a, b| apart(a).total_cmp(&apart(b)))
        .unwrap_or(wanted)
}
