//! A pine for ink: boughs, bark and fans of needles.

use crate::canvas::srgb;
use crate::noise::Random;
use crate::technique::brush::{Stroke, Tool};
use crate::technique::ink::{Sheet, stroke};
use glam::{Vec2, vec2};
use std::f32::consts::PI;

/// Ink at full strength.
pub const INK: u32 = 0x17171b;

/// Needles in a fan around `centre`, upwards.
fn needles(centre: Vec2, reach: f32, ink: f32, random: &mut Random, made: &mut Vec<Stroke>) {
    for _ in 0..30 {
        let angle = -PI * random.between(-0.14, 1.14);
        let tip =
            centre + Vec2::from_angle(angle) * reach * random.between(0.6, 1.15) * vec2(1.1, 0.85);
        let middle = centre.midpoint(tip) + vec2(0.0, -3.0);
        let spine = [(centre, 1.2), (middle, 1.0), (tip, 0.35)];
        made.push(stroke(&spine, ink * random.between(0.35, 1.1), random));
    }
}

/// The pine: boughs from thick to thin, then needle clusters, grey ones below black ones.
pub fn pine(sheet: &mut Sheet, random: &mut Random) {
    let boughs: [&[(f32, f32, f32)]; 6] = [
        &[
            (1060.0, 1190.0, 34.0),
            (985.0, 1120.0, 27.0),
            (925.0, 1075.0, 24.0),
            (880.0, 1000.0, 21.0),
            (800.0, 962.0, 17.0),
            (735.0, 905.0, 13.0),
            (650.0, 893.0, 9.0),
            (575.0, 920.0, 5.0),
        ],
        &[
            (885.0, 1005.0, 14.0),
            (893.0, 930.0, 11.0),
            (860.0, 870.0, 8.0),
            (880.0, 812.0, 4.0),
        ],
        &[
            (800.0, 962.0, 10.0),
            (740.0, 985.0, 8.0),
            (690.0, 1040.0, 5.0),
            (630.0, 1055.0, 3.0),
        ],
        &[
            (735.0, 905.0, 8.0),
            (725.0, 850.0, 6.0),
            (680.0, 815.0, 3.5),
        ],
        &[
            (930.0, 1080.0, 12.0),
            (985.0, 1010.0, 9.0),
            (1000.0, 950.0, 6.0),
        ],
        &[
            (650.0, 893.0, 6.0),
            (600.0, 860.0, 4.0),
            (545.0, 862.0, 2.5),
        ],
    ];
    let (mut wood, mut bark, mut grey, mut black) = (vec![], vec![], vec![], vec![]);
    for bough in boughs {
        let spine: Vec<_> = bough
            .iter()
            .map(|&(x, y, half)| (vec2(x, y), half))
            .collect();
        wood.push(stroke(&spine, 0.62, random));
        for pair in spine.windows(2) {
            let ((a, half), (b, _)) = (pair[0], pair[1]);
            for _ in 0..(half * 1.4) as usize {
                let p = a.lerp(b, random.between(0.0, 1.0));
                let side = (b - a).normalize().perp() * random.between(-0.8, 0.8) * half;
                let curl = (b - a).normalize() * random.between(4.0, 12.0);
                let scale = [
                    (p + side - curl, 1.0),
                    (p + side * 1.1, 1.8),
                    (p + side + curl, 0.8),
                ];
                bark.push(stroke(&scale, random.between(0.3, 1.1), random));
            }
        }
        // Needles grow on the younger wood, away from the root of the bough.
        for &(at, _) in spine.iter().skip(1).rev().take(4).rev() {
            for _ in 0..3 {
                let off = vec2(random.normal() * 34.0, random.normal() * 15.0 - 10.0);
                needles(
                    at + off,
                    random.between(30.0, 46.0),
                    0.34,
                    random,
                    &mut grey,
                );
            }
            for _ in 0..2 {
                let off = vec2(random.normal() * 26.0, random.normal() * 12.0 - 4.0);
                needles(
                    at + off,
                    random.between(30.0, 44.0),
                    1.05,
                    random,
                    &mut black,
                );
            }
        }
    }
    let dry = Tool {
        load: 0.66,
        wear: 0.2,
        ..Tool::SOFT
    };
    sheet.brush(&dry, &wood, 2.0, srgb(INK));
    sheet.brush(&Tool::SOFT, &grey, 3.5, srgb(0x1d2226));
    sheet.brush(&Tool::TIP, &bark, 1.5, srgb(INK));
    sheet.brush(&Tool::TIP, &black, 1.0, srgb(INK));
}
