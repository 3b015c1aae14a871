//! A glass jar of water in watercolour.

use super::flowers::NECK;
use crate::canvas::srgb;
use crate::technique::table::Table;
use crate::technique::wash::{Wash, petal};
use glam::vec2;

impl Table {
    /// The jar: glass in a few tones with lights left white, water and stems inside.
    pub fn jar(&mut self) {
        let at = |x: f32, y: f32| NECK + vec2(x, y);
        let glass = [
            (-92.0, -22.0),
            (92.0, -22.0),
            (88.0, 14.0),
            (128.0, 62.0),
            (136.0, 240.0),
            (104.0, 292.0),
            (-104.0, 292.0),
            (-136.0, 240.0),
            (-128.0, 62.0),
            (-88.0, 14.0),
        ]
        .map(|(x, y)| at(x, y));
        let water = [
            (-126.0, 84.0),
            (0.0, 92.0),
            (126.0, 82.0),
            (132.0, 238.0),
            (100.0, 286.0),
            (-100.0, 286.0),
            (-132.0, 238.0),
        ]
        .map(|(x, y)| at(x, y));
        let lights = [
            vec![
                at(-108.0, 70.0),
                at(-88.0, 66.0),
                at(-92.0, 226.0),
                at(-110.0, 232.0),
            ],
            vec![
                at(84.0, 100.0),
                at(94.0, 98.0),
                at(98.0, 190.0),
                at(88.0, 196.0),
            ],
            vec![
                at(-80.0, -14.0),
                at(30.0, -14.0),
                at(24.0, -7.0),
                at(-78.0, -6.0),
            ],
        ];
        self.mask(&lights, 0.95);
        self.lay(
            Wash {
                rim: 1.6,
                ..Wash::dry(srgb(0xa8cddc), 0.55)
            },
            &glass,
        );
        let bloom = Some((at(50.0, 200.0), 46.0));
        let wash = Wash::dry(srgb(0x5f9fc0), 0.6).charged(srgb(0x5a9a6a), at(0.0, 110.0), 90.0);
        self.lay(Wash { bloom, ..wash }, &water);
        for i in 0..9 {
            let x = -64.0 + 16.0 * i as f32;
            let way = vec2(
                -x * 0.75 + 10.0 * self.random.normal(),
                self.random.between(190.0, 262.0),
            );
            let stem = petal(at(x, 4.0), way, 11.0, 0.5, 0.02, &mut self.random);
            self.lay(
                Wash::dry(srgb(if i % 2 == 0 { 0x4f8a4a } else { 0x86a04a }), 0.65),
                &stem,
            );
        }
        let foot = self.blot(at(8.0, 284.0), vec2(112.0, 12.0));
        self.lay(
            Wash {
                soft: 5.0,
                ..Wash::dry(srgb(0x3a5f8a), 0.7)
            },
            &foot,
        );
        self.unmask();
        let cast = [
            (-90.0, 282.0),
            (110.0, 278.0),
            (300.0, 296.0),
            (400.0, 322.0),
            (250.0, 336.0),
            (20.0, 318.0),
        ]
        .map(|(x, y)| at(x, y));
        let shadow =
            Wash::dry(srgb(0x7f7ab4), 0.75).charged(srgb(0x6fa8b8), at(150.0, 300.0), 90.0);
        self.lay(
            Wash {
                soft: 3.0,
                ragged: 7.0,
                ..shadow
            },
            &cast,
        );
    }
}
