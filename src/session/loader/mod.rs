//! Everything of the window that touches files, on threads of its own.

mod answer;
mod exports;
mod files;
mod kept_work;
mod library;
mod queue;
mod recent;
mod request;
mod source;
mod studies;
mod styles;
mod training;

pub use answer::{
    Answer, ExportAnswer, FileAnswer, KeptAnswer, LibraryAnswer, Opened, OpenedRecipe,
    RecentAnswer, RestoredWork, Sorted, StudyAnswer, StyleAnswer, TrainingAnswer,
};
pub use request::{
    Estimate, ExportRequest, FileRequest, KeptRequest, LibraryRequest, LookRequest, NewStudy,
    RecentRequest, Request, StudyRequest, StyleRequest, TrainingRequest,
};
pub use source::{ENDINGS, PASTED, SAMPLE, Source};

use super::Autosave;
use crate::{
    compute::give_back,
    error::{Error, Result, catch_panic},
    fault::SettingFault,
};
use crossbeam_channel::{Receiver, Sender, bounded};
use queue::{Queue, Queued};
use std::{cell::RefCell, path::PathBuf, sync::Arc};

pub use crate::compute::{Level, Levels};

/// Answers that may wait: the window takes them with every frame.
const ANSWERS: usize = 64;

/// Threads that read pictures.
pub struct Loader {
    queue: Arc<Queue>,
    answers: Receiver<Answer>,
    /// What there was no room for.
    refused: RefCell<Vec<Answer>>,
}

impl Loader {
    /// Starts the threads; settings and the artist's own styles are kept in `folder`, and `wake` is
    /// called when something was read.
    pub fn start(
        folder: PathBuf,
        autosave: Arc<Autosave>,
        wake: impl Fn() + Send + Sync + Clone + 'static,
    ) -> Self {
        let queue = Arc::new(Queue::new(autosave.under_way()));
        let (outbox, answers) = bounded(ANSWERS);
        // Two: what is wanted now need not wait until one large photograph is read.
        for _ in 0..2 {
            let home = Home {
                folder: folder.clone(),
                autosave: Arc::clone(&autosave),
                queue: Arc::clone(&queue),
                outbox: outbox.clone(),
            };
            let wake = wake.clone();
            // Without threads nothing is read, and the window says that it is still loading.
            let _ = std::thread::Builder::new()
                .name("load".to_owned())
                .spawn(move || home.work(&wake));
        }
        Self {
            queue,
            answers,
            refused: RefCell::default(),
        }
    }

    /// Asks for something; never waits.
    pub fn ask(&self, request: impl Into<Request>) {
        if let Err(request) = self.queue.ask(request.into()) {
            let error = Arc::new(SettingFault::TooMuchAsked.into());
            let refused = Answer::Failed(*request, error);
            self.refused.borrow_mut().push(refused);
        }
    }

    /// What was read since the last call.
    pub fn answers(&self) -> Vec<Answer> {
        let mut answers = std::mem::take(&mut *self.refused.borrow_mut());
        answers.extend(self.answers.try_iter());
        answers
    }
}

impl Drop for Loader {
    fn drop(&mut self) {
        self.queue.close();
    }
}

/// What a thread knows.
struct Home {
    folder: PathBuf,
    autosave: Arc<Autosave>,
    queue: Arc<Queue>,
    outbox: Sender<Answer>,
}

impl Home {
    /// Until the window is gone.
    fn work(&self, wake: &dyn Fn()) {
        while let Some(task) = self.queue.next() {
            let saves = task.is_save();
            let answer = match &task {
                Queued::Opened(_) => Ok(None),
                Queued::Request(request) => catch_panic(|| self.answer(request, wake))
                    .map_err(Error::Compute)
                    .and_then(|answer| answer),
            };
            if saves {
                self.queue.saved();
            }
            let (answer, task) = match (answer, task) {
                (_, Queued::Opened(opened)) => (Some(self.with_kept(opened)), None),
                // What is kept of the work on it comes with it.
                (Ok(Some(Answer::File(FileAnswer::Photograph(opened)))), _) if !opened.again => {
                    self.queue.put_back(Queued::Opened(opened));
                    (None, None)
                }
                (Ok(answer), task) => (answer, Some(task)),
                (Err(e), Queued::Request(request)) => {
                    (Some(Answer::Failed(request, Arc::new(e))), None)
                }
            };
            let Some(answer) = answer else { continue };
            let large = matches!(answer, Answer::File(FileAnswer::Photograph(_)));
            if self.outbox.send(answer).is_err() {
                return;
            }
            // A save is under way until it was told that it is written.
            drop(task);
            wake();
            if large {
                // What its decoder took.
                give_back();
            }
        }
    }

