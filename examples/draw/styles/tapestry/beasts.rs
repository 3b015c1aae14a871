//! The hart and the hares of the tapestry.

use super::{BARK, FLEECE, GOLD, HARE, wool};
use crate::design::Design;
use crate::outline::{closed, ellipse, leaf, open, placed, points, ribbon};
use crate::technique::weave::Wool;
use glam::Vec2;

/// The hart steps to the right; `at` is the ground between its feet.
pub fn hart(design: &mut Design<Wool>, at: Vec2, size: f32) {
    let set = |line: &[Vec2]| placed(line, at, Vec2::splat(size), 0.0);
    let limbs: [(&[f32], f32); 4] = [
        (
            &[-88.0, -185.0, -84.0, -112.0, -62.0, -72.0, -72.0, 0.0],
            70.0,
        ),
        (
            &[92.0, -178.0, 142.0, -122.0, 186.0, -102.0, 176.0, -50.0],
            54.0,
        ),
        (
            &[-128.0, -205.0, -146.0, -118.0, -118.0, -78.0, -132.0, 0.0],
            104.0,
        ),
        (
            &[122.0, -200.0, 134.0, -110.0, 122.0, -70.0, 128.0, 0.0],
            64.0,
        ),
    ];
    let leg = |line: &[f32], width: f32| {
        ribbon(&open(line), |t| 15.0 + (width - 15.0) * (1.0 - t).powf(1.9))
    };
    for (line, width) in &limbs[..2] {
        design.lay(
            &set(&leg(line, *width)),
            wool([0x7a6e60, 0xb8a88a, 0xd8c9a8], 16.0),
        );
    }
    design.lay(
        &set(&leaf(
            Vec2::new(-160.0, -258.0),
            Vec2::new(-206.0, -196.0),
            0.25,
            0.2,
        )),
        wool(FLEECE, 10.0),
    );
    let body = closed(&[
        -162.0, -252.0, -174.0, -196.0, -150.0, -148.0, -60.0, -140.0, 40.0, -134.0, 112.0, -146.0,
        156.0, -196.0, 156.0, -262.0, 92.0, -282.0, 0.0, -264.0, -90.0, -280.0,
    ]);
    design.lay(&set(&body), wool(FLEECE, 40.0));
    for (line, width) in &limbs[2..] {
        design.lay(&set(&leg(line, *width)), wool(FLEECE, 22.0));
    }
    for (line, _) in &limbs {
        let hoof = [line[line.len() - 2], line[line.len() - 1]];
        let foot = [
            hoof[0] - 9.0,
            hoof[1] - 9.0,
            hoof[0] + 8.0,
            hoof[1] - 9.0,
            hoof[0] + 14.0,
            hoof[1] + 8.0,
            hoof[0] - 9.0,
            hoof[1] + 8.0,
        ];
        design.lay(&set(&points(&foot)), wool(BARK, 9.0));
    }
    let neck = closed(&[
        84.0, -276.0, 126.0, -332.0, 162.0, -402.0, 206.0, -424.0, 226.0, -394.0, 208.0, -330.0,
        188.0, -250.0, 152.0, -178.0, 106.0, -196.0,
    ]);
    design.lay(&set(&neck), wool(FLEECE, 36.0));
    let antlers: [&[f32]; 9] = [
        &[214.0, -446.0, 176.0, -500.0, 168.0, -570.0, 204.0, -632.0],
        &[182.0, -488.0, 148.0, -512.0, 136.0, -548.0],
        &[168.0, -548.0, 132.0, -580.0, 128.0, -616.0],
        &[174.0, -588.0, 160.0, -622.0, 164.0, -650.0],
        &[228.0, -448.0, 262.0, -496.0, 296.0, -556.0, 282.0, -628.0],
        &[250.0, -478.0, 286.0, -484.0, 316.0, -510.0],
        &[284.0, -530.0, 322.0, -548.0, 342.0, -582.0],
        &[294.0, -580.0, 318.0, -612.0, 318.0, -640.0],
        &[286.0, -600.0, 262.0, -622.0, 256.0, -648.0],
    ];
    for line in antlers {
        design.lay(
            &set(&ribbon(&open(line), |t| 20.0 - 7.0 * t)),
            wool(GOLD, 7.0),
        );
    }
    let collar = open(&[104.0, -300.0, 150.0, -276.0, 204.0, -296.0]);
    design.lay(
        &set(&ribbon(&collar, |_| 20.0)),
        wool([0x8a1c2c, 0xc23a3a, 0xe07058], 9.0),
    );
    for p in [[126.0, -285.0], [152.0, -277.0], [180.0, -286.0]] {
        design.lay(
            &set(&ellipse(Vec2::from_array(p), Vec2::splat(5.0), 0.0)),
            wool(GOLD, 6.0),
        );
    }
    for (tip, bend) in [([122.0, -478.0], 0.2), ([166.0, -494.0], 0.1)] {
        design.lay(
            &set(&leaf(
                Vec2::new(192.0, -432.0),
                Vec2::from_array(tip),
                0.2,
                bend,
            )),
            wool([0x8f6a5a, 0xd0a890, 0xf0dcc0], 12.0),
        );
    }
    let head = closed(&[
        166.0, -402.0, 180.0, -444.0, 220.0, -460.0, 264.0, -438.0, 306.0, -398.0, 322.0, -376.0,
        304.0, -360.0, 258.0, -366.0, 216.0, -374.0,
    ]);
    design.lay(&set(&head), wool(FLEECE, 22.0));
    design.lay(
        &set(&leaf(
            Vec2::new(224.0, -424.0),
            Vec2::new(252.0, -418.0),
            0.24,
            -0.1,
        )),
        wool([0x241a18; 3], 9.0),
    );
    design.lay(
        &set(&ellipse(
            Vec2::new(311.0, -377.0),
            Vec2::new(10.0, 8.0),
            0.6,
        )),
        wool([0x5a3a34; 3], 9.0),
    );
}

