//! A picture that stays on the screen: the photograph, or a painting of which a part is chosen. It has
//! several sizes, in small tiles that become textures when they are first seen, a few in each frame,
//! so that no frame waits for a large picture.

use crate::{
    gui::live_picture::{cut, options},
    picture::Crop,
    session::loader::{Level, Levels},
};
use egui::{
    Color32, Context, ImageData, Mesh, Painter, Pos2, Rect, Shape, TextureHandle, TextureId, Vec2,
    pos2, vec2,
};

/// Side of a tile in pixels.
const SIDE: usize = 512;
/// Tiles that become textures in one frame; each takes about a millisecond.
const PER_FRAME: usize = 4;

/// A piece of one size of the picture.
struct Tile {
    /// Its place in pixels: left, upper edge, width, height.
    place: [usize; 4],
    texture: Option<TextureHandle>,
}

impl Tile {
    /// All pieces of a picture.
    fn all(level: &Level) -> Vec<Self> {
        let rows = (0..level.height).step_by(SIDE);
        let tile = |left: usize, top: usize| Self {
            place: [
                left,
                top,
                SIDE.min(level.width - left),
                SIDE.min(level.height - top),
            ],
            texture: None,
        };
        let columns = || (0..level.width).step_by(SIDE);
        rows.flat_map(|top| columns().map(move |left| tile(left, top)))
            .collect()
    }

    /// The texture reaches a pixel over the edges, so that blending shows no seams.
    fn apron(&self, level: &Level) -> [usize; 4] {
        let [left, top, width, height] = self.place;
        let (x, y) = (left.saturating_sub(1), top.saturating_sub(1));
        let (right, bottom) = (
            (left + width + 1).min(level.width),
            (top + height + 1).min(level.height),
        );
        [x, y, right - x, bottom - y]
    }

    fn fill(&mut self, ctx: &Context, level: &Level, sharp: bool) {
        let [x, y, width, height] = self.apron(level);
        let image = ImageData::Color(cut(&level.rgba, level.width, x, y, width, height));
        self.texture = Some(ctx.load_texture("picture", image, options(sharp)));
    }

    /// The part of the picture that it holds, and the part of its texture that shows it.
    fn parts(&self, level: &Level) -> (Rect, Rect) {
        let within = |[x, y, width, height]: [usize; 4], [w, h]: [usize; 2]| {
            let whole = vec2(w as f32, h as f32);
            Rect::from_min_size(
                (vec2(x as f32, y as f32) / whole).to_pos2(),
                vec2(width as f32, height as f32) / whole,
            )
        };
        let [left, top, width, height] = self.place;
        let [x, y, w, h] = self.apron(level);
        (
            within(self.place, [level.width, level.height]),
            within([left - x, top - y, width, height], [w, h]),
        )
    }
}

/// A picture that stays.
pub struct StillPicture {
    levels: Levels,
    tiles: Vec<Vec<Tile>>,
    sharp: bool,
}

impl StillPicture {
    /// A picture from its levels.
    pub fn new(levels: Levels) -> Self {
        let tiles = levels.0.iter().map(Tile::all).collect();
        Self {
            levels,
            tiles,
            sharp: false,
        }
    }

    /// The same picture, for another pane.
    pub fn again(&self) -> Self {
        Self::new(self.levels.clone())
    }

    /// The smallest level, if there is one.
    pub fn smallest(&self) -> Option<&Level> {
        self.levels.0.last()
    }

    /// Width and height of the first level.
    pub fn size(&self) -> (usize, usize) {
        let first = self.levels.0.first();
        first.map_or((1, 1), |level| (level.width, level.height))
    }

    /// Paints the part of it that `crop` names into `rect`.
    pub fn paint(&mut self, painter: &Painter, rect: Rect, crop: Crop, sharp: bool, tint: Color32) {
        let clip = painter.clip_rect().intersect(rect);
        self.paint_around(&painter.with_clip_rect(clip), rect, crop, sharp, tint);
    }

    /// Paints all of it so that the part that `crop` names lies in `rect`, from the smallest level
    /// that has enough pixels. Where its tiles are still to come, a coarser level shows.
    pub fn paint_around(
        &mut self,
        painter: &Painter,
        rect: Rect,
        crop: Crop,
        sharp: bool,
        tint: Color32,
    ) {
        if self.sharp != sharp {
            self.sharp = sharp;
            let tiles = self.tiles.iter_mut().flatten();
            tiles.for_each(|tile| tile.texture = None);
        }
        let place = Placed::new(rect, crop, self.size());
        let Some(place) = place.filter(|_| !self.levels.0.is_empty()) else {
            return;
        };
        let needed = place.right.length() * painter.ctx().pixels_per_point();
        let enough = |level: &Level| level.width as f32 >= needed;
        let index = self.levels.0.iter().rposition(enough).unwrap_or(0);
        if !self.fill(painter, index, &place) {
            painter.ctx().request_repaint();
            let coarse = self.levels.0.len() - 1;
            self.fill(painter, coarse, &place);
            self.show(painter, coarse, &place, tint);
        }
        self.show(painter, index, &place, tint);
    }

