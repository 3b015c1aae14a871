//! The birds of the batik.

use super::{BROWN, CREAM, NAVY, OCHRE, SIENNA, SKY, dots, dye, plain};
use crate::design::Design;
use crate::outline::{closed, ellipse, leaf, open, placed, ribbon, vein};
use crate::technique::wax::Dye;
use glam::Vec2;
use std::f32::consts::TAU;

/// A bird on the bough that looks to the right before it is `placed`, its feet at `at`.
pub fn bird(design: &mut Design<Dye>, at: Vec2, size: Vec2) {
    let set = |line: &[Vec2]| placed(line, at, size, 0.0);
    for (k, (dx, dy)) in [
        (-196.0, 246.0),
        (-262.0, 196.0),
        (-306.0, 128.0),
        (-330.0, 54.0),
        (-318.0, -26.0),
    ]
    .into_iter()
    .enumerate()
    {
        let tip = [dx, dy];
        let plume = open(&[
            -54.0,
            -70.0,
            -110.0,
            -40.0 + 8.0 * k as f32,
            dx * 0.62,
            dy * 0.5 - 4.0,
            dx,
            dy,
        ]);
        design.lay(
            &set(&ribbon(&plume, |t| 20.0 + 16.0 * t)),
            dye([NAVY, SIENNA, SKY, OCHRE, NAVY][k]),
        );
        dots(design, &set(&plume[12..]), 11, 5.0);
        for (radius, hue) in [(36.0, OCHRE), (20.0, NAVY)] {
            design.lay(
                &set(&ellipse(Vec2::from_array(tip), Vec2::splat(radius), 0.0)),
                dye(hue),
            );
        }
    }
    for x in [-4.0, 30.0] {
        design.lay(
            &set(&ribbon(
                &open(&[x, -60.0, x + 8.0, -20.0, x + 4.0, 14.0]),
                |_| 10.0,
            )),
            dye(OCHRE),
        );
    }
    let body = closed(&[
        -92.0, -58.0, -66.0, -130.0, -4.0, -190.0, 62.0, -236.0, 112.0, -250.0, 134.0, -214.0,
        116.0, -146.0, 72.0, -78.0, 10.0, -42.0, -50.0, -34.0,
    ]);
    design.lay(&set(&body), dye(OCHRE));
    for row in 0..5 {
        for k in 0..4 {
            let p = Vec2::new(
                112.0 - 19.0 * row as f32 - 13.0 * k as f32,
                -196.0 + 31.0 * row as f32 - 7.0 * k as f32,
            );
            design.lay(
                &set(&ellipse(p, Vec2::new(12.0, 15.0), 0.5)),
                dye([SIENNA, CREAM][(row + k) % 2]),
            );
        }
    }
    let neck = closed(&[
        58.0, -214.0, 78.0, -290.0, 108.0, -350.0, 150.0, -368.0, 186.0, -344.0, 192.0, -312.0,
        166.0, -280.0, 146.0, -220.0, 112.0, -182.0,
    ]);
    design.lay(&set(&neck), dye(NAVY));
    for row in 0..3 {
        let arc = open(&[
            76.0 + 8.0 * row as f32,
            -222.0 - 36.0 * row as f32,
            104.0 + 6.0 * row as f32,
            -212.0 - 34.0 * row as f32,
            134.0 + 4.0 * row as f32,
            -222.0 - 36.0 * row as f32,
        ]);
        dots(design, &set(&arc), 4, 5.0);
    }
    for (k, (dx, dy)) in [
        (96.0, -432.0),
        (66.0, -414.0),
        (126.0, -446.0),
        (46.0, -386.0),
    ]
    .into_iter()
    .enumerate()
    {
        let tip = Vec2::new(dx, dy);
        design.lay(
            &set(&leaf(Vec2::new(132.0, -358.0), tip, 0.15, -0.12)),
            dye([SIENNA, OCHRE, CREAM, SKY][k]),
        );
        design.lay(&set(&ellipse(tip, Vec2::splat(11.0), 0.0)), plain(OCHRE));
    }
    design.lay(
        &set(&leaf(
            Vec2::new(180.0, -326.0),
            Vec2::new(246.0, -296.0),
            0.19,
            -0.2,
        )),
        dye(SIENNA),
    );
    for (radius, hue) in [(19.0, CREAM), (10.0, NAVY)] {
        design.lay(
            &set(&ellipse(Vec2::new(152.0, -330.0), Vec2::splat(radius), 0.0)),
            dye(hue),
        );
    }
    for k in 0..4 {
        let t = k as f32 / 3.0;
        let base = Vec2::new(64.0 - 62.0 * t, -150.0 - 10.0 * t);
        let tip = Vec2::new(-62.0 - 92.0 * t, -22.0 - 54.0 * t);
        design.lay(
            &set(&leaf(base, tip, 0.16, -0.1)),
            dye([SKY, CREAM, NAVY][k % 3]),
        );
        design.lay(
            &set(&ribbon(
                &vein(base.lerp(tip, 0.25), base.lerp(tip, 0.9), -0.1),
                |t| 8.0 * (1.1 - t),
            )),
            plain(BROWN),
        );
    }
    let cover = closed(&[
        84.0, -178.0, 40.0, -204.0, -18.0, -180.0, -34.0, -138.0, 10.0, -112.0, 58.0, -122.0,
    ]);
    design.lay(&set(&cover), dye(SIENNA));
    let coil: Vec<_> = (0..50)
        .map(|i| {
            let t = i as f32 / 49.0;
            Vec2::new(24.0, -158.0) + Vec2::from_angle(TAU * 1.4 * t) * (42.0 - 36.0 * t)
        })
        .collect();
    design.lay(&set(&ribbon(&coil, |_| 9.0)), plain(CREAM));
}
