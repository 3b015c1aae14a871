//! Stones and gold glass set in mortar, in rows that follow the outlines of a design.

use crate::blur::blurred;
use crate::canvas::{Canvas, Colour, Field, Grid};
use crate::design::Design;
use crate::distance::uphill;
use crate::noise::{Noise, Random, step};
use crate::outline::even;
use crate::technique::hatch::Hatch;
use glam::{Vec2, Vec3};

/// Half the width of the joints, as a part of a tessera.
const JOINT: f32 = 0.075;

/// What one piece of the design is laid with.
#[derive(Clone, Copy)]
pub struct Stones {
    /// The row along the seams.
    pub rim: Colour,
    /// The rows after it.
    pub field: Colour,
    /// The innermost rows.
    pub heart: Colour,
    /// Share of gold glass among them, 0 to 1.
    pub gold: f32,
}

/// One tessera: where it lies, along which row, and of which piece it is a part.
#[derive(Clone, Copy)]
struct Site {
    centre: Vec2,
    row: Vec2,
    label: u16,
}

/// The two nearest sites by a metric whose circles are rounded squares along the row.
#[derive(Clone, Copy)]
struct Nearest {
    site: usize,
    first: f32,
    second: f32,
}

/// The mosaic of a design, with tesserae `size` units wide, shrunk to its units.
pub fn mosaic(design: &Design<Stones>, size: f32, mortar: Colour, seed: u64) -> Canvas {
    let scale = design.scale;
    let pitch = size * scale;
    let seams = design.to_seams();
    let mut sites = rows(design, &seams, size, seed);
    relax(&mut sites, design, pitch);
    let buckets = Buckets::new(&sites, design, pitch);
    let mut random = Random::new(seed + 1);
    let faces: Vec<Face> = sites
        .iter()
        .map(|site| Face::new(design, &seams, site, size, &mut random))
        .collect();
    let grit = Noise::fractal(seed as i32, 3);
    let picture = Canvas::from_fn(design.labels.width, design.labels.height, |p| {
        let q = p / scale;
        let rough = 1.0 + 0.05 * grit.at(q / 4.0) + 0.08 * grit.at(q / 40.0);
        let bed = mortar * rough * 0.9;
        let Some(near) = buckets.nearest(&sites, p, design.labels.at(p)) else {
            return bed;
        };
        let face = &faces[near.site];
        let worn = 0.4 * grit.at(q / 6.0 + face.tilt * 9.0);
        let inside = ((near.second - near.first) * 0.5 / scale).min(seams.at(p)) + worn;
        let away = (p - sites[near.site].centre) / pitch;
        let body = face.shade(away, rough, grit.at(q / 9.0 + face.tilt * 50.0), inside);
        let joint = size * JOINT;
        let shadow = 0.72 + 0.28 * step(joint, joint - 1.6, inside);
        (bed * shadow).lerp(body, step(joint, joint + 0.5, inside))
    });
    picture.shrunk(scale as usize)
}

/// The look of one tessera.
struct Face {
    colour: Colour,
    tilt: Vec2,
    gold: bool,
}

impl Face {
    fn new(
        design: &Design<Stones>,
        seams: &Field,
        site: &Site,
        size: f32,
        random: &mut Random,
    ) -> Self {
        let stones = design.pieces[usize::from(site.label)];
        let rows_in = seams.at(site.centre) / size + 0.22 * random.normal();
        let colour = if rows_in < 0.85 {
            stones.rim
        } else {
            stones.field.lerp(
                stones.heart,
                step(1.4, 3.6, rows_in + 0.5 * random.normal()),
            )
        };
        let tint = Vec3::new(random.normal(), random.normal(), random.normal()) * 0.05;
        Self {
            colour: colour * (1.0 + tint + 0.17 * random.normal()).max(Vec3::splat(0.3)),
            tilt: Vec2::new(random.normal(), random.normal()),
            gold: random.between(0.0, 1.0) < stones.gold,
        }
    }

    /// Colour at `away` from the middle: flat stone, or gold foil that mirrors the lamp when it
    /// happens to lean the right way.
    fn shade(&self, away: Vec2, rough: f32, mottle: f32, inside: f32) -> Colour {
        let light = Vec2::new(-0.6, -0.8);
        let lean = self.tilt.dot(light);
        let bevel = 0.22 * away.dot(light) * step(2.6, 0.8, inside);
        if self.gold {
            let mirror = (lean * 0.8 + away.dot(light) * 0.9 + 0.3 * mottle)
                .max(0.0)
                .powi(2);
            let foil = Vec3::new(0.62, 0.36, 0.07).lerp(self.colour, 0.25);
            return foil * (0.55 + 0.25 * rough + bevel)
                + Vec3::new(1.0, 0.8, 0.36) * mirror * 0.28;
        }
        self.colour * (rough + 0.08 * lean + bevel + 0.16 * mottle)
    }
}

