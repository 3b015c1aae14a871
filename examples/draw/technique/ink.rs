//! Ink on absorbent paper: washes and brush strokes that spread along the fibres.

use crate::blur::blurred;
use crate::canvas::{Canvas, Colour, Field};
use crate::noise::{Noise, Random};
use crate::technique::brush::{Stroke, Tool};
use crate::technique::paint::Paint;
use glam::{Vec2, Vec3};

/// A sheet that takes up colour; every layer darkens it like a filter.
pub struct Sheet {
    pub canvas: Canvas,
    /// How thick the paper is, 0 to 1.
    pub grain: Field,
    fibre: Noise,
}

impl Sheet {
    /// An unpainted sheet; thick places are a little lighter.
    pub fn new(grain: Field, colour: Colour) -> Self {
        let canvas = grain.map(|v, _| (colour * (0.89 + 0.15 * v)).min(Vec3::ONE));
        Self {
            canvas,
            grain,
            fibre: Noise::fractal(13, 3),
        }
    }

    /// Lets the sheet take up `density` of a colour: at 1 white paper looks like `pigment`.
    pub fn stain(&mut self, density: &Field, pigment: Colour) {
        let filter = pigment.max(Vec3::splat(0.004)).map(f32::ln);
        self.canvas = self.canvas.map(|c, p| c * (filter * density.at(p)).exp());
    }

    /// Lays ink that spreads `wet` pixels: it creeps along fibres, pools at the edge where it
    /// dried, and settles in thin paper.
    pub fn ink(&mut self, density: &Field, wet: f32, pigment: Colour) {
        let (near, far) = (blurred(density, wet * 0.4), blurred(density, wet));
        let spread = density.map(|dry, p| {
            let feather = self.fibre.vector(p / 9.0) * wet * 0.9;
            let crept = near.at(p + feather) * 0.65 + far.at(p + feather * 2.0) * 0.35;
            let pool = (near.at(p) - far.at(p)).max(0.0) * 0.5;
            let settle = 1.15 - 0.35 * self.grain.at(p);
            let soaked = dry + (crept - dry) * (wet / 6.0).min(0.85) + pool;
            soaked * settle
        });
        self.stain(&spread, pigment);
    }

    /// Ink strokes: the colours of a stroke are densities, the red channel counts.
    pub fn brush(&mut self, tool: &Tool, strokes: &[Stroke], wet: f32, pigment: Colour) {
        let (width, height) = (self.canvas.width, self.canvas.height);
        let bare = Field::filled(width, height, 0.0);
        let mut layer = Paint::on(Canvas::filled(width, height, Vec3::ZERO), bare);
        layer.lay(tool, strokes);
        // A dry brush only reaches the tops of the paper.
        let density = layer
            .colour
            .map(|c, p| c.x * (0.8 + 0.4 * self.grain.at(p)));
        self.ink(&density, wet, pigment);
    }
}

/// A stroke of even ink through points with half-widths.
pub fn stroke(spine: &[(Vec2, f32)], density: f32, random: &mut Random) -> Stroke {
    let spine = spine.iter().map(|(p, half)| p.extend(*half)).collect();
    let colours = [density, density * 0.72].map(Vec3::splat);
    Stroke::new(spine, colours, random)
}
