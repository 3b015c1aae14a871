//! A batch on the compute thread: photographs are read ahead on one thread, painted here step by step
//! when the artist's own picture needs nothing, and saved on another thread.

use super::{
    event::{BatchNews, Event},
    shared::Shared,
    work::{Around, Due, QUIET, READING, Readiness, Urgency, Work},
};
use crate::{
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    picture::Watch,
    session::{
        JobRun, Painters,
        batch::{Batch, Prepared, Preparer},
        deliver::deliver_aside,
        job::Job,
    },
    stylize::Recipe,
};
use crossbeam_channel::{Receiver, TryRecvError, bounded};
use std::{path::PathBuf, sync::Arc};

/// A photograph that is being painted.
struct Current {
    job: Job,
    run: JobRun,
    steps: usize,
}

/// A result that is being saved: of which photograph, and what became of it.
struct Saving {
    photograph: PathBuf,
    saved: Receiver<Result<()>>,
}

/// The compute thread's part of a batch.
#[derive(Default)]
pub struct BatchWork {
    news: BatchNews,
    /// What was read ahead, in order.
    reader: Option<Receiver<(PathBuf, Prepared)>>,
    prepared: Option<(PathBuf, Prepared)>,
    current: Option<Box<Current>>,
    saving: Option<Saving>,
    /// Stops what is being saved.
    watch: Arc<Watch>,
    /// What all photographs are painted by.
    recipe: Recipe,
    /// How many pictures the window knows to be done, and whether it knows the end.
    told: (usize, bool),
}

/// Steps of Refine between two words about how far it is.
const TELL_EVERY: usize = 10;

