//! Cubist still life: guitar, bottle, glass, fruit and newspaper on a café table, in planes.

use crate::canvas::{Canvas, srgb};
use crate::design::Design;
use crate::outline::{ellipse, open, placed, points, ribbon};
use crate::technique::planes::{Paint, faceted};
use glam::Vec2;

const WIDTH: usize = 1020;
const HEIGHT: usize = 1280;

/// The picture.
pub fn draw() -> Canvas {
    let mut design = Design::new(WIDTH, HEIGHT, 2, paint(0xa59c88, 0x4c4a48));
    room(&mut design);
    newspaper(&mut design);
    bottle(&mut design);
    guitar(&mut design);
    glass_and_fruit(&mut design);
    faceted(&design, 210, 44)
}

fn paint(light: u32, shade: u32) -> Paint {
    Paint {
        light: srgb(light),
        shade: srgb(shade),
    }
}

fn room(design: &mut Design<Paint>) {
    for (i, x) in [0.0, 150.0, 330.0, 560.0, 740.0, 900.0]
        .into_iter()
        .enumerate()
    {
        let wall = points(&[
            x,
            -10.0,
            x + 190.0,
            -10.0,
            x + 150.0,
            1290.0,
            x - 40.0,
            1290.0,
        ]);
        let hues = [
            (0x9a9484, 0x3a3a38),
            (0xb8ab90, 0x5f564a),
            (0x7c7a5c, 0x2e3226),
            (0xc4b492, 0x6a5c48),
            (0x98907e, 0x45423e),
            (0x8c6e4a, 0x33261c),
        ];
        design.lay(&wall, paint(hues[i].0, hues[i].1));
    }
    let window = points(&[640.0, 40.0, 960.0, 10.0, 990.0, 380.0, 670.0, 400.0]);
    design.lay(&window, paint(0xe4dcc4, 0x8a8c88));
    for bar in [[800.0, 20.0, 830.0, 390.0], [650.0, 210.0, 980.0, 190.0]] {
        design.line(&points(&bar), paint(0x7a6a50, 0x3a2e22), |_| 18.0);
    }
    let table = points(&[
        30.0, 900.0, 200.0, 790.0, 560.0, 740.0, 880.0, 790.0, 1000.0, 930.0, 900.0, 1120.0, 520.0,
        1200.0, 140.0, 1130.0,
    ]);
    design.lay(&table, paint(0xb0783c, 0x4a2c16));
    for leg in [
        [190.0, 1130.0, 150.0, 1300.0],
        [820.0, 1140.0, 860.0, 1300.0],
    ] {
        design.line(&points(&leg), paint(0x7a4a22, 0x2c180c), |_| 56.0);
    }
    let cloth = points(&[
        560.0, 760.0, 920.0, 800.0, 985.0, 940.0, 860.0, 1180.0, 720.0, 1020.0,
    ]);
    design.lay(&cloth, paint(0xf2ead8, 0x8a8c90));
    for i in 0..4 {
        let fold = [
            Vec2::new(640.0 + 70.0 * i as f32, 790.0 + 8.0 * i as f32),
            Vec2::new(760.0 + 40.0 * i as f32, 1040.0 + 36.0 * i as f32),
        ];
        design.line(&fold, paint(0xa8a8a4, 0x5c6470), |t| 16.0 * t + 3.0);
    }
}

fn newspaper(design: &mut Design<Paint>) {
    let at = Vec2::new(230.0, 930.0);
    let set = |line: &[Vec2]| placed(line, at, Vec2::ONE, -0.2);
    let sheet = points(&[-190.0, -120.0, 200.0, -120.0, 210.0, 150.0, -180.0, 170.0]);
    design.lay(&set(&sheet), paint(0xeee0bc, 0x9a8660));
    let ink = paint(0x2c2a28, 0x100e0e);
    let letters: [&[f32]; 6] = [
        &[-120.0, -95.0, -120.0, -40.0, -140.0, -22.0, -164.0, -34.0],
        &[
            -62.0, -94.0, -94.0, -76.0, -94.0, -44.0, -62.0, -24.0, -32.0, -44.0, -32.0, -76.0,
            -62.0, -94.0,
        ],
        &[
            0.0, -95.0, 0.0, -44.0, 24.0, -24.0, 48.0, -44.0, 48.0, -95.0,
        ],
        &[84.0, -22.0, 84.0, -96.0],
        &[84.0, -94.0, 124.0, -92.0, 128.0, -62.0, 84.0, -58.0],
        &[96.0, -58.0, 136.0, -22.0],
    ];
    for letter in letters {
        design.lay(&set(&ribbon(&open(letter), |_| 15.0)), ink);
    }
}

