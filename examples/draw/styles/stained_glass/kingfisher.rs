//! The kingfisher of the window.

use super::{Cartoon, SCALE};
use crate::canvas::srgb;
use crate::outline::{closed, ellipse, leaf, open, points, through, vein};
use glam::Vec2;

impl Cartoon {
    pub(super) fn kingfisher(&mut self) {
        for (shape, hue) in TAIL_AND_BODY {
            self.pane(&closed(shape), srgb(*hue));
        }
        // Speckled breast, flight feathers from the lowest up, then the coverts.
        for i in 0..5 {
            let t = i as f32 / 4.0;
            let base = Vec2::new(520.0 + 52.0 * t, 600.0 + 8.0 * t);
            let tip = Vec2::new(615.0 + 50.0 * t, 905.0 - 50.0 * t);
            self.pane(
                &leaf(base, tip, 0.11, -0.13),
                srgb([0x0f5f80, 0x137a94, 0x0f5f80, 0x1a93a8, 0x35b8c4][i]),
            );
            for k in 2..9 {
                let p = base.lerp(tip, k as f32 / 10.0)
                    + Vec2::new(38.0 * (k as f32 * 0.33).sin(), 0.0);
                self.trace(&vein(p, p + Vec2::new(14.0, 20.0), 0.2), 3.0);
            }
        }
        self.pane(
            &closed(&[
                492.0, 560.0, 560.0, 556.0, 598.0, 620.0, 600.0, 700.0, 552.0, 672.0, 505.0, 630.0,
            ]),
            srgb(0x1c8fae),
        );
        for row in 0..4 {
            for k in 0..4 {
                let p = Vec2::new(
                    508.0 + 22.0 * k as f32 + 10.0 * row as f32,
                    582.0 + 26.0 * row as f32,
                );
                self.trace(
                    &open(&[p.x, p.y, p.x + 9.0, p.y + 11.0, p.x + 20.0, p.y + 4.0]),
                    3.2,
                );
            }
        }
        for (shape, hue) in HEAD {
            self.pane(&closed(shape), srgb(*hue));
        }
        for (outline, hue) in [
            ([348.0, 462.0, 176.0, 516.0, 342.0, 496.0], 0x3b3a4a),
            ([342.0, 496.0, 184.0, 518.0, 352.0, 526.0], 0xb0522c),
        ] {
            self.pane(&points(&outline), srgb(hue));
        }
        let eye = Vec2::new(392.0, 466.0);
        self.pane(&ellipse(eye, Vec2::splat(20.0), 0.0), srgb(0xf0b040));
        let scale = SCALE as f32;
        self.enamel
            .fill(&ellipse(eye * scale, Vec2::splat(11.5 * scale), 0.0));
        self.enamel
            .cut(&ellipse((eye - 4.0) * scale, Vec2::splat(3.5 * scale), 0.0));
        for i in 0..34 {
            let t = i as f32 / 33.0;
            let crown = Vec2::new(
                372.0 + 130.0 * t,
                432.0 - 26.0 * (t * 3.1).sin() + 14.0 * (i % 3) as f32,
            );
            self.trace(&vein(crown, crown + Vec2::new(13.0, 5.0), 0.3), 3.4);
            let chest = Vec2::new(410.0 + 90.0 * (i % 5) as f32 / 4.0, 640.0 + 5.0 * i as f32);
            self.trace(&vein(chest, chest + Vec2::new(6.0, 16.0), 0.2), 2.6);
        }
        for x in [486.0, 530.0] {
            self.pane(
                &through(
                    &[
                        Vec2::new(x, 822.0),
                        Vec2::new(x + 22.0, 850.0),
                        Vec2::new(x + 4.0, 884.0),
                        Vec2::new(x - 18.0, 852.0),
                    ],
                    true,
                ),
                srgb(0xd2452a),
            );
        }
    }
}

const TAIL_AND_BODY: &[(&[f32], u32)] = &[
    (
        &[
            590.0, 800.0, 640.0, 790.0, 742.0, 980.0, 700.0, 1002.0, 650.0, 950.0,
        ],
        0x1c5fa8,
    ),
    (
        &[610.0, 790.0, 660.0, 770.0, 760.0, 940.0, 735.0, 985.0],
        0x2b84c8,
    ),
    (
        &[
            395.0, 560.0, 366.0, 640.0, 382.0, 735.0, 450.0, 815.0, 540.0, 850.0, 610.0, 815.0,
            570.0, 700.0, 500.0, 600.0,
        ],
        0xe8862a,
    ),
    (
        &[
            372.0, 680.0, 384.0, 740.0, 450.0, 816.0, 540.0, 850.0, 604.0, 820.0, 520.0, 790.0,
            440.0, 730.0,
        ],
        0xc9601c,
    ),
    (
        &[
            500.0, 430.0, 575.0, 505.0, 632.0, 620.0, 660.0, 740.0, 668.0, 860.0, 600.0, 800.0,
            560.0, 680.0, 490.0, 580.0,
        ],
        0x38c0e0,
    ),
];

const HEAD: &[(&[f32], u32)] = &[
    (
        &[
            356.0, 530.0, 430.0, 540.0, 470.0, 575.0, 420.0, 612.0, 372.0, 590.0,
        ],
        0xf6ecd2,
    ),
    (
        &[
            330.0, 482.0, 348.0, 420.0, 410.0, 376.0, 484.0, 382.0, 532.0, 432.0, 524.0, 505.0,
            470.0, 550.0, 400.0, 552.0, 345.0, 532.0,
        ],
        0x1c8ab4,
    ),
    (
        &[
            352.0, 500.0, 412.0, 490.0, 462.0, 506.0, 446.0, 540.0, 380.0, 546.0,
        ],
        0xe88a2c,
    ),
    (
        &[
            462.0, 506.0, 520.0, 484.0, 530.0, 530.0, 488.0, 566.0, 450.0, 548.0,
        ],
        0xf4e6c4,
    ),
];
