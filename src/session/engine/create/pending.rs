//! Pictures that are wanted and not there yet: to be delivered, measured, kept, or shown small.

use crate::{
    session::{
        JobRun,
        engine::command::Order,
        request::{Loaded, PaintRequest},
    },
    stylize::Engine,
};
use std::sync::Arc;

/// What is to be done with a picture that is not there yet.
pub struct PendingPicture {
    pub start: PaintRequest,
    pub what: Purpose,
    pub run: Option<Box<JobRun>>,
}

/// What a finished picture is wanted for.
pub enum Purpose {
    Deliver(Box<Order>),
    Measure,
    /// To be one of the artist's own snapshots.
    Keep(Arc<Loaded>),
}

impl PendingPicture {
    /// Whether nobody waits for it any more.
    pub fn is_stopped(&self) -> bool {
        matches!(&self.what, Purpose::Deliver(order) if order.watch.is_stopped())
    }

    /// Whether Instant's picture of `start` is the one.
    pub fn is_answered_by(&self, start: &PaintRequest) -> bool {
        self.start.recipe.engine == Engine::Instant && self.start.same_picture(start)
    }

    /// So much of it is painted, 0 to 1.
    pub fn tell(&self, share: f32) {
        if let Purpose::Deliver(order) = &self.what {
            order.watch.paints(share);
        }
    }
}

/// What a small picture is wanted for.
pub enum PreviewPurpose {
    /// A look of this name.
    Look(String),
    /// The variation of this number.
    Variation(usize),
}
