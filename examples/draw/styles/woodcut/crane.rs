//! The crane of the woodcut.

use super::{OCHRE, RED};
use crate::noise::Random;
use crate::outline::{closed, ellipse, leaf, open, ribbon, vein};
use crate::technique::carve::Blocks;
use glam::Vec2;

pub fn crane(blocks: &mut Blocks, random: &mut Random) {
    let shoulder = Vec2::new(855.0, 299.0);
    wing(
        blocks,
        random,
        shoulder + Vec2::new(20.0, -6.0),
        Vec2::new(990.0, 187.0),
        [-0.3, -1.1],
        145.0,
    );
    for offset in [0.0, 9.0] {
        let leg = open(&[
            950.0,
            324.0 + offset,
            1010.0,
            330.0 + offset,
            1072.0,
            318.0 + offset,
        ]);
        blocks.line(&leg, random, |t| 6.0 - 3.5 * t);
    }
    for i in 0..6 {
        let t = i as f32 / 5.0;
        let tip = Vec2::new(1015.0 + 12.0 * t, 299.0 + 52.0 * t);
        blocks.over(&leaf(Vec2::new(930.0, 313.0), tip, 0.11, 0.06), 0);
    }
    let body = closed(&[
        800.0, 299.0, 850.0, 279.0, 910.0, 283.0, 970.0, 313.0, 930.0, 341.0, 860.0, 343.0,
    ]);
    blocks.shape(&body, None);
    blocks.contour(&body, random, 3.6);
    for i in 0..22 {
        let p = Vec2::new(835.0 + 5.4 * i as f32, 323.0 + 8.0 * (i as f32 * 1.9).sin());
        blocks.line(&vein(p, p + Vec2::new(20.0, 3.0), -0.2), random, |t| {
            2.2 * (1.0 - t)
        });
    }
    let neck = open(&[
        832.0, 309.0, 782.0, 305.0, 738.0, 275.0, 690.0, 263.0, 658.0, 269.0,
    ]);
    blocks.shape(&ribbon(&neck, |t| 44.0 - 26.0 * t.sqrt()), None);
    blocks.line(&neck[..neck.len() - 6], random, |t| {
        19.0 * (t * 3.0).sin() - 3.0
    });
    let head = ellipse(Vec2::new(652.0, 270.0), Vec2::new(19.0, 12.0), 0.15);
    blocks.shape(&head, None);
    blocks.contour(&head, random, 3.0);
    blocks.over(
        &ellipse(Vec2::new(653.0, 262.0), Vec2::new(13.0, 6.0), 0.1),
        RED,
    );
    blocks.over(&ellipse(Vec2::new(646.0, 269.0), Vec2::splat(2.6), 0.0), 0);
    let bill = open(&[640.0, 271.0, 610.0, 277.0, 576.0, 287.0]);
    blocks.shape(&ribbon(&bill, |t| 11.0 * (1.0 - t)), Some(OCHRE));
    blocks.line(&bill, random, |t| 4.6 * (1.0 - t));
    wing(
        blocks,
        random,
        shoulder,
        Vec2::new(810.0, 145.0),
        [0.1, -1.9],
        150.0,
    );
}

/// A raised wing: flight feathers fan out between two angles, dark ones at the tip, coverts above.
fn wing(
    blocks: &mut Blocks,
    random: &mut Random,
    shoulder: Vec2,
    wrist: Vec2,
    fan: [f32; 2],
    length: f32,
) {
    let arm = vein(shoulder, wrist, -0.12);
    for (row, (count, reach)) in [(17, 1.0), (13, 0.56), (10, 0.3)].into_iter().enumerate() {
        for i in 0..count {
            let t = i as f32 / (count - 1) as f32;
            let angle = fan[0] + (fan[1] - fan[0]) * t.powf(0.8) + 0.03 * random.normal();
            let base = arm[((arm.len() - 1) as f32 * t.sqrt()) as usize];
            let tip = base + Vec2::from_angle(angle) * length * reach * (0.7 + 0.45 * t);
            let dark = row == 0 && !(0.3..=0.72).contains(&t);
            let feather = leaf(base, tip, 0.085 / reach.sqrt(), 0.07);
            blocks.shape(&feather, dark.then_some(0));
            blocks.contour(&feather, random, 2.8);
            let shaft = vein(base, tip, 0.07);
            if dark {
                blocks.shape(
                    &ribbon(&shaft[shaft.len() / 3..], |t| 2.4 * (1.0 - t)),
                    None,
                );
            } else {
                blocks.line(&shaft, random, |t| 1.8 * (1.0 - t));
            }
        }
    }
}