fn bottle(design: &mut Design<Paint>) {
    let glass = points(&[
        640.0, 250.0, 642.0, 400.0, 636.0, 470.0, 586.0, 540.0, 580.0, 620.0, 586.0, 850.0, 660.0,
        880.0, 744.0, 850.0, 752.0, 620.0, 746.0, 540.0, 694.0, 470.0, 690.0, 400.0, 692.0, 250.0,
    ]);
    design.lay(&glass, paint(0x4f7a62, 0x12261f));
    let shine = points(&[606.0, 560.0, 628.0, 530.0, 628.0, 840.0, 608.0, 830.0]);
    design.lay(&shine, paint(0xa8c8ae, 0x3f6a54));
    let dark = points(&[700.0, 480.0, 742.0, 550.0, 744.0, 845.0, 700.0, 860.0]);
    design.lay(&dark, paint(0x24463a, 0x0a1412));
    let label = points(&[582.0, 640.0, 752.0, 632.0, 750.0, 780.0, 584.0, 790.0]);
    design.lay(&label, paint(0xf0e2c0, 0xa08a5e));
    design.lay(
        &ellipse(Vec2::new(666.0, 690.0), Vec2::new(36.0, 28.0), 0.0),
        paint(0xc04a2c, 0x6a1c14),
    );
    for y in [738.0, 756.0] {
        design.line(
            &points(&[610.0, y, 724.0, y - 3.0]),
            paint(0x4a4238, 0x2c261e),
            |_| 6.0,
        );
    }
    let cork = points(&[638.0, 210.0, 694.0, 208.0, 696.0, 256.0, 636.0, 258.0]);
    design.lay(&cork, paint(0xc89a5c, 0x6a4422));
    // The mouth as seen from above, beside the profile.
    for (radius, light, shade) in [(46.0, 0x6a9078, 0x24463a), (24.0, 0x1c2c28, 0x0a1010)] {
        design.lay(
            &ellipse(
                Vec2::new(748.0, 244.0),
                Vec2::new(radius, radius * 0.72),
                0.3,
            ),
            paint(light, shade),
        );
    }
}

