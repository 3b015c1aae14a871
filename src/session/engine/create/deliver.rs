//! What happens with a finished picture: it is saved on another thread, or handed to the window.

use super::{
    CreateWork, Newest,
    pending::{PendingPicture, Purpose},
    request::{InstantRequest, RequestStage},
    run::State,
};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    picture::{Format, Picture},
    session::{
        JobRun, JobSources, Making,
        deliver::{at_size, deliver_aside},
        engine::{
            command::{Destination, Order},
            event::Event,
            shared::Shared,
            state::Shown,
        },
        request::PaintRequest,
    },
    stylize::{Engine, Recipe},
};
use std::sync::Arc;

impl CreateWork {
    /// Delivers a picture: at once if it is there as it is wanted, else it is painted first.
    pub fn deliver(&mut self, shared: &mut Shared, order: Order) -> Result<()> {
        if let Destination::File(delivery) = &order.to
            && let Some(size) = delivery.size
        {
            // Said before the minutes of painting.
            let (path, options) = (&delivery.path, &delivery.options);
            options.check_size(Format::of(path)?, size, path)?;
            if let Some(again) = &order.again {
                let about = &again.photograph.picture.metadata;
                delivery.check_recipe(&again.recipe, about)?;
            }
        }
        if let Some(again) = order.again.clone() {
            let run = self.run_at_size(shared, order.what, &again)?;
            let what = Purpose::Deliver(Box::new(order));
            if run.is_some() {
                self.await_picture(*again, what, run);
                return Ok(());
            }
            return self.paint_first(shared, *again, what);
        }
        self.hand_out(shared, order.what, Purpose::Deliver(Box::new(order)))
    }

    /// Does something with a picture that is there, or soon will be.
    pub fn hand_out(&mut self, shared: &mut Shared, shown: Shown, what: Purpose) -> Result<()> {
        match self.state(shown) {
            _ if (shown, self.newest) == (Shown::Newest, Newest::Instant) => {
                let request = self.request.as_ref().ok_or(Error::NothingPainted)?;
                let start = request.start.clone();
                self.paint_first(shared, start, what)
            }
            Some(State::Instant(painted)) => {
                let painted = painted.clone();
                self.fulfil_with(shared, what, &painted)
            }
            Some(State::Refine(refine)) => {
                let refine = match &self.run {
                    Some(run) => run.at_its_size(refine),
                    None => refine.clone(),
                };
                let recipe = self.run.as_ref().map(|run| run.recipe_of(&refine));
                let making = Making {
                    recipe: recipe.or_else(|| Some(refine.played())),
                    network: shared.net()?.hash.clone(),
                };
                self.fulfil(shared, what, Arc::new(refine.finish()?.picture), making)
            }
            Some(State::Kept(kept)) => {
                let kept = kept.clone();
                let picture = kept.whole()?;
                let making = Making {
                    network: match kept.snapshot.recipe.engine {
                        Engine::Refine => shared.net()?.hash.clone(),
                        Engine::Instant => kept.snapshot.recipe.painter_blake3.clone(),
                    },
                    recipe: Some(kept.recipe_of(&picture)),
                };
                self.fulfil(shared, what, Arc::new(picture), making)
            }
            // What a GPU that failed has left.
            None => match self.backup.1.clone() {
                Some(picture) => self.fulfil(shared, what, Arc::new(picture), Making::default()),
                None => Err(Error::NothingPainted),
            },
        }
    }

    /// Does something with what `start` asks for: at once if it is on the canvas, else when it was painted.
    fn paint_first(
        &mut self,
        shared: &mut Shared,
        start: PaintRequest,
        what: Purpose,
    ) -> Result<()> {
        let done = |stage: &RequestStage| matches!(stage, RequestStage::Done(_));
        let request = self.request.as_ref().filter(|request| done(&request.stage));
        let here = request.is_some_and(|request| request.is(&start));
        let painted = self
            .painted
            .as_ref()
            .filter(|painted| here && painted.result);
        if let (Some(mut painted), Engine::Instant) = (painted.cloned(), start.recipe.engine) {
            painted.recipe.tone = start.recipe.tone;
            return self.fulfil_with(shared, what, &painted);
        }
        self.await_picture(start, what, None);
        Ok(())
    }

    fn await_picture(&mut self, start: PaintRequest, what: Purpose, run: Option<Box<JobRun>>) {
        let pending = PendingPicture { start, what, run };
        pending.tell(0.0);
        self.pending.push_back(pending);
    }

