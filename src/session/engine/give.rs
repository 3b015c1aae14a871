//! What happens with a finished picture: it is saved on another thread, or handed to the window.

use super::{
    Destination, Event, Order, Shown, StartRun,
    live::nothing_yet,
    run::State,
    studio::{Newest, Studio},
    wish::{Errand, Purpose, Stage, Wish},
};
use crate::{
    error::{Error, Result},
    fault::SettingFault,
    picture::{Format, Picture},
    session::{
        JobRun, Making, Sources,
        deliver::{at_size, deliver_aside},
    },
    stylize::Engine,
};
use std::sync::Arc;

impl Studio {
    /// Delivers a picture: at once if it is there as it is wanted, else it is painted first.
    pub(super) fn deliver(&mut self, order: Order) -> Result<()> {
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
            return self.painted_first(*again, Purpose::Deliver(Box::new(order)));
        }
        self.hand_out(order.what, Purpose::Deliver(Box::new(order)))
    }

    /// Does something with a picture that is there, or soon will be.
    pub(super) fn hand_out(&mut self, shown: Shown, what: Purpose) -> Result<()> {
        match self.state(shown) {
            _ if (shown, self.newest) == (Shown::Newest, Newest::Instant) => {
                let wish = self.wish.as_ref().ok_or_else(nothing_yet)?;
                let start = wish.start.clone();
                self.painted_first(start, what)
            }
            Some(State::Instant(shot)) => {
                let shot = shot.clone();
                self.serve(what, &shot)
            }
            Some(State::Refine(refine)) => {
                let refine = refine.clone();
                let making = Making {
                    recipe: Some(refine.played()),
                    network: self.net()?.hash.clone(),
                };
                self.give(what, Arc::new(refine.finish()?.picture), making)
            }
            Some(State::Kept(kept)) => {
                let kept = kept.clone();
                let picture = kept.whole()?;
                let making = Making {
                    network: match kept.snapshot.recipe.engine {
                        Engine::Refine => self.net()?.hash.clone(),
                        Engine::Instant => kept.snapshot.recipe.painter_blake3.clone(),
                    },
                    recipe: Some(kept.recipe_of(&picture)),
                };
                self.give(what, Arc::new(picture), making)
            }
            // What a GPU that failed has left.
            None => match self.backup.1.clone() {
                Some(picture) => self.give(what, Arc::new(picture), Making::default()),
                None => Err(nothing_yet()),
            },
        }
    }

    /// Does something with what `start` asks for: at once if it is on the canvas, else when it was painted.
    fn painted_first(&mut self, start: StartRun, what: Purpose) -> Result<()> {
        let done = |stage: &Stage| matches!(stage, Stage::Done(_));
        let wish = self.wish.as_ref().filter(|wish| done(&wish.stage));
        let here = wish.is_some_and(|wish| wish.is(&start));
        let shot = self.shot.as_ref().filter(|shot| here && shot.result);
        if let (Some(mut shot), Engine::Instant) = (shot.cloned(), start.recipe.engine) {
            shot.recipe.tone = start.recipe.tone;
            return self.serve(what, &shot);
        }
        let run = None;
        let errand = Errand { start, what, run };
        errand.tell(0.0);
        self.errands.push_back(errand);
        Ok(())
    }

    /// A piece of a picture that is painted only to be delivered: of the first one that `engine` paints.
    pub(super) fn run_errand(&mut self, engine: Engine) -> Result<()> {
        let Some(i) = self.errand(engine) else {
            return Ok(());
        };
        // It is given up if this fails.
        let Some(mut errand) = self.errands.remove(i) else {
            return Ok(());
        };
        if errand.is_stopped() {
            return Ok(());
        }
        let painters = self.painters(&errand.start.recipe)?;
        let mut run = match errand.run.take() {
            Some(run) => run,
            None => {
                let sources = Sources::of(&errand.start)?;
                Box::new(JobRun::begin(sources, &painters)?)
            }
        };
        if !run.is_done() {
            run.step(&painters)?;
        }
        if !run.is_done() {
            errand.tell(run.share()?);
            errand.run = Some(run);
            self.errands.insert(i, errand);
            return Ok(());
        }
        match run.finish(&painters)? {
            Some(painted) => {
                let making = painted.making();
                self.give(errand.what, Arc::new(painted.picture), making)
            }
            None => Ok(()),
        }
    }

    /// The first picture that `engine` is to paint only to be delivered. What the canvas will show soon is
    /// waited for.
    pub(super) fn errand(&self, engine: Engine) -> Option<usize> {
        let soon = |wish: &&Wish| !matches!(wish.stage, Stage::Done(_) | Stage::Stopped);
        let wish = self.wish.as_ref().filter(soon);
        let wish = wish.filter(|_| self.newest == Newest::Instant);
        self.errands.iter().position(|errand| {
            let mine = errand.start.recipe.engine == engine;
            let soon = wish.is_some_and(|wish| errand.is_answered_by(&wish.start));
            mine && (errand.is_stopped() || !soon)
        })
    }

    /// Gives a picture away.
    pub(super) fn give(
        &mut self,
        what: Purpose,
        picture: Arc<Picture>,
        making: Making,
    ) -> Result<()> {
        match what {
            Purpose::Measure => {
                self.post.event(Event::Measured(picture));
                Ok(())
            }
            Purpose::Deliver(order) => self.send_off(*order, picture, making),
            Purpose::Keep(photograph) => {
                if let Some(recipe) = making.recipe {
                    self.keep_instant(picture, recipe, photograph);
                }
                Ok(())
            }
        }
    }

    /// Delivers on another thread, so that painting goes on.
    fn send_off(&self, order: Order, picture: Arc<Picture>, making: Making) -> Result<()> {
        let (outbox, wake) = (self.post.outbox.clone(), Arc::clone(&self.post.wake));
        let told = move |event: Result<Option<Event>>| {
            let event = event.unwrap_or_else(|error| {
                Some(Event::Failed {
                    error: Arc::new(error),
                    run_ended: false,
                })
            });
            if let Some(event) = event {
                // Nobody listens any more if the window was closed.
                let _ = outbox.send(event);
            }
            wake();
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
