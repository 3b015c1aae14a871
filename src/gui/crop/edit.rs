//! What handles, presets and turns do to a crop: geometry without a window.

use crate::picture::Crop;

/// Shape that a crop keeps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aspect {
    /// Any.
    Free,
    /// That of the picture.
    Own,
    /// Width to height.
    Ratio(f32, f32),
}

/// The shapes to choose from, wide ones; each can be stood upright.
pub const RATIOS: [(f32, f32); 5] = [(1.0, 1.0), (5.0, 4.0), (4.0, 3.0), (3.0, 2.0), (16.0, 9.0)];

/// A crop that is being edited.
#[derive(Clone, Copy, Debug)]
pub struct Edit {
    /// Width and height of the whole picture.
    pub size: (usize, usize),
    /// The crop.
    pub crop: Crop,
    /// The crop as it was last set by hand: straightening shrinks that one, so that going back to
    /// a level picture brings all of it back.
    wish: Crop,
    /// Shape that it keeps.
    pub aspect: Aspect,
    /// Whether a shape with two sides stands upright.
    pub upright: bool,
}

impl Edit {
    /// Smallest side in pixels.
    const LEAST: f32 = 16.0;

    /// Begins with `crop` of a picture of `size`.
    pub fn new(size: (usize, usize), crop: Crop) -> Self {
        let crop = crop.fitted(size);
        let (width, height) = crop.size(size);
        Self {
            size,
            crop,
            wish: crop,
            aspect: Aspect::Free,
            upright: height > width,
        }
    }

    /// Width and height of the turned picture in pixels.
    pub fn frame(&self) -> (f32, f32) {
        let (width, height) = self.crop.turned_size(self.size);
        (width as f32, height as f32)
    }

    fn set(&mut self, crop: Crop) {
        self.crop = crop;
        self.wish = crop;
    }

    /// All of the picture as it stands.
    pub fn reset(&mut self) {
        self.aspect = Aspect::Free;
        self.set(Crop::default());
    }

    /// A quarter turn.
    pub fn turn(&mut self, clockwise: bool) {
        self.crop = self.crop.turned(clockwise);
        self.wish = self.wish.turned(clockwise);
        self.upright = !self.upright;
    }

    /// Rotates the picture under the crop, which shrinks where it would reach over the edge.
    pub fn straighten(&mut self, degrees: f32) {
        self.wish.degrees = degrees;
        self.crop = self.wish.fitted(self.size);
    }

    /// Width over height that is kept, in shares of the frame; `None` if any is allowed.
    fn ratio(&self) -> Option<f32> {
        let (width, height) = self.frame();
        let pixels = match self.aspect {
            Aspect::Free => return None,
            Aspect::Own => width / height,
            Aspect::Ratio(w, h) if self.upright => h / w,
            Aspect::Ratio(w, h) => w / h,
        };
        Some(pixels * height / width)
    }

    /// Takes on a shape: the largest of it within the present crop.
    pub fn shape(&mut self, aspect: Aspect, upright: bool) {
        (self.aspect, self.upright) = (aspect, upright);
        let Some(ratio) = self.ratio() else { return };
        let now = self.crop;
        let (width, height) = if now.width / now.height > ratio {
            (now.height * ratio, now.height)
        } else {
            (now.width, now.width / ratio)
        };
        let crop = Crop {
            left: now.left + 0.5 * (now.width - width),
            top: now.top + 0.5 * (now.height - height),
            width,
            height,
            ..now
        };
        self.set(crop.fitted(self.size));
    }

    /// Moves the crop `from` by shares of the frame, as far as the picture goes; along one edge it
    /// still slides.
    pub fn shift(&mut self, from: Crop, by: [f32; 2]) {
        let across = Crop {
            left: from.left + by[0],
            ..from
        };
        let there = from.towards(across, self.size);
        let down = Crop {
            top: there.top + by[1],
            ..there
        };
        self.set(there.towards(down, self.size));
    }

