//! The ruined tower and wall of the pen drawing.

use super::{HEIGHT, WIDTH, clump};
use crate::noise::{Noise, step};
use crate::outline::{closed, points};
use crate::plate::filled;
use crate::technique::pen::Sheet;
use glam::Vec2;

/// The nave wall that ran from the tower, with two pointed arches left of it.
pub fn wall(sheet: &mut Sheet, rough: &Noise) {
    let top = points(&[
        600.0, 372.0, 640.0, 388.0, 668.0, 372.0, 700.0, 402.0, 744.0, 396.0, 770.0, 430.0, 812.0,
        424.0, 838.0, 470.0, 860.0, 466.0, 872.0, 528.0, 900.0, 544.0, 906.0, 700.0, 600.0, 700.0,
    ]);
    let stone = |p: Vec2| 0.62 + 0.22 * rough.at(p * 0.02) + 0.1 * step(640.0, 900.0, p.x);
    sheet.form(&top, stone, |_| Vec2::new(0.78, -0.62));
    sheet.contour(&top, 4.0);
    courses(
        sheet,
        &top,
        |row, t| Vec2::new(606.0 + 290.0 * t, 410.0 + 23.0 * row),
        13,
        0.45,
    );
    for (x, half, y) in [(692.0, 36.0, 470.0), (806.0, 36.0, 512.0)] {
        for (grow, tone) in [(11.0, 0.72), (0.0, 0.93)] {
            let (w, y) = (half + grow, y - grow);
            let arch = closed(&[
                x - w,
                700.0,
                x - w,
                y + 60.0,
                x - w * 0.7,
                y + 22.0,
                x,
                y - 16.0,
                x + w * 0.7,
                y + 22.0,
                x + w,
                y + 60.0,
                x + w,
                700.0,
            ]);
            sheet.form(
                &arch,
                |p| if p.x > x + w * 0.62 { 0.14 } else { tone },
                |_| Vec2::new(0.2, 0.98),
            );
            sheet.contour(&arch, 2.6);
        }
    }
}

pub fn tower(sheet: &mut Sheet, rough: &Noise) {
    let (middle, half) = (505.0, 122.0);
    let outline = points(&[
        383.0, 690.0, 389.0, 420.0, 386.0, 212.0, 404.0, 196.0, 414.0, 222.0, 440.0, 214.0, 452.0,
        172.0, 474.0, 150.0, 492.0, 176.0, 520.0, 168.0, 540.0, 204.0, 560.0, 200.0, 574.0, 248.0,
        600.0, 262.0, 622.0, 300.0, 620.0, 460.0, 630.0, 690.0,
    ]);
    let turn = move |p: Vec2| ((p.x - middle) / half).clamp(-0.98, 0.98);
    let bend = move |p: Vec2| -0.42 * turn(p) * (690.0 - p.y) / 500.0;
    let round = |p: Vec2| {
        let u = turn(p);
        let lit = (-0.72 * u + 0.62 * (1.0 - u * u).sqrt()).max(0.0);
        let bounce = 0.1 * step(0.75, 1.0, u);
        // The sunlit side stays bare paper.
        0.07 + 0.92 * lit + 0.7 * step(-0.2, -0.5, u) + bounce + 0.16 * rough.at(p * 0.022)
            - 0.1 * step(0.2, 0.5, rough.at(p * 0.009))
    };
    sheet.form(&outline, round, move |p| {
        Vec2::new(1.0, bend(p) - 0.7).normalize()
    });
    sheet.contour(&outline, 5.0);
    let arc = move |row: f32, t: f32| {
        let u = 2.0 * t - 1.0;
        let y = 250.0 + 26.0 * row;
        Vec2::new(middle + half * u, y + 18.0 * u * u * (690.0 - y) / 440.0)
    };
    courses(sheet, &outline, arc, 17, 0.55);
    for &[x, y, w, h] in [
        450.0, 300.0, 13.0, 42.0, 540.0, 395.0, 13.0, 46.0, 455.0, 490.0, 12.0, 40.0, 470.0, 640.0,
        32.0, 62.0,
    ]
    .as_chunks()
    .0
    {
        let slit = closed(&[
            x - w,
            y + h,
            x - w,
            y - h * 0.4,
            x,
            y - h,
            x + w,
            y - h * 0.4,
            x + w,
            y + h,
        ]);
        sheet.form(
            &slit,
            |p| if p.x < x - w * 0.35 { 0.6 } else { 0.02 },
            |_| Vec2::new(0.4, 0.92),
        );
        sheet.contour(&slit, 3.0);
    }
    for &[x, y, size] in [
        600.0, 300.0, 34.0, 612.0, 356.0, 30.0, 590.0, 410.0, 24.0, 398.0, 226.0, 22.0, 394.0,
        640.0, 34.0, 604.0, 640.0, 44.0,
    ]
    .as_chunks()
    .0
    {
        clump(
            sheet,
            rough,
            Vec2::new(x, y),
            Vec2::new(size * 0.8, size),
            0.0,
        );
    }
}

/// Parts of the edges of the stones of a wall, in rows along `line(row, t)`.
fn courses(
    sheet: &mut Sheet,
    wall: &[Vec2],
    line: impl Fn(f32, f32) -> Vec2,
    rows: usize,
    share: f32,
) {
    let inside = filled(WIDTH, HEIGHT, wall);
    for row in 0..rows {
        for k in 0..14 {
            if sheet.random.between(0.0, 1.0) > share {
                continue;
            }
            let from =
                (k as f32 + 0.5 * (row % 2) as f32 + sheet.random.between(-0.15, 0.15)) / 14.5;
            let y = row as f32;
            let bed: Vec<_> = (0..8)
                .map(|i| line(y, (from + 0.0085 * i as f32).min(1.0)))
                .collect();
            let rise: Vec<_> = (0..6)
                .map(|i| line(y + i as f32 / 5.0, from.min(1.0)))
                .collect();
            if bed.iter().chain(&rise).any(|&p| inside.at(p) < 0.5) {
                continue;
            }
            sheet.stroke(&bed, 2.0);
            sheet.stroke(&rise, 1.7);
        }
    }
}