impl BatchWork {
    /// Begins with a batch; one that goes on already ends.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn begin(&mut self, batch: Batch, shared: &Shared) -> Result<()> {
        self.watch.stop();
        let news = BatchNews {
            total: batch.pictures.len(),
            to: batch.to.clone(),
            ..BatchNews::default()
        };
        // One photograph waits while another is painted: large ones are not heaped up.
        let (sender, reader) = bounded(0);
        let recipe = batch.job.recipe.clone();
        let body = move || {
            let pictures = batch.pictures.clone();
            let mut preparer = Preparer::new(batch);
            for photograph in pictures {
                let prepared = catch_panic(|| preparer.prepare(&photograph))
                    .unwrap_or_else(|panic| Prepared::Failed(Error::Compute(panic)));
                if sender.send((photograph, prepared)).is_err() {
                    return;
                }
            }
        };
        spawn("batch", body)?;
        *self = Self {
            news: news.clone(),
            reader: Some(reader),
            recipe,
            told: self.told,
            ..Self::default()
        };
        self.tell(news, shared);
        Ok(())
    }

    /// Ends the batch now; what was saved stays.
    pub fn stop(&mut self, shared: &Shared) {
        self.watch.stop();
        let goes_on = self.reader.is_some();
        let news = BatchNews {
            over: true,
            stopped: true,
            now: None,
            ..std::mem::take(&mut self.news)
        };
        *self = Self {
            told: self.told,
            ..Self::default()
        };
        if goes_on {
            self.tell(news, shared);
        }
    }

    /// What there is to do; takes what was read and written meanwhile.
    fn next(&mut self) -> Readiness {
        let Some(reader) = &self.reader else {
            return Readiness::Rests;
        };
        if self.saving.as_ref().is_some_and(|s| !s.saved.is_empty()) {
            return Readiness::Piece;
        }
        if let Some(work) = &self.current {
            // One result is saved at a time.
            let full = work.run.is_done() && self.saving.is_some();
            return if full {
                Readiness::Waits
            } else {
                Readiness::Piece
            };
        }
        if self.prepared.is_none() {
            match reader.try_recv() {
                Ok(prepared) => self.prepared = Some(prepared),
                Err(TryRecvError::Empty) => return Readiness::Waits,
                Err(TryRecvError::Disconnected) if self.saving.is_some() => {
                    return Readiness::Waits;
                }
                Err(TryRecvError::Disconnected) => {}
            }
        }
        Readiness::Piece
    }

    /// Does one small piece, and tells how far it is. A photograph that cannot be painted is only noted.
    ///
    /// # Errors
    /// If the device fails, which counts for the photograph that was being painted.
    fn advance(&mut self, painters: &Painters) -> Result<Option<BatchNews>> {
        if let Some(saving) = self.saving.take_if(|saving| !saving.saved.is_empty()) {
            let saved = saving.saved.try_recv().unwrap_or(Ok(()));
            match saved {
                Ok(()) => self.news.painted += 1,
                Err(error) => self.fail(saving.photograph, error),
            }
            return Ok(Some(self.news.clone()));
        }
        if let Some(mut work) = self.current.take() {
            return match catch_panic(|| self.step(&mut work, painters)) {
                Ok(Ok(true)) => {
                    let few = work.run.refined().is_some() && work.steps % TELL_EVERY != 1;
                    self.current = Some(work);
                    Ok((!few).then(|| self.news.clone()))
                }
                Ok(Ok(false)) => self.save(*work, painters),
                Ok(Err(error)) => self.lose(work.job.content, error),
                Err(panic) => self.lose(work.job.content, Error::Compute(panic)),
            };
        }
        match self.prepared.take() {
            Some((photograph, Prepared::Ready(job, sources))) => {
                (self.news.now, self.news.share) = (Some(photograph.clone()), 0.0);
                for said in sources.warnings() {
                    // A style is read for each photograph.
                    if !self.news.warned.contains(said) {
                        self.news.warned.push(said.clone());
                    }
                }
                match catch_panic(|| JobRun::begin(*sources, painters)) {
                    Ok(Ok(run)) => {
                        let (job, steps) = (*job, 0);
                        self.current = Some(Box::new(Current { job, run, steps }));
                    }
                    Ok(Err(error)) => return self.lose(photograph, error),
                    Err(panic) => return self.lose(photograph, Error::Compute(panic)),
                }
            }
            Some((_, Prepared::There)) => self.news.there += 1,
            Some((photograph, Prepared::Failed(error))) => self.fail(photograph, error),
            None => {
                self.reader = None;
                (self.news.over, self.news.now) = (true, None);
            }
        }
        Ok(Some(self.news.clone()))
    }

    /// A step; returns whether there is another one.
    fn step(&mut self, work: &mut Current, painters: &Painters) -> Result<bool> {
        if work.run.is_done() {
            return Ok(false);
        }
        work.run.step(painters)?;
        work.steps += 1;
        if work.run.refined().is_none() || work.steps % TELL_EVERY == 1 {
            self.news.share = work.run.share()?;
        }
        Ok(true)
    }

    /// Takes the finished picture from the device, and saves it on another thread.
    fn save(&mut self, work: Current, painters: &Painters) -> Result<Option<BatchNews>> {
        let Current { job, run, .. } = work;
        let painted = match catch_panic(|| run.finish(painters)) {
            Ok(Ok(Some(painted))) => painted,
            Ok(Ok(None)) => return Ok(None),
            Ok(Err(error)) => return self.lose(job.content, error),
            Err(panic) => return self.lose(job.content, Error::Compute(panic)),
        };
        let (sender, saved) = bounded(1);
        let (photograph, watch) = (job.content.clone(), Arc::clone(&self.watch));
        let (making, picture) = (painted.making(), Arc::new(painted.picture));
        let tell = move |done: Result<bool>| {
            // Nobody waits any more if the batch was ended.
            let _ = sender.send(done.map(|_| ()));
        };
        match deliver_aside(picture, making, job.delivery, watch, tell) {
            Ok(()) => self.saving = Some(Saving { photograph, saved }),
            Err(error) => self.fail(photograph, error),
        }
        Ok(Some(self.news.clone()))
    }

    fn fail(&mut self, photograph: PathBuf, error: Error) {
        self.news.failed.push((photograph, Arc::new(error)));
    }

    /// A photograph is lost. If its computation failed, so has a GPU, perhaps.
    fn lose(&mut self, photograph: PathBuf, error: Error) -> Result<Option<BatchNews>> {
        match error {
            Error::Compute(reason) => {
                self.fail(photograph, Error::Compute(reason.clone()));
                Err(Error::Compute(reason))
            }
            error => {
                self.fail(photograph, error);
                Ok(Some(self.news.clone()))
            }
        }
    }

    /// Tells how far it is.
    fn tell(&mut self, news: BatchNews, shared: &Shared) {
        let counts = (news.done(), news.over);
        let event = Event::Batch(Box::new(news));
        if std::mem::replace(&mut self.told, counts) == counts {
            // A share of a picture; the next one tells as much.
            shared.post.step(event);
        } else {
            shared.post.event(event);
        }
    }
}

impl Work for BatchWork {
    /// When the artist's picture has rested for a while, or by turns with a picture that is refined.
    fn due(&mut self, around: &Around) -> Option<Due> {
        let next = self.next();
        if around.answers || around.hand_moves {
            return None;
        }
        let at = match next {
            Readiness::Rests => return None,
            Readiness::Waits => around.now + READING,
            Readiness::Piece if around.refines => around.quiet_since,
            Readiness::Piece => around.quiet_since + QUIET,
        };
        let urgency = match around.refines {
            true => Urgency::Steps,
            false => Urgency::Background,
        };
        Some(Due { urgency, at })
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        let painters = shared.painters(&self.recipe)?;
        match self.advance(&painters) {
            Ok(Some(news)) => self.tell(news, shared),
            Ok(None) => {}
            // On a GPU all else would fail too.
            Err(error) if shared.compute.gpu => return Err(error),
            Err(_) => self.tell(self.news.clone(), shared),
        }
        Ok(())
    }

    fn failed(&mut self, shared: &mut Shared, error: Error) {
        shared.tell_failed(error, false);
    }

    fn leave_device(&mut self, _: &mut Shared, reason: &str) {
        if let Some(current) = self.current.take() {
            self.fail(current.job.content, Error::Compute(reason.to_owned()));
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(|_| ())
        .map_err(|e| SettingFault::NoThread(e.to_string()).into())
}
