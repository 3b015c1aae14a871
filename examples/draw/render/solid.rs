//! Solids as signed distances, and collections of them.

use glam::{Vec2, Vec3, Vec3Swizzles};

/// Distance to a surface and a tag for what it is made of.
pub type Near = (f32, u16);

/// Distance to a box with rounded edges; `half` its sides, rounding included.
pub fn block(p: Vec3, half: Vec3, round: f32) -> f32 {
    let q = p.abs() - half + round;
    q.max(Vec3::ZERO).length() + q.max_element().min(0.0) - round
}

/// About the distance to an ellipsoid.
pub fn ellipsoid(p: Vec3, radii: Vec3) -> f32 {
    let (k, g) = ((p / radii).length(), (p / (radii * radii)).length());
    if g < 1e-6 {
        -radii.min_element()
    } else {
        k * (k - 1.0) / g
    }
}

/// Distance to a limb from `a` to `b`, its radius going from `ra` to `rb`.
pub fn limb(p: Vec3, a: Vec3, b: Vec3, ra: f32, rb: f32) -> f32 {
    let (v, w) = (p - a, b - a);
    let t = (v.dot(w) / w.length_squared()).clamp(0.0, 1.0);
    (v - w * t).length() - (ra + (rb - ra) * t)
}

/// Distance to a ring round the y axis.
pub fn ring(p: Vec3, radius: f32, thickness: f32) -> f32 {
    Vec2::new(p.xz().length() - radius, p.y).length() - thickness
}

/// Distance to an upright cylinder with rounded rims.
pub fn drum(p: Vec3, radius: f32, half_height: f32, round: f32) -> f32 {
    let q = Vec2::new(p.xz().length() - radius, p.y.abs() - half_height) + round;
    q.max(Vec2::ZERO).length() + q.max_element().min(0.0) - round
}

/// Union whose seam is filled over a width of about `k`.
pub fn melt(a: f32, b: f32, k: f32) -> f32 {
    let h = (k - (a - b).abs()).max(0.0) / k;
    a.min(b) - h * h * k / 4.0
}

/// `a` without `b`, the edge rounded over about `k`.
pub fn carve(a: f32, b: f32, k: f32) -> f32 {
    -melt(-a, b, k)
}

/// `p` turned by an angle about the y axis.
pub fn turned(p: Vec3, angle: f32) -> Vec3 {
    let q = Vec2::from_angle(angle).rotate(p.xz());
    Vec3::new(q.x, p.y, q.y)
}

/// A smooth curve through (height, radius) knots, for turned vessels and figures.
#[derive(Clone, Debug)]
pub struct Profile(pub Vec<Vec2>);

impl Profile {
    /// The radius at height `y` (Catmull and Rom's spline).
    pub fn radius(&self, y: f32) -> f32 {
        let k = &self.0;
        let last = k.len() - 1;
        let i = k[1..last].iter().take_while(|knot| knot.x <= y).count();
        let (a, b) = (k[i], k[i + 1]);
        let slope = |i: usize| {
            let (before, after) = (k[i.saturating_sub(1)], k[(i + 1).min(last)]);
            (after.y - before.y) / (after.x - before.x)
        };
        let width = b.x - a.x;
        let t = ((y - a.x) / width).clamp(0.0, 1.0);
        let (t2, t3) = (t * t, t * t * t);
        (2.0 * t3 - 3.0 * t2 + 1.0) * a.y
            + (t3 - 2.0 * t2 + t) * width * slope(i)
            + (3.0 * t2 - 2.0 * t3) * b.y
            + (t3 - t2) * width * slope(i + 1)
    }

    /// A distance bound to the solid of this profile round the y axis.
    pub fn turn(&self, p: Vec3) -> f32 {
        let (low, high) = (self.0[0].x, self.0[self.0.len() - 1].x);
        let side = (p.xz().length() - self.radius(p.y)) * 0.7;
        side.max(low - p.y).max(p.y - high)
    }
}

type Shape = Box<dyn Fn(Vec3) -> Near + Send + Sync>;

/// A solid in a bounding box.
pub struct Part {
    centre: Vec3,
    half: Vec3,
    shape: Shape,
}

impl Part {
    /// A solid of one material, in coordinates about `centre`.
    pub fn new(
        tag: u16,
        centre: Vec3,
        half: Vec3,
        shape: impl Fn(Vec3) -> f32 + Send + Sync + 'static,
    ) -> Self {
        Self::mixed(centre, half, move |p| (shape(p), tag))
    }

    /// A solid of several materials, in coordinates about `centre`.
    pub fn mixed(
        centre: Vec3,
        half: Vec3,
        shape: impl Fn(Vec3) -> Near + Send + Sync + 'static,
    ) -> Self {
        Self {
            centre,
            half,
            shape: Box::new(shape),
        }
    }
}

/// Many solids. Those far away count by their bounding boxes only, which keeps crowds cheap.
#[derive(Default)]
pub struct Crowd(pub Vec<Part>);

impl Crowd {
    /// Distance to the nearest solid, starting from what is already known to be near.
    pub fn nearest(&self, p: Vec3, known: Near) -> Near {
        let mut best = known;
        for part in &self.0 {
            let q = p - part.centre;
            let outside = (q.abs() - part.half).max(Vec3::ZERO).length();
            // A box counts as the solid itself only at a distance where that costs no precision.
            let margin = 0.15 * part.half.max_element();
            if outside >= best.0 {
                continue;
            }
            let near = if outside > margin {
                (outside, best.1)
            } else {
                (part.shape)(q)
            };
            if near.0 < best.0 {
                best = near;
            }
        }
        best
    }
}