    /// What paints `shown` at the size of `again`, if that is a state of Refine whose decoder is still there: no step is done
    /// once more.
    fn run_at_size(
        &self,
        shared: &mut Shared,
        shown: Shown,
        again: &PaintRequest,
    ) -> Result<Option<Box<JobRun>>> {
        let Some(State::Refine(refine)) = self.state(shown) else {
            return Ok(None);
        };
        let Some(refine) = refine.at_size(again.size()) else {
            return Ok(None);
        };
        let recipe = Recipe {
            size: again.exact_size(),
            ..refine.played()
        };
        let run = JobRun::standing(refine, recipe, shared.net()?.as_ref());
        Ok(Some(Box::new(run)))
    }

    /// A piece of a picture that is painted only to be delivered: of the first one that `engine` paints.
    pub fn paint_pending(&mut self, shared: &mut Shared, engine: Engine) -> Result<()> {
        let Some(i) = self.pending_of(engine) else {
            return Ok(());
        };
        // It is given up if this fails.
        let Some(mut pending) = self.pending.remove(i) else {
            return Ok(());
        };
        if pending.is_stopped() {
            return Ok(());
        }
        let painters = shared.painters(&pending.start.recipe)?;
        let mut run = match pending.run.take() {
            Some(run) => run,
            None => {
                let sources = JobSources::of(&pending.start)?;
                Box::new(JobRun::begin(sources, &painters)?)
            }
        };
        if !run.is_done() {
            run.step(&painters)?;
        }
        if !run.is_done() {
            pending.tell(run.share()?);
            pending.run = Some(run);
            self.pending.insert(i, pending);
            return Ok(());
        }
        match run.finish(&painters)? {
            Some(painted) => {
                let making = painted.making();
                self.fulfil(shared, pending.what, Arc::new(painted.picture), making)
            }
            None => Ok(()),
        }
    }

    /// The first picture that `engine` is to paint only to be delivered. What the canvas will show soon is
    /// waited for.
    pub fn pending_of(&self, engine: Engine) -> Option<usize> {
        let soon = |request: &&InstantRequest| {
            !matches!(request.stage, RequestStage::Done(_) | RequestStage::Stopped)
        };
        let request = self.request.as_ref().filter(soon);
        let request = request.filter(|_| self.newest == Newest::Instant);
        self.pending.iter().position(|pending| {
            let mine = pending.start.recipe.engine == engine;
            let soon = request.is_some_and(|request| pending.is_answered_by(&request.start));
            mine && (pending.is_stopped() || !soon)
        })
    }

    /// Gives a picture away.
    pub fn fulfil(
        &mut self,
        shared: &mut Shared,
        what: Purpose,
        picture: Arc<Picture>,
        making: Making,
    ) -> Result<()> {
        match what {
            Purpose::Measure => {
                shared.post.event(Event::Measured(picture));
                Ok(())
            }
            Purpose::Deliver(order) => self.send_off(shared, *order, picture, making),
            Purpose::Keep(photograph) => {
                if let Some(recipe) = making.recipe {
                    self.keep_instant(shared, picture, recipe, photograph);
                }
                Ok(())
            }
        }
    }

    /// Delivers on another thread, so that painting goes on.
    fn send_off(
        &self,
        shared: &mut Shared,
        order: Order,
        picture: Arc<Picture>,
        making: Making,
    ) -> Result<()> {
        let tell = shared.post.teller();
        let told = move |event: Result<Option<Event>>| {
            tell(event.unwrap_or_else(|error| {
                Some(Event::Failed {
                    error: Arc::new(error),
                    run_ended: false,
                })
            }));
        };
        match order.to {
            Destination::File(delivery) => {
                let path = delivery.path.clone();
                let saved = move |saved: Result<bool>| {
                    told(saved.map(|saved| saved.then_some(Event::Exported(path))));
                };
                deliver_aside(picture, making, *delivery, order.watch, saved)
            }
            Destination::Clipboard(size) => {
                let watch = order.watch;
                let body = move || {
                    let copied = crate::error::catch_panic(|| {
                        let sized = at_size(&picture, size);
                        let (width, height) = (sized.width, sized.height);
                        Event::Copied((width, height), sized.to_rgba8().into())
                    });
                    let stopped = watch.is_stopped();
                    drop((picture, watch));
                    told(
                        copied
                            .map_err(Error::Compute)
                            .map(|e| (!stopped).then_some(e)),
                    );
                };
                let thread = std::thread::Builder::new().name("copy".to_owned());
                thread
                    .spawn(body)
                    .map(|_| ())
                    .map_err(|e| SettingFault::NoThread(e.to_string()).into())
            }
        }
    }
}
