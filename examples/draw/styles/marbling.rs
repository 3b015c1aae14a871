//! Ebru: three tulips drawn from drops with a needle on combed paper.

use crate::{
    canvas::{Canvas, Grid, srgb},
    noise::{Noise, Random},
    technique::marbling::{Act, Bath},
};
use glam::Vec2;

const WIDTH: usize = 1000;
const HEIGHT: usize = 1280;

/// Draws the picture.
pub fn draw() -> Canvas {
    let mut random = Random::new(1540);
    let mut acts = Vec::new();
    stones(&mut acts, &mut random);
    comb(&mut acts);
    for (x, y, size, lean) in [
        (500.0, 400.0, 1.25, 0.0),
        (250.0, 610.0, 0.95, -0.22),
        (755.0, 640.0, 0.95, 0.25),
    ] {
        tulip(&mut acts, Vec2::new(x, y), size, lean);
    }
    let bath = Bath {
        acts,
        ground: srgb(0xe9dfc8),
    };
    let paper = Noise::fractal(4, 3);
    let tall = Grid::from_fn(WIDTH * 2, HEIGHT * 2, |p| {
        // The hand is not quite steady, and ink lies thinner here and there.
        let p = p / 2.0;
        let (ink, which) = bath.at(p + 2.2 * paper.vector(p / 40.0));
        let own = 0.06 * ((which % 97) as f32 * 2.399).sin();
        ink * (1.0 + 0.22 * paper.at(p / 70.0) + 0.10 * paper.at(p / 2.2) + own)
    });
    tall.shrunk(2).map(|c, _| c.powf(0.85))
}

/// The ground: spattered drops that crowd each other.
fn stones(acts: &mut Vec<Act>, random: &mut Random) {
    let inks = [
        0x1f3d6b, 0x2f6f8f, 0xe6d8b4, 0x14233f, 0x7fb3b0, 0xc9913d, 0xf2ead6, 0x27566b,
    ];
    for i in 0..460 {
        let at = Vec2::new(random.between(-60.0, 1060.0), random.between(-60.0, 1340.0));
        let radius = random.between(16.0, 46.0) * if i < 160 { 1.5 } else { 0.8 };
        acts.push(Act::Drop {
            at,
            radius,
            ink: srgb(inks[random.below(inks.len())]),
        });
    }
}

/// Back and forth, then a fine comb across: the feathered ground of old bindings.
fn comb(acts: &mut Vec<Act>) {
    acts.push(Act::Comb {
        at: Vec2::ZERO,
        way: Vec2::X,
        pitch: 90.0,
        pull: 130.0,
        reach: 26.0,
        alternate: true,
    });
    acts.push(Act::Comb {
        at: Vec2::new(20.0, 0.0),
        way: Vec2::Y,
        pitch: 46.0,
        pull: 90.0,
        reach: 9.0,
        alternate: false,
    });
    acts.push(Act::Comb {
        at: Vec2::new(43.0, 0.0),
        way: -Vec2::Y,
        pitch: 46.0,
        pull: 46.0,
        reach: 7.0,
        alternate: false,
    });
}

fn tulip(acts: &mut Vec<Act>, head: Vec2, size: f32, lean: f32) {
    let to = |x: f32, y: f32| head + Vec2::from_angle(lean).rotate(Vec2::new(x, y)) * size;
    let drop = |x: f32, y: f32, radius: f32, hex: u32| Act::Drop {
        at: to(x, y),
        radius: radius * size,
        ink: srgb(hex),
    };
    let needle = |from: (f32, f32), end: (f32, f32), reach: f32| Act::Needle {
        from: to(from.0, from.1),
        to: to(end.0, end.1),
        reach: reach * size,
    };
    // Stem and leaves: drops of green drawn out.
    for y in [150.0, 215.0, 280.0, 345.0, 410.0, 475.0] {
        acts.push(drop(0.0, y, 22.0, 0x1e5b3a));
    }
    acts.push(needle((0.0, 120.0), (0.0, 520.0), 13.0));
    for side in [-1.0, 1.0] {
        acts.push(drop(side * 66.0, 400.0, 42.0, 0x2f7d46));
        acts.push(drop(side * 66.0, 400.0, 24.0, 0x7fb05a));
        acts.push(needle((side * 60.0, 430.0), (side * 130.0, 130.0), 26.0));
        acts.push(needle((side * 62.0, 380.0), (side * 4.0, 540.0), 26.0));
    }
    // The cup: nested drops, then petals pulled up out of it.
    for (radius, hex) in [
        (118.0, 0x8c1c2c),
        (96.0, 0xc8283a),
        (72.0, 0xe8604a),
        (46.0, 0xf4b45a),
        (24.0, 0xfbe7b0),
    ] {
        acts.push(drop(0.0, 20.0, radius, hex));
    }
    acts.push(needle((0.0, 0.0), (0.0, -230.0), 34.0));
    for side in [-1.0, 1.0] {
        acts.push(needle((side * 62.0, 10.0), (side * 104.0, -215.0), 30.0));
        acts.push(needle((side * 32.0, -190.0), (side * 30.0, 10.0), 15.0));
    }
    acts.push(needle((0.0, 90.0), (0.0, 200.0), 30.0));
}
