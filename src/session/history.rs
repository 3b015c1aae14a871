//! Undo and redo.

use super::Project;

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

    fn with_weight(style: f32) -> Project {
        let mut project = Project::default();
        project.recipe.controls.style = style;
        project
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
