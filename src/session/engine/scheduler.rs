//! What happens on the thread that computes: commands are obeyed between two pieces of work, and of all that is to
//! be done the most urgent piece comes next.

use super::{
    batch::BatchWork,
    command::Command,
    create::CreateWork,
    device::WorkerDevice,
    dreaming::DreamWork,
    gallery::GalleryWork,
    post::{Inbox, Post},
    shared::Shared,
    training::TrainingWork,
    tuning::TuningWork,
    work::{Around, Due, Urgency, Work},
};
use crate::{
    compute::{Turn, give_back},
    error::{Error, Result, catch_panic},
    session::request::PaintRequest,
};
use crossbeam_channel::{TryRecvError, after, never, select};
use std::{
    cmp::Reverse,
    time::{Duration, Instant},
};

/// Time that all rests before freed memory is given back.
const IDLE: Duration = Duration::from_secs(2);

/// The works, in the order in which they begin where they are equally urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Create,
    Training,
    Tuning,
    Batch,
    Dreams,
    Gallery,
}

impl Which {
    const ALL: [Self; 6] = [
        Self::Create,
        Self::Training,
        Self::Tuning,
        Self::Batch,
        Self::Dreams,
        Self::Gallery,
    ];
}

/// What the thread does next.
enum Next {
    Obey(Command),
    Paint(Box<PaintRequest>),
    Piece(Which, Urgency),
    End,
}

/// The compute thread's own.
pub struct Scheduler {
    shared: Shared,
    create: CreateWork,
    training: TrainingWork,
    tuning: TuningWork,
    batch: BatchWork,
    dreams: DreamWork,
    gallery: GalleryWork,
    inbox: Inbox,
    turn: Turn,
    /// Pieces that were done, and after how many each work had its last one.
    pieces: u64,
    last: [u64; Which::ALL.len()],
    /// When something was last done for the artist's own picture.
    busy: Instant,
    /// Whether freed memory was given back since something was done last.
    given_back: bool,
}

impl Scheduler {
    pub fn open(device: &WorkerDevice, post: Post, inbox: Inbox) -> Self {
        let turn = device.window.as_ref().map(|window| window.turn.clone());
        Self {
            shared: Shared::open(device, post),
            create: CreateWork::new(inbox.steering.clone()),
            training: TrainingWork::default(),
            tuning: TuningWork::default(),
            batch: BatchWork::default(),
            dreams: DreamWork::default(),
            gallery: GalleryWork::default(),
            inbox,
            turn: turn.unwrap_or_default(),
            pieces: 0,
            last: [0; Which::ALL.len()],
            busy: Instant::now(),
            given_back: false,
        }
    }

    /// Until the window is gone.
    pub fn work(mut self) {
        loop {
            let next = self.next();
            self.given_back = false;
            let which = match &next {
                Next::Piece(which, urgency) => {
                    self.count(*which, *urgency);
                    *which
                }
                Next::Obey(command) => {
                    self.busy = Instant::now();
                    addressee(command)
                }
                Next::Paint(_) => {
                    self.busy = Instant::now();
                    Which::Create
                }
                Next::End => break,
            };
            let turn = self.turn.clone();
            let done = turn.compute(|| {
                // A panic anywhere becomes an error that the artist sees.
                let done = catch_panic(|| self.act(next)).map_err(Error::Compute);
                done.and_then(|done| done)
                    .and_then(|()| self.shared.settle())
            });
            if let Err(error) = done {
                self.fail(which, error);
            }
        }
        for which in Which::ALL {
            // What cannot be kept any more is not.
            let _ = catch_panic(|| self.of(which).0.end());
        }
    }

    /// A piece is about to be done.
    fn count(&mut self, which: Which, urgency: Urgency) {
        self.pieces += 1;
        self.last[which as usize] = self.pieces;
        // What is painted only to be delivered is no reason to wait before the next piece of it.
        if which == Which::Create && (urgency == Urgency::Answer || self.create.refines()) {
            self.busy = Instant::now();
        }
    }

    fn act(&mut self, next: Next) -> Result<()> {
        match next {
            Next::Obey(command) => self.obey(command),
            Next::Paint(request) => self.create.want(&mut self.shared, *request),
            Next::Piece(which, _) => {
                let (work, shared) = self.of(which);
                work.piece(shared)
            }
            Next::End => Ok(()),
        }
    }

    fn obey(&mut self, command: Command) -> Result<()> {
        let shared = &mut self.shared;
        match command {
            Command::Gallery(job) => self.gallery.want(*job),
            Command::Batch(batch) => self.batch.begin(*batch, shared)?,
            Command::EndBatch => self.batch.stop(shared),
            Command::Train(command) => self.training.obey(command, shared)?,
            Command::Tune(job) => self.tuning.want(*job),
            Command::EndTuning(key) => self.tuning.stop(&key, shared),
            Command::Dream(command) => self.dreams.obey(command),
            command => self.create.obey(command, shared)?,
        }
        Ok(())
    }

    /// A work, and what all share.
    fn of(&mut self, which: Which) -> (&mut dyn Work, &mut Shared) {
        let work: &mut dyn Work = match which {
            Which::Create => &mut self.create,
            Which::Training => &mut self.training,
            Which::Tuning => &mut self.tuning,
            Which::Batch => &mut self.batch,
            Which::Dreams => &mut self.dreams,
            Which::Gallery => &mut self.gallery,
        };
        (work, &mut self.shared)
    }