/// Sites along rows at even distances from the seams.
fn rows(design: &Design<Stones>, seams: &Field, size: f32, seed: u64) -> Vec<Site> {
    let pitch = size * design.scale;
    let smooth = blurred(seams, pitch * 0.5);
    let direction = |p: Vec2| uphill(&smooth, p, pitch * 0.4).perp();
    let hatch = Hatch {
        width: seams.width,
        height: seams.height,
        spacing: pitch,
        length: 4000.0,
        direction: &direction,
        inside: &|p| seams.at(p) > size * 0.3,
    };
    let mut sites = Vec::new();
    for line in hatch.lines(&mut Random::new(seed)) {
        let length: f32 = line.windows(2).map(|pair| pair[0].distance(pair[1])).sum();
        for centre in even(&line, (length / pitch).round().max(1.0) as usize + 1) {
            let row = direction(centre);
            let label = design.labels.at(centre);
            sites.push(Site { centre, row, label });
        }
    }
    let in_rows = sites.len();
    // Slivers too short for a row still need a stone.
    let mut random = Random::new(seed + 2);
    let (w, h) = (seams.width as f32 - 1.0, seams.height as f32 - 1.0);
    for centre in random.scattered(w, h, pitch * 0.4) {
        let centre = centre.clamp(Vec2::ZERO, Vec2::new(w, h));
        if seams.at(centre) > size * 0.24 {
            sites.push(Site {
                centre,
                row: direction(centre),
                label: design.labels.at(centre),
            });
        }
    }
    // A stone needs room among those of its piece: half of it along a row, most of it between rows.
    let mut kept: Vec<Site> = Vec::new();
    for (i, site) in sites.into_iter().enumerate() {
        let reach = pitch * if i < in_rows { 0.5 } else { 0.86 };
        let crowds = |other: &Site| {
            other.label == site.label && (other.centre - site.centre).abs().max_element() < reach
        };
        if !kept.iter().any(crowds) {
            kept.push(site);
        }
    }
    for (centre, label) in bare(design, seams, size, &kept) {
        let row = direction(centre);
        kept.push(Site { centre, row, label });
    }
    kept
}

/// The deepest point of every piece that is too small to have got a stone, unless it is a sliver.
fn bare(design: &Design<Stones>, seams: &Field, size: f32, sites: &[Site]) -> Vec<(Vec2, u16)> {
    let mut deepest = vec![(size * 0.12, None); design.pieces.len()];
    for (i, (&label, &depth)) in design.labels.cells.iter().zip(&seams.cells).enumerate() {
        let best = &mut deepest[usize::from(label)];
        if depth > best.0 {
            *best = (depth, Some(i));
        }
    }
    for site in sites {
        deepest[usize::from(site.label)].1 = None;
    }
    let corner = |i: usize| Vec2::new((i % seams.width) as f32, (i / seams.width) as f32);
    let found = deepest.iter().enumerate();
    found
        .filter_map(|(label, (_, cell))| cell.map(|i| (corner(i) + 0.5, label as u16)))
        .collect()
}

/// Moves every site to the middle of the pixels nearest to it.
fn relax(sites: &mut [Site], design: &Design<Stones>, pitch: f32) {
    let buckets = Buckets::new(sites, design, pitch);
    let (w, h) = (design.labels.width / 2, design.labels.height / 2);
    let owners = Grid::from_fn(w, h, |p| {
        let p = p * 2.0;
        buckets
            .nearest(sites, p, design.labels.at(p))
            .map(|near| near.site)
    });
    let mut sums = vec![(Vec2::ZERO, 0.0f32); sites.len()];
    for (i, owner) in owners.cells.iter().enumerate() {
        if let Some(site) = *owner {
            let p = Vec2::new((i % w) as f32 + 0.5, (i / w) as f32 + 0.5) * 2.0;
            sums[site].0 += p;
            sums[site].1 += 1.0;
        }
    }
    for (site, (sum, count)) in sites.iter_mut().zip(sums) {
        if count > 0.0 {
            site.centre = sum / count;
        }
    }
}

/// Sites by square of the plane, for finding the near ones.
struct Buckets {
    side: f32,
    columns: usize,
    rows: usize,
    lists: Vec<Vec<usize>>,
}

impl Buckets {
    fn new(sites: &[Site], design: &Design<Stones>, side: f32) -> Self {
        let columns = (design.labels.width as f32 / side) as usize + 1;
        let rows = (design.labels.height as f32 / side) as usize + 1;
        let mut lists = vec![Vec::new(); columns * rows];
        for (i, site) in sites.iter().enumerate() {
            let cell = (site.centre / side).as_uvec2();
            lists[cell.y as usize * columns + cell.x as usize].push(i);
        }
        Self {
            side,
            columns,
            rows,
            lists,
        }
    }

    fn nearest(&self, sites: &[Site], p: Vec2, label: u16) -> Option<Nearest> {
        let (column, row) = ((p.x / self.side) as usize, (p.y / self.side) as usize);
        let mut best: Option<Nearest> = None;
        let (mut first, mut second) = (f32::MAX, f32::MAX);
        for y in row.saturating_sub(2)..(row + 3).min(self.rows) {
            for x in column.saturating_sub(2)..(column + 3).min(self.columns) {
                for &i in &self.lists[y * self.columns + x] {
                    let site = &sites[i];
                    if site.label != label {
                        continue;
                    }
                    let away = p - site.centre;
                    let (u, v) = (away.dot(site.row), away.perp_dot(site.row));
                    let reach = u.powi(8) + v.powi(8);
                    if reach < first {
                        second = first;
                        first = reach;
                        best = Some(Nearest {
                            site: i,
                            first: 0.0,
                            second: 0.0,
                        });
                    } else if reach < second {
                        second = reach;
                    }
                }
            }
        }
        best.map(|near| Nearest {
            first: first.powf(0.125),
            second: second.min(1e24).powf(0.125),
            ..near
        })
    }
}