/// A hare that sits up and looks to its `side`.
pub fn hare(design: &mut Design<Wool>, at: Vec2, side: f32) {
    let set = |line: &[Vec2]| placed(line, at, Vec2::new(side, 1.0) * 1.75, 0.0);
    let parts = [
        (
            ellipse(Vec2::new(-52.0, -10.0), Vec2::splat(12.0), 0.0),
            FLEECE,
            9.0,
        ),
        (
            closed(&[
                -48.0, -4.0, -44.0, -46.0, -8.0, -68.0, 30.0, -62.0, 42.0, -30.0, 30.0, -2.0,
            ]),
            HARE,
            24.0,
        ),
        (
            ellipse(Vec2::new(-20.0, -22.0), Vec2::new(27.0, 21.0), 0.4),
            HARE,
            18.0,
        ),
        (
            leaf(Vec2::new(-36.0, -4.0), Vec2::new(12.0, -1.0), 0.14, 0.0),
            HARE,
            8.0,
        ),
        (
            leaf(Vec2::new(30.0, -40.0), Vec2::new(46.0, 2.0), 0.2, 0.1),
            HARE,
            9.0,
        ),
        (
            leaf(Vec2::new(38.0, -86.0), Vec2::new(2.0, -140.0), 0.17, 0.1),
            HARE,
            9.0,
        ),
        (
            leaf(Vec2::new(44.0, -88.0), Vec2::new(30.0, -150.0), 0.16, 0.0),
            HARE,
            9.0,
        ),
        (
            ellipse(Vec2::new(50.0, -74.0), Vec2::new(25.0, 19.0), 0.25),
            HARE,
            16.0,
        ),
        (
            ellipse(Vec2::new(56.0, -78.0), Vec2::splat(5.0), 0.0),
            [0x1c1412; 3],
            9.0,
        ),
    ];
    for (outline, shades, reach) in parts {
        design.lay(&set(&outline), wool(shades, reach));
    }
}
