//! The owl of the cut paper, feather by feather, on its branch.

use super::{BLUSH, CREAM, GOLD, INK, MAGENTA, PINK, PLUM, ROSE, strip};
use crate::{
    canvas::srgb,
    noise::Random,
    outline::{closed, ellipse, open},
    technique::cutout::Stack,
};
use glam::{Vec2, vec2};
use std::f32::consts::{FRAC_PI_2, PI, TAU};

const HEAD: Vec2 = vec2(640.0, 330.0);

/// The owl and what it sits on.
pub fn perch(stack: &mut Stack, random: &mut Random) {
    tail(stack);
    branch(stack, random);
    let body = closed(&[
        640.0, 290.0, 770.0, 380.0, 806.0, 540.0, 752.0, 690.0, 640.0, 752.0, 528.0, 690.0, 474.0,
        540.0, 510.0, 380.0,
    ]);
    stack.paste(&[body], 14.0, |_| srgb(PLUM));
    breast(stack);
    for side in [-1.0, 1.0] {
        wing(stack, side);
    }
    feet(stack);
    face(stack);
}

fn tail(stack: &mut Stack) {
    for k in [-2.0, 2.0, -1.0, 1.0, 0.0f32] {
        let base = vec2(640.0 + 16.0 * k, 690.0);
        let tip = vec2(640.0 + 42.0 * k, 890.0 - 14.0 * k.abs());
        let hue = if k.abs() == 1.0 { MAGENTA } else { PLUM };
        stack.crease(base, tip, [0.16, 0.0], 10.0, srgb(hue));
    }
}

fn branch(stack: &mut Stack, random: &mut Random) {
    let line = open(&[
        150.0, 690.0, 330.0, 742.0, 540.0, 752.0, 760.0, 742.0, 960.0, 760.0, 1150.0, 700.0,
    ]);
    strip(stack, &line, 16.0, srgb(PLUM), |t| {
        44.0 - 12.0 * (t - 0.5).abs()
    });
    strip(stack, &line, 6.0, srgb(MAGENTA), |t| {
        16.0 - 8.0 * (t - 0.5).abs()
    });
    for (k, &p) in line.iter().enumerate().step_by(15) {
        if (p.x - 640.0).abs() < 190.0 {
            continue;
        }
        let side = if k % 2 == 0 { -1.0 } else { 1.0 };
        let way = Vec2::from_angle(side * FRAC_PI_2 + random.between(-0.5, 0.5));
        let hue = [PINK, BLUSH, GOLD][random.below(3)];
        stack.crease(
            p,
            p + way * random.between(76.0, 108.0),
            [0.25, 0.1],
            11.0,
            srgb(hue),
        );
    }
}

/// Rows of feathers from the feet up, so that each row lies on the one below.
fn breast(stack: &mut Stack) {
    let hues = [CREAM, GOLD, CREAM, ROSE];
    for row in 0..9 {
        let y = 690.0 - 39.0 * row as f32;
        let share = (y - 540.0) / 215.0;
        let half = 134.0 * (1.0 - share * share).max(0.15).sqrt();
        let count = (half * 2.0 / 46.0).round() as i32;
        for k in 0..=count {
            let x = 640.0 + half * (2.0 * (k as f32 + 0.5 * (row % 2) as f32) / count as f32 - 1.0);
            if (x - 640.0).abs() > half + 4.0 {
                continue;
            }
            let hue = hues[(row + (k as usize % 2) * 2) % 4];
            let base = vec2(x, y - 34.0);
            let tip = vec2(x + 0.06 * (x - 640.0), y + 44.0);
            stack.crease(base, tip, [0.31, 0.0], 8.0, srgb(hue));
        }
    }
}

/// A folded wing: three rows of feathers, the long ones below.
fn wing(stack: &mut Stack, side: f32) {
    for (row, (count, reach, hues)) in [
        (6, 200.0, [PLUM, MAGENTA]),
        (6, 140.0, [ROSE, MAGENTA]),
        (5, 92.0, [PINK, ROSE]),
    ]
    .into_iter()
    .enumerate()
    {
        for k in 0..count {
            let t = k as f32 / (count - 1) as f32;
            let shift = 40.0 * row as f32;
            let base = vec2(
                640.0 + side * (150.0 + 24.0 * (t * PI).sin()),
                382.0 + (230.0 - shift) * t,
            );
            let tip = base + vec2(side * (26.0 - 62.0 * t), reach * (1.0 - 0.25 * t));
            stack.crease(base, tip, [0.17, -0.08 * side], 10.0, srgb(hues[k % 2]));
        }
    }
}

fn feet(stack: &mut Stack) {
    for x in [586.0, 694.0] {
        for k in -1..=1 {
            let base = vec2(x + 12.0 * k as f32, 716.0);
            let tip = base + vec2(15.0 * k as f32, 62.0);
            stack.crease(base, tip, [0.17, 0.0], 6.0, srgb(GOLD));
        }
    }
}

fn face(stack: &mut Stack) {
    let crown = closed(&[
        470.0, 320.0, 474.0, 226.0, 462.0, 150.0, 548.0, 196.0, 640.0, 186.0, 732.0, 196.0, 818.0,
        150.0, 806.0, 226.0, 810.0, 320.0, 752.0, 414.0, 640.0, 448.0, 528.0, 414.0,
    ]);
    stack.paste(&[crown], 14.0, |_| srgb(PLUM));
    for side in [-1.0, 1.0] {
        for (dx, dy, tx, ty, hue) in [
            (150.0, -40.0, 182.0, -196.0, PLUM),
            (122.0, -66.0, 166.0, -172.0, ROSE),
        ] {
            let base = HEAD + vec2(side * dx, dy);
            stack.crease(
                base,
                HEAD + vec2(side * tx, ty),
                [0.22, 0.0],
                9.0,
                srgb(hue),
            );
        }
    }
    // The brow: short feathers from the beak outwards.
    for row in 0..3 {
        for k in -4..=4 {
            let x = 34.0 * k as f32 + 17.0 * (row % 2) as f32;
            let base = HEAD + vec2(x * 0.9, -140.0 + 36.0 * row as f32 + 0.0012 * x * x);
            let hue = [ROSE, ROSE, GOLD][row];
            stack.crease(base, base + vec2(0.1 * x, 62.0), [0.3, 0.0], 7.0, srgb(hue));
        }
    }
    for side in [-1.0, 1.0] {
        eye(stack, HEAD + vec2(side * 82.0, 8.0));
    }
    let beak = HEAD + vec2(0.0, 18.0);
    stack.crease(beak, beak + vec2(0.0, 92.0), [0.23, 0.0], 12.0, srgb(GOLD));
}

/// Two rows of petals about rings of card.
fn eye(stack: &mut Stack, at: Vec2) {
    for (petals, from, to, hue) in [(17, 50.0, 112.0, CREAM), (15, 40.0, 86.0, GOLD)] {
        for k in 0..petals {
            let way = Vec2::from_angle(TAU * k as f32 / petals as f32);
            stack.crease(at + way * from, at + way * to, [0.27, 0.0], 7.0, srgb(hue));
        }
    }
    for (radius, hue) in [(58.0, CREAM), (46.0, GOLD), (30.0, INK)] {
        stack.paste(&[ellipse(at, Vec2::splat(radius), 0.0)], 7.0, |_| srgb(hue));
    }
    let glint = at + vec2(-10.0, -11.0);
    stack.paste(&[ellipse(glint, Vec2::splat(9.0), 0.0)], 2.0, |_| {
        srgb(CREAM)
    });
}