    /// Drags an edge or a corner of the crop `from` by shares of the frame. `side` says which: -1 is
    /// left or top, 1 right or bottom, 0 neither; `keep` keeps its shape even if any is allowed.
    pub fn drag(&mut self, from: Crop, side: [i8; 2], by: [f32; 2], keep: bool) {
        let own = from.width / from.height;
        let ratio = self.ratio().or(keep.then_some(own));
        let (width, height) = self.frame();
        let least = [
            (Self::LEAST / width).min(from.width),
            (Self::LEAST / height).min(from.height),
        ];
        let along =
            |side: i8, length: f32, by: f32, least: f32| (length + f32::from(side) * by).max(least);
        let mut size = [
            along(side[0], from.width, by[0], least[0]),
            along(side[1], from.height, by[1], least[1]),
        ];
        let Some(ratio) = ratio else {
            // One edge after the other: each goes as far as it can.
            let across = from.towards(anchored(from, side, [size[0], from.height]), self.size);
            let both = anchored(from, side, [across.width, size[1]]);
            let both = Crop {
                left: across.left,
                ..both
            };
            self.set(across.towards(both, self.size));
            return;
        };
        if side[0] == 0 || (side[1] != 0 && size[0] / from.width < size[1] / from.height) {
            size[0] = size[1] * ratio;
        } else {
            size[1] = size[0] / ratio;
        }
        self.set(from.towards(anchored(from, side, size), self.size));
    }
}

/// `from` in another size; the edge or corner opposite to `side` stays, or the middle.
fn anchored(from: Crop, side: [i8; 2], [width, height]: [f32; 2]) -> Crop {
    let start = |side: i8, start: f32, old: f32, new: f32| match side {
        -1 => start + old - new,
        0 => start + 0.5 * (old - new),
        _ => start,
    };
    Crop {
        left: start(side[0], from.left, from.width, width),
        top: start(side[1], from.top, from.height, height),
        width,
        height,
        ..from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: f32, b: f32) -> bool {
        (a - b).abs() < 1e-3
    }

    #[test]
    fn a_corner_follows_the_hand_and_stops_at_the_edge() {
        let mut edit = Edit::new((400, 200), Crop::default());
        edit.drag(edit.crop, [1, 1], [-0.5, -0.25], false);
        assert!(close(edit.crop.width, 0.5) && close(edit.crop.height, 0.75));
        edit.drag(edit.crop, [1, 1], [0.9, 0.1], false);
        assert!(close(edit.crop.width, 1.0), "{:?}", edit.crop);
        assert!(close(edit.crop.height, 0.85), "{:?}", edit.crop);
    }

    #[test]
    fn a_shape_is_kept_by_every_handle() {
        let mut edit = Edit::new((400, 200), Crop::default());
        edit.shape(Aspect::Ratio(1.0, 1.0), false);
        let square = |crop: Crop| close(crop.width * 400.0, crop.height * 200.0);
        assert!(square(edit.crop) && close(edit.crop.height, 1.0));
        for side in [[1, 0], [0, -1], [-1, 1]] {
            edit.drag(edit.crop, side, [-0.05, 0.04], false);
            assert!(square(edit.crop), "{side:?} {:?}", edit.crop);
        }
        edit.shape(Aspect::Ratio(3.0, 2.0), true);
        let (width, height) = edit.crop.size(edit.size);
        assert!(width < height);
    }

    #[test]
    fn straightening_shrinks_the_crop_and_going_back_brings_it_back() {
        let mut edit = Edit::new((300, 200), Crop::default());
        edit.straighten(7.0);
        assert!(edit.crop.width < 0.95 && edit.crop.fits(edit.size));
        edit.straighten(0.0);
        assert!(edit.crop.is_whole());
    }

    #[test]
    fn moving_slides_along_an_edge() {
        let part = Crop {
            left: 0.4,
            top: 0.4,
            width: 0.5,
            height: 0.5,
            ..Crop::default()
        };
        let mut edit = Edit::new((300, 200), part);
        edit.shift(part, [0.5, 0.05]);
        assert!(close(edit.crop.left, 0.5) && close(edit.crop.top, 0.45));
        assert!(close(edit.crop.width, 0.5));
    }
}
