//! Training of Instant's generator: any photograph in any style, in one pass.
//!
//! - [`config`]: what a run is made of, what it reports.
//! - [`controls`]: weights of the losses that change while a run goes on.
//! - [`data`]: photographs and paintings, and the crops of each step, made ahead on another thread.
//! - [`objective`]: content and style losses by the frozen encoder.
//! - [`discriminator`]: the discriminator while it learns.
//! - [`state`]: weights, averages, optimisers and notes, to and from the checkpoint.
//! - [`validation`]: the score on pictures that are not trained on, and previews.
//! - [`step`]: one step, both halves of its batch at once.
//! - [`run`]: the loop.
//!
//! The rate of Adam is constant after a warm-up and falls to zero only over the last share of the
//! steps ([`StyleConfig::cooldown`]), so a run can be given more steps whenever it is resumed.
//!
//! A checkpoint holds the weights, their average and both moments of Adam in full precision (18 MB,
//! with a discriminator 23), since only so a resumed run is the run. What is kept with the program is
//! the exported average in half precision (2.3 MB), from which a new run can begin
//! ([`StyleConfig::start`]): Adam finds its moments again within a few hundred steps.

mod config;
mod controls;
mod data;
mod discriminator;
mod objective;
mod run;
mod state;
mod step;
mod validation;

pub use config::{
    CriticOpinion, Lambdas, SomeLambdas, StyleConfig, StyleEvent, StyleLosses, StyleMeasured,
    StyleSummary,
};
pub use controls::{Change, ControlsFile};
pub use run::train_style;
pub use state::{BEST, State};

#[cfg(test)]
mod tests;
