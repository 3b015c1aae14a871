//! The oak and the bushes of the pen drawing.

use crate::noise::Noise;
use crate::outline::{even, open, ribbon, through};
use crate::technique::pen::Sheet;
use glam::Vec2;
use std::f32::consts::{PI, TAU};

pub fn oak(sheet: &mut Sheet, rough: &Noise) {
    for (x, y, size) in [
        (1130.0, 190.0, 120.0),
        (1220.0, 300.0, 130.0),
        (960.0, 230.0, 84.0),
    ] {
        clump(
            sheet,
            rough,
            Vec2::new(x, y),
            Vec2::new(size * 1.15, size * 0.8),
            -0.12,
        );
    }
    let limbs: [(&[f32], f32, f32); 9] = [
        (
            &[1050.0, 820.0, 1010.0, 872.0, 940.0, 900.0, 880.0, 905.0],
            62.0,
            4.0,
        ),
        (
            &[1090.0, 820.0, 1150.0, 880.0, 1225.0, 900.0, 1270.0, 925.0],
            66.0,
            6.0,
        ),
        (
            &[1060.0, 830.0, 1050.0, 900.0, 1020.0, 945.0, 1000.0, 975.0],
            70.0,
            12.0,
        ),
        (
            &[
                1090.0, 540.0, 1030.0, 450.0, 960.0, 390.0, 870.0, 360.0, 800.0, 372.0,
            ],
            46.0,
            5.0,
        ),
        (
            &[1110.0, 520.0, 1140.0, 420.0, 1210.0, 330.0, 1270.0, 290.0],
            52.0,
            12.0,
        ),
        (
            &[1088.0, 500.0, 1070.0, 380.0, 1010.0, 280.0, 960.0, 230.0],
            44.0,
            8.0,
        ),
        (&[1100.0, 470.0, 1110.0, 360.0, 1130.0, 220.0], 40.0, 10.0),
        (&[940.0, 382.0, 900.0, 320.0, 850.0, 290.0], 16.0, 3.0),
        (
            &[
                1068.0, 930.0, 1076.0, 790.0, 1074.0, 650.0, 1098.0, 520.0, 1106.0, 440.0,
            ],
            150.0,
            60.0,
        ),
    ];
    for (line, from, to) in limbs {
        let line = open(line);
        let limb = ribbon(&line, |t| to + (from - to) * (1.0 - t).powf(1.4));
        let core = even(&line, 40);
        let nearest = move |p: Vec2| {
            (0..39)
                .min_by(|&a, &b| core[a].distance(p).total_cmp(&core[b].distance(p)))
                .map_or((Vec2::Y, p), |i| {
                    ((core[i + 1] - core[i]).normalize_or_zero(), core[i])
                })
        };
        let bark = |p: Vec2| {
            let (_, heart) = nearest(p);
            0.4 - 1.0 * (p.x - heart.x) / from + 0.35 * rough.at(p * Vec2::new(0.06, 0.012))
        };
        sheet.form(&limb, bark, |p| {
            let (along, _) = nearest(p);
            along
                .perp()
                .rotate(Vec2::from_angle(0.6 + 0.5 * rough.at(p * 0.02)))
        });
        sheet.contour(&limb, 3.4);
        for k in 0..5 {
            let shift = from * (k as f32 / 4.0 - 0.5) * 0.7;
            let furrow: Vec<_> = line
                .iter()
                .enumerate()
                .map(|(i, &p)| {
                    let t = i as f32 / line.len() as f32;
                    p + Vec2::new(
                        shift * (1.0 - 0.6 * t) + 0.05 * from * (t * 17.0 + k as f32 * 2.0).sin(),
                        0.0,
                    )
                })
                .collect();
            sheet.stroke(&furrow, 2.2);
        }
    }
    for &[x, y, size] in [
        800.0, 352.0, 66.0, 880.0, 290.0, 70.0, 1020.0, 130.0, 92.0, 1240.0, 140.0, 100.0, 1010.0,
        330.0, 62.0, 1180.0, 400.0, 74.0, 1130.0, 80.0, 92.0, 905.0, 395.0, 46.0, 1255.0, 470.0,
        66.0,
    ]
    .as_chunks()
    .0
    {
        clump(
            sheet,
            rough,
            Vec2::new(x, y),
            Vec2::new(size * 1.2, size * 0.8),
            0.0,
        );
    }
}

/// A mass of leaves lit from the upper left: a frayed outline, and loops of leaves in the shade.
pub fn clump(sheet: &mut Sheet, rough: &Noise, at: Vec2, size: Vec2, darker: f32) {
    let lobes = 9 + (size.x / 12.0) as usize;
    let phase = sheet.random.between(0.0, 9.0);
    let rim: Vec<Vec2> = (0..lobes * 8)
        .map(|i| {
            let angle = TAU * i as f32 / (lobes * 8) as f32;
            let scallop = (angle * lobes as f32 / 2.0 + phase).sin().abs().sqrt();
            at + Vec2::from_angle(angle)
                * size
                * (0.8 + 0.2 * scallop + 0.22 * rough.at(Vec2::from_angle(angle) * 1.3 + phase))
        })
        .collect();
    let light = move |p: Vec2| {
        let q = (p - at) / size;
        0.5 - darker.abs() - 0.42 * (q.x * 0.6 + q.y * 0.8)
            + 0.4 * rough.at(p / size.y * 1.7 + phase)
    };
    sheet.form(&rim, light, |p| {
        Vec2::from_angle(0.9 + 1.6 * rough.at(p / 55.0))
    });
    for part in rim.chunks(9) {
        let shade = light(part[part.len() / 2]);
        sheet.stroke(&through(part, false), if shade > 0.6 { 1.7 } else { 3.0 });
    }
    for p in sheet.random.scattered(size.x * 2.0, size.y * 2.0, 21.0) {
        let p = p + at - size;
        let q = (p - at) / size;
        if q.length() > 0.92 || light(p) > sheet.random.between(0.35, 1.0) {
            continue;
        }
        let (turn, reach) = (
            sheet.random.between(0.0, TAU),
            sheet.random.between(8.0, 14.0),
        );
        let loop_of_leaf: Vec<_> = (0..7)
            .map(|i| {
                p + Vec2::from_angle(turn + PI * 1.4 * i as f32 / 6.0)
                    * Vec2::new(reach, reach * 0.7)
            })
            .collect();
        sheet.ink.line(&loop_of_leaf, |t| 5.4 * (1.0 - 0.5 * t));
    }
}
