//! A run that is set up, whatever it trains, for who drives it without knowing its task.

use super::{
    config::RunConfig,
    run::{TrainRun, Unbegun},
    task::Task,
};
use crate::{compute::Compute, error::Result};

/// A run that is to be read.
pub struct RunSetup(Box<dyn FnOnce() -> Result<ReadRun> + Send>);

/// A run whose pictures and checkpoint are read.
pub struct ReadRun(Box<Begin>);

type Begin = dyn FnOnce(&Compute) -> Result<TrainRun> + Send;

impl RunSetup {
    /// A new run, or the one in its folder.
    pub fn new<T: Task>(config: RunConfig, task: T::Config) -> Self {
        Self::by(|| ReadRun::read::<T>(config, task))
    }

    /// One that is read by `read`.
    pub(super) fn by(read: impl FnOnce() -> Result<ReadRun> + Send + 'static) -> Self {
        Self(Box::new(read))
    }

    /// Reads pictures and, to resume, the checkpoint; on any thread, and as long as that takes.
    ///
    /// # Errors
    /// As [`Unbegun::read`].
    pub fn read(self) -> Result<ReadRun> {
        self.0()
    }
}

impl ReadRun {
    pub(super) fn read<T: Task>(config: RunConfig, task: T::Config) -> Result<Self> {
        let unbegun = Unbegun::<T>::read(config, task)?;
        Ok(Self(Box::new(|compute| unbegun.begin(compute))))
    }

    /// The run, before its first piece of work; on the thread that owns the tensors.
    ///
    /// # Errors
    /// As [`Unbegun::begin`].
    pub fn begin(self, compute: &Compute) -> Result<TrainRun> {
        self.0(compute)
    }
}
