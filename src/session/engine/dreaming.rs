//! Dreams of a model, one at a time; each newer wish takes the place of those before.

use super::{
    command::{DreamCommand, DreamJob},
    event::{DreamNews, Event},
    shared::Shared,
    work::{Around, Due, Urgency, Work},
};
use crate::{
    error::{Error, Result},
    session::{Dreams, models::ListedModel},
};
use std::{collections::VecDeque, sync::Arc};

/// Principal axes that are told.
pub const AXES: usize = 6;

/// The compute thread's part of dreams.
#[derive(Default)]
pub struct DreamWork {
    /// The model that is wanted.
    model: Option<ListedModel>,
    /// The same, opened.
    dreams: Option<Dreams>,
    /// What is still to be dreamt.
    wanted: VecDeque<DreamJob>,
}

impl DreamWork {
    /// Does what the window asks.
    pub fn obey(&mut self, command: DreamCommand) {
        match command {
            DreamCommand::Open(model) => {
                *self = Self {
                    model: Some(*model),
                    ..Self::default()
                };
            }
            DreamCommand::Want(jobs) => self.wanted = jobs.into(),
            DreamCommand::Close => *self = Self::default(),
        }
    }

    /// The model, opened if it was not, which is told.
    fn opened(&mut self, shared: &Shared) -> Result<Option<&Dreams>> {
        if let (None, Some(model)) = (&self.dreams, &self.model) {
            let dreams = Dreams::open(model, shared.compute.clone())?;
            shared.post.event(Event::Dream(DreamNews::Opened {
                hash: dreams.hash.clone(),
                side: dreams.side(),
                remembered: dreams.remembered(),
                axes: dreams.axes(AXES),
            }));
            self.dreams = Some(dreams);
        }
        Ok(self.dreams.as_ref())
    }
}

impl Work for DreamWork {
    fn due(&mut self, around: &Around) -> Option<Due> {
        let opens = self.model.is_some() && self.dreams.is_none();
        if around.answers || around.hand_moves || (!opens && self.wanted.is_empty()) {
            return None;
        }
        Some(Due {
            urgency: Urgency::Steps,
            at: around.now,
        })
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        if self.dreams.is_none() {
            return self.opened(shared).map(drop);
        }
        let Some(job) = self.wanted.pop_front() else {
            return Ok(());
        };
        let Some(dreams) = self.opened(shared)? else {
            return Ok(());
        };
        let picture = dreams.dream(&job.noise, job.truncation)?;
        let nearest = dreams.nearest(&picture);
        let nearest = nearest.map(|n| (Arc::new(dreams.original(n.original)), n.score));
        shared.post.event(Event::Dream(DreamNews::Dreamt {
            id: job.id,
            hash: dreams.hash.clone(),
            picture: Arc::new(picture),
            nearest,
        }));
        Ok(())
    }

    fn failed(&mut self, shared: &mut Shared, error: Error) {
        *self = Self::default();
        let news = DreamNews::Failed(Arc::new(error));
        shared.post.event(Event::Dream(news));
    }

    fn leave_device(&mut self, _: &mut Shared, _: &str) {
        self.dreams = None;
    }
}
