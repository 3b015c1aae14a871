//! A painting that is learnt on the compute thread, a step a turn, while the artist's own picture needs nothing.

use super::{
    event::{Event, TuneNews},
    shared::Shared,
    work::{Around, Due, QUIET, READING, Urgency, Work},
};
use crate::{
    error::{Error, Result, catch_panic},
    fault::SettingFault,
    session::{StyleKey, TuneJob, TuneSources, settings::data_folder},
    train::{StyleTuning, TuneSettings},
};
use crossbeam_channel::{Receiver, TryRecvError, bounded};
use std::{collections::VecDeque, sync::Arc};

/// The compute thread's part of it.
#[derive(Default)]
pub struct TuningWork {
    waiting: VecDeque<TuneJob>,
    now: Option<(StyleKey, Stage)>,
}

/// How far the one is that is learnt now.
enum Stage {
    /// Its files are being read.
    Reading(Receiver<Result<TuneSources>>),
    /// They were read.
    Read(Result<Box<TuneSources>>),
    Learning(Box<StyleTuning>),
}

impl TuningWork {
    /// Learns one more; one that is learnt or waits already is not learnt twice.
    pub fn want(&mut self, job: TuneJob) {
        let waits = self.waiting.iter().any(|other| other.key == job.key);
        let now = self.now.as_ref().is_some_and(|(key, _)| *key == job.key);
        if !waits && !now {
            self.waiting.push_back(job);
        }
    }

    /// Gives one up.
    pub fn stop(&mut self, key: &StyleKey, shared: &Shared) {
        self.waiting.retain(|job| job.key != *key);
        self.now.take_if(|(now, _)| now == key);
        tell(shared, key, TuneNews::Stopped);
    }

    /// The next one's files are read on a thread of its own.
    fn begin_next(&mut self) {
        let Some(job) = self.waiting.pop_front() else {
            return;
        };
        let (sender, reading) = bounded(1);
        let key = job.key.clone();
        let body = move || {
            let read = catch_panic(|| TuneSources::read(&job, &data_folder()));
            // Nobody waits any more if it was stopped.
            let _ = sender.send(read.map_err(Error::Compute).and_then(|read| read));
        };
        let thread = std::thread::Builder::new().name("tune".to_owned());
        let stage = match thread.spawn(body) {
            Ok(_) => Stage::Reading(reading),
            Err(e) => Stage::Read(Err(SettingFault::NoThread(e.to_string()).into())),
        };
        self.now = Some((key, stage));
    }

    /// Whether there is something to do now; takes what was read meanwhile.
    fn is_ready(&mut self) -> bool {
        if self.now.is_none() {
            self.begin_next();
        }
        let Some((_, stage)) = &mut self.now else {
            return false;
        };
        if let Stage::Reading(reading) = stage {
            let read = match reading.try_recv() {
                Ok(read) => read.map(Box::new),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => {
                    Err(SettingFault::NoThread("it ended early".to_owned()).into())
                }
            };
            *stage = Stage::Read(read);
        }
        true
    }
}

impl Work for TuningWork {
    fn due(&mut self, around: &Around) -> Option<Due> {
        let ready = self.is_ready();
        self.now.as_ref()?;
        if around.hand_moves || around.answers || around.refines {
            return None;
        }
        let at = if ready {
            around.quiet_since + QUIET
        } else {
            around.now + READING
        };
        Some(Due {
            urgency: Urgency::Background,
            at,
        })
    }

    fn piece(&mut self, shared: &mut Shared) -> Result<()> {
        if !self.is_ready() {
            return Ok(());
        }
        // It is gone if this panics: what it was in between is no state to go on from.
        let Some((key, stage)) = self.now.take() else {
            return Ok(());
        };
        let mut learning = match stage {
            Stage::Reading(_) => return Ok(()),
            Stage::Learning(learning) => learning,
            Stage::Read(sources) => {
                let begin = |sources: Box<TuneSources>| {
                    sources.begin(shared.net()?, TuneSettings::default(), &shared.compute)
                };
                match sources.and_then(begin) {
                    Ok(learning) => Box::new(learning),
                    Err(error) => {
                        tell(shared, &key, TuneNews::Failed(Arc::new(error)));
                        return Ok(());
                    }
                }
            }
        };
        match learning.step() {
            Ok(_) if learning.is_done() => match learning.tuning() {
                Ok(tuning) => tell(shared, &key, TuneNews::Learnt(tuning)),
                Err(error) => tell(shared, &key, TuneNews::Failed(Arc::new(error))),
            },
            Ok(_) => {
                let (done, of) = learning.progress();
                let share = done as f32 / of.max(1) as f32;
                let step = TuneNews::Share(share);
                shared.post.step(Event::Tune(key.clone(), step));
                self.now = Some((key, Stage::Learning(learning)));
            }
            Err(error) => {
                tell(shared, &key, TuneNews::Failed(Arc::new(error)));
            }
        }
        Ok(())
    }

    fn failed(&mut self, shared: &mut Shared, error: Error) {
        if let Some((key, _)) = self.now.take() {
            tell(shared, &key, TuneNews::Failed(Arc::new(error)));
        }
    }

    fn leave_device(&mut self, shared: &mut Shared, reason: &str) {
        if matches!(self.now, Some((_, Stage::Learning(_)))) {
            self.failed(shared, Error::Compute(reason.to_owned()));
        }
    }
}

fn tell(shared: &Shared, key: &StyleKey, news: TuneNews) {
    shared.post.event(Event::Tune(key.clone(), news));
}
