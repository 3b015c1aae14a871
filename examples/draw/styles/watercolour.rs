//! Poppies, cornflowers and daisies in a glass jar, in watercolour on rough paper.

mod flowers;
mod jar;

use crate::canvas::{Canvas, srgb};
use crate::technique::paper;
use crate::technique::relief::{Light, lit};
use crate::technique::table::Table;
use crate::technique::wash::Wash;
use flowers::{CORNFLOWERS, DAISIES, POPPIES};
use glam::{Vec3, vec2};

const SIZE: (usize, usize) = (1024, 1280);

/// Air and light around the bunch, and the table, all wet in wet.
fn ground(table: &mut Table) {
    let pools = [
        (300.0, 360.0, 330.0, 300.0, 0xa9cfd8, 0xe9c9a0, 0.75),
        (760.0, 420.0, 290.0, 330.0, 0xbfc6e4, 0xf2cfae, 0.75),
        (560.0, 760.0, 330.0, 170.0, 0xb5d3b4, 0xd9dba0, 0.8),
        (480.0, 150.0, 330.0, 130.0, 0xb7d8e6, 0xd7c4e2, 0.7),
        (130.0, 900.0, 190.0, 210.0, 0xc9d9e6, 0xe6c3cf, 0.6),
        (905.0, 960.0, 180.0, 190.0, 0xe8d3b0, 0xbcd0dc, 0.6),
        (110.0, 110.0, 170.0, 120.0, 0xe3d0e0, 0xc3dcec, 0.55),
        (920.0, 90.0, 150.0, 120.0, 0xf0dcb4, 0xd0d8ea, 0.55),
        (540.0, 1190.0, 480.0, 66.0, 0xd0a47c, 0x9a8fb8, 0.9),
    ];
    for (x, y, wide, tall, hex, second, density) in pools {
        let outline = table.blot(vec2(x, y), vec2(wide, tall));
        let side = vec2(x + wide * 0.4, y + tall * 0.3);
        let wash = Wash::wet(srgb(hex), density, 7.0).charged(srgb(second), side, wide * 0.6);
        let bloom = Some((vec2(x - wide * 0.45, y + tall * 0.15), tall * 0.42));
        table.lay(
            Wash {
                bloom,
                rim: 0.9,
                ..wash
            },
            &outline,
        );
    }
}

/// Paints the picture.
pub fn draw() -> Canvas {
    let (width, height) = SIZE;
    let grain = paper::cold_pressed(width, height, 9.0, 41);
    let mut table = Table::new(grain, srgb(0xfbf7ee), 1843);
    let daisies = DAISIES.map(|at| (at, table.ring(at, 13, 0.36, 0.62, 0.04)));
    let poppies = POPPIES.map(|at| (at, table.ring(at, 5, 1.25, 0.66, 0.07)));
    let cornflowers = CORNFLOWERS.map(|at| (at, table.ring(at, 11, 0.46, 0.72, 0.16)));
    daisies
        .iter()
        .for_each(|(_, petals)| table.mask(petals, 1.0));
    poppies
        .iter()
        .for_each(|(_, petals)| table.mask(petals, 0.75));
    ground(&mut table);
    poppies
        .iter()
        .chain(&cornflowers)
        .for_each(|(_, petals)| table.mask(petals, 0.9));
    table.greenery();
    table.unmask();
    daisies
        .iter()
        .for_each(|(_, petals)| table.mask(petals, 1.0));
    poppies
        .iter()
        .for_each(|(at, petals)| table.poppy(*at, petals));
    cornflowers
        .iter()
        .for_each(|(at, petals)| table.cornflower(*at, petals));
    table.unmask();
    daisies
        .iter()
        .for_each(|(at, petals)| table.daisy(*at, petals));
    table.jar();
    for (x, y, hex) in [
        (220.0, 900.0, 0xdb4a34),
        (800.0, 980.0, 0x4a68c8),
        (520.0, 320.0, 0x6f9a3c),
    ] {
        table.spatter(vec2(x, y), 190.0, 46, srgb(hex), 7.0);
    }
    // By daylight from the north.
    let light = Light {
        towards: Vec3::new(-0.6, -0.5, 0.8),
        depth: 1.6,
        shade: 0.16,
        gloss: 0.0,
    };
    let cool = table
        .sheet
        .canvas
        .map(|c, _| c * Vec3::new(0.83, 1.0, 1.16));
    lit(&cool, &table.sheet.grain, &light)
}
