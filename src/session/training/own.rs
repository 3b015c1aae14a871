//! Photographs of the artist's own that a run paints while it learns.

use crate::{
    picture::{Picture, at_most},
    session::engine::TrainCommand,
    train::OWN_SIDE,
};
use std::{path::PathBuf, sync::Arc};

/// One of them.
#[derive(Clone, Debug)]
pub struct OwnPhotograph {
    /// Its number, which no other one gets.
    pub number: u64,
    /// Its file.
    pub path: PathBuf,
    /// The photograph, at most [`OWN_SIDE`] pixels a side.
    pub picture: Arc<Picture>,
    /// What the run made of it last, and after how many steps.
    pub painted: Option<(usize, Arc<Picture>)>,
}

/// Up to [`OwnPhotographs::MOST`] of them.
#[derive(Clone, Debug, Default)]
pub struct OwnPhotographs {
    all: Vec<OwnPhotograph>,
    given: u64,
}

impl OwnPhotographs {
    /// Most of them.
    pub const MOST: usize = 6;

    /// All, in the order in which they came.
    pub fn all(&self) -> &[OwnPhotograph] {
        &self.all
    }

    /// Whether there is room for another one.
    pub fn has_room(&self) -> bool {
        self.all.len() < Self::MOST
    }

    /// Adds one that was read from `path`; what the engine is told if there was room and it is new.
    pub fn add(&mut self, path: PathBuf, picture: &Picture) -> Option<TrainCommand> {
        let known = self.all.iter().any(|own| own.path == path);
        if known || !self.has_room() {
            return None;
        }
        self.given += 1;
        self.all.push(OwnPhotograph {
            number: self.given,
            path,
            picture: Arc::new(at_most(picture, OWN_SIDE)),
            painted: None,
        });
        Some(self.command())
    }

    /// Takes one away; what the engine is told.
    pub fn remove(&mut self, number: u64) -> TrainCommand {
        self.all.retain(|own| own.number != number);
        self.command()
    }

    /// One was painted.
    pub fn painted(&mut self, number: u64, step: usize, picture: Arc<Picture>) {
        let own = self.all.iter_mut().find(|own| own.number == number);
        if let Some(own) = own {
            own.painted = Some((step, picture));
        }
    }

    /// What was painted is another run's.
    pub fn forget_painted(&mut self) {
        for own in &mut self.all {
            own.painted = None;
        }
    }

    fn command(&self) -> TrainCommand {
        let pictures = self.all.iter();
        let pictures = pictures.map(|own| (own.number, Arc::clone(&own.picture)));
        TrainCommand::Paint(pictures.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_fit_and_numbers_are_never_given_twice() {
        let mut own = OwnPhotographs::default();
        let large = Picture::from_rgb(1000, 10, vec![0.5; 30_000]);
        let path = |i: usize| PathBuf::from(format!("{i}.png"));
        for i in 0..8 {
            assert_eq!(own.add(path(i), &large).is_some(), i < 6);
        }
        assert!(own.add(path(0), &large).is_none());
        assert_eq!(own.all()[0].picture.width, OWN_SIDE);
        let TrainCommand::Paint(left) = own.remove(6) else {
            panic!("told");
        };
        assert_eq!(left.len(), 5);
        let told = own.add(path(9), &large);
        assert!(matches!(told, Some(TrainCommand::Paint(all)) if all[5].0 == 7));
        own.painted(7, 30, Arc::new(large));
        assert!(
            own.all()[5]
                .painted
                .as_ref()
                .is_some_and(|(step, _)| *step == 30)
        );
    }
}