    /// Makes textures of some tiles that are seen; returns whether all of those are there now.
    fn fill(&mut self, painter: &Painter, index: usize, place: &Placed) -> bool {
        let level = &self.levels.0[index];
        let clip = painter.clip_rect();
        let mut left = PER_FRAME;
        for tile in &mut self.tiles[index] {
            let seen = || place.around(tile.parts(level).0).intersects(clip);
            if tile.texture.is_none() && seen() {
                if left == 0 {
                    return false;
                }
                left -= 1;
                tile.fill(painter.ctx(), level, self.sharp);
            }
        }
        true
    }

    fn show(&self, painter: &Painter, index: usize, place: &Placed, tint: Color32) {
        let level = &self.levels.0[index];
        for tile in &self.tiles[index] {
            if let Some(texture) = &tile.texture {
                let (part, uv) = tile.parts(level);
                painter.add(place.mesh(texture.id(), part, uv, tint));
            }
        }
    }
}

/// Where a picture lies on the screen when a part of it has its place: perhaps turned.
struct Placed {
    origin: Pos2,
    right: Vec2,
    down: Vec2,
}

impl Placed {
    /// For a picture of `size` whose part `crop` lies in `rect`; `None` if that part is a point.
    fn new(rect: Rect, crop: Crop, size: (usize, usize)) -> Option<Self> {
        let at = |x: f64, y: f64| {
            let [u, v] = crop.source(size, [x, y]);
            vec2(u as f32, v as f32)
        };
        // The way from screen to picture is a matrix, which is inverted here.
        let origin = at(0.0, 0.0);
        let (a, b) = (at(1.0, 0.0) - origin, at(0.0, 1.0) - origin);
        let det = a.x * b.y - a.y * b.x;
        if det.abs() < 1e-12 {
            return None;
        }
        let to_screen = |p: Vec2| {
            let x = (p.x * b.y - p.y * b.x) / det;
            let y = (p.y * a.x - p.x * a.y) / det;
            vec2(x * rect.width(), y * rect.height())
        };
        Some(Self {
            origin: rect.min + to_screen(-origin),
            right: to_screen(vec2(1.0, 0.0)),
            down: to_screen(vec2(0.0, 1.0)),
        })
    }

    /// What a part of the picture takes up at most.
    fn around(&self, part: Rect) -> Rect {
        let corners = [
            part.left_top(),
            part.right_top(),
            part.right_bottom(),
            part.left_bottom(),
        ];
        Rect::from_points(&corners.map(|corner| self.at(corner)))
    }

    /// Where a point of the picture, 0 to 1, lies.
    fn at(&self, point: Pos2) -> Pos2 {
        self.origin + self.right * point.x + self.down * point.y
    }

    /// The part of the picture that a tile holds, at `uv` of its texture.
    fn mesh(&self, texture: TextureId, part: Rect, uv: Rect, tint: Color32) -> Shape {
        let mut mesh = Mesh::with_texture(texture);
        let uv = [
            uv.left_top(),
            uv.right_top(),
            uv.right_bottom(),
            uv.left_bottom(),
        ];
        let corners = [
            part.left_top(),
            part.right_top(),
            part.right_bottom(),
            part.left_bottom(),
        ];
        for (uv, corner) in uv.into_iter().zip(corners) {
            mesh.vertices.push(egui::epaint::Vertex {
                pos: self.at(corner),
                uv,
                color: tint,
            });
        }
        mesh.add_triangle(0, 1, 2);
        mesh.add_triangle(0, 2, 3);
        Shape::mesh(mesh)
    }
}

/// Paints the part of a small picture that `crop` names into `rect`.
pub fn paint_part(painter: &Painter, texture: &TextureHandle, rect: Rect, crop: Crop) {
    let [width, height] = texture.size();
    let clip = painter.clip_rect().intersect(rect);
    if let Some(place) = Placed::new(rect, crop, (width, height)) {
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let mesh = place.mesh(texture.id(), all, all, Color32::WHITE);
        painter.with_clip_rect(clip).add(mesh);
    }
}