    /// A photograph with what is kept of the work on it.
    fn with_kept(&self, mut opened: Box<Opened>) -> Answer {
        let kept = catch_panic(|| kept_work::of(&opened.loaded, &self.autosave));
        opened.kept = kept.ok().flatten().map(Box::new);
        Answer::File(FileAnswer::Photograph(opened))
    }

    /// What came of a request, if anything is to be told.
    fn answer(&self, request: &Request, wake: &dyn Fn()) -> Result<Option<Answer>> {
        Ok(Some(match request {
            Request::File(request) => Answer::File(files::answer(request, &self.autosave)?),
            Request::Kept(request) => {
                let tell = |answer| {
                    // If nobody listens the answer finds that out too.
                    let _ = self.outbox.send(answer);
                };
                kept_work::answer(request, &self.autosave, &tell)
            }
            Request::Library(request) => {
                let tell = |answer| {
                    let _ = self.outbox.send(answer);
                };
                Answer::Library(library::answer(request, &self.folder, &tell)?)
            }
            Request::Style(request) => Answer::Style(styles::answer(request, &self.folder)?),
            Request::Look(request) => styles::looks(request, &self.folder)?,
            Request::Recent(request) => Answer::Recent(recent::answer(request)),
            Request::Export(request) => Answer::Export(exports::answer(request)?),
            Request::Training(request) => Answer::Training(training::answer(request)?),
            Request::Study(request) => {
                let tell = |answer| {
                    let _ = self.outbox.send(Answer::Study(answer));
                    wake();
                };
                Answer::Study(studies::answer(request, &self.folder, &tell)?)
            }
            Request::Settings(settings) => {
                settings.save(&self.folder)?;
                return Ok(None);
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        picture::{ExportOptions, Picture, Stamp, export},
        session::{Painting, SaveWork, SavedProject, SavedWork, StyleKey, shelf},
        stylize::SourceRef,
    };

    #[test]
    fn a_photograph_does_not_wait_for_the_small_pictures_that_were_asked_for_before() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("photo.png");
        let picture = Picture::from_rgb(60, 40, vec![0.5; 7200]);
        export(
            &picture,
            &path,
            &ExportOptions::default(),
            &Stamp::default(),
        )
        .expect("saved");
        let data = folder.path().join("data");
        let autosave = Arc::new(Autosave::new(data.clone()));
        let loader = Loader::start(data, autosave, || {});
        let cards = shelf().iter().take(12);
        let count = cards.clone().count();
        for style in cards {
            let key = StyleKey::Shipped(style.name);
            loader.ask(StyleRequest::Card(key, Painting::Shelf(style)));
        }
        loader.ask(FileRequest::Photograph(Source::File(path)));
        let answers: Vec<Answer> = (0..=count)
            .map(|_| loader.answers.recv().expect("an answer"))
            .collect();
        let at = answers
            .iter()
            .position(|answer| matches!(answer, Answer::File(FileAnswer::Photograph(_))));
        assert!(at.is_some_and(|at| at < 4), "{at:?} of {count}");
    }
    fn saved(number: u64, source: &SourceRef, path: &std::path::Path) -> SaveWork {
        SaveWork {
            number,
            saved: SavedWork {
                time: 0,
                title: format!("work {number}"),
                source: source.clone(),
                photograph: None,
                project: SavedProject {
                    recipe: crate::stylize::Recipe::default(),
                    styles: Vec::new(),
                },
                run: None,
                snapshots: Vec::new(),
            },
            photograph: Some(Arc::new(crate::session::engine::Loaded {
                picture: Arc::new(Picture::from_rgb(1, 1, vec![0.5; 3])),
                source: source.clone(),
                path: Some(path.to_owned()),
            })),
            preview: None,
            newest: None,
            snapshots: Vec::new(),
            under_way: None,
        }
    }

    /// The photograph was answered with the work of before while a newer state of it was still to be written.
    #[test]
    fn a_photograph_that_is_opened_again_comes_with_the_work_that_is_just_being_saved() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("photo.png");
        let picture = Picture::from_rgb(60, 40, vec![0.5; 7200]);
        let (options, stamp) = (ExportOptions::default(), Stamp::default());
        export(&picture, &path, &options, &stamp).expect("saved");
        let source = SourceRef {
            name: "photo.png".to_owned(),
            blake3: crate::nn::hash_file(&path).expect("a hash"),
            licence: None,
        };
        let data = folder.path().join("data");
        let autosave = Arc::new(Autosave::new(data.clone()));
        autosave.write(&saved(1, &source, &path)).expect("saved");
        // The engine is asked for pictures; the artist opens the photograph again before they come.
        let mut work = saved(2, &source, &path);
        work.under_way = Some(autosave.under_way().begin(&source.blake3));
        let loader = Loader::start(data, Arc::clone(&autosave), || {});
        loader.ask(FileRequest::Photograph(Source::File(path.clone())));
        loader.ask(FileRequest::Photograph(Source::File(path)));
        std::thread::sleep(std::time::Duration::from_millis(300));
        assert!(loader.answers().is_empty(), "there is newer work");
        let noise = (0..3_000_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 8) as f32 / 1.7e7);
        let large = Picture::from_rgb(1000, 1000, noise.collect());
        work.preview = Some(crate::session::Preview::Picture(Arc::new(large)));
        loader.ask(KeptRequest::Save(Box::new(work)));
        let first = loader.answers.recv().expect("an answer");
        assert!(matches!(
            first,
            Answer::Kept(KeptAnswer::Saved(2, Ok(None)))
        ));
        let Answer::File(FileAnswer::Photograph(opened)) = loader.answers.recv().expect("one")
        else {
            panic!("the photograph");
        };
        let kept = opened.kept.expect("what was kept");
        assert_eq!(kept.found.saved.title, "work 2");
    }

    #[test]
    fn what_waits_is_bounded_and_what_nobody_needs_any_more_is_not_done() {
        let queue = Queue::new(crate::session::SavesUnderWay::default());
        let missing = |n: usize| RecentRequest::Missing(vec![PathBuf::from(n.to_string())]);
        let room = |n: usize| ExportRequest::Room(PathBuf::from(n.to_string()));
        (0..5).for_each(|n| assert!(queue.ask(missing(n).into()).is_ok()));
        let Some(Queued::Request(Request::Recent(RecentRequest::Missing(newest)))) = queue.next()
        else {
            panic!("the newest");
        };
        assert_eq!(newest, [PathBuf::from("4")]);
        let taken = (0..10_000)
            .take_while(|n| queue.ask(room(*n).into()).is_ok())
            .count();
        assert!((100..1000).contains(&taken), "{taken}");
        queue.close();
        assert!(queue.next().is_none());
    }

    /// Two threads wrote them in any order, and the older one was left out, whose pictures the newer one counted on.
    #[test]
    fn saves_are_written_in_their_order_one_at_a_time() {
        let queue = Queue::new(crate::session::SavesUnderWay::default());
        let source = SourceRef::default();
        let save = |number| {
            let work = saved(number, &source, std::path::Path::new("photo.png"));
            Request::from(KeptRequest::Save(Box::new(work)))
        };
        let number = |task: Option<Queued>| match task {
            Some(Queued::Request(Request::Kept(KeptRequest::Save(work)))) => Some(work.number),
            _ => None,
        };
        let missing = RecentRequest::Missing(Vec::new());
        for request in [save(1), save(2), missing.into()] {
            assert!(queue.ask(request).is_ok());
        }
        assert_eq!(number(queue.next()), Some(1));
        assert_eq!(number(queue.next()), None, "what can be done meanwhile");
        queue.saved();
        assert_eq!(number(queue.next()), Some(2));
    }
}
