//! The picture that the artist makes: photograph, styles and settings, who paints them, and how far that is. The
//! window changes the project and says once a frame that it may have ([`Artwork::follow`]): what differs from what
//! the engine was told is asked of Instant, steers Refine or begins it. Knows nothing of windows, so that all of it
//! can be tried without one.

mod ask;
mod edit;
mod follow;
mod hear;
mod snapshots;
mod switch_photograph;
#[cfg(test)]
mod tests;

pub use follow::Moment;
pub use snapshots::Snapshots;

use super::{
    engine::{Shown, Snapshot, Standing},
    history::History,
    project::Project,
    save_schedule::RunState,
    saved::SavedRun,
};
use crate::stylize::{Distances, Engine, Losses, Recipe};
use std::time::Instant;

/// Where Refine stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Nothing was painted yet.
    #[default]
    Idle,
    /// The engine was asked to begin.
    Starting,
    /// Steps are being done.
    Painting,
    /// The artist paused.
    Paused,
    /// All steps were done, or the artist stopped.
    Done,
}

/// What Instant has said.
#[derive(Default)]
pub struct Answer {
    /// A picture was asked for, and its result is not there yet.
    pub waiting: bool,
    /// Share of a large result that is painted.
    pub share: Option<f32>,
    /// What is on the canvas, if that is of Instant.
    pub shown: Option<Shot>,
    /// How far the result is from its sources, once that was measured.
    pub far: Option<Distances>,
    /// A picture has to be asked for, as soon as all that it needs was read.
    wanted: bool,
    /// The last one was asked for by a hand that moved.
    moving: bool,
    /// Long side that the canvas showed when it was asked for the last time.
    side: usize,
    /// What the canvas shows since then, and since when.
    resized: Option<(usize, f64)>,
}

/// A picture of Instant on the canvas.
pub struct Shot {
    /// Seconds that it took.
    pub seconds: f32,
    /// Whether it is the result, not a sketch.
    pub result: bool,
    /// The recipe that paints it again.
    pub recipe: Box<Recipe>,
}

/// A run of Refine.
#[derive(Debug, Default)]
pub struct Run {
    /// How far it is.
    pub phase: Phase,
    /// Where it stands.
    pub standing: Option<Standing>,
    /// Loss of each step: number of the step, values.
    pub curve: Vec<(usize, Losses)>,
    /// Whether the settings have changed since the picture was painted.
    pub outdated: bool,
    /// Whether the artist ended it before its last step.
    pub stopped: bool,
    /// When it was begun.
    pub began: Option<Instant>,
    /// Only its picture is left.
    picture_only: bool,
    /// It was gone on with from a picture, by its pixels.
    from_picture: bool,
    /// The program ended before its first step: it is begun as soon as all that it needs was read, and waits.
    begins_paused: bool,
}

impl Run {
    /// A run of which the picture is left: it waits.
    fn of(saved: &SavedRun) -> Self {
        Self {
            phase: if saved.finished {
                Phase::Done
            } else {
                Phase::Paused
            },
            standing: Some(saved.standing),
            outdated: saved.outdated,
            picture_only: true,
            ..Self::default()
        }
    }
}

/// A run of Refine that was left for Instant; undo comes back to it.
struct Left {
    /// Styles and settings under which it paints.
    project: Project,
    run: Run,
    snapshots: Vec<Snapshot>,
    /// Width and height of its picture.
    size: Option<(usize, usize)>,
}

/// What the window has to show or to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What was painted before has nothing to do with what is painted now.
    ClearResult,
    /// What the picture was compared with is gone.
    ClearCompared,
    /// It is compared with a snapshot.
    Compared,
    /// It is what it would be compared with.
    SameCompared,
    /// Refine needs a painting.
    NeedsPainting,
    /// Refine goes on from a picture that was kept, after so many steps.
    GoesOnFrom(usize),
    /// Refine has ended.
    Ended {
        /// Steps done.
        steps: usize,
        /// Whether the artist stopped it.
        stopped: bool,
    },
}

