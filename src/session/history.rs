//! Undo and redo.

use super::Project;
use crate::picture::Picture;
use std::{collections::HashSet, sync::Arc};

/// Undo and redo over whole projects, which share their pictures and are small.
#[derive(Debug, Default)]
pub struct History {
    past: Vec<Project>,
    future: Vec<Project>,
    present: Project,
}

impl History {
    /// Steps that are kept.
    const DEPTH: usize = 500;
    /// Bytes of photographs and paintings that are kept only to be gone back to.
    const PICTURES: usize = 600 << 20;

    /// Begins with `present`, which nothing precedes.
    pub fn new(present: Project) -> Self {
        Self {
            present,
            ..Self::default()
        }
    }

    /// Remembers `now` if it differs from what was last remembered. Call it when a gesture ends:
    /// a whole drag of a slider is one step.
    pub fn record(&mut self, now: &Project) {
        if self.present == *now {
            return;
        }
        let before = std::mem::replace(&mut self.present, now.clone());
        self.past.push(before);
        if self.past.len() > Self::DEPTH {
            self.past.remove(0);
        }
        self.future.clear();
        self.give_back(Self::PICTURES);
    }

    /// Forgets the oldest steps until the pictures of the past that are not those of the present take at
    /// most `most` bytes: each photograph that was open would stay in memory otherwise.
    fn give_back(&mut self, most: usize) {
        let of = |project: &Project| -> Vec<(*const Picture, usize)> {
            let size = |picture: &Arc<Picture>| (Arc::as_ptr(picture), picture.bytes());
            project.pictures().map(size).collect()
        };
        let mut seen: HashSet<_> = of(&self.present).into_iter().map(|(at, _)| at).collect();
        let mut bytes = 0;
        // From the newest backwards.
        let too_much = self.past.iter().rposition(|project| {
            let new = of(project).into_iter().filter(|(at, _)| seen.insert(*at));
            bytes += new.map(|(_, bytes)| bytes).sum::<usize>();
            bytes > most
        });
        if let Some(oldest) = too_much {
            self.past.drain(..=oldest);
        }
    }

    /// What was last remembered is `now`: nothing that the artist has done made the difference.
    pub fn amend(&mut self, now: &Project) {
        self.present = now.clone();
    }

    /// The project one step back.
    pub fn undo(&mut self) -> Option<Project> {
        let before = self.past.pop()?;
        let after = std::mem::replace(&mut self.present, before);
        self.future.push(after);
        Some(self.present.clone())
    }

    /// The project one step forward.
    pub fn redo(&mut self) -> Option<Project> {
        let after = self.future.pop()?;
        let before = std::mem::replace(&mut self.present, after);
        self.past.push(before);
        Some(self.present.clone())
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::engine::Loaded;

    fn with_weight(style: f32) -> Project {
        let mut project = Project::default();
        project.recipe.controls.style = style;
        project
    }

    #[test]
    fn photographs_of_long_ago_are_given_back_with_the_steps_that_showed_them() {
        let with_photograph = |shade: f32| {
            let picture = Arc::new(Picture::from_rgb(10, 10, vec![shade; 300]));
            let source = crate::stylize::SourceRef {
                blake3: shade.to_string(),
                ..Default::default()
            };
            let path = None;
            Project {
                photograph: Some(Arc::new(Loaded {
                    picture,
                    source,
                    path,
                })),
                ..Project::default()
            }
        };
        let mut history = History::new(with_photograph(0.0));
        for shade in [0.1, 0.2, 0.3] {
            let mut project = with_photograph(shade);
            history.record(&project);
            project.recipe.strength = 0.5;
            history.record(&project);
        }
        // Room for one photograph beside the present one: four steps of two photographs stay, less the one
        // that is shown.
        history.give_back(1200);
        let steps = std::iter::from_fn(|| history.undo()).count();
        assert_eq!(steps, 3);
    }

    #[test]
    fn undo_goes_back_redo_forward_and_a_new_change_forgets_the_future() {
        let mut history = History::new(with_weight(1.0));
        history.record(&with_weight(1.0));
        assert!(!history.can_undo());
        history.record(&with_weight(2.0));
        history.record(&with_weight(3.0));
        assert_eq!(history.undo(), Some(with_weight(2.0)));
        assert_eq!(history.undo(), Some(with_weight(1.0)));
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo(), Some(with_weight(2.0)));
        history.record(&with_weight(9.0));
        assert_eq!(history.redo(), None);
        assert_eq!(history.undo(), Some(with_weight(2.0)));
    }
}
