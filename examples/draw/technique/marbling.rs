//! Ink on a bath of size: drops that push each other aside, combs and needles that draw them out
//! (Lu, Jaffer, Jin, Zhao and Mao, "Mathematical Marbling", IEEE CG&A 2012).

use crate::canvas::Colour;
use glam::Vec2;

/// One act of the marbler.
#[derive(Clone, Copy)]
pub enum Act {
    /// A drop of ink spreads round a point.
    Drop {
        /// Its middle in pixels.
        at: Vec2,
        /// Its radius before others push it.
        radius: f32,
        /// Its ink.
        ink: Colour,
    },
    /// A comb is drawn through the bath: parallel teeth, each pulling the ink near it.
    Comb {
        /// A point of one tooth's line.
        at: Vec2,
        /// The way it is drawn, a unit vector.
        way: Vec2,
        /// Distance of the teeth.
        pitch: f32,
        /// How far the ink at a tooth is pulled.
        pull: f32,
        /// How far from a tooth ink still follows.
        reach: f32,
        /// Every second tooth is drawn the other way.
        alternate: bool,
    },
    /// A needle is drawn from one point to another.
    Needle {
        /// Where it is set in.
        from: Vec2,
        /// Where it is lifted.
        to: Vec2,
        /// How far from it ink still follows.
        reach: f32,
    },
}

/// A bath after a sequence of acts.
pub struct Bath {
    /// What was done, first to last.
    pub acts: Vec<Act>,
    /// Colour of the empty bath.
    pub ground: Colour,
}

impl Bath {
    /// Colour of the bath at `p`: the acts are undone for that point, last first, until it lies
    /// in the drop that it belongs to. The second value tells the drops apart.
    pub fn at(&self, mut p: Vec2) -> (Colour, usize) {
        for (i, act) in self.acts.iter().enumerate().rev() {
            match *act {
                Act::Drop { at, radius, ink } => {
                    let away = p - at;
                    let square = away.length_squared();
                    if square < radius * radius {
                        return (ink, i);
                    }
                    p = at + away * (1.0 - radius * radius / square).sqrt();
                }
                Act::Comb {
                    at,
                    way,
                    pitch,
                    pull,
                    reach,
                    alternate,
                } => {
                    let across = (p - at).dot(way.perp()) / pitch;
                    let tooth = across.round();
                    let off = (across - tooth).abs() * pitch;
                    let sign = if alternate && tooth as i32 % 2 != 0 {
                        -1.0
                    } else {
                        1.0
                    };
                    p -= way * sign * pull * reach / (off + reach);
                }
                Act::Needle { from, to, reach } => {
                    let way = to - from;
                    let t = ((p - from).dot(way) / way.length_squared()).clamp(0.0, 1.0);
                    let off = p.distance(from + way * t);
                    // The ink is carried along and left behind bit by bit.
                    let carry = (-(off / reach).powi(2)).exp() * (0.35 + 0.65 * t);
                    p -= way * carry * 0.5;
                }
            }
        }
        (self.ground, usize::MAX)
    }
}
