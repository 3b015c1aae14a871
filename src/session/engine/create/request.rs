//! What Instant is to paint: a sketch at once, the result when the hand rests.

use crate::{
    picture::{Picture, fit_long_side},
    session::request::PaintRequest,
    stylize::{Content, Look, Painting, Recipe, Size, Style},
};
use burn::tensor::Tensor;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

/// Time that the hand rests before a result is begun that takes longer than a sketch.
const REST: Duration = Duration::from_millis(250);
/// Time that a result rests before it is compared with its sources.
const MEASURE: Duration = Duration::from_millis(1200);
/// Seconds in which a sketch should be there.
const ANSWER: f32 = 0.09;
/// Long sides of sketches; the sixth is tried first.
const SIDES: [usize; 10] = [256, 320, 400, 480, 560, 640, 800, 1024, 1280, 1536];
/// A result of so many times the pixels of a sketch needs none.
const NEAR: f32 = 1.3;

/// A picture that the artist wants of Instant.
pub struct InstantRequest {
    pub start: PaintRequest,
    /// Width and height of the result.
    pub size: (usize, usize),
    pub stage: RequestStage,
    since: Instant,
}

/// How far it is.
pub enum RequestStage {
    /// Nothing was painted yet.
    New,
    /// A sketch is there; the result is begun at this time, unless the hand still moves.
    Sketched(Instant),
    /// The photograph was seen at the result's size, begun at this time.
    Seen(Instant),
    /// The result is being painted, in tiles.
    Painting(Box<TiledResult>),
    /// The result is there, and is compared with its sources at this time, unless it was.
    Done(Option<Instant>),
    /// The artist wants no more than the sketch.
    Stopped,
}

/// A result on its way.
pub struct TiledResult {
    pub painting: Painting,
    pub picture: InstantPicture,
    pub begun: Instant,
}

/// A painted picture, and all that it takes to paint it again.
#[derive(Clone)]
pub struct InstantPicture {
    pub recipe: Recipe,
    /// Width and height of the result.
    pub size: (usize, usize),
    /// The size in a recipe that shall give these pixels again, see [`PaintRequest::exact_size`].
    pub exact: Size,
    /// Whether it is the result, not a sketch of it.
    pub result: bool,
    /// Seconds that it took.
    pub seconds: f32,
    pub content: Content,
    pub style: Style,
    pub look: Look,
    /// On a GPU, without the tone of the recipe.
    pub canvas: Option<Tensor<4>>,
    /// In memory, without the tone of the recipe: another one costs no painting.
    pub picture: Option<Arc<Picture>>,
}

impl InstantPicture {
    /// `picture` of it in the tone of the recipe.
    pub fn toned(&self, picture: &Arc<Picture>) -> Arc<Picture> {
        let tone = &self.recipe.tone;
        if tone.is_plain() {
            return Arc::clone(picture);
        }
        let mut picture = picture.as_ref().clone();
        tone.apply(self.content.photograph(), &mut picture);
        Arc::new(picture)
    }
}

impl InstantRequest {
    pub fn new(start: PaintRequest) -> Self {
        Self {
            size: start.size(),
            start,
            stage: RequestStage::New,
            since: Instant::now(),
        }
    }

    /// What could not be painted: it is not tried again before it is asked for once more.
    pub fn stopped(start: PaintRequest) -> Self {
        Self {
            stage: RequestStage::Stopped,
            ..Self::new(start)
        }
    }

    /// When there is something to do for it; `None` if there is nothing before the hand moves.
    pub fn due(&self) -> Option<Instant> {
        match &self.stage {
            RequestStage::New | RequestStage::Seen(_) | RequestStage::Painting(_) => {
                Some(self.since)
            }
            RequestStage::Sketched(at) if self.start.at_rest => Some(*at),
            RequestStage::Done(measure_at) if self.start.at_rest => *measure_at,
            RequestStage::Sketched(_) | RequestStage::Done(_) | RequestStage::Stopped => None,
        }
    }

    /// The same picture is asked for again: by a hand that has come to rest, or in another tone.
    pub fn again(&mut self, start: PaintRequest) {
        if !self.start.at_rest
            && let RequestStage::Sketched(at) = &mut self.stage
        {
            *at = Instant::now() + REST;
        }
        self.start.at_rest = start.at_rest;
        self.start.recipe.tone = start.recipe.tone;
    }

    /// Whether `start` asks for the same picture.
    pub fn is(&self, start: &PaintRequest) -> bool {
        self.start.same_picture(start)
    }

    /// The result was painted; a picture that has paintings only can be compared with them.
    pub fn done(&mut self) {
        let PaintRequest { codes, recipe, .. } = &self.start;
        let plain = codes.is_empty() && recipe.random_style.is_none();
        let measured = plain && !self.start.paintings.is_empty();
        self.stage = RequestStage::Done(measured.then(|| Instant::now() + MEASURE));
    }

    /// A sketch was painted.
    pub fn sketched(&mut self) {
        self.stage = RequestStage::Sketched(Instant::now() + REST);
    }
}

/// How large sketches are, by how long they took.
pub struct SketchPace {
    side: usize,
    /// Seconds that the last ones of this size took.
    recent: Vec<f32>,
}

impl Default for SketchPace {
    fn default() -> Self {
        Self {
            side: 5,
            recent: Vec::new(),
        }
    }
}

impl SketchPace {
    /// Width and height of the sketch of a result; `None` if the result is painted in one pass and hardly
    /// larger.
    pub fn sketch(&self, (width, height): (usize, usize), once: bool) -> Option<(usize, usize)> {
        let (w, h) = fit_long_side(width, height, SIDES[self.side].min(width.max(height)));
        (!once || ((width * height) as f32) > NEAR * (w * h) as f32).then_some((w, h))
    }

    /// A sketch of this size whose photograph was known took so long. The better of the last four
    /// counts: others had to share the processor.
    pub fn took(&mut self, (width, height): (usize, usize), seconds: f32) {
        if width.max(height) != SIDES[self.side] {
            return;
        }
        self.recent.push(seconds);
        if self.recent.len() < 4 {
            return;
        }
        let best = self.recent.drain(..).fold(f32::MAX, f32::min);
        let grown = |side: usize| (SIDES[side] as f32 / SIDES[self.side] as f32).powi(2);
        if best > ANSWER && self.side > 0 {
            self.side -= 1;
        } else if self.side + 1 < SIDES.len() && best * grown(self.side + 1) < 0.8 * ANSWER {
            self.side += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketches_grow_on_a_fast_machine_shrink_on_a_slow_one_and_small_results_need_none() {
        let mut pace = SketchPace::default();
        let sketch = |pace: &SketchPace| pace.sketch((6000, 4000), true).expect("a sketch");
        let first = sketch(&pace);
        for _ in 0..4 {
            pace.took(sketch(&pace), 0.01);
        }
        assert!(sketch(&pace).0 > first.0);
        // One that had to wait for others counts for nothing.
        for seconds in [9.0, 0.08, 9.0, 9.0] {
            let now = sketch(&pace);
            pace.took(now, seconds);
            assert_eq!(sketch(&pace), now);
        }
        for _ in 0..100 {
            pace.took(sketch(&pace), 1.0);
        }
        assert_eq!(sketch(&pace), (256, 171));
        assert_eq!(pace.sketch((280, 200), true), None);
        assert_eq!(pace.sketch((280, 200), false), Some((256, 183)));
    }
}