/// The picture that the artist makes.
#[derive(Default)]
pub struct Artwork {
    /// Photograph, styles and settings as the artist wants them.
    pub project: Project,
    history: History,
    /// The project as the engine was told it.
    told: Project,
    /// Other weights came with something that was taken over: nobody moved them to have the picture refined.
    weights_came: bool,
    /// Undo or redo has brought the project: it is no change of the artist's.
    went: bool,
    answer: Answer,
    run: Run,
    left: Option<Left>,
    /// Long side in screen pixels in which the picture is seen, as was last said.
    side: Option<usize>,
    /// When the last change was made that Refine has to begin for.
    changed: Option<f64>,
    snapshots: Snapshots,
    /// Width and height of the result being painted.
    size: Option<(usize, usize)>,
    /// Whether frames that still come belong to a picture that is gone.
    stale: bool,
    /// The sample is refined by itself, once.
    demo: bool,
    effects: Vec<Effect>,
}

impl Artwork {
    /// Begins with `project`, which nothing precedes.
    pub fn new(project: Project) -> Self {
        Self {
            history: History::new(project.clone()),
            project,
            ..Self::default()
        }
    }

    /// Whether the picture on the canvas is made by Refine.
    pub fn refines(&self) -> bool {
        self.project.recipe.engine == Engine::Refine
    }

    /// What Instant has said.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The run of Refine on the canvas.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Where Refine stands.
    pub fn phase(&self) -> Phase {
        self.run.phase
    }

    /// The states that were remembered.
    pub fn snapshots(&self) -> &Snapshots {
        &self.snapshots
    }

    /// Undo and redo.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Width and height of the result being painted.
    pub fn size(&self) -> Option<(usize, usize)> {
        self.size
    }

    /// Whether frames that still come belong to a picture that is gone.
    pub fn is_stale(&self) -> bool {
        self.stale
    }

    /// Whether this is somebody's work: the sample as it comes is nobody's.
    pub fn is_own(&self) -> bool {
        !self.project.is_sample || self.history.can_undo()
    }

    /// Whether a decoder that Refine has moved can paint `what` at another size.
    pub fn can_grow(&self, what: Shown) -> bool {
        let here = match what {
            Shown::Newest => !self.run.picture_only,
            Shown::Snapshot(id) => !self.snapshots.is_picture_only(id),
        };
        self.moves_decoder() && self.has_result() && here
    }

    /// Whether Refine moves, or has moved, the decoder that painted what it started from.
    pub fn moves_decoder(&self) -> bool {
        self.refines() && self.project.recipe.moves_decoder() && !self.run.from_picture
    }

    /// Whether there is something to export.
    pub fn has_result(&self) -> bool {
        if self.refines() {
            !matches!(self.run.phase, Phase::Idle | Phase::Starting)
        } else {
            self.answer.shown.is_some() && !self.stale
        }
    }

    /// Whether a picture of Refine is being painted.
    pub fn is_painting(&self) -> bool {
        self.run.phase == Phase::Painting
    }

    /// Share of what is being painted that is there, 0 to 1; `None` if nothing is being painted.
    pub fn share(&self) -> Option<f32> {
        let standing = self.run.standing.filter(|_| self.is_painting());
        let refined = standing.map(|standing| standing.done);
        refined.or(self.answer.share)
    }

    /// Share of Instant's picture that is there.
    pub fn instant_share(&self) -> f32 {
        let there = if self.answer.shown.is_some() {
            1.0
        } else {
            0.0
        };
        self.answer.share.unwrap_or(there)
    }

    /// What Instant has painted of these settings, if that is the result and it is on the canvas.
    pub fn shown_result(&self) -> Option<&Shot> {
        let shown = self.answer.shown.as_ref();
        shown.filter(|shot| shot.result && !self.answer.waiting && !self.refines())
    }

    /// Where Refine stands, on the canvas or left for Instant.
    pub fn run_state(&self) -> Option<RunState> {
        let (project, run, shown) = match &self.left {
            _ if self.refines() => (&self.project, &self.run, true),
            Some(left) => (&left.project, &left.run, false),
            None => return None,
        };
        let begun = !matches!(run.phase, Phase::Idle | Phase::Starting);
        Some(RunState {
            project: project.clone(),
            standing: run.standing.filter(|_| begun)?,
            finished: run.phase == Phase::Done,
            shown,
            outdated: run.outdated,
        })
    }

    /// Says when the run was begun.
    #[cfg(test)]
    pub fn set_began(&mut self, began: Option<Instant>) {
        self.run.began = began;
    }

    /// What the window has to show or to say since the last call.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}