fn guitar(design: &mut Design<Paint>) {
    let at = Vec2::new(420.0, 660.0);
    let set = |line: &[Vec2]| placed(line, at, Vec2::splat(1.12), 0.48);
    let side = points(&[
        20.0, -150.0, 120.0, -190.0, 180.0, -120.0, 150.0, -10.0, 170.0, 70.0, 236.0, 160.0, 190.0,
        280.0, 40.0, 316.0, 10.0, 100.0,
    ]);
    design.lay(&set(&side), paint(0x9a5226, 0x34160c));
    let face = points(&[
        -40.0, -200.0, 70.0, -190.0, 124.0, -120.0, 100.0, -20.0, 122.0, 60.0, 190.0, 150.0, 160.0,
        260.0, 20.0, 306.0, -140.0, 280.0, -200.0, 170.0, -150.0, 60.0, -112.0, -20.0, -142.0,
        -110.0,
    ]);
    design.lay(&set(&face), paint(0xeab566, 0x8a4a1c));
    let dark_half = points(&[
        6.0, -196.0, 70.0, -190.0, 124.0, -120.0, 100.0, -20.0, 122.0, 60.0, 190.0, 150.0, 160.0,
        260.0, 20.0, 306.0, 4.0, 100.0,
    ]);
    design.lay(&set(&dark_half), paint(0xc47e38, 0x5a2c12));
    for (radius, light, shade) in [
        (74.0, 0x6a3a1c, 0x2c140a),
        (62.0, 0xe8d2a0, 0x9a7a48),
        (52.0, 0x241612, 0x0a0606),
    ] {
        design.lay(
            &set(&ellipse(Vec2::new(-6.0, 20.0), Vec2::splat(radius), 0.0)),
            paint(light, shade),
        );
    }
    let neck = points(&[-36.0, -30.0, 26.0, -30.0, 16.0, -480.0, -28.0, -480.0]);
    design.lay(&set(&neck), paint(0x5a3822, 0x1c0e08));
    for i in 0..11 {
        let y = -60.0 - 400.0 * (1.0 - 0.9f32.powi(i)) / 0.69;
        design.lay(
            &set(&ribbon(&points(&[-32.0, y, 22.0, y]), |_| 5.0)),
            paint(0xe2d2a8, 0x8a7a58),
        );
    }
    let head = points(&[-40.0, -480.0, 30.0, -480.0, 42.0, -590.0, -50.0, -590.0]);
    design.lay(&set(&head), paint(0x8a5a30, 0x34200f));
    for k in 0..3 {
        for x in [-58.0, 48.0] {
            let peg = Vec2::new(x, -500.0 - 34.0 * k as f32);
            design.lay(
                &set(&ellipse(peg, Vec2::new(17.0, 10.0), 0.0)),
                paint(0xf0e6d0, 0x8a8070),
            );
        }
    }
    design.lay(
        &set(&points(&[
            -84.0, 170.0, 70.0, 170.0, 70.0, 198.0, -84.0, 198.0,
        ])),
        paint(0x4a2a16, 0x1a0c06),
    );
    for k in 0..6 {
        let x = -30.0 + 10.0 * k as f32;
        let string = points(&[x - 4.0, 184.0, x + 4.0 - 1.6 * k as f32, -590.0]);
        design.lay(&set(&ribbon(&string, |_| 3.0)), paint(0xf8f0d8, 0xb8a880));
    }
}

fn glass_and_fruit(design: &mut Design<Paint>) {
    let bowl = points(&[
        796.0, 600.0, 800.0, 700.0, 840.0, 752.0, 890.0, 700.0, 894.0, 600.0,
    ]);
    design.lay(&bowl, paint(0xd4e0e4, 0x5c7c98));
    design.lay(
        &points(&[
            802.0, 664.0, 806.0, 706.0, 842.0, 746.0, 886.0, 700.0, 890.0, 656.0,
        ]),
        paint(0xb04a4a, 0x4a1220),
    );
    design.lay(
        &ellipse(Vec2::new(846.0, 600.0), Vec2::new(52.0, 20.0), 0.0),
        paint(0xe8f0f0, 0x7c9cb4),
    );
    design.line(
        &points(&[844.0, 748.0, 846.0, 850.0]),
        paint(0xc4d4dc, 0x4c6a86),
        |_| 14.0,
    );
    design.lay(
        &ellipse(Vec2::new(848.0, 856.0), Vec2::new(56.0, 20.0), 0.1),
        paint(0xd4e0e4, 0x5c7c98),
    );
    design.lay(
        &points(&[
            700.0, 950.0, 690.0, 900.0, 724.0, 876.0, 780.0, 880.0, 806.0, 930.0, 780.0, 990.0,
            724.0, 994.0,
        ]),
        paint(0xd0582e, 0x5c1a14),
    );
    design.lay(
        &points(&[
            800.0, 1000.0, 806.0, 950.0, 838.0, 930.0, 850.0, 880.0, 876.0, 884.0, 884.0, 936.0,
            912.0, 976.0, 896.0, 1030.0, 840.0, 1040.0,
        ]),
        paint(0xd8c24c, 0x6a5a1c),
    );
    for stem in [[744.0, 884.0, 752.0, 850.0], [862.0, 882.0, 876.0, 848.0]] {
        design.line(&points(&stem), paint(0x4a3420, 0x1c120a), |_| 8.0);
    }
    let card = [560.0, 1010.0, 650.0, 990.0, 680.0, 1100.0, 590.0, 1124.0];
    design.lay(&points(&card), paint(0xf4eee0, 0xa09a8c));
    design.lay(
        &[
            Vec2::new(620.0, 1026.0),
            Vec2::new(644.0, 1054.0),
            Vec2::new(622.0, 1086.0),
            Vec2::new(598.0, 1058.0),
        ],
        paint(0x2c62a8, 0x14305c),
    );
}
