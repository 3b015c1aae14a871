//! A batch on the compute thread: photographs are read ahead on one thread, painted here step by step
//! when the artist's own picture needs nothing, and saved on another thread.

use super::{
    Event,
    studio::{QUIET, READING, Studio},
};
use crate::{
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    picture::{PictureWarning, Watch},
    session::{
        JobRun, Painters,
        batch::{Batch, Prepared, Preparer},
        deliver::deliver_aside,
        job::Job,
    },
    stylize::{Engine, Recipe},
};
use crossbeam_channel::{Receiver, TryRecvError, bounded};
use std::{path::PathBuf, sync::Arc, time::Instant};

/// How far a batch is.
#[derive(Clone, Debug, Default)]
pub struct BatchNews {
    /// Photographs in all.
    pub total: usize,
    /// Those that were painted and saved.
    pub painted: usize,
    /// Those whose results were there already.
    pub there: usize,
    /// Those that could not be painted or saved, and why.
    pub failed: Vec<(PathBuf, Arc<Error>)>,
    /// What is to be said of files that were painted from.
    pub warned: Vec<(PathBuf, PictureWarning)>,
    /// The one that is being painted.
    pub now: Option<PathBuf>,
    /// Share of that one that is painted, 0 to 1.
    pub share: f32,
    /// Where the results go.
    pub to: PathBuf,
    /// Whether it is over.
    pub over: bool,
    /// Whether the artist ended it.
    pub stopped: bool,
}

impl BatchNews {
    /// Photographs with which nothing is to be done any more.
    pub fn done(&self) -> usize {
        self.painted + self.there + self.failed.len()
    }
}

/// What there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A piece of work.
    Piece,
    /// A file is being read or written.
    Wait,
    /// Nothing.
    Rest,
}

/// A photograph that is being painted.
struct Work {
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
    work: Option<Box<Work>>,
    saving: Option<Saving>,
    /// Stops what is being saved.
    watch: Arc<Watch>,
    /// What all photographs are painted by.
    recipe: Recipe,
}

/// Steps of Refine between two words about how far it is.
const TELL_EVERY: usize = 10;

impl BatchWork {
    /// Begins with a batch; one that goes on already ends.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn begin(&mut self, batch: Batch) -> Result<BatchNews> {
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
            ..Self::default()
        };
        Ok(news)
    }

    /// Ends the batch now; what was saved stays.
    pub fn end(&mut self) -> Option<BatchNews> {
        self.watch.stop();
        let goes_on = self.reader.is_some();
        let news = BatchNews {
            over: true,
            stopped: true,
            now: None,
            ..std::mem::take(&mut self.news)
        };
        *self = Self::default();
        goes_on.then_some(news)
    }

    /// What there is to do; takes what was read and written meanwhile.
    pub fn next(&mut self) -> Next {
        let Some(reader) = &self.reader else {
            return Next::Rest;
        };
        if self.saving.as_ref().is_some_and(|s| !s.saved.is_empty()) {
            return Next::Piece;
        }
        if let Some(work) = &self.work {
            // One result is saved at a time.
            let full = work.run.is_done() && self.saving.is_some();
            return if full { Next::Wait } else { Next::Piece };
        }
        if self.prepared.is_none() {
            match reader.try_recv() {
                Ok(prepared) => self.prepared = Some(prepared),
                Err(TryRecvError::Empty) => return Next::Wait,
                Err(TryRecvError::Disconnected) if self.saving.is_some() => return Next::Wait,
                Err(TryRecvError::Disconnected) => {}
            }
        }
        Next::Piece
    }

    /// Does one small piece, and tells how far it is. A photograph that cannot be painted is only noted.
    ///
    /// # Errors
    /// If the device fails, which counts for the photograph that was being painted.
    pub fn piece(&mut self, painters: &Painters) -> Result<Option<BatchNews>> {
        if let Some(saving) = self.saving.take_if(|saving| !saving.saved.is_empty()) {
            let saved = saving.saved.try_recv().unwrap_or(Ok(()));
            match saved {
                Ok(()) => self.news.painted += 1,
                Err(error) => self.fail(saving.photograph, error),
            }
            return Ok(Some(self.news.clone()));
        }
        if let Some(mut work) = self.work.take() {
            return match catch_panic(|| self.advance(&mut work, painters)) {
                Ok(Ok(true)) => {
                    let few = work.run.refined().is_some() && work.steps % TELL_EVERY != 1;
                    self.work = Some(work);
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
                        self.work = Some(Box::new(Work { job, run, steps }));
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
    fn advance(&mut self, work: &mut Work, painters: &Painters) -> Result<bool> {
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
    fn save(&mut self, work: Work, painters: &Painters) -> Result<Option<BatchNews>> {
        let Work { job, run, .. } = work;
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

    /// Gives up what lies on a device that failed.
    pub fn leave_device(&mut self, reason: &str) {
        if let Some(work) = self.work.take() {
            self.fail(work.job.content, Error::Compute(reason.to_owned()));
        }
    }

    /// How far it is.
    pub fn news(&self) -> BatchNews {
        self.news.clone()
    }
}

impl Studio {
    /// When there is something to do for a picture that Refine paints only to be delivered, or for the
    /// batch: when the artist's picture has rested for a while, or by turns with a picture that is refined.
    pub(super) fn batch_due(&mut self, busy: bool) -> Option<Instant> {
        let moves = self.resting || self.wish.as_ref().is_some_and(|w| !w.start.at_rest);
        let next = match self.errand(Engine::Refine).is_some() {
            true => Next::Piece,
            false => self.batch.next(),
        };
        match next {
            Next::Rest => None,
            _ if busy || moves => None,
            Next::Wait => Some(Instant::now() + READING),
            Next::Piece if self.painting => Some(self.busy),
            Next::Piece => Some(self.busy + QUIET),
        }
    }

    pub(super) fn batch_piece(&mut self) -> Result<()> {
        if self.errand(Engine::Refine).is_some() {
            return self.run_errand(Engine::Refine);
        }
        let recipe = self.batch.recipe.clone();
        let painters = self.painters(&recipe)?;
        match self.batch.piece(&painters) {
            Ok(Some(news)) => self.tell_batch(news),
            Ok(None) => {}
            // On a GPU all else would fail too.
            Err(error) if self.compute.gpu => return Err(error),
            Err(_) => {
                let news = self.batch.news();
                self.tell_batch(news);
            }
        }
        Ok(())
    }

    pub(super) fn tell_batch(&mut self, news: BatchNews) {
        let counts = (news.done(), news.over);
        let event = Event::Batch(Box::new(news));
        if std::mem::replace(&mut self.batch_told, counts) == counts {
            // A share of a picture; the next one tells as much.
            self.post.step(event);
        } else {
            self.post.event(event);
        }
    }

    /// What a job with this recipe is painted with.
    pub(super) fn painters(&mut self, recipe: &Recipe) -> Result<Painters> {
        Ok(Painters {
            instant: Some(self.instant(recipe)?),
            net: self.net()?,
            compute: self.compute.clone(),
        })
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<()> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map(|_| ())
        .map_err(|e| SettingFault::NoThread(e.to_string()).into())
}
