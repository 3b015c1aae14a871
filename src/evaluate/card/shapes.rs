//! Distances to plain shapes, negative inside (Quilez, "2D distance functions").

/// A point or a vector.
pub type Point = [f64; 2];

fn minus(a: Point, b: Point) -> Point {
    [a[0] - b[0], a[1] - b[1]]
}

/// A square with round corners; a disc, if they are as round as it is large.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    pub centre: Point,
    /// Half its side.
    pub radius: f64,
    pub corner: f64,
}

impl Shape {
    /// Distance of `p` from its edge.
    pub fn distance(&self, p: Point) -> f64 {
        let flat = self.radius - self.corner;
        rectangle(p, self.centre, [flat, flat]) - self.corner
    }
}

/// A rectangle that reaches `half` to each side of `centre`.
pub fn rectangle(p: Point, centre: Point, half: Point) -> f64 {
    let [x, y] = minus(p, centre);
    let (dx, dy) = (x.abs() - half[0], y.abs() - half[1]);
    dx.max(0.0).hypot(dy.max(0.0)) + dx.max(dy).min(0.0)
}

/// An ellipse, near its edge.
pub fn ellipse(p: Point, centre: Point, half: Point) -> f64 {
    let [x, y] = minus(p, centre);
    ((x / half[0]).hypot(y / half[1]) - 1.0) * half[0].min(half[1])
}

/// A line of straight pieces, `width` wide, with round ends.
pub fn line(p: Point, points: &[Point], width: f64) -> f64 {
    let pieces = points.iter().zip(points.iter().skip(1));
    let piece = |(a, b): (&Point, &Point)| {
        let (to, along) = (minus(p, *a), minus(*b, *a));
        let length = along[0].powi(2) + along[1].powi(2);
        let t = (to[0] * along[0] + to[1] * along[1]) / length.max(1e-9);
        let t = t.clamp(0.0, 1.0);
        (to[0] - t * along[0]).hypot(to[1] - t * along[1])
    };
    pieces.map(piece).fold(f64::INFINITY, f64::min) - width / 2.0
}
