//! What each view of the canvas shows.

use super::{
    CreateWork, Newest,
    pending::PendingPicture,
    request::InstantPicture,
    run::{RefineRun, State},
};
use crate::{
    compute::{Frame, to_tensor},
    error::{Error, Result, catch_panic},
    session::{
        engine::{
            event::Event,
            shared::Shared,
            state::{Shown, View},
        },
        request::PaintRequest,
    },
    stylize::toned,
};
use std::{collections::VecDeque, mem, time::Instant};

impl CreateWork {
    /// What is meant by `shown`.
    pub fn state(&self, shown: Shown) -> Option<State<'_>> {
        match (shown, self.newest) {
            (Shown::Newest, Newest::Instant) => self.painted.as_ref().map(State::Instant),
            (shown, _) => {
                let run = self.run.as_ref().and_then(|run| run.state(shown));
                run.or_else(|| self.kept.of(shown).map(State::Kept))
            }
        }
    }

    /// Puts what a view shows onto the screen.
    pub fn show(&mut self, shared: &mut Shared, view: View) -> Result<()> {
        let shown = self.shown(view);
        let origin = self.run.as_ref().and_then(RefineRun::origin_until_finer);
        let state = match (shown, self.newest, origin) {
            (Shown::Newest, Newest::Refine, Some(origin)) => Some(State::Instant(origin)),
            _ => self.state(shown),
        };
        let frame = match state {
            None => return Ok(()),
            Some(State::Instant(painted)) => {
                let painted = painted.clone();
                self.frame_of(shared, &painted)?
            }
            Some(State::Kept(kept)) => Frame::of(&kept.seen()?),
            Some(State::Refine(refine)) => match &shared.screen {
                None => Frame::of(&refine.preview()?),
                Some(_) => {
                    let canvas = refine.live()?;
                    shared.on_screen(canvas)?
                }
            },
        };
        self.shown_at = Instant::now();
        shared.post.frame(view, frame);
        Ok(())
    }

    /// The result is there.
    pub fn present_result(
        &mut self,
        shared: &mut Shared,
        start: &PaintRequest,
        seconds: f32,
    ) -> Result<()> {
        self.present_as(shared, seconds, true)?;
        let (ready, later): (VecDeque<PendingPicture>, _) = mem::take(&mut self.pending)
            .into_iter()
            .partition(|pending| pending.is_answered_by(start));
        self.pending = later;
        for pending in ready {
            if let Some(mut painted) = self.painted.clone() {
                painted.recipe.tone = pending.start.recipe.tone;
                self.fulfil_with(shared, pending.what, &painted)?;
            }
        }
        Ok(())
    }

    pub fn present_as(&mut self, shared: &mut Shared, seconds: f32, result: bool) -> Result<()> {
        if let Some(painted) = &mut self.painted {
            (painted.seconds, painted.result) = (seconds, result);
        }
        self.present(shared)
    }

    /// Puts the newest picture of Instant onto the canvas.
    pub fn present(&mut self, shared: &mut Shared) -> Result<()> {
        let Some(painted) = self.painted.clone() else {
            return Ok(());
        };
        let frame = self.frame_of(shared, &painted)?;
        // What is still on its way is older than what is told now.
        shared.post.forget(View::Main);
        shared.post.event(Event::Instant {
            size: painted.size,
            seconds: painted.seconds,
            result: painted.result,
            recipe: Box::new(painted.recipe),
        });
        self.shown_at = Instant::now();
        shared.post.frame(View::Main, frame);
        Ok(())
    }

    pub fn frame_of(&mut self, shared: &mut Shared, painted: &InstantPicture) -> Result<Frame> {
        match (&mut shared.screen, &painted.canvas, &painted.picture) {
            (Some(screen), Some(canvas), _) => {
                let (photograph, tone) = (painted.content.photograph(), &painted.recipe.tone);
                let own = || {
                    let (width, height) = (photograph.width, photograph.height);
                    to_tensor(&photograph.matte(), width, height, &shared.compute.device)
                };
                let canvas = catch_panic(|| toned(canvas.clone(), own, tone));
                screen.show(canvas.map_err(Error::Compute)?)
            }
            (_, _, Some(picture)) => Ok(Frame::still(&painted.toned(picture))),
            _ => Err(Error::Compute("the picture is gone".to_owned())),
        }
    }
}