    /// Commands come first, then what is wanted of Instant, then the most urgent piece.
    fn next(&mut self) -> Next {
        loop {
            match self.inbox.commands.try_recv() {
                Ok(command) => return Next::Obey(command),
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return Next::End,
            }
            if let Some(request) = self.inbox.wanted.take() {
                return Next::Paint(Box::new(request));
            }
            let now = Instant::now();
            let dues = self.dues(now);
            if let Some((which, urgency)) = most_urgent(&dues, &self.last, now) {
                return Next::Piece(which, urgency);
            }
            let alarm = dues.iter().flatten().map(|due| due.at).min();
            let rests = alarm.is_none() && !self.given_back;
            let alarm = alarm.or(rests.then(|| now + IDLE));
            let alarm = alarm.map_or_else(never, |at| after(at - now));
            select! {
                recv(self.inbox.commands) -> command => return command.map_or(Next::End, Next::Obey),
                recv(self.inbox.rung) -> _ => {}
                recv(alarm) -> _ => if rests {
                    self.given_back = true;
                    give_back();
                }
            }
        }
    }

    /// What each work wants.
    fn dues(&mut self, now: Instant) -> [Option<Due>; Which::ALL.len()] {
        let mut around = Around {
            now,
            hand_moves: self.create.hand_moves(),
            answers: self.create.answers(),
            refines: self.create.refines(),
            delivers: self.create.delivers_refined(),
            quiet_since: self.busy,
        };
        let create = self.create.due(&around);
        let training = self.training.due(&around);
        let tuning = self.tuning.due(&around);
        let batch = self.batch.due(&around);
        let dreams = self.dreams.due(&around);
        around.delivers |= batch.is_some();
        let gallery = self.gallery.due(&around).filter(|_| !self.shared.is_slow());
        [create, training, tuning, batch, dreams, gallery]
    }

    /// What failed is told. What is left of a GPU that failed is given up, the CPU goes on.
    fn fail(&mut self, which: Which, error: Error) {
        if !matches!(error, Error::Compute(_)) {
            let (work, shared) = self.of(which);
            return work.failed(shared, error);
        }
        if !self.shared.compute.gpu {
            self.shared.forget_networks();
            let (work, shared) = self.of(which);
            return work.failed(shared, error);
        }
        self.shared.leave_gpu();
        let reason = error.to_string();
        for which in Which::ALL {
            let (work, shared) = self.of(which);
            work.leave_device(shared, &reason);
        }
        self.create.failed(&mut self.shared, error);
    }
}

/// Which work a command is for.
fn addressee(command: &Command) -> Which {
    match command {
        Command::Train(_) => Which::Training,
        Command::Tune(_) | Command::EndTuning(_) => Which::Tuning,
        Command::Batch(_) | Command::EndBatch => Which::Batch,
        Command::Dream(_) => Which::Dreams,
        Command::Gallery(_) => Which::Gallery,
        _ => Which::Create,
    }
}

/// Of what is due the most urgent; of equally urgent works the one that has waited for most pieces.
fn most_urgent(
    dues: &[Option<Due>; Which::ALL.len()],
    last: &[u64; Which::ALL.len()],
    now: Instant,
) -> Option<(Which, Urgency)> {
    let due = Which::ALL.into_iter().filter_map(|which| {
        let due = dues[which as usize].filter(|due| due.at <= now)?;
        Some((which, due.urgency))
    });
    // Where two have waited equally long the order of the works decides.
    due.min_by_key(|(which, urgency)| (Reverse(*urgency), last[*which as usize]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_urgent_piece_comes_first_and_equals_take_turns() {
        let now = Instant::now();
        let due = |urgency| Some(Due { urgency, at: now });
        let later = Some(Due {
            urgency: Urgency::Answer,
            at: now + Duration::from_secs(1),
        });
        let most_urgent = |dues: &[Option<Due>; 6], last: &[u64; 6]| {
            most_urgent(dues, last, now).map(|(which, _)| which)
        };
        let mut last = [0; 6];
        let mut order = Vec::new();
        let background = due(Urgency::Background);
        for piece in 1..=8 {
            let which = most_urgent(
                &[later, background, background, background, None, background],
                &last,
            );
            let which = which.expect("something is due");
            last[which as usize] = piece;
            order.push(which);
        }
        let turns = [Which::Training, Which::Tuning, Which::Batch, Which::Gallery];
        assert_eq!(order, [turns, turns].concat());
        // Refine and a batch take turns; training and the gallery wait.
        let steps = due(Urgency::Steps);
        let dues = [steps, background, background, steps, None, background];
        let first = most_urgent(&dues, &[0; 6]);
        assert_eq!(first, Some(Which::Create));
        assert_eq!(most_urgent(&dues, &[1, 0, 0, 0, 0, 0]), Some(Which::Batch));
        // An answer comes before all.
        let dues = [
            due(Urgency::Answer),
            background,
            background,
            steps,
            None,
            background,
        ];
        assert_eq!(most_urgent(&dues, &[9, 0, 0, 0, 0, 0]), Some(Which::Create));
        assert_eq!(
            most_urgent(&[later, None, None, None, None, None], &[0; 6]),
            None
        );
    }
}
